"""The municipality: who it is, for whom the playbook speaks, and the state of law it was written under."""

from typing import Annotated, Literal

from pydantic import StringConstraints

from komma_cli.model.fields import (
    CORE,
    NEEDED,
    PUBLIC,
    Count,
    IsoDate,
    Line,
    Prose,
    Section,
    Shape,
    StateCode,
    Vocabulary,
    When,
)

Ags = Annotated[str, StringConstraints(pattern=r"^\d{5}(?:\d{3})?$"), Shape("ags")]
"""Official municipality key (8 digits) or district key (5 digits), always as text: the first digit may be 0."""


class Scope(Section):
    """Whether the playbook binds the whole administration or one unit of it (KommA allows both)."""

    kind: Annotated[Literal["whole", "unit"], Vocabulary("scope"), PUBLIC, CORE]
    unit: Annotated[Line | None, When("kind", ("unit",)), PUBLIC, CORE] = None


class AudienceChoice(Section):
    """Whether one group of people is covered; leaving a group out needs a reason."""

    included: Annotated[bool, PUBLIC]
    reason: Annotated[Prose | None, When("included", (False,)), PUBLIC] = None


class Audiences(Section):
    """The four groups the playbook can protect."""

    staff: Annotated[AudienceChoice | None, PUBLIC, NEEDED] = None
    officials: Annotated[AudienceChoice | None, PUBLIC, NEEDED] = None
    volunteers: Annotated[AudienceChoice | None, PUBLIC, NEEDED] = None
    residents: Annotated[AudienceChoice | None, PUBLIC, NEEDED] = None


class Municipality(Section):
    """Master data of the municipality."""

    name: Annotated[Line, PUBLIC, CORE]
    kind: Annotated[
        Literal["municipality", "town", "city", "district", "borough", "joint_administration"],
        Vocabulary("municipality_kind"),
        PUBLIC,
        CORE,
    ]
    state: Annotated[StateCode, PUBLIC, CORE]
    ags: Annotated[Ags | None, PUBLIC] = None
    population: Annotated[Count | None, PUBLIC, NEEDED] = None
    """Number of inhabitants."""
    employees: Annotated[Count | None, PUBLIC, NEEDED] = None
    """Number of people employed by the municipality."""
    scope: Annotated[Scope | None, PUBLIC, NEEDED] = None
    audiences: Annotated[Audiences | None, PUBLIC, NEEDED] = None
    legal_as_of: Annotated[IsoDate | None, PUBLIC, NEEDED] = None
    """The day up to which the statements of law in the playbook were checked."""
