"""Who finds out what is noted as open, and by when: asked right after ``-``, and never more than these two questions.

The plan names functions, not people: whoever is named here is written down by function or role.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

from komma_cli import dates
from komma_cli.model.describe import field_of, list_items
from komma_cli.model.problems import Problem, check_value
from komma_cli.model.review import OpenItem
from komma_cli.paths import SymbolicPath, format_path
from komma_cli.store import Change
from komma_cli.texts import Lang, text
from komma_cli.wizard.input.answers import NO, YES, NotUnderstood, clean, fitting
from komma_cli.wizard.input.literal import plainly
from komma_cli.wizard.pages import mark
from komma_cli.wizard.questions import Option, field_words
from komma_cli.wizard.showing import screens

if TYPE_CHECKING:
    from komma_cli.wizard.interview import Edit
    from komma_cli.wizard.talk import Move, Talk

USUAL = timedelta(weeks=4)
"""How long somebody has to find out when no day is named."""
Gone = Literal["back", "menu"]
Room = Literal["wizard", "addons"]
"""Whose words are used: something is found out, or something is done."""


def candidates(data: Any) -> tuple[Option, ...]:
    """Return everybody who can be named: people by name and by function, roles by title; the value is the function.

    A person without a function has none to write down; the value is empty then.
    """
    found = []
    for _, person in list_items(data, "people"):
        function = str(person.get("function") or "")
        found += [Option(function, str(person[key])) for key in ("name", "function") if person.get(key)]
    found += [
        Option(str(role["title"]), str(role["title"])) for _, role in list_items(data, "roles") if role.get("title")
    ]
    return tuple(found)


def somebody_is_named(data: Any) -> bool:
    """Say whether the draft names a single person yet; before, nobody can be asked to find out."""
    return any(person.get("name") or person.get("function") for _, person in list_items(data, "people"))


def owner_of(data: Any, typed: str) -> str:
    """Return the function that what was typed stands for; a function nobody in the plan has is taken as it is.

    Raises ``NotUnderstood``.
    """
    known = candidates(data)
    wanted = typed.casefold()
    fits = [option for option in known if option.label.casefold() == wanted] or fitting(known, typed)
    owners = list(dict.fromkeys(option.value for option in fits))
    if len(owners) > 1:
        raise _refused("ambiguous_owner", value=typed, fits=", ".join(dict.fromkeys(option.label for option in fits)))
    owner = str(owners[0]) if owners else " ".join(typed.split())
    if fits and not owner:
        raise _refused("owner_without_function", name=fits[0].label)
    if not any(sign.isalpha() for sign in owner) or owner.casefold() in (*YES, *NO):
        raise _refused("owner_no_name", value=typed)
    spec = field_of(OpenItem, "owner")
    assert spec is not None
    if problem := check_value(OpenItem, spec, owner):
        raise NotUnderstood(problem)
    return owner


def day_of(typed: str, lang: Lang, today: date) -> date:
    """Return the day by which it is to be found out: a day ahead. Raises ``NotUnderstood``."""
    try:
        day = dates.read(typed, lang, today)
    except dates.NotADay as refused:
        raise _refused(refused.kind, text=typed, **refused.values) from None
    if day <= today:
        spec = field_of(OpenItem, "until")
        assert spec is not None
        raise _refused("date_ahead", field=field_words(("open", "until"), OpenItem, spec, lang).short)
    return day


def leave_open(talk: Talk, parts: SymbolicPath) -> Move | Literal["stay"]:
    """Note the answer at ``parts`` as open, saved at once; then ask who finds out and by when.

    ``stay``: the person has taken the note back, and the question is asked again.
    """
    start = talk.interview.data
    before = mark(start, parts)
    noted = before is not None and not before.get("not_applicable")
    if not noted:
        talk.save(talk.interview.leave_open(parts))
    with_note = talk.interview.data
    gone: Gone | None = None
    owner: str | None = None
    until: date | None = None
    if somebody_is_named(with_note):
        default = str((before or {}).get("owner") or talk.last_owner) if noted or talk.last_owner else ""
        owner, gone = ask_owner(talk, default)
        if owner and gone is None:
            talk.save(talk.interview.apply(_owned(talk.interview.data, parts, owner)))
            until, gone = ask_until(talk)
    if gone == "back":
        talk.interview.as_one_step(start)
        if talk.interview.data is not start:
            talk.save(talk.interview.undo())
        return "stay"
    if owner:
        talk.last_owner = owner
        talk.save(talk.interview.leave_open(parts, owner, until))
        talk.interview.as_one_step(with_note)
    _tell(talk, owner, until)
    return "menu" if gone == "menu" else "next"


def _owned(data: dict[str, Any], parts: SymbolicPath, owner: str) -> list[Edit]:
    """Return what puts an owner into the note about a place; somebody else may have removed the note meanwhile."""
    path = format_path(parts)
    return [
        Change(("open", number, "owner"), owner)
        for number, item in enumerate(data.get("open") or [])
        if item.get("path") == path
    ]


def not_here(talk: Talk, parts: SymbolicPath) -> Move | Literal["stay"]:
    """Ask why the municipality does not have this, and note it; without a reason the question is asked again."""
    default = ""
    spec = field_of(OpenItem, "reason")
    assert spec is not None
    while True:
        typed = clean(talk.asker.read(talk.say("prompt_reason"), default=default)).strip()
        if typed in ("", "<", "-", "--"):
            return "stay"
        if typed == "<<":
            return "menu"
        if typed == "?":
            talk.tell(talk.say("help_reason"))
            continue
        reason = " ".join(plainly(typed).split())
        if problem := check_value(OpenItem, spec, reason):
            talk.error(screens.problem_words(problem, talk.lang))
            default = reason
            continue
        talk.save(talk.interview.not_here(parts, reason))
        return "next"


def ask_owner(talk: Talk, default: str, room: Room = "wizard") -> tuple[str | None, Gone | None]:
    """Ask who sees to it, in the words of ``room``; return the function (None: nobody yet), and where else to go."""
    prompt = _say(talk, room, "prompt_owner_again", owner=default) if default else _say(talk, room, "prompt_owner")
    while True:
        typed = clean(talk.asker.read(prompt)).strip()
        match typed:
            case "":
                return default or None, None
            case "-" | "--":
                return None, None
            case "<":
                return None, "back"
            case "<<":
                return None, "menu"
            case "?":
                talk.tell(_say(talk, room, "help_owner"))
                continue
        try:
            return owner_of(talk.interview.data, plainly(typed)), None
        except NotUnderstood as refused:
            talk.error(screens.problem_words(refused.problem, talk.lang))


def ask_until(talk: Talk, room: Room = "wizard") -> tuple[date | None, Gone | None]:
    """Ask by which day, in the words of ``room``; return it (None: no day), and where else to go."""
    today = talk.interview.today
    while True:
        typed = clean(talk.asker.read(_say(talk, room, "prompt_until"))).strip()
        match typed:
            case "":
                return today + USUAL, None
            case "-" | "--":
                return None, None
            case "<":
                return None, "back"
            case "<<":
                return None, "menu"
            case "?":
                talk.tell(_say(talk, room, "help_until"))
                continue
        try:
            return day_of(typed, talk.lang, today), None
        except NotUnderstood as refused:
            talk.error(screens.problem_words(refused.problem, talk.lang))


def _say(talk: Talk, room: Room, name: str, **values: object) -> str:
    return text(f"{room}.{name}", talk.lang, **values)


def _tell(talk: Talk, owner: str | None, until: date | None) -> None:
    if owner and until:
        talk.tell(talk.say("left_open_until", owner=owner, day=dates.say(until.isoformat(), talk.lang)))
    elif owner:
        talk.tell(talk.say("left_open_with", owner=owner))
    talk.tell(talk.say("left_open"))


def _refused(kind: str, **values: Any) -> NotUnderstood:
    return NotUnderstood(Problem(kind, (), values))
