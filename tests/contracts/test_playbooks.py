"""The playbooks that ship as examples are sound, complete, made up throughout, and in step with the library."""

import re
from datetime import date
from pathlib import Path

import pytest

from komma_cli import library
from komma_cli.check.engine import check_source, reaches
from komma_cli.model.describe import schema_path, specs, walk
from komma_cli.model.playbook import SECTIONS, Playbook
from komma_cli.model.problems import validate
from komma_cli.model.thresholds import LIMITS
from komma_cli.store import Change, load, read_source, write
from komma_cli.texts import facts
from komma_cli.yamlread import parse, parse_slowly

TODAY = date(2026, 12, 1)
FOLDER = Path(__file__).parents[2] / "playbooks"
MUSTERSTADT = FOLDER / "musterstadt.komma.yaml"
FIRST_HOUR = FOLDER / "erste-stunde.komma.yaml"
FILES = sorted(path for path in FOLDER.rglob("*") if path.is_file() and path.parent.name != "starter")
"""The made-up examples; what is said of real municipalities has tests of its own (test_starters)."""
PLAYBOOKS = [path for path in FILES if path.name.endswith(".komma.yaml")]

ORIGIN = ("municipality", "practice", "digest", "on")
NEVER_IN_MUSTERSTADT = {
    "municipality.scope.unit": "the playbook holds for the whole administration",
    "municipality.audiences.staff.reason": "staff are included",
    "municipality.audiences.officials.reason": "officials are included",
    "municipality.audiences.volunteers.reason": "volunteers are included",
    "municipality.audiences.residents.reason": "residents are included",
    "reporting.no_anonymous_reason": "reports without a name are possible",
    **dict.fromkeys(
        ("strategy.fields.goals.measures.origin", *(f"strategy.fields.goals.measures.origin.{key}" for key in ORIGIN)),
        "the town copied no released practice of another one",
    ),
    **dict.fromkeys(("thresholds", *(f"thresholds.{name}" for name in LIMITS)), "komma's own numbers hold"),
}
"""Fields that would contradict the rest of the playbook, each with what they would contradict."""

EMERGENCY = {"110", "112"}
ABROAD = re.compile(r"\+\d(?:[ /().-]*\d){6,}")
AT_HOME = re.compile(r"(?<![\d+-])0[1-9]\d{1,4}[ /)-]+\d(?:[ -]*\d){3,}|(?<!\d)0[1-9]\d{7,}")
HOST = re.compile(r"(?:https?://|@)([\w.-]*\w)")
LOOKS_LIKE_A_HOST = re.compile(r"(?<![\w.@/-])(?:[a-z0-9-]+\.)+(?:de|com|net|org|eu|info|gov|nrw|ruhr|io)\b")


def data_of(path):
    loaded = load(read_source(path))
    assert loaded.problems == ()
    return loaded.data


def is_reserved(kind, value):
    return any(re.fullmatch(entry["pattern"], value) for entry in facts("reserved")[kind])


def dialled(written):
    """Return E.164 for a number as people write it in Germany or abroad."""
    digits = re.sub(r"\D", "", written)
    return f"+{digits}" if written.startswith("+") else f"+49{digits.removeprefix('0')}"


def test_the_examples_are_there():
    assert {MUSTERSTADT, FIRST_HOUR} <= set(PLAYBOOKS)


@pytest.mark.parametrize("path", PLAYBOOKS, ids=lambda path: path.name)
def test_an_example_fits_the_model(path):
    playbook, problems = validate(data_of(path))
    assert problems == []
    assert playbook is not None


def test_nothing_is_found_in_musterstadt_and_every_rule_could_look():
    result = check_source(read_source(MUSTERSTADT), today=TODAY)
    assert result.profile == "full"
    assert not reaches([result], "warning"), [(f.rule, f.path) for f in result.findings]
    assert result.skipped == ()


