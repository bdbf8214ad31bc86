"""Bare ``komma``: the start screen, from which everything else is reached without knowing a command."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from komma_cli.cli.common import SUFFIX
from komma_cli.cli.exits import Exit
from komma_cli.cli.language import reader_language
from komma_cli.errors import KommaError
from komma_cli.slugs import slug
from komma_cli.texts import Lang, text, words

if TYPE_CHECKING:
    from komma_cli.wizard.input.asker import Asker
    from komma_cli.wizard.sitting import Sitting

NEW_PLAN = "plan"


def start() -> None:
    """Show what can be done here, and do it."""
    from komma_cli.wizard.input import hangup

    with hangup.watching():
        code = _sit_down()
    if code is not None:
        raise typer.Exit(code)
    from komma_cli.cli.demo import demo

    demo()


def _sit_down() -> int | None:
    """Show the start screen and hold the sitting that is chosen there; None when the example is to be shown."""
    from komma_cli.cli.desk import sit, whole_talk
    from komma_cli.wizard.input.asker import Leave
    from komma_cli.wizard.input.terminal import asker_for

    lang = reader_language()
    screen = asker_for(lang, plain=False)
    plans = [_plan(path, date.today(), lang) for path in sorted(Path().glob(f"*{SUFFIX}"))]
    _show_beginning(screen, lang)
    name = None
    try:
        while name is None:
            number = _choose(screen, _choices(plans, lang), _likeliest(plans), lang)
            if number != 1:
                break
            name = _ask_name(screen, lang)
    except Leave as left:
        return Exit.INTERRUPTED if left.interrupted else Exit.CLEAN
    if name is not None:
        return _begin(screen, name, lang)
    return sit(plans[number - 2].path, whole_talk, asker=screen) if number <= len(plans) + 1 else None


def _show_beginning(screen: Asker, lang: Lang) -> None:
    from komma_cli.wizard.showing import screens

    for part in ("title", "intro", "helpful", "keys", "end"):
        gap = "" if part == "keys" else "\n"
        screen.show(screens.wrap(text(f"wizard.start_{part}", lang)) + gap)


@dataclass(frozen=True)
class _Plan:
    """A plan in this folder: what is said beside it, and when it was saved last; 0: nobody can read it."""

    path: Path
    about: str
    saved: float


def _plan(path: Path, today: date, lang: Lang) -> _Plan:
    """Return whose plan it is, when it was saved last and how much is open; a plan nobody can read says so."""
    from komma_cli.cli.desk import draft, name_of
    from komma_cli.wizard.showing.closing import noted, short_day

    try:
        data, saved = draft(path), path.stat().st_mtime
    except (KommaError, OSError):
        return _Plan(path, text("wizard.start_unreadable", lang, file=path.name), 0)
    day = short_day(date.fromtimestamp(saved), today, lang)
    said = text("wizard.start_last", lang, name=name_of(data, path), day=day)
    count = len(noted(data))
    if count:
        said += ", " + text("wizard.start_open_one" if count == 1 else "wizard.start_open", lang, count=count)
    return _Plan(path, said, saved)


def _choices(plans: list[_Plan], lang: Lang) -> list[tuple[str, str]]:
    """Return what can be chosen, and beside each plan what it is."""
    resume = [(text("wizard.start_resume", lang), plan.about) for plan in plans]
    return [(text("wizard.start_new", lang), ""), *resume, (text("wizard.start_demo", lang), "")]


def _likeliest(plans: list[_Plan]) -> int:
    """Return the number of the choice that an empty answer takes: the plan saved last, else a new one."""
    readable = [(plan.saved, number) for number, plan in enumerate(plans, 2) if plan.saved]
    return max(readable)[1] if readable else 1


def _begin(screen: Asker, name: str, lang: Lang) -> int:
    """Begin a playbook for the municipality of that name; return the exit code."""
    from komma_cli.cli.desk import sit, whole_talk
    from komma_cli.wizard.showing import screens

    path = _free_name(name)
    screen.show("\n" + screens.wrap(text("wizard.start_where", lang, file=path)))

    def named_talk(sitting: Sitting) -> None:
        sitting.begin(name)
        whole_talk(sitting)

    return sit(path, named_talk, asker=screen)


def _choose(screen: Asker, choices: list[tuple[str, str]], preselected: int, lang: Lang) -> int:
    """Show the choices and read a number; an empty answer takes the preselected one. Raises ``Leave``."""
    from komma_cli.wizard.showing import screens

    screen.show("\n".join(screens.table(choices)))
    while True:
        typed = screen.read(text("wizard.prompt_start", lang, number=preselected)).strip()
        if not typed:
            return preselected
        if typed.isdecimal() and 1 <= int(typed) <= len(choices):
            return int(typed)
        if typed == "?":
            screen.show(screens.wrap(text("wizard.help_start", lang)))
            continue
        problem = text("answers.not_in_options", lang, last=len(choices))
        screen.show(screens.wrap(text("wizard.error", lang, problem=problem)))


def _ask_name(screen: Asker, lang: Lang) -> str | None:
    """Ask the very first question before there is a file, because the file is named after the answer; None: back."""
    from komma_cli.wizard.input.answers import clean
    from komma_cli.wizard.showing import screens

    own = words("core_path", lang)["name"]
    screen.show("\n" + screens.wrap(own["ask"]) + "\n" + text("wizard.example", lang, example=own["example"]))
    while True:
        typed = " ".join(clean(screen.read(text("wizard.prompt_line", lang))).split())
        if typed == "?":
            screen.show(screens.wrap(own["help"]))
        elif typed in ("<", "<<"):
            return None
        elif any(sign.isalnum() for sign in typed):
            return typed
        else:
            screen.show(screens.wrap(text("wizard.error", lang, problem=text("answers.name_needed", lang))))


def _free_name(name: str) -> Path:
    """Return a file name that is not taken, made from the municipality's name: ``musterstadt``, ``musterstadt-2``, …"""
    stem = slug(name)[:60] or NEW_PLAN
    path, number = Path(f"{stem}{SUFFIX}"), 1
    while path.exists():
        number += 1
        path = Path(f"{stem}-{number}{SUFFIX}")
    return path
