"""The findings that are known and stay for now: written once, hidden from then on, so that new ones show.

A baseline holds for each finding its rule, its path and its fingerprint, and the file it stands in; none of the plan's
own words. What cannot be read in full can be in no baseline: behind such a finding nobody knows what is hidden.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from komma_cli import __version__
from komma_cli.check.engine import PROFILES, Result
from komma_cli.check.registry import NEVER_ACCEPTED
from komma_cli.check.rules import all_rules
from komma_cli.errors import UsageError
from komma_cli.report.fingerprints import fingerprints, relative_name
from komma_cli.yamlread import YamlSyntaxError, parse

FORMAT = 1
"""Grows only when a field is taken away or changes its meaning, or when fingerprints are made in another way."""
_FIELDS = ("file", "rule", "path", "fingerprint")
_FINGERPRINT = re.compile("[0-9a-f]{32}")
_RULE = re.compile(r"K[0-9]{3}")
_HEAD = f"# komma check --baseline\nkomma_baseline: {FORMAT}\n"


@dataclass(frozen=True, order=True, slots=True)
class Known:
    """A finding that is known: the name of its file as seen from the working folder, rule, path, fingerprint."""

    file: str
    rule: str
    path: str
    fingerprint: str


@dataclass(frozen=True)
class Applied:
    """The results without what is known, how many findings that were, and what is known but no longer there."""

    results: Sequence[Result]
    hidden: int
    gone: tuple[Known, ...]


def known_of(results: Iterable[Result]) -> tuple[Known, ...]:
    """Return the findings that a baseline can hold, sorted."""
    found = set()
    for result in results:
        prints = fingerprints(result.name, result.findings)
        for finding, fingerprint in zip(result.findings, prints, strict=True):
            if finding.rule not in NEVER_ACCEPTED:
                found.add(Known(relative_name(result.name), finding.rule, finding.path, fingerprint))
    return tuple(sorted(found))


def write_yaml(known: Sequence[Known]) -> str:
    """Return a baseline as YAML, one finding a line, so that a version control shows each that comes or goes."""
    lines = "".join(f"  - {json.dumps(_fields(one), ensure_ascii=False)}\n" for one in known)
    return f"{_HEAD}komma: {json.dumps(__version__)}\nfindings:" + (f"\n{lines}" if lines else " []\n")


def write_json(known: Sequence[Known]) -> str:
    """Return a baseline as JSON."""
    whole = {"komma_baseline": FORMAT, "komma": __version__, "findings": [_fields(one) for one in known]}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _fields(one: Known) -> dict[str, str]:
    return {name: getattr(one, name) for name in _FIELDS}


def read_baseline(text: str, file: str) -> tuple[Known, ...]:
    """Return what a baseline holds, written as YAML or JSON.

    Raises ``UsageError``: ``cli.baseline_foreign`` for another kind of file, ``cli.baseline_newer`` for one of a newer
    komma, ``cli.baseline_damaged`` for one that was changed by hand or cut off.
    """
    try:
        data = parse(text)
    except YamlSyntaxError as error:
        known = "komma_baseline" in text
        key = "cli.baseline_damaged" if known else "cli.baseline_foreign"
        raise UsageError(key, file=file, **({"entry": error.line or 1} if known else {})) from error
    if not isinstance(data, Mapping) or "komma_baseline" not in data:
        raise UsageError("cli.baseline_foreign", file=file)
    version, entries = data["komma_baseline"], data.get("findings")
    if isinstance(version, int) and version > FORMAT:
        raise UsageError("cli.baseline_newer", file=file)
    if version != FORMAT or isinstance(version, bool) or not isinstance(entries, list):
        raise UsageError("cli.baseline_damaged", file=file, entry=1)
    return tuple(_entry(entry, position, file) for position, entry in enumerate(entries, 1))


def _entry(entry: Any, position: int, file: str) -> Known:
    sound = (
        isinstance(entry, dict)
        and all(isinstance(entry.get(name), str) for name in _FIELDS)
        and _FINGERPRINT.fullmatch(entry["fingerprint"])
        and _RULE.fullmatch(entry["rule"])
    )
    if not sound:
        raise UsageError("cli.baseline_damaged", file=file, entry=position)
    return Known(*(entry[name] for name in _FIELDS))


def applied(
    results: Iterable[Result],
    known: Sequence[Known],
    looked_at: Callable[[str], bool],
    keep: Callable[[Iterable[Result]], Sequence[Result]] = tuple,
) -> Applied:
    """Hide the known findings. ``looked_at`` says whether a rule took part in this run.

    A known finding is gone only where its rule could really look: in a file of this run, in its profile, not skipped.
    The results are taken one by one, and ``keep`` is how those that are left are held.
    """
    hiding = _Hiding(known)
    left = keep(hiding.left_of(result) for result in results)
    return Applied(left, hiding.hidden, tuple(sorted(one for one in hiding.missed() if looked_at(one.rule))))


class _Hiding:
    """Hides findings file by file and remembers of each file only which known ones could be missed in it."""

    def __init__(self, known: Iterable[Known]) -> None:
        self.hidden = 0
        self._of_file: dict[str, list[Known]] = {}
        for one in known:
            self._of_file.setdefault(one.file, []).append(one)
        self._prints = {one.fingerprint for ones in self._of_file.values() for one in ones}
        self._present: set[str] = set()
        self._expected: dict[str, list[Known]] = {}

    def left_of(self, result: Result) -> Result:
        """Return a result without what is known."""
        own = fingerprints(result.name, result.findings)
        self._present.update(mark for mark in own if mark in self._prints)
        pairs = zip(result.findings, own, strict=True)
        left = tuple(one for one, mark in pairs if mark not in self._prints or one.rule in NEVER_ACCEPTED)
        self.hidden += len(result.findings) - len(left)
        file = relative_name(result.name)
        if file in self._of_file:
            self._expected[file] = [one for one in self._of_file[file] if _could_look(result, one.rule)]
        return replace(result, findings=left)

    def missed(self) -> Iterator[Known]:
        """Yield what was expected in a file and is not there; all files must have been through."""
        return (one for ones in self._expected.values() for one in ones if one.fingerprint not in self._present)


def _could_look(result: Result, rule: str) -> bool:
    """Say whether a rule could look at a file, so that a finding that is not there is really gone."""
    if result.failure is not None or any(one.reason == "unreadable" or one.rule == rule for one in result.skipped):
        return False
    known = all_rules().get(rule)
    return known is None or PROFILES.index(known.profile) <= PROFILES.index(result.profile)
