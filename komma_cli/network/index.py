"""The index of a network: one SQLite file with an entry for each municipality and day.

Parts made on several machines are put together by adding their rows; which entries contradict each other is asked of
the whole. The index holds the state of the rules of single municipalities and belongs to whoever co-ordinates the
network; everybody else gets what ``Index.network`` returns.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import islice
from pathlib import Path
from types import GenericAlias
from typing import Annotated, Any, Final, get_args

from pydantic import ConfigDict, Field, Json, StringConstraints, TypeAdapter

from komma_cli import __version__
from komma_cli.errors import KommaError, ReadError, WriteError
from komma_cli.model.channels import Email
from komma_cli.model.fields import IsoDate, Line, StateCode
from komma_cli.model.municipality import Ags
from komma_cli.model.network import NetworkRole, NetworkTopic
from komma_cli.model.playbook import Profile
from komma_cli.network.bundle import Digest, Key, PlaceKind, SizeClass
from komma_cli.network.collecting import LETTERS, Collected, Entry, Told, rule_order
from komma_cli.texts import error_words

FORMAT: Final = "komma-network/1"
_COLUMNS: Final = Entry._fields
_REACH: Final = _COLUMNS.index("reach")
MOST_PARTS: Final = 999_999
_MOST_MISSING: Final = 20
"""So many missing parts are named."""
_PART: Final = re.compile(r"(?:[1-9][0-9]{0,5}/[1-9][0-9]{0,5})?")
_TABLES: Final = """
CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE entry(
  key TEXT NOT NULL, day TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, state TEXT NOT NULL, ags TEXT,
  size_class TEXT NOT NULL, role TEXT, profile TEXT NOT NULL, states TEXT NOT NULL, reach TEXT, mailbox TEXT,
  topics TEXT NOT NULL, released TEXT NOT NULL, origin TEXT NOT NULL, turn INTEGER NOT NULL, sha TEXT NOT NULL,
  PRIMARY KEY(key, day, turn, sha)) WITHOUT ROWID;
CREATE TABLE told(origin TEXT NOT NULL, key TEXT NOT NULL, words TEXT NOT NULL, UNIQUE(origin, key, words));
CREATE VIEW final AS SELECT * FROM entry AS e
  WHERE turn = (SELECT max(turn) FROM entry AS o WHERE o.key = e.key AND o.day = e.day);
CREATE VIEW twice AS SELECT key, day, name, group_concat(origin, ' | ') AS origins
  FROM final GROUP BY key, day HAVING count(*) > 1;
CREATE VIEW clear AS SELECT * FROM final AS e
  WHERE NOT EXISTS (SELECT 1 FROM twice AS t WHERE t.key = e.key AND t.day = e.day);
