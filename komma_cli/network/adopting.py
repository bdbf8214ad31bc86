"""Released practices of a network: finding one, and taking it over with its source."""

from __future__ import annotations

import difflib
import hashlib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from komma_cli.errors import UsageError
from komma_cli.model.playbook import Playbook
from komma_cli.model.strategy import Origin
from komma_cli.network.bundle import SharedPractice, digest
from komma_cli.network.view import Member
from komma_cli.slugs import slug
from komma_cli.texts import Lang, text

_LONGEST = 50
News = Literal["same", "changed", "gone"]


@dataclass(frozen=True)
class Released:
    """A practice with the municipality that released it."""

    member: Member
    practice: SharedPractice

    @property
    def id(self) -> str:
        """Return what it is called on the command line: the municipality's key and its own id."""
        return f"{self.member.key}/{self.practice.id}"


def released(members: Iterable[Member]) -> Iterator[Released]:
    """Yield every released practice, by Land and name of its municipality."""
    for member in members:
        for practice in member.practices:
            yield Released(member, practice)


def search(members: Iterable[Member], term: str, state: str | None, pillar: str | None) -> tuple[Released, ...]:
    """Return the practices that fit all conditions; every word of ``term`` occurs in name, title or text."""
    wanted = [slug(word) for word in term.split()]
    return tuple(
        found
        for found in released(members)
        if (state is None or found.member.state == state)
        and (pillar is None or found.practice.pillar == pillar)
        and all(word in _haystack(found) for word in wanted)
    )


def practice(members: Iterable[Member], identifier: str) -> Released:
    """Return one practice by ``key/id``. Raises ``UsageError`` ``network.unknown_practice`` with the nearest ones."""
    known = {found.id: found for found in released(members)}
    wanted = identifier.strip()
    if wanted in known:
        return known[wanted]
    near = difflib.get_close_matches(wanted, known, n=3, cutoff=0.0)
    raise UsageError("network.unknown_practice", value=identifier, near=", ".join(near))


def as_playbook_goal(found: Released, today: date, lang: Lang) -> dict[str, Any]:
    """Return a goal with one planned measure for ``model.strategy.Goal``; the measure names source and licence.

    What the municipality says of its cost and conditions stays with the practice: another one has its own.
    """
    shared = found.practice
    measure: dict[str, Any] = {
        "id": f"from-{_short(f'{slug(found.member.key)}-{shared.id}')}",
        "title": (title := _seen(shared.title)),
        "description": _seen(shared.description or shared.why),
        "kind": shared.kind,
        "status": "planned",
        "source": _source_line(found, lang),
        "origin": {
            "municipality": found.member.name,  # as it is: ``practice news`` finds it by this name
            "practice": shared.id,
            "digest": digest(shared),
            "on": today.isoformat(),
        },
    }
    kept = {name: value for name, value in measure.items() if value is not None}
    return {"id": f"goal-{measure['id']}", "title": title, "measures": [kept]}


def adopted(playbook: Playbook, members: Iterable[Member]) -> Iterator[tuple[str, Origin, News]]:
    """Yield title and origin of each measure that was taken over, and whether the origin says something else now."""
    known: dict[tuple[str, str], set[str]] = {}
    for found in released(members):
        known.setdefault((found.member.name, found.practice.id), set()).add(digest(found.practice))
    for field in playbook.strategy.fields if playbook.strategy else ():
        for goal in field.goals:
            for measure in goal.measures:
                if (origin := measure.origin) is not None:
                    there = known.get((origin.municipality, origin.practice))
                    yield measure.title, origin, _news(origin, there)


def _short(name: str) -> str:
    """Return a name that leaves room for ``goal-from-`` in an id; different ones stay different."""
    if len(name) <= _LONGEST:
        return name
    return f"{name[: _LONGEST - 9].rstrip('-')}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def _seen(words: str) -> str:
    """Return words without signs that nobody sees: they could turn a line of the plan around or hide something."""
    kept = "".join(sign for sign in words if sign == "\n" or unicodedata.category(sign)[0] != "C")
    return kept.strip() or "?"


def _news(origin: Origin, there: set[str] | None) -> News:
    if there is None:
        return "gone"
    return "same" if origin.digest in there else "changed"


def _source_line(found: Released, lang: Lang) -> str:
    line = text(
        "network.adopted_source",
        lang,
        place=found.member.name,
        practice=found.practice.id,
        licence=found.practice.licence,
    )
    return line[:200]


def _haystack(found: Released) -> str:
    shared = found.practice
    return slug(" ".join((found.id, found.member.name, shared.title, shared.description or "", shared.why)))
