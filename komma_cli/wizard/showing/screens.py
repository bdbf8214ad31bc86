"""The screens as text: at most 72 columns, no colour needed, only characters that cp1252 has."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from komma_cli import dates, durations, hours, phones
from komma_cli.errors import DataError
from komma_cli.model.problems import Problem
from komma_cli.texts import Lang, label, text, words
from komma_cli.wizard.input import lines as _window
from komma_cli.wizard.input.lines import INDENT as _INDENT
from komma_cli.wizard.input.literal import protected
from komma_cli.wizard.input.paragraphs import Paragraphs
from komma_cli.wizard.pages import Gate, ListItem, ListPage, Page, SectionState, mark
from komma_cli.wizard.questions import TEXT_KINDS, Option, Question
from komma_cli.wizard.showing.titles import nameless

GROUPED_FROM = 10_000
LONG_LIST = 8
"""So many items are shown again in full; of a longer list the person has just seen, only those around the next one."""
WIDEST_COLUMN = 45
EXAMPLE = 2
"""The number in keys such as ``x2``, where there is an entry of that number."""
TALL, SHORTEST = 30, 10
TWO_COLUMNS_FROM = 59
"""Columns from which keys stand side by side."""

_LONGEST = 160
wrap, row, width = _window.wrap, _window.row, _window.width


def height() -> int:
    """Return how many lines are shown at once: about what the window holds, 30 where there is none."""
    return max(SHORTEST, min(TALL, shutil.get_terminal_size((_window.WIDTH + 1, TALL + 4)).lines - 4))


def heading(title: str, place: str, left: int, lang: Lang) -> str:
    """Return the line above a question: section, where that is, and about how many questions are left."""
    about = text("wizard.left_one" if left == 1 else "wizard.left", lang, count=left) if left else ""
    return wrap(f"{title} – {place}{about}")


def question_screen(
    question: Question,
    lang: Lang,
    error: str = "",
    *,
    in_line: bool = False,
    only: Sequence[Option] | None = None,
    draft: Sequence[str] = (),
) -> str:
    """Return one question: its words, the old answer, the choices, and the error between question and input.

    ``in_line``: the old answer also stands in the input line. ``only``: of a long list show no more than these.
    ``draft``: the pieces of a text that is typed but not in the plan yet; they stand in the place of the old answer.
    """
    lines = [wrap(question.words.ask)]
    if question.words.example:
        lines.append(wrap(text("wizard.example", lang, example=question.words.example)))
    lines += option_rows(question.options, only)
    hidden = len(question.options) - len(only) if only is not None else 0
    if hidden:
        lines.append(wrap(text("wizard.more_options", lang, count=hidden), _INDENT))
    if question.kind in ("reference", "references"):
        lines.append(f"   +  {_new_item(question, lang)}")
    if question.proposed:
        lines.append(f"   {text('wizard.list_propose', lang, count=question.proposed)}")
    if draft:
        lines += _pieces(draft, "wizard.typed_so_far", "wizard.typed_keys", lang)
    elif question.answered and question.in_pieces:
        keys = "wizard.lines_keys_or_x" if question.removable else "wizard.lines_keys"
        lines += _pieces(Paragraphs.of(question.current).shown, "wizard.lines_so_far", keys, lang)
    elif question.answered:
        removal = ("_or_empty" if in_line else "_or_x") if question.removable else ""
        lines.append(wrap(text(f"wizard.so_far{removal}", lang, answer=say_value(question, question.current, lang))))
    elif question.suggestion is not None:
        said = say_value(question, question.suggestion.value, lang)
        lines.append(wrap(text(f"wizard.suggested_{question.suggestion.source}", lang, answer=said)))
    elif question.optional:
        lines.append(text("wizard.optional", lang))
    if error:
        lines.append(wrap(text("wizard.error", lang, problem=error)))
    return "\n".join(lines)


def _pieces(pieces: Sequence[str], title: str, keys: str, lang: Lang) -> list[str]:
    """Return the pieces of an answer under their numbers, and what can be done with them."""
    numbered = [row(number, piece) for number, piece in enumerate(pieces, 1)]
    return [text(title, lang), *numbered, wrap(text(keys, lang, number=min(len(pieces), EXAMPLE)))]


def prompt_label(question: Question, lang: Lang) -> str:
    """Return what stands before the input."""
    kind: str = "languages" if question.spec.shape == "language" else question.kind
    if is_ordered(question):
        kind = "deputies"
    return text(f"wizard.prompt_{kind}", lang)


def is_ordered(question: Question) -> bool:
    """Say whether the order of what is chosen means something: deputies are called one after the other."""
    return (
        question.kind == "references" and question.spec.ref is not None and question.spec.ref.differs_from is not None
    )


def editable(question: Question, lang: Lang) -> str:
    """Return the old answer as text to be changed in the line, or nothing where it is chosen from a list."""
    if not question.answered or question.kind not in TEXT_KINDS or question.kind == "prose":
        return ""
    if question.kind == "hours":
        return _editable_hours(str(question.current), lang)
    if question.kind == "phone":
        return phones.as_typed(str(question.current))
    said = say_value(question, question.current, lang)
    return protected(said) if question.kind == "line" else said


def say_value(question: Question, value: Any, lang: Lang) -> str:
    """Return an answer as people read it; what has the wrong form for its question stands as it is."""
    match question.kind:
        case "flag":
            return text("wizard.yes" if value else "wizard.no", lang)
        case "duration":
            return _duration(str(value), lang)
        case "hours":
            return hours.say(value, lang)
        case "date":
            return dates.say(str(value), lang)
        case "lines" | "choices" | "references":
            return _several(question, value, lang)
        case "number":
            return _number(value, lang)
        case "phone":
            return phones.say(str(value))
    return _option_label(question, value, lang)


def _several(question: Question, values: Sequence[Any], lang: Lang) -> str:
    """Return several answers in one line; where their order means something it is said."""
    said = [_option_label(question, value, lang) for value in values]
    if is_ordered(question) and len(said) > 1:
        return text("wizard.in_order", lang, first=said[0], others=", ".join(said[1:]))
    return ", ".join(said)


def gate_screen(gate: Gate) -> str:
    """Return the yes/no question before a group."""
    return wrap(gate.words.ask)


def list_screen(page: ListPage, proposed: int, lang: Lang, *, whole: bool = True) -> str:
    """Return a list with its items and what can be done with them; ``proposed`` is how many entries komma offers.

    Not ``whole``: of a long list only the next unfinished item and those around it.
    """
    count = len(page.items)
    lines = [
        wrap(f"{page.words.ask} – {text('wizard.entries_one' if count == 1 else 'wizard.entries', lang, count=count)}")
    ]
    states = [
        text("wizard.item_open", lang, count=item.open) if item.open else text("wizard.item_complete", lang)
        for item in page.items
    ]
    titles = [shortened(item.title or nameless(lang), WIDEST_COLUMN) for item in page.items]
    numbers = range(1, count + 1) if whole else _around_unfinished(page)
    lines += table([(titles[number - 1], states[number - 1]) for number in numbers], numbers)
    if len(numbers) < count:
        lines.append(wrap(text("wizard.more_items", lang, count=count - len(numbers)), _INDENT))
    if not page.items and page.words.empty:
        lines.append(wrap(page.words.empty, _INDENT))
    keys = [text("wizard.list_change", lang)] if page.items else []
    keys.append(text("wizard.list_add", lang, add=page.words.add))
    if proposed:
        keys.append(text("wizard.list_propose", lang, count=proposed))
    if page.takes_contacts:
        keys.append(text("contacts.list_import", lang))
    keys.append(text("wizard.list_remove" if page.items else "wizard.list_open", lang, number=min(count, EXAMPLE)))
    keys += _ways_on(page, lang)
    lines += ["", *(wrap(key, "  ", _INDENT) for key in keys)]
    return "\n".join(lines)


def _around_unfinished(page: ListPage) -> range:
    """Return the numbers of the items to show when the list was on the screen just before."""
    first, count = unfinished(page), len(page.items)
    if first is None or count <= LONG_LIST:
        return range(1, count + 1)
    start = max(1, min(first[0] - 1, count - 3))
    return range(start, start + 4)


def unfinished(page: ListPage) -> tuple[int, ListItem] | None:
    """Return the first item (with its number) of which a wanted answer is missing, or None."""
    return next(((number, item) for number, item in enumerate(page.items, 1) if item.unfinished), None)


def answers_screen(title: str, pages: Sequence[Page], data: Any, lang: Lang) -> str:
    """Return the answers of a run of pages, numbered, with what is missing said in words."""
    lines = [wrap(text("wizard.answers_of", lang, title=title))]
    lines += table([(page.words.short, _answer_of(page, data, lang)) for page in pages])
    return "\n".join(lines)


def section_answers(title: str, pages: Sequence[Page], data: Any, lang: Lang) -> str:
    """Return the answers of a section for a last look, numbered."""
    lines = [wrap(text("wizard.check_section", lang, title=title))]
    lines += table([(page.words.short, _answer_of(page, data, lang)) for page in pages])
    return "\n".join(lines)


def task_list(
    name: str, states: tuple[SectionState, ...], lang: Lang, notes: Mapping[str, str] = MappingProxyType({})
) -> str:
    """Return the list of sections with the state of each; ``notes`` are what a check found, by section."""
    done = sum(state.state == "complete" for state in states)
    total = sum(state.state != "voluntary" for state in states)
    missing = sum(state.open for state in states if state.state == "in_progress")
    counts = {0: "plan_nothing_open", 1: "plan_one_open"}
    lines = [
        wrap(text("wizard.plan", lang, name=name)),
        wrap(
            text("wizard.plan_state", lang, done=done, total=total)
            + " "
            + text(f"wizard.{counts.get(missing, 'plan_open')}", lang, open=missing)
        ),
        "",
    ]
    return "\n".join([*lines, *table([(state.title, _state_words(state, notes, lang)) for state in states])])


def key_rows(keys: Sequence[str]) -> str:
    """Return what can be typed, in two columns where the window is wide enough; a long one has a line of its own."""
    wide = width()
    fitting = [len(key) for key in keys if len(key) <= wide // 2] if wide >= TWO_COLUMNS_FROM else []
    left = max(fitting, default=0)
    lines: list[str] = []
    waiting = False
    for key in keys:
        if waiting and len(key) <= wide - left - 4:
            lines[-1] = f"{lines[-1]:<{left + 4}}{key}"
            waiting = False
        else:
            lines.append(wrap(key, "  ", _INDENT))
            waiting = len(key) <= left
    return "\n".join(lines)


def table(rows: Sequence[tuple[str, str]], numbers: Sequence[int] = ()) -> list[str]:
    """Return numbered rows of two columns; where the window is too narrow the second stands under the first."""
    left = min(max((len(first) for first, second in rows if second), default=0), WIDEST_COLUMN)
    beside = width() - len(_INDENT) - left - 2 >= min(30, max((len(second) for _, second in rows), default=0))
    lines = []
    for number, (first, second) in zip(numbers or range(1, len(rows) + 1), rows, strict=True):
        if not second:
            lines.append(row(number, first))
        elif beside and len(first) <= left:
            lines.append(wrap(second, f"{number:>4}  {first:<{left}}  ", " " * (len(_INDENT) + left + 2)))
        else:
            lines += [row(number, first), wrap(second, _INDENT + "  ")]
    return [line.rstrip() for line in lines]


def option_rows(options: Sequence[Option], only: Sequence[Option] | None = None) -> list[str]:
    """Return the choices under their numbers, what tells them apart beside them; of ``only`` some, if given."""
    numbered = [(number, option) for number, option in enumerate(options, 1) if only is None or option in only]
    if not any(option.detail for _, option in numbered):
        return [row(number, option.label) for number, option in numbered]
    return table([(option.label, option.detail) for _, option in numbered], [number for number, _ in numbered])


def shortened(content: str, longest: int = _LONGEST) -> str:
    """Return a text in one line, cut between words where it is longer than a screen line or two."""
    return textwrap.shorten(content, longest, placeholder=" …")


def problem_words(problem: Problem, lang: Lang) -> str:
    """Return the sentence for a refused answer: the interview's own, else the one the check uses."""
    values = dict(problem.values)
    values.setdefault("length", len(str(values.get("value", ""))))
    try:
        return text(f"answers.{problem.kind}", lang, **values)
    except DataError:
        return text(f"problems.{problem.kind}", lang, **values)


