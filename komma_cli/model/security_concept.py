"""Security of sites: confidential as a whole, never in a paper below that class."""

from typing import Annotated

from pydantic import Field

from komma_cli.model.fields import CONFIDENTIAL, GENERATED, NO_ITEMS, Id, IsoDate, Line, RoleRef, Section


class Site(Section):
    """A building, office or meeting room with its rating and measures. Rating of a workplace, not of an incident."""

    id: Annotated[Id, CONFIDENTIAL, GENERATED]
    name: Annotated[Line, CONFIDENTIAL]
    rating: Annotated[int | None, Field(ge=0, le=3), CONFIDENTIAL] = None
    """Stage 0–3 of the workplace after the Aachener Modell."""
    measures: Annotated[list[Line], CONFIDENTIAL] = NO_ITEMS
    owner: Annotated[RoleRef | None, CONFIDENTIAL] = None
    reviewed_on: Annotated[IsoDate | None, CONFIDENTIAL] = None
    risk_assessment_on: Annotated[IsoDate | None, CONFIDENTIAL] = None
    """Date of the risk assessment under ArbSchG §§ 5, 6, covering violence and mental strain."""


class SecurityConcept(Section):
    """The sites."""

    sites: Annotated[list[Site], CONFIDENTIAL] = NO_ITEMS
