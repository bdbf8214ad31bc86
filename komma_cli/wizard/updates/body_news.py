"""Where komma's directory names another telephone number or other hours than the playbook. Always a question.

Whoever has called the body after the day of the directory's source knows better than the source, so such a body is
left alone. A number that is taken over is one nobody has called yet: its mark „verified“ goes with it. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from komma_cli import directory
from komma_cli.directory import DirectoryEntry
from komma_cli.errors import UsageError
from komma_cli.model.channels import PHONES
from komma_cli.model.describe import list_items
from komma_cli.model.fields import item_key
from komma_cli.texts import Lang
from komma_cli.wizard.proposing.proposal import Plain

Field = Literal["phones", "hours"]
Choice = Literal["own", "new", "both"]


@dataclass(frozen=True)
class BodyNews:
    """One body of which number or hours differ."""

    id: str
    name: str
    field: Field
    own: tuple[str, ...]
    """What the playbook says: numbers in E.164, or the hours; empty where it says nothing."""
    new: tuple[str, ...]
    """What the directory says."""
    source: str
    source_date: str | None
    """ISO day, month or year of the source; None where it shows none."""

    @property
    def choices(self) -> tuple[Choice, ...]:
        """Return what can be chosen: hours cannot hold both."""
        return ("own", "new", "both") if self.field == "phones" and self.own else ("own", "new")


def news(data: Plain, lang: Lang) -> Iterator[BodyNews]:
    """Yield every difference, body by body in the playbook's order."""
    for _, body in list_items(data, "bodies"):
        if item_key(body) is None or not isinstance(body.get("from"), str):
            continue
        try:
            entry = directory.entry(body["from"], lang)
        except UsageError:  # the directory does not have it any more
            continue
        if not _verified_since(body, entry):
            yield from _differences(body, entry)


def taken(body: Plain, found: BodyNews, choice: Choice, lang: Lang) -> Plain:
    """Return the body with the choice made; the mark that somebody has called it goes unless all stays as it was."""
    if choice == "own":
        return body
    result = {key: value for key, value in body.items() if key != "verified"}
    entry = directory.entry(str(body["from"]), lang)
    if found.field == "hours":
        return result | {"hours": entry.hours}
    channels = _channels(body)
    kept = [each for each in channels if choice == "both" or each.get("kind") not in PHONES]
    present = {_digits(str(each.get("value"))) for each in kept}
    fresh = [each for each in directory.as_body(entry)["channels"] if each["kind"] in PHONES]
    fresh = [each for each in fresh if _digits(each["value"]) not in present]
    return result | {"channels": [*kept, *fresh] if choice == "both" else [*fresh, *kept]}


def _differences(body: Plain, entry: DirectoryEntry) -> Iterator[BodyNews]:
    name = str(body.get("name") or body["id"])
    own = tuple(str(each.get("value")) for each in _channels(body) if each.get("kind") in PHONES)
    new = tuple(phone.value for phone in entry.phones)
    rest = (entry.source, entry.source_date)
    if not {_digits(value) for value in new} <= {_digits(value) for value in own}:
        yield BodyNews(str(body["id"]), name, "phones", own, new, *rest)
    hours = str(body.get("hours") or "")
    if entry.hours and "".join(entry.hours.split()) != "".join(hours.split()):
        yield BodyNews(str(body["id"]), name, "hours", (hours,) if hours else (), (entry.hours,), *rest)


def _verified_since(body: Plain, entry: DirectoryEntry) -> bool:
    """Say whether somebody called the body after the last day the source can be of; undated sources count as older."""
    verified = body.get("verified")
    day = str(verified.get("on") or "") if isinstance(verified, dict) else ""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", day):
        return False
    return entry.source_date is None or day > f"{entry.source_date}-99"


def _channels(body: Plain) -> list[dict[str, Any]]:
    return [each for each in body.get("channels") or [] if isinstance(each, dict)]


def _digits(value: str) -> str:
    return re.sub(r"\D", "", value)
