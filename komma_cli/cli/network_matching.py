"""``komma network match``: what the network knows about the open points of one plan, and the papers for asking."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from komma_cli.cli.common import LangOption, OutputFile, TodayOption, put_out, say, the_day
from komma_cli.cli.language import reader_language
from komma_cli.cli.network_reading import NetworkOption, member_named, read_network
from komma_cli.errors import ReadError, UsageError

if TYPE_CHECKING:
    from datetime import date

    from komma_cli.check.engine import Result
    from komma_cli.model.playbook import Playbook
    from komma_cli.network.view import Member, Network
    from komma_cli.render.produce import Produced

FORMATS = ("text", "markdown", "json")


def match(
    file: Annotated[Path, typer.Argument(help=say("file_argument"), metavar="FILE", show_default=False)],
    network: NetworkOption,
    output_format: Annotated[
        str, typer.Option("--format", help=say("format_option"), metavar="|".join(FORMATS))
    ] = "text",
    output: OutputFile = None,
    papers: Annotated[Path | None, typer.Option("--papers", help=say("network_papers"), metavar="DIR")] = None,
    rules: Annotated[list[str] | None, typer.Option("--rule", help=say("network_rule"), metavar="K205")] = None,
    topic: Annotated[str | None, typer.Option("--topic", help=say("network_topic"), metavar="reach")] = None,
    ask: Annotated[list[str] | None, typer.Option("--ask", help=say("network_ask"), metavar="KEY")] = None,
    templates: Annotated[
        Path | None, typer.Option("--template-dir", help=say("template_option"), metavar="DIR")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help=say("force_option"))] = False,
    today: TodayOption = None,
    lang: LangOption = None,
) -> None:
    """Print what helps and whom one may ask; with ``--papers`` write agenda and letters instead."""
    from komma_cli.cli.check import one_of
    from komma_cli.network.matching import match as matched
    from komma_cli.report.network_match import match_json, match_markdown, match_text

    one_of(output_format, FORMATS, "--format")
    language, day = reader_language(), the_day(today)
    playbook, result = plan(file, day)
    found = read_network(network)
    if papers is not None:
        asking = _Asking(found, tuple(rules or ()), topic, tuple(ask or ()), templates)
        _put_down(consultation(playbook, result, day, asking), papers, force=force)
        return
    writers = {"text": match_text, "markdown": match_markdown, "json": match_json}
    content = writers[output_format](matched(found, playbook, result, language, day), language)
    put_out(content, output, machine=output_format != "text")


def plan(file: Path, day: date) -> tuple[Playbook, Result]:
    """Return a playbook and what its check finds. Raises ``ReadError`` for one that cannot be read as a whole."""
    from komma_cli.check.engine import check_data
    from komma_cli.model.problems import validate
    from komma_cli.store import load, read_source

    loaded = load(read_source(file))
    playbook = validate(loaded.data)[0] if loaded.editable else None
    if playbook is None or loaded.data is None:
        raise ReadError("network.not_matchable", file=file)
    return playbook, check_data(loaded.data, today=day)


@dataclass(frozen=True)
class _Asking:
    """What the papers of a consultation are about, and whom the letters go to."""

    network: Network
    rules: tuple[str, ...]
    topic: str | None
    municipalities: tuple[str, ...]
    templates: Path | None


def consultation(playbook: Playbook, result: Result, day: date, asking: _Asking) -> list[Produced]:
    """Return the agenda, and a letter to each municipality that is asked; without one, a letter with a gap.

    Without a topic the letters are about that of the first rule; where nothing is open there is only the agenda.
    Raises ``UsageError`` ``network.no_topic_yet`` if somebody is asked about nothing, and as ``agenda`` and ``letter``.
    """
    from komma_cli.network.matching import opened
    from komma_cli.network.topics import topic_of
    from komma_cli.report.peer_papers import agenda, letter

    language = reader_language()
    made = [agenda(playbook, result, language, day, asking.rules, asking.templates)]
    about = asking.rules or tuple(rule for rule, _, _ in opened(result))
    topic = asking.topic or (topic_of(about[0]) if about else None)
    members: list[Member | None] = [member_named(asking.network, name) for name in asking.municipalities]
    if topic is not None:
        made += [letter(playbook, topic, language, day, each, asking.templates) for each in members or [None]]
    elif members:
        raise UsageError("network.no_topic_yet")
    return made


def _put_down(made: list[Produced], folder: Path, *, force: bool) -> None:
    from komma_cli.cli.papers import as_papers, put_down, told
    from komma_cli.cli.render import USUAL

    papers = [paper for each in made for paper in as_papers(each, USUAL, folder)]
    put_down(papers, force=force)
    for paper in papers:
        typer.echo(told(paper))
