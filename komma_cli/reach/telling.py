"""The words for what was proved: who does not answer and why, when, and what would mend it. No name of a person.

People stand here by their function, as papers print them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from komma_cli import dates, durations, hours, public_holidays
from komma_cli.reach.case import Turn
from komma_cli.reach.causes import Cause, Silence, silent
from komma_cli.reach.promises import Promise
from komma_cli.reach.proof import Prover
from komma_cli.reach.repairs import Repair
from komma_cli.reach.week import fold
from komma_cli.spans import Span, Spans, longest, measure
from komma_cli.texts import Lang, label, text, words

CELL = 4
"""Hours that one sign of the week bar stands for."""
_OFTEN = 0.5
_MARKS = {"never": ".", "sometimes": "o", "often": "#"}
_MOST_NAMED = 4
_NEAR_DAYS = 60
"""So far from a day that was just named a date needs no year."""
_WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_DAY = 24 * 60


@dataclass(frozen=True)
class Told:
    """One cause in words, line by line; ``why`` has a line for everybody who does not answer."""

    title: str
    where: str
    when: str
    longest: str
    why: tuple[str, ...]


class Teller:
    """Puts what was proved of one plan into words of one language."""

    def __init__(self, prover: Prover, lang: Lang) -> None:
        self.prover = prover
        self.year = prover.year
        self.lang = lang
        playbook = prover.playbook
        self._names = {role.id: role.title for role in playbook.roles}
        self._names |= {body.id: body.name for body in playbook.bodies}
        self._names |= {person.id: person.function or self.say("nameless", id=person.id) for person in playbook.people}
        self._levels = {level.id: level.name for level in (playbook.escalation.levels if playbook.escalation else ())}
        self._titles = {scenario.id: scenario.title for scenario in playbook.scenarios}
        self._steps: dict[tuple[str, ...], str] = {
            ("scenarios", scenario.id, "steps", step.id): step.text
            for scenario in playbook.scenarios
            for step in scenario.steps
        }

    def say(self, key: str, /, **values: object) -> str:
        """Return a sentence of this room."""
        return text(f"reach.{key}", self.lang, **values)

    def name(self, identifier: str) -> str:
        """Return what a role, a person or a body is called."""
        return self._names.get(identifier, identifier)

    def owner(self, identifier: str) -> str:
        """Return what a level or a scenario is called."""
        return self._levels.get(identifier) or self._titles.get(identifier, identifier)

    def step(self, place: tuple[str, ...]) -> str:
        """Return the text of a step without its full stop."""
        return self._steps.get(place, place[-1]).rstrip(".!")

    def moment(self, minute: int) -> str:
        """Return „Do 24.12.2026, 18:40 Uhr“, with the name of a holiday before it."""
        return self.on_wall(self.year.wall(minute))

    def on_wall(self, wall: datetime) -> str:
        """Return a time of day in words."""
        return moment_in_words(f"{wall:%Y-%m-%dT%H:%M}/{self.prover.answering.state}", self.lang)

    def length(self, minutes: int) -> str:
        """Return „3 Tage 15 Stunden“; of more than a day the minutes are left out."""
        days, rest = divmod(minutes, _DAY)
        hours_, left = divmod(rest, 60)
        return durations.say(f"P{days}DT{hours_}H{0 if days else left}M", self.lang)

    def span(self, span: Span) -> str:
        """Return from when to when a gap lasts, and how long."""
        start, end = span
        if end >= self.year.end:
            return self.say("span_open", start=self.moment(start), length=self.length(end - start))
        return self.say("span", start=self.moment(start), end=self.moment(end), length=self.length(end - start))

    def percent(self, share: float) -> str:
        """Return a share as a percentage that never rounds a gap away, and nothing to everything."""
        found = f"{share * 100:.1f}"
        if found in ("0.0", "100.0") and 0 < share < 1:
            found = "0.1" if found == "0.0" else "99.9"
        return found.removesuffix(".0").replace(".", "," if self.lang == "de" else ".")

    def near(self, minute: int, day: date) -> str:
        """Return a time in words beside a day that was just named: „22:40 Uhr“, „Fr 25.12., 18:40 Uhr“."""
        wall = self.year.wall(minute)
        time = f"{wall:%H:%M}"
        if wall.date() == day:
            return self.say("same_day", time=time)
        if abs((wall.date() - day).days) > _NEAR_DAYS:
            return self.moment(minute)
        dated = dates.say(wall.date().isoformat(), self.lang).removesuffix(f"{wall.year:04d}").rstrip()
        return self.say("near_day", weekday=self.weekday(wall.date()), day=dated, time=time)

    def weekday(self, day: date) -> str:
        """Return the short name of a day's weekday."""
        return _weekday(day, self.lang)

    def outcome(self, turn: Turn, start: int) -> str:
        """Return how one step of a case that begins at ``start`` goes: who answers when, and whether in time."""
        if turn.promise is None or turn.due is None:
            return self.say("case_on_the_spot")
        day = self.year.wall(start).date()
        due, reached = self.near(turn.due, day), turn.reached
        if reached is None or reached.answers is None:
            return self.say("case_nobody", due=due)
        who, time = self.name(reached.id), self.near(reached.answers, day)
        if reached.answers == start:
            return self.say("case_at_once", who=who, due=due)
        if turn.kept:
            return self.say("case_in_time", who=who, time=time, due=due)
        return self.say("case_late", who=who, time=time, due=due, late=self.length(reached.answers - turn.due))

    def silence(self, silence: Silence) -> str:
        """Return who does not answer, and why."""
        return self.say("silent", who=self.name(silence.id), why=self.say(f"why_{silence.reason}"))

    def cause(self, cause: Cause) -> Told:
        """Return one cause in words."""
        start, _ = cause.worst
        quiet = silent(self.prover, cause.candidates, start, cause.within)
        more = len(quiet) - _MOST_NAMED
        why = [self.silence(one) for one in quiet[: _MOST_NAMED if more > 1 else None]]
        if more > 1:
            why.append(self.say("more_silent", count=more))
        again = [one for one in quiet if one.until is not None]
        if again:
            first = min(again, key=lambda one: one.until or 0)
            why.append(self.say("first_again", who=self.name(first.id), time=self.moment(first.until or 0)))
        if cause.kind == "nobody":
            why = [self.nobody(cause.kept[0].promise)]
        share = measure(cause.gaps) / self.year.end
        return Told(
            title=self.say(f"class_{cause.kind}"),
            where=self.where(cause),
            when=self.say(
                "when_one" if len(cause.gaps) == 1 else "when", count=len(cause.gaps), share=self.percent(share)
            ),
            longest=self.span(cause.worst),
            why=tuple(why),
        )

    def where(self, cause: Cause) -> str:
        """Return the promise that breaks and where it stands."""
        promise = cause.kept[0].promise
        within = self.length(promise.within)
        names = self.listed([self.owner(one) for one in cause.owners])
        if promise.kind == "level":
            return self.say("where_level", level=names, within=within)
        groups = self.groups(promise, cause)
        return self.say("where_step", scenario=names, step=self.step(promise.place), within=within) + groups

    def groups(self, promise: Promise, cause: Cause) -> str:
        """Return for whom it breaks where it does not break for all whom the card is for."""
        concerned = {group for one in self.prover.promises if one.place == promise.place for group in one.audiences}
        here = tuple(
            dict.fromkeys(
                group for one in cause.kept if one.promise.place == promise.place for group in one.promise.audiences
            )
        )
        if set(here) == concerned:
            return ""
        return " " + self.say("for_groups", groups=self.listed([label("audience", group, self.lang) for group in here]))

    def nobody(self, promise: Promise) -> str:
        """Return why a promise has nobody at all."""
        if not promise.callers:
            return self.say("nobody_named")
        return self.say("nobody_behind", who=self.listed([self.name(one) for one in promise.callers]))

    def no_repair(self, gaps: Spans) -> str:
        """Return what to do where the plan itself has no help: look for a body that answers in the longest gap."""
        worst = longest(gaps)
        when = self.year.wall(worst[0] if worst else 0)
        return self.say("no_repair", when=f"{when:%Y-%m-%d %H:%M}")

    def repair(self, repair: Repair) -> str:
        """Return a change as something to do."""
        place, adds = repair.places[0], self.name(repair.adds)
        values: dict[str, object] = {"who": adds}
        if repair.kind in ("deputy", "holder"):
            values["role"] = self.name(place[-1])
        elif repair.kind == "out_of_hours":
            values["level"] = self.listed([self.owner(one[-1]) for one in repair.places])
        elif repair.kind == "contact":
            values |= {"step": self.step(place), "scenario": self.listed([self.owner(one[1]) for one in repair.places])}
        else:
            values = {"who": self.name(place[-1]), "hours": hours.say(repair.adds, self.lang)}
        many = "s" if repair.kind == "contact" and len(repair.places) > 1 else ""
        return self.say(f"repair_{repair.kind}{many}", count=len(repair.places), **values)

    def listed(self, names: Sequence[str], most: int = _MOST_NAMED) -> str:
        """Return a few names in quotation marks; of many the first ones and how many more."""
        quoted = [self.say("quoted", name=name) for name in dict.fromkeys(names)]
        if len(quoted) <= most:
            return ", ".join(quoted)
        return self.say("and_more", names=", ".join(quoted[: most - 1]), count=len(quoted) - most + 1)

    def both(self, names: Sequence[str]) -> str:
        """Return one name, or two with „und“."""
        return names[0] if len(names) == 1 else self.say("and", first=names[0], second=names[1])

    def week_bar(self, gaps: Spans) -> str:
        """Return 42 signs from Monday on: ``.`` no gap, ``o`` in some weeks, ``#`` in at least half of them."""
        shares = fold(gaps, self.year)
        return "".join(_mark(shares[hour : hour + CELL]) for hour in range(0, len(shares), CELL))

    def week_head(self) -> str:
        """Return the days above a week bar, each as wide as its signs."""
        days = words("hours", self.lang)["days"]
        return "".join(f"{days[day]:<{24 // CELL}}" for day in _WEEKDAYS)


def moment_in_words(written: str, lang: Lang) -> str:
    """Return „Heiligabend, Do 24.12.2026, 18:40 Uhr“ for ``2026-12-24T18:40/NW``, a time and the Land it is in."""
    iso, _, state = written.partition("/")
    wall = datetime.fromisoformat(iso)
    day = wall.date()
    values = {"weekday": _weekday(day, lang), "day": dates.say(day.isoformat(), lang), "time": f"{wall:%H:%M}"}
    told = text("reach.moment", lang, **values)
    special = public_holidays.name_of(day, state, lang)
    return text("reach.on_special_day", lang, name=special, moment=told) if special else told


def _weekday(day: date, lang: Lang) -> str:
    return str(words("hours", lang)["days"][_WEEKDAYS[day.weekday()]])


def _mark(shares: Iterable[float]) -> str:
    worst = max(shares)
    return _MARKS["often" if worst >= _OFTEN else "sometimes" if worst > 0 else "never"]
