"""``komma worksheet``: sheets to work with, on the screen and on paper."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from komma_cli import dates
from komma_cli.cli.common import LangOption, put_out, say
from komma_cli.cli.language import reader_language
from komma_cli.cli.papers import Paper, file_formats, put_down, told
from komma_cli.cli.render import USUAL_FORMATS, ForceOption, FormatOption
from komma_cli.errors import UsageError
from komma_cli.render.writers import write
from komma_cli.texts import Lang, label, text

if TYPE_CHECKING:
    from komma_cli.render.document import RenderedDocument
    from komma_cli.sources import Source
    from komma_cli.worksheets import Item, Note, Worksheet

WIDTH = 78
BOX = "[ ]"
NO_BREAK = "\u00a0"
LINE = "_" * 20
SCREEN_FALLBACK = str.maketrans({"„": '"', "“": '"', "”": '"', "‚": "'", "‘": "'", "’": "'", "–": "-", "…": "..."})
"""What older code pages (cp850) have instead, so that no question mark stands in a sentence."""


@dataclass(frozen=True)
class Help:
    """A body that helps, as a sheet names it."""

    name: str
    numbers: str
    source: str
    as_of: str | None


def worksheet(
    action: Annotated[
        str, typer.Argument(help=say("worksheet_action"), metavar="[list|show|print]", show_default=False)
    ] = "list",
    sheet: Annotated[
        str | None, typer.Argument(help=say("worksheet_sheet"), metavar="[ID]", show_default=False)
    ] = None,
    area: Annotated[str | None, typer.Option("--area", help=say("worksheet_area"), metavar="internal_review")] = None,
    formats: FormatOption = USUAL_FORMATS,
    force: ForceOption = False,
    lang: LangOption = None,
    folder: Annotated[Path | None, typer.Option("--output", "-o", help=say("folder_option"), metavar="DIR")] = None,
) -> None:
    """List the worksheets, show one, or write one as Markdown and Word."""
    from komma_cli.worksheets import worksheet as find
    from komma_cli.worksheets import worksheets

    language = reader_language()
    if action not in ("list", "show", "print"):
        raise UsageError("worksheets.no_action", value=action)
    if action == "list":
        if sheet is not None:
            raise UsageError("worksheets.not_wanted", value=sheet)
        _put("\n".join(_list(worksheets(language, area), language)))
        return
    if sheet is None:
        raise UsageError("worksheets.which")
    found = find(sheet, language)
    if action == "show":
        _put("\n".join(_show(found, language)))
        return
    for paper in _print(found, language, folder or Path(), formats, force=force):
        typer.echo(told(paper))


def _put(content: str) -> None:
    try:
        content.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        content = content.translate(SCREEN_FALLBACK)
    put_out(content + "\n", None)


def _list(sheets: Iterable[Worksheet], lang: Lang) -> Iterator[str]:
    for area, members in groupby(sheets, lambda sheet: sheet.area):
        yield text(f"worksheets.area_{area}", lang)
        for sheet in members:
            yield f"  {sheet.id:<28} {sheet.title}"
        yield ""
    yield text("worksheets.how_to_show", lang)


def _show(sheet: Worksheet, lang: Lang) -> Iterator[str]:
    yield sheet.title
    yield from _wrap(sheet.purpose, "  ")
    rows = [(text(f"worksheets.{name}", lang), value) for name, value in _head(sheet, lang).items()]
    width = max(len(name) for name, _ in rows) + 2
    for name, value in rows:
        yield from _wrap(value, f"  {name + ':':<{width}}")
    opening = list(_notes("opening" if sheet.kind == "questions" else "first", sheet.opening, lang, "-"))
    before = list(_notes("before", sheet.before, lang, BOX))
    yield from (*before, *opening) if sheet.kind == "questions" else (*opening, *before)
    for section in sheet.sections:
        yield from ("", section.title)
        if section.intro:
            yield from _wrap(section.intro, "  ")
        for item in section.items:
            yield from _wrap(item.text, f"  {item.number:>2}. ")
            yield from _details(sheet, item, lang)
        if sheet.kind == "assessment":
            yield f"      {text('worksheets.total', lang, points=section.highest_score)}"
    yield from ("", text("worksheets.result", lang))
    yield from _wrap(sheet.result, "  ")
    yield from _notes("caution", sheet.caution, lang, "-")
    if sheet.help:
        yield from ("", text("worksheets.help", lang))
        for body in _help(sheet, lang):
            yield from _wrap(f"{body.name}: {body.numbers}", "  - ")
            yield from _wrap(_dated(body.source, body.as_of, lang), "    ")
        yield from _wrap(say("directory_confirm"), "  ")
    yield from ("", text("worksheets.sources", lang))
    for source in sheet.sources:
        yield from _wrap(_cited(source, lang), "  - ")
    for line in (*_certainty(sheet, lang), text("worksheets.read_on", lang, day=_day(sheet.as_of, lang))):
        yield from _wrap(line, "  ")
    yield from ("", text("worksheets.how_to_print", lang, sheet=sheet.id))


def _details(sheet: Worksheet, item: Item, lang: Lang) -> Iterator[str]:
    """Yield what stands below an item: how it is answered, who leads, what helps."""
    if item.hint:
        yield from _wrap(item.hint, "      ")
    if sheet.kind == "questions":
        yield from _wrap(_boxes(option.text for option in item.options) or LINE, "      ")
    elif sheet.kind == "checklist":
        yield from _wrap(_boxes(text(f"worksheets.{name}", lang) for name in ("yes", "partly", "no")), "      ")
    elif sheet.kind == "assessment":
        evidence = f"{text('worksheets.evidence', lang)}: {LINE}"
        yield from _wrap(f"{_boxes(('0', '1', '2'))}   {evidence}", "      ")
    elif sheet.kind == "agenda":
        yield from _wrap(text("worksheets.minutes", lang, minutes=item.minutes, who=_who(item, lang)), "      ")
    elif sheet.kind == "steps":
        yield from _wrap(text("worksheets.step", lang, who=_who(item, lang), time=_time(item.duration, lang)), "      ")


def _head(sheet: Worksheet, lang: Lang) -> dict[str, str]:
    """Return what is said about the sheet itself, by the name of its label."""
    head = {
        "kind": text(f"worksheets.kind_{sheet.kind}", lang),
        "led_by": _role(sheet.led_by, lang),
        "takes_part": sheet.takes_part,
        "duration": _time(sheet.duration, lang),
        "cycle": _time(sheet.cycle, lang) or text("worksheets.once", lang),
        "class": label("confidentiality", sheet.classification, lang),
    }
    return {name: value for name, value in head.items() if value}


def _role(identifier: str, lang: Lang) -> str:
    from komma_cli.catalogue import roles

    return next(card.title for card in roles(lang) if card.id == identifier)


def _who(item: Item, lang: Lang) -> str:
    """Return who leads or acts, and with whom."""
    from komma_cli.worksheets import actor_words

    first = _role(item.role, lang) if item.role else actor_words(item.actor, lang) if item.actor else ""
    others = ", ".join(_role(role, lang) for role in item.also)
    return text("worksheets.with", lang, who=first, others=others) if others else first


def _time(duration: str | None, lang: Lang) -> str:
    from komma_cli import durations

    return "" if duration is None else durations.say(duration, lang)


def _help(sheet: Worksheet, lang: Lang) -> list[Help]:
    """Return the bodies at the end of the sheet."""
    from komma_cli import phones
    from komma_cli.directory import entry

    bodies = (entry(identifier, lang) for identifier in sheet.help)
    return [
        Help(
            name=body.name,
            numbers=", ".join(phones.say(channel.value) for channel in body.channels if channel.kind == "phone"),
            source=body.source,
            as_of=body.source_date,
        )
        for body in bodies
    ]


def _cited(source: Source, lang: Lang) -> str:
    """Return a source with its date, a law with its section."""
    shown = _dated(source.url, source.as_of, lang)
    return f"{source.norm}: {shown}" if source.norm else shown


def _dated(url: str, as_of: str | None, lang: Lang) -> str:
    if as_of is None:
        return text("worksheets.source_undated", lang, url=url)
    return text("worksheets.source", lang, url=url, as_of=_day(as_of, lang))


def _certainty(sheet: Worksheet, lang: Lang) -> list[str]:
    """Return how sure the items are, one sentence for each degree there is, with the numbers of the items."""
    sentences = []
    for degree in "LSD":
        numbers = [item.number for item in sheet.items if item.confidence == degree]
        if numbers:
            sentences.append(text(f"worksheets.certain_{degree.lower()}", lang, numbers=_ranges(numbers)))
    return sentences


def _ranges(numbers: list[int]) -> str:
    """Return ``1, 3-5`` for 1, 3, 4, 5."""
    runs = [list(run) for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0])]
    return ", ".join(f"{run[0][1]}-{run[-1][1]}" if len(run) > 1 else str(run[0][1]) for run in runs)


def _day(iso: str, lang: Lang) -> str:
    """Return a whole date as it is written in the language; a year or a month stays as it is."""
    return dates.say(iso, lang) if len(iso) == len("2026-04-29") else iso


def _boxes(answers: Iterable[str]) -> str:
    """Return the answers with a box each, held together so that no box ends a line."""
    return "   ".join(f"{BOX} {answer}".replace(" ", NO_BREAK) for answer in answers)


def _notes(heading: str, notes: Iterable[Note], lang: Lang, mark: str) -> Iterator[str]:
    notes = list(notes)
    if notes:
        yield from ("", text(f"worksheets.{heading}", lang))
    for note in notes:
        yield from _wrap(note.text, f"  {mark} ")


def _wrap(words: str, first: str) -> list[str]:
    """Return the lines; all but the first are indented below the first one's words. Long addresses stay whole."""
    lines = textwrap.wrap(
        words,
        WIDTH,
        initial_indent=first,
        subsequent_indent=" " * len(first),
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [line.replace(NO_BREAK, " ") for line in lines]


def _print(sheet: Worksheet, lang: Lang, folder: Path, formats: str, *, force: bool) -> list[Paper]:
    """Write the sheet in the wanted formats and return the files: all of them, or none if one cannot be made."""
    document = _paper(sheet, lang)
    papers = []
    for form in file_formats(formats):
        made = write(document, form)
        target = folder / f"worksheet-{sheet.id}-{lang}.{form}"
        papers.append(Paper(target, made.content, sheet.classification, made.pages))
    put_down(papers, force=force)
    return papers


def _paper(sheet: Worksheet, lang: Lang) -> RenderedDocument:
    """Return the sheet as a document; it carries the day of its sources, so that equal input gives equal bytes."""
    from komma_cli import __version__
    from komma_cli.render.blocks import parse_blocks
    from komma_cli.render.catalog import template_folders
    from komma_cli.render.document import RenderedDocument
    from komma_cli.render.escaping import link
    from komma_cli.render.markdown import Templates
    from komma_cli.render.phrases import hold_together

    values = {
        "sheet": sheet,
        "head": _head(sheet, lang),
        "help": _help(sheet, lang),
        "certainty": _certainty(sheet, lang),
        "read_on": text("worksheets.read_on", lang, day=_day(sheet.as_of, lang)),
        "who": lambda item: _who(item, lang),
        "time": lambda duration: _time(duration, lang),
        "day": lambda iso: _day(iso, lang),
        "site": lambda url: link(url.split("/")[2].removeprefix("www."), url),
    }
    markdown = hold_together(Templates(template_folders()).render(f"worksheet/{lang}.md.j2", values))
    return RenderedDocument(
        id=f"worksheet-{sheet.id}",
        title=sheet.title,
        language=lang,
        markdown=markdown,
        blocks=parse_blocks(markdown),
        author="komma",
        version=__version__,
        date=date.fromisoformat(sheet.as_of),
        subject=sheet.purpose,
        class_label=label("confidentiality", sheet.classification, lang),
        footer=sheet.title,
    )
