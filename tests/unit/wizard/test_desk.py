"""One sitting on a real file: the lock, changes from outside, a full disk, and how it ends."""

import json
import os
import signal
import sys

import pytest

from komma_cli.cli import desk
from komma_cli.cli.desk import draft, sit, whole_talk
from komma_cli.cli.exits import Exit
from komma_cli.errors import OutsideChange, ReadError, UsageError, WriteError
from komma_cli.paths import ById
from komma_cli.store import SCHEMA_URL, Change, Journal, Removal, atomic, create, load, lock_path, read_source, write
from komma_cli.store.atomic import write_error
from komma_cli.texts import error_words
from komma_cli.wizard.input.asker import ScriptedAsker
from komma_cli.wizard.saving import FileSaver, open_plan, write_aside
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
    assert "Willkommen zurück: Kleinbeispiel. " in flat(asker)
    assert "Als offen notiert: 0. Zuletzt gespeichert am" in flat(asker)
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


@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot send itself Ctrl+C there")
def test_ctrl_c_while_the_answers_are_being_saved_cuts_nothing_short(plan, monkeypatch):
    replace = atomic.replace

    def pressed_meanwhile(path, data, **options):
        os.kill(os.getpid(), signal.SIGINT)
        replace(path, data, **options)

    monkeypatch.setattr(atomic, "replace", pressed_meanwhile)
    asker = ScriptedAsker(["a1", "1", "Neuname"])
    assert sit(plan, whole_talk, asker=asker) == Exit.INTERRUPTED
    assert "name: Neuname" in plan.read_text(encoding="utf-8")
    assert "Gespeichert um" in flat(asker)
    assert [path.name for path in plan.parent.iterdir() if path.name.startswith(".")] == []


def test_a_second_writer_hears_who_is_writing_and_comes_back_later(plan):
    heard = []

    def second(sitting):
        asker = ScriptedAsker([""])
        with pytest.raises(WriteError) as refused:
            sit(plan, name_asked, asker=asker)
        heard.append(error_words(refused.value.key, "de", **refused.value.values)[0])
        assert "arbeitet gerade an diesem Plan (Rechner" in flat(asker)
        assert "Sperre aufheben" not in flat(asker)

    before = plan.read_bytes()
    assert sit(plan, second, asker=ScriptedAsker([])) == Exit.CLEAN
    assert plan.read_bytes() == before
    assert "bearbeitet" in heard[0]
    assert str(plan) in heard[0]
    assert "{" not in heard[0]
    assert not lock_path(plan).exists()


def test_ctrl_c_at_a_taken_seat_changes_nothing(plan):
    def second(sitting):
        assert sit(plan, name_asked, asker=ScriptedAsker([])) == Exit.INTERRUPTED

    before = plan.read_bytes()
    assert sit(plan, second, asker=ScriptedAsker([])) == Exit.CLEAN
    assert plan.read_bytes() == before


def test_two_people_at_one_plan_keep_every_answer(plan):
    def first(sitting):
        name_asked(sitting)
        second = ScriptedAsker(["2", "5555"])
        sit(plan, lambda other: other.run_path("escalation.emergency.internal_number"), asker=second)
        sitting.run_path("municipality.population")
        assert sitting.interview.data["escalation"]["emergency"]["internal_number"] == "5555"

    asker = ScriptedAsker(["Neuname", "48000"])
    assert sit(plan, first, asker=asker) == Exit.CLEAN
    content = plan.read_text(encoding="utf-8")
    assert "name: Neuname" in content
    assert "5555" in content
    assert "population: 48000" in content
    assert "hat inzwischen eine Angabe geändert" in flat(asker)
    assert sorted(path.name for path in plan.parent.iterdir()) == [plan.name]


def test_an_old_lock_may_be_broken(plan):
    held = {"name": "Anna", "machine": "anderswo", "pid": 1, "since": "2026-01-01T08:00"}
    lock_path(plan).write_text(json.dumps(held), encoding="utf-8")
    asker = ScriptedAsker(["3", "Neuname"])
    assert sit(plan, name_asked, asker=asker) == Exit.CLEAN
    assert "Anna arbeitet gerade an diesem Plan (Rechner anderswo" in flat(asker)
    assert "name: Neuname" in plan.read_text(encoding="utf-8")
    assert not lock_path(plan).exists()


