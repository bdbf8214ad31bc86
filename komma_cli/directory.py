"""The sourced directory of outside bodies: who helps, takes reports, investigates or insures, and for whom.

Facts stand in ``data/directory.yaml``, the words in ``data/<lang>/directory.yaml``. Nothing is read before the first
call. The directory proposes; a municipality confirms every contact before its playbook relies on it.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from komma_cli.errors import UsageError
from komma_cli.texts import Lang, facts, words

NATIONWIDE = "DE"
AUDIENCES = ("staff", "officials", "volunteers", "residents")
KINDS = (
    "emergency",
    "police",
    "counselling",
    "psychosocial",
    "medical",
    "legal_aid",
    "victim_fund",
    "insurer",
    "prosecution",
    "reporting",
    "complaint",
    "constitution_protection",
    "peer",
    "network",
    "portal",
    "supervision",
    "other",
)
"""The body kinds of a playbook, in the order in which results are listed: acute help first."""


@dataclass(frozen=True)
class Channel:
    """One way to reach a body. ``note`` says which office answers, in the reader's language, or is None."""

    kind: str
    """``phone`` (E.164 or a short number such as 116123), ``email`` or ``web``."""
    value: str
    note: str | None = None


@dataclass(frozen=True)
class DirectoryEntry:
    """One body as its source describes it; None and empty tuples mean that no source says it."""

    id: str
    name: str
    kind: str
    topic: str
    """The finer kind of the research, e.g. ``mobile_counselling``."""
    state: str
    """Two-letter Land code, or ``DE`` for nationwide."""
    audiences: tuple[str, ...]
    """Empty for a body that serves the administration only."""
    serves_administration: bool
    channels: tuple[Channel, ...]
    hours: str | None
    """OpenStreetMap opening hours of the telephone."""
    availability: str | None
    """The hours in the words of the source."""
    confidential: bool | None
    anonymous: bool | None
    free: bool | None
    funded_until: str | None
    """ISO day until which its funding is known to last."""
    recheck_by: str | None
    """ISO day by which the body should be asked again, because its kind of funding changes."""
    purpose: str
    note: str | None
    source: str
    source_date: str | None
    """Date of the source as far as it is known: ``2024``, ``2024-02`` or ``2024-02-29``."""
    confidence: str
    """``high`` or ``medium``: how sure it is that the body exists and does this work."""


@cache
def states(lang: Lang) -> dict[str, str]:
    """Return Land code -> name for the 16 Länder, sorted by name (shared, do not change it)."""
    names: dict[str, str] = words("laender", lang)
    return dict(sorted(names.items(), key=lambda item: fold(item[1])))


@cache
def entries(lang: Lang) -> tuple[DirectoryEntry, ...]:
    """Return every body: nationwide ones first, then Land by Land, within each in the order of ``KINDS`` and names."""
    said = words("directory", lang)
    land_order = {NATIONWIDE: -1} | {code: place for place, code in enumerate(states("de"))}
    found = (_entry(item, said[item["id"]]) for item in facts("directory")["entries"])
    return tuple(sorted(found, key=lambda e: (land_order[e.state], KINDS.index(e.kind), fold(e.name), e.id)))


def entry(identifier: str, lang: Lang = "de") -> DirectoryEntry:
    """Return one body by its id. Raises ``UsageError`` with the nearest ids."""
    for found in entries(lang):
        if found.id == identifier:
            return found
    raise _unknown("entry", identifier, [found.id for found in entries(lang)])


