"""``--open-only`` in a dialogue: one after the other, what is noted as open or missing, and nothing else."""

from __future__ import annotations

from collections.abc import Collection

from komma_cli.texts import text
from komma_cli.wizard.pages import Page, section_spots
from komma_cli.wizard.showing import screens
from komma_cli.wizard.showing.titles import item_title
from komma_cli.wizard.sitting import Sitting
from komma_cli.wizard.talk import Move
from komma_cli.wizard.unattended.outstanding import ASKED, Outstanding, every_spot, outstanding, page_about


def walk_open(sitting: Sitting, keys: Collection[str] = ASKED) -> None:
    """Ask what is open in the sections ``keys``, each once; ``<`` goes one back, ``<<`` ends.

    What an answer opens (a group that is filled in now) is asked too.
    """
    trail: list[Outstanding] = []
    at = 0
    while True:
        asked = {found.parts for found in trail}
        fresh = [found for found in outstanding(sitting.interview.data, keys) if found.parts not in asked]
        if at == len(trail):
            if not fresh:
                break
            trail.append(fresh.pop(0))
        page = _page(sitting, trail[at])
        move: Move = "next"
        if page is not None:
            move = _ask(sitting, page, at + 1, len(trail) + len(fresh))
        if move == "menu":
            break
        at = max(at - 1, 0) if move == "back" else at + 1
    left = len(list(outstanding(sitting.interview.data, keys)))
    sitting.asker.show()
    sitting.tell(text(f"unattended.{'open_left' if left else 'nothing_open'}", sitting.lang, count=left))


def _page(sitting: Sitting, found: Outstanding) -> Page | None:
    """Return the page as the answers are now; None where its entry is gone."""
    data = sitting.interview.data
    beginning = section_spots(data, str(found.parts[0]))
    same = (spot for spot in every_spot(data, beginning) if spot.parts == found.parts)
    reached = found.spot.reached_by if found.spot is not None else None
    spot = next((spot for spot in same if spot.reached_by == reached), None)
    return page_about(data, Outstanding(found.parts, spot, found.mark), sitting.lang)


def _ask(sitting: Sitting, page: Page, number: int, total: int) -> Move:
    data, lang = sitting.interview.data, sitting.lang
    about = item_title(data, page.parts, lang) or _section_title(sitting, str(page.parts[0]))
    place = text("unattended.open_place", lang, number=number, total=total)
    sitting.asker.show("\n" + screens.heading(about, place, 0, lang))
    return sitting.run_page(page, place)


def _section_title(sitting: Sitting, key: str) -> str:
    return next((s.title for s in sitting.interview.states() if s.key == key), key)
