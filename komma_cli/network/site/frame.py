"""What all pages of a site in one language have in common: templates, words, and the way from one page to another."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache, cached_property
from typing import Any, Final

import jinja2
from markupsafe import Markup, escape

from komma_cli import dates
from komma_cli.check.pages import page
from komma_cli.errors import DataError
from komma_cli.network.site import addresses
from komma_cli.network.topics import NO_ROLE
from komma_cli.network.view import Network
from komma_cli.render.catalog import shipped_templates
from komma_cli.texts import LANGUAGES, Lang, label, words

POLICY: Final = Markup(
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'"
)
VOCABULARIES: Final = {
    "state": "state",
    "kind": "municipality_kind",
    "size_class": "size_class",
    "role": "network_role",
}
"""By dimension: where the words for its values stand."""
_FOLDER: Final = "_network-site"
_LONGEST_TITLE: Final = 42
_ISO: Final = re.compile(r"\b\d{4}-\d{2}(?:-\d{2})?\b")
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:)]")

Crumb = tuple[str, str]
"""Name and page of what stands above a page."""


@cache
def templates() -> jinja2.Environment:
    """Return the templates, each compiled once; all that is put into them is escaped."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(shipped_templates() / _FOLDER),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def asset(name: str) -> bytes:
    """Return a file that every site has as it is: the style sheet or the script."""
    return (shipped_templates() / _FOLDER / name).read_text(encoding="utf-8").encode("utf-8")


class Frame:
    """The pages of one language."""

    def __init__(self, network: Network, lang: Lang) -> None:
        self.lang: Lang = lang
        self.other: Lang = next(each for each in LANGUAGES if each != lang)
        self.words: Mapping[str, Any] = words("network_site", lang)
        self.network = network
        self.foreign = Markup("") if lang == "de" else Markup(' lang="de"')
        """Marks the words of municipalities, which are German, on the pages of other languages."""
        self._env = templates().overlay()
        self._env.globals = {
            **self._env.globals,
            "w": self.words,
            "other_words": words("network_site", self.other),
            "lang": lang,
            "other": self.other,
            "policy": POLICY,
            "demo": network.demo,
            "foot": self.say("foot", day=self.day(network.overview.as_of), version=network.komma),
            "say": self.say,
            "day": self.day,
            "pieces": pieces,
            "paragraphs": paragraphs,
            "nav": self._nav(),
            "foreign": self.foreign,
        }
        self._templates: dict[str, jinja2.Template] = {}

    def page(self, template: str, path: str, title: str, crumbs: Sequence[Crumb] = (), /, **given: Any) -> bytes:
        """Return a page; ``path`` is where it lies below the folder of the language."""
        up = "../" * path.count("/")
        return (
            self.template(template)
            .render(path=path, up=up, title=title, short=_shortened(title), crumbs=crumbs, **given)
            .encode("utf-8")
        )

    def template(self, name: str) -> jinja2.Template:
        """Return a template by its name without the ending."""
        if name not in self._templates:
            self._templates[name] = self._env.get_template(f"{name}.html.j2")
        return self._templates[name]

    @cached_property
    def items(self) -> Any:
        """Return the macros that write the entries of lists."""
        return self.template("items").make_module()

    def say(self, key: str, /, **values: Any) -> str:
        """Return a sentence with its placeholders filled; escaped where it is put into a page."""
        return str(self.words[key]).format(**values)

    def counted(self, key: str, count: int) -> str:
        """Return „1 Kommune“ or „10.789 Kommunen“."""
        return self.say(f"{key}_one" if count == 1 else key, count=self.number(count))

    def number(self, value: int) -> str:
        """Return a number as people of the language write it."""
        grouped = f"{value:,}"
        return grouped.replace(",", ".") if self.lang == "de" else grouped

    def day(self, day: date) -> str:
        """Return a day as people of the language write it."""
        return dates.say(day.isoformat(), self.lang)

    def dated(self, text: str) -> str:
        """Return a sentence with the days and months in it as people of the language write them."""
        return _ISO.sub(lambda hit: dates.say(hit[0], self.lang), text)

    def value(self, dimension: str, value: str | None) -> str:
        """Return the word for one value of a dimension; None: all who are not broken down."""
        if value is None:
            return str(self.words["rest"])
        if dimension == "role" and value == NO_ROLE:
            return str(self.words["no_role"])
        return label(VOCABULARIES[dimension], value, self.lang)

    def state(self, code: str) -> str:
        """Return the name of a Land."""
        return label("state", code, self.lang)

    def topic(self, name: str) -> str:
        """Return the name of a topic."""
        return label("network_topic", name, self.lang)

    def rule_title(self, rule: str) -> str:
        """Return what a finding of a rule is called; a rule that this version does not know keeps its number."""
        try:
            return page(rule, self.lang).title
        except DataError:
            return rule

    def _nav(self) -> list[Crumb]:
        where = {
            "overview": addresses.OVERVIEW,
            "search": addresses.SEARCH,
            "states": f"{addresses.OVERVIEW}#states",
            "topics": f"{addresses.OVERVIEW}#topics",
            "practices": addresses.PRACTICES,
            "made": addresses.MADE,
        }
        return [(str(self.words[f"nav_{name}"]), page) for name, page in where.items()]


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text."""
    return [part for each in re.split(r"\n\s*\n", text) if (part := each.strip())]


def pieces(text: str) -> list[tuple[str, bool]]:
    """Return a text in pieces, each with whether it is the address of a page on the net."""
    found: list[tuple[str, bool]] = []
    done = 0
    for hit in _ADDRESS.finditer(text):
        found += [(text[done : hit.start()], False), (hit[0], True)]
        done = hit.end()
    return [piece for piece in [*found, (text[done:], False)] if piece[0]]


def _shortened(title: str) -> str:
    """Return a title for the tab of the browser."""
    short = title
    while len(escape(short)) > _LONGEST_TITLE:
        short = f"{short.rstrip('…')[:-1].rstrip()}…"
    return short
