"""A bundle in words, complete: what somebody reads before the file is written, and decides on."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from komma_cli import blueprint, dates, hours
from komma_cli.network.bundle import Bundle, ConfirmedBody, SharedPractice, Wish
from komma_cli.report.contact_files import spoken
from komma_cli.report.json import visible
from komma_cli.texts import Lang, label, text

WIDTH: Final = 78
_STATES: Final = ("open", "accepted", "unchecked", "met")


def share_text(bundle: Bundle, lang: Lang) -> str:
    """Return everything a bundle holds, in lines of at most 78 characters."""
    place, say = bundle.municipality, _said(lang)
    head = [
        (say("share_place"), _place(bundle, lang)),
        (say("share_key"), place.ags or say("share_none")),
        (
            say("share_role"),
            label("network_role", bundle.role, lang) if bundle.role else say("share_no_role"),
        ),
        (say("share_date"), dates.say(bundle.date.isoformat(), lang)),
        (say("share_version"), f"komma {bundle.komma}"),
        (say("share_profile"), label("profile", bundle.profile, lang)),
        (say("share_reach"), _reach(bundle, lang)),
        (say("share_ask"), _ask(bundle, lang)),
    ]
    parts = [
        _filled(say("share_intro", name=place.name)),
        "\n".join(_row(name, value) for name, value in head),
        _section(say("share_rules"), _rules(bundle, lang)),
        _section(say("share_practices"), (_practice(one, lang) for one in bundle.practices)),
        _section(say("share_offers"), (_wish(one, lang) for one in bundle.offers)),
        _section(say("share_seeks"), (_wish(one, lang) for one in bundle.seeks)),
        _section(say("share_bodies"), (_body(one, lang) for one in bundle.bodies)),
        _filled(say("share_who")),
        _filled(say("share_not")),
    ]
    shown = "\n\n".join(part for part in parts if part)
    return "".join(sign if sign == "\n" or visible(sign) else f"\\u{ord(sign):04x}" for sign in shown) + "\n"


def practice_rows(practice: SharedPractice, lang: Lang) -> Iterator[tuple[str, str]]:
    """Yield name and value of everything a released practice says besides its title."""
    reviewed, origin = practice.reviewed_by, practice.origin
    say = _said(lang)
    rows = (
        ("why", practice.why),
        ("cost", practice.cost),
        ("conditions", practice.conditions),
        ("result", practice.result),
        ("status", label("measure_status", practice.status, lang)),
        ("kind", label("measure_kind", practice.kind, lang) if practice.kind else None),
        ("pillar", label("pillar", practice.pillar, lang) if practice.pillar else None),
        ("field", _field(practice.field, lang)),
        ("answers", ", ".join(practice.answers)),
        ("source", practice.source),
        ("licence", label("licence", practice.licence, lang)),
        ("released", dates.say(practice.released_on.isoformat(), lang)),
        (
            "reviewed",
            say(
                "practice_reviewed_words",
                organisation=reviewed.organisation,
                day=dates.say(reviewed.on.isoformat(), lang),
            )
            if reviewed
            else None,
        ),
        ("origin", f"{origin.municipality}: {origin.practice}" if origin else None),
    )
    for name, value in rows:
        if value:
            yield say(f"practice_{name}"), value


def _field(identifier: str | None, lang: Lang) -> str | None:
    """Return the title of a field of action that komma proposes; a municipality's own one has only its id here."""
    return next((field.title for field in blueprint.fields(lang) if field.id == identifier), identifier)


def _said(lang: Lang) -> Callable[..., str]:
    """Return what gives the words of this room by their name."""

    def say(entry: str, /, **values: object) -> str:
        return text(f"network.{entry}", lang, **values)

    return say


def _place(bundle: Bundle, lang: Lang) -> str:
    place = bundle.municipality
    kind = label("municipality_kind", place.kind, lang)
    size = label("size_class", place.size_class, lang)
    return f"{place.name}, {kind}, {label('state', place.state, lang)}, {size}"


def _reach(bundle: Bundle, lang: Lang) -> str:
    if bundle.reach is None:
        return text("network.share_no_reach", lang)
    return text(
        "network.share_reach_words",
        lang,
        kept=bundle.reach.kept,
        promises=bundle.reach.promises,
        first=dates.say(bundle.reach.first_day.isoformat(), lang),
        share=round(bundle.reach.share * 100),
    )


def _ask(bundle: Bundle, lang: Lang) -> str:
    if bundle.ask is None:
        return text("network.share_no_ask", lang)
    topics = ", ".join(label("network_topic", topic, lang) for topic in bundle.ask.topics)
    return text(
        "network.share_ask_words",
        lang,
        mailbox=bundle.ask.mailbox,
        topics=topics or text("network.share_ask_all", lang),
    )


def _rules(bundle: Bundle, lang: Lang) -> Iterator[str]:
    for state in _STATES:
        rules = getattr(bundle.rules, state)
        name = text(f"network.share_{state}", lang, count=len(rules))
        yield _filled(f"{name}: {', '.join(rules) or text('network.share_none', lang)}", "  ", "    ")


def _practice(practice: SharedPractice, lang: Lang) -> str:
    lines = [_filled(f"{practice.title} ({practice.id})", "  ", "  ")]
    lines += [_filled(practice.description, "    ", "    ")] if practice.description else []
    lines += [_filled(f"{name}: {value}", "    ", "      ") for name, value in practice_rows(practice, lang)]
    return "\n".join(lines)


def _wish(wish: Wish, lang: Lang) -> str:
    return _filled(f"{label('network_topic', wish.topic, lang)}: {wish.text}", "  ", "    ")


def _body(body: ConfirmedBody, lang: Lang) -> str:
    ways = [spoken(way.value) if way.kind == "phone" else way.value for way in body.ways]
    if body.hours:
        ways.append(text("network.share_hours", lang, hours=hours.say(body.hours, lang)))
    day = dates.say(body.confirmed_on.isoformat(), lang)
    said = text("network.share_body", lang, entry=body.entry, ways=", ".join(ways), day=day)
    return _filled(said, "  ", "    ")


def _section(title: str, lines: Iterable[str]) -> str:
    inside = list(lines)
    return "\n".join([f"{title}:", *inside]) if inside else ""


def _row(name: str, value: str) -> str:
    return _filled(f"{name}: {value}", "  ", "    ")


def _filled(line: str, first: str = "", rest: str = "") -> str:
    return textwrap.fill(
        line, WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )
