"""The three papers of an exercise: for the facilitator, for observers, and the protocol. Each page says ÜBUNG.

What observers and participants get holds neither who is missing nor how it would go; both stand only in the
facilitator's paper. Private numbers stand in none.
"""

from __future__ import annotations

from dataclasses import dataclass

from komma_cli.drills.composing import Drill, Expected
from komma_cli.drills.scripts import observed
from komma_cli.model.classes import Confidentiality
from komma_cli.model.playbook import Playbook
from komma_cli.reach.telling import Teller
from komma_cli.render.audience import redact
from komma_cli.render.catalog import DocumentSpec
from komma_cli.render.produce import Filled, Produced, finish, write_text
from komma_cli.render.reader import Reader
from komma_cli.texts import LANGUAGES, Lang, facts, text, words

PAPERS: tuple[tuple[str, Confidentiality], ...] = (
    ("drill-facilitator", "confidential"),
    ("drill-observer", "internal"),
    ("drill-protocol", "internal"),
)


@dataclass(frozen=True)
class Line:
    """An expected step as papers print it: where it stands, what it says, how it would go by the plan."""

    number: int
    text: str
    by_plan: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """One inject as papers print it."""

    number: int
    at: int
    time: str
    channel: str
    text: str
    question: str
    expected: tuple[Line, ...]


def papers(playbook: Playbook, drill: Drill, teller: Teller, lang: Lang) -> tuple[Produced, ...]:
    """Return the three papers. Equal input gives equal text."""
    return tuple(_paper(playbook, drill, teller, lang, *paper) for paper in PAPERS)


def _paper(
    playbook: Playbook, drill: Drill, teller: Teller, lang: Lang, name: str, audience: Confidentiality
) -> Produced:
    short = name.removeprefix("drill-")
    spec = DocumentSpec(
        id=name,
        order=0,
        classification=audience,
        audiences=(audience,),
        family="formal",
        page="a4",
        needs=(),
        code="UB",
        titles={each: text(f"drill.title_{short}", each) for each in LANGUAGES},
        readers={each: text(f"drill.readers_{short}", each) for each in LANGUAGES},
    )
    reader = Reader(redact(playbook, audience), lang, audience, teller.year.first)
    start = teller.year.minute(drill.moment)
    values: dict[str, object] = {
        "drill": drill,
        "moment": teller.on_wall(drill.moment),
        "ends": teller.on_wall(drill.ends) if drill.ends else None,
        "hits": words("drills", lang)["hits"][drill.script.hits],
        "parts": [
            Part(
                played.number,
                played.inject.at,
                teller.near(start + played.inject.later, drill.moment.date()),
                text(f"drill.channel_{played.inject.channel}", lang),
                played.inject.text,
                played.inject.question,
                tuple(_line(one, teller, start) for one in played.expected),
            )
            for played in drill.injects
        ],
        "questions": observed(lang),
        "participants": [teller.name(one) for one in drill.participants],
        "missing_people": [teller.name(one) for one in drill.absent],
        "weak_step": teller.step(drill.weakness.place) if drill.weakness else None,
        "called": list(_called(drill, teller)),
        "form_from": [source["url"] for source in facts("drills")["sources"].values()],
        "play_until": drill.minutes - drill.evaluation,
    }
    filled = Filled(spec, reader, write_text(spec, reader, values))
    return finish(playbook, filled)


def _line(one: Expected, teller: Teller, start: int) -> Line:
    told = dict.fromkeys(teller.outcome(turn, start) for turn in one.turns)
    return Line(one.number, one.step.text, tuple(told))


def _called(drill: Drill, teller: Teller) -> dict[str, None]:
    """Return whom the card sends people to, each once: what is tried in an exercise is confirmed by it."""
    turns = [turn for played in drill.injects for one in played.expected for turn in one.turns]
    emergency = {one.id for one in teller.prover.playbook.bodies if one.kind == "emergency"}
    ids = (call.id for turn in turns for call in turn.calls if call.id not in emergency)
    return dict.fromkeys(teller.name(one) for one in ids)
