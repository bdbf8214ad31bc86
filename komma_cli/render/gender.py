"""The house style of gendered words: komma writes neutral words or pairs, a municipality may want a sign instead.

Style ``neutral`` and ``pair`` leave the text as it is: where German has a neutral word (Beschäftigte, Ratsmitglied,
Ansprechperson) komma uses it anyway, elsewhere it writes the pair. ``colon`` and ``star`` shorten the pairs.
English has no such forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

SIGNS: Final = {"colon": ":", "star": r"\*"}
"""The sign of a style as it stands in Markdown, where a bare star would be emphasis."""

_STEM = "[A-ZÄÖÜ][a-zäöüß-]+?"
_PAIR: Final = (
    rf"\b(?P<women>{_STEM})innen (?:und|oder) (?P=women)(?:en|n|e)?\b"
    rf"|\b(?P<men>{_STEM})(?:en|n|e)? (?:und|oder) (?P=men)innen\b"
)


def restyle(markdown: str, style: str | None, names: Iterable[str] = ()) -> str:
    """Return German Markdown with its pairs („Zeuginnen und Zeugen“) in the given style („Zeug:innen“).

    ``names`` (of bodies, as they stand in the Markdown) are kept letter by letter.
    """
    sign = SIGNS.get(style or "")
    if sign is None:
        return markdown
    kept = "|".join(re.escape(name) for name in sorted(set(names), key=len, reverse=True) if "innen" in name)
    pattern = re.compile(f"(?P<name>{kept})|{_PAIR}" if kept else _PAIR)

    def shorten(found: re.Match[str]) -> str:
        if kept and found["name"]:
            return found[0]
        return f"{found['women'] or found['men']}{sign}innen"

    return pattern.sub(shorten, markdown)
