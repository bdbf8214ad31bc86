"""Since your last visit: what somebody else has changed is said by name, and nothing of the plan leaves the plan."""

import copy
import json
from datetime import date

import pytest

from komma_cli.cli.desk import draft, sit
from komma_cli.cli.exits import Exit
from komma_cli.paths import ById
from komma_cli.store import Change, Journal, Removal, create, write
from komma_cli.store.folders import visits_folder
from komma_cli.wizard.input.asker import ScriptedAsker
from komma_cli.wizard.saving import FileSaver, open_plan
from komma_cli.wizard.visits import Visits, news_words
from tests.unit.wizard.helper import core_draft

DAY = date(2026, 11, 12)


@pytest.fixture
def plan(tmp_path, monkeypatch):
    monkeypatch.setenv("KOMMA_LANG", "de")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "state"))
    folder = tmp_path / "plans"
    folder.mkdir()
    path = folder / "ort.komma.yaml"
    create(path, core_draft())
    return path


def opened(plan, *answers, talk=lambda sitting: None):
    """Open the plan and return what is on the screen."""
    asker = ScriptedAsker(answers)
    assert sit(plan, talk, asker=asker) == Exit.CLEAN
    return " ".join(asker.screen.split())


def heard(before, after, lang="de", folder=None):
    """Return the news about a plan that was seen as ``before`` and is ``after`` now."""
    visits = Visits(folder / "ort.komma.yaml", folder)
    visits.remember(before, DAY)
    news = visits.news(after)
    return " ".join(news_words(news, after, lang, "12.11.2026")) if news else ""


def changed(**sections):
    data = copy.deepcopy(core_draft())
    for key, change in sections.items():
        change(data[key])
    return data


def test_nothing_is_said_at_the_first_visit_and_after_ones_own_changes(plan):
    assert "Seit Ihrem letzten Mal" not in opened(plan)
    assert "Seit Ihrem letzten Mal" not in opened(
        plan, "Neuname", talk=lambda sitting: sitting.run_path("municipality.name")
    )
    assert "Seit Ihrem letzten Mal" not in opened(plan)


def test_what_somebody_else_changed_is_said_once_by_its_name(plan):
    opened(plan)
    write(plan, [Change(("escalation", "emergency", "internal_number"), "5555")])
    said = opened(plan)
    assert "ist eine Angabe anders: Notruf im Haus." in said
    assert "internal_number" not in said
    assert "Seit Ihrem letzten Mal" not in opened(plan)


def test_what_was_said_while_the_plan_was_open_is_no_news_at_the_next_visit(plan):
    def talk(sitting):
        write(plan, [Change(("escalation", "emergency", "internal_number"), "5555")])
        sitting.run_path("municipality.name")

    assert "hat inzwischen eine Angabe geändert" in opened(plan, "Neuname", talk=talk)
    assert "Seit Ihrem letzten Mal" not in opened(plan)


def test_ones_own_answers_before_a_crash_are_no_news(plan):
    opened(plan)
    saver = FileSaver(plan, open_plan(plan))
    Journal(plan).append(("municipality", "name"), "Neuname", was=("Kleinbeispiel",))
    del saver
    assert "Seit Ihrem letzten Mal" not in opened(plan)


def test_answers_that_came_into_the_plan_before_a_crash_are_no_news(plan):
    def killed(sitting):
        sitting.run_path("municipality.name")
        sitting.saver.finish()
        raise SystemExit  # nothing after this is done

    opened(plan)
    with pytest.raises(SystemExit):
        sit(plan, killed, asker=ScriptedAsker(["Neuname"]))
    assert draft(plan)["municipality"]["name"] == "Neuname"
    assert "Seit Ihrem letzten Mal" not in opened(plan)


def test_somebody_elses_change_is_news_beside_answers_of_ones_own_that_a_crash_left_behind(plan):
    opened(plan)
    Journal(plan).append(("municipality", "name"), "Neuname", was=("Kleinbeispiel",))
    write(plan, [Change(("escalation", "emergency", "internal_number"), "5555")])
    said = opened(plan)
    assert "ist eine Angabe anders: Notruf im Haus." in said
    assert "hat inzwischen" not in said
    assert draft(plan)["municipality"]["name"] == "Neuname"
    assert "Seit Ihrem letzten Mal" not in opened(plan)


def test_places_are_named_with_their_entry_and_a_new_entry_is_its_list(tmp_path):
    def people(items):
        items[0]["hours"] = "24/7"
        items.append({"id": "p-9", "name": "Mira Muster", "function": "Archiv", "hours": "24/7"})

    said = heard(core_draft(), changed(people=people), folder=tmp_path)
    assert said == (
        "Seit Ihrem letzten Mal am 12.11.2026 sind 2 Angaben anders: Erreichbar (Leitung Bürgerbüro), Personen."
    )


def test_what_is_gone_is_counted(tmp_path):
    def people(items):
        del items[0]["hours"]

    assert heard(core_draft(), changed(people=people), folder=tmp_path) == (
        "Seit Ihrem letzten Mal am 12.11.2026 ist eine Angabe entfernt."
    )


def test_of_many_changes_only_some_are_named(tmp_path):
    def all_others(data):
        data.update(population=1, employees=2, legal_as_of="2026-01-01", name="X", website="https://x.example")

    said = heard(core_draft(), changed(municipality=all_others), folder=tmp_path)
    assert said.startswith("Seit Ihrem letzten Mal am 12.11.2026 sind 5 Angaben anders, unter anderem: ")
    assert said.count(",") == 4


def test_english_says_the_same(tmp_path):
    def name(data):
        data["name"] = "Neu"

    assert heard(core_draft(), changed(municipality=name), "en", tmp_path).startswith("Since your last visit on ")


def test_nothing_of_the_plan_can_be_read_in_the_memory(plan):
    opened(plan)
    (kept,) = visits_folder().iterdir()
    content = kept.read_text(encoding="utf-8")
    for word in ("Kleinbeispiel", "4444", "492214710111", "people", "ort", "Leitung"):
        assert word not in content.replace('"answers"', "")
        assert word not in kept.name
    assert all(len(one) == 7 for one in json.loads(content)["answers"])
    assert sorted(path.name for path in plan.parent.iterdir()) == [plan.name]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"salt": 1}', b'{"salt": "00", "day": "x"}', b"\xff"])
def test_a_damaged_memory_is_no_news(tmp_path, content):
    visits = Visits(tmp_path / "ort.komma.yaml", tmp_path)
    visits.remember(core_draft(), DAY)
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(content)
    assert visits.news({"municipality": {"name": "X"}}) is None


def test_a_folder_that_cannot_be_written_stops_nothing(tmp_path):
    (tmp_path / "state").write_text("in the way")
    visits = Visits(tmp_path / "ort.komma.yaml", tmp_path / "state" / "komma")
    visits.remember(core_draft(), DAY)
    assert visits.news({}) is None


def test_a_removed_entry_of_a_plan_is_counted_by_its_answers(plan):
    opened(plan)
    write(plan, [Change(("people", ById("p-9")), {"id": "p-9", "function": "Archiv", "hours": "24/7"})])
    opened(plan)
    write(plan, [Removal(("people", ById("p-9")))])
    assert "sind 2 Angaben entfernt." in opened(plan)
