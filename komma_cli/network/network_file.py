"""The file ``network.json``: a network as it may be passed on to every municipality; only what they may all know.

The index beside it stays with the office that co-ordinates the network: it holds the rules of each municipality.
"""

from __future__ import annotations

import json
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from komma_cli.check.rules import all_rules
from komma_cli.errors import ReadError
from komma_cli.model.channels import Email
from komma_cli.model.fields import IsoDate, Line, StateCode
from komma_cli.model.municipality import Ags
from komma_cli.model.network import NetworkRole, NetworkTopic
from komma_cli.model.patterns import make_portable
from komma_cli.model.review import RuleId
from komma_cli.network.anonymity import Cell
from komma_cli.network.bundle import Key, PlaceKind, SharedPractice, SizeClass, Version, Wish
from komma_cli.network.overview import Overview, Point, Row, RuleCount, Table
from komma_cli.network.topics import topics
from komma_cli.network.view import Member, Network

NAME: Final = "network.json"
FORMAT: Final = "komma-network/1"
FAMILY: Final = "komma-network/"
OVERVIEW_FORMAT: Final = "komma-network-overview/1"
MOST_BYTES: Final = 500_000_000
"""Every municipality of Germany with ten released measures has 100 MB; what is far larger is no such file."""

Count = Annotated[int, Field(ge=0, le=1_000_000)]
Many = Annotated[int, Field(ge=1, le=1_000_000)]


class Record(BaseModel):
    """Base of everything in the file: strict types, no unknown keys, read-only."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class MemberRecord(Record):
    """A municipality with what it released."""

    key: Key
    name: Line
    kind: PlaceKind
    state: StateCode
    ags: Ags | None = None
    size_class: SizeClass
    role: NetworkRole | None = None
    date: IsoDate
    practices: Annotated[tuple[SharedPractice, ...], Field(max_length=200)] = ()
    offers: Annotated[tuple[Wish, ...], Field(max_length=100)] = ()
    seeks: Annotated[tuple[Wish, ...], Field(max_length=100)] = ()
    mailbox: Email | None = None
    topics: tuple[NetworkTopic, ...] = ()
    solved: tuple[RuleId, ...] = ()


class CellRecord(Record):
    """So many of so many municipalities have something open."""

    open: Count
    count: Many

    @model_validator(mode="after")
    def _not_more_than_all(self) -> Self:
        """Refuse a part that is larger than the whole. Raises the custom error ``more_than_all``."""
        if self.open > self.count:
            raise PydanticCustomError("more_than_all", "more than there are")
        return self


_Cells = dict[NetworkTopic, CellRecord | None]
_VALUES: Final[dict[str, Any]] = {
    "state": StateCode,
    "kind": PlaceKind,
    "size_class": SizeClass,
    "role": NetworkRole | Literal["none"],
}


class RowRecord(Record):
    """The figures of one value of a dimension; null: all who are not broken down."""

    value: Line | None
    cells: _Cells


class TableRecord(Record):
    """The figures of one dimension."""

    dimension: Literal["state", "kind", "size_class", "role"]
    rows: tuple[RowRecord, ...]

    @model_validator(mode="after")
    def _known_values(self) -> Self:
        """Refuse a value that its dimension does not have. Raises ``ValidationError``."""
        check = TypeAdapter(_VALUES[self.dimension]).validate_python
        for row in self.rows:
            if row.value is not None:
                check(row.value)
        return self


class RuleRecord(CellRecord):
    """A rule that is open in so many of the municipalities in which it was checked."""

    rule: RuleId


class PointRecord(Record):
    """The totals of one day."""

    date: IsoDate
    cells: _Cells


class OverviewRecord(Record):
    """The figures of the whole network; null: nothing may be told."""

    format: Literal["komma-network-overview/1"]
    as_of: IsoDate
    municipalities: Count
    k: Annotated[int, Field(ge=2, le=1000)]
    totals: _Cells
    tables: tuple[TableRecord, ...]
    rules: tuple[RuleRecord, ...]
    trends: tuple[PointRecord, ...]


class NetworkRecord(Record):
    """A network that may be passed on."""

    format: Literal["komma-network/1"]
    komma: Version
    made_on: IsoDate
    demo: bool
    members: tuple[MemberRecord, ...]
    overview: OverviewRecord


def to_bytes(network: Network) -> bytes:
    """Return the network as a file, for programs and for municipalities that look for experience in it."""
    record = {
        "format": FORMAT,
        "komma": network.komma,
        "made_on": network.made_on.isoformat(),
        "demo": network.demo,
        "members": [_member_record(one) for one in network.members],
        "overview": overview_record(network.overview),
    }
    return (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def overview_record(found: Overview) -> dict[str, Any]:
    """Return the figures for programs; a figure that is not told is null."""
    return {
        "format": OVERVIEW_FORMAT,
        "as_of": found.as_of.isoformat(),
        "municipalities": found.size,
        "k": found.k,
        "totals": _cells_record(found.totals),
        "tables": [
            {
                "dimension": table.dimension,
                "rows": [{"value": row.value, "cells": _cells_record(row.cells)} for row in table.rows],
            }
            for table in found.tables
        ],
        "rules": [{"rule": one.rule, "open": one.open, "count": one.count} for one in found.rules],
        "trends": [{"date": point.date.isoformat(), "cells": _cells_record(point.cells)} for point in found.trends],
    }


def read_network_file(data: bytes, name: str) -> Network:
    """Return the network that a file holds; ``name`` is only for the words of an error.

    Raises ``ReadError`` ``network.future_file`` for a later format, ``network.not_a_network_file`` for anything else.
    """
    if len(data) > MOST_BYTES:
        raise ReadError("network.not_a_network_file", file=name)
    try:
        record = NetworkRecord.model_validate_json(data)
    except ValidationError:
        raise _told(data, name) from None
    return Network(
        members=tuple(map(_member, record.members)),
        overview=_overview(record.overview),
        komma=record.komma,
        made_on=record.made_on,
        demo=record.demo,
    )


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the file."""
    schema = NetworkRecord.model_json_schema()
    make_portable(schema)
    about = "A network as it may be passed on to every municipality; a figure that is not told is null."
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": FORMAT, "description": about}


