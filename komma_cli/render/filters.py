"""What templates put values into words with: days, numbers, labels, addresses. It knows no playbook.

Every filter is total: a missing value becomes the visible word for "still open", never an empty place, so that a
template cannot hide a gap by accident.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from markupsafe import Markup

from komma_cli import durations, hours
from komma_cli.model.fields import AUDIENCES
from komma_cli.render import escaping, phrases
from komma_cli.render.markdown import Filter
from komma_cli.texts import Lang, label, words

_SENTENCE_END: Final = re.compile(r"(?<=[\w\"“)]{3}[.!?]) (?=[A-ZÄÖÜ„“\"(])")
"""Not behind short words with a full stop such as „z. B.“ and „Nr.“."""


class WordFilters:
    """The filters that need nothing but the language."""

    def __init__(self, lang: Lang) -> None:
        self.lang: Lang = lang
        self.missing = Markup(escaping.escape_line(phrases.word("missing", lang)))

    def all(self) -> dict[str, Filter]:
        """Return the filters by the name that templates use."""
        return {
            "day": self.day, "short_day": self.short_day, "duration": self.duration, "hours": self.hours,
            "phone": self.phone, "channel": self.channel, "label": self.label, "labels": self.labels,
            "languages": self.languages, "yes_no": self.yes_no, "lines": self.lines, "prose": self.prose,
            "cell": self.cell, "site": self.site, "amount": self.amount, "digits": self.digits, "opening": self.opening,
        }  # fmt: skip

    def day(self, value: date | None) -> Markup:
        """A day in running text."""
        return self.missing if value is None else Markup(phrases.long_day(value, self.lang))

    def short_day(self, value: date | str | None) -> Markup:
        """A day in a table; a source may also name only a year or month, which stays as it is."""
        if isinstance(value, str):
            value = date.fromisoformat(value) if len(value) == 10 else value
        return self.cell(phrases.short_day(value) if isinstance(value, date) else value)

    def duration(self, value: str | None) -> Markup:
        """A length of time in words."""
        return self.cell(None if value is None else durations.say(value, self.lang))

    def hours(self, value: str | None) -> Markup:
        """Opening hours in words; where they are missing nobody may read "open" into the word for it."""
        return self.cell(phrases.word("missing_hours", self.lang) if value is None else hours.say(value, self.lang))

    def phone(self, value: str | None) -> Markup:
        """A telephone number that can be clicked."""
        return self.missing if value is None else escaping.link(phrases.phone(value), phrases.dial(value))

    def digits(self, value: str | None) -> Markup:
        """A telephone number without a link, for paper."""
        return self.cell(None if value is None else phrases.phone(value))

    def channel(self, channel: Mapping[str, Any]) -> Markup:
        """Any channel in its own form, with its note."""
        kind, value = channel["kind"], channel["value"]
        if kind in phrases.CALLABLE:
            shown = self.phone(value)
        elif kind == "web":
            shown = escaping.link(value)
        elif kind in ("email", "private_email"):
            shown = escaping.link(value, f"mailto:{value}")
        else:
            shown = self.cell(value)
        return self._listed([shown, Markup(f"({self.cell(channel['note'])})")], " ") if channel["note"] else shown

    def label(self, value: object, vocabulary: str) -> Markup:
        """The word for one value of a closed list."""
        return self.cell(None if value is None else label(vocabulary, str(value), self.lang))

    def labels(self, values: Iterable[str], vocabulary: str) -> Markup:
        """The words for several values, with commas; all groups together have a word of their own."""
        values = list(values)
        if vocabulary in ("audience", "audience_for") and set(values) == set(AUDIENCES):
            return self.cell(phrases.word(f"all_of_{vocabulary}", self.lang))
        return self._listed([self.label(value, vocabulary) for value in values], ", ")

    def languages(self, codes: Iterable[str]) -> Markup:
        """Names of languages; an unknown code stays a code."""
        names = words("languages", self.lang)
        return self._listed([self.cell(names.get(code, code)) for code in codes], ", ")

    def yes_no(self, value: bool | None) -> Markup:
        """„ja“, „nein“ or open."""
        return self.missing if value is None else self.cell(phrases.word("yes" if value else "no", self.lang))

    def lines(self, values: Iterable[object]) -> Markup:
        """Several texts under each other in one table cell."""
        return self._listed([self.cell(value) for value in values], "<br>")

    def prose(self, value: str | None, margin: str = "") -> Markup:
        """Text of several paragraphs."""
        return self.missing if value is None else escaping.escape_block(value, margin)

    def opening(self, value: str | None, most: int) -> Markup:
        """The first whole sentences of a text, ``most`` words at most; open where not even the first one fits."""
        kept: list[str] = []
        for sentence in _SENTENCE_END.split(" ".join((value or "").split())):
            spoken = sentence.split()
            if len(kept) + len(spoken) > most:
                break
            kept += spoken
        return self.cell(" ".join(kept) or None)

    def cell(self, value: object) -> Markup:
        """One text, in a table cell or anywhere."""
        if value is None:
            return self.missing
        return value if isinstance(value, Markup) else escaping.escape_cell(str(value))

    def amount(self, value: float | None) -> Markup:
        """A number with blanks as thousands marks: „12 400“."""
        if value is None:
            return self.missing
        shown = f"{value:,}".replace(",", phrases.NO_BREAK_SPACE)
        return self.cell(shown.replace(".", "," if self.lang == "de" else "."))

    def site(self, url: str) -> Markup:
        """A source: the name of the site, linked to the page."""
        host = url.split("/")[2].removeprefix("www.") if url.startswith("http") else url
        return escaping.link(host, url)

    def _listed(self, parts: list[Markup], separator: str) -> Markup:
        return Markup(Markup(separator).join(parts)) if parts else self.missing
