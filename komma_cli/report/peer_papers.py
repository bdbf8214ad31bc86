"""Two papers for a peer consultation (kollegiale Beratung): the agenda, and the letter that asks for it.

Both tell rules and topics, never what a finding says: its words may hold names and numbers of the plan. The letter
names the topic alone, so that nobody learns from it where the plan is weak.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from komma_cli.check.engine import Result
from komma_cli.check.pages import page
from komma_cli.errors import UsageError
from komma_cli.model.playbook import Playbook
from komma_cli.network.matching import opened
from komma_cli.network.topics import topic_of, topics
from komma_cli.network.view import Member
from komma_cli.render.audience import redact
from komma_cli.render.catalog import document
from komma_cli.render.phrases import place
from komma_cli.render.produce import NAME_LIMIT, Filled, Produced, finish, write_text
from komma_cli.render.reader import Reader
from komma_cli.slugs import slug
from komma_cli.texts import Lang, label, words

MINUTES: Final = 90
MOST_QUESTIONS: Final = 3
"""More questions do not fit into the time. Decided by komma, like the steps of the agenda."""


@dataclass(frozen=True)
class Question:
    """One rule that is open in the plan, as the agenda asks about it."""

    rule: str
    title: str


@dataclass(frozen=True)
class Meeting:
    """What the agenda tells."""

    minutes: int
    topics: tuple[str, ...]
    questions: tuple[Question, ...]
    more: tuple[str, ...]
    """Questions about the topics that every municipality could ask."""


@dataclass(frozen=True)
class Addressee:
    """The municipality that is asked."""

    place: str
    mailbox: str


@dataclass(frozen=True)
class Letter:
    """What the letter tells."""

    topic: str
    minutes: int
    questions: tuple[str, ...]
    to: Addressee | None


def agenda(
    playbook: Playbook,
    result: Result,
    lang: Lang,
    today: date,
    rules: Sequence[str] = (),
    template_dir: Path | None = None,
) -> Produced:
    """Return the agenda of a consultation about some open rules of a plan; ``result`` is what its check found.

    Without ``rules`` it is the worst open rule with others of its topic; where nothing is open there is room for a
    question of one's own. Raises ``UsageError`` ``network_match.not_open`` for a rule without an error or a warning,
    ``network_match.too_many`` for more than fit into the time, ``RenderError`` for an own template.
    """
    chosen = _chosen([rule for rule, _, _ in opened(result)], rules)
    asked = tuple(topic for topic in topics() if topic in {topic_of(rule) for rule in chosen})
    meeting = Meeting(
        minutes=MINUTES,
        topics=asked,
        questions=tuple(Question(rule, page(rule, lang).title) for rule in chosen),
        more=tuple(question for topic in asked for question in _questions(topic, lang)),
    )
    return _made("peer-agenda", playbook, lang, today, {"meeting": meeting}, template_dir)


def letter(
    playbook: Playbook,
    topic: str,
    lang: Lang,
    today: date,
    member: Member | None = None,
    template_dir: Path | None = None,
) -> Produced:
    """Return the letter that asks a municipality for a consultation about a topic; without ``member`` it has a gap.

    Raises ``UsageError`` ``network_match.no_topic``, ``network_match.not_asked`` for a municipality that does not
    want to be asked about that, and ``RenderError`` for an own template.
    """
    if topic not in topics():
        raise UsageError("network_match.no_topic", value=topic, known=", ".join(topics()))
    told = Letter(topic, MINUTES, _questions(topic, lang), _addressee(member, topic, lang) if member else None)
    made = _made("peer-letter", playbook, lang, today, {"letter": told}, template_dir)
    return replace(made, stem=_stem_to(made.stem, member, lang)) if member else made


def _chosen(open_rules: Sequence[str], wished: Iterable[str]) -> tuple[str, ...]:
    """Return the rules of an agenda, each once, in the order of the plan's findings."""
    wanted = list(dict.fromkeys(wished))
    if not wanted:
        return tuple(rule for rule in open_rules if topic_of(rule) == topic_of(open_rules[0]))[:MOST_QUESTIONS]
    if missing := [rule for rule in wanted if rule not in open_rules]:
        raise UsageError("network_match.not_open", rule=missing[0], known=", ".join(open_rules) or "–")
    if len(wanted) > MOST_QUESTIONS:
        raise UsageError("network_match.too_many", count=len(wanted), most=MOST_QUESTIONS, minutes=MINUTES)
    return tuple(rule for rule in open_rules if rule in wanted)


def _questions(topic: str, lang: Lang) -> tuple[str, ...]:
    return tuple(words("messages/network_match", lang)["questions"][topic])


def _addressee(member: Member, topic: str, lang: Lang) -> Addressee:
    if member.mailbox is None or (member.topics and topic not in member.topics):
        raise UsageError("network_match.not_asked", place=member.name, topic=label("network_topic", topic, lang))
    return Addressee(place({"name": member.name, "kind": member.kind}, lang), member.mailbox)


def _stem_to(stem: str, member: Member, lang: Lang) -> str:
    """Return the name of a letter's file with whom it goes to: several letters lie in one folder."""
    receiver = slug(member.name)[:NAME_LIMIT].strip("-")
    return f"{stem.removesuffix(f'-{lang}')}-{receiver}-{lang}"


def _made(
    document_id: str,
    playbook: Playbook,
    lang: Lang,
    today: date,
    values: dict[str, object],
    template_dir: Path | None,
) -> Produced:
    spec = document(document_id, template_dir, composed=True, on_request=True)
    reader = Reader(redact(playbook, spec.classification), lang, spec.classification, today)
    return finish(playbook, Filled(spec, reader, write_text(spec, reader, values, template_dir)))
