from __future__ import annotations

from datetime import date

import pytest

from komma_cli.check import pages
from komma_cli.check.finding import Finding
from komma_cli.check.pages import fill, page, words_of
from komma_cli.errors import DataError

GOOD = """---
title: "T"
message: "M {x}"
fix: {a: "A", b: "B"}
---
## Warum
Darum.

## So nicht
```yaml
roles: []
```

## So ist es richtig
```text
x
```
"""


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    sheets: dict[str, str] = {}
    monkeypatch.setattr(pages, "rule_page", lambda rule, lang: sheets[rule])
    return sheets


def test_a_page_is_read_whole(shelf: dict[str, str]) -> None:
    shelf["K901x"] = GOOD
    read = page("K901x", "de")
    assert (read.title, read.why, read.messages, read.fixes) == ("T", "Darum.", {"": "M {x}"}, {"a": "A", "b": "B"})
    assert (read.bad.language, read.bad.code) == ("yaml", "roles: []\n")
    assert read.good.language == "text"


def test_windows_line_ends_do_not_matter(shelf: dict[str, str]) -> None:
    shelf["K902x"] = GOOD.replace("\n", "\r\n")
    assert page("K902x", "de").good.code == "x\n"


@pytest.mark.parametrize(
    ("number", "old", "new"),
    [(1, "---\ntitle", "title"), (2, "## Warum", "## Wieso"), (3, "```yaml", "```toml"), (4, 'title: "T"', "title: [")],
)
def test_a_damaged_page_is_named(shelf: dict[str, str], number: int, old: str, new: str) -> None:
    shelf[f"K90{number}y"] = GOOD.replace(old, new, 1)
    with pytest.raises(DataError) as caught:
        page(f"K90{number}y", "de")
    assert f"K90{number}y" in str(caught.value)


def test_values_are_put_into_words() -> None:
    assert fill("{d}", {"d": date(2026, 12, 1)}, "de") == "01.12.2026"
    assert fill("{d}", {"d": date(2026, 12, 1)}, "en") == "1 December 2026"
    assert fill("{t:duration}", {"t": "PT15M"}, "de") == "15 Minuten"
    assert fill("{q:field}", {"q": "municipality.population"}, "de") == "Einwohnerzahl"
    assert fill("{q:field}", {"q": "Wer ist unsere Aufsicht?"}, "de") == "Wer ist unsere Aufsicht?"
    assert fill("{k:label.step_kind}", {"k": ("safety", "close")}, "de") == "Sicherheit, Abschließen"
    assert fill("{n}", {"n": ["a", "b"]}, "de") == "a, b"


def test_a_value_cannot_steer_the_terminal_or_flood_it() -> None:
    shown = fill("„{v}“", {"v": "a\x1b[31m\nb" + "x" * 500}, "de")
    assert "\x1b" not in shown
    assert "\n" not in shown
    assert len(shown) < 90


def test_a_value_with_braces_stays_as_typed() -> None:
    assert fill("{v}", {"v": "{0.__class__}"}, "de") == "{0.__class__}"


def test_likely_words_and_drift_are_added() -> None:
    values = {"problem": "not_in_list", "value": "twon", "choices": ("town", "city"), "similar": ("town",)}
    words = words_of(Finding("K013", "error", "municipality.kind", None, values), "de")
    assert words.message == "„twon“ steht nicht in der Liste. Möglich sind: town, city. Meinten Sie „town“?"
    drift = {"problem": "not_text", "written": "05999000", "became": "5999000"}
    words = words_of(Finding("K011", "error", "municipality.ags", None, drift), "de")
    assert words.message.endswith(
        'Ohne Anführungszeichen wird aus 05999000 der Wert 5999000. Schreiben Sie "05999000".'
    )


def test_only_what_the_wizard_can_ask_is_editable() -> None:
    assert words_of(Finding("K203", "error", "roles[r].deputies", None, {"role": "R"}), "de").editable
    assert not words_of(Finding("K010", "error", "x", None, {"problem": "unknown_key", "key": "x"}), "de").editable
