"""Taking contacts over from a file in the interview: asked for, previewed, named, one step, nothing overwritten."""

import copy
import os

import pytest

from komma_cli.contacts.contact import Contact
from komma_cli.model.problems import validate
from komma_cli.texts import text
from komma_cli.wizard.importing import near_words, path_of
from komma_cli.wizard.matching import compare
from tests.unit.wizard.helper import core_draft, run, sitting

LIST = (
    "Name;Funktion;Telefon;E-Mail\n"
    "Mira Müller;Integration;0221 4710-115;mira@musterstadt.example\n"
    "Jan Groß;Pressestelle;35112345;jan@musterstadt.example\n"
    "?ahin;Archiv;01522 8817386;\n"
)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "telefonliste.csv"
    path.write_text(LIST, encoding="utf-8-sig")
    return path


def flat(seat):
    return " ".join(seat.asker.screen.split())


def at_people(*answers, data=None, lang="de", place="people"):
    seat = sitting(*answers, data=core_draft() if data is None else data, lang=lang)
    run(lambda: seat.run_path(place))
    return seat


def names(seat):
    return [person.get("name") for person in seat.interview.data["people"][2:]]


# -- the way there ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("place", ["people", "bodies"])
def test_the_key_stands_on_the_two_lists(lang, place):
    assert text("contacts.list_import", lang) in at_people("s", lang=lang, place=place).asker.screen


def test_other_lists_know_no_import():
    seat = at_people("i", "s", place="roles")
    assert text("contacts.list_import", "de") not in seat.asker.screen
    assert "Fehler:" in flat(seat)


@pytest.mark.parametrize("typed", ["", "<", "-"])
def test_without_a_file_the_list_comes_back(typed):
    seat = at_people("i", typed, "s")
    assert flat(seat).count("Personen – 2 Einträge") == 2


def test_help_says_how_to_make_the_file():
    seat = at_people("i", "?", "", "s")
    assert "Wählen Sie „Speichern unter“ und dann „CSV UTF-8“." in flat(seat)
    assert "Outlook" in flat(seat)


def test_a_missing_file_names_what_lies_beside_it_and_asks_again(file):
    seat = at_people("i", str(file.with_name("telefonlist.csv")), str(file), "1", "s")
    assert "gibt es nicht. Es wurde nichts geändert." in flat(seat)
    assert "In diesem Ordner liegen: telefonliste.csv" in flat(seat)
    assert names(seat) == ["Mira Müller"]


def test_a_folder_names_what_is_in_it(file):
    assert "In diesem Ordner liegen: telefonliste.csv" in flat(at_people("i", str(file.parent), "", "s"))


def test_a_file_that_is_no_list_says_what_to_do(tmp_path):
    (tmp_path / "liste.pdf").write_bytes(b"%PDF-1.7")
    seat = at_people("i", str(tmp_path / "liste.pdf"), "", "s")
    assert "Fehler: liste.pdf ist ein PDF." in flat(seat)
    assert "Fragen Sie nach der Liste als Excel-Datei." in flat(seat)


@pytest.mark.parametrize(
    "form",
    ['"{0}"', "'{0}'", "„{0}“", "  {0}  ", "& '{0}'", '& "{0}"', "file://{0}", "file://localhost{0}", "FILE://{0}"],
)
def test_dragged_paths_are_understood(tmp_path, form):
    path = tmp_path / "telefonliste.csv"
    path.write_text(LIST, encoding="utf-8")
    assert path_of(form.format(path)) == path


@pytest.mark.skipif(os.sep != "/", reason="terminals there put quotes around a dragged path")
def test_backslashed_blanks_and_encoded_letters_are_understood(tmp_path, monkeypatch):
    path = tmp_path / "Telefon Liste ü.csv"
    path.write_text(LIST, encoding="utf-8")
    assert path_of(str(path).replace(" ", "\\ ")) == path
    assert path_of(path.as_uri()) == path
    monkeypatch.setenv("HOME", str(tmp_path))
    assert path_of("~/Telefon Liste ü.csv") == path


def test_words_about_a_folder_that_is_not_there_are_none(tmp_path):
    assert near_words(tmp_path / "fehlt" / "liste.csv", "de") == ""
    assert near_words(tmp_path / "liste.csv", "de") == ""


# -- the preview ------------------------------------------------------------------------------------------------------


def test_the_preview_shows_who_what_and_what_to_look_at(file):
    seat = at_people("i", str(file), "", "s")
    shown = flat(seat)
    assert "In telefonliste.csv stehen 3 Einträge. Übernommen wird nur, was Sie nennen." in shown
    assert "1 Mira Müller Integration 0221 4710115, mira@musterstadt.example" in shown
    assert "Achtung: Prüfen Sie die Nummer 35112345. Vielleicht fehlt die Null am Anfang." in shown
    assert "In Zeile 4 steht „?ahin“: Beim Speichern ging ein Buchstabe verloren." in shown


def test_nothing_named_is_nothing_taken(file):
    seat = at_people("i", str(file), "", "s")
    assert seat.interview.data == core_draft()
    assert "Es wurde nichts übernommen." in flat(seat)


