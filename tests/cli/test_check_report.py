"""``komma render --document check-report``: what a check finds, as a paper for the core team."""

import re
from pathlib import Path

import pytest

from tests.cli.conftest import SMALL, TOWN

DAY = ("--today", "2026-12-01")


def report(komma, plan, folder, *more, lang="de"):
    options = (
        "--document",
        "check-report",
        *DAY,
        "--lang",
        lang,
        "--format",
        "md",
        "-o",
        str(folder),
        "--force",
        *more,
    )
    ended = komma("render", str(plan), *options)
    assert ended.code == 0, ended.err
    (paper,) = Path(folder).glob("*.md")
    return " ".join(paper.read_text(encoding="utf-8").replace("\u00a0", " ").split())


@pytest.fixture
def gap(tmp_path):
    """Musterstadt without its on-call duty, and with a contact that nobody has tried."""
    words = TOWN.read_text(encoding="utf-8")
    file = tmp_path / "stadt.komma.yaml"
    file.write_text(re.sub(r'hours: "?24/7"?', "hours: Mo-Fr 08:00-12:00", words), encoding="utf-8")
    return file


@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_paper_says_what_the_check_says(komma, tmp_path, lang):
    said = " ".join(komma("check", str(SMALL), *DAY, lang=lang).out.split())
    paper = report(komma, SMALL, tmp_path, lang=lang)
    assert "K901" in paper
    message = {"de": "wird im Notfall angerufen, ist aber noch nicht geprüft.", "en": "is called in an emergency"}[lang]
    assert message in said
    assert message in paper
    assert {"de": "Warnungen | 1", "en": "Warnings | 1"}[lang] in paper


def test_accepted_findings_stand_with_reason_and_end(komma, tmp_path):
    paper = report(komma, TOWN, tmp_path)
    assert "komma hat nichts zu beanstanden." in paper
    assert "K909" in paper
    assert "28.02.2027" in paper


def test_a_plan_that_is_always_reached_is_told_from_one_that_promises_nothing(komma, tmp_path):
    full, empty = report(komma, TOWN, tmp_path / "a"), report(komma, SMALL, tmp_path / "b")
    assert "In jeder Minute des Jahres ab dem 1. Dezember 2026 antwortet jemand" in full
    assert "Der Plan sagt noch keine Antwort in einer bestimmten Zeit zu." in empty


def test_gaps_come_with_the_week_and_in_words(komma, tmp_path, gap):
    paper = report(komma, gap, tmp_path / "out")
    assert "Lücken in der Woche" in paper
    assert "In jeder Minute" not in paper
    assert re.search(r"K3(0|1|2)\d", paper)


def test_a_plan_with_errors_gets_its_report_and_no_other_paper(komma, tmp_path):
    broken = tmp_path / "stadt.komma.yaml"
    broken.write_text(TOWN.read_text(encoding="utf-8").replace("ordered_by:", "# ordered_by:", 1), encoding="utf-8")
    assert komma("check", str(broken), *DAY).code == 1
    assert komma("render", str(broken), "--document", "check-report,netiquette", *DAY).code == 1
    paper = report(komma, broken, tmp_path / "out")
    assert "Beheben Sie die Fehler zuerst." in paper
    assert "K701" in paper


def test_only_the_core_team_gets_it(komma, tmp_path):
    ended = komma("render", str(TOWN), "--document", "check-report", "--audience", "internal", *DAY)
    assert ended.code == 3
    assert "--audience confidential" in ended.flat


def test_the_settings_of_the_folder_hold(komma, tmp_path):
    plan = tmp_path / "stadt.komma.yaml"
    plan.write_bytes(SMALL.read_bytes())
    (tmp_path / "komma.toml").write_text('ignore = ["K901"]\n', encoding="utf-8")
    assert "K901" not in report(komma, plan, tmp_path / "out")


def test_the_whole_set_has_it(komma, tmp_path):
    ended = komma("render", str(SMALL), *DAY, "--format", "md", "-o", str(tmp_path))
    assert "check-report" in ended.out
    assert "check-report" not in komma("render", str(SMALL), *DAY, "--audience", "internal", "--format", "md").out
