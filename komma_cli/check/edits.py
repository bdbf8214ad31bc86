"""What of the text could be replaced to mend a finding, where there is only one way and it keeps the meaning.

Safe is: the same value in the form that the plan wants (quotes around a number with a leading zero, ``31.1.2027`` as
``2027-01-31``), a key or a word of a list that can only mean one thing, a mark at the beginning that nobody needs.
What a person would have to decide is never offered.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from komma_cli import dates, durations, hours, paths, phones
from komma_cli.check.finding import Edit, Finding
from komma_cli.errors import UsageError
from komma_cli.model.describe import FieldSpec, Parts, fields_of, locate
from komma_cli.model.fields import Section
from komma_cli.model.playbook import Playbook
from komma_cli.model.problems import check_value
from komma_cli.store.encoding import RawProblem
from komma_cli.store.places import Places
from komma_cli.store.reading import Source, load, source_from_bytes
from komma_cli.store.splice import same
from komma_cli.texts import LANGUAGES, label, text, words
from komma_cli.yamlread import YamlSyntaxError, parse

FIXABLE = frozenset({"K002", "K010", "K011", "K013", "K014", "K018"})
"""Rules with findings that can have a safe edit: mark at the beginning, key, type, list, form, tab."""
MENDABLE = frozenset({"bom", "tab", "empty"})
"""Problems of the bytes and the YAML with which a file can still be mended; with others nobody knows what it means."""
ALIKE, NOT_ALIKE = 0.8, 0.7
"""A key is renamed if one known key is at least so much alike (0 to 1) and no other one comes near it; komma's own."""
MOST = 100
_MANY_UNKNOWN = 20
"""In a mapping with more unknown keys than that nobody knows what any of them means."""
_TWO_DAYS = (date(2001, 1, 1), date(2026, 6, 17))
"""What is read alike on both is no distance from today."""
_TAB_WIDTHS = (2, 4, 8, 3, 1)


@dataclass(frozen=True)
class Repair:
    """The edits that mend a finding together, and what they do to the data: nothing, a new value, or a new key."""

    edits: tuple[Edit, ...]
    parts: Parts | None = None
    value: Any = None
    key: str | None = None

    def carry_out(self, data: dict[str, Any]) -> None:
        """Change plain data as the edits will change what the text means."""
        if self.parts is None:
            return
        holder: Any = paths.get(data, self.parts[:-1]) if self.parts[:-1] else data
        if self.key is not None:
            holder[self.key] = holder.pop(self.parts[-1])
        else:
            holder[self.parts[-1]] = self.value


def hindering(problems: Iterable[RawProblem]) -> list[RawProblem]:
    """Return what keeps a whole file from being mended."""
    return [problem for problem in problems if problem.kind not in MENDABLE]


def edits_for(finding: Finding, source: Source) -> tuple[Edit, ...]:
    """Return the edits of the text of ``source`` that mend the finding, or nothing if there is no single safe way."""
    if finding.rule not in FIXABLE:
        return ()
    repair = Fixer(source, load(source).data or {}).repair(finding)
    return repair.edits if repair is not None else ()


def with_edits(
    findings: list[Finding], source: Source, data: dict[str, Any], places: Places | None = None
) -> list[Finding]:
    """Return the findings with their edits; a file without findings that can have one is not looked at again.

    In a file with more than ``MOST`` such findings the later ones have none: it is no plan any more.
    """
    fixer, looked_at = Fixer(source, data, places), 0
    found = []
    for finding in findings:
        repair = None
        if finding.rule in FIXABLE and looked_at < MOST:
            looked_at += 1
            repair = fixer.repair(finding)
        found.append(finding if repair is None else replace(finding, edits=repair.edits))
    return found


