"""Whom of a plan's people a text gives away: one home for the rules and for what releases texts to others.

A surname alone is no name here: too many are also words („Richter“, „Berg“), and a wrong alarm would stop a release.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from komma_cli.model.channels import EMAILS, PHONES, Channel
from komma_cli.model.describe import Parts
from komma_cli.model.people import Person
from komma_cli.model.strategy import Measure

Sign = Literal["name", "number", "address"]
_TITLES = frozenset(
    {"dr", "med", "prof", "dipl", "ing", "phil", "jur", "rer", "nat", "pol", "hc", "h", "c", "ma", "mag"}
)
_ADDRESSED = r"(?:frau|herrn?|fr\.|hr\.|dr\.|prof\.|mrs?\.?|ms\.?)\s+(?:(?:dr|prof)\.\s+)*"
_NUMBER = re.compile(r"\+?\d(?:[ \u00a0()/.\-\u2011\u2013]{0,3}\d){5,}")
_FEWEST_DIGITS = 6
_SHORTEST_NAME = 3
_INITIALS = 2
"""Letters beside a surname in front of an @: „jmuster“ and „muster.jm“ are people, „netzwerk“ is nobody called Netz."""
_MEASURE_TEXTS = ("title", "description", "resources", "source")
_PRACTICE_TEXTS = ("why", "cost", "conditions", "result", "source")
_WISHES = ("offers", "seeks")


@dataclass(frozen=True)
class Given:
    """Somebody whom a text gives away, and by what."""

    person: str
    """Id of the person in the plan."""
    sign: Sign


def given_away(text: str, people: Sequence[Person]) -> Iterator[Given]:
    """Yield everybody whose name, number or address stands in a text, each person and sign once.

    Numbers and addresses that the plan marks as public give nobody away.
    """
    plain = _plain(text)
    numbers = [_significant(found[0]) for found in _NUMBER.finditer(plain)]
    for person in people:
        if person.name is not None and _is_named(person.name, plain):
            yield Given(person.id, "name")
        own = [channel for channel in person.channels if channel.class_ != "public"]
        if any(_holds_number(channel, numbers) for channel in own):
            yield Given(person.id, "number")
        if any(_holds_address(channel, plain) for channel in own):
            yield Given(person.id, "address")


def owner_of(address: str, people: Sequence[Person]) -> Given | None:
    """Return whose own e-mail address it is, or whose name it bears; None for the address of a function."""
    plain = _plain(address)
    for person in people:
        if any(
            channel.kind in EMAILS and channel.class_ != "public" and _plain(channel.value) == plain
            for channel in person.channels
        ):
            return Given(person.id, "address")
    parts = [part for part in re.split(r"[^a-z]+", _ascii(plain.partition("@")[0])) if part]
    for person in people:
        if any(_bears(part, person.name or "") for part in parts):
            return Given(person.id, "name")
    return None


def released_texts(measure: Measure) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield (keys below the measure, text) of every word of a measure that others read once it is shared."""
    for key in _MEASURE_TEXTS:
        if (text := getattr(measure, key)) is not None:
            yield (key,), text
    notes = measure.practice
    if notes is None:
        return
    for key in _PRACTICE_TEXTS:
        if (text := getattr(notes, key)) is not None:
            yield ("practice", key), text
    if notes.reviewed_by is not None:
        yield ("practice", "reviewed_by", "organisation"), notes.reviewed_by.organisation


def is_released(data: Any, parts: Parts) -> bool:
    """Say whether others in the network read the text at a concrete path of plain data."""
    if parts[:1] == ("network",):
        return len(parts) > 1 and parts[1] in _WISHES
    if parts[:1] != ("strategy",) or "measures" not in parts:
        return False
    at = parts.index("measures") + 2
    measure = data
    for part in parts[:at]:
        measure = measure[part]
    if not isinstance(measure, dict) or measure.get("share") is not True:  # a broken plan may hold anything here
        return False
    return parts[at] == "practice" or parts[at] in _MEASURE_TEXTS


def _plain(text: str) -> str:
    """Return a text in one spelling, in lower case, with single blanks."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _ascii(text: str) -> str:
    """Return a text as people write it into an address: ``müller`` is ``mueller``."""
    for sign, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        text = text.replace(sign, letters)
    return "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))


def _names(name: str) -> list[str]:
    """Return the parts of a name without academic titles."""
    return [part for part in _plain(name).split() if part.replace(".", "") not in _TITLES]


def _is_named(name: str, plain: str) -> bool:
    parts = _names(name)
    if not parts or parts[-1] not in plain:  # a pattern costs more than a look
        return False
    pattern = _pattern_of(name)
    return pattern is not None and re.search(pattern, plain) is not None


def _pattern_of(name: str) -> str | None:
    """Return a pattern for the ways in which a text names a person; None for a name that nobody could recognise."""
    parts = _names(name)
    if not parts or len(parts[-1]) < _SHORTEST_NAME:
        return None
    last = re.escape(parts[-1])
    ways = [_ADDRESSED + last]
    if len(parts) > 1:
        whole, given, before = (r"\s".join(map(re.escape, some)) for some in (parts, parts[:1], parts[:-1]))
        ways = [whole, rf"{given}\s{last}", rf"{last},\s{before}", rf"{re.escape(parts[0][0])}\.\s?{last}"]
        ways.append(rf"{_ADDRESSED}(?:{before}\s)?{last}")
    return rf"(?<!\w)(?:{'|'.join(ways)})(?:s|['’]s?)?(?!\w)"


def _bears(part: str, name: str) -> bool:
    """Say whether a word in front of an @ is somebody's surname, alone or with the given name or initials."""
    parts = [_ascii(each) for each in _names(name)]
    if not parts:
        return False
    for last in {parts[-1].replace("-", ""), *parts[-1].split("-")}:
        if len(last) >= _SHORTEST_NAME and last in part:
            rest = part.replace(last, "", 1)
            if rest in ("", *parts[:-1]) or (len(rest) <= _INITIALS and (part.startswith(last) or part.endswith(last))):
                return True
    return False


def _significant(number: str) -> str:
    """Return the digits of a number without what is dialled before the area code."""
    digits = re.sub(r"\D", "", number.replace("(0)", ""))
    return re.sub(r"^(?:0049|49(?=\d{8})|0)", "", digits)


def _holds_number(channel: Channel, numbers: Sequence[str]) -> bool:
    """Say whether one of the numbers of a text is that of the channel, with or without its area code."""
    if channel.kind not in PHONES:
        return False
    own = _significant(channel.value)
    return len(own) >= _FEWEST_DIGITS and any(
        own == number or (len(number) >= _FEWEST_DIGITS and own.endswith(number)) for number in numbers
    )


def _holds_address(channel: Channel, plain: str) -> bool:
    if channel.kind not in (*EMAILS, "post"):
        return False
    own = _plain(channel.value)
    return own in plain and re.search(rf"(?<![\w.+-]){re.escape(own)}(?![\w-])", plain) is not None
