"""A later library meets a copied card: what is taken, what stays, what is asked; and the dialogue about it."""

import copy

import pytest

from komma_cli import library
from komma_cli.model.problems import validate
from komma_cli.paths import ById, get
from komma_cli.store import Change, apply_edits
from komma_cli.wizard.updates import body_news, card_news
from komma_cli.wizard.updates.card_taking import edits, taken
from komma_cli.wizard.updates.updating import Updating
from tests.unit.newer_library import Newer, forget
from tests.unit.wizard.helper import run, sitting

CARD = "threat-call"
ROLES = {"coordination": "coordination", "contact-staff": "anlauf", "it": "rechenzentrum", "legal": "legal"}
"""Id in the catalogue -> id in the playbook."""
NEW_TEXT = "Bleiben Sie ruhig. Legen Sie auf, wann immer Sie wollen."
NEW_STEP = "Fotografieren Sie die angezeigte Nummer mit Uhrzeit."
SAVE_NUMBER = (
    "  - {id: save-number, phase: now, kind: evidence, role: it, within: PT30M, sources: [A1], confidence: S}\n"
)
REPORT = "  - {use: report, within: PT1H}\n"
DIVERT = (
    "  - {id: divert-calls, phase: days, kind: safety, role: contact-staff, also: [it, line-manager], within: P2D, "
    "sources: [A1], confidence: D}\n"
)
NEVER = "never: [provoke, promise, record, call-back, stay-alone]"


@pytest.fixture
def newer(tmp_path, monkeypatch):
    yield Newer(tmp_path, monkeypatch)
    monkeypatch.undo()
    forget()


def plan(*cards, lang="de"):
    """Return a playbook with copies of cards from the library of today."""
    data = {
        "komma": 1,
        "roles": [{"id": own, "title": own.title(), "based_on": template} for template, own in ROLES.items()],
        "scenarios": [],
    }
    for name in cards or (CARD,):
        card = library.as_playbook_scenario(library.scenario(name, lang), roles=ROLES, bodies=[], levels=[])
        data["scenarios"].append(card)
    return data


def step(data, identifier, card=CARD):
    return get(data, ("scenarios", ById(card), "steps", ById(identifier)))


def look(data, lang="de"):
    (found,) = card_news.news(data, lang)
    return found


def places(differences):
    return [".".join(each.place) for each in differences]


def take(data, *, settled=True):
    """Return the card with all that is clean."""
    found = look(data)
    return taken(data["scenarios"][0], found, found.clean, settled=settled)


# -- three ways -------------------------------------------------------------------------------------------------------


def test_nothing_is_new_while_the_library_is_the_one_that_was_copied():
    data = plan(CARD, "doxing", "attack-at-home")
    data["scenarios"][0]["steps"][0]["text"] = "Eigene Worte."
    data["scenarios"][1]["never"] = []
    del data["scenarios"][2]["steps"][3]
    assert not any(found.pending or found.mentions for found in card_news.news(data, "de"))


def test_what_nobody_changed_here_is_taken(newer):
    data = plan()
    newer.words(CARD, "steps.own-safety", NEW_TEXT)
    newer.change(
        f"scenarios/{CARD}", ("within: PT15M", "within: PT30M"), ("role: it, within: P1D", "role: legal, within: P1D")
    )
    found = look(data)
    assert places(found.clean) == ["steps.own-safety.text", "steps.call-note.within", "steps.keep-call-data.who"]
    assert found.questions == found.mentions == ()
    card = take(data)
    assert step({"scenarios": [card]}, "own-safety")["text"] == NEW_TEXT
    assert step({"scenarios": [card]}, "keep-call-data")["role"] == "legal"
    assert card["based_on"]["fingerprint"] == library.fingerprint(CARD)
    assert look({**data, "scenarios": [card]}).pending is False


def test_own_words_stay_where_the_library_changed_nothing(newer):
    data = plan()
    data["scenarios"][0]["title"] = "Drohung am Telefon"
    step(data, "report")["within"] = "PT2H"
    step(data, "call-note").pop("deadline")
    newer.words(CARD, "communication", "Nach außen sagt niemand etwas.")
    found = look(data)
    assert places(found.clean) == ["communication"]
    assert found.questions == ()
    assert take(data)["title"] == "Drohung am Telefon"


