"""From the texts of one row or card to a contact: what is understood is taken, everything else is told."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from komma_cli import hours, phones
from komma_cli.contacts.contact import Contact, Notice
from komma_cli.texts import LANGUAGES

LONGEST = 200
"""Characters in a line of the playbook."""
_SHOWN = 60
_KEPT_FORMAT_SIGNS = "\u200c\u200d"
"""Joiners, without which some names are misspelt; other invisible signs can only mislead."""
_LOST = re.compile(r"\ufffd|\?(?=\w)|(?<=\w)\?")
"""A character that did not survive saving: the replacement sign, or a question mark beside a letter."""
_NUMBERS_APART = re.compile(r"[\n;|]|,\s*(?=[0+(])|\s/\s*(?=[0+(])|\b(?:oder|und|or|and)\b")
_LABEL = re.compile(r"^(?:telefon|tel|phone|mobil|mobile|handy|fon|t|m)\b[.:\s]*(?=[\d+(])", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s<>;,()\[\]\"'|]*@[^\s<>;,()\[\]\"'|]*")
_GERMAN_SHORT = re.compile(r"11[025]|116\d{3}")
_ZERO_LOST = 7
"""From so many digits on a number without prefix has likely lost its leading zero; a shorter one is an extension."""


@dataclass
class Raw:
    """The texts of one row or card, as the file has them."""

    line: int
    name: str = ""
    first_name: str = ""
    last_name: str = ""
    function: str = ""
    unit: str = ""
    organisation: str = ""
    phones: list[str] = field(default_factory=list)
    extensions: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    hours: str = ""
    web: str = ""
    private: bool = False
    """There were private numbers or addresses, which nobody reads any further."""


def clean(text: str) -> str:
    """Return one line without what cannot be printed or steers the direction of writing."""
    printable = (
        " " if sign.isspace() else sign
        for sign in unicodedata.normalize("NFC", text)
        if sign.isspace() or sign in _KEPT_FORMAT_SIGNS or unicodedata.category(sign)[0] != "C"
    )
    return " ".join("".join(printable).split())


def contact(raw: Raw, *, outside: bool) -> Contact | None:
    """Return the contact of a row, or None where nobody is named. ``outside``: it is a body, not a person inside."""
    notices: list[Notice] = []
    own = clean(raw.name) or clean(f"{raw.first_name} {raw.last_name}")
    name, function, unit = own, clean(raw.function), clean(raw.unit) or clean(raw.organisation)
    if outside:
        name = clean(raw.organisation) or own or function
        function = unit = ""
        if own and own != name:
            notices.append(Notice("person_of_body", {"name": _short(own)}))
    if not name and not function:
        return None
    for said in (name, function, unit):
        notices += _spelling(said, raw.line)
    name, function, unit = (_bounded(said, notices) for said in (name, function, unit))
    return Contact(
        name=name,
        function=function,
        unit=unit,
        phones=_phones(raw, notices, outside=outside),
        emails=_emails(raw, notices),
        hours=_hours(clean(raw.hours), notices),
        line=raw.line,
        web=_web(clean(raw.web), notices) if outside else "",
        notices=tuple(each for place, each in enumerate(notices) if each not in notices[:place]),
    )


def _spelling(said: str, line: int) -> list[Notice]:
    """Tell of letters that were lost or garbled when the file was saved."""
    words = said.split()
    lost = [word for word in words if _LOST.search(word)]
    garbled = [word for word in words if _is_garbled(word)]
    found = (("lost_letter", lost), ("garbled", garbled))
    return [Notice(kind, {"line": line, "text": _short(" ".join(hit))}) for kind, hit in found if hit]


def _is_garbled(word: str) -> bool:
    """Say whether UTF-8 was read as Windows-1252: „MÃ¼ller“."""
    try:
        return word.encode("cp1252").decode("utf-8") != word
    except UnicodeError:
        return False


def _bounded(said: str, notices: list[Notice]) -> str:
    if len(said) <= LONGEST:
        return said
    notices.append(Notice("too_long", {"text": _short(said), "limit": LONGEST}))
    return said[:LONGEST].rstrip()


def _phones(raw: Raw, notices: list[Notice], *, outside: bool) -> tuple[str, ...]:
    found: list[str] = []
    parts = [part for text in raw.phones for part in _NUMBERS_APART.split(text)]
    for typed in filter(None, (_LABEL.sub("", clean(part)).lstrip("'") for part in parts)):
        if not any(sign.isdigit() for sign in typed):
            continue  # a dash, „k. A.“
        if (number := _phone(typed, notices, outside=outside)) is not None:
            found.append(number)
    for typed in filter(None, map(clean, raw.extensions)):
        if typed.startswith(("0", "+")):
            number = _phone(typed, notices, outside=outside)
            found += [number] if number is not None else []
        elif (digits := re.sub(r"\D", "", typed)) and not any(number.endswith(digits) for number in found):
            notices.append(Notice("extension_alone", {"number": _short(typed)}))
    return tuple(dict.fromkeys(found))


def _phone(typed: str, notices: list[Notice], *, outside: bool) -> str | None:
    """Return the number; one without prefix is told and not taken. Inside the house 110 is an extension."""
    try:
        number = phones.read(typed)
    except phones.NotANumber as refused:
        kind = "not_a_number"
        if refused.kind == "phone_no_prefix":
            kind = "leading_zero" if typed.isdecimal() and len(typed) >= _ZERO_LOST else "no_prefix"
        notices.append(Notice(kind, {"number": _short(typed)}))
        return None
    if not number.startswith("+") and not (outside and _GERMAN_SHORT.fullmatch(number)):
        notices.append(Notice("no_prefix", {"number": _short(typed)}))
        return None
    return number


def _emails(raw: Raw, notices: list[Notice]) -> tuple[str, ...]:
    from komma_cli.model.channels import is_email

    found: list[str] = []
    for typed in filter(None, map(clean, raw.emails)):
        addresses = [address.removeprefix("mailto:").rstrip(".") for address in _ADDRESS.findall(typed)]
        good = [address for address in addresses if len(address) <= LONGEST and is_email(address)]
        found += good
        if len(good) < len(addresses) or (not addresses and any(sign.isalnum() for sign in typed)):
            notices.append(Notice("not_an_email", {"text": _short(typed)}))
    unique = {address.casefold(): address for address in reversed(found)}
    return tuple(unique[key] for key in dict.fromkeys(address.casefold() for address in found))


def _hours(typed: str, notices: list[Notice]) -> str:
    if not any(sign.isalnum() for sign in typed):
        return ""
    for lang in LANGUAGES:
        if (found := hours.read(typed, lang)) is not None and len(found) <= LONGEST:
            return found
    notices.append(Notice("hours_unclear", {"text": _short(typed)}))
    return ""


def _web(typed: str, notices: list[Notice]) -> str:
    if not any(sign.isalnum() for sign in typed):
        return ""
    address = typed if re.match(r"https?://", typed) else f"https://{typed}"
    if re.fullmatch(r"https?://[^\s/]+\.[^\s/]+\S*", address) and len(address) <= LONGEST:
        return address
    notices.append(Notice("not_an_address", {"text": _short(typed)}))
    return ""


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 2].rstrip() + " …"
