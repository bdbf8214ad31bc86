"""Texts of several lines: typed, changed piece by piece, and found again after an interruption."""

import copy

import pytest

from komma_cli.errors import WriteError
from komma_cli.store.typed import TypedTexts
from komma_cli.wizard.input.asker import Leave, ScriptedAsker
from tests.unit.wizard.helper import core_draft, run, sitting

PROSE, LINES = "strategy.foreword", "roles[coordination].tasks"
TEXT = "Erstens.\nZweitens.\nDrittens."


def with_text(text=TEXT):
    return copy.deepcopy(core_draft()) | {"strategy": {"foreword": text}}


def with_lines(*lines):
    data = copy.deepcopy(core_draft())
    data["roles"][0]["tasks"] = list(lines)
    return data


def flat(seat):
    return " ".join(seat.asker.screen.split())


def after(path, *answers, data, prefills=False, typed=None):
    """Return what stands in the plan after these answers, and the sitting."""
    seat = sitting(*answers, data=data)
    seat.asker.prefills = prefills
    seat.typed = typed
    seat.move = run(lambda: seat.run_path(path))
    assert seat.saver.data == seat.interview.data
    found = seat.interview.data.get("strategy", {}).get("foreword")
    return (found if path == PROSE else seat.interview.data["roles"][0].get("tasks")), seat


@pytest.mark.parametrize(
    ("answers", "result"),
    [
        (["", ""], TEXT),
        (["x2", ""], "Erstens.\nDrittens."),
        (["X 2", "x1", ""], "Drittens."),
        (["+Viertens.", ""], f"{TEXT}\nViertens."),
        (["+\nViertens.\nFünftens.", ""], f"{TEXT}\nViertens.\nFünftens."),
        (["e2", "Neu.", ""], "Erstens.\nNeu.\nDrittens."),
        (["e2", "", ""], TEXT),
        (["e2", "<", ""], TEXT),
        (["e2", "\\<", ""], "Erstens.\n<\nDrittens."),
        (["Ganz neu."], "Ganz neu."),
        (["\\e2"], "e2"),
        (["\\x"], "x"),
        (["\\+49 30\nzweite Zeile"], "+49 30\nzweite Zeile"),
        (["x"], None),
        (["x4", "e0", ""], TEXT),
    ],
)
def test_a_text_is_changed_piece_by_piece(answers, result):
    found, _ = after(PROSE, *answers, data=with_text())
    assert found == result


def test_the_pieces_are_numbered_and_the_keys_are_named():
    _, seat = after(PROSE, "", data=with_text())
    assert "1 Erstens. 2 Zweitens. 3 Drittens." in flat(seat)
    assert "e2 = Nummer 2 ändern" in flat(seat)
    _, seat = after(PROSE, "x2", "", data=with_text())
    assert "1 Erstens. 2 Drittens." in flat(seat)
    assert "Geändert von" not in flat(seat)
    _, seat = after(PROSE, "x9", data=with_text())
    assert "Geben Sie e oder x und eine Nummer von 1 bis 3 ein." in flat(seat)


@pytest.mark.parametrize(
    ("answers", "result"),
    [
        (["e1", "Neu", ""], ["Neu", "b"]),
        (["x1", ""], ["b"]),
        (["+c", ""], ["a", "b", "c"]),
        (["c\nd"], ["c", "d"]),
        (["x1", "x1", "<"], ["b"]),
    ],
)
def test_lines_are_changed_with_the_same_keys(answers, result):
    found, _ = after(LINES, *answers, data=with_lines("a", "b"))
    assert found == result


def test_what_the_plan_needs_is_not_removed_by_a_key():
    found, seat = after(LINES, "x", "", data=with_lines("a", "b"))
    assert found == ["a", "b"]
    assert "Diese Angabe braucht der Plan." in flat(seat)


def test_in_the_comfortable_line_the_old_words_stand_and_emptying_removes():
    found, seat = after(PROSE, "e2", "Zweitens, neu.", "", data=with_text(), prefills=True)
    assert found == "Erstens.\nZweitens, neu.\nDrittens."
    assert seat.asker.defaults[1] == "Zweitens."
    found, _ = after(PROSE, "e2", "", "", data=with_text(), prefills=True)
    assert found == "Erstens.\nDrittens."


def test_empty_lines_between_paragraphs_stay():
    found, _ = after(PROSE, "e2", "Neu.", "", data=with_text("Erstens.\n\nZweitens.\n"))
    assert found == "Erstens.\n\nNeu."


