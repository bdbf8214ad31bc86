"""Two people on one plan at the same time: every answer that was confirmed to either is in the file at the end.

``KOMMA_WRITERS_SECONDS`` sets how long they write. Each has questions of its own; what both answer differently is for
a person to decide and has tests of its own.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

SECONDS = float(os.environ.get("KOMMA_WRITERS_SECONDS", "4"))


def test_no_answer_of_either_is_lost(tmp_path):
    from komma_cli.model.problems import validate
    from komma_cli.paths import get, parse_path
    from komma_cli.store import load, read_source
    from tests.terminal.plans import core_plan
    from tests.terminal.screen import strays

    path = core_plan(tmp_path)
    command = [sys.executable, "-m", "tests.terminal.writer", str(path)]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path.cwd()), *sys.path]), "PYTHONUTF8": "1"}
    writers = [
        subprocess.Popen([*command, name, str(SECONDS), *more], env=env, stdout=subprocess.PIPE, text=True)
        for name, more in (("anna", []), ("jan", ["apart"]))
    ]
    told = [writer.communicate(timeout=SECONDS + 60)[0] for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0]
    loaded = load(read_source(path))
    assert validate(loaded.data)[1] == []
    confirmed = {}
    for lines in told:
        answers = dict(json.loads(line) for line in lines.splitlines())
        assert len(answers) > 5
        confirmed |= answers
    lost = {place: value for place, value in confirmed.items() if get(loaded.data, parse_path(place)) != value}
    assert lost == {}
    assert strays(tmp_path) == []
