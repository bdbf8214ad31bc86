"""Which language komma speaks to the person at the keyboard."""

from __future__ import annotations

import os
import sys

from komma_cli.texts import LANGUAGES, Lang


def reader_language() -> Lang:
    """Return ``--lang`` of the command line, else ``KOMMA_LANG``, else the locale, else German."""
    return _listed(_option()) or _listed(os.environ.get("KOMMA_LANG")) or _locale() or "de"


def _option() -> str | None:
    for position, word in enumerate(sys.argv):
        if word == "--lang" and position + 1 < len(sys.argv):
            return sys.argv[position + 1]
        if word.startswith("--lang="):
            return word.removeprefix("--lang=")
    return None


def _locale() -> Lang | None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if found := os.environ.get(name):
            return _listed(found[:2])
    return None


def _listed(name: str | None) -> Lang | None:
    return next((lang for lang in LANGUAGES if lang == (name or "").lower()), None)
