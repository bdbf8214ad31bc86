"""Reading periods of law out of sentences: what a length of time is about, and whether it is meant as a period at all.

A length belongs to the nearest word that has a time of its own; commas and „und“ count as distance. Reminders („drei
Monate vor Ablauf“), plans („nach 6 Monaten“) and times of the house („prüft innerhalb von vier Wochen“) are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from komma_cli import durations


@dataclass(frozen=True)
class Subject:
    """What a period is about, and which other length would be wrong. Patterns ignore case."""

    law: str | None
    """Id of the law whose period it is; None: something that has a time of its own."""
    hints: tuple[str, ...]
    """Without one of these, in lower case, none of the words is there; empty: only looked for beside others."""
    words: str
    needs: str = ""
    """Without it the sentence is about something else."""
    unless: str = r"(?!)"
    """With it the sentence is about something else."""
    wrong: Literal["longer", "other", "shorter"] = "longer"
    """A claim is lost by a longer time, a record by a shorter one; what ends by itself must be told exactly."""
    lasts: bool = False
    """The period is how long something holds, not by when somebody has to act."""


@dataclass(frozen=True)
class Period:
    """A period as a sentence states it."""

    subject: Subject
    word: str
    """The word of the sentence that says what it is about."""
    written: str
    length: str
    """ISO 8601."""


_WHISTLE_HINTS = ("hinschg", "hinweisgeb", "meldestelle", "whistleblow", "internal reporting")
_WHISTLE = r"HinSchG|Hinweisgeb|interne\w* Meldestelle|whistleblow|internal reporting office"
SUBJECTS = (
    Subject(
        "strafantrag",
        ("strafantr", "77b", "for prosecution"),
        r"Strafantr[aä]g\w*|§ ?77b|applications? for prosecution",
    ),
    Subject(
        "agg-claim",
        ("agg", "diskriminierung", "benachteiligung", "discriminat"),
        r"Geldanspr\w+|Anspr(?:uch|üch)\w*|Entschädigung\w*|Schadens?ersatz\w*|claims?\b|compensation|damages",
        needs=r"\bAGG\b|Diskriminierung|Benachteiligung|discriminat",
    ),
    Subject(
        "agg-claim",
        ("agg",),
        r"\bAGG\b",
        needs=r"Frist|geltend|verlang|deadline|time limit",
        unless=r"Beschwerde|complain|Ergebnis|result",
    ),
    Subject(
        "register-block",
        ("auskunftssperre", "51 bmg", "register"),
        r"Auskunftssperre\w*|§ ?51 BMG|register blocks?"
        r"|blocks? (?:of|in|on) (?:the|their) (?:residents['’]? )?register",
        wrong="other",
        lasts=True,
    ),
    Subject(
        "accident-report",
        ("unfallanzeige", "193 sgb", "accident report"),
        r"Unfallanzeige\w*|§ ?193 SGB|accident reports?",
    ),
    Subject(
        "first-aid-record",
        (
            "erste-hilfe",
            "erste hilfe",
            "ersten hilfe",
            "meldeblock",
            "verbandbuch",
            "verbandsbuch",
            "first aid",
            "first-aid",
        ),
        r"Erste-Hilfe-\w+|Ersten? Hilfe|Meldeblock|Verbands?buch|first[- ]aid \w+",
        needs=r"aufbewahr|aufgehoben|aufheben|vernicht|gelöscht|\bkept\b|\bkeep\b|\bstore|destroy|delete",
        wrong="shorter",
        lasts=True,
    ),
    Subject(
        "dismissal-for-cause",
        ("kündigung", "626", "dismissal"),
        r"(?:fristlose|außerordentliche)\w* Kündigung\w*|§ ?626"
        r"|dismissals? (?:for cause|without notice)|summary dismissals?",
    ),
    Subject("hinschg-receipt", _WHISTLE_HINTS, r"Eingang\w*|receipt|acknowledg\w*", needs=_WHISTLE),
    Subject("hinschg-feedback", _WHISTLE_HINTS, r"Rückmeldung\w*|feedback", needs=_WHISTLE),
    Subject(
        "trauma-outpatient",
        ("traumaambulanz", "trauma outpatient"),
        r"Traumaambulanz\w*|trauma outpatient \w+",
        needs=r"Sitzung|Termin|session|appointment",
    ),
    Subject(
        "compensation-application",
        ("soziale", "sgb xiv", "social compensation"),
        r"Soziale\w* Entschädigung|SGB XIV|social compensation",
        needs=r"rückwirkend|Frist|back to|retroactive|deadline|time limit",
    ),
    Subject(
        "dsa-internal-complaint",
        ("interne", "internal complaint"),
        r"interne\w* Beschwerde\w*|internal complaints?",
        needs=r"Plattform|\bDSA\b|platform",
        wrong="shorter",
    ),
    Subject(
        None,
        (),
        r"Beschwerde\w*|Rückmeld\w*|Gespräch\w*|Bericht\w*|Erinner\w*|Nachsorge\w*|Verlänger\w*|vorbereit\w*|bereite\w*"
        r"|entscheid\w*|prüf\w*|arbeitsunfähig\w*|Dienstunf\w*|Hausverbot\w*|Klage\w*|klagen|Arbeitsgericht\w*"
        r"|Krankschreib\w*|complain\w*|feedback|talks?\b|remind\w*|aftercare|renew\w*|extend\w*|prepar\w*|decid\w*"
        r"|check\w*|unfit|sick leave|service accident|building ban|house ban|lawsuit|\bsue\b|labour court",
    ),
)
"""Of two that find the same word the earlier one counts, if the sentence is about it."""
HINTS = tuple(dict.fromkeys(hint for subject in SUBJECTS for hint in subject.hints))
"""Without one of these, in lower case, no sentence is about a law above."""

_NUMBERS = {
    1: r"eine[nmrs]?|ein|one|an?",
    2: "zwei|two",
    3: "drei|three",
    4: "vier|four",
    5: "fünf|five",
    6: "sechs|six",
    7: "sieben|seven",
    8: "acht|eight",
    9: "neun|nine",
    10: "zehn|ten",
    12: "zwölf|twelve",
    14: "vierzehn|fourteen",
    18: "achtzehn|eighteen",
    24: "vierundzwanzig|twenty-four",
}
_UNITS = {
    "Y": r"Jahr(?:e[ns]?|s)?|jährige?[nrs]?|years?",
    "M": r"Monat(?:e[ns]?|s)?|monatige?[nrs]?|months?",
    "W": r"Wochen?|wöchige?[nrs]?|weeks?",
    "D": r"Tag(?:e[ns]?)?|tägige?[nrs]?|days?",
}
LENGTH = (
    rf"(?i)(?<![\w-])(?:(?P<half>(?:ein(?:e[nms])? )?halbe[nms]? Jahre?s?|half a year)"
    rf"|(?P<number>\d{{1,3}}|{'|'.join(_NUMBERS.values())})[\s-]?(?P<unit>{'|'.join(_UNITS.values())}))(?!\w)"
)
# A length is a period of law only where the words right before or behind it say so.
_BEFORE = (
    r"(?i)(?:innerhalb|binnen|within|\bin\b|Frist\w*|deadline|time limit|period|bis zu|up to|spätestens|at the latest"
    r"|no later than|\bis|\bist|beträgt|läuft|gilt|gültig|befristet|endet|erlischt|dauert|bleibt"
    r"|holds|valid|lasts|runs|ends|expires|haben|hat|has|have|nur|only|mindestens|at least|für|for|kept|keep|[:=])\W*"
    r"(?:(?:von|auf|für|nach|über|ist|sind|for|after|of|is|the|nur|only|mindestens|at least)\s+){0,2}$"
)
_BEHIND = (
    r"(?i)^\W*(?:Zeit|Fristen|Frist|lang|aufbewahr\w*|befristet|gültig|time\b|deadline|to (?:file|claim|apply|make)"
    r"|(?:nach|ab) (?:Kenntnis|der Tat|Tat|dem|Zugang)|after (?:knowledge|learning|the)"
    r"|from (?:knowledge|learning|the)"
    r"|zu spät|verfrist\w*|nicht mehr|erloschen|ausgeschlossen|too late|barred|no longer)"
)
_A_REMINDER = r"(?i)^\s*(?:vor|before)\b"
_SOMETHING_TO_DO = (
    r"(?i)(?:innerhalb|binnen|within|\bin|spätestens|at the latest|no later than)\W*(?:(?:von|nach|after|of)\s+)?$"
)
_A_DEADLINE = r"(?i)Frist|deadline|time limit"
_THE_DEADLINE = r"(?i)(?:Frist|deadline|time limit)\s*(?::|is|ist|beträgt|von|of)\s*$"
_BREAK = r"[,;()]|\s(?:und|and|oder|or)\s"
_BREAK_COSTS = 60
"""Letters: a comma or an „und“ parts a length from its subject as much as that many."""
_ELSEWHERE = 10_000
"""Farther than any sentence is long."""


def periods(sentence: str, meant: str | None = None) -> Iterator[Period]:
    """Yield every period of law that a sentence states.

    ``meant`` is the law that the sentence belongs to where it says „Frist: 3 Monate“ without naming one.
    """
    lengths = list(re.finditer(LENGTH, sentence))
    subjects = _subjects(sentence) if lengths else []
    named = any(subject.law for subject, *_ in subjects)
    stands_in = next((one for one in SUBJECTS if one.law == meant and meant is not None), None)
    for length in lengths if named or stands_in else ():
        before = sentence[: length.start()]
        if named and is_period(sentence, length):
            cost, (subject, start, end) = min(
                ((_distance(sentence, length, one[1], one[2], one[0].law), one) for one in subjects),
                key=lambda measured: measured[0],
            )
            to_do = subject.lasts and re.search(_SOMETHING_TO_DO, before) is not None
            if subject.law is not None and not to_do and cost < _ELSEWHERE:
                yield Period(subject, sentence[start:end], length[0], iso(length))
        elif not named and stands_in and (said := re.search(_THE_DEADLINE, before)):
            yield Period(stands_in, re.split(r"\W", said[0])[0], length[0], iso(length))


def is_period(sentence: str, length: re.Match[str]) -> bool:
    """Say whether the words around a length make it a period, and not a reminder or a plan."""
    behind = sentence[length.end() :]
    if re.match(_A_REMINDER, behind):
        return False
    return re.search(_BEFORE, sentence[: length.start()]) is not None or re.match(_BEHIND, behind) is not None


def verdict(period: Period, right: str, sentence: str) -> str | None:
    """Return how a period is wrong: ``late`` (a right is lost), ``early`` (a record is), ``other``; None: it is not.

    ``right`` is the length the law sets. A shorter time is often the aim that a house sets itself; it counts only
    where the sentence calls it a deadline, in months or years.
    """
    if same(period.length, right):
        return None
    if period.subject.wrong == "other":
        return "other"
    shorter = durations.minutes(period.length) < durations.minutes(right)
    if period.subject.wrong == "shorter":
        return "early" if shorter else None
    if not shorter:
        return "late"
    calendar = period.length[-1] in "MY" or right[-1] not in "MY"
    return "other" if calendar and re.search(_A_DEADLINE, sentence) else None


def iso(length: re.Match[str]) -> str:
    """Return what ``LENGTH`` found as ISO 8601."""
    if length["half"]:
        return "P6M"
    number = next((n for n, words in _NUMBERS.items() if re.fullmatch(words, length["number"], re.I)), None)
    unit = next(letter for letter, words in _UNITS.items() if re.fullmatch(words, length["unit"], re.I))
    return f"P{number if number is not None else int(length['number'])}{unit}"


def same(one: str, other: str) -> bool:
    """Say whether two lengths are the same, a year counted as twelve months and a week as seven days."""
    first, second = map(durations.parse, (one, other))
    months = first.years * 12 + first.months == second.years * 12 + second.months
    return months and first.weeks * 7 + first.days == second.weeks * 7 + second.days


def _subjects(sentence: str) -> list[tuple[Subject, int, int]]:
    """Return what the sentence speaks of, with the place of each word."""
    small = sentence.lower()
    found: list[tuple[Subject, int, int]] = []
    for subject in SUBJECTS:
        # patterns are compiled at their first use, so what nobody speaks of costs nothing
        if not (any(hint in small for hint in subject.hints) if subject.hints else found):
            continue
        if re.search(subject.needs, sentence, re.I) and not re.search(subject.unless, sentence, re.I):
            for match in re.finditer(subject.words, sentence, re.I):
                if all(match.end() <= start or match.start() >= end for _, start, end in found):
                    found.append((subject, *match.span()))
    return found


def _distance(sentence: str, length: re.Match[str], start: int, end: int, law: str | None) -> int:
    """Return how far a length is from a word of the sentence.

    What the sentence is about stands before the length, or behind it without a break. A verb that stands right before
    it („entscheidet innerhalb von“) or at the end of a German clause („in zwei Wochen vorbereitet“) wins over a noun.
    """
    if end <= length.start():
        between = sentence[end : length.start()]
        if law is None and not re.search(_BREAK, between):
            return len(between) // 2
    else:
        between = sentence[length.end() : start]
        if re.search(_BREAK, between):
            return _ELSEWHERE
        if law is None:
            return 0
    return len(between) + _BREAK_COSTS * len(re.findall(_BREAK, between))
