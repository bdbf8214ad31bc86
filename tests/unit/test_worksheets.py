"""The worksheets: what the loader puts together, what it refuses, and the copy a playbook gets."""

import subprocess
import sys
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, get_args

import pytest

from komma_cli import catalogue, durations, worksheets
from komma_cli.errors import DataError, UsageError
from komma_cli.model.classes import CONFIDENTIALITY
from komma_cli.model.internal_review import Instrument, InstrumentKind, InternalReview, ReviewIndicator, ReviewStep
from komma_cli.texts import LANGUAGES, Lang, error_words, facts, names, words
from tests.rules.helper import run_rule

IDS = tuple(name for name in names("worksheets") if not name.startswith("_"))
ROLES = {role["id"] for role in facts("roles")["roles"]}
SOURCES = facts("worksheets/_sources")["sources"]
DIRECTORY = {entry["id"] for entry in facts("directory")["entries"]}
INSTRUMENTS = set(get_args(get_args(InstrumentKind)[0]))
SHARED = {lang: words("worksheets/_shared", lang) for lang in LANGUAGES}
SHEET_KEYS = {
    *("id", "order", "kind", "area", "led_by", "duration", "cycle", "class", "anonymous", "instrument", "as_of"),
    *("help", "opening", "before", "sections", "caution"),
}
LEFT_OUT = {"help", "opening"}
LINE_KEYS = {"id", "sources", "confidence"}
ITEM_KEYS = {
    "questions": {"answer", "set", "options"},
    "checklist": set(),
    "agenda": {"minutes", "role", "actor"},
    "steps": {"role", "actor", "also", "duration"},
    "assessment": set(),
    "indicators": set(),
}
MINE = {
    "review-steps": "steps",
    "self-assessment": "assessment",
    "staff-survey": "questions",
    "council-survey": "questions",
    "document-review": "checklist",
    "recruitment-review": "checklist",
    "service-point-walk-through": "checklist",
    "complaint-office-setup": "steps",
    "clearing": "checklist",
    "review-indicators": "indicators",
}

every_sheet = pytest.mark.parametrize("identifier", IDS)


def find(identifier: str, lang: Lang = "de") -> worksheets.Worksheet:
    return worksheets.worksheet(identifier, lang)


def neutral_lines(identifier: str) -> list[dict[str, Any]]:
    """Return every note and item of the neutral file."""
    sheet = facts(f"worksheets/{identifier}")
    notes = [note for part in ("opening", "before", "caution") for note in sheet.get(part, ())]
    return notes + [item for section in sheet["sections"] for item in section["items"]]


def test_the_sheets_of_the_internal_review_are_there_with_their_kinds() -> None:
    assert {identifier: find(identifier).kind for identifier in MINE} == MINE


