"""What komma knows about a law, an offence, a legal tool, a scenario, a role, a level or a word, for a terminal.

Also points of aftercare, points to agree with police and justice, the pillars of KommA and the commitments of ECCAR; of
practices and worksheets, which have commands of their own, only what they are for.

``find`` takes an id, a code (S04) or a name; ``entry`` writes one thing with its source, the date of that source and,
where the law must be read again, the word that says so.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from komma_cli import blueprint, catalogue, durations, filing, laws, library, practices, worksheets
from komma_cli.errors import UsageError
from komma_cli.report.parts import basis, catalogue_basis, day, head, part, wrapped
from komma_cli.texts import Lang, label, text

ECCAR = "eccar-"
"""What stands before the number of a commitment."""
_MANY = 5
"""So many things that only share a word are shown at once; of more the names are enough."""


class Found(NamedTuple):
    """One thing that can be explained."""

    kind: str
    """One of ``KINDS``."""
    id: str
    name: str
    code: str = ""


class Days(NamedTuple):
    """The day of the run, and the day from which a period is to be counted, if one was asked for."""

    today: date
    since: date | None = None


def everything(lang: Lang) -> tuple[Found, ...]:
    """Return all that can be explained; a tool that is a law is found as the law."""
    return *_without_sheets(lang), *(_found_sheet(sheet) for sheet in worksheets.worksheets(lang))


def _found_sheet(sheet: worksheets.Worksheet) -> Found:
    return Found("worksheet", sheet.id, sheet.title)


def _without_sheets(lang: Lang) -> tuple[Found, ...]:
    """Return all but the worksheets, which are many files that an incident or a law does not need."""
    return (
        *(Found("law", law.id, law.title) for law in laws.laws(lang)),
        *(Found("offence", one.id, one.name) for one in laws.offences(lang)),
        *(Found("tool", tool.id, tool.title) for tool in laws.tools(lang) if tool.law is None),
        *(Found("scenario", one.id, one.title, one.code) for one in library.scenarios(lang)),
        *(Found("role", role.id, role.title) for role in catalogue.roles(lang)),
        *(Found("level", level.id, level.name) for level in catalogue.levels(lang)),
        *(Found("aftercare", step.id, step.title) for step in catalogue.aftercare(lang)),
        *(Found("liaison", point.id, point.title) for point in catalogue.liaison_points(lang)),
        *(Found("pillar", pillar.id, pillar.name) for pillar in blueprint.pillars(lang)),
        *(Found("commitment", f"{ECCAR}{one.number}", one.name) for one in blueprint.commitments(lang)),
        *(Found("term", term.id, term.term) for term in catalogue.glossary(lang)),
        *(Found("practice", one.id, f"{one.place}: {one.title}") for one in practices.practices(lang)),
    )


def find(word: str, lang: Lang) -> tuple[Found, ...]:
    """Return what has this id, code or name; else the few things whose names hold the word; else nothing."""
    typed = _plain(word)
    if not typed:
        return ()
    exact = (*_named(typed, _without_sheets(lang)), *_sheet_with_id(typed, lang))
    if exact:
        return exact
    known = everything(lang)
    holding = tuple(one for one in known if typed in _plain(one.name).split("-"))
    return _named(typed, known) or (holding if len(holding) <= _MANY else ())


def _named(typed: str, among: Iterable[Found]) -> tuple[Found, ...]:
    return tuple(one for one in among if typed in {_plain(name) for name in (one.id, one.name, one.code)})


def _sheet_with_id(typed: str, lang: Lang) -> tuple[Found, ...]:
    try:
        return (_found_sheet(worksheets.worksheet(typed, lang)),)
    except UsageError:
        return ()


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
    written = _WRITERS[found.kind](found.id, lang, days)
    return "\n\n".join(each for each in written if each) + "\n"


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
        head(law.id, law.title, law.norm),
        part("holds", lang, law.statement),
        _period(law, lang, days),
        part("do", lang, law.what_to_do),
        part("careful", lang, *traps),
        part("for_whom", lang, statuses),
        basis((law.source, *law.more_sources, *more), law.as_of, law.confidence, lang, _recheck(law, lang, days)),
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
        last = text("explain.last_day", lang, since=day(days.since, lang), day=day(counted.end, lang))
        warnings = text("explain.and", lang).join(day(each, lang) for each in counted.warnings)
        lines += [last, text("explain.warnings", lang, days=warnings) if warnings else ""]
        lines.append(filing.word("countdown", "no_weekend", lang))
    if law.warn_after:
        lines.append(filing.word("countdown", "unknown", lang))
    return part("lasts" if law.kind in ("validity", "retention") else "period", lang, *lines)


def _offence(identifier: str, lang: Lang, days: Days) -> list[str]:
    one = filing.offence(identifier, lang)
    filed = filing.filings(one, lang=lang)
    period = next((each.law for each in filed if each.law is not None), None)
    links = [source.url for each in filed for source in each.sources]
    return [
        head(one.id, one.name, one.norm),
        part("needed", lang, filing.word("need", one.application, lang)),
        part("filings", lang, *_filings(filed, lang)),
        _period(period, lang, days) if period is not None else "",
        part("note", lang, one.note or ""),
        basis(links, min(each.as_of for each in filed), "L", lang, _recheck(one, lang, days)),
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
        head(tool.id, tool.title, tool.norm),
        part("holds", lang, tool.line),
        part("careful", lang, tool.trap),
        basis(tool.sources, tool.as_of, tool.confidence, lang, several=True),
    ]


def _scenario(identifier: str, lang: Lang, days: Days) -> list[str]:
    one = library.scenario(identifier, lang)
    level = next((each.name for each in catalogue.levels(lang) if each.id == one.minimum_level), "")
    steps = []
    for phase in dict.fromkeys(step.phase for step in one.steps):
        said = [f"- {step.text}" for step in one.steps if step.phase == phase]
        steps.append(f"{label('phase', phase, lang)}\n" + "\n".join(wrapped(line) for line in said))
    return [
        head(one.code, one.title, label("track", one.track, lang)),
        wrapped(one.summary),
        part("at_least", lang, level),
        part("police", lang, one.police_text),
        *steps,
        part("never", lang, *(f"- {line}" for line in one.never)),
        part("communication", lang, one.communication),
        basis([source.url for source in one.sources], one.as_of, "", lang),
    ]


def _role(identifier: str, lang: Lang, days: Days) -> list[str]:
    role = catalogue.role(identifier, lang)
    return [
        head(role.id, role.title, ""),
        wrapped(role.short),
        part("tasks", lang, *(f"- {line}" for line in role.tasks)),
        part("decides", lang, *(f"- {line}" for line in role.decides)),
        part("does_not_decide", lang, *(f"- {line}" for line in role.does_not_decide)),
        part("small", lang, role.small_variant_text),
        catalogue_basis(role.sources, role.confidence, lang),
    ]


def _level(identifier: str, lang: Lang, days: Days) -> list[str]:
    level = catalogue.level(identifier, lang)
    roles = {role.id: role.title for role in catalogue.roles(lang)}
    first = ", ".join(roles.get(role, role) for role in level.first_contact)
    links = {source.url: source for trigger in level.triggers for source in trigger.sources}
    return [
        head(level.id, level.name, f"{level.colour_word}, {level.shape_word}"),
        wrapped(level.description),
        part("triggers", lang, *(f"- {trigger.text}" for trigger in level.triggers)),
        part("first_contact", lang, f"{first}: {durations.say(level.first_contact_within, lang)}"),
        part("police", lang, label("police", level.police, lang)),
        part("closing", lang, level.closing),
        catalogue_basis((*level.sources, *links.values()), level.confidence, lang),
    ]


def _aftercare(identifier: str, lang: Lang, days: Days) -> list[str]:
    step = next(step for step in catalogue.aftercare(lang) if step.id == identifier)
    roles = {role.id: role.title for role in catalogue.roles(lang)}
    levels = ", ".join(level.name for level in catalogue.levels(lang) if level.id in (step.levels or ()))
    after = text("explain.after", lang, after=durations.say(step.after, lang), anchor=step.anchor_text)
    return [
        head(step.id, step.title, text("explain.aftercare", lang)),
        wrapped(step.text),
        part("when", lang, *((after,) if step.after != "P0D" else ())),
        part("who", lang, roles.get(step.role, step.role)),
        part("at_levels", lang, levels),
        catalogue_basis(step.sources, step.confidence, lang),
    ]


def _liaison(identifier: str, lang: Lang, days: Days) -> list[str]:
    point = next(point for point in catalogue.liaison_points(lang) if point.id == identifier)
    return [
        head(point.id, point.title, text("explain.liaison", lang)),
        part("agree", lang, point.agree),
        part("ask", lang, point.ask),
        part("limit", lang, point.limit),
        catalogue_basis(point.sources, point.confidence, lang),
    ]


def _pillar(identifier: str, lang: Lang, days: Days) -> list[str]:
    pillar = next(pillar for pillar in blueprint.pillars(lang) if pillar.id == identifier)
    fields = [f"- {field.title}" for field in blueprint.fields(lang) if field.pillar == pillar.id]
    return [
        head(pillar.id, pillar.name, text("explain.pillar", lang)),
        wrapped(pillar.text),
        part("fields", lang, *fields),
        catalogue_basis(pillar.sources, "D", lang),
    ]


def _commitment(identifier: str, lang: Lang, days: Days) -> list[str]:
    one = next(each for each in blueprint.commitments(lang) if f"{ECCAR}{each.number}" == identifier)
    measures = [
        f"- {measure.title}"
        for field in blueprint.fields(lang)
        for goal in field.goals
        for measure in goal.measures
        if one.number in measure.eccar
    ]
    examples = [f"- {each.place}: {each.id}" for each in practices.practices(lang) if one.number in each.eccar]
    return [
        head(identifier, one.name, text("explain.commitment", lang, number=one.number)),
        part("measures", lang, *measures),
        part("examples", lang, *examples),
        catalogue_basis(one.sources, "S", lang),
    ]


def _practice(identifier: str, lang: Lang, days: Days) -> list[str]:
    one = practices.practice(identifier, lang)
    return [
        head(one.id, one.title, one.place),
        wrapped(one.did),
        part("more", lang, f"komma practice show {one.id}"),
        catalogue_basis((one.source,), one.confidence, lang),
    ]


def _worksheet(identifier: str, lang: Lang, days: Days) -> list[str]:
    """Return what a sheet is for and the command that shows it; its many sources stand on the sheet."""
    sheet = worksheets.worksheet(identifier, lang)
    return [
        head(sheet.id, sheet.title, text("explain.worksheet", lang)),
        wrapped(sheet.purpose),
        part("more", lang, f"komma worksheet show {sheet.id}", f"komma worksheet print {sheet.id}"),
        text("explain.sheet_sources", lang, day=day(sheet.as_of, lang)),
    ]


def _term(identifier: str, lang: Lang, days: Days) -> list[str]:
    term = next(term for term in catalogue.glossary(lang) if term.id == identifier)
    confidence = {"law": "L", "source": "S"}.get(term.kind, "D")
    return [
        head(term.id, term.term, text("explain.glossary", lang)),
        wrapped(term.definition),
        catalogue_basis((term.source,) if term.source is not None else (), confidence, lang),
    ]


_WRITERS: dict[str, Callable[[str, Lang, Days], list[str]]] = {
    "law": _law,
    "offence": _offence,
    "tool": _tool,
    "scenario": _scenario,
    "role": _role,
    "level": _level,
    "aftercare": _aftercare,
    "liaison": _liaison,
    "pillar": _pillar,
    "commitment": _commitment,
    "term": _term,
    "practice": _practice,
    "worksheet": _worksheet,
}
KINDS = tuple(_WRITERS)
"""What can be explained, in the order in which it is shown."""


def _recheck(one: laws.Law | laws.Offence, lang: Lang, days: Days) -> str:
    if not laws.is_due_for_recheck(one, days.today):
        return ""
    return text("explain.recheck", lang, day=day(one.recheck_after or one.as_of, lang))
