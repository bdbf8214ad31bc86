"""Agenda and letter of a peer consultation: what they ask, how long they are, and what they never say."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest

from komma_cli.check.engine import Result
from komma_cli.check.finding import Finding
from komma_cli.check.rules import all_rules
from komma_cli.errors import UsageError
from komma_cli.model.playbook import Playbook
from komma_cli.network.topics import topic_of, topics
from komma_cli.render.catalog import documents
from komma_cli.render.proof.search import Proof
from komma_cli.render.writers import FORMATS, write
from komma_cli.report.peer_papers import MINUTES, MOST_QUESTIONS, agenda, letter
from komma_cli.texts import LANGUAGES, Lang, error_words, label, words
from tests.unit.network.made import DAY
from tests.unit.network.test_matching import found, member, plan

both_languages = pytest.mark.parametrize("lang", LANGUAGES)
SECRET = "Frau Dr. Geheim"


def agenda_text(result: Result, lang: Lang = "de", rules: tuple[str, ...] = ()) -> str:
    return agenda(plan(), result, lang, DAY, rules).markdown


def asked_in(markdown: str) -> list[str]:
    return re.findall(r"K\d{3}", markdown)


def without_network() -> Playbook:
    return plan().model_copy(update={"network": None})


def test_both_belong_to_no_set_of_papers() -> None:
    on_request = {spec.id for spec in documents(composed=True, on_request=True)} - {
        spec.id for spec in documents(composed=True)
    }
    assert {"peer-agenda", "peer-letter"} <= on_request
    assert not on_request & {spec.id for spec in documents(on_request=True)}


def test_without_a_choice_the_worst_rule_and_others_of_its_topic_are_asked() -> None:
    errors = found("K903", severity="error").findings
    result = replace(found(), findings=(*found("K201", "K904", "K914", "K902", "K905").findings, *errors))
    assert asked_in(agenda_text(result)) == ["K903", "K902", "K904"]


@both_languages
def test_chosen_rules_are_asked_in_the_order_of_the_findings_each_once(lang: Lang) -> None:
    markdown = agenda_text(found("K201", "K501", "K902"), lang, ("K902", "K201", "K902"))
    assert asked_in(markdown) == ["K201", "K902"]
    for topic in ("roles", "upkeep"):
        assert label("network_topic", topic, lang) in markdown
        for question in words("messages/network_match", lang)["questions"][topic]:
            assert question in markdown
    assert label("network_topic", "support", lang) not in markdown


@both_languages
def test_where_nothing_is_open_there_is_room_for_a_question(lang: Lang) -> None:
    markdown = agenda_text(found(), lang)
    assert {"de": "**Unsere Frage**", "en": "**Our question**"}[lang] in markdown
    assert {"de": "Thema:", "en": "Topic:"}[lang] not in markdown


@both_languages
@pytest.mark.parametrize(
    ("rules", "key"), [(("K203",), "not_open"), (("K201", "K501", "K902", "K903"), "too_many")], ids=["not", "many"]
)
def test_a_rule_that_is_not_open_and_too_many_are_refused(rules: tuple[str, ...], key: str, lang: Lang) -> None:
    with pytest.raises(UsageError) as caught:
        agenda_text(found("K201", "K501", "K902", "K903"), lang, rules)
    assert caught.value.key == f"network_match.{key}"
    message, hint = error_words(caught.value.key, lang, **caught.value.values)
    assert {"not_open": "K203", "too_many": str(MINUTES)}[key] in message
    assert {"not_open": "K201, K501, K902, K903", "too_many": str(MOST_QUESTIONS)}[key] in hint


@both_languages
def test_the_steps_fill_the_ninety_minutes_without_a_gap(lang: Lang) -> None:
    spans = re.findall(r"^\| (\d+) (?:bis|to) (\d+) \|", agenda_text(found("K201"), lang), re.M)
    assert len(spans) > 5
    assert (int(spans[0][0]), int(spans[-1][1])) == (0, MINUTES)
    assert [end for _, end in spans[:-1]] == [start for start, _ in spans[1:]]
    assert str(MINUTES) in agenda_text(found("K201"), lang)


@both_languages
def test_the_agenda_says_that_its_form_is_a_proposal_of_komma(lang: Lang) -> None:
    assert {"de": "sind ein Vorschlag von komma", "en": "are a proposal by komma"}[lang] in agenda_text(found(), lang)


@both_languages
def test_no_value_of_a_finding_gets_into_a_paper(lang: Lang) -> None:
    """The words of findings name people; papers tell the rule alone."""
    findings = tuple(
        Finding(rule, "error", f"people[{SECRET}]", None, {"person": SECRET, "role": SECRET, "name": SECRET})
        for rule in ("K205", "K203", "K201")
    )
    made = agenda(plan(), replace(found(), findings=findings), lang, DAY)
    assert asked_in(made.markdown) == ["K201", "K203", "K205"]
    for form in FORMATS:
        assert SECRET.encode() not in write(made.document, form).content
    assert "Geheim" not in made.markdown


@cache
def every_title(lang: Lang) -> tuple[str, ...]:
    from komma_cli.check.pages import page

    return tuple(page(rule, lang).title for rule in all_rules() if len(page(rule, lang).title.split()) > 2)


@both_languages
@pytest.mark.parametrize("topic", topics())
def test_the_letter_names_the_topic_and_nothing_else_of_the_plan(topic: str, lang: Lang) -> None:
    made = letter(plan(), topic, lang, DAY, member("Altdorf"))
    assert label("network_topic", topic, lang) in made.markdown
    assert not asked_in(made.markdown)
    assert not [title for title in every_title(lang) if title in made.markdown]
    assert (made.audience, made.room) == ("public", 1)
    for other in set(topics()) - {topic}:
        for question in words("messages/network_match", lang)["questions"][other]:
            assert question not in made.markdown


@both_languages
def test_the_letter_says_who_whom_how_long_what_for_and_where_to_answer(lang: Lang) -> None:
    told = letter(plan(), "support", lang, DAY, member("Altdorf", mailbox="netzwerk@altdorf.example")).markdown
    own = plan().network
    assert own is not None
    places = {"de": ("Gemeinde Altdorf", "Stadt Musterstadt"), "en": ("Municipality of Altdorf", "Town of Musterstadt")}
    for part in (*places[lang], "netzwerk@altdorf.example", str(MINUTES)):
        assert part in told
    assert told.count(f"[{own.mailbox}](mailto:{own.mailbox})") == 2
    for offer in own.offers:
        assert offer.text in told


@both_languages
def test_without_offers_and_mailbox_the_letter_offers_something_and_warns(lang: Lang) -> None:
    told = letter(without_network(), "support", lang, DAY).markdown
    assert {"de": "Noch nicht abschicken", "en": "Do not send this yet"}[lang] in told
    assert {"de": "Sie bekommen unser Ergebnis", "en": "You get our result"}[lang] in told
    assert {"de": "**An**", "en": "**To**"}[lang] in told
    assert {"de": "im Netzwerk steht", "en": "the network says"}[lang] not in told.casefold()
    assert "Noch nicht abschicken" not in letter(plan(), "support", lang, DAY).markdown


@both_languages
@pytest.mark.parametrize("unwilling", [{"mailbox": None}, {"topics": ("reach",)}])
def test_nobody_is_asked_who_does_not_want_to_be(unwilling: dict[str, Any], lang: Lang) -> None:
    with pytest.raises(UsageError) as caught:
        letter(plan(), "support", lang, DAY, member("Altdorf", **unwilling))
    assert caught.value.key == "network_match.not_asked"
    assert "Altdorf" in error_words(caught.value.key, lang, **caught.value.values)[0]
    assert letter(plan(), "reach", lang, DAY, member("Altdorf", topics=("reach",))).markdown


def test_an_unknown_topic_names_the_known_ones() -> None:
    with pytest.raises(UsageError) as caught:
        letter(plan(), "rols", "de", DAY)
    assert "roles, reach" in error_words(caught.value.key, "de", **caught.value.values)[1]


def test_letters_to_several_have_names_of_their_own() -> None:
    stems = [letter(plan(), "support", "de", DAY, member(name)).stem for name in ("Altdorf", "Neu-Ulm")]
    assert stems == ["musterstadt-peer-letter-altdorf-de", "musterstadt-peer-letter-neu-ulm-de"]
    assert letter(plan(), "support", "en", DAY).stem == "musterstadt-peer-letter-en"
    assert agenda(plan(), found("K201"), "en", DAY).stem == "musterstadt-peer-agenda-en"


@both_languages
def test_a_name_of_another_municipality_cannot_become_mark_up(lang: Lang) -> None:
    evil = member("[x](https://evil.example) **A**")
    assert "[x](https" not in letter(plan(), "support", lang, DAY, evil).markdown


@both_languages
@pytest.mark.parametrize("rules", [("K201", "K203", "K205"), ("K201", "K501", "K902"), ()])
def test_the_papers_keep_to_their_pages(rules: tuple[str, ...], lang: Lang) -> None:
    made = agenda(plan(), found(*rules), lang, DAY, rules)
    assert made.room == 3
    pages = write(made.document, "pdf").pages
    assert pages is not None
    assert pages <= made.room
    assert len({topic_of(rule) for rule in rules}) in (0, 1, 3)
    for own in (plan(), without_network()):
        assert write(letter(own, "internal_racism", lang, DAY, member("Altdorf")).document, "pdf").pages == 1


@both_languages
def test_nothing_above_their_class_stands_in_the_papers(lang: Lang) -> None:
    def agenda_of(other: Playbook) -> bytes:
        return write(agenda(other, found("K201", "K203"), lang, DAY).document, "md").content

    def letter_of(other: Playbook) -> bytes:
        return write(letter(other, "support", lang, DAY, member("Altdorf")).document, "md").content

    assert Proof(plan(), "internal").judge(agenda_of(plan()), "", agenda_of).leaks == ()
    verdict = Proof(plan(), "public").judge(letter_of(plan()), "", letter_of)
    assert (verdict.leaks, verdict.said) == ((), ())


@both_languages
def test_equal_input_gives_equal_text_on_the_day_given(lang: Lang) -> None:
    first, second = (letter(plan(), "reach", lang, day).markdown for day in (DAY, date(2027, 1, 1)))
    assert first == letter(plan(), "reach", lang, DAY).markdown
    assert first != second
