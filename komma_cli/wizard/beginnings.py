"""Entries of lists that were begun and have no answer yet, because the process was killed at the first question."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from komma_cli.model.references import used_by
from komma_cli.paths import SymbolicPath, format_path
from komma_cli.wizard.pages import section_spots
from komma_cli.wizard.questions import Option
from komma_cli.wizard.spots import items_of
from komma_cli.wizard.unattended.outstanding import ASKED, every_spot

if TYPE_CHECKING:
    from komma_cli.wizard.sitting import Sitting


def without_answer(data: dict[str, Any], passed: Collection[str] = ()) -> SymbolicPath | None:
    """Return the path of the first entry that holds nothing but, at most, its id; ``passed`` are paths to skip.

    One that is named elsewhere does not count: the safety core makes such entries and asks for them by itself.
    """
    if not _any_bare(data):  # the walk over all questions below costs the first question of a sitting a moment
        return None
    for key in ASKED:
        for spot in every_spot(data, section_spots(data, key)):
            for here, item in items_of(spot) if spot.form == "list" else ():
                empty = isinstance(item, dict) and set(item) <= {"id"} and format_path(here) not in passed
                if empty and not (item and used_by(data, _target(here), str(item["id"]))):
                    return here
    return None


def _any_bare(node: Any) -> bool:
    if isinstance(node, list):
        return any((isinstance(item, dict) and set(item) <= {"id"}) or _any_bare(item) for item in node)
    return isinstance(node, dict) and any(_any_bare(value) for value in node.values())


def _target(entry: SymbolicPath) -> str:
    """Return the name by which references call the list of an entry."""
    return ".".join(part for part in entry[:-1] if isinstance(part, str))


def offer(sitting: Sitting) -> None:
    """Offer to go on with each such entry or to remove it; whoever wants neither now is asked at the next start."""
    passed: set[str] = set()
    while (parts := without_answer(sitting.interview.data, passed)) is not None:
        path = format_path(parts)
        place = sitting.place_of(parts)
        sitting.asker.show()
        sitting.tell(sitting.say("no_answer_yet", place=place))
        go_on, remove = (
            Option("go_on", sitting.say("no_answer_go_on")),
            Option("remove", sitting.say("no_answer_remove")),
        )
        chosen = sitting.choose((go_on, remove), "prompt_no_answer", help_text=sitting.say("help_no_answer"))
        if chosen is remove:
            sitting.remove_entry(parts)
        elif chosen is not go_on or sitting.begin_entry(parts, place) == "menu":
            return
        passed.add(path)