class Fixer:
    """Finds the repairs for the findings of one source with the ``data`` that was read of it."""

    def __init__(self, source: Source, data: dict[str, Any], places: Places | None = None) -> None:
        """Look at nothing yet. ``places`` are those of this source, where they are at hand."""
        self._source = source
        self._data = data
        self._places = places or Places(source, data)

    def repair(self, finding: Finding) -> Repair | None:
        """Return the one safe repair of a finding, or None."""
        if finding.rule == "K002":
            return Repair((Edit(1, 1, 1, 1, "", byte_order_mark=True),))
        if finding.rule == "K018":
            return Repair(self._tabs) if self._tabs else None
        if finding.rule not in FIXABLE or not finding.path:
            return None
        try:
            parts = paths.resolve(paths.parse_path(finding.path), self._data)
        except UsageError:
            return None
        if finding.rule == "K010":
            return self._rename(parts, finding.values)
        return self._rewrite(parts, finding.values)

    @cached_property
    def _tabs(self) -> tuple[Edit, ...]:
        """Return blanks for the tabs that indent lines, if all ways of reading them that work mean the same."""
        lines = self._source.text.split("\n")
        indents = {at: found[0] for at, line in enumerate(lines) if (found := re.match(r" *\t[ \t]*(?=\S)", line))}
        if not 0 < len(indents) <= MOST or any(re.search(r"[|>][+-]?\d*(?:\s+#.*)?$", line) for line in lines):
            return ()  # in a text of several lines a tab may be part of the text
        ways: list[Callable[[str], str]] = [
            *(lambda indent, width=width: indent.replace("\t", " " * width) for width in _TAB_WIDTHS),
            *(lambda indent, width=width: indent.expandtabs(width) for width in _TAB_WIDTHS),
        ]
        working: list[tuple[dict[int, str], dict[str, Any]]] = []
        for way in ways:
            mended = {at: way(indent) for at, indent in indents.items()}
            trial = [mended[at] + line[len(indents[at]) :] if at in mended else line for at, line in enumerate(lines)]
            try:
                parse("\n".join(trial))  # the fast parser first: most ways do not work
            except YamlSyntaxError:
                continue
            loaded = load(source_from_bytes("\n".join(trial).encode(), ""))
            if loaded.data is not None and not loaded.problems:
                working.append((mended, loaded.data))
        if not working or not all(same(data, working[0][1]) for _, data in working):
            return ()
        return tuple(Edit(at + 1, 1, at + 1, len(indents[at]) + 1, new) for at, new in working[0][0].items())

    def _rename(self, parts: Parts, values: Mapping[str, Any]) -> Repair | None:
        section, holder = _section(parts[:-1]), paths.get(self._data, parts[:-1])
        key = parts[-1]
        if values.get("problem") != "unknown_key" or section is None or not isinstance(key, str):
            return None
        known = [spec.key for spec in fields_of(section)]
        unknown = holder.keys() - known
        if not values.get("similar") or len(unknown) > _MANY_UNKNOWN:
            return None
        meant = _only_meant(key, known)
        rivals = [other for other in unknown if _only_meant(other, known) == meant]
        if meant is None or meant in holder or rivals != [key] or not _fits(section, meant, holder[key]):
            return None
        edit = self._edit(self._places.place(parts, key=True), (key, f'"{key}"', f"'{key}'"), meant)
        return None if edit is None else Repair((edit,), parts, key=meant)

    def _rewrite(self, parts: Parts, values: Mapping[str, Any]) -> Repair | None:
        spec = locate(Playbook, parts)
        value = paths.get(self._data, parts)
        if spec is None or isinstance(value, dict | list | None.__class__):
            return None
        written = self._places.source_scalar(parts)
        new, quoted = _meant(spec, value, values)
        if new is None or (new == value and type(new) is type(value)) or not self._accepts(parts, new, alone=quoted):
            return None
        edit = self._edit(self._places.place(parts), (written,), _as_written(new, written, quoted=quoted))
        return None if edit is None else Repair(_narrow(edit, written), parts, value=new)

    def _edit(self, place: Any, expected: Iterable[str], new: str) -> Edit | None:
        """Return the edit of a stretch of one line, if what stands there is what was expected."""
        there = place.excerpt_line[place.column - 1 : place.end_column - 1]
        if not place.exact or there not in expected or not there:
            return None
        return Edit(place.line, place.column, place.line, place.end_column, new)

    def _accepts(self, parts: Parts, new: Any, *, alone: bool) -> bool:
        """Say whether the model takes the new value where it would stand, in a channel beside its kind.

        ``alone``: what it becomes beside the kind is a finding of its own.
        """
        at = parts[:-1] if isinstance(parts[-1], int) else parts
        section, key = _section(at[:-1]), str(at[-1])
        if section is None or not _fits(section, key, [new] if len(at) < len(parts) else new):
            return False
        if alone or parts[-1] != "value" or len(parts) < 3:
            return True
        channel, above = paths.get(self._data, parts[:-1]), _section(parts[:-3])
        if not isinstance(channel, dict) or above is None:
            return True
        return _fits(above, str(parts[-3]), [{**channel, "value": new}])


def _narrow(edit: Edit, written: str) -> tuple[Edit, ...]:
    """Return what an edit of a value only adds or takes away at its ends, so that it need not repeat the value."""
    line, start, end, new = edit.line, edit.column, edit.end_column, edit.text
    if written[:1] in {'"', "'"} and written[:1] == new[:1] and min(len(written), len(new)) > 1:
        start, end, written, new = start + 1, end - 1, written[1:-1], new[1:-1]
    if written and written in new:
        before, after = new.split(written, 1)
        around = (Edit(line, start, line, start, before), Edit(line, end, line, end, after))
    elif new and new in written:
        at = start + written.index(new)
        around = (Edit(line, start, line, at, ""), Edit(line, at + len(new), line, end, ""))
    else:
        return (edit,)
    return tuple(one for one in around if one.text or one.column < one.end_column)


def _section(parts: Parts) -> type[Section] | None:
    """Return the section whose fields stand at a path."""
    if not [part for part in parts if isinstance(part, str)]:
        return Playbook
    spec = locate(Playbook, parts)
    return spec.group if spec is not None else None


def _fits(section: type[Section], key: str, value: Any) -> bool:
    """Say whether a field takes a value, or its one safe form; what is wrong inside a group is another finding."""
    spec = next(spec for spec in fields_of(section) if spec.key == key)
    if spec.many and not isinstance(value, list):
        return False
    return all(_takes(section, spec, one) for one in (value if spec.many else [value]))


