"""Everything a PDF says, read with nothing but the standard library.

It reads what typst, Word, LibreOffice and the tools that rewrite such files make: streams packed with Flate, object
streams, text in fonts with a map to Unicode or in the letters of Latin. Whatever is in another form (encrypted, packed
otherwise, a font without a map) is refused, not skipped.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from komma_cli.render.proof.opened import Unreadable

_HEAD: Final = re.compile(rb"(?<![0-9])(\d{1,10})[ \r\n\t]+(\d{1,5})[ \r\n\t]+obj\b")
_STREAM: Final = re.compile(rb"stream\r?\n")
_TOKEN: Final = re.compile(
    rb"%[^\r\n]*|<<|>>|\[|\]|<[0-9A-Fa-f\s]*>|\(|/[^\x00\t\n\f\r ()<>\[\]{}/%]*|[^\x00\t\n\f\r ()<>\[\]{}/%]+"
)
_MARKS: Final = re.compile(
    rb"/(?P<font>[^\x00\t\n\f\r ()<>\[\]{}/%]*)\s+[-+.0-9]+\s+Tf\b|(?P<literal>\()|(?P<hex><[0-9A-Fa-f\s]*>)"
    rb"|(?P<shows>T[jJ]\b|['\"])|(?P<said>(?:BDC|DP)\b)|%[^\r\n]*"
)
"""What of the marks on a page has to do with text; the many numbers are passed over."""
_BRACKET: Final = re.compile(rb"[()]|\\.", re.DOTALL)
_ESCAPED: Final = re.compile(rb"\\(\r\n|[0-7]{1,3}|.)", re.DOTALL)
_ESCAPES: Final = {
    b"n": b"\n",
    b"r": b"\r",
    b"t": b"\t",
    b"b": b"\b",
    b"f": b"\f",
    b"\n": b"",
    b"\r": b"",
    b"\r\n": b"",
}
_SHOWS_TEXT: Final = re.compile(rb"\bT[jJ]\b|[)>\]]\s*['\"]")
_IMAGES: Final = ("DCTDecode", "JPXDecode", "CCITTFaxDecode", "JBIG2Decode")
"""Packings of pictures made of points, which hold no text of their own."""

Piece = tuple[str, str | bytes]
Ref = tuple[int, int]


class Name(str):
    """``/Name``."""


@dataclass(frozen=True)
class Shown:
    """A string as it stands in the file, not yet read."""

    raw: bytes


@dataclass(frozen=True)
class Word:
    """An operator, a number or another bare word."""

    raw: bytes


@dataclass
class Object:
    """One object: its own bytes, and those of its stream if it has one, still packed."""

    number: int
    body: bytes
    packed: bytes | None = None

    @cached_property
    def value(self) -> Any:
        """What it holds: dict, list, Name, Shown, Word or (number, generation)."""
        return _Parser(self.body).value()


@dataclass
class _Font:
    """How the codes of one font become letters."""

    letters: dict[bytes, str]
    width: int

    def read(self, raw: bytes) -> str:
        codes = (raw[at : at + self.width] for at in range(0, len(raw), self.width))
        if not self.letters and self.width == 1:
            return raw.decode("cp1252", "replace")
        return "".join(self.letters.get(code, "") for code in codes)


def pdf_pieces(content: bytes, where: str) -> Iterator[Piece]:
    """Yield (place, text) of every page, name, title, description and link, and the bytes of everything packed in it.

    Raises ``Unreadable``.
    """
    yield from _File(content, where).pieces()


class _File:
    def __init__(self, content: bytes, where: str) -> None:
        self.where = where
        self.objects: list[Object] = []
        self.rest: list[bytes] = []
        self._read(content)
        if any(re.search(rb"/Encrypt\b", part) for part in self.rest):
            raise Unreadable(f"{where}[Encrypt]")
        for holder in [one for one in self.objects if one.packed is not None and b"/ObjStm" in one.body]:
            self._unpack_objects(holder)
        self.by_number = {one.number: one for one in self.objects}
        self.fonts: dict[int, _Font] = {}

    def _read(self, content: bytes) -> None:
        """Cut the file into its objects; nothing between them is lost, and no index is trusted: it may hide some."""
        at = 0
        while head := _HEAD.search(content, at):
            self.rest.append(content[at : head.start()])
            end = content.find(b"endobj", head.end())
            end = len(content) if end == -1 else end
            stream = _STREAM.search(content, head.end(), end)
            if stream is None:
                self.objects.append(Object(int(head[1]), content[head.end() : end]))
            else:
                body = content[head.end() : stream.start()]
                last = self._stream_end(content, body, stream.end())
                self.objects.append(Object(int(head[1]), body, content[stream.end() : last]))
                end = content.find(b"endobj", last)
                end = len(content) if end == -1 else end
                self.rest.append(content[last:end])
            at = end
        self.rest.append(content[at:])

    @staticmethod
    def _stream_end(content: bytes, body: bytes, start: int) -> int:
        length = re.search(rb"/Length\s+(\d+)(?!\s+\d+\s+R)", body)
        if length and content[start + int(length[1]) : start + int(length[1]) + 12].lstrip().startswith(b"endstream"):
            return start + int(length[1])
        found = content.find(b"endstream", start)
        return len(content) if found == -1 else found

    def _unpack_objects(self, holder: Object) -> None:
        plain = self.unpacked(holder)
        count, first = (int(holder.value[key].raw) for key in ("N", "First"))
        numbers = [int(one) for one in plain[:first].split()[: 2 * count]]
        starts = [*numbers[1::2], len(plain) - first]
        for number, start, end in zip(numbers[::2], starts, starts[1:], strict=False):
            self.objects.append(Object(number, plain[first + start : first + end]))

    def pieces(self) -> Iterator[Piece]:
        yield self.where, b"\n".join(self.rest).decode("cp1252", "replace")
        told: list[str] = []
        for one in self.objects:
            told += _strings(one.body)
            told.append(_names(one.body))
        yield f"{self.where}[objects]", "\n".join(dict.fromkeys(told))
        resources = self._resources()
        for one in self.objects:
            if one.packed is None or self._is_picture(one):
                continue
            place = f"{self.where}[{one.number}]"
            plain = self.unpacked(one)
            yield place, plain
            if _SHOWS_TEXT.search(plain) and (one.number in resources or not _is_known_otherwise(one.body)):
                yield f"{place}[text]", self._text(plain, resources.get(one.number), place)

    def unpacked(self, one: Object) -> bytes:
        """Return the bytes of a stream. Raises ``Unreadable`` for packings other than Flate."""
        place = f"{self.where}[{one.number}]"
        value = one.value
        filters = self.resolve(value.get("Filter", [])) if isinstance(value, dict) else []
        content = one.packed or b""
        for name in filters if isinstance(filters, list) else [filters]:
            if name not in ("FlateDecode", "Fl"):
                raise Unreadable(f"{place}[{name}]")
            try:
                content = zlib.decompressobj().decompress(content)
            except zlib.error as error:
                raise Unreadable(place) from error
        parameters = self.resolve(value.get("DecodeParms")) if isinstance(value, dict) else None
        if isinstance(parameters, dict) and isinstance(parameters.get("Predictor"), Word):
            content = _without_predictor(content, parameters)
        return content

    def _is_picture(self, one: Object) -> bool:
        value = one.value if isinstance(one.value, dict) else {}
        filters = self.resolve(value.get("Filter", []))
        names = filters if isinstance(filters, list) else [filters]
        return value.get("Subtype") == "Image" and any(name in _IMAGES for name in names)

    def resolve(self, value: Any) -> Any:
        """Return what a reference leads to, anything else as it is."""
        for _ in range(20):
            if not isinstance(value, tuple):
                return value
            found = self.by_number.get(value[0])
            value = None if found is None else found.value
        return None

    def _resources(self) -> dict[int, Any]:
        """Return the resources of every stream of marks on a page, by the number of its object."""
        found: dict[int, Any] = {}
        for one in self.objects:
            if b"/Contents" not in one.body and b"/Resources" not in one.body:
                continue
            value = one.value
            if not isinstance(value, dict):
                continue
            if one.packed is not None:
                found[one.number] = value.get("Resources")
            contents = value.get("Contents")
            listed = self.resolve(contents)
            for each in listed if isinstance(listed, list) else [contents]:
                if isinstance(each, tuple):
                    found[each[0]] = self._inherited(value)
        return found

    def _inherited(self, page: dict[str, Any]) -> Any:
        for _ in range(50):
            if "Resources" in page:
                return page["Resources"]
            parent = self.resolve(page.get("Parent"))
            if not isinstance(parent, dict):
                break
            page = parent
        return None

    def _text(self, marks: bytes, resources: Any, place: str) -> str:
        known = self.resolve(resources)
        fonts = self.resolve(known.get("Font")) if isinstance(known, dict) else None
        font: _Font | None = None
        told: list[str] = []
        aside: list[str] = []  # languages and stand-ins of a run of letters: never between two halves of a name
        waiting: list[bytes] = []
        parser = _Parser(marks)
        while found := _MARKS.search(marks, parser.at):
            parser.at = found.end()
            match found.lastgroup:
                case "font":
                    font = self._font((fonts or {}).get(_name(b"/" + found["font"])), f"{place}[{found[0]!r}]")
                case "literal":
                    waiting.append(parser.literal())
                case "hex":
                    waiting.append(_from_hex(found[0]))
                case "shows":
                    if font is None and waiting:
                        raise Unreadable(f"{place}[text]")
                    told += ["".join(font.read(raw) for raw in waiting)] if font else []
                    waiting = []
                case "said":
                    aside += [_readable(raw) for raw in waiting]
                    waiting = []
        return " ".join((*told, *aside))

    def _font(self, reference: Any, place: str) -> _Font:
        key = reference[0] if isinstance(reference, tuple) else -1
        if key not in self.fonts or key == -1:
            self.fonts[key] = self._read_font(reference, place)
        return self.fonts[key]

    def _read_font(self, reference: Any, place: str) -> _Font:
        font = self.resolve(reference)
        if not isinstance(font, dict):
            raise Unreadable(place)
        mapped = font.get("ToUnicode")
        stream = self.by_number.get(mapped[0]) if isinstance(mapped, tuple) else None
        if stream is not None:
            letters = _unicode_map(self.unpacked(stream))
            return _Font(letters, 2 if font.get("Subtype") == "Type0" else 1)
        if font.get("Subtype") == "Type0" or font.get("Subtype") == "Type3":
            raise Unreadable(place)
        return _Font({}, 1)


class _Parser:
    """Reads the objects of PDF's own notation from bytes; what is broken is passed over."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.at = 0

    def tokens(self) -> Iterator[Any]:
        """Yield names, strings and words; the brackets of lists and dictionaries as bytes."""
        while found := _TOKEN.search(self.content, self.at):
            self.at = found.end()
            raw = found[0]
            if raw == b"(":
                yield Shown(self.literal())
            elif raw in (b"<<", b">>", b"[", b"]"):
                yield raw
            elif raw[:1] == b"<":
                yield Shown(_from_hex(raw))
            elif raw[:1] == b"/":
                yield Name(_name(raw))
            elif raw[:1] != b"%":
                yield Word(raw)

    def value(self) -> Any:
        """Return the one value that the bytes hold, None if they hold none."""
        stack: list[list[Any]] = [[]]
        for token in self.tokens():
            if token in (b"<<", b"["):
                stack.append([])
            elif token in (b">>", b"]") and len(stack) > 1:
                items = stack.pop()
                stack[-1].append(_paired(items) if token == b">>" else items)
            elif isinstance(token, Word) and token.raw == b"R" and _is_reference(stack[-1][-2:]):
                generation, number = stack[-1].pop(), stack[-1].pop()
                stack[-1].append((int(number.raw), int(generation.raw)))
            else:
                stack[-1].append(token)
        return stack[0][0] if stack[0] else None

    def literal(self) -> bytes:
        """Return the bytes of ``(…)``, whose inner brackets come in pairs."""
        depth, start = 1, self.at
        while depth and (found := _BRACKET.search(self.content, self.at)):
            self.at = found.end()
            depth += {b"(": 1, b")": -1}.get(found[0], 0)
        if depth:  # it never ends
            self.at = len(self.content) + 1
        raw = self.content[start : self.at - 1]
        return _ESCAPED.sub(_unescape, raw) if b"\\" in raw else raw


