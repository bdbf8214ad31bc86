"""Who answers when, as far as a draft can tell: proved, with what is missing kept apart from what is a gap.

A draft has holes. Hours that nobody has entered yet are looked at both ways: a gap that would stay even if those people
always answered is certain, any other one is only possible. Nothing here asks or changes anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import Any

from komma_cli.check.schema import Reading, read_model
from komma_cli.model.bodies import Body
from komma_cli.model.people import Person
from komma_cli.model.playbook import Playbook
from komma_cli.opening import ALWAYS
from komma_cli.paths import ById, SymbolicPath, get
from komma_cli.reach.causes import Cause, causes, phases_of
from komma_cli.reach.changing import edits
from komma_cli.reach.proof import Proof, Prover, together
from komma_cli.reach.repairs import Repair, repairs
from komma_cli.reach.telling import CELL, Teller
from komma_cli.spans import EMPTY, Spans, measure
from komma_cli.store import Change
from komma_cli.texts import Lang, text, words
from komma_cli.wizard.showing import screens
from komma_cli.wizard.showing.titles import nameless

SECTIONS = ("municipality", "people", "roles", "bodies", "escalation", "scenarios")
"""What the proof reads."""
NO_GAP, MAYBE = ".", "?"
"""Signs of the week bar: no gap; a gap only as long as hours are missing. The others are the proof's own."""
_MARKS = (NO_GAP, MAYBE, "o", "#")
_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_DAY_HOURS = 24
_SIGNS_A_DAY = _DAY_HOURS // CELL
_INDENT = "  "
_FIRST_HALF = 4
"""Days in the first line of a bar that the window is too narrow for."""
_MOST_REPAIRS = 3


@dataclass(frozen=True)
class Seen:
    """One draft as the screen shows it."""

    playbook: Playbook
    teller: Teller
    certain: Proof
    """Proved as if everybody without hours always answered: its gaps are certain."""
    counted: Proof
    """Proved as if they never answered: its gaps are possible."""
    unknown: tuple[str, ...]
    """The people and bodies without hours on whom a promise may depend, in the order of the plan."""
    left_out: int
    """How many things are so unfinished that they count for nothing here."""

    @property
    def prover(self) -> Prover:
        """What can be asked about the certain gaps."""
        return self.teller.prover

    @cached_property
    def causes(self) -> tuple[Cause, ...]:
        """What is behind the certain gaps, the worst first."""
        return causes(self.certain, phases_of(self.prover))

    @cached_property
    def maybe(self) -> Spans:
        """The minutes of all possible gaps."""
        return together(one.gaps for one in self.counted.broken)

    @property
    def any_hours(self) -> bool:
        """Whether there is anybody at all of whom it is known when she answers."""
        able = {one for promise in self.prover.promises for one in promise.candidates}
        return any(self.prover.answering.reachable(one).minutes for one in able - set(self.unknown))

    def repairs(self, cause: Cause) -> tuple[Repair, ...]:
        """Return the changes that mend a cause, each one tried; nobody whose hours are unknown is proposed."""
        return repairs(self.prover, cause, _MOST_REPAIRS, missing=self.unknown)


def look(data: dict[str, Any], today: date, lang: Lang) -> Seen | str:
    """Return what a draft proves, or the sentence that says what it needs before anything can be proved."""
    reading = read_model(data)
    if not reading.sound or ("municipality",) in reading.left_out:
        return _lacking("state", lang)
    playbook = _named(reading.playbook, lang)
    if not any(role.holder or role.provided_by for role in playbook.roles):
        return _lacking("roles", lang)
    prover = Prover(playbook, today)
    decisive = [promise for promise in prover.promises if promise.decisive]
    if not decisive:
        return _lacking("levels", lang)
    unknown = _without_hours(prover)
    counted = prover.prove()
    if unknown:
        prover = Prover(_always(playbook, unknown), today)
    return Seen(
        playbook=playbook,
        teller=Teller(prover, lang),
        certain=prover.prove() if unknown else counted,
        counted=counted,
        unknown=unknown,
        left_out=_left_out(reading),
    )


def taking(data: dict[str, Any], seen: Seen, repair: Repair) -> list[Change]:
    """Return the answers a repair gives; what the draft holds in a list stays, also what could not be read."""
    found = []
    for path, value in edits(seen.playbook, repair.kind, repair.places, repair.adds):
        parts = _symbolic(data, path)
        there = get(data, parts)
        found.append(Change(parts, [*there, repair.adds] if isinstance(there, list) else value))
    return found


# -- the words --------------------------------------------------------------------------------------------------------


