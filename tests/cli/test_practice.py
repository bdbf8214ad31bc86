"""``komma practice``: looking at good practices and taking one over into a real file."""

from __future__ import annotations

import os
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from komma_cli import practices
from komma_cli.store import Change, Journal, acquire, apply_edits, load, read_source, write
from komma_cli.texts import LANGUAGES, Lang, text
from tests.cli.conftest import DAY, Run

both_languages = pytest.mark.parametrize("lang", LANGUAGES)


def strategy(file: Path) -> dict[str, Any]:
    data = load(read_source(file)).data
    assert data is not None
    return {field["id"]: field for field in data["strategy"]["fields"]}


@both_languages
def test_the_list_has_one_line_for_each(komma: Run, lang: Lang) -> None:
    ended = komma("practice", "list", lang=lang)
    assert (ended.code, ended.err) == (0, "")
    listed, _, closing = ended.out.partition("\n\n")
    assert [line.split()[0] for line in listed.splitlines()] == [found.id for found in practices.practices(lang)]
    assert text("cli.practice_count", lang, count=len(practices.practices(lang))) in closing
    assert komma("practice", lang=lang).out == ended.out


def test_the_list_can_be_narrowed(komma: Run) -> None:
    by_name, by_code = (komma("practice", "list", "--state", state).out for state in ("Thüringen", "TH"))
    assert by_name == by_code
    assert len(by_name.splitlines()) == 4
    assert "koeln" not in komma("practice", "list", "--pillar", "alliances").out
    by_id = komma("practice", "list", "--pillar", "support").out
    for typed in ("Betroffene", "Unterstützung", "Support", "securing"):
        assert komma("practice", "list", "--pillar", typed).out == by_id, typed


def test_days_are_written_as_people_write_them(komma: Run) -> None:
    german = komma("practice", "show", "kassel-job-advert").out
    assert german.count("01.02.2013") == 2, "once as caution, once as date of the source"
    assert "2013-02-01" not in german
    assert "1 February 2013" in komma("practice", "show", "kassel-job-advert", lang="en").out
    assert komma("practice", "list", "Pulver").out.startswith("salzgitter-post")
    nothing = komma("practice", "list", "Raumstation")
    assert (nothing.code, nothing.err) == (0, "")
    assert text("cli.practice_count", "de", count=0) in nothing.out


@both_languages
def test_one_is_shown_with_source_date_and_caution(komma: Run, lang: Lang) -> None:
    found = practices.practice("heilbronn-guide-by-role", lang)
    ended = komma("practice", "show", found.id, lang=lang)
    assert (ended.code, ended.err) == (0, "")
    assert found.source.url in ended.out  # in one piece, to be copied
    told = " ".join(ended.out.split())
    for sentence in (found.did, found.take_over, found.goal.title, *found.cautions):
        assert sentence in told
    assert "2009" in told


def test_every_practice_can_be_shown_in_a_narrow_window(komma: Run) -> None:
    for found in practices.practices("de"):
        ended = komma("practice", "show", found.id)
        assert ended.code == 0
        long = [line for line in ended.out.splitlines() if len(line) > 79 and "://" not in line]
        assert long == [], found.id


@both_languages
@pytest.mark.parametrize(
    ("words", "near"),
    [
        (["show", "jena-own-numbr"], "jena-own-number"),
        (["show", "Dortmund"], "dortmund-same-day-talk"),
        (["list", "--state", "Bayrn"], "BY"),
        (["list", "--pillar", "suport"], "support"),
        (["lst"], "list, show, adopt"),
    ],
)
def test_a_wrong_word_names_the_likeliest(komma: Run, words: list[str], near: str, lang: Lang) -> None:
    ended = komma("practice", *words, lang=lang)
    assert (ended.code, ended.out) == (2, "")
    assert near in " ".join(ended.err.split())


