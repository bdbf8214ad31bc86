"""The words of ``komma diff``: what comes first, what is said once, what is never said."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from komma_cli.comparing import compare
from komma_cli.model.describe import fields_of, specs
from komma_cli.model.playbook import Playbook
from komma_cli.report.changes import Told, tell
from komma_cli.report.changes_formats import FORMATS, Report, as_markdown, as_text
from komma_cli.report.changes_values import MARKED, excerpts
from komma_cli.texts import LANGUAGES, Lang
from komma_cli.yamlread import parse

GOLDEN = Path(__file__).parents[2] / "golden" / "diff" / "old.komma.yaml"
SECRET = "geheim4711"


@pytest.fixture
def plan() -> dict[str, Any]:
    return parse(GOLDEN.read_text(encoding="utf-8"))


def told(old: dict[str, Any], new: dict[str, Any], lang: Lang = "de", **more: bool) -> tuple[Told, ...]:
    return tell(compare(old, new), lang, **more)


def report(old: dict[str, Any], new: dict[str, Any], lang: Lang = "de", **more: bool) -> Report:
    return Report("alt", "neu", told(old, new, lang, **more), (), False)


def person(plan: dict[str, Any], identifier: str) -> dict[str, Any]:
    return next(one for one in plan["people"] if one["id"] == identifier)


def role(plan: dict[str, Any], identifier: str) -> dict[str, Any]:
    return next(one for one in plan["roles"] if one["id"] == identifier)


def test_nothing_changed_is_nothing_told(plan: dict[str, Any]) -> None:
    assert told(plan, deepcopy(plan)) == ()
    assert as_text(report(plan, plan), "de").startswith("alt und neu: Am Plan hat sich nichts geändert.")


def test_who_answers_at_night_comes_first_and_the_strategy_last(plan: dict[str, Any]) -> None:
    new = deepcopy(plan)
    new["strategy"]["resources"] = "Eine Stelle"
    new["scenarios"][0]["title"] = "Beleidigung"
    role(new, "hr")["title"] = "Personal"
    person(new, "p-on-call")["channels"][0]["value"] = "+492214710997"
    person(new, "p-contact")["channels"][0]["value"] = "+492214710996"
    assert [one.group for one in told(plan, new)] == ["emergency", "roles", "cards", "contacts", "strategy"]


def test_another_name_at_a_post_says_in_how_many_roles(plan: dict[str, Any]) -> None:
    new = deepcopy(plan)
    person(new, "p-order")["name"] = "Mira Muster"
    (one,) = told(plan, new)
    assert (one.subject, one.sentence) == (
        "Leitung Ordnungsamt",
        "jetzt Mira Muster statt Renate Schlüterbusch, in 4 Rollen",
    )


def test_another_person_in_several_roles_is_one_sentence_with_its_places(plan: dict[str, Any]) -> None:
    new = deepcopy(plan)
    for identifier in ("coordination", "strategy-group"):
        role(new, identifier)["holder"] = "p-contact"
    (one,) = told(plan, new)
    assert one.kind == "replaced"
    assert "in 2 Rollen" in one.sentence
    assert one.details == ("Koordination, Person; Strategiegruppe, Person.",)
    assert len(one.places) == 2


def test_two_people_of_one_name_are_told_apart(plan: dict[str, Any]) -> None:
    twin = {**person(plan, "p-order"), "id": "p-twin", "hours": "24/7"}
    for plan_ in (plan, new := deepcopy(plan)):
        plan_["people"].append(twin)
    role(new, "public-order")["holder"] = "p-twin"
    (one,) = told(plan, new)
    assert "(p-twin)" in one.sentence + " ".join(one.details)
    assert "(p-order)" in one.sentence + " ".join(one.details)


def test_a_person_replaced_in_a_confidential_group_is_not_named(plan: dict[str, Any]) -> None:
    new = deepcopy(plan)
    new["alliance"]["strategy_group"]["chair"] = "p-order-2"
    plan["alliance"]["strategy_group"]["chair"] = "p-hr"
    plan["support"]["first_responders"] = ["p-hr"]
    new["support"]["first_responders"] = ["p-order-2"]
    open_one, hidden = sorted(told(plan, new), key=lambda one: one.withheld)
    assert "Stellvertretende Leitung Ordnungsamt" in open_one.sentence
    assert hidden.sentence.endswith("geändert (vertraulich)")
    assert "Ordnungsamt" not in hidden.sentence + "".join(hidden.details)


def test_a_step_that_moved_is_told_with_its_neighbour(plan: dict[str, Any]) -> None:
    new = deepcopy(plan)
    steps = new["scenarios"][0]["steps"]
    steps.insert(0, steps.pop(3))
    (one,) = told(plan, new)
    assert one.sentence.endswith("steht jetzt am Anfang")


def test_a_list_turned_around_is_one_sentence(plan: dict[str, Any]) -> None:
    new = deepcopy(plan)
    new["scenarios"][0]["steps"].reverse()
    (one,) = told(plan, new)
    assert one.sentence == "Schritte: 7 Einträge stehen an anderer Stelle"


def test_an_entry_that_came_says_how_to_reach_it_but_not_in_private(plan: dict[str, Any]) -> None:
    new = deepcopy(plan)
    channels = [
        {"kind": "phone", "value": "+492214710555"},
        {"kind": "private_phone", "value": "+491729980752"},
        {"kind": "phone", "value": "+492214710556", "class": "confidential"},
    ]
    new["people"].append({"id": "p-new", "name": "Mira Muster", "function": "Amt", "channels": channels})
    (one,) = told(plan, new)
    assert one.sentence == "neu im Plan (Telefon: 0221 4710555)"
    written = "".join(write(report(plan, new), "de") for write in FORMATS.values())
    assert "998" not in written
    assert "0556" not in written


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_format_ever_holds_a_confidential_value(lang: Lang) -> None:
    """Put a secret in the place of every confidential text of the model, one at a time, on either side."""
    seen = 0
    for path, spec in specs(Playbook):
        if spec.confidentiality != "confidential" or spec.group is not None:
            continue
        bare, full = _holding(path.split("."), None), _holding(path.split("."), SECRET)
        for old, new in ((bare, full), (full, bare), (full, _holding(path.split("."), f"{SECRET} neu"))):
            made = report(old, new, lang)
            assert all(SECRET not in write(made, lang) for write in FORMATS.values()), path
            assert any(one.withheld for one in made.told), path
            open_one = report(old, new, lang, confidential=True)
            assert SECRET in as_text(open_one, lang) + FORMATS["json"](open_one, lang), path
            seen += 1
    assert seen > 60


def _holding(keys: list[str], value: object) -> dict[str, Any]:
    """Return a plan that holds a value at a path; every list on the way has one entry, which is there anyway."""
    section: Any = Playbook
    plan: dict[str, Any] = {}
    node = plan
    for number, key in enumerate(keys):
        spec = next(one for one in fields_of(section) if one.key == key)
        if number + 1 == len(keys):
            if value is not None:
                node[key] = [value] if spec.many else value
            break
        below: dict[str, Any] = {"id": "x-1"} if spec.many else {}
        node[key] = [below] if spec.many else below
        node, section = below, spec.group
    return plan


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"kind": "private_phone", "value": SECRET}, {"kind": "phone", "value": SECRET}),
        ({"kind": "phone", "value": SECRET, "class": "confidential"}, {"kind": "phone", "value": SECRET}),
        ({"kind": "phone", "value": SECRET, "class": "confidental"}, {"kind": "phone", "value": "1"}),
        ({"kind": "privat", "value": SECRET}, {"kind": "privat", "value": "1"}),
        ({"kind": "phone", "value": "1", "privat": SECRET}, {"kind": "phone", "value": "1"}),
    ],
)
def test_a_channel_that_one_version_hides_is_hidden_and_what_nobody_knows_too(
    old: dict[str, str], new: dict[str, str]
) -> None:
    sides = [{"people": [{"id": "p", "function": "Amt", "channels": [channel]}]} for channel in (old, new)]
    for first, second in (sides, sides[::-1]):
        made = report(first, second)
        assert made.told
        assert all(SECRET not in write(made, "de") for write in FORMATS.values())


def test_that_a_number_is_no_longer_confidential_is_said() -> None:
    sides = [
        {"people": [{"id": "p", "function": "Amt", "channels": [{"kind": "phone", "value": "+491729980752", **more}]}]}
        for more in ({"class": "confidential"}, {"class": "public"})
    ]
    (one,) = told(*sides)
    assert "jetzt öffentlich statt vertraulich" in one.sentence
    assert "998" not in one.sentence


def test_reordered_private_numbers_are_not_listed() -> None:
    channels = [{"kind": "private_phone", "value": SECRET}, {"kind": "phone", "value": "+492214710555"}]
    sides = [{"people": [{"id": "p", "function": "Amt", "channels": order}]} for order in (channels, channels[::-1])]
    made = report(*sides)
    assert made.told
    assert all(SECRET not in write(made, "de") for write in FORMATS.values())


def test_of_a_long_text_the_changed_words_are_shown() -> None:
    old = "Wir helfen allen, die wegen ihrer Herkunft angegriffen werden, und zwar sofort und ohne Fragen."
    was, now = excerpts(old, old.replace("sofort", "am selben Tag"))
    assert was == f"… angegriffen werden, und zwar {MARKED[0]}sofort{MARKED[1]} und ohne Fragen."
    assert now == f"… angegriffen werden, und zwar {MARKED[0]}am selben Tag{MARKED[1]} und ohne Fragen."


def test_a_wholly_different_text_is_shown_from_its_beginning_without_marks() -> None:
    was, now = excerpts("eins zwei drei " * 40, "vier fünf sechs " * 40)
    assert MARKED[0] not in was + now
    assert len(was) < 150
    assert was.startswith("eins zwei")


def test_only_other_line_breaks_are_told_as_that(plan: dict[str, Any]) -> None:
    new = deepcopy(plan)
    new["strategy"]["summary"] = plan["strategy"]["summary"].replace(" ", "\n")
    (one,) = told(plan, new)
    assert "nur Zeilenumbrüche" in one.sentence


def test_no_line_is_wider_than_the_terminal(plan: dict[str, Any]) -> None:
    new = deepcopy(plan)
    new["strategy"]["summary"] += " Und noch ein Satz, der lang genug ist, um umzubrechen, und noch länger wird."
    for width in (50, 80):
        text = as_text(report(plan, new), "de", width=width)
        assert max(len(line) for line in text.splitlines()) <= width


def test_words_of_a_plan_cannot_steer_a_terminal_or_become_mark_up(plan: dict[str, Any]) -> None:
    new = deepcopy(plan)
    person(new, "p-order")["name"] = "\x1b[2J\u202e<b>[x](http://a.example)**@alle"
    made = report(plan, new)
    assert not {"\x1b", "\u202e", "\x02"} & set(as_text(made, "de"))
    markdown = as_markdown(made, "de")
    assert "\x1b" not in markdown
    assert "<b>" not in markdown
    assert "[x]" not in markdown


def test_the_json_is_what_its_schema_says(plan: dict[str, Any]) -> None:
    from jsonschema import Draft202012Validator

    schema = json.loads((Path(__file__).parents[3] / "schema" / "komma-diff-1.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    new = parse(GOLDEN.with_name("new.komma.yaml").read_text(encoding="utf-8"))
    written = json.loads(FORMATS["json"](report(plan, new), "de"))
    Draft202012Validator(schema).validate(written)
    assert set(written) == set(schema["properties"])
    one, known = written["changes"][0], schema["properties"]["changes"]["items"]["properties"]
    assert set(one) == set(known)
    assert set(one["places"][0]) == set(known["places"]["items"]["properties"])
