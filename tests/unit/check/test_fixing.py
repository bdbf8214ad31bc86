"""What komma mends without asking, what it leaves to people, and that nothing else of the file changes."""

from __future__ import annotations

from datetime import date

import pytest

from komma_cli.check.edits import edits_for
from komma_cli.check.engine import Result, check_source
from komma_cli.check.finding import Edit
from komma_cli.check.fixing import Fixed, diff, fixed, replaced
from komma_cli.errors import WriteError
from komma_cli.store.reading import Source, source_from_bytes

TODAY = date(2026, 12, 1)
TOWN = "komma: 1\nmunicipality:\n  name: Musterstadt # Name\n  kind: town\n  state: NW\n"
PERSON = TOWN + "people:\n  - id: p1\n    function: Leitung # bleibt\n"


def check(source: Source) -> Result:
    return check_source(source, today=TODAY)


def source(text: str | bytes) -> Source:
    return source_from_bytes(text.encode() if isinstance(text, str) else text, "plan.komma.yaml")


def mended(text: str | bytes) -> Fixed:
    return fixed(source(text), check)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("  ags: 05999000", '  ags: "05999000"'),
        ("  legal_as_of: 1.12.2026", "  legal_as_of: 2026-12-01"),
        ('  legal_as_of: "1. Dezember 2026" # Tag', '  legal_as_of: "2026-12-01" # Tag'),
        ("  legal_as_of: '31/01/2026'", "  legal_as_of: '2026-01-31'"),
        ("  legal_as_off: 2026-12-01", "  legal_as_of: 2026-12-01"),
        ('  "legal-as-of": 1.12.2026', "  legal_as_of: 2026-12-01"),
    ],
)
def test_of_the_municipality(before: str, after: str) -> None:
    assert mended(f"{TOWN}{before}\n").text == f"{TOWN}{after}\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("    hours: Mo bis Do 8-16 Uhr", '    hours: "Mo-Th 08:00-16:00"'),
        (
            "    hours: Mo bis Do 8-16 Uhr, an Feiertagen geschlossen",
            '    hours: "Mo-Th 08:00-16:00; PH off"',
        ),
        ("    hours: rund um die Uhr", '    hours: "24/7"'),
        ("    status: Employee", "    status: employee"),
        (
            '    channels: [{kind: phone, value: "030 23125001"}]',
            '    channels: [{kind: phone, value: "+493023125001"}]',
        ),
        ("    channels: [{kind: phone, value: 03023125001}]", '    channels: [{kind: phone, value: "+493023125001"}]'),
        ("    channels: [{kind: Telefon, value: 110}]", '    channels: [{kind: phone, value: "110"}]'),
        ("    languages: [DE, tr]", "    languages: [de, tr]"),
        ('    unit: " Amt für Ordnung "', '    unit: "Amt für Ordnung"'),
        ("    verified: {on: 31.1.2026, by: x}", "    verified: {on: 2026-01-31, by: x}"),
    ],
)
def test_of_a_person(before: str, after: str) -> None:
    assert mended(f"{PERSON}{before}\n").text == f"{PERSON}{after}\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("talk_within: 15 Minuten", "talk_within: PT15M"),
        ("talk_within: eine halbe Stunde", "talk_within: PT30M"),
        ("talk_within: pt4h", "talk_within: PT4H"),
        ("police: Ja sofort", "police: immediately"),
        ("police: with-consent", "police: with_consent"),
        ("police: Nein", 'police: "no"'),
        ('"rank": "0"', '"rank": 0'),
    ],
)
def test_of_a_level(before: str, after: str) -> None:
    level = TOWN + "escalation: {{levels: [{{id: l, track: external, name: L, {}}}]}}\n"
    assert mended(level.format(before)).text == level.format(after)


@pytest.mark.parametrize(("said", "flag"), [("ja", "true"), ("Nein", "false"), ('"yes"', "true"), ("'false'", "false")])
def test_of_a_truth_value(said: str, flag: str) -> None:
    plan = TOWN + "review:\n  known_to_staff:\n    onboarding: {}\n"
    assert mended(plan.format(said)).text.splitlines()[-1] in (f"    onboarding: {flag}", f'    onboarding: "{flag}"')
    assert [one.rule for one in check(source(mended(plan.format(said)).text)).findings if one.rule == "K011"] == []


