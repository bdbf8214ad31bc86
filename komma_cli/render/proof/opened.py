"""Everything that the bytes of a file say: unpacked, decoded and read in each way in which a text can be hidden.

A file that cannot be read to its end is refused (``Unreadable``): what has not been searched is not proven.
"""

from __future__ import annotations

import base64
import binascii
import html
import io
import quopri
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote

_DEPTH: Final = 5
"""So many wrappings (a zip in a data address in a page …) are taken off."""
_TAG: Final = re.compile(r"<[^<>]*>", re.DOTALL)
_BASE64: Final = re.compile(r"[A-Za-z0-9+/_-]{8,}={0,2}")
_BASE64_LINES: Final = re.compile(r"(?<![A-Za-z0-9+/])(?:[A-Za-z0-9+/]{60,80}\r?\n[ \t]*)+[A-Za-z0-9+/]*={0,2}")
_HEX: Final = re.compile(r"(?<![0-9A-Za-z])(?:[0-9A-Fa-f]{2}){6,}(?![0-9A-Za-z])")
_QUOTED: Final = re.compile(r"=(?:[0-9A-Fa-f]{2}|\r?\n)")
_ESCAPE: Final = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2}))")
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_PACKED: Final = (b"PK\x03\x04", b"%PDF", _PNG)
_SHORT: Final = 200
_LONG_RUN: Final = 400
_SAMPLE: Final = 200
_READABLE: Final = frozenset((0, 9, 10, 13, *range(0x20, 0x7F)))

Piece = tuple[str, str]
"""Where it stands inside the file, and what it says."""


class Unreadable(Exception):
    """A part of a file is in a form nobody here can read; the text says where."""


def pieces(content: bytes, where: str = "", depth: int = 0) -> Iterator[Piece]:
    """Yield every text in the bytes of a file of any kind. Raises ``Unreadable``."""
    if depth > _DEPTH:
        raise Unreadable(where)
    if content.startswith(b"PK\x03\x04"):
        yield from _of_zip(content, where, depth)
    elif content.startswith(b"%PDF"):
        from komma_cli.render.proof.pdf_opened import pdf_pieces

        for place, piece in pdf_pieces(content, where):
            if isinstance(piece, bytes):
                yield from pieces(piece, place, depth + 1)
            else:
                yield from unwrapped(piece, place, depth + 1)
    elif content.startswith(_PNG):
        yield from _of_png(content, where, depth)
    elif _is_text(content):
        for text in _decoded(content):
            yield from _of_text(text, where, depth)
    else:  # a font or the like: what words it holds stand in it one letter after the other, or with a 0 between them
        yield where, content.replace(b"\0", b"").decode("cp1252", "replace")


def _of_zip(content: bytes, where: str, depth: int) -> Iterator[Piece]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield where, archive.comment.decode("utf-8", "replace")
            for entry in archive.infolist():
                place = f"{where}/{entry.filename}"
                yield place, entry.filename
                yield from pieces(entry.comment, place, depth + 1)
                yield from pieces(entry.extra, place, depth + 1)
                yield from pieces(archive.read(entry), place, depth + 1)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError) as error:
        raise Unreadable(where) from error


def _of_png(content: bytes, where: str, depth: int) -> Iterator[Piece]:
    """Read the chunks of a picture that hold words; its points are no text."""
    at, kind = len(_PNG), b""
    while kind != b"IEND" and at + 8 <= len(content):
        size, kind = struct.unpack(">I4s", content[at : at + 8])
        body = content[at + 8 : at + 8 + size]
        place = f"{where}[{kind.decode('latin-1')}]"
        if kind == b"zTXt":
            key, _, packed = body.partition(b"\0")
            yield from pieces(key, place, depth + 1)
            yield from pieces(inflate(packed[1:], place), place, depth + 1)
        elif kind == b"iTXt":
            key, _, rest = body.partition(b"\0")
            language, _, text = rest[2:].partition(b"\0")
            translated, _, text = text.partition(b"\0")
            text = inflate(text, place) if rest[:1] == b"\1" else text
            yield from pieces(b"\n".join((key, language, translated, text)), place, depth + 1)
        elif kind != b"IDAT":
            yield from pieces(body, place, depth + 1)
        at += size + 12
    yield from pieces(content[at:], f"{where}[end]", depth + 1)  # what somebody hung on behind it


