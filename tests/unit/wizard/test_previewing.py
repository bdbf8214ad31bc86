"""How a section reads in the documents: for every section of a full and of a young plan, in both languages."""

import copy
from datetime import date

import pytest

from komma_cli.store import load, read_source
from komma_cli.wizard.showing.passages import layout
from komma_cli.wizard.showing.previewing import Previews, taken_out
from komma_cli.wizard.unattended.outstanding import ASKED
from tests.unit.wizard.helper import core_draft

TODAY = date(2026, 12, 1)
NOT_PRINTED = {"security_concept", "network"}
"""No document prints them: one is for few eyes only, the other for the network."""


def plan(name):
    return load(read_source(f"playbooks/{name}.komma.yaml")).data


def text_of(preview):
    return "\n".join(line for shown in preview.documents for line in layout(shown.passages, 72))


@pytest.mark.parametrize(
    ("name", "lang", "every_section"), [("musterstadt", "de", 1), ("musterstadt", "en", 5), ("erste-stunde", "en", 1)]
)
def test_every_section_has_a_preview_that_fits_every_window(name, lang, every_section):
    data = plan(name)
    for many, every in (("scenarios", 14), ("roles", 7)):  # a few of those that are all made alike
        data[many] = data.get(many, [])[::every]
    previews = Previews(lang, TODAY)
    for key in ASKED[::every_section]:
        preview = previews.of(data, key)
        assert bool(preview.documents) == (bool(data.get(key)) and key not in NOT_PRINTED), key
        assert preview.incomplete == 0
        sizes = [sum(len(passage.lines) for passage in shown.passages) for shown in preview.documents]
        assert sizes == sorted(sizes, reverse=True)
        for shown in preview.documents[-1:]:
            for width in (40, 57, 72, 100):
                lines = layout(shown.passages, width)
                assert max(map(len, lines), default=0) <= width
                assert not any("**" in line or "](" in line or "<br>" in line for line in lines)


def test_the_document_that_says_most_comes_first_and_names_its_readers():
    communication = Previews("de", TODAY).of(plan("musterstadt"), "communication")
    assert "Zustimmung" in text_of(communication)
    assert communication.documents[0].title.startswith("Interventionsleitfaden")
    assert communication.documents[0].readers == "intern"


def test_what_only_names_a_role_is_not_about_the_roles():
    data = plan("musterstadt")
    said = Previews("de", TODAY).of(data, "roles")
    guide = next(shown for shown in said.documents if shown.title.startswith("Interventionsleitfaden"))
    steps = [passage for passage in guide.passages if "Karten für Vorfälle von außen" in passage.headings[:1]]
    assert steps == []


def test_a_changed_answer_is_in_the_next_preview():
    data = plan("erste-stunde")
    previews = Previews("de", TODAY)
    assert "4711" not in text_of(previews.of(data, "escalation"))
    changed = copy.deepcopy(data)
    changed["escalation"]["emergency"]["internal_number"] = "4711"
    assert "4711" in text_of(previews.of(changed, "escalation"))


@pytest.mark.parametrize("name", ["{{ 7*7 }}", "| a | b |", "# x", "<b>", "😀 שלום", "**fett**"])
def test_names_are_shown_as_they_were_typed(name):
    data = core_draft()
    data["people"][0]["function"] = name
    assert name in text_of(Previews("de", TODAY).of(data, "people"))


def test_an_unfinished_entry_is_left_out_and_told():
    data = core_draft()
    data["roles"].append({"id": "r-9"})
    data["people"].append({"id": "p-9", "hours": "irgendwann"})
    preview = Previews("de", TODAY).of(data, "roles")
    assert preview.incomplete == 1
    assert preview.documents


@pytest.mark.parametrize(
    "data", [{}, {"municipality": {}}, {"komma": 1, "municipality": {"name": "Ort"}}, {"komma": 1, "roles": "kaputt"}]
)
def test_no_draft_is_too_young_for_a_preview(data):
    previews = Previews("de", TODAY)
    for key in ASKED[::4]:
        previews.of(data, key)


def test_without_a_section_nothing_of_it_is_left_but_what_others_name():
    data = plan("musterstadt")
    data["open"] = [
        {"path": "roles[legal].deputies", "since": "2026-12-01"},
        {"path": "review.version", "since": "2026-12-01"},
    ]
    rest = taken_out(data, "roles")
    assert {tuple(sorted(role)) for role in rest["roles"]} == {("id", "title")}
    assert [item["path"] for item in rest["open"]] == ["review.version"]
    assert "mandate" not in taken_out(data, "mandate")
    assert taken_out(data, "municipality")["municipality"] == {"name": "?", "kind": "town", "state": "NW"}
    assert data["roles"][0].keys() > {"id", "title"}
