"""Two ways to put the interview on a terminal: plain lines, and the same with an editable line and completion.

Both print downwards only: no full screen, no cursor tricks, nothing that a screen reader or a small window loses. The
comfortable one changes nothing but the reading of one line, so the plain one cannot fall behind.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from komma_cli.texts import Lang, text
from komma_cli.wizard.input import hangup, lines, pasting
from komma_cli.wizard.input.asker import Asker, Leave, LinesTyped, unheard
from komma_cli.wizard.input.keys import KEYS, PROPOSE

ROOM_TO_TYPE = 8
SHORT_LABEL = "> "
PAUSE = 0.5
"""Seconds after which a line in work that has changed is looked at."""


class PlainAsker:
    """``print`` and ``input``: for screen readers, pipes to a braille line, and terminals that can nothing else."""

    prefills = False

    def __init__(self, lang: Lang) -> None:
        self.lang = lang
        self._in_work: Callable[[str], None] | None = None
        """Hears of the line in work while a text of several lines is typed."""

    def show(self, content: str = "") -> None:
        """Print the text."""
        self._print(content + "\n")

    def _print(self, content: str) -> None:
        sys.stdout.write(content)
        sys.stdout.flush()

    def read(self, label: str, *, default: str = "", completions: Sequence[str] = ()) -> str:
        """Read one line. Raises ``Leave`` at Ctrl+C, at the end of the input, and when the window is closed.

        What is pasted behind the line is thrown away, and told.
        """
        return self._reading(lambda: self._alone(self._line(self._short(label), default, completions)))

    def read_lines(self, label: str, *, piece_keys: bool = False, on_lines: LinesTyped = unheard) -> str:
        """Read lines up to an empty one. Raises ``Leave`` as ``read`` does.

        An empty line in the middle of a pasted text does not end it.
        """
        return self._reading(lambda: self._many(label, piece_keys, on_lines))

    def _reading(self, read: Callable[[], str]) -> str:
        """Return what is read, once all of it can be understood."""
        while True:
            try:
                return read()
            except UnicodeDecodeError:  # what came in is not in the encoding the terminal has announced
                self.show(lines.wrap(text("wizard.unreadable_input", self.lang)))
            except (KeyboardInterrupt, EOFError):
                self.show()
                raise Leave(interrupted=True) from None

    def _alone(self, typed: str) -> str:
        """Return what was typed; what was pasted behind it must not answer the next question."""
        if (rest := self._waiting()).strip():
            if not rest.endswith("\n"):
                self.show()
            self.show(lines.wrap(text("wizard.several_lines_pasted", self.lang)))
        return typed

    def _many(self, label: str, piece_keys: bool, on_lines: LinesTyped) -> str:
        """Read lines up to an empty one behind which nothing waits; a key in the first line ends at once."""
        typed: list[str] = []
        self._in_work = lambda line: on_lines([*typed, line])
        try:
            shown = self._short(label)
            while True:
                line = self._line("  " if typed else shown, "", ())
                if not typed and line.strip() and _ends_at_once(line, piece_keys):
                    return self._alone(line)
                rest = "" if line.strip() else self._waiting().strip("\n")
                if not line.strip() and not rest:
                    return "\n".join(typed)
                typed += [line, *rest.split("\n")] if rest else [line]
                on_lines(typed)
        except (KeyboardInterrupt, EOFError):
            if (unfinished := self._unfinished()).strip():
                on_lines([*typed, unfinished])
            raise
        finally:
            self._in_work = None

    def _short(self, label: str) -> str:
        """Return a label that leaves room to type; a longer one is shown above the line."""
        if len(label) + ROOM_TO_TYPE <= lines.width():
            return label
        self.show(lines.wrap(label.strip()))
        return SHORT_LABEL

    def _line(self, label: str, default: str, completions: Sequence[str]) -> str:
        """Read one line; only here a signal breaks off, what is done with the line is finished first."""
        if hangup.is_terminal():
            self._print(label)
            hangup.wait_for_line()
            label = ""
        with hangup.reading():
            typed = input(label)
        return _readable(typed)

    def _waiting(self) -> str:
        """Return what has been pasted behind the line just read; it is gone from the input then."""
        return pasting.drop_rest()

    def _unfinished(self) -> str:
        """Return the line that was in work when the person left, where that can be known."""
        return ""


class ComfortAsker(PlainAsker):
    """prompt_toolkit edits the one line: the old answer stands in it, Tab completes, Ctrl+B goes back, F1 helps."""

    prefills = True
    """Until it shows that the console takes no editing; the lines are plain from then on."""

    def __init__(self, lang: Lang, **session_options: Any) -> None:
        super().__init__(lang)
        self._options = session_options
        self._session: Any = None

    def _open(self) -> None:
        """Make the line editor, when the first question stands on the screen: loading it takes a while."""
        from prompt_toolkit import PromptSession
        from prompt_toolkit.key_binding import KeyBindings

        keys = KeyBindings()
        keys.add("c-b", eager=True)(lambda event: event.app.exit(result="<"))
        keys.add("f1", eager=True)(lambda event: event.app.exit(result="?"))
        self._session = PromptSession(key_bindings=keys, **self._options)

    def _line(self, label: str, default: str, completions: Sequence[str]) -> str:
        if self.prefills and self._session is None:
            try:
                self._open()
            except Exception:  # Git Bash and other consoles that it cannot open; they have no common error class
                self.prefills = False
        if not self.prefills:
            return super()._line(label, default, completions)
        from prompt_toolkit.completion import WordCompleter

        completer = WordCompleter(list(completions), ignore_case=True, sentence=True) if completions else None
        with self._watched(), hangup.reading(self._break_off):
            typed = str(
                self._session.prompt(
                    label,
                    default=default,
                    completer=completer,
                    complete_while_typing=False,
                    bottom_toolbar=" " + text("wizard.toolbar", self.lang),
                    reserve_space_for_menu=0 if completer is None else 4,
                    pre_run=self._look,
                    handle_sigint=False,  # it would swallow Ctrl+C between Enter and the end of the editor
                )
            )
        typed = _readable(typed)
        key = typed.removeprefix(default).strip()
        return key if default and typed.startswith(default) and key in KEYS else typed

    def _break_off(self) -> None:
        """End the line editor; called by a signal, in the middle of anything."""
        if (loop := self._session.app.loop) is not None:  # else it has not begun, and will look, or has ended
            loop.call_soon_threadsafe(self._look)

    def _look(self) -> None:
        """End the line editor as Ctrl+C does, if that was asked for and no line has been given meanwhile."""
        app = self._session.app
        if hangup.asked() and app.is_running and not app.is_done:
            app.exit(exception=KeyboardInterrupt, style="class:aborting")

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """Tell of the line in work while it grows: a killed process loses at most what was typed within a pause."""
        if self._in_work is None:
            yield
            return
        import asyncio

        tell = self._in_work
        waiting: list[asyncio.TimerHandle] = []

        def look(buffer: Any) -> None:
            waiting.clear()
            if buffer.text.strip():
                tell(buffer.text)

        def changed(buffer: Any) -> None:
            if not waiting and buffer.text.strip():
                waiting.append(asyncio.get_running_loop().call_later(PAUSE, look, buffer))

        self._session.default_buffer.on_text_changed += changed
        try:
            yield
        finally:
            self._session.default_buffer.on_text_changed -= changed
            for later in waiting:
                later.cancel()

    def _waiting(self) -> str:
        """Return the keys that came together with Enter, if another Enter is among them: they were pasted."""
        if self._session is None:
            return super()._waiting()
        from prompt_toolkit.input.typeahead import get_typeahead, store_typeahead
        from prompt_toolkit.keys import Keys

        keys = get_typeahead(self._session.input)
        end = next((number for number, key in enumerate(keys) if key.key == Keys.ControlC), len(keys))
        waiting = "".join(key.data for key in keys[:end]).replace("\r", "\n")
        store_typeahead(self._session.input, keys[end if "\n" in waiting else 0 :])  # Ctrl+C is no part of a paste
        return waiting if "\n" in waiting else ""

    def _unfinished(self) -> str:
        return "" if self._session is None else str(self._session.default_buffer.text)


def _readable(typed: str) -> str:
    """Return the text of bytes that Python could not read where no encoding is announced (``LC_ALL=C``).

    It is UTF-8 then. Raises ``UnicodeDecodeError`` if not even that; without it signs would silently be lost.
    """
    return typed.encode("utf-8", "surrogateescape").decode("utf-8")


def _ends_at_once(first: str, piece_keys: bool) -> bool:
    """Say whether a first line is a key and no beginning of a text."""
    typed = first.strip().casefold()
    return typed in (PROPOSE, *KEYS) or (piece_keys and re.fullmatch(r"x|[xe] ?\d{1,3}", typed) is not None)


def asker_for(lang: Lang, *, plain: bool) -> Asker:
    """Return the screen for this terminal: the plain one where it is wished or nothing else can work."""
    if plain or os.environ.get("ACCESSIBLE") or os.environ.get("TERM") == "dumb":
        return PlainAsker(lang)
    return ComfortAsker(lang)
