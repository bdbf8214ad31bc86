"""Small questions that many rules ask: what something is called, who answers for it, how long ago a day lies."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from komma_cli import durations
from komma_cli.check.registry import Context
from komma_cli.model.municipality import Audiences
from komma_cli.model.roles import Role
from komma_cli.model.scenarios import Scenario


def name_of(context: Context, reference: str) -> str:
    """Return what papers print for a person, role or body; the id itself where nothing with it can be read."""
    if reference in context.roles:
        return context.roles[reference].title
    if reference in context.bodies:
        return context.bodies[reference].name
    person = context.people.get(reference)
    return (person.function if person else None) or reference


def behind(context: Context, reference: str, *, deputies: bool = False) -> tuple[str, ...]:
    """Return the ids of the people and bodies that a contact stands for: a role is its holder, then its deputies."""
    role = context.roles.get(reference)
    if role is None:
        return (reference,)
    holders = [role.holder, role.provided_by, *(role.deputies if deputies else ())]
    return tuple(holder for holder in holders if holder is not None)


def same_door(context: Context, first: str, second: str) -> bool:
    """Say whether two contacts lead to the same role, person or body."""
    return first == second or not set(behind(context, first)).isdisjoint(behind(context, second))


def catalogue_role(context: Context, name: str) -> Role | None:
    """Return the role that was made from komma's catalogue entry ``name``, or that carries its id."""
    return next((role for role in context.playbook.roles if name in (role.based_on, role.id)), None)


def included(context: Context) -> tuple[str, ...]:
    """Return the groups of people that the municipality has decided to protect, in the order of the model."""
    audiences = context.playbook.municipality.audiences
    if audiences is None:
        return ()
    choices = {name: getattr(audiences, name) for name in Audiences.model_fields}
    return tuple(name for name, choice in choices.items() if choice is not None and choice.included)


def relevant(context: Context, track: str) -> Iterator[Scenario]:
    """Yield the scenarios of a track that the municipality keeps and has begun to fill with steps."""
    for scenario in context.playbook.scenarios:
        if scenario.track == track and scenario.relevant and scenario.steps:
            yield scenario


def within(day: date | None, length: str, today: date) -> bool:
    """Say whether ``day`` is known, not in the future, and at most the ISO 8601 ``length`` before ``today``."""
    return day is not None and day <= today <= durations.after(day, length)