"""
"""``final``: of entries of one repository for one day the latest commit. ``twice``: different ones for one day, of
which nobody can tell which holds; neither counts. ``clear``: what counts."""


@dataclass(frozen=True)
class Built:
    """What became of a build or a merge."""

    entries: int
    municipalities: int
    told: tuple[Told, ...]


def write_index(
    path: Path, collected: Iterable[Collected], today: date, *, part: str = "", demo: bool = False
) -> Built:
    """Write an index in the place of ``path``; ``part`` (``2/4``) says which one it is of those of several machines.

    Raises ``WriteError`` ``network.not_written``.
    """
    told: list[Told] = []
    with closing(_fresh(path, today, part=part, demo="1" if demo else "")) as connection, _telling(path):
        connection.executemany(_INSERT, _rows(collected, told))
        connection.executemany(_TELL, map(_kept, told))
        connection.commit()
        return _built(connection, path)


def merge(path: Path, parts: Sequence[Path], today: date) -> Built:
    """Write an index of all entries of several parts.

    Raises ``ReadError`` for a part that is none, ``network.parts_missing`` if not all of a build are there, and
    ``WriteError``.
    """
    seen = set()
    with closing(_fresh(path, today)) as connection, _telling(path):
        for part in parts:
            with open_index(part) as index:
                seen.add(index.part)
                connection.executemany(_INSERT, index.rows())
                connection.executemany(_TELL, map(_kept, index.told()))
        if missing := _missing(seen - {""}):
            raise ReadError("network.parts_missing", missing=", ".join(missing))
        connection.commit()
        return _built(connection, path)


def _missing(seen: set[str]) -> list[str]:
    """Return the first parts that are not there, of every number of parts that is named."""
    counts = sorted({int(part.partition("/")[2]) for part in seen})
    wanted = (f"{number}/{count}" for count in counts for number in range(1, count + 1))
    return list(islice((part for part in wanted if part not in seen), _MOST_MISSING))


def forget(path: Path) -> None:
    """Remove an index with all that SQLite keeps beside one, which would spoil the next one of that name."""
    path.unlink(missing_ok=True)
    clear_beside(path)


def clear_beside(path: Path) -> None:
    """Remove what SQLite keeps beside an index; of one that nobody writes it is a leftover."""
    for ending in ("-journal", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def remember(path: Path, name: str, value: str) -> None:
    """Keep something in an index that was worked out of it. Raises ``WriteError`` ``network.not_written``."""
    with _telling(path), closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT OR REPLACE INTO meta VALUES(?, ?)", (name, value))
        connection.commit()


class Index:
    """An index that is only read."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self.meta: dict[str, str] = dict(connection.execute("SELECT name, value FROM meta"))

    @property
    def part(self) -> str:
        """Return which part it is of those of several machines (``2/4``); empty: it is a whole one."""
        return self.meta.get("part", "")

    def __enter__(self) -> Index:
        """Return the index itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self._connection.close()

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Yield every entry as the table keeps it, also those that do not count. Raises as ``legible``."""
        yield from self._checked(f"SELECT {_NAMED} FROM entry")

    def entries(self) -> Iterator[Entry]:
        """Yield the entries that count, those of one municipality together, the oldest first. Raises as ``legible``."""
        for row in self._checked(f"SELECT {_NAMED} FROM clear ORDER BY key, day"):
            yield _entry(row)

    def told(self) -> Iterator[Told]:
        """Yield what had to be told of single files when the index was made. Raises as ``legible``."""
        with self.legible():
            for origin, key, words in self._connection.execute(
                "SELECT origin, key, words FROM told ORDER BY origin, key, words"
            ):
                values = json.loads(words)
                error_words(key, "de", **values)
                yield Told(origin, key, tuple(values.items()))

    @contextmanager
    def legible(self) -> Iterator[None]:
        """Tell as ``ReadError`` ``network.not_an_index`` that something kept here cannot be what komma wrote."""
        try:
            yield
        except (sqlite3.Error, ValueError, TypeError, KeyError, KommaError) as error:
            raise ReadError("network.not_an_index", file=self._path) from error

    def _checked(self, question: str) -> Iterator[tuple[Any, ...]]:
        check = _row().validate_python
        with self.legible():
            for row in self._connection.execute(question):
                check(row)
                yield row


def open_index(path: Path) -> Index:
    """Open an index. Raises ``ReadError`` ``network.no_index``, ``not_an_index``, ``future_index``, ``other_rules``."""
    if not path.is_file():
        raise ReadError("network.no_index", file=path)
    connection = None
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        return _known(connection, path)
    except BaseException as error:
        if connection is not None:
            connection.close()
        if isinstance(error, sqlite3.Error | TypeError | ValueError):
            raise ReadError("network.not_an_index", file=path) from error
        raise


def _known(connection: sqlite3.Connection, path: Path) -> Index:
    """Return the index of a connection if it is one of this komma: nothing but its own tables and views is asked."""
    own, found = _schema(), set(connection.execute(_SCHEMA))
    if not {each for each in own if each[1] == "meta"} <= found:
        raise ReadError("network.not_an_index", file=path)
    index = Index(connection, path)
    made = index.meta.get("format", "")
    if made.startswith("komma-network/") and made != FORMAT:
        raise ReadError("network.future_index", file=path, version=made)
    if made != FORMAT or found != own or not _PART.fullmatch(index.part):
        raise ReadError("network.not_an_index", file=path)
    if index.meta.get("rules", "").split() != list(rule_order()):
        raise ReadError("network.other_rules", file=path, version=index.meta.get("komma", ""))
    date.fromisoformat(index.meta.get("made_on", ""))
    return index


