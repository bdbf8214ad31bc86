"""Every rule is shown by its page: the bad example fires, the good one is silent, in both languages alike."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from komma_cli.check.engine import Result, check_source
from komma_cli.check.finding import Finding
from komma_cli.check.pages import Example, page, words_of
from komma_cli.check.rules import all_rules
from komma_cli.store.reading import source_from_bytes
from komma_cli.texts import LANGUAGES, Lang
from komma_cli.yamlread import parse
from tests.rules.helper import TODAY, merged, run_rule

RULES = sorted(all_rules())
CASES = sorted(Path(__file__).parent.glob("K*.yaml"))


def as_bytes(example: Example) -> bytes:
    if example.language == "bytes":
        return example.code.encode("latin-1", "backslashreplace").decode("unicode_escape").encode("latin-1")
    return example.code.encode()


def check(content: bytes, today: date = TODAY) -> Result:
    return check_source(source_from_bytes(content, "example.komma.yaml"), today=today)


def fires(rule: str, example: Example) -> int:
    if example.language == "yaml":
        return len(run_rule(rule, example.code))
    return sum(finding.rule == rule for finding in check(as_bytes(example)).findings)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("rule", RULES)
def test_the_page_shows_the_rule(rule: str, lang: Lang) -> None:
    shown = page(rule, lang)
    assert fires(rule, shown.bad) >= 1
    assert fires(rule, shown.good) == 0


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("rule", RULES)
def test_every_finding_of_the_page_can_be_put_into_words(rule: str, lang: Lang) -> None:
    bad = page(rule, lang).bad
    if bad.language == "yaml":
        findings = [Finding(rule, "error", "", None, hit.values) for hit in run_rule(rule, bad.code)]
    else:
        findings = [finding for finding in check(as_bytes(bad)).findings if finding.rule == rule]
    for finding in findings:
        words = words_of(finding, lang)
        assert "{" not in words.message.replace("{{", "")
        assert words.title
        assert words.fix


def shape(value: Any) -> Any:
    """Return what two examples must share: keys, ids and lengths, but not the words."""
    if isinstance(value, dict):
        return {key: shape(below) for key, below in value.items()}
    return [shape(below) for below in value] if isinstance(value, list) else type(value)


@pytest.mark.parametrize("rule", RULES)
def test_both_languages_show_the_same_case(rule: str) -> None:
    german, english = page(rule, "de"), page(rule, "en")
    for one, other in ((german.bad, english.bad), (german.good, english.good)):
        assert one.language == other.language
        if one.language == "yaml":
            assert shape(parse(one.code)) == shape(parse(other.code))
    assert set(german.messages) == set(english.messages)
    assert set(german.fixes) == set(english.fixes)
    assert set(german.fixes) in ({""}, set(german.messages))


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_cases_with_positions(file: Path) -> None:
    """Each file: cases with a fragment or a whole file, and what is found (path, line, column, values) or nothing."""
    for name, case in parse(file.read_text(encoding="utf-8")).items():
        if "file" in case:
            found = check(case["file"].encode()).findings
            places = [
                f"{found_one.path or '-'} {found_one.place.line}:{found_one.place.column}-{found_one.place.end_column}"
                for found_one in found
                if found_one.place is not None and found_one.rule == file.stem
            ]
            assert places == case["finds"], name
        else:
            hits = run_rule(file.stem, case["fragment"])
            seen = [f"{'.'.join(map(str, hit.parts))} {hit.values.get('case', '')}".strip() for hit in hits]
            assert seen == case["finds"], name


def test_the_base_of_fragments_is_a_valid_playbook() -> None:
    assert merged({"people": []})["municipality"]["name"] == "Musterstadt"
    assert run_rule("K104", {}) == []