def _paired(items: list[Any]) -> dict[str, Any]:
    return {key: value for key, value in zip(items[::2], items[1::2], strict=False) if isinstance(key, Name)}


def _is_reference(tail: list[Any]) -> bool:
    return len(tail) == 2 and all(isinstance(one, Word) and one.raw.isdigit() for one in tail)


def _unescape(found: re.Match[bytes]) -> bytes:
    escaped = found[1]
    if escaped.isdigit():
        return bytes([int(escaped, 8) & 0xFF]) if escaped[:1] < b"8" else escaped
    return _ESCAPES.get(escaped, escaped)


def _from_hex(raw: bytes) -> bytes:
    digits = re.sub(rb"[^0-9A-Fa-f]", b"", raw)
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))


def _name(raw: bytes) -> str:
    plain = raw[1:]
    if b"#" in plain:
        plain = re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes.fromhex(found[1].decode("ascii")), plain)
    return plain.decode("utf-8", "replace")


def _readable(raw: bytes) -> str:
    """Return a string that is no code of a font: UTF-16 or UTF-8 with a mark, or PDF's own Latin letters."""
    if raw.startswith((b"\xfe\xff", b"\xff\xfe")):
        return raw.decode("utf-16", "replace")
    return raw.decode("utf-8-sig" if raw.startswith(b"\xef\xbb\xbf") else "cp1252", "replace")


