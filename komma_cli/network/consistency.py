"""What municipalities have found to be right of komma's directory: where they differ, and what the directory lacks.

Only institutions are compared, and of them only ways and hours that everybody may see.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from komma_cli.directory import DirectoryEntry, entry
from komma_cli.errors import UsageError
from komma_cli.network.bundle import ConfirmedBody

Value = tuple[str, ...]
"""All the ways of one kind, sorted; for the hours the one text."""


@dataclass(frozen=True)
class Saying:
    """What one municipality has confirmed of one body."""

    key: str
    name: str
    body: ConfirmedBody

    def value(self, kind: str) -> Value:
        """Return what it says of one kind of way, or of the hours; empty: nothing."""
        if kind == "hours":
            return (self.body.hours,) if self.body.hours else ()
        return tuple(sorted(way.value for way in self.body.ways if way.kind == kind))


@dataclass(frozen=True)
class Version:
    """One of the values that were confirmed, and by whom, the latest first."""

    value: Value
    sayings: tuple[Saying, ...]

    @property
    def confirmed_on(self) -> date:
        """The latest day on which somebody found it to be right."""
        return self.sayings[0].body.confirmed_on


@dataclass(frozen=True)
class Difference:
    """One kind of way of one body of which something else was confirmed than the directory, or others, say."""

    entry: str
    kind: str
    known: Value
    """What komma's directory says; empty: nothing."""
    versions: tuple[Version, ...]
    """The latest confirmed first; one only: all who confirmed it agree against the directory."""

    @property
    def disputed(self) -> bool:
        """Whether municipalities contradict each other, so that each of them has something to look after."""
        return len(self.versions) > 1


KINDS = ("phone", "email", "web", "post", "hours")


def differences(sayings: Iterable[Saying]) -> tuple[Difference, ...]:
    """Return where confirmed values differ from each other or from the directory, by entry and kind.

    A body the directory does not know (any more) is compared among the municipalities alone.
    """
    by_entry: dict[str, list[Saying]] = {}
    for saying in sayings:
        by_entry.setdefault(saying.body.entry, []).append(saying)
    return tuple(
        found
        for name in sorted(by_entry)
        for kind in KINDS
        if (found := _difference(name, kind, by_entry[name])) is not None
    )


def of_member(found: Iterable[Difference], key: str) -> Iterator[Difference]:
    """Yield the disputed differences in which one municipality takes part."""
    for difference in found:
        if difference.disputed and any(one.key == key for each in difference.versions for one in each.sayings):
            yield difference


def _difference(name: str, kind: str, sayings: Sequence[Saying]) -> Difference | None:
    latest_first = sorted(sayings, key=lambda one: (-one.body.confirmed_on.toordinal(), one.name, one.key))
    by_value: dict[Value, list[Saying]] = {}
    for saying in latest_first:
        if value := saying.value(kind):
            by_value.setdefault(value, []).append(saying)
    known = _known(name, kind)
    if len(by_value) > 1 or any(value != known for value in by_value):
        return Difference(name, kind, known, tuple(Version(value, tuple(each)) for value, each in by_value.items()))
    return None


def _known(name: str, kind: str) -> Value:
    try:
        known: DirectoryEntry = entry(name)
    except UsageError:
        return ()
    if kind == "hours":
        return (known.hours,) if known.hours else ()
    return tuple(sorted(channel.value for channel in known.channels if channel.kind == kind))
