"""The screen on which gaps are seen and mended: when it comes, what a key writes, and what it never says."""

import copy
import subprocess
import sys

import pytest

from komma_cli.cli.desk import sit
from komma_cli.cli.exits import Exit
from komma_cli.merging import differences
from komma_cli.paths import ById, get
from komma_cli.reach.telling import Teller
from komma_cli.store import Change, create, load, read_source
from komma_cli.texts import LANGUAGES, text
from komma_cli.wizard.input.asker import ScriptedAsker
from komma_cli.wizard.showing import reach_screen
from komma_cli.wizard.showing.closing import place_words
from komma_cli.wizard.sitting import Sitting
from tests.unit.wizard.helper import CORE_ANSWERS, TODAY, core_draft, run, sitting

OFFICE = "Mo-Th 08:00-16:00; Fr 08:00-12:00; PH off"
LEVELS = [
    {
        "id": "level-3",
        "track": "external",
        "rank": 0,
        "name": "Akut",
        "first_contact": "coordination",
        "first_contact_within": "PT15M",
    }
]
LEVEL = ("escalation", "levels", ById("level-3"))


def draft(**hours):
    """Return the safety core with one level; ``hours`` are those of the coordinator and the deputy."""
    data = core_draft()
    data["escalation"]["levels"] = copy.deepcopy(LEVELS)
    data["escalation"]["emergency"].pop("out_of_hours", None)
    for name, said in {"p_1": OFFICE, "p_2": OFFICE, **hours}.items():
        person = next(each for each in data["people"] if each["id"] == name.replace("_", "-"))
        person.pop("hours", None)
        if said:
            person["hours"] = said
    return data


def with_night(**hours):
    """Return the draft with a third person who answers at any time and holds nothing yet."""
    data = draft(**hours)
    night = {"id": "p-9", "function": "Pforte", "channels": [{"kind": "phone", "value": "+492214710199"}]}
    data["people"].append({**night, "hours": "24/7"})
    return data


def reach(*keys, data, lang="de", prefills=False):
    seat = sitting(*keys, data=copy.deepcopy(data), lang=lang)
    seat.asker.prefills = prefills
    move = run(seat.show_reach)
    return seat, move


def say(name, lang="de", **values):
    return text(f"reach_screen.{name}", lang, **values)


def flat(seat):
    return " ".join(seat.asker.screen.split())


def changed(seat, data):
    return {parts: new for parts, _, new in differences(data, seat.interview.data)}


# -- when it comes ----------------------------------------------------------------------------------------------------


def test_the_safety_core_asks_the_same_and_nothing_more():
    seat = sitting(*CORE_ANSWERS)
    assert run(seat.run_core) == "next"
    assert say("title") not in seat.asker.screen
    assert seat.asker.defaults == [""] * len(CORE_ANSWERS)


def test_it_comes_once_when_a_section_of_the_proof_is_left_changed():
    data = draft()
    seat = sitting("s", "s", "", "s", "s", data=data)
    run(lambda: seat.enter_section("people"))
    assert say("title") not in seat.asker.screen  # nothing has changed
    seat.save(seat.interview.take([Change(("people", ById("p-1"), "function"), "Amt 1")]))
    run(lambda: seat.enter_section("people"))
    assert seat.asker.screen.count(say("title")) == 1
    assert say("why_now") in " ".join(seat.asker.screen.split())
    run(lambda: seat.enter_section("people"))
    assert seat.asker.screen.count(say("title")) == 1


def test_it_comes_neither_on_the_way_to_the_overview_nor_in_other_sections():
    data = draft()
    seat = sitting("<<", "", data=data)
    seat.save(seat.interview.take([Change(("people", ById("p-1"), "function"), "Amt 1")]))
    assert run(lambda: seat.enter_section("people")) == "menu"
    run(lambda: seat.enter_section("municipality", review=True))
    assert say("title") not in seat.asker.screen


@pytest.mark.parametrize("missing", ["levels", "holder", "nobody_named"])
def test_a_plan_without_levels_or_roles_meets_no_screen(missing):
    data = draft()
    if missing == "levels":
        del data["escalation"]["levels"]
    elif missing == "holder":
        for role in data["roles"]:
            role.pop("holder", None)
    else:
        del data["escalation"]["levels"][0]["first_contact"]
    seat = sitting("s", data=data)
    seat.save(seat.interview.take([Change(("people", ById("p-1"), "function"), "Amt 1")]))
    assert run(lambda: seat.enter_section("people")) == "next"
    assert say("title") not in seat.asker.screen


