"""What makes a finding the same one tomorrow, so that a platform tells new findings from known ones.

A fingerprint is made of the rule, the file, the path and what sets two findings apart that share those. It is not made
of lines, positions in a list, words of a message, days or amounts: those change although the finding is the same one.
Numbers, addresses and names of people are no part of it, so that nobody can find them by trying.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path, PurePath

from komma_cli.check.finding import Finding

VERSION = "komma/1"
"""Part of every fingerprint; grows when the recipe changes, because then every finding looks new."""
_LENGTH = 32
"""Hexadecimal digits, 128 bit: enough that two findings never meet by chance."""
_TELLING = (
    "audience",
    "case",
    "deviation",
    "id",
    "lesson",
    "norm",
    "problem",
    "question",
    "subject",
    "target",
)
"""Values that say which of several findings at one path this is."""
_POSITION = re.compile(r'("(?:[^"\\]|\\.)*")|\[[0-9]+\]')
"""A position, or quoted words, which may look like one."""


def fingerprints(name: str, findings: Iterable[Finding]) -> list[str]:
    """Return one fingerprint of 32 hexadecimal digits for each finding of a file, in their order.

    Entries that have an id are named by it, others only by their list, so that entries that come before them change
    nothing. Findings that nothing but their order sets apart are counted.
    """
    file = relative_name(name)
    seen: Counter[str] = Counter()
    found = []
    for finding in findings:
        key = _key(file, finding)
        seen[key] += 1
        recipe = f"{key}#{seen[key]}".encode("utf-8", "backslashreplace")
        found.append(hashlib.sha256(recipe).hexdigest()[:_LENGTH])
    return found


def relative_name(name: str) -> str:
    """Return a file's name as seen from the working folder, with ``/``; names of other folders stay whole."""
    path = PurePath(name)
    if path.is_absolute():
        here = Path.cwd()
        path = path.relative_to(here) if path.is_relative_to(here) else path
    return path.as_posix()


def _key(file: str, finding: Finding) -> str:
    path = _POSITION.sub(lambda match: match[1] or "[]", finding.path)
    values = [[name, str(finding.values[name])] for name in _TELLING if name in finding.values]
    return json.dumps([VERSION, finding.rule, file, path, values])
