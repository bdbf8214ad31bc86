"""``--open-only`` in a dialogue: only what is open or missing, each once, and one step back is possible."""

from komma_cli.wizard.open_walk import walk_open
from komma_cli.wizard.unattended.given import merged
from komma_cli.wizard.unattended.outstanding import outstanding
from tests.unit.wizard.helper import TODAY, core_draft, numbered_ids, run, sitting

ONE = ("municipality",)


def draft(*assignments):
    return merged(core_draft(), {}, assignments, "de", TODAY, numbered_ids()).data


def walked(*answers, data=None, keys=ONE):
    seat = sitting(*answers, data=data or draft("municipality.population=-"))
    return seat, run(lambda: walk_open(seat, keys))


def test_only_what_is_open_or_missing_is_asked_one_after_the_other():
    seat, _ = walked("900", "80", "1")
    assert seat.interview.data["municipality"]["population"] == 900
    assert seat.interview.data["municipality"]["employees"] == 80
    assert seat.interview.data["municipality"]["scope"] == {"kind": "whole"}
    assert "Welches Land" not in seat.asker.screen
    assert "Offene Angabe 1 von " in seat.asker.screen
    assert not [item for item in seat.interview.data.get("open") or [] if "population" in item["path"]]


def test_back_asks_the_one_before_again():
    seat, _ = walked("900", "<", "901", "80")
    assert seat.interview.data["municipality"]["population"] == 901
    assert seat.interview.data["municipality"]["employees"] == 80


def test_what_stays_open_is_not_asked_twice_and_the_rest_is_counted():
    todo = len(list(outstanding(draft("municipality.population=-"), ONE)))
    seat, result = walked(*["-", ""] * todo)
    assert result is None
    assert f"Noch offen: {todo}." in seat.asker.screen


def test_the_menu_key_ends_the_walk():
    seat, result = walked("<<")
    assert result is None
    assert "Noch offen" in seat.asker.screen


def test_a_phone_number_is_asked_as_a_phone_number():
    data = draft("people[+].function=Neu", "people[+].status=1", "people[+].hours=24/7")
    data["people"] = data["people"][-1:]
    seat, _ = walked("0221 4710 115", data=data, keys=("people",))
    assert seat.interview.data["people"][0]["channels"] == [{"kind": "phone", "value": "+492214710115"}]


def test_nothing_open_says_so():
    seat, result = walked(data={"municipality": {}}, keys=())
    assert result is None
    assert seat.asker.screen.strip() == "Es fehlt nichts."
