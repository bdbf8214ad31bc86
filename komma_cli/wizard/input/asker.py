"""What the interview needs of a screen, and a screen made of a script for tests and demonstrations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

LinesTyped = Callable[[Sequence[str]], None]


def unheard(lines: Sequence[str]) -> None:
    """Hear of the lines typed so far, and do nothing."""


class Leave(Exception):
    """The person ends the sitting (Ctrl+C, end of input, or the menu); everything confirmed is saved."""

    def __init__(self, *, interrupted: bool) -> None:
        super().__init__()
        self.interrupted = interrupted


class Asker(Protocol):
    """A screen that shows lines once and reads one answer; it knows nothing of questions."""

    prefills: bool
    """The old answer stands in the line to be changed, so that an empty line was emptied on purpose."""

    def show(self, text: str = "") -> None:
        """Show text that may hold several lines."""

    def read(self, label: str, *, default: str = "", completions: Sequence[str] = ()) -> str:
        """Return the line that the person typed; ``default`` stands in it to be changed. Raises ``Leave``."""

    def read_lines(self, label: str, *, piece_keys: bool = False, on_lines: LinesTyped = unheard) -> str:
        """Return the lines that the person typed; an empty one is the end. Raises ``Leave``.

        ``piece_keys``: a first line such as ``e2`` is a key and no text. ``on_lines`` hears of all lines so far after
        each finished one, and of the one in work when the person leaves.
        """


class ScriptedAsker:
    """An asker whose answers are known beforehand; ``shown`` is everything a person would have seen."""

    def __init__(self, answers: Iterable[str], *, prefills: bool = False) -> None:
        self._answers = iter(answers)
        self.prefills = prefills
        self.shown: list[str] = []
        self.defaults: list[str] = []

    def show(self, text: str = "") -> None:
        """Keep the text."""
        self.shown.append(text)

    def read(self, label: str, *, default: str = "", completions: Sequence[str] = ()) -> str:
        """Return the next answer of the script; at its end the person leaves."""
        self.shown.append(label)
        self.defaults.append(default)
        try:
            return next(self._answers)
        except StopIteration:
            raise Leave(interrupted=True) from None

    def read_lines(self, label: str, *, piece_keys: bool = False, on_lines: LinesTyped = unheard) -> str:
        """Return the next answer of the script, which may hold several lines."""
        return self.read(label)

    @property
    def screen(self) -> str:
        """Return everything shown, as one text."""
        return "\n".join(self.shown)
