"""Which places of a playbook are asked for, and which of them still want an answer: structure only, no words.

The task list counts thousands of places at every turn, so nothing here builds a question or a choice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, NamedTuple

from komma_cli.model.bodies import Body
from komma_cli.model.channels import Channel
from komma_cli.model.describe import FieldSpec, fields_of
from komma_cli.model.fields import Section, item_key
from komma_cli.model.network import Network
from komma_cli.model.people import Person
from komma_cli.model.roles import Role
from komma_cli.paths import ById, SymbolicPath, parse_path

Form = Literal["question", "gate", "list"]
ReachedBy = Literal["phone", "email"]
Marks = Mapping[SymbolicPath, dict[str, Any]]
"""What is marked as not known yet or as not existing here, by its path."""
_WAIVED = {
    ("Role", "holder"): ("provided_by", "vacancy"),
    ("Role", "deputies"): ("provided_by",),
    ("Network", "asked_about"): ("mailbox",),
}
"""Wanted answers that nobody misses once one of the named answers of the same item is there."""
_NEEDS_TIME = ("coordination", "contact-staff", "contact-officials")
"""Roles of the catalogue whose work stays undone without hours and training; of others both may be told."""
_PASSED = {("Role", "provided_by"): "holder", ("Role", "vacancy"): "holder"}
"""Questions that are passed over once the named answer is there; they can still be looked for."""
_MADE = (("Level", "rank"),)
"""Answers that komma derives from others (``Interview`` does it)."""
_CONDITIONAL = (("Step", "actor"), ("Reporting", "no_anonymous_reason"))
"""Questions that other answers hide (``_is_visible``), beside those of a scenario that is left out."""
_OF_A_CARD_LEFT_OUT = ("title", "track", "relevant", "reason")
"""What is asked about a scenario that the municipality does not take up."""


class Spot(NamedTuple):
    """One place that is asked for: a question, a gate before a group, or a list of groups."""

    parts: SymbolicPath
    section: type[Section]
    spec: FieldSpec
    form: Form
    value: Any
    """What the draft holds there; for the first number or address, that one."""
    reached_by: ReachedBy | None = None
    waived: bool = False
    """Other answers of the same item make this one needless; it may still be given."""
    passed: bool = False
    """Not asked on the way through; it can be looked for among the answers."""

    @property
    def wanted(self) -> bool:
        """Say whether a finished playbook should have an answer here."""
        spec = self.spec
        if self.form != "question":
            return spec.needed or (self.form == "list" and spec.core)
        return not self.waived and (spec.required or spec.core or spec.needed or spec.when is not None)


@dataclass(frozen=True)
class Tally:
    """How much is missing at a place and below."""

    open: int = 0
    """Wanted answers that are missing or marked as not known yet."""
    unfinished: bool = False
    """A wanted answer is missing that nobody has marked yet."""

    def __add__(self, other: Tally) -> Tally:
        """Count two places together."""
        return Tally(self.open + other.open, self.unfinished or other.unfinished)


class _Asked(NamedTuple):
    """One field of a section that is asked for, and whether more than the model decides about it."""

    spec: FieldSpec
    visible: bool
    """``_is_visible`` decides whether it is asked."""
    waived: bool
    """``_is_waived`` decides whether it is wanted."""
    passed_by: str | None
    """The answer that makes the way through pass it over."""


@cache
def _asked(section: type[Section]) -> tuple[_Asked, ...]:
    """Return the fields of a section that are asked for, in order."""
    name = section.__name__
    return tuple(
        _Asked(
            spec,
            name == "Scenario" or (name, spec.key) in _CONDITIONAL,
            section in (Role, Body, Network),
            _PASSED.get((name, spec.key)),
        )
        for spec in fields_of(section)
        if not spec.generated and (name, spec.key) not in _MADE
    )


def marks_of(data: Any) -> Marks:
    """Return the marks of a draft."""
    items = [item for item in data.get("open") or [] if isinstance(item, dict) and item.get("path")]
    return {parse_path(str(item["path"])): item for item in items}


def spots(data: Any, own: Any, parts: SymbolicPath, section: type[Section]) -> Iterator[Spot]:
    """Yield the places of one section or item; ``own`` is the plain data at ``parts``."""
    answers = own if isinstance(own, dict) else {}
    for spec, conditional, waivable, passed_by in _asked(section):
        if spec.when is not None and answers.get(spec.when.field) not in spec.when.values:
            continue
        if conditional and not _is_visible(answers, section, spec):
            continue
        here = (*parts, spec.key)
        value = answers.get(spec.key)
        passed = passed_by is not None and value is None and bool(answers.get(passed_by))
        if spec.group is None:
            waived = waivable and _is_waived(data, answers, section, spec)
            yield Spot(here, section, spec, "question", value, None, waived, passed)
        elif spec.many:
            if spec.group is Channel and section in (Person, Body):
                yield from _first_channels(value, here, section, spec)
            yield Spot(here, section, spec, "list", value)
        elif spec.required or spec.core or value is not None or _asks_itself(spec.group):
            yield from spots(data, value, here, spec.group)
        else:
            yield Spot(here, section, spec, "gate", value, passed=passed)


def items_of(spot: Spot) -> Iterator[tuple[SymbolicPath, Any]]:
    """Yield (path, item) of a list; items stand in their path by id where they have one."""
    for position, item in enumerate(spot.value if isinstance(spot.value, list) else []):
        identifier = item_key(item)
        yield (*spot.parts, ById(identifier) if identifier else position), item


def tally_item(data: Any, marks: Marks, spot: Spot, here: SymbolicPath, item: Any) -> Tally:
    """Count what is missing in one item of a list."""
    assert spot.spec.group is not None
    return Tally(*_count(data, marks, spots(data, item, here, spot.spec.group)))


def tally_all(data: Any, marks: Marks, places: Iterable[Spot]) -> Tally:
    """Count what is missing at several places together."""
    return Tally(*_count(data, marks, places))


def _count(data: Any, marks: Marks, places: Iterable[Spot]) -> tuple[int, bool]:
    """Return (open, unfinished) of several places and of everything below them."""
    total, unfinished = 0, False
    for spot in places:
        marked = marks.get(spot.parts) if marks else None
        given = bool(spot.value) if spot.form == "list" else spot.form == "question" and spot.value not in (None, [])
        if marked is None and not given and spot.wanted:
            total, unfinished = total + 1, True
        elif marked is not None and not marked.get("not_applicable"):
            total += 1
        if spot.form == "list" and spot.spec.group is not None:
            for here, item in items_of(spot):
                more, begun = _count(data, marks, spots(data, item, here, spot.spec.group))
                total, unfinished = total + more, unfinished or begun
    return total, unfinished


def channel_value(channels: Any, reached_by: ReachedBy) -> str | None:
    """Return the first duty phone number or e-mail address in a list of channels."""
    kinds = ("phone", "mobile") if reached_by == "phone" else ("email",)
    if not isinstance(channels, list):
        return None
    return next((c.get("value") for c in channels if isinstance(c, dict) and c.get("kind") in kinds), None)


def _first_channels(channels: Any, parts: SymbolicPath, section: type[Section], spec: FieldSpec) -> Iterator[Spot]:
    """Ask for the phone number and the e-mail address; people need a number, a body one way to be reached."""
    phone, email = channel_value(channels, "phone"), channel_value(channels, "email")
    yield Spot(parts, section, spec, "question", phone, "phone", waived=bool(channels) and section is Body)
    yield Spot(parts, section, spec, "question", email, "email", waived=bool(channels))


def _is_waived(data: Any, own: dict[str, Any], section: type[Section], spec: FieldSpec) -> bool:
    if section is Body and spec.key == "hours":
        return bool(own.get("channels")) and channel_value(own["channels"], "phone") is None
    if section is Role and spec.key == "independent_of":
        return not _independence(data, own)
    if section is Role and spec.key in ("hours_per_week", "trained_on"):
        return own.get("based_on") not in _NEEDS_TIME
    return any(own.get(key) for key in _WAIVED.get((section.__name__, spec.key), ()))


def _independence(data: Any, role: dict[str, Any]) -> bool:
    """Say whether the catalogue wants the role to be independent of another role that the playbook has."""
    from komma_cli import catalogue

    card = next((card for card in catalogue.roles("de") if card.id == role.get("based_on")), None)
    there = {other.get("based_on") for other in data.get("roles") or [] if isinstance(other, dict)}
    return card is not None and not there.isdisjoint(card.independent_of)


def _is_visible(own: dict[str, Any], section: type[Section], spec: FieldSpec) -> bool:
    """Say whether a field is asked beside the other answers of its group; hidden answers stay in the file."""
    place = (section.__name__, spec.key)
    if place == ("Step", "actor") and own.get("role"):
        return False
    if place == ("Reporting", "no_anonymous_reason") and any(
        route.get("anonymous") for route in own.get("routes") or []
    ):
        return False
    left_out = section.__name__ == "Scenario" and own.get("relevant") is False
    return not left_out or spec.key in _OF_A_CARD_LEFT_OUT


def _asks_itself(group: type[Section]) -> bool:
    """Say whether the group's own questions are the gate: a choice or yes or no, or groups of nothing else."""
    asked = [spec for spec in fields_of(group) if not spec.generated]
    required = [spec for spec in asked if spec.required]
    if required:
        return all(spec.kind in ("flag", "choice") and not spec.many for spec in required)
    return all(spec.group is not None and not spec.many and _asks_itself(spec.group) for spec in asked)
