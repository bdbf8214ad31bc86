"""``komma practice publish``: releasing a measure into a real file, and everything that must stop it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from komma_cli.cli import practice_publish
from komma_cli.store import Change, Journal, acquire, apply_edits, load, read_source, write
from komma_cli.texts import LANGUAGES, Lang, label, text
from komma_cli.wizard.input import terminal
from komma_cli.wizard.input.asker import ScriptedAsker
from tests.cli.conftest import DAY, Run

both_languages = pytest.mark.parametrize("lang", LANGUAGES)
FULL = {
    "why": "Wer die Sprache nicht versteht, kommt nicht an sein Recht.",
    "cost": "14.000 Euro und 20 Stunden im Jahr",
    "conditions": "Eine Regel, wann die Sprachmittlung zu holen ist.",
    "result": "Gespräche dauern kürzer, und weniger Termine platzen.",
    "licence": "CC-BY-SA-4.0",
    "source": "Jahresbericht 2026",
    "reviewed-by": "Opferberatung Musterland",
    "reviewed-on": "2026-11-30",
}
SPARE = ("--why", FULL["why"], "--licence", "CC0-1.0")


def options(given: dict[str, str]) -> list[str]:
    return [part for name, value in given.items() for part in (f"--{name}", value)]


def measure(file: Path, identifier: str = "m-08") -> dict[str, Any]:
    data = load(read_source(file)).data
    assert data is not None
    fields = data["strategy"]["fields"]
    found = [one for field in fields for goal in field["goals"] for one in goal["measures"] if one["id"] == identifier]
    assert isinstance(found[0], dict)
    return found[0]


def rules(komma: Run, file: Path) -> str:
    return komma("check", file, "--today", DAY, "--select", "K722,K723,K826,K827,K0", "--format", "json").out


@pytest.fixture
def at_terminal(komma: Run, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a function that runs the command for a person who types; it returns how it ended and the screen."""

    def run(file: Path, *typed: str, more: tuple[str, ...] = (), lang: Lang = "de") -> tuple[Any, str]:
        asker = ScriptedAsker(typed)
        monkeypatch.setattr(practice_publish, "on_terminal", lambda: True)
        monkeypatch.setattr(terminal, "asker_for", lambda lang, plain: asker)
        ended = komma("practice", "publish", file, "m-08", "--today", DAY, *more, lang=lang)
        return ended, " ".join(asker.screen.split())

    return run


@both_languages
def test_all_that_is_released_is_shown_and_written_and_nothing_else_changes(komma: Run, town: Path, lang: Lang) -> None:
    before = town.read_text(encoding="utf-8")
    rest = measure(town)
    ended = komma(
        "practice", "publish", town, "m-08", *options(FULL), "--rules", "k606, K704", "--yes", "--today", DAY, lang=lang
    )
    assert (ended.code, ended.err) == (0, "")
    told = " ".join(ended.out.split())
    for value in (
        *(FULL[name] for name in FULL if name not in ("licence", "reviewed-on")),
        rest["title"],
        "K606, K704",
    ):
        assert value in told
    assert label("licence", "CC-BY-SA-4.0", lang) in told
    assert text("release.readers", lang) in told
    assert f"komma share {town}" in told
    after = measure(town)
    assert after == rest | {
        "share": True,
        "practice": {
            "why": FULL["why"],
            "cost": FULL["cost"],
            "conditions": FULL["conditions"],
            "result": FULL["result"],
            "licence": "CC-BY-SA-4.0",
            "source": "Jahresbericht 2026",
            "answers": ["K606", "K704"],
            "released_on": DAY,
            "reviewed_by": {"organisation": "Opferberatung Musterland", "on": "2026-11-30"},
        },
    }
    lines = town.read_text(encoding="utf-8").splitlines()
    at = next(n for n, (old, new) in enumerate(zip(before.splitlines(), lines, strict=False)) if old != new)
    many = len(lines) - len(before.splitlines())
    assert lines[:at] + lines[at + many :] == before.splitlines()
    assert '"rule": "K' not in rules(komma, town)