@pytest.mark.parametrize(
    "line",
    [
        "  audiences: {staff: {included: jein}}",
        "  ags: 5999000",
        "  ags: 0x5B8",
        "  legal_as_of: 3/4/2026",
        "  legal_as_of: 31.02.2026",
        "  legal_as_of: 1.12.26",
        "  legal_as_of: Ende 2026",
        "  legal_as_of: morgen",
        "  legal_as_of: in 6 Monaten",
        "  legal_date: 2026-12-01",
        "  names: Musterstadt",
        "  whatever: 1",
        "  population: viele",
        "  population: 12.000",
        "people: [{id: p1, hours: nach Absprache}]",
        "people: [{id: p1, hours: 9 to 5}]",
        'people: [{id: p1, channels: [{kind: phone, value: "23125001"}]}]',
        'people: [{id: p1, channels: [{kind: phone, value: "030 23125001 oder 030 23125002"}]}]',
        'people: [{id: p1, channels: [{kind: web, value: "www.stadt.example"}]}]',
        "people: [{id: Person 1}]",
        "people: [{id: p1, functon: A, fumction: B}]",
        "people: [{id: p1, function: A, functon: B}]",
        "escalation: {levels: [{id: l, track: external, rank: 0, name: L, talk_within: 3 Werktage}]}",
    ],
)
def test_what_a_person_has_to_decide_stays(line: str) -> None:
    text = f"{TOWN}{line}\n"
    assert check(source(text)).findings
    assert mended(text) == Fixed(text, ())
    assert diff(source(text), mended(text)) == ""


def test_the_mark_at_the_beginning_goes_and_the_difference_shows_it() -> None:
    marked = b"\xef\xbb\xbf" + TOWN.encode()
    after = mended(marked)
    assert [one.rule for one in after.mended] == ["K002"]
    assert after.text == TOWN
    assert diff(source(marked), after).splitlines()[3:5] == ["-\ufeffkomma: 1", "+komma: 1"]


def test_tabs_become_blanks_where_they_can_only_mean_one_thing() -> None:
    assert mended("komma: 1\nmunicipality:\n\tname: M\n\tkind: town\n  state: NW\n").text == (
        "komma: 1\nmunicipality:\n  name: M\n  kind: town\n  state: NW\n"
    )


def test_tabs_that_may_be_part_of_a_text_stay() -> None:
    text = "komma: 1\nmandate:\n\tstatement: |\n\t\tWir\n"
    assert {one.rule for one in check(source(text)).findings} == {"K018"}
    assert mended(text) == Fixed(text, ())


@pytest.mark.parametrize(
    "text",
    [
        "komma: 1\nmunicipality: {name: M\n",
        "komma: 1\nkomma: 2\n",
        "a: &x 1\nb: *x\n",
        "people:\n  - id: p1\n\tfunction: A\n",
        "komma: 1\nx: \x07\n",
        "- 1\n",
    ],
)
def test_what_cannot_be_read_for_certain_is_refused(text: str) -> None:
    with pytest.raises(WriteError) as refused:
        mended(text + "municipality: {ags: 05999000}\n")
    assert refused.value.key == "store.not_editable"


def test_a_file_in_another_encoding_is_refused() -> None:
    with pytest.raises(WriteError):
        mended((TOWN + "  ags: 05999000\n").replace("Name", "Größe").encode("cp1252"))


def test_only_the_rules_of_the_run_are_mended() -> None:
    text = f"{TOWN}  ags: 05999000\n  legal_as_of: 1.12.2026\n"
    after = fixed(source(text), lambda one: check_source(one, today=TODAY, select=("K014",)))
    assert after.text == f"{TOWN}  ags: 05999000\n  legal_as_of: 2026-12-01\n"


def test_the_edits_of_a_finding_are_part_of_it_and_can_be_asked_for() -> None:
    wrong = source(f"{TOWN}  ags: 05999000\n  kind_of: x\n")
    found = {one.rule: one for one in check(wrong).findings}
    assert found["K011"].edits == (Edit(6, 8, 6, 8, '"'), Edit(6, 16, 6, 16, '"'))
    assert found["K010"].edits == ()
    for finding in found.values():
        assert edits_for(finding, wrong) == finding.edits
    assert replaced(wrong.text, found["K011"].edits) == wrong.text.replace("05999000", '"05999000"')


def test_an_edit_does_not_repeat_a_value_that_stays() -> None:
    wrong = source(f'{PERSON}    unit: " Amt für Ordnung "\n')
    (found,) = (one for one in check(wrong).findings if one.rule == "K014")
    assert found.edits == (Edit(9, 12, 9, 13, ""), Edit(9, 28, 9, 29, ""))
    assert replaced(wrong.text, found.edits) == wrong.text.replace('" Amt für Ordnung "', '"Amt für Ordnung"')


def test_nothing_is_offered_for_a_file_that_cannot_be_mended() -> None:
    wrong = source(f"{TOWN}  ags: 05999000\n")
    assert any(one.edits for one in check(wrong).findings)
    twice = source(f"{TOWN}  ags: 05999000\n  state: BY\n")
    assert not any(one.edits for one in check(twice).findings)


def test_edits_that_touch_each_other_are_not_carried_out() -> None:
    assert replaced("abc\n", [Edit(1, 1, 1, 3, "x"), Edit(1, 2, 1, 4, "y")]) is None
    assert replaced("abc\n", [Edit(1, 1, 1, 2, "x"), Edit(1, 2, 1, 4, "y")]) == "xy\n"
