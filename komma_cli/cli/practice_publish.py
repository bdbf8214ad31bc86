"""``komma practice publish``: releasing one of the own measures to other municipalities, or taking it back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from komma_cli import dates
from komma_cli.cli.common import LangOption, TodayOption, on_terminal, say, the_day
from komma_cli.cli.exits import Exit
from komma_cli.cli.language import reader_language
from komma_cli.cli.plan_change import changed, refuse_wrong
from komma_cli.cli.rows import filled, put, row
from komma_cli.errors import ReadError, UsageError
from komma_cli.texts import Lang, label, text

if TYPE_CHECKING:
    from komma_cli.paths import SymbolicPath
    from komma_cli.store import Change, Removal
    from komma_cli.wizard.addons.releasing import Key
    from komma_cli.wizard.input.asker import Asker

_OPTIONS = {
    "why": ("why",),
    "cost": ("cost",),
    "conditions": ("conditions",),
    "result": ("result",),
    "licence": ("licence",),
    "source": ("source",),
    "reviewed-by": ("reviewed_by", "organisation"),
    "reviewed-on": ("reviewed_by", "on"),
}
"""Options, and the keys of a released text that they fill."""
_MEASURE = ("strategy", "fields", "goals", "measures")
_FIELD = 3
"""So many parts of a measure's path lead to its field of action."""
_PILLAR = "pillar"
_VOCABULARIES = {"licence": "licence", "status": "measure_status", "kind": "measure_kind", _PILLAR: "pillar"}
_LABELS = 23
_READ = ("title", "description", "resources", "source", "kind", "status", "origin")
"""What of the measure itself others read."""
_REVIEWED = ("why", "cost", "conditions", "result")
"""What an organisation has looked at: it has not looked at another text."""


def _help(name: str) -> str:
    return text(f"release.{name}", reader_language())


def _option(name: str, metavar: str) -> Any:
    return typer.Option(f"--{name}", help=_help(f"option_{name.replace('-', '_')}"), metavar=metavar)


@dataclass(frozen=True)
class _Run:
    """One call: the file, the measure in it, and how it is spoken about."""

    file: Path
    measure: str
    today: date
    lang: Lang
    asks: bool
    """There is a person at a terminal who has not said yes beforehand."""


def publish(
    file: Annotated[Path, typer.Argument(help=say("file_argument"), metavar="FILE", show_default=False)],
    measure: Annotated[str, typer.Argument(help=_help("measure"), metavar="ID", show_default=False)],
    why: Annotated[str | None, _option("why", "TEXT")] = None,
    cost: Annotated[str | None, _option("cost", "TEXT")] = None,
    conditions: Annotated[str | None, _option("conditions", "TEXT")] = None,
    result: Annotated[str | None, _option("result", "TEXT")] = None,
    licence: Annotated[str | None, _option("licence", "CC-BY-4.0")] = None,
    source: Annotated[str | None, _option("source", "TEXT")] = None,
    rules: Annotated[str | None, _option("rules", "K918,K606")] = None,
    reviewed_by: Annotated[str | None, _option("reviewed-by", "TEXT")] = None,
    reviewed_on: Annotated[str | None, _option("reviewed-on", "DATE")] = None,
    withdraw: Annotated[bool, typer.Option("--withdraw", help=_help("option_withdraw"))] = False,
    yes: Annotated[bool, typer.Option("--yes", help=_help("option_yes"))] = False,
    plain: Annotated[bool, typer.Option("--plain", "--einfach", help=say("plain_option"))] = False,
    today: TodayOption = None,
    lang: LangOption = None,
) -> None:
    """Show in full what others will read and who they are, ask, and mark the measure as shared."""
    values = (why, cost, conditions, result, licence, source, reviewed_by, reviewed_on)
    given = {name: value for name, value in zip(_OPTIONS, values, strict=True) if value is not None}
    if not file.exists():
        raise ReadError("store.missing", file=str(file))
    run = _Run(file, measure, the_day(today), reader_language(), asks=on_terminal() and not yes)
    if withdraw:
        if given or rules is not None:
            raise UsageError("release.withdraw_alone")
        _withdraw(run)
        return
    if (reviewed_by is None) != (reviewed_on is None):
        raise UsageError("release.review_in_part")
    _release(run, given, rules, yes=yes, plain=plain)


def _release(run: _Run, given: dict[str, str], rules: str | None, *, yes: bool, plain: bool) -> None:
    from komma_cli.cli.desk import draft
    from komma_cli.wizard.input.asker import Leave
    from komma_cli.wizard.input.terminal import asker_for

    data = draft(run.file)
    place, shown = _find(data, run)
    if not yes and not run.asks:
        raise UsageError("release.nobody_to_ask")
    asker = asker_for(run.lang, plain=plain) if run.asks else None
    try:
        practice = _text(run, data, place, _values(run, data, place, given, rules), asker)
        if practice is None or not _agreed(run, data, place, practice, asker):
            put(filled(text("release.not_released", run.lang)))
            return
    except Leave as left:
        raise typer.Exit(Exit.INTERRUPTED if left.interrupted else Exit.CLEAN) from None
    changed(run.file, lambda now: (_edits(run, now, shown, practice), None))
    put(filled(text("release.released", run.lang, title=shown["title"], file=run.file)))
    put(f"komma share {_quoted(run.file)}")


def _withdraw(run: _Run) -> None:
    from komma_cli.store import Change

    def make(data: dict[str, Any]) -> tuple[list[Change], str]:
        place, measure = _find(data, run)
        if measure.get("share") is not True:
            raise UsageError("release.not_shared", value=run.measure)
        return [Change((*place, "share"), False)], str(measure.get("title"))

    title = changed(run.file, make)
    put(filled(text("release.withdrawn", run.lang, title=title, file=run.file)))
    put(f"komma share {_quoted(run.file)}")


# -- which measure ----------------------------------------------------------------------------------------------------


def _find(data: dict[str, Any], run: _Run) -> tuple[SymbolicPath, dict[str, Any]]:
    """Return place and plain data of the measure that is meant. Raises ``UsageError`` with the nearest ids."""
    from difflib import get_close_matches

    known = list(_measures(data))
    wanted = run.measure.strip().casefold()
    found = [(place, measure) for place, measure in known if measure["id"] == wanted]
    if not known:
        raise UsageError("release.no_measures", file=run.file)
    if not found:
        near = get_close_matches(wanted, dict.fromkeys(measure["id"] for _, measure in known), n=3, cutoff=0.0)
        raise UsageError("release.unknown_measure", value=run.measure, near=", ".join(near))
    if len(found) > 1:
        raise UsageError("release.measure_twice", value=run.measure, file=run.file)
    return found[0]


def _measures(data: dict[str, Any]) -> Iterator[tuple[SymbolicPath, dict[str, Any]]]:
    """Yield every measure of plain data that has an id and a title, with its place."""
    from komma_cli.model.describe import list_items
    from komma_cli.model.fields import item_key
    from komma_cli.paths import ById

    def below(node: Any, names: tuple[str, ...], place: SymbolicPath) -> Iterator[tuple[SymbolicPath, dict[str, Any]]]:
        if not names:
            if node.get("title"):
                yield place, node
            return
        for _, item in list_items(node, names[0]):
            if (key := item_key(item)) is not None:
                yield from below(item, names[1:], (*place, names[0], ById(key)))

    strategy = data.get(_MEASURE[0])
    yield from below(strategy if isinstance(strategy, dict) else {}, _MEASURE[1:], _MEASURE[:1])


# -- the text ---------------------------------------------------------------------------------------------------------


def _values(
    run: _Run, data: dict[str, Any], place: SymbolicPath, given: dict[str, str], rules: str | None
) -> dict[Key, Any]:
    """Return what the options say, as the file holds it. Raises ``UsageError`` ``release.wrong_value``."""
    from komma_cli.wizard.addons.releasing import NotAnAnswer, understood

    names = {key: name for name, key in _OPTIONS.items()}
    try:
        typed = {_OPTIONS[name]: value for name, value in given.items()}
        values = understood(data, place, typed, run.lang, run.today)
    except NotAnAnswer as refused:
        key, reason = refused.args
        raise UsageError("release.wrong_value", option=f"--{names[key]}", reason=reason) from None
    return values if rules is None else {**values, ("answers",): _known_rules(rules)}


def _known_rules(typed: str) -> list[str]:
    """Return the ids of rules, each once. Raises ``UsageError`` ``release.unknown_rule`` with the nearest."""
    from difflib import get_close_matches

    from komma_cli.check.rules import all_rules

    found = list(dict.fromkeys(part.strip().upper() for part in typed.split(",") if part.strip()))
    for rule in found:
        if rule not in all_rules():
            near = get_close_matches(rule, all_rules(), n=3, cutoff=0.0)
            raise UsageError("release.unknown_rule", value=rule, near=", ".join(near))
    return found


def _text(
    run: _Run, data: dict[str, Any], place: SymbolicPath, values: dict[Key, Any], asker: Asker | None
) -> dict[str, Any] | None:
    """Return the released text: what was known of it, what the options say, what a person answers.

    None: the person thought better of it. Raises ``UsageError`` ``release.incomplete`` where nobody can be asked, and
    ``Leave``.
    """
    from komma_cli.paths import get
    from komma_cli.wizard.addons.releasing import ASKED, REVIEW, asked, without_gaps

    before = get(data, (*place, "practice"))
    old = before if isinstance(before, dict) else {}
    now: dict[str, Any] = {key: value for key, value in old.items() if key not in REVIEW}
    for key, value in values.items():
        now[key[0]] = value if len(key) == 1 else {**now.get(key[0], {}), key[1]: value}
    now["released_on"] = run.today.isoformat()
    given = {key[0] for key in values}
    open_keys = [key for key in ASKED if key[0] not in given]
    if asker is not None:
        asker.show(filled(text("release.asking", run.lang)))
        texts = [key for key in open_keys if key[0] not in REVIEW]
        if (now := asked(data, place, without_gaps(now), texts, (asker, run.lang, run.today)) or {}) == {}:
            return None
    if missing := [f"--{name}" for name in ("why", "licence") if not now.get(name)]:
        raise UsageError("release.incomplete", missing=", ".join(missing))
    if given.isdisjoint(REVIEW):
        if all(now.get(key) == old.get(key) for key in _REVIEWED) and REVIEW[0] in old:
            now[REVIEW[0]] = old[REVIEW[0]]
        elif asker is not None:
            reviews = [key for key in open_keys if key[0] in REVIEW]
            return asked(data, place, now, reviews, (asker, run.lang, run.today))
    return without_gaps(now)


