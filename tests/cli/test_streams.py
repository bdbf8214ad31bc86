"""Closed streams, full disks, missing rights, other code pages: what only a process of its own shows."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from komma_cli.errors import WriteError
from komma_cli.store import atomic
from komma_cli.texts import text
from tests.cli.conftest import ROOT, Ended, Run, scrubbed

posix = pytest.mark.skipif(os.name != "posix", reason="needs a POSIX system")


def shell(folder: Path, line: str) -> Ended:
    """Run a shell line with ``komma`` in it; its exit code is komma's."""
    ended = subprocess.run(
        ["bash", "-c", f'komma() {{ "{sys.executable}" -m komma_cli "$@"; }}; {line}'],
        cwd=folder,
        env=scrubbed() | {"PYTHONUTF8": "1"},
        capture_output=True,
        timeout=60,
        check=False,
    )
    return Ended(ended.returncode, ended.stdout.decode(), ended.stderr.decode(), ended.stdout)


@posix
@pytest.mark.parametrize(
    ("line", "code", "err"),
    [
        ("komma check - <&-", 3, "store.no_input"),
        ("komma check plan.komma.yaml --fail-on warning >&-", 1, None),
        ("komma check fehlt.yaml 2>&-", 3, None),
        ("komma <&- >&- 2>&-", 2, None),
        ("komma explain | true; exit ${PIPESTATUS[0]}", 0, None),
        ("komma --version | true; exit ${PIPESTATUS[0]}", 0, None),
        ("komma directory | head -1 >/dev/null; exit ${PIPESTATUS[0]}", 0, None),
        ("komma check plan.komma.yaml --fail-on warning | true; exit ${PIPESTATUS[0]}", 1, None),
        ("komma check plan.komma.yaml --fail-on error -o /dev/null && test -c /dev/null", 0, None),
    ],
)
def test_a_stream_that_is_closed_is_no_fault_of_komma(
    folder: Path, plan: Path, line: str, code: int, err: str | None
) -> None:
    ended = shell(folder, line)
    assert ended.code == code, ended.err
    if err is None:
        assert ended.err == ""
    else:
        assert ended.says(err, "de")


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="no /dev/full here")
@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("komma explain >/dev/full", "cli.output_full"),
        ("komma status plan.komma.yaml >/dev/full", "cli.output_full"),
    ],
)
def test_output_to_a_full_disk(folder: Path, plan: Path, line: str, key: str) -> None:
    ended = shell(folder, line)
    assert (ended.code, ended.says(key, "de")) == (3, True)


def _small_files() -> None:
    import resource
    import signal

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))