def test_the_menu_opens_it_at_any_time_and_leads_back():
    seat = sitting("e", "", "b", data=draft())
    assert run(seat.run_menu) == "left"
    assert seat.asker.screen.count(say("title")) == 1
    assert seat.asker.screen.count("Handlungsplan Kleinbeispiel") == 2
    assert say("key_menu") in seat.asker.screen
    assert say("why_now") not in flat(seat)


# -- what it says -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_shows_the_result_the_week_and_the_worst_gap_with_who_is_silent_and_why(lang):
    seat, move = reach("", data=draft(), lang=lang, prefills=True)
    assert move == "next"
    shown = flat(seat)
    assert say("result_gaps", lang, gap="").partition(":")[0] in shown
    assert "####" in shown
    assert "oo####" in seat.asker.screen
    assert text("reach.class_level", lang) in shown
    assert text("reach.silent", lang, who="Leitung Bürgerbüro", why=text("reach.why_closed", lang)) in shown


def test_read_aloud_the_week_has_words_and_no_signs():
    seat, _ = reach("", data=draft(), prefills=False)
    assert "##" not in seat.asker.screen
    assert "Sa, So: den ganzen Tag in jeder zweiten Woche oder öfter" in flat(seat)
    assert "0 bis 8 Uhr und 16 bis 24 Uhr in jeder zweiten Woche oder öfter" in flat(seat)


def test_somebody_around_the_clock_leaves_no_gap():
    seat, _ = reach("", data=draft(p_1="24/7"), prefills=True)
    assert say("result_kept") in flat(seat)
    assert say("scope_levels", levels=1) in flat(seat)
    assert "." * 42 in seat.asker.screen
    assert say("key_take") not in seat.asker.screen


@pytest.mark.parametrize("columns", [40, 48, 80, 120])
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("prefills", [True, False])
def test_it_fits_every_window_in_signs_every_console_has(monkeypatch, columns, lang, prefills):
    monkeypatch.setenv("COLUMNS", str(columns))
    for data in (with_night(), draft(p_2=None), draft(p_1="24/7")):
        seat, _ = reach("?", "", data=data, lang=lang, prefills=prefills)
        assert max(len(line) for line in seat.asker.screen.splitlines()) <= min(columns - 1, 72)
        seat.asker.screen.encode("cp1252")


def test_cards_have_a_week_of_their_own():
    data = load(read_source("playbooks/musterstadt.komma.yaml")).data
    seat, _ = reach("", data=data, prefills=True)
    assert [line.split()[0] for line in seat.asker.screen.splitlines() if "......" in line] == ["Stufen", "Szenarien"]


# -- hours that nobody has entered ------------------------------------------------------------------------------------


def test_missing_hours_are_said_first_and_are_no_gap_yet():
    seat, _ = reach("", data=draft(p_1=None, p_2=None), prefills=True)
    shown = flat(seat)
    assert "Für 2 Personen fehlen Zeiten: „Leitung Bürgerbüro“, „Leitung Ordnungsamt“." in shown
    assert say("result_unknown") in shown
    assert say("result_kept") not in shown
    assert "Es gibt Lücken" not in shown
    assert "...." not in shown


def test_where_only_missing_hours_decide_the_week_shows_that():
    seat, _ = reach("", data=draft(p_2=None), prefills=True)
    marks = next(line.split()[-1] for line in seat.asker.screen.splitlines() if line.startswith("  Stufen"))
    assert set(marks) == {".", "?"}
    assert say("legend_maybe") in flat(seat)
    assert "Es gibt Lücken" not in flat(seat)


def test_a_gap_that_stays_whatever_they_say_is_certain():
    data = draft(p_2=None)
    data["roles"][0]["deputies"] = []
    data["escalation"]["levels"].append({**LEVELS[0], "id": "level-2", "rank": 1, "first_contact": "p-2"})
    seat, _ = reach("", data=data, prefills=True)
    shown = flat(seat)
    assert "Für eine Person fehlen Zeiten: „Leitung Ordnungsamt“." in shown
    assert "Es gibt Lücken" in shown
    assert "„Akut“: erste Ansprechperson" in shown


