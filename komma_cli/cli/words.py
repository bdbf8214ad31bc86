"""The words Typer brings along (headings of the help, usage errors) in the reader's language.

Only Typer's public hooks are used: the ``cls`` of commands, ``get_help``, ``get_help_option``, ``parse_args``.
Should Typer change its words, the help falls back to English; nothing breaks.
"""

from __future__ import annotations

import re
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from komma_cli.cli.language import reader_language
from komma_cli.errors import KommaError, ReadError, UsageError
from komma_cli.texts import text, words


class Command(TyperCommand):
    """A command whose help and usage errors are in the reader's language."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        for parameter in self.params:
            parameter.metavar = in_words(parameter.metavar)

    def get_help(self, ctx: Any) -> str:
        """Return the help with komma's headings."""
        return _headings(super().get_help(ctx))

    def get_help_option(self, ctx: Any) -> Any:
        """Return ``--help`` with komma's words."""
        return _help_option(super().get_help_option(ctx))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the command line. Raises ``UsageError`` where Typer would print an English sentence."""
        try:
            return super().parse_args(ctx, args)
        except typer.TyperException as error:
            raise usage_error(error, ctx.command_path) from None


class Group(TyperGroup):
    """The same for ``komma`` itself."""

    def get_help(self, ctx: Any) -> str:
        """Return the help with komma's headings."""
        return _headings(super().get_help(ctx))

    def get_help_option(self, ctx: Any) -> Any:
        """Return ``--help`` with komma's words."""
        return _help_option(super().get_help_option(ctx))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the options in front of the command. Raises ``UsageError``."""
        try:
            return super().parse_args(ctx, args)
        except typer.TyperException as error:
            raise usage_error(error, ctx.command_path) from None


def in_words(metavar: str | None) -> str | None:
    """Return what stands for a value (``FILE``, ``[SECTION|PATH]``) in the reader's language."""
    if metavar is None:
        return None
    known: dict[str, str] = words("messages/cli", reader_language())["metavars"]
    return re.sub(r"[A-Z_]+", lambda found: known.get(found[0], found[0]), metavar)


def usage_error(error: typer.TyperException, command: str) -> KommaError:
    """Return komma's error for one of Typer's, told apart by what it carries; an unknown one keeps its words."""
    possible = getattr(error, "possibilities", None)
    option = getattr(error, "option_name", None)
    if hasattr(error, "possibilities"):
        known = text("cli.similar_options", reader_language(), options=", ".join(sorted(possible))) if possible else ""
        return UsageError("cli.no_option", option=option, known=known, command=command)
    if option is not None:
        return UsageError("cli.option_value", option=option, command=command)
    parameter = getattr(error, "param", None)
    if hasattr(error, "param_type") and parameter is not None:
        name = str(parameter.metavar or parameter.name).strip("[]{}")
        return UsageError("cli.word_missing", name=name, command=command)
    locked = re.search(r"Path '(.*)' is not (?:readable|writable)", error.format_message())
    if locked:  # Typer looks at the rights of a path before the command does
        return ReadError("store.no_permission", file=locked[1])
    extra = re.search(r"extra argument(?:s|\(s\))? \((.*)\)", error.format_message())
    if extra:
        return UsageError("cli.word_too_many", text=extra[1], command=command)
    return UsageError("cli.usage", reason=error.format_message(), command=command)


def _headings(shown: str) -> str:
    """Put komma's words where Typer's stand: headings, „[required]“ and „[default: …]“."""
    own = words("messages/cli", reader_language())
    headings: dict[str, str] = own["headings"]
    marks: dict[str, str] = own["help_marks"]
    shown = re.sub(r"(?m)^(\w+):", lambda found: f"{headings.get(found[1], found[1])}:", shown)
    return re.sub(r"\[(required|default)(?=[\]:])", lambda found: f"[{marks[found[1]]}", shown)


def _help_option(option: Any) -> Any:
    if option is not None:
        option.help = text("cli.help_option", reader_language())
    return option