def test_whoever_still_works_under_a_broken_lock_loses_nothing(plan):
    """Two in one journal: what one wrote there vanished when the other brought theirs into the plan."""
    lock_path(plan).write_text(json.dumps({"name": "Jan", "machine": "PC-9", "pid": 1, "since": "2026-01-01T10:00"}))
    jan = FileSaver(plan, open_plan(plan))
    jan.save([Change(("municipality", "name"), "Vorher")])

    def talk(sitting):
        assert sitting.interview.data["municipality"]["name"] == "Vorher"
        sitting.run_path("municipality.population")
        if jan.changed_outside():
            jan.settle(jan.merge().data)
        jan.finish()
        jan.save([Change(("municipality", "legal_as_of"), "2026-11-16")])
        sitting.run_path("municipality.employees")

    asker = ScriptedAsker(["3", "48000", "700"])
    assert sit(plan, talk, asker=asker) == Exit.CLEAN
    assert "Eine Antwort vom letzten Mal" in flat(asker)
    if jan.changed_outside():
        jan.settle(jan.merge().data)
    jan.finish()
    found = draft(plan)["municipality"]
    assert (found["name"], found["population"], found["employees"]) == ("Vorher", 48000, 700)
    assert found["legal_as_of"] == "2026-11-16"
    assert sorted(path.name for path in plan.parent.iterdir()) == [plan.name]


def test_what_somebody_else_changed_comes_in_without_a_question(plan):
    assert sit(plan, changing(plan), asker=ScriptedAsker(["Neuname"])) == Exit.CLEAN
    content = plan.read_text(encoding="utf-8")
    assert "name: Neuname" in content
    assert "5555" in content


def renaming(path):
    """Return a talk during which somebody else changes the very answer that is given."""

    def changed(sitting):
        path.write_text(path.read_text(encoding="utf-8").replace("Kleinbeispiel", "Andersname"), encoding="utf-8")
        name_asked(sitting)

    return changed


@pytest.mark.parametrize(("choice", "name"), [("1", "Neuname"), ("2", "Andersname")])
def test_only_the_same_field_is_a_question(plan, choice, name):
    asker = ScriptedAsker(["Neuname", "?", "", choice])
    assert sit(plan, renaming(plan), asker=asker) == Exit.CLEAN
    assert f"name: {name}" in plan.read_text(encoding="utf-8")
    shown = flat(asker)
    assert "Diese Angabe hat inzwischen auch jemand anderes geändert." in shown
    assert "1 Ihre Antwort Neuname 2 Im Plan jetzt Andersname" in shown
    assert "Wählen Sie 1 oder 2." in shown
    assert ("Geändert von „Kleinbeispiel“ in „Neuname“." in shown) == (choice == "1")


def test_leaving_in_front_of_that_question_keeps_both_and_asks_again(plan):
    with pytest.raises(OutsideChange) as refused:
        sit(plan, renaming(plan), asker=ScriptedAsker(["Neuname"]))
    assert refused.value.key == "wizard.kept_apart"
    assert "name: Andersname" in plan.read_text(encoding="utf-8")
    assert draft(plan)["municipality"]["name"] == "Neuname"
    again = ScriptedAsker(["1"])
    assert sit(plan, lambda sitting: None, asker=again) == Exit.CLEAN
    assert "Eine Antwort vom letzten Mal" in flat(again)
    assert "1 Ihre Antwort Neuname 2 Im Plan jetzt Andersname" in flat(again)
    assert "name: Neuname" in plan.read_text(encoding="utf-8")
    assert sorted(path.name for path in plan.parent.iterdir()) == [plan.name]


def test_after_a_merge_the_sitting_goes_on_with_what_the_other_wrote(plan):
    def talk(sitting):
        changing(plan)(sitting)
        sitting.act("k")
        assert sitting.interview.data["escalation"]["emergency"]["internal_number"] == "5555"
        sitting.run_path("municipality.name")

    assert sit(plan, talk, asker=ScriptedAsker(["Neuname", "Nochmals"])) == Exit.CLEAN
    content = plan.read_text(encoding="utf-8")
    assert "name: Nochmals" in content
    assert "5555" in content


