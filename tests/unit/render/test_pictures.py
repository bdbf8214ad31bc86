"""Pictures: the words say what is drawn, nothing is drawn that readers may not see, and every plan fits on a page."""

from __future__ import annotations

import io
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import segno
from PIL import Image

from komma_cli.model.playbook import Playbook
from komma_cli.model.problems import validate
from komma_cli.render.audience import redact
from komma_cli.render.pictures import NAMES, pictures_for
from komma_cli.render.pictures import drawing as drawing_room
from komma_cli.render.pictures.drawing import ALT_LETTERS, COLOURS, HEIGHT_MM, PIXELS_PER_INCH, WIDTH_MM, Drawing
from komma_cli.render.produce import produce
from komma_cli.render.reader import Reader
from komma_cli.render.writers import write
from komma_cli.texts import LANGUAGES
from tests.golden.test_documents import example
from tests.unit.reach.plans import level, person, plan, role, step
from tests.unit.render.docx_audit import contrast

TODAY = date(2026, 12, 1)
WORD = "Verwaltungsdigitalisierungsbeauftragtenvertretungsregelungsamt"
HOSTILE = '<b>#panic() *x* `y` $z$ @ref ]; %%{init: {}}%% "quoted"'
MM = 25.4 / PIXELS_PER_INCH


def pictures(playbook: Playbook, audience: Any = "internal", lang: Any = "de", today: date = TODAY) -> Any:
    return pictures_for(Reader(redact(playbook, audience), lang, audience, today))


def size(drawing: Drawing) -> tuple[float, float]:
    """Return width and height in millimetres."""
    png = drawing.png
    return int.from_bytes(png[16:20], "big") * MM, int.from_bytes(png[20:24], "big") * MM


def data(drawing: Drawing) -> Any:
    return json.loads(drawing.data)


def nasty() -> Playbook:
    """Return a plan with the most levels, many roles, and words that no line can hold."""
    titles = [WORD, "x" * 60, f"Ansprechperson für {WORD}", "Kurz", HOSTILE]
    roles = [role(f"r-{n}", title=f"{titles[n % 5]} {n}", holder="p-1") for n in range(30)]
    levels = [
        level(id=f"l-{n}", rank=n, name=f"{WORD} mit langem Namen {n}", decides=f"r-{n}", first_contact=f"r-{n + 1}")
        for n in range(10)
    ]
    cards = [
        {"id": f"s-{n}", "title": f"{WORD} {n}", "track": "external", "owner": f"r-{n}",
         "steps": [step(role=f"r-{n * 7 % 30}")]}
        for n in range(28)
    ]  # fmt: skip
    measures = [
        {"id": f"m-{n}", "title": f"{WORD} {HOSTILE} {n}", "due": f"2027-{n % 12 + 1:02d}-10"} for n in range(90)
    ]
    fields = [{"id": "f", "title": "F", "goals": [{"id": "g", "title": "G", "measures": measures}]}]
    made = plan([person("p-1")], roles=roles, levels=levels).model_dump(by_alias=True, exclude_defaults=True)
    playbook, problems = validate(made | {"scenarios": cards, "strategy": {"fields": fields}})
    assert playbook is not None, problems
    return playbook


@pytest.mark.parametrize("pair", COLOURS)
def test_words_stand_out_from_their_ground(pair: str) -> None:
    assert contrast(*COLOURS[pair]) >= 4.5


def test_no_picture_uses_a_colour_of_its_own() -> None:
    drawn = (Path(drawing_room.__file__).parent / "pictures.typ").read_text(encoding="utf-8")
    assert re.findall(r'rgb\("#\w+|luma\(|fill: (?:red|green|blue|gray|black|white|yellow)\b', drawn) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_picture_has_a_short_alternative_in_whole_sentences(lang: str) -> None:
    for playbook in (example(), nasty()):
        found = pictures(playbook, "confidential", lang)
        drawn = [found[name] for name in NAMES if found[name]]
        assert len(drawn) >= 4
        for drawing in drawn:
            assert len(drawing.alt) <= ALT_LETTERS
            assert drawing.alt[0].isupper()
            assert drawing.alt.endswith((".", "…"))


def test_equal_plans_give_equal_bytes_and_each_picture_is_as_wide_as_a_page_and_fits_on_it() -> None:
    found = pictures(nasty(), "confidential")
    for name in ("ladder", "matrix", "year", "measures", "week"):
        width, height = size(found[name])
        assert width == pytest.approx(found[name].width_mm, abs=0.3)
        assert 10 < height <= HEIGHT_MM + 0.3
    again = pictures(nasty(), "confidential")
    assert (again["year"].png, again["year"].svg) == (found["year"].png, found["year"].svg)


def test_a_plan_without_anything_has_no_pictures() -> None:
    found = pictures(plan([]), "confidential")
    assert {name: found[name] for name in found} == dict.fromkeys(NAMES)


