"""The building blocks of every section: base class, text shapes, and the markers a field can carry.

A marker is a small object inside ``Annotated``, equal only to itself; the wizard, the audience filter and the checks
read it through ``model/describe.py``. To Pydantic a marker means nothing, except that a shape brings its schema.
"""

import re
from copy import copy
from datetime import date
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError
from pydantic_core.core_schema import (
    date_schema,
    no_info_after_validator_function,
    no_info_before_validator_function,
    str_schema,
)

from komma_cli import hours
from komma_cli.model import classes

CONFIDENTIALITY = classes.CONFIDENTIALITY
Confidentiality = classes.Confidentiality


class Marker:
    """Base of the markers. It hands the schema on: Pydantic looks longer at what does not say what it means."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return the schema of the marked type unchanged."""
        return handler(source)


class Class(Marker):
    """The lowest audience that may see the field; fields without it are ``internal``."""

    def __init__(self, name: Confidentiality) -> None:
        self.name = name


PUBLIC, MANDATE, CONFIDENTIAL = Class("public"), Class("mandate"), Class("confidential")


class Ref(Marker):
    """The value is the id of an item in one of the ``targets`` (paths of lists such as ``people``).

    ``differs_from`` names a sibling field that must not hold the same id (a deputy is another person).
    """

    def __init__(self, targets: tuple[str, ...], differs_from: str | None = None) -> None:
        self.targets = targets
        self.differs_from = differs_from


class When(Marker):
    """Ask (and demand) the field only while the sibling ``field`` has one of ``values``."""

    def __init__(self, field: str, values: tuple[object, ...]) -> None:
        self.field = field
        self.values = values


class Shape(Marker):
    """The form a text has; ``name`` names the parser of the wizard and the message of the check.

    A shape with a ``schema`` stands for the whole type: 200 fields share it instead of deriving it one by one.
    """

    def __init__(self, name: str, schema: CoreSchema | None = None) -> None:
        self.name = name
        self._schema = schema

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return a copy of the shape's own schema, or that of the type it marks."""
        return handler(source) if self._schema is None else copy(self._schema)


class Vocabulary(Marker):
    """A closed list of words; ``data/<lang>/labels.yaml`` says how people read them."""

    def __init__(self, name: str) -> None:
        self.name = name


class _Flag(Marker):
    def __init__(self, name: str) -> None:
        self.name = name


CORE = _Flag("core")
"""Part of the safety core: asked first, enough for the emergency card."""
NEEDED = _Flag("needed")
"""Asked although a draft may lack it; a finished playbook of profile ``standard`` should have it."""
GENERATED = _Flag("generated")
"""Made by komma (ids, fingerprints), never asked."""
ITEM_CLASS = _Flag("item_class")
"""The field holds the confidentiality class of the whole item it stands in."""


NO_ITEMS: Any = Field(default_factory=list)
"""The default of a list. A plain ``[]`` would be copied deeply for each field left out: half the time of reading."""


