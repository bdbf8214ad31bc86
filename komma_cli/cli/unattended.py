"""``komma init`` and ``komma edit`` without a dialogue: answers in, one file written or none, a line or JSON out.

Nothing here ever asks: without a terminal, with a closed input or in a pipe the command ends by itself.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import typer

from komma_cli.cli.common import put_out, say, the_day
from komma_cli.cli.exits import Exit
from komma_cli.cli.language import reader_language
from komma_cli.cli.seat import alone_at
from komma_cli.errors import OutsideChange, UsageError
from komma_cli.store import Journal, Loaded, load, read_source
from komma_cli.store.reading import STDIN
from komma_cli.texts import Lang, text
from komma_cli.wizard.input.answers import NotUnderstood, clean, pick
from komma_cli.wizard.pages import section_states
from komma_cli.wizard.questions import Option
from komma_cli.wizard.saving import ORDER, Opened, open_plan, read_plan
from komma_cli.wizard.showing import screens
from komma_cli.wizard.sitting import Sitting
from komma_cli.wizard.unattended.filling import Filled, fill
from komma_cli.wizard.unattended.given import merged
from komma_cli.wizard.unattended.outstanding import ASKED, OpenPoint, open_points
from komma_cli.wizard.unattended.refusals import Refusal, choices

Talk = Callable[[Sitting], None]


@dataclass(frozen=True)
class Wish:
    """What ``init`` and ``edit`` were asked to do beside the file."""

    answers: Path | None = None
    assignments: Sequence[str] = ()
    defaults: bool = False
    open_only: bool = False
    section: str | None = None
    no_dialogue: bool = False
    as_json: bool = False
    today: str | None = None

    @property
    def unattended(self) -> bool:
        """Say whether nothing is to be asked."""
        return self.writes or self.no_dialogue or self.as_json

    @property
    def writes(self) -> bool:
        """Say whether the file is to be changed."""
        return self.answers is not None or bool(self.assignments) or self.defaults


@dataclass(frozen=True)
class _Outcome:
    """What the file is to hold, what is wrong with what was given, and what komma has added."""

    opened: Opened
    data: dict[str, Any]
    refusals: tuple[Refusal, ...]
    filled: Filled | None = None


def run(file: Path, wish: Wish, *, new: bool) -> int:
    """Do what is wished for and return the exit code.

    Raises ``UsageError`` ``cli.nothing_given``; ``WriteError`` ``wizard.locked``; ``OutsideChange``
    ``wizard.kept_apart`` when the file was changed while answers were still waiting for it.
    """
    lang, keys = reader_language(), sections(wish.section, reader_language())
    if not wish.writes:
        if new or not (wish.as_json or wish.open_only):
            raise UsageError("cli.nothing_given")
        return _tell(file, wish, keys, _Outcome(opened := open_plan(file), opened.draft, ()), written=False, lang=lang)
    given, unreadable = _given(wish.answers, lang)
    if new:
        outcome = _outcome(Opened({}, {}, "", 0), given, unreadable, wish, keys, lang)
        if outcome.refusals:
            return _refuse(file, wish, keys, outcome, lang)
        file.parent.mkdir(parents=True, exist_ok=True)
    with alone_at(file):
        outcome = _outcome(_opened(file), given, unreadable, wish, keys, lang)
        if outcome.refusals:
            return _refuse(file, wish, keys, outcome, lang)
        written = _write(file, outcome)
    return _tell(file, wish, keys, outcome, written=written, lang=lang)


def conversation(wish: Wish, place: str | None = None) -> Talk:
    """Return the dialogue that is wished for: everything, one place, one section, or only what is open.

    Raises ``UsageError`` ``wizard.no_section``.
    """
    from komma_cli.cli.desk import whole_talk

    keys = sections(wish.section, reader_language())

    def one_place(sitting: Sitting) -> None:
        if place in sitting.section_keys():
            sitting.run_section(str(place))
        else:
            sitting.run_path(str(place))

    def one_section(sitting: Sitting) -> None:
        sitting.run_section(keys[0])

    def only_open(sitting: Sitting) -> None:
        from komma_cli.wizard.open_walk import walk_open

        walk_open(sitting, keys)

    if place is not None:
        return one_place
    return only_open if wish.open_only else one_section if wish.section is not None else whole_talk


def sections(typed: str | None, lang: Lang) -> tuple[str, ...]:
    """Return the section that ``--section`` names by key, title or the beginning of one; all without it.

    Raises ``UsageError`` ``wizard.no_section``.
    """
    if typed is None:
        return ASKED
    options = tuple(Option(state.key, state.title) for state in section_states({}, lang))
    try:
        return (str(pick(options, typed).value),)
    except NotUnderstood:
        raise UsageError("wizard.no_section", text=typed, known=choices(options, typed, lang)) from None


def _opened(file: Path) -> Opened:
    """Open the file with the answers that a sitting has left in its journal."""
    opened = open_plan(file)
    if opened.recovered and read_plan(file)[1] != opened.base_sha:
        raise OutsideChange("wizard.kept_apart", file=file)
    return opened


def _outcome(
    opened: Opened,
    given: dict[str, Any],
    unreadable: tuple[Refusal, ...],
    wish: Wish,
    keys: tuple[str, ...],
    lang: Lang,
) -> _Outcome:
    if unreadable:
        return _Outcome(opened, opened.draft, unreadable)
    today = the_day(wish.today)
    result = merged(opened.draft, given, wish.assignments, lang, today)
    if result.refusals or not wish.defaults:
        return _Outcome(opened, result.data, result.refusals)
    filled = fill(result.data, lang, today, keys, begun=result.from_file)
    whole = keys == ASKED and filled.data.get("profile") == "core" and "profile" not in given
    data = {**filled.data, "profile": "standard"} if whole else filled.data
    return _Outcome(opened, data, (), filled)


def _given(answers: Path | None, lang: Lang) -> tuple[dict[str, Any], tuple[Refusal, ...]]:
    """Return what the answer file holds, YAML or JSON, and every reason why it cannot be read."""
    if answers is None:
        return {}, ()
    source = read_source(answers)
    if not source.problems and source.text.lstrip().startswith("{"):
        try:
            return json.loads(source.text, object_pairs_hook=_no_key_twice), ()
        except (ValueError, RecursionError):  # then the reader of YAML, which JSON is a part of, says what is wrong
            pass
    loaded = load(source)
    if loaded.data is not None and loaded.editable:
        return loaded.data, ()
    return {}, _unreadable(str(answers), loaded, lang)


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError
    return found


def _unreadable(name: str, loaded: Loaded, lang: Lang) -> tuple[Refusal, ...]:
    found = []
    name = text("unattended.standard_input", lang) if name == STDIN else name
    for problem in loaded.problems:
        if problem.kind == "bom":
            continue
        said = text("unattended.answers_empty", lang)
        if problem.kind != "empty":
            sentence = text(f"store.raw_{problem.kind}", lang, **problem.values)
            said = text("unattended.unreadable", lang, line=problem.line or 1, problem=sentence)
        found.append(Refusal(name, "", said, ""))
    return tuple(found)


def _write(file: Path, outcome: _Outcome) -> bool:
    """Write the whole plan, answers of a journal included; return whether a byte changed.

    Raises ``OutsideChange``, ``WriteError``; the file is then as it was.
    """
    opened = outcome.opened
    if outcome.data == opened.base:
        return False
    journal = Journal(file, base_sha=opened.base_sha)
    folded = journal.fold(order=ORDER, whole=outcome.data, expected_sha=opened.base_sha)
    return folded is not None and folded.written.changed


def _refuse(file: Path, wish: Wish, keys: tuple[str, ...], outcome: _Outcome, lang: Lang) -> int:
    if wish.as_json:
        as_it_was = _Outcome(outcome.opened, outcome.opened.draft, outcome.refusals)
        _put_json(file, keys, as_it_was, the_day(wish.today), written=False, lang=lang)
        return Exit.USAGE
    count = len(outcome.refusals)
    lines = [text("unattended.refused_one" if count == 1 else "unattended.refused", lang, count=count)]
    for refusal in outcome.refusals:
        lines += ["", refusal.path, *(screens.wrap(line, "  ") for line in _reasons(refusal, lang) if line)]
    typer.echo(clean("\n".join(lines)), err=True)  # what was given may hold anything, also what steers a terminal
    return Exit.USAGE


def _reasons(refusal: Refusal, lang: Lang) -> list[str]:
    given = text("unattended.given", lang, given=refusal.given) if refusal.given else ""
    return [given, refusal.problem, refusal.wanted]


def _tell(file: Path, wish: Wish, keys: tuple[str, ...], outcome: _Outcome, *, written: bool, lang: Lang) -> int:
    if wish.as_json:
        _put_json(file, keys, outcome, the_day(wish.today), written=written, lang=lang)
        return Exit.CLEAN
    if not wish.writes:
        points = open_points(outcome.data, keys, lang, the_day(wish.today))
        lines = [_point_line(point, lang) for point in points] or [text("unattended.nothing_open", lang)]
        put_out(clean("\n".join(lines)) + "\n", None)
        return Exit.CLEAN
    name = "created" if not outcome.opened.base_sha else "changed"
    typer.echo(say(name, file=file) if written else text("unattended.unchanged", lang, file=file))
    if (filled := outcome.filled) is not None:
        counts = {"entries": filled.entries, "answers": filled.answers, "opened": filled.opened}
        typer.echo(screens.wrap(text("unattended.filled", lang, file=file, **counts)))
    return Exit.CLEAN


def _point_line(point: OpenPoint, lang: Lang) -> str:
    from komma_cli import dates

    said = []
    if point.since:
        said.append(text("unattended.open_since", lang, since=dates.say(point.since, lang)))
    if point.until:
        name = "open_overdue" if point.overdue else "open_until"
        said.append(text(f"unattended.{name}", lang, until=dates.say(point.until, lang)))
    noted = ", ".join([point.owner, *said] if point.owner else said)
    return f"{point.path}\n" + screens.wrap(f"{point.question} ({noted})" if noted else point.question, "  ")


def _put_json(file: Path, keys: tuple[str, ...], outcome: _Outcome, today: date, *, written: bool, lang: Lang) -> None:
    from komma_cli.cli.desk import count_answers

    states = [state for state in section_states(outcome.data, lang) if state.key in keys]
    content = {
        "file": str(file),
        "written": written,
        "answers": count_answers({key: value for key, value in outcome.data.items() if key in keys}),
        "sections": [{"key": s.key, "title": s.title, "state": s.state, "open": s.open} for s in states],
        "open": [asdict(point) for point in open_points(outcome.data, keys, lang, today)],
        "problems": [refusal.as_json() for refusal in outcome.refusals],
    }
    put_out(json.dumps(content, ensure_ascii=False, indent=2) + "\n", None, machine=True)
