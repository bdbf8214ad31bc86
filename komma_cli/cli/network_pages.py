"""``komma network site``, ``demo`` and ``report``: what is written about a whole network for people to read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from komma_cli.cli.common import LangOption, TodayOption, say, the_day
from komma_cli.cli.language import reader_language
from komma_cli.cli.network_reading import read_network
from komma_cli.texts import text

if TYPE_CHECKING:
    from datetime import date

    from komma_cli.cli.papers import Paper
    from komma_cli.network.view import Network
    from komma_cli.render.writers import FileFormat

DUE: Final = ("json", "ics")
_DUE_NAME: Final = "network-due"
USUAL: Final = "docx,pdf"
_SHOWN: Final = "docx,pdf,md,html,json,ics|all"
FolderArgument = Annotated[Path, typer.Argument(help=say("network_folder"), metavar="DIR", show_default=False)]
ForceOption = Annotated[bool, typer.Option("--force", help=say("network_force"))]
LeastOption = Annotated[int, typer.Option("--k", help=say("network_k"), min=5, max=1000, metavar="5")]
OutFolder = Annotated[Path, typer.Option("--output", "-o", help=say("network_output"), metavar="DIR")]
UntilOption = Annotated[str | None, typer.Option("--until", help=say("network_until"), metavar="DATE")]


def site(
    folder: FolderArgument,
    output: OutFolder,
    k: LeastOption = 5,
    until: UntilOption = None,
    force: ForceOption = False,
    lang: LangOption = None,
) -> None:
    """Write the pages of a network, in both languages, and name the one to open."""
    network = read_network(folder, k, the_day(until) if until else None)
    _say("site_built", file=_pages(network, output, force=force))


def demo(
    folder: Annotated[Path, typer.Argument(help=say("network_output"), metavar="DIR", show_default=False)],
    force: ForceOption = False,
    lang: LangOption = None,
) -> None:
    """Build the example network and its pages, and name the page to open."""
    from komma_cli.cli.demo import DEMO_DAY
    from komma_cli.cli.network_building import built, demo_places, tell

    made = built(demo_places(), folder, DEMO_DAY, force=force, demo=True)
    tell(made, folder)
    start = _pages(read_network(folder), folder / "site", force=force)
    _say("demo_note")
    _say("demo_built", file=start)


def report(
    folder: FolderArgument,
    output: Annotated[Path | None, typer.Option("--output", "-o", help=say("folder_option"), metavar="DIR")] = None,
    formats: Annotated[str, typer.Option("--format", help=say("network_report_format"), metavar=_SHOWN)] = USUAL,
    k: LeastOption = 5,
    until: UntilOption = None,
    templates: Annotated[
        Path | None, typer.Option("--template-dir", help=say("template_option"), metavar="DIR")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help=say("force_option"))] = False,
    today: TodayOption = None,
    lang: LangOption = None,
) -> None:
    """Write the report for the co-ordinating office, and what is due as JSON and as a calendar."""
    from komma_cli.cli.papers import as_papers, put_down, told
    from komma_cli.report.network_report import paper

    language, day, target = reader_language(), the_day(today), output or Path()
    of_papers, of_due = _formats(formats)
    network = read_network(folder, k, the_day(until) if until else None)
    papers: list[Paper] = []
    if of_papers:
        papers += as_papers(paper(network, language, day, templates), of_papers, target)
    papers += [_due(network, form, target, day) for form in of_due]
    put_down(papers, force=force)
    for each in papers:
        typer.echo(told(each))


def _formats(wanted: str) -> tuple[tuple[FileFormat, ...], tuple[str, ...]]:
    """Return the formats of the report and those of the due list that an option names. Raises ``UsageError``."""
    from komma_cli.cli.check import one_of
    from komma_cli.render.writers import FORMATS

    every = (*FORMATS, *DUE)
    names = [part.strip() for part in wanted.split(",") if part.strip()] or [wanted]
    for name in names:
        one_of(name, (*every, "all"), "--format")
    chosen = [form for form in every if form in names or "all" in names]
    return tuple(form for form in FORMATS if form in chosen), tuple(form for form in DUE if form in chosen)


def _pages(network: Network, target: Path, *, force: bool) -> Path:
    from komma_cli.network.site import write_site
    from komma_cli.practices import practices
    from komma_cli.texts import LANGUAGES

    return write_site(network, {lang: practices(lang) for lang in LANGUAGES}, target, force=force).start


def _due(network: Network, form: str, target: Path, day: date) -> Paper:
    from komma_cli.cli.papers import Paper
    from komma_cli.report.network_due import due_ics, due_json

    write = {"json": due_json, "ics": due_ics}[form]
    content = write(network, reader_language(), day).encode("utf-8")
    return Paper(target / f"{_DUE_NAME}.{form}", content, "confidential")


def _say(name: str, **values: object) -> None:
    from komma_cli.cli.network_building import say_lines

    say_lines(text(f"network.{name}", reader_language(), **values))
