"""What has changed in a plan since this person's last sitting: kept per user and machine, without a word of the plan.

The memory lies in the user's own folder for such things, never beside the plan. It holds a day and short keyed hashes
of places and of their answers. They are too short to find a phone number by trying: many numbers fit each of them. The
price is that about one changed answer in 200,000 stays unmentioned.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from komma_cli.errors import WriteError
from komma_cli.model.fields import item_key
from komma_cli.paths import ById, SymbolicPath, format_path
from komma_cli.store import atomic
from komma_cli.store.folders import visits_folder
from komma_cli.texts import Lang, text
from komma_cli.wizard.showing.closing import place_words
from komma_cli.wizard.unattended.outstanding import ASKED

DIGITS = 7
"""Of each hash, in hexadecimal."""
NAMED = 4
"""Places named at most; more are too many for a greeting."""
FORGOTTEN_AFTER = 400 * 24 * 3600
"""Seconds after which the memory of a plan that nobody opens any more is deleted."""


@dataclass(frozen=True)
class News:
    """What is different. ``places`` are paths of answers, and of lists that have a new entry."""

    since: date
    places: tuple[SymbolicPath, ...]
    gone: int
    """How many answers are no longer there; where they stood is not known."""


class _Seen(NamedTuple):
    """Hashes of what stood in a plan."""

    entries: frozenset[str]
    places: frozenset[str]
    answers: frozenset[str]
    """Of a place together with its answer."""


class Visits:
    """The memory of one user for one plan. Nothing here ever fails: without a memory there is no news."""

    def __init__(self, playbook: Path, folder: Path | None = None) -> None:
        """Create nothing yet. ``folder`` is where the memory lies; None: where the system wants it."""
        self._folder = folder or visits_folder()
        name = hashlib.sha256(os.fsencode(str(playbook.resolve()))).hexdigest()[:24]
        self._path = self._folder / f"{name}.json" if self._folder is not None else None

    def news(self, data: dict[str, Any]) -> News | None:
        """Return what is different from the last visit; None if nothing is, or none is remembered."""
        try:
            kept = json.loads(self._path.read_bytes()) if self._path is not None else None
            if not kept:
                return None
            salt, since = bytes.fromhex(kept["salt"]), date.fromisoformat(kept["day"])
            seen = _Seen(*(frozenset(kept[name]) for name in _Seen._fields))
        except (OSError, ValueError, KeyError, TypeError):  # never written, not readable, or not ours
            return None
        found, there = _compared(data, salt, seen)
        gone = len(seen.places - there)
        return News(since, found, gone) if found or gone else None

    def remember(self, data: dict[str, Any], day: date) -> None:
        """Keep what this person has seen."""
        if self._path is None or self._folder is None:
            return
        salt = secrets.token_bytes(16)
        seen = {name: sorted(hashes) for name, hashes in _seen(data, salt)._asdict().items()}
        content = {"day": day.isoformat(), "salt": salt.hex(), **seen}
        with contextlib.suppress(OSError, WriteError):
            if not self._path.exists():
                self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                _forget_old(self._folder)
            atomic.replace(self._path, json.dumps(content).encode())


def news_words(news: News, data: dict[str, Any], lang: Lang, day: str) -> list[str]:
    """Return the news in at most two sentences, the places by their names; ``day`` is that of the last visit."""
    named = [place_words(data, format_path(parts), lang) for parts in news.places]
    shown = list(dict.fromkeys(named))
    lines = []
    if shown:
        name = "news_one" if len(named) == 1 else "news" if len(shown) <= NAMED else "news_first"
        lines.append(text(f"wizard.{name}", lang, day=day, count=len(named), places=", ".join(shown[:NAMED])))
    if news.gone:
        names = ("news_gone_too", "news_gone_too_one") if lines else ("news_gone", "news_gone_one")
        name = names[news.gone == 1]
        lines.append(text(f"wizard.{name}", lang, day=day, count=news.gone))
    return lines


def leaves(data: dict[str, Any]) -> Iterator[tuple[SymbolicPath, Any]]:
    """Yield (path, value) of every answer in the sections people fill; entries of lists without ids are one answer,
    and an entry with an id begins with it."""
    stack: list[tuple[SymbolicPath, Any]] = [((key,), data[key]) for key in reversed(ASKED) if key in data]
    while stack:
        parts, value = stack.pop()
        if isinstance(value, dict):
            keys = [key for key in value if key != "id"]
            if len(keys) < len(value):
                yield (*parts, "id"), value["id"]
            stack += [((*parts, key), value[key]) for key in reversed(keys)]
        elif isinstance(value, list) and value and all(item_key(item) is not None for item in value):
            stack += [((*parts, ById(item["id"])), item) for item in reversed(value)]
        elif value not in (None, [], ""):
            yield parts, value


def _seen(data: dict[str, Any], salt: bytes) -> _Seen:
    entries, places, answers = set(), set(), set()
    for parts, value in leaves(data):
        place = _hash(salt, parts)
        if parts[-1] == "id":
            entries.add(place)
        else:
            places.add(place)
            answers.add(_hash(salt, parts, value))
    return _Seen(frozenset(entries), frozenset(places), frozenset(answers))


def _compared(data: dict[str, Any], salt: bytes, seen: _Seen) -> tuple[tuple[SymbolicPath, ...], set[str]]:
    """Return what is different, and the hashes of all places; a new entry counts once, as its list."""
    found: list[SymbolicPath] = []
    there: set[str] = set()
    new: SymbolicPath | None = None
    for parts, value in leaves(data):
        place = _hash(salt, parts)
        there.add(place)
        if new is not None and parts[: len(new)] == new:
            continue
        if parts[-1] == "id":
            if place not in seen.entries:
                new = parts[:-1]
                found.append(parts[:-2])
        elif place not in seen.places or _hash(salt, parts, value) not in seen.answers:
            found.append(parts)
    return tuple(found), there


def _hash(salt: bytes, parts: SymbolicPath, answer: Any = None) -> str:
    """Return the hash of a place, or of a place together with its answer; the background makes thousands of them."""
    words = [part.id if isinstance(part, ById) else str(part) for part in parts]
    if answer is not None:
        words.append(json.dumps(answer, sort_keys=True, default=str) if isinstance(answer, list) else repr(answer))
    said = "\0".join(words).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(said, key=salt, digest_size=8).hexdigest()[:DIGITS]


def _forget_old(folder: Path) -> None:
    oldest = time.time() - FORGOTTEN_AFTER
    for entry in folder.glob("*.json"):
        if entry.stat().st_mtime < oldest:
            entry.unlink()
