"""``komma calendar``."""

from __future__ import annotations

import pytest

from tests.cli.conftest import SMALL, TOWN
from tests.unit.report.calendar_reader import read

DAY = ("--today", "2026-12-01")
NAMES = (
    "Tannhoff",
    "Hedwig",
    "Nowaczek",
    "Schlüterbusch",
    "Yıldırım",
    "Pohlmann",
    "47109",
    "0221 ",
    "+49",
    "post.example",
)


def events(data: bytes):
    (calendar,) = read(data)
    return calendar.parts


def test_the_plan_of_two_years_as_a_file_for_outlook(komma, tmp_path):
    result = komma("calendar", TOWN, *DAY, "-o", "plan.ics")
    assert result.code == 0
    assert result.out.splitlines()[0] == "Geschrieben: plan.ics"
    assert "Termine bis 01.12.2028." in result.out
    assert "--incident 2026-12-03" in result.out
    found = events((tmp_path / "plan.ics").read_bytes())
    assert len({event["UID"] for event in found}) == len(found) > 40
    titles = [event["SUMMARY"] for event in found]
    for said in (
        "Plan überprüfen",
        "Bericht zum Plan an den Rat",
        "Übung: Viele Hasskommentare nach einem Ratsbeschluss",
    ):
        assert said in titles
    assert {event["CLASS"] for event in found} == {"PUBLIC"}
    review = found[titles.index("Plan überprüfen")]
    assert (review["DTSTART"], review.parts[0]["TRIGGER"]) == ("20271115", "-P6DT15H")


def test_the_contacts_of_one_month_are_one_date(komma):
    found = events(komma("calendar", TOWN, *DAY).raw)
    calls = [event for event in found if event["SUMMARY"].startswith("Notfallkontakte anrufen")]
    assert calls
    for event in calls:
        assert event["DESCRIPTION"].count("\n- ") == int(event["SUMMARY"].rpartition(" ")[2])
    assert len({event["DTSTART"][:6] for event in calls}) == len(calls)


def test_equal_input_gives_equal_bytes_and_the_screen_gets_the_same_as_a_file(komma, tmp_path):
    first = komma("calendar", TOWN, *DAY)
    assert first.raw == komma("calendar", TOWN, *DAY).raw
    komma("calendar", TOWN, *DAY, "-o", "plan.ics")
    assert (tmp_path / "plan.ics").read_bytes() == first.raw
    assert "Termine bis" in first.flat


@pytest.mark.parametrize("audience", ["public", "mandate", "internal", "confidential"])
@pytest.mark.parametrize("case", [(), ("--incident", "2026-11-20", "--scenario", "threat-mail")])
def test_no_audience_gets_names_or_numbers(komma, audience, case):
    if case and audience in ("public", "mandate"):
        pytest.skip("refused, see below")
    said = komma("calendar", TOWN, *DAY, "--audience", audience, *case).out.replace("\r\n ", "")
    assert "BEGIN:VEVENT" in said
    assert [name for name in NAMES if name in said] == []


def test_each_audience_gets_its_own_days(komma):
    titles = {
        audience: {event["SUMMARY"] for event in events(komma("calendar", TOWN, *DAY, "--audience", audience).raw)}
        for audience in ("public", "internal", "confidential")
    }
    assert "Strategiegruppe trifft sich" in titles["confidential"] - titles["internal"]
    assert "Übung: Viele Hasskommentare nach einem Ratsbeschluss" in titles["internal"] - titles["public"]
    assert "Maßnahme: Kostenschutz für Ratsmitglieder regeln" in titles["public"]
    assert not any("anrufen" in title or "Vorlage" in title for title in titles["public"])


def test_what_is_overdue_stands_on_today(komma):
    found = events(komma("calendar", TOWN, "--today", "2027-12-01").raw)
    assert min(event["DTSTART"] for event in found) == "20271201"
    review = next(event for event in found if event["SUMMARY"] == "Plan überprüfen")
    assert review["DTSTART"] == "20271201"
    assert review["DESCRIPTION"].startswith("Überfällig seit 15.11.2027.")


def test_the_template_tells_distances_because_no_case_has_a_day_yet(komma):
    found = events(komma("calendar", TOWN, *DAY).raw)
    template = next(event for event in found if event["SUMMARY"].startswith("Vorlage:"))
    assert "- 1 Tag danach: Rufen Sie an:" in template["DESCRIPTION"]
    assert "- 3 Monate danach: Frist: Strafantrag stellen" in template["DESCRIPTION"]
    assert template.parts == []