@posix
@pytest.mark.parametrize(
    "arguments",
    [
        ["edit", "plan.komma.yaml", "--set", "municipality.name=Neubeispiel"],
        ["init", "neu.komma.yaml", "--answers", "antworten.yaml"],
        ["render", "plan.komma.yaml", "--document", "emergency-card", "--format", "docx", "-o", "."],
        ["schema", "-o", "schema.json"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_a_full_disk_loses_nothing_and_leaves_nothing(
    process: Run, folder: Path, plan: Path, arguments: list[str]
) -> None:
    (folder / "antworten.yaml").write_bytes(plan.read_bytes())
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    ended = process(*arguments, preexec_fn=_small_files)
    assert (ended.code, ended.out) == (3, "")
    assert "kein Platz" in ended.flat
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def _without_privileges() -> None:
    """Take from the superuser the right to read and write everything, so that permissions count (Linux)."""
    import ctypes

    drop_from_bounding_set, override, read_search = 24, 1, 2
    for capability in (override, read_search):
        if ctypes.CDLL(None).prctl(drop_from_bounding_set, capability, 0, 0, 0) != 0:
            os._exit(77)


@pytest.fixture
def like_a_user() -> Callable[[], None] | None:
    """What a process needs before it starts so that file permissions hold for it; nothing for ordinary users."""
    if os.geteuid() != 0:
        return None
    if sys.platform != "linux":
        pytest.skip("the superuser may read and write everything here")
    return _without_privileges


@posix
def test_without_rights_there_is_a_sentence_and_no_change(
    process: Run, folder: Path, plan: Path, like_a_user: Callable[[], None] | None
) -> None:
    locked = folder / "gesperrt"
    locked.mkdir()
    before = plan.read_bytes()

    def run(*arguments: str) -> Ended:
        ended = process(*arguments, preexec_fn=like_a_user)
        if ended.code == 77:
            pytest.skip("the superuser cannot give up its rights here")
        return ended

    plan.chmod(0o000)
    for arguments in (("check", plan.name), ("status", plan.name)):
        ended = run(*arguments)
        assert (ended.code, ended.out) == (3, ""), ended.err
        assert ended.says("store.no_permission", "de", file=plan.name), ended.err
    plan.chmod(0o444)
    folder.chmod(0o555)
    ended = run("edit", plan.name, "--set", "municipality.name=X")
    assert (ended.code, ended.says("store.write_forbidden", "de", file=plan.name)) == (3, True)
    ended = run("check", plan.name, "-o", "bericht.txt")
    assert (ended.code, ended.says("store.write_forbidden", "de", file="bericht.txt")) == (3, True)
    locked.chmod(0o000)
    ended = run("check", ".")
    assert (ended.code, ended.out) == (3, ""), "a folder nobody looked into is not clean"
    assert "gesperrt" in ended.flat
    for path in (folder, locked):
        path.chmod(0o755)
    assert plan.read_bytes() == before
    assert sorted(path.name for path in folder.iterdir()) == ["gesperrt", plan.name]


@pytest.mark.parametrize("encoding", ["cp850", "cp1252"])
@pytest.mark.parametrize(
    "arguments",
    [["explain", "K203"], ["status", "plan.komma.yaml"], ["check", "plan.komma.yaml"], ["directory", "thüringen"]],
    ids=lambda arguments: arguments[0],
)
def test_every_code_page_can_show_what_komma_says(komma: Run, plan: Path, encoding: str, arguments: list[str]) -> None:
    shown = komma(*arguments, encoding=encoding).out
    whole = komma(*arguments).out
    assert len(shown) == len(whole)
    if encoding == "cp1252":
        assert shown == whole, "komma's own words need nothing that Windows lacks"


def test_a_windows_console_gets_its_umlauts(process: Run) -> None:
    ended = process("check", "fehlt.yaml", env={"PYTHONUTF8": "0", "PYTHONIOENCODING": "cp850"})
    assert ended.code == 3
    raw = subprocess.run(
        [sys.executable, "-m", "komma_cli", "explain", "K203"],
        env=scrubbed() | {"PYTHONUTF8": "0", "PYTHONIOENCODING": "cp850"},
        cwd=ROOT,
        capture_output=True,
        timeout=60,
        check=True,
    ).stdout
    assert text("report.rule_fix", "de") in raw.decode("cp850")
    assert "für" in raw.decode("cp850")


def test_interrupting_a_command_ends_with_130_and_no_traceback(
    komma: Run, plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(path: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("komma_cli.store.read_source", interrupted)
    ended = komma("check", plan)
    assert (ended.code, ended.out, ended.err.strip()) == (130, "", "")


def test_a_fault_of_komma_names_a_log_and_says_whose_fault_it_is(
    komma: Run, folder: Path, plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(path: object) -> None:
        raise ZeroDivisionError("something nobody thought of")

    monkeypatch.setattr("komma_cli.store.read_source", broken)
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    ended = komma("check", plan)
    log = next(folder.glob("komma-fault-*.log"))
    assert (ended.code, ended.out) == (4, "")
    assert ended.says("cli.fault", "de", log=log)
    assert "something nobody thought of" in log.read_text(encoding="utf-8")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_the_store_replaces_files_and_nothing_else(folder: Path) -> None:
    os.mkfifo(folder / "leitung")
    (folder / "ordner").mkdir()
    for name, key in (("leitung", "store.write_failed"), ("ordner", "store.directory")):
        with pytest.raises(WriteError) as refused:
            atomic.replace(folder / name, b"x")
        assert refused.value.key == key
    assert (folder / "leitung").is_fifo()
    assert sorted(path.name for path in folder.iterdir()) == ["leitung", "ordner"]
