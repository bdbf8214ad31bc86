"""Proof of komma's own data: every fact has source and date, every id leads somewhere, both languages say the same.

The files follow one convention, so one table by key name serves them all, also those that come later. Sources stand
as ``source`` (an address) or as ``sources`` (ids of the file's own table, or of ``_sources`` in its folder). Nothing
here changes data; loaders tell the same faults as one sentence (``texts.guarded``), the faults here name the place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from komma_cli import texts
from komma_cli.errors import DataError
from komma_cli.texts import LANGUAGES, Lang, facts, text

Read = Callable[[str], Any]
Place = tuple[str, ...]
Node = tuple[Place, str, Any]
"""Place, key (of a list item: the key of its list) and value."""

_DAYS_PAST = {"as_of", "source_date", "read_until"}
_DAYS = {"funded_until", "recheck_by", "recheck_after"}
_ADDRESSES = {"url", "source", "more_sources"}
_REFERENCES = {
    **dict.fromkeys(("role", "owner", "led_by", "also", "decides", "deputy", "first_contact", "inform"), "roles"),
    **dict.fromkeys(("independent_of", "never_together_with"), "roles"),
    **dict.fromkeys(("minimum_level", "minimum", "levels"), "levels"),
    **dict.fromkeys(("law", "laws"), "laws"),
    "help": "directory",
    "glossary": "glossary",
    "use": "backbone",
}
"""Keys whose values are ids, and the table they belong to."""
_VALUES = {
    "audiences": "audience",
    **dict.fromkeys(("track", "tracks"), "track"),
    **dict.fromkeys(("state", "land"), "state"),
    **dict.fromkeys(("contact_kinds", "small_variant"), "body_kind"),
    "police": "police",
    "phase": "phase",
    "actor": "actor",
    "applies_to": "person_status",
    "colour": "colour",
    "city_role": "city_role",
    "class": "confidentiality",
    "instrument": "instrument_kind",
}
"""Keys with a closed list of values, and its name in the labels."""
_KINDS = {
    ("directory", "entries"): "body_kind",
    ("directory", "channels"): "channel_kind",
    ("scenarios/", "external"): "step_kind",
    ("scenarios/", "internal"): "step_kind",
    ("scenarios/", "steps"): "step_kind",
    ("practices", "measures"): "measure_kind",
    ("strategy", "measures"): "measure_kind",
}
"""What ``kind`` means, by file (or folder) and list."""
_INDEXES = {("levels", "traffic_light"): "levels", ("laws", "printed"): "laws"}
"""Mappings of a file whose lists hold ids of a table, whatever their keys."""
_LOCAL = {"worksheets/": {"actor"}}
"""Keys with values of their own in a folder."""
_SUPPORTS = ("source", "sources", "law", "laws", "glossary")
"""What an item may rest on: its own sources, or an entry elsewhere that has them."""
_CONTAINERS = {"sections", "fields", "goals", "sets", "options"}
"""Lists whose items hold others that name their sources."""
_REST_ON_PARENT = {("practices", "measures")}
"""Lists whose items rest on the sources of the item that holds them, by file."""
_NEEDED = {
    ("directory", "entries"): (
        "name",
        "kind",
        "topic",
        "state",
        "audiences",
        "serves_administration",
        "channels",
        "confidence",
    ),
    ("directory", "channels"): ("kind", "value"),
    ("laws", "laws"): ("kind", "norm", "land", "confidence"),
    ("offences", "offences"): ("norm", "application", "who"),
    ("scenarios/", "external"): ("phase", "kind", "within", "confidence"),
    ("scenarios/", "internal"): ("phase", "kind", "within", "confidence"),
}
"""What every item of a list says, by file (or folder) and list."""
_CONFIDENCE = {"high", "medium", "L", "S", "D"}


@dataclass(frozen=True)
class Fault:
    """One fault: the file below ``data/`` without its ending, the place in it, and what is wrong."""

    file: str
    path: str
    key: str
    """Name of the sentence in ``data/<lang>/messages/datacheck.yaml``, with ``value`` in it."""
    value: str = ""

    def sentence(self, lang: Lang) -> str:
        """Return the fault as one sentence."""
        place = f"{self.file}, {self.path}" if self.path else self.file
        return text(self.key, lang, place=place, value=self.value)


def faults(today: date, read: Read = facts) -> Iterator[Fault]:
    """Yield every fault in komma's data. ``read`` returns the parsed file of a name, as ``texts.facts`` does."""
    trees: dict[str, Any] = {}
    for name in texts.files():
        try:
            trees[name] = read(name)
        except DataError as error:
            yield Fault(name, "", "datacheck.unreadable", str(error.values.get("reason", "")))
    for name in sorted(name for name in trees if name.startswith(f"{LANGUAGES[0]}/")):
        other = f"{LANGUAGES[1]}/{name.partition('/')[2]}"
        yield from _same((), name, trees[name], other, trees.get(other))
        yield from _empty(name, trees[name])
        yield from _empty(other, trees.get(other))
    neutral = {name: tree for name, tree in trees.items() if name.split("/")[0] not in LANGUAGES}
    known = _known(trees)
    for name, tree in neutral.items():
        nodes = list(_walk(tree))
        yield from _ids(name, tree, nodes)
        yield from _sourced(name, tree, nodes, neutral)
        for path, key, value in nodes:
            yield from _leaf(name, path, key, value, today)
            yield from _value(name, path, key, value, known)
        yield from _words(name, nodes, trees)
    yield from _weak_hosts(neutral.get("directory"), trees.get(f"{LANGUAGES[0]}/directory"))


