"""Names of files as URIs: relative where they can be, everything but plain letters encoded, so that none is lost."""

from __future__ import annotations

import os
import re
from urllib.parse import quote, unquote_to_bytes

_SCHEME = "file:"


def uri_of(file: str) -> str:
    """Return the URI of a file's name as seen from the working folder."""
    path = quote(os.fsencode(file), safe="/")
    if re.match(r"[A-Za-z]%3A/", path):  # a drive of Windows
        return f"{_SCHEME}///{path.replace('%3A', ':', 1)}"
    if path.startswith("/"):
        return (_SCHEME if path.startswith("//") else f"{_SCHEME}//") + path
    return path


def file_of(uri: str) -> str:
    """Return the name that ``uri_of`` has made the URI of."""
    path = uri.removeprefix(_SCHEME)
    if path != uri and path.startswith("//"):
        drive = re.match(r"///[A-Za-z]:/", path)
        path = path[3:] if drive else path[2:] if path.startswith("///") else path
    return os.fsdecode(unquote_to_bytes(path))
