"""What a file says about one person or body, and what must be said about it; no words of any language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from komma_cli.slugs import slug
from komma_cli.texts import LANGUAGES, Lang, text, words


class Refused(Exception):
    """The file is no list that komma can read; ``kind`` names the words in ``errors/contacts.yaml``."""

    def __init__(self, kind: str, **values: object) -> None:
        super().__init__(kind)
        self.kind = kind
        self.values = values


@dataclass(frozen=True)
class Notice:
    """Something to look at. ``kind`` names the sentence in ``messages/contacts.yaml``, ``values`` fill it."""

    kind: str
    values: Mapping[str, object] = field(default_factory=dict)

    def sentence(self, lang: Lang) -> str:
        """Return the notice in words."""
        return text(f"contacts.{self.kind}", lang, **self.values)


@dataclass(frozen=True)
class Contact:
    """One row or card whose every value the playbook takes; an empty text means that the file does not say it."""

    name: str
    function: str
    unit: str
    phones: tuple[str, ...]
    """E.164 or a short number."""
    emails: tuple[str, ...]
    hours: str
    """OpenStreetMap opening hours."""
    line: int
    """Line, or row of the sheet, where it begins."""
    web: str = ""
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True)
class Contacts:
    """Everything a file says, in its order, and what concerns the file as a whole."""

    rows: tuple[Contact, ...]
    warnings: tuple[Notice, ...]


def folded(name: str) -> str:
    """Return a name for comparing: „Dr. Müller, Jörg“ and „Joerg Mueller“ are one; empty if no letter is left."""
    known = {word for lang in LANGUAGES for word in words("contacts", lang)["title_words"]}
    return " ".join(sorted(part for part in slug(name).split("-") if part not in known))