def test_what_both_changed_is_a_question_and_the_same_change_is_none(newer):
    data = plan()
    step(data, "own-safety")["text"] = "Legen Sie auf."
    step(data, "let-listen")["text"] = "Winken Sie jemanden her."
    newer.words(CARD, "steps.own-safety", NEW_TEXT)
    newer.words(CARD, "steps.let-listen", "Winken Sie jemanden her.")
    found = look(data)
    assert [(each.own, each.new) for each in found.questions] == [("Legen Sie auf.", NEW_TEXT)]
    assert found.clean == ()


def test_a_new_step_comes_to_its_place_beside_own_steps(newer):
    data = plan()
    own = {"id": "s-9", "phase": "now", "kind": "evidence", "text": "Notieren Sie das Zimmer.", "actor": "anyone"}
    steps = data["scenarios"][0]["steps"]
    steps.insert([each["id"] for each in steps].index("report"), own)
    newer.words(CARD, "steps.save-number", NEW_STEP)
    newer.change(f"scenarios/{CARD}", (REPORT, SAVE_NUMBER + REPORT))
    assert places(look(data).clean) == ["steps.save-number"]
    after = take(data)["steps"]
    order = [each["id"] for each in after]
    assert order[order.index("call-note") :][:4] == ["call-note", "save-number", "s-9", "report"]
    added = after[order.index("save-number")]
    assert (added["text"], added["role"]) == (NEW_STEP, "rechenzentrum")


def test_a_dropped_step_goes_only_if_nobody_changed_it(newer):
    data = plan()
    other = copy.deepcopy(data)
    step(other, "divert-calls")["text"] = "Leiten Sie um."
    third = copy.deepcopy(data)
    step(third, "divert-calls")["contacts"] = ["b-telefonanbieter"]
    newer.change(f"scenarios/{CARD}", (DIVERT, ""))
    assert [(each.kind, each.place[1]) for each in look(data).clean] == [("removed", "divert-calls")]
    assert step({"scenarios": [take(data)]}, "divert-calls") is None
    for changed in (other, third):
        found = look(changed)
        assert found.clean == found.questions == ()
        assert [each.kind for each in found.mentions] == ["kept"]
        assert step({"scenarios": [take(changed)]}, "divert-calls") is not None


def test_a_step_removed_here_stays_removed_and_is_mentioned_when_the_library_changed_it(newer):
    data = plan()
    card = data["scenarios"][0]
    card["steps"] = [each for each in card["steps"] if each["id"] not in ("own-safety", "feedback")]
    newer.words(CARD, "steps.own-safety", NEW_TEXT)
    found = look(data)
    assert found.clean == found.questions == ()
    assert [(each.kind, each.place[1]) for each in found.mentions] == [("left_out", "own-safety")]
    assert len(take(data)["steps"]) == len(card["steps"])


def swapped(newer):
    content = newer.read(f"scenarios/{CARD}")
    lines = content.splitlines(keepends=True)
    at = next(n for n, line in enumerate(lines) if "id: let-listen" in line)
    return content, "".join([*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]])


def test_a_new_order_is_taken_and_an_own_order_is_asked_about(newer):
    data = plan()
    moved = copy.deepcopy(data)
    steps = moved["scenarios"][0]["steps"]
    steps.append(steps.pop(0))
    newer.change(f"scenarios/{CARD}", swapped(newer))
    assert places(look(data).clean) == ["steps"]
    order = [each["id"] for each in take(data)["steps"]]
    assert order.index("call-note") == order.index("let-listen") - 1
    assert places(look(moved).questions) == ["steps"]
    assert look(moved).clean == ()


def test_an_own_order_stays_when_the_library_keeps_its_own(newer):
    data = plan()
    steps = data["scenarios"][0]["steps"]
    steps.append(steps.pop(0))
    newer.words(CARD, "title", "Drohung am Telefon")
    assert places(look(data).clean) == ["title"]
    assert [each["id"] for each in take(data)["steps"]] == [each["id"] for each in steps]