_SCHEMA: Final = "SELECT type, name, sql FROM sqlite_master"


@cache
def _schema() -> set[tuple[str, str, str | None]]:
    """Return type, name and words of everything that an index is made of."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(_TABLES)
        return set(connection.execute(_SCHEMA))


@cache
def _row() -> TypeAdapter[Any]:
    """Return what checks an entry as the table keeps it; what was released is checked where it is read."""
    topic = "|".join(get_args(get_args(NetworkTopic)[0]))
    kinds: dict[str, Any] = {
        "key": Key,
        "day": IsoDate,
        "name": Line,
        "kind": PlaceKind,
        "state": StateCode,
        "ags": Ags | None,
        "size_class": SizeClass,
        "role": NetworkRole | None,
        "profile": Profile,
        "states": Annotated[str, _written(f"[{''.join(LETTERS.values())}-]{{{len(rule_order())}}}")],
        "reach": Json[Annotated[list[float], Field(min_length=3, max_length=3)]] | None,
        "mailbox": Email | None,
        "topics": Annotated[str, _written(f"(?:(?:{topic})(?:,(?:{topic}))*)?")],
        "released": str,
        "origin": str,
        "order": int,
        "sha": Digest,
    }
    form: Any = GenericAlias(tuple, tuple(kinds[name] for name in _COLUMNS))
    return TypeAdapter(form, config=ConfigDict(strict=True))


def _written(pattern: str) -> StringConstraints:
    return StringConstraints(pattern=f"^{pattern}$")


_NAMED: Final = ", ".join(name if name != "order" else "turn" for name in _COLUMNS)
_INSERT: Final = f"INSERT OR IGNORE INTO entry({_NAMED}) VALUES({', '.join('?' * len(_COLUMNS))})"


_TELL: Final = "INSERT OR IGNORE INTO told VALUES(?, ?, ?)"
"""What is wrong with a whole folder every machine tells."""


def _fresh(path: Path, today: date, **more: str) -> sqlite3.Connection:
    """Return an empty index at ``path``, where nothing stands any more."""
    meta = {
        "format": FORMAT,
        "komma": __version__,
        "made_on": today.isoformat(),
        "rules": " ".join(rule_order()),
        **more,
    }
    with _telling(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        forget(path)
        connection = sqlite3.connect(path)
        connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _TABLES)
        connection.executemany("INSERT INTO meta VALUES(?, ?)", meta.items())
    return connection


class _telling:
    """Makes a full disk or a folder that cannot be written a sentence, and leaves no half index behind."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        if isinstance(error, sqlite3.Error | OSError):
            with suppress(OSError):
                forget(self._path)
            raise WriteError("network.not_written", file=self._path, reason=str(error)) from error


def _rows(collected: Iterable[Collected], told: list[Told]) -> Iterator[tuple[Any, ...]]:
    for each in collected:
        told.extend(each.told)
        if each.entry is not None:
            entry = each.entry
            reach = json.dumps(entry.reach) if entry.reach else None
            given = entry._asdict() | {"reach": reach, "origin": _writable(entry.origin)}
            yield tuple(given.values())


def _entry(row: tuple[Any, ...]) -> Entry:
    reach = row[_REACH]
    entry = Entry._make(row)
    return entry._replace(reach=tuple(json.loads(reach))) if reach else entry


def _kept(told: Told) -> tuple[str, str, str]:
    words = json.dumps(dict(told.values), ensure_ascii=False, default=str)
    return _writable(told.origin), told.key, _writable(words)


def _writable(words: str) -> str:
    """Return words without halves of signs: names of files may be no text at all."""
    return words.encode("utf-8", "replace").decode("utf-8")


def _built(connection: sqlite3.Connection, path: Path) -> Built:
    entries, municipalities = connection.execute("SELECT count(*), count(DISTINCT key) FROM clear").fetchone()
    told = list(Index(connection, path).told())
    for key, day, name, origins in connection.execute("SELECT key, day, name, origins FROM twice ORDER BY key, day"):
        words = (("name", name), ("key", key), ("day", day), ("origins", origins.replace(" | ", ", ")))
        told.append(Told(origins, "network.same_day", words))
    return Built(entries, municipalities, tuple(told))
