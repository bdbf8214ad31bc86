from __future__ import annotations

import pytest

from komma_cli.check.rules import all_rules
from komma_cli.report.explain import WIDTH, all_pages, page


def test_a_page_says_what_why_how_and_from_where() -> None:
    shown = page(all_rules()["K311"], "de")
    assert shown.startswith("K311  Gespräche werden nicht aufgezeichnet\n\nFehler, ab Profil core\n\nWarum\n")
    assert "StGB § 201 [1]" in shown
    assert shown.endswith("Quellen\n  [1] https://www.gesetze-im-internet.de/stgb/__201.html\n")
    assert "    - {id: " in shown or "      - {id: " in shown


def test_every_case_of_a_rule_has_its_remedy() -> None:
    shown = page(all_rules()["K306"], "en")
    assert shown.count("  Choose") == 2
    assert "  Name at least one role" in shown


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("rule", sorted(all_rules()))
def test_a_page_shows_no_markup_and_fits_the_terminal(rule: str, lang: str) -> None:
    shown = page(all_rules()[rule], lang)  # type: ignore[arg-type]
    prose = shown.split("\n\n")[2]
    assert "](" not in prose
    assert max(len(line) for line in prose.splitlines()) <= WIDTH


def test_the_list_has_a_line_for_each_rule() -> None:
    lines = all_pages(all_rules().values(), "de").splitlines()
    assert [line.split()[0] for line in lines] == sorted(all_rules())
    assert lines[0] == "K001  Fehler   core      Datei ist nicht in UTF-8 gespeichert"
