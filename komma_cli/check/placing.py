"""From a rule's path to the path, the line and the words of the file; the file is composed only if there is a hit."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable
from typing import Any

from komma_cli.check.finding import Finding, Hit, Link, Place, Related, SymbolicParts
from komma_cli.check.registry import Rule
from komma_cli.model.describe import Parts
from komma_cli.paths import Ids, format_path
from komma_cli.store.places import Place as StorePlace
from komma_cli.store.places import Places, drift
from komma_cli.store.reading import Source

_KEY_RULES = {"K010"}
"""Rules that point at the key and not at what stands behind it."""


class Placing:
    """Turns hits into findings for one file. ``left_out`` are the paths that ``salvage`` had to leave out."""

    def __init__(self, source: Source, data: dict[str, Any], left_out: list[Parts]) -> None:
        self._data = data
        self.places = Places(source, data)
        self._ids = Ids()
        self._removed: dict[Parts, list[int]] = {}
        self._left_out = _LeftOut(self._leave_out(parts) for parts in left_out)

    def locate(self, rule: Rule, hit: Hit) -> Parts | None:
        """Return the concrete path of a hit; None if it speaks of something that komma itself had to leave out."""
        if hit.place is not None:
            return ()
        parts = self.concrete(hit.parts, shifted=_is_shifted(rule))
        if not rule.id.startswith("K0") and self._left_out.explains(parts):
            return None
        return parts

    def finding(self, rule: Rule, hit: Hit, parts: Parts, *, placed: bool = True) -> Finding:
        """Return the finding of a hit at its concrete path; without ``placed`` the file is not composed for it."""
        severity = hit.severity or rule.severity
        path = format_path(parts, self._data, self._ids)
        if not placed:
            return Finding(rule.id, severity, path, None, hit.values)
        if hit.place is not None:
            place = _own(self.places.at(*hit.place))
            return Finding(rule.id, severity, path, place, hit.values, related=self._related(rule, hit))
        values = hit.values
        written = drift(parts, values.get("value"), self.places)
        if written and _quotes_help(values, written):
            became = _as_read(values["value"])
            values = {**values, "written": written, "became": became if became != written else ""}
        place = _own(self.places.place(parts, key=rule.id in _KEY_RULES))
        return Finding(rule.id, severity, path, place, values, related=self._related(rule, hit))

    def _related(self, rule: Rule, hit: Hit) -> tuple[Related, ...]:
        return tuple(found for link in hit.related if (found := self._second(rule, link)) is not None)

    def _second(self, rule: Rule, link: Link) -> Related | None:
        """Return the second place of a hit; None where it is not in the file as such."""
        if link.place is not None:
            return Related(link.what, "", _own(self.places.at(*link.place)))
        parts = self.concrete(link.parts, shifted=_is_shifted(rule))
        place = self.places.place(parts)
        return Related(link.what, format_path(parts, self._data, self._ids), _own(place)) if place.exact else None

    def concrete(self, parts: SymbolicParts, *, shifted: bool) -> Parts:
        """Return the path with positions of the file's data; ``shifted`` positions count what was left over."""
        found: list[str | int] = []
        node: Any = self._data
        for part in parts:
            step = part
            if isinstance(node, list) and isinstance(part, str):
                step = next(iter(self._ids.positions(node, part)), part)
            elif isinstance(part, int) and shifted:
                step = _raw_position(part, self._removed.get(tuple(found), []))
            found.append(step)
            node = _below(node, step)
        return tuple(found)

    def _leave_out(self, parts: Parts) -> Parts:
        """Note a path that was left out; return it as it stands in the file."""
        concrete = self.concrete(parts, shifted=True)
        last = concrete[-1]
        if isinstance(last, int):
            insort(self._removed.setdefault(concrete[:-1], []), last)
        return concrete


class _LeftOut:
    """The paths of what was left out, asked for every hit."""

    def __init__(self, paths: Iterable[Parts]) -> None:
        self._gone = frozenset(paths)
        fields = {gone[:-1] if isinstance(gone[-1], int) else gone for gone in self._gone}
        self._missed = fields | {field[:-1] for field in fields}

    def explains(self, parts: Parts) -> bool:
        """Say whether a hit at ``parts`` may only be there because that (or an item of it) was left out."""
        if not self._gone:
            return False
        return parts in self._missed or any(parts[:length] in self._gone for length in range(len(parts) + 1))


def _is_shifted(rule: Rule) -> bool:
    """Say whether the positions of a rule's paths count what was left over."""
    return not rule.on_data and not rule.id.startswith("K0")


def _raw_position(position: int, removed: list[int]) -> int:
    """Return where the item stood that is at ``position`` in what was left over; ``removed`` is sorted."""
    before = bisect_right(range(len(removed)), position, key=lambda at: removed[at] - at)
    return position + before


def _below(node: Any, step: str | int) -> Any:
    if isinstance(node, dict):
        return node.get(step)
    if isinstance(node, list) and isinstance(step, int) and 0 <= step < len(node):
        return node[step]
    return None


def _quotes_help(values: dict[str, Any], written: str) -> bool:
    """Say whether the value as it is written would be right in quotes; a truth value or a date would not."""
    problem = values.get("problem")
    return problem == "not_text" or (problem == "not_in_list" and written in values.get("choices", ()))


def _own(place: StorePlace) -> Place:
    return Place(place.line, place.column, place.end_column, place.excerpt_line)


def _as_read(value: object) -> str:
    """Return a number or truth value as YAML writes it."""
    return str(value).lower() if isinstance(value, bool) else str(value)
