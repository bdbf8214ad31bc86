"""K8xx: what a playbook says about periods and legal tools is what komma's law data say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from komma_cli import durations
from komma_cli.check import periods
from komma_cli.check.finding import Hit
from komma_cli.check.lookup import relevant
from komma_cli.check.registry import Context, rule
from komma_cli.check.rules.publication import QUOTED_LISTS
from komma_cli.check.wording import Passage, sentences

REPORTED_ELSEWHERE = {("register-block", "P4Y")}
"""K806 says it."""
FIRST_AID_BOOK = r"(?i)\bVerbands?b(?:uch|üch)\w*|\b(?:accident|first[- ]aid) books?\b"
NOT = r"(?i)\b(?:kein\w*|nicht|nie|niemals|ohne|statt|anstelle|früher\w*|no|not|never|without|instead|rather than)\b"
APPLICATION = r"(?i)Strafantr[aä]g\w*|applications? for prosecution"
BY_MAIL = (
    r"(?i)\b(?:per|als|via|in einer|durch|mit einer|by|in an) "
    r"(?:einfache[rn]? |formlose[rn]? |plain |simple )?(?:E-?Mail|Mail)\b"
)
FILED = (
    r"(?i)gestellt|stell\w*|einreich\w*|eingereicht|schick\w*|send\w*|genügt|reicht|\bfile[ds]?\b|submit\w*|\bmake\b"
    r"|\bmade\b|enough"
)
ABOUT_MAIL = (
    r"(?i)Entwurf|Entwürfe|Vorlage|Formular|Muster|Kopie|Bestätigung|Rückfrage|erinner"
    r"|draft|template|\bforms?\b|copy|confirm|remind"
)
"""What may well be sent by e-mail."""
BAN = r"(?:Hausverbot\w*|(?:building|house) bans?|bans? from the building)"
ENDLESS = (
    r"(?:unbefristet\w*|dauerhaft\w*|lebenslang\w*|unbegrenzt\w*|für immer|auf Dauer"
    r"|permanent\w*|indefinite\w*|lifelong|for life)"
)
PRONOUNCED = (
    r"(?i)\b(?:erteilen|verhängen|sprechen) (?:Sie|wir|ich)\b|\bwird (?:Ihnen|hiermit)\b|\bhiermit\b"
    r"|^\W*(?:issue|impose|pronounce)\b|\bwe (?:hereby )?(?:issue|impose|pronounce|ban)\b|\bhereby\b"
)
AN_END = (
    r"(?i)befrist|\bbis\b|\bEnde\b|End-?datum|endet|Ablauf|Dauer|Monat|Woche|\bTage?n?\b|Jahr"
    r"|until|\bends?\b|end date|expir|time limit|months?|weeks?|days?|years?"
)
LONGEST_BAN = "P18M"
"""More was too long for the Sozialgericht Dortmund, 9 November 2017, S 56 AS 4735/17 ER."""
HOME_CARDS = frozenset({"doxing", "attack-at-home"})
"""Library scenarios in which somebody looks for the home of a person."""


def _passages(context: Context, *words: str) -> Iterator[Passage]:
    """Yield the texts with one of the words, without lists of what must not be said or done."""
    for passage in context.wording.holding(*words):
        if QUOTED_LISTS.isdisjoint(map(str, passage.parts)):
            yield passage


def _is_text(passage: Passage) -> bool:
    """Say whether the model holds text there; asked last, because it takes longest."""
    return passage.confidentiality is not None


def _deadlines(context: Context) -> Iterator[Passage]:
    """Yield the texts of steps that carry a deadline; their sentence may say „Frist: 3 Monate“ and no more."""
    for passage in _passages(context, "frist", "deadline", "time limit"):
        if passage.parts[-1] == "text" and _deadline(passage) is not None:
            yield passage


def _deadline(passage: Passage) -> str | None:
    """Return the deadline of the item that a text belongs to."""
    node: Any = passage.data
    for part in passage.parts[:-1]:
        node = node[part]
    found = node.get("deadline") if isinstance(node, dict) else None
    return found if isinstance(found, str) else None


@rule("K816", "error", on_data=True, sources=("R52", "R55", "R57", "D"))
def periods_are_those_of_the_law(context: Context) -> Iterator[Hit]:
    """No text names another period than the law; too long a period loses a right, so that is an error."""
    texts = {one.parts: one for one in (*_passages(context, *periods.HINTS), *_deadlines(context))}
    for passage in texts.values():
        for case, values in _wrong_periods(passage.text, _deadline(passage)):
            if _is_text(passage):
                yield Hit(passage.parts, dict(values), severity=None if case == "late" else "warning")


@lru_cache(maxsize=2048)  # most cards are komma's own, in every file the same sentences
def _wrong_periods(text: str, deadline: str | None) -> tuple[tuple[str, dict[str, Any]], ...]:
    """Return the case and the values of each period in a text that is not that of the law."""
    if not re.search(periods.LENGTH, text):
        return ()
    from komma_cli.laws import laws  # read only where a text names a length of time

    known = {law.id: law for law in laws("de") if law.duration is not None}
    found = []
    for sentence in periods.pieces(text):
        for period in periods.periods(sentence, deadline if deadline in known else None):
            law = known[str(period.subject.law)]
            case = periods.verdict(period, str(law.duration), sentence)
            if case is not None and (law.id, period.length) not in REPORTED_ELSEWHERE:
                values: dict[str, Any] = {"case": case, "subject": period.word, "found": period.written}
                found.append((case, values | {"norm": law.norm, "right": law.duration, "as_of": law.as_of}))
    return tuple(found)


@rule("K817", "warning", on_data=True, sources=("DGUV Vorschrift 1 § 24 (6)",))
def first_aid_is_recorded_on_sheets(context: Context) -> Iterator[Hit]:
    """Nobody is told to write into an open book with the entries of others."""
    for passage in _passages(context, "verbandbuch", "verbandsbuch", "verbandbüch", "accident book", "aid book"):
        for sentence in sentences(passage.text):
            found = re.search(FIRST_AID_BOOK, sentence)
            if found is not None and re.search(NOT, sentence) is None and _is_text(passage):
                yield Hit(passage.parts, {"found": found[0]})
                break


@rule("K818", "warning", on_data=True, sources=("StPO § 158 (2)", "addendum 4.2"))
def application_is_not_a_plain_mail(context: Context) -> Iterator[Hit]:
    """Nobody is told that a plain e-mail is enough for an application for prosecution."""
    for passage in _passages(context, "strafantr", "for prosecution"):
        for sentence in sentences(passage.text):
            says_so = all(re.search(pattern, sentence) for pattern in (APPLICATION, BY_MAIL, FILED))
            allowed = re.search(NOT, sentence) or re.search(ABOUT_MAIL, sentence)
            if says_so and not allowed and _is_text(passage):
                yield Hit(passage.parts)
                break


@rule("K819", "warning", on_data=True, sources=("addendum 6", "SG Dortmund S 56 AS 4735/17 ER"))
def building_bans_end(context: Context) -> Iterator[Hit]:
    """A building ban that a text pronounces has an end, and not after more than 18 months."""
    for passage in _passages(context, "hausverbot", "building ban", "house ban", "from the building"):
        case = _ban(passage.text)
        if case is not None and _is_text(passage):
            yield Hit(passage.parts, {"case": case})


def _ban(text: str) -> str | None:
    """Return what is wrong with the end of a ban in a text: ``endless``, ``long``, ``missing``, or None."""
    for sentence in sentences(text):
        if re.search(rf"(?i){BAN}", sentence) is None or re.search(NOT, sentence):
            continue
        if re.search(rf"(?i){ENDLESS}[^.]{{0,40}}{BAN}|{BAN}[^.]{{0,40}}{ENDLESS}", sentence):
            return "endless"
        lengths = re.finditer(periods.LENGTH, sentence)
        if any(periods.is_period(sentence, length) and _too_long(periods.iso(length)) for length in lengths):
            return "long"
        if re.search(PRONOUNCED, sentence) and re.search(AN_END, text) is None:
            return "missing"
    return None


def _too_long(length: str) -> bool:
    return durations.minutes(length) > durations.minutes(LONGEST_BAN) and not periods.same(length, LONGEST_BAN)


@rule("K820", "hint", needs=("scenarios",), sources=("StVG § 41 (2)", "addendum 10"))
def vehicle_register_too(context: Context) -> Iterator[Hit]:
    """Where a card blocks the address in the residents' register, it thinks of the register of vehicles too."""
    for scenario in relevant(context, "external"):
        origin = scenario.based_on.library if scenario.based_on is not None else scenario.id
        blocks = {step.deadline for step in scenario.steps}
        if origin in HOME_CARDS and "register-block" in blocks and "vehicle-register-block" not in blocks:
            yield Hit(("scenarios", scenario.id, "steps"), {"scenario": scenario.title})
