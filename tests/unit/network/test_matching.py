"""What the network has for one plan: who is named, in which order, and who is never named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from komma_cli.check.engine import Result
from komma_cli.check.finding import Finding, Severity
from komma_cli.model.playbook import Playbook
from komma_cli.model.problems import validate
from komma_cli.network import matching
from komma_cli.network.bundle import SharedPractice, digest
from komma_cli.network.matching import MOST, Matches, RuleMatch, match
from komma_cli.network.overview import Overview
from komma_cli.network.view import Member, Network
from komma_cli.practices import practices
from komma_cli.texts import LANGUAGES, Lang
from komma_cli.yamlread import parse
from tests.unit.network.made import DAY, practice

TOWN = Path(__file__).parents[3] / "playbooks" / "musterstadt.komma.yaml"
NOTHING = Overview(DAY, 0, 5, {}, (), (), ())


@cache
def plan() -> Playbook:
    playbook = validate(parse(TOWN.read_text(encoding="utf-8")))[0]
    assert playbook is not None
    return playbook


def found(*rules: str, severity: Severity = "warning") -> Result:
    """Return what a check found: one finding for each time a rule is named."""
    return Result("x", "standard", tuple(Finding(rule, severity, "p", None) for rule in rules), (), ())


def member(name: str, **changes: Any) -> Member:
    """Return a municipality unlike Musterstadt that may be asked and meets K305."""
    given: dict[str, Any] = {"key": name.lower(), "name": name, "kind": "municipality", "state": "BY", "ags": None}
    given |= {"size_class": "under_5000", "role": None, "date": DAY, "mailbox": "netz@ort.example"}
    return Member(**{**given, "solved": frozenset({"K305"}), **changes})


def network(*members: Member) -> Network:
    return Network(members, NOTHING, "0.1.0", DAY)


def asked(*members: Member, rules: tuple[str, ...] = ("K305",), lang: Lang = "de") -> Matches:
    return match(network(*members), plan(), found(*rules), lang, DAY)


def only(matches: Matches) -> RuleMatch:
    (one,) = matches.rules
    return one


def names(one: RuleMatch) -> list[str]:
    return [each.member.name for each in one.asked]


def like_us(**changes: Any) -> dict[str, Any]:
    """Return size, kind and Land of Musterstadt."""
    town = plan().municipality
    assert town.population is not None
    return {"size_class": matching.size_class(town.population), "kind": town.kind, "state": town.state, **changes}


def test_errors_come_first_and_findings_of_a_rule_are_one_entry() -> None:
    findings = (*found("K902", "K305", "K305").findings, *found("K701", severity="error").findings)
    told = match(network(), plan(), replace(found(), findings=findings), "de", DAY)
    assert [(one.rule, one.severity, one.findings) for one in told.rules] == [
        ("K701", "error", 1),
        ("K305", "warning", 2),
        ("K902", "warning", 1),
    ]
    assert [one.topic for one in told.rules] == ["alliance", "reach", "upkeep"]


def test_hints_open_nothing_and_one_error_among_warnings_counts_as_error() -> None:
    mixed = (
        *found("K305").findings,
        *found("K305", severity="error").findings,
        *found("K318", severity="hint").findings,
    )
    told = match(network(), plan(), replace(found(), findings=mixed), "de", DAY)
    assert [(one.rule, one.severity) for one in told.rules] == [("K305", "error")]


@pytest.mark.parametrize(("lang", "title"), [("de", "Gespräch kommt zu spät"), ("en", None)])
def test_the_title_is_that_of_the_page(lang: Lang, title: str | None) -> None:
    told = only(asked(lang=lang)).title
    assert told
    assert (told == "Gespräch kommt zu spät") is (title is not None)


def test_nobody_is_asked_about_the_file_itself() -> None:
    told = asked(member("A", solved=frozenset({"K008", "K103", "K305"})), rules=("K008", "K103", "K103", "K305"))
    assert [one.rule for one in told.rules] == ["K305"]
    assert told.of_the_file == 3
    hints = found("K103", severity="hint")
    assert match(network(), plan(), hints, "de", DAY).of_the_file == 0


def test_who_meets_the_rule_and_may_be_asked_is_named() -> None:
    told = asked(
        member("Ja"),
        member("Ohne Postfach", mailbox=None),
        member("Ungelöst", solved=frozenset({"K306"})),
    )
    assert names(only(told)) == ["Ja"]


def test_the_most_alike_come_first_and_size_weighs_most() -> None:
    told = only(
        asked(
            member("A nichts"),
            member("B Land", state=like_us()["state"]),
            member("C Art", kind=like_us()["kind"]),
            member("D Größe", size_class=like_us()["size_class"]),
            member("E alles", **like_us()),
        )
    )
    assert names(told) == ["E alles", "D Größe", "C Art", "B Land", "A nichts"]
    assert [one.alike for one in told.asked] == [
        ("size_class", "kind", "state"),
        ("size_class",),
        ("kind",),
        ("state",),
        (),
    ]


def test_two_things_in_common_are_more_than_the_size_alone() -> None:
    told = asked(
        member("Größe", size_class=like_us()["size_class"]), member("Zwei", **like_us(size_class="under_5000"))
    )
    assert names(only(told)) == ["Zwei", "Größe"]


def test_an_unknown_size_is_no_likeness() -> None:
    own = plan().model_copy(update={"municipality": plan().municipality.model_copy(update={"population": None})})
    told = match(network(member("Ort", size_class="unknown")), own, found("K305"), "de", DAY)
    assert only(told).asked[0].alike == ()


@pytest.mark.parametrize("order", [1, -1])
def test_equally_alike_stand_by_name_and_never_more_than_five(order: int) -> None:
    crowd = [member(name) for name in ("Berg", "aue", "Clausen", "Dorf", "Ehr", "Furt", "Grund")][::order]
    assert names(only(asked(*crowd))) == ["aue", "Berg", "Clausen", "Dorf", "Ehr"]


@pytest.mark.parametrize(
    "me",
    [
        {"ags": plan().municipality.ags, "name": "Umbenannt"},
        {"ags": None, **like_us()},
        {"ags": None, "name": "MUSTERSTADT", **like_us()},
    ],
)
def test_my_own_municipality_is_never_named(me: dict[str, Any]) -> None:
    mine = member(me.pop("name", "Musterstadt"), practices=(practice(answers=("K305",)),), **me)
    told = only(asked(mine, member("Andere")))
    assert names(told) == ["Andere"]
    assert told.practices == ()


def test_another_place_of_the_same_name_is_another_place() -> None:
    assert plan().municipality.ags is not None
    other = member("Musterstadt", **like_us(), ags="09161000")
    assert names(only(asked(other))) == ["Musterstadt"]
    assert names(only(asked(replace(other, ags=None, state="BY")))) == ["Musterstadt"]


def test_what_was_said_more_than_a_year_ago_is_marked() -> None:
    told = only(asked(member("Alt", date=date(2025, 11, 30)), member("Neu", date=date(2025, 12, 1))))
    assert {one.member.name: one.old for one in told.asked} == {"Alt": True, "Neu": False}


def fitting(*members: Member, rule: str = "K501") -> list[tuple[str, bool]]:
    return [(one.found.id, one.named) for one in only(asked(*members, rules=(rule,))).practices]


def test_practices_that_name_the_rule_come_before_those_of_its_topic() -> None:
    members = (
        member("A", practices=(practice(id="thema", answers=(), field="field-staff"),), **like_us()),
        member("B", practices=(practice(id="nennt", answers=("K501",)), practice(id="fremd", answers=("K902",)))),
        member("C", practices=(practice(id="beides", answers=("K501", "K501"), field="field-staff"),)),
    )
    assert fitting(*members) == [("b/nennt", True), ("c/beides", True), ("a/thema", False)]


def test_a_copy_of_anothers_practice_comes_behind_the_originals_and_a_dropped_one_never() -> None:
    origin = {"municipality": "Z", "practice": "urbild", "digest": "0" * 64}
    given_up = practice(id="aus", answers=("K501",), status="dropped")
    members = (
        member("A", practices=(practice(id="kopie", answers=("K501",), origin=origin),), **like_us()),
        member("Z", practices=(practice(id="urbild", answers=("K501",)), given_up)),
    )
    assert fitting(*members) == [("z/urbild", True), ("a/kopie", True)]


def test_no_more_than_five_practices_and_the_number_of_the_others() -> None:
    many = tuple(practice(id=f"m-{number}", answers=("K501",), field="field-staff") for number in range(4))
    more = tuple(practice(id=f"t-{number}", answers=(), field="field-residents") for number in range(4))
    told = only(asked(member("A", practices=many), member("B", practices=more), rules=("K501",)))
    assert [one.found.practice.id for one in told.practices] == ["m-0", "m-1", "m-2", "m-3", "t-0"]
    assert told.more == 3


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_library_answers_in_the_language(lang: Lang) -> None:
    told = only(asked(rules=("K903",), lang=lang))
    assert [one.id for one in told.library] == ["koeln-yearly-report"]
    assert told.library[0] == next(one for one in practices(lang) if one.id == "koeln-yearly-report")
    assert only(asked(rules=("K203",), lang=lang)).library == ()


def taken_over(*origins: tuple[str, str, str]) -> Playbook:
    """Return Musterstadt with a measure from each municipality, practice and digest."""
    data = parse(TOWN.read_text(encoding="utf-8"))
    measures = [each for field in data["strategy"]["fields"] for goal in field["goals"] for each in goal["measures"]]
    for measure, (place, name, mark) in zip(measures, origins, strict=False):
        measure["origin"] = {"municipality": place, "practice": name, "digest": mark, "on": "2026-01-01"}
    playbook, problems = validate(data)
    assert playbook is not None, problems
    return playbook


def test_what_was_taken_over_is_held_against_its_origin() -> None:
    same, changed = practice(id="gleich"), practice(id="anders")
    there = member("Ort", practices=(same, changed))
    own = taken_over(
        ("Ort", "gleich", digest(same)),
        ("Ort", "anders", digest(practice(id="anders", why="Früher."))),
        ("Ort", "weg", digest(same)),
        ("Nirgends", "gleich", digest(same)),
    )
    told = match(network(there), own, found(), "de", DAY)
    assert [(one.origin.practice, one.news) for one in told.adopted] == [
        ("gleich", "same"),
        ("anders", "changed"),
        ("weg", "gone"),
        ("gleich", "gone"),
    ]
    assert match(network(there), plan(), found(), "de", DAY).adopted == ()


def test_only_the_places_something_came_from_are_digested(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def counted(one: SharedPractice) -> str:
        seen.append(one.id)
        return digest(one)

    monkeypatch.setattr("komma_cli.network.adopting.digest", counted)
    crowd = [member(f"Ort {number}", practices=(practice(id=f"m-{number}"),)) for number in range(50)]
    match(network(*crowd), taken_over(("Ort 7", "m-7", "0" * 64)), found(), "de", DAY)
    assert seen == ["m-7"]


def test_a_network_of_nobody_has_nothing() -> None:
    told = asked()
    assert (only(told).practices, only(told).asked, only(told).more) == ((), (), 0)
    assert (told.size, told.name, told.demo) == (0, "Musterstadt", False)


rules = st.sampled_from(["K305", "K501", "K601", "K902"])
members = st.builds(
    member,
    st.sampled_from(["Aue", "Berg", "Musterstadt", "Dorf"]),
    kind=st.sampled_from(["town", "municipality"]),
    state=st.sampled_from(["NW", "BY"]),
    ags=st.sampled_from([None, plan().municipality.ags, "09161000"]),
    size_class=st.sampled_from(["under_5000", like_us()["size_class"], "unknown"]),
    mailbox=st.sampled_from([None, "netz@ort.example"]),
    solved=st.frozensets(rules),
    practices=st.lists(
        st.builds(
            practice,
            answers=st.lists(rules, max_size=3).map(tuple),
            field=st.sampled_from([None, "field-staff", "field-administration", "own-field"]),
            status=st.sampled_from(["done", "dropped"]),
        ),
        max_size=3,
    ).map(tuple),
)


@given(st.lists(members, max_size=12), st.lists(rules, max_size=4))
def test_whoever_is_named_wants_to_be_asked_and_the_order_given_does_not_matter(
    crowd: list[Member], opened: list[str]
) -> None:
    crowd = [replace(one, key=f"k{number}") for number, one in enumerate(crowd)]
    told = match(network(*crowd), plan(), found(*opened), "de", DAY)
    assert told.rules == match(network(*crowd[::-1]), plan(), found(*opened), "de", DAY).rules
    assert {one.rule for one in told.rules} == set(opened)
    for one in told.rules:
        assert len(one.asked) <= MOST
        assert len(one.practices) <= MOST
        assert not one.more or len(one.practices) == MOST
        assert all(each.member.mailbox and one.rule in each.member.solved for each in one.asked)
        assert not any(matching._is(each.member, plan().municipality) for each in one.asked)
        alike = [(-len(each.alike), each.alike, each.member.name.casefold()) for each in one.asked]
        assert [each[0] for each in alike] == sorted(each[0] for each in alike)
        ranks = [not each.named for each in one.practices]
        assert ranks == sorted(ranks)
        for each in one.practices:
            assert each.named == (one.rule in each.found.practice.answers)
