"""What the network has for one plan, for a terminal, as Markdown and for programs.

It says what is open in the plan, so it is for the core team alone, in every format.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from komma_cli import dates
from komma_cli.network.matching import Adopted, Answer, Asked, Matches, RuleMatch
from komma_cli.network.view import Member
from komma_cli.practices import Practice
from komma_cli.report.network_tables import amount
from komma_cli.report.paper import Block, Heading, Items, Line, as_markdown, as_text
from komma_cli.texts import Lang, label, text

FORMAT: Final = "komma-network-match/1"


def match_text(found: Matches, lang: Lang) -> str:
    """Return the matches for a terminal of 80 columns."""
    return as_text(_blocks(found, lang))


def match_markdown(found: Matches, lang: Lang) -> str:
    """Return the matches as Markdown."""
    return as_markdown(_blocks(found, lang))


def match_json(found: Matches, lang: Lang) -> str:
    """Return the matches for programs; titles of rules and library practices are in the language of the matches.

    ``lang`` changes nothing, it is there like in every writer.
    """
    record = {
        "format": FORMAT,
        "municipality": found.name,
        "network": {"made_on": found.made_on.isoformat(), "municipalities": found.size, "demo": found.demo},
        "rules": [_rule_record(one) for one in found.rules],
        "findings_of_the_file": found.of_the_file,
        "adopted": [_adopted_record(one) for one in found.adopted],
    }
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


def alike_words(alike: Sequence[str], lang: Lang) -> str:
    """Return in words what two municipalities have in common: „gleiche Größe, gleiches Land“."""
    words = [text(f"network_match.alike_{name}", lang) for name in alike]
    return ", ".join(words) or text("network_match.alike_nothing", lang)


def place_words(member: Member, lang: Lang) -> str:
    """Return name, kind and Land of a municipality."""
    kind = label("municipality_kind", member.kind, lang)
    return text("network_match.place", lang, name=member.name, kind=kind, state=label("state", member.state, lang))


def _blocks(found: Matches, lang: Lang) -> Iterator[Block]:
    key = "about_one" if found.size == 1 else "about"
    day = dates.say(found.made_on.isoformat(), lang)
    yield Heading(text("network_match.title", lang), 1)
    yield Line(text(f"network_match.{key}", lang, name=found.name, day=day, size=amount(found.size, lang)))
    if found.demo:
        yield Line(text("network_match.demo", lang))
    if found.rules:
        yield Line(text("network_match.order", lang))
    elif not found.of_the_file:
        yield Line(text("network_match.nothing_open", lang))
    if found.of_the_file:
        key = "of_the_file_one" if found.of_the_file == 1 else "of_the_file"
        yield Line(text(f"network_match.{key}", lang, count=found.of_the_file))
    for one in found.rules:
        yield from _rule(one, lang)
    if found.adopted:
        yield Heading(text("network_match.adopted", lang))
        yield Items(tuple(_news(one, lang) for one in found.adopted))


def _rule(one: RuleMatch, lang: Lang) -> Iterator[Block]:
    yield Heading(text("network_match.rule", lang, rule=one.rule, title=one.title))
    key = "rule_about_one" if one.findings == 1 else "rule_about"
    severity, topic = text(f"report.{one.severity}", lang), label("network_topic", one.topic, lang)
    yield Line(text(f"network_match.{key}", lang, severity=severity, count=one.findings, topic=topic))
    if not (one.practices or one.library or one.asked):
        yield Line(text("network_match.none", lang))
        return
    if one.practices:
        yield Line(text("network_match.practices", lang))
        yield Items((*(_practice(each, lang) for each in one.practices), *_more(one, lang)))
    if one.library:
        yield Line(text("network_match.library", lang))
        yield Items(tuple(_shipped(each, lang) for each in one.library))
    if one.asked:
        yield Line(text("network_match.asked", lang))
        yield Items(tuple(_asked(each, lang) for each in one.asked))
    else:
        yield Line(text("network_match.nobody", lang))


def _practice(answer: Answer, lang: Lang) -> str:
    shared = answer.found.practice
    return text(
        f"network_match.practice_{'named' if answer.named else 'topic'}",
        lang,
        title=shared.title,
        place=answer.found.member.name,
        alike=alike_words(answer.alike, lang),
        status=label("measure_status", shared.status, lang),
        id=answer.found.id,
    )


def _more(one: RuleMatch, lang: Lang) -> Iterator[str]:
    if one.more:
        yield text("network_match.more_one" if one.more == 1 else "network_match.more", lang, count=one.more)


def _shipped(practice: Practice, lang: Lang) -> str:
    return text("network_match.library_line", lang, title=practice.title, place=practice.place, id=practice.id)


def _asked(one: Asked, lang: Lang) -> str:
    return text(
        "network_match.asked_old" if one.old else "network_match.asked_line",
        lang,
        place=place_words(one.member, lang),
        mailbox=one.member.mailbox,
        alike=alike_words(one.alike, lang),
        day=dates.say(one.member.date.isoformat(), lang),
    )


def _news(one: Adopted, lang: Lang) -> str:
    day = dates.say(one.origin.on.isoformat(), lang)
    return text(f"network.news_{one.news}", lang, title=one.title, place=one.origin.municipality, day=day)


def _rule_record(one: RuleMatch) -> dict[str, Any]:
    return {
        "rule": one.rule,
        "title": one.title,
        "topic": one.topic,
        "severity": one.severity,
        "findings": one.findings,
        "practices": [
            {
                "id": each.found.id,
                "municipality": each.found.member.name,
                "title": each.found.practice.title,
                "licence": each.found.practice.licence,
                "status": each.found.practice.status,
                "names_the_rule": each.named,
                "alike": list(each.alike),
            }
            for each in one.practices
        ],
        "more_practices": one.more,
        "library": [{"id": each.id, "place": each.place, "title": each.title} for each in one.library],
        "may_be_asked": [
            {
                "key": each.member.key,
                "name": each.member.name,
                "kind": each.member.kind,
                "state": each.member.state,
                "size_class": each.member.size_class,
                "mailbox": each.member.mailbox,
                "date": each.member.date.isoformat(),
                "older_than_a_year": each.old,
                "alike": list(each.alike),
            }
            for each in one.asked
        ],
    }


def _adopted_record(one: Adopted) -> dict[str, Any]:
    origin = one.origin
    return {
        "title": one.title,
        "municipality": origin.municipality,
        "practice": origin.practice,
        "on": origin.on.isoformat(),
        "news": one.news,
    }
