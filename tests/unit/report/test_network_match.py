"""What ``komma network match`` says: nothing about others but what they released, in 80 columns, without a ranking."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date

import pytest

from komma_cli.network.bundle import digest
from komma_cli.network.matching import match
from komma_cli.report.network_match import match_json, match_markdown, match_text
from komma_cli.texts import LANGUAGES, Lang
from tests.unit.network.made import DAY, practice
from tests.unit.network.test_matching import asked, found, like_us, member, network, plan, taken_over


def told(lang: Lang = "de"):
    members = (
        member("Nahdorf", practices=(practice(id="telefon", answers=("K305",)),), **like_us()),
        member("Altdorf", date=date(2025, 1, 31)),
        member("Themenstadt", practices=(practice(id="kurz", answers=(), field="field-staff"),), mailbox=None),
    )
    return asked(*members, rules=("K305", "K305", "K903", "K203"), lang=lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_text_fits_on_a_terminal_and_names_rule_practice_and_mailbox(lang: Lang) -> None:
    shown = match_text(told(lang), lang)
    assert max(map(len, shown.splitlines())) <= 80
    flat = " ".join(shown.split())
    for part in ("K305", "Nahdorf", "netz@ort.example", "nahdorf/telefon", "komma practice show koeln-yearly-report"):
        assert part in flat
    assert {"de": "gleiche Größe, gleiche Art, gleiches Land", "en": "same size, same kind, same Land"}[lang] in flat
    assert {"de": "Passt zum Thema. Kennung: themenstadt/kurz", "en": "Fits the topic. Id: themenstadt/kurz"}[
        lang
    ] in flat
    assert {"de": "Rangfolge gibt es nicht", "en": "there is no ranking"}[lang] in flat


def test_what_is_old_and_what_is_not_there_is_said() -> None:
    shown = " ".join(match_text(told(), "de").split())
    assert "Stand: 31.01.2025, also älter als ein Jahr." in shown
    k203 = shown.split("K203 ")[1].split("K903 ")[0]
    assert "Dazu gibt es im Netzwerk noch nichts." in k203
    assert "Bisher hat das niemand gelöst" in shown.split("K903 ")[1]


def test_nothing_open_is_told_as_such() -> None:
    shown = match_text(match(network(), plan(), found(), "de", DAY), "de")
    assert "ist nichts offen" in shown
    assert "Rangfolge" not in shown


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("rules", [("K019",), ("K019", "K103")])
def test_faults_of_the_file_are_no_clean_bill(rules: tuple[str, ...], lang: Lang) -> None:
    shown = " ".join(match_text(match(network(), plan(), found(*rules), lang, DAY), lang).split())
    assert {"de": "die Datei selbst", "en": "the file itself"}[lang] in shown
    assert {"de": "nichts offen", "en": "Nothing is open"}[lang] not in shown
    assert str(len(rules)) in shown


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_demo_says_that_it_is_one(lang: Lang) -> None:
    shown = match_text(replace(told(lang), demo=True), lang)
    assert shown.count({"de": "Beispiel-Netzwerk", "en": "example network"}[lang]) == 1
    assert {"de": "Beispiel-Netzwerk", "en": "example network"}[lang] not in match_text(told(lang), lang)


def test_a_title_cannot_become_mark_up_or_steer_the_terminal() -> None:
    evil = practice(id="boese", title="[x](https://evil.example) <b>", answers=("K305",))
    matches = asked(member("Ort*", practices=(evil,)))
    assert "[x](https" not in match_markdown(matches, "de")
    assert "<b>" not in match_markdown(matches, "de")
    turned = practice(id="boese", title="gut\u202egnu", answers=("K305",))
    assert "\u202e" not in match_text(asked(member("Ort", practices=(turned,))), "de")


def test_markdown_has_the_same_headings_as_the_text() -> None:
    heads = re.findall(r"^## (.*)$", match_markdown(told(), "de"), re.M)
    assert [head.split()[0] for head in heads] == ["K203", "K305", "K903"]
    for head in heads:
        assert head.replace("\\", "") in match_text(told(), "de")


@pytest.mark.parametrize("news", ["same", "changed", "gone"])
def test_news_of_what_was_taken_over(news: str) -> None:
    now = practice(id="telefon")
    there = member("Nahdorf", practices=() if news == "gone" else (now,))
    mark = digest(now) if news == "same" else "0" * 64
    matches = match(network(there), taken_over(("Nahdorf", "telefon", mark)), found(), "de", DAY)
    said = {"same": "unverändert", "changed": "geändert", "gone": "nicht mehr weiter"}[news]
    assert said in match_text(matches, "de")
    assert json.loads(match_json(matches, "de"))["adopted"][0]["news"] == news


def test_the_record_for_programs() -> None:
    record = json.loads(match_json(told(), "de"))
    assert record["format"] == "komma-network-match/1"
    assert [one["rule"] for one in record["rules"]] == ["K203", "K305", "K903"]
    rule = record["rules"][1]
    assert (rule["findings"], rule["topic"], rule["more_practices"]) == (2, "reach", 0)
    assert [one["names_the_rule"] for one in rule["practices"]] == [True, False]
    assert [one["name"] for one in rule["may_be_asked"]] == ["Nahdorf", "Altdorf"]
    assert [one["older_than_a_year"] for one in rule["may_be_asked"]] == [False, True]
    assert "solved" not in match_json(told(), "de")
