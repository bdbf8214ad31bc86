"""The pages of the Länder and of the municipalities."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from urllib.parse import quote

from komma_cli.network.site import addresses
from komma_cli.network.site.figures import state_cells, topic_bars
from komma_cli.network.site.frame import Crumb, Frame
from komma_cli.network.site.library import library_items
from komma_cli.network.site.lists import Entries, Page, with_lists
from komma_cli.network.site.parts import Section
from komma_cli.network.site.shelf import Shared, Shelf, shares
from komma_cli.network.topics import NO_ROLE, UNKNOWN_SIZE
from komma_cli.network.view import Member

_GAP: Final = "{mailbox}"


def state_pages(shelf: Shelf, frame: Frame) -> Iterator[Page]:
    """Yield a page for each Land with its municipalities from A to Z."""
    for state, members in shelf.by_state.items():
        path = addresses.state_page(state)
        write = Entries(shelf, frame, path)
        shared = [one for one in shelf.shared if one.member.state == state]
        words = frame.words
        sections = (
            Section(
                "members",
                words["members_title"],
                write.members(members, by_state=False),
                short=words["members_part"],
            ),
            Section("practices", words["state_practices"], write.shared(shared, by_state=False), grouped=False),
            Section(
                "library",
                words["topic_library"],
                library_items(shelf, frame, path, state=state),
                intro=words["practices_library_text"],
            ),
        )
        yield from with_lists(
            frame,
            "state",
            path,
            frame.state(state),
            (),
            (sections[0], *(one for one in sections[1:] if one.items)),
            code=state,
            lead=frame.counted("state_lead", len(members)),
            bars=topic_bars(state_cells(state, shelf.network.overview), frame),
        )


def member_pages(shelf: Shelf, frame: Frame) -> Iterator[Page]:
    """Yield a page for each municipality: what it released, and nothing else."""
    labels = _Labels(frame)
    for state, members in shelf.by_state.items():
        crumbs = ((frame.state(state), addresses.state_page(state)),)
        for one in members:
            yield from _member(one, shelf, frame, crumbs, labels)


class _Labels:
    """The words that stand on the page of every municipality, looked up once."""

    def __init__(self, frame: Frame) -> None:
        self.names = {
            name: str(frame.words[f"fact_{name}"]) for name in ("kind", "state", "size", "role", "key", "day")
        }
        yes, topics = (str(frame.words[key]).partition(_GAP) for key in ("ask_yes", "ask_yes_topics"))
        self.nothing = str(frame.words["member_nothing_demo" if frame.network.demo else "member_nothing"])
        self.ask_all, self.ask_topics = (yes[0], yes[2]), (topics[0], topics[2])


def _member(one: Member, shelf: Shelf, frame: Frame, crumbs: tuple[Crumb, ...], labels: _Labels) -> Iterator[Page]:
    path = shelf.addresses.member(one)
    yield from with_lists(
        frame,
        "municipality",
        path,
        one.name,
        crumbs,
        _sections(one, shelf, frame, path),
        facts=_facts(one, frame, labels),
        nothing="" if shares(one) else labels.nothing,
        mailbox=one.mailbox,
        mailto=f"mailto:{quote(one.mailbox, safe='@')}" if one.mailbox else "",
        ask=labels.ask_topics if one.topics else labels.ask_all,
        topics=[(frame.topic(each), addresses.topic_page(each)) for each in one.topics],
    )


def _facts(one: Member, frame: Frame, labels: _Labels) -> list[tuple[str, str]]:
    found = {
        "kind": frame.value("kind", one.kind),
        "state": frame.state(one.state),
        "size": "" if one.size_class == UNKNOWN_SIZE else frame.value("size_class", one.size_class),
        "role": frame.value("role", one.role or NO_ROLE),
        "key": one.ags,
        "day": frame.day(one.date),
    }
    return [
        (labels.names[name], value or str(frame.words["no_role"])) for name, value in found.items() if value is not None
    ]


def _sections(one: Member, shelf: Shelf, frame: Frame, path: str) -> list[Section]:
    if not (one.practices or one.offers or one.seeks):
        return []
    write, words = Entries(shelf, frame, path), frame.words
    shared = [Shared(one, each, ()) for each in one.practices]
    found = (
        ("practices", write.shared(shared, place=False, by_state=False)),
        ("offers", write.wishes((None, each) for each in one.offers)),
        ("seeks", write.wishes((None, each) for each in one.seeks)),
    )
    return [Section(name, words[f"member_{name}"], items, grouped=False) for name, items in found if items]
