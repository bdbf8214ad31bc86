"""What komma knows about a law, an offence, a legal tool, a scenario, a role, a level or a word, for a terminal.

``find`` takes an id, a code (S04) or a name; ``entry`` writes one thing with its source, the date of that source and,
where the law must be read again, the word that says so.
"""

from __future__ import annotations

import difflib
import textwrap
from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from komma_cli import catalogue, durations, filing, laws, library
from komma_cli.texts import Lang, label, text

WIDTH = 88
_MANY = 5
"""So many things that only share a word are shown at once; of more the names are enough."""


class Found(NamedTuple):
    """One thing that can be explained."""

    kind: str
    """``law``, ``offence``, ``tool``, ``scenario``, ``role``, ``level`` or ``term``."""
    id: str
    name: str
    code: str = ""


class Days(NamedTuple):
    """The day of the run, and the day from which a period is to be counted, if one was asked for."""

    today: date
    since: date | None = None


def everything(lang: Lang) -> tuple[Found, ...]:
    """Return all that can be explained; a tool that is a law is found as the law."""
    return (
        *(Found("law", law.id, law.title) for law in laws.laws(lang)),
        *(Found("offence", one.id, one.name) for one in laws.offences(lang)),
        *(Found("tool", tool.id, tool.title) for tool in laws.tools(lang) if tool.law is None),
        *(Found("scenario", one.id, one.title, one.code) for one in library.scenarios(lang)),
        *(Found("role", role.id, role.title) for role in catalogue.roles(lang)),
        *(Found("level", level.id, level.name) for level in catalogue.levels(lang)),
        *(Found("term", term.id, term.term) for term in catalogue.glossary(lang)),
    )


def find(word: str, lang: Lang) -> tuple[Found, ...]:
    """Return what has this id, code or name; else the few things whose names hold the word; else nothing."""
    typed, known = _plain(word), everything(lang)
    exact = tuple(one for one in known if typed and typed in {_plain(name) for name in (one.id, one.name, one.code)})
    if exact:
        return exact
    holding = tuple(one for one in known if typed and typed in _plain(one.name).split("-"))
    return holding if len(holding) <= _MANY else ()