def find(
    term: str = "",
    state: str | None = None,
    audience: str | None = None,
    kind: str | None = None,
    lang: Lang = "de",
) -> tuple[DirectoryEntry, ...]:
    """Return the bodies that fit all conditions.

    ``term``: every word of it occurs in name, purpose or Land; upper case, accents and ue/ü make no difference.
    ``state``: Land code or name; gives the bodies of that Land first, then the nationwide ones (``DE``: only those).
    ``audience``: only bodies that serve this group. Raises ``UsageError`` for a state, audience or kind komma does
    not know, with the nearest values.
    """
    code = state_code(state, lang) if state is not None else None
    if audience is not None and audience not in AUDIENCES:
        raise _unknown("audience", audience, AUDIENCES)
    if kind is not None and kind not in KINDS:
        raise _unknown("kind", kind, KINDS)
    wanted = fold(term).split()
    hits = [
        found
        for found in entries(lang)
        if (code is None or found.state in (code, NATIONWIDE))
        and (audience is None or audience in found.audiences)
        and (kind is None or found.kind == kind)
        and all(word in _haystack(found, lang) for word in wanted)
    ]
    if code is not None:
        hits.sort(key=lambda found: found.state != code)
    return tuple(hits)


def state_code(text: str, lang: Lang = "de") -> str:
    """Return the code of a Land given as code or name (German or English). Raises ``UsageError`` if there is none."""
    known = {NATIONWIDE.lower(): NATIONWIDE}
    for each in (states("de"), states("en")):
        known |= {fold(name): code for code, name in each.items()}
        known |= {code.lower(): code for code in each}
    try:
        return known[fold(text)]
    except KeyError:
        near = difflib.get_close_matches(fold(text), known, n=6, cutoff=0.6)
        codes = dict.fromkeys(known[word] for word in near) or states(lang)
        shown = [f"{code} ({states(lang)[code]})" if code in states(lang) else code for code in codes]
        raise UsageError("directory.unknown_state", value=text, near=", ".join(shown)) from None


def as_body(found: DirectoryEntry) -> dict[str, Any]:
    """Return the body as plain playbook data: known values only, its own id ``b-…`` and ``from`` the directory id."""
    body: dict[str, Any] = {
        "id": f"b-{found.id}",
        "name": found.name,
        "kind": found.kind,
        "state": found.state,
        "audiences": list(found.audiences),
        "channels": [
            {"kind": channel.kind, "value": channel.value} | ({"note": channel.note} if channel.note else {})
            for channel in found.channels
        ],
    }
    for name in ("hours", "confidential", "anonymous", "free", "funded_until"):
        value = getattr(found, name)
        if value is not None:
            body[name] = value
    return body | {"from": found.id}


def fold(text: str) -> str:
    """Return ``text`` in the form in which words are compared: ``Thüringen``, ``THUERINGEN``, ``thuringen`` agree."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    for written_out, vowel in (("ae", "a"), ("oe", "o"), ("ue", "u")):
        plain = plain.replace(written_out, vowel)
    return " ".join(plain.split())


def _haystack(found: DirectoryEntry, lang: Lang) -> str:
    land = "" if found.state == NATIONWIDE else states(lang)[found.state]
    return fold(f"{found.name} {found.purpose} {found.state} {land}")


def _entry(item: dict[str, Any], said: dict[str, Any]) -> DirectoryEntry:
    notes = said.get("channels", {})
    return DirectoryEntry(
        id=item["id"],
        name=item["name"],
        kind=item["kind"],
        topic=item["topic"],
        state=item["state"],
        audiences=tuple(item["audiences"]),
        serves_administration=item["serves_administration"],
        channels=tuple(
            Channel(channel["kind"], channel["value"], notes.get(channel["value"])) for channel in item["channels"]
        ),
        hours=item.get("hours"),
        availability=said.get("availability"),
        confidential=item.get("confidential"),
        anonymous=item.get("anonymous"),
        free=item.get("free"),
        funded_until=item.get("funded_until"),
        recheck_by=item.get("recheck_by"),
        purpose=said["purpose"],
        note=said.get("note"),
        source=item["source"],
        source_date=item["source_date"],
        confidence=item["confidence"],
    )


def _unknown(what: str, value: str, known: Sequence[str]) -> UsageError:
    """Return the error with all values of a short list, or with the three nearest of a long one."""
    near = known if len(known) < 20 else difflib.get_close_matches(value.casefold(), known, n=3, cutoff=0.0)
    return UsageError(f"directory.unknown_{what}", value=value, near=", ".join(near))
