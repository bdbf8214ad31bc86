"""Answers without a dialogue: ``--answers`` and ``--set``, checked as a whole before anything is written."""

from __future__ import annotations

from typing import Any

from komma_cli.errors import UsageError
from komma_cli.model.describe import Parts, locate
from komma_cli.model.playbook import FORMAT_VERSION, Playbook
from komma_cli.model.problems import Problem, validate
from komma_cli.paths import SymbolicPath, format_path, parse_path, set_value
from komma_cli.texts import Lang
from komma_cli.wizard.answers import NotUnderstood, read_answer
from komma_cli.wizard.pages import question_at
from komma_cli.wizard.questions import Question
from komma_cli.wizard.screens import problem_words

Assignment = tuple[SymbolicPath, Any]


def merged(draft: dict[str, Any], answers: dict[str, Any], assignments: list[str], lang: Lang) -> dict[str, Any]:
    """Return the draft with the answer file over it and the assignments over both.

    Raises ``UsageError`` ``wizard.answer_refused`` for the first value that the model refuses.
    """
    result = _over(draft, answers)
    for assignment in assignments:
        parts, value = _assignment(result, assignment, lang)
        set_value(result, parts, value)
    result = {"komma": FORMAT_VERSION, "profile": "core", **result}
    _, problems = validate(result)
    wrong = [problem for problem in problems if problem.kind != "missing"]
    if wrong:
        raise _refused(wrong[0], result, lang)
    return result


def _assignment(data: dict[str, Any], assignment: str, lang: Lang) -> Assignment:
    path, equals, typed = assignment.partition("=")
    if not equals or not path.strip():
        raise UsageError("wizard.set_format", text=assignment)
    page = question_at(data, path.strip(), lang)
    if not isinstance(page, Question):
        raise UsageError("wizard.no_question", path=path.strip())
    try:
        return parse_path(path.strip()), read_answer(page, typed, lang)
    except NotUnderstood as refused:
        raise UsageError(
            "wizard.answer_refused", path=path.strip(), problem=problem_words(refused.problem, lang)
        ) from None


def _over(lower: Any, upper: Any) -> Any:
    """Lay one piece of plain data over another: mappings key by key, lists with ids item by item, the rest replaced."""
    if isinstance(lower, dict) and isinstance(upper, dict):
        return {**lower, **{key: _over(lower.get(key), value) for key, value in upper.items()}}
    if _has_ids(lower) and _has_ids(upper):
        ids = [item["id"] for item in lower]
        by_id = {item["id"]: item for item in lower}
        for item in upper:
            if item["id"] not in by_id:
                ids.append(item["id"])
            by_id[item["id"]] = _over(by_id.get(item["id"]), item)
        return [by_id[identifier] for identifier in ids]
    return upper


def _has_ids(node: Any) -> bool:
    return isinstance(node, list) and bool(node) and all(isinstance(i, dict) and "id" in i for i in node)


def _refused(problem: Problem, data: dict[str, Any], lang: Lang) -> UsageError:
    parts: Parts = problem.parts
    path = format_path(parts, data) if locate(Playbook, parts) is not None else ".".join(map(str, parts))
    return UsageError("wizard.answer_refused", path=path, problem=problem_words(problem, lang))
