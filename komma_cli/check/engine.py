"""The one pipeline: a source becomes sorted findings; nothing a file may hold makes it raise.

Read, then problems of the form (K0xx), then the rules of the profile, then select and ignore, then deviations.
Whether a finding fails a run (the threshold) is the caller's business.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from komma_cli.check.deviating import covers
from komma_cli.check.finding import SEVERITIES, Finding, Hit, Severity
from komma_cli.check.placing import Placing
from komma_cli.check.registry import Context, Rule
from komma_cli.check.rules import all_rules
from komma_cli.check.schema import Reading, model_hits, raw_hits, read_model, stand_in
from komma_cli.model.describe import fields_of
from komma_cli.model.playbook import FORMAT_VERSION, Playbook, Profile
from komma_cli.model.problems import Problem, validate
from komma_cli.model.review import Deviation
from komma_cli.model.thresholds import Number
from komma_cli.store.places import Places
from komma_cli.store.reading import Loaded, Source, load, source_from_bytes

PROFILES: tuple[Profile, ...] = ("core", "standard", "full")
"""From the smallest to the largest; each runs the rules of those before it."""
Reason = Literal["missing", "broken", "unreadable"]
_MISSING_SECTION = "K019"


@dataclass(frozen=True)
class Skipped:
    """A rule that could not say anything, and why: a section is missing, broken, or nothing could be read."""

    rule: str
    reason: Reason
    section: str


@dataclass(frozen=True)
class Accepted:
    """A finding (without a place) that the municipality accepts on purpose, with the deviation that says so."""

    finding: Finding
    deviation: Deviation


@dataclass(frozen=True)
class Failure:
    """The name of an error and the values of its words (as pairs)."""

    key: str
    values: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True)
class Result:
    """What the check of one file found; findings are sorted by line, column and rule."""

    name: str
    profile: Profile
    findings: tuple[Finding, ...]
    accepted: tuple[Accepted, ...]
    skipped: tuple[Skipped, ...]
    failure: Failure | None = None
    """Why the file could not be checked at all; then there are no findings, and it is not clean either."""
    size: int = 0
    """Bytes of the file."""


@dataclass(frozen=True)
class _Around:
    """What the settings around a file say."""

    profile: Profile
    thresholds: Mapping[str, Number]


_NOTHING_AROUND = _Around("standard", {})


def check_source(
    source: Source,
    *,
    today: date,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    profile: Profile | None = None,
    thresholds: Sequence[tuple[str, Number]] = (),
) -> Result:
    """Check one file. ``select`` and ``ignore`` are beginnings of rule ids (``K2``, ``K203``); select nothing: all.

    ``profile`` and ``thresholds`` are those of the settings around the file, which may name its own.
    """
    around = _Around(profile or "standard", dict(thresholds))
    return _checked(source, load(source), today, chosen_by=(select, ignore), around=around)


def check_data(data: dict[str, Any], *, today: date) -> Result:
    """Check plain data that stands in no file yet, such as the draft of an interview; its findings have no place."""
    return _checked(source_from_bytes(b"", ""), Loaded(data, ()), today, placed=False)


def check_sound(playbook: Playbook, data: dict[str, Any], *, today: date) -> Result:
    """Like ``check_data`` for data of which the model has already made a whole playbook; it is not made again."""
    return _checked(
        source_from_bytes(b"", ""), Loaded(data, ()), today, placed=False, reading=Reading(playbook, [], [])
    )


def check_form(source: Source, loaded: Loaded, problems: list[Problem], *, today: date) -> tuple[Finding, ...]:
    """Return what ``check_source`` finds of the form of a file (K001 to K018), without what would mend it.

    ``loaded`` is what was read of the source, ``problems`` what ``validate`` said of its data: neither is worked out
    again, and nothing is salvaged, because no finding of the form depends on the readable rest.
    """
    data = loaded.data or {}
    if loaded.data == {}:  # every check takes it for a file without sections, not for one without a version
        problems = validate({"komma": FORMAT_VERSION})[1]
    faults = raw_hits(loaded.problems)
    faults += model_hits(problems, loaded.renamed) if loaded.data is not None else []
    context = Context(stand_in(), data, today, _by_rule(faults))
    rules = all_rules()
    hits = [(rules[name], hit) for name in context.faults for hit in rules[name].logic(context)]
    return tuple(_findings(Placing(source, data, []), hits, (), placed=True)[0])


def _checked(
    source: Source,
    loaded: Loaded,
    today: date,
    *,
    chosen_by: tuple[Sequence[str], Sequence[str]] = ((), ()),
    around: _Around = _NOTHING_AROUND,
    placed: bool = True,
    reading: Reading | None = None,
) -> Result:
    data: dict[str, Any] = loaded.data if loaded.data is not None else {}
    reading = reading or read_model(data or {"komma": FORMAT_VERSION})
    faults = raw_hits(loaded.problems)
    faults += model_hits(reading.problems, loaded.renamed) if loaded.data is not None else []
    profile = _profile(data, around.profile)
    rules = [rule for rule in all_rules().values() if PROFILES.index(rule.profile) <= PROFILES.index(profile)]
    sound = reading.sound and loaded.data is not None
    skipped = [skip for rule in rules if (skip := _skip(rule, data, reading, sound)) is not None]
    if sound:
        faults += _missing_sections(skipped, profile)
    context = Context(reading.playbook, data, today, _by_rule(faults), around.thresholds)
    silent = {skip.rule for skip in skipped}
    wanted = [rule for rule in rules if rule.id not in silent and chosen(rule.id, *chosen_by)]
    hits = [(rule, hit) for rule in wanted for hit in rule.logic(context)]
    placing = Placing(source, data, reading.left_out)
    accepting = [deviation for deviation in reading.playbook.deviations if deviation.until >= today]
    kept, accepted = _findings(placing, hits, accepting, placed=placed)
    found = _with_edits(kept, source, loaded, placing.places) if placed else kept
    return Result(source.name, profile, tuple(found), tuple(accepted), tuple(skipped), size=len(source.data))


def chosen(rule: str, select: Sequence[str], ignore: Sequence[str]) -> bool:
    """Say whether a rule takes part; of two beginnings that fit, the longer one counts."""
    if not select and not ignore:
        return True
    wanted = max((len(start) for start in select if rule.startswith(start)), default=-1 if select else 0)
    unwanted = max((len(start) for start in ignore if rule.startswith(start)), default=-1)
    return wanted > unwanted


def reaches(results: Iterable[Result], threshold: Severity) -> bool:
    """Say whether any finding is at least as severe as the threshold."""
    worst = SEVERITIES[: SEVERITIES.index(threshold) + 1]
    return any(finding.severity in worst for result in results for finding in result.findings)


def _profile(data: dict[str, Any], otherwise: Profile) -> Profile:
    return next((name for name in PROFILES if data.get("profile") == name), otherwise)


def _skip(rule: Rule, data: dict[str, Any], reading: Reading, sound: bool) -> Skipped | None:
    """Return why a rule cannot run, or None if it can."""
    if rule.id.startswith("K0") or (rule.on_data and data and not rule.needs):
        return None
    if not sound:
        return Skipped(rule.id, "unreadable", "")
    for section in rule.needs:
        if (section,) in reading.left_out:
            return Skipped(rule.id, "broken", section)
        if not data.get(section):
            return Skipped(rule.id, "missing", section)
        if not getattr(reading.playbook, section):
            return Skipped(rule.id, "broken", section)
    return None


def _missing_sections(skipped: list[Skipped], profile: Profile) -> list[tuple[str, Hit]]:
    """One hit for each missing section that the profile asks for, as severe as the worst rule skipped for it."""
    rules = all_rules()
    wanted = {spec.key for spec in fields_of(Playbook) if spec.core or (spec.needed and profile != "core")}
    worst: dict[str, Severity] = {}
    amount: dict[str, int] = {}
    for skip in skipped:
        if skip.reason == "missing" and skip.section in wanted:
            severity = rules[skip.rule].severity
            worst[skip.section] = min(worst.get(skip.section, severity), severity, key=SEVERITIES.index)
            amount[skip.section] = amount.get(skip.section, 0) + 1
    return [
        (
            _MISSING_SECTION,
            Hit((section,), {"case": section, "section": section, "count": amount[section]}, severity=severity),
        )
        for section, severity in worst.items()
    ]


def _by_rule(faults: list[tuple[str, Hit]]) -> dict[str, list[Hit]]:
    grouped: dict[str, list[Hit]] = {}
    for rule, hit in faults:
        grouped.setdefault(rule, []).append(hit)
    return grouped


def _findings(
    placing: Placing, hits: list[tuple[Rule, Hit]], deviations: Sequence[Deviation], *, placed: bool
) -> tuple[list[Finding], list[Accepted]]:
    """Return the sorted findings, each rule at most once for the same place and path, and those a deviation accepts.

    Only what stands gets a place: a file with nothing but accepted findings need not be composed.
    """
    found: dict[tuple[object, ...], Finding] = {}
    accepted: list[Accepted] = []
    for rule, hit in hits:
        parts = placing.locate(rule, hit)
        if parts is None:
            continue
        draft = placing.finding(rule, hit, parts, placed=False)
        deviation = next((one for one in deviations if covers(one, rule.id, draft.path)), None)
        if deviation is None:
            finding = placing.finding(rule, hit, parts) if placed else draft
            found.setdefault(_order(finding), finding)
        else:
            accepted.append(Accepted(draft, deviation))
    accepted.sort(key=lambda one: _order(one.finding))
    return [found[key] for key in sorted(found)], accepted


def _with_edits(findings: list[Finding], source: Source, loaded: Loaded, places: Places) -> list[Finding]:
    """Return the findings with what mends them safely; only findings of the file's form can have that."""
    if not any(finding.rule.startswith("K0") for finding in findings):
        return findings
    from komma_cli.check.edits import hindering, with_edits

    return findings if hindering(loaded.problems) else with_edits(findings, source, loaded.data or {}, places)


def _order(finding: Finding) -> tuple[int, int, str, str]:
    line, column = (finding.place.line, finding.place.column) if finding.place else (0, 0)
    # a key that is no text is an unknown key too: both at the same place are told once
    alike = finding.rule == "K010" and finding.place is not None
    same = "" if alike else f"{finding.path} {sorted(map(str, finding.values.items()))}"
    return line, column, finding.rule, same
