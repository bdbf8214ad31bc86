"""A real terminal for tests: a program on a pseudo terminal, its screen, and waiting for what it prints."""

import os
import re
import sys
import time
from pathlib import Path

import pexpect

CLEAN = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[()=>78][A-Z0-9]?|\r")


class Terminal:
    """``komma`` on a pseudo terminal of a fixed size, in German, in a folder of its own."""

    def __init__(self, folder, *arguments, columns=80, rows=30, env=None):
        scrubbed = {
            k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "SYSTEMROOT", "COVERAGE_PROCESS_START")
        }
        self.process = pexpect.spawn(
            sys.executable,
            ["-m", "komma_cli", *arguments],
            cwd=str(folder),
            env={
                **scrubbed,
                "PYTHONPATH": os.pathsep.join([str(Path.cwd()), *sys.path]),
                "TERM": "xterm-256color",
                "LANG": "de_DE.UTF-8",
                "PYTHONUTF8": "1",
                "PROMPT_TOOLKIT_NO_CPR": "1",
                **(env or {}),
            },
            dimensions=(rows, columns),
            encoding="utf-8",
            codec_errors="replace",
            timeout=30,
        )
        self.process.delaybeforesend = 0
        self.seen = ""
        self._mark = 0

    def read_for(self, seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                self.seen += self.process.read_nonblocking(65536, timeout=0.02)
            except pexpect.TIMEOUT:
                pass
            except pexpect.EOF:
                return False
        return True

    def wait(self, text, seconds=30):
        """Wait until ``text`` was printed since the last key, then until the program is silent."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            alive = self.read_for(0.03)
            if text in self.new:
                size = -1
                while size != len(self.seen):
                    size = len(self.seen)
                    self.read_for(0.08)
                return
            if not alive:
                break
        raise AssertionError(f"not seen: {text!r} in\n{self.new}")

    @property
    def new(self):
        """What was printed since the last key, without control sequences."""
        return CLEAN.sub("", self.seen[self._mark :])

    @property
    def all(self):
        return CLEAN.sub("", self.seen)

    def type(self, text, enter=True):
        self._mark = len(self.seen)
        self.process.send(text + ("\r" if enter else ""))

    def end(self):
        """Wait for the end of the program and return its exit code."""
        limit = time.monotonic() + 30
        while self.read_for(0.1):
            if time.monotonic() > limit:
                self.process.close(force=True)
                raise AssertionError(f"still running after:\n{self.new}")
        if self.process.isalive():
            self.process.wait()
        self.process.close()
        return self.process.exitstatus
