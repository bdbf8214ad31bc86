"""The search: a page with a form, and the data it searches in, in files that a browser loads from a folder too.

A page that was opened from a folder may load scripts, but read no other files; so the data are scripts that hand one
list over. They hold ids only, so they serve every language, and nothing that is not on the pages as well.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final, get_args

from komma_cli.network.bundle import PlaceKind
from komma_cli.network.site import addresses
from komma_cli.network.site.figures import Tile, tiles
from komma_cli.network.site.folder import MARK
from komma_cli.network.site.frame import Frame
from komma_cli.network.site.lists import Page
from komma_cli.network.site.shelf import Shelf, library_topics, member_topics, topics_of
from komma_cli.network.site.subjects import states_in_order
from komma_cli.network.topics import NO_ROLE, size_classes, topics
from komma_cli.network.view import Member
from komma_cli.slugs import slug

ROOM: Final = 90_000
"""So many bytes a file of data has at most, unless one municipality alone has more."""
KINDS: Final = get_args(PlaceKind)
ROLES: Final = ("model", "network", "other", NO_ROLE)
PRACTICE, OFFER, SEEK = range(3)


def search_page(shelf: Shelf, frame: Frame, shards: list[str]) -> Page:
    """Return the page with the form; without a script it leads to the lists of the Länder."""
    words = frame.words
    states = states_in_order(shelf, frame)
    selects = [
        ("state", words["dimension"]["state"], [(code, frame.state(code)) for code in states]),
        (
            "size",
            words["dimension"]["size_class"],
            [(each, frame.value("size_class", each)) for each in size_classes()],
        ),
        ("role", words["dimension"]["role"], [(each, frame.value("role", each)) for each in ROLES]),
        ("topic", words["col_topic"], [(each, frame.topic(each)) for each in topics()]),
    ]
    return addresses.SEARCH, frame.page(
        "search",
        addresses.SEARCH,
        str(words["search_title"]),
        selects=selects,
        shards=" ".join((*shards, f"library-{frame.lang}")),
        script_words=json.dumps(_script_words(frame), ensure_ascii=False),
        states=linked_states(shelf, frame),
    )


def linked_states(shelf: Shelf, frame: Frame) -> list[Tile]:
    """Return the Länder that have a page, by name."""
    return sorted((one for one in tiles(shelf.network, frame) if one.href), key=lambda one: slug(one.name))


def shards(shelf: Shelf) -> Iterator[Page]:
    """Yield the data of all municipalities in files of at most ``ROOM`` bytes, each of one Land."""
    for state, members in sorted(shelf.by_state.items()):
        held: list[tuple[Member, int]] = []
        number, size = 1, 0
        for one in members:
            grown = len(_written(_record(one, shelf))) + sum(len(_written(each)) for each in _more(one, 0, shelf))
            if held and size + grown > ROOM:
                yield _shard(state, number, [each for each, _ in held], shelf)
                held, number, size = [], number + 1, 0
            held.append((one, grown))
            size += grown
        yield _shard(state, number, [each for each, _ in held], shelf)


def library_shard(shelf: Shelf, frame: Frame) -> Page:
    """Return the data of the examples in one language."""
    found = [
        [one.title, addresses.library_page(one.id), one.place, one.state or "", _mask(library_topics(one))]
        for one in shelf.library[frame.lang]
    ]
    return _script(f"library-{frame.lang}", ["", [], [], found])


def _shard(state: str, number: int, members: list[Member], shelf: Shelf) -> Page:
    more = [each for at, one in enumerate(members) for each in _more(one, at, shelf)]
    return _script(f"{state.lower()}-{number}", [state, [_record(one, shelf) for one in members], more, []])


def _record(one: Member, shelf: Shelf) -> list[Any]:
    return [
        one.name,
        shelf.addresses.member(one),
        KINDS.index(one.kind),
        one.size_class,
        one.role or NO_ROLE,
        _mask(member_topics(one)),
        int(bool(one.mailbox)),
    ]


def _more(one: Member, at: int, shelf: Shelf) -> Iterator[list[Any]]:
    """Yield what a municipality released: its place in the list, what it is, words, page, topics."""
    for each in one.practices:
        yield [at, PRACTICE, each.title, shelf.addresses.practice(one, each), _mask(topics_of(each))]
    for kind, wishes in ((OFFER, one.offers), (SEEK, one.seeks)):
        for wish in wishes:
            yield [at, kind, wish.text, shelf.addresses.member(one), _mask((wish.topic,))]


def _mask(found: tuple[str, ...]) -> int:
    """Return topics as a number: the first topic counts 1, the second 2, the third 4."""
    return sum(1 << at for at, topic in enumerate(topics()) if topic in found)


def _script(name: str, record: list[Any]) -> Page:
    content = f"/* {MARK.decode()} */\nkommaData({_written(name)},{_written(record)});\n"
    return f"data/{name}.js", content.encode("ascii")


def _written(record: Any) -> str:
    return json.dumps(record, separators=(",", ":"))


def _script_words(frame: Frame) -> dict[str, Any]:
    """Return the words the script needs beside those on the page."""
    words = frame.words
    names = ("start", "wait", "none", "found", "found_one", "broken", "kinds")
    return {
        **{name: words[f"search_{name}"] for name in names},
        "ask": words["may_ask_short"],
        "place": [frame.value("kind", each) for each in KINDS],
        "outside": words["outside"],
        "separator": "." if frame.lang == "de" else ",",
    }