@both_languages
def test_adopting_adds_goal_and_measures_with_source_and_keeps_every_other_byte(
    komma: Run, town: Path, lang: Lang
) -> None:
    commented = town.read_text(encoding="utf-8").replace(
        "    - id: field-residents\n", "    # bleibt stehen\n    - id: field-residents  # auch das\n"
    )
    town.write_text(commented, encoding="utf-8", newline="\n")
    found = practices.practice("jena-own-number", lang)
    ended = komma("practice", "adopt", town, found.id, lang=lang)
    assert (ended.code, ended.err) == (0, "")
    after = town.read_text(encoding="utf-8")
    old = set(commented.splitlines())
    added = [line for line in after.splitlines() if line not in old]
    rest = after.splitlines()
    start = rest.index("        - id: goal-jena-own-number")
    without = rest[:start] + rest[start + len(after.splitlines()) - len(commented.splitlines()) :]
    assert without == commented.splitlines()
    assert sum("www.otz.de" in line for line in added) == 2
    goal = strategy(town)["field-residents"]["goals"][-1]
    assert (goal["id"], goal["title"]) == ("goal-jena-own-number", found.goal.title)
    assert [measure["owner"] for measure in goal["measures"]] == ["antidiscrimination-office", "press"]
    told = " ".join(ended.out.split())
    assert all(part in told for part in (str(town), found.goal.title, "Jena", "komma edit"))


def test_the_command_that_is_proposed_leads_to_the_measures(komma: Run, town: Path) -> None:
    ended = komma("practice", "adopt", town, "koeln-yearly-report")
    place = re.search(r'komma edit \S+ "(\S+)"', ended.out)
    assert place is not None
    set_day = komma("edit", town, "--set", f"{place[1]}[koeln-yearly-report-council].due=2027-06-30")
    assert set_day.code == 0
    assert strategy(town)["field-monitoring"]["goals"][-1]["measures"][0]["due"] == "2027-06-30"


def test_an_adopted_measure_only_lacks_what_the_municipality_decides(komma: Run, town: Path) -> None:
    komma("practice", "adopt", town, "nuernberg-core-team")
    ended = komma("check", town, "--today", DAY, "--format", "json")
    assert set(re.findall(r'"rule": "(K\d+)"', ended.out)) - set(
        re.findall(r'"rule": "(K\d+)"', komma("check", TOWN_BEFORE, "--today", DAY, "--format", "json").out)
    ) <= {"K708"}


TOWN_BEFORE = Path(__file__).parents[2] / "playbooks" / "musterstadt.komma.yaml"


@both_languages
def test_the_second_time_it_is_refused(komma: Run, town: Path, lang: Lang) -> None:
    assert komma("practice", "adopt", town, "jena-own-number", lang=lang).code == 0
    before = town.read_bytes()
    for more in ([], ["--field", "field-staff"]):
        ended = komma("practice", "adopt", town, "jena-own-number", *more, lang=lang)
        assert (ended.code, ended.out) == (2, "")
        assert "goal-jena-own-number" in ended.flat
    assert town.read_bytes() == before


def test_a_missing_field_comes_from_the_blueprint(komma: Run, plan: Path) -> None:
    ended = komma("practice", "adopt", plan, "lincolnshire-named-officer")
    assert (ended.code, ended.err) == (0, "")
    field = strategy(plan)["field-security"]
    assert field["pillar"] == "alliances"
    assert [goal["id"] for goal in field["goals"]] == ["goal-lincolnshire-named-officer"]


def test_another_field_can_be_chosen(komma: Run, town: Path) -> None:
    assert komma("practice", "adopt", town, "kassel-job-advert", "--field", "field-staff").code == 0
    assert strategy(town)["field-staff"]["goals"][-1]["id"] == "goal-kassel-job-advert"


@both_languages
def test_an_unknown_field_names_the_nearest_and_writes_nothing(komma: Run, town: Path, lang: Lang) -> None:
    before = town.read_bytes()
    ended = komma("practice", "adopt", town, "kassel-job-advert", "--field", "field-stuff", lang=lang)
    assert (ended.code, ended.out) == (2, "")
    assert "field-staff" in ended.flat
    assert town.read_bytes() == before