@pytest.mark.parametrize(
    ("typed", "taken"),
    [
        ("1", ["Mira Müller"]),
        ("1, 3", ["Mira Müller", "?ahin"]),
        ("2-3", ["Jan Groß", "?ahin"]),
        ("alle", ["Mira Müller", "Jan Groß", "?ahin"]),
        ("all", ["Mira Müller", "Jan Groß", "?ahin"]),
        ("jan", ["Jan Groß"]),
    ],
)
def test_only_what_is_named_is_taken(file, typed, taken):
    seat = at_people("i", str(file), typed, "s")
    assert names(seat) == taken
    assert seat.saver.data == seat.interview.data


def test_the_entries_are_right_unverified_and_valid(file):
    seat = at_people("i", str(file), "alle", "s")
    mira, jan, archive = seat.interview.data["people"][2:]
    assert mira == {
        "id": "p-3",
        "name": "Mira Müller",
        "function": "Integration",
        "channels": [
            {"kind": "phone", "value": "+492214710115"},
            {"kind": "email", "value": "mira@musterstadt.example"},
        ],
    }
    assert jan["channels"] == [{"kind": "email", "value": "jan@musterstadt.example"}]
    assert archive["channels"] == [{"kind": "mobile", "value": "+4915228817386"}]
    assert not any("verified" in person for person in (mira, jan, archive))
    assert [problem for problem in validate(seat.interview.data)[1] if problem.kind != "missing"] == []
    assert "Geprüft ist davon noch nichts." in flat(seat)
    assert "Mobilnummern sind dabei." in flat(seat)


def test_everything_is_one_step_back(file):
    seat = at_people("i", str(file), "1-3", "s")
    assert "machen Sie die ganze Übernahme rückgängig" in flat(seat)
    seat.interview.undo()
    assert seat.interview.data == core_draft()


def test_what_does_not_fit_is_asked_again(file):
    seat = at_people("i", str(file), "7", "x", "1", "s")
    assert flat(seat).count("Fehler:") == 2
    assert names(seat) == ["Mira Müller"]


def long_list(tmp_path, count=20):
    path = tmp_path / "lang.csv"
    path.write_text(
        "Name;Telefon\n" + "".join(f"Person {n:02};0221 4710-{n:03}\n" for n in range(1, count + 1)), "utf-8"
    )
    return str(path)


def test_a_long_list_is_shown_screen_by_screen_and_taken_at_the_end(tmp_path):
    seat = at_people("i", long_list(tmp_path), "2", "", "9, 20", "s")
    assert names(seat) == ["Person 02", "Person 09", "Person 20"]
    assert "3 Einträge sind übernommen." in flat(seat)
    seat.interview.undo()
    assert names(seat) == []


def test_all_means_what_has_been_shown(tmp_path):
    seat = at_people("i", long_list(tmp_path), "alle", "", "", "s")
    assert names(seat) == [f"Person {n:02}" for n in range(1, 9)]


def test_going_back_asks_what_becomes_of_what_was_named(tmp_path):
    taken = at_people("i", long_list(tmp_path), "2", "<", "ja", "s")
    assert names(taken) == ["Person 02"]
    left = at_people("i", long_list(tmp_path), "2", "<", "nein", "s")
    assert names(left) == []
    assert "Genannt haben Sie bisher: 1. Jetzt übernehmen?" in flat(left)


def test_what_was_named_is_kept_when_the_window_closes(tmp_path):
    seat = at_people("i", long_list(tmp_path), "2")
    assert [person["name"] for person in seat.saver.data["people"][2:]] == ["Person 02"]


def test_import_closes_the_open_point_of_the_list(file):
    data = {"komma": 1, "open": [{"path": "people", "since": "2026-12-01"}]}
    assert at_people("i", str(file), "1", "s", data=data).interview.data["open"] == []


def test_bodies_get_a_name_and_keep_short_numbers(tmp_path):
    path = tmp_path / "stellen.csv"
    path.write_text("Name der Stelle;Telefon;Internet\nTelefonSeelsorge;116123;www.seelsorge.example\n", "utf-8")
    seat = at_people("i", str(path), "1", "s", place="bodies")
    assert seat.interview.data["bodies"][-1] == {
        "id": "b-1",
        "name": "TelefonSeelsorge",
        "channels": [{"kind": "phone", "value": "116123"}, {"kind": "web", "value": "https://www.seelsorge.example"}],
    }


def test_user_text_is_never_markup(tmp_path):
    path = tmp_path / "liste.csv"
    path.write_text("Name;Telefon\n[b]{x} {{ y }} %s;0221 4710-111\n", "utf-8")
    seat = at_people("i", str(path), "1", "s")
    assert names(seat) == ["[b]{x} {{ y }} %s"]
    assert "[b]{x} {{ y }} %s" in flat(seat)


# -- who is the same --------------------------------------------------------------------------------------------------


def contact(name="", function="", phones=(), emails=(), **values):
    return Contact(name, function, values.pop("unit", ""), tuple(phones), tuple(emails), values.pop("hours", ""), 2)


