"""``komma practice``: what other places do, and taking it over into the strategy of a playbook."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from komma_cli import dates
from komma_cli.cli.common import LangOption, interruptible, say
from komma_cli.cli.language import reader_language
from komma_cli.cli.network_reading import OptionalNetwork
from komma_cli.cli.plan_change import changed
from komma_cli.cli.practice_network import found_in, goal_of, news, page, shared_lines, to_adopt
from komma_cli.cli.practice_publish import publish
from komma_cli.cli.rows import filled, put, row
from komma_cli.cli.words import Command, Group
from komma_cli.errors import ReadError, UsageError
from komma_cli.texts import LANGUAGES, Lang, label, text

if TYPE_CHECKING:
    from komma_cli.practices import Practice

_STEM = 9
"""So many letters of a word tell the pillar: „Unterstützung“ is „unterstützen“."""
_SHORT = 3
ACTIONS = ("list", "show", "adopt", "news", "publish")
IdArgument = Annotated[str, typer.Argument(help=say("practice_id"), metavar="ID", show_default=False)]


class Actions(Group):
    """The commands below ``komma practice``."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return name, command and its arguments. Raises ``UsageError`` for a word that is none of them."""
        if args[0] not in ACTIONS:
            raise UsageError("cli.no_action", text=args[0], command=ctx.command_path, choices=", ".join(ACTIONS))
        return super().resolve_command(ctx, args)


practice = typer.Typer(
    name="practice",
    cls=Actions,
    help=say("practice_help"),
    no_args_is_help=False,
    add_completion=False,
    rich_markup_mode=None,
    options_metavar=say("options_metavar"),
    subcommand_metavar=say("command_metavar"),
)


@practice.callback(invoke_without_command=True)
@interruptible
def _practice(context: typer.Context, lang: LangOption = None) -> None:
    """Without an action: list what there is."""
    if context.invoked_subcommand is None:
        _print_list("", None, None)


@practice.command("list", cls=Command, help=say("practice_list_help"), options_metavar=say("options_metavar"))
@interruptible
def list_practices(
    term: Annotated[str, typer.Argument(help=say("practice_term"), metavar="[TERM]", show_default=False)] = "",
    state: Annotated[str | None, typer.Option("--state", "--land", help=say("state_option"), metavar="BY")] = None,
    pillar: Annotated[str | None, typer.Option("--pillar", help=say("practice_pillar"), metavar="support")] = None,
    network: OptionalNetwork = None,
    lang: LangOption = None,
) -> None:
    """Print one line for each practice that fits."""
    _print_list(term, state, pillar, network)


@practice.command("show", cls=Command, help=say("practice_show_help"), options_metavar=say("options_metavar"))
@interruptible
def show(identifier: IdArgument, network: OptionalNetwork = None, lang: LangOption = None) -> None:
    """Print one practice with what to take over, its source and the date of it."""
    from komma_cli.practices import practice as get

    if network is not None and "/" in identifier:
        put(page(identifier, network))
        return
    put(_page(get(identifier, reader_language()), reader_language()))


@practice.command("adopt", cls=Command, help=say("practice_adopt_help"), options_metavar=say("options_metavar"))
@interruptible
def adopt(
    file: Annotated[Path, typer.Argument(help=say("file_argument"), metavar="FILE", show_default=False)],
    identifier: IdArgument,
    field: Annotated[str | None, typer.Option("--field", help=say("practice_field"), metavar="FIELD_ID")] = None,
    network: OptionalNetwork = None,
    lang: LangOption = None,
) -> None:
    """Copy goal and measures with their source into a field of action of the playbook."""
    language = reader_language()
    found = _to_adopt(identifier, network, language)
    if not file.exists():
        raise ReadError("store.missing", file=str(file))
    field_id = field or found.field
    if field_id is None:
        raise UsageError("network.no_field", practice=identifier)
    field_title, goal = _adopted(file, found.goal, field_id, language)
    count = len(goal["measures"])
    key = "practice_adopted_one" if count == 1 else "practice_adopted"
    told = [say(key, file=file, goal=goal["title"], field=field_title, count=count, place=found.place)]
    told += [*found.cautions, say("practice_next")]
    place = f"strategy.fields[{field_id}].goals[{goal['id']}].measures"
    written = f'"{file}"' if " " in str(file) else file
    put("\n".join([*(filled(line) for line in told), f'komma edit {written} "{place}"']))


practice.command("news", cls=Command, help=say("practice_news_help"), options_metavar=say("options_metavar"))(
    interruptible(news)
)
practice.command(
    "publish",
    cls=Command,
    help=text("release.help", reader_language()),
    options_metavar=say("options_metavar"),
)(interruptible(publish))


@dataclass(frozen=True)
class _Found:
    """A practice to take over, from komma's library or from a network."""

    place: str
    field: str | None
    goal: Callable[[dict[str, str]], dict[str, Any]]
    """Makes the goal for a plan, by its roles: id in the catalogue -> id in the plan."""
    cautions: tuple[str, ...] = ()


def _to_adopt(identifier: str, network: Path | None, lang: Lang) -> _Found:
    """Return what an id means: with a network and a slash in it the measure of a municipality.

    Raises ``UsageError`` for an id that nobody has.
    """
    if network is not None and "/" in identifier:
        released = to_adopt(identifier, network)
        return _Found(released.member.name, released.practice.field, lambda _: goal_of(released, lang))
    from komma_cli.practices import as_playbook_goal
    from komma_cli.practices import practice as get

    found = get(identifier, lang)
    return _Found(
        found.place,
        found.field,
        lambda roles: as_playbook_goal(found, roles=roles),
        tuple(_dates_written(sentence, lang) for sentence in found.cautions),
    )


def _adopted(
    file: Path, of_plan: Callable[[dict[str, str]], dict[str, Any]], field_id: str, lang: Lang
) -> tuple[str, dict[str, Any]]:
    """Write goal and measures under the lock; return the title of the field and the goal.

    Raises ``UsageError`` if the goal is there already or the field is unknown, and what ``changed`` raises.
    """
    from komma_cli.store import Change

    def make(data: dict[str, Any]) -> tuple[list[Change], tuple[str, dict[str, Any]]]:
        goal = of_plan(_roles(data))
        parts, field, change = _place(data, field_id, goal, file, lang)
        return [Change(parts, change)], (str(field["title"]), goal)

    return changed(file, make)


def _place(
    data: dict[str, Any], field_id: str, goal: dict[str, Any], file: Path, lang: Lang
) -> tuple[tuple[Any, ...], dict[str, Any], dict[str, Any]]:
    """Return where to write, the field of action there, and what to write: the goal, or a new field around it."""
    from komma_cli import blueprint
    from komma_cli.model.describe import list_items
    from komma_cli.paths import ById

    present = {str(field.get("id")): field for _, field in list_items(data, "strategy.fields")}
    for other_id, other in present.items():
        if any(isinstance(own, dict) and own.get("id") == goal["id"] for own in other.get("goals") or []):
            place = f"strategy.fields[{other_id}].goals[{goal['id']}]"
            title = other.get("title") or other_id
            raise UsageError("practices.already_there", goal=goal["title"], field=title, place=place)
    parts = ("strategy", "fields", ById(field_id))
    if field_id in present:
        field = {"title": field_id, **present[field_id]}
        return (*parts, "goals", ById(goal["id"])), field, goal
    proposed = {field.id: field for field in blueprint.fields(lang)}
    if field_id not in proposed:
        from difflib import get_close_matches

        near = get_close_matches(field_id, [*present, *proposed], n=3, cutoff=0.0)
        raise UsageError("practices.unknown_field", value=field_id, near=", ".join(dict.fromkeys(near)))
    field = blueprint.as_playbook_field(proposed[field_id], roles={}, with_goals=False) | {"goals": [goal]}
    return parts, field, field


def _roles(data: dict[str, Any]) -> dict[str, str]:
    """Return id in the role catalogue -> id of the role in the playbook."""
    from komma_cli.model.describe import list_items
    from komma_cli.model.fields import item_key

    found = ((role, item_key(role)) for _, role in list_items(data, "roles"))
    return {str(role.get("based_on") or key): key for role, key in found if key is not None}


def _print_list(term: str, state: str | None, pillar: str | None, network: Path | None = None) -> None:
    from komma_cli.practices import find

    language = reader_language()
    code = None
    if state is not None:
        from komma_cli.directory import state_code

        code = state_code(state, language)
    found = find(term, code, _pillar_id(pillar), language)
    wide = max((len(each.id) for each in found), default=0) + 2
    lines = [f"{each.id:<{wide}}{each.place}: {each.title}" for each in found]
    count = say("practice_count_one" if len(found) == 1 else "practice_count", count=len(found))
    closing = f"{count} {say('practice_more')}" if found else f"{count} {say('practice_none')}"
    shared = shared_lines(found_in(network, term, code, _pillar_id(pillar))) if network is not None else []
    put("\n".join([*lines, *([""] if found else []), filled(closing), *([""] if shared else []), *shared]))


def _pillar_id(typed: str | None) -> str | None:
    """Return the id of a pillar for its id or a word of its name; what is neither goes on as it was typed."""
    from komma_cli.goals import PILLARS
    from komma_cli.slugs import slug

    if typed is None:
        return None
    wanted = slug(typed)
    for pillar in PILLARS:
        names = [slug(label("pillar", pillar, lang)) for lang in LANGUAGES]
        if wanted in names or any(part.startswith(wanted[:_STEM]) for name in names for part in name.split("-")):
            return pillar if len(wanted) > _SHORT else typed
    return typed


def _dates_written(sentence: str, lang: Lang) -> str:
    """Return the sentence with its ISO dates as people of the language write them."""
    return re.sub(r"\b20\d\d(?:-\d\d){1,2}\b", lambda iso: dates.say(iso[0], lang), sentence)


def _page(found: Practice, lang: Lang) -> str:
    from komma_cli import blueprint, durations

    rows = [
        ("where", found.place + (f" ({label('state', found.state, lang)})" if found.state else "")),
        ("did", found.did),
        ("year", found.year or say("practice_no_year")),
        ("take_over", found.take_over),
        *(("caution", _dates_written(sentence, lang)) for sentence in found.cautions),
        ("goal", found.goal.title),
    ]
    for measure in found.goal.measures:
        small = f" {say('practice_small')}" if measure.small else ""
        rows.append(("measure", f"{measure.title}. {measure.description}"))
        rows.append(("indicator", f"{measure.indicator.text}; {say('practice_target')}: {measure.indicator.target}"))
        rows.append(("span", durations.say(measure.span, lang) + (f".{small}" if small else "")))
        rows.append(("certainty", say(f"practice_certain_{measure.confidence}")))
    named = {each.number: each.name for each in blueprint.commitments(lang)}
    rows += [
        ("field_label", f"{blueprint.field(found.field, lang).title} ({found.field})"),
        ("pillar_label", label("pillar", found.pillar, lang)),
        ("eccar", "; ".join(f"{number} {named[number]}" for number in found.eccar)),
        *([("answers", ", ".join(found.answers))] if found.answers else []),
        ("source", found.source.url),
        ("as_of", _dates_written(found.date_text, lang)),
    ]
    lines = [line for name, value in rows for line in row(say(f"practice_{name}"), value)]
    return "\n".join([filled(found.title), *lines, "", filled(say("practice_how", id=found.id))])