def test_z_asks_for_the_hours_and_proves_again():
    seat, _ = reach("z", "rund um die Uhr", "", data=draft(p_2=None))
    assert seat.interview.data["people"][1]["hours"] == "24/7"
    assert say("result_kept") in flat(seat)
    assert seat.saver.data == seat.interview.data


def test_back_from_the_hours_leads_back_to_the_screen_and_writes_nothing():
    data = draft(p_2=None)
    seat, _ = reach("z", "<", "", data=data)
    assert seat.asker.screen.count(say("title")) == 2
    assert seat.interview.data == data


def test_somebody_removed_meanwhile_is_not_asked_for():
    data = draft(p_1=None, p_2=None)
    seat = sitting("", data=data)
    seen = seat._look()
    seat.interview.reload({**data, "people": []})
    seat._ask_hours(seen)
    assert seat.asker.screen == ""


def test_nobody_without_hours_is_proposed():
    data = with_night()
    del data["people"][-1]["hours"]
    data["escalation"]["levels"].append({**LEVELS[0], "id": "level-2", "rank": 1, "first_contact": "p-9"})
    found = reach_screen.look(data, TODAY, "de")
    assert found.unknown == ("p-9",)
    assert found.causes
    assert all(one.adds != "p-9" for cause in found.causes for one in found.repairs(cause))


# -- repairs ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_number_writes_exactly_the_repair_that_stood_there_and_shows_it(lang):
    data = with_night()
    seat, move = reach("1", "", data=data, lang=lang)
    assert move == "next"
    assert changed(seat, data) == {("roles", ById("coordination"), "deputies"): ["p-2", "p-9"]}
    assert seat.saver.data == seat.interview.data
    assert say("closed", lang) in flat(seat)
    assert say("result_kept", lang) in flat(seat)
    between = flat(seat).split(say("title", lang))[1].rpartition(say("prompt", lang).strip())[2]
    value = text("wizard.in_order", lang, first="Leitung Ordnungsamt", others="Pforte")
    assert between.strip() == say(
        "taken", lang, place=place_words(data, "roles[coordination].deputies", lang), value=value
    )


def test_taken_back_and_taken_again():
    data = with_night()
    seat, _ = reach("1", "<", data=data)
    assert seat.interview.data == data
    assert "Rückgängig gemacht" in seat.asker.screen
    assert seat.saver.data == data
    again, _ = reach("1", "<", "1", "", data=data)
    assert changed(again, data) == {("roles", ById("coordination"), "deputies"): ["p-2", "p-9"]}


def test_undo_in_the_overview_takes_a_repair_back_too():
    data = with_night()
    seat = sitting("e", "1", "", "u", "", "b", data=copy.deepcopy(data))
    run(seat.run_menu)
    assert seat.interview.data == data


@pytest.mark.parametrize(("keys", "deputies"), [(["e", "1"], ["p-2", "p-9"]), (["e", "1", "<"], ["p-2"])])
def test_a_repair_stands_in_the_file_even_if_the_sitting_breaks_off(tmp_path, monkeypatch, keys, deputies):
    monkeypatch.setenv("KOMMA_LANG", "de")
    path = tmp_path / "ort.komma.yaml"
    create(path, with_night())
    assert sit(path, Sitting.run_menu, asker=ScriptedAsker(keys), today=TODAY) == Exit.INTERRUPTED
    assert load(read_source(path)).data["roles"][0]["deputies"] == deputies


@pytest.mark.parametrize("keys", [[""], ["-"], ["<"], ["<<"], ["?", ""], ["99", "0", "x", ""], []])
def test_no_other_key_writes_anything(keys):
    data = with_night()
    seat, _ = reach(*keys, data=data)
    assert seat.interview.data == data
    assert seat.saver.data == data


def test_a_list_keeps_what_cannot_be_read():
    data = with_night()
    data["roles"][0]["deputies"] = ["p-2", "Kein Id!"]
    seat, _ = reach("1", "", data=data)
    assert get(seat.interview.data, ("roles", ById("coordination"), "deputies")) == ["p-2", "Kein Id!", "p-9"]


