"""The bundle: what one municipality tells the network, and nothing else; a file ``*.komma-share.json``.

The format is an allow-list with its own version and its own JSON Schema. It has no field for a person, a number of a
person, a value that a check found wrong, or a free text that nobody has released.
"""

from __future__ import annotations

import hashlib
import json
import re
from itertools import groupby
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from komma_cli.errors import ReadError
from komma_cli.model.channels import Channel, Email
from komma_cli.model.fields import Hours, Id, IsoDate, Line, Prose, StateCode
from komma_cli.model.municipality import Ags
from komma_cli.model.network import NetworkRole, NetworkTopic
from komma_cli.model.patterns import make_portable
from komma_cli.model.playbook import Profile
from komma_cli.model.review import RuleId
from komma_cli.model.strategy import Licence, MeasureKind, MeasureStatus, Pillar
from komma_cli.slugs import slug

VERSION: Final = 1
SUFFIX: Final = ".komma-share.json"
MOST_BYTES: Final = 1_000_000
"""A bundle with everything that komma knows has 30 KB; what is larger is none."""
_RULES: Final = re.compile(r'\[\s*((?:"K\d{3}"[,\s]*)+)\]')
_SHORT: Final = 6
_LIKELY_VERSIONS: Final = 1000
SizeClass = Literal["under_5000", "under_20000", "under_100000", "from_100000", "unknown"]
PlaceKind = Literal["municipality", "town", "city", "district", "borough", "joint_administration"]
Version = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z.+-]{1,40}$")]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,300}$")]
"""What ``Bundle.key`` returns; it is printed in commands for people to copy, so it holds nothing a shell reads."""
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class _Part(BaseModel):
    """Base of everything in a bundle: strict types, no unknown keys, read-only."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Place(_Part):
    """The municipality: public master data, and the number of inhabitants as a class only."""

    name: Line
    kind: PlaceKind
    state: StateCode
    ags: Ags | None = None
    size_class: SizeClass = "unknown"


class Rules(_Part):
    """The state of every rule of the profile; no rule stands in two lists."""

    met: tuple[RuleId, ...] = ()
    open: tuple[RuleId, ...] = ()
    """At least one error or warning; hints alone open no rule."""
    accepted: tuple[RuleId, ...] = ()
    """All its findings are accepted on purpose, until a day."""
    unchecked: tuple[RuleId, ...] = ()
    """Nothing could be said: a section is missing or broken."""

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        """Refuse a rule with two states. Raises the custom error ``rule_twice``."""
        every = (*self.met, *self.open, *self.accepted, *self.unchecked)
        if len(every) != len(set(every)):
            twice = next(rule for rule in every if every.count(rule) > 1)
            raise PydanticCustomError("rule_twice", "a rule with two states", {"rule": twice})
        return self


class Reach(_Part):
    """How far the promise of an answer holds, as sums over the whole plan."""

    first_day: IsoDate
    promises: Annotated[int, Field(ge=0, le=100_000)]
    kept: Annotated[int, Field(ge=0, le=100_000)]
    """So many of the promises hold at every minute of the year."""
    share: Annotated[float, Field(ge=0, le=1)]
    """Share of the minutes of the year at which all promises hold, with two digits."""


class Reviewed(_Part):
    """Who of the advisory board looked at a practice, as an organisation."""

    organisation: Line
    on: IsoDate


class TakenFrom(_Part):
    """Where a practice was adopted."""

    municipality: Line
    practice: Id
    digest: Digest


class SharedPractice(_Part):
    """One measure that the municipality has released, in words it has seen in full before."""

    id: Id
    title: Line
    description: Prose | None = None
    why: Prose
    cost: Line | None = None
    conditions: Prose | None = None
    result: Prose | None = None
    licence: Licence
    source: Line | None = None
    pillar: Pillar | None = None
    field: Id | None = None
    """Id of its field of action."""
    kind: MeasureKind | None = None
    status: MeasureStatus
    answers: tuple[RuleId, ...] = ()
    """The rules whose findings it mends."""
    released_on: IsoDate
    reviewed_by: Reviewed | None = None
    origin: TakenFrom | None = None


class Wish(_Part):
    """Something offered or looked for."""

    id: Id
    topic: NetworkTopic
    text: Line


class Ask(_Part):
    """The function mailbox over which the municipality may be asked, and about what (empty: about everything)."""

    mailbox: Email
    topics: tuple[NetworkTopic, ...] = ()


class Way(_Part):
    """A public number or address of an institution."""

    kind: Literal["phone", "email", "web", "post"]
    value: Line

    @model_validator(mode="after")
    def _value_fits_kind(self) -> Self:
        """Refuse what no playbook takes for such a way either. Raises as ``Channel``."""
        Channel.model_validate({"kind": self.kind, "value": self.value})
        return self


class ConfirmedBody(_Part):
    """What the municipality has found to be right of an entry of komma's directory: institutions only."""

    entry: Id
    ways: tuple[Way, ...] = ()
    hours: Hours | None = None
    confirmed_on: IsoDate


