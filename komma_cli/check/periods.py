"""Reading periods of law out of sentences: what a length of time is about, and whether it is meant as a period at all.

A length belongs to the nearest word that has a time of its own; commas and „und“ count as distance. Reminders („drei
Monate vor Ablauf“), plans („nach 6 Monaten“, „in zwei Jahren“) and times of the house („prüft innerhalb von vier
Wochen“) are none. A wrong alarm costs more trust than a miss, so a doubtful sentence is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from komma_cli import durations
from komma_cli.check.wording import sentences


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


_LABEL = (
    r":\s*(?:(?:nur|only|binnen|within|innerhalb|von|of|schriftlich|in writing|spätestens)\s+)*(?:\S+[\s-]){1,2}"
    r"(?:Jahr|Monat|Woche|Tag|year|month|week|day)"
)
"""„Strafantrag: drei Monate“ needs no verb."""
_MADE = (
    r"gestellt|\bstell(?:en|t|e)\b|einreich|eingereicht|vorlieg|\bFrist|frist(?:et|en)?\b|\bZeit\b|haben Sie|Sie haben"
    r"|möglich|zulässig|zu spät|erlischt|erloschen|verfall|verfäll|nicht mehr|schriftlich"
    r"|\bmakes?\b|\bmade\b|\bfiled?\b|\bapply\b|submit|\breach\b|deadline|time limit|you have|possible|too late|barred"
    r"|no longer|in writing"
)
"""Somebody makes the application, or it is too late for it."""
_ABOUT_IT = rf"{_MADE}|{_LABEL}|brauch|nötig|\bneeds?\b"
"""Without one of these a sentence only touches on an application."""
_DISCRIMINATION = r"\bAGG\b|Diskriminierung|Benachteiligung|discriminat"
_CLAIMED = r"geltend|verlang|anmeld|angemeldet|erheb|beantrag|claimed"
_WHISTLE_HINTS = ("hinschg", "hinweisgeb", "meldestelle", "whistleblow", "internal reporting")
_WHISTLE = r"HinSchG|Hinweisgeb|interne\w* Meldestelle|whistleblow|internal reporting office"
SUBJECTS = (
    Subject(
        "strafantrag",
        ("strafantr", "77b", "for prosecution"),
        r"Strafantr[aä]g\w*|§ ?77b|applications? for prosecution",
        needs=_ABOUT_IT,
        # another period of the same section, or how long papers are kept
        unless=r"\bTod(?:es)?\b|stirbt|storben|\bdeath|\bdie[sd]\b|bewahr|verwahr|archiv|\bkeeps?\b|\bkept\b",
    ),
    Subject(
        "agg-claim",
        ("agg", "diskriminierung", "benachteiligung", "discriminat"),
        r"Geldanspr\w+|Anspr(?:uch|üch)\w*\b(?! auf (?!Entsch|Schad|Geld))|Entschädigung\w*"
        r"|Schadens?ersatz\w*|claims?\b|compensation|damages",
        needs=rf"^(?=[\s\S]*(?:{_DISCRIMINATION}))[\s\S]*?(?:{_CLAIMED}|{_ABOUT_IT})",
        unless=r"Unfall|accident",
    ),
    Subject(
        "agg-claim",
        ("agg",),
        r"\bAGG\b",
        needs=r"Frist|geltend|verlang|deadline|time limit",
        unless=r"Beschwerde|complain|Ergebnis|result|Schulung|geschult|training",
    ),
    Subject(
        "register-block",
        ("auskunftssperre", "51 bmg", "register"),
        r"Auskunftssperre\w*|§ ?51 BMG|register blocks?"
        r"|blocks? (?:of|in|on) (?:the|their) (?:residents['’]? )?register",
        unless=r"Bearbeit|Eintragung|\bentering|process",
        wrong="other",
        lasts=True,
    ),
    Subject(
        "accident-report",
        ("unfallanzeige", "193 sgb", "accident report"),
        r"Unfallanzeige\w*|§ ?193 SGB|accident reports?",
        unless=r"bewahr|archiv",
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
        needs=r"aufbewahr|aufgehoben|aufheben|\bheben\b|vernicht|gelöscht|\bkept\b|\bkeep\b|\bstore|destroy|delete",
        unless=r"Kurs|Schulung|Lehrgang|Ausbildung|Teilnahme|course|training|certificate",
        wrong="shorter",
        lasts=True,
    ),
    Subject(
        "dismissal-for-cause",
        ("kündigung", "626", "dismissal"),
        r"(?:fristlose|außerordentliche)\w* Kündigung\w*|§ ?626"
        r"|dismissals? (?:for cause|without notice)|summary dismissals?",
        unless=r"Sperrzeit|akte\b|\bfile\b",
    ),
    Subject("hinschg-receipt", _WHISTLE_HINTS, r"(?<!nach )(?<!ohne )Eingang\w*|receipt|acknowledg\w*", needs=_WHISTLE),
    Subject(
        "hinschg-feedback",
        _WHISTLE_HINTS,
        r"Rückmeldung\w*|feedback",
        needs=_WHISTLE,
        unless=r"dokumentiert|bewahr|recorded|\bkept\b",
    ),
    Subject(
        "trauma-outpatient",
        ("traumaambulanz", "trauma outpatient"),
        r"Traumaambulanz\w*|trauma outpatient \w+",
        needs=r"Sitzung|Termin|session|appointment",
        unless=r"Sitzungen|sessions",  # so many in a year
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
        lasts=True,
    ),
    Subject(
        None,
        (),
        r"aufbewahr\w*|aufgehoben|vernicht\w*|\blösch\w*|gelöscht|\bkept\b|\bkeeps?\b|\bstore\w*|delete\w*|destroy\w*",
        unless=r"Erste-Hilfe|Ersten? Hilfe|Meldeblock|Verbands?buch|first[- ]aid",
    ),
    Subject(
        None,
        (),
        r"Beschwerde\w*|Rückmeld\w*|Gespräch\w*|Bericht\w*|Erinner\w*|Nachsorge\w*|Verlänger\w*|vorbereit\w*|bereite\w*"
        r"|entscheid\w*|prüf\w*|arbeitsunfähig\w*|Dienstunf\w*|Hausverbot\w*|Klage\w*|klagen|gericht\w*"
        r"|Krankschreib\w*|\bmeldet\b|\w*antwortet\w*|\bAntwort\w*|verjähr\w*|\bStrafe\b|\w+strafe\b|Verfahren\w*"
        r"|Ermittl\w*|schul(?:t|en)\b|Schulung\w*|besetz\w*|\bordentlich\w*|Kündigungsfrist\w*"
        r"|complain\w*|feedback|talks?\b|remind\w*|aftercare|renew\w*|extend\w*|prepar\w*|decid\w*"
        r"|check\w*|unfit|sick leave|duty accident|service accident|building ban|house ban|lawsuit|\bsue\b|\bcourt\b"
        r"|\bactions?\b|answers?\b|\btrain\w*|sentence\b|proceedings|investigat\w*|limitation|notice period",
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
    r"|holds|valid|lasts|runs|ends|expires|haben|hat|has|have|nur|only|mindestens|at least|für|for|kept|keep"
    r"|hält|verfallen|verfällt|erlöschen|lapses?|noch nach|[:=])\W*"
    r"(?:(?:von|auf|für|nach|über|ist|sind|for|after|of|is|the|nur|only|mindestens|at least)\s+){0,2}$"
)
_BEHIND = (
    r"(?i)^\W*(?:Zeit|Fristen|Frist|lang|aufbewahr\w*|vernicht\w*|gelöscht|befristet|gültig"
    r"|time\b|deadline|to (?:file|claim|apply|make)"
    r"|(?:nach|ab) (?:Kenntnis|der Tat|Tat|dem|Zugang)|after (?:knowledge|learning|the)"
    r"|from (?:knowledge|learning|the)"
    r"|zu spät|verfrist\w*|nicht mehr|erloschen|ausgeschlossen|too late|barred|no longer"
    r"|endet|erlischt|ends|expires)"
)
_A_REMINDER = r"(?i)^\s*(?:vor|before)\b"
_AN_AMOUNT = r"(?i)^['’]?\s*(?:pay|salary|wages)\b"
_WHAT_IS_LEFT = r"(?i)\b(?:noch|another|still)\s+$"
_SOMETHING_TO_DO = (
    r"(?i)(?:innerhalb|binnen|within|\bin|spätestens|at the latest|no later than)\W*(?:(?:von|nach|after|of)\s+)?$"
)
_AFTERWARDS = r"(?i)\b(?:(?:nach|seit) (?:de[mr]|eine[mr]|Ihrem|Ihrer|unserem)|after|since)\s+(?:the |an? )?$"
"""What stands behind it has been done, and the length counts from there."""
_A_CITATION = r"(?i)§|AGG|SGB"
_A_DEADLINE = r"(?i)Frist|deadline|time limit"
_OF_THE_HOUSE = r"(?i)\bintern|\beigene|\buns selbst\b|Entw[uü]rf|\bZiel\b|\bown\b|\binternal|draft|\baim\b|\btarget\b"
"""Whoever says so means a deadline of the administration's own, as the advice of K816 asks for."""
_THE_DEADLINE = r"(?i)(?:Frist|deadline|time limit)\s*(?::|is|ist|beträgt|von|of)\s*$"
_IN = r"(?i)\bin\W*$"
"""„In zwei Jahren“ is a plan; „in zwei Wochen“ may be a deadline."""
_BREAK = r"[,;()]|\s(?:und|and|oder|or|how to)\s"
_CARRIES = (
    rf"(?i){_MADE}|{_LABEL}|{_CLAIMED}|spätestens|\bzwar\b|\b(?:er|sie|es) muss\b|at the latest|no later|\bit must\b"
    r"|Sitzung|session|aufbewahr|\bkept\b"
)
"""A clause that says so still speaks of the subject before it."""
_BREAK_COSTS = 60
"""Letters: a comma or an „und“ parts a length from its subject as much as that many."""
_ELSEWHERE = 10_000
"""Farther than any sentence is long."""
_LONGEST = 400
"""Letters of a sentence; the longest of komma's own texts has 340. What is longer lacks its full stops."""
_MOST = 16
"""Lengths or subjects in a sentence: with more it is a table or noise, and nobody knows what belongs where."""
_NEAR = 120
"""Letters before a length that can say what it is."""


