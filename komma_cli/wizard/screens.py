"""The screens as text: at most 72 columns, no colour needed, only characters that cp1252 has."""

from __future__ import annotations

import textwrap
from typing import Any

from komma_cli import durations, hours
from komma_cli.errors import DataError
from komma_cli.model.problems import Problem
from komma_cli.texts import Lang, label, text, words
from komma_cli.wizard.pages import Gate, ListPage, SectionState
from komma_cli.wizard.questions import Option, Question

WIDTH = 72
_TEXT_KINDS = ("line", "prose", "number", "date", "duration", "hours", "phone", "email")


def wrap(content: str, indent: str = "", width: int = WIDTH) -> str:
    """Return text broken between words only, paragraph by paragraph."""
    return "\n".join(
        textwrap.fill(
            line, width, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
        )
        for line in content.splitlines() or [""]
    )


def heading(title: str, place: str, left: int, lang: Lang) -> str:
    """Return the line above a question: section, where that is, and about how many questions are left."""
    about = text("wizard.left_one" if left == 1 else "wizard.left", lang, count=left) if left else ""
    return wrap(f"{title} – {place}{about}")


def question_screen(question: Question, lang: Lang, error: str = "") -> str:
    """Return one question: its words, the old answer, the choices, and the error between question and input."""
    lines = [wrap(question.words.ask)]
    if question.words.example:
        lines.append(wrap(text("wizard.example", lang, example=question.words.example)))
    lines += _options(question.options, "+" if question.kind in ("reference", "references") else "", lang)
    if question.answered:
        lines.append(wrap(text("wizard.so_far", lang, answer=say_value(question, question.current, lang))))
    elif question.optional:
        lines.append(text("wizard.optional", lang))
    if error:
        lines.append(wrap(text("wizard.error", lang, problem=error)))
    return "\n".join(lines)


def prompt_label(question: Question, lang: Lang) -> str:
    """Return what stands before the input."""
    return text(f"wizard.prompt_{question.kind}", lang)


def editable(question: Question, lang: Lang) -> str:
    """Return the old answer as text to be changed in the line, or nothing where it is chosen from a list."""
    if not question.answered or question.kind not in _TEXT_KINDS or question.kind == "prose":
        return ""
    return say_value(question, question.current, lang)


def say_value(question: Question, value: Any, lang: Lang) -> str:
    """Return an answer as people read it."""
    match question.kind:
        case "flag":
            return text("wizard.yes" if value else "wizard.no", lang)
        case "duration":
            return durations.say(value, lang)
        case "hours":
            return hours.say(value, lang)
        case "date":
            return _say_date(str(value), lang)
        case "lines" | "choices" | "references":
            return ", ".join(_option_label(question, item, lang) for item in value)
        case "phone":
            return phone(value)
    return _option_label(question, value, lang)


def gate_screen(gate: Gate, lang: Lang) -> str:
    """Return the yes/no question before a group."""
    return wrap(gate.words.ask)


def list_screen(page: ListPage, lang: Lang) -> str:
    """Return a list with its items and what can be done with them."""
    count = len(page.items)
    lines = [
        wrap(f"{page.words.ask} – {text('wizard.entries_one' if count == 1 else 'wizard.entries', lang, count=count)}")
    ]
    width = max((len(item.title) for item in page.items), default=0)
    for number, item in enumerate(page.items, 1):
        state = text("wizard.item_open", lang, count=item.open) if item.open else text("wizard.item_complete", lang)
        title = item.title or f"{page.words.item or page.words.short} {number}"
        lines.append(f"{number:>4}  {title:<{min(width, 46)}}  {state}")
    if not page.items and page.words.empty:
        lines.append(wrap(page.words.empty, "      "))
    lines += ["", wrap(text("wizard.list_keys" if page.items else "wizard.list_keys_empty", lang), "  ")]
    return "\n".join(lines)


def task_list(name: str, states: tuple[SectionState, ...], lang: Lang) -> str:
    """Return the list of sections with the state of each."""
    done = sum(state.state == "complete" for state in states)
    missing = sum(state.open for state in states)
    width = max(len(state.title) for state in states)
    lines = [
        text("wizard.plan", lang, name=name),
        wrap(text("wizard.plan_state", lang, done=done, total=len(states), open=missing)),
        "",
    ]
    for number, state in enumerate(states, 1):
        words = text(f"wizard.state_{state.state}", lang)
        if state.state == "in_progress":
            words += text("wizard.state_open", lang, count=state.open)
        lines.append(f"{number:>4}  {state.title:<{width}}  {words}")
    return "\n".join(lines)


def problem_words(problem: Problem, lang: Lang) -> str:
    """Return the sentence for a refused answer: the interview's own, else the one the check uses."""
    values = dict(problem.values)
    values.setdefault("length", len(str(values.get("value", ""))))
    try:
        return text(f"answers.{problem.kind}", lang, **values)
    except DataError:
        return text(f"problems.{problem.kind}", lang, **values)


def _options(options: tuple[Option, ...], new: str, lang: Lang) -> list[str]:
    width = max((len(option.label) for option in options), default=0)
    lines = [
        f"{number:>4}  {wrap(f'{option.label:<{min(width, 40)}}  {option.detail}'.rstrip(), '      ').strip()}"
        for number, option in enumerate(options, 1)
    ]
    if new:
        lines.append(f"   {new}  {text('wizard.new_item', lang)}")
    return lines


def _option_label(question: Question, value: Any, lang: Lang) -> str:
    for option in question.options:
        if option.value == value:
            return option.label
    if question.spec.shape == "language":
        return str(words("languages", lang).get(value, value))
    if question.spec.vocabulary:
        return label(question.spec.vocabulary, str(value), lang)
    return str(value)


def phone(number: str) -> str:
    """Return a phone number as it is dialled inside Germany; short numbers and unreadable ones as they stand."""
    if not number.startswith("+"):
        return number
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    style = phonenumbers.PhoneNumberFormat
    return str(phonenumbers.format_number(parsed, style.NATIONAL if parsed.country_code == 49 else style.INTERNATIONAL))


def _say_date(iso: str, lang: Lang) -> str:
    year, month, day = iso.split("-")
    return f"{day}.{month}.{year}" if lang == "de" else iso