def test_sentences_about_what_must_not_be_done(newer):
    data = plan()
    never = data["scenarios"][0]["never"]
    never[3] = "Rufen Sie niemals zurück."
    never.append("Eigener Satz.")
    newer.words(CARD, "never.leave", "Lassen Sie niemanden allein gehen.")
    newer.words(CARD, "never.record", "Nehmen Sie nichts heimlich auf.")
    newer.words(CARD, "never.call-back", "Rufen Sie die Nummer nie zurück.")
    newer.change(f"scenarios/{CARD}", (NEVER, "never: [provoke, record, leave, call-back, stay-alone]"))
    found = look(data)
    assert [(each.kind, each.place[1]) for each in found.clean] == [
        ("changed", "record"),
        ("added", "leave"),
        ("removed", "promise"),
    ]
    assert [(each.own, each.new) for each in found.questions] == [(never[3], "Rufen Sie die Nummer nie zurück.")]
    assert take(data)["never"] == [
        never[0],
        "Nehmen Sie nichts heimlich auf.",
        "Lassen Sie niemanden allein gehen.",
        *never[3:],
    ]


def test_a_sentence_removed_here_stays_removed(newer):
    data = plan()
    data["scenarios"][0]["never"].pop(0)
    newer.words(CARD, "never.provoke", "Drohen Sie nie zurück.")
    found = look(data)
    assert (found.clean, found.questions) == ((), ())
    assert [each.kind for each in found.mentions] == ["left_out"]


def test_an_english_copy_is_compared_with_the_english_words_and_gets_them(newer):
    data = plan(lang="en")
    step(data, "report")["text"] = "Tell Mira."
    newer.words(CARD, "steps.own-safety", NEW_TEXT, "Stay calm. Hang up whenever you want.")
    found = look(data)
    assert found.lang == "en"
    assert [(each.place[1], each.new) for each in found.clean] == [
        ("own-safety", "Stay calm. Hang up whenever you want.")
    ]
    assert found.questions == ()


def test_english_words_alone_are_news_for_an_english_copy_only(newer):
    data, german = plan(lang="en"), plan()
    step(data, "own-safety")["text"] = "Our own words."
    newer.words(CARD, "title", library.scenario(CARD, "de").title, "Threat on the phone")
    found = look(data)
    assert (found.outdated, places(found.clean)) == (False, ["title"])
    assert look(german).pending is False


def test_a_copy_of_an_unknown_state_is_asked_about_everywhere(newer):
    data = plan()
    card = data["scenarios"][0]
    card["based_on"]["fingerprint"] = "0123456789ab"
    card["steps"] = [each for each in card["steps"] if each["id"] != "feedback"]
    card["never"][0] = "Streiten Sie nicht."
    step(data, "report")["within"] = "PT3H"
    found = look(data)
    assert found.known is False
    assert found.clean == ()
    assert places(found.questions) == ["steps.report.within", "steps.feedback", "never.provoke"]


def test_words_taken_from_a_state_in_between_are_not_the_towns_own(newer):
    """All clean changes were taken, a question stayed open, and the next komma changes the same sentences again."""
    data = plan()
    step(data, "report")["text"] = "Sagen Sie es Mira."
    newer.words(CARD, "steps.own-safety", "Zwischenstand.")
    newer.words(CARD, "steps.report", "Melden Sie es.")
    newer.publish(CARD)
    data["scenarios"] = [take(data, settled=False)]
    newer.words(CARD, "steps.own-safety", NEW_TEXT)
    found = look(data)
    assert places(found.clean) == ["steps.own-safety.text"]
    assert places(found.questions) == ["steps.report.text"]


def test_a_card_komma_has_no_more_is_left_alone():
    data = plan()
    data["scenarios"][0]["based_on"]["library"] = "gone-for-good"
    found = look(data)
    assert (found.pending, found.as_of) == (False, "")


def test_own_cards_and_half_made_ones_are_not_looked_at():
    cards = [
        {"id": "s-1", "title": "Eigene"},
        {"title": "Ohne Kennung", "based_on": {"library": CARD}},
        {"id": "s-2", "based_on": "x"},
    ]
    assert list(card_news.news({"scenarios": cards}, "de")) == []
    bare = {
        "id": "s-3",
        "based_on": {"library": CARD, "fingerprint": library.fingerprint(CARD)},
        "steps": [{"text": "x"}, "y"],
    }
    (found,) = card_news.news({"scenarios": [bare]}, "de")
    assert found.questions == found.clean == ()


