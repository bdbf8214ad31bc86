"""The levels of a track as rungs: the lowest at the bottom, each with who decides, who is called, and by when."""

from __future__ import annotations

import re
from typing import Any, Final, Literal

from komma_cli import durations
from komma_cli.render.audience import may_see
from komma_cli.render.pictures.drawing import Drawing, Wording, drawing, fitting
from komma_cli.render.reader import Reader
from komma_cli.texts import text

_SIGN: Final = re.compile(r"(?<!\w)(?:\d{1,2}|[A-Z])(?!\w)")
"""„2“ of „Stufe 2 - Bedrohlich“, „A“ of „Intern A“: what the level is called for short."""
_NAME_LETTERS: Final = 160
_PLAIN: Final = re.compile(r"[^\w .,:()/–-]")


def ladder(reader: Reader, track: Literal["external", "internal"]) -> Drawing | None:
    """Return the levels of a track as these readers may see them, None where there are none."""
    levels = [level for level in reader.playbook["escalation"]["levels"] if level["track"] == track]
    levels.sort(key=lambda level: int(level["rank"]))
    if not levels:
        return None
    wording, lang = Wording(reader), reader.lang
    rungs = [_rung(level, reader, wording) for level in levels]
    names = [rung["name"] for rung in rungs]
    values = {"count": len(names), "first": names[0], "last": names[-1], "names": "; ".join(names)}
    one = text("pictures.ladder_one", lang, **values)
    several = (text("pictures.ladder_all", lang, **values), text("pictures.ladder_ends", lang, **values))
    short = text("pictures.ladder_count", lang, **values)
    alt = fitting(one, short) if len(rungs) == 1 else fitting(*several, short)
    note = text("pictures.ladder_note", lang)
    return drawing("ladder", alt, (), {"rungs": rungs, "note": note}, _mermaid(rungs))


def _rung(level: dict[str, Any], reader: Reader, wording: Wording) -> dict[str, Any]:
    lang, within = reader.lang, level["first_contact_within"]
    name = str(level["name"])
    short = _SIGN.search(name)
    in_words = None if within is None else durations.say(within, lang)
    decides, called = level["decides"], level["first_contact"]
    lines = [("ladder_decides", reader.who(decides)), ("ladder_calls", reader.who(called)), ("ladder_within", in_words)]
    if decides is not None and decides == called:
        lines[:2] = [("ladder_both", reader.who(decides))]
    if not may_see(reader.audience, "internal"):  # then nobody may say that it is open
        lines = []
    return {
        "sign": short[0] if short else str(level["rank"]),
        "name": wording(name, _NAME_LETTERS),
        "colour": level["colour"] or "ink",
        "lines": [[text(f"pictures.{key}", lang), wording(value, _NAME_LETTERS)] for key, value in lines],
    }


def _mermaid(rungs: list[dict[str, Any]]) -> str:
    """Return the ladder for Markdown; the lowest rung is at the bottom there too."""
    lines = ["flowchart BT"]
    for number, rung in enumerate(rungs):
        words = "<br/>".join(_quoted(line) for line in (rung["name"], *(f"{n} {v}" for n, v in rung["lines"])))
        lines.append(f'    level{number}["{words}"]')
    lines += [f"    level{number} --> level{number + 1}" for number in range(len(rungs) - 1)]
    return "\n".join(lines)


def _quoted(words: str) -> str:
    """Return words that stay words in Mermaid: every sign that could steer it is written as its number."""
    return _PLAIN.sub(lambda sign: f"#{ord(sign[0])};", " ".join(words.split()))
