"""``komma check``: which files, which form, which exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from komma_cli.report import FORMATS
from komma_cli.texts import LANGUAGES, Lang, text
from tests.cli.conftest import DAY, TOWN, Run

WARNED = "b-crisis-line"
"""The small example has one warning (K901): its crisis line has not been called yet."""


@pytest.fixture
def flawed(plan: Path) -> Path:
    """A playbook with an error, a warning and a hint."""
    words = plan.read_text(encoding="utf-8").replace("kind: municipality", "kind: metropolis", 1)
    plan.write_bytes(b"\xef\xbb\xbf" + words.encode())
    return plan


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_clean_file_says_so_and_ends_with_0(komma: Run, plan: Path, lang: Lang) -> None:
    ended = komma("check", plan, "--today", DAY, "--ignore", "K901", lang=lang)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == text("report.clean", lang, file="plan.komma.yaml", profile="core") + "\n"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_finding_has_a_place_a_rule_and_the_next_step(komma: Run, flawed: Path, lang: Lang) -> None:
    ended = komma("check", "plan.komma.yaml", "--today", DAY, "--select", "K013", lang=lang)
    lines = ended.out.splitlines()
    assert (ended.code, ended.err) == (1, "")
    assert lines[0].startswith(f"plan.komma.yaml:10:9: {text('report.error', lang)} K013 ")
    assert lines[1:3] == ["  10 |   kind: metropolis", "     |         ^^^^^^^^^^"]
    assert "  komma edit plan.komma.yaml municipality.kind" in lines


@pytest.mark.parametrize(
    ("rules", "fail_on", "code"),
    [
        ("K013", "error", 1),
        ("K901", "error", 0),
        ("K901", "warning", 1),
        ("K002", "warning", 0),
        ("K002", "hint", 1),
        ("K", "never", 0),
    ],
)
def test_the_threshold_decides_the_exit_code_and_nothing_else(
    komma: Run, flawed: Path, rules: str, fail_on: str, code: int
) -> None:
    ended = komma("check", flawed, "--today", DAY, "--select", rules, "--fail-on", fail_on)
    assert ended.code == code
    assert ended.out == komma("check", flawed, "--today", DAY, "--select", rules, "--fail-on", "hint").out


def test_select_and_ignore_take_beginnings_commas_and_repetition(komma: Run, flawed: Path) -> None:
    def rules(*options: str) -> list[str]:
        ended = komma("check", flawed, "--today", DAY, "--format", "json", *options)
        return [finding["rule"] for finding in json.loads(ended.out)["files"][0]["findings"]]

    assert set(rules()) == {"K002", "K013", "K901"}
    assert set(rules("--select", "K0")) == {"K002", "K013"}
    assert set(rules("--select", "k002,K901")) == {"K002", "K901"}
    assert set(rules("--select", "K002", "--select", " K901 ")) == {"K002", "K901"}
    assert set(rules("--ignore", "K0")) == {"K901"}
    assert set(rules("--select", "K0", "--ignore", "K002")) == {"K013"}


@pytest.mark.parametrize("option", ["--select", "--ignore"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_rule_that_does_not_exist_is_no_clean_bill(komma: Run, plan: Path, option: str, lang: Lang) -> None:
    ended = komma("check", plan, option, "K2O3", lang=lang)
    assert (ended.code, ended.out) == (2, "")
    assert "K2O3" in ended.flat
    assert "K203" in ended.flat
    assert komma("check", plan, option, "", lang=lang).says("cli.no_value", lang, option=option, example="K203")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("option", "value", "choices"),
    [("--format", "xml", ", ".join(FORMATS)), ("--fail-on", "fatal", "error, warning, hint, never")],
)
def test_a_value_outside_the_list(komma: Run, plan: Path, option: str, value: str, choices: str, lang: Lang) -> None:
    ended = komma("check", plan, option, value, lang=lang)
    assert (ended.code, ended.out) == (2, "")
    assert ended.says("cli.not_a_choice", lang, text=value, option=option, choices=choices)


@pytest.mark.parametrize("day", ["31.12.2026", "2026-02-31", "morgen", "", "2026-13-01"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_day_that_is_none(komma: Run, plan: Path, day: str, lang: Lang) -> None:
    ended = komma("check", plan, "--today", day, lang=lang)
    assert (ended.code, ended.out) == (2, "")
    assert ended.says("cli.not_a_day", lang, text=day)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar_are_days_like_others(komma: Run, town: Path, day: str) -> None:
    assert komma("check", town, "--today", day, "--fail-on", "never").code == 0


def test_json_is_one_object_with_a_version(komma: Run, flawed: Path) -> None:
    ended = komma("check", flawed, "--today", DAY, "--format", "json")
    report = json.loads(ended.out)
    assert report["format"] == "komma-check/1"
    assert report["language"] == "de"
    assert report["files"][0]["file"] == str(flawed)
    assert report["files"][0]["counts"] == {"error": 1, "warning": 1, "hint": 1}
    finding = next(one for one in report["files"][0]["findings"] if one["rule"] == "K013")
    assert (finding["path"], finding["line"], finding["column"]) == ("municipality.kind", 10, 9)


def test_machine_output_is_utf8_even_where_the_console_is_not(komma: Run, flawed: Path) -> None:
    for form in ("json", "github"):
        ended = komma("check", flawed, "--format", form, encoding="cp1252")
        assert "Möglich sind" in ended.raw.decode("utf-8")
        assert b"\r" not in ended.raw


def test_github_is_one_annotation_a_line_and_nothing_for_a_clean_file(komma: Run, flawed: Path) -> None:
    ended = komma("check", "plan.komma.yaml", "--today", DAY, "--format", "github")
    assert ended.code == 1
    assert [line.split(" ")[0] for line in ended.out.splitlines()] == ["::notice", "::error", "::warning"]
    assert "::error file=plan.komma.yaml,line=10,col=9,endColumn=19,title=K013 " in ended.out
    clean = komma("check", "plan.komma.yaml", "--format", "github", "--select", "K203")
    assert (clean.code, clean.out) == (0, "")


def test_several_files_a_folder_and_a_pattern_give_the_same(komma: Run, folder: Path, plan: Path) -> None:
    (folder / "ämter").mkdir()
    second = folder / "ämter" / "zwei 100%.komma.yaml"
    second.write_bytes(plan.read_bytes())
    (folder / "ämter" / "notiz.yaml").write_text("kein Playbook", encoding="utf-8")
    options = ("--today", DAY, "--format", "json", "--select", "K901")

    def files(*paths: object) -> list[str]:
        return [Path(one["file"]).name for one in json.loads(komma("check", *paths, *options).out)["files"]]

    assert files(plan, second) == ["plan.komma.yaml", "zwei 100%.komma.yaml"]
    assert files(plan, plan) == ["plan.komma.yaml"]
    assert sorted(files(".")) == ["plan.komma.yaml", "zwei 100%.komma.yaml"]
    assert files("ämter") == ["zwei 100%.komma.yaml"]
    assert sorted(files("**/*.komma.yaml")) == ["plan.komma.yaml", "zwei 100%.komma.yaml"]
    assert files("pl?n*") == ["plan.komma.yaml"]


def test_a_file_whose_name_looks_like_a_pattern_is_a_file(komma: Run, folder: Path, plan: Path) -> None:
    odd = folder / "plan[1].komma.yaml"
    odd.write_bytes(plan.read_bytes())
    assert "plan[1].komma.yaml" in komma("check", odd).out


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", ["leer", "*.komma.yaml", "["])
def test_where_no_playbook_is_nothing_is_called_clean(komma: Run, folder: Path, path: str, lang: Lang) -> None:
    (folder / "leer").mkdir()
    ended = komma("check", path, lang=lang)
    assert (ended.code, ended.out) == (2, "")
    assert ended.says("cli.nothing_to_check", lang, path=path)


@pytest.mark.parametrize("path", ["", "  "])
def test_an_empty_name_does_not_mean_everything_around(komma: Run, plan: Path, path: str) -> None:
    ended = komma("check", path)
    assert (ended.code, ended.out) == (2, "")
    assert ended.says("cli.no_path", "de")


def test_one_missing_file_among_several_is_not_passed_over(komma: Run, plan: Path) -> None:
    ended = komma("check", plan, "fehlt.komma.yaml")
    assert ended.code == 3
    assert "K901" in ended.out
    assert "fehlt.komma.yaml: nicht geprüft." in ended.out
    assert ended.says("store.missing", "de", file="fehlt.komma.yaml")


def test_standard_input(komma: Run, plan: Path) -> None:
    ended = komma("check", "-", "--today", DAY, "--fail-on", "warning", stdin=plan.read_bytes())
    assert ended.code == 1
    assert ended.out.startswith("-:100:9: Warnung K901")
    assert "komma edit" not in ended.out, "nobody can edit standard input"


def test_empty_standard_input_is_a_finding(komma: Run) -> None:
    ended = komma("check", "-")
    assert ended.code == 1
    assert "K009" in ended.out


def test_output_goes_to_a_file_and_only_there(komma: Run, folder: Path, flawed: Path) -> None:
    target = folder / "neu" / "bericht.json"
    ended = komma("check", flawed, "--today", DAY, "--format", "json", "-o", target)
    assert (ended.code, ended.out, ended.err) == (1, "", "")
    assert json.loads(target.read_bytes())["files"][0]["counts"]["error"] == 1
    assert sorted(path.name for path in target.parent.iterdir()) == ["bericht.json"]


def test_a_failed_run_leaves_no_file_and_keeps_the_old_one(komma: Run, folder: Path) -> None:
    old = folder / "alt.txt"
    old.write_text("alt", encoding="utf-8")
    assert komma("check", "fehlt.yaml", "-o", "neu.txt").code == 3
    assert komma("check", "fehlt.yaml", "-o", old).code == 3
    assert sorted(path.name for path in folder.iterdir()) == ["alt.txt"]
    assert old.read_text(encoding="utf-8") == "alt"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_report_never_takes_the_place_of_a_playbook(komma: Run, folder: Path, plan: Path, lang: Lang) -> None:
    before = plan.read_bytes()
    other_name = folder / "plan.yaml"
    other_name.write_bytes(before)
    for checked, target in ((plan, "plan.komma.yaml"), (other_name, "plan.yaml"), (plan, "neu.komma.yaml")):
        ended = komma("check", checked, "-o", target, lang=lang)
        assert (ended.code, ended.out) == (2, "")
        assert ended.says("cli.output_is_playbook", lang, file=target)
    assert plan.read_bytes() == before
    assert other_name.read_bytes() == before
    assert not (folder / "neu.komma.yaml").exists()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_output_where_none_can_be(komma: Run, folder: Path, plan: Path, lang: Lang) -> None:
    (folder / "ordner").mkdir()
    (folder / "datei").touch()
    ended = komma("check", plan, "-o", "ordner", lang=lang)
    assert (ended.code, ended.says("cli.output_is_folder", lang, file="ordner")) == (3, True)
    ended = komma("check", plan, "-o", "datei/bericht.txt", lang=lang)
    assert (ended.code, ended.says("cli.folder_is_file", lang, folder="datei")) == (3, True)


def test_the_large_example_is_clean_on_its_day(komma: Run) -> None:
    ended = komma("check", TOWN, "--today", DAY, "--fail-on", "warning")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.splitlines()[-1] == text("report.clean", "de", file=TOWN.name, profile="full")
