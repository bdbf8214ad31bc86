"""Where confirmed entries of bodies differ: for people who keep the directory, and as a proposal for its file."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from komma_cli import dates, directory, hours
from komma_cli.errors import UsageError
from komma_cli.network.consistency import Difference, Value
from komma_cli.report.contact_files import spoken
from komma_cli.texts import Lang, label, text

FORMAT: Final = "komma-directory-diff/1"
_WIDTH: Final = 78


def as_text(found: Sequence[Difference], lang: Lang) -> str:
    """Return each difference with who has confirmed what, the latest first, and the proposal."""
    if not found:
        return _filled(text("network.differ_none", lang)) + "\n"
    key = "network.differ_count_one" if len(found) == 1 else "network.differ_count"
    parts = ["\n".join(_told(one, lang)) for one in found]
    return "\n\n".join([*parts, _filled(text(key, lang, count=len(found)))]) + "\n"


def as_json(found: Iterable[Difference], lang: Lang) -> str:
    """Return the differences for programs; ``lang`` changes nothing, it is there like in every writer."""
    record = {"format": FORMAT, "differences": [_record(one) for one in found]}
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


def proposal(difference: Difference) -> Value | None:
    """Return what the directory should say: what all confirm; None where they contradict each other."""
    return None if difference.disputed else difference.versions[0].value


def _told(one: Difference, lang: Lang) -> Iterator[str]:
    key = "differ_disputed" if one.disputed else "differ_directory"
    kind = text("network.hours", lang) if one.kind == "hours" else label("channel_kind", one.kind, lang)
    yield _filled(text(f"network.{key}", lang, entry=_name(one.entry, lang), kind=kind))
    yield _filled(text("network.differ_known", lang, value=_said(one.kind, one.known, lang)), "  ", "    ")
    for version in one.versions:
        names = ", ".join(dict.fromkeys(saying.name for saying in version.sayings))
        day = dates.say(version.confirmed_on.isoformat(), lang)
        value = _said(one.kind, version.value, lang)
        yield _filled(text("network.differ_version", lang, value=value, names=names, day=day), "  ", "    ")
    proposed = proposal(one)
    if proposed is None:
        yield _filled(text("network.differ_ask", lang), "  ", "    ")
    else:
        yield _filled(text("network.differ_proposal", lang, value=", ".join(proposed)), "  ", "    ")


def _record(one: Difference) -> dict[str, Any]:
    proposed = proposal(one)
    return {
        "entry": one.entry,
        "kind": one.kind,
        "directory": list(one.known),
        "confirmed": [
            {
                "value": list(version.value),
                "on": version.confirmed_on.isoformat(),
                "by": [{"key": saying.key, "name": saying.name} for saying in version.sayings],
            }
            for version in one.versions
        ],
        "proposal": None if proposed is None else list(proposed),
    }


def _name(identifier: str, lang: Lang) -> str:
    try:
        return f"{directory.entry(identifier, lang).name} ({identifier})"
    except UsageError:
        return identifier


def _said(kind: str, value: Value, lang: Lang) -> str:
    if not value:
        return text("network.differ_nothing", lang)
    if kind == "hours":
        return hours.say(value[0], lang)
    return ", ".join(spoken(one) if kind == "phone" else one for one in value)


def _filled(line: str, first: str = "", rest: str = "  ") -> str:
    return textwrap.fill(
        line, _WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )
