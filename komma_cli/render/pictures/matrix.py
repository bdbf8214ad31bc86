"""Who does what: a row per role, a column per card; the letter says whether the role leads or takes part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from komma_cli.render.pictures.drawing import Drawing, Wording, drawing, fitting
from komma_cli.render.reader import Reader
from komma_cli.texts import text

_LETTERS: Final = 120


def matrix(reader: Reader) -> Drawing | None:
    """Return the roles and the cards in which they have something to do, None where nobody has."""
    wording, lang = Wording(reader), reader.lang
    cards = [card for card in reader.playbook["scenarios"] if card["relevant"]]
    parts = [_parts(card, reader) for card in cards]
    kept = [number for number, part in enumerate(parts) if part]
    roles = [role for role in reader.playbook["roles"] if any(role["id"] in part for part in parts)]
    if not roles:
        return None
    signs = {kind: text(f"pictures.matrix_{kind}_sign", lang) for kind in ("lead", "part")}
    words = {kind: text(f"pictures.matrix_{kind}", lang) for kind in signs}
    titles = {role["id"]: wording(role["title"], _LETTERS) for role in roles}
    names = [wording(cards[number]["title"], _LETTERS) for number in kept]
    rows = [
        {"name": titles[role["id"]], "cells": [signs.get(parts[number].get(role["id"], ""), "") for number in kept]}
        for role in roles
    ]
    told = tuple(_told(name, parts[number], titles, words) for name, number in zip(names, kept, strict=True))
    data = {
        "head": text("pictures.matrix_head", lang), "columns": names, "rows": rows,
        **{kind: {"sign": signs[kind], "word": words[kind]} for kind in signs},
    }  # fmt: skip
    alt = fitting(text("pictures.matrix_alt", lang, roles=len(roles), cards=len(kept)))
    return drawing("matrix", alt, told, data)


def _parts(card: Mapping[str, Any], reader: Reader) -> dict[str, str]:
    """Return ``lead`` or ``part`` for every role that a card names: its owner, those who act, those who are called."""
    called = (one for step in card["steps"] for one in (step["role"], *step["contacts"]))
    found = {one: "part" for one in called if one in reader.roles}
    return found | ({card["owner"]: "lead"} if card["owner"] in reader.roles else {})


def _told(name: str, part: Mapping[str, str], titles: Mapping[str, str], words: Mapping[str, str]) -> str:
    """Return one card in words: who leads, then who takes part."""
    named = {kind: [title for role, title in titles.items() if part.get(role) == kind] for kind in words}
    said = "; ".join(f"{words[kind]}: {', '.join(roles)}" for kind, roles in named.items() if roles)
    return f"{name}: {said}"
