"""A real terminal for tests: a program on a pseudo terminal, its screen, and waiting for what it prints."""

import os
import re
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pexpect
import pyte

ESCAPE = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]|\x1b[()][A-Z0-9]|\x1b\][^\x07]*\x07|\x1b[=>78]")
CLEAN = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[()=>78][A-Z0-9]?|\r")
QUIET = 0.08
"""Seconds of silence after which a program is taken to have finished printing."""


@dataclass(frozen=True)
class Noise:
    """What a program has printed, as a screen reader or a slow line meets it."""

    bytes: int
    escapes: int
    moves: int
    """Escape sequences that move the cursor."""
    erasures: int

    @classmethod
    def of(cls, raw):
        found = ESCAPE.findall(raw)
        moves = sum(sequence[-1:] in (b"A", b"B", b"C", b"D", b"H", b"f") for sequence in found)
        return cls(len(raw), len(found), moves, sum(sequence[-1:] in (b"J", b"K") for sequence in found))


class Program:
    """Any command on a pseudo terminal of a known size; what it prints is kept raw, as text, and as a screen."""

    def __init__(self, command, folder, env, *, columns=80, rows=30, codec="utf-8"):
        self.codec = codec
        self.raw = b""
        self.screen = pyte.HistoryScreen(columns, rows, history=5000, ratio=1.0)
        self._stream = pyte.ByteStream(self.screen)
        self._stream.use_utf8 = codec == "utf-8"
        self._mark = 0
        self._entered = False
        self.process = pexpect.spawn(
            command[0], command[1:], cwd=str(folder), env=env, dimensions=(rows, columns), timeout=30
        )
        self.process.delaybeforesend = None

    # -- what it prints -------------------------------------------------------------------------------------------

    @property
    def seen(self):
        return self.raw.decode(self.codec, "replace")

    @property
    def new(self):
        """What was printed since the last key, without control sequences."""
        return CLEAN.sub("", self.raw[self._mark :].decode(self.codec, "replace"))

    @property
    def all(self):
        return CLEAN.sub("", self.seen)

    @property
    def lines(self):
        """What stands on the screen now, without blanks at the ends and without empty lines below."""
        shown = [line.rstrip() for line in self.screen.display]
        while shown and not shown[-1]:
            shown.pop()
        return shown

    @property
    def scrolled(self):
        """The lines of the screen with those that have left it at the top."""
        width = self.screen.columns
        above = ["".join(row[x].data for x in range(width)).rstrip() for row in self.screen.history.top]
        return above + self.lines

    def noise(self, since=0):
        return Noise.of(self.raw[since:])

    # -- what happens to it ---------------------------------------------------------------------------------------

    def read_for(self, seconds):
        """Take in what is printed for so long; False at the end of the program."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            try:
                data = self.process.read_nonblocking(65536, timeout=min(left, 0.02))
            except pexpect.TIMEOUT:
                continue
            except pexpect.EOF:
                return False
            self.raw += data
            self._stream.feed(data)
        return True

    def wait(self, text, seconds=30):
        """Wait until ``text`` was printed since the last key, then until the program is silent.

        Behind Enter the rest of the line does not count: an editor draws it once more, with the prompt.
        """
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            alive = self.read_for(0.03)
            if text in (self.new.partition("\n")[2] if self._entered else self.new):
                self.settle()
                return
            if not alive:
                break
        raise AssertionError(f"not seen: {text!r} in\n{self.new}")

    def settle(self):
        """Wait until nothing more comes."""
        size = -1
        while size != len(self.raw):
            size = len(self.raw)
            self.read_for(QUIET)

    def type(self, text, enter=True):
        self._mark, self._entered = len(self.raw), enter
        self.process.send((text + ("\r" if enter else "")).encode(self.codec))

    def paste(self, text):
        """Paste as a terminal does that brackets what is pasted, and leave it unsent."""
        self.type(f"\x1b[200~{text}\x1b[201~", enter=False)

    def resize(self, columns, rows):
        """Make the window another size; the system tells the program (SIGWINCH)."""
        self._mark, self._entered = len(self.raw), False
        self.process.setwinsize(rows, columns)
        self.screen.resize(rows, columns)

    def signal(self, number):
        self._mark, self._entered = len(self.raw), False
        self.process.kill(number)

    def end(self):
        """Wait for the end of the program and return its exit code; None if a signal has killed it."""
        limit = time.monotonic() + 30
        while self.read_for(0.1):
            if time.monotonic() > limit:
                self.process.close(force=True)
                raise AssertionError(f"still running after:\n{self.new}")
        if self.process.isalive():
            self.process.wait()
        self.process.close()
        return self.process.exitstatus

    def close_window(self):
        """Take the terminal away, as closing its window does, and return the exit code; None if a signal killed it."""
        self.process.ptyproc.fileobj.close()
        limit = time.monotonic() + 30
        while (ended := os.waitpid(self.process.pid, os.WNOHANG))[0] == 0:
            if time.monotonic() > limit:
                self.process.kill(9)
                os.waitpid(self.process.pid, 0)
                raise AssertionError("still running without a window")
            time.sleep(0.01)
        self.process.ptyproc.terminated = self.process.terminated = True
        return os.WEXITSTATUS(ended[1]) if os.WIFEXITED(ended[1]) else None


class Terminal(Program):
    """``komma`` on a pseudo terminal of a fixed size, in German, in a folder of its own."""

    def __init__(self, folder, *arguments, columns=80, rows=30, env=None, codec="utf-8", program=("-m", "komma_cli")):
        kept = ("PATH", "HOME", "XDG_STATE_HOME", "LOCALAPPDATA", "SYSTEMROOT", "COVERAGE_PROCESS_START")
        scrubbed = {k: v for k, v in os.environ.items() if k in kept}
        settings = {
            **scrubbed,
            "PYTHONPATH": os.pathsep.join([str(Path.cwd()), *sys.path]),
            "TERM": "xterm-256color",
            "LANG": "de_DE.UTF-8",
            "PYTHONUTF8": "1",
            "PROMPT_TOOLKIT_NO_CPR": "1",
            **(env or {}),
        }
        command = [sys.executable, *program, *arguments]
        super().__init__(command, folder, settings, columns=columns, rows=rows, codec=codec)


def strays(folder):
    """Return the names of the files that komma left beside the playbooks: locks, journals, what was half written."""
    return sorted(path.name for path in Path(folder).iterdir() if path.name.startswith("."))
