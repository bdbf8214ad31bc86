"""The findings that are known and stay for now: written once, hidden from then on, so that new ones show.

A baseline holds for each finding its rule, its path and its fingerprint, and the file it stands in; none of the plan's
own words. What cannot be read in full can be in no baseline: behind such a finding nobody knows what is hidden.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
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


@dataclass(frozen=True, order=True)
class Known:
    """A finding that is known: the name of its file as seen from the working folder, rule, path, fingerprint."""

    file: str
    rule: str
    path: str
    fingerprint: str


@dataclass(frozen=True)
class Applied:
    """The results without what is known, how many findings that were, and what is known but no longer there."""

    results: tuple[Result, ...]
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


def applied(results: Sequence[Result], known: Sequence[Known], looked_at: Callable[[str], bool]) -> Applied:
    """Hide the known findings. ``looked_at`` says whether a rule took part in this run.

    A known finding is gone only where its rule could really look: in a file of this run, in its profile, not skipped.
    """
    prints = {one.fingerprint for one in known}
    left: list[Result] = []
    present: set[str] = set()
    for result in results:
        own = fingerprints(result.name, result.findings)
        present.update(own)
        pairs = zip(result.findings, own, strict=True)
        kept = [one for one, mark in pairs if mark not in prints or one.rule in NEVER_ACCEPTED]
        left.append(replace(result, findings=tuple(kept)))
    hidden = sum(len(before.findings) - len(after.findings) for before, after in zip(results, left, strict=True))
    by_file = {relative_name(result.name): result for result in results}
    gone = [
        one
        for one in known
        if one.fingerprint not in present
        and one.file in by_file
        and looked_at(one.rule)
        and _could_look(by_file[one.file], one.rule)
    ]
    return Applied(tuple(left), hidden, tuple(sorted(gone)))


def _could_look(result: Result, rule: str) -> bool:
    """Say whether a rule could look at a file, so that a finding that is not there is really gone."""
    if result.failure is not None or any(one.reason == "unreadable" or one.rule == rule for one in result.skipped):
        return False
    known = all_rules().get(rule)
    return known is None or PROFILES.index(known.profile) <= PROFILES.index(result.profile)
