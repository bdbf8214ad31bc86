"""vCard 2.1, 3.0 and 4.0: name, function, office, and the numbers and addresses at work. Nothing else is read."""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass

from komma_cli.contacts.contact import Contact, Notice, Refused
from komma_cli.contacts.raw import Raw, contact
from komma_cli.contacts.table import nameless

_PARAMETER = re.compile(r';(?=(?:[^"]*"[^"]*")*[^"]*$)')
_NO_VOICE = {"fax", "pager", "modem", "isdn", "video", "bbs"}
_APPLE_HOME = "_$!<home>!$_"


@dataclass(frozen=True)
class Property:
    """One line of a card: its name, what is said about it in lower case, and its value."""

    line: int
    group: str
    name: str
    parameters: frozenset[str]
    value: str

    @property
    def private(self) -> bool:
        """Say whether it is marked as being at home and not at work."""
        return "home" in self.parameters and "work" not in self.parameters


def contacts_of(text: str, most: int, *, outside: bool) -> tuple[list[Contact], list[Notice]]:
    """Return the contacts of all cards with their notices.

    Raises ``Refused`` ``no_cards``, ``too_many``.
    """
    raws = [_raw(card) for card in _cards(text)]
    if len(raws) > most:
        raise Refused("too_many", limit=most)
    made = [(raw, contact(raw, outside=outside)) for raw in raws]
    notices = [Notice("private_left")] if any(raw.private for raw in raws) else []
    notices += nameless(raw.line for raw, found in made if found is None)
    named = [found for _, found in made if found is not None]
    if not named:
        raise Refused("no_cards")
    return named, notices


def _cards(text: str) -> Iterator[list[Property]]:
    """Yield the properties of each card; a card that is not ended ends where the next one begins."""
    card: list[Property] | None = None
    for line, content in _unfolded(text):
        found = _property(line, content)
        if found is None:
            continue
        marker = (found.name, found.value.strip().casefold())
        if marker == ("BEGIN", "vcard"):
            if card:
                yield card
            card = [found]
        elif marker == ("END", "vcard"):
            if card:
                yield card
            card = None
        elif card is not None:
            card.append(found)
    if card:
        yield card


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Yield (number of its first line, whole line); a folded line goes on after a blank, quoted-printable after „=“."""
    begin, whole = 1, ""
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), 1):
        soft = whole.endswith("=") and "QUOTED-PRINTABLE" in whole.partition(":")[0].upper()
        if soft:
            whole = whole[:-1] + line
        elif line[:1] in (" ", "\t") and whole:
            whole += line[1:]
        else:
            if whole:
                yield begin, whole
            begin, whole = number, line
    if whole:
        yield begin, whole


def _property(line: int, content: str) -> Property | None:
    colon = re.match(r'((?:[^:"]|"[^"]*")*):', content)
    if colon is None:
        return None
    name, *given = _PARAMETER.split(colon[1])
    group, _, name = name.rpartition(".")
    said: set[str] = set()
    charset, value = "", content[colon.end() :]
    for parameter in given:
        key, equals, values = parameter.partition("=")
        said |= {part.strip('" ').casefold() for part in (values if equals else key).strip('"').split(",")}
        charset = values.strip('"') if key.upper() == "CHARSET" else charset
    if "quoted-printable" in said:
        value = _decoded(quopri.decodestring(value.encode("utf-8", errors="replace")), charset)
    return Property(line, group.casefold(), name.strip().upper(), frozenset(said), value)


def _decoded(data: bytes, charset: str) -> str:
    for encoding in (charset, "utf-8"):
        try:
            return data.decode(encoding)
        except (LookupError, UnicodeError, ValueError):  # the file may name any charset, or none
            continue
    return data.decode("cp1252", errors="replace")


def _raw(card: list[Property]) -> Raw:
    """Return what a card says; of two answers to one question the first one counts, but all numbers at work do."""
    raw = Raw(card[0].line)
    at_home = {each.group for each in card if each.name == "X-ABLABEL" and each.value.casefold() == _APPLE_HOME}
    role = ""
    for each in card:
        private = each.private or bool(each.group and each.group in at_home)
        match each.name:
            case "FN":
                raw.name = raw.name or _unescaped(each.value)
            case "N":
                last, first, *_ = (*_components(each.value), "", "")
                raw.first_name, raw.last_name = first, last
            case "TITLE":
                raw.function = raw.function or _unescaped(each.value)
            case "ROLE":
                role = role or _unescaped(each.value)
            case "ORG":
                organisation, *units = (part.strip() for part in _components(each.value))
                raw.organisation, raw.unit = organisation, ", ".join(filter(None, units))
            case "TEL" | "EMAIL" if private:
                raw.private = raw.private or bool(each.value.strip())
            case "TEL" if not each.parameters & _NO_VOICE:
                raw.phones.append(re.sub(r"^tel:|;.*$", "", _unescaped(each.value).strip(), flags=re.IGNORECASE))
            case "EMAIL":
                raw.emails.append(_unescaped(each.value))
            case "URL" if not private:
                raw.web = raw.web or _unescaped(each.value)
    raw.function = raw.function or role
    return raw


def _components(value: str) -> list[str]:
    return [_unescaped(part) for part in re.split(r"(?<!\\);", value)]


def _unescaped(value: str) -> str:
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)
