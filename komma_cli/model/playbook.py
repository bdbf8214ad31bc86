"""The whole playbook: every section in the order in which people fill it."""

from typing import Annotated, Literal

from pydantic import field_validator
from pydantic_core import PydanticCustomError

from komma_cli.model.alliance import Alliance
from komma_cli.model.bodies import Body
from komma_cli.model.communication import Communication
from komma_cli.model.escalation import Escalation
from komma_cli.model.exercises import Exercise
from komma_cli.model.fields import CORE, GENERATED, NEEDED, NO_ITEMS, PUBLIC, Section, Vocabulary
from komma_cli.model.internal_review import InternalReview
from komma_cli.model.liaisons import Liaison
from komma_cli.model.mandate import Mandate
from komma_cli.model.municipality import Municipality
from komma_cli.model.network import Network
from komma_cli.model.people import Person
from komma_cli.model.reporting import Reporting
from komma_cli.model.review import Deviation, OpenItem, Review
from komma_cli.model.roles import Role
from komma_cli.model.scenarios import Scenario
from komma_cli.model.security_concept import SecurityConcept
from komma_cli.model.strategy import Strategy
from komma_cli.model.support import Support
from komma_cli.model.thresholds import Thresholds

FORMAT_VERSION = 1
Profile = Annotated[Literal["core", "standard", "full"], Vocabulary("profile")]
"""How much is checked: ``core`` is usable in a day, ``full`` is everything."""


class Playbook(Section):
    """One municipality's response playbook. A draft lacks sections; profile and checks say what is missing."""

    komma: Annotated[Literal[1], PUBLIC, GENERATED]
    """Format version."""
    profile: Annotated[Profile, PUBLIC, GENERATED] = "standard"
    thresholds: Annotated[Thresholds | None, PUBLIC, GENERATED] = None
    municipality: Annotated[Municipality, PUBLIC, CORE]
    people: Annotated[list[Person], PUBLIC, CORE] = NO_ITEMS
    roles: Annotated[list[Role], PUBLIC, CORE] = NO_ITEMS
    bodies: Annotated[list[Body], PUBLIC, CORE] = NO_ITEMS
    escalation: Annotated[Escalation | None, PUBLIC, CORE] = None
    scenarios: Annotated[list[Scenario], PUBLIC, NEEDED] = NO_ITEMS
    reporting: Annotated[Reporting | None, PUBLIC, NEEDED] = None
    support: Annotated[Support | None, PUBLIC, NEEDED] = None
    liaisons: Annotated[list[Liaison], NEEDED] = NO_ITEMS
    internal_review: Annotated[InternalReview | None, PUBLIC, NEEDED] = None
    communication: Annotated[Communication | None, PUBLIC, NEEDED] = None
    mandate: Annotated[Mandate | None, PUBLIC, NEEDED] = None
    alliance: Annotated[Alliance | None, PUBLIC, NEEDED] = None
    strategy: Annotated[Strategy | None, PUBLIC, NEEDED] = None
    network: Annotated[Network | None, PUBLIC] = None
    """Voluntary: a municipality in no network lacks nothing."""
    security_concept: Annotated[SecurityConcept | None, NEEDED] = None
    exercises: Annotated[list[Exercise], PUBLIC, NEEDED] = NO_ITEMS
    review: Annotated[Review | None, PUBLIC, NEEDED] = None
    deviations: list[Deviation] = NO_ITEMS
    open: list[OpenItem] = NO_ITEMS

    @field_validator("komma", mode="before")
    @classmethod
    def _is_a_number(cls, value: object) -> object:
        """Refuse ``true``, which Python takes for 1. Raises the error of a value outside its list."""
        if isinstance(value, bool):
            raise PydanticCustomError("literal_error", "not a number")
        return value


FRAME: tuple[str, ...] = ("komma", "profile", "thresholds")
"""What is not asked in an interview: how the file is to be read and checked."""
SECTIONS: tuple[str, ...] = tuple(name for name in Playbook.model_fields if name not in FRAME)
