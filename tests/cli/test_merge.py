"""``komma merge`` and ``komma git-setup``, with a real git where there is one."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

BASE = """\
komma: 1
municipality:
  name: Ort  # unser Ort
  kind: municipality
  state: TH
people:
  - id: p-1
    function: Eins
  - id: p-2
    function: Zwei
"""


def three(folder, ours, theirs, base=BASE):
    for name, content in (("base", base), ("ours", ours), ("theirs", theirs)):
        (folder / f"{name}.komma.yaml").write_text(content, encoding="utf-8")
    return [str(folder / f"{name}.komma.yaml") for name in ("base", "ours", "theirs")]


def test_different_answers_come_together_and_comments_stay(komma, tmp_path):
    files = three(tmp_path, BASE.replace("Eins", "Neu"), BASE.replace("  - id: p-2", "  - id: p-3\n  - id: p-2"))
    done = komma("merge", *files)
    assert (done.code, done.out, done.err) == (0, "", "")
    assert Path(files[1]).read_text(encoding="utf-8") == BASE.replace("Eins", "Neu").replace(
        "  - id: p-2", "  - id: p-3\n  - id: p-2"
    )


def test_the_same_answer_twice_keeps_ours_and_says_both(komma, tmp_path):
    files = three(tmp_path, BASE.replace("Eins", "Unser"), BASE.replace("Eins", "Ihr"))
    done = komma("merge", "--name", "plan.komma.yaml", *files)
    assert done.code == 1
    said = " ".join(done.err.split())
    assert (
        "Beide haben geändert: people[p-1].function. Im Plan steht jetzt: Unser. Die andere Fassung sagt: Ihr" in said
    )
    assert "komma edit plan.komma.yaml" in said
    assert "Unser" in Path(files[1]).read_text(encoding="utf-8")


def test_a_removed_entry_that_the_other_names_is_reported(komma, tmp_path):
    role = "roles:\n  - id: r\n    title: Rolle\n    holder: p-2\n"
    files = three(tmp_path, BASE.replace("  - id: p-2\n    function: Zwei\n", ""), BASE + role)
    done = komma("merge", *files)
    assert done.code == 1
    assert "roles[r].holder nennt „p-2“" in done.flat


def test_unrelated_files_are_refused_untouched(komma, tmp_path):
    other = BASE.replace("name: Ort", "name: Anderswo").replace("p-1", "p-8").replace("p-2", "p-9")
    files = three(tmp_path, BASE, other)
    done = komma("merge", *files)
    assert done.code == 2
    assert "nicht zwei Fassungen desselben Plans" in " ".join(done.err.split())
    assert Path(files[1]).read_text(encoding="utf-8") == BASE


@pytest.mark.parametrize("bad", ["komma: [1\n", "- a\n", "komma: 1\nkomma: 2\n"])
def test_a_file_that_cannot_be_read_stops_the_merge(komma, tmp_path, bad):
    files = three(tmp_path, BASE, bad)
    done = komma("merge", *files)
    assert done.code == 3
    assert Path(files[1]).read_text(encoding="utf-8") == BASE
    assert "Traceback" not in done.flat


def test_a_missing_file_is_named(komma, tmp_path):
    files = three(tmp_path, BASE, BASE)
    Path(files[2]).unlink()
    done = komma("merge", *files)
    assert done.code == 3
    assert "theirs.komma.yaml" in done.err.replace("\n", "")


def git(folder, *words, code=0):
    """Run git with settings of its own; komma is the one under test."""
    shim = folder.parent / "bin"
    shim.mkdir(exist_ok=True)
    program = shim / "komma"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m komma_cli "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    env = {
        **os.environ,
        "PATH": f"{shim}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": os.pathsep.join([str(Path.cwd()), *sys.path]),
        "HOME": str(folder.parent),
        "GIT_CONFIG_NOSYSTEM": "1",
        "KOMMA_LANG": "de",
    }
    who = ["-c", "user.name=T", "-c", "user.email=t@stadt.example", "-c", "init.defaultBranch=main"]
    done = subprocess.run(["git", *who, *words], cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.mark.skipif(shutil.which("git") is None or sys.platform == "win32", reason="needs git and a POSIX shell")
def test_git_merges_two_branches_with_komma(komma, tmp_path):
    folder = tmp_path / "repo mit Leerzeichen"
    folder.mkdir()
    git(folder, "init", "-q")
    (folder / ".gitattributes").write_text("*.bin binary", encoding="utf-8")
    for _ in range(2):
        done = komma("git-setup", str(folder))
        assert done.code == 0
    attributes = (folder / ".gitattributes").read_text(encoding="utf-8")
    assert attributes == "*.bin binary\n*.komma.yaml merge=komma\n"
    plan = folder / "unser plan.komma.yaml"

    def committed(content, message):
        plan.write_text(content, encoding="utf-8")
        git(folder, "add", "-A")
        git(folder, "commit", "-qm", message)

    committed(BASE, "base")
    git(folder, "checkout", "-qb", "andere")
    committed(BASE.replace("function: Eins", "function: Neu"), "theirs")
    git(folder, "checkout", "-q", "main")
    committed(BASE + "  - id: p-3\n    function: Drei\n", "ours")
    git(folder, "merge", "-q", "--no-edit", "andere")
    merged = plan.read_text(encoding="utf-8")
    assert "function: Neu" in merged
    assert "p-3" in merged
    assert "# unser Ort" in merged

    git(folder, "checkout", "-qb", "dritte")
    committed(merged.replace("function: Neu", "function: A"), "theirs")
    git(folder, "checkout", "-q", "main")
    committed(merged.replace("function: Neu", "function: B"), "ours")
    said = git(folder, "merge", "--no-edit", "dritte", code=1)
    assert "Beide haben geändert: people[p-1].function" in " ".join(said.split())
    assert "unser plan.komma.yaml" in said
    assert "function: B" in plan.read_text(encoding="utf-8")


def test_without_a_repository_nothing_is_written(komma, tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    done = komma("git-setup", str(tmp_path))
    assert done.code == 2
    assert list(tmp_path.iterdir()) == []


def test_without_git_it_says_so(komma, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", "")
    done = komma("git-setup", str(tmp_path))
    assert done.code == 2
    assert "git nicht installiert" in " ".join(done.err.split())


def test_a_folder_that_is_not_there_is_named(komma, tmp_path):
    done = komma("git-setup", str(tmp_path / "fehlt"))
    assert done.code == 3
    assert "fehlt" in done.err.replace("\n", "")


@pytest.mark.parametrize("empty", [{"ours"}, {"theirs"}, {"ours", "theirs"}, {"base", "ours", "theirs"}])
def test_a_side_without_content_is_no_plan_and_empties_none(komma, tmp_path, empty):
    texts = {name: "" if name in empty else BASE for name in ("base", "ours", "theirs")}
    files = three(tmp_path, texts["ours"], texts["theirs"], texts["base"])
    done = komma("merge", *files)
    assert done.code == 2
    assert "nicht zwei Fassungen desselben Plans" in " ".join(done.err.split())
    assert Path(files[1]).read_text(encoding="utf-8") == texts["ours"]


def test_git_setup_keeps_the_bytes_of_the_attributes(komma, tmp_path):
    if not shutil.which("git"):
        pytest.skip("no git here")
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    (tmp_path / ".gitattributes").write_bytes(b"*.bin binary\r\n# B\xfccher\r\n")
    for _ in range(2):
        assert komma("git-setup", str(tmp_path)).code == 0
        expected = b"*.bin binary\r\n# B\xfccher\r\n*.komma.yaml merge=komma\r\n"
        assert (tmp_path / ".gitattributes").read_bytes() == expected