def inflate(packed: bytes, where: str) -> bytes:
    """Return what zlib packed. Raises ``Unreadable``."""
    try:
        return zlib.decompressobj().decompress(packed)
    except zlib.error as error:
        raise Unreadable(where) from error


def _decoded(content: bytes) -> Iterator[str]:
    """Yield the bytes as text: as UTF-8 or, where they are none, as Latin-1; as UTF-16 where every other byte is 0."""
    if not content:
        return
    try:
        yield content.decode("utf-8-sig")
    except UnicodeDecodeError:
        yield content.decode("cp1252", "replace")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in content:
        for start in (0, 1):
            for coding in ("utf-16-le", "utf-16-be"):
                yield content[start:].decode(coding, "ignore")


def _of_text(text: str, where: str, depth: int) -> Iterator[Piece]:
    if "<" in text and ">" in text:
        # each tag once, since a page says the same few a thousand times
        tags = "\n".join(dict.fromkeys(_TAG.findall(text)))
        for part in (tags, _TAG.sub(" ", text)):
            yield from unwrapped(part, where, depth)
    else:
        yield from unwrapped(text, where, depth)


def unwrapped(text: str, where: str, depth: int) -> Iterator[Piece]:
    """Yield a text, and what it says in each of the codings it may be in."""
    runs = dict.fromkeys((*_BASE64_LINES.findall(text), *_BASE64.findall(text)))
    told = {run: content for run in runs if (content := _from_base64(run)) is not None} if depth < _DEPTH else {}
    for run in told:
        if len(run) > _LONG_RUN:  # a picture in a page: what it says is read below
            text = text.replace(run, " ")
    yield where, text
    if depth >= _DEPTH:
        return
    plain = text
    if "&" in plain:
        plain = html.unescape(plain)
    if "%" in plain:
        plain = unquote(plain)
    if "\\" in plain:
        plain = _ESCAPE.sub(lambda found: chr(int(found[1] or found[2], 16)), plain)
    if plain != text:
        yield from _of_text(plain, f"{where} (decoded)", depth + 1)
    if _QUOTED.search(text):
        quoted = quopri.decodestring(text.encode("utf-8")).decode("utf-8", "replace")
        if quoted != text:
            yield f"{where} (quoted-printable)", quoted
    yield from _of_runs(text, told, where, depth)


def _of_runs(text: str, told: dict[str, bytes], where: str, depth: int) -> Iterator[Piece]:
    """Yield what runs of letters and figures say: those that are base64, and hexadecimal ones."""
    short: list[str] = []
    for content in told.values():
        if len(content) > _SHORT or content.startswith(_PACKED):
            yield from pieces(content, f"{where} (base64)", depth + 1)
        else:
            short += _decoded(content)
    if short:
        yield from unwrapped("\n".join(short), f"{where} (base64)", depth + 1)
    codes = [bytes.fromhex(run) for run in dict.fromkeys(_HEX.findall(text))]
    for coding in ("utf-8", "cp1252", "utf-16-be", "utf-16-le") if codes else ():
        yield f"{where} (hex)", "\n".join(one.decode(coding, "replace") for one in codes)


def _from_base64(run: str) -> bytes | None:
    """Return what a run says, None if it is no base64 or says nothing that looks like a text or a file."""
    letters = re.sub(r"[\s=]", "", run).replace("-", "+").replace("_", "/")
    try:
        content = base64.b64decode(letters + "=" * (-len(letters) % 4))
    except binascii.Error:
        return None
    return content if content.startswith(_PACKED) or _is_text(content) else None


def _is_text(content: bytes) -> bool:
    """Say whether bytes are a text in any coding: what is random has far fewer letters of ASCII or zeros between."""
    if sum(byte in _READABLE for byte in content[:_SAMPLE]) * 2 >= len(content[:_SAMPLE]):
        return True
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
