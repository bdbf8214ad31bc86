"""``komma who``: everything that depends on one person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from komma_cli.cli.check import one_of
from komma_cli.cli.common import LangOption, OutputFile, put_out, say
from komma_cli.cli.language import reader_language
from komma_cli.cli.naming import fitting, listed, nearest
from komma_cli.directory import fold
from komma_cli.errors import ReadError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from komma_cli.model.playbook import Playbook

FORMATS = ("text", "json", "markdown")


def who(
    file: Annotated[str, typer.Argument(help=say("file_argument"), metavar="FILE", show_default=False)],
    person: Annotated[str, typer.Argument(help=say("who_person"), metavar=say("who_metavar"), show_default=False)],
    output_format: Annotated[
        str, typer.Option("--format", help=say("reach_format_option"), metavar="|".join(FORMATS))
    ] = "text",
    output: OutputFile = None,
    lang: LangOption = None,
) -> None:
    """Print roles, stand-ins, calls, cards and all other places that lead to somebody."""
    from komma_cli.duties import duties_of
    from komma_cli.report.duties import DutyTeller, as_json
    from komma_cli.report.paper import as_markdown, as_text

    one_of(output_format, FORMATS, "--format")
    playbook, data = opened(file)
    duties = duties_of(data, person_id(playbook, person))
    if output_format == "json":
        put_out(as_json(duties, data), output, machine=True)
        return
    blocks = DutyTeller(playbook, data, reader_language()).blocks(duties)
    put_out(
        as_text(blocks) if output_format == "text" else as_markdown(blocks), output, machine=output_format != "text"
    )


def opened(file: str) -> tuple[Playbook, dict[str, Any]]:
    """Return a plan as model and as plain data. Raises ``ReadError`` if it cannot be read as a whole."""
    from komma_cli.model.problems import validate
    from komma_cli.store import load, read_source

    loaded = load(read_source(file))
    playbook = validate(loaded.data)[0] if loaded.editable else None
    if playbook is None or loaded.data is None:
        raise ReadError("who.not_readable", file=file)
    return playbook, loaded.data


def person_id(playbook: Playbook, asked: str) -> str:
    """Return the person that is meant by id, function or name, or by a role that somebody holds; parts will do.

    Raises ``UsageError`` ``who.nobody_in_plan``, ``who.unknown_person``, ``who.several``, ``who.vacant_role``.
    """
    if not playbook.people:
        raise UsageError("who.nobody_in_plan")
    known = {person.id: person.function or person.name or person.id for person in playbook.people}
    names = {person.id: person.name for person in playbook.people if person.name}
    titles = {role.id: role.title for role in playbook.roles}
    exact = {fold(word) for one, title in titles.items() for word in (one, title)}
    roles = fitting(asked, titles)
    people = fitting(asked, known, names)
    if roles and (not people or (fold(asked) in exact and asked.strip() not in known)):
        return _by_role(playbook, roles, known, asked)
    if not people:
        near = nearest(asked, {**known, **titles}, names)
        raise UsageError("who.unknown_person", value=asked, near=listed(near, {**known, **titles}))
    if len(people) > 1:
        raise UsageError("who.several", value=asked, near=listed(people, known))
    return people[0]


def _by_role(playbook: Playbook, found: list[str], known: Mapping[str, str], asked: str) -> str:
    """Return who holds the role that was asked for, or all of them if one person holds several that fit."""
    roles = [role for role in playbook.roles if role.id in found]
    holders = list(dict.fromkeys(role.holder for role in roles if role.holder in known))
    if len(holders) == 1 and holders[0] is not None:
        return holders[0]
    if holders:
        titles = {role.id: role.title for role in roles}
        raise UsageError("who.several", value=asked, near=listed(titles, titles))
    deputies = [one for role in roles for one in role.deputies if one in known]
    if deputies:
        raise UsageError("who.vacant_role_deputies", role=roles[0].title, near=listed(deputies, known))
    raise UsageError("who.vacant_role", role=roles[0].title)