def _walk(tree: Any, path: Place = (), key: str = "") -> Iterator[Node]:
    """Yield every value below ``tree``; an item with an id is named by it, another one by its place."""
    yield path, key, tree
    if isinstance(tree, dict):
        for name, value in tree.items():
            yield from _walk(value, (*path, str(name)), str(name))
    elif isinstance(tree, list):
        for place, item in enumerate(tree):
            label = item.get("id") or item.get("use") or item.get("value") if isinstance(item, dict) else None
            yield from _walk(item, (*path[:-1], f"{path[-1] if path else ''}[{label or place}]"), key)


def _written(path: Place) -> str:
    return ".".join(path)


def _known(trees: Mapping[str, Any]) -> dict[str, set[str]]:
    """Return the ids of every table others refer to, and the values of every vocabulary."""

    def ids(file: str, *lists: str) -> set[str]:
        tree = trees.get(file) or {}
        items = [item for name in lists for item in tree.get(name) or [] if isinstance(item, dict)]
        return {str(item.get("id")) for item in items}

    tables = {
        "roles": ids("roles", "roles"),
        "levels": ids("levels", "levels"),
        "laws": ids("laws", "laws"),
        "directory": ids("directory", "entries"),
        "glossary": set(trees.get("de/glossary") or {}),
        "backbone": ids("scenarios/_backbone", "external", "internal"),
    }
    labels = {name: set(map(str, values)) for name, values in (trees.get("de/labels") or {}).items()}
    return {f"id {name}": found for name, found in tables.items()} | {
        f"value {name}": found for name, found in labels.items()
    }


def _ids(name: str, tree: Any, nodes: list[Node]) -> Iterator[Fault]:
    """Ids are unique among the items of lists with one name; the file of a folder bears the name of its id."""
    seen: set[tuple[Place, str]] = set()
    for path, _, value in nodes:
        if not isinstance(value, dict) or "id" not in value or not path:
            continue
        place = (tuple(part.partition("[")[0] for part in path), str(value["id"]))
        if place in seen:
            yield Fault(name, _written(path), "datacheck.duplicate", str(value["id"]))
        seen.add(place)
    folder, _, stem = name.rpartition("/")
    if folder and isinstance(tree, dict) and str(tree.get("id", stem)) != stem:
        yield Fault(name, "id", "datacheck.other_id", str(tree["id"]))


def _sourced(name: str, tree: Any, nodes: list[Node], neutral: Mapping[str, Any]) -> Iterator[Fault]:
    """Every item names its sources, each source its address and (perhaps null) date, and each id is in the table."""
    folder = name.rpartition("/")[0]
    shared = neutral.get(f"{folder}/_sources") if folder else None
    tables = [each["sources"] for each in (tree, shared) if isinstance(each, dict) and "sources" in each]
    known = {str(source) for table in tables if isinstance(table, dict) for source in table}
    for path, key, value in nodes:
        if not path or not isinstance(value, dict):
            continue
        if path == ("sources",):
            for source, said in value.items():
                if not isinstance(said, dict) or "url" not in said or "as_of" not in said:
                    yield Fault(name, f"sources.{source}", "datacheck.no_source")
        elif "id" in value and key not in _CONTAINERS and (name, key) not in _REST_ON_PARENT:
            if not any(value.get(support) for support in _SUPPORTS):
                yield Fault(name, _written(path), "datacheck.no_source")
            elif "source" in value and not {"source_date", "as_of"} & (value.keys() | tree.keys()):
                yield Fault(name, _written(path), "datacheck.no_date")
        for needed in _NEEDED.get((f"{folder}/" if folder else name, key), ()) if path[-1].endswith("]") else ():
            if needed not in value:
                yield Fault(name, _written(path), "datacheck.no_key", needed)
    for path, key, value in nodes:
        if key == "sources" and len(path) > 1 and isinstance(value, str) and tables and value not in known:
            yield Fault(name, _written(path), "datacheck.dangling", value)