def pieces(text: str) -> Iterator[str]:
    """Yield the sentences of a text. One that goes on for too long is parted at a comma or „und“, else at a blank.

    Every length is compared with every subject around it, so the time must not grow with the square of a text.
    """
    for sentence in sentences(text):
        rest = sentence
        while len(rest) > _LONGEST:
            start = rest[:_LONGEST]
            breaks = [found.start() for found in re.finditer(_BREAK, start) if found.start() > 0]
            cut = breaks[-1] if breaks else max(start.rfind(" "), 0) or _LONGEST
            yield rest[:cut]
            rest = rest[cut:]
        yield rest


def periods(sentence: str, meant: str | None = None) -> Iterator[Period]:
    """Yield every period of law that a sentence states.

    ``meant`` is the law that the sentence belongs to where it says „Frist: 3 Monate“ without naming one.
    """
    lengths = list(re.finditer(LENGTH, sentence))
    subjects = _subjects(sentence) if lengths else []
    if max(len(lengths), len(subjects)) > _MOST:
        return
    named = any(subject.law for subject, *_ in subjects)
    stands_in = next((one for one in SUBJECTS if one.law == meant and meant is not None), None)
    for length in lengths if named or stands_in else ():
        before = _before(sentence, length)
        if named and is_period(sentence, length):
            cost, (subject, start, end) = min(
                ((_distance(sentence, length, one[1], one[2], one[0].law), one) for one in subjects),
                key=lambda measured: measured[0],
            )
            if subject.law is not None and cost < _ELSEWHERE and not (subject.lasts and _is_no_end(before)):
                yield Period(subject, sentence[start:end], length[0], iso(length))
        elif not named and stands_in and (said := re.search(_THE_DEADLINE, before)):
            yield Period(stands_in, re.split(r"\W", said[0])[0], length[0], iso(length))


