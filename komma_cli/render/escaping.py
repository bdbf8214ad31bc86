"""Typed text to Markdown that reads back as exactly that text, whatever the person typed.

CommonMark lets every ASCII punctuation mark be escaped with a backslash (spec 0.31.2, section 2.4); only those that can
start a construct are escaped, so that the Markdown file stays readable. Held by ``tests/properties/test_escaping.py``.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from markupsafe import Markup

from komma_cli.render.errors import RenderError

LINK_SCHEMES = ("https://", "http://", "mailto:", "tel:", "#")

_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")
_LINE_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
# "&" only where an entity could begin, "!" only where template text could make a picture of what follows
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~#]|&(?=[#\w]|$)|!$)")
# a list mark, the line under a heading, a rule; phone numbers (+49), dates and negative numbers stay as they are
_LINE_START = re.compile(r"^(\d{0,9})([.)](?=\s|$)|(?<!\d)(?:[-+](?=[\s-]|$)|=))")
_SHOWN_SCHEME = re.compile(r"^(?:https?://|mailto:|tel:)")


def clean(text: str) -> str:
    """Return the text without characters XML cannot hold, with every kind of line break as ``\\n``."""
    return _CONTROL.sub("", _LINE_BREAK.sub("\n", text))


def escape_line(text: str) -> Markup:
    """Return the text as one line of Markdown; line breaks and tabs become spaces, the ends are trimmed.

    Spaces inside the text, no-break spaces and direction marks stay as typed.
    """
    line = re.sub(r"\s*\n\s*", " ", clean(text)).replace("\t", " ").strip()
    line = _SPECIAL.sub(r"\\\1", line)
    return Markup(_LINE_START.sub(r"\1\\\2", line))


def escape_block(text: str, margin: str = "") -> Markup:
    """Return text of several paragraphs: a blank line divides paragraphs, a single line break stays a line break.

    ``margin`` is put before every line but the first: ``"  "`` inside a list item, ``"> "`` inside a call-out.
    """
    paragraphs = _BLANK_LINES.split(clean(text).strip())
    escaped = (_escape_lines(paragraph, f"\\\n{margin}") for paragraph in paragraphs)
    return Markup(f"\n{margin.rstrip()}\n{margin}".join(escaped))


def escape_cell(text: str) -> Markup:
    """Return the text for a table cell: its line breaks become ``<br>``."""
    return Markup(_escape_lines(re.sub(r"\n+", "\n", clean(text)), "<br>"))


def escape_quoted(text: str) -> Markup:
    """Return the text for the title of a picture or link, between double quotes."""
    return Markup(escape_line(text).replace('"', '\\"'))


def code_span(text: str) -> Markup:
    """Return the text as a code span, with a fence longer than any run of back quotes in it."""
    line = re.sub(r"\s+", " ", clean(text)).strip()
    longest = max((len(run) for run in re.findall("`+", line)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if line.startswith("`") or line.endswith("`") else ""
    return Markup(f"{fence}{pad}{line.replace('|', chr(92) + '|')}{pad}{fence}")


def link_target(url: str) -> Markup:
    """Return the address for the round brackets of a link.

    Raises ``RenderError`` for anything but http(s), mail, telephone and places in the same document.
    """
    address = clean(url).strip()
    if not address.lower().startswith(LINK_SCHEMES):
        raise RenderError("render.link_refused", target=address)
    return Markup(quote(address, safe="/:?#@$&'+,;=%-._~"))


def link(text: str, url: str | None = None) -> Markup:
    """Return a link; without ``url`` the text is itself the address, shown without its scheme."""
    target = link_target(text if url is None else url)
    shown = text if url is not None else _SHOWN_SCHEME.sub("", clean(text).strip()).rstrip("/")
    return Markup(f"[{escape_line(shown)}]({target})")


def _escape_lines(text: str, separator: str) -> str:
    return separator.join(escape_line(line) for line in text.split("\n") if line.strip())
