"""The network: what a municipality offers to others, what it looks for, and whether others may ask it."""

from typing import Annotated, Literal

from komma_cli.model.channels import Email
from komma_cli.model.fields import GENERATED, NO_ITEMS, PUBLIC, Id, Line, Section, Vocabulary, When

NetworkRole = Annotated[Literal["model", "network", "other"], Vocabulary("network_role")]
"""Part in the federal project: model municipality, network municipality, or neither."""
NetworkTopic = Annotated[
    Literal["roles", "reach", "authorities", "support", "internal_racism", "alliance", "publication", "upkeep"],
    Vocabulary("network_topic"),
]


class Wish(Section):
    """One thing a municipality offers to others, or looks for."""

    id: Annotated[Id, PUBLIC, GENERATED]
    topic: Annotated[NetworkTopic, PUBLIC]
    text: Annotated[Line, PUBLIC]


class Network(Section):
    """What others in the network may know. All of it is public, and all of it is voluntary."""

    role: Annotated[NetworkRole | None, PUBLIC] = None
    may_be_asked: Annotated[bool, PUBLIC] = False
    """Other municipalities may write to the mailbox."""
    mailbox: Annotated[Email | None, When("may_be_asked", (True,)), PUBLIC] = None
    """Address of a function, never of a person."""
    asked_about: Annotated[list[NetworkTopic], When("may_be_asked", (True,)), PUBLIC] = NO_ITEMS
    """Topics others may ask about; none: all."""
    offers: Annotated[list[Wish], PUBLIC] = NO_ITEMS
    seeks: Annotated[list[Wish], PUBLIC] = NO_ITEMS
