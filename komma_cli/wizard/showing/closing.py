"""The end of a sitting and the way back into it: what is done, what comes next, whose turn it is. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from komma_cli import dates
from komma_cli.errors import KommaError
from komma_cli.paths import get
from komma_cli.texts import Lang, text
from komma_cli.wizard import core_path
from komma_cli.wizard.interview import Interview
from komma_cli.wizard.pages import question_at
from komma_cli.wizard.showing import screens
from komma_cli.wizard.showing.titles import item_title

LONGEST = 20
"""Lines of a farewell at most: it must be read at the end of an evening."""
TURNS = 3
_SPARED = ("turns", "closing_print", "closing_check", "closing_review", "closing_card")
_INDENT = "      "


def farewell(interview: Interview, file: str, time: str, answers: int, *, steps_told: bool = False) -> list[str]:
    """Return the lines that end a sitting on ``file``, broken to the window, ``LONGEST`` at most.

    ``steps_told``: the last thing on the screen says already what to do next.
    """
    data, lang = interview.data, interview.lang
    states = interview.states()
    complete = all(state.settled for state in states)
    notes = noted(data)
    saved = text("wizard.saved", lang, time=time, file=file, answers=answers, open=len(notes))
    state = text("wizard.closing_complete", lang) if complete else _standing(states, lang)
    turns = _turns(data, notes, lang)
    steps = {} if steps_told else _steps(interview, quoted(file), complete=complete)
    lines: list[str] = []
    for spared in ("", *_SPARED):  # a narrow window makes more lines: what is worth least goes first
        if spared == "turns":
            turns = []
        steps.pop(spared, None)
        due = ["", text("wizard.closing_due", lang), *turns] if turns else []
        next_steps = ["", text("wizard.closing_steps", lang), *_numbered(list(steps.values()))] if steps else []
        private = ["", screens.wrap(text("wizard.private", lang))]
        lines = "\n".join([screens.wrap(saved), screens.wrap(state), *due, *next_steps, *private]).splitlines()
        if len(lines) <= LONGEST:
            break
    return lines


def next_place(interview: Interview) -> str:
    """Return where the interview goes on, in words; empty where everything is answered or noted as open."""
    lang = interview.lang
    number = core_path.next_step(interview)
    if number is not None:
        title, total = text("wizard.core_title", lang), len(core_path.STEPS)
        return text("wizard.welcome_core", lang, title=title, number=number + 1, total=total)
    states = interview.states()
    return next((state.title for state in states if state.unfinished or state.state == "not_begun"), "")


def _standing(states: Sequence[Any], lang: Lang) -> str:
    done = sum(state.state == "complete" for state in states)
    missing = sum(state.open for state in states if state.state == "in_progress")
    name = {0: "plan_nothing_open", 1: "plan_one_open"}.get(missing, "plan_open")
    total = sum(state.state != "voluntary" for state in states)
    said = text("wizard.plan_state", lang, done=done, total=total)
    return f"{said} {text(f'wizard.{name}', lang, open=missing)}"


def _steps(interview: Interview, file: str, *, complete: bool) -> dict[str, str]:
    """Return what to do next, by its name."""
    if complete:
        names = ["closing_check", "closing_render", "closing_print", "closing_call"]
    else:
        names = ["closing_card"] * (core_path.next_step(interview) is None) + ["closing_go_on"]
    steps = {name: text(f"wizard.{name}", interview.lang, file=file) for name in names}
    review = get(interview.data, ("review", "next_review"))
    if complete and review:
        day = dates.say(str(review), interview.lang)
        steps["closing_review"] = text("wizard.closing_review", interview.lang, day=day)
    return steps


def _numbered(steps: Sequence[str]) -> list[str]:
    """Return the steps under their numbers, each command on a line of its own."""
    rows = []
    for number, step in enumerate(steps, 1):
        said, *command = step.splitlines()
        rows += [screens.row(number, said), *(screens.wrap(line, _INDENT) for line in command)]
    return rows


def noted(data: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what is noted as not known yet; „we do not have this“ is an answer."""
    return [item for item in data.get("open") or [] if isinstance(item, dict) and not item.get("not_applicable")]


def _turns(data: dict[str, Any], notes: Sequence[dict[str, Any]], lang: Lang) -> list[str]:
    """Return who finds out what until when, for the days that come first."""
    dated = sorted((item for item in notes if item.get("until")), key=lambda item: str(item["until"]))
    lines = []
    for item in dated[:TURNS]:
        until = text("wizard.open_until", lang, day=dates.say(str(item["until"]), lang))
        who = f"{item['owner']}, {until}" if item.get("owner") else until
        place = str(item.get("question") or place_words(data, str(item.get("path")), lang))
        said = text("wizard.closing_turn", lang, who=who, place=screens.shortened(place, 60))
        lines.append(screens.wrap(said, "  ", _INDENT))
    return lines


def place_words(data: dict[str, Any], path: str, lang: Lang) -> str:
    """Return how people call a place of the playbook; a path that leads nowhere stays as it is."""
    try:
        page = question_at(data, path, lang)
    except KommaError:
        page = None
    if page is None:
        return path
    item = item_title(data, page.parts, lang)
    return f"{page.words.short} ({item})" if item else page.words.short


def short_day(day: date, today: date, lang: Lang) -> str:
    """Return a day without its year where that is this year and the language can do without."""
    said = dates.say(day.isoformat(), lang)
    return said.removesuffix(f"{today.year}") if lang == "de" and day.year == today.year else said


def quoted(file: str) -> str:
    """Return a file name as it can be typed in every shell."""
    return f'"{file}"' if any(sign.isspace() for sign in file) else file
