"""A lint over every German sentence komma itself says: no empty words, no signs inside words, nothing unexplained."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from komma_cli import catalogue
from komma_cli.texts import DATA
from komma_cli.yamlread import parse

ROOT = Path(__file__).parents[2]
HELP = (
    "scenarios/", "worksheets/", "questions/", "roles", "levels", "aftercare", "liaison", "practices", "strategy",
    "filing", "laws", "offences", "tools", "core_path",
)  # fmt: skip
"""Texts for people who need help now: the shorter limit, and no abbreviation unexplained."""
MOST_WORDS, MOST_WORDS_OF_HELP = 32, 24

EMPTY = re.compile(
    r"\b(?:angeblich\w*|Einzelf[aä]ll\w*|zeitnah\w*|ggf\b|grundsätzlich\w*|entsprechend\w*|unverzüglich\w*|demnächst"
    r"|baldmöglichst|schnellstmöglich|i\. ?d\. ?R|usw\b|etc\b|bzw\b|u\. ?a\.|evtl\b|Täter\w*|TODO|XX)"
)
VICTIM = re.compile(r"\bOpfer(?!beratung|fonds|hilfe|beauftrag|schutz|entschädig)\w*")
SIGN_INSIDE = re.compile(r"\w[*:_·]innen|/-?innen\b|[a-zäöü]Innen\b")
MASCULINE = re.compile(
    r"(?<!und )(?<!oder )\b(?:Mitarbeiter|Bürger|Kollegen|Zeugen|Anrufer|Vorgesetzter)\b(?! und)(?! oder)(?![:*])"
)
ALLOWED = {  # „im Einzelfall“ is no belittling
    ("rules/K804.md", "angeblich"), ("rules/K804.md", "Einzelfall"), ("rules/K804.md", "zeitnah"),  # named as bad words
    ("rules/K311.md", "Einzelfall"), ("rules/K805.md", "Einzelfall"), ("directory.yaml", "Einzelfall"),
    ("labels.yaml", "r:innen"), ("labels.yaml", "r*innen"),  # the examples of the styles themselves
}  # fmt: skip
ABBREVIATION = re.compile(r"\b(?:[A-ZÄÖÜ]{2,}[a-z]?|[A-ZÄÖÜ][a-zäöü]*[A-ZÄÖÜ]\w*)\b")
NAMES = {"HateAid", "REspect", "TelefonSeelsorge", "IMAP", "JenaSchauHin", "FoBiK", "IT"}
"""Names of bodies, campaigns and forms; and IT, which everybody says."""


def leaves(value: Any, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, f"{place}.{key}")
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from leaves(item, f"{place}[{number}]")
    elif isinstance(value, str):
        yield place, re.sub(r"https?://[^\s)]+", "", value)


def texts() -> Iterator[tuple[str, str, str]]:
    """Yield (file, place in it, text) of everything komma says in German; of rule pages without their YAML examples."""
    for path in sorted((DATA / "de").rglob("*.*")):
        name = path.relative_to(DATA / "de").as_posix()
        content = path.read_text(encoding="utf-8")
        if path.suffix == ".yaml":
            yield from ((name, place, text) for place, text in leaves(parse(content), ""))
        else:
            prose = re.sub(r"```.*?```", "", content, flags=re.S)
            yield name, "", re.sub(r"\]\((?:[^()]|\([^()]*\))+\)", "]", prose)
    for path in sorted((ROOT / "templates").rglob("de.md.j2")):
        said = re.sub(r"\{#.*?#\}|\{%.*?%\}|<!--.*?-->", "", path.read_text(encoding="utf-8"), flags=re.S)
        yield f"templates/{path.parent.name}", "", re.sub(r"\{\{.*?\}\}", "Wort", said, flags=re.S)


TEXTS = list(texts())


def sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?:;])\s+|\n+|\||<br>", text) if part.strip()]


@pytest.mark.parametrize(
    "pattern", [EMPTY, VICTIM, SIGN_INSIDE, MASCULINE], ids=["empty", "victim", "sign", "masculine"]
)
def test_no_forbidden_wording(pattern: re.Pattern[str]) -> None:
    found = [
        (file, place, hit[0], text[max(0, hit.start() - 40) : hit.end() + 40])
        for file, place, text in TEXTS
        for hit in pattern.finditer(text)
        if (file, hit[0]) not in ALLOWED and file != "directory_words.yaml"  # what people type, not what komma says
    ]
    assert not found


def test_every_exception_is_still_needed() -> None:
    for file, word in ALLOWED:
        assert any(file == name and word in text for name, _, text in TEXTS), (file, word)


def test_no_sentence_is_too_long() -> None:
    long = [
        (len(sentence.split()), file, place, sentence)
        for file, place, text in TEXTS
        for sentence in sentences(text)
        if len(sentence.split()) > (MOST_WORDS_OF_HELP if file.startswith(HELP) else MOST_WORDS)
    ]
    assert not long


def test_every_abbreviation_is_explained_where_it_stands_or_in_the_glossary() -> None:
    explained = {
        word for term in catalogue.glossary("de") for word in ABBREVIATION.findall(f"{term.term} {term.definition}")
    }
    found = {
        (word, file, place)
        for file, place, text in TEXTS
        if file.startswith(HELP)
        for word in ABBREVIATION.findall(text)
        if word not in explained | NAMES and not any(f"({word})" in other for name, _, other in TEXTS if name == file)
    }
    assert not found


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        (EMPTY, "Melden Sie es zeitnah."),
        (EMPTY, "Wir helfen ggf. weiter."),
        (VICTIM, "Das Opfer ruft an."),
        (SIGN_INSIDE, "Fragen Sie Kolleg:innen."),
        (SIGN_INSIDE, "Fragen Sie KollegInnen."),
        (MASCULINE, "Jeder Mitarbeiter weiß es."),
    ],
)
def test_the_lint_finds_what_it_looks_for(pattern: re.Pattern[str], said: str) -> None:
    assert pattern.search(said)


def test_the_lint_leaves_names_and_pairs_alone() -> None:
    assert not VICTIM.search("Opferberatung und Opferfonds")
    assert not MASCULINE.search("Kolleginnen und Kollegen")
    assert not EMPTY.search("Die Anzeige entspricht der Lage.")
