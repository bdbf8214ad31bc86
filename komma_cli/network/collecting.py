"""From folders and git repositories to the entries of a network; what is broken is told and stops nothing."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from komma_cli.errors import DataError, KommaError, ReadError, UsageError
from komma_cli.network import git
from komma_cli.network.bundle import MOST_BYTES, Bundle, read_bundle
from komma_cli.network.bundle import SUFFIX as BUNDLE
from komma_cli.spreading import spread, workers_for
from komma_cli.texts import facts

PLAYBOOK: Final = ".komma.yaml"
LETTERS: Final = {"met": "m", "open": "o", "accepted": "a", "unchecked": "u"}
"""How the state of a rule is kept; ``-`` stands for a rule that the profile does not ask for."""
_MOST_NAMED: Final = 3
"""So many findings of a broken playbook are named."""
_WORTH_PROCESSES: Final = 24


@dataclass(frozen=True)
class Told:
    """Something about one file that people have to know: the name of an error and the values of its words."""

    origin: str
    key: str
    values: tuple[tuple[str, Any], ...] = ()


class Entry(NamedTuple):
    """One municipality on one day, as the index keeps it."""

    key: str
    day: str
    """ISO date."""
    name: str
    kind: str
    state: str
    ags: str | None
    size_class: str
    role: str | None
    profile: str
    states: str
    """One letter for each rule, in the order of ``rule_order``."""
    reach: tuple[int, int, float] | None
    """Promises, those that always hold, share of the year."""
    mailbox: str | None
    topics: str
    """What it may be asked about, with commas between."""
    released: str
    """JSON of practices, offers, needs and confirmed bodies; empty: none."""
    origin: str
    order: int
    """Of entries of one repository for the same day the one with the highest number counts."""
    sha: str
    """Of everything but the origin: equal ones say the same."""


@dataclass(frozen=True)
class Collected:
    """What came of one file: an entry, or what was wrong."""

    entry: Entry | None = None
    told: tuple[Told, ...] = ()


@dataclass(frozen=True)
class Piece:
    """One file to be read: in a folder, or already read from a repository."""

    origin: str
    name: str
    """Below the place it was found in."""
    path: str | None
    data: bytes | None
    day: date
    order: int = 0


_EARLIER: Final = timedelta(days=1)
"""So much earlier the day may be where a network is built than where a bundle was written; later ones would always win.
"""


@cache
def rule_order() -> tuple[str, ...]:
    """Return the ids of all rules in the order in which an entry keeps their states."""
    from komma_cli.check.rules import all_rules

    return tuple(all_rules())


def collect(
    places: Sequence[str], today: date, *, part: Callable[[list[Piece]], list[Piece]] = list, jobs: int = 0
) -> Iterator[Collected]:
    """Yield what comes of every bundle and playbook in folders and repositories, in the order of their names.

    ``today`` is the day of playbooks in folders; in a repository the day of the commit counts. ``part`` chooses those
    of one machine. Raises ``UsageError`` ``network.nothing`` where there is nothing at all, ``diff.no_git``.
    """
    pieces: list[Piece] = []
    told: list[Told] = []
    for place in places:
        try:
            for found in _pieces(place, today):
                (pieces if isinstance(found, Piece) else told).append(found)  # type: ignore[arg-type]
        except ReadError as error:
            told.append(Told(place, error.key, tuple(error.values.items())))
    if not pieces and not told:
        raise UsageError("network.nothing", places=", ".join(places))
    yield Collected(told=tuple(told))
    chosen = part(pieces)
    workers = workers_for(len(chosen), jobs)
    heavy = any(piece.name.endswith(PLAYBOOK) for piece in chosen)
    if workers > 1 and len(chosen) >= _WORTH_PROCESSES * (1 if heavy else 20):
        made = spread(chosen, entry_of, _lost, workers)
    else:
        made = map(entry_of, chosen)
    latest = (today + _EARLIER).isoformat()
    for one in made:
        yield one if one.entry is None or one.entry.day <= latest else _still_to_come(one.entry)


def entry_of(piece: Piece) -> Collected:
    """Return what comes of one file; only a damaged komma raises (``DataError``)."""
    try:
        if piece.name.endswith(PLAYBOOK):
            return _of_playbook(piece)
        return _of_bundle(read_bundle(_content(piece), piece.name), piece)
    except DataError:
        raise
    except KommaError as error:
        return Collected(told=(Told(piece.origin, error.key, tuple(error.values.items())),))
    except Exception as error:  # a fault of komma in one file hides none of the others
        return _only(piece, "cli.check_broke", reason=_where(error))


def _where(error: Exception) -> str:
    """Return what broke and where in komma; the words of the error could quote the plan."""
    walked = error.__traceback__
    while walked is not None and walked.tb_next is not None:
        walked = walked.tb_next
    place = f" ({Path(walked.tb_frame.f_code.co_filename).name}:{walked.tb_lineno})" if walked else ""
    return type(error).__name__ + place


def _still_to_come(entry: Entry) -> Collected:
    words = (("file", entry.origin), ("day", date.fromisoformat(entry.day)))
    return Collected(told=(Told(entry.origin, "network.future_date", words),))


def _lost(piece: Piece) -> Collected:
    return _only(piece, "cli.check_broke", reason="process ended")


def _only(piece: Piece, key: str, **values: Any) -> Collected:
    return Collected(told=(Told(piece.origin, key, (("file", piece.origin), *values.items())),))


def _pieces(place: str, today: date) -> Iterator[Piece | Told]:
    """Yield the files of a place, and what of it is left out.

    Raises ``ReadError`` for what cannot be read or leads to the net.
    """
    folder = Path(place)
    if "://" in place or place.startswith("git@"):
        raise ReadError("network.address", address=place)
    if folder.is_file():
        yield Piece(place, folder.name, place, None, today)
    elif not folder.is_dir():
        raise ReadError("network.no_place", place=place)
    elif git.is_repository(folder):
        yield from _of_repository(folder)
    else:
        yield from _of_folder(folder, today)


def _of_folder(folder: Path, today: date) -> Iterator[Piece | Told]:
    inside = folder.resolve()
    closed: list[OSError] = []
    found: list[Path] = []
    for top, folders, names in os.walk(folder, onerror=closed.append):
        folders[:] = [name for name in folders if name != ".git"]  # what git keeps there are no files of anybody
        found += (Path(top, name) for name in names if name.endswith((PLAYBOOK, BUNDLE)))
    for error in closed:
        yield _unreadable(str(error.filename), error)
    for path in sorted(found):
        try:
            if not path.is_file():
                continue
            leads_out = not path.resolve().is_relative_to(inside)
        except OSError as error:
            yield _unreadable(str(path), error)
            continue
        if leads_out:
            yield Told(str(path), "network.leads_out", (("file", str(path)),))
        else:
            yield Piece(str(path), str(path.relative_to(folder)), str(path), None, today)


def _unreadable(path: str, error: OSError) -> Told:
    return Told(path, "store.unreadable", (("file", path), ("reason", error.strerror or str(error))))


def _of_repository(folder: Path) -> Iterator[Piece | Told]:
    """Yield each content once, as of the last commit that has it; a playbook also says something new on each day."""
    latest: dict[tuple[str, str, date | None], git.Blob] = {}
    for blob in git.blobs(folder, (PLAYBOOK, BUNDLE)):
        latest[blob.path, blob.oid, blob.committed if blob.path.endswith(PLAYBOOK) else None] = blob
    reader = git.Reader(folder)
    try:
        for blob in latest.values():
            origin = f"{folder} ({blob.ref}): {blob.path}"
            yield _too_large(blob, origin) or Piece(
                origin, blob.path, None, reader.read(blob), blob.committed, blob.order
            )
    finally:
        reader.close()


def _too_large(blob: git.Blob, origin: str) -> Told | None:
    """Return what is told of a file that is not even read, because no playbook and no bundle has that size."""
    from komma_cli.store import MAX_BYTES

    if blob.path.endswith(PLAYBOOK) and blob.size > MAX_BYTES:
        return Told(origin, "network.broken_playbook_one", (("file", origin), ("named", "K016 (1)")))
    if blob.path.endswith(BUNDLE) and blob.size > MOST_BYTES:
        return Told(origin, "network.too_large", (("file", origin), ("size", blob.size // 1000)))
    return None


def _content(piece: Piece) -> bytes:
    if piece.data is not None:
        return piece.data
    assert piece.path is not None
    try:
        with Path(piece.path).open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise ReadError("store.unreadable", file=piece.path, reason=error.strerror or str(error)) from error


def _of_playbook(piece: Piece) -> Collected:
    """Turn a playbook into a bundle first: nothing else of it is kept."""
    from komma_cli.check.engine import check_form, check_sound
    from komma_cli.model.problems import validate
    from komma_cli.network.sharing import bundle_of, leaks
    from komma_cli.store import load, read_source, source_from_bytes

    source = read_source(str(piece.path)) if piece.data is None else source_from_bytes(piece.data, piece.origin)
    loaded = load(source)
    playbook, problems = validate(loaded.data)
    if playbook is None or not loaded.editable or loaded.data is None:
        form = check_form(source, loaded, problems, today=piece.day)
        named = ", ".join(f"{one.rule} ({one.place.line})" for one in form[:_MOST_NAMED] if one.place)
        key = "network.broken_playbook_one" if len(form) == 1 else "network.broken_playbook"
        return _only(piece, key, count=len(form), named=named or "K001")
    result = check_sound(playbook, loaded.data, today=piece.day)
    bundle = bundle_of(playbook, result, piece.day)
    if paths := leaks(playbook, result, bundle):
        return _only(piece, "network.leak", fields=", ".join(paths[:_MOST_NAMED]))
    return _of_bundle(bundle, piece)


def _of_bundle(bundle: Bundle, piece: Piece) -> Collected:
    place = bundle.municipality
    if place.ags is not None and not _is_of_state(place.ags, place.state):
        return _only(piece, "network.unknown_ags", ags=place.ags, state=place.state)
    return Collected(entry=_entry(bundle, piece.origin, piece.order))


def _is_of_state(ags: str, state: str) -> bool:
    return ags.startswith(str(facts("laender")["laender"][state]["ags_prefix"]))


def _entry(bundle: Bundle, origin: str, order: int) -> Entry:
    place, ask, reach = bundle.municipality, bundle.ask, bundle.reach
    state_of = {rule: letter for name, letter in LETTERS.items() for rule in getattr(bundle.rules, name)}
    record = bundle.model_dump(mode="json", include={"practices", "offers", "seeks", "bodies"}, exclude_none=True)
    released = {name: items for name, items in record.items() if items}
    words = json.dumps(released, ensure_ascii=False, sort_keys=True) if released else ""
    states = "".join(state_of.get(rule, "-") for rule in rule_order())
    known = (bundle.key, place.model_dump_json(), bundle.role, bundle.profile, states, words, ask and repr(ask))
    return Entry(
        key=bundle.key,
        day=bundle.date.isoformat(),
        name=place.name,
        kind=place.kind,
        state=place.state,
        ags=place.ags,
        size_class=place.size_class,
        role=bundle.role,
        profile=bundle.profile,
        states=states,
        reach=(reach.promises, reach.kept, reach.share) if reach else None,
        mailbox=ask.mailbox if ask else None,
        topics=",".join(ask.topics) if ask else "",
        released=words,
        origin=origin,
        order=order,
        sha=hashlib.sha256(repr(known).encode("utf-8")).hexdigest(),
    )