def two_gaps():
    data = with_night()
    data["escalation"]["levels"] += [
        {**LEVELS[0], "id": "level-2", "rank": 1, "name": "Ernst", "first_contact": "contact-staff"}
    ]
    data["roles"][1] |= {"holder": "p-1", "deputies": []}
    return data


def test_after_a_repair_the_next_gap_comes():
    seat, _ = reach("1", "1", "", data=two_gaps())
    first, second, third = seat.asker.screen.split(say("title"))[1:]
    assert "„Akut“" in first + second
    assert "„Ernst“" in first + second
    assert say("closed_this") in second
    assert say("closed") in third


def test_a_gap_can_wait_and_the_next_one_comes():
    data = two_gaps()
    seat, move = reach("-", "-", data=data)
    first, second = seat.asker.screen.split(say("title"))[1:]
    shown = [next(name for name in ("„Akut“:", "„Ernst“:") if name in part) for part in (first, second)]
    assert len(set(shown)) == 2
    assert move == "next"
    assert seat.interview.data == data


def test_a_gap_left_for_later_comes_again_once_the_others_are_closed():
    data = two_gaps()
    seat, _ = reach("-", "1", "", data=data)
    first, second, third = seat.asker.screen.split(say("title"))[1:]
    name = next(name for name in ("„Akut“:", "„Ernst“:") if name in first)
    assert name not in second
    assert name in third
    assert say("closed_this") in third


# -- drafts with holes ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "what"),
    [
        ({}, "lacking_state"),
        ({"komma": 1, "municipality": {"name": "X", "kind": "town"}}, "lacking_state"),
        ({"komma": 1, "municipality": {"name": "X", "kind": "town", "state": "NW"}}, "lacking_roles"),
    ],
)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_cannot_be_proved_is_one_sentence(data, what, lang):
    seat, move = reach(data=data, lang=lang)
    assert move == "stay"
    assert flat(seat) == f"{say('title', lang)} {say('lacking', lang, what=say(what, lang))}"


def test_the_core_alone_promises_nothing_yet():
    seat, move = reach(data=core_draft())
    assert move == "stay"
    assert say("lacking_levels") in flat(seat)


def test_a_plan_that_is_read_in_part_is_never_called_all_good():
    data = draft(p_1="24/7")
    data["escalation"]["levels"].append({"id": "level-2", "name": "Ohne Rang"})
    seat, _ = reach("", data=data)
    assert say("result_kept") not in flat(seat)
    assert say("result_partly") in flat(seat)
    assert say("left_out_one") in flat(seat)


@pytest.mark.parametrize(
    "broken",
    [
        {"people": "x"},
        {"roles": [None, 3, {"id": "r"}]},
        {"escalation": {"levels": {"a": 1}}},
        {"escalation": [1]},
        {"people": [{"id": "p-1", "hours": "irgendwann"}]},
    ],
)
def test_no_draft_makes_it_break(broken):
    seat, _ = reach("1", "", data={**draft(), **broken})
    assert say("result_kept") not in flat(seat)
    seat = sitting("s", "", "", data={**draft(), **broken})
    seat._then_reach("people", "next")


def test_people_without_a_name_are_called_that_and_not_by_their_id():
    data = draft(p_2=None)
    data["people"][1] = {"id": "p-2", "channels": [{"kind": "phone", "value": "+492214710199"}]}
    seat, _ = reach("", data=data)
    assert "p-2" not in seat.asker.screen
    assert "(noch ohne Namen)" in seat.asker.screen


def test_nothing_heavy_is_loaded_before_the_screen_is_shown():
    code = (
        "import sys; from komma_cli.wizard import sitting; "
        "print([name for name in ('opening_hours', 'holidays', 'komma_cli.reach') if name in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_the_words_of_a_gap_are_those_of_the_proof():
    seen = reach_screen.look(with_night(), TODAY, "de")
    told = Teller(seen.prover, "de").cause(seen.causes[0])
    shown = " ".join(" ".join(reach_screen.gap(seen, seen.causes[0])).split())
    for line in (told.title, told.where, told.when, told.longest, *told.why):
        assert line in shown
    assert len(reach_screen.gap(seen, seen.causes[0])) <= 12
