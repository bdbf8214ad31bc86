"""``komma template``: a municipality's own templates and its Word file, copied and checked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from komma_cli.cli.common import LangOption, interruptible, put_out, say, shipped_playbook, write_file
from komma_cli.cli.exits import Exit
from komma_cli.cli.language import reader_language
from komma_cli.cli.words import Command, Group
from komma_cli.errors import KommaError, ReadError, UsageError, WriteError
from komma_cli.texts import LANGUAGES, error_words, label, text

if TYPE_CHECKING:
    from komma_cli.model.playbook import Playbook
    from komma_cli.render.catalog import DocumentSpec
    from komma_cli.render.docx_inspect import Report
    from komma_cli.render.own_templates import Fault

ACTIONS = ("list", "copy", "check")
EXAMPLES = ("musterstadt", "erste-stunde")
"""A full plan and one that is almost empty."""
DAY = date(2026, 12, 1)
"""The examples are written for this day."""
WORD_ENDINGS = (".docx", ".dotx", ".docm", ".dotm")
DirOption = Annotated[Path | None, typer.Option("--template-dir", help=say("template_option"), metavar="DIR")]


class Actions(Group):
    """The commands below ``komma template``."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return name, command and its arguments. Raises ``UsageError`` for a word that is none of them."""
        if args[0] not in ACTIONS:
            raise UsageError("cli.no_action", text=args[0], command=ctx.command_path, choices=", ".join(ACTIONS))
        return super().resolve_command(ctx, args)


template = typer.Typer(
    name="template",
    cls=Actions,
    help=say("template_help"),
    no_args_is_help=False,
    add_completion=False,
    rich_markup_mode=None,
    options_metavar=say("options_metavar"),
    subcommand_metavar=say("command_metavar"),
)


@template.callback(invoke_without_command=True)
@interruptible
def _template(context: typer.Context, lang: LangOption = None) -> None:
    """Without an action: list what there is."""
    if context.invoked_subcommand is None:
        put_out("\n".join(_listed(None)) + "\n", None)


@template.command("list", cls=Command, help=say("template_list_help"), options_metavar=say("options_metavar"))
@interruptible
def list_templates(folder: DirOption = None, lang: LangOption = None) -> None:
    """Print two lines for each document."""
    if folder is not None and not folder.is_dir():
        raise ReadError("template.no_folder", folder=folder)
    put_out("\n".join(_listed(folder)) + "\n", None)


@template.command("copy", cls=Command, help=say("template_copy_help"), options_metavar=say("options_metavar"))
@interruptible
def copy(
    identifier: Annotated[str, typer.Argument(help=say("template_id"), metavar="ID", show_default=False)],
    folder: Annotated[Path, typer.Argument(help=say("template_dir"), metavar="DIR", show_default=False)],
    force: Annotated[bool, typer.Option("--force", help=say("force_option"))] = False,
    lang: LangOption = None,
) -> None:
    """Write komma's template of a document for a municipality to change; nothing is replaced without being asked to."""
    from komma_cli.render.catalog import document
    from komma_cli.render.own_templates import copies, some_reader

    spec = document(identifier, composed=True)
    reader = some_reader(_examples()[0], reader_language(), DAY)
    files = {folder / name: content for name, content in copies(spec, LANGUAGES, reader).items()}
    if folder.exists() and not folder.is_dir():
        raise WriteError("cli.folder_is_file", folder=folder)
    there = [path for path in files if path.exists()]
    if there and not force:
        names = ", ".join(path.name for path in there)
        raise WriteError("template.there_already", folder=folder / spec.id, files=names)
    for path, content in files.items():
        write_file(path, content.encode("utf-8"))
        typer.echo(text("template.copied", reader_language(), file=path))
    typer.echo(text("template.copy_next", reader_language(), folder=_typed(folder)))


@template.command("check", cls=Command, help=say("template_check_help"), options_metavar=say("options_metavar"))
@interruptible
def check(
    path: Annotated[Path, typer.Argument(help=say("template_path"), metavar="PATH", show_default=False)],
    lang: LangOption = None,
) -> None:
    """Check a folder of templates, or the Word file of a municipality; end with 1 if something is wrong."""
    if not path.exists():
        raise ReadError("template.missing", file=path)
    if path.is_dir():
        lines, good = _folder_checked(path)
    elif path.suffix.lower() in WORD_ENDINGS:
        lines, good = _word_checked(path)
    else:
        raise ReadError("template.neither", file=path)
    put_out("\n".join(lines) + "\n", None)
    if not good:
        raise typer.Exit(Exit.FINDINGS)


def _listed(folder: Path | None) -> Iterator[str]:
    from komma_cli.render.catalog import documents

    language = reader_language()
    specs = documents(folder, composed=True)
    width = max(len(spec.id) for spec in specs) + 2
    for spec in specs:
        yield f"{spec.id:<{width}}{spec.titles[language]}"
        yield f"{'':<{width}}{', '.join(_traits(spec, folder))}"
    yield ""
    shown = _typed(folder or Path(text("template.default_folder", language)))
    yield text("template.list_next", language, document="strategy", folder=shown)


def _traits(spec: DocumentSpec, folder: Path | None) -> Iterator[str]:
    language = reader_language()
    yield label("confidentiality", spec.classification, language)
    if spec.pages is not None:
        yield text("template.form_page" if spec.pages == 1 else "template.form_pages", language, pages=spec.pages)
    own = folder is not None and any((folder / spec.id / f"{lang}.md.j2").is_file() for lang in LANGUAGES)
    yield text("template.own" if own else "template.shipped", language)


def _examples() -> list[Playbook]:
    from komma_cli.model.problems import validate
    from komma_cli.yamlread import parse

    made = (validate(parse(shipped_playbook(name).read_text(encoding="utf-8")))[0] for name in EXAMPLES)
    return [playbook for playbook in made if playbook is not None]


def _folder_checked(folder: Path) -> tuple[list[str], bool]:
    from komma_cli.render.own_templates import check_templates

    language = reader_language()
    found = check_templates(folder, _examples(), DAY)
    lines = [_told(fault, folder) for fault in found.faults]
    for file, name, version in found.outdated:
        elsewhere = _typed(folder.with_name(f"{folder.name}-{text('template.default_folder', language)}"))
        values = {"file": folder / file, "name": name, "version": version, "folder": elsewhere}
        lines.append(text("template.outdated", language, document=name.partition("/")[0], **values))
    count = len(found.faults) or len(found.files)
    if found.faults:
        key = "template.faulty_one" if count == 1 else "template.faulty"
    else:
        key = "template.fine_one" if count == 1 else "template.fine"
    return [*lines, text(key, language, count=count)], not found.faults


def _told(fault: Fault, folder: Path) -> str:
    """Return a fault with its file and line in front, as editors and terminals know it, and what to do."""
    place = f"{folder / fault.file}:{fault.line}" if fault.line else str(folder / fault.file)
    return text("template.fault", reader_language(), place=place, sentence=_sentence(fault.message))


def _sentence(error: KommaError) -> str:
    message, hint = error_words(error.key, reader_language(), **error.values)
    kept = hint.replace(text("template.nothing_written", reader_language()), "").strip()
    return f"{message} {kept}".strip()


def _typed(path: Path) -> str:
    return f'"{path}"' if " " in str(path) else str(path)


def _word_checked(path: Path) -> tuple[list[str], bool]:
    from komma_cli.render.docx_inspect import inspect

    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReadError("cli.system", file=path, reason=error.strerror or str(error)) from error
    found = inspect(data)
    good = not found.unknown
    lines = [*_word_lines(found), *([_word("fine", file=path), _word("use", file=_typed(path))] if good else [])]
    if not good:
        key = "template.faulty_one" if len(found.unknown) == 1 else "template.faulty"
        lines.append(text(key, reader_language(), count=len(found.unknown)))
    return lines, good


def _word(name: str, /, **values: object) -> str:
    return text(f"template.word_{name}", reader_language(), **values)


def _word_lines(found: Report) -> Iterator[str]:
    """Yield what is in a Word file, first what is to be changed."""
    for tag, near in found.unknown:
        yield _word("unknown_control", name=tag, near=", ".join(near))
    if found.has_macros:
        yield _word("macros")
    if found.is_template:
        yield _word("dotx")
    if found.page is None:
        yield _word("no_page")
    else:
        yield _word("page", **vars(found.page))
    for name, words in (("head", found.head), ("foot", found.foot)):
        yield _word(f"no_{name}") if words is None else _word(name, words=words or _word("wordless"))
    if found.found:
        yield _word("controls", names=", ".join(found.found))
        if not found.has_content:
            yield _word("no_content")
    else:
        yield _word("no_controls")
    names = ", ".join(_word("style", english=english, german=german) for english, german in found.missing_styles)
    yield _word("styles", names=names) if names else _word("styles_fine")
    if found.fonts:
        yield _word("fonts", names=", ".join(found.fonts))
