"""How single values read on paper: days, telephone numbers, names of places, spaces that must not break.

Forms after DIN 5008 as collected in the domain research (forms, section 25.2). Words stand in
``data/<lang>/messages/documents.yaml``.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Any, Final

from komma_cli import dates, phones
from komma_cli.texts import Lang, text

NO_BREAK_SPACE: Final = "\u00a0"
NO_BREAK_HYPHEN: Final = "\u2011"
CALLABLE: Final = ("phone", "mobile", "private_phone")

_UNITS: Final = (
    "Minuten?|Stunden?|Tage[ns]?|Tag|Wochen?|Monate?n?|Jahre?n?|Uhr|Euro|Prozent|"
    "minutes?|hours?|days?|weeks?|months?|years?|percent"
)
_HELD_TOGETHER: Final = re.compile(
    rf"(?<=§) (?=\d)|(?<=\bAbs\.) (?=\d)|(?<=\bNr\.) (?=\d)|(?<=\bArt\.) (?=\d)|(?<=\bz\.) (?=B\.)|"
    rf"(?<=\d) (?=(?:(?:{_UNITS})\b|%|€))"
)


def word(name: str, lang: Lang, /, **values: object) -> str:
    """Return a short phrase of the documents in a language."""
    return text(f"documents.{name}", lang, **values)


def long_day(day: date, lang: Lang) -> str:
    """Return a day for running text: „5. März 2026“, „5 March 2026“.

    The space behind the day does not break; that also keeps Markdown from reading „5.“ as the start of a list.
    """
    return dates.in_words(day, lang).replace(" ", NO_BREAK_SPACE, 1)


def short_day(day: date) -> str:
    """Return a day for tables: „05.03.2026“, in both languages, because it is read beside German papers."""
    return f"{day.day:02d}.{day.month:02d}.{day.year:04d}"


@lru_cache(maxsize=512)
def phone(value: str) -> str:
    """Return a telephone number as it is read, with spaces and a hyphen that never break."""
    return phones.say(value).replace(" ", NO_BREAK_SPACE).replace("-", NO_BREAK_HYPHEN) if value[:1] == "+" else value


def dial(value: str) -> str:
    """Return the address behind a telephone number: ``tel:+493023125001``."""
    return f"tel:{value.replace('-', '')}"


def place(municipality: dict[str, Any], lang: Lang) -> str:
    """Return the municipality as papers name it: „Stadt Musterstadt“; kinds that have no such word keep the name."""
    name, kind = str(municipality["name"]), str(municipality["kind"])
    named = word(f"place_{kind}", lang, name=name)
    kinds = word("place_words", lang).split()
    return name if name.split(maxsplit=1)[0] in kinds else named


def hold_together(markdown: str) -> str:
    """Return the text with no-break spaces in „§ 51“, „Abs. 1“, „3 Tage“ and „z. B.“; no other character changes."""
    return _HELD_TOGETHER.sub(NO_BREAK_SPACE, markdown)
