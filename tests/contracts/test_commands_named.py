"""Every command that komma's words, papers and the README tell people to type exists, with these options and words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from komma_cli.cli.app import COMMANDS, app
from komma_cli.model.describe import locate
from komma_cli.model.playbook import SECTIONS, Playbook
from komma_cli.paths import parse_path
from komma_cli.texts import DATA
from komma_cli.yamlread import parse

ROOT = Path(__file__).parents[2]
END = re.compile(r"[`„“”\"\n|]|(?<=[\wäöü\]])[.,;:!?](?:\s|$)| (?:oder|or|und|and) |\s[–(]|$")
"""What ends a command in a sentence."""
MENTION = re.compile(r"(?P<before>`|: |:\n *)?\bkomma (?P<word>--?[a-z][\w-]*|[a-z][a-z-]*)")
OPTION = re.compile(r"(?<![\w-])--?[a-z][a-z-]*")

SAYS = ("does", "cannot")
"""Behind a colon and „komma“ these begin a sentence about komma."""


@dataclass(frozen=True)
class Mention:
    """One command as it is told: where, its name, and the words behind the name."""

    place: str
    name: str
    rest: str
    typed: bool
    """It stands as something to type (in backticks, or behind a colon), not as a word of a sentence."""


def leaves(node: Any, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        for key, child in node.items():
            yield from leaves(child, f"{place}: {key}")
    elif isinstance(node, list):
        for child in node:
            yield from leaves(child, place)
    elif isinstance(node, str):
        yield place, node


def texts() -> Iterator[tuple[str, str]]:
    """Yield (place, text) of everything that people read."""
    for path in sorted([*DATA.rglob("*.yaml"), *DATA.rglob("*.md")]):
        name, content = path.relative_to(DATA).as_posix(), path.read_text(encoding="utf-8")
        yield from leaves(parse(content), name) if path.suffix == ".yaml" else [(name, content)]
    for path in sorted((ROOT / "templates").rglob("*.j2")):
        yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "playbooks").rglob("*.yaml")):
        yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
    for name in ("README.md", "CHANGELOG.md"):
        yield name, (ROOT / name).read_text(encoding="utf-8").replace("\\|", "/")


def mentions() -> Iterator[Mention]:
    for place, text in texts():
        for found in MENTION.finditer(text):
            end = END.search(text, found.end())
            assert end is not None, "the end of the text always matches"
            rest = text[found.end() : end.start()]
            typed = found["before"] is not None and found["word"] not in SAYS
            if typed or found["word"] in COMMANDS:
                yield Mention(place, found["word"], rest, typed)


MENTIONS = tuple(mentions())


@cache
def command(name: str) -> Any:
    group = get_command(app)
    return group.get_command(group.make_context("komma", [], resilient_parsing=True), name)


def called(mention: Mention) -> tuple[Any, list[str]]:
    """Return the command, or the action of a group, and the words behind it."""
    named, words = command(mention.name), mention.rest.split()
    if hasattr(named, "commands") and words and re.fullmatch("[a-z]+", words[0]) and mention.typed:
        assert words[0] in named.commands, f"{mention.place}: komma {mention.name} {words[0]}"
        return named.commands[words[0]], words[1:]
    return named, words


def options_of(named: Any) -> set[str]:
    own = {name for parameter in named.params for name in (*parameter.opts, *parameter.secondary_opts)}
    return own | {"--help", "-h"}


def test_the_texts_are_really_searched() -> None:
    assert len(MENTIONS) > 150
    assert {"edit", "check", "init", "explain"} <= {mention.name for mention in MENTIONS}
    assert any(mention.place.startswith("de/rules/") for mention in MENTIONS)


@pytest.mark.parametrize("lang", ["de", "en"])
def test_what_people_are_told_to_type_is_a_command(lang: str) -> None:
    whole = options_of(get_command(app))
    wrong = [m for m in MENTIONS if m.name not in COMMANDS and m.name not in whole and _in_language(m, lang)]
    assert wrong == []


def _in_language(mention: Mention, lang: str) -> bool:
    """Say whether a mention is of the language; what belongs to none is looked at with German."""
    own = mention.place.startswith(("de/", "en/"))
    return mention.place.startswith(f"{lang}/") if own else lang == "de"


def test_every_option_that_is_named_exists() -> None:
    wrong = []
    for mention in (mention for mention in MENTIONS if mention.name in COMMANDS):
        named, words = called(mention)
        wanted = set(OPTION.findall(re.sub(r"\{\w+\}|=\S+", "", " ".join(words))))
        if not hasattr(named, "commands") and not wanted <= options_of(named):
            wrong.append((mention.place, mention.name, sorted(wanted - options_of(named))))
    assert wrong == []


def test_no_command_is_told_with_more_words_than_it_takes() -> None:
    wrong = []
    for mention in (mention for mention in MENTIONS if mention.name in COMMANDS and mention.typed):
        if mention.place == "README.md" and re.search(r"[\[…/]", mention.rest):
            continue  # the table of commands writes what may be left out and what is to choose from
        named, words = called(mention)
        if hasattr(named, "commands"):
            continue
        takers = {name: p for p in named.params for name in p.opts if not getattr(p, "is_flag", False)}
        plain = [
            word
            for before, word in zip(["", *words], words, strict=False)
            if not word.startswith("-") and before not in takers
        ]
        places = [p for p in named.params if p.param_type_name == "argument"]
        if len(plain) > len(places) and not any(p.nargs == -1 for p in places):
            wrong.append((mention.place, f"komma {mention.name}{mention.rest}"))
    assert wrong == []


def test_every_section_and_path_that_is_named_is_in_the_playbook() -> None:
    wrong = []
    for mention in (mention for mention in MENTIONS if mention.name in ("edit", "init")):
        paths = re.findall(r'--set "?([a-z_]+[.\[][^\s=]*)=', mention.rest)
        paths += re.findall(r"--section ([a-z_]+)", mention.rest)
        paths += re.findall(r"^ (?:\{file\}|DATEI|FILE) ([a-z_][\w.\[\]-]*)$", mention.rest)
        for path in paths:
            keys = tuple(part for part in parse_path(path) if isinstance(part, str))
            keys = keys[:-1] if keys[-1] in ("phone", "email") else keys
            if locate(Playbook, keys) is None and path not in SECTIONS:
                wrong.append((mention.place, path))
    assert wrong == []


def test_both_languages_name_the_same_commands() -> None:
    german, english = (
        {(m.place.partition("/")[2], m.name) for m in MENTIONS if m.place.startswith(f"{lang}/") and m.name in COMMANDS}
        for lang in ("de", "en")
    )
    assert german == english


@pytest.mark.parametrize(
    ("text", "typed"), [("Weiter: komma sausage DATEI", True), ("komma fragt Sie.", False), ("`komma edit`", True)]
)
def test_the_search_tells_what_to_type_from_a_sentence(text: str, typed: bool) -> None:
    found = MENTION.search(text)
    assert found is not None
    assert (found["before"] is not None) is typed