def test_a_first_text_has_no_keys_but_the_common_ones():
    found, _ = after(PROSE, "e2\nx1", data=core_draft())
    assert found == "e2\nx1"


# -- what is too long -------------------------------------------------------------------------------------------------


def test_a_text_that_is_too_long_stays_to_be_shortened():
    long = "\n".join(["x" * 3000] * 3)
    found, seat = after(PROSE, long, "x1", "e1", "Kurz.", "", data=core_draft())
    assert "darf höchstens 6000 Zeichen haben. Jetzt sind es 9002." in flat(seat)
    assert "Getippt, aber noch nicht im Plan:" in flat(seat)
    assert found == f"Kurz.\n{'x' * 3000}"


def test_a_line_that_is_too_long_is_shown_with_what_fits():
    typed = " ".join(["Wort"] * 60)
    seat = sitting(typed, "Kurz", data=core_draft())
    seat.asker.prefills = True
    seat.run_path("municipality.name")
    assert "höchstens 200 Zeichen haben. Jetzt sind es 299. Bis hier passt er: „… Wort Wort Wort Wort“" in flat(seat)
    assert seat.asker.defaults[1] == typed


@pytest.mark.parametrize(
    "text", ["[b]fett[/b]", "{{ x }} {% raw %}", "| a | b |", "😀👩‍🚒", "שלום עולם", "x" * 2000, "# Titel"]
)
def test_text_arrives_as_it_was_typed(text):
    found, _ = after(PROSE, text, data=core_draft())
    assert found == text


# -- interruptions ----------------------------------------------------------------------------------------------------


class Interrupted(ScriptedAsker):
    """Types some lines of a longer text, then the process ends."""

    def read_lines(self, label, *, on_lines, **options):
        for line in (typed := next(self._answers).split("\n")):
            on_lines(typed[: typed.index(line) + 1])
        raise Leave(interrupted=True)


@pytest.fixture
def typed(tmp_path):
    return TypedTexts(tmp_path / "ort.komma.yaml")


def interrupted(path, text, data, typed):
    seat = sitting(data=data)
    seat.asker = Interrupted([text])
    seat.typed = typed
    assert run(lambda: seat.run_path(path)) == "left"
    assert seat.interview.data == data
    return seat


def test_lines_typed_before_the_end_are_found_again_and_taken_over(typed):
    interrupted(PROSE, "Erste Zeile.\nZweite Zei", core_draft(), typed)
    found, seat = after(PROSE, "", data=core_draft(), typed=typed)
    assert "Getippt, aber noch nicht im Plan: 1 Erste Zeile. 2 Zweite Zei" in flat(seat)
    assert found == "Erste Zeile.\nZweite Zei"
    assert not typed.path.exists()


@pytest.mark.parametrize(
    ("answers", "result"),
    [
        (["Mehr.", ""], "Eins.\nZwei.\nMehr."),
        (["+Mehr.", ""], "Eins.\nZwei.\nMehr."),
        (["e2", "Zwei, neu.", ""], "Eins.\nZwei, neu."),
        (["x1", ""], "Zwei."),
        (["x", "Anders."], "Anders."),
        (["x", ""], None),
        (["\\x", ""], "Eins.\nZwei.\nx"),
    ],
)
def test_a_restored_text_can_be_gone_on_with_or_discarded(answers, result, typed):
    interrupted(PROSE, "Eins.\nZwei.", core_draft(), typed)
    found, _ = after(PROSE, *answers, data=core_draft(), typed=typed)
    assert found == result
    assert not typed.path.exists()


def test_a_restored_text_waits_while_the_person_does_something_else(typed):
    interrupted(PROSE, "Eins.", core_draft(), typed)
    after(PROSE, "<", data=core_draft(), typed=typed)
    assert typed.read(PROSE) == ("Eins.",)
    after(PROSE, "-", "", data=core_draft(), typed=typed)
    assert typed.read(PROSE) == ("Eins.",)


def test_what_was_being_added_does_not_replace_what_was_there(typed):
    interrupted(PROSE, "+Viertens.\nFünf", with_text(), typed)
    found, _ = after(PROSE, "", data=with_text(), typed=typed)
    assert found == f"{TEXT}\nViertens.\nFünf"


