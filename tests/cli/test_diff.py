"""``komma diff`` as people call it: two files, two git revisions, broken files, and every way it says no."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAIR = ROOT / "tests" / "golden" / "diff"
NEEDS_GIT = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")


@pytest.fixture
def other(plan):
    """The plan with another emergency number, beside it."""
    found = plan.with_name("neu.komma.yaml")
    found.write_text(
        re.sub(r"(?m)^municipality:\n  name: .*$", "municipality:\n  name: Anderswo", plan.read_text("utf-8")), "utf-8"
    )
    return found


def git(folder, *words):
    env = {**os.environ, "GIT_CONFIG_NOSYSTEM": "1", "HOME": str(folder)}
    who = ["-c", "user.name=T", "-c", "user.email=t@stadt.example", "-c", "init.defaultBranch=main"]
    who += ["-c", "core.autocrlf=false"]
    subprocess.run(["git", *who, *words], cwd=folder, env=env, capture_output=True, check=True)


@pytest.fixture
def repository(tmp_path):
    """A plan with three revisions in a folder below the root of a repository, its name with a blank."""
    folder = tmp_path / "unser Amt"
    folder.mkdir()
    git(tmp_path, "init", "-q")
    plan = folder / "der plan.komma.yaml"
    texts = [(PAIR / name).read_text("utf-8") for name in ("old.komma.yaml", "new.komma.yaml")]
    for number, content in enumerate((texts[0], texts[1], texts[1].replace("Innenhof", "Vorhof"))):
        plan.write_text(content, encoding="utf-8", newline="\n")
        git(tmp_path, "add", "-A")
        git(tmp_path, "commit", "-qm", str(number))
    return plan


def test_what_changed_is_told_and_nothing_is_wrong_with_that(komma, plan, other):
    done = komma("diff", plan, other)
    assert (done.code, done.err) == (0, "")
    assert "Von plan.komma.yaml zu neu.komma.yaml: 1 Änderung." in done.out
    assert "jetzt „Anderswo“ statt" in done.out


def test_the_exit_code_is_that_of_git_diff(komma, plan, other):
    assert komma("diff", plan, other, "--exit-code").code == 1
    assert komma("diff", plan, plan, "--exit-code").code == 0


def test_a_file_and_itself(komma, plan):
    done = komma("diff", plan, plan)
    assert (done.code, done.err) == (0, "")
    assert "kein Unterschied" in " ".join(done.out.split())


def test_only_other_comments_are_no_change_of_the_plan(komma, plan):
    commented = plan.with_name("neu.komma.yaml")
    commented.write_text("# neu\n" + plan.read_text("utf-8"), "utf-8")
    done = komma("diff", plan, commented, "--exit-code")
    assert done.code == 0
    assert "Am Plan hat sich nichts geändert" in " ".join(done.out.split())


@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_command_prints_what_the_golden_files_hold(komma, lang):
    files = (PAIR / "old.komma.yaml", PAIR / "new.komma.yaml")
    for form in ("text", "markdown", "json"):
        done = komma("diff", *files, "--format", form, "--lang", lang)
        assert done.out == (PAIR / f"pair.{lang}.{form}.txt").read_text("utf-8")


def test_confidential_values_are_there_only_on_demand(komma):
    files = (PAIR / "old.komma.yaml", PAIR / "new.komma.yaml")
    assert "Innenhof" not in komma("diff", *files).out
    open_one = komma("diff", *files, "--confidential")
    assert "Innenhof der Musikschule" in " ".join(open_one.out.split())
    assert "--confidential" not in open_one.out


def test_the_result_can_go_into_a_file_but_never_over_a_plan(komma, plan, other, tmp_path):
    target = tmp_path / "was.md"
    assert komma("diff", plan, other, "--format", "markdown", "-o", target).out == ""
    assert target.read_text("utf-8").startswith("## Was sich geändert hat\n")
    content = other.read_bytes()
    assert komma("diff", plan, other, "-o", other).code == 2
    assert other.read_bytes() == content


def test_one_version_may_come_from_standard_input(komma, plan, other):
    assert "Anderswo" in komma("diff", plan, "-", stdin=other.read_bytes()).out
    assert komma("diff", "-", "-").says("diff.one_input", "de")


def test_a_broken_file_is_compared_as_far_as_it_can_be_read(komma, plan, other):
    other.write_text(other.read_text("utf-8") + "\nroles: kaputt\n", "utf-8")
    done = komma("diff", plan, other)
    assert done.code == 0
    said = " ".join(done.out.split())
    assert "jetzt „Anderswo“ statt" in said
    assert "neu.komma.yaml ist ab Zeile" in said or "nicht lesbar: Rollen" in said
    assert json.loads(komma("diff", plan, other, "--format", "json").out)["notes"]


def test_a_file_of_which_nothing_can_be_read(komma, plan, other):
    other.write_text("komma: 1\npeople: [\n", "utf-8")
    done = komma("diff", plan, other)
    assert (done.code, done.out) == (3, "")
    assert "Es wurde nichts verglichen" in " ".join(done.err.split())


def test_two_plans_that_have_nobody_in_common(komma, plan):
    done = komma("diff", plan, PAIR / "old.komma.yaml")
    assert done.code == 0
    assert "haben keine Person gemeinsam" in " ".join(done.out.split())


@pytest.mark.parametrize(
    ("words", "code", "key"),
    [
        (["plan.komma.yaml"], 2, "diff.no_second"),
        (["plan.komma.yaml", "--to", "HEAD"], 2, "diff.to_alone"),
        (["plan.komma.yaml", "x", "--from", "HEAD"], 2, "diff.file_and_revision"),
        (["plan.komma.yaml", "x", "--format", "xml"], 2, "cli.not_a_choice"),
        (["plan.komma.yaml", "fehlt"], 3, "store.missing"),
        (["fehlt/x.komma.yaml", "--from", "HEAD"], 3, "diff.no_folder"),
    ],
)
def test_what_it_cannot_do_is_said_in_one_sentence(komma, plan, words, code, key):
    done = komma("diff", *words)
    values = {"file": "x", "text": "xml", "option": "--format", "choices": "text, markdown, json", "folder": "fehlt"}
    values["file"] = {"diff.no_second": "plan.komma.yaml", "store.missing": "fehlt"}.get(key, "x")
    assert (done.code, done.out) == (code, "")
    assert done.says(key, "de", **values)


def test_without_git_it_says_so(komma, plan, monkeypatch):
    monkeypatch.setenv("PATH", "")
    done = komma("diff", plan, "--from", "HEAD")
    assert done.code == 2
    assert done.says("diff.no_git", "de")


@NEEDS_GIT
def test_outside_a_repository_it_says_so(komma, plan, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(plan.parent.parent))
    done = komma("diff", plan, "--from", "HEAD")
    assert done.code == 3
    assert done.says("diff.no_repository", "de", folder=plan.parent)


@NEEDS_GIT
def test_two_revisions_of_one_file_from_any_folder(komma, repository, monkeypatch):
    for folder, name in ((repository.parent, repository.name), (repository.parent.parent, repository)):
        monkeypatch.chdir(folder)
        done = komma("diff", name, "--from", "HEAD~2", "--to", "HEAD~1")
        assert (done.code, done.err) == (0, "")
        assert "32 Änderungen" in " ".join(done.out.split())
        assert "der plan.komma.yaml (HEAD~2)" in " ".join(done.out.split())


@NEEDS_GIT
def test_without_a_second_revision_the_file_as_it_is_now(komma, repository):
    assert "kein Unterschied" in " ".join(komma("diff", repository, "--from", "HEAD").out.split())
    done = komma("diff", repository, "--from", "HEAD~1")
    assert "Sammelplatz: geändert (vertraulich)" in done.out


@NEEDS_GIT
def test_a_file_that_is_gone_is_still_in_its_revisions(komma, repository):
    repository.unlink()
    assert komma("diff", repository, "--from", "HEAD~2", "--to", "HEAD").code == 0
    assert komma("diff", repository, "--from", "HEAD").code == 3


@NEEDS_GIT
@pytest.mark.parametrize(
    "revision",
    [
        "--output=gestohlen",
        "-h",
        "--help",
        "--exec=x",
        "",
        " ",
        "HEAD:x",
        "HEAD\n--output=gestohlen",
        "HEAD^{tree}",
        ":/0",
    ],
)
def test_a_revision_is_never_an_option_or_anything_but_a_commit(komma, repository, revision):
    before = sorted(path.name for path in repository.parent.iterdir())
    done = komma("diff", repository, f"--from={revision}")
    assert done.code in ((0, 2) if revision == ":/0" else (2,))
    assert sorted(path.name for path in repository.parent.iterdir()) == before
    assert not (repository.parent.parent / "gestohlen").exists()


@NEEDS_GIT
def test_an_unknown_revision_and_a_file_that_was_not_there(komma, repository):
    done = komma("diff", repository, "--from", "nirgends")
    assert done.says("diff.no_revision", "de", revision="nirgends")
    fresh = repository.with_name("neu.komma.yaml")
    fresh.write_text("komma: 1\n", "utf-8")
    done = komma("diff", fresh, "--from", "HEAD")
    assert done.code == 3
    assert done.says("diff.not_in_revision", "de", file="neu.komma.yaml", revision="HEAD")


@NEEDS_GIT
def test_the_command_of_the_readme(komma, repository, monkeypatch):
    block = (ROOT / "README.md").read_text("utf-8").split("<!-- diff -->")[1].split("```")[1].split()
    assert block[0] == "komma"
    shutil.copy(repository, repository.with_name("musterstadt.komma.yaml"))
    git(repository.parent, "add", "-A")
    git(repository.parent, "commit", "-qm", "a")
    repository.with_name("musterstadt.komma.yaml").write_text((PAIR / "new.komma.yaml").read_text("utf-8"), "utf-8")
    git(repository.parent, "commit", "-qam", "b")
    monkeypatch.chdir(repository.parent)
    done = komma(*block[1:])
    assert done.code == 0
    assert done.out.startswith("## Was sich geändert hat")
    assert "- Notfallkarte, Sammelplatz: geändert" in done.out


def test_what_a_console_cannot_print_ends_no_run(komma):
    done = komma("diff", PAIR / "old.komma.yaml", PAIR / "new.komma.yaml", encoding="cp850")
    assert done.code == 0
    assert "32 " in done.out