@both_languages
def test_the_lock_is_respected(komma: Run, town: Path, lang: Lang) -> None:
    before = town.read_bytes()
    with acquire(town, now=datetime(2026, 12, 1, 9, 0), name="Kollegium") as lock:
        ended = komma("practice", "adopt", town, "jena-own-number", lang=lang)
        assert (ended.code, ended.out) == (3, "")
        holder = lock.holder
        assert ended.says(
            "store.locked", lang, who=holder.name, machine=holder.machine, since=holder.since, file=town
        ), ended.err
    assert town.read_bytes() == before
    assert komma("practice", "adopt", town, "jena-own-number", lang=lang).code == 0
    assert not list(town.parent.glob(".*.lock"))


def test_answers_waiting_in_the_journal_are_not_lost(komma: Run, town: Path) -> None:
    Journal(town).append(("strategy", "summary"), "Neu gefasst.")
    assert komma("practice", "adopt", town, "jena-own-number").code == 0
    data = load(read_source(town)).data
    assert data is not None
    assert data["strategy"]["summary"] == "Neu gefasst."
    assert strategy(town)["field-residents"]["goals"][-1]["id"] == "goal-jena-own-number"
    assert not Journal(town).pending()


@both_languages
@pytest.mark.parametrize(
    "content",
    [b"", b"strategy: [\n", b"- a\n", b"a: *b\n", b"municipality: {name: A, name: B}\n"],
    ids=["empty", "bracket", "list", "alias", "key twice"],
)
def test_a_file_komma_cannot_edit_is_left_alone(komma: Run, folder: Path, content: bytes, lang: Lang) -> None:
    file = folder / "kaputt.komma.yaml"
    file.write_bytes(content)
    ended = komma("practice", "adopt", file, "jena-own-number", lang=lang)
    assert (ended.code, ended.out) == (3, "")
    assert ended.says("wizard.broken_draft", lang, file=file)
    assert file.read_bytes() == content


def test_a_wrong_value_elsewhere_stops_it_with_its_place(komma: Run, plan: Path) -> None:
    write(plan, [Change(("municipality", "kind"), "Raumstation")])
    before = plan.read_bytes()
    ended = komma("practice", "adopt", plan, "jena-own-number")
    assert (ended.code, ended.out) == (2, "")
    assert ended.says("practices.file_not_right", "de", file=plan, path="municipality.kind")
    assert plan.read_bytes() == before


@pytest.mark.parametrize("fields", [{"a": 1}, "text"])
def test_a_strategy_of_another_shape_is_not_overwritten(komma: Run, plan: Path, fields: object) -> None:
    data = load(read_source(plan)).data
    assert data is not None
    write(plan, apply_edits(data, [Change(("strategy", "fields"), fields)]))
    before = plan.read_bytes()
    ended = komma("practice", "adopt", plan, "jena-own-number")
    assert (ended.code, ended.out) == (2, "")
    assert plan.read_bytes() == before


@both_languages
def test_a_missing_file_and_a_missing_word(komma: Run, folder: Path, lang: Lang) -> None:
    ended = komma("practice", "adopt", "weg.komma.yaml", "jena-own-number", lang=lang)
    assert ended.code == 3
    assert ended.says("store.missing", lang, file="weg.komma.yaml")
    ended = komma("practice", "adopt", "weg.komma.yaml", lang=lang)
    assert ended.code == 2
    assert ended.says(
        "cli.word_missing", lang, name={"de": "KENNUNG", "en": "ID"}[lang], command="komma practice adopt"
    )


@pytest.mark.skipif(
    os.name == "nt" or not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere"
)
def test_a_folder_without_rights_is_one_sentence(komma: Run, town: Path) -> None:
    before = town.read_bytes()
    town.parent.chmod(0o555)
    try:
        ended = komma("practice", "adopt", town, "jena-own-number")
    finally:
        town.parent.chmod(0o755)
    assert (ended.code, ended.out) == (3, "")
    assert town.read_bytes() == before


def test_a_file_without_write_permission_is_one_sentence(
    komma: Run, town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from komma_cli.store import atomic

    def refused(*_: object, **__: object) -> None:
        raise atomic.write_error(town, PermissionError(13, "Permission denied"))

    before = town.read_bytes()
    monkeypatch.setattr(atomic, "replace", refused)
    ended = komma("practice", "adopt", town, "jena-own-number")
    assert (ended.code, ended.out) == (3, "")
    assert ended.says("store.write_forbidden", "de", file=town)
    assert town.read_bytes() == before