def test_a_plan_that_vanished_is_made_again(plan):
    def talk(sitting):
        plan.unlink()
        name_asked(sitting)

    asker = ScriptedAsker(["Neuname"])
    assert sit(plan, talk, asker=asker) == Exit.CLEAN
    assert "neu angelegt" in flat(asker)
    assert draft(plan)["municipality"]["name"] == "Neuname"
    assert draft(plan)["escalation"]["emergency"]["internal_number"] == "4444"


@pytest.mark.parametrize("blank", [b"", b"\n"])
def test_a_plan_that_was_emptied_gets_its_answers_back(plan, blank):
    """A copying program or a full disk leaves an empty file; that is nobody's wish to delete every answer."""

    def talk(sitting):
        plan.write_bytes(blank)
        name_asked(sitting)

    asker = ScriptedAsker(["Neuname"])
    assert sit(plan, talk, asker=asker) == Exit.CLEAN
    assert "neu angelegt" in flat(asker)
    assert draft(plan)["municipality"]["name"] == "Neuname"
    assert draft(plan)["escalation"]["emergency"]["internal_number"] == "4444"


COMMENTS = f"# yaml-language-server: $schema={SCHEMA_URL}\n# Notizen der Koordination\n"


def test_a_plan_of_nothing_but_comments_is_a_new_plan_and_keeps_them(plan):
    plan.write_text(COMMENTS, encoding="utf-8")
    assert sit(plan, name_asked, asker=ScriptedAsker(["Neuname"])) == Exit.CLEAN
    content = plan.read_text(encoding="utf-8")
    assert content.startswith(COMMENTS)
    assert draft(plan) == {"komma": 1, "municipality": {"name": "Neuname"}}
    assert sorted(path.name for path in plan.parent.iterdir()) == [plan.name]


def test_a_plan_of_which_only_comments_are_left_gets_its_answers_back(plan):
    def talk(sitting):
        plan.write_text(COMMENTS, encoding="utf-8")
        name_asked(sitting)

    asker = ScriptedAsker(["Neuname"])
    assert sit(plan, talk, asker=asker) == Exit.CLEAN
    assert "neu angelegt" in flat(asker)
    assert draft(plan) == {**core_draft(), "municipality": {**core_draft()["municipality"], "name": "Neuname"}}
    assert plan.read_text(encoding="utf-8").startswith(COMMENTS)


def test_a_plan_that_somebody_damaged_is_left_and_ours_stands_beside_it(plan):
    def talk(sitting):
        plan.write_bytes(b"komma: [1\n\xff")
        name_asked(sitting)
        sitting.run_path("municipality.population")

    asker = ScriptedAsker(["Neuname", "48000"])
    with pytest.raises(ReadError) as refused:
        sit(plan, talk, asker=asker)
    assert refused.value.key == "wizard.kept_aside"
    assert "kann ihn gerade nicht lesen" in flat(asker)
    assert plan.read_bytes() == b"komma: [1\n\xff"
    aside = plan.with_name("ort-1.komma.yaml")
    assert draft(aside)["municipality"] == {**core_draft()["municipality"], "name": "Neuname", "population": 48000}
    assert sorted(path.name for path in plan.parent.iterdir()) == sorted([plan.name, aside.name])


def test_answers_of_a_sitting_apart_that_was_killed_come_back(plan):
    journal = Journal(plan, apart=True)
    journal.append(("municipality", "name"), "Neuname", was=("Kleinbeispiel",))
    journal.path.rename(journal.path.with_name(journal.path.name.replace(f".{os.getpid()}.", ".999999999.")))
    asker = ScriptedAsker([])
    assert sit(plan, lambda sitting: None, asker=asker) == Exit.CLEAN
    assert "Eine Antwort vom letzten Mal" in flat(asker)
    assert "name: Neuname" in plan.read_text(encoding="utf-8")
    assert sorted(path.name for path in plan.parent.iterdir()) == [plan.name]


def test_an_entry_that_one_removes_and_the_other_names_is_reported(plan):
    def talk(sitting):
        data = draft(plan)
        data["people"] = data["people"][:1]
        data["roles"][0].pop("deputies")
        data["roles"][1] |= {"holder": data["people"][0]["id"], "deputies": []}
        write(plan, data)
        sitting.run_path("escalation.emergency.out_of_hours")

    data = draft(plan)
    data["escalation"]["emergency"].pop("out_of_hours")
    write(plan, data)
    asker = ScriptedAsker(["2"])
    assert sit(plan, talk, asker=asker) == Exit.CLEAN
    assert "nennt einen Eintrag, den jemand inzwischen entfernt hat" in flat(asker)


