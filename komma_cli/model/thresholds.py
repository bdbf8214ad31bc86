"""The numbers at which checks begin to speak, and how far a municipality may move them.

A number that keeps somebody safe can only be made stricter: it is bounded by its default, so that no setting can
silence the warning that a number nobody has tried out stands on an emergency card.
"""

from dataclasses import dataclass
from typing import Annotated

from pydantic import ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from komma_cli import durations
from komma_cli.model.fields import GENERATED, PUBLIC, Duration, Section

Number = str | int
"""A length of time in ISO 8601, or a count."""


@dataclass(frozen=True)
class Limit:
    """One number: its default, how strict and how lax it can be made, and the rules that use it."""

    name: str
    rules: tuple[str, ...]
    default: Number
    strictest: Number
    laxest: Number
    source: str
    """Number in komma's table of rules or a norm that asks for the thing; the number itself is komma's own decision."""

    @property
    def safety(self) -> bool:
        """Whether it keeps somebody safe, and so can only be made stricter."""
        return self.laxest == self.default

    @property
    def span(self) -> tuple[Number, Number]:
        """Return the smallest and the largest value allowed."""
        low, high = sorted((self.strictest, self.laxest), key=size)
        return low, high

    def allows(self, value: Number) -> bool:
        """Say whether a value is of the right kind and within the span."""
        low, high = self.span
        return isinstance(value, type(self.default)) and size(low) <= size(value) <= size(high)

    def stricter(self, first: Number, second: Number) -> Number:
        """Return the stricter one of two values."""
        in_order = min if size(self.strictest) <= size(self.laxest) else max
        return in_order(first, second, key=size)


def size(value: Number) -> int:
    """Return what values are compared by. Raises ``ValueError`` for a text that is no duration."""
    return value if isinstance(value, int) else durations.minutes(value)


LIMITS: dict[str, Limit] = {
    limit.name: limit
    for limit in (
        Limit("urgent_contacts", ("K901",), "P6M", "P1M", "P6M", "R15"),
        Limit("other_contacts", ("K914",), "P12M", "P1M", "P24M", "R15"),
        Limit("talk", ("K305",), "P1D", "PT1H", "P1D", "R33"),
        Limit("evaluation", ("K911",), "P6W", "P1W", "P6W", "ArbSchG § 3 (1)"),
        Limit("core_team", ("K317",), "P2D", "PT4H", "P2D", "R34"),
        Limit("funding_ahead", ("K909",), "P90D", "P12M", "P90D", "R05"),
        Limit("state_of_law", ("K810",), "P12M", "P1M", "P12M", "R61"),
        Limit("small_counts", ("K823",), 5, 20, 5, "R67"),
        Limit("review_ahead", ("K916",), "P24M", "P6M", "P36M", "R91"),
        Limit("council_report", ("K903", "K917"), "P12M", "P3M", "P24M", "R92"),
        Limit("exercise", ("K904",), "P24M", "P6M", "P36M", "R93"),
        Limit("open_question", ("K906",), "P6M", "P1M", "P12M", "D"),
        Limit("strategy_group", ("K715",), "P6M", "P1M", "P12M", "R79"),
        Limit("critical_roles", ("K205",), 3, 1, 5, "R06"),
        Limit("form_fields", ("K507",), 8, 3, 15, "R26"),
        Limit("levels", ("K318",), 5, 4, 7, "R39"),
    )
}
"""By name, those that can only be made stricter first: a wrong number on a Friday evening, the first night alone, a
serious case nobody looks at again, a threat nobody meets about, help whose money ends, deadlines that have changed,
counts in which somebody is recognised. All numbers are komma's own."""


class Thresholds(Section):
    """The numbers that this municipality has changed; the others are komma's."""

    urgent_contacts: Annotated[Duration | None, GENERATED] = None
    """How old the proof of a contact for emergencies may be."""
    other_contacts: Annotated[Duration | None, GENERATED] = None
    talk: Annotated[Duration | None, GENERATED] = None
    """After what time at most somebody speaks with the affected person."""
    evaluation: Annotated[Duration | None, GENERATED] = None
    core_team: Annotated[Duration | None, GENERATED] = None
    """How soon the team for threats meets at the latest."""
    funding_ahead: Annotated[Duration | None, GENERATED] = None
    """How long before its money ends a body or a post is told of."""
    state_of_law: Annotated[Duration | None, GENERATED] = None
    small_counts: Annotated[int | None, PUBLIC, GENERATED] = None
    """Counts below that are not published."""
    review_ahead: Annotated[Duration | None, GENERATED] = None
    council_report: Annotated[Duration | None, GENERATED] = None
    exercise: Annotated[Duration | None, GENERATED] = None
    open_question: Annotated[Duration | None, GENERATED] = None
    strategy_group: Annotated[Duration | None, GENERATED] = None
    critical_roles: Annotated[int | None, GENERATED] = None
    """So many critical roles one person may have."""
    form_fields: Annotated[int | None, GENERATED] = None
    levels: Annotated[int | None, GENERATED] = None
    """So many levels one track may have."""

    @field_validator("*")
    @classmethod
    def _within_its_span(cls, value: Number | None, info: ValidationInfo) -> Number | None:
        """Refuse a number outside its span. Raises the custom error ``threshold``."""
        limit = LIMITS[str(info.field_name)]
        if value is not None and not limit.allows(value):
            least, most = limit.span
            raise PydanticCustomError(
                "threshold", "outside its span", {"text": str(value), "least": str(least), "most": str(most)}
            )
        return value
