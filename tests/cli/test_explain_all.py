"""``komma explain --all`` and its formats: every rule in one text, for people and for programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from komma_cli.check.rules import all_rules
from komma_cli.texts import LANGUAGES, Lang
from tests.cli.conftest import Run


@pytest.mark.parametrize("lang", LANGUAGES)
def test_programs_get_every_rule_with_words_numbers_and_examples(komma: Run, lang: Lang) -> None:
    ended = komma("explain", "--all", "--format", "json", lang=lang)
    assert (ended.code, ended.err) == (0, "")
    said = json.loads(ended.raw)
    assert (said["format"], said["language"]) == ("komma-rules/1", lang)
    rules = {one["id"]: one for one in said["rules"]}
    assert list(rules) == list(all_rules())
    for one in rules.values():
        assert one["title"]
        assert one["why"]
        assert all(one["messages"].values())
        assert one["bad"] != one["good"]
    talk = {"name": "talk", "default": "P1D", "least": "PT1H", "most": "P1D"}
    assert rules["K305"]["thresholds"] == [talk]
    assert all(link.startswith("http") for one in rules.values() for link in one["links"])


def test_people_get_every_page_one_below_the_other(komma: Run) -> None:
    ended = komma("explain", "--all")
    assert ended.code == 0
    lines = ended.out.splitlines()
    heads = [line.split()[0] for line, above in zip(lines, ["", "", *lines], strict=False) if above.startswith("==")]
    assert [lines[0].split()[0], *heads] == list(all_rules())
    assert komma("explain", "K203").out in ended.out


def test_one_rule_comes_in_the_same_formats(komma: Run, folder: Path) -> None:
    assert [one["id"] for one in json.loads(komma("explain", "k203", "--format", "json").raw)["rules"]] == ["K203"]
    assert komma("explain", "K203", "--format", "markdown", "-o", "k203.md").out == ""
    assert "### K203 " in (folder / "k203.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_no_rule_has_one_form_only(komma: Run, lang: Lang) -> None:
    ended = komma("explain", "strafantrag", "--format", "json", lang=lang)
    assert (ended.code, ended.out) == (2, "")
    assert ended.says("cli.rules_only", lang, option="--format", text="strafantrag")
    assert komma("explain", "K203", "--all", lang=lang).says("cli.rules_only", lang, option="--all", text="K203")
    assert komma("explain", "--format", "html").code == 2