def similar(word: str, lang: Lang, further: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the ids and codes that are most like a word, by their names too; ``further`` are other names to try."""
    shown = {_plain(name): name for name in further}
    for one in everything(lang):
        shown |= {_plain(name): one.code or one.id for name in (one.name, one.code, one.id) if name}
    typed = _plain(word)
    holding = [shown[name] for name in shown if typed and typed in name.split("-")]
    near = [shown[name] for name in difflib.get_close_matches(typed, shown, 6, 0.6)]
    far = [shown[name] for name in difflib.get_close_matches(typed, shown, 3, 0.0)]
    return tuple(dict.fromkeys(holding + near or far))[:_MANY]


def has_period(found: Found, lang: Lang) -> bool:
    """Say whether a last day can be counted: the law has a period, or the offence needs an application."""
    if found.kind == "offence":
        return any(one.law is not None for one in filing.filings(found.id, lang=lang))
    return found.kind == "law" and laws.law(found.id, lang).duration is not None


def entry(found: Found, lang: Lang, days: Days) -> str:
    """Return one thing as text of at most ``WIDTH`` columns (addresses may be longer)."""
    parts = _WRITERS[found.kind](found.id, lang, days)
    return "\n\n".join(part for part in parts if part) + "\n"


def _plain(name: str) -> str:
    """Return a name so that case, blanks and signs do not matter; the parts stand between hyphens."""
    signs = (sign if sign.isalnum() else " " for sign in name.casefold())
    return "-".join("".join(signs).split())


def _law(identifier: str, lang: Lang, days: Days) -> list[str]:
    law = laws.law(identifier, lang)
    traps = [tool.trap for tool in laws.tools(lang) if tool.law == law.id]
    more = [link for tool in laws.tools(lang) if tool.law == law.id for link in tool.sources]
    statuses = ", ".join(label("person_status", status, lang) for status in law.applies_to)
    return [
        _head(law.id, law.title, law.norm),
        _part("holds", lang, law.statement),
        _period(law, lang, days),
        _part("do", lang, law.what_to_do),
        _part("careful", lang, *traps),
        _part("for_whom", lang, statuses),
        _basis((law.source, *law.more_sources, *more), law.as_of, law.confidence, lang, _recheck(law, lang, days)),
    ]


def _period(law: laws.Law, lang: Lang, days: Days) -> str:
    """Return the period, and counted from a day its end and the days on which to remind of it."""
    if law.duration is None:
        return ""
    lines = [durations.say(law.duration, lang) + "."]
    if law.counts_from is not None:
        lines.append(text("explain.starts", lang, when=law.counts_from))
    if days.since is not None:
        counted = laws.countdown(law, days.since)
        last = text("explain.last_day", lang, since=_day(days.since, lang), day=_day(counted.end, lang))
        warnings = text("explain.and", lang).join(_day(day, lang) for day in counted.warnings)
        lines += [last, text("explain.warnings", lang, days=warnings) if warnings else ""]
        lines.append(filing.word("countdown", "no_weekend", lang))
    if law.warn_after:
        lines.append(filing.word("countdown", "unknown", lang))
    return _part("period", lang, *lines)


def _offence(identifier: str, lang: Lang, days: Days) -> list[str]:
    one = filing.offence(identifier, lang)
    filed = filing.filings(one, lang=lang)
    period = next((each.law for each in filed if each.law is not None), None)
    links = [source.url for each in filed for source in each.sources]
    return [
        _head(one.id, one.name, one.norm),
        _part("needed", lang, filing.word("need", one.application, lang)),
        _part("filings", lang, *_filings(filed, lang)),
        _period(period, lang, days) if period is not None else "",
        _part("note", lang, one.note or ""),
        _basis(links, min(each.as_of for each in filed), "L", lang, _recheck(one, lang, days)),
    ]


def _filings(filed: Iterable[filing.Filing], lang: Lang) -> list[str]:
    """Return a line for everything somebody files, and behind it what has not been said yet: where, and the notes."""
    lines: list[str] = []
    told: set[str] = set()
    for each in filed:
        when = f", {each.when}" if each.when is not None else ""
        about = [text("explain.where", lang, where=each.where), *each.notes]
        lines.append(
            " ".join([f"- {each.what_text}: {each.who_text}{when}.", *(one for one in about if one not in told)])
        )
        told.update(about)
    return lines


def _tool(identifier: str, lang: Lang, days: Days) -> list[str]:
    tool = next(tool for tool in laws.tools(lang) if tool.id == identifier)
    return [
        _head(tool.id, tool.title, tool.norm),
        _part("holds", lang, tool.line),
        _part("careful", lang, tool.trap),
        _basis(tool.sources, tool.as_of, tool.confidence, lang, several=True),
    ]


def _scenario(identifier: str, lang: Lang, days: Days) -> list[str]:
    one = library.scenario(identifier, lang)
    level = next((each.name for each in catalogue.levels(lang) if each.id == one.minimum_level), "")
    steps = []
    for phase in dict.fromkeys(step.phase for step in one.steps):
        said = [f"- {step.text}" for step in one.steps if step.phase == phase]
        steps.append(f"{label('phase', phase, lang)}\n" + "\n".join(_wrapped(line) for line in said))
    return [
        _head(one.code, one.title, label("track", one.track, lang)),
        _wrapped(one.summary),
        _part("at_least", lang, level),
        _part("police", lang, one.police_text),
        *steps,
        _part("never", lang, *(f"- {line}" for line in one.never)),
        _part("communication", lang, one.communication),
        _basis([source.url for source in one.sources], one.as_of, "", lang),
    ]


def _role(identifier: str, lang: Lang, days: Days) -> list[str]:
    role = catalogue.role(identifier, lang)
    return [
        _head(role.id, role.title, ""),
        _wrapped(role.short),
        _part("tasks", lang, *(f"- {line}" for line in role.tasks)),
        _part("decides", lang, *(f"- {line}" for line in role.decides)),
        _part("does_not_decide", lang, *(f"- {line}" for line in role.does_not_decide)),
        _part("small", lang, role.small_variant_text),
        _catalogue_basis(role.sources, role.confidence, lang),
    ]


def _level(identifier: str, lang: Lang, days: Days) -> list[str]:
    level = catalogue.level(identifier, lang)
    roles = {role.id: role.title for role in catalogue.roles(lang)}
    first = ", ".join(roles.get(role, role) for role in level.first_contact)
    links = {source.url: source for trigger in level.triggers for source in trigger.sources}
    return [
        _head(level.id, level.name, f"{level.colour_word}, {level.shape_word}"),
        _wrapped(level.description),
        _part("triggers", lang, *(f"- {trigger.text}" for trigger in level.triggers)),
        _part("first_contact", lang, f"{first}: {durations.say(level.first_contact_within, lang)}"),
        _part("police", lang, label("police", level.police, lang)),
        _part("closing", lang, level.closing),
        _catalogue_basis((*level.sources, *links.values()), level.confidence, lang),
    ]


def _term(identifier: str, lang: Lang, days: Days) -> list[str]:
    term = next(term for term in catalogue.glossary(lang) if term.id == identifier)
    confidence = {"law": "L", "source": "S"}.get(term.kind, "D")
    return [
        _head(term.id, term.term, text("explain.glossary", lang)),
        _wrapped(term.definition),
        _catalogue_basis((term.source,) if term.source is not None else (), confidence, lang),
    ]


_WRITERS: dict[str, Callable[[str, Lang, Days], list[str]]] = {
    "law": _law,
    "offence": _offence,
    "tool": _tool,
    "scenario": _scenario,
    "role": _role,
    "level": _level,
    "term": _term,
}


def _head(identifier: str, name: str, beside: str) -> str:
    first = textwrap.fill(f"{identifier}  {name}", WIDTH, subsequent_indent="  ")
    return f"{first}\n{beside}" if beside else first


def _part(name: str, lang: Lang, *lines: str) -> str:
    """Return a heading with its lines indented below it, or nothing where there are none."""
    said = [_wrapped(line) for line in lines if line]
    return "\n".join((text(f"explain.{name}", lang), *said)) if said else ""


def _recheck(one: laws.Law | laws.Offence, lang: Lang, days: Days) -> str:
    if not laws.is_due_for_recheck(one, days.today):
        return ""
    return text("explain.recheck", lang, day=_day(one.recheck_after or one.as_of, lang))


def _catalogue_basis(sources: Iterable[catalogue.Source], confidence: str, lang: Lang) -> str:
    cited = {source.url: source.as_of for source in sources}
    dates = sorted(day for day in cited.values() if day is not None)
    return _basis(cited, dates[0] if dates else None, confidence, lang, several=len(cited) > 1)


def _basis(
    links: Iterable[str],
    as_of: date | str | None,
    confidence: str,
    lang: Lang,
    further: str = "",
    *,
    several: bool = False,
) -> str:
    """Return the addresses, numbered, and below them how old and how sure that is.

    ``several`` pages have dates of their own; then ``as_of`` is the oldest of them.
    """
    listed = [f"  [{number}] {link}" for number, link in enumerate(dict.fromkeys(links), 1)]
    if as_of is None:
        said = [text("explain.undated", lang)]
    else:
        said = [text("explain.oldest" if several else "explain.as_of", lang, day=_day(as_of, lang))]
    if confidence:
        said.append(text(f"explain.confidence_{confidence.lower()}", lang))
    if further:
        said.append(further)
    return "\n".join([text("explain.sources", lang), *listed, _wrapped(" ".join(said))])


def _day(day: date | str | None, lang: Lang) -> str:
    """Return a day as people read it; a month or a year stays as the source shows it."""
    if isinstance(day, str):
        if len(day) != len("2026-12-01"):
            return day
        day = date.fromisoformat(day)
    if day is None:
        return ""
    return f"{day.day:02d}.{day.month:02d}.{day.year:04d}" if lang == "de" else day.isoformat()


def _wrapped(words: str) -> str:
    hanging = "    " if words.startswith("- ") else "  "
    return textwrap.fill(
        " ".join(words.split()),
        WIDTH,
        initial_indent="  ",
        subsequent_indent=hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )
