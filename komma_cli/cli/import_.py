"""``komma import``: people or outside bodies from a CSV file, an Excel workbook or vCards into a playbook."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from komma_cli.cli.check import one_of
from komma_cli.cli.common import LangOption, on_terminal, put_out, say
from komma_cli.cli.init import PlainOption
from komma_cli.cli.language import reader_language
from komma_cli.errors import OutsideChange, ReadError, UsageError
from komma_cli.texts import Lang, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from komma_cli.contacts.contact import Contacts
    from komma_cli.wizard.matching import Found
    from komma_cli.wizard.sitting import Sitting

PlaybookArgument = Annotated[Path, typer.Argument(help=say("file_argument"), metavar="PLAYBOOK", show_default=False)]
SourceArgument = Annotated[Path, typer.Argument(help=say("import_source"), metavar="SOURCE", show_default=False)]
AsOption = Annotated[str, typer.Option("--as", help=say("import_as"), metavar="people|bodies")]
TakeOption = Annotated[str | None, typer.Option("--take", help=say("import_take"), metavar="all|1,3-5")]
JsonOption = Annotated[bool, typer.Option("--json", help=say("import_json"))]


def import_(
    playbook: PlaybookArgument,
    source: SourceArgument,
    list_name: AsOption = "people",
    take: TakeOption = None,
    as_json: JsonOption = False,
    plain: PlainOption = False,
    lang: LangOption = None,
) -> None:
    """Preview the source and take over what is named; without a terminal and without ``--take`` nothing is written."""
    from komma_cli.contacts.reading import read_contacts
    from komma_cli.wizard.pages import CONTACT_LISTS

    one_of(list_name, CONTACT_LISTS, "--as")
    if not playbook.exists():
        raise ReadError("store.missing", file=str(playbook))
    contacts = read_contacts(source, outside=list_name == "bodies")
    if take is None and not as_json and on_terminal():
        from komma_cli.cli.desk import sit

        def talk(sitting: Sitting) -> None:
            sitting.import_contacts(list_name, contacts, source.name)

        raise typer.Exit(sit(playbook, talk, plain=plain))
    put_out(_without_dialogue(playbook, source, contacts, list_name, take, as_json=as_json), None, machine=as_json)


def _without_dialogue(
    playbook: Path, source: Path, contacts: Contacts, list_name: str, take: str | None, *, as_json: bool
) -> str:
    """Take over what ``take`` names, if anything; return what is to be printed."""
    from komma_cli.wizard.saving import open_plan

    lang = reader_language()
    data = open_plan(playbook).draft
    chosen: Sequence[Found] = ()
    found, written = _found(data, contacts, list_name), False
    if take is not None:
        chosen, found, written = _taken(playbook, contacts, list_name, take, lang)
    if as_json:
        content = _as_json(source, list_name, found, contacts, chosen, written, lang)
        return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    if take is None:
        lines = _preview(source, found, contacts, lang)
    else:
        lines = _told(playbook, list_name, chosen, written, lang)
    return "\n".join(lines) + "\n"


def _found(data: dict[str, Any], contacts: Contacts, list_name: str) -> list[Found]:
    """Return everybody in the file in the order of the numbers: first what can be taken, then what is there already."""
    from komma_cli.wizard.matching import compare

    found = compare(data, contacts.rows, list_name)
    return sorted(found, key=lambda each: each.action == "known")


def _taken(
    playbook: Path, contacts: Contacts, list_name: str, take: str, lang: Lang
) -> tuple[Sequence[Found], list[Found], bool]:
    """Write what ``--take`` names, everything or nothing; return it, the whole preview, and whether a byte changed.

    Answers that an interview has left in its journal go into the playbook too. Raises ``UsageError``
    ``contacts.take_unknown``, ``contacts.playbook_not_right``; ``WriteError`` ``wizard.locked``; ``OutsideChange``.
    """
    from datetime import date

    from komma_cli.cli.seat import alone_at
    from komma_cli.store import Journal
    from komma_cli.wizard.interview import Interview
    from komma_cli.wizard.matching import taking
    from komma_cli.wizard.saving import ORDER, open_plan, read_plan
    from komma_cli.wizard.unattended.refusals import new_refusals

    with alone_at(playbook):
        opened = open_plan(playbook)
        if opened.recovered and read_plan(playbook)[1] != opened.base_sha:
            raise OutsideChange("wizard.kept_apart", file=playbook)
        found = _found(opened.draft, contacts, list_name)
        chosen = _chosen([each for each in found if each.action != "known"], take, lang)
        if not chosen:
            return (), found, False
        interview = Interview(opened.draft, lang, date.today())
        interview.take(taking(opened.draft, list_name, chosen, lambda taken: interview.fresh_id((list_name,), taken)))
        if refused := new_refusals(opened.draft, interview.data, lang):
            raise UsageError("contacts.playbook_not_right", file=playbook, path=refused[0].path)
        journal = Journal(playbook, base_sha=opened.base_sha)
        folded = journal.fold(order=ORDER, whole=interview.data, expected_sha=opened.base_sha)
    return chosen, found, folded is not None and folded.written.changed


def _chosen(offered: list[Found], take: str, lang: Lang) -> list[Found]:
    """Return what ``--take`` names: „all“ in either language, numbers and spans. Raises ``UsageError``."""
    from komma_cli.texts import LANGUAGES, words
    from komma_cli.wizard.input.answers import NotUnderstood, pick_many
    from komma_cli.wizard.questions import Option

    everything = {word for each in LANGUAGES for word in words("messages/wizard", each)["all_words"]}
    if take.strip().casefold() in everything:
        return offered
    options = tuple(Option(number, str(number)) for number in range(1, len(offered) + 1))
    try:
        picked = pick_many(options, take)
    except NotUnderstood:
        raise UsageError("contacts.take_unknown", text=take, last=len(offered)) from None
    return [offered[int(option.value) - 1] for option in picked]


def _preview(source: Path, found: list[Found], contacts: Contacts, lang: Lang) -> list[str]:
    from komma_cli.wizard.importing import preview_heading
    from komma_cli.wizard.matching import proposal
    from komma_cli.wizard.offering import shown_rows
    from komma_cli.wizard.showing import screens

    offered = [each for each in found if each.action != "known"]
    lines = [*(screens.wrap(line) for line in preview_heading(found, contacts, source.name, lang)), ""]
    lines += [shown_rows(number, proposal(number, each, lang)) for number, each in enumerate(offered, 1)]
    return [*lines, "", screens.wrap(text("contacts.how_to_take" if offered else "contacts.nothing_new", lang))]


def _told(playbook: Path, list_name: str, chosen: Sequence[Found], written: bool, lang: Lang) -> list[str]:
    from komma_cli.wizard.importing import after_words
    from komma_cli.wizard.showing import screens

    if not chosen:
        return [screens.wrap(text("contacts.nothing_new", lang))]
    key = "wizard.taken_one" if len(chosen) == 1 else "wizard.taken"
    lines = [text(key, lang, count=len(chosen)), *after_words(chosen, list_name, lang)]
    return [*map(screens.wrap, lines), say("changed", file=playbook)] if written else lines


def _as_json(
    source: Path,
    list_name: str,
    found: list[Found],
    contacts: Contacts,
    chosen: Sequence[Found],
    written: bool,
    lang: Lang,
) -> dict[str, Any]:
    """Return the preview for programs: the number of an entry is what ``--take`` names; what is there has none."""
    entries = []
    for number, each in enumerate(found, 1):
        entries.append(
            {
                "number": number if each.action != "known" else None,
                "action": each.action,
                "line": each.line,
                "title": each.title,
                "target": each.target or None,
                "item": each.item,
                "warnings": [{"kind": notice.kind, "text": notice.sentence(lang)} for notice in each.notices],
                "taken": any(each is one for one in chosen),
            }
        )
    warnings = [{"kind": notice.kind, "text": notice.sentence(lang)} for notice in contacts.warnings]
    return {"source": source.name, "as": list_name, "written": written, "entries": entries, "warnings": warnings}
