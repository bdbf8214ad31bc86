"""The sourced directory of outside bodies: who helps, takes reports, investigates or insures, and for whom.

Facts stand in ``data/directory.yaml``, the words in ``data/<lang>/directory.yaml``. Nothing is read before the first
call. The directory proposes; a municipality confirms every contact before its playbook relies on it.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from komma_cli import opening, public_holidays
from komma_cli.errors import UsageError
from komma_cli.texts import LANGUAGES, Lang, facts, guarded, words

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
_CLOSEST_TO_THE_PERSON = (
    "victim_counselling",
    "support_officials",
    "crisis_line",
    "police_officials",
    "victim_protection",
    "antidiscrimination",
)
"""Topics in the order in which they help one person, within a kind; the others help the administration."""
NEAR = timedelta(days=183)
"""How long before the end of a funding it is shown: half a year, the time of one review of the playbook."""


@dataclass(frozen=True)
class Channel:
    """One way to reach a body. ``note`` says which office answers, in the reader's language, or is None."""

    kind: str
    """``phone`` (E.164 or a short number such as 116123), ``email`` or ``web``."""
    value: str
    note: str | None = None
    shown: str | None = None
    """A telephone number as its owner, or the source, prints it."""


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

    @property
    def phones(self) -> tuple[Channel, ...]:
        """The telephone numbers, in the order of the source."""
        return tuple(channel for channel in self.channels if channel.kind == "phone")


@cache
@guarded("laender")
def states(lang: Lang) -> dict[str, str]:
    """Return Land code -> name for the 16 Länder, sorted by name (shared, do not change it)."""
    names: dict[str, str] = words("laender", lang)
    return dict(sorted(names.items(), key=lambda item: fold(item[1])))


@cache
@guarded("directory")
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
    ``audience``: only bodies that serve this group. ``audience`` and ``kind`` may be German or English words. Raises
    ``UsageError`` for a state, audience or kind komma does not know, with the nearest values.
    """
    code = state_code(state, lang) if state is not None else None
    audience = audience_id(audience, lang) if audience is not None else None
    kind = kind_id(kind, lang) if kind is not None else None
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


def by_help(found: Sequence[DirectoryEntry], state: str | None = None) -> tuple[DirectoryEntry, ...]:
    """Return the bodies with the most helpful first.

    Emergency numbers, then crisis lines and whoever answers around the clock, then kind by kind as in ``KINDS``;
    within a kind the own Land (code ``state``), what is meant for the person before what advises the administration,
    what has a telephone number and what is surer.
    """
    topics = _CLOSEST_TO_THE_PERSON

    def rank(each: DirectoryEntry) -> tuple[Any, ...]:
        acute = bool(each.phones) and (each.hours == opening.ALWAYS or each.topic == "crisis_line")
        return (
            0 if each.kind == "emergency" else 1 if acute else 2,
            KINDS.index(each.kind),
            state is not None and each.state != state,
            topics.index(each.topic) if each.topic in topics else len(topics),
            not each.phones,
            each.confidence != "high",
            fold(each.name),
            each.id,
        )

    return tuple(sorted(found, key=rank))


def reachable(found: DirectoryEntry, moment: datetime) -> opening.Answers:
    """Say whether somebody answers at ``moment`` (clock of Germany): ``open``, ``closed``, or ``ask``.

    ``ask`` is the answer wherever the hours are not known, or the day may be a holiday where the body sits. Bodies
    without known hours never count as open.
    """
    if found.hours is None or not found.phones:
        return "ask"
    usual = opening.answers(found.hours, moment)
    if found.hours == opening.ALWAYS or (usual == "closed" and not opening.holiday_minutes(found.hours)):
        return usual  # no holiday changes that, and the calendar takes long to load
    states_of = tuple(states("de")) if found.state == NATIONWIDE else (found.state,)
    days = (moment.date() - timedelta(days=1), moment.date())
    before, today = (public_holidays.kind_of_day(day, states_of) for day in days)
    return opening.answers(found.hours, moment, today, before)


def runs_out(found: DirectoryEntry, today: date) -> tuple[str, str] | None:
    """Return what must be asked soon, with its ISO day, or None: ``funded_until`` or ``recheck_by``.

    Told from half a year before the day on, and for good once it has passed.
    """
    for name, day in (("funded_until", found.funded_until), ("recheck_by", found.recheck_by)):
        if day is not None and date.fromisoformat(day) - today <= NEAR:
            return name, day
    return None


def is_old(found: DirectoryEntry, today: date) -> bool:
    """Say whether a number comes from a source of three years ago or older, so that nobody passes it on unchecked."""
    return bool(found.phones and found.source_date) and int(str(found.source_date)[:4]) <= today.year - 3


def nearest_terms(term: str, lang: Lang) -> tuple[str, ...]:
    """Return up to three words of names, or ids, that are close to a search term that found nothing."""
    known = {fold(word).strip("„“(),–:"): word.strip("„“(),–:") for each in entries(lang) for word in each.name.split()}
    known |= {each.id: each.id for each in entries(lang)}
    return tuple(known[near] for near in difflib.get_close_matches(fold(term), known, n=3, cutoff=0.75))


def audience_id(text: str, lang: Lang = "de") -> str:
    """Return the audience for a word such as ``staff`` or „Beschäftigte“. Raises ``UsageError`` if there is none."""
    return _meant("audience", text, AUDIENCES, lang)


def kind_id(text: str, lang: Lang = "de") -> str:
    """Return the kind for a word such as ``counselling`` or „Beratung“. Raises ``UsageError`` if there is none."""
    return _meant("kind", text, KINDS, lang)


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
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ı", "i"))  # Turkish names, typed as they come
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    for written_out, vowel in (("ae", "a"), ("oe", "o"), ("ue", "u")):
        plain = plain.replace(written_out, vowel)
    return " ".join(plain.split())


def _meant(what: str, text: str, known: Sequence[str], lang: Lang) -> str:
    """Return the value somebody means by its id or by one of its words in either language."""
    if text in known:
        return text
    spoken = {each: words("directory_words", each)[what] for each in LANGUAGES}
    meant = {fold(value): value for value in known}
    for table in spoken.values():
        meant |= {fold(word): value for value in known for word in table[value]}
    if (found := meant.get(fold(text))) is not None:
        return found
    near = dict.fromkeys(meant[word] for word in difflib.get_close_matches(fold(text), meant, n=6, cutoff=0.7))
    shown = ", ".join(f"{spoken[lang][value][0]} ({value})" for value in list(near)[:3] or known)
    raise UsageError(f"directory.unknown_{what}", value=text, near=shown)


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
            Channel(channel["kind"], channel["value"], notes.get(channel["value"]), channel.get("shown"))
            for channel in item["channels"]
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