def test_the_ladder_goes_up_and_says_who_decides_and_by_when() -> None:
    levels = [
        level(id="b", rank=1, name="Stufe 2 – Ernst", decides="contact", first_contact="p-1", colour="red"),
        level(id="a", rank=0, name="Hinsehen", decides="contact", first_contact="contact", first_contact_within=None),
        level(id="c", track="internal", rank=0, name="Intern A"),
    ]
    found = pictures(plan([person("p-1")], roles=[role()], levels=levels))
    low, high = data(found["ladder"])["rungs"]
    assert (low["sign"], low["name"], high["sign"], high["colour"]) == ("0", "Hinsehen", "2", "red")
    assert low["lines"] == [["Entscheidet, zuerst anrufen:", "Rolle contact"], ["Frist:", "offen"]]
    assert high["lines"] == [
        ["Entscheidet:", "Rolle contact"], ["Zuerst anrufen:", "Amt p-1"], ["Frist:", "1\u00a0Stunde"],
    ]  # fmt: skip
    assert "Leiter mit 2 Stufen" in found["ladder"].alt
    assert "Hinsehen; Stufe 2 – Ernst" in found["ladder"].alt
    assert data(found["ladder_internal"])["rungs"][0]["sign"] == "A"


def test_mermaid_shows_the_ladder_from_bottom_to_top_and_words_stay_words() -> None:
    levels = [level(id="a", rank=0, name=HOSTILE), level(id="b", rank=1, name="Zwei")]
    lines = pictures(plan([], levels=levels))["ladder"].mermaid.splitlines()
    assert lines[0] == "flowchart BT"
    assert lines[-1].strip() == "level0 --> level1"
    label = re.fullmatch(r'    level0\["(.*)"\]', lines[1])
    assert label is not None
    assert not re.search(r'["`%{}\[\]@*$]', label[1])
    assert re.sub(r"#(\d+);", lambda sign: chr(int(sign[1])), label[1]).startswith(HOSTILE)


def test_the_matrix_tells_who_leads_and_who_takes_part() -> None:
    steps = [step("one", role="helps"), step("two", contacts=["called", "p-1"]), step("three", role="leads")]
    roles = [role(name) for name in ("helps", "idle", "leads", "called")]
    found = pictures(plan([person("p-1")], roles=roles, steps=steps, owner="leads"))["matrix"]
    rows = {row["name"]: row["cells"] for row in data(found)["rows"]}
    assert rows == {"Rolle helps": ["M"], "Rolle leads": ["V"], "Rolle called": ["M"]}
    said = "verantwortlich: Rolle leads; macht mit oder wird angerufen: Rolle helps, Rolle called"
    assert found.told == (f"Drohung: {said}",)
    assert "Anzahl der Rollen: 3, Anzahl der Karten: 1." in found.alt


def test_cards_that_are_left_out_are_not_in_the_matrix() -> None:
    made = plan([], roles=[role()], steps=[step(role="contact")], relevant=False, reason="nie")
    assert pictures(made)["matrix"] is None


def test_the_bars_count_every_status_and_the_alternative_says_the_numbers() -> None:
    found = pictures(example())["measures"]
    assert {bar["name"]: bar["count"] for bar in data(found)["bars"]} == {
        "geplant": 3, "läuft": 11, "verzögert": 2, "erledigt": 3, "entfällt": 1,
    }  # fmt: skip
    assert "Von 20 Maßnahmen sind: 3 geplant, 11 läuft, 2 verzögert, 3 erledigt, 1 entfällt." in found.alt


def calendar() -> Playbook:
    days = ["2026-11-30", "2026-12-01", "2027-11-30", "2027-12-01", *[f"2027-02-0{n}" for n in range(1, 8)]]
    measures = [{"id": f"m-{n}", "title": f"Nummer {n}", "due": day} for n, day in enumerate(days)]
    fields = [{"id": "f", "title": "F", "goals": [{"id": "g", "title": "G", "measures": measures}]}]
    made = plan([person("p-1"), person("p-2")]).model_dump(by_alias=True, exclude_defaults=True)
    playbook, problems = validate(made | {"strategy": {"fields": fields}})
    assert playbook is not None, problems
    return playbook


def test_the_calendar_has_twelve_months_and_what_is_overdue_apart() -> None:
    found = pictures(calendar())["year"]
    drawn = data(found)
    assert [month["name"] for month in drawn["months"]][::11] == ["Dezember 2026", "November 2027"]
    assert drawn["late"]["dues"] == [["30.11.2026", "Maßnahme: Nummer 0"]]
    december, november = drawn["months"][0]["dues"], drawn["months"][-1]["dues"]
    assert ["1.", "Maßnahme: Nummer 1"] in december
    assert november == [["30.", "Maßnahme: Nummer 2"]]
    assert not any("Nummer 3" in line for line in found.told)


