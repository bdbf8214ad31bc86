"""`komma merge-reports`: what several machines have checked gives the report that one machine would have written."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from komma_cli.report import FORMATS
from komma_cli.texts import LANGUAGES, Lang
from tests.cli.conftest import DAY, ROOT, SMALL, TOWN, Run
from tests.properties.effort import examples

HEAD = "komma: 1\nmunicipality: {name: Musterstadt, kind: town, state: NW}\n"
WRONG = HEAD.replace("town", "Stadt") + "people:\n  - id: p1\n    unit: ' x'\n  - id: p1\n    function: a\n"
ACCEPTING = HEAD + (
    "deviations:\n  - {rule: K019, path: roles, reason: 'Bald | *da*', by: Amt, on: 2026-11-01, until: 2027-01-31}\n"
)
Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def plans(folder: Path) -> list[str]:
    """Eight plans: clean, wrong, accepted, not readable in several ways, in a folder and with odd names."""
    Path("plans", "Äußeres amt").mkdir(parents=True)
    texts: dict[str, bytes] = {
        "a.komma.yaml": SMALL.read_bytes(),
        "b.komma.yaml": WRONG.encode(),
        "c.komma.yaml": ACCEPTING.encode(),
        "d.komma.yaml": b"komma: 1\nmunicipality: {name: M\xfcller\n",
        "e.komma.yaml": b"\xef\xbb\xbf\tkomma: 1\n",
        "Äußeres amt/f [1].komma.yaml": (ROOT / "tests/golden/check/broken.komma.yaml").read_bytes(),
    }
    for name, data in texts.items():
        Path("plans", name).write_bytes(data)
    Path("plans/komma.toml").write_text('ignore = ["K9"]\n', encoding="utf-8")
    Path("plans/Äußeres amt/komma.toml").write_text('fail-on = "never"\nprofile = "core"\n', encoding="utf-8")
    return [*(str(Path("plans", name)) for name in texts), "plans/missing.komma.yaml", str(TOWN)]


def parts(komma: Run, plans: list[str], of: int, *options: object, lang: Lang = "de") -> list[str]:
    """Check the plans in parts and return the reports, the last part first."""
    names = []
    for part in range(of, 0, -1):
        names.append(f"part-{of}-{part}.json")
        shard = ("--shard", f"{part}/{of}", "--format", "json", "-o", names[-1])
        assert komma("check", *plans, "--today", DAY, *shard, *options, lang=lang).out == ""
    return names


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_byte_for_byte_that_of_one_run(komma: Run, plans: list[str], form: str, lang: Lang) -> None:
    reports = parts(komma, plans, 3, lang=lang)
    direct = komma("check", *plans, "--today", DAY, "--format", form, lang=lang)
    whole = komma("merge-reports", *reports, "--format", form, lang="en")
    assert (whole.raw, whole.code, whole.err) == (direct.raw, direct.code, direct.err)
    assert direct.code == 3
    komma("merge-reports", *reports, "--format", form, "-o", "whole.out")
    assert Path("whole.out").read_bytes() == direct.raw


@settings(deadline=None, max_examples=examples(6), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    of=st.integers(1, 11),
    chosen=st.sets(st.integers(0, 7), min_size=1),
    fail_on=st.sampled_from(["error", "warning", "hint", "never", None]),
    options=st.sampled_from([(), ("--select", "K0,K1"), ("--ignore", "K0"), ("--isolated",)]),
)
def test_any_number_of_parts_gives_the_same(
    komma: Run, plans: list[str], of: int, chosen: set[int], fail_on: str | None, options: tuple[str, ...]
) -> None:
    wanted = [plans[at] for at in sorted(chosen)]
    threshold = ("--fail-on", fail_on) if fail_on else ()
    reports = parts(komma, wanted, of, *options)
    for form in FORMATS:
        direct = komma("check", *wanted, "--today", DAY, "--format", form, *options, *threshold)
        whole = komma("merge-reports", *reports, "--format", form, *threshold)
        assert (whole.raw, whole.code, whole.err) == (direct.raw, direct.code, direct.err)


def test_the_threshold_of_the_parts_counts_unless_another_is_named(komma: Run, plans: list[str]) -> None:
    wrong = plans[1:3]
    assert komma("merge-reports", *parts(komma, wrong, 2, "--fail-on", "never")).code == 0
    assert komma("merge-reports", "part-2-1.json", "part-2-2.json", "--fail-on", "error").code == 1
    strict = komma("merge-reports", "part-2-1.json", "part-2-2.json", "--fail-on", "error", "--format", "json")
    assert json.loads(strict.out)["options"]["fail_on"] == "error"


def test_known_findings_stay_hidden(komma: Run, plans: list[str]) -> None:
    wanted = [plans[0], plans[2]]
    komma("check", *wanted, "--today", DAY, "--isolated", "--write-baseline", "known.yaml")
    options = ("--isolated", "--baseline", "known.yaml")
    direct = komma("check", *wanted, "--today", DAY, *options, "--format", "sarif")
    assert komma("merge-reports", *parts(komma, wanted, 2, *options), "--format", "sarif").raw == direct.raw


def test_a_pattern_names_the_parts_and_one_whole_report_can_be_written_anew(komma: Run, plans: list[str]) -> None:
    parts(komma, plans, 4)
    direct = komma("check", *plans, "--today", DAY, "--format", "junit")
    assert komma("merge-reports", "part-*.json", "part-4-2.json", "--format", "junit").raw == direct.raw
    komma("check", *plans, "--today", DAY, "--format", "json", "-o", "whole.json")
    assert komma("merge-reports", "whole.json", "--format", "junit").raw == direct.raw


def test_absolute_names_are_told_as_seen_from_the_folder_of_the_check(
    komma: Run, plans: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    absolute = [str(Path(plan).absolute()) for plan in plans]
    for form in ("sarif", "gitlab", "markdown"):
        direct = komma("check", *absolute, "--today", DAY, "--format", form)
        reports = [str(folder / name) for name in parts(komma, absolute, 2)]
        with monkeypatch.context() as elsewhere:
            Path("elsewhere").mkdir(exist_ok=True)
            elsewhere.chdir("elsewhere")
            assert komma("merge-reports", *reports, "--format", form).raw == direct.raw


def test_text_shows_the_lines_only_where_the_plan_lies_as_it_was_checked(komma: Run, plans: list[str]) -> None:
    reports = parts(komma, plans[1:2], 1)
    assert "  6 |   - id: p1\n" in komma("merge-reports", *reports).out
    Path(plans[1]).write_text("# neu\n" + WRONG, encoding="utf-8")
    changed = komma("merge-reports", *reports)
    assert "K102" in changed.out and " | " not in changed.out
    Path(plans[1]).unlink()
    assert komma("merge-reports", *reports).raw == changed.raw


def test_if_no_plan_at_all_could_be_read_nothing_is_written(komma: Run, plans: list[str]) -> None:
    missing = ["no.komma.yaml", "none.komma.yaml"]
    reports = parts(komma, missing, 2)
    assert all(Path(report).exists() for report in reports), "a part says what went wrong, or it would be missing"
    direct = komma("check", *missing, "--format", "sarif", "-o", "direct.sarif")
    whole = komma("merge-reports", *reports, "--format", "sarif", "-o", "whole.sarif")
    assert (whole.code, whole.out, whole.err) == (direct.code, "", direct.err)
    assert not Path("direct.sarif").exists() and not Path("whole.sarif").exists()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_parts_that_are_missing_or_there_twice_are_named(komma: Run, plans: list[str], lang: Lang) -> None:
    parts(komma, plans, 4)
    lacking = komma("merge-reports", "part-4-1.json", "part-4-3.json", lang=lang)
    assert (lacking.code, lacking.out) == (2, "")
    assert lacking.says("cli.parts_missing", lang, missing="2/4, 4/4")
    shutil.copyfile("part-4-2.json", "again.json")
    twice = komma("merge-reports", "part-4-2.json", "again.json", lang=lang)
    assert twice.says("cli.part_twice", lang, part="2/4", first="part-4-2.json", second="again.json")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("what", "options", "one", "other"),
    [
        ("of", ("--shard", "2/3"), "2", "3"),
        ("day", ("--today", "2026-12-02"), DAY, "2026-12-02"),
        ("language", ("--lang", "en"), "de", "en"),
        ("select", ("--select", "K2,K3"), "-", "K2, K3"),
        ("ignore", ("--ignore", "K2"), "-", "K2"),
        ("fail_on", ("--fail-on", "hint"), "-", "hint"),
        ("baseline", ("--write-baseline", "b.yaml"), "-", "b.yaml"),
    ],
)
def test_parts_of_different_runs_are_refused(
    komma: Run, plans: list[str], what: str, options: tuple[str, ...], one: str, other: str, lang: Lang
) -> None:
    plain = ("--today", DAY, "--format", "json")
    komma("check", *plans[:2], *plain, "--shard", "1/2", "-o", "1.json")
    komma("check", *plans[:2], *plain, "--shard", "2/2", "-o", "2.json", *options)
    refused = komma("merge-reports", "1.json", "2.json", lang=lang)
    assert (refused.code, refused.out) == (2, "")
    values = {"first": "1.json", "second": "2.json", "one": one, "other": other}
    assert refused.says(f"cli.parts_differ_{what}", lang, **values)


def test_parts_of_different_folders_or_settings_are_refused(komma: Run, plans: list[str]) -> None:
    plain = ("--today", DAY, "--format", "json")
    komma("check", plans[0], plans[1], plans[2], *plain, "--shard", "1/2", "-o", "1.json")
    komma("check", plans[0], plans[1], *plain, "--shard", "2/2", "-o", "2.json")
    values = {"first": "1.json", "second": "2.json", "one": "3", "other": "2"}
    assert komma("merge-reports", "1.json", "2.json").says("cli.parts_differ_files", "de", **values)
    komma("check", plans[1], plans[0], plans[2], *plain, "--shard", "2/2", "-o", "2.json")
    values = {"first": "1.json", "second": "2.json", "file": plans[0]}
    assert komma("merge-reports", "1.json", "2.json").says("cli.parts_overlap", "de", **values)
    Path("plans/komma.toml").write_text('ignore = ["K8"]\n', encoding="utf-8")
    komma("check", *plans[:3], *plain, "--shard", "2/2", "-o", "2.json")
    values = {"first": "1.json", "second": "2.json", "one": str(Path("plans/komma.toml"))}
    assert komma("merge-reports", "1.json", "2.json").says("cli.parts_differ_settings", "de", **values)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_no_part_is_refused(komma: Run, plans: list[str], lang: Lang) -> None:
    (report,) = parts(komma, plans[:1], 1)
    komma("check", plans[0], "--format", "json", "-o", "whole.json")
    komma("check", plans[0], "--format", "sarif", "-o", "other.json")
    Path("utf16.json").write_text(Path(report).read_text(encoding="utf-8"), encoding="utf-16")
    whole = Path(report).read_text(encoding="utf-8")
    Path("newer.json").write_text(whole.replace("komma-check/1", "komma-check/2"), encoding="utf-8")
    Path("version.json").write_text(whole.replace('"komma": "', '"komma": "9.', 1), encoding="utf-8")
    Path("cut.json").write_text(whole[:300], encoding="utf-8")
    from komma_cli import __version__ as own

    for name, key, values in (
        ("no.json", "report_missing", {}),
        ("no-*.json", "report_missing", {}),
        (plans[0], "report_foreign", {}),
        ("other.json", "report_foreign", {}),
        ("utf16.json", "report_foreign", {}),
        ("newer.json", "report_format", {"format": "komma-check/2", "known": "komma-check/1"}),
        ("version.json", "report_komma", {"version": f"9.{own}", "own": own}),
        ("cut.json", "report_damaged", {}),
        ("whole.json", "report_whole", {}),
    ):
        ended = komma("merge-reports", report, name, lang=lang)
        assert (ended.code, ended.out) == (3 if key == "report_missing" else 2, "")
        assert ended.says(f"cli.{key}", lang, file=name, **values), (name, ended.err)
    assert komma("merge-reports", "", lang=lang).says("cli.no_path", lang)
    assert komma("merge-reports", "plans", lang=lang).code == 3


def test_the_lines_of_the_readme_work(komma: Run, folder: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    lines = readme.split("<!-- example: shards -->\n```sh\n")[1].split("\n```")[0].splitlines()
    shutil.copytree(ROOT / "playbooks", folder / "playbooks")
    codes = []
    for line in lines:
        name, *words = line.split()
        assert name == "komma"
        codes.append(komma(*words).code)
    assert codes[:2] == [0, 0]
    direct = komma("check", "playbooks", "--today", DAY, "--fail-on", "error", "--format", "sarif")
    assert (Path("komma.sarif").read_bytes(), codes[2]) == (direct.raw, direct.code)


def test_a_part_is_not_overwritten(komma: Run, plans: list[str]) -> None:
    reports = parts(komma, plans, 2)
    before = Path(reports[0]).read_bytes()
    assert komma("merge-reports", *reports, "-o", reports[0]).says("cli.output_is_part", "de", file=reports[0])
    assert Path(reports[0]).read_bytes() == before


@pytest.mark.parametrize(
    "change",
    [
        lambda whole: whole.pop("settings"),
        lambda whole: whole.update(files={}),
        lambda whole: whole.update(today="morgen"),
        lambda whole: whole.update(language="fr"),
        lambda whole: whole.update(shard={"part": 2, "of": 1, "files": 1}),
        lambda whole: whole["shard"].update(files=2**40),
        lambda whole: whole["shard"].update(files=7),
        lambda whole: whole["files"][0].update(settings=9),
        lambda whole: whole["files"][0].update(settings=True),
        lambda whole: whole["files"][0]["findings"][0].update(rule="K999"),
        lambda whole: whole["files"][0]["findings"][0].update(line="3"),
        lambda whole: whole["files"][0]["findings"][0].update(severity=None),
        lambda whole: whole["files"][0]["findings"][0].update(fingerprint="x"),
        lambda whole: whole["files"][0]["findings"][0].pop("message"),
    ],
)
def test_a_report_that_somebody_changed_is_refused(komma: Run, plans: list[str], change: Change) -> None:
    (report,) = parts(komma, plans[1:2], 1)
    whole = json.loads(Path(report).read_text(encoding="utf-8"))
    change(whole)
    Path(report).write_text(json.dumps(whole), encoding="utf-8")
    ended = komma("merge-reports", report)
    assert (ended.code, ended.out) == (2, "")
    assert ended.says("cli.report_damaged", "de", file=report)