class Section(BaseModel):
    """Base of everything in a playbook: strict types, no unknown keys, read-only."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, defer_build=True, validate_by_alias=True)


def _iso_date(value: object) -> object:
    """Turn ``2026-12-01`` into a date; 31 February and other writings are refused with their text."""
    if isinstance(value, date):
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise PydanticCustomError("date_impossible", "no such day", {"text": value}) from None
    raise PydanticCustomError("date_format", "not a date", {"text": str(value)})


@cache
def _hours_problem(text: str) -> str | None:
    from opening_hours import OpeningHours

    try:
        OpeningHours(text)
    except Exception as error:  # the library raises its own ParserError; its text is all we need
        return str(error)
    return None


GERMAN_DAYS = re.compile(r"\b(?:Di|Mi|Do|So|Mon|Die|Mit|Don|Fre|Sam|Son)\w*\b|(?i:\buhr\b|\bbis\b|\bund\b)")
"""Words that a German reader writes into opening hours and that the format does not know (Mo, Fr and Sa agree)."""


def _hours(value: str) -> str:
    if GERMAN_DAYS.search(value):
        raise PydanticCustomError("hours_german", "German words in opening hours", {"text": value})
    # only hours beyond the everyday ones need the library, which takes 50 ms to load
    if not hours.is_plain(value) and (problem := _hours_problem(value)) is not None:
        raise PydanticCustomError("hours_syntax", "not opening hours", {"text": value, "reason": problem})
    return value


DURATION = r"^P(?!$)(?:\d{1,3}Y)?(?:\d{1,3}M)?(?:\d{1,3}W)?(?:\d{1,3}D)?(?:T(?=\d)(?:\d{1,3}H)?(?:\d{1,3}M)?)?$"


def _duration(value: str) -> str:
    if not re.fullmatch(DURATION, value):
        raise PydanticCustomError("duration_format", "not a duration", {"text": value})
    return value


_ONE_LINE = r"^[^\s\p{Cc}](?:\P{Cc}*[^\s\p{Cc}])?$"
_MANY_LINES = r"^[^\s\p{Cc}](?:[\n\P{Cc}]*[^\s\p{Cc}])?\n?$"

Line = Annotated[str, Shape("line", str_schema(min_length=1, max_length=200, pattern=_ONE_LINE))]
"""One line of text, at most 200 characters, no blank at either end, no control characters."""
Prose = Annotated[str, Shape("prose", str_schema(min_length=1, max_length=6000, pattern=_MANY_LINES))]
"""Text of one or more paragraphs, at most 6,000 characters."""
Id = Annotated[str, Shape("id", str_schema(min_length=1, max_length=60, pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$"))]
"""Stable name of an item: lower-case letters, digits and single hyphens; never made from a person's name."""
IsoDate = Annotated[date, Shape("date", no_info_before_validator_function(_iso_date, date_schema()))]
"""A day, written 2026-12-01."""
Duration = Annotated[str, Shape("duration", no_info_after_validator_function(_duration, str_schema()))]
"""ISO 8601 duration such as PT15M, PT4H, P1D, P2W, P3M; kept as text."""
Hours = Annotated[
    str, Shape("hours", no_info_after_validator_function(_hours, str_schema(min_length=1, max_length=300)))
]
"""OpenStreetMap opening hours such as ``Mo-Th 08:00-16:00; Fr 08:00-12:00; PH off``, or ``24/7``."""
Language = Annotated[str, Shape("language", str_schema(pattern=r"^[a-z]{2,3}$"))]
"""ISO 639 code such as de, tr, ar."""
Count = Annotated[int, Field(ge=0, le=100_000_000)]

StateCode = Annotated[
    Literal["BW", "BY", "BE", "BB", "HB", "HH", "HE", "MV", "NI", "NW", "RP", "SL", "SN", "ST", "SH", "TH"],
    Vocabulary("state"),
]
Audience = Annotated[Literal["staff", "officials", "volunteers", "residents"], Vocabulary("audience")]
AUDIENCES: tuple[str, ...] = ("staff", "officials", "volunteers", "residents")
Track = Annotated[Literal["external", "internal"], Vocabulary("track")]
Police = Annotated[Literal["immediately", "with_consent", "no"], Vocabulary("police")]
ItemClass = Annotated[Confidentiality, Vocabulary("confidentiality"), ITEM_CLASS]

PersonRef = Annotated[Id, Ref(("people",))]
BodyRef = Annotated[Id, Ref(("bodies",))]
RoleRef = Annotated[Id, Ref(("roles",))]
ContactRef = Annotated[Id, Ref(("people", "roles", "bodies"))]
"""Whoever can be reached: a person, a role (its holder, then its deputies) or an outside body."""
OwnRef = Annotated[Id, Ref(("people", "roles"))]
"""Somebody inside the municipality."""
LevelRef = Annotated[Id, Ref(("escalation.levels",))]
ScenarioRef = Annotated[Id, Ref(("scenarios",))]


class Verified(Section):
    """Proof that somebody called and the entry was right."""

    on: IsoDate
    by: Line
    """The function of the person who checked, not the name."""


def item_key(item: Any) -> str | None:
    """Return the id of a list item of plain data, or None where items have none."""
    identifier = item.get("id") if isinstance(item, dict) else None
    return identifier if isinstance(identifier, str) else None
