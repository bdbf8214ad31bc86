"""Upkeep: version, next review, council report, changes, accepted deviations and open questions."""

from typing import Annotated

from pydantic import Field, StringConstraints

from komma_cli.model.fields import NEEDED, NO_ITEMS, PUBLIC, Duration, IsoDate, Line, OwnRef, Prose, Section, Shape

Version = Annotated[str, StringConstraints(pattern=r"^\d{1,3}\.\d{1,3}$"), Shape("version")]
FieldPath = Annotated[
    str, StringConstraints(pattern=r"^[a-z_]+(?:[.\[][A-Za-z0-9_.\[\]-]+)?$", max_length=200), Shape("path")
]
RuleId = Annotated[str, StringConstraints(pattern=r"^K\d{3}$"), Shape("rule")]


class Change(Section):
    """What changed in a version, and why."""

    version: Annotated[Version, PUBLIC]
    on: Annotated[IsoDate, PUBLIC]
    what: Annotated[Line, PUBLIC]
    why: Annotated[Line | None, PUBLIC] = None


class KnownToStaff(Section):
    """Evidence that people know the playbook."""

    announced_on: Annotated[IsoDate | None, PUBLIC, NEEDED] = None
    where: Annotated[Line | None, PUBLIC, NEEDED] = None
    onboarding: Annotated[bool, PUBLIC] = False
    officials_induction: Annotated[bool, PUBLIC] = False
    """New council members get the handout at the start of the term."""


class Review(Section):
    """Life cycle of the playbook."""

    version: Annotated[Version | None, PUBLIC, NEEDED] = None
    as_of: Annotated[IsoDate | None, PUBLIC, NEEDED] = None
    """Date of this version; papers print it."""
    document_number: Annotated[Line | None, PUBLIC] = None
    owner: Annotated[OwnRef | None, PUBLIC, NEEDED] = None
    released_by: Annotated[Line | None, PUBLIC] = None
    released_on: Annotated[IsoDate | None, PUBLIC] = None
    next_review: Annotated[IsoDate | None, PUBLIC, NEEDED] = None
    report_interval: Annotated[Duration | None, PUBLIC, NEEDED] = None
    """How often the council gets a report."""
    last_report: Annotated[IsoDate | None, PUBLIC, NEEDED] = None
    evaluation_within: Annotated[Duration | None, NEEDED] = None
    """After a serious case: time until it is evaluated."""
    known_to_staff: Annotated[KnownToStaff | None, PUBLIC, NEEDED] = None
    changes: Annotated[list[Change], PUBLIC, NEEDED] = NO_ITEMS


class Deviation(Section):
    """A finding that the municipality accepts on purpose, until a date."""

    rule: RuleId
    path: FieldPath | None = None
    """Without a path the deviation covers every finding of the rule."""
    reason: Prose
    by: Line
    """The function that decided."""
    on: IsoDate
    until: IsoDate


class OpenItem(Section):
    """A question that cannot be answered yet, with somebody who will."""

    path: FieldPath
    question: Line | None = None
    owner: Line | None = None
    """The function that finds out."""
    since: IsoDate
    until: IsoDate | None = None
    not_applicable: bool = Field(default=False)
    """The municipality does not have this; ``reason`` says why."""
    reason: Line | None = None