def result(seen: Seen, lang: Lang) -> list[str]:
    """Return the sentences that say how it stands: first who is unknown, then the result, then what does not count."""
    lines = []
    if seen.unknown:
        only_people = {person.id for person in seen.playbook.people}.issuperset(seen.unknown)
        one, several = ("unknown_people_one", "unknown_people") if only_people else ("unknown_one", "unknown")
        key = one if len(seen.unknown) == 1 else several
        who = seen.teller.listed([seen.teller.name(one) for one in seen.unknown])
        lines.append(text(f"reach_screen.{key}", lang, count=len(seen.unknown), who=who))
    if seen.causes:
        first = together(cause.gaps for cause in seen.causes)[0]
        lines.append(text("reach_screen.result_gaps", lang, gap=seen.teller.span(first)))
    elif seen.maybe:
        lines.append(text("reach_screen.result_unknown" if seen.unknown else "reach_screen.result_partly", lang))
    else:
        lines.append(text("reach_screen.result_partly" if seen.left_out else "reach_screen.result_kept", lang))
        lines.append(_scope(seen, lang))
    if seen.left_out:
        key = "left_out_one" if seen.left_out == 1 else "left_out"
        lines.append(text(f"reach_screen.{key}", lang, count=seen.left_out))
    return lines


def bars(seen: Seen, lang: Lang) -> list[str]:
    """Return the week in signs, with its head and what the signs mean; in a narrow window in two halves."""
    head, rows = seen.teller.week_head(), _rows(seen, lang)
    left = max(len(title) for title, _ in rows) + 2
    wide = screens.width()
    lines = []
    if left + len(head) + len(_INDENT) <= wide:
        lines.append(f"{_INDENT}{'':<{left}}{head}")
        lines += [f"{_INDENT}{title:<{left}}{marks}" for title, marks in rows]
    else:
        cut = _FIRST_HALF * _SIGNS_A_DAY if len(head) + len(_INDENT) > wide else len(head)
        for title, marks in rows:
            lines.append(f"{title}:")
            halves = ((head[:cut], marks[:cut]), (head[cut:], marks[cut:]))
            lines += [_INDENT + line for half in halves for line in half if line]
    used = "".join(marks for _, marks in rows)
    legend = text("reach_screen.legend_maybe" if MAYBE in used else "reach_screen.legend", lang)
    return [line.rstrip() for line in lines] + [screens.wrap(legend, _INDENT)]


def week_in_words(seen: Seen, lang: Lang) -> list[str]:
    """Return what the signs say, to be read aloud: for levels and cards the days, and from when to when."""
    lines = []
    for title, marks in _rows(seen, lang):
        if set(marks) == {NO_GAP}:
            lines.append(screens.wrap(text("reach_screen.week_free", lang, what=title)))
            continue
        lines.append(screens.wrap(text("reach_screen.week_of", lang, what=title)))
        lines += [screens.wrap(line, _INDENT, _INDENT * 2) for line in _days_in_words(marks, lang)]
    return lines


def gap(seen: Seen, cause: Cause) -> list[str]:
    """Return a gap in words: what, which promise, how often and how long, and why nobody answers."""
    told = seen.teller.cause(cause)
    lang = seen.teller.lang
    longest = text("reach_screen.longest", lang, gap=told.longest)
    lines = [screens.wrap(f"{told.title}."), screens.wrap(told.where, _INDENT)]
    lines += [screens.wrap(f"{told.when}.", _INDENT), screens.wrap(longest, _INDENT)]
    lines.append(screens.wrap(text("reach_screen.why", lang), _INDENT))
    return lines + [screens.wrap(f"- {why}", _INDENT, _INDENT * 2) for why in told.why]


def offers(seen: Seen, cause: Cause, found: Sequence[Repair], lang: Lang) -> list[str]:
    """Return the repairs under their numbers, or what to do where the plan names nobody who could help."""
    if not found:
        return [screens.wrap(text("reach_screen.no_repair", lang))]
    if found[0].closes:
        head = text("reach_screen.repair_one" if len(found) == 1 else "reach_screen.repairs", lang)
    else:
        share = seen.teller.percent(1 - measure(found[0].left) / measure(cause.gaps))
        head = text("reach_screen.repair_in_part", lang, share=share)
    rows = [screens.row(number, seen.teller.repair(one)) for number, one in enumerate(found, 1)]
    return [screens.wrap(head), *rows, screens.wrap(text("reach_screen.agree_first", lang))]


# -- underneath -------------------------------------------------------------------------------------------------------


def _lacking(what: str, lang: Lang) -> str:
    return text("reach_screen.lacking", lang, what=text(f"reach_screen.lacking_{what}", lang))


