"""Days as people write them: ISO in every file, the habit of the language on the screen."""

from __future__ import annotations

import re

from komma_cli.texts import Lang

_ISO = r"\d{4}(?:-\d{2}){0,2}"


def say(iso: str, lang: Lang) -> str:
    """Return an ISO day, month or year as people of the language write it; anything else stays as it stands."""
    return ".".join(reversed(iso.split("-"))) if lang == "de" and re.fullmatch(_ISO, iso) else iso
