"""What taking back a step has done, in words: which answer is there again, which entry is gone or back."""

from __future__ import annotations

from typing import Any

from komma_cli.errors import KommaError
from komma_cli.merging import ABSENT, differences
from komma_cli.model.playbook import FRAME
from komma_cli.paths import ById, SymbolicPath, format_path
from komma_cli.texts import Lang, text
from komma_cli.wizard.pages import ListPage, Page, question_at
from komma_cli.wizard.questions import Question
from komma_cli.wizard.showing import screens
from komma_cli.wizard.showing.titles import item_title, nameless, title_of

SHOWN = 3
_QUIET = (*FRAME, "open")


def undone(before: dict[str, Any], after: dict[str, Any], lang: Lang) -> list[str]:
    """Return sentences about the way back from ``before`` to ``after``, the draft as it was a step earlier."""
    changed = [change for change in differences(before, after) if change[0][0] not in _QUIET]
    said = dict.fromkeys(line for change in changed if (line := _sentence(before, after, change, lang)))
    if not said:
        said = dict.fromkeys(_notes(before, after, lang))
    lines = list(said) or [text("wizard.undone", lang)]
    more = len(lines) - SHOWN
    if more > 0:
        lines = [
            *lines[:SHOWN],
            text("wizard.undone_more_one" if more == 1 else "wizard.undone_more", lang, count=more),
        ]
    return lines


def _sentence(
    before: dict[str, Any], after: dict[str, Any], change: tuple[SymbolicPath, Any, Any], lang: Lang
) -> str | None:
    """Return what one difference means to people, or None where it is nothing that is asked for."""
    parts, old, new = change
    if isinstance(parts[-1], ById) and (old is ABSENT or new is ABSENT):
        title = title_of(before if new is ABSENT else after, old if new is ABSENT else new, lang) or nameless(lang)
        return text("wizard.undone_gone" if new is ABSENT else "wizard.undone_back", lang, item=title)
    found = _page(after, parts, lang)
    if found is None:
        return None
    page, exact = found
    title = item_title(after, page.parts, lang) or item_title(before, page.parts, lang)
    place = f"{page.words.short} ({title})" if title else page.words.short
    if not exact or isinstance(page, ListPage):
        return text("wizard.undone_list", lang, place=place)
    if new is ABSENT:
        return text("wizard.undone_empty", lang, place=place)
    said = screens.say_value(page, new, lang) if isinstance(page, Question) else ""
    return text(
        "wizard.undone_value" if said else "wizard.undone_list", lang, place=place, value=screens.shortened(said)
    )


def _page(data: dict[str, Any], parts: SymbolicPath, lang: Lang) -> tuple[Page, bool] | None:
    """Return the nearest page that asks for a place, and whether it asks for that place itself."""
    for length in range(len(parts), 0, -1):
        if not isinstance(parts[length - 1], str):
            continue
        try:
            page = question_at(data, format_path(parts[:length]), lang)
        except KommaError:  # the entry on the way is gone
            continue
        if page is not None and page.words.short:
            return page, length == len(parts)
    return None


def _notes(before: dict[str, Any], after: dict[str, Any], lang: Lang) -> list[str]:
    """Return what is noted as open again, and what no longer is."""
    old, new = (_paths(data) for data in (before, after))
    lines = []
    for name, paths in (("undone_closed", old - new), ("undone_open", new - old)):
        for path in sorted(paths):
            try:
                page = question_at(after, path, lang)
            except KommaError:
                page = None
            lines.append(text(f"wizard.{name}", lang, place=page.words.short if page is not None else path))
    return lines


def _paths(data: dict[str, Any]) -> set[str]:
    return {str(item.get("path")) for item in data.get("open") or [] if isinstance(item, dict)}
