"""What changed inside one run of words: whole words, numbers and dates, never parts of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import groupby
from typing import Final

from komma_cli.render.tree import (
    Change,
    CodeSpan,
    Deleted,
    Emphasis,
    Inline,
    Inlines,
    Inserted,
    LineBreak,
    Link,
    Strike,
    Strong,
    Text,
)

LEAST_KEPT: Final = 0.35
"""Below this share of letters that stay, a patchwork of old and new words is harder to read than both in full."""
SHORT_LINK: Final = 3
"""So few letters between two changes belong to both: „und“ alone does not hold a sentence together."""
MOST_COMPARED: Final = 400_000
"""Pairs of words at most; more is one change, because the effort grows with the square."""

_PIECE: Final = re.compile(r"\w(?:[\w.,:/@'\u00ad\u2010-\u2013\u2019-]*\w)?|.", re.DOTALL)
_BREAK: Final = "\n"


@dataclass(frozen=True, slots=True)
class _Link:
    target: str
    title: str


_Form = type[Strong] | type[Emphasis] | type[Strike] | type[CodeSpan] | _Link


@dataclass(frozen=True, slots=True)
class _Piece:
    """One word, sign or blank with all that gives it its form, outermost first; a line break is ``_BREAK``."""

    text: str
    forms: tuple[_Form, ...] = ()


@dataclass(slots=True)
class _Stretch:
    """Words that stayed, or what they were and are."""

    kept: Sequence[_Piece] = ()
    old: Sequence[_Piece] = ()
    new: Sequence[_Piece] = ()


def compare_words(old: Inlines, new: Inlines) -> tuple[Inlines, int]:
    """Return the newer words with the older ones marked among them, and how many places differ."""
    before, after = tuple(_pieces(old)), tuple(_pieces(new))
    if before == after:
        return new, 0
    stretches = _joined(_stretches(before, after))
    made: list[Inline] = []
    for stretch in stretches:
        made += _built(stretch.kept)
        if stretch.old:
            made.append(Deleted(_built(_without_links(stretch.old))))
        if stretch.new:
            made.append(Inserted(_built(stretch.new)))
    return tuple(made), sum(not stretch.kept for stretch in stretches)


def all_changed(words: Inlines, change: Change) -> Inlines:
    """Return words that were inserted or deleted as a whole."""
    if not words:
        return ()
    if change == "deleted":
        return (Deleted(_built(_without_links(tuple(_pieces(words))))),)
    return (Inserted(words),)


def _pieces(words: Iterable[Inline], forms: tuple[_Form, ...] = ()) -> Iterable[_Piece]:
    for inline in words:
        match inline:
            case Text(text):
                yield from (_Piece(each, forms) for each in _PIECE.findall(text))
            case CodeSpan(text):
                yield from (_Piece(each, (*forms, CodeSpan)) for each in _PIECE.findall(text))
            case LineBreak():
                yield _Piece(_BREAK, forms)
            case Link(target, children, title):
                yield from _pieces(children, (*forms, _Link(target, title)))
            case Strong(children) | Emphasis(children) | Strike(children):
                yield from _pieces(children, (*forms, type(inline)))
            case Inserted(children) | Deleted(children):
                raise TypeError(type(inline).__name__)  # a marked copy is never compared again


def _without_links(pieces: Sequence[_Piece]) -> tuple[_Piece, ...]:
    """Return deleted words without links: nobody should call a number that is gone, or look for a heading that is."""
    return tuple(replace(piece, forms=tuple(f for f in piece.forms if not isinstance(f, _Link))) for piece in pieces)


def _built(pieces: Sequence[_Piece], depth: int = 0) -> Inlines:
    """Return pieces as inlines again; what has the same form at this depth is put together."""
    made: list[Inline] = []
    for form, group in groupby(pieces, lambda piece: piece.forms[depth] if len(piece.forms) > depth else None):
        same = tuple(group)
        if form is None:
            made += _plain_words(same)
        elif form is CodeSpan:
            made.append(CodeSpan("".join(piece.text for piece in same)))
        elif isinstance(form, _Link):
            made.append(Link(form.target, _built(same, depth + 1), form.title))
        else:
            made.append(form(_built(same, depth + 1)))
    return tuple(made)


def _plain_words(pieces: Iterable[_Piece]) -> Inlines:
    made: list[Inline] = []
    for is_break, group in groupby(pieces, lambda piece: piece.text == _BREAK):
        texts = [piece.text for piece in group]
        made += [LineBreak() for _ in texts] if is_break else [Text("".join(texts))]
    return tuple(made)


def _stretches(before: Sequence[_Piece], after: Sequence[_Piece]) -> list[_Stretch]:
    """Return what stayed and what changed, in order; what both begin and end with is not searched."""
    start = _common(before, after)
    end = _common(before[start:][::-1], after[start:][::-1])
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    found = [_Stretch(kept=before[:start])]
    if len(old) * len(new) > MOST_COMPARED:
        found.append(_Stretch(old=old, new=new))
    else:
        for tag, i, i_end, j, j_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            found.append(_Stretch(kept=old[i:i_end]) if tag == "equal" else _Stretch((), old[i:i_end], new[j:j_end]))
    found.append(_Stretch(kept=before[len(before) - end :]))
    return [stretch for stretch in found if stretch.kept or stretch.old or stretch.new]


def _joined(stretches: list[_Stretch]) -> list[_Stretch]:
    """Return the stretches with changes that have next to nothing between them put together."""
    made: list[_Stretch] = []
    for index, stretch in enumerate(stretches):
        inside = 0 < index < len(stretches) - 1
        if made and not made[-1].kept and (not stretch.kept or (inside and _letters(stretch.kept) <= SHORT_LINK)):
            last = made[-1]
            made[-1] = _Stretch((), (*last.old, *stretch.old, *stretch.kept), (*last.new, *stretch.new, *stretch.kept))
        else:
            made.append(stretch)
    kept = sum(_letters(stretch.kept) for stretch in made)
    longest = max(sum(_letters(stretch.old) for stretch in made), sum(_letters(stretch.new) for stretch in made))
    if sum(not stretch.kept for stretch in made) > 1 and kept < LEAST_KEPT * (kept + longest):
        old = tuple(piece for stretch in made for piece in (*stretch.kept, *stretch.old))
        new = tuple(piece for stretch in made for piece in (*stretch.kept, *stretch.new))
        return [_Stretch((), old, new)]
    return made


def _common(one: Sequence[_Piece], other: Sequence[_Piece]) -> int:
    count = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        count += 1
    return count


def _letters(pieces: Iterable[_Piece]) -> int:
    return sum(len(piece.text) for piece in pieces if piece.text[0].isalnum())
