"""A network as tables and as JSON: what was released, and the safe figures; never the rules of one municipality."""

from __future__ import annotations

import csv
import io
import json
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from komma_cli import dates
from komma_cli.check.pages import page
from komma_cli.network.anonymity import Cell
from komma_cli.network.network_file import overview_record
from komma_cli.network.overview import Overview, Row
from komma_cli.network.topics import NO_ROLE, topics
from komma_cli.network.view import Network
from komma_cli.report.contact_files import defused
from komma_cli.texts import Lang, label, text, words

TABLES: Final = ("municipalities.csv", "practices.csv", "offers-and-needs.csv", "overview.csv")
_WIDTH: Final = 78
_MOST_RULES: Final = 10
_VOCABULARIES: Final = {
    "state": "state",
    "kind": "municipality_kind",
    "size_class": "size_class",
    "role": "network_role",
}


def tables(network: Network, lang: Lang) -> dict[str, str]:
    """Return file name -> table, each as a spreadsheet of an office opens it."""
    written = (
        as_csv(_municipalities(network, lang)),
        as_csv(_practices(network, lang)),
        as_csv(_wishes(network, lang)),
        overview_csv(network.overview, lang),
    )
    return dict(zip(TABLES, written, strict=True))


def as_csv(rows: Iterable[list[str]]) -> str:
    """Return a table that German Excel opens with a double click; no cell of it is run as a formula."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerows([defused(cell) for cell in row] for row in rows)
    return "\ufeff" + stream.getvalue()


def value_label(dimension: str, value: str | None, lang: Lang) -> str:
    """Return what people read for one value of a dimension; None is the row of all that is not broken down."""
    if value is None:
        return text("network.overview_rest", lang)
    if dimension == "role" and value == "none":
        return text("network.share_no_role", lang)
    return label(_VOCABULARIES[dimension], value, lang)


def overview_text(found: Overview, lang: Lang) -> str:
    """Return the figures for a screen of 80 columns."""
    parts = [
        _filled(_title(found, lang)),
        _filled(text("network.overview_how", lang, k=found.k)),
        *(_nothing(found, lang) if _is_empty(found) else _figures(found, lang)),
    ]
    return "\n\n".join(parts) + "\n"


def overview_markdown(found: Overview, lang: Lang) -> str:
    """Return the figures as Markdown."""
    lines = [f"# {_title(found, lang)}", "", text("network.overview_how", lang, k=found.k)]
    for heading, head, rows in _grids(found, lang):
        lines += ["", f"## {heading}", "", _md(head), _md(["---"] + ["---:"] * (len(head) - 1)), *map(_md, rows)]
    lines += [line for note in _notes(found, lang) for line in ("", note)]
    if found.rules:
        lines += ["", f"## {text('network.overview_rules', lang)}", "", *(f"- {one}" for one in _rules(found, lang))]
    if _is_empty(found):
        lines += ["", *_nothing(found, lang)]
    return "\n".join(lines) + "\n"


def overview_json(found: Overview, lang: Lang) -> str:
    """Return the figures for programs; ``lang`` changes nothing, it is there like in every writer."""
    return json.dumps(overview_record(found), ensure_ascii=False, indent=2) + "\n"


def overview_csv(found: Overview, lang: Lang) -> str:
    """Return the figures as one long table."""
    names = ("dimension", "value", "topic", "done", "count")
    rows = [[text(f"network.table_{name}", lang) for name in names]]
    rows += [["", "", *line] for line in _csv_cells(found.totals, lang)]
    for table in found.tables:
        for row in table.rows:
            where = [dimension_label(table.dimension, lang), value_label(table.dimension, row.value, lang)]
            rows += [[*where, *line] for line in _csv_cells(row.cells, lang)]
    return as_csv(rows)


def dimension_label(dimension: str, lang: Lang) -> str:
    """Return what people read for a dimension."""
    return str(words("messages/network", lang)["dimension"][dimension])


def cell_words(cell: Cell | None, lang: Lang) -> str:
    """Return „12 von 30 (40 %)“, or that there are too few to say."""
    if cell is None:
        return text("network.overview_few", lang)
    done = cell.count - cell.open
    percent = round(100 * done / cell.count)
    return text("network.overview_of", lang, done=amount(done, lang), count=amount(cell.count, lang), percent=percent)


def amount(value: int, lang: Lang) -> str:
    """Return a number as people of the language read it: „10.789“."""
    return f"{value:,}".replace(",", "." if lang == "de" else ",")


def _csv_cells(cells: Mapping[str, Cell | None], lang: Lang) -> Iterator[list[str]]:
    for topic, cell in cells.items():
        few = text("network.overview_few", lang)
        figures = [str(cell.count - cell.open), str(cell.count)] if cell else [few, few]
        yield [label("network_topic", topic, lang), *figures]


def _title(found: Overview, lang: Lang) -> str:
    key = "overview_title_one" if found.size == 1 else "overview_title"
    return text(f"network.{key}", lang, day=dates.say(found.as_of.isoformat(), lang), size=amount(found.size, lang))


def _is_empty(found: Overview) -> bool:
    return not any(found.totals.values()) and not found.rules


def _nothing(found: Overview, lang: Lang) -> list[str]:
    return [_filled(text("network.overview_nothing", lang, k=found.k))]


def _figures(found: Overview, lang: Lang) -> Iterator[str]:
    for heading, head, rows in _grids(found, lang):
        yield "\n".join([_filled(heading), *_in_columns(head, rows)])
    yield from map(_filled, _notes(found, lang))
    if found.rules:
        yield "\n".join(
            [text("network.overview_rules", lang), *(_filled(one, "  ", "    ") for one in _rules(found, lang))]
        )


def _notes(found: Overview, lang: Lang) -> Iterator[str]:
    """Yield what readers must know of the figures above."""
    if not _is_empty(found):
        yield text("network.overview_few_long", lang)
    if len(found.trends) > 1:
        yield text("network.overview_trends_how", lang, news=2 * found.k)


_Grid = tuple[str, list[str], list[list[str]]]
"""Heading, names of the columns, rows."""


def _grids(found: Overview, lang: Lang) -> Iterator[_Grid]:
    """Yield the totals, a table for each dimension and topic with something to say, and the development."""
    share = text("network.overview_share", lang)
    yield (
        text("network.overview_totals", lang),
        [text("network.overview_topic", lang), share],
        [[label("network_topic", topic, lang), cell_words(cell, lang)] for topic, cell in found.totals.items()],
    )
    for table in found.tables:
        rows = [row for row in table.rows if any(row.cells.values())]
        if any(row.value is not None for row in rows):
            name = dimension_label(table.dimension, lang)
            yield text("network.overview_by", lang, dimension=name), *_table(table.dimension, rows, lang)
    if len(found.trends) > 1:
        yield text("network.overview_trends", lang), *_development(found, lang)


def _table(dimension: str, rows: list[Row], lang: Lang) -> tuple[list[str], list[list[str]]]:
    """Return topic, group and figure in a row each: eight topics beside each other fit no screen."""
    head = [
        text("network.overview_topic", lang),
        dimension_label(dimension, lang),
        text("network.overview_share", lang),
    ]
    lines = [
        [
            label("network_topic", topic, lang),
            value_label(dimension, row.value, lang),
            cell_words(row.cells[topic], lang),
        ]
        for topic in topics()
        for row in rows
        if row.cells.get(topic) is not None
    ]
    return head, lines


def _development(found: Overview, lang: Lang) -> tuple[list[str], list[list[str]]]:
    head = [
        text("network.overview_topic", lang),
        text("network.table_date", lang),
        text("network.overview_share", lang),
    ]
    lines = [
        [label("network_topic", topic, lang), dates.say(point.date.isoformat(), lang), cell_words(cell, lang)]
        for topic in topics()
        for point in found.trends
        if (cell := point.cells.get(topic)) is not None
    ]
    return head, lines


def _rules(found: Overview, lang: Lang) -> Iterator[str]:
    for one in found.rules[:_MOST_RULES]:
        yield text(
            "network.overview_rule",
            lang,
            rule=one.rule,
            title=page(one.rule, lang).title,
            open=amount(one.open, lang),
            count=amount(one.count, lang),
        )


def _in_columns(head: list[str], rows: list[list[str]]) -> Iterator[str]:
    widths = [max(len(row[at]) for row in [head, *rows]) for at in range(len(head))]
    for row in [head, *rows]:
        yield ("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))).rstrip()


def _md(cells: list[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _municipalities(network: Network, lang: Lang) -> Iterator[list[str]]:
    names = ("key", "name", "kind", "state", "size_class", "role", "date", "mailbox", "topics", "practices")
    yield [text(f"network.table_{name}", lang) for name in names]
    for one in network.members:
        yield [
            one.key,
            one.name,
            value_label("kind", one.kind, lang),
            value_label("state", one.state, lang),
            value_label("size_class", one.size_class, lang),
            value_label("role", one.role or NO_ROLE, lang),
            dates.say(one.date.isoformat(), lang),
            one.mailbox or "",
            ", ".join(label("network_topic", topic, lang) for topic in one.topics),
            str(len(one.practices)),
        ]


def _practices(network: Network, lang: Lang) -> Iterator[list[str]]:
    names = ("municipality", "title", "licence", "source")
    notes = ("why", "cost", "conditions", "result", "answers")
    yield [text(f"network.table_{name}", lang) for name in names] + [text(f"network.practice_{n}", lang) for n in notes]
    for member in network.members:
        for one in member.practices:
            head = [member.name, one.title, one.licence, one.source or ""]
            yield [*head, one.why, one.cost or "", one.conditions or "", one.result or "", ", ".join(one.answers)]


def _wishes(network: Network, lang: Lang) -> Iterator[list[str]]:
    yield [text(f"network.table_{name}", lang) for name in ("municipality", "offer", "topic", "text")]
    for member in network.members:
        for kind, wishes in (("offer", member.offers), ("seek", member.seeks)):
            for one in wishes:
                topic = label("network_topic", one.topic, lang)
                yield [member.name, text(f"network.{kind}", lang), topic, one.text]


def _filled(line: str, first: str = "", rest: str = "") -> str:
    return textwrap.fill(
        line, _WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )
