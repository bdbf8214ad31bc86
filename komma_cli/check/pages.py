"""What a rule says: its page in ``data/<lang>/rules``, and the words of one finding made from it.

A page is Markdown behind a small head (title, message, fix) with three parts: why, a bad example, a good example.
Messages have placeholders for the values of the finding; ``{within:duration}``, ``{card:scenario}`` and
``{status:label.person_status}`` say how a value is put into words. A message or fix may be a mapping of cases, which
the finding's ``case`` picks.
"""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from komma_cli import dates, durations, fieldnames, paths
from komma_cli.check.finding import Finding
from komma_cli.errors import DataError, KommaError
from komma_cli.texts import Lang, label, rule_page, words
from komma_cli.yamlread import YamlSyntaxError, parse

HEADINGS: dict[Lang, tuple[str, str, str]] = {
    "de": ("Warum", "So nicht", "So ist es richtig"),
    "en": ("Why", "Not like this", "Like this"),
}
_HEAD = re.compile(r"---\n(?P<head>.*?)\n---\n(?P<body>.*)", re.DOTALL)
_FENCE = re.compile(r"```(?P<language>yaml|text|bytes)\n(?P<code>.*?)```", re.DOTALL)
_BY_HAND = {f"K0{number:02}" for number in (*range(1, 11), 16, 17, 18)}
"""Rules about the file itself: no question of the wizard can mend them."""

_ADDITIONS = {
    "choices_are": "choices",
    "did_you_mean": "similar",
    "value_drift": "became",
    "value_quoted": "written",
    "more_of_these": "more",
}
"""Sentences that are added to any message whose finding carries the value."""
_LONGEST_VALUE = 80


@dataclass(frozen=True)
class Example:
    """A fragment of a playbook (``yaml``, merged over a small valid one) or a whole file.

    A whole file stands as ``text``, or as ``bytes`` with escapes such as ``\\xfc`` for what no text can show.
    """

    language: str
    code: str


@dataclass(frozen=True)
class Page:
    """A rule's page in one language."""

    title: str
    messages: dict[str, str]
    """By case; a page with one message has it under the empty case."""
    fixes: dict[str, str]
    why: str
    bad: Example
    good: Example


@dataclass(frozen=True)
class Words:
    """One finding as people read it. ``editable``: the wizard has a question that mends it."""

    title: str
    message: str
    fix: str
    editable: bool


@cache
def page(rule: str, lang: Lang) -> Page:
    """Return the parsed page of a rule. Raises ``DataError`` if the page is missing or not of the agreed form."""
    match = _HEAD.fullmatch(rule_page(rule, lang).replace("\r\n", "\n"))
    if match is None:
        raise DataError("texts.damaged", file=f"{lang}/rules/{rule}", reason="head")
    try:
        head = parse(match["head"])
    except YamlSyntaxError as error:
        raise DataError("texts.damaged", file=f"{lang}/rules/{rule}", reason=str(error)) from error
    parts = _parts(match["body"], rule, lang)
    why, bad, good = (parts[heading] for heading in HEADINGS[lang])
    return Page(
        title=str(head["title"]),
        messages=_by_case(head["message"]),
        fixes=_by_case(head["fix"]),
        why=why.strip(),
        bad=_example(bad, rule, lang),
        good=_example(good, rule, lang),
    )


def words_of(finding: Finding, lang: Lang) -> Words:
    """Return title, message and fix of a finding with its values filled in."""
    sheet = page(finding.rule, lang)
    case = str(finding.values.get("case", ""))
    problem = str(finding.values.get("problem", ""))
    problems: dict[str, str] = words("messages/problems", lang)
    if problem.startswith("raw_"):
        sentences = [words("messages/store", lang)[problem]]
    else:
        # what must not be repeated has sentences that do without it
        unquoted = problems.get(f"withheld_{problem}") if finding.values.get("withheld") else None
        sentences = [unquoted or (problems[problem] if problem else _of_case(sheet.messages, case))]
    sentences += [problems[name] for name, value in _ADDITIONS.items() if finding.values.get(value)]
    message = " ".join(fill(sentence, finding.values, lang) for sentence in sentences)
    fix = fill(_of_case(sheet.fixes, case), finding.values, lang)
    return Words(sheet.title, message, fix, finding.rule not in _BY_HAND)


def fill(sentence: str, values: Mapping[str, Any], lang: Lang) -> str:
    """Put values into a sentence: dates, lists, durations and labels in the words of the language."""
    return _Formatter(lang).vformat(sentence, (), values)


class _Formatter(string.Formatter):
    def __init__(self, lang: Lang) -> None:
        self.lang: Lang = lang

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, (list, tuple)):
            return ", ".join(self.format_field(item, format_spec) for item in value)
        if format_spec == "duration":
            return durations.say(value, self.lang)
        if format_spec == "moment":
            from komma_cli.reach.telling import moment_in_words

            return moment_in_words(str(value), self.lang)
        if format_spec == "scenario":
            return _title(str(value), self.lang)
        if format_spec == "field":
            return _field(str(value), self.lang)
        if format_spec.startswith("label."):
            return label(format_spec.removeprefix("label."), str(value), self.lang)
        if isinstance(value, date):
            return dates.say(value.isoformat(), self.lang)
        return super().format_field(value, format_spec) if format_spec else _shown(str(value))


def _title(scenario: str, lang: Lang) -> str:
    """Return the title of a scenario of komma's library."""
    return str(words(f"scenarios/{scenario}", lang)["title"])


def _field(said: str, lang: Lang) -> str:
    """Return what the interview calls the field at a path; words that are no such path stay as they are."""
    try:
        keys = [part for part in paths.parse_path(said) if isinstance(part, str)]
        return fieldnames.short(keys, lang) or _shown(said)
    except KommaError:
        return _shown(said)


def _shown(value: str) -> str:
    """Return a value from the file so that it cannot break the line or steer the terminal."""
    plain = "".join(sign if sign.isprintable() else " " for sign in value)
    return plain if len(plain) <= _LONGEST_VALUE else plain[: _LONGEST_VALUE - 1] + "…"


def _by_case(entry: Any) -> dict[str, str]:
    return (
        {str(case): str(sentence) for case, sentence in entry.items()} if isinstance(entry, dict) else {"": str(entry)}
    )


def _of_case(sentences: dict[str, str], case: str) -> str:
    return sentences[case] if case in sentences else sentences[""]


def _parts(body: str, rule: str, lang: Lang) -> dict[str, str]:
    """Split the body at its headings of level two. Raises ``DataError`` if they are not exactly the agreed ones."""
    pieces = re.split(r"(?m)^## (.+)$", body)
    found = dict(zip(pieces[1::2], pieces[2::2], strict=True))
    if tuple(found) != HEADINGS[lang] or pieces[0].strip():
        raise DataError("texts.damaged", file=f"{lang}/rules/{rule}", reason="headings")
    return found


def _example(part: str, rule: str, lang: Lang) -> Example:
    match = _FENCE.search(part)
    if match is None:
        raise DataError("texts.damaged", file=f"{lang}/rules/{rule}", reason="example")
    return Example(match["language"], match["code"])
