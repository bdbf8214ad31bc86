"""Ready sentences for single questions: what to agree with authorities, how a complaint runs, what help promises.

A sentence is taken only into an empty answer, or put behind the lines that a list of lines has already. komma's own
words stand in ``data/<lang>/messages/wizard.yaml`` under ``sentences``; the others come from catalogue and worksheets.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from komma_cli import catalogue, worksheets
from komma_cli.catalogue import LiaisonPoint
from komma_cli.paths import ById, SymbolicPath, get
from komma_cli.store import Change
from komma_cli.texts import Lang, text, words
from komma_cli.wizard.proposing.content import item_source
from komma_cli.wizard.proposing.proposal import Plain, Proposal, Source, source_words
from komma_cli.wizard.showing.titles import reached_item

COMPLAINT = "complaint-office-setup"
_BEFORE_A_COMPLAINT = "before-a-complaint"
"""The part of the sheet that is done once, before anybody complains."""
_POINT = {
    "feedback": "feedback",
    "risk_assessment": "risk-assessment",
    "security_advice": "security-advice",
    "presence": "presence",
    "motive": "motive",
    "data_protection": "data-protection",
    "passed_on": "events",
}
"""Question about a liaison to the one of the ten points that answers it."""
_ONLY_POLICE = ("limits", "risk-assessment", "security-advice", "presence")
"""Points that a public prosecutor's office does not answer for."""


def _limits(data: Plain, parts: SymbolicPath, lang: Lang, together: Collection[str]) -> Iterator[Proposal]:
    """Offer what cannot be promised, point by point."""
    points = _points(data, parts, lang)
    yield from _lines(data, parts, ((point.id, point.limit, _about(point, lang)) for point in points), together)


def _passed_on(data: Plain, parts: SymbolicPath, lang: Lang, together: Collection[str]) -> Iterator[Proposal]:
    """Offer which incidents are passed on, and how fast."""
    point = next(point for point in _points(data, parts, lang) if point.id == _POINT["passed_on"])
    said = enumerate(_own_words(parts, lang), 1)
    yield from _lines(
        data, parts, ((f"events-{n}", line, _about(point, lang, reworded=True)) for n, line in said), together
    )


def _agreed(data: Plain, parts: SymbolicPath, lang: Lang, together: Collection[str]) -> Iterator[Proposal]:
    """Offer what to agree on the point a question is about."""
    field = str(parts[-1])
    for point in _points(data, parts, lang):
        if point.id == _POINT[field]:
            both = f"{point.agree} {point.limit}" if field == "data_protection" else point.agree
            yield from _one(data, parts, point.id, both, _about(point, lang))


def _risk_assessment(data: Plain, parts: SymbolicPath, lang: Lang, together: Collection[str]) -> Iterator[Proposal]:
    """Offer who asks for the assessment: whoever talks to the authority here, once that is answered."""
    contact = get(data, (*parts[:-1], "our_contact"))
    title = get(data, ("roles", ById(str(contact)), "title"))
    for point in _points(data, parts, lang):
        if point.id == _POINT["risk_assessment"] and title:
            said = text("wizard.sentence_risk", lang, contact=title)
            yield from _one(data, parts, point.id, said, _about(point, lang, reworded=True))


def _procedure(data: Plain, parts: SymbolicPath, lang: Lang, together: Collection[str]) -> Iterator[Proposal]:
    """Offer how a complaint runs, in the order of the sheet."""
    sheet = worksheets.worksheet(COMPLAINT, lang)
    items = [item for section in sheet.sections if section.id != _BEFORE_A_COMPLAINT for item in section.items]
    said = ((item.id, item.text, f"{item.hint or ''} {item_source(sheet, item, lang)}".strip()) for item in items)
    yield from _lines(data, parts, said, together)


def _own_lines(data: Plain, parts: SymbolicPath, lang: Lang, together: Collection[str]) -> Iterator[Proposal]:
    """Offer komma's own lines."""
    said = enumerate(_own_words(parts, lang), 1)
    own = text("wizard.proposal_own", lang)
    yield from _lines(data, parts, ((f"line-{number}", line, own) for number, line in said), together)


def _own_sentence(data: Plain, parts: SymbolicPath, lang: Lang, together: Collection[str]) -> Iterator[Proposal]:
    """Offer komma's own sentence."""
    for line in _own_words(parts, lang):
        yield from _one(data, parts, "sentence", line, text("wizard.proposal_own", lang))


def _points(data: Plain, parts: SymbolicPath, lang: Lang) -> list[LiaisonPoint]:
    """Return the points that the authority of a liaison can agree on."""
    kind = reached_item(data, str(get(data, (*parts[:-1], "body")))).get("kind")
    return [p for p in catalogue.liaison_points(lang) if kind in (None, "police") or p.id not in _ONLY_POLICE]


def _about(point: LiaisonPoint, lang: Lang, *, reworded: bool = False) -> str:
    """Return what to ask at the meeting before the sentence is agreed, and where the point comes from."""
    source = source_words(point.sources, "D" if reworded else point.confidence, lang)
    return text("wizard.proposal_point", lang, title=point.title, ask=point.ask) + f" {source}"


def _own_words(parts: SymbolicPath, lang: Lang) -> list[str]:
    name = ".".join(part for part in parts if isinstance(part, str))
    return list(words("messages/wizard", lang)["sentences"][name])


def _one(data: Plain, parts: SymbolicPath, key: str, sentence: str, detail: str) -> Iterator[Proposal]:
    """Offer the sentence for a question that takes one, if there is no answer yet."""
    if get(data, parts) in (None, ""):
        yield Proposal(key, sentence, detail, (Change(parts, sentence),))


def _lines(
    data: Plain, parts: SymbolicPath, said: Iterable[tuple[str, str, str]], together: Collection[str]
) -> Iterator[Proposal]:
    """Offer the lines (key, line, detail) that an answer lacks; each is put behind those that are there."""
    present: Any = get(data, parts)
    lines = present if isinstance(present, list) else []
    end = len(lines)
    for key, line, detail in said:
        if line not in lines:
            yield Proposal(key, line, detail, (Change((*parts, end), line),))
            end += key in together


SOURCES: dict[str, Source] = {
    "internal_review.complaint_office.procedure": _procedure,
    "liaisons.passed_on": _passed_on,
    "liaisons.limits": _limits,
    "liaisons.feedback": _agreed,
    "liaisons.risk_assessment": _risk_assessment,
    "liaisons.security_advice": _agreed,
    "liaisons.presence": _agreed,
    "liaisons.motive": _agreed,
    "liaisons.data_protection": _agreed,
    "support.also_for": _own_lines,
    "support.independent_of_charges": _own_sentence,
}
"""Question to what komma offers for it."""