def test_where_the_text_is_silent_the_words_of_the_measure_are_shown(komma: Run, town: Path) -> None:
    told = komma("practice", "publish", town, "m-08", *SPARE, "--yes", "--today", DAY).out
    assert measure(town)["resources"] in told
    assert set(measure(town)["practice"]) == {"why", "licence", "released_on"}


def test_released_again_the_rest_stays_and_the_review_goes_with_the_text_it_was_about(komma: Run, town: Path) -> None:
    old = measure(town, "m-04")["practice"]
    assert komma("practice", "publish", town, "m-04", "--yes", "--today", DAY).code == 0
    assert measure(town, "m-04")["practice"] == old | {"released_on": DAY}
    komma("practice", "publish", town, "m-04", "--yes", "--today", DAY, "--licence", "CC0-1.0", "--source", "")
    again = measure(town, "m-04")["practice"]
    assert again["reviewed_by"] == old["reviewed_by"]
    assert "source" not in again
    komma("practice", "publish", town, "m-04", "--yes", "--today", DAY, "--result", "Etwas anderes.")
    assert "reviewed_by" not in measure(town, "m-04")["practice"]


@both_languages
def test_taken_back_only_the_mark_changes(komma: Run, town: Path, lang: Lang) -> None:
    before, notes = town.read_text(encoding="utf-8"), measure(town, "m-04")["practice"]
    ended = komma("practice", "publish", town, "m-04", "--withdraw", lang=lang)
    assert (ended.code, ended.err) == (0, "")
    assert "komma share" in ended.out
    assert measure(town, "m-04")["share"] is False
    assert measure(town, "m-04")["practice"] == notes
    assert town.read_text(encoding="utf-8") == before.replace("share: true # andere", "share: false # andere")
    ended = komma("practice", "publish", town, "m-04", "--withdraw", lang=lang)
    assert ended.code == 2
    assert ended.says("release.not_shared", lang, value="m-04")


@both_languages
@pytest.mark.parametrize(
    ("words", "key", "values"),
    [
        (["m-8", *SPARE, "--yes"], "release.unknown_measure", {"value": "m-8", "near": "m-18, m-08, m-20"}),
        (["m-08", *SPARE], "release.nobody_to_ask", {}),
        (["m-08", "--yes"], "release.incomplete", {"missing": "--why, --licence"}),
        (["m-08", "--yes", "--why", "", "--licence", "CC0-1.0"], "release.incomplete", {"missing": "--why"}),
        (["m-08", *SPARE, "--yes", "--reviewed-by", "A"], "release.review_in_part", {}),
        (["m-08", *SPARE, "--yes", "--rules", "K60"], "release.unknown_rule", None),
        (["m-08", *SPARE, "--withdraw"], "release.withdraw_alone", {}),
        (["m-08", "--withdraw", "--rules", "K606"], "release.withdraw_alone", {}),
    ],
)
def test_what_is_missing_or_wrong_is_told_and_nothing_is_written(
    komma: Run, town: Path, words: list[str], key: str, values: dict[str, str] | None, lang: Lang
) -> None:
    before = town.read_bytes()
    ended = komma("practice", "publish", town, *words, "--today", DAY, lang=lang)
    assert (ended.code, ended.out) == (2, "")
    assert values is None or ended.says(key, lang, **values), ended.err
    assert town.read_bytes() == before


@both_languages
@pytest.mark.parametrize(
    ("option", "value"), [("--licence", "MIT"), ("--cost", "x" * 201), ("--reviewed-on", "2027-01-01")]
)
def test_a_wrong_value_names_its_option(komma: Run, town: Path, option: str, value: str, lang: Lang) -> None:
    before = town.read_bytes()
    more = ["--reviewed-by", "Beirat"] if option == "--reviewed-on" else []
    ended = komma("practice", "publish", town, "m-08", "--yes", "--today", DAY, option, value, *more, lang=lang)
    assert (ended.code, ended.out) == (2, "")
    assert option in ended.flat
    assert town.read_bytes() == before


