"""Who finds out what is open, and by when."""

import copy

import pytest

from komma_cli.paths import ById
from komma_cli.texts import words
from komma_cli.wizard.input.answers import NotUnderstood
from komma_cli.wizard.owning import owner_of
from komma_cli.wizard.pages import question_at
from tests.unit.wizard.helper import CORE_ANSWERS, core_draft, run, sitting

PLACE = "escalation.emergency.internal_number"


def flat(seat):
    return " ".join(seat.asker.screen.split())


def asked(*answers, data=None, lang="de", path=PLACE):
    seat = sitting(*answers, data=data or core_draft(), lang=lang)
    move = run(lambda: seat.run_path(path))
    assert seat.saver.data == seat.interview.data
    return seat, move


def with_mira():
    data = copy.deepcopy(core_draft())
    data["people"][0]["name"] = "Mira Muster"
    data["people"].append({"id": "p-9", "name": "Ayşe Şahin"})
    return data


def test_owner_and_day_stand_in_the_open_item():
    seat, move = asked("-", "Ordnungs", "in 2 Wochen")
    assert move == "next"
    assert seat.interview.data["open"] == [
        {"path": PLACE, "since": "2026-12-01", "owner": "Leitung Ordnungsamt", "until": "2026-12-15"}
    ]
    assert "Leitung Ordnungsamt klärt das bis 15.12.2026." in flat(seat)


@pytest.mark.parametrize("lang", ["de", "en"])
def test_enter_means_four_weeks(lang):
    seat, _ = asked("-", "Ordnungs", "", lang=lang)
    assert seat.interview.data["open"][0]["until"] == "2026-12-29"


def test_the_owner_is_noted_before_the_day_is_asked_and_both_are_one_step_to_undo():
    seat, _ = asked("-", "Ordnungs")
    assert seat.interview.data["open"][0]["owner"] == "Leitung Ordnungsamt"
    seat, _ = asked("-", "Ordnungs", "in 2 Wochen")
    seat.save(seat.interview.undo())
    assert seat.interview.data["open"] == [{"path": PLACE, "since": "2026-12-01"}]


def test_enter_means_nobody_yet_and_no_day_is_asked():
    seat, move = asked("-", "")
    assert move == "next"
    assert seat.interview.data["open"] == [{"path": PLACE, "since": "2026-12-01"}]
    assert "Bis wann?" not in flat(seat)


def test_a_name_leads_to_the_function_which_the_plan_holds():
    seat, _ = asked("-", "mira", "", data=with_mira())
    assert seat.interview.data["open"][0]["owner"] == "Leitung Bürgerbüro"
    assert "Mira" not in str(seat.interview.data["open"])


def test_a_person_without_a_function_is_not_named_by_name():
    seat, _ = asked("-", "Ayşe", "Integrationsbeauftragte", "", data=with_mira())
    assert "Bei Ayşe Şahin steht im Plan noch keine Funktion." in flat(seat)
    assert seat.interview.data["open"][0]["owner"] == "Integrationsbeauftragte"


def test_a_function_nobody_has_is_taken_as_typed():
    seat, _ = asked("-", "IT-Abteilung", "31.1.2027")
    assert seat.interview.data["open"][0] | {"since": ""} == {
        "path": PLACE,
        "since": "",
        "owner": "IT-Abteilung",
        "until": "2027-01-31",
    }


def test_the_beginning_of_a_word_goes_before_its_middle():
    seat, _ = asked("-", "ord", "")
    assert seat.interview.data["open"][0]["owner"] == "Leitung Ordnungsamt"


def test_a_title_of_a_role_is_an_owner_too():
    title = core_draft()["roles"][0]["title"]
    assert owner_of(core_draft(), title[:6]) == title


@pytest.mark.parametrize(
    ("typed", "kind"),
    [("Leitung", "ambiguous_owner"), ("12", "owner_no_name"), ("", "owner_no_name"), ("x" * 201, "too_long")],
)
def test_who_is_meant_is_not_guessed(typed, kind):
    with pytest.raises(NotUnderstood) as refused:
        owner_of(core_draft(), typed)
    assert refused.value.problem.kind == kind


def test_the_last_owner_is_offered_and_can_be_declined():
    seat = sitting("-", "Ordnungs", "", "-", "", "in 1 Woche", "-", "-", data=core_draft())
    for path in (PLACE, "review.next_review", "review.version"):
        seat.run_path(path)
    assert "Eingabetaste = Leitung Ordnungsamt" in flat(seat)
    assert [item.get("owner") for item in seat.interview.data["open"]] == ["Leitung Ordnungsamt"] * 2 + [None]


