"""K211-K213: whether people in need get through: in their language, on a second way, and to a post that is filled."""

from __future__ import annotations

from collections.abc import Iterator

from komma_cli.check.finding import Hit
from komma_cli.check.lookup import behind, name_of
from komma_cli.check.registry import Context, rule
from komma_cli.model.bodies import Body
from komma_cli.model.channels import PHONES, PRIVATE, Channel
from komma_cli.model.people import Person

_GERMAN = "de"
_WAYS = 2
"""Two ways to get through (R21)."""
_WITHOUT_A_FORM = (*PHONES, "in_person")


@rule("K211", "hint", needs=("people", "bodies"), sources=("R20",))
def another_language(context: Context) -> Iterator[Hit]:
    """At least one contact speaks another language than German."""
    entries: list[Person | Body] = [*context.playbook.people, *context.playbook.bodies]
    if all(language == _GERMAN for entry in entries for language in entry.languages):
        yield Hit(("bodies",))


@rule("K212", "warning", sources=("R21",))
def two_ways_to_get_through(context: Context) -> Iterator[Hit]:
    """Whoever is offered to people in need can be reached in two ways, and by voice or in person."""
    for contact in dict.fromkeys(_offered(context)):
        entries = [
            entry
            for one in behind(context, contact, deputies=True)
            if (entry := context.people.get(one) or context.bodies.get(one)) is not None
        ]
        if any(getattr(entry, "kind", "") == "emergency" for entry in entries):
            continue
        channels = {(channel.kind, channel.value) for entry in entries for channel in _shown(entry.channels)}
        if not channels:
            continue
        case = "one_way" if len(channels) < _WAYS else "no_voice"
        if case == "one_way" or all(kind not in _WITHOUT_A_FORM for kind, _ in channels):
            section = next(name for name in ("roles", "people", "bodies") if contact in getattr(context, name))
            yield Hit((section, contact), {"case": case, "contact": name_of(context, contact)})


def _shown(channels: list[Channel]) -> Iterator[Channel]:
    """Yield the channels that people in need are told of; private ones stay with the named roles."""
    return (channel for channel in channels if channel.kind not in PRIVATE)


def _offered(context: Context) -> Iterator[str]:
    """Yield every contact to whom somebody in need is sent."""
    for level in context.levels.values():
        yield from (contact for contact in (level.first_contact, level.out_of_hours) if contact is not None)
    if (support := context.playbook.support) is not None:
        yield from (offer.contact for offer in support.offers)
    if (reporting := context.playbook.reporting) is not None:
        yield from (route.recipient for route in reporting.routes)


@rule("K213", "warning", profile="core", needs=("roles",), sources=("R04", "D"))
def vacancy_is_over(context: Context) -> Iterator[Hit]:
    """A post that should be filled by now is filled."""
    for role in context.playbook.roles:
        vacancy = role.vacancy
        if vacancy is not None and vacancy.until is not None and vacancy.until < context.today and role.holder is None:
            yield Hit(("roles", role.id, "vacancy", "until"), {"role": role.title, "until": vacancy.until})