def _strings(body: bytes) -> Iterator[str]:
    if b"(" in body or b"<" in body.replace(b"<<", b""):
        yield from (_readable(token.raw) for token in _Parser(body).tokens() if isinstance(token, Shown))


def _names(body: bytes) -> str:
    return " ".join(dict.fromkeys(_name(raw) for raw in re.findall(rb"/[^\x00\t\n\f\r ()<>\[\]{}/%]+", body)))


def _is_known_otherwise(body: bytes) -> bool:
    """Say whether a stream without resources is one that shows no text: a font, a map, metadata, a colour profile."""
    return bool(
        re.search(rb"/(?:Length1|Metadata|CMapName|ICCBased|Alternate|ObjStm|XRef|CIDFontType0C|OpenType)\b", body)
    )


def _unicode_map(content: bytes) -> dict[bytes, str]:
    """Return the letters of a font by their codes, from its ToUnicode map."""
    letters: dict[bytes, str] = {}
    listed: list[Any] = []
    for token in _Parser(content).tokens():
        if isinstance(token, Word) and token.raw in (b"beginbfchar", b"beginbfrange"):
            listed = []
        elif isinstance(token, Word) and token.raw == b"endbfchar":
            codes = [one.raw for one in listed if isinstance(one, Shown)]
            letters.update((code, _utf16(text)) for code, text in zip(codes[::2], codes[1::2], strict=False))
        elif isinstance(token, Word) and token.raw == b"endbfrange":
            letters.update(_ranges(listed))
        else:
            listed.append(token)
    return letters