@pytest.mark.parametrize("answers", [("-", "<", ""), ("-", "Ordnungs", "<", "")])
def test_back_takes_the_note_back_and_asks_the_question_again(answers):
    seat, _ = asked(*answers)
    assert seat.interview.data == core_draft()
    assert flat(seat).count(question_at(core_draft(), PLACE, "de").words.ask) == 2


def test_the_note_is_safe_before_anybody_is_named():
    seat, move = asked("-")
    assert move == "left"
    assert seat.saver.data["open"] == [{"path": PLACE, "since": "2026-12-01"}]
    seat, move = asked("-", "Ordnungs", "<<")
    assert move == "menu"
    assert seat.interview.data["open"][0]["owner"] == "Leitung Ordnungsamt"


def test_days_behind_and_words_that_are_no_day_are_explained():
    seat, _ = asked("-", "Ordnungs", "gestern", "bald", "31.1.", "?", "-")
    assert "muss nach dem heutigen Tag liegen" in flat(seat)
    assert "„bald“ ist kein Tag." in flat(seat)
    assert "fehlt das Jahr" in flat(seat)
    assert "until" not in seat.interview.data["open"][0]


def test_noting_again_keeps_since_and_offers_the_same_owner():
    data = core_draft() | {"open": [{"path": PLACE, "since": "2026-10-01", "owner": "IT", "until": "2026-11-01"}]}
    seat, _ = asked("-", "", "", data=data)
    assert seat.interview.data["open"] == [{"path": PLACE, "since": "2026-10-01", "owner": "IT", "until": "2026-12-29"}]
    seat, _ = asked("-", "<", "<", data=data)
    assert seat.interview.data == data


def test_nobody_is_asked_for_before_the_plan_names_anybody():
    seat = sitting("-", "-", data={})
    run(seat.run_core)
    assert "Wer klärt das?" not in flat(seat)
    seat = sitting(*CORE_ANSWERS[:3], "-", "", data={})
    run(seat.run_core)
    assert "Wer klärt das?" not in flat(seat)
    seat = sitting(*CORE_ANSWERS[:4], "-", "", data={})
    run(seat.run_core)
    assert "Wer klärt das?" in flat(seat)


def test_no_to_a_group_asks_for_nobody_but_a_minus_does():
    seat, move = asked("nein", data=core_draft(), path="people[p-1].verified")
    assert move == "next"
    assert "Wer klärt das?" not in flat(seat)
    assert seat.interview.data["open"][0]["path"] == "people[p-1].verified"
    seat, move = asked("-", "IT", "", path="people[p-1].verified")
    assert seat.interview.data["open"][0]["owner"] == "IT"


# -- not here ---------------------------------------------------------------------------------------------------------


def test_a_reason_that_is_too_long_is_not_cut():
    seat, move = asked("--", "x " * 150, "Wir haben keine.")
    assert move == "next"
    assert seat.interview.data["open"][0]["reason"] == "Wir haben keine."
    assert "höchstens 200 Zeichen" in flat(seat)
    assert seat.asker.defaults[2] == ("x " * 150).strip()


@pytest.mark.parametrize("way_back", ["", "<", "-"])
def test_without_a_reason_the_question_is_asked_again(way_back):
    seat, _ = asked("--", "?", way_back)
    assert seat.interview.data == core_draft()
    assert words("messages/wizard", "de")["help_reason"].split(".")[0] in flat(seat)


GROUPS = "alliance.affected_people"


def groups(*names, notes=()):
    data = copy.deepcopy(core_draft())
    data["alliance"] = {"affected_people": [{"group": name} for name in names]}
    data["open"] = [{"path": f"{GROUPS}{note}", "since": "2026-12-01"} for note in notes]
    return data


def test_a_note_goes_on_naming_its_entry_when_one_before_it_is_removed():
    """Entries without an id are named by their place, and that moves up."""
    data = groups(*"ABCDEFGHIJKL", notes=("[1].form", "[0].on", "[2].on", "[11].on", ""))
    seat = sitting("x2", "s", data=data)
    run(lambda: seat.run_path(GROUPS))
    assert [item["path"] for item in seat.interview.data["open"]] == [
        f"{GROUPS}[0].on",
        f"{GROUPS}[1].on",
        f"{GROUPS}[10].on",
        GROUPS,
    ]
    assert seat.saver.data == seat.interview.data


def test_a_note_about_a_second_number_stays_with_it_when_the_first_is_removed():
    data = copy.deepcopy(core_draft())
    data["people"][0]["channels"].append({"kind": "email", "value": "a@ort.example"})
    data["open"] = [{"path": "people[p-1].channels[1].class", "since": "2026-12-01"}]
    seat = sitting(data=data)
    seat.save(seat.interview.remove_item(("people", ById("p-1"), "channels", 0)))
    assert [item["path"] for item in seat.interview.data["open"]] == ["people[p-1].channels[0].class"]
