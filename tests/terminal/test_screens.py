"""Each screen of the interview once, as a window of 80 columns shows it; its lines, not its every word."""

import sys

import pytest

pytestmark = [
    pytest.mark.terminal,
    pytest.mark.skipif(sys.platform == "win32", reason="pseudo terminals of this kind exist on POSIX only"),
]
TEXT_WIDTH = 72


@pytest.fixture
def plan(tmp_path):
    from tests.terminal.plans import core_plan

    return core_plan(tmp_path)


def shown(terminal, *beginnings):
    """Check that lines begin so (blanks in front do not count), in this order, and that none is too wide."""
    lines = [line.strip() for line in terminal.lines]
    at = 0
    for beginning in beginnings:
        found = [number for number, line in enumerate(lines[at:], at) if line.startswith(beginning)]
        assert found, f"no line begins with {beginning!r} from line {at} on in\n" + "\n".join(terminal.lines)
        at = found[0] + 1
    assert max(len(line) for line in terminal.lines) <= TEXT_WIDTH


def opened(plan, *place, until="Ihre Wahl"):
    from tests.terminal.screen import Terminal

    terminal = Terminal(plan.parent, "edit", plan.name, *place, rows=50)
    terminal.wait(until)
    return terminal


def left(terminal):
    """Leave with Ctrl+C; the code says so."""
    terminal.type("\x03", enter=False)
    assert terminal.end() == 130


def test_start_task_list_and_one_question(plan):
    from tests.terminal.screen import Terminal

    terminal = Terminal(plan.parent, rows=50)
    terminal.wait("Ihre Wahl")
    shown(
        terminal,
        "komma – Handlungsplan gegen",
        "Sie beantworten Fragen.",
        "Hilfreich:",
        "Bei jeder Frage:   ?  Hilfe",
        "1  Neuen Plan beginnen",
        "2  Plan fortsetzen",
        "Ihre Wahl",
    )
    assert "Kleinbeispiel" in terminal.new
    terminal.type("2")
    terminal.wait("Ihre Wahl:")
    shown(
        terminal,
        "Willkommen zurück",
        "Handlungsplan Kleinbeispiel",
        "0 von 17 Abschnitten sind vollständig.",
        "1  Kommune beschreiben",
        "6  Vorfälle und Schritte planen                  noch nicht begonnen",
        "18  Plan aktuell halten",
        "Eingabetaste  weiter bei 1",
        "Ihre Wahl:",
    )
    terminal.type("1")
    terminal.wait("Zahl:")
    shown(terminal, "Kommune beschreiben – Abschnitt 1 von 18, noch etwa", "Wie viele Menschen wohnen", "Zahl:")
    assert any("in Arbeit, 8 offen" in line for line in terminal.scrolled)
    left(terminal)


def test_choosing_a_person_or_making_one(plan):
    terminal = opened(plan, "roles[contact-staff].holder", until="Nummer oder Name:")
    shown(
        terminal,
        "Wer übernimmt die Rolle „Ansprechperson für Beschäftigte“?",
        "1  Leitung Bürgerbüro",
        "2  Leitung Ordnungsamt",
        "+  neue Person anlegen",
        "Bisher: Leitung Bürgerbüro",
        "Nummer oder Name:",
    )
    terminal.type("+")
    terminal.wait("Wie heißt die Person?")
    terminal.type("Mira Muster")
    terminal.wait("Welche Funktion")
    left(terminal)
    assert "name: Mira Muster" in plan.read_text(encoding="utf-8")


def test_a_list_and_what_still_refers_to_an_entry(plan):
    terminal = opened(plan, "people")
    shown(
        terminal,
        "Personen – 2 Einträge",
        "1  Leitung Bürgerbüro   2 offen",
        "2  Leitung Ordnungsamt  3 offen",
        "Nummer  Eintrag ansehen und ändern",
        "+  neue Person anlegen",
        "x2  Eintrag 2 entfernen",
        "Eingabetaste  weiter bei 1: Leitung Bürgerbüro",
        "Ihre Wahl:",
    )
    terminal.type("x1")
    terminal.wait("Ihre Wahl:")
    shown(terminal, "Fehler: Leitung Bürgerbüro ist noch eingetragen bei:", "Ihre Wahl:")
    left(terminal)
    assert "function: Leitung Bürgerbüro" in plan.read_text(encoding="utf-8")


