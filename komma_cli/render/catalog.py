"""Which documents exist: one folder each under ``templates/``, described by its ``document.yaml``.

A municipality's own template folder is looked into first, document by document and file by file: it may change the
words of one language only, bring a whole new document, or reuse our shared parts.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from komma_cli.errors import UsageError
from komma_cli.model.fields import CONFIDENTIALITY, Confidentiality
from komma_cli.model.playbook import SECTIONS
from komma_cli.render.audience import may_see
from komma_cli.render.errors import RenderError
from komma_cli.render.tree import PaperSize
from komma_cli.texts import LANGUAGES, Lang
from komma_cli.yamlread import YamlSyntaxError, parse

Family = Literal["help", "formal"]
"""Help documents begin with the emergency box; formal ones never have one."""
DESCRIPTION = "document.yaml"
_KEYS = {"id", "order", "class", "audiences", "family", "page", "needs", "code", "title", "readers"}
_MORE_KEYS = {"pages", "plain", "fill", "composed", "on_request"}


@dataclass(frozen=True)
class DocumentSpec:
    """One kind of document, as its ``document.yaml`` describes it."""

    id: str
    order: int
    classification: Confidentiality
    """The class it has unless another audience is asked for."""
    audiences: tuple[Confidentiality, ...]
    """The classes it can be made for, from the widest circle of readers to the narrowest."""
    family: Family
    page: PaperSize
    needs: tuple[str, ...]
    """Sections of the playbook without which the document says that something is missing."""
    code: str
    """Added to the document number of the playbook."""
    titles: Mapping[str, str]
    readers: Mapping[str, str]
    pages: int | None = None
    """The most pages its PDF may have."""
    plain: bool = False
    """Set in 12 pt without divided words, for everybody to read."""
    fill: bool = False
    """Its PDF is set as large as fits on its pages, to be read from a distance."""
    composed: bool = False
    """It tells more than the playbook says, such as what a check found; whoever makes it hands that over."""
    on_request: bool = False
    """It belongs to no set of papers: a command of its own makes it, such as a letter to somebody."""

    @property
    def is_form(self) -> bool:
        """Say whether it is an empty form, which says next to nothing of the playbook."""
        return self.id.startswith("form-")

    def audience_for(self, asked: Confidentiality) -> Confidentiality | None:
        """Return the narrowest circle it can be made for that the asked one contains, None if it has none."""
        fitting = [audience for audience in self.audiences if may_see(asked, audience)]
        return fitting[-1] if fitting else None


def template_folders(template_dir: Path | None = None) -> tuple[Path, ...]:
    """Return the folders templates are looked for in: the municipality's own first, then komma's."""
    own = (template_dir,) if template_dir is not None and template_dir.is_dir() else ()
    return (*own, shipped_templates())


def shipped_templates() -> Path:
    """Return komma's own templates: inside the installed package, or at the root of the repository."""
    package = Path(__file__).resolve().parent.parent
    packaged = package / "_templates"
    return packaged if packaged.is_dir() else package.parent / "templates"


def documents(
    template_dir: Path | None = None, *, composed: bool = False, on_request: bool = False
) -> tuple[DocumentSpec, ...]:
    """Return every document in its order, ``composed`` ones and those ``on_request`` only if wanted.

    Raises ``RenderError`` for a broken description.
    """
    found: dict[str, DocumentSpec] = {}
    for folder in template_folders(template_dir):
        for description in sorted(folder.glob(f"*/{DESCRIPTION}")):
            spec = _read(description)
            found.setdefault(spec.id, spec)
    wanted = (
        spec for spec in found.values() if (composed or not spec.composed) and (on_request or not spec.on_request)
    )
    return tuple(sorted(wanted, key=lambda spec: (spec.order, spec.id)))


def document(
    document_id: str, template_dir: Path | None = None, *, composed: bool = False, on_request: bool = False
) -> DocumentSpec:
    """Return one document. Raises ``UsageError`` that names the documents there are, those written most alike first."""
    known = {spec.id: spec for spec in documents(template_dir, composed=composed, on_request=on_request)}
    if document_id not in known:
        near = difflib.get_close_matches(document_id, known, 3, 0.5)
        raise UsageError("documents.unknown", value=document_id, known=", ".join(dict.fromkeys((*near, *known))))
    return known[document_id]


def _read(path: Path) -> DocumentSpec:
    return _parsed(path, path.stat().st_mtime_ns)


@cache
def _parsed(path: Path, _changed: int) -> DocumentSpec:
    try:
        data = parse(path.read_text(encoding="utf-8"))
        return _spec(data, path.parent.name)
    except (OSError, UnicodeDecodeError, YamlSyntaxError, KeyError, TypeError, ValueError) as error:
        raise RenderError("documents.description_broken", file=str(path), reason=str(error)) from error


def _spec(data: Any, folder: str) -> DocumentSpec:
    """Return the description. Raises ``ValueError`` with what is wrong."""
    found = set(data) if isinstance(data, dict) else set()
    if wrong := (_KEYS - found) | (found - _KEYS - _MORE_KEYS):
        raise ValueError(", ".join(sorted(wrong)))
    audiences = tuple(name for name in CONFIDENTIALITY if name in data["audiences"])
    checks = {
        "id": data["id"] == folder,
        "class": data["class"] in audiences and audiences[0] == data["class"],
        "audiences": len(audiences) == len(data["audiences"]),
        "family": data["family"] in get_args(Family),
        "page": data["page"] in get_args(PaperSize),
        "pages": data.get("pages", 1) in range(1, 100),
        "plain": isinstance(data.get("plain", False), bool),
        "fill": isinstance(data.get("fill", False), bool),
        "composed": isinstance(data.get("composed", False), bool),
        "on_request": isinstance(data.get("on_request", False), bool),
        "needs": all(section in SECTIONS for section in data["needs"]),
        "title": all(_is_text(data["title"], lang) for lang in LANGUAGES),
        "readers": all(_is_text(data["readers"], lang) for lang in LANGUAGES),
    }
    if faulty := [name for name, fine in checks.items() if not fine]:
        raise ValueError(", ".join(faulty))
    return DocumentSpec(
        id=data["id"],
        order=int(data["order"]),
        classification=data["class"],
        audiences=audiences,
        family=data["family"],
        page=data["page"],
        needs=tuple(data["needs"]),
        code=str(data["code"]),
        titles=data["title"],
        readers=data["readers"],
        pages=data.get("pages"),
        plain=data.get("plain", False),
        fill=data.get("fill", False),
        composed=data.get("composed", False),
        on_request=data.get("on_request", False),
    )


def _is_text(words: Any, lang: Lang) -> bool:
    return isinstance(words, dict) and isinstance(words.get(lang), str) and bool(words[lang].strip())
