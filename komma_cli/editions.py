"""The editions ledger: every published state of every scenario card, its sentences as hashes.

A playbook keeps only the fingerprint of the card it copied. The ledger says what stood in that card, so that
``komma update`` can tell words the municipality changed from words komma changed. ``data/editions/<scenario>.yaml``
lists the states, oldest first; ``.ci/editions.py`` appends to it and nothing in it is ever changed. It is read by
nobody but ``komma update``.

One state is ``edition`` (its fingerprint), ``seal`` (hash of the rest, so that a changed line is noticed), ``card``
(track, audiences, level, owner, police), ``said`` (place, German hash, English hash) and ``steps`` (id, phase, kind,
within, who, also, kinds of contacts, law, German hash, English hash). ``-`` stands for nothing, ``@`` before who acts
without a role. New English words alone make a further state with the same fingerprint.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from komma_cli import library
from komma_cli.errors import DataError
from komma_cli.library import LibraryScenario, LibraryStep
from komma_cli.texts import LANGUAGES, Lang, facts, guarded, names

FOLDER = "editions"
NOTHING, ACTOR = "-", "@"
_SAID = ("title", "summary", "communication")


@dataclass(frozen=True)
class Edition:
    """One published state of a card."""

    fingerprint: str
    frame: LibraryScenario
    """The card with everything but its sentences, which are empty."""
    said: Mapping[Lang, Mapping[str, frozenset[str]]]
    """Language -> place as in ``sentences`` -> hashes of what stood there (several if the English words changed)."""

    def had(self, lang: Lang, place: str, sentence: str | None) -> bool:
        """Say whether this sentence stood at the place."""
        return sentence is not None and digest(sentence) in self.said[lang].get(place, frozenset())

    def places(self, beginning: str) -> tuple[str, ...]:
        """Return the places that begin so (``never.``), in the order of the card."""
        return tuple(place for place in self.said["de"] if place.startswith(beginning))


def digest(sentence: str) -> str:
    """Return 8 hexadecimal digits for a sentence; blanks, line ends and the form of an umlaut make no difference."""
    plain = " ".join(unicodedata.normalize("NFC", sentence).split())
    return hashlib.sha256(plain.encode("utf-8", errors="surrogatepass")).hexdigest()[:8]


@guarded("scenarios")
def sentences(scenario_id: str, lang: Lang) -> dict[str, str]:
    """Return place -> sentence of the card as it is now: ``title``, ``never.<key>``, ``steps.<id>``."""
    found = library.scenario(scenario_id, lang)
    keys = facts(f"scenarios/{found.id}")["never"]
    said = {name: str(getattr(found, name)) for name in _SAID}
    said |= {f"never.{key}": sentence for key, sentence in zip(keys, found.never, strict=True)}
    return said | {f"steps.{step.id}": step.text for step in found.steps}


def entry(scenario_id: str) -> dict[str, Any]:
    """Return the present state of a card as the ledger holds it."""
    found = library.scenario(scenario_id)
    hashes = {
        place: " ".join(digest(sentences(scenario_id, lang)[place]) for lang in LANGUAGES)
        for place in sentences(scenario_id, "de")
    }
    card = (found.track, _joined(found.audiences), found.minimum_level or NOTHING, found.owner, found.police)
    content = {
        "edition": library.fingerprint(scenario_id),
        "card": " ".join(card),
        "said": [f"{place} {hashes[place]}" for place in hashes if not place.startswith("steps.")],
        "steps": [f"{_step_line(step)} {hashes[f'steps.{step.id}']}" for step in found.steps],
    }
    return {"edition": content["edition"], "seal": _seal(content), **content}


def published(scenario_id: str) -> tuple[Edition, ...]:
    """Return the states of a card, oldest first. Raises ``DataError`` with the file and the place of a damage."""
    file = f"{FOLDER}/{scenario_id}"
    entries = facts(file)
    if not isinstance(entries, list):
        raise DataError("texts.damaged", file=file, reason="1")
    found = []
    for number, each in enumerate(entries, 1):
        try:
            found.append(_edition(scenario_id, each))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            place = f"{number}: {error}"
            raise DataError("texts.damaged", file=file, reason=place) from error
    return tuple(found)


def since(scenario_id: str, fingerprint: str) -> tuple[Edition, ...]:
    """Return the state a fingerprint stands for and all that followed it, oldest first; none if komma never published
    such a state."""
    every = published(scenario_id)
    same = [each for each in every if each.fingerprint == fingerprint]
    if not same:
        return ()
    said = {
        lang: {place: frozenset().union(*(each.said[lang][place] for each in same)) for place in same[-1].said[lang]}
        for lang in LANGUAGES
    }
    later = [each for each in every[every.index(same[0]) + 1 :] if each.fingerprint != fingerprint]
    return (Edition(fingerprint, same[-1].frame, said), *later)


def missing() -> tuple[str, ...]:
    """Return the scenarios whose present state the ledger does not hold yet."""
    known = names(FOLDER)
    return tuple(
        found.id
        for found in library.scenarios()
        if found.id not in known or entry(found.id) not in (facts(f"{FOLDER}/{found.id}") or [])
    )


def _step_line(step: LibraryStep) -> str:
    who = step.role or f"{ACTOR}{step.actor}"
    many = (_joined(step.also), _joined(step.contact_kinds))
    return " ".join((step.id, step.phase, step.kind, step.within, who, *many, step.law or NOTHING))


def _edition(scenario_id: str, content: Mapping[str, Any]) -> Edition:
    """Return one state. Raises ``ValueError`` and the like where it has another form than ``entry`` makes."""
    if content["seal"] != _seal(content):
        raise ValueError(f"seal {content['seal']}")
    said: dict[Lang, dict[str, frozenset[str]]] = {lang: {} for lang in LANGUAGES}
    steps = []
    for line in content["said"]:
        place, *hashes = line.split(" ")
        _remember(said, place, hashes)
    for line in content["steps"]:
        identifier, phase, kind, within, who, also, contacts, law, *hashes = line.split(" ")
        _remember(said, f"steps.{identifier}", hashes)
        acts = (
            {"role": None, "actor": who.removeprefix(ACTOR)} if who.startswith(ACTOR) else {"role": who, "actor": None}
        )
        steps.append(
            LibraryStep(
                id=identifier,
                phase=phase,
                kind=kind,
                text="",
                also=_parts(also),
                within=within,
                contact_kinds=_parts(contacts),
                law=None if law == NOTHING else law,
                sources=(),
                confidence="D",
                **acts,
            )
        )
    track, audiences, level, owner, police = content["card"].split(" ")
    frame = LibraryScenario(
        id=scenario_id,
        code="",
        title="",
        summary="",
        track=track,
        audiences=_parts(audiences),
        minimum_level=None if level == NOTHING else level,
        owner=owner,
        police=police,
        police_text="",
        communication="",
        steps=tuple(steps),
        prepare=(),
        never=(),
        sources=(),
        as_of="",
    )
    return Edition(str(content["edition"]), frame, said)


def _remember(said: dict[Lang, dict[str, frozenset[str]]], place: str, hashes: list[str]) -> None:
    for lang, one in zip(LANGUAGES, hashes, strict=True):
        said[lang][place] = frozenset({one})


def _joined(many: tuple[str, ...]) -> str:
    return ",".join(many) or NOTHING


def _parts(joined: str) -> tuple[str, ...]:
    return () if joined == NOTHING else tuple(joined.split(","))


def _seal(content: Mapping[str, Any]) -> str:
    """Return the hash that proves that nobody changed a published state later."""
    sealed = json.dumps([content[name] for name in ("edition", "card", "said", "steps")], separators=(",", ":"))
    return hashlib.sha256(sealed.encode("utf-8")).hexdigest()[:8]