def is_period(sentence: str, length: re.Match[str]) -> bool:
    """Say whether the words around a length make it a period, and not a reminder or a plan."""
    behind = sentence[length.end() : length.end() + _NEAR]
    if re.match(_A_REMINDER, behind) or re.match(_AN_AMOUNT, behind):
        return False
    before = _before(sentence, length)
    is_plan = iso(length)[-1] in "MY" and re.search(_IN, before) is not None
    return (re.search(_BEFORE, before) is not None and not is_plan) or re.match(_BEHIND, behind) is not None


def verdict(period: Period, right: str, sentence: str) -> str | None:
    """Return how a period is wrong: ``late`` (a right is lost), ``early`` (a record is), ``other``; None: it is not.

    ``right`` is the length the law sets. A shorter time is often the aim that a house sets itself; it counts only
    where the sentence calls it a deadline, in months or years, and not one of the house.
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
    own = re.search(_OF_THE_HOUSE, sentence) is not None
    return "other" if calendar and not own and re.search(_A_DEADLINE, sentence) else None


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
                free = all(match.end() <= start or match.start() >= end for _, start, end in found)
                if free and not (subject.law and _is_over(sentence, match)):
                    found.append((subject, *match.span()))
    return found


def _before(sentence: str, found: re.Match[str]) -> str:
    """Return the words right before a place; patterns that end there would try to begin at every letter of them."""
    return sentence[max(0, found.start() - _NEAR) : found.start()]


def _is_over(sentence: str, match: re.Match[str]) -> bool:
    """Say whether a sentence speaks of what comes after („nach dem Strafantrag“); „nach dem AGG“ is a citation."""
    before = _before(sentence, match)
    return re.search(_AFTERWARDS, before) is not None and re.match(_A_CITATION, match[0]) is None


def _is_no_end(before: str) -> bool:
    """Say whether the words before a length make it something to do, or the rest of a time that has long begun."""
    return re.search(_SOMETHING_TO_DO, before) is not None or re.search(_WHAT_IS_LEFT, before) is not None


def _distance(sentence: str, length: re.Match[str], start: int, end: int, law: str | None) -> int:
    """Return how far a length is from a word of the sentence.

    What the sentence is about stands before the length, in the same clause or in one that carries it on, or behind it
    without a break. A verb that stands right before it („entscheidet innerhalb von“) or at the end of a German clause
    („in zwei Wochen vorbereitet“) wins over a noun.
    """
    if end <= length.start():
        between = sentence[end : length.start()]
        breaks = list(re.finditer(_BREAK, between))
        if law is None and not breaks:
            return len(between) // 2
        if law is not None and breaks:
            clause = re.split(_BREAK, sentence[end + breaks[-1].end() :])[0]
            if re.search(_CARRIES, clause) is None:
                return _ELSEWHERE
    else:
        between = sentence[length.end() : start]
        if re.search(_BREAK, between):
            return _ELSEWHERE
        if law is None:
            return 0
    return len(between) + _BREAK_COSTS * len(re.findall(_BREAK, between))
