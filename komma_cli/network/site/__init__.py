"""The pages of a network: a folder of plain HTML in every language that needs no server, no net and no script."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from komma_cli.network.site import addresses
from komma_cli.network.site.figures import MOST_DAYS, courses, rule_lines, tiles, topic_bars
from komma_cli.network.site.folder import MARKER, SiteFolder
from komma_cli.network.site.frame import POLICY, Frame, asset, templates
from komma_cli.network.site.library import library_pages
from komma_cli.network.site.lists import Page
from komma_cli.network.site.places import member_pages, state_pages
from komma_cli.network.site.search import library_shard, search_page, shards
from komma_cli.network.site.shelf import Shelf
from komma_cli.network.site.subjects import practice_pages, practices_page, topic_pages
from komma_cli.network.topics import topics
from komma_cli.network.view import Network
from komma_cli.practices import Practice
from komma_cli.slugs import slug
from komma_cli.texts import LANGUAGES, Lang, words

__all__ = ["MARKER", "Written", "write_site"]


@dataclass(frozen=True)
class Written:
    """What was written: the page to open, and how much there is."""

    start: Path
    files: int
    bytes: int


def write_site(
    network: Network, library: Mapping[Lang, Sequence[Practice]], target: Path, *, force: bool = False
) -> Written:
    """Write the pages of a network into a folder, in place of those of an earlier call.

    ``library`` holds komma's own examples in each language. Equal input gives equal bytes. Whatever interrupts it, the
    folder is known as a site afterwards, and writing it again completes it. Raises ``WriteError``
    ``network.site_foreign`` for a folder that holds something else, unless ``force``; then its other files stay.
    ``network.site_leads_out`` for a link where a page goes, ``network.not_written``.
    """
    folder = SiteFolder(target)
    folder.open(force=force)
    shelf = Shelf(network, library)
    for path, content in _everything(shelf):
        folder.write(path, content)
    folder.close()
    return Written(target / addresses.OVERVIEW, len(folder.sizes), sum(folder.sizes.values()))


def _everything(shelf: Shelf) -> Iterator[Page]:
    """Yield every file of a site."""
    yield "site.css", asset("site.css")
    yield "site.js", asset("site.js")
    yield addresses.OVERVIEW, _choice(shelf.network)
    names = []
    for path, content in shards(shelf):
        names.append(Path(path).stem)
        yield path, content
    for lang in LANGUAGES:
        frame = Frame(shelf.network, lang)
        yield library_shard(shelf, frame)
        for path, content in _pages(shelf, frame, names):
            yield f"{lang}/{path}", content


def _pages(shelf: Shelf, frame: Frame, names: list[str]) -> Iterator[Page]:
    """Yield every page of a language."""
    yield _overview(shelf, frame)
    yield search_page(shelf, frame, names)
    yield _made(frame)
    yield from practices_page(shelf, frame)
    yield from topic_pages(shelf, frame)
    yield from state_pages(shelf, frame)
    yield from library_pages(shelf, frame)
    yield from practice_pages(shelf, frame)
    yield from member_pages(shelf, frame)


def _overview(shelf: Shelf, frame: Frame) -> Page:
    found = shelf.network.overview
    on_map = tiles(shelf.network, frame)
    return addresses.OVERVIEW, frame.page(
        "overview",
        addresses.OVERVIEW,
        str(frame.words["overview_title"]),
        lead=_lead(frame),
        tiles=on_map,
        states=sorted(on_map, key=lambda one: slug(one.name)),
        bars=topic_bars(found.totals, frame),
        topics=[(frame.topic(each), addresses.topic_page(each)) for each in topics()],
        nothing=frame.say("figures_none", k=found.k),
        rules=rule_lines(found.rules, frame),
        courses=courses(found, frame),
        latest=frame.say("trend_latest", count=MOST_DAYS),
    )


def _lead(frame: Frame) -> str:
    size = frame.network.overview.size
    if frame.network.demo:
        return frame.say("overview_lead_demo", count=frame.number(size))
    return frame.counted("overview_lead", size)


def _made(frame: Frame) -> Page:
    k = frame.network.overview.k
    told = [
        {"heading": part["heading"], **{each: _filled(part.get(each, ()), k) for each in ("text", "points")}}
        for part in frame.words["made"]
    ]
    return addresses.MADE, frame.page("made", addresses.MADE, str(frame.words["made_title"]), parts=told)


def _filled(sentences: Sequence[str], k: int) -> list[str]:
    return [each.format(k=k) for each in sentences]


def _choice(network: Network) -> bytes:
    """Return the page on which people choose their language."""
    languages = [(lang, words("network_site", lang)) for lang in LANGUAGES]
    page = templates().get_template("choice.html.j2")
    return page.render(languages=languages, policy=POLICY, demo=network.demo).encode("utf-8")
