"""komma's own words never contradict its law data: every shipped sentence is read as the check reads a playbook."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from komma_cli import library
from komma_cli.check import periods
from komma_cli.check.wording import sentences
from komma_cli.laws import laws
from komma_cli.render.catalog import shipped_templates
from komma_cli.texts import DATA, LANGUAGES, Lang
from komma_cli.yamlread import parse
from tests.rules.helper import run_rule

RIGHT = {law.id: law.duration for law in laws("de") if law.duration is not None}


def texts(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for value in node.values():
            yield from texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from texts(value)
    elif isinstance(node, str):
        yield node


def shipped(lang: Lang) -> Iterator[tuple[str, str]]:
    """Yield (file, text) of everything people read in a language, but not the pages of rules: they show mistakes."""
    for file in sorted((DATA / lang).rglob("*.yaml")):
        for text in texts(parse(file.read_text(encoding="utf-8"))):
            yield file.name, text
    for file in sorted(shipped_templates().rglob(f"{lang}.md.j2")):
        yield str(file), re.sub(r"\{%.*?%\}|\{\{.*?\}\}", " ", file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_period_in_our_own_words_is_that_of_the_law(lang: Lang) -> None:
    read = 0
    for file, text in shipped(lang):
        for sentence in sentences(text):
            for period in periods.periods(sentence):
                read += 1
                assert periods.verdict(period, RIGHT[str(period.subject.law)], sentence) is None, (file, sentence)
    assert read > 15


@pytest.mark.parametrize("lang", LANGUAGES)
def test_our_own_words_keep_the_rules_about_legal_tools(lang: Lang) -> None:
    about = [
        (file, text.strip())
        for file, text in shipped(lang)
        if re.search(r"(?i)strafantr|prosecution|book|buch|ban", text)
    ]
    lines = [(file, line) for file, text in about for line in re.split(r"\s*\n\s*|\s*\|\s*", text) if line]
    assert len(lines) > 50
    for file, line in lines:
        for rule in ("K817", "K818", "K819"):
            assert not run_rule(rule, {"strategy": {"summary": " ".join(line.split())}}), (rule, file, line)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_cards_of_the_library_block_both_registers(lang: Lang) -> None:
    for found in library.scenarios(lang):
        copied = library.as_playbook_scenario(found, roles={}, bodies=[], levels=())
        assert not run_rule("K820", {"scenarios": [copied]}), found.id