def test_a_new_entry_left_without_an_answer_is_gone(plan):
    before = plan.read_bytes()
    terminal = opened(plan, "people")
    terminal.type("+")
    terminal.wait("Wie heißt die Person?")
    left(terminal)
    assert plan.read_bytes() == before


def test_an_error_keeps_what_was_typed_in_the_line(plan):
    terminal = opened(plan, "people[p-1].channels[0].value", until="Nummer mit Vorwahl:")
    terminal.type("\x150221 abc")
    terminal.wait("Fehler")
    shown(terminal, "Fehler: Die Telefonnummer darf nur Ziffern", "Nummer mit Vorwahl: 0221 abc")
    assert terminal.screen.cursor.x == len("Nummer mit Vorwahl: 0221 abc")
    terminal.type("\x7f\x7f\x7f4710113")
    assert terminal.end() == 0
    assert "+492214710113" in plan.read_text(encoding="utf-8")


def test_the_answers_of_a_section_and_changing_one(plan):
    terminal = opened(plan)
    terminal.type("a1")
    terminal.wait("Ihre Wahl:")
    shown(
        terminal,
        "Prüfen Sie den Abschnitt „Kommune beschreiben“",
        "1  Name",
        "5  Einwohnerzahl               fehlt noch",
        "Nummer ",
        "Ihre Wahl:",
    )
    terminal.type("1")
    terminal.wait("Bisher: Kleinbeispiel")
    terminal.type("\x15Großbeispiel")
    terminal.wait("Geändert von „Kleinbeispiel“ in „Großbeispiel“.")
    shown(terminal, "Geändert von", "Prüfen Sie den Abschnitt „Kommune beschreiben“")
    left(terminal)


def test_leaving_and_coming_back(plan):
    terminal = opened(plan)
    left(terminal)
    shown(terminal, "Gespeichert um", "Der Plan enthält Namen und Telefonnummern.")
    assert f"komma edit {plan.name}" in terminal.all
    again = opened(plan)
    shown(again, "Willkommen zurück", "Handlungsplan Kleinbeispiel", "Ihre Wahl:")
    again.type("b")
    assert again.end() == 0


def test_somebody_else_has_changed_the_same_answer(plan):
    from tests.terminal.screen import strays

    terminal = opened(plan, "municipality.name", until="Antwort:")
    content = plan.read_text(encoding="utf-8").replace("name: Kleinbeispiel", "name: Janstadt")
    plan.write_text(content, encoding="utf-8", newline="\n")
    terminal.type("\x15Mirastadt")
    terminal.wait("Welche gilt?")
    shown(terminal, "1  Ihre Antwort", "2  ", "Welche gilt?")
    assert "Mirastadt" in terminal.new
    assert "Janstadt" in terminal.new
    terminal.type("1")
    assert terminal.end() == 0
    assert "name: Mirastadt" in plan.read_text(encoding="utf-8")
    assert strays(plan.parent) == []


def test_a_finished_plan_says_what_comes_next(tmp_path):
    from tests.terminal.plans import finished_plan

    plan = finished_plan(tmp_path)
    before = plan.read_bytes()
    terminal = opened(plan)
    shown(terminal, "Handlungsplan Musterstadt", "18 von 18 Abschnitten sind vollständig.", "Ihre Wahl:")
    terminal.type("b")
    assert terminal.end() == 0
    shown(terminal, "Der Plan ist vollständig.", "So geht es weiter", "Der Plan enthält Namen und Telefonnummern.")
    assert f"komma render {plan.name}" in terminal.all
    assert plan.read_bytes() == before