def test_edits_bring_the_playbook_there_and_touch_only_what_differs(newer):
    data = plan()
    newer.words(CARD, "steps.own-safety", NEW_TEXT)
    after = take(data)
    made = edits(("scenarios", ById(CARD)), data["scenarios"][0], after)
    assert [edit.parts[2:] for edit in made] == [("steps", ById("own-safety"), "text"), ("based_on",)]
    newer.change(f"scenarios/{CARD}", (DIVERT, ""))
    newer.change(f"scenarios/{CARD}", ("role: it, within: P1D", "actor: witness, within: P1D"))
    after = take(data)
    assert apply_edits(data, edits(("scenarios", ById(CARD)), data["scenarios"][0], after))["scenarios"] == [after]
    assert [problem for problem in validate({**data, "scenarios": [after]})[1] if problem.kind != "missing"] == []


# -- bodies -----------------------------------------------------------------------------------------------------------


def with_body(**values):
    from komma_cli import directory

    entry = next(
        each for each in directory.entries("de") if each.hours and each.phones and len(each.source_date or "") == 10
    )
    body = {**directory.as_body(entry), **values}
    return {"bodies": [{key: value for key, value in body.items() if value is not None}]}, entry


OTHER = [{"kind": "phone", "value": "+492214710113"}, {"kind": "email", "value": "hilfe@beispiel.example"}]


def test_the_directory_is_asked_about_only_where_it_says_something_else():
    assert list(body_news.news(with_body()[0], "de")) == []
    data, entry = with_body(channels=OTHER, hours="Mo 08:00-09:00")
    found = list(body_news.news(data, "de"))
    assert [each.field for each in found] == ["phones", "hours"]
    assert found[0].own == ("+492214710113",)
    assert found[0].new == tuple(phone.value for phone in entry.phones)
    assert (found[0].source, found[0].source_date) == (entry.source, entry.source_date)


def test_whoever_called_after_the_day_of_the_source_is_not_asked():
    day = with_body()[1].source_date
    for on, asked in ((day, True), ("2020-01-01", True), ("2099-01-01", False), ("gestern", True)):
        data, _ = with_body(channels=OTHER, verified={"on": on, "by": "Koordination"})
        assert bool(list(body_news.news(data, "de"))) is asked


def test_a_number_taken_over_counts_as_not_verified():
    data, entry = with_body(channels=OTHER, verified={"on": "2020-01-01", "by": "Koordination"})
    (found,) = body_news.news(data, "de")
    body = data["bodies"][0]
    assert body_news.taken(body, found, "own", "de") == body
    new = body_news.taken(body, found, "new", "de")
    assert "verified" not in new
    assert [each["value"] for each in new["channels"]] == [*(p.value for p in entry.phones), "hilfe@beispiel.example"]
    both = body_news.taken(body, found, "both", "de")
    assert [each["value"] for each in both["channels"]][:2] == ["+492214710113", "hilfe@beispiel.example"]
    assert list(body_news.news({"bodies": [both]}, "de")) == []


def test_a_body_of_ones_own_or_gone_from_the_directory_is_not_looked_at():
    assert (
        list(
            body_news.news(
                {"bodies": [{"id": "b-1", "from": "gone"}, {"id": "b-2"}, {"from": "bund-notruf-110"}]}, "de"
            )
        )
        == []
    )


# -- the dialogue -----------------------------------------------------------------------------------------------------


def held(data, *answers, lang="de"):
    """Return the seat after a run in which the person typed ``answers``; what is saved is what is shown."""
    seat = sitting(*answers, data=data, lang=lang)
    run(lambda: Updating(seat).run())
    assert seat.saver.data == seat.interview.data
    for line in "\n".join(seat.asker.shown).split("\n"):
        assert line.encode("cp1252") == line.encode("cp1252", errors="ignore")
        assert len(line) <= 72 or len(line.split()) <= 2, line  # an address cannot be broken
    return seat


def flat(seat):
    return " ".join(seat.asker.screen.split())


def changed(newer):
    """Two clean changes and a question on the first of two cards."""
    data = plan(CARD, "doxing")
    step(data, "let-listen")["text"] = "Winken Sie [b]jemanden[/b] her {x}."
    newer.words(CARD, "steps.own-safety", NEW_TEXT)
    newer.words(CARD, "steps.let-listen", "Sagen Sie wenig.")
    newer.change(
        f"scenarios/{CARD}", ("within: PT15M", "within: PT30M"), ('as_of: "2026-04-29"', 'as_of: "2027-02-01"')
    )
    return data


