"""Telephone numbers as people read them; the file holds E.164 with an optional extension, or a short number."""

from __future__ import annotations

import re
from typing import Literal

Unread = Literal["phone_letters", "phone_no_prefix", "phone_two", "phone_short", "channel_phone"]
_FOREIGN = re.compile(r"[^\d\s+()/.\-–—‑]")
_SHORT = re.compile(r"1\d{2,5}")
_LABEL = re.compile(r"^(?:tel|telefon|fon|phone|mobil|handy)\b[.:]*\s*|^tel:", re.IGNORECASE)
_EXTENSION = re.compile(
    r"[\s,;]*(?:\b(?:app(?:arat)?|durchwahl|dw|nst|ext(?:ension)?)\b|#)[.:\s]*(\d{1,6})$", re.IGNORECASE
)
_TRUNK_ZERO = re.compile(r"^(\+|00)(49)[\s./-]*\(?0\)?[\s./-]*")
_FEWEST_DIGITS = 6


class NotANumber(ValueError):
    """What was typed is no telephone number; ``kind`` names the sentence of the interview that says why."""

    def __init__(self, kind: Unread) -> None:
        super().__init__(kind)
        self.kind = kind


def read(typed: str) -> str:
    """Return E.164 (with ``-12`` behind it for an extension), or a short number as it stands.

    Numbers without a country code are read as German; the (0) of „+49 (0)351“ is not dialled and goes. A number
    without any prefix is never guessed. Raises ``NotANumber``.
    """
    main = _LABEL.sub("", typed.strip()).rstrip(".,; ")
    extension = _EXTENSION.search(main)
    main = _TRUNK_ZERO.sub(r"\1\2 ", main[: extension.start()] if extension else main)
    if re.search(r"\d[^\d+]*(?:\boder\b|\bor\b|\bund\b|\band\b|[;,])[^\d+]*[+\d]|\d\D*\+\d", main):
        raise NotANumber("phone_two")
    if _FOREIGN.search(main):
        raise NotANumber("phone_letters")
    digits = re.sub(r"\D", "", main)
    if _SHORT.fullmatch(digits) and not main.startswith("+") and not extension:
        return digits
    return _e164(main) + (f"-{extension[1]}" if extension else "")


def _e164(typed: str) -> str:
    import phonenumbers

    begins = typed.lstrip("( ").startswith(("0", "+"))
    try:
        number = phonenumbers.parse(typed, "DE")
    except phonenumbers.NumberParseException:
        raise NotANumber("channel_phone" if begins else "phone_no_prefix") from None
    if not begins:
        raise NotANumber("phone_no_prefix")
    found = str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
    if found.startswith("+490") or len(found) <= _FEWEST_DIGITS:
        raise NotANumber("phone_short")
    if not phonenumbers.is_possible_number(number):
        raise NotANumber("channel_phone")
    return found


def kind(value: str) -> Literal["phone", "mobile"]:
    """Tell a mobile number from a landline; both are duty numbers."""
    import phonenumbers

    try:
        number = phonenumbers.parse(value, "DE")
    except phonenumbers.NumberParseException:
        return "phone"
    mobile = phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.MOBILE
    return "mobile" if mobile else "phone"


def say(value: str) -> str:
    """Return a number as it is dialled inside Germany, ``030 23125001``, an extension behind a hyphen (DIN 5008).

    Foreign numbers get their international form; short numbers and anything that is no number stay as they are.
    """
    if not value.startswith("+"):
        return value
    import phonenumbers

    main, _, extension = value.partition("-")
    try:
        number = phonenumbers.parse(main)
    except phonenumbers.NumberParseException:
        return value
    style = phonenumbers.PhoneNumberFormat
    shown = phonenumbers.format_number(number, style.NATIONAL)
    if number.country_code != 49 or not re.match(r"\W*0", shown):  # without its 0 it would be another, a short number
        shown = phonenumbers.format_number(number, style.INTERNATIONAL)
    spaced = re.sub(r"[ /()-]+", " ", shown).strip()
    return f"{spaced}-{extension}" if extension else spaced


def as_typed(value: str) -> str:
    """Return a number so that ``read`` gives it back: as ``say``, but an extension behind #, which is not dialled."""
    main, hyphen, extension = value.partition("-")
    return f"{say(main)} #{extension}" if hyphen and value.startswith("+") else say(value)
