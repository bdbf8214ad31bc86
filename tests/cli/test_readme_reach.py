"""The commands of the README's section „Who answers“ do what it says, in the order in which they stand there."""

import re
import shlex
import shutil
from pathlib import Path

from komma_cli.cli.papers import RECORD
from tests.cli.conftest import TOWN

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
COMMANDS = re.search(r"<!-- reach -->\n```\n(.*?)```", README, re.DOTALL)[1].splitlines()


def test_every_command_of_the_section_works(komma, tmp_path):
    shutil.copy(TOWN, tmp_path / TOWN.name)
    assert len(COMMANDS) == 6
    for line in COMMANDS:
        program, *arguments = shlex.split(line)
        assert program == "komma"
        result = komma(*arguments)
        assert (result.code, result.err) == (0, "")
        assert result.out
    written = [path.suffix for path in (tmp_path / "papers").iterdir() if path.name != RECORD]
    assert sorted(written) == 4 * [".docx"] + 4 * [".pdf"]