def fingerprint_of(seat):
    return seat.interview.data["scenarios"][0]["based_on"]["fingerprint"]


def test_nothing_to_do_is_said_and_nothing_is_asked():
    seat = held(plan())
    assert flat(seat) == "Nichts zu tun: Ihre Karte aus der Bibliothek ist auf dem neuesten Stand."
    assert "Es gibt nichts zu vergleichen." in flat(held({"scenarios": []}))


def test_enter_takes_what_is_clean_and_keeps_own_words(newer):
    data = changed(newer)
    seat = held(data, "", "", "")
    assert "1 Karte hat bei komma eine neue Fassung: 2 Änderungen, 1 Frage." in flat(seat)
    assert "bisher: 15 Minuten neu (Stand 01.02.2027): 30 Minuten" in flat(seat)
    assert "Winken Sie [b]jemanden[/b] her {x}." in flat(seat)
    assert step(seat.interview.data, "own-safety")["text"] == NEW_TEXT
    assert step(seat.interview.data, "let-listen") == step(data, "let-listen")
    assert fingerprint_of(seat) == library.fingerprint(CARD)
    newer.publish(CARD)
    assert "Nichts zu tun" in flat(held(seat.interview.data))


def test_n_keeps_all_and_2_takes_kommas_text(newer):
    data = changed(newer)
    seat = held(data, "n", "2", "")
    assert step(seat.interview.data, "own-safety") == step(data, "own-safety")
    assert step(seat.interview.data, "let-listen")["text"] == "Sagen Sie wenig."
    assert fingerprint_of(seat) == library.fingerprint(CARD)


def test_who_stops_before_a_question_is_asked_it_again(newer):
    data = changed(newer)
    seat = held(data, "", "<<")
    assert "Aufgehört." in flat(seat)
    assert step(seat.interview.data, "own-safety")["text"] == NEW_TEXT
    assert fingerprint_of(seat) == data["scenarios"][0]["based_on"]["fingerprint"]
    again = held(seat.interview.data, "2", "")
    assert "keine Änderung ohne Frage, 1 Frage" in flat(again)
    assert fingerprint_of(again) == library.fingerprint(CARD)


def test_back_leads_through_the_answers_and_they_can_be_changed(newer):
    data = changed(newer)
    seat = held(data, "", "2", "<", "", "", "")
    assert seat.asker.screen.count("Eingabetaste = Neu von komma") == 1
    assert step(seat.interview.data, "let-listen")["text"] == "Sagen Sie wenig."
    seat = held(data, "", "2", "<", "n", "1", "")
    assert seat.interview.data["scenarios"][0]["steps"] == data["scenarios"][0]["steps"]


def test_help_and_wrong_keys_change_nothing(newer):
    data = changed(newer)
    seat = held(data, "?", "x", "", "?", "7", "", "?", "ja", "")
    assert "Diese Stellen haben Sie nicht geändert" in flat(seat)
    assert "Fehler: Drücken Sie die Eingabetaste, oder geben Sie n ein." in flat(seat)
    assert "Mit 1 bleibt Ihr Text" in flat(seat)
    assert "Fehler: Drücken Sie die Eingabetaste, oder geben Sie u ein." in flat(seat)


def test_u_takes_a_whole_card_back(newer):
    data = changed(newer)
    seat = held(data, "", "2", "u", "u", "")
    assert seat.interview.data == data
    assert "Es gibt nichts mehr zurückzunehmen." in flat(seat)
    again = held(data, "", "2", "u", "<", "", "1", "")
    assert step(again.interview.data, "own-safety")["text"] == NEW_TEXT
    assert "Jemand hat die Karte" not in flat(again)


def test_a_state_that_changes_no_word_is_noted(newer):
    data = plan()
    newer.change(f"scenarios/{CARD}", ("contact_kinds: [police, prosecution]", "contact_kinds: [police]"))
    seat = held(data, "", "")
    assert "Für Ihre Karte ändert sich kein Wort." in flat(seat)
    assert fingerprint_of(seat) == library.fingerprint(CARD) != data["scenarios"][0]["based_on"]["fingerprint"]


