"""From bytes to text: which encoding, which line ends, and which characters do not belong in a playbook."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from komma_cli.yamlread import line_and_column


@dataclass(frozen=True)
class RawProblem:
    """Something that is wrong with the bytes or the YAML of a file, before anything is known about playbooks.

    ``kind`` is one of ``KINDS``; ``line`` and ``column`` count from 1 and are None where the parser gives no place.
    ``values`` fill the sentence ``store.raw_<kind>``.
    """

    kind: str
    line: int | None
    column: int | None
    values: Mapping[str, object] = field(default_factory=dict)
    first: tuple[int, int] | None = None
    """Line and column where what is there twice stands first."""


KINDS = (
    "alias",
    "anchor",
    "bom",
    "control_character",
    "directive",
    "duplicate_key",
    "empty",
    "key_not_text",
    "merge_key",
    "mixed_encoding",
    "not_a_mapping",
    "not_utf8",
    "several_documents",
    "syntax_bracket",
    "syntax_character",
    "syntax_colon",
    "syntax_dash",
    "syntax_indentation",
    "syntax_number",
    "syntax_other",
    "syntax_quote",
    "tab",
    "tag",
    "too_big",
    "too_deep",
)


@dataclass(frozen=True)
class Decoded:
    """Text ready for the parser, and what had to be done to get there."""

    text: str
    newline: Literal["\n", "\r\n", "\r"]
    had_bom: bool
    problems: list[RawProblem]


_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_GERMAN = {"cp1252": "äöüÄÖÜßéè„“–€".encode("cp1252"), "cp850": "äöüÄÖÜßéè".encode("cp850")}
_NAMES = {"cp1252": "Windows-1252", "cp850": "DOS (cp850)"}
_ASCII_CONTROL = bytes(code for code in range(32) if code not in b"\t\n\r") + b"\x7f"
_ALLOWED = bytes(code for code in range(256) if code not in _ASCII_CONTROL)
_WIDE_CONTROL = re.compile(rb"\xc2[\x80-\x9f]|\xe2\x80[\xa8\xa9]|\xef\xbf[\xbe\xbf]|\xef\xbb\xbf")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_CONTROL_CODE = "(?:0[0-8bBcCeEfF]|1[0-9a-fA-F]|7[fF]|[89][0-9a-fA-F])"
_WIDE_ESCAPE = rf"(?:u|U0000)(?:00{_CONTROL_CODE}|fff[eEfF]|[dD][89a-fA-F][0-9a-fA-F]{{2}})"
_CONTROL_ESCAPE = re.compile(rf"(?<!\\)(?:\\\\)*(\\(?:[0abevfN]|x{_CONTROL_CODE}|{_WIDE_ESCAPE}))")


def decode(data: bytes) -> Decoded:
    """Return the text of a playbook's bytes; a wrong encoding is guessed so that the rest can still be checked."""
    had_bom = data.startswith(codecs.BOM_UTF8)
    body = data[len(codecs.BOM_UTF8) :] if had_bom else data
    problems = [RawProblem("bom", 1, 1)] if had_bom else []
    text, wrong = _to_text(body)
    newline: Literal["\n", "\r\n", "\r"] = "\n"
    if "\r" in text:
        pairs = text.count("\r\n")
        lone = text.count("\r") - pairs
        newline = "\r" if lone > text.count("\n") else "\r\n" if pairs * 2 > text.count("\n") else "\n"
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if wrong:
        problems.append(wrong)
    elif not body.translate(None, _ALLOWED) and not _WIDE_CONTROL.search(body):
        return Decoded(text, newline, had_bom, problems)
    return Decoded(_without_controls(text, problems), newline, had_bom, problems)


def control_escape(text: str) -> tuple[int, str] | None:
    """Return offset and text of an escape such as ``\\0`` that would smuggle a control character into a value."""
    found = _CONTROL_ESCAPE.search(text) if "\\" in text else None
    return (found.start(1), found[1]) if found else None


def _to_text(data: bytes) -> tuple[str, RawProblem | None]:
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            return data.decode(codec, "replace"), RawProblem("not_utf8", 1, 1, {"encoding": name})
    wide = _wide_without_mark(data[:2000])
    if wide:
        return data.decode(wide, "replace"), RawProblem("not_utf8", 1, 1, {"encoding": "UTF-16"})
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError as error:
        line, column = _place_of_byte(data, error.start)
        guess = _guess(data)
        if guess is None:
            return data.decode("utf-8", "replace"), RawProblem("mixed_encoding", line, column)
        return data.decode(guess, "replace"), RawProblem("not_utf8", line, column, {"encoding": _NAMES[guess]})


def _wide_without_mark(head: bytes) -> str | None:
    """Recognise UTF-16 without a mark: every other byte of Latin text is NUL."""
    if len(head) < 4:
        return None
    for start, codec in ((1, "utf-16-le"), (0, "utf-16-be")):
        if head[start::2].count(0) * 4 > len(head):
            return codec
    return None


def _guess(data: bytes) -> str | None:
    """Return the one-byte encoding whose German letters fit better; None when the file is mostly good UTF-8."""
    broken = data.decode("utf-8", "replace").count("\ufffd")
    good = sum(byte >= 0xC0 for byte in data) - broken
    if good > broken:
        return None
    hits = {codec: sum(byte in letters for byte in data) for codec, letters in _GERMAN.items()}
    return "cp850" if hits["cp850"] > hits["cp1252"] else "cp1252"


def _place_of_byte(data: bytes, offset: int) -> tuple[int, int]:
    before = data[:offset].decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    return line_and_column(before + "?", len(before))


def _without_controls(text: str, problems: list[RawProblem]) -> str:
    found = list(_CONTROL.finditer(text))
    if found:
        line, column = line_and_column(text, found[0].start())
        values = {"code": f"U+{ord(found[0][0]):04X}", "count": len(found)}
        problems.append(RawProblem("control_character", line, column, values))
        return _CONTROL.sub("\ufffd", text)
    return text
