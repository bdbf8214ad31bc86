"""A strict reader of the content lines of RFC 5545 and RFC 2426: it refuses what a program might refuse."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

LINE = re.compile(r"(?P<name>[A-Za-z0-9-]+)(?P<parameters>(?:;[A-Za-z0-9-]+=[^\";:]+)*):(?P<value>.*)", re.S)
TEXT = re.compile(r"(?:[^\\;,\x00-\x1f\x7f]|\\[\\;,n])*")
TEXTS = {"SUMMARY", "DESCRIPTION", "X-WR-CALNAME", "FN", "TITLE", "NOTE", "CATEGORIES"}


@dataclass
class Part:
    """A component with its properties in order, and the components in it."""

    name: str
    lines: list[tuple[str, str, str]] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)

    def __getitem__(self, name: str) -> str:
        return self.all(name)[0]

    def all(self, name: str) -> list[str]:
        return [value for key, _, value in self.lines if key == name]

    def parameters(self, name: str) -> str:
        return next(parameters for key, parameters, _ in self.lines if key == name)


def read(data: bytes) -> list[Part]:
    """Return the outermost components. Fails for anything that is not exactly as the standards say."""
    text = data.decode("utf-8")
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert "\r" not in text.replace("\r\n", "")
    for raw in data.split(b"\r\n"):
        assert len(raw) <= 75, raw
        raw.decode("utf-8")  # no letter is divided
    found: list[Part] = []
    open_parts: list[Part] = []
    for line in text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n"):
        matched = LINE.fullmatch(line)
        assert matched, line
        name, value = matched["name"], matched["value"]
        if name == "BEGIN":
            open_parts.append(Part(value))
        elif name == "END":
            closed = open_parts.pop()
            assert closed.name == value
            (open_parts[-1].parts if open_parts else found).append(closed)
        else:
            if name in TEXTS:
                assert TEXT.fullmatch(value), value
                value = re.sub(r"\\(.)", lambda hit: "\n" if hit[1] == "n" else hit[1], value)
            open_parts[-1].lines.append((name, matched["parameters"], value))
    assert not open_parts
    return found