def test_what_the_menu_cannot_do_is_said_and_the_sitting_goes_on(plan, monkeypatch):
    def refuse(*_):
        raise WriteError("cli.output_is_folder", file="x")

    monkeypatch.setattr("komma_cli.cli.render.write_documents", refuse)

    def talk(sitting):
        sitting.act("d")
        name_asked(sitting)

    asker = ScriptedAsker(["Nochmals"])
    assert sit(plan, talk, asker=asker) == Exit.CLEAN
    assert "ist ein Ordner" in flat(asker)
    assert "name: Nochmals" in plan.read_text(encoding="utf-8")


def test_a_full_disk_keeps_what_was_saved_before(plan, monkeypatch):
    real, left = Journal.append_step, [1]

    def full(self, *arguments, **options):
        if not left:
            raise write_error(self.path, OSError(28, "No space left on device"))
        left.pop()
        return real(self, *arguments, **options)

    monkeypatch.setattr(Journal, "append_step", full)

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


class Meanwhile(ScriptedAsker):
    """A person at whose question number ``number`` somebody else saves ``edits`` into the plan."""

    def __init__(self, answers, number, path, edits):
        super().__init__(answers)
        self._number, self._path, self._edits = number, path, edits

    def read(self, *args, **more):
        self._number -= 1
        if self._number == 0:
            write(self._path, self._edits)
        return super().read(*args, **more)


SECOND = {"kind": "mobile", "value": "+4915228817386", "class": "confidential"}
"""A number that somebody else puts in front of ours, for few eyes."""


@pytest.mark.parametrize("number", range(1, 6))
def test_an_entry_being_written_stays_its_own_when_somebody_else_adds_one(plan, number):
    """Such entries have no id: their place in the list is another one after the merge."""
    first = draft(plan)["people"][0]["channels"][0]
    edits = [Change(("people", ById("p-1"), "channels"), [first, SECOND])]
    answers = ["+", "1", "0221 4710-222", "intern", "Sekretariat", "s"]
    asker = Meanwhile(answers, number, plan, edits)
    assert sit(plan, lambda sitting: sitting.run_path("people[p-1].channels"), asker=asker) == Exit.CLEAN
    channels = draft(plan)["people"][0]["channels"]
    assert sorted(channels, key=lambda one: one["value"]) == [
        SECOND,
        first,
        {"kind": "phone", "value": "+492214710222", "class": "internal", "note": "Sekretariat"},
    ]


def test_an_entry_that_somebody_else_removes_meanwhile_ends_its_questions(plan):
    first = draft(plan)["people"][0]["channels"][0]
    write(plan, [Change(("people", ById("p-1"), "channels"), [first, SECOND])])
    edits = [Change(("people", ById("p-1"), "channels"), [SECOND])]

    def talk(sitting):
        sitting.run_path("people[p-1].channels")
        sitting.run_path("municipality.name")

    asker = Meanwhile(["1", "4", "Zentrale", "2", "s", "Neuname"], 2, plan, edits)
    assert sit(plan, talk, asker=asker) == Exit.CLEAN
    assert draft(plan)["people"][0]["channels"] == [SECOND]
    assert draft(plan)["municipality"]["name"] == "Neuname"


@pytest.mark.parametrize("choice", ["1", "2"])
def test_a_person_whom_somebody_else_removes_meanwhile_is_not_asked_for_in_parts(plan, choice):
    """Otherwise the next answer would make an entry that holds nothing but this answer."""
    person = {"id": "p-9", "function": "Leitung Archiv", "hours": "24/7"}
    write(plan, [Change(("people", ById("p-9")), person)])
    removal = [Removal(("people", ById("p-9")))]
    asker = Meanwhile(["3", "2", "Leitung Museum", choice, "", "", "s", "s"], 2, plan, removal)
    sit(plan, lambda sitting: sitting.run_path("people"), asker=asker)
    left = [one for one in draft(plan)["people"] if one["id"] == "p-9"]
    assert left == ([{**person, "function": "Leitung Museum"}] if choice == "1" else [])
    assert ("in „Leitung Museum“" in flat(asker)) == (choice == "1")