@both_languages
@pytest.mark.parametrize(
    "why",
    [
        "Hedwig Tannhoff hat es so gewollt.",
        "Fragen Sie Frau Tannhoff.",
        "Mehr unter 0221 4710-990.",
        "Schreiben Sie an tannhoff@post.example.",
    ],
)
def test_a_text_that_gives_one_of_our_people_away_is_refused(komma: Run, town: Path, why: str, lang: Lang) -> None:
    before = town.read_bytes()
    ended = komma("practice", "publish", town, "m-08", "--why", why, "--licence", "CC0-1.0", "--yes", lang=lang)
    assert (ended.code, ended.out) == (2, "")
    field = {"de": "Warum", "en": "Why"}[lang]
    assert ended.says("release.names_somebody", lang, field=field, person="Bürgermeisterin"), ended.err
    assert "Tannhoff" not in ended.err
    assert town.read_bytes() == before


def test_the_words_of_the_measure_itself_count_as_well(komma: Run, town: Path) -> None:
    data = load(read_source(town)).data
    assert data is not None
    changed = town.read_text(encoding="utf-8").replace(
        "Telefonische Sprachmittlung in 15 Minuten", "Hedwig Tannhoff hat Sprachmittlung in 15 Minuten"
    )
    town.write_text(changed, encoding="utf-8", newline="\n")
    ended = komma("practice", "publish", town, "m-08", *SPARE, "--yes")
    assert ended.says("release.names_somebody", "de", field="Beschreibung", person="Bürgermeisterin")


@both_languages
def test_a_person_at_a_terminal_is_asked_sees_all_and_agrees(at_terminal: Any, town: Path, lang: Lang) -> None:
    ended, screen = at_terminal(town, FULL["why"], "", "", "Viel.", "1", "", "nein", "y", lang=lang)
    assert (ended.code, ended.err) == (0, "")
    assert text("release.readers", lang) in " ".join(ended.out.split())
    assert text("release.asking", lang) in screen
    assert measure(town)["practice"] == {
        "why": FULL["why"],
        "result": "Viel.",
        "licence": "CC0-1.0",
        "released_on": DAY,
    }


@pytest.mark.parametrize("answer", ["", "n", "nein", "<", "vielleicht", "-"])
def test_whatever_is_no_clear_yes_is_a_no(at_terminal: Any, town: Path, answer: str) -> None:
    before = town.read_bytes()
    ended, _ = at_terminal(town, "Darum.", "", "", "", "1", "", "nein", answer)
    assert (ended.code, ended.err) == (0, "")
    assert text("release.not_released", "de") in ended.out
    assert town.read_bytes() == before


@pytest.mark.parametrize(("typed", "code"), [(("Darum.", "<<"), 0), (("Darum.",), 130)])
def test_leaving_in_between_writes_nothing(at_terminal: Any, town: Path, typed: tuple[str, ...], code: int) -> None:
    before = town.read_bytes()
    ended, _ = at_terminal(town, *typed)
    assert (ended.code, ended.err) == (code, "")
    assert town.read_bytes() == before


def test_what_an_option_says_is_not_asked(at_terminal: Any, town: Path) -> None:
    more = tuple(options({name: FULL[name] for name in FULL if name != "result"}))
    ended, screen = at_terminal(town, "Viel.", "j", more=more)
    assert (ended.code, ended.err) == (0, "")
    assert "Lizenz" not in screen
    assert measure(town)["practice"]["result"] == "Viel."
    assert measure(town)["practice"]["reviewed_by"]["organisation"] == FULL["reviewed-by"]


