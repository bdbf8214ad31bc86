"""Calendars and contact files show nothing above their audience, wherever a person may have typed it."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from komma_cli.agenda import agenda
from komma_cli.case_dates import case_points
from komma_cli.model.fields import CONFIDENTIALITY, Confidentiality
from komma_cli.model.playbook import Playbook
from komma_cli.render.audience import redact
from komma_cli.render.reader import Reader
from komma_cli.report.calendar import CalendarTeller, Case
from komma_cli.report.contact_files import as_csv, as_vcards, as_workbook, cards
from komma_cli.texts import Lang
from tests.properties.effort import examples
from tests.properties.test_audience import RANK, SECRET, marked
from tests.unit.report.calendar_reader import read

TODAY, UNTIL, INCIDENT = date(2026, 12, 1), date(2029, 12, 1), date(2026, 11, 20)
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


def written(playbook: Playbook, audience: Confidentiality, lang: Lang) -> dict[str, str]:
    """Return every text of every file, calendars and address books unfolded by a strict reader."""
    reader = Reader(redact(playbook, audience), lang, audience, TODAY)
    teller = CalendarTeller(reader)
    found, _ = cards(reader)
    inside = RANK[audience] >= RANK["internal"]
    plan = teller.of_agenda(agenda(reader.playbook, TODAY, UNTIL, proofs=inside))
    texts = {"plan": teller.written(plan, teller.plan_name())}
    if inside:
        case = teller.of_case(case_points(reader.playbook, "scenario-1", lang), Case(INCIDENT, "scenario-1"))
        texts["case"] = teller.written(case, "Fall")
    texts["vcf"] = as_vcards(found, reader)
    for name, text in texts.items():
        if text:  # no contact of an audience is no address book
            read(text.encode())
        texts[name] = re.sub(r"(?m)^UID:.*$", "", text.replace("\r\n ", ""))
    rows = csv.reader(io.StringIO(as_csv(found, reader).removeprefix("\ufeff"), newline=""), delimiter=";")
    texts["csv"] = "\n".join(" ".join(row) for row in rows)
    sheet = openpyxl.load_workbook(io.BytesIO(as_workbook(found, reader))).active
    texts["xlsx"] = "\n".join(" ".join(str(cell) for cell in row) for row in sheet.iter_rows(values_only=True))
    return texts


@settings(max_examples=examples(12), deadline=None, suppress_health_check=SLOW)
@given(marked(), st.sampled_from(CONFIDENTIALITY), st.sampled_from(("de", "en")))
def test_no_file_says_more_than_its_audience_may_see(
    made: tuple[Playbook, dict[str, int]], audience: Confidentiality, lang: Lang
) -> None:
    playbook, phones = made
    for name, text in written(playbook, audience, lang).items():
        assert [match[0] for match in SECRET.finditer(text) if int(match[1]) > RANK[audience]] == [], name
        digits = re.sub(r"\D", "", text)
        assert [phone for phone, rank in phones.items() if rank > RANK[audience] and phone[5:] in digits] == [], name


@settings(max_examples=examples(3), deadline=None, suppress_health_check=SLOW)
@given(marked())
def test_the_markers_are_where_the_files_look(made: tuple[Playbook, dict[str, int]]) -> None:
    """The property above would hold for empty files too."""
    seen = {
        name: {int(m[1]) for m in SECRET.finditer(text)}
        for name, text in written(made[0], "confidential", "de").items()
    }
    assert seen["plan"] >= {0, RANK["internal"]}
    assert seen["case"] >= {RANK["internal"]}
    assert all(seen[name] >= {0, RANK["internal"]} for name in ("vcf", "csv", "xlsx"))
