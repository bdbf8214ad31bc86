"""The pages of the topics and of the measures that municipalities released."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from komma_cli.network.site import addresses
from komma_cli.network.site.figures import cell_words, dimension_bars, rule_lines
from komma_cli.network.site.frame import Frame
from komma_cli.network.site.library import library_items
from komma_cli.network.site.lists import Entries, Page, with_lists
from komma_cli.network.site.parts import Section
from komma_cli.network.site.shelf import Shared, Shelf
from komma_cli.network.topics import topic_of, topics
from komma_cli.slugs import slug
from komma_cli.texts import label


def topic_pages(shelf: Shelf, frame: Frame) -> Iterator[Page]:
    """Yield a page for each topic: the figures, then what helps and who can help."""
    found = shelf.network.overview
    for topic in topics():
        path = addresses.topic_page(topic)
        cell = found.totals.get(topic)
        total = frame.say("topic_total", cell=cell_words(cell, frame)) if cell else frame.words["topic_total_few"]
        tables = [
            (frame.say("by_dimension", name=frame.words["dimension"][each]), frame.words["dimension"][each], rows)
            for each, rows in dimension_bars(topic, found, shelf.network, frame)
        ]
        yield from with_lists(
            frame,
            "topic",
            path,
            frame.topic(topic),
            (),
            _topic_sections(topic, shelf, frame, path),
            total=total,
            tables=tables,
            rules=rule_lines((one for one in found.rules if topic_of(one.rule) == topic), frame),
        )


def practices_page(shelf: Shelf, frame: Frame) -> Iterator[Page]:
    """Yield the list of all measures: released ones by Land and name, then the examples by pillar."""
    path, words = addresses.PRACTICES, frame.words
    shared = Entries(shelf, frame, path).shared(_in_order(shelf, frame))
    sections = (
        Section("network", words["practices_network"], shared, nothing=words["practices_network_none"]),
        Section(
            "library",
            words["practices_library"],
            library_items(shelf, frame, path),
            intro=words["practices_library_text"],
        ),
    )
    yield from with_lists(frame, "practices", path, str(words["practices_title"]), (), sections)


def practice_pages(shelf: Shelf, frame: Frame) -> Iterator[Page]:
    """Yield a page for each released measure with source, licence and who reviewed it."""
    crumbs = ((str(frame.words["practices_title"]), addresses.PRACTICES),)
    for shared in shelf.shared:
        path = shelf.addresses.practice(shared.member, shared.practice)
        yield path, frame.page("practice", path, shared.practice.title, crumbs, **_practice(shared, shelf, frame))


def states_in_order(shelf: Shelf, frame: Frame) -> list[str]:
    """Return the Länder that take part, by the names they have in the language."""
    return sorted(shelf.by_state, key=lambda code: slug(frame.state(code)))


def _in_order(shelf: Shelf, frame: Frame) -> list[Shared]:
    places = {code: at for at, code in enumerate(states_in_order(shelf, frame))}
    return sorted(shelf.shared, key=lambda one: places[one.member.state])


def _topic_sections(topic: str, shelf: Shelf, frame: Frame, path: str) -> list[Section]:
    states, write, words = states_in_order(shelf, frame), Entries(shelf, frame, path), frame.words
    shared = [one for one in _in_order(shelf, frame) if topic in one.topics]
    items = {
        "practices": write.shared(shared),
        "library": library_items(shelf, frame, path, topic=topic),
        "ask": write.members(shelf.asked(topic, states), by_state=True),
        "offers": write.wishes(shelf.wishes(topic, "offers", states)),
        "seeks": write.wishes(shelf.wishes(topic, "seeks", states)),
    }
    intros = {"library": words["practices_library_text"]}
    return [
        Section(name, words[f"topic_{name}"], found, intro=intros.get(name, ""), nothing=words["nothing"])
        for name, found in items.items()
        if found or name != "library"
    ]


def _practice(shared: Shared, shelf: Shelf, frame: Frame) -> dict[str, Any]:
    one, words, lang = shared.practice, frame.words, frame.lang
    texts = {
        "why": one.why,
        "what": one.description,
        "cost": one.cost,
        "conditions": one.conditions,
        "result": one.result,
    }
    return {
        "member": shared.member.name,
        "member_page": shelf.addresses.member(shared.member),
        "state": frame.state(shared.member.state),
        "texts": [(words[f"practice_{name}"], text) for name, text in texts.items() if text],
        "answers": [(frame.rule_title(rule), rule) for rule in one.answers],
        "licence": label("licence", one.licence, lang),
        "licence_address": words["licence_address"][one.licence],
        "source": one.source,
        "reviewed": _reviewed(shared, frame),
        "topics": [(frame.topic(each), addresses.topic_page(each)) for each in shared.topics],
        "facts": _facts(shared, frame),
        "identifier": f"{shared.member.key}/{one.id}",
        **_origin(shared, shelf),
    }


def _facts(shared: Shared, frame: Frame) -> list[tuple[str, str]]:
    one, words, lang = shared.practice, frame.words, frame.lang
    found = [(words["practice_status"], label("measure_status", one.status, lang))]
    if one.kind:
        found.append((words["practice_kind"], label("measure_kind", one.kind, lang)))
    if one.pillar:
        found.append((words["practice_pillar"], label("pillar", one.pillar, lang)))
    return [*found, (words["practice_released"], frame.day(one.released_on))]


def _reviewed(shared: Shared, frame: Frame) -> str:
    by = shared.practice.reviewed_by
    if by is None:
        return str(frame.words["practice_reviewed_no"])
    return frame.say("practice_reviewed_words", organisation=by.organisation, day=frame.day(by.on))


def _origin(shared: Shared, shelf: Shelf) -> dict[str, Any]:
    taken = shared.practice.origin
    if taken is None:
        return {"origin": None}
    found = shelf.origin(taken)
    if found is None:
        return {"origin": taken.municipality, "origin_page": None, "changed": False}
    source, same = found
    page = shelf.addresses.practice(source.member, source.practice)
    return {"origin": taken.municipality, "origin_page": page, "changed": not same}