def test_an_unknown_state_and_another_language_are_said(newer):
    data = plan(lang="en")
    data["scenarios"][0]["based_on"]["fingerprint"] = "0123456789ab"
    newer.words(CARD, "title", "Drohung am Telefon", "Threat on the phone")
    seat = held(data, "2", "")
    assert "komma kennt die Fassung nicht" in flat(seat)
    assert "Karten auf Englisch bekommen neue Sätze auf Englisch." in flat(seat)
    assert seat.interview.data["scenarios"][0]["title"] == "Threat on the phone"


def test_every_kind_of_difference_has_words_in_both_languages(newer):
    data = plan()
    data["scenarios"][0]["steps"] = [s for s in data["scenarios"][0]["steps"] if s["id"] != "own-safety"]
    step(data, "feedback")["text"] = "Eigene Worte."
    newer.words(CARD, "steps.own-safety", NEW_TEXT)
    newer.words(CARD, "steps.save-number", NEW_STEP)
    newer.change(f"scenarios/{CARD}", (DIVERT, ""), (NEVER, "never: [provoke, record, call-back, stay-alone]"))
    newer.change(f"scenarios/{CARD}", ("  - use: feedback\n", ""), (REPORT, SAVE_NUMBER + REPORT))
    newer.change(f"scenarios/{CARD}", ("audiences: [staff, officials]", "audiences: [staff]"))
    newer.change(f"scenarios/{CARD}", ("police: with_consent", "police: immediately"))
    newer.change(
        f"scenarios/{CARD}", ("law: secret-recording", "law: strafantrag"), ("owner: contact-staff", "owner: it")
    )
    newer.change(f"scenarios/{CARD}", swapped(newer))
    for lang in ("de", "en"):
        seat = held(data, "", "", lang=lang)
        assert "secret-recording" not in seat.asker.screen
        assert "with_consent" not in seat.asker.screen
        assert NEW_STEP in flat(seat)
    assert fingerprint_of(seat) == library.fingerprint(CARD)


def test_a_change_by_somebody_else_is_noticed_and_the_card_shown_again(newer):
    data = changed(newer)
    seat = sitting("", "2", "2", "", data=data)
    first = seat.save

    def save(made):
        first(made)
        if all(one.parts[-1] != "fingerprint" for one in made):
            seat.save = first
            first(seat.interview.apply([Change(("scenarios", ById(CARD), "title"), "Telefondrohung")]))

    seat.save = save
    run(lambda: Updating(seat).run())
    assert "Jemand hat die Karte gerade geändert." in flat(seat)
    card = seat.interview.data["scenarios"][0]
    assert (card["title"], step(seat.interview.data, "let-listen")["text"]) == ("Telefondrohung", "Sagen Sie wenig.")
    assert card["based_on"]["fingerprint"] == library.fingerprint(CARD)


def test_a_body_changes_only_when_it_is_chosen():
    data, entry = with_body(channels=OTHER, verified={"on": "2020-01-01", "by": "Koordination"})
    seat = held(data, "", "")
    assert seat.interview.data == data
    assert entry.source in flat(seat)
    seat = held(data, "2", "")
    assert seat.interview.data["bodies"][0]["channels"][0]["value"] == entry.phones[0].value
    assert "gilt als nicht geprüft" in flat(seat)
    seat = held(data, "2", "<", "1", "")
    assert seat.interview.data == data
    seat = held(data, "2", "u", "")
    assert seat.interview.data == data


def test_a_number_changed_back_does_not_bring_the_mark_back_while_the_hours_are_new():
    data, entry = with_body(channels=OTHER, hours="Mo 08:00-09:00", verified={"on": "2020-01-01", "by": "Koordination"})
    seat = held(data, "2", "2", "<", "<", "1", "", "")
    body = seat.interview.data["bodies"][0]
    assert (body["channels"], body["hours"], "verified" in body) == (OTHER, entry.hours, False)


def test_without_a_known_state_an_unlike_sentence_is_not_taken_for_a_rewording(newer):
    data = plan()
    card = data["scenarios"][0]
    card["based_on"]["fingerprint"] = "0123456789ab"
    card["never"][1] = "Unterschreiben Sie hier gar nichts."
    found = look(data)
    assert [(each.kind, each.place) for each in found.questions] == [("added", ("never", "promise"))]
    after = taken(card, found, found.questions, settled=True)["never"]
    assert after == [card["never"][0], library.scenario(CARD).never[1], *card["never"][1:]]