class Bundle(_Part):
    """What one municipality tells the network on one day."""

    komma_share: Literal[1]
    komma: Version
    """Version of the program that wrote it."""
    date: IsoDate
    municipality: Place
    role: NetworkRole | None = None
    profile: Profile
    rules: Rules
    reach: Reach | None = None
    practices: Annotated[tuple[SharedPractice, ...], Field(max_length=200)] = ()
    offers: Annotated[tuple[Wish, ...], Field(max_length=100)] = ()
    seeks: Annotated[tuple[Wish, ...], Field(max_length=100)] = ()
    ask: Ask | None = None
    bodies: Annotated[tuple[ConfirmedBody, ...], Field(max_length=200)] = ()

    @property
    def key(self) -> str:
        """Return what the municipality is known by: its official key, else name, Land and kind in safe letters."""
        place = self.municipality
        return place.ags or f"{slug(place.name)[:200]}-{place.state.lower()}-{place.kind.replace('_', '-')}"


class Released(_Part):
    """The parts of a bundle that are words: what an index keeps of them."""

    practices: tuple[SharedPractice, ...] = ()
    offers: tuple[Wish, ...] = ()
    seeks: tuple[Wish, ...] = ()
    bodies: tuple[ConfirmedBody, ...] = ()


NOTHING_RELEASED: Final = Released()


def to_bytes(bundle: Bundle) -> bytes:
    """Return the bundle as people can read it; what is empty is left out. Equal bundles, equal bytes."""
    record = bundle.model_dump(mode="json", exclude_none=True)
    kept = {name: value for name, value in record.items() if value not in ([], {})}
    written = json.dumps(kept, ensure_ascii=False, indent=2)
    return (_RULES.sub(_in_rows, written) + "\n").encode("utf-8")


def _in_rows(found: re.Match[str]) -> str:
    """Return a list of rules with the rules of one family in a row, a short one in the line of its name."""
    rules = re.findall(r"K\d{3}", found[1])
    if len(rules) <= _SHORT:
        return json.dumps(rules)
    rows = [", ".join(f'"{rule}"' for rule in family) for _, family in groupby(rules, key=lambda rule: rule[:2])]
    return "[" + ",".join(f"\n      {row}" for row in rows) + "\n    ]"


def read_bundle(data: bytes, name: str) -> Bundle:
    """Return the bundle that a file holds; ``name`` is only for the words of an error.

    Raises ``ReadError`` ``network.too_large``, ``not_a_bundle``, ``future_bundle``, ``extra_key`` or ``wrong_value``.
    """
    if len(data) > MOST_BYTES:
        raise ReadError("network.too_large", file=name, size=len(data) // 1000)
    try:
        return Bundle.model_validate_json(data)
    except ValidationError as error:
        raise _told(error, data, name) from None


def _told(error: ValidationError, data: bytes, name: str) -> ReadError:
    """Return what is wrong with a file that is no bundle, the most telling thing first."""
    try:
        record = json.loads(data)
    except (ValueError, RecursionError):
        record = None
    if not isinstance(record, dict) or "komma_share" not in record:
        return ReadError("network.not_a_bundle", file=name)
    version = record["komma_share"]
    if isinstance(version, int) and not isinstance(version, bool) and VERSION < version < _LIKELY_VERSIONS:
        return ReadError("network.future_bundle", file=name, version=version)
    first = error.errors(include_url=False)[0]
    if not first["loc"]:  # JSON for a lenient reader only: another encoding, half a sign
        return ReadError("network.not_a_bundle", file=name)
    path = ".".join(str(part) for part in first["loc"])[:200]
    key = "network.extra_key" if first["type"] == "extra_forbidden" else "network.wrong_value"
    return ReadError(key, file=name, path=path)


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the format."""
    schema = Bundle.model_json_schema()
    make_portable(schema)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def digest(practice: SharedPractice) -> str:
    """Return what tells whether a practice has changed since somebody took it over: SHA-256 of all its words."""
    record = practice.model_dump(mode="json", exclude={"reviewed_by", "origin", "status", "released_on"})
    return hashlib.sha256(json.dumps(record, ensure_ascii=False, sort_keys=True).encode("utf-8")).hexdigest()
