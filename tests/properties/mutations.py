"""Ways in which a file gets broken: by a hand that slips, a program that saves badly, or somebody who means harm.

A case is a base file and a list of steps. Each step is a name and three numbers, so that Hypothesis can shrink it and
a single number (the seed) gives it again.
"""

from __future__ import annotations

import codecs
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
MOST = 30_000
"""No base file is longer (bytes); what is longer is cut to pieces of this length and shorter."""
SPAN = 1 << 16
"""The numbers of a step are below this."""

TOKENS: tuple[bytes, ...] = tuple(
    token.encode() if isinstance(token, str) else token
    for token in (
        *(":", ": ", "-", "- ", "? ", "#", " #", "\n", "\r", "\r\n", "\t", " ", "  ", "    ", "\n  - ", "\n\n", "\n- "),
        *("[", "]", "{", "}", ",", "[]", "{}", "[[[[", "}}}}", "{a: ", "[a, ", '"', "'", '""', "''", "\\", '\\"', "|"),
        *(">", "|2-", ">+", "|9", "&a ", "*a", "<<: *a", "!!str ", "!!binary ", "!x ", "%YAML 1.1\n", "---\n", "...\n"),
        *("~", "null", "true", "no", "0123", "1_000", "0x1F", ".inf", ".nan", "-0", "1e400", "9" * 400, "2026-02-31"),
        *("2026-11-05T10:00:00Z", "12:30:45", "@", "`", "%", "=", "\\0", '"\\x1b"', '"\\ud800"', '"\\U0010ffff"'),
        *("\x00", "\x1b[31m", "\x7f", "\x85", "\u00a0", "\u00ad", "\u200b", "\u202e", "\u2028", "\u2029", "\ufeff"),
        *("\ufffe", "😀", "ä", "é", "İ", "ﬁ", "\U000e0041", "{{ x }}", "{x}", "{0}", "[b]", "[/]", "<script>"),
        *("%s", "{value!r}", "$(id)", "../../etc", "javascript:alert(1)", "data:text/html,x", "=1+1", "::error::x"),
        *("komma: 1\n", "people:\n", "id: p1\n", "  id: id\n", "roles", "holder: p1", "deputies: [p1, p1]", "class: "),
        *("deviations: [{rule: K201, reason: x, by: y, on: 2026-01-01, until: 2030-01-01}]\n", "profile: full\n"),
        *(b"\xff", b"\xfe\xff", b"\xc3", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xfc", b"\xef\xbb\xbf"),
    )
)
VALUES: tuple[bytes, ...] = tuple(
    value.encode()
    for value in (
        *("", "~", "no", "ja", "0123", "-1", "1.5", ".inf", ".nan", "1e400", "9" * 5000, "[]", "{}", "[[]]", "[{}]"),
        *("{a: {b: c}}", "[a, [b, {c: d}]]", "x", "p1", "coordination", "31.2.2027", "2026-02-31", "2027-01-01"),
        *("0000-00-00", "9999-12-31", '"9999-12-31"', "P999Y", "P0D", "PT15M", "PT", "P1D12H", "24/7", "Mo-Fr 25:00-1"),
        *("Mo-Fr 08:00-16:00; PH off", "week 1-53/2 Mo", "sunrise-sunset", "easter -1000 days", "Di 8 bis 12 Uhr"),
        *("+49", "110", '"+493023125001"', "0152 28817386", "a@b", "a@b.example", "https://x", "javascript:alert(1)"),
        *("|", ">-", "|\n  x\n y", '"', "'", '"a\\', "&a x", "*a", "!!int 5", "- x", "? x", "a: b: c", "# c", "@x"),
        *("true", '"true"', "K201", "roles[x].holder", "a.b[c", "..", "1.0", "v1", "DE", "nw", "confidential"),
        *("x" * 7000, "ä" * 201, "\u202eabc", "😀" * 50, "a\u0301" * 90, "{{ x }}", "<b>", "[link](javascript:x)"),
    )
)


@dataclass(frozen=True)
class Step:
    """One way of breaking: its name in ``WAYS``; where, how much and with what (each below ``SPAN``)."""

    way: str
    at: int
    size: int
    pick: int


@cache
def bases() -> tuple[bytes, ...]:
    """Return the files that get broken: the broken ones, the small plans, and pieces of Musterstadt."""
    broken = sorted((ROOT / "tests" / "playbooks" / "broken").rglob("*.yaml"))
    small = [
        ROOT / "playbooks" / "erste-stunde.komma.yaml",
        *sorted((ROOT / "tests" / "playbooks" / "good").glob("*.yaml")),
    ]
    whole = (ROOT / "playbooks" / "musterstadt.komma.yaml").read_bytes()
    sections = re.split(rb"(?m)^(?=[a-z_]+:)", whole)
    head = b"".join(part for part in sections if part.startswith((b"komma:", b"municipality:")))
    pieces = [head + _upto(part, MOST - len(head)) for part in sections[1:] if not part.startswith(b"komma:")]
    short = [head + _upto(part, 1500) for part in sections[1:] if not part.startswith(b"komma:")]
    return tuple([path.read_bytes()[:MOST] for path in (*broken, *small)] + short * 4 + pieces)


def _upto(data: bytes, length: int) -> bytes:
    """Return the lines of the beginning."""
    return data if len(data) <= length else data[:length].rpartition(b"\n")[0] + b"\n"


def _lines(data: bytes) -> list[bytes]:
    return data.split(b"\n")


def _flip(data: bytes, step: Step) -> bytes:
    at = step.at % max(len(data), 1)
    return data[:at] + bytes([(data[at] ^ (1 << step.pick % 8)) if data else step.pick % 256]) + data[at + 1 :]


def _delete(data: bytes, step: Step) -> bytes:
    at = step.at % max(len(data), 1)
    return data[:at] + data[at + 1 + step.size % 12 :]


def _insert(data: bytes, step: Step) -> bytes:
    at = step.at % (len(data) + 1)
    return data[:at] + TOKENS[step.pick % len(TOKENS)] * (1 + (step.size % 40) // 36 * 30) + data[at:]


def _splice(data: bytes, step: Step) -> bytes:
    other = bases()[step.pick % len(bases())]
    own, others = step.at % (len(data) + 1), step.size % (len(other) + 1)
    return data[:own] + other[others : others + 4000]


def _truncate(data: bytes, step: Step) -> bytes:
    return data[: step.at % (len(data) + 1)]


def _double_lines(data: bytes, step: Step) -> bytes:
    lines = _lines(data)
    at, count = step.at % len(lines), 1 + step.size % 6
    times = 1 + (step.pick % 50) // 49 * 40
    return b"\n".join(lines[: at + count] + lines[at : at + count] * times + lines[at + count :])


def _drop_lines(data: bytes, step: Step) -> bytes:
    lines = _lines(data)
    at = step.at % len(lines)
    return b"\n".join(lines[:at] + lines[at + 1 + step.size % 4 :])


def _move_line(data: bytes, step: Step) -> bytes:
    lines = _lines(data)
    line = lines.pop(step.at % len(lines))
    lines.insert(step.size % (len(lines) + 1), line)
    return b"\n".join(lines)


def _indent(data: bytes, step: Step) -> bytes:
    lines = _lines(data)
    at, count = step.at % len(lines), 1 + step.size % 5
    for number in range(at, min(at + count, len(lines))):
        bare = lines[number].lstrip(b" ")
        deep = len(lines[number]) - len(bare)
        lines[number] = (b"\t" if step.pick % 9 == 8 else b" " * max(0, deep + step.pick % 9 - 4)) + bare
    return b"\n".join(lines)


_VALUE = re.compile(rb"(?m)(?<=: )[^\n]+$|(?<=- )[^\n:]+$")


def _spans(data: bytes) -> list[tuple[int, int]]:
    return [found.span() for found in _VALUE.finditer(data)]


def _new_value(data: bytes, step: Step) -> bytes:
    spans = _spans(data)
    if not spans:
        return data + VALUES[step.pick % len(VALUES)]
    start, end = spans[step.at % len(spans)]
    return data[:start] + VALUES[step.pick % len(VALUES)] + data[end:]


def _swap_values(data: bytes, step: Step) -> bytes:
    spans = _spans(data)
    if len(spans) < 2:
        return data
    (a, b), (c, d) = sorted((spans[step.at % len(spans)], spans[step.size % len(spans)]))
    return data if a == c else data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:]


_KEY = re.compile(rb"(?m)^[ -]*([A-Za-z_]+):")


def _rename_key(data: bytes, step: Step) -> bytes:
    found = list(_KEY.finditer(data))
    if not found:
        return data
    start, end = found[step.at % len(found)].span(1)
    name = data[start:end]
    others = (name[:-1], name + b"s", name.upper(), b'"' + name + b'"', name.replace(b"_", b"-"), b"id", b"1", b"<<",
              b"on", b"? " + name, found[step.size % len(found)][1], b"[a]", b"{a: b}", b"x" * 300, b"~")  # fmt: skip
    return data[:start] + others[step.pick % len(others)] + data[end:]


def _other_bytes(data: bytes, step: Step) -> bytes:
    text = data.decode("utf-8", "replace")
    codec = ("cp1252", "cp850", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "utf-7", "cp037")[
        step.pick % 9
    ]
    return text.encode(codec, "replace")


def _line_ends(data: bytes, step: Step) -> bytes:
    new = (b"\r\n", b"\r", b"\xc2\x85", b"\xe2\x80\xa8", b"\n\n", b" \n", b"\x0c", b"\x0b")[step.pick % 8]
    if step.size % 2:
        return data.replace(b"\n", new)
    lines = _lines(data)
    at = step.at % len(lines)
    return b"\n".join(lines[:at]) + new + b"\n".join(lines[at:])


def _deepen(data: bytes, step: Step) -> bytes:
    at = step.at % (len(data) + 1)
    sign = (b"[", b"{a: ", b"- ", b"? ", b"\n ", b"&a [*a,", b"(", b'"', b"a: ")[step.pick % 9]
    return data[:at] + sign * (step.size % 600) + data[at:]


def _repeat_item(data: bytes, step: Step) -> bytes:
    """Many entries where there were few."""
    found = list(re.finditer(rb"(?m)^( *)- [^\n]*\n(?:\1  [^\n]*\n)*", data))
    if not found:
        return data * (2 + step.size % 3)
    chosen = found[step.at % len(found)]
    times = min(1 + step.size % 60, max(1, 8000 // len(chosen[0])))
    return data[: chosen.end()] + chosen[0] * times + data[chosen.end() :]


def _mark(data: bytes, step: Step) -> bytes:
    return (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE)[step.pick % 4] + data


WAYS: dict[str, Callable[[bytes, Step], bytes]] = {
    "flip": _flip,
    "delete": _delete,
    "insert": _insert,
    "splice": _splice,
    "truncate": _truncate,
    "double_lines": _double_lines,
    "drop_lines": _drop_lines,
    "move_line": _move_line,
    "indent": _indent,
    "new_value": _new_value,
    "swap_values": _swap_values,
    "rename_key": _rename_key,
    "other_bytes": _other_bytes,
    "line_ends": _line_ends,
    "deepen": _deepen,
    "repeat_item": _repeat_item,
    "mark": _mark,
}
_OFTEN = ("flip", "delete", "insert", "insert", "double_lines", "indent", "new_value", "new_value", "swap_values",
          "rename_key", "drop_lines", "move_line")  # fmt: skip
_WEIGHTED = (*WAYS, *_OFTEN, *_OFTEN)


def broken(base: int, steps: list[Step]) -> bytes:
    """Return a base file after all steps; no result is longer than twice ``MOST``."""
    data = bases()[base % len(bases())]
    for step in steps:
        data = WAYS[step.way](data, step)[: 2 * MOST]
    return data


def case(seed: int) -> bytes:
    """Return the broken file of a seed: always the same one, as long as the base files are the same."""
    chance = random.Random(seed)
    numbers = [chance.randrange(SPAN) for _ in range(2 + 4 * 6)]
    steps = [
        Step(_WEIGHTED[way % len(_WEIGHTED)], *rest)
        for way, *rest in (numbers[start : start + 4] for start in range(2, len(numbers), 4))
    ]
    return broken(numbers[0], steps[: 1 + numbers[1] % 6])
