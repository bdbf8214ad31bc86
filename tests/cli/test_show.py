"""``komma show``."""

from __future__ import annotations

import pytest

from tests.cli.conftest import TOWN

DAY = ("--today", "2026-12-01")


def test_without_a_document_it_says_which_there_are(komma):
    result = komma("show", TOWN)
    assert result.code == 0
    lines = result.out.splitlines()
    assert lines[0] == "Diese Dokumente gibt es aus dem Plan:"
    at = lines.index("Notfallkarte (emergency-card)")
    assert lines[at + 1] == "  intern, für: alle im Haus"
    assert "komma show" in lines[-1]
    assert all(len(line) <= 80 for line in lines[:-1])


def test_each_audience_sees_what_it_may_have(komma):
    assert "contact-sheet" not in komma("show", TOWN, "--audience", "internal").out
    assert "contact-sheet" in komma("show", TOWN, "--audience", "confidential").out
    assert "emergency-card" not in komma("show", TOWN, "--audience", "public").out


@pytest.mark.parametrize("asked", ["emergency-card", "notfallkarte", "Emergency-Card"])
def test_a_document_is_found_by_id_or_title(komma, asked):
    result = komma("show", TOWN, asked, *DAY)
    assert result.code == 0
    assert result.out.startswith("Notfallkarte\n============\n\n110 Polizei\n")
    assert "1. Bringen Sie sich in Sicherheit." in result.out
    assert "\x1b" not in result.out


def test_links_and_tables_are_told(komma):
    said = komma("show", TOWN, "strategy", *DAY).out
    assert "(https://www.gesetze-im-internet.de/agg/__13.html)" in said
    assert "Gruppe                        Einbezogen  Grund, wenn nicht\n----" in said


def test_only_the_narrowest_circle_reads_names(komma):
    assert "Tannhoff" in komma("show", TOWN, "contact-sheet", *DAY).out
    assert "Tannhoff" not in komma("show", TOWN, "response-guide", *DAY).out
    refused = komma("show", TOWN, "contact-sheet", "--audience", "internal", *DAY)
    assert refused.code != 0
    assert "Tannhoff" not in refused.out + refused.err


@pytest.mark.parametrize("encoding", ["cp1252", "cp850"])
def test_old_consoles_can_print_it(komma, encoding):
    result = komma("show", TOWN, "emergency-card", *DAY, encoding=encoding)
    assert result.code == 0
    assert "Löschen Sie nichts." in result.out
    assert encoding == "cp850" or "?" not in result.out


def test_english_reads_the_english_document(komma):
    assert komma("show", TOWN, "emergency-card", "--lang", "en", *DAY).out.startswith("Emergency card\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("emergency-crad",), "Meinten Sie: Notfallkarte (emergency-card)"),
        (("",), "ist kein Dokument von komma"),
        (("emergency-card", "--audience", "intern"), "„intern“ gibt es bei --audience nicht."),
        (("emergency-card", "--today", "morgen"), "„morgen“ ist kein Datum."),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence(komma, arguments, said):
    result = komma("show", TOWN, *arguments)
    assert (result.code, result.out) == (2, "")
    assert said in " ".join(result.err.split())


def test_a_plan_that_cannot_be_read_shows_nothing(komma, tmp_path):
    (tmp_path / "kaputt.komma.yaml").write_text("komma: 1\nmunicipality: {name: M}\n", encoding="utf-8")
    for more in ((), ("emergency-card",)):
        result = komma("show", "kaputt.komma.yaml", *more)
        assert (result.code, result.out) == (3, "")
