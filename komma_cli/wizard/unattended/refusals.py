"""Why an answer given in advance is refused: each with its path, what was given, and what is wanted, in words."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from komma_cli.errors import KommaError
from komma_cli.model.describe import Parts, locate, walk
from komma_cli.model.fields import item_key
from komma_cli.model.playbook import Playbook
from komma_cli.model.problems import Problem, validate
from komma_cli.model.references import SHARED_NAMES, Reference, dangling, identifiers, references
from komma_cli.paths import format_path, get
from komma_cli.texts import Lang, error_words, label, text
from komma_cli.wizard.questions import Option, Question
from komma_cli.wizard.showing.screens import problem_words, shortened
from komma_cli.wizard.showing.titles import title_of

MOST_CHOICES, LONGEST_GIVEN = 20, 60
ALIKE, ALIKE_FIELDS = 0.7, 0.6
"""How alike two names are, from 0 to 1, for the one to be taken for the other; ``p-2`` and ``p-3`` are less so."""
_LISTED = ("not_in_options", "not_in_options_one", "ambiguous", "ambiguous_many")
"""Problems whose sentence in the interview speaks of numbers on a screen that nobody has seen here."""


@dataclass(frozen=True)
class Refusal:
    """One answer that does not fit."""

    path: str
    given: str
    problem: str
    """What is wrong, one or two sentences."""
    wanted: str
    """What fits instead: what was probably meant, or the choices; empty where ``problem`` says it."""

    def as_json(self) -> dict[str, str]:
        """Return the keys and values for programs."""
        return asdict(self)


def of_error(path: str, given: str, error: KommaError, lang: Lang) -> Refusal:
    """Return the refusal for an error about the path itself."""
    problem, hint = error_words(error.key, lang, **error.values)
    return Refusal(path, given, problem, hint)


def of_answer(path: str, given: str, question: Question, problem: Problem, lang: Lang) -> Refusal:
    """Return the refusal of something typed as the answer to a question."""
    if problem.kind not in _LISTED:
        return Refusal(path, given, problem_words(problem, lang), _example(question, lang))
    if problem.kind.startswith("ambiguous"):
        said = text(f"unattended.{problem.kind}", lang, **problem.values)
    else:
        said = text("problems.not_in_list", lang, value=given) if question.options else text("unattended.nobody", lang)
    return Refusal(path, given, said, choices(question.options, given, lang))


def choices(options: Sequence[Option], given: str, lang: Lang) -> str:
    """Return what was probably meant, and what can be chosen: the words of people, with the ids that programs use."""
    names = [option.label for option in options] + [str(option.value) for option in options]
    meant = _close(given, names)
    parts = [text("problems.did_you_mean", lang, similar=meant)] if meant else []
    shown = [_named(option) for option in options[:MOST_CHOICES]]
    if shown:
        more = len(options) - len(shown)
        listed = ", ".join(shown) + (text("unattended.and_more", lang, count=more) if more else "")
        parts.append(text("problems.choices_are", lang, choices=listed))
    return " ".join(parts)


def did_you_mean(given: str, known: Sequence[str], lang: Lang, before: str = "", behind: str = "") -> str:
    """Return a sentence with the path (between ``before`` and ``behind``) that was probably meant, else with all names
    there are."""
    if close := _close(given, known, ALIKE_FIELDS):
        return text("problems.did_you_mean", lang, similar=f"{before}.{close}".removeprefix(".") + behind)
    return text("problems.choices_are", lang, choices=", ".join(known))


def new_refusals(before: dict[str, Any], after: dict[str, Any], lang: Lang) -> list[Refusal]:
    """Return what is wrong in ``after`` and was not wrong in ``before``; an answer that is missing is not wrong."""
    old = {key for key, _ in _faults(before, lang)}
    found = {key: refusal for key, refusal in _faults(after, lang) if key not in old}
    return list(found.values())


def _faults(data: dict[str, Any], lang: Lang) -> Iterator[tuple[tuple[str, str, str], Refusal]]:
    """Yield (what tells a fault from others, the refusal) for everything the model and its references refuse."""
    for problem in validate(data)[1]:
        if problem.kind != "missing" or problem.parts == ("komma",):
            path, given = _path(problem.parts, data), said(get(data, problem.parts))
            yield (problem.kind, path, given), _of_model(problem, path, given, lang)
    for reference in dangling(data):
        yield _of_reference(reference, data, "dangling", _existing(reference, data, lang), lang)
    for reference in references(data):
        if _names_both(reference, data):
            yield _of_reference(reference, data, "same_as", "", lang)
    for path, identifier, key in twice(data):
        yield (key, path, identifier), Refusal(path, identifier, text(f"unattended.{key}", lang, id=identifier), "")


def _of_model(problem: Problem, path: str, given: str, lang: Lang) -> Refusal:
    """Return the refusal of a value in an answer file, in the words about files: ``PT15M``, not „15 Minuten“."""
    wanted = ""
    if problem.kind == "unknown_key":
        path_before = path.removesuffix(str(problem.parts[-1]))
        wanted = "".join(
            text("problems.did_you_mean", lang, similar=path_before + name) for name in problem.values["known"]
        )
    elif problem.kind == "not_in_list":
        vocabulary = str(problem.values.get("vocabulary", ""))
        values = [str(value) for value in problem.values.get("choices", ())]
        options = [Option(value, label(vocabulary, value, lang) if vocabulary else value) for value in values]
        wanted = choices(options, given, lang)
    values_for_words = {"field": str(problem.parts[-1]), **problem.values}
    return Refusal(path, given, text(f"problems.{problem.kind}", lang, **values_for_words), wanted)


def _of_reference(
    reference: Reference, data: dict[str, Any], key: str, wanted: str, lang: Lang
) -> tuple[tuple[str, str, str], Refusal]:
    path = _path(reference.parts, data)
    problem = text(f"unattended.{key}", lang, id=reference.target_id)
    return (key, path, reference.target_id), Refusal(path, reference.target_id, problem, wanted)


def _existing(reference: Reference, data: dict[str, Any], lang: Lang) -> str:
    known = identifiers(data)
    options = [
        Option(identifier, title_of(data, get(data, parts), lang) or identifier)
        for target in reference.ref.targets
        for identifier, parts in known[target].items()
    ]
    return choices(options, reference.target_id, lang)


def _names_both(reference: Reference, data: dict[str, Any]) -> bool:
    """Say whether the reference names whom it must differ from: nobody stands in for herself."""
    other = reference.ref.differs_from
    if other is None:
        return False
    holder = reference.parts[: -2 if isinstance(reference.parts[-1], int) else -1]
    return bool(get(data, (*holder, other)) == reference.target_id)


def twice(data: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield (path, id, kind of fault) for ids that stand twice in a list, or in two lists that share their names."""
    seen: dict[Parts, set[str]] = {}
    for parts, spec, value in walk(Playbook, data):
        identifier = item_key(value) if spec.many and spec.group is not None else None
        if identifier is None:
            continue
        ids = seen.setdefault(parts[:-1], set())
        if identifier in ids:
            yield f"{format_path(parts, data)}.id", identifier, "id_twice"
        ids.add(identifier)
    first: set[str] = set()
    for target in SHARED_NAMES:
        own = seen.get((target,), set())
        for identifier in sorted(own & first):
            yield f"{target}[{identifier}].id", identifier, "id_in_two_lists"
        first |= own


def said(value: Any) -> str:
    """Return what was given in one short line."""
    if value is None:
        return ""
    plain = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return shortened(plain, LONGEST_GIVEN)


def _path(parts: Parts, data: dict[str, Any]) -> str:
    return format_path(parts, data) if locate(Playbook, parts[:-1]) or len(parts) == 1 else ".".join(map(str, parts))


def _close(given: str, known: Sequence[str], alike: float = ALIKE) -> str | None:
    by_case = {name.casefold(): name for name in known}
    close = difflib.get_close_matches(given.casefold(), list(by_case), 1, alike)
    return by_case[close[0]] if close else None


def _named(option: Option) -> str:
    value = str(option.value)
    return option.label if option.label.casefold() == value.casefold() else f"{option.label} ({value})"


def _example(question: Question, lang: Lang) -> str:
    example = question.words.example
    if question.kind in ("choice", "choices", "reference", "references"):
        return choices(question.options, "", lang)
    return text("wizard.example", lang, example=example) if example else ""
