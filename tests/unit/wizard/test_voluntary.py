"""Runs of voluntary questions are offered together, once; nobody has to pass over them one by one."""

from tests.unit.wizard.helper import core_draft, run, sitting


def draft(**more):
    data = core_draft()
    first, second = (person["id"] for person in data["people"][:2])
    data["roles"] = [{"id": "r-9", "title": "Personalrat", "holder": first, "deputies": [second], **more}]
    return data


def walked(*answers):
    """Go through a role whose obligatory answers are all there."""
    seat = sitting(*answers, data=draft())
    page = seat._list_at(("roles",))
    seat._place_words = "Abschnitt 3 von 17"
    seat.move = None

    def walk():
        seat.move = seat._walk(lambda: pages_of(seat, page)[7:], "Personalrat")

    run(walk)
    return seat, seat.move


def pages_of(seat, page):
    from komma_cli.wizard.pages import item_pages

    return item_pages(seat.interview.data, page, page.items[0].parts, "de")


def test_enter_passes_over_them_all():
    seat, move = walked("")
    assert move == "next"
    assert seat.asker.screen.count("freiwillige Angaben") == 1
    assert "Wie viele Arbeitsstunden" not in seat.asker.screen
    assert "6 freiwillige Angaben: " in seat.asker.screen


def test_with_yes_each_is_asked_and_the_offer_is_not_repeated():
    seat, move = walked("ja", "", "", "8", "", "", "")
    assert move == "next"
    assert seat.asker.screen.count("freiwillige Angaben") == 1
    assert seat.interview.data["roles"][0]["hours_per_week"] == 8


def test_help_says_where_they_can_be_entered_later_and_nonsense_is_asked_again():
    seat, move = walked("?", "vielleicht", "nein")
    assert move == "next"
    assert "Sie können sie später eintragen" in " ".join(seat.asker.screen.split())
    assert "Fehler" in seat.asker.screen


def test_back_and_overview_lead_where_they_always_lead():
    assert walked("<")[1] == "back"
    assert walked("<<")[1] == "menu"


def test_answers_that_are_there_stop_the_run():
    from komma_cli.wizard import voluntary

    data = draft(note="Ein Satz.")
    seat = sitting(data=data)
    pages = pages_of(seat, seat._list_at(("roles",)))
    here = next(n for n, page in enumerate(pages) if page.parts[-1] == "hours_per_week")
    assert [page.parts[-1] for page in voluntary.ahead(data, pages, here)] == [
        "hours_per_week",
        "funded_until",
        "trained_on",
    ]
