"""The start screen: from nothing but ``komma`` to a plan, and back out again."""

import pytest
import typer

from komma_cli.cli import start
from komma_cli.wizard.input import terminal
from komma_cli.wizard.input.asker import ScriptedAsker


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
    assert "Plan fortsetzen  Kleinbeispiel, zuletzt " in asker.screen
    assert "Was ist Ihre Kommune?" in asker.screen
    assert code == 130


def test_two_plans_of_one_name_get_two_files(begin):
    begin("1", "Kleinbeispiel")
    assert begin("1", "Kleinbeispiel")[2] == ["kleinbeispiel-2.komma.yaml", "kleinbeispiel.komma.yaml"]


def test_each_plan_has_its_line_and_one_nobody_can_read_says_so(begin, tmp_path):
    begin("1", "Kleinbeispiel", "-", "-")
    (tmp_path / "alt.komma.yaml").write_text("kaputt: [", encoding="utf-8")
    code, asker, _ = begin("", "<<")
    lines = asker.screen.splitlines()
    assert "   2  Plan fortsetzen  alt.komma.yaml: nicht lesbar" in lines
    assert any(line.startswith("   3  Plan fortsetzen  Kleinbeispiel, zuletzt ") for line in lines)
    assert "Ihre Wahl (Eingabetaste = 3): " in lines
    assert "Weiter bei: Der sichere Kern, Frage" in asker.screen
    assert code == 130