def _takes(section: type[Section], spec: FieldSpec, value: Any) -> bool:
    problem = check_value(section, spec, value)
    if problem is None or (problem.parts and not problem.kind.startswith("channel_")):
        return True
    return isinstance(value, str) and _by_problem(problem.kind, spec, value) not in (None, value)


def _only_meant(key: str, known: Iterable[str]) -> str | None:
    """Return the one known key that an unknown one can be a slip of, or None."""
    plain = re.sub(r"[-\s]+", "_", key.strip()).casefold()
    degrees = sorted(((difflib.SequenceMatcher(None, plain, one).ratio(), one) for one in known), reverse=True)
    if not degrees or degrees[0][0] < ALIKE or (len(degrees) > 1 and degrees[1][0] > NOT_ALIKE):
        return None
    return degrees[0][1]


def _meant(spec: FieldSpec, value: Any, values: Mapping[str, Any]) -> tuple[Any, bool]:
    """Return what a wrong value can only mean (None: more than one thing), and whether it must stand in quotes."""
    problem = str(values.get("problem", ""))
    written = values.get("written")
    if written and problem in {"not_text", "not_in_list"}:
        return (None, False) if re.search(r"[\"\\]", str(written)) else (str(written), True)
    if not isinstance(value, str):
        return None, False
    return _by_problem(problem, spec, value), False


def _by_problem(problem: str, spec: FieldSpec, value: str) -> Any:
    if problem == "not_in_list":
        return _of_list(spec, value)
    if problem == "not_flag":
        return _flag(value)
    if problem == "not_number":
        return int(value) if re.fullmatch(r"[0-9]{1,9}", value) and str(int(value)) == value else None
    reader = _READERS.get(problem)
    return reader(value) if reader is not None else None


def _of_list(spec: FieldSpec, value: str) -> str | None:
    """Return the word of the list that is meant, also in other case or as people read it in one of the languages."""
    said = _plain(value)
    choices = [choice for choice in spec.values if isinstance(choice, str)]
    meant = {choice for choice in choices if _plain(choice) == said}
    if not meant and spec.vocabulary is not None:
        meant = {one for one in choices if any(_plain(label(spec.vocabulary, one, lang)) == said for lang in LANGUAGES)}
    return meant.pop() if len(meant) == 1 else None


def _plain(said: str) -> str:
    return re.sub(r"[\s,_-]+", " ", said).strip().casefold()


def _flag(value: str) -> bool | None:
    said = _plain(value)
    for name, flag in (("yes", True), ("no", False)):
        if said == str(flag).lower() or any(said == text(f"wizard.{name}", lang).casefold() for lang in LANGUAGES):
            return flag
    return None


def _day(value: str) -> str | None:
    """Return the ISO day of a date in figures or with the month as a word; nothing that depends on today."""
    try:
        found = {dates.read(value, lang, today) for lang in LANGUAGES for today in _TWO_DAYS}
    except dates.NotADay:
        return None
    day = found.pop()
    figures = [int(figure) for figure in re.findall(r"\d+", value)]
    return day.isoformat() if not found and {day.day, day.year} <= set(figures) else None


def _length(value: str) -> str | None:
    found = {durations.read(value, lang) for lang in LANGUAGES}
    return found.pop() if len(found) == 1 else None


def _hours(value: str) -> str | None:
    """Return hours in the file's form; what the text does not say of public holidays is not added."""
    found = {hours.read(value, lang) for lang in LANGUAGES}
    read = found.pop() if len(found) == 1 else None
    if read is None or not read.endswith("; PH off") or _speaks_of_holidays(value):
        return read
    return read.removesuffix("; PH off")


def _speaks_of_holidays(value: str) -> bool:
    said = " ".join(value.casefold().split())
    known = [words("hours", lang) for lang in LANGUAGES]
    closed = [one for names in known for one in (names["holidays_closed"], *names["holidays_closed_words"])]
    return "ph off" in said or any(one.casefold() in said for one in closed)


def _phone(value: str) -> str | None:
    try:
        return phones.read(value)
    except phones.NotANumber:
        return None


_READERS: dict[str, Callable[[str], str | None]] = {
    "date_format": _day,
    "duration_format": _length,
    "hours_german": _hours,
    "hours_syntax": _hours,
    "channel_phone": _phone,
    "shape_line": str.strip,
    "shape_prose": str.strip,
    "shape_language": str.lower,
}
"""By problem: what reads the value as the interview does."""


def _as_written(value: Any, before: str, *, quoted: bool) -> str:
    """Return a value as YAML, in the quotation marks that stood there before."""
    if quoted or (isinstance(value, str) and before[:1] in {'"', "'"} and not re.search(r"[\"'\\]", value)):
        mark = '"' if quoted else before[0]
        return f"{mark}{value}{mark}"
    from komma_cli.store.emit import scalar  # loads what only writing needs

    return scalar(value, flow=True)
