"""``komma check`` mends, keeps a list of known findings, and follows settings; each as its user calls it."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from komma_cli.store import acquire, lock_path
from komma_cli.texts import LANGUAGES, Lang, text
from tests.cli.conftest import DAY, SMALL, Run


@pytest.fixture
def slips(plan: Path) -> Path:
    """A plan with Windows line ends and a mark at the beginning in which one word is written in German."""
    words = plan.read_text(encoding="utf-8").replace("kind: municipality", "kind: Gemeinde", 1)
    plan.write_bytes(b"\xef\xbb\xbf" + words.replace("\n", "\r\n").encode())
    return plan


def rules(komma: Run, *options: object) -> set[str]:
    ended = komma("check", "plan.komma.yaml", "--today", DAY, "--format", "json", *options)
    return {finding["rule"] for finding in json.loads(ended.out)["files"][0]["findings"]}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_fix_mends_keeps_line_ends_and_checks_what_is_there_now(komma: Run, slips: Path, lang: Lang) -> None:
    ended = komma("check", "plan.komma.yaml", "--today", DAY, "--fix", lang=lang)
    assert ended.code == 0
    assert ended.err.strip() == text("cli.fixed", lang, file="plan.komma.yaml", count=2)
    assert "K013" not in ended.out
    assert slips.read_bytes() == SMALL.read_bytes().replace(b"\n", b"\r\n")
    again = komma("check", "plan.komma.yaml", "--today", DAY, "--fix", lang=lang)
    assert (again.code, again.err) == (0, "")
    assert [path.name for path in slips.parent.iterdir()] == [slips.name]


def test_diff_shows_and_writes_nothing(komma: Run, slips: Path) -> None:
    before = slips.read_bytes()
    for options in (("--diff",), ("--fix", "--diff")):
        ended = komma("check", "plan.komma.yaml", "--today", DAY, *options)
        assert (ended.code, ended.err) == (1, "")
        lines = ended.out.splitlines()
        assert lines[:2] == ["--- plan.komma.yaml", "+++ plan.komma.yaml"]
        assert "-  kind: Gemeinde" in lines
        assert "+  kind: municipality" in lines
        assert slips.read_bytes() == before
    assert komma("check", "plan.komma.yaml", "--today", DAY, "--fix").code == 0
    assert komma("check", "plan.komma.yaml", "--diff").raw == b""
    assert komma("check", "plan.komma.yaml", "--diff").code == 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_plan_somebody_is_editing_is_left_alone(komma: Run, slips: Path, lang: Lang) -> None:
    before = slips.read_bytes()
    with acquire(slips, now=datetime(2026, 12, 1, 9, 30), name="Amt 32"):
        ended = komma("check", "plan.komma.yaml", "--today", DAY, "--fix", lang=lang)
        assert lock_path(slips).exists()
    assert ended.code == 3
    assert "Amt 32" in ended.flat
    assert slips.read_bytes() == before


def test_a_plan_that_changed_meanwhile_is_left_alone(komma: Run, slips: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from komma_cli.store import writing

    replace = writing.atomic.replace

    def somebody_was_faster(path: Path, data: bytes, **options: object) -> None:
        slips.write_bytes(b"komma: 1\n")
        replace(path, data, **options)

    monkeypatch.setattr(writing.atomic, "replace", somebody_was_faster)
    assert komma("check", "plan.komma.yaml", "--today", DAY, "--fix").code == 3
    assert slips.read_bytes() == b"komma: 1\n"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_one_file_that_cannot_be_mended_does_not_stop_the_others(komma: Run, slips: Path, lang: Lang) -> None:
    broken = slips.with_name("a.komma.yaml")
    broken.write_text("komma: 1\nkomma: 1\nmunicipality: {ags: 05999000}\n", encoding="utf-8")
    ended = komma("check", ".", "--today", DAY, "--fix", lang=lang)
    assert ended.code == 1
    assert "komma check a.komma.yaml" in ended.flat
    assert broken.read_text(encoding="utf-8").startswith("komma: 1\nkomma: 1\n")
    assert b"Gemeinde" not in slips.read_bytes()


def test_standard_input_has_a_difference_but_cannot_be_mended(komma: Run, slips: Path) -> None:
    assert komma("check", "-", "--fix", stdin=slips.read_bytes()).says("cli.fix_input", "de")
    ended = komma("check", "-", "--diff", "--today", DAY, stdin=slips.read_bytes())
    assert (ended.code, "+  kind: municipality" in ended.out) == (1, True)
    assert komma("check", "nirgends.komma.yaml", "--diff").code == 3


@pytest.mark.parametrize("name", ["known.yaml", "known.json"])
def test_a_baseline_hides_what_was_there_and_shows_what_is_new(komma: Run, plan: Path, name: str) -> None:
    wrote = komma("check", "plan.komma.yaml", "--today", DAY, "--write-baseline", name, "--fail-on", "warning")
    assert wrote.code == 0
    assert wrote.err.strip() == text("cli.baseline_kept_one", "de", file=name)
    assert rules(komma) == {"K901"}
    assert rules(komma, "--baseline", name) == set()
    known = komma("check", "plan.komma.yaml", "--today", DAY, "--baseline", name, "--fail-on", "warning")
    assert (known.code, known.err.strip()) == (0, text("cli.baseline_hidden_one", "de", file=name))
    plan.write_text(plan.read_text(encoding="utf-8").replace("kind: municipality", "kind: x"), encoding="utf-8")
    assert komma("check", "plan.komma.yaml", "--today", DAY, "--baseline", name).code == 1
    later = komma("check", "plan.komma.yaml", "--today", DAY, "--write-baseline", name)
    assert later.code == 1, "what cannot be read in full is never known"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_gone_from_a_baseline_is_told(komma: Run, plan: Path, lang: Lang) -> None:
    assert komma("check", "plan.komma.yaml", "--today", DAY, "--write-baseline", "b.yaml").code == 0
    words = plan.read_text(encoding="utf-8")
    crisis = words.index("id: b-crisis-line")
    mended = words[:crisis] + words[crisis:].replace("\n", "\n    verified: {on: 2026-11-01, by: x}\n", 1)
    plan.write_text(mended, encoding="utf-8")
    ended = komma("check", "plan.komma.yaml", "--today", DAY, "--baseline", "b.yaml", lang=lang)
    assert text("cli.baseline_gone_one", lang, file="b.yaml") in " ".join(ended.err.split())
    assert "  plan.komma.yaml: K901 bodies[b-crisis-line].verified\n" in ended.err
    other = komma("check", "plan.komma.yaml", "--today", DAY, "--baseline", "b.yaml", "--select", "K2", lang=lang)
    assert other.err == ""


def test_what_cannot_be_a_baseline(komma: Run, plan: Path) -> None:
    before = plan.read_bytes()
    assert komma("check", plan, "--baseline", "no.yaml").says("cli.baseline_missing", "de", file="no.yaml")
    assert komma("check", plan, "--baseline", plan.name).says("cli.baseline_foreign", "de", file=plan.name)
    assert komma("check", plan, "--write-baseline", plan.name).says("cli.output_is_playbook", "de", file=plan.name)
    Path("notes.yaml").write_text("a: 1\n", encoding="utf-8")
    assert komma("check", plan, "--write-baseline", "notes.yaml").says("cli.baseline_foreign", "de", file="notes.yaml")
    both = komma("check", plan, "--baseline", "a", "--write-baseline", "b")
    assert both.says("cli.not_both", "de", first="--baseline", second="--write-baseline")
    assert {both.code, komma("check", plan, "--baseline", plan.name).code} == {2}
    assert (plan.read_bytes(), Path("notes.yaml").read_text(encoding="utf-8")) == (before, "a: 1\n")


def test_settings_are_found_above_the_plan_and_the_command_line_counts_before_them(komma: Run, plan: Path) -> None:
    assert rules(komma) == {"K901"}
    Path("komma.toml").write_text('ignore = ["K9"]\nfail-on = "hint"\nlang = "en"\n', encoding="utf-8")
    assert rules(komma) == set()
    assert rules(komma, "--isolated") == {"K901"}
    assert rules(komma, "--ignore", "K2") == {"K901"}
    assert komma("check", "plan.komma.yaml", "--today", DAY, "--ignore", "K2").code == 1
    assert komma("check", "plan.komma.yaml", "--today", DAY, "--ignore", "K2", "--fail-on", "error").code == 0
    clean = komma("check", "plan.komma.yaml", "--today", DAY, lang=None, env={"LANG": "de_DE.UTF-8"})
    assert clean.out.startswith(text("report.clean", "en", file="plan.komma.yaml", profile="core"))
    below = Path("amt", "plaene")
    below.mkdir(parents=True)
    plan.rename(below / plan.name)
    assert komma("check", "amt", "--today", DAY, "--fail-on", "warning").code == 0
    Path("amt", ".git").mkdir()
    assert komma("check", "amt", "--today", DAY, "--fail-on", "warning").code == 1


def test_each_plan_has_the_settings_nearest_to_it(komma: Run, plan: Path) -> None:
    strict, lax = Path("a"), Path("b")
    for folder, words in ((strict, '[tool.komma]\nfail-on = "warning"\n'), (lax, '[tool.komma]\nselect = ["K2"]\n')):
        folder.mkdir()
        (folder / "pyproject.toml").write_text(words, encoding="utf-8")
        (folder / plan.name).write_bytes(plan.read_bytes())
    ended = komma("check", "a", "b", "--today", DAY, "--format", "json")
    found = {Path(one["file"]).parent.name: one["counts"]["warning"] for one in json.loads(ended.out)["files"]}
    assert (found, ended.code) == ({"a": 1, "b": 0}, 1)
    assert komma("check", "b", "--today", DAY).code == 0
    assert komma("check", "b", "--today", DAY, "--config", "a/pyproject.toml").code == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_settings_that_are_wrong_stop_the_run_with_their_line(komma: Run, plan: Path, lang: Lang) -> None:
    Path("komma.toml").write_text("\nselct = []\n", encoding="utf-8")
    ended = komma("check", plan, lang=lang)
    assert (ended.code, ended.out) == (2, "")
    assert ended.says("cli.settings_unknown", lang, file="komma.toml", line=2, name="selct", similar="select")
    Path("komma.toml").write_bytes(b"# \xff\n")
    assert komma("check", plan, lang=lang).code == 2
    missing = komma("check", plan, "--config", "no.toml", lang=lang)
    assert missing.says("cli.settings_missing", lang, file="no.toml")
    assert komma("check", plan, "--config", "komma.toml", "--isolated", lang=lang).code == 2


@pytest.mark.parametrize("lang", LANGUAGES)
def test_explain_names_the_threshold_and_the_value_that_holds_here(komma: Run, lang: Lang) -> None:
    own = komma("explain", "K901", lang=lang).out
    assert "thresholds.urgent_contacts: P6M" in own
    assert text("report.threshold_own", lang) in own
    Path("komma.toml").write_text('[thresholds]\nurgent-contacts = "P3M"\n', encoding="utf-8")
    here = komma("explain", "K901", lang=lang).out
    assert "thresholds.urgent_contacts: P3M" in here
    assert text("report.threshold_set", lang) in here
    assert "thresholds." not in komma("explain", "K203", lang=lang).out