# -- showing and asking -----------------------------------------------------------------------------------------------


def _agreed(
    run: _Run, data: dict[str, Any], place: SymbolicPath, practice: dict[str, Any], asker: Asker | None
) -> bool:
    """Show all that others will read, and who they are; return whether it may be released. No answer is a no."""
    from komma_cli.paths import get
    from komma_cli.wizard.input.answers import YES

    measure, field = get(data, place), get(data, place[:_FIELD])
    _released(run, data, place, practice)
    lines = [filled(text("release.shown", run.lang, title=measure["title"]))]
    for keys, value in _said(field, measure, practice):
        lines += row(_name(keys, run.lang), _words(keys[-1], value, run.lang), _LABELS)
    put("\n".join(lines))
    put("\n" + filled(text("release.readers", run.lang)))
    if asker is None:
        return True
    asker.show()
    return asker.read(text("release.question", run.lang)).strip().casefold() in YES


def _said(field: dict[str, Any], measure: dict[str, Any], practice: dict[str, Any]) -> Iterator[tuple[Key, Any]]:
    """Yield what others read; where the text says nothing of its own about cost and source, the measure does."""
    cost = "practice" if practice.get("cost") else ""
    source = "practice" if practice.get("source") else ""
    places: tuple[Key, ...] = (
        *_own("title", "description"),
        *_own("why", of="practice"),
        *_own("cost" if cost else "resources", of=cost),
        *_own("conditions", "result", of="practice"),
        *_own("kind", "status"),
        *_own("licence", of="practice"),
        *_own("source", of=source),
        *_own("answers", "reviewed_by", "released_on", of="practice"),
        *_own("origin"),
    )
    for keys in places:
        value = (practice if keys[0] == "practice" else measure).get(keys[-1])
        if keys == ("status",):
            value = value or "planned"
        if value:
            yield keys, value
    if field.get("pillar"):
        yield (_PILLAR,), field["pillar"]


def _own(*names: str, of: str = "") -> tuple[Key, ...]:
    return tuple((of, name) if of else (name,) for name in names)


def _name(keys: Key, lang: Lang) -> str:
    from komma_cli import fieldnames

    above = _MEASURE[:2] if keys == (_PILLAR,) else _MEASURE
    return str(fieldnames.short((*above, *keys), lang))


def _words(key: str, value: Any, lang: Lang) -> str:
    """Return a value as people read it."""
    if key in _VOCABULARIES:
        return label(_VOCABULARIES[key], str(value), lang)
    if key == "answers":
        return ", ".join(value)
    if key == "reviewed_by":
        return f"{value['organisation']}, {dates.say(str(value['on']), lang)}"
    if key == "origin":
        return str(value.get("municipality"))
    return dates.say(str(value), lang) if key == "released_on" else str(value).rstrip("\n")


def _released(run: _Run, data: dict[str, Any], place: SymbolicPath, practice: dict[str, Any]) -> dict[str, Any]:
    """Return the playbook with the measure released.

    Raises ``UsageError``: ``practices.file_not_right`` if it would hold a wrong value, ``release.names_somebody`` if a
    text that others would read gives one of its people away.
    """
    from komma_cli.check.naming import given_away, released_texts
    from komma_cli.check.schema import read_model
    from komma_cli.model.strategy import Measure
    from komma_cli.paths import get
    from komma_cli.store import Change, apply_edits

    after = apply_edits(data, [Change((*place, "share"), True), Change((*place, "practice"), practice)])
    refuse_wrong(after, run.file)
    people = read_model(data).playbook.people
    measure = {key: value for key, value in get(after, place).items() if key in ("id", *_READ, "practice")}
    for keys, said in released_texts(Measure.model_validate(measure)):
        for given in given_away(said, people):
            function = next(person.function for person in people if person.id == given.person)
            raise UsageError("release.names_somebody", field=_name(keys, run.lang), person=function or given.person)
    return after


# -- writing ----------------------------------------------------------------------------------------------------------


def _edits(run: _Run, data: dict[str, Any], shown: dict[str, Any], practice: dict[str, Any]) -> list[Change | Removal]:
    """Return what marks the measure as shared with this text.

    Raises ``UsageError`` ``release.changed_meanwhile`` if it says something else now than what was shown.
    """
    from komma_cli.wizard.interview import edits_between

    place, now = _find(data, run)
    if any(now.get(key) != shown.get(key) for key in _READ):
        raise UsageError("release.changed_meanwhile", value=run.measure)
    return edits_between(data, _released(run, data, place, practice))


def _quoted(file: Path) -> str:
    return f'"{file}"' if " " in str(file) else str(file)
