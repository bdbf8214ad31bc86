"""``komma directory``: bodies that help, the most helpful first, with source and date."""

from __future__ import annotations

import sys
import textwrap
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from komma_cli import dates
from komma_cli.cli.common import LangOption, TodayOption, say, the_day
from komma_cli.cli.language import reader_language
from komma_cli.errors import UsageError
from komma_cli.texts import Lang, facts, label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from komma_cli.directory import Channel, DirectoryEntry

WIDTH = 78
_LABELS = 17


def directory(
    term: Annotated[str, typer.Argument(help=say("directory_term"), metavar="[TERM]", show_default=False)] = "",
    state: Annotated[str | None, typer.Option("--state", "--land", help=say("state_option"), metavar="BY")] = None,
    audience: Annotated[
        str | None, typer.Option("--audience", help=say("audience_option"), metavar=say("audience_metavar"))
    ] = None,
    kind: Annotated[str | None, typer.Option("--kind", help=say("kind_option"), metavar=say("kind_metavar"))] = None,
    open_now: Annotated[bool, typer.Option("--open-now", help=say("open_now_option"))] = False,
    open_at: Annotated[
        str | None, typer.Option("--open-at", help=say("open_at_option"), metavar=say("open_at_metavar"))
    ] = None,
    today: TodayOption = None,
    lang: LangOption = None,
) -> None:
    """Print the entries that fit, or the one whose id is given, each with where komma has it from and as of when."""
    from komma_cli.directory import by_help, entries, find, state_code

    language = reader_language()
    moment = _moment(open_at) if open_at is not None else datetime.now() if open_now else None
    day = moment.date() if moment is not None and today is None else the_day(today)
    code = state_code(state, language) if state is not None else None
    named = [each for each in entries(language) if each.id == term.strip()]
    found = by_help(named or find(term, code, audience, kind, language), code)
    if moment is None:
        parts = [_full(each, day, language) for each in found]
    else:
        parts = _by_answer(found, moment, day, language)
    for part in parts:
        sys.stdout.write(part + "\n\n")
    sys.stdout.write(_closing(term, len(found), language) + "\n")


def _moment(written: str) -> datetime:
    """Return the day and time of ``--open-at``. Raises ``UsageError`` for anything but ``2026-12-24 18:00``."""
    try:
        return datetime.strptime(written.strip().replace("T", " "), "%Y-%m-%d %H:%M")
    except ValueError:
        raise UsageError("directory.not_a_moment", value=written) from None


def _by_answer(found: Sequence[DirectoryEntry], moment: datetime, day: date, lang: Lang) -> list[str]:
    """Return what is open, then shorter what must be asked, then the names of what is closed."""
    from komma_cli.directory import reachable

    sorted_out: dict[str, list[DirectoryEntry]] = {"open": [], "ask": [], "closed": []}
    for each in found:
        sorted_out[reachable(each, moment)].append(each)
    when = _when(moment, lang)
    parts = [say("directory_open" if sorted_out["open"] else "directory_none_open", when=when)]
    parts += [_full(each, day, lang) for each in sorted_out["open"]]
    if sorted_out["ask"]:
        parts.append(textwrap.fill(say("directory_ask"), WIDTH))
        parts += [_short(each, day, lang) for each in sorted_out["ask"]]
    if sorted_out["closed"]:
        closed = [f"- {each.name}: {each.availability or each.hours}" for each in sorted_out["closed"]]
        filled = (textwrap.fill(line, WIDTH, subsequent_indent="  ") for line in closed)
        parts.append("\n".join([say("directory_closed", when=when), *filled]))
    return parts


def _when(moment: datetime, lang: Lang) -> str:
    from komma_cli.texts import words

    weekday = words("hours", lang)["days"][("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")[moment.weekday()]]
    return say(
        "directory_when", weekday=weekday, day=dates.say(moment.date().isoformat(), lang), time=f"{moment:%H:%M}"
    )


def _closing(term: str, count: int, lang: Lang) -> str:
    """Return how many were found; after none the words that may have been meant, else the plea to confirm."""
    counted = say("directory_count_one" if count == 1 else "directory_count", count=count)
    if count:
        return textwrap.fill(f"{counted} {say('directory_confirm')}", WIDTH)
    from komma_cli.directory import nearest_terms

    near = nearest_terms(term, lang) if term.strip() else ()
    return f"{counted} {say('directory_near', near=', '.join(near))}" if near else counted


def _full(entry: DirectoryEntry, day: date, lang: Lang) -> str:
    audiences = ", ".join(label("audience", name, lang) for name in entry.audiences)
    promises = [name for name in ("confidential", "anonymous", "free") if getattr(entry, name)]
    rows = [
        ("kind", label("body_kind", entry.kind, lang)),
        ("where", label("state", entry.state, lang)),
        ("for", audiences or say("directory_for_administration")),
        ("reached", _reached(entry)),
        ("hours", entry.availability or ""),
        ("promise", ", ".join(say(f"directory_{name}") for name in promises)),
        ("note", entry.note or ""),
        *_warnings(entry, day, lang),
        ("source", _source(entry, lang)),
        ("id", entry.id),
    ]
    purpose = textwrap.fill(entry.purpose, WIDTH, initial_indent="  ", subsequent_indent="  ")
    return "\n".join([_name(entry), purpose, *_rows(rows)])


def _short(entry: DirectoryEntry, day: date, lang: Lang) -> str:
    rows = [("reached", _reached(entry)), *_warnings(entry, day, lang), ("source", _source(entry, lang))]
    return "\n".join([_name(entry), *_rows(rows)])


def _name(entry: DirectoryEntry) -> str:
    return textwrap.fill(entry.name, WIDTH, break_on_hyphens=False)


def _reached(entry: DirectoryEntry) -> str:
    return "\n".join(_channel(channel) for channel in entry.channels) or say("directory_no_channel")


def _channel(channel: Channel) -> str:
    return (channel.shown or channel.value) + (f" ({channel.note})" if channel.note else "")


def _warnings(entry: DirectoryEntry, day: date, lang: Lang) -> list[tuple[str, str]]:
    """Return what makes an entry less sure than it looks: an old number, a weak source, funding that ends."""
    from komma_cli.directory import is_old, runs_out

    told = []
    if is_old(entry, day):
        told.append(say("directory_old", year=str(entry.source_date)[:4]))
    if entry.confidence != "high":
        told.append(say("directory_unsure"))
    if ending := runs_out(entry, day):
        name, until = ending
        passed = "passed" if until < day.isoformat() else "ahead"
        told.append(say(f"directory_{name}_{passed}", day=dates.say(until, lang)))
    return [("careful", "\n".join(told))] if told else []


def _source(entry: DirectoryEntry, lang: Lang) -> str:
    """Return the address of the source and below it its date, or until when a page without date was read."""
    day = dates.say(entry.source_date or facts("directory")["read_until"], lang)
    dated = say("directory_as_of" if entry.source_date else "directory_undated", day=day)
    return f"{entry.source}\n{dated}; {say('directory_confirm_entry')}"


def _rows(rows: Sequence[tuple[str, str]]) -> list[str]:
    """Return label and value side by side; only an address in the net may be longer than a line."""
    lines = []
    for name, value in rows:
        first = f"  {say(f'directory_{name}') + ':':<{_LABELS - 3}} "
        for part in value.split("\n") if value else ():
            filled = textwrap.fill(
                part,
                WIDTH,
                initial_indent=first,
                subsequent_indent=" " * _LABELS,
                break_long_words=False,
                break_on_hyphens=False,
            )
            lines.append(filled)
            first = " " * _LABELS
    return lines
