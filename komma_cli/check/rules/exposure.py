"""K821-K825: what texts give away about single people, whether they can be read, and whether help can be called."""

from __future__ import annotations

import re
from collections.abc import Iterator

from komma_cli.check.finding import Hit, SymbolicParts
from komma_cli.check.lookup import behind, catalogue_role, included, name_of
from komma_cli.check.naming import is_released
from komma_cli.check.registry import Context, rule
from komma_cli.check.wording import sentences
from komma_cli.model.channels import Channel

_PUBLIC_OFFICES = ("head", "session-chair", "press")
"""Catalogue roles whose holders are known to the public anyway."""
_PLATE_WORDS = ("kennzeichen", " plate")
_PLATE = r"\b[A-ZÄÖÜ]{1,3}[- ][A-Z]{1,2}[- ]?\d{1,4}[EH]?\b"
"""A German number plate; it counts only in a text that speaks of plates."""
_FOR_OFFICIALS = ("contact-officials", "contact-staff", "first-assessor", "coordination")
"""Catalogue roles whom officials call, the first that the plan has: as in their handout."""
_SERVICE = ("phone", "mobile")
_LONG = 20
"""Words: a text whose sentences are longer on average is hard to read (R74; the number is komma's decision)."""


@rule("K821", "warning", profile="core", needs=("people",), sources=("R64", "R65"), on_data=True)
def own_people_stay_functions(context: Context) -> Iterator[Hit]:
    """No text that everybody may read names one of our people; the function is enough.

    Of what others in the network read K827 tells, and more strictly.
    """
    public = {
        person
        for role in context.playbook.roles
        if role.based_on in _PUBLIC_OFFICES or role.id in _PUBLIC_OFFICES
        for person in (role.holder, *role.deputies)
    }
    for person in context.playbook.people:
        name = (person.name or "").strip().lower()
        if " " not in name or person.id in public:
            continue
        for passage in context.wording.holding(name):
            if passage.confidentiality == "public" and not is_released(context.data, passage.parts):
                yield Hit(passage.parts, {"function": name_of(context, person.id)})


@rule("K822", "error", profile="core", sources=("R64",), on_data=True)
def no_number_plates(context: Context) -> Iterator[Hit]:
    """No text that everybody may read holds the number plate of a car."""
    for passage in context.wording.holding(*_PLATE_WORDS):
        if re.search(_PLATE, passage.text) and passage.confidentiality == "public":
            yield Hit(passage.parts)


@rule(
    "K823",
    "warning",
    needs=("strategy",),
    sources=(
        "R67",
        "http://statistik.arbeitsagentur.de/Navigation/Statistik/Grundlagen/Statistische-Geheimhaltung/"
        "Regelungen-Geheimhaltung/Statistische-Geheimhaltung-Nav.html",
    ),
)
def counts_hide_people(context: Context) -> Iterator[Hit]:
    """No count of the situation report is so small that people can be recognised.

    Official statistics hide counts below three; the default of five is komma's decision.
    """
    least = context.count("small_counts")
    situation = context.playbook.strategy.situation if context.playbook.strategy else None
    for source in situation.sources if situation is not None else ():
        if source.count is not None and 0 < source.count < least:
            parts = ("strategy", "situation", "sources", source.id, "count")
            yield Hit(parts, {"source": source.name, "limit": least})


@rule("K824", "hint", profile="full", sources=("R74",))
def sentences_can_be_read(context: Context) -> Iterator[Hit]:
    """The sentences of what the public reads are short on average."""
    for parts, text in _public_prose(context):
        if text is None or _surely_short(text):
            continue
        average = round(len(text.split()) / len(sentences(text)))
        if average > _LONG:
            yield Hit(parts, {"average": average, "limit": _LONG})


@rule("K825", "warning", needs=("people",), sources=("D",))
def officials_find_a_number(context: Context) -> Iterator[Hit]:
    """Where elected officials are protected, their contact and the night's have a number that officials may see.

    Numbers without a class are internal, and officials are at home: their handout would say „offen“.
    """
    if "officials" not in included(context):
        return
    emergency = context.playbook.escalation.emergency if context.playbook.escalation else None
    asked = {
        "contact": next((role.id for name in _FOR_OFFICIALS if (role := catalogue_role(context, name))), None),
        "night": emergency.out_of_hours if emergency else None,
    }
    for case, contact in asked.items():
        found = behind(context, contact, deputies=True) if contact else ()
        people = [context.people[one] for one in found if one in context.people]
        with_number = [person for person in people if any(channel.kind in _SERVICE for channel in person.channels)]
        if with_number and not any(_for_officials(channel) for person in people for channel in person.channels):
            yield Hit(
                ("people", with_number[0].id, "channels"), {"case": case, "person": name_of(context, with_number[0].id)}
            )


def _for_officials(channel: Channel) -> bool:
    return channel.kind in _SERVICE and channel.class_ in ("public", "mandate")


def _surely_short(text: str) -> bool:
    """Say, without splitting it, that a text cannot be above the limit; most texts are done with that."""
    ends = text.count(". ") + text.count("! ") + text.count("? ") + 1
    return text.count(" ") + text.count("\n") < _LONG * ends


def _public_prose(context: Context) -> Iterator[tuple[SymbolicParts, str | None]]:
    """Yield the longer texts that residents and the council read."""
    book = context.playbook
    if book.mandate is not None and book.mandate.statement is not None:
        yield ("mandate", "statement", "text"), book.mandate.statement.text
    for scenario in book.scenarios:
        yield ("scenarios", scenario.id, "summary"), scenario.summary
    if book.reporting is not None:
        yield ("reporting", "threshold"), book.reporting.threshold
        yield ("reporting", "no_reprisal"), book.reporting.no_reprisal
    if book.support is not None:
        yield ("support", "independent_of_charges"), book.support.independent_of_charges
    if (strategy := book.strategy) is None:
        return
    for field in ("foreword", "summary", "resources"):
        yield ("strategy", field), getattr(strategy, field)
    for definition in strategy.definitions:
        yield ("strategy", "definitions", definition.id, "text"), definition.text
    if strategy.situation is not None:
        yield ("strategy", "situation", "summary"), strategy.situation.summary
        yield ("strategy", "situation", "dark_field"), strategy.situation.dark_field
    for action in strategy.fields:
        yield ("strategy", "fields", action.id, "summary"), action.summary
