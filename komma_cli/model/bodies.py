"""Bodies outside the municipality: emergency services, police, counselling, insurers, networks."""

from typing import Annotated, Literal

from pydantic import Field

from komma_cli.model.channels import Channel
from komma_cli.model.fields import (
    CORE,
    GENERATED,
    NEEDED,
    NO_ITEMS,
    PUBLIC,
    Audience,
    Hours,
    Id,
    IsoDate,
    Language,
    Line,
    Prose,
    Section,
    Verified,
    Vocabulary,
)

BodyKind = Annotated[
    Literal[
        "emergency",
        "police",
        "prosecution",
        "constitution_protection",
        "counselling",
        "complaint",
        "reporting",
        "psychosocial",
        "medical",
        "insurer",
        "legal_aid",
        "victim_fund",
        "peer",
        "network",
        "portal",
        "supervision",
        "other",
    ],
    Vocabulary("body_kind"),
]
BodyState = Annotated[
    Literal["DE", "BW", "BY", "BE", "BB", "HB", "HH", "HE", "MV", "NI", "NW", "RP", "SL", "SN", "ST", "SH", "TH"],
    Vocabulary("state"),
]


class Body(Section):
    """An outside body. A body that serves officials only must not be offered to staff."""

    id: Annotated[Id, PUBLIC, GENERATED]
    name: Annotated[Line, PUBLIC, CORE]
    kind: Annotated[BodyKind, PUBLIC, CORE]
    audiences: Annotated[list[Audience], PUBLIC] = NO_ITEMS
    """The groups it serves; empty for bodies that serve the administration itself (police liaison, insurer)."""
    state: Annotated[BodyState | None, PUBLIC] = None
    """Its Land, or DE for a nationwide body."""
    purpose: Annotated[Prose | None, PUBLIC] = None
    channels: Annotated[list[Channel], PUBLIC, CORE] = NO_ITEMS
    hours: Annotated[Hours | None, PUBLIC, CORE] = None
    languages: Annotated[list[Language], PUBLIC] = NO_ITEMS
    confidential: Annotated[bool | None, PUBLIC] = None
    anonymous: Annotated[bool | None, PUBLIC] = None
    free: Annotated[bool | None, PUBLIC] = None
    funded_until: Annotated[IsoDate | None, PUBLIC] = None
    from_: Annotated[Id | None, PUBLIC, GENERATED] = Field(default=None, alias="from")
    """Id of the entry in komma's directory that was confirmed, if any."""
    verified: Annotated[Verified | None, NEEDED] = None
