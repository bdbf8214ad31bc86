"""``komma directory``: bodies that help, with source and date."""

from __future__ import annotations

import sys
import textwrap
from typing import TYPE_CHECKING, Annotated

import typer

from komma_cli.cli.common import LangOption, say
from komma_cli.cli.language import reader_language
from komma_cli.texts import Lang, label

if TYPE_CHECKING:
    from komma_cli.directory import DirectoryEntry


def directory(
    term: Annotated[str, typer.Argument(help=say("directory_term"), metavar="[TERM]", show_default=False)] = "",
    state: Annotated[str | None, typer.Option("--state", help=say("state_option"), metavar="BY")] = None,
    audience: Annotated[str | None, typer.Option("--audience", help=say("audience_option"), metavar="staff")] = None,
    kind: Annotated[str | None, typer.Option("--kind", help=say("kind_option"), metavar="counselling")] = None,
    lang: LangOption = None,
) -> None:
    """Print the entries that fit; each shows where komma has it from and as of when."""
    from komma_cli.directory import find, state_code

    language = reader_language()
    code = state_code(state, language) if state is not None else None
    found = find(term, code, audience, kind, language)
    for entry in found:
        sys.stdout.write(_show(entry, language) + "\n\n")
    count = say("directory_count_one" if len(found) == 1 else "directory_count", count=len(found))
    sys.stdout.write(textwrap.fill(f"{count} {say('directory_confirm') if found else ''}", 78).rstrip() + "\n")


def _show(entry: DirectoryEntry, lang: Lang) -> str:
    from komma_cli import phones

    reached = ", ".join(
        (phones.say(c.value) if c.kind in ("phone", "mobile") else c.value) + (f" ({c.note})" if c.note else "")
        for c in entry.channels
    )
    audiences = ", ".join(label("audience", name, lang) for name in entry.audiences)
    rows = [
        (say("directory_kind"), label("body_kind", entry.kind, lang)),
        (say("directory_where"), label("state", entry.state, lang)),
        (say("directory_for"), audiences or say("directory_for_administration")),
        (say("directory_reached"), reached or say("directory_no_channel")),
        (say("directory_hours"), entry.availability or ""),
        (say("directory_note"), entry.note or ""),
        (say("directory_source"), f"{entry.source} ({entry.source_date or say('directory_undated')})"),
    ]
    lines = [entry.name, textwrap.indent(textwrap.fill(entry.purpose, 74), "  ")]
    lines += [f"  {name + ':':<14} {_wrapped(value)}" for name, value in rows if value]
    return "\n".join(lines)


def _wrapped(value: str) -> str:
    indent = " " * 17
    filled = textwrap.fill(
        value, 78, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
    return filled.strip()
