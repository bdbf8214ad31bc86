"""Who sits at a playbook: its lock, and what to do when somebody else is working on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from komma_cli import dates
from komma_cli.errors import WriteError
from komma_cli.store import Locked, acquire, remove_stray_turn, take_over
from komma_cli.texts import Lang, text
from komma_cli.wizard.input.asker import Asker
from komma_cli.wizard.questions import Option
from komma_cli.wizard.showing import screens
from komma_cli.wizard.talk import choose

LEFT_OVER = timedelta(hours=12)
"""A lock older than this may be broken: nobody sits at a plan so long without a break."""


@dataclass(frozen=True)
class Seat:
    """A place at a playbook."""

    apart: bool = False
    """Somebody else holds the lock, or held it until now: both may work, and komma merges."""
    other: str = ""
    """Who that is."""


@contextmanager
def seat_at(path: Path, screen: Asker, lang: Lang) -> Iterator[Seat]:
    """Take the lock, or ask what to do when somebody else has it.

    Raises ``WriteError`` ``wizard.locked`` when the person comes back later, ``Leave`` at Ctrl+C.
    """
    remove_stray_turn(path)
    try:
        lock = acquire(path, now=datetime.now())
    except Locked as locked:
        choice = _choice(locked.values, screen, lang)
        if choice == "together":
            yield Seat(apart=True, other=str(locked.values["who"]))
            return
        if choice != "break":
            raise locked_error(locked) from locked
        with acquire(path, now=datetime.now(), force=True):
            take_over(path)  # whoever held the lock may be at the plan after all
            yield Seat(apart=True)
        return
    with lock:
        yield Seat()


@contextmanager
def alone_at(path: Path) -> Iterator[None]:
    """Hold the lock without a dialogue. Raises ``WriteError`` ``wizard.locked`` while somebody else has it."""
    remove_stray_turn(path)
    try:
        lock = acquire(path, now=datetime.now())
    except Locked as locked:
        raise locked_error(locked) from locked
    with lock:
        yield


def locked_error(locked: Locked) -> WriteError:
    """Return the error that says who edits the file, on which machine, and since when."""
    return WriteError("wizard.locked", **{**locked.values, "since": _since(locked.values, None)})


def _choice(held: Mapping[str, Any], screen: Asker, lang: Lang) -> str:
    """Return ``later``, ``together`` or, for a lock that is old, ``break``."""
    who = text("wizard.lock_who", lang, who=held["who"], machine=held["machine"], since=_since(held, lang))
    screen.show("\n" + screens.wrap(who))
    names = ["later", "together", *(["break"] if _is_old(held) else [])]
    options = [Option(name, text(f"wizard.lock_{name}", lang)) for name in names]
    help_text = text("wizard.help_lock", lang)
    chosen = choose(screen, lang, options, "prompt_lock", default=options[0], help_text=help_text)
    return str(chosen.value) if isinstance(chosen, Option) else "later"


def _is_old(held: Mapping[str, Any]) -> bool:
    try:
        return datetime.now() - datetime.fromisoformat(str(held["since"])) > LEFT_OVER
    except ValueError:
        return True


def _since(held: Mapping[str, Any], lang: Lang | None) -> str:
    """Return day and time in words people read, or what the lock file says where that is no time."""
    try:
        when = datetime.fromisoformat(str(held["since"]))
    except ValueError:
        return str(held["since"])
    day = dates.say(when.date().isoformat(), lang) if lang else when.strftime("%d.%m.")
    return f"{day} {when.strftime('%H:%M')}"
