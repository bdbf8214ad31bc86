"""A process without a terminal: exit code 2, nothing asked, nothing read, nothing written."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from komma_cli.store import create
from tests.unit.wizard.helper import core_draft


@pytest.mark.parametrize("arguments", [["init", "neu.komma.yaml"], ["edit", "ort.komma.yaml"]])
@pytest.mark.parametrize("piped", [b"", b"1\nNeuname\n"], ids=["nothing", "answers"])
def test_a_pipe_is_never_answered_from(tmp_path, arguments, piped):
    plan = tmp_path / "ort.komma.yaml"
    create(plan, core_draft())
    before = plan.read_bytes()
    ended = subprocess.run(
        [sys.executable, "-m", "komma_cli", *arguments],
        input=piped,
        capture_output=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path.cwd()), "KOMMA_LANG": "de", "PYTHONIOENCODING": "cp850"},
        timeout=60,
        check=False,
    )
    assert ended.returncode == 2
    assert b"--answers" in ended.stderr
    assert b"Traceback" not in ended.stderr
    assert ended.stdout == b""
    assert plan.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["ort.komma.yaml"]
