"""What every entry of ``komma explain`` is made of: headings, paragraphs of the terminal's width, and sources."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from datetime import date
from typing import Protocol

from komma_cli import dates
from komma_cli.texts import Lang, text

WIDTH = 88


class Dated(Protocol):
    """Where something was read, and the date that shows there."""

    @property
    def url(self) -> str:
        """Return the address."""

    @property
    def as_of(self) -> str | None:
        """Return the ISO date, month or year, or None."""


def head(identifier: str, name: str, beside: str) -> str:
    """Return the first line, and below it what kind of thing that is."""
    first = textwrap.fill(f"{identifier}  {name}", WIDTH, subsequent_indent="  ")
    return f"{first}\n{beside}" if beside else first


def part(name: str, lang: Lang, *lines: str) -> str:
    """Return a heading with its lines indented below it, or nothing where there are none."""
    said = [wrapped(line) for line in lines if line]
    return "\n".join((text(f"explain.{name}", lang), *said)) if said else ""


def catalogue_basis(sources: Iterable[Dated], confidence: str, lang: Lang) -> str:
    """Return the addresses of sources of the catalogue, how old the oldest is, and how sure."""
    cited = {source.url: source.as_of for source in sources}
    dates = sorted(shown for shown in cited.values() if shown is not None)
    return basis(cited, dates[0] if dates else None, confidence, lang, several=len(cited) > 1)


def basis(
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
        said = [text("explain.oldest" if several else "explain.as_of", lang, day=day(as_of, lang))]
    if confidence:
        said.append(text(f"explain.confidence_{confidence.lower()}", lang))
    if further:
        said.append(further)
    return "\n".join([text("explain.sources", lang), *listed, wrapped(" ".join(said))])


def day(day: date | str | None, lang: Lang) -> str:
    """Return a day, month or year as people read it; nothing for none."""
    return "" if day is None else dates.say(str(day), lang)


def wrapped(words: str) -> str:
    """Return one paragraph, indented; the lines of a list hang below their first word."""
    hanging = "    " if words.startswith("- ") else "  "
    return textwrap.fill(
        " ".join(words.split()),
        WIDTH,
        initial_indent="  ",
        subsequent_indent=hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )
