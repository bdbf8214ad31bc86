"""A municipality's own templates: copies of komma's to be changed, and a check of what is in such a folder.

A copy remembers which komma it comes from and what komma's template looked like, so that a later komma can tell when
its own has changed. Nothing here needs the municipality's playbook: templates are tried out on komma's examples.
"""

from __future__ import annotations

import difflib
import hashlib
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from komma_cli import __version__
from komma_cli.errors import KommaError
from komma_cli.model.playbook import Playbook
from komma_cli.render.audience import redact
from komma_cli.render.catalog import DESCRIPTION, DocumentSpec, documents, shipped_templates, template_folders
from komma_cli.render.context import Filters, values
from komma_cli.render.document import RenderedDocument
from komma_cli.render.errors import RenderError
from komma_cli.render.markdown import Templates
from komma_cli.render.produce import fill, finish
from komma_cli.render.reader import Reader
from komma_cli.render.tree import Image, walk
from komma_cli.texts import LANGUAGES, Lang, text

SUFFIX: Final = ".md.j2"
_WIDTH: Final = 110
_ORIGIN: Final = re.compile(r"\bkomma-template: ([\w-]+/[\w.-]+) (\S+) sha256:([0-9a-f]{64})")


@dataclass(frozen=True)
class Fault:
    """What is wrong with a template; ``line`` is None if no line is known. ``hint`` says what to do."""

    file: str
    line: int | None
    message: KommaError


@dataclass(frozen=True)
class Checked:
    """What a check of a folder found. ``outdated`` are (own file, komma's name of it, version it was copied from)."""

    files: tuple[str, ...]
    faults: tuple[Fault, ...]
    outdated: tuple[tuple[str, str, str], ...]


def copies(spec: DocumentSpec, languages: Iterable[Lang], reader: Reader) -> dict[str, str]:
    """Return komma's template of a document as files to be changed, by path below the municipality's folder.

    ``reader`` is any reader: what its templates can name stands in the comment on top of each copy.
    """
    names = [f"{lang}{SUFFIX}" for lang in languages]
    made = {}
    for name in (DESCRIPTION, *names):
        source = _source(f"{spec.id}/{name}")
        head = _head(f"{spec.id}/{name}", source, spec, reader)
        comment = f"{{#\n{head}\n#}}\n" if name.endswith(SUFFIX) else textwrap.indent(head, "# ") + "\n"
        made[f"{spec.id}/{name}"] = comment + source
    return made


def check_templates(folder: Path, playbooks: Iterable[Playbook], today: date) -> Checked:
    """Try out every template of a folder, in both languages, on every playbook.

    Raises ``RenderError`` ``template.none_there`` for a folder without templates, and for a broken description.
    """
    found = (path for depth in ("*/", "*/*/") for path in folder.glob(f"{depth}*{SUFFIX}"))
    files = tuple(sorted(path.relative_to(folder).as_posix() for path in found))
    if not files:
        raise RenderError("template.none_there", folder=folder)
    known = {spec.id: spec for spec in documents(folder, composed=True)}
    playbooks = list(playbooks)
    faults = [*_strangers(files, known), *_uncompiled(files, folder, known, some_reader(playbooks[0], "de", today))]
    if not faults:
        shared = any(name.startswith("_") for name in files)
        ids = {name.partition("/")[0] for name in files}
        for spec in known.values():
            if not spec.composed and (shared or spec.id in ids):
                faults += _unfilled(spec, folder, playbooks, today)
    distinct = {(fault.file, fault.line, str(fault.message)): fault for fault in faults}
    return Checked(files, tuple(distinct.values()), tuple(_outdated(files, folder)))


def some_reader(playbook: Playbook, lang: Lang, today: date) -> Reader:
    """Return a reader to learn from which names templates have; what it may read does not matter for that."""
    return Reader(redact(playbook, "public"), lang, "public", today)


def _source(name: str) -> str:
    return (shipped_templates() / name).read_text(encoding="utf-8")


def _mark(source: str) -> str:
    return hashlib.sha256(source.encode("utf-8")).hexdigest()


def _head(name: str, source: str, spec: DocumentSpec, reader: Reader) -> str:
    """Return the lines of the comment on top of a copy."""
    origin = f"komma-template: {name} {__version__} sha256:{_mark(source)}"
    if not name.endswith(SUFFIX):
        return f"{origin}\n{text('template.head_description', reader.lang)}"
    lines = text("template.head", reader.lang, version=__version__).splitlines()
    named = {
        "template.head_names": sorted(values(reader, spec)),
        "template.head_filters": Templates((), filters=Filters(reader).all()).filters(),
        "template.head_sections": sorted(reader.playbook),
    }
    lines += [text(key, reader.lang, names=", ".join(found)) for key, found in named.items()]
    return "\n".join(
        [origin, *(part for line in lines for part in textwrap.wrap(line, _WIDTH, break_on_hyphens=False))]
    )


def _strangers(files: Iterable[str], known: Mapping[str, DocumentSpec]) -> Iterator[Fault]:
    """Yield folders that are no document, and files that no language reads."""
    for folder in sorted({name.partition("/")[0] for name in files}):
        if folder in known or folder.startswith("_"):
            continue
        near = difflib.get_close_matches(folder, known, 3, 0.5) or list(known)[:6]
        wrong = RenderError("template.no_document", folder=folder, near=", ".join(near), description=DESCRIPTION)
        yield Fault(folder, None, wrong)
    for name in files:
        lang = name.rpartition("/")[2].removesuffix(SUFFIX)
        if lang not in LANGUAGES and not name.startswith("_"):
            yield Fault(name, None, RenderError("template.no_language_name", file=name, languages=", ".join(LANGUAGES)))


def _uncompiled(
    files: Iterable[str], folder: Path, known: Mapping[str, DocumentSpec], reader: Reader
) -> Iterator[Fault]:
    """Yield what can be seen without filling anything, also in branches that no example reaches."""
    templates = Templates(template_folders(folder), filters=Filters(reader).all())
    for name in files:
        spec = known.get(name.partition("/")[0])
        names = None if spec is None or spec.composed else values(reader, spec)
        try:
            templates.compile(name, names)
        except KommaError as error:
            yield _fault(error, name)


def _unfilled(spec: DocumentSpec, folder: Path, playbooks: Iterable[Playbook], today: date) -> Iterator[Fault]:
    for lang in LANGUAGES:
        for playbook in playbooks:
            for hide_empty in (False, True):
                try:
                    made = finish(playbook, fill(playbook, spec, lang, None, today, folder, hide_empty)).document
                    _look_for_pictures(made)
                except KommaError as error:
                    yield _fault(error, f"{spec.id}/{lang}{SUFFIX}")


def _look_for_pictures(document: RenderedDocument) -> None:
    for block in walk(document.blocks):
        if isinstance(block, Image) and block.source not in document.pictures:
            raise RenderError("render.picture_missing", source=block.source)


def _fault(error: KommaError, file: str) -> Fault:
    """Return the fault with its place: the template an error names, else the one that was tried."""
    line = error.values.get("line")
    if "template" not in error.values:  # a line of the finished document, which is not one of the template
        return Fault(file, None, error)
    return Fault(str(error.values["template"]), line if isinstance(line, int) else None, error)


def _outdated(files: Iterable[str], folder: Path) -> Iterator[tuple[str, str, str]]:
    for name in files:
        try:
            found = _ORIGIN.search((folder / name).read_text(encoding="utf-8")[:4000])
        except (OSError, UnicodeDecodeError):
            continue
        if found and (path := shipped_templates() / found[1]).is_file() and _mark(_source(found[1])) != found[3]:
            yield name, path.relative_to(shipped_templates()).as_posix(), found[2]
