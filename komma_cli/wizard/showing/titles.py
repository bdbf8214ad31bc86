"""What people call an item of a list: by its name, its function, its number, or the body it is about."""

from __future__ import annotations

from typing import Any

from komma_cli import dates, phones
from komma_cli.model.channels import PHONES
from komma_cli.model.describe import list_items
from komma_cli.paths import ById, SymbolicPath, get
from komma_cli.texts import Lang, text, words

_TITLE_KEYS = ("title", "name", "function", "term", "occasion", "text", "label", "group", "what")


def title_of(data: Any, item: Any, lang: Lang) -> str:
    """Return the words by which people know an item of plain data, or an empty text."""
    if not isinstance(item, dict):
        return str(item)
    for key in _TITLE_KEYS:
        if item.get(key):
            return str(item[key])
    if item.get("kind") and item.get("value"):
        return f"{words('labels', lang)['channel_kind'].get(str(item['kind']), item['kind'])}: {channel_words(item)}"
    if item.get("first_day"):
        return " – ".join(dates.say(str(item[key]), lang) for key in ("first_day", "last_day") if item.get(key))
    if item.get("body"):
        return title_of(data, get(data, ("bodies", ById(str(item["body"]))), {}), lang)
    return ""


def item_title(data: Any, parts: SymbolicPath, lang: Lang) -> str:
    """Return how the innermost list item on the path is called by people, or an empty text."""
    for length in range(len(parts), 0, -1):
        if isinstance(parts[length - 1], ById):
            return title_of(data, get(data, parts[:length]), lang)
    return ""


def nameless(lang: Lang) -> str:
    """Return the words that stand for an item without a name."""
    return text("wizard.nameless", lang)


def channel_words(channel: dict[str, Any]) -> str:
    """Return the number or address of a channel as people read it."""
    value = str(channel["value"])
    return phones.say(value) if channel.get("kind") in PHONES else value


def reached_item(data: Any, identifier: str) -> dict[str, Any]:
    """Return the person or body that answers for a contact: of a role its holder; an empty mapping if there is none."""
    for target in ("people", "bodies"):
        for _, item in list_items(data, target):
            if item.get("id") == identifier:
                return item
    for _, role in list_items(data, "roles"):
        if role.get("id") == identifier and role.get("holder"):
            return reached_item(data, str(role["holder"]))
    return {}
