"""The pages of the examples that komma has collected from public sources."""

from __future__ import annotations

from collections.abc import Iterator

from komma_cli import blueprint
from komma_cli.goals import PILLARS
from komma_cli.network.site import addresses
from komma_cli.network.site.frame import Frame
from komma_cli.network.site.lists import Page
from komma_cli.network.site.parts import Item
from komma_cli.network.site.shelf import Shelf, library_topics
from komma_cli.practices import NOT_FOR_PAPERS, Practice
from komma_cli.texts import label


def library_items(
    shelf: Shelf, frame: Frame, path: str, *, state: str | None = None, topic: str | None = None
) -> tuple[Item, ...]:
    """Return the examples of a Land or a topic as entries of a list, below the pillars of the project."""
    up = "../" * path.count("/")
    found = [
        one
        for one in sorted(shelf.library[frame.lang], key=lambda one: PILLARS.index(one.pillar))
        if (state is None or one.state == state) and (topic is None or topic in library_topics(one))
    ]
    return tuple(
        Item(
            frame.items.practice(up, addresses.library_page(one.id), one.title, one.place, ""),
            one.title,
            label("pillar", one.pillar, frame.lang),
        )
        for one in found
    )


def library_pages(shelf: Shelf, frame: Frame) -> Iterator[Page]:
    """Yield a page for each example, with what to be careful about before anything else."""
    crumbs = ((str(frame.words["practices_title"]), addresses.PRACTICES),)
    for one in shelf.library[frame.lang]:
        path = addresses.library_page(one.id)
        topics = [(frame.topic(each), addresses.topic_page(each)) for each in library_topics(one)]
        yield (
            path,
            frame.page(
                "library",
                path,
                one.title,
                crumbs,
                found=one,
                cautions=[frame.dated(each) for each in one.cautions],
                dated=frame.dated(one.date_text),
                party=one.source_kind == NOT_FOR_PAPERS,
                facts=_facts(one, frame),
                topics=topics,
                answers=[(frame.rule_title(rule), rule) for rule in one.answers],
            ),
        )


def _facts(one: Practice, frame: Frame) -> list[tuple[str, str]]:
    words = frame.words
    place = f"{one.place}, {frame.state(one.state) if one.state else words['outside']}"
    return [
        (words["library_place"], place),
        (words["library_year"], one.year or words["library_year_none"]),
        (words["practice_pillar"], label("pillar", one.pillar, frame.lang)),
        (words["library_field"], blueprint.field(one.field, frame.lang).title),
    ]
