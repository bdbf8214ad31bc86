"""What templates get: the redacted playbook, filters that turn its values into words, and a few ready-made views.

Templates see nothing else. Every filter is total: a missing value becomes the visible word for "still open", never an
empty place, so that a template cannot hide a gap by accident.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from komma_cli import catalogue
from komma_cli.laws import printed
from komma_cli.model.fields import AUDIENCES
from komma_cli.model.scenarios import PHASES
from komma_cli.render import cards, legal, phrases
from komma_cli.render.catalog import DocumentSpec
from komma_cli.render.filters import WordFilters
from komma_cli.render.markdown import Filter
from komma_cli.render.pictures import pictures_for
from komma_cli.render.reader import Reader
from komma_cli.texts import Lang, label


class Filters(WordFilters):
    """The filters of the templates, bound to one reader."""

    def __init__(self, reader: Reader) -> None:
        super().__init__(reader.lang)
        self.reader = reader

    def all(self) -> dict[str, Filter]:
        """Return the filters by the name that templates use."""
        own = {"who": self.who, "whom": self.whom, "level": self.level, "place": self.place}
        return {**super().all(), **own}

    def who(self, reference: str | None) -> Markup:
        """Title of a role, name of a body, function of a person."""
        return self.cell(self.reader.who(reference))

    def whom(self, references: Iterable[str]) -> Markup:
        """Several of them, with commas."""
        return self._listed([self.who(reference) for reference in references], ", ")

    def level(self, reference: str | None) -> Markup:
        """Name of a level."""
        return self.cell(None if reference is None else self.reader.levels[reference]["name"])

    def place(self, path: str) -> Markup:
        """What an open question is about: the field's name and the entry it belongs to, for these readers."""
        return self.cell(self.reader.place(path) or path)


def values(reader: Reader, spec: DocumentSpec) -> dict[str, object]:
    """Return the names a template can use besides the filters."""
    data = reader.playbook
    return {
        "p": data,
        "place": phrases.place(data["municipality"], reader.lang),
        "control": reader.control(spec),
        "audience": reader.audience,
        "lang": reader.lang,
        "today": reader.today,
        "hide_empty": False,
        "gaps": tuple(label("sections", name, reader.lang) for name in spec.needs if _is_empty(data[name])),
        "missing": Filters(reader).missing,
        "carded": tuple(role["id"] for role in data["roles"] if reader.card(role)),
        "measures": reader.measures(),
        "phases": PHASES,
        "groups": AUDIENCES,
        "glossary": catalogue.glossary(reader.lang),
        "who": reader.who,
        "chain": reader.chain,
        "number": reader.number,
        "bodies_of": reader.bodies_of,
        "turns": cards.turns,
        "role": reader.role,
        "card": reader.card,
        "laws": reader.laws,
        "stale": reader.stale,
        "few": reader.few,
        "names_few": reader.names_few,
        "least": reader.least,
        "next_report": reader.next_report(),
        "printed": printed(),
        "legal": legal.Chapter(reader.lang, data["municipality"], reader.today),
        "source_of": _directory_source(reader.lang),
        "pictures": pictures_for(reader),
    }


def _directory_source(lang: Lang) -> Filter:
    from komma_cli import directory

    known = {entry.id: entry for entry in directory.entries(lang)}
    return lambda body: known.get(body["from"])


def _is_empty(value: Any) -> bool:
    """Say whether nothing was filled in below this node."""
    if isinstance(value, dict):
        return all(_is_empty(item) for item in value.values())
    return value is None or value is False or (isinstance(value, list) and not value)