def _ways_on(page: ListPage, lang: Lang) -> list[str]:
    """Return the lines about going on: with the first unfinished item, or beyond the list."""
    first = unfinished(page)
    if first is None:
        return [text("wizard.list_done" if page.items else "wizard.list_pass", lang)]
    number, item = first
    return [
        text("wizard.list_go_on", lang, number=number, item=shortened(item.title or nameless(lang), 40)),
        text("wizard.list_leave", lang),
    ]


def _duration(iso: str, lang: Lang) -> str:
    try:
        return durations.say(iso, lang)
    except ValueError:
        return iso


def _number(value: Any, lang: Lang) -> str:
    """Return a number in groups of three digits from 10,000 on, as DIN 5008 and English writing want it."""
    said = f"{value:,}" if isinstance(value, int) and value >= GROUPED_FROM else str(value)
    return said.replace(",", " ").replace(".", ",") if lang == "de" else said


def _editable_hours(osm: str, lang: Lang) -> str:
    """Return hours in the words in which people type them, or as the file has them where no words lead back there."""
    spoken = hours.say(osm.removesuffix("; PH off"), lang)
    return spoken if hours.read(spoken, lang) == osm else osm


def _answer_of(page: Page, data: Any, lang: Lang) -> str:
    """Return what stands at a page: the answer, or why there is none."""
    if isinstance(page, ListPage) and page.items:
        count = len(page.items)
        missing = sum(item.open for item in page.items)
        said = text("wizard.entries_one" if count == 1 else "wizard.entries", lang, count=count)
        return said + (text("wizard.state_open", lang, count=missing) if missing else "")
    if isinstance(page, Question) and page.answered:
        return shortened(say_value(page, page.current, lang))
    marked = mark(data, page.parts)
    if marked is not None and marked.get("not_applicable"):
        return text("wizard.answer_not_here", lang, reason=marked.get("reason", ""))
    if marked is not None:
        return _open_words(marked, lang)
    wanted = not page.optional if isinstance(page, Question) else page.spec.needed or page.spec.core
    return text("wizard.answer_missing" if wanted else "wizard.answer_none", lang)


