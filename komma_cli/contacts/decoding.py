"""From bytes to text, whatever program saved them: one encoding, or a file in which two are mixed."""

from __future__ import annotations

import codecs

from komma_cli.contacts.contact import Notice

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_GERMAN = "äöüÄÖÜß"
_DOS, _WINDOWS = "cp850", "cp1252"
_LINES_NAMED = 10


def decode(data: bytes) -> tuple[str, list[Notice]]:
    """Return the text without byte order mark, and what is strange about it.

    A mark decides; else it is UTF-8 if it can be. Of the rest a line that is no UTF-8 is read as Windows-1252; if no
    line holds a letter in UTF-8, the whole file is Windows-1252, or DOS where that gives more German letters.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark) and encoding != "utf-8":
            return data[len(mark) :].decode(encoding, errors="replace"), []
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError:
        pass
    lines = data.split(b"\n")
    foreign = [number for number, line in enumerate(lines, 1) if not _is_utf8(line)]
    if len(foreign) == sum(not line.isascii() for line in lines):
        return data.decode(_single_byte(data), errors="replace"), []
    text = "\n".join(_mixed(line) for line in lines)
    named = ", ".join(map(str, foreign[:_LINES_NAMED])) + (" …" if len(foreign) > _LINES_NAMED else "")
    return text, [Notice("mixed_encoding", {"lines": named})]


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _mixed(line: bytes) -> str:
    """Return a line in which single bytes may be Windows-1252 among UTF-8."""
    text = ""
    while line:
        try:
            return text + line.decode("utf-8")
        except UnicodeDecodeError as error:
            text += line[: error.start].decode("utf-8")
            text += line[error.start : error.end].decode(_WINDOWS, errors="replace")
            line = line[error.end :]
    return text


def _single_byte(data: bytes) -> str:
    def letters(encoding: str) -> int:
        return sum(data.count(sign.encode(encoding)) for sign in _GERMAN)

    return _DOS if letters(_DOS) > letters(_WINDOWS) else _WINDOWS
