"""Scenarios: what is done, by whom and by when, for each kind of incident."""

from typing import Annotated, Literal

from pydantic import StringConstraints

from komma_cli.model.fields import (
    GENERATED,
    NEEDED,
    NO_ITEMS,
    PUBLIC,
    Audience,
    ContactRef,
    Duration,
    Id,
    LevelRef,
    Line,
    Police,
    Prose,
    RoleRef,
    Section,
    Track,
    Vocabulary,
    When,
)

Phase = Annotated[Literal["now", "same_day", "days", "weeks"], Vocabulary("phase")]
PHASES: tuple[str, ...] = ("now", "same_day", "days", "weeks")
StepKind = Annotated[
    Literal["safety", "evidence", "report", "legal", "support", "communicate", "aftercare", "close"],
    Vocabulary("step_kind"),
]
STEP_KINDS: tuple[str, ...] = (
    "safety",
    "evidence",
    "report",
    "legal",
    "support",
    "communicate",
    "aftercare",
    "close",
)
Actor = Annotated[Literal["anyone", "affected", "witness"], Vocabulary("actor")]


class Step(Section):
    """One action: either a role does it or whoever is there (``actor``)."""

    id: Annotated[Id, GENERATED]
    phase: Phase
    kind: StepKind
    text: Line
    role: RoleRef | None = None
    actor: Actor | None = None
    within: Duration | None = None
    """At the latest so long after the incident became known."""
    contacts: list[ContactRef] = NO_ITEMS
    deadline: Id | None = None
    """Id of a legal deadline in komma's law data."""


class LibraryOrigin(Section):
    """From which library scenario, and which state of it, the card was copied."""

    library: Annotated[Id, GENERATED]
    fingerprint: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{12}$"), GENERATED]


class Scenario(Section):
    """A scenario card, copied from the library and then owned by the municipality."""

    id: Annotated[Id, PUBLIC, GENERATED]
    title: Annotated[Line, PUBLIC]
    summary: Annotated[Prose | None, PUBLIC] = None
    track: Annotated[Track, PUBLIC]
    audiences: Annotated[list[Audience], PUBLIC] = NO_ITEMS
    relevant: Annotated[bool, PUBLIC, NEEDED] = True
    reason: Annotated[Prose | None, When("relevant", (False,))] = None
    """Why the scenario is left out."""
    minimum_level: LevelRef | None = None
    owner: Annotated[RoleRef | None, NEEDED] = None
    police: Police | None = None
    steps: Annotated[list[Step], NEEDED] = NO_ITEMS
    never: list[Line] = NO_ITEMS
    """What must not be done."""
    communication: Line | None = None
    based_on: Annotated[LibraryOrigin | None, GENERATED] = None
