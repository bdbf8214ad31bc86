"""One sitting on a real file: the lock, changes from outside, a full disk, and how it ends."""

import pytest

from komma_cli.cli import desk
from komma_cli.cli.desk import draft, sit, whole_talk
from komma_cli.cli.exits import Exit
from komma_cli.errors import OutsideChange, UsageError, WriteError
from komma_cli.store import Journal, create, lock_path
from komma_cli.store.atomic import write_error
from komma_cli.texts import error_words
from komma_cli.wizard.asker import ScriptedAsker
from tests.unit.wizard.helper import core_draft


@pytest.fixture
def plan(tmp_path, monkeypatch):
    monkeypatch.setenv("KOMMA_LANG", "de")
    path = tmp_path / "ort.komma.yaml"
    create(path, core_draft())
    return path


def name_asked(sitting):
    """A talk of one question."""
    sitting.run_path("municipality.name")


def changing(path, talk=name_asked):
    """Return a talk during which somebody else changes the file."""

    def changed(sitting):
        talk(sitting)
        path.write_text(path.read_text(encoding="utf-8").replace("4444", "5555"), encoding="utf-8")

    return changed


def flat(asker):
    return " ".join(asker.screen.split())


def test_a_welcome_says_what_is_there(plan):
    asker = ScriptedAsker(["b"])
    assert sit(plan, whole_talk, asker=asker) == Exit.CLEAN
    assert "Willkommen zurück. Kleinbeispiel: " in flat(asker)
    assert "0 sind als offen notiert. Zuletzt gespeichert am" in flat(asker)
    assert flat(asker).count("komma edit") == 1


def test_leaving_in_the_middle_saves_and_ends_with_130(plan):
    asker = ScriptedAsker(["a1", "1", "Neuname"])
    assert sit(plan, whole_talk, asker=asker) == Exit.INTERRUPTED
    assert "name: Neuname" in plan.read_text(encoding="utf-8")
    assert not lock_path(plan).exists()


def test_ctrl_c_between_two_questions_saves_too(plan):
    def broken_off(sitting):
        name_asked(sitting)
        raise KeyboardInterrupt

    assert sit(plan, broken_off, asker=ScriptedAsker(["Neuname"])) == Exit.INTERRUPTED
    assert "name: Neuname" in plan.read_text(encoding="utf-8")


def test_a_second_writer_hears_who_is_writing(plan):
    heard = []

    def second(sitting):
        with pytest.raises(WriteError) as refused:
            sit(plan, name_asked, asker=ScriptedAsker(["Zweiter"]))
        heard.append(error_words(refused.value.key, "de", **refused.value.values)[0])

    before = plan.read_bytes()
    assert sit(plan, second, asker=ScriptedAsker([])) == Exit.CLEAN
    assert plan.read_bytes() == before
    assert "bearbeitet" in heard[0]
    assert str(plan) in heard[0]
    assert "{" not in heard[0]
    assert not lock_path(plan).exists()


@pytest.mark.parametrize("answer", ["ja", ""])
def test_answers_go_into_a_file_changed_meanwhile_if_that_is_wanted(plan, answer):
    asker = ScriptedAsker(["Neuname", answer])
    assert sit(plan, changing(plan), asker=asker) == Exit.CLEAN
    content = plan.read_text(encoding="utf-8")
    assert "name: Neuname" in content
    assert "5555" in content
    assert "von jemand anderem geändert" in flat(asker)


@pytest.mark.parametrize("answers", [["nein"], []], ids=["no", "end of input"])
def test_a_file_changed_meanwhile_is_left_alone_and_the_answers_wait(plan, answers):
    asker = ScriptedAsker(["Neuname", *answers])
    with pytest.raises(OutsideChange) as refused:
        sit(plan, changing(plan), asker=asker)
    assert refused.value.key == "wizard.kept_apart"
    assert "Neuname" not in plan.read_text(encoding="utf-8")
    assert draft(plan)["municipality"]["name"] == "Neuname"
    again = ScriptedAsker(["ja"])
    sit(plan, lambda sitting: None, asker=again)
    assert "Eine Antwort vom letzten Mal" in flat(again)
    content = plan.read_text(encoding="utf-8")
    assert "name: Neuname" in content
    assert "5555" in content


def test_after_a_merge_the_sitting_goes_on_with_what_the_other_wrote(plan):
    def talk(sitting):
        changing(plan)(sitting)
        sitting.act("k")
        assert sitting.interview.data["escalation"]["emergency"]["internal_number"] == "5555"
        sitting.run_path("municipality.name")

    assert sit(plan, talk, asker=ScriptedAsker(["Neuname", "ja", "Nochmals"])) == Exit.CLEAN
    content = plan.read_text(encoding="utf-8")
    assert "name: Nochmals" in content
    assert "5555" in content


def test_what_the_menu_cannot_do_is_said_and_the_sitting_goes_on(plan):
    def talk(sitting):
        changing(plan)(sitting)
        sitting.act("d")
        sitting.run_path("municipality.name")

    asker = ScriptedAsker(["Neuname", "nein", "Nochmals", "ja"])
    assert sit(plan, talk, asker=asker) == Exit.CLEAN
    assert "komma hat nichts überschrieben" in flat(asker)
    assert "name: Nochmals" in plan.read_text(encoding="utf-8")


def test_a_full_disk_keeps_what_was_saved_before(plan, monkeypatch):
    real, left = Journal.append, [1]

    def full(self, *arguments, **options):
        if not left:
            raise write_error(self.path, OSError(28, "No space left on device"))
        left.pop()
        return real(self, *arguments, **options)

    monkeypatch.setattr(Journal, "append", full)

    def talk(sitting):
        name_asked(sitting)
        sitting.run_path("escalation.emergency.internal_number")

    asker = ScriptedAsker(["Neuname", "1234", "", "b"])
    with pytest.raises(WriteError) as ended:
        sit(plan, talk, asker=asker)
    message, hint = error_words(ended.value.key, "de", **ended.value.values)
    assert "kein Platz mehr" in message
    assert "früheren Antworten sind sicher" in hint
    content = plan.read_text(encoding="utf-8")
    assert "name: Neuname" in content
    assert "4444" in content


def test_a_fault_of_komma_loses_no_answer(plan):
    def broken(sitting):
        name_asked(sitting)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        sit(plan, broken, asker=ScriptedAsker(["Neuname"]))
    assert "name: Neuname" in plan.read_text(encoding="utf-8")


def test_without_a_terminal_nothing_is_asked_and_nothing_written(plan, monkeypatch):
    monkeypatch.setattr(desk, "on_terminal", lambda: False)
    before = sorted(plan.parent.iterdir())
    with pytest.raises(UsageError) as refused:
        sit(plan, whole_talk)
    assert refused.value.key == "cli.no_terminal"
    assert sorted(plan.parent.iterdir()) == before