def _leaf(name: str, path: Place, key: str, value: Any, today: date) -> Iterator[Fault]:
    """Dates are dates and lie in the past where they say what was read; addresses are addresses."""
    if isinstance(value, dict | list) or value is None:
        return
    if key in _DAYS_PAST | _DAYS:
        first = _first_day(value)
        if first is None or (key in _DAYS and len(str(value)) != 10):
            yield Fault(name, _written(path), "datacheck.no_day", str(value))
        elif key in _DAYS_PAST and first > today:
            yield Fault(name, _written(path), "datacheck.future", str(value))
    if key in _ADDRESSES and value:
        split = urlsplit(str(value))
        if split.scheme not in ("http", "https") or "." not in split.netloc or re.search(r"\s", str(value)):
            yield Fault(name, _written(path), "datacheck.no_address", str(value))


def _first_day(value: Any) -> date | None:
    """Return the first day that a full or partial ISO date can mean, or None if it is none."""
    if not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", str(value)):
        return None
    try:
        return date(*[*map(int, str(value).split("-")), 1, 1][:3])
    except ValueError:
        return None


def _value(name: str, path: Place, key: str, value: Any, known: Mapping[str, set[str]]) -> Iterator[Fault]:
    """References lead somewhere and closed lists hold only their values."""
    if isinstance(value, dict | list) or value is None:
        return
    folder = name[: name.rfind("/") + 1]
    table = _INDEXES.get((name, path[0]), _REFERENCES.get(key)) if path else None
    if table is not None:
        if str(value) not in known[f"id {table}"]:
            yield Fault(name, _written(path), "datacheck.dangling", str(value))
        return
    vocabulary = _VALUES.get(key)
    if key == "kind" and len(path) > 1:
        vocabulary = _KINDS.get((folder or name, path[-2].partition("[")[0]))
    if vocabulary and key not in _LOCAL.get(folder, ()) and str(value) not in known.get(f"value {vocabulary}", ()):
        yield Fault(name, _written(path), "datacheck.unknown_value", str(value))
    if key == "confidence" and str(value) not in _CONFIDENCE:
        yield Fault(name, _written(path), "datacheck.unknown_value", str(value))


def _words(name: str, nodes: list[Node], trees: Mapping[str, Any]) -> Iterator[Fault]:
    """Every id, and every key of a sentence (``prepare``, ``never``), has words in each language."""
    wanted = [
        (path, str(value["id"])) for path, _, value in nodes if path and isinstance(value, dict) and "id" in value
    ]
    wanted += [
        (path, str(value)) for path, key, value in nodes if key in ("prepare", "never") and isinstance(value, str)
    ]
    if not wanted:
        return
    for lang in LANGUAGES:
        said = trees.get(f"{lang}/{name}")
        if said is None:
            yield Fault(f"{lang}/{name}", "", "datacheck.gap", name)
            continue
        spoken = {part for path, _, _ in _walk(said) for part in path}
        spoken |= {str(value.get("id")) for _, _, value in _walk(said) if isinstance(value, dict)}
        for path, identifier in wanted:
            if identifier not in spoken:
                yield Fault(f"{lang}/{name}", _written(path), "datacheck.gap", identifier)


def _same(path: Place, name: str, one: Any, other_name: str, other: Any) -> Iterator[Fault]:
    """Both languages have the same keys; lists of words may differ in length, lists of entries may not."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in dict.fromkeys((*one, *other)):
            if str(key).endswith("_words"):  # what people type has as many forms as the language
                continue
            if key not in one or key not in other:
                yield Fault(
                    name if key not in one else other_name, _written((*path, str(key))), "datacheck.gap", str(key)
                )
            else:
                yield from _same((*path, str(key)), name, one[key], other_name, other[key])
    elif isinstance(one, list) and isinstance(other, list):
        if any(isinstance(item, dict | list) for item in (*one, *other)) and len(one) != len(other):
            yield Fault(other_name, _written(path), "datacheck.gap", str(len(one)))
        for place, (item, its_other) in enumerate(zip(one, other, strict=False)):
            yield from _same((*path, str(place)), name, item, other_name, its_other)
    elif isinstance(one, dict | list) or isinstance(other, dict | list):
        yield Fault(other_name, _written(path), "datacheck.gap", path[-1] if path else "")


def _empty(name: str, tree: Any) -> Iterator[Fault]:
    for path, key, value in _walk(tree):
        if isinstance(value, str) and not value.strip() and key != "example":  # a question may have none
            yield Fault(name, _written(path), "datacheck.empty")


def _weak_hosts(tree: Any, said: Any) -> Iterator[Fault]:
    """What is only known from a page without duty of care counts as unsure and says so in a note."""
    if not isinstance(tree, dict) or not isinstance(said, dict):
        return
    weak = set(tree.get("weak_hosts") or ())
    for entry in tree.get("entries") or ():
        host = urlsplit(str(entry.get("source"))).netloc.removeprefix("www.")
        noted = (said.get(entry.get("id")) or {}).get("note")
        if host in weak and (entry.get("confidence") != "medium" or not noted):
            yield Fault("directory", f"entries[{entry.get('id')}].confidence", "datacheck.weak", host)