def test_the_deviation_of_musterstadt_accepts_a_finding_that_is_really_there():
    result = check_source(read_source(MUSTERSTADT), today=TODAY)
    assert [accepted.finding.rule for accepted in result.accepted] == ["K909"]
    assert len(data_of(MUSTERSTADT)["deviations"]) == len(result.accepted)


def test_the_first_hour_has_no_error():
    result = check_source(read_source(FIRST_HOUR), today=TODAY)
    assert result.profile == "core"
    assert not reaches([result], "error"), [(f.rule, f.path) for f in result.findings]


def test_the_first_hour_holds_what_the_safety_core_asks_and_no_more():
    data = data_of(FIRST_HOUR)
    assert set(data) == {"komma", "profile", "municipality", "people", "roles", "bodies", "escalation", "open"}
    assert [role["id"] for role in data["roles"]] == ["coordination", "contact-staff"]
    assert all(role["holder"] not in role["deputies"] and role["deputies"] for role in data["roles"])
    assert set(data["escalation"]) == {"emergency"}
    assert [item["path"] for item in data["open"]] == ["municipality.population"]


def test_musterstadt_shows_every_section():
    data = data_of(MUSTERSTADT)
    assert [section for section in SECTIONS if not data.get(section)] == []


def test_musterstadt_shows_every_field():
    used = {schema_path(parts) for parts, _, _ in walk(Playbook, data_of(MUSTERSTADT))}
    unused = {path for path, _ in specs(Playbook)} - used
    assert unused == set(NEVER_IN_MUSTERSTADT)


def test_musterstadt_has_every_scenario_of_the_library_in_its_present_state():
    cards = {card["based_on"]["library"]: card for card in data_of(MUSTERSTADT)["scenarios"] if "based_on" in card}
    present = {scenario.id: library.fingerprint(scenario.id) for scenario in library.scenarios("de")}
    assert {name: card["based_on"]["fingerprint"] for name, card in cards.items()} == present


def test_a_card_that_is_left_out_says_why():
    left_out = [card for card in data_of(MUSTERSTADT)["scenarios"] if not card["relevant"]]
    assert left_out
    assert all(card.get("reason") for card in left_out)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_telephone_number_is_reserved_for_examples(path):
    text = path.read_text(encoding="utf-8")
    found = [number for pattern in (ABROAD, AT_HOME) for number in pattern.findall(text)]
    assert [number for number in found if not is_reserved("phones", dialled(number))] == []


@pytest.mark.parametrize("path", PLAYBOOKS, ids=lambda path: path.name)
def test_every_telephone_channel_is_an_emergency_call_or_reserved(path):
    data = data_of(path)
    channels = [channel for entry in data["people"] + data["bodies"] for channel in entry["channels"]]
    numbers = {channel["value"] for channel in channels if channel["kind"] in ("phone", "mobile", "private_phone")}
    assert len(numbers) > 3
    assert {number for number in numbers if not is_reserved("phones", number)} <= EMERGENCY


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_address_in_the_net_is_reserved_for_examples(path):
    text = path.read_text(encoding="utf-8")
    hosts = [host.lower() for host in HOST.findall(text)] + LOOKS_LIKE_A_HOST.findall(text.lower())
    assert hosts
    assert [host for host in hosts if not is_reserved("domains", host)] == []


@pytest.mark.parametrize("path", PLAYBOOKS, ids=lambda path: path.name)
def test_both_yaml_parsers_read_the_same(path):
    text = path.read_text(encoding="utf-8")
    assert parse(text) == parse_slowly(text)


@pytest.mark.parametrize("path", PLAYBOOKS, ids=lambda path: path.name)
def test_a_change_of_one_number_changes_one_line(path, tmp_path):
    copy = tmp_path / path.name
    copy.write_bytes(path.read_bytes())
    write(copy, [Change(("people", 0, "channels", 0, "value"), "+492214710777")])
    before, after = (file.read_text(encoding="utf-8").splitlines() for file in (path, copy))
    assert [new for old, new in zip(before, after, strict=True) if old != new] == ['        value: "+492214710777"']
