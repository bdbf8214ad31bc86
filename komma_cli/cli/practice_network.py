"""``komma practice`` with a network: measures that other municipalities released, and what became of adopted ones."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from komma_cli import dates
from komma_cli.cli.common import LangOption, say
from komma_cli.cli.language import reader_language
from komma_cli.cli.network_reading import NetworkOption, read_network, seen
from komma_cli.cli.rows import filled, put, row
from komma_cli.texts import Lang, text

if TYPE_CHECKING:
    from komma_cli.network.adopting import Released
    from komma_cli.network.view import Network

_LABELS = 23


def found_in(place: Path, term: str, state: str | None, pillar: str | None) -> tuple[Released, ...]:
    """Return the released measures that fit; ``state`` is a code, ``pillar`` an id."""
    from komma_cli.network.adopting import search

    return search(read_network(place).members, term, state, pillar)


def shared_lines(found: Sequence[Released]) -> list[str]:
    """Return a heading and one line for each released measure, with what it is called on the command line."""
    language = reader_language()
    wide = max((len(each.id) for each in found), default=0) + 2
    listed = [seen(f"{each.id:<{wide}}{each.member.name}: {each.practice.title}") for each in found]
    return [text("network.practice_shared", language), *listed] if found else []


def page(identifier: str, place: Path) -> str:
    """Return everything a municipality released about one measure.

    Raises ``UsageError`` ``network.unknown_practice``.
    """
    from komma_cli.report.network_match import place_words
    from komma_cli.report.share_text import practice_rows

    language = reader_language()
    network = read_network(place)
    found = _one(network, identifier)
    rows = [
        (say("practice_where"), place_words(found.member, language)),
        (say("practice_did"), found.practice.description or ""),
        *practice_rows(found.practice, language),
    ]
    written = [line for name, value in rows if value for line in row(name, seen(value), _LABELS)]
    parts = [filled(seen(found.practice.title)), *written, ""]
    if network.demo:
        parts.append(filled(text("network_match.demo", language)))
    command = f"komma practice adopt {say('practice_plan')} {found.id} --network {_quoted(place)}"
    return "\n".join([*parts, text("network.practice_adopt", language), command])


def to_adopt(identifier: str, place: Path) -> Released:
    """Return the measure somebody wants to take over. Raises ``UsageError`` ``network.unknown_practice``."""
    return _one(read_network(place), identifier)


def news(
    file: Annotated[Path, typer.Argument(help=say("file_argument"), metavar="FILE", show_default=False)],
    network: NetworkOption,
    lang: LangOption = None,
) -> None:
    """Say of each adopted measure whether its origin says something else now."""
    from komma_cli.cli.network_matching import plan
    from komma_cli.network.adopting import adopted

    language = reader_language()
    playbook, _ = plan(file, date.today())
    told = [
        text(
            f"network.news_{changed}",
            language,
            title=title,
            place=origin.municipality,
            day=dates.say(origin.on.isoformat(), language),
        )
        for title, origin, changed in adopted(playbook, read_network(network).members)
    ]
    put("\n".join(filled(seen(sentence)) for sentence in told or [text("network.news_none", language)]))


def goal_of(found: Released, lang: Lang) -> dict[str, object]:
    """Return the goal with the measure, as it goes into the plan, with its source and where it came from."""
    from komma_cli.network.adopting import as_playbook_goal

    return as_playbook_goal(found, date.today(), lang)


def _one(network: Network, identifier: str) -> Released:
    from komma_cli.network.adopting import practice

    return practice(network.members, identifier)


def _quoted(place: Path) -> str:
    return f'"{place}"' if " " in str(place) else str(place)