def test_nothing_is_read_before_the_first_call() -> None:
    program = (
        "from komma_cli import texts, worksheets; first = texts.facts.cache_info().misses;"
        "worksheets.worksheet('staff-survey'); print(first, texts.facts.cache_info().misses > first)"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ended.stdout.split() == ["0", "True"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_sheet_loads_in_every_language_and_is_listed_once(lang: Lang) -> None:
    found = worksheets.worksheets(lang)
    assert sorted(sheet.id for sheet in found) == sorted(IDS)
    places = [(worksheets.AREAS.index(sheet.area), sheet.order, sheet.id) for sheet in found]
    assert places == sorted(places)


def test_an_area_narrows_the_list() -> None:
    inside = worksheets.worksheets("de", "internal_review")
    assert {sheet.area for sheet in inside} == {"internal_review"}
    assert len(inside) >= 9
    assert "council-survey" in {sheet.id for sheet in worksheets.worksheets("de", "exchange")}


@pytest.mark.parametrize("typed", ["staf-survey", "../laws", "_sources", ""])
def test_an_unknown_sheet_names_the_nearest(typed: str) -> None:
    with pytest.raises(UsageError) as caught:
        find(typed)
    assert caught.value.key == "worksheets.unknown"
    if typed.startswith("staf"):
        for lang in LANGUAGES:
            assert "staff-survey" in error_words(caught.value.key, lang, **caught.value.values)[1]


def test_an_unknown_area_names_the_known() -> None:
    with pytest.raises(UsageError) as caught:
        worksheets.worksheets("de", "inside")
    assert "internal_review" in str(caught.value.values["known"])


def test_a_sheet_is_found_however_its_id_is_typed() -> None:
    assert find(" Staff-Survey ").id == "staff-survey"


Damage = Callable[[dict[str, Any], dict[str, Any]], tuple[dict[str, Any], dict[str, Any]]]


def without_words(sheet: dict[str, Any], said: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    return sheet, said | {"before": {}}


def without_class(sheet: dict[str, Any], said: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    return {key: value for key, value in sheet.items() if key != "class"}, said


def with_unknown_source(sheet: dict[str, Any], said: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    first = sheet["before"][0] | {"sources": ["nowhere"]}
    return sheet | {"before": [first, *sheet["before"][1:]]}, said


@pytest.mark.parametrize("damage", [without_words, without_class, with_unknown_source])
def test_a_damaged_file_is_one_clear_sentence(monkeypatch: pytest.MonkeyPatch, damage: Damage) -> None:
    name = "worksheets/clearing"
    sheet, said = damage(facts(name), words(name, "de"))
    monkeypatch.setattr(worksheets, "facts", lambda asked: sheet if asked == name else facts(asked))
    monkeypatch.setattr(worksheets, "words", lambda asked, lang: said if asked == name else words(asked, lang))
    with pytest.raises(DataError) as caught:
        worksheets.worksheet.__wrapped__("clearing", "de")
    assert caught.value.key == "worksheets.damaged"
    for lang in LANGUAGES:
        assert "clearing" in error_words(caught.value.key, lang, **caught.value.values)[0]


@every_sheet
def test_only_known_keys_and_values_are_used(identifier: str) -> None:
    sheet = facts(f"worksheets/{identifier}")
    assert sheet["id"] == identifier
    assert SHEET_KEYS - LEFT_OUT <= set(sheet) <= SHEET_KEYS
    assert sheet["kind"] in worksheets.KINDS
    assert sheet["area"] in worksheets.AREAS
    assert sheet["class"] in CONFIDENTIALITY
    assert sheet["led_by"] in ROLES
    assert sheet["instrument"] in INSTRUMENTS | {None}
    assert set(sheet.get("help", ())) <= DIRECTORY
    assert isinstance(sheet["anonymous"], bool)
    for name in ("duration", "cycle"):
        assert sheet[name] is None or durations.minutes(sheet[name]) > 0
    for section in sheet["sections"]:
        assert set(section) == {"id", "items"}
        for item in section["items"]:
            assert set(item) - LINE_KEYS <= ITEM_KEYS[sheet["kind"]], item["id"]
    for note in (note for part in ("opening", "before", "caution") for note in sheet.get(part, ())):
        assert set(note) == LINE_KEYS, note["id"]


@every_sheet
def test_ids_are_unique_within_a_sheet(identifier: str) -> None:
    sheet = find(identifier)
    for group in (sheet.items, sheet.sections, sheet.opening, sheet.before, sheet.caution):
        ids = [part.id for part in group]
        assert len(set(ids)) == len(ids)
    assert [item.number for item in sheet.items] == list(range(1, len(sheet.items) + 1))


@every_sheet
def test_every_line_has_a_source_and_says_how_sure_it_is(identifier: str) -> None:
    for line in neutral_lines(identifier):
        assert line["sources"], line["id"]
        assert set(line["sources"]) <= set(SOURCES), line["id"]
        assert line["confidence"] in ("L", "S", "D"), line["id"]
        if line["confidence"] == "L":
            assert any(source.startswith("L:") for source in line["sources"]), line["id"]
        if line["confidence"] == "S":
            assert any(not source.startswith("L:") for source in line["sources"]), line["id"]


def test_every_source_is_used_and_has_an_address_and_a_real_date() -> None:
    used = {source for identifier in IDS for line in neutral_lines(identifier) for source in line["sources"]}
    assert used == set(SOURCES)
    for identifier, source in SOURCES.items():
        assert source["url"].startswith(("https://", "http://")), identifier
        assert ("norm" in source) == identifier.startswith("L:"), identifier
        if source["as_of"] is not None:
            first = date(*[*(int(part) for part in source["as_of"].split("-")), 1, 1][:3])
            assert first <= date(2026, 4, 30), identifier


@every_sheet
def test_dates_of_reading_are_not_in_the_future(identifier: str) -> None:
    assert date.fromisoformat(find(identifier).as_of) <= date(2026, 12, 31)


@every_sheet
def test_what_a_kind_needs_is_there(identifier: str) -> None:
    sheet = find(identifier)
    for item in sheet.items:
        if sheet.kind == "questions":
            assert item.answer in ("one", "many", "scale", "line"), item.id
            assert bool(item.options) == (item.answer != "line"), item.id
            assert (item.shared_set is not None) or item.answer != "scale", item.id
        if sheet.kind in ("agenda", "steps"):
            assert (item.role is None) != (item.actor is None), item.id
            assert {item.role, *item.also} - {None} <= ROLES, item.id
            assert item.role not in item.also, item.id
            assert item.actor is None or worksheets.actor_words(item.actor, "en"), item.id
        if sheet.kind == "agenda":
            assert item.minutes, item.id
        if sheet.kind == "steps":
            assert item.duration and durations.minutes(item.duration) > 0, item.id
        if sheet.kind == "indicators":
            assert item.hint, item.id
    if sheet.kind == "questions":
        assert sheet.opening
    if sheet.kind == "agenda":
        assert sheet.duration is not None
        assert sum(section.minutes for section in sheet.sections) == durations.minutes(sheet.duration)


def test_shared_answers_are_the_same_in_both_languages() -> None:
    assert SHARED["de"].keys() == SHARED["en"].keys() == {"sets", "actors"}
    assert list(SHARED["de"]["actors"]) == list(SHARED["en"]["actors"])
    for name, answers in SHARED["de"]["sets"].items():
        assert list(answers) == list(SHARED["en"]["sets"][name]), name


def test_neighbours_with_one_scale_share_a_table_and_nothing_is_lost() -> None:
    sections = {section.id: section for section in find("staff-survey").sections}
    assert [len(group) for group in sections["from-outside"].groups] == [4]
    assert {item.shared_set for item in sections["from-inside"].groups[0]} == {"frequency"}
    for sheet in worksheets.worksheets():
        for section in sheet.sections:
            assert tuple(item for group in section.groups for item in group) == section.items
            for group in section.groups:
                assert len({item.shared_set for item in group if item.answer == "scale"}) <= 1


def test_a_block_of_five_statements_is_worth_ten_points() -> None:
    blocks = find("self-assessment").sections
    assert [block.highest_score for block in blocks] == [10] * 6


def test_sources_of_a_sheet_are_named_once_in_reading_order() -> None:
    sheet = find("complaint-office-setup")
    assert len({source.id for source in sheet.sources}) == len(sheet.sources)
    assert sheet.sources[0].id == sheet.before[0].sources[0]
    assert sheet.sources[0].norm == "AGG § 13"


# What the sheets share with the catalogue.


def urls(sources: Iterable[Any]) -> set[str]:
    return {source.url for source in sources}


def sheet_urls(item: worksheets.Item) -> set[str]:
    return {SOURCES[source]["url"] for source in item.sources}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_aftercare_plan_is_the_schedule_of_the_catalogue(lang: Lang) -> None:
    sheet = find("aftercare-plan", lang)
    schedule = {point.id: point for point in catalogue.aftercare(lang)}
    points = [item for item in sheet.items if item.id in schedule]
    assert [item.id for item in points] == list(schedule)
    for item in points:
        point = schedule[item.id]
        assert (item.hint, item.role, item.confidence) == (point.text, point.role, point.confidence), item.id
        assert sheet_urls(item) == urls(point.sources), item.id
    apart = {point.id for point in schedule.values() if point.anchor != "incident"}
    blocks = [{item.id for item in section.items} for section in sheet.sections]
    for identifier in apart:  # court date and register block stand in blocks of their own
        block = next(block for block in blocks if identifier in block)
        assert not block & (set(schedule) - {identifier})


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_agenda_with_the_police_has_the_ten_points_and_every_limit(lang: Lang) -> None:
    sheet = find("liaison-meeting", lang)
    points = {point.id: point for point in catalogue.liaison_points(lang)}
    asked = [item for item in sheet.items if item.id in points]
    assert [item.id for item in asked] == list(points)
    assert len(asked) == 10
    for item in asked:
        point = points[item.id]
        assert (item.hint, item.confidence) == (f"{point.ask} {point.limit}", point.confidence), item.id
        assert sheet_urls(item) == urls(point.sources), item.id
    cautions = {note.id: note for note in sheet.caution}
    tools, said = facts("tools"), words("tools", lang)["limits"]
    for limit in tools["limits"]:
        note = cautions[limit["id"]]
        assert (note.text, note.confidence) == (said[limit["id"]], limit["confidence"])
        assert {SOURCES[source]["url"] for source in note.sources} == {
            tools["sources"][source]["url"] for source in limit["sources"]
        }


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_group_has_a_block_of_its_own_in_the_support_check(lang: Lang) -> None:
    ids = [section.id for section in find("support-check", lang).sections]
    assert {"staff", "staff-outside", "officials", "volunteers", "residents"} <= set(ids)
    assert {sheet.id for sheet in worksheets.worksheets(lang, "support")} == {"support-check", "aftercare-plan"}


# What a playbook copies.


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("roles", [{}, {role: f"r-{role}" for role in ROLES}], ids=["no-roles", "all-roles"])
@pytest.mark.parametrize("identifier", ["review-steps", "complaint-office-setup"])
def test_copied_steps_are_valid_steps_of_the_review(identifier: str, roles: dict[str, str], lang: Lang) -> None:
    sheet = find(identifier, lang)
    steps = [ReviewStep.model_validate(step) for step in worksheets.as_playbook_steps(sheet, roles=roles)]
    assert [step.id for step in steps] == [item.id for item in sheet.items]
    assert [step.text for step in steps] == [item.short for item in sheet.items]
    assert all((step.owner is None) == (not roles) for step in steps)
    assert all(step.due is None and step.done_on is None for step in steps)


def test_a_missing_role_goes_to_the_next_then_to_the_coordination_then_to_nobody() -> None:
    def training(**roles: str) -> str | None:
        steps = worksheets.as_playbook_steps(
            find("review-steps"), roles={k.replace("_", "-"): v for k, v in roles.items()}
        )
        owner: str | None = {step["id"]: step for step in steps}["instruments"].get("owner")
        return owner

    assert training(coordination="r-k", hr="r-hr") == "r-k"
    assert training(hr="r-hr") == "r-hr"
    assert training(complaint_office="r-c") == "r-c"
    assert training(head="r-head") is None
    steps = worksheets.as_playbook_steps(find("complaint-office-setup"), roles={"coordination": "r-k"})
    assert {step["owner"] for step in steps} == {"r-k"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_copied_instruments_and_indicators_are_valid(lang: Lang) -> None:
    inside = worksheets.worksheets(lang, "internal_review")
    instruments = [Instrument.model_validate(each) for each in worksheets.as_playbook_instruments(inside)]
    assert {"survey", "document_review", "recruitment", "service_points"} <= {each.kind for each in instruments}
    assert len({each.id for each in instruments}) == len(instruments)
    copied = worksheets.as_playbook_indicators(find("review-indicators", lang))
    indicators = [ReviewIndicator.model_validate(each) for each in copied]
    assert len(indicators) == len(find("review-indicators", lang).items)
    assert all(indicator.reading for indicator in indicators)


def test_a_review_made_of_the_worksheets_satisfies_the_rules_about_its_content() -> None:
    roles = {role: role for role in ROLES}
    review = {
        "steps": worksheets.as_playbook_steps(find("review-steps"), roles=roles),
        "instruments": worksheets.as_playbook_instruments(worksheets.worksheets("de", "internal_review")),
        "indicators": worksheets.as_playbook_indicators(find("review-indicators")),
        "cycle": find("review-steps").cycle,
    }
    InternalReview.model_validate(review)
    for rule in ("K606", "K611", "K614"):
        assert not run_rule(rule, {"internal_review": review}), rule
    dates_missing = run_rule("K605", {"internal_review": review})
    assert len(dates_missing) == len(review["steps"])  # only the days are still to be set
