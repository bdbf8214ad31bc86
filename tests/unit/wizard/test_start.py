"""The start screen: from nothing but ``komma`` to a plan, and back out again."""

import pytest
import typer

from komma_cli.cli import start
from komma_cli.wizard import terminal
from komma_cli.wizard.asker import ScriptedAsker


@pytest.fixture
def begin(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KOMMA_LANG", "de")

    def begun(*answers):
        asker = ScriptedAsker(answers)
        monkeypatch.setattr(terminal, "asker_for", lambda lang, plain: asker)
        with pytest.raises(typer.Exit) as ended:
            start.start()
        return ended.value.exit_code, asker, sorted(path.name for path in tmp_path.iterdir())

    return begun


def test_leaving_the_start_screen_writes_nothing_and_ends_with_130(begin):
    assert begin()[::2] == (130, [])
    assert begin("1")[::2] == (130, [])


def test_back_from_the_name_leads_to_the_start_screen(begin):
    code, asker, files = begin("", "<", "9", "1", "Bad Öx/../Wild*burg")
    assert code == 130
    assert asker.screen.count("Neuen Plan beginnen") == 2
    assert files == ["bad-oex-wild-burg.komma.yaml"]


def test_a_plan_that_is_there_is_offered_first(begin):
    begin("1", "Kleinbeispiel")
    code, asker, _ = begin("", "1")
    assert "Plan fortsetzen: Kleinbeispiel" in asker.screen
    assert "Was ist Ihre Kommune?" in asker.screen
    assert code == 130


def test_two_plans_of_one_name_get_two_files(begin):
    begin("1", "Kleinbeispiel")
    assert begin("1", "Kleinbeispiel")[2] == ["kleinbeispiel-2.komma.yaml", "kleinbeispiel.komma.yaml"]