def test_a_full_month_says_how_many_more_there_are_and_the_list_has_them_all() -> None:
    found = pictures(calendar())["year"]
    february = data(found)["months"][2]["dues"]
    assert len(february) == 5
    assert february[-1] == ["", "und 3 weitere"]
    assert sum("02.2027: Maßnahme" in line for line in found.told) == 7
    assert "Anzahl der Termine: 10." in found.alt  # nine measures and the line of the contacts
    assert "Davor schon überfällig: 1." in found.alt


def test_contacts_are_counted_for_those_who_keep_the_plan_and_nobody_is_named() -> None:
    inside, outside = (pictures(calendar(), audience)["year"] for audience in ("internal", "public"))
    assert "01.12.2026: Kontakte im Plan prüfen: 2" in inside.told
    assert "Amt p-1" not in inside.data
    assert not any("Kontakte" in line for line in outside.told)


def test_the_week_is_told_only_to_those_who_may_see_every_number() -> None:
    made = plan([person("p-1")], levels=[level(first_contact="p-1")])
    assert pictures(made, "internal")["week"] is None
    found = pictures(made, "confidential")["week"]
    days = {day["name"]: day["hours"] for day in data(found)["days"]}
    assert set(days["So"]) == {"often"}
    assert days["Mi"][0] == "often"
    assert days["Mi"][12] in ("never", "sometimes")
    free = sum(hour == "never" for day in days.values() for hour in day)
    assert f"Ohne Lücke sind {free} Stunden." in found.alt
    always = plan([person("p-1", "24/7")], levels=[level(first_contact="p-1")])
    assert pictures(always, "confidential")["week"] is None


def test_readers_see_in_a_picture_what_they_may_see_anyway_and_no_gap_where_something_is_withheld() -> None:
    public = pictures(example(), "public")
    assert public["matrix"] is None
    assert all(rung["lines"] == [] for rung in data(public["ladder"])["rungs"])
    hidden = [item.name for item in example().people if item.name]
    assert hidden
    for name in NAMES:
        for audience in ("public", "internal"):
            drawing = pictures(example(), audience)[name]
            text = "" if drawing is None else f"{drawing.data} {drawing.alt} {drawing.told}"
            assert not [person_name for person_name in hidden if person_name in text]


def test_words_in_pictures_follow_the_house_style_of_gendered_words() -> None:
    made = plan([], levels=[level(name="Zeuginnen und Zeugen *")]).model_dump(by_alias=True, exclude_defaults=True)
    playbook, problems = validate(made | {"communication": {"gender_style": "star"}})
    assert playbook is not None, problems
    assert data(pictures(playbook)["ladder"])["rungs"][0]["name"] == "Zeug*innen *"


@pytest.mark.parametrize("form", ["docx", "pdf", "html"])
def test_documents_carry_their_pictures_in_every_format(form: Any) -> None:
    document = produce(example(), "response-guide", "de", None, TODAY).document
    assert set(document.pictures) == {"ladder", "ladder_internal", "matrix"}
    assert write(document, form).content


def test_a_markdown_file_has_the_ladder_as_mermaid_and_the_other_pictures_in_words() -> None:
    document = produce(example(), "response-guide", "de", None, TODAY).document
    text = write(document, "md").content.decode("utf-8")
    assert "](ladder" not in text
    assert text.count("```mermaid\nflowchart BT\n") == 2
    assert "**Rollen und Karten**\n\nÜbersicht, wer" in text
    assert "\n- Beleidigung am Schalter: verantwortlich: " in text


def test_a_list_that_the_document_has_anyway_stands_in_its_markdown_once() -> None:
    text = write(produce(example(), "strategy", "de", None, TODAY).document, "md").content.decode("utf-8")
    assert text.count("- 31.12.2026: Finanzierung endet: Mobile Beratung Musterland") == 1


def test_the_code_on_the_card_is_the_number_of_the_contact_person() -> None:
    code = pictures(example(), "internal")["qr"]
    assert code is not None
    expected = segno.make("tel:+492214710205", error="m", micro=False, boost_error=False)
    assert data(code)["rows"] == [list(row) for row in expected.matrix_iter(border=4)]
    assert "0221" in code.alt
    assert 0 < code.width_mm < WIDTH_MM


def test_every_module_of_the_code_is_drawn_where_a_phone_looks_for_it() -> None:
    code = pictures(example(), "internal")["qr"]
    assert code is not None
    rows = data(code)["rows"]
    with Image.open(io.BytesIO(code.png)) as opened:
        image = opened.convert("L")
    border = 0.5 / code.width_mm * image.width
    module = (image.width - 2 * border) / len(rows)

    def dark(x: int, y: int) -> int:
        point = (round(border + (x + 0.5) * module), round(border + (y + 0.5) * module))
        return int(image.getpixel(point) < 128)

    assert [[dark(x, y) for x in range(len(rows))] for y in range(len(rows))] == rows


def test_no_number_no_code() -> None:
    silent = plan([person("p-1", channels=[])], roles=[role("coordination", holder="p-1")])
    assert pictures(silent, "internal")["qr"] is None
