"""What komma says in English is English: no German sentence, half sentence or quotation mark is left in it.

Proper names stay German: bodies of the directory, offices and titles in brackets or quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from komma_cli.texts import DATA
from komma_cli.yamlread import parse
from tests.contracts.test_commands_named import leaves

GERMAN = re.compile(
    r"\b(?:der|das|und|nicht|für|mit|wird|werden|ist|sich|auf|bei|oder|eine[nmrs]?|zum|zur|von|dass|kann|Ihre?|haben|"
    r"nach|durch|gegen|über|vom|sind|dem|des|den|noch|keine?|Sie)\b"
)
NAMES = re.compile(r"“[^”]*”|„[^“]*“|\([^)]*\)|\[[^\]]*\]|https?://\S+|^```.*?^```", re.DOTALL | re.MULTILINE)
ALLOWED = (
    "Landeskoordinierungsstelle gegen Rechtsextremismus und Rassismus NRW",
    "Bürgerinnen und Bürger",
    "Verein für Begegnung Musterstadt",
    "Büro zur Umsetzung von Gleichbehandlung",
    "Unfallversicherung Bund und Bahn",
)
"""Names that stand in a sentence without brackets."""


def texts() -> Iterator[tuple[str, str]]:
    for path in sorted((DATA / "en").rglob("*")):
        name = path.relative_to(DATA / "en").as_posix()
        if path.suffix == ".yaml":
            yield from leaves(parse(path.read_text(encoding="utf-8")), name)
        elif path.suffix == ".md":
            yield name, path.read_text(encoding="utf-8")


TEXTS = tuple(texts())


def without_names(text: str) -> str:
    for name in ALLOWED:
        text = text.replace(name, "")
    return NAMES.sub("", text)


def test_no_german_is_left() -> None:
    found = [(place, hit[0], text[:120]) for place, text in TEXTS if (hit := GERMAN.search(without_names(text)))]
    assert found == []


def test_every_name_that_is_allowed_is_there() -> None:
    assert [name for name in ALLOWED if not any(name in text for _, text in TEXTS)] == []


@pytest.mark.parametrize("sentence", ["Call the Polizei und the fire brigade", "Noch offen: keine"])
def test_the_search_finds_german(sentence: str) -> None:
    assert GERMAN.search(without_names(sentence))