def plan(**person):
    return {"people": [{"id": "p-1", **copy.deepcopy(person)}]}


def only(data, *contacts):
    return compare(data, contacts, "people")[0]


MAIL = {"kind": "email", "value": "mira@musterstadt.example"}


@pytest.mark.parametrize(
    "name", ["Mira Müller", "mira müller", "Mira  Mueller", "Müller, Mira", "Dr. Mira Müller", "Frau Mira Müller"]
)
def test_the_same_name_is_the_same_person(name):
    found = only(plan(name="Mira Müller"), contact(name, phones=["+492214710111"]))
    assert (found.action, found.target, set(found.item)) == ("complete", "p-1", {"channels"})


def test_the_same_address_is_the_same_person_if_no_name_speaks_against_it():
    data = plan(function="Integration", channels=[MAIL])
    found = only(data, contact("Mira Müller", emails=["MIRA@musterstadt.example"]))
    assert (found.action, found.item) == ("complete", {"name": "Mira Müller"})
    other = only(plan(name="Jan Groß", channels=[MAIL]), contact("Mira Müller", emails=["mira@musterstadt.example"]))
    assert (other.action, [notice.kind for notice in other.notices]) == ("new", ["shared_email"])


def test_namesakes_with_other_addresses_stay_two():
    found = only(plan(name="Mira Müller", channels=[MAIL]), contact("Mira Müller", emails=["mm@andere.example"]))
    assert (found.action, [notice.kind for notice in found.notices]) == ("new", ["same_name"])


def test_a_function_without_name_is_met_by_whoever_holds_it_alone():
    data = plan(function="Leitung Ordnungsamt", channels=[{"kind": "phone", "value": "+492214710112"}])
    jan = contact("Jan Groß", "Leitung Ordnungsamt", emails=["jan@musterstadt.example"])
    assert (only(data, jan).action, only(data, jan).item["name"]) == ("complete", "Jan Groß")
    two = compare(data, [jan, contact("Ayşe Şahin", "Leitung Ordnungsamt")], "people")
    assert [found.action for found in two] == ["new", "new"]


def test_nothing_is_overwritten_and_differences_are_told():
    data = plan(
        name="Mira Müller", function="Integration", channels=[{"kind": "phone", "value": "+492214710111"}], hours="24/7"
    )
    fresh = contact("Mira Müller", "Leitung", ["+492214710999"], hours="Mo-Fr 08:00-16:00; PH off")
    found = only(data, fresh)
    assert (found.action, found.item) == ("known", {})
    assert sorted(notice.kind for notice in found.notices) == ["differs_channel", "differs_hours", "differs_text"]
    assert "Im Plan steht 0221 4710111, in der Datei 0221 4710999." in " ".join(n.sentence("de") for n in found.notices)


def test_completing_keeps_the_channels_that_are_there(tmp_path):
    data = plan(name="Mira Müller", channels=[{"kind": "phone", "value": "+492214710111", "note": "Büro"}])
    path = tmp_path / "liste.csv"
    path.write_text("Name;Telefon;E-Mail\nMueller, Mira;0221 4710111;mira@musterstadt.example\n", "utf-8")
    seat = at_people("i", str(path), "1", "s", data=data)
    assert seat.interview.data["people"] == [
        {"id": "p-1", "name": "Mira Müller", "channels": [*data["people"][0]["channels"], MAIL]}
    ]
    assert "Ergänzen: Mira Müller Kommt dazu: mira@musterstadt.example" in flat(seat)
    assert seat.saver.data == seat.interview.data


def test_a_private_number_of_the_plan_does_not_become_a_duty_number():
    data = plan(name="Mira", channels=[{"kind": "private_phone", "value": "+4915228817386"}])
    assert only(data, contact("Mira", phones=["+4915228817386"])).action == "known"


def test_who_is_complete_is_not_offered_again(file):
    seat = at_people("i", str(file), "alle", "s")
    again = at_people("i", str(file), "s", data=seat.interview.data)
    assert "3 davon stehen schon im Plan" in flat(again)
    assert "Es gibt nichts zu übernehmen" in flat(again)
    assert again.interview.data == seat.interview.data


def test_rows_about_one_person_are_put_together():
    found = compare(
        {},
        [contact("Mira Müller", phones=["+492214710111"]), contact("Mueller, Mira", emails=[MAIL["value"]])],
        "people",
    )
    assert [each.item for each in found] == [
        {"name": "Mira Müller", "channels": [{"kind": "phone", "value": "+492214710111"}, MAIL]}
    ]
    assert [notice.kind for notice in found[0].notices] == ["twin"]


def test_two_thousand_rows_are_compared_at_once():
    rows = [contact(f"Person {n}", phones=[f"+492214710{n:03}"], emails=[f"p{n}@a.example"]) for n in range(500)]
    assert len(compare({"people": []}, rows, "people")) == 500


def test_a_strange_draft_does_not_stop_the_preview():
    data = {"people": ["x", {"id": "p-1", "channels": "x"}, {"id": "p-2", "name": 7, "channels": [3]}]}
    assert only(data, contact("Mira")).action == "new"
