"""``komma drill``: what is printed, what is written, what is refused."""

from __future__ import annotations

import zipfile

import pytest

from tests.cli.conftest import SMALL, TOWN

DAY = ("--today", "2026-12-01")


def test_three_papers_and_a_summary_that_gives_nothing_away(komma, tmp_path):
    result = komma("drill", str(TOWN), *DAY, "--seed", "2", "-o", str(tmp_path))
    assert result.code == 0
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith("musterstadt")) == [
        f"musterstadt-drill-{name}-de.{ending}"
        for name in ("facilitator", "observer", "protocol")
        for ending in ("docx", "pdf")
    ]
    assert "Geübt wird mit Karte 11: Sachbeschädigung und Schmiererei." in result.out
    assert "Rufbereitschaft" not in result.out
    with zipfile.ZipFile(tmp_path / "musterstadt-drill-facilitator-de.docx") as package:
        assert "ÜBUNG" in package.read("word/document.xml").decode()


def test_the_same_seed_writes_the_same_bytes(komma, tmp_path):
    for folder in ("a", "b"):
        komma("drill", str(TOWN), *DAY, "--seed", "5", "-o", str(tmp_path / folder))
    first, second = (sorted((tmp_path / folder).iterdir()) for folder in ("a", "b"))
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


@pytest.mark.parametrize("lang", ["de", "en"])
def test_a_card_can_be_chosen_by_its_title(komma, tmp_path, lang):
    options = (*DAY, "--scenario", "Bombendrohung", "--format", "md", "--lang", lang, "-o", str(tmp_path))
    result = komma("drill", str(TOWN), *options)
    assert result.code == 0
    assert "Bombendrohung" in result.out


@pytest.mark.parametrize(
    ("plan", "options", "said"),
    [
        (TOWN, ("--scenario", "thread-mail"), "Meinten Sie: Drohbrief oder Hassmail (threat-mail)"),
        (SMALL, (), "sagt noch nichts zu"),
        (TOWN, ("--format", "odt"), "docx, pdf, html, md"),
    ],
)
def test_what_cannot_be_practised_is_refused_in_a_sentence(komma, plan, options, said):
    result = komma("drill", str(plan), *DAY, *options)
    assert result.code == 2
    assert said in result.flat
