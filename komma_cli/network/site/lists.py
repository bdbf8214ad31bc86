"""The lists of a page: on the page itself while they have room there, else on pages of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from komma_cli.network.bundle import Wish
from komma_cli.network.site import addresses
from komma_cli.network.site.frame import Crumb, Frame
from komma_cli.network.site.parts import Item, Section, parts, too_long
from komma_cli.network.site.shelf import Shared, Shelf, plain_name, shares
from komma_cli.network.view import Member
from komma_cli.slugs import slug

Page = tuple[str, bytes]
"""Path below the folder of the language, and content."""


def with_lists(
    frame: Frame,
    template: str,
    path: str,
    title: str,
    crumbs: Sequence[Crumb],
    sections: Sequence[Section],
    **given: Any,
) -> Iterator[Page]:
    """Yield a page with its lists, and the pages of those lists that have no room on it."""
    moved = too_long(sections)
    cut = {one.id: parts(one.items) for one in moved}
    links = {one.id: _links(frame, path, one, cut[one.id]) for one in moved}
    shown = [(one, links.get(one.id, ())) for one in sections]
    yield path, frame.page(template, path, title, crumbs, sections=shown, **given)
    for one in moved:
        yield from _listings(frame, one, cut[one.id], links[one.id], (*crumbs, (title, path)))


def _listings(
    frame: Frame, section: Section, pieces: list[tuple[Item, ...]], pages: list[Crumb], crumbs: Sequence[Crumb]
) -> Iterator[Page]:
    for at, (piece, (span, path)) in enumerate(zip(pieces, pages, strict=True)):
        title = frame.say("part_title", page=crumbs[-1][0], name=section.short or section.heading, range=span)
        around = {"before": pages[at - 1] if at else None, "after": pages[at + 1] if at + 1 < len(pages) else None}
        shown = Section(section.id, section.heading, piece, grouped=section.grouped)
        yield path, frame.page("listing", path, title, crumbs, section=shown, **around)


def _links(frame: Frame, path: str, section: Section, pieces: list[tuple[Item, ...]]) -> list[Crumb]:
    return [
        (_span(frame, piece), addresses.part_page(path, section.id, number)) for number, piece in enumerate(pieces, 1)
    ]


def _span(frame: Frame, piece: tuple[Item, ...]) -> str:
    """Return from where to where a part goes: „A bis C“, or „S, Saarburg bis Schmalfeld“."""
    first, last = piece[0], piece[-1]
    if first.group != last.group:
        return frame.say("part_range", first=first.group, last=last.group)
    if not first.group:
        return frame.say("part_range", first=first.name, last=last.name)
    return frame.say("part_inside", group=first.group, first=first.name, last=last.name)


class Entries:
    """Writes the entries of the lists of one page."""

    def __init__(self, shelf: Shelf, frame: Frame, path: str) -> None:
        self._shelf = shelf
        self._frame = frame
        self._up = "../" * path.count("/")
        self._foreign = frame.foreign

    def members(self, members: Iterable[Member], *, by_state: bool) -> tuple[Item, ...]:
        """Return municipalities below their first letter with what they are good for, or just below their Land."""
        frame = self._frame
        ask, share = (str(frame.words[key]) for key in ("may_ask_short", "shares"))
        made = []
        for one in members:
            marks = [] if by_state else [ask] if one.mailbox else [share] if shares(one) else []
            note = frame.value("kind", one.kind)
            note = f"{note}, {one.ags or one.key}" if one.key in self._shelf.twins else note
            html = frame.items.member(self._up, self._shelf.addresses.member(one), one.name, note, marks)
            name = plain_name(one)
            made.append(Item(html, name, frame.state(one.state) if by_state else letter(name)))
        return tuple(made)

    def shared(self, shared: Iterable[Shared], *, place: bool = True, by_state: bool = True) -> tuple[Item, ...]:
        """Return released measures, below their Land unless all are of one."""
        return tuple(
            Item(
                self._frame.items.practice(
                    self._up,
                    self._shelf.addresses.practice(one.member, one.practice),
                    one.practice.title,
                    one.member.name if place else "",
                    self._foreign,
                ),
                one.member.name,
                self._frame.state(one.member.state) if by_state else "",
            )
            for one in shared
        )

    def wishes(self, wishes: Iterable[tuple[Member | None, Wish]]) -> tuple[Item, ...]:
        """Return offers or needs, each with its municipality below its Land; where that is clear, with its topic."""
        made = []
        for one, wish in wishes:
            href = self._shelf.addresses.member(one) if one else addresses.topic_page(wish.topic)
            beside = one.name if one else self._frame.topic(wish.topic)
            name, group = (one.name, self._frame.state(one.state)) if one else (wish.text, "")
            made.append(Item(self._frame.items.wish(self._up, href, wish.text, beside, self._foreign), name, group))
        return tuple(made)


def letter(name: str) -> str:
    """Return the letter a name stands under; what begins with none stands under #."""
    first = slug(name)[:1].upper()
    return first if first.isalpha() else "#"
