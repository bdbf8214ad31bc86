"""Telephone numbers as people read them; the file holds E.164 with an optional extension, or a short number."""

from __future__ import annotations

import re


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
    at_home = number.country_code == 49
    shown = phonenumbers.format_number(number, style.NATIONAL if at_home else style.INTERNATIONAL)
    spaced = re.sub(r"[ /()-]+", " ", shown).strip()
    return f"{spaced}-{extension}" if extension else spaced
