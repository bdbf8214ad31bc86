"""Answers without a dialogue: ``--answers`` and ``--set`` over a draft, checked as a whole before anything is written.

Pure. What is given wins in this order: assignments, answer file, draft; ``filling`` adds komma's proposals below them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from komma_cli.model.describe import field_of
from komma_cli.model.fields import Section, item_key
from komma_cli.model.playbook import FORMAT_VERSION, Playbook
from komma_cli.paths import SymbolicPath, get
from komma_cli.store import Change
from komma_cli.texts import Lang, text
from komma_cli.wizard.interview import Interview, neutral_id
from komma_cli.wizard.spots import marks_of
from komma_cli.wizard.unattended.assigning import Assigning
from komma_cli.wizard.unattended.named_places import wrong_places
from komma_cli.wizard.unattended.refusals import Refusal, new_refusals, twice

NewId = Callable[[str, set[str]], str]
_FRAME = {"komma": FORMAT_VERSION, "profile": "core"}


@dataclass(frozen=True)
class Merged:
    """What came of it. ``refusals``: everything that does not fit; then ``data`` must not be written."""

    data: dict[str, Any]
    refusals: tuple[Refusal, ...]
    from_file: dict[str, Any]
    """The draft with the answer file over it, before the assignments."""


def merged(
    draft: dict[str, Any],
    answers: dict[str, Any],
    assignments: Sequence[str],
    lang: Lang,
    today: date,
    new_id: NewId = neutral_id,
) -> Merged:
    """Return the draft with the answer file over it and the assignments over both.

    Only what the caller has brought in is refused: what was wrong in the draft before is the check's business.
    """
    before = {**_FRAME, **draft}
    double = _double(answers, lang)
    from_file = before if double else _answered(before, answers, lang, today, new_id)
    assigning = Assigning(Interview(from_file, lang, today, new_id))
    for assignment in assignments:
        assigning.assign(assignment)
    after = assigning.interview.data
    refusals = [*double, *assigning.refusals, *new_refusals(before, after, lang), *wrong_places(before, after, lang)]
    return Merged(after, tuple(refusals), from_file)


def _double(answers: dict[str, Any], lang: Lang) -> list[Refusal]:
    """Return the ids that the answers hold twice; merged by id, one of the two would silently be lost."""
    found = [(path, identifier, key) for path, identifier, key in twice(answers) if key == "id_twice"]
    return [
        Refusal(path, identifier, text(f"unattended.{key}", lang, id=identifier), "") for path, identifier, key in found
    ]


def _answered(draft: dict[str, Any], answers: dict[str, Any], lang: Lang, today: date, new_id: NewId) -> dict[str, Any]:
    """Return the draft with the answers over it; what they answer is no longer open."""
    interview = Interview(draft, lang, today, new_id)
    laid = _Laying(interview).section(Playbook, draft, answers, ())
    marks = laid.get("open")
    if isinstance(marks, list):
        told = {str(mark.get("path")) for mark in answers.get("open") or [] if isinstance(mark, dict)}
        answered = {str(mark["path"]) for parts, mark in marks_of(draft).items() if get(answers, parts) is not None}
        laid["open"] = [m for m in marks if not isinstance(m, dict) or m.get("path") not in answered - told]
    levels = get(laid, ("escalation", "levels"))
    if answers.get("escalation") and isinstance(levels, list):
        ranked = Interview(laid, lang, today, new_id)
        ranked.apply([Change(("escalation", "levels"), levels)])
        return ranked.data
    return laid


class _Laying:
    """Lays answers over a draft: mappings field by field, lists by the ids of their entries, everything else whole.

    An answer of nothing (``null``) takes the draft's answer away. Entries without an id are new ones.
    """

    def __init__(self, interview: Interview) -> None:
        self._interview = interview
        self._taken: set[str] = set()

    def section(self, section: type[Section], lower: Any, upper: dict[str, Any], parts: SymbolicPath) -> dict[str, Any]:
        result = dict(lower) if isinstance(lower, dict) else {}
        for key, value in upper.items():
            spec = field_of(section, key)
            here = (*parts, key)
            if value is None and spec is not None:
                result.pop(key, None)
            elif spec is None or spec.group is None:
                result[key] = value
            elif spec.many and isinstance(value, list) and here == ("open",):
                result[key] = _by(
                    lambda item: item.get("path") if isinstance(item, dict) else None, result.get(key), value
                )
            elif spec.many and isinstance(value, list) and "id" in spec.group.model_fields:
                result[key] = self._entries(spec.group, result.get(key), value, here)
            elif not spec.many and isinstance(value, dict):
                result[key] = self.section(spec.group, result.get(key), value, here)
            else:
                result[key] = value
        return result

    def _entries(self, group: type[Section], lower: Any, upper: list[Any], parts: SymbolicPath) -> list[Any]:
        result = list(lower) if isinstance(lower, list) else []
        for item in upper:
            if not isinstance(item, dict):
                result.append(item)
                continue
            places = [
                n for n, old in enumerate(result) if item_key(item) is not None and item_key(old) == item_key(item)
            ]
            laid = self.section(group, result[places[0]] if places else {}, self._with_id(item, parts), parts)
            if places:
                result[places[0]] = laid
            else:
                result.append(laid)
        return result

    def _with_id(self, item: dict[str, Any], parts: SymbolicPath) -> dict[str, Any]:
        if "id" in item:
            return item
        identifier = self._interview.fresh_id(parts, self._taken)
        self._taken.add(identifier)
        return {"id": identifier, **item}


def _by(key: Callable[[Any], Any], lower: Any, upper: list[Any]) -> list[Any]:
    """Return the lower entries without those whose key comes again, then the upper ones."""
    again = {key(item) for item in upper}
    kept = [item for item in lower or [] if key(item) not in again] if isinstance(lower, list) else []
    return kept + upper
