"""Two ways to put the interview on a terminal: plain lines, and the same with an editable line and completion.

Both print downwards only: no full screen, no cursor tricks, nothing that a screen reader or a small window loses. The
comfortable one changes nothing but the reading of one line, so the plain one cannot fall behind.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from typing import Any

from komma_cli.texts import Lang, text
from komma_cli.wizard import screens
from komma_cli.wizard.asker import Asker, Leave
from komma_cli.wizard.talk import KEYS, PROPOSE

ROOM_TO_TYPE = 8
SHORT_LABEL = "> "


class PlainAsker:
    """``print`` and ``input``: for screen readers, pipes to a braille line, and terminals that can nothing else."""

    prefills = False

    def __init__(self, lang: Lang) -> None:
        self.lang = lang

    def show(self, content: str = "") -> None:
        """Print the text."""
        sys.stdout.write(content + "\n")
        sys.stdout.flush()

    def read(self, label: str, *, default: str = "", completions: Sequence[str] = (), many_lines: bool = False) -> str:
        """Read one line, or lines up to an empty one. Raises ``Leave`` at Ctrl+C and at the end of the input."""
        try:
            first = self._line(self._short(label), default, completions)
            if not many_lines or _ends_at_once(first):
                return first
            lines = [first]
            while (line := self._line("  ", "", ())).strip():
                lines.append(line)
            return "\n".join(lines)
        except UnicodeDecodeError:  # what came in is not in the encoding the terminal has announced
            self.show(screens.wrap(text("wizard.unreadable_input", self.lang)))
            return self.read(label, default=default, completions=completions, many_lines=many_lines)
        except (KeyboardInterrupt, EOFError):
            self.show()
            raise Leave(interrupted=True) from None

    def _short(self, label: str) -> str:
        """Return a label that leaves room to type; a longer one is shown above the line."""
        if len(label) + ROOM_TO_TYPE <= screens.width():
            return label
        self.show(screens.wrap(label.strip()))
        return SHORT_LABEL

    def _line(self, label: str, default: str, completions: Sequence[str]) -> str:
        return input(label)


class ComfortAsker(PlainAsker):
    """prompt_toolkit edits the one line: the old answer stands in it, Tab completes, Ctrl+B goes back, F1 helps."""

    prefills = True

    def __init__(self, lang: Lang, **session_options: Any) -> None:
        super().__init__(lang)
        from prompt_toolkit import PromptSession
        from prompt_toolkit.key_binding import KeyBindings

        keys = KeyBindings()
        keys.add("c-b", eager=True)(lambda event: event.app.exit(result="<"))
        keys.add("f1", eager=True)(lambda event: event.app.exit(result="?"))
        self._session: Any = PromptSession(key_bindings=keys, **session_options)

    def _line(self, label: str, default: str, completions: Sequence[str]) -> str:
        from prompt_toolkit.completion import WordCompleter

        completer = WordCompleter(list(completions), ignore_case=True, sentence=True) if completions else None
        typed = str(
            self._session.prompt(
                label,
                default=default,
                completer=completer,
                complete_while_typing=False,
                bottom_toolbar=" " + text("wizard.toolbar", self.lang),
                reserve_space_for_menu=0 if completer is None else 4,
            )
        )
        key = typed.removeprefix(default).strip()
        return key if default and typed.startswith(default) and key in KEYS else typed


def _ends_at_once(first: str) -> bool:
    """Say whether a first line is a key and no beginning of a text."""
    typed = first.strip().casefold()
    return typed in ("", PROPOSE, *KEYS) or re.fullmatch(r"x ?\d{0,3}", typed) is not None


def asker_for(lang: Lang, *, plain: bool) -> Asker:
    """Return the screen for this terminal; the plain one where it is wished or nothing else works."""
    if plain or os.environ.get("ACCESSIBLE") or os.environ.get("TERM") == "dumb":
        return PlainAsker(lang)
    try:
        return ComfortAsker(lang)
    except Exception:  # Git Bash and other consoles that prompt_toolkit cannot open; it has no common error class
        return PlainAsker(lang)