def _told(data: bytes, name: str) -> ReadError:
    """Return what is wrong with a file that cannot be read."""
    try:
        found = json.loads(data)
        written = found.get("format") if isinstance(found, dict) else None
    except (ValueError, RecursionError):
        written = None
    if isinstance(written, str) and written.startswith(FAMILY) and written != FORMAT:
        return ReadError("network.future_file", file=name)
    return ReadError("network.not_a_network_file", file=name)


def _cells_record(cells: Any) -> dict[str, dict[str, int] | None]:
    return {topic: None if cell is None else {"open": cell.open, "count": cell.count} for topic, cell in cells.items()}


def _member_record(one: Member) -> dict[str, Any]:
    """Return a municipality with what it released; what is empty is left out."""
    record = {
        "key": one.key,
        "name": one.name,
        "kind": one.kind,
        "state": one.state,
        "ags": one.ags,
        "size_class": one.size_class,
        "role": one.role,
        "date": one.date.isoformat(),
        "practices": [each.model_dump(mode="json", exclude_none=True) for each in one.practices],
        "offers": [each.model_dump(mode="json") for each in one.offers],
        "seeks": [each.model_dump(mode="json") for each in one.seeks],
        "mailbox": one.mailbox,
        "topics": list(one.topics),
        "solved": sorted(one.solved),
    }
    return {name: value for name, value in record.items() if value not in (None, [])}


def _member(one: MemberRecord) -> Member:
    return Member(
        key=one.key,
        name=one.name,
        kind=one.kind,
        state=one.state,
        ags=one.ags,
        size_class=one.size_class,
        role=one.role,
        date=one.date,
        practices=one.practices,
        offers=one.offers,
        seeks=one.seeks,
        mailbox=one.mailbox,
        topics=one.topics,
        solved=frozenset(one.solved),
    )


def _overview(found: OverviewRecord) -> Overview:
    return Overview(
        as_of=found.as_of,
        size=found.municipalities,
        k=found.k,
        totals=_cells(found.totals),
        tables=tuple(
            Table(each.dimension, tuple(Row(row.value, _cells(row.cells)) for row in each.rows))
            for each in found.tables
        ),
        rules=tuple(RuleCount(one.rule, one.open, one.count) for one in found.rules if one.rule in all_rules()),
        trends=tuple(Point(point.date, _cells(point.cells)) for point in found.trends),
    )


def _cells(cells: _Cells) -> dict[str, Cell | None]:
    """Return a cell for every topic; of one that is not in the file nothing is told."""
    found = ((topic, cells.get(topic)) for topic in topics())  # type: ignore[call-overload]  # the topics of the data
    return {topic: None if cell is None else Cell(cell.open, cell.count) for topic, cell in found}
