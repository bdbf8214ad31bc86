"""Names for files and anchors: lower-case letters, digits and hyphens, German letters written out."""

from __future__ import annotations

import re
import unicodedata

_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def slug(text: str) -> str:
    """Return ``Köln-Süd`` as ``koeln-sued``; a text without letters and digits gives an empty one."""
    written_out = unicodedata.normalize("NFC", text.lower()).translate(_GERMAN)
    ascii_only = unicodedata.normalize("NFKD", written_out).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")