def test_a_measure_that_somebody_changes_while_it_is_read_is_not_released(
    at_terminal: Any, town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = practice_publish.changed

    def changed(file: Path, make: Any) -> Any:
        said = file.read_text(encoding="utf-8").replace("Telefonische Sprachmittlung", "Sprachmittlung am Telefon")
        file.write_text(said, encoding="utf-8", newline="\n")
        return real(file, make)

    monkeypatch.setattr(practice_publish, "changed", changed)
    ended, _ = at_terminal(town, "Darum.", "", "", "", "1", "", "nein", "j")
    assert ended.code == 2
    assert ended.says("release.changed_meanwhile", "de", value="m-08")
    assert "share" not in measure(town)


@both_languages
def test_the_lock_is_respected(komma: Run, town: Path, lang: Lang) -> None:
    before = town.read_bytes()
    with acquire(town, now=datetime(2026, 12, 1, 9, 0), name="Kollegium") as lock:
        ended = komma("practice", "publish", town, "m-08", *SPARE, "--yes", lang=lang)
        holder = lock.holder
    assert ended.code == 3
    assert ended.says("store.locked", lang, who=holder.name, machine=holder.machine, since=holder.since, file=town)
    assert town.read_bytes() == before


def test_answers_waiting_in_the_journal_are_not_lost(komma: Run, town: Path) -> None:
    Journal(town).append(("strategy", "summary"), "Neu gefasst.")
    assert komma("practice", "publish", town, "m-08", *SPARE, "--yes").code == 0
    data = load(read_source(town)).data
    assert data is not None
    assert data["strategy"]["summary"] == "Neu gefasst."
    assert measure(town)["share"] is True


@both_languages
def test_a_plan_without_measures_a_missing_file_and_one_that_cannot_be_edited(
    komma: Run, plan: Path, folder: Path, lang: Lang
) -> None:
    ended = komma("practice", "publish", plan, "m-08", *SPARE, "--yes", lang=lang)
    assert ended.says("release.no_measures", lang, file=plan)
    ended = komma("practice", "publish", "weg.komma.yaml", "m-08", *SPARE, "--yes", lang=lang)
    assert (ended.code, ended.says("store.missing", lang, file="weg.komma.yaml")) == (3, True)
    broken = folder / "kaputt.komma.yaml"
    broken.write_bytes(b"strategy: [\n")
    ended = komma("practice", "publish", broken, "m-08", *SPARE, "--yes", lang=lang)
    assert (ended.code, ended.says("wizard.broken_draft", lang, file=broken)) == (3, True)


@pytest.mark.parametrize("fields", [{"a": 1}, "text", [1, {"goals": 3}, {"id": "f", "goals": [{"id": "g"}]}]])
def test_a_strategy_of_another_shape_has_no_measures(komma: Run, plan: Path, fields: object) -> None:
    data = load(read_source(plan)).data
    assert data is not None
    write(plan, apply_edits(data, [Change(("strategy", "fields"), fields)]))
    ended = komma("practice", "publish", plan, "m-08", *SPARE, "--yes")
    assert (ended.code, ended.says("release.no_measures", "de", file=plan)) == (2, True)


def test_a_wrong_value_elsewhere_stops_it_with_its_place(komma: Run, town: Path) -> None:
    text_ = town.read_text(encoding="utf-8").replace("  kind: town\n", "  kind: Raumstation\n", 1)
    town.write_text(text_, encoding="utf-8", newline="\n")
    before = town.read_bytes()
    ended = komma("practice", "publish", town, "m-08", *SPARE, "--yes")
    assert (ended.code, ended.out) == (2, "")
    assert ended.says("practices.file_not_right", "de", file=town, path="municipality.kind")
    assert town.read_bytes() == before


def test_an_id_of_two_measures_is_refused(komma: Run, town: Path) -> None:
    said = town.read_text(encoding="utf-8").replace("            - id: m-19\n", "            - id: m-08\n")
    town.write_text(said, encoding="utf-8", newline="\n")
    ended = komma("practice", "publish", town, "m-08", *SPARE, "--yes")
    assert (ended.code, ended.says("release.measure_twice", "de", value="m-08", file=town)) == (2, True)
