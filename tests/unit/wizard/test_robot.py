"""The whole interview, every section, by somebody who answers everything."""

import pytest

from komma_cli.model.problems import validate
from komma_cli.wizard.asking import Asking
from komma_cli.wizard.interview import Interview
from komma_cli.wizard.pages import section_states
from komma_cli.wizard.sitting import Sitting
from tests.unit.wizard.helper import TODAY, MemorySaver, core_draft, numbered_ids, run
from tests.unit.wizard.robot import Robot


class Watched(Sitting):
    """A sitting that tells the robot which question is on the screen."""

    asked = None

    def _ask(self, question):
        return Asking._ask(self, question)

    def _typed(self, question, default):
        self.asked = question
        return super()._typed(question, default)

    def _typed_lines(self, question, draft):
        self.asked = question
        return super()._typed_lines(question, draft)


def walk(key, data=None, lang="de", **how):
    robot = Robot(**how)
    data = data if data is not None else core_draft()
    seat = Watched(Interview(data, lang, TODAY, numbered_ids()), robot, MemorySaver(data))
    robot.seat = seat
    result = run(lambda: seat.run_section(key))
    return seat, robot, result


KEYS = [state.key for state in section_states({}, "de")]


@pytest.mark.parametrize(
    ("lang", "propose", "columns"), [("de", True, 80), ("de", False, 50), ("en", True, 80), ("en", False, 40)]
)
def test_every_section_can_be_answered_in_full(lang, propose, columns, monkeypatch):
    """Nothing is left to ask afterwards, the model accepts it, and no line is too wide or beyond cp1252."""
    monkeypatch.setenv("COLUMNS", str(columns))
    data = core_draft()
    for key in KEYS:
        seat, robot, result = walk(key, data, lang, propose=propose)
        assert result in ("next", "back"), (key, robot.screen[-3000:])
        data = seat.interview.data
        assert seat.saver.data == data
        state = next(s for s in section_states(data, lang) if s.key == key)
        assert not state.unfinished, (key, robot.screen[-2000:])
        for line in robot.output.splitlines():
            line.encode("cp1252")
            assert len(line) <= columns or " " not in line.strip(), line
    assert validate(data)[1] == []