def _open_words(marked: Mapping[str, Any], lang: Lang) -> str:
    """Return that an answer is open, with who finds out until when as far as that is known."""
    owner, until = marked.get("owner"), marked.get("until")
    if not owner:
        return text("wizard.answer_open", lang)
    if not until:
        return text("wizard.answer_open_owner", lang, owner=owner)
    return text("wizard.answer_open_until", lang, owner=owner, day=dates.say(str(until), lang))


def _state_words(state: SectionState, notes: Mapping[str, str], lang: Lang) -> str:
    if state.state == "complete" and state.key in notes:
        return text("wizard.state_note", lang, note=shortened(notes[state.key], 60))
    said = text(f"wizard.state_{state.state}", lang)
    return said + (text("wizard.state_open", lang, count=state.open) if state.state == "in_progress" else "")


def _new_item(question: Question, lang: Lang) -> str:
    from komma_cli.wizard.questions import target_words

    assert question.spec.ref is not None
    return target_words(question.spec.ref.targets[0], lang).add or text("wizard.new_item", lang)


def _option_label(question: Question, value: Any, lang: Lang) -> str:
    for option in question.options:
        if option.value == value:
            return option.label
    if question.spec.shape == "language":
        return str(words("languages", lang).get(value, value))
    if question.spec.vocabulary and value in question.spec.values:
        return label(question.spec.vocabulary, str(value), lang)
    return str(value)
