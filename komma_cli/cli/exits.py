"""Exit codes, and the one place where an error becomes words and a code."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from komma_cli.errors import DataError, KommaError

if TYPE_CHECKING:
    from komma_cli.texts import Lang


class Exit(IntEnum):
    """What a process of komma ends with; the README's table is made from the docstrings in ``MEANINGS``."""

    CLEAN = 0
    FINDINGS = 1
    USAGE = 2
    CANNOT = 3
    FAULT = 4
    INTERRUPTED = 130


MEANINGS: dict[Exit, str] = {
    Exit.CLEAN: "done; no finding at or above the threshold; answers that are still open do not count",
    Exit.FINDINGS: "findings at or above the threshold; `komma update`: something is new; "
    "`komma diff --exit-code`: something changed; `komma check --diff`: something can be mended; "
    "`komma reach --fail-on gap`: there are gaps; `komma template check`: a template is faulty; "
    "`komma render --prove`: a file says too much; `komma share`: a released text gives somebody away; "
    "`komma network build`, `merge`: a file does not count",
    Exit.USAGE: "the command was called with words, answers or settings it does not take, or no terminal is there to "
    "ask questions; nothing was written",
    Exit.CANNOT: "a file or folder cannot be read or written, or was changed by somebody else meanwhile",
    Exit.FAULT: "a fault in komma; the message names a log file",
    Exit.INTERRUPTED: "stopped with Ctrl+C, or the window was closed; everything answered is saved",
}


def run() -> int:
    """Run the command line and return the exit code; every way a command can end comes through here."""
    _prepare_streams()
    code = _run()
    try:
        sys.stdout.flush()
    except OSError as error:
        return _operating_system(error, code)
    return code


def _run() -> int:
    try:
        from komma_cli.cli.app import app

        app(prog_name="komma")
    except KommaError as error:
        return _tell(error)
    except SystemExit as ended:
        return _code_of(ended)
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except OSError as error:
        return _operating_system(error)
    except Exception:  # the last net: anything unexpected is a fault of komma and says so
        return _fault()
    return Exit.CLEAN


def _code_of(ended: SystemExit) -> int:
    if ended.code is None:
        return Exit.CLEAN
    return ended.code if isinstance(ended.code, int) else Exit.FAULT


def nowhere() -> TextIO:
    """Return a stream that takes everything and keeps nothing; it lives until the process ends."""
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123 - a stream for the rest of the process


def discard_output() -> None:
    """Send everything that is still to be printed nowhere, also what waits in the buffer, because nobody takes it."""
    with contextlib.suppress(OSError):  # a stream without a descriptor has no buffer that could fail at the end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.stdout = nowhere()


def _prepare_streams() -> None:
    """Let characters that the terminal's code page lacks become ``?`` instead of an error (cp850 has no „).

    Closed streams (``>&-``, a window without a console) become streams that go nowhere.
    """
    sys.stdout = sys.stdout or nowhere()
    sys.stderr = sys.stderr or nowhere()
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def _tell(error: KommaError) -> int:
    from komma_cli.cli.language import reader_language
    from komma_cli.texts import error_words

    lang = reader_language()
    try:
        lines = error_words(error.key, lang, **error.values)
    except (KommaError, KeyError, TypeError):  # the words themselves are damaged
        lines = (str(error), "")
    print_lines(*lines, *([_first_fault(lang)] if isinstance(error, DataError) else []))
    return error.exit_code


def _first_fault(lang: Lang) -> str:
    """Return the place of the first fault in komma's own data, for whoever mends it, or nothing."""
    from datetime import date

    from komma_cli.datacheck import faults
    from komma_cli.texts import text

    try:
        found = next(faults(date.today()), None)
        return text("datacheck.first", lang, fault=found.sentence(lang)) if found else ""
    except Exception:  # the search runs over damaged data; the error itself has been told
        return ""


def _operating_system(error: OSError, code: int = 0) -> int:
    """Tell what the system refused; without a file name it was our own output. ``code`` stands if nobody reads it."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    reason = error.strerror or str(error)
    if error.filename is not None:
        return _tell(KommaError("cli.disk_full" if full else "cli.system", file=error.filename, reason=reason))
    discard_output()
    if error.errno in (errno.EPIPE, errno.EINVAL):  # the reader went away; Windows says EINVAL
        return code
    return _tell(KommaError("cli.output_full" if full else "cli.output_broken", reason=reason))


def _fault() -> int:
    import tempfile
    import traceback

    from komma_cli.cli.language import reader_language
    from komma_cli.texts import error_words

    log = Path(tempfile.gettempdir()) / f"komma-fault-{os.getpid()}.log"
    try:
        log.write_text(traceback.format_exc(), encoding="utf-8")
    except OSError:
        traceback.print_exc()
    print_lines(*error_words("cli.fault", reader_language(), log=log))
    return Exit.FAULT


def _printable(line: str) -> str:
    """Return the line without what could steer a terminal: names of files may hold anything."""
    return "".join(sign if sign.isprintable() else "?" for sign in line).strip()


def print_lines(*lines: str) -> None:
    """Print lines on the error stream, broken at the width of a terminal; nothing in them can steer it."""
    import textwrap

    for line in (_printable(line) for line in lines):
        if line:
            sys.stderr.write(textwrap.fill(line, 78, break_long_words=False, break_on_hyphens=False) + "\n")
