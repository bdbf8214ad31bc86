"""Racism inside the administration: complaint office, counselling, review steps, instruments, indicators."""

from typing import Annotated, Literal

from komma_cli.model.fields import (
    GENERATED,
    NEEDED,
    NO_ITEMS,
    PUBLIC,
    ContactRef,
    Duration,
    Id,
    IsoDate,
    Line,
    Prose,
    RoleRef,
    Section,
    Vocabulary,
)

InstrumentKind = Annotated[
    Literal[
        "survey",
        "document_review",
        "recruitment",
        "service_points",
        "training",
        "interviews",
        "complaint_data",
        "empowerment",
    ],
    Vocabulary("instrument_kind"),
]


class ComplaintOffice(Section):
    """The complaint office of AGG § 13. It examines; it is not confidential counselling."""

    role: RoleRef
    members: list[Line] = NO_ITEMS
    """By function."""
    bypass: Annotated[ContactRef | None, NEEDED] = None
    """The way in when a member of the office is the accused."""
    published: Annotated[Line | None, PUBLIC, NEEDED] = None
    """How staff are told about it (AGG § 12 (5))."""
    procedure: Annotated[list[Line], NEEDED] = NO_ITEMS
    result_within: Duration | None = None


class Clearing(Section):
    """A clearing procedure that the municipality defines itself; it never replaces complaint or disciplinary law."""

    defined: Prose
    limits: Prose


class ReviewStep(Section):
    """A step of the internal review with owner and date."""

    id: Annotated[Id, PUBLIC, GENERATED]
    text: Annotated[Line, PUBLIC]
    owner: Annotated[RoleRef | None, PUBLIC, NEEDED] = None
    due: Annotated[IsoDate | None, PUBLIC, NEEDED] = None
    done_on: Annotated[IsoDate | None, PUBLIC] = None


class Instrument(Section):
    """A way to look inside."""

    id: Annotated[Id, PUBLIC, GENERATED]
    kind: Annotated[InstrumentKind, PUBLIC]
    text: Annotated[Line, PUBLIC]
    covers_leaders: Annotated[bool, PUBLIC] = False
    planned_for: Annotated[IsoDate | None, PUBLIC] = None


class ReviewIndicator(Section):
    """What is counted, and how it is read."""

    text: Annotated[Line, PUBLIC]
    reading: Annotated[Line | None, PUBLIC] = None


class InternalReview(Section):
    """How the administration looks at racism in its own house."""

    commitment: Annotated[Prose | None, PUBLIC, NEEDED] = None
    complaint_office: Annotated[ComplaintOffice | None, PUBLIC, NEEDED] = None
    confidential_counselling: Annotated[ContactRef | None, PUBLIC, NEEDED] = None
    resident_complaints: Annotated[ContactRef | None, PUBLIC, NEEDED] = None
    """Where residents complain: the AGG does not cover how an authority treats residents."""
    clearing: Clearing | None = None
    steps: Annotated[list[ReviewStep], PUBLIC, NEEDED] = NO_ITEMS
    instruments: Annotated[list[Instrument], PUBLIC, NEEDED] = NO_ITEMS
    indicators: Annotated[list[ReviewIndicator], PUBLIC, NEEDED] = NO_ITEMS
    cycle: Annotated[Duration | None, PUBLIC, NEEDED] = None