def test_a_new_text_that_was_being_typed_leaves_the_old_one_alone_until_it_is_taken(typed):
    interrupted(PROSE, "Ganz neu.", with_text(), typed)
    found, _ = after(PROSE, "x", "", data=with_text(), typed=typed)
    assert found == TEXT
    interrupted(PROSE, "Ganz neu.", with_text(), typed)
    found, _ = after(PROSE, "", data=with_text(), typed=typed)
    assert found == "Ganz neu."


def test_a_refused_text_survives_too(typed):
    after(PROSE, "\n".join(["x" * 3000] * 3), data=core_draft(), typed=typed)
    assert len(typed.read(PROSE)) == 3


def test_a_new_sitting_says_which_text_was_restored(typed):
    interrupted(PROSE, "Eins.", core_draft(), typed)
    seat = sitting(data=core_draft())
    seat.typed = typed
    seat.tell_unfinished()
    assert "Ein angefangener Text wurde wiederhergestellt: Vorwort" in flat(seat)


def test_a_text_whose_place_is_gone_is_shown_before_it_goes(typed):
    typed.keep("strategy.fields[f-9].summary", ["Eins, was jemand geschrieben hat.", "Zweitens."])
    typed.keep("unfug..", ["Drei."])
    seat = sitting(data=core_draft())
    seat.typed = typed
    seat.tell_unfinished()
    shown = flat(seat)
    assert "Der Platz für einen angefangenen Text ist nicht mehr im Plan" in shown
    assert "Eins, was jemand geschrieben hat. Zweitens." in shown
    assert "Drei." in shown
    assert "f-9" not in shown
    assert not typed.path.exists()


def test_a_text_that_cannot_be_shown_in_peace_stays(typed):
    """Whoever leaves in front of it finds it again."""
    typed.keep("strategy.fields[f-9].summary", ["Eins."])
    seat = sitting(data=core_draft())
    seat.typed = typed
    seat.asker.show = lambda text="": (_ for _ in ()).throw(KeyboardInterrupt)
    with pytest.raises(KeyboardInterrupt):
        seat.tell_unfinished()
    assert typed.read("strategy.fields[f-9].summary") == ("Eins.",)


def test_a_full_disk_does_not_stop_the_typing(typed, monkeypatch):
    def full(path, lines):
        raise WriteError("store.no_space", file=path, reason="")

    monkeypatch.setattr(typed, "keep", full)
    found, _ = after(PROSE, "Eins.\nZwei.", data=core_draft(), typed=typed)
    assert found == "Eins.\nZwei."


# -- the order of deputies --------------------------------------------------------------------------------------------


def test_deputies_stand_in_their_order_and_numbers_reorder_them():
    data = copy.deepcopy(core_draft())
    data["people"].append({"id": "p-9", "function": "Leitung Bauhof"})
    data["roles"][0]["deputies"] = ["p-2", "p-9"]
    seat = sitting("2, 1", data=data)
    seat.run_path("roles[coordination].deputies")
    assert "Bisher: zuerst Leitung Ordnungsamt, danach Leitung Bauhof" in flat(seat)
    assert seat.interview.data["roles"][0]["deputies"] == ["p-9", "p-2"]
    assert "in „zuerst Leitung Bauhof, danach Leitung Ordnungsamt“" in flat(seat)


def test_an_old_answer_that_would_be_refused_today_is_not_kept_with_enter():
    data = copy.deepcopy(core_draft())
    data["people"][0]["hours"] = "Mo-Do 8-16 Uhr"
    seat = sitting("", "Mo-Do 8-16", data=data)
    seat.run_path("people[p-1].hours")
    assert "„Mo-Do 8-16 Uhr“ passt heute nicht mehr." in flat(seat)
    assert seat.interview.data["people"][0]["hours"] == "Mo-Th 08:00-16:00; PH off"


@pytest.mark.parametrize(("text", "number"), [("Eins.", 1), ("Eins.\nZwei.", 2), ("Eins.\nZwei.\nDrei.", 2)])
def test_the_keys_for_a_piece_name_one_that_is_there(typed, text, number):
    draft = copy.deepcopy(core_draft())
    draft["strategy"] = {"foreword": text}
    _, seat = after(PROSE, "", data=draft)
    assert f"e{number} = Nummer {number} ändern    x{number} = Nummer {number} entfernen" in seat.asker.screen
    interrupted(PROSE, text, core_draft(), typed)
    _, seat = after(PROSE, "", data=core_draft(), typed=typed)
    assert f"e{number} = Nummer {number} ändern    x{number} = Nummer {number} entfernen" in seat.asker.screen
