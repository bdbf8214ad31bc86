"""Does a sentence about what to learn say something about the case itself? Then it does not belong into the plan.

Plan and case file are kept apart, because the plan goes to many people. Pure. The patterns look for what points to a
person or an event: whoever means „Freitags nach 16 Uhr“ or „Zimmer 12“ is let through.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Literal

from komma_cli.model.describe import list_items

CaseData = Literal["name", "person", "email", "phone", "address", "date", "file_number"]
SHORTEST_NAME = 4
_MONTHS = (
    "Jan(?:uar|uary)?|Feb(?:ruar|ruary)?|März|Mar(?:ch)?|Apr(?:il)?|Mai|May|Jun[ie]?|Jul[iy]?|Aug(?:ust)?"
    "|Sept?(?:ember)?|O[kc]t(?:ober)?|Nov(?:ember)?|De[zc](?:ember)?"
)
_STREET = (
    r"[\w.-]*(?:[Ss]tra(?:ß|ss)e|[Ss]tr\.|[Ww]eg|[Pp]latz|[Aa]llee|[Gg]asse|[Rr]ing|[Dd]amm|[Uu]fer|[Cc]haussee"
    r"|[Ss]treet|[Rr]oad|[Aa]venue|[Ss]quare|[Ll]ane)"
)
_SIGNS: tuple[tuple[CaseData, str], ...] = (
    ("email", r"[\w.+-]+@[\w-]+\.\w+"),
    ("date", r"\b\d{1,2}\. ?\d{1,2}\. ?\d{2,4}\b|\b(?i:am|vom|dem|den|seit|bis|zum|ab) \d{1,2}\. ?\d{1,2}\."),
    ("date", rf"\b\d{{1,2}}(?:\.|st|nd|rd|th)? (?:of )?(?:{_MONTHS})\b|\b(?:{_MONTHS}) \d{{1,2}}(?:st|nd|rd|th)?\b"),
    ("date", r"\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}/\d{1,2}/\d{2,4}\b"),
    ("file_number", r"\b(?i:az|aktenzeichen|vorgangsnummer|tagebuchnummer|file (?:no|number))\b[.:]?\s*\S*\d"),
    ("file_number", r"\b\d{1,4} [A-Z][A-Za-z]{0,3} \d{1,6}\b|/\d{2,7}/\d|(?<![\d/])(?!20\d\d/)[\d.-]*\d/20\d\d\b"),
    ("phone", r"(?<![\w./-])(?:\+|00|0)[1-9](?:[ /()-]{0,2}\d){5,13}(?!\d)"),
    ("address", rf"\b{_STREET} \d{{1,4}} ?[a-z]?\b"),
    ("address", r"\b\d{1,4} (?:[A-Z][\w-]+ )+(?:Street|Road|Avenue|Square|Lane)\b"),
    ("address", r"\b\d{5} [A-ZÄÖÜ][a-zäöüß]{2,}"),
    ("person", r"\b(?:Frau|Herr|Herrn|Mr|Mrs|Ms|Miss|Mx)\.? (?:Dr\. )?[A-ZÄÖÜ][\w.-]*"),
)


def case_data(text: str, names: Iterable[str] = ()) -> CaseData | None:
    """Return the first kind of thing in a text that points to the case, or None.

    ``names`` are those of the people in the plan: whole names and last names of at least four letters are looked for.
    """
    for name in names:
        wanted = {one for one in (name, name.split()[-1] if name.split() else "") if len(one) >= SHORTEST_NAME}
        if any(re.search(rf"(?<!\w){re.escape(one)}s?(?!\w)", text) for one in wanted):
            return "name"
    return next((kind for kind, pattern in _SIGNS if re.search(pattern, text)), None)


def names_in(data: Any) -> list[str]:
    """Return the names of the people in a plan."""
    return [str(person["name"]) for _, person in list_items(data, "people") if person.get("name")]