def _ranges(listed: list[Any]) -> Iterator[tuple[bytes, str]]:
    at = 0
    while at + 2 < len(listed):
        first, last, start = listed[at : at + 3]
        codes = range(int.from_bytes(first.raw), int.from_bytes(last.raw) + 1)
        at += 3
        if start == b"[":
            for code in codes:
                yield code.to_bytes(len(first.raw)), _utf16(listed[at].raw)
                at += 1
            at += 1
            continue
        for step, code in enumerate(codes):
            text = int.from_bytes(start.raw) + step
            yield code.to_bytes(len(first.raw)), _utf16(text.to_bytes(len(start.raw)))


def _utf16(raw: bytes) -> str:
    return raw.decode("utf-16-be", "replace")


def _without_predictor(content: bytes, parameters: dict[str, Any]) -> bytes:
    """Undo the row filter that object and cross-reference streams may have (PNG's; only „up“ and „none“ occur)."""
    if int(parameters["Predictor"].raw) < 10:
        return content
    columns = int(parameters["Columns"].raw) if "Columns" in parameters else 1
    above, rows = bytes(columns), []
    for at in range(0, len(content), columns + 1):
        kind, row = content[at], content[at + 1 : at + 1 + columns]
        if kind == 2:
            row = bytes((one + up) & 0xFF for one, up in zip(row, above, strict=False))
        rows.append(row)
        above = row
    return b"".join(rows)
