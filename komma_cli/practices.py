"""Good practices of other places: what they did, where that is written, and what a municipality can take over.

Facts stand in ``data/practices.yaml``, the words in ``data/<lang>/practices.yaml``. Only what a public page says is
here; a page that is old, or the voice of a council group, says so itself. Nothing is read before the first call.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from komma_cli import goals
from komma_cli.errors import UsageError
from komma_cli.goals import PILLARS, Goal, Source
from komma_cli.slugs import slug
from komma_cli.texts import Lang, facts, guarded, label, words

OLD_AFTER_YEARS = 5
"""A page that was so much older than the latest page read is called old: Dortmund found its own plan outdated then."""
NOT_FOR_PAPERS = "party"
"""Pages of this kind are never printed as a link in a paper of the administration (neutrality towards parties)."""


@dataclass(frozen=True)
class Practice:
    """What one place did, in the reader's language."""

    id: str
    place: str
    state: str | None
    """Land code; None outside Germany."""
    title: str
    did: str
    year: str | None
    """When it was done; None where the source does not say."""
    take_over: str
    pillar: str
    eccar: tuple[int, ...]
    field: str
    """Id of a field of action of the blueprint."""
    goal: Goal
    source: Source
    source_kind: str
    """``official``, ``press``, ``project`` or ``party``."""
    date_text: str
    """Date of the source in words, also where it shows none."""
    cautions: tuple[str, ...]
    """Sentences to read before anything is taken over: the source is old or an opinion."""
    confidence: str
    """S: the source describes what was done. The measures have their own."""
    answers: tuple[str, ...]
    """Rules that are met where the practice is taken over, as komma judges it; often none."""


@cache
@guarded("practices")
def practices(lang: Lang = "de") -> tuple[Practice, ...]:
    """Return every practice in the order of the data file."""
    return tuple(_practice(item, lang) for item in facts("practices")["practices"])


def practice(identifier: str, lang: Lang = "de") -> Practice:
    """Return one practice by its id. Raises ``UsageError`` with the nearest ids."""
    known = {found.id: found for found in practices(lang)}
    wanted = identifier.strip().casefold()
    if wanted in known:
        return known[wanted]
    by_place = [found.id for found in known.values() if slug(wanted) and slug(wanted) in slug(found.place)]
    near = by_place or difflib.get_close_matches(wanted, known, n=3, cutoff=0.0)
    raise UsageError("practices.unknown", value=identifier, near=", ".join(near))


def find(
    term: str = "", state: str | None = None, pillar: str | None = None, lang: Lang = "de"
) -> tuple[Practice, ...]:
    """Return the practices that fit all conditions.

    ``term``: every word of it occurs in place, title or text, whatever its case and accents; ``state``: a Land code.
    Raises ``UsageError`` for a pillar that KommA does not have.
    """
    if pillar is not None and pillar not in PILLARS:
        raise UsageError("practices.unknown_pillar", value=pillar, near=", ".join(PILLARS))
    wanted = [slug(word) for word in term.split()]
    return tuple(
        found
        for found in practices(lang)
        if (state is None or found.state == state)
        and (pillar is None or found.pillar == pillar)
        and all(word in _haystack(found, lang) for word in wanted)
    )


def as_playbook_goal(found: Practice, *, roles: Mapping[str, str]) -> dict[str, Any]:
    """Return goal and measures as plain data for ``model.strategy.Goal``, each measure with its source."""
    return goals.as_playbook_goal(found.goal, roles=roles)


def _haystack(found: Practice, lang: Lang) -> str:
    land = label("state", found.state, lang) if found.state else ""
    return slug(" ".join((found.id, found.place, land, found.title, found.did, found.take_over)))


def _practice(item: Mapping[str, Any], lang: Lang) -> Practice:
    said = words("practices", lang)
    spoken = said["practices"][item["id"]]
    undated = said["undated_on_screen"].format(read_until=facts("practices")["read_until"])
    source = Source(item["id"], item["place"], item["source"], item["source_date"])
    key = "source_line_party" if item["source_kind"] == NOT_FOR_PAPERS else "source_line"
    line = said[key].format(place=item["place"], url=item["source"], date=item["source_date"] or said["undated"])
    return Practice(
        id=item["id"],
        place=item["place"],
        state=item["state"],
        title=spoken["title"],
        did=spoken["did"],
        year=item["year"],
        take_over=spoken["take_over"],
        pillar=item["pillar"],
        eccar=tuple(item["eccar"]),
        field=item["field"],
        goal=Goal(
            id=f"goal-{item['id']}",
            title=spoken["goal"],
            measures=tuple(
                goals.measure(
                    {"eccar": item["eccar"], **each},
                    spoken["measures"][each["id"]],
                    sources=(source,),
                    source_line=line,
                )
                for each in item["measures"]
            ),
        ),
        source=source,
        source_kind=item["source_kind"],
        date_text=item["source_date"] or undated,
        cautions=_cautions(item, said),
        confidence=item["confidence"],
        answers=tuple(item["answers"]),
    )


def _cautions(item: Mapping[str, Any], said: Mapping[str, Any]) -> tuple[str, ...]:
    found = []
    if item["source_kind"] == NOT_FOR_PAPERS:
        found.append(said["caution_party"].format(place=item["place"]))
    dated = item["source_date"]
    latest = int(facts("practices")["read_until"][:4])
    if dated is not None and latest - int(dated[:4]) >= OLD_AFTER_YEARS:
        found.append(said["caution_old"].format(place=item["place"], date=dated))
    return tuple(found)