def test_the_question_about_a_removed_entry_names_the_entry(plan):
    person = {"id": "p-9", "function": "Leitung Archiv", "hours": "24/7"}
    write(plan, [Change(("people", ById("p-9")), person)])
    removal = [Removal(("people", ById("p-9")))]
    asker = Meanwhile(["3", "2", "Leitung Museum", "1", "", "", "s", "s"], 2, plan, removal)
    sit(plan, lambda sitting: sitting.run_path("people"), asker=asker)
    assert "Personen (Leitung Museum) 1 Ihre Antwort Leitung Museum 2 Im Plan jetzt (entfernt)" in flat(asker)


def test_the_question_about_an_open_point_names_the_place(plan):
    path = "escalation.emergency.internal_number"
    write(plan, [Change(("open",), [{"path": path, "since": "2026-11-01"}])])

    def talk(sitting):
        write(plan, [Change(("open",), [{"path": path, "since": "2026-11-01", "owner": "Leitung Archiv"}])])
        sitting.save(sitting.interview.leave_open(("escalation", "emergency", "internal_number"), "Leitung Museum"))

    asker = ScriptedAsker(["1"])
    sit(plan, talk, asker=asker)
    assert "geändert. Wer klärt (Notruf im Haus)" in flat(asker)


def test_a_plan_written_aside_keeps_what_komma_does_not_know(tmp_path):
    data = {"own_section": {"a": 1}, "municipality": {"name": "Ort"}, "komma": 1}
    aside = write_aside(tmp_path / "ort.komma.yaml", data)
    assert load(read_source(aside)).data == data
    text = aside.read_text(encoding="utf-8")
    assert text.index("municipality") < text.index("own_section")


# -- an entry that was begun when the machine died --------------------------------------------------------------------


def begun(plan):
    """Leave behind what a killed process leaves in a new entry without an answer."""
    write(plan, [Change(("people", ById("p-9")), {"id": "p-9"})])


def nothing(sitting):
    """A talk without a question."""


def test_an_entry_without_an_answer_is_offered_again_and_gone_on_with(plan):
    begun(plan)
    asker = ScriptedAsker(["1", "Mira Muster"])
    sit(plan, nothing, asker=asker)
    assert "Personen: Ein neuer Eintrag hat noch keine Antwort." in flat(asker)
    assert draft(plan)["people"][-1] == {"id": "p-9", "name": "Mira Muster"}


def test_an_entry_without_an_answer_is_removed_if_that_is_wished(plan):
    begun(plan)
    asker = ScriptedAsker(["?", "2"])
    assert sit(plan, nothing, asker=asker) == Exit.CLEAN
    assert "p-9" not in plan.read_text(encoding="utf-8")
    again = ScriptedAsker([])
    assert sit(plan, nothing, asker=again) == Exit.CLEAN
    assert "noch keine Antwort" not in flat(again)


@pytest.mark.parametrize("key", ["", "<", "<<"])
def test_an_entry_without_an_answer_may_wait(plan, key):
    begun(plan)
    assert sit(plan, nothing, asker=ScriptedAsker([key])) == Exit.CLEAN
    assert "p-9" in plan.read_text(encoding="utf-8")


def test_an_entry_without_an_answer_that_is_named_elsewhere_is_not_asked_about(plan):
    """The safety core makes such entries for the people it asks about next."""
    begun(plan)
    role = draft(plan)["roles"][0]["id"]
    write(plan, [Change(("roles", ById(role), "deputies"), ["p-9"])])
    asker = ScriptedAsker([])
    assert sit(plan, nothing, asker=asker) == Exit.CLEAN
    assert "noch keine Antwort" not in flat(asker)


def test_an_empty_entry_inside_an_entry_is_found_too(plan):
    channels = draft(plan)["people"][0]["channels"]
    write(plan, [Change(("people", ById("p-1"), "channels"), [*channels, {}])])
    asker = ScriptedAsker(["2"])
    assert sit(plan, nothing, asker=asker) == Exit.CLEAN
    assert draft(plan)["people"][0]["channels"] == channels
