from __future__ import annotations

from datetime import date

import pytest

from komma_cli.check.engine import Accepted, Result, Skipped
from komma_cli.check.finding import Edit, Finding, Place
from komma_cli.model.review import Deviation
from komma_cli.report.text import columns, excerpt, write

PLACE = Place(3, 9, 11, "    id: p1")
FINDING = Finding("K203", "error", "roles[legal].deputies", PLACE, {"role": "Rechtsamt"})


def result(*findings: Finding, **rest: object) -> Result:
    return Result(
        **{
            "name": "stadt.komma.yaml",
            "profile": "standard",
            "findings": findings,
            "accepted": (),
            "skipped": (),
            **rest,
        }
    )


def test_a_finding_says_where_what_and_what_to_do() -> None:
    assert write([result(FINDING)], "de") == (
        "stadt.komma.yaml:3:9: Fehler K203 Kritische Rolle ohne Vertretung\n"
        "  3 |     id: p1\n"
        "    |         ^^\n"
        "  Die Rolle „Rechtsamt“ hat keine Vertretung.\n"
        "  Tragen Sie eine Person ein, die bei Urlaub und Krankheit einspringt.\n"
        '  komma edit stadt.komma.yaml "roles[legal].deputies"\n'
        "\n"
        "stadt.komma.yaml: 1 Fehler (Profil standard).\n"
    )


def test_a_clean_file_says_so_in_one_sentence() -> None:
    assert write([result()], "de") == "stadt.komma.yaml: nichts zu beanstanden (Profil standard).\n"
    assert write([result()], "en").count("\n") == 1


def test_rules_that_could_not_run_are_counted() -> None:
    report = write(
        [result(skipped=(Skipped("K401", "missing", "liaisons"), Skipped("K402", "missing", "liaisons")))], "de"
    )
    assert report.splitlines()[-1] == "Nicht geprüft, weil Angaben fehlen oder nicht lesbar sind: 2 Regeln."


def test_one_and_many_are_counted_in_the_right_words() -> None:
    warning, hint = (Finding("K208", name, "people[p1].status", PLACE, {"person": "L"}) for name in ("warning", "hint"))
    report = write([result(FINDING, FINDING, warning, hint, hint)], "de")
    assert report.splitlines()[-1] == "stadt.komma.yaml: 2 Fehler, 1 Warnung, 2 Hinweise (Profil standard)."


def test_what_fix_mends_is_counted_where_there_is_a_file_to_mend() -> None:
    fixable = Finding("K002", "hint", "", Place(1, 1, 2, "x"), {}, (Edit(1, 1, 1, 1, "", byte_order_mark=True),))
    command = "komma check --fix"
    assert write([result(fixable, FINDING)], "de").splitlines()[-1] == (
        f"1 davon behebt komma ohne Rückfrage: {command} stadt.komma.yaml"
    )
    assert write([result(fixable, fixable, name="a b.yaml")], "en").splitlines()[-1] == (
        f'komma mends 2 of them without asking: {command} "a b.yaml"'
    )
    for report in (write([result(fixable, name="-")], "de"), write([result(FINDING)], "de")):
        assert command not in report


def test_several_files_get_a_last_line() -> None:
    assert write([result(FINDING), result()], "de").splitlines()[-1] == "2 Dateien geprüft, 1 mit Befunden."


def test_an_accepted_finding_is_shown_with_its_reason() -> None:
    deviation = Deviation.model_validate(
        {
            "rule": "K203",
            "reason": "Zu klein\nfür zwei",
            "by": "Leitung",
            "on": date(2026, 1, 1),
            "until": date(2027, 1, 1),
        }
    )
    report = write([result(accepted=(Accepted(FINDING, deviation),))], "de")
    assert report.startswith("stadt.komma.yaml: K203 Kritische Rolle ohne Vertretung (roles[legal].deputies)\n")
    assert "  Bewusst so bis 01.01.2027 (Leitung): Zu klein für zwei\n" in report
    assert "nichts zu beanstanden" in report


def test_without_a_place_the_file_alone_is_named() -> None:
    report = write([result(Finding("K203", "error", "", None, {"role": "R"}))], "de")
    assert report.startswith("stadt.komma.yaml: Fehler K203 ")
    assert "komma edit" not in report


def test_words_wrap_at_the_width() -> None:
    long = Finding("K203", "error", "roles[legal].deputies", PLACE, {"role": "Amt " * 19})
    lines = write([result(long)], "de", width=50).splitlines()
    assert max(len(line) for line in lines[3:6]) <= 50
    assert all(line.startswith("  ") for line in lines[3:6])


def test_colour_is_only_added_when_asked_and_changes_no_word() -> None:
    import re

    plain, coloured = write([result(FINDING)], "de"), write([result(FINDING)], "de", colour=True)
    assert "\x1b" not in plain
    assert re.sub(r"\x1b\[\d+m", "", coloured) == plain
    assert coloured != plain


@pytest.mark.parametrize("lang", ["de", "en"])
def test_komma_itself_prints_only_what_every_windows_console_has(lang: str) -> None:
    write([result(FINDING)], lang).encode("cp1252")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("line", "column", "end", "before"),
    [
        ("name: Ort", 7, 10, 6),
        ("\tname: Ort", 8, 11, 10),
        ("市: Ort", 4, 7, 4),
        ("e\u0301: Ort", 5, 8, 3),
        ("a\ufffdb: Ort", 6, 9, 5),
        ("x: \u202eOrt", 5, 8, 4),
    ],
)
def test_carets_stand_under_the_value(line: str, column: int, end: int, before: int) -> None:
    shown, marks = excerpt(Place(7, column, end, line), 80)
    assert marks == "    | " + " " * before + "^^^"
    assert columns(shown[: shown.index("Ort")]) == len("  7 | ") + before


@pytest.mark.parametrize("column", [1, 50, 150, 290])
def test_a_long_line_is_cut_around_the_place(column: int) -> None:
    line = "".join(chr(97 + number % 26) for number in range(300))
    shown, marks = excerpt(Place(1, column, column + 4, line), 60)
    assert len(shown) <= 60
    assert len(marks) <= 60
    start = marks.index("^")
    assert shown[start : start + 4] == line[column - 1 : column + 3]


def test_a_place_behind_the_line_still_gets_a_caret() -> None:
    shown, marks = excerpt(Place(1, 4, 4, "abc"), 60)
    assert marks.endswith("|    ^")
    assert shown.endswith("abc")