def _scope(seen: Seen, lang: Lang) -> str:
    """Return how many levels and cards were proved: what is not in the plan is not good because of that."""
    levels = {one.promise.owner for one in seen.counted.kept if one.promise.kind == "level"}
    cards = {one.promise.owner for one in seen.counted.kept if one.promise.kind == "step"}
    name = "scope" if levels and cards else "scope_levels" if levels else "scope_cards"
    return text(f"reach_screen.{name}", lang, levels=len(levels), scenarios=len(cards))


def _left_out(reading: Reading) -> int:
    return sum(parts[0] in SECTIONS for parts in reading.left_out)


def _named(playbook: Playbook, lang: Lang) -> Playbook:
    """Return the plan in which people whom nobody has given a name or function yet are called that."""
    called = [
        person if person.function or person.name else person.model_copy(update={"function": nameless(lang)})
        for person in playbook.people
    ]
    return playbook.model_copy(update={"people": called})


def _without_hours(prover: Prover) -> tuple[str, ...]:
    involved = {one for promise in prover.promises if promise.decisive for one in promise.candidates}
    entries: Iterable[Person | Body] = (*prover.answering.people.values(), *prover.answering.bodies.values())
    return tuple(
        entry.id
        for entry in entries
        if entry.id in involved and entry.hours is None and not prover.answering.reachable(entry.id).minutes
    )


def _always(playbook: Playbook, unknown: Sequence[str]) -> Playbook:
    """Return the plan in which these answer at any time."""
    people = [one.model_copy(update={"hours": ALWAYS}) if one.id in unknown else one for one in playbook.people]
    bodies = [one.model_copy(update={"hours": ALWAYS}) if one.id in unknown else one for one in playbook.bodies]
    return playbook.model_copy(update={"people": people, "bodies": bodies})


def _symbolic(data: Any, path: Sequence[str]) -> SymbolicPath:
    """Return a path by names and ids as the draft is read: what stands in a list is found by its id."""
    parts: SymbolicPath = ()
    for name in path:
        parts = (*parts, ById(name) if isinstance(get(data, parts), list) else name)
    return parts


def _rows(seen: Seen, lang: Lang) -> list[tuple[str, str]]:
    """Return the week of all levels together, and of all cards together where there are any."""
    rows = []
    for kind in ("level", "step"):
        if any(one.promise.kind == kind for one in seen.counted.kept):
            marks = _week(seen, kind)
            rows.append((text(f"reach_screen.row_{kind}", lang), marks))
    return rows


def _week(seen: Seen, kind: str) -> str:
    """Return the signs of a week: the certain gaps, and where there are none the possible ones."""

    def marks(proof: Proof) -> str:
        found = [one.gaps for one in proof.broken if one.promise.kind == kind]
        return seen.teller.week_bar(together(found) if found else EMPTY)

    certain = marks(seen.certain)
    if not seen.unknown:
        return certain
    counted = marks(seen.counted)
    return "".join(
        MAYBE if sure == NO_GAP and possible != NO_GAP else sure
        for sure, possible in zip(certain, counted, strict=True)
    )


def _days_in_words(marks: str, lang: Lang) -> Iterator[str]:
    """Yield a line for all days that are alike: which days, and when how often a gap begins."""
    names = words("hours", lang)["days"]
    alike: dict[str, list[int]] = {}
    for day in range(len(_DAYS)):
        alike.setdefault(marks[day * _SIGNS_A_DAY : (day + 1) * _SIGNS_A_DAY], []).append(day)
    for pattern, days in alike.items():
        runs = [[day for _, day in run] for _, run in groupby(enumerate(days), lambda pair: pair[1] - pair[0])]
        said = [_run([str(names[_DAYS[day]]) for day in run], lang) for run in runs]
        yield f"{', '.join(said)}: {_hours_in_words(pattern, lang)}"


def _run(names: list[str], lang: Lang) -> str:
    if len(names) < 3:
        return ", ".join(names)
    return text("reach_screen.days", lang, first=names[0], last=names[-1])


def _hours_in_words(pattern: str, lang: Lang) -> str:
    """Return „0 bis 8 Uhr und 20 bis 24 Uhr in manchen Wochen; …“ for the signs of one day, the worst sign first."""
    spans: dict[str, list[str]] = {}
    hour = 0
    for sign, signs in groupby(pattern):
        until = hour + len(list(signs)) * CELL
        whole = until - hour == _DAY_HOURS
        name = "whole_day" if whole else "hours"
        spans.setdefault(sign, []).append(text(f"reach_screen.{name}", lang, start=hour, end=until))
        hour = until
    parts = []
    for sign in sorted(spans, key=_MARKS.index, reverse=True):
        if sign != NO_GAP or len(spans) == 1:
            often = text(f"reach_screen.mark_{_MARKS.index(sign)}", lang)
            when = text("reach_screen.and", lang).join(spans[sign])
            parts.append(text("reach_screen.when_how_often", lang, when=when, often=often))
    return "; ".join(parts)