def test_a_case_gets_dates_and_says_nothing_about_itself(komma, tmp_path):
    result = komma(
        "calendar", TOWN, "--today", "2026-12-05", "--incident", "2026-12-03", "--scenario", "Drohbrief", "-o", "f.ics"
    )
    assert result.code == 0
    assert "Davon liegen vor heute: 2." in result.out
    assert "Die Datei nennt keine Namen." in result.out
    found = events((tmp_path / "f.ics").read_bytes())
    assert {event["CLASS"] for event in found} == {"PRIVATE"}
    days = {event["DTSTART"]: event for event in found}
    application = days["20270303"]
    assert application["SUMMARY"] == "Frist endet heute: Strafantrag stellen (Fall vom 03.12.2026)"
    assert "Das ist der früheste Tag" in application["DESCRIPTION"]
    assert "https://www.gesetze-im-internet.de/stgb/__77b.html" in application["DESCRIPTION"]
    assert days["20261204"]["SUMMARY"] == "Fall vom 03.12.2026: 5 Schritte"
    assert days["20271203"]["SUMMARY"] == "Fall vom 03.12.2026: Nachsorge"
    assert not any("Drohbrief" in event["SUMMARY"] for event in found)


def test_two_cases_of_one_day_do_not_overwrite_each_other(komma):
    asked = ("calendar", TOWN, "--today", "2026-12-05", "--incident", "2026-12-03")
    first, second = (events(komma(*asked, *more).raw) for more in ((), ("--case", "2")))
    assert not {event["UID"] for event in first} & {event["UID"] for event in second}
    assert second[0]["SUMMARY"].startswith("Fall 2 vom 03.12.2026")


def test_a_plan_without_aftercare_says_so(komma):
    result = komma("calendar", SMALL, *DAY, "--incident", "2026-11-30")
    assert result.code == 0
    assert "Im Plan steht noch keine Nachsorge." in result.flat
    assert "Strafantrag" in result.out


def test_english_is_as_complete(komma):
    found = events(komma("calendar", TOWN, *DAY, "--lang", "en").raw)
    assert len(found) == len(events(komma("calendar", TOWN, *DAY).raw))
    assert "Review the plan" in {event["SUMMARY"] for event in found}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--scenario", "threat-mail"), "--scenario gilt für einen Fall. Der Tag des Vorfalls fehlt."),
        (("--case", "2"), "--case gilt für einen Fall."),
        (("--incident", "2026-12-02"), "liegt nach heute"),
        (("--incident", "gestern"), "„gestern“ ist kein Datum."),
        (
            ("--incident", "2026-11-30", "--scenario", "thraet-mail"),
            "Meinten Sie: Drohbrief oder Hassmail (threat-mail)",
        ),
        (("--incident", "2026-11-30", "--case", "0"), "passt nicht als Nummer eines Falls"),
        (("--incident", "2026-11-30", "--audience", "public"), "Die Schritte nach einem Vorfall sind intern."),
        (("--audience", "all"), "„all“ gibt es bei --audience nicht."),
        (("-o", "b.komma.yaml"), "ist ein Plan"),
        (("-o", "."), "ist ein Ordner"),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence(komma, tmp_path, arguments, said):
    before = sorted(tmp_path.iterdir())
    result = komma("calendar", TOWN, *DAY, *arguments)
    assert result.code in (2, 3)
    assert said in " ".join(result.err.split())
    assert result.out == ""
    assert sorted(tmp_path.iterdir()) == before


def test_a_plan_that_cannot_be_read_is_refused(komma, tmp_path):
    (tmp_path / "kaputt.komma.yaml").write_text("komma: 1\nmunicipality: {name: M}\n", encoding="utf-8")
    assert komma("calendar", "kaputt.komma.yaml").code == 3
    assert komma("calendar", "fehlt.komma.yaml").code == 3


@pytest.mark.parametrize(
    ("more", "warned"), [(("--incident", "2026-11-30"), True), (("--audience", "confidential"), True), ((), False)]
)
def test_a_warning_before_git_passes_it_on(komma, tmp_path, more, warned):
    (tmp_path / ".git").mkdir()
    result = komma("calendar", TOWN, *DAY, *more, "-o", "unter/plan.ics")
    assert result.code == 0
    assert (tmp_path / "unter" / "plan.ics").is_file()
    assert ("gehört zu einem git-Verzeichnis" in result.flat) is warned
