"""The first evening of a coordinator: from ``komma`` to a printed emergency card, on a real terminal."""

import sys

import pytest

pytestmark = [
    pytest.mark.terminal,
    pytest.mark.skipif(sys.platform == "win32", reason="pseudo terminals of this kind exist on POSIX only"),
]

ANSWERS = [
    ("Was ist Ihre Kommune?", "1"),
    ("In welchem Bundesland", "Nord"),
    ("Welche Funktion hat die Person", "Leitung Bürgerbüro"),
    ("Unter welcher Nummer ist die Koordination", "0221 4710-111"),
    ("Wann ist die Koordination erreichbar?", "Mo bis Do 8-16 Uhr, Fr 8-12 Uhr"),
    ("Welche Funktion hat die Vertretung", "Leitung Ordnungsamt"),
    ("Unter welcher Nummer ist die Vertretung", "0221 4710112"),
    ("An wen wenden sich Beschäftigte", "1"),
    ("Wer vertritt diese Ansprechperson?", "1"),
    ("Diese Stellen helfen von außen", "1, 2"),
    ("Wie lautet die interne Notrufnummer", "4444"),
    ("Wer ist am Abend und am Wochenende", "Leitung Ordnungsamt"),
]


@pytest.mark.parametrize("plain", [False, True], ids=["comfort", "plain"])
def test_from_the_start_screen_to_the_emergency_card(tmp_path, plain):
    from docx import Document

    from komma_cli.cli.papers import RECORD
    from tests.terminal.screen import Terminal

    terminal = Terminal(tmp_path, env={"ACCESSIBLE": "1"} if plain else None)
    terminal.wait("Ihre Wahl")
    terminal.type("1")
    terminal.wait("Wie heißt Ihre Kommune?")
    terminal.type("Überlingsdörfchen")
    for needle, answer in ANSWERS:
        terminal.wait(needle)
        if "Koordination" in needle and "Nummer" in needle:
            terminal.type("0221 abc")
            terminal.wait("Fehler: Die Telefonnummer darf nur Ziffern")
            if not plain:
                terminal.type("\x15", enter=False)
        terminal.type(answer)
    terminal.wait("Jetzt die Notfallkarte")
    terminal.type("ja")
    terminal.wait("Jetzt mit den anderen Abschnitten weitermachen?")
    assert "ueberlingsdoerfchen-emergency-card-de.docx" in terminal.new.replace("\n", "")
    terminal.type("nein")
    assert terminal.end() == 0
    assert "Gespeichert um" in terminal.all
    paper = Document(str(tmp_path / "ueberlingsdoerfchen-emergency-card-de.docx"))
    card = "".join(node.text or "" for node in paper.element.body.iter() if node.tag.endswith("}t"))
    plainly = card.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NON-BREAKING HYPHEN}", "-")
    for printed in ("110", "112", "4444", "0221 4710111", "0221 4710112", "Überlingsdörfchen"):
        assert printed in plainly
    assert (tmp_path / "ueberlingsdoerfchen-emergency-card-de.pdf").stat().st_size > 2000
    assert sorted(p.name for p in tmp_path.iterdir() if p.name.startswith(".")) == [RECORD]


def test_ctrl_c_saves_and_says_how_to_go_on(tmp_path):
    from tests.terminal.screen import Terminal

    terminal = Terminal(tmp_path, "init", "ort.komma.yaml")
    terminal.wait("Wie heißt Ihre Kommune?")
    terminal.type("Köln-Süd")
    terminal.wait("Was ist Ihre Kommune?")
    terminal.type("\x03", enter=False)
    assert terminal.end() == 130
    assert "komma edit ort.komma.yaml" in terminal.all
    assert "Köln-Süd" in (tmp_path / "ort.komma.yaml").read_text(encoding="utf-8")

    again = Terminal(tmp_path, "edit", "ort.komma.yaml")
    again.wait("Was ist Ihre Kommune?")
    again.type("<")
    again.wait("Köln-Süd")
    again.type("\x03", enter=False)
    assert again.end() == 130


def test_a_narrow_window_a_dumb_terminal_and_an_old_code_page_still_work(tmp_path):
    from tests.terminal.screen import Terminal

    old = {"TERM": "dumb", "PYTHONUTF8": "0", "PYTHONIOENCODING": "cp850"}
    terminal = Terminal(tmp_path, "init", "ort.komma.yaml", columns=40, rows=16, env=old)
    terminal.wait("Ihre Kommune?")
    terminal.type("?")
    terminal.wait("So wie im Briefkopf")
    terminal.type("Ort")
    terminal.wait("Was ist Ihre Kommune?")
    assert max(len(line) for line in terminal.new.splitlines()) <= 40
    terminal.type("\x04", enter=False)
    assert terminal.end() == 130
    assert "\x1b[" not in terminal.seen.replace("\x1b[?2004h", "").replace("\x1b[?2004l", "")
