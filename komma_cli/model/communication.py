"""Communication: who speaks, what is never said, and how the municipality writes."""

from typing import Annotated, Literal

from komma_cli.model.fields import (
    GENERATED,
    NEEDED,
    NO_ITEMS,
    PUBLIC,
    Id,
    Language,
    Line,
    Prose,
    Ref,
    RoleRef,
    Section,
    Vocabulary,
)

GenderStyle = Annotated[Literal["neutral", "colon", "star", "pair"], Vocabulary("gender_style")]


class HoldingStatement(Section):
    """First words that may be said without naming anybody."""

    id: Annotated[Id, GENERATED]
    occasion: Line
    text: Prose


class Communication(Section):
    """Voice of the municipality."""

    spokesperson: Annotated[RoleRef | None, NEEDED] = None
    deputy: Annotated[Id | None, Ref(("roles", "people"), differs_from="spokesperson"), NEEDED] = None
    never_said: Annotated[list[Line], NEEDED] = NO_ITEMS
    consent_rule: Annotated[Prose | None, PUBLIC, NEEDED] = None
    """That nobody is named without consent."""
    holding_statements: Annotated[list[HoldingStatement], NEEDED] = NO_ITEMS
    netiquette: Annotated[Prose | None, PUBLIC] = None
    languages: Annotated[list[Language], PUBLIC] = NO_ITEMS
    gender_style: Annotated[GenderStyle | None, PUBLIC, NEEDED] = None
