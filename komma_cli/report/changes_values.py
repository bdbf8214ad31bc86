"""Values of a plan in words, for ``komma diff``: as people read them, long ones cut to the words that changed.

Who may see a place is decided here too, on plain data, so that a file nobody can validate is told as carefully.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, Final

from komma_cli import dates, durations, hours, laws, phones
from komma_cli.errors import KommaError
from komma_cli.model.channels import PHONES, PRIVATE, Channel
from komma_cli.model.classes import CONFIDENTIALITY
from komma_cli.model.describe import FieldSpec, field_of, fields_of, list_items
from komma_cli.model.fields import Section
from komma_cli.model.playbook import Playbook
from komma_cli.paths import SymbolicPath, get
from komma_cli.texts import Lang, label, text, words

MARKED: Final = ("\x02", "\x03")
"""Stand around words that changed; each format shows them in its own way."""
LONG: Final = 70
"""Texts up to so many signs are quoted whole."""
_AROUND, _LONGEST = 4, 34
"""Words shown on either side of a change, and words of an excerpt in all."""
_ANOTHER_TEXT: Final = 0.35
"""Share of words two texts have in common below which marks would only confuse."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_KINDS: Final = frozenset(next(spec.values for spec in fields_of(Channel) if spec.key == "kind"))


def seen_parts(data: Any, parts: SymbolicPath) -> int:
    """Return after how many parts of a path the first one comes whose value readers of class ``internal`` may not see;
    all of them where the value at the end may be seen.

    What the playbook does not know is hidden: nobody has said who may see it. The class of an item itself is never
    hidden by that class.
    """
    section: type[Section] | None = Playbook
    node = data
    for number, part in enumerate(parts):
        if isinstance(part, str):
            spec = field_of(section, part) if section is not None else None
            if spec is None or spec.confidentiality == "confidential":
                return number
            section = spec.group
        node = get(node, (part,))
        if not isinstance(part, str) and section is not None and isinstance(node, dict):
            only_class = len(parts) == number + 2 and parts[-1] in _class_keys(section)
            if _confidential_item(section, node) and not only_class:
                return number
    return len(parts)


def without_hidden(data: Any, parts: SymbolicPath, value: Any) -> Any:
    """Return the value that stands at ``parts`` without anything below it that ``seen_parts`` hides."""
    if isinstance(value, dict):
        shown = {key: item for key, item in value.items() if seen_parts(data, (*parts, key)) == len(parts) + 1}
        return {key: without_hidden(data, (*parts, key), item) for key, item in shown.items()}
    if isinstance(value, list):
        at = [(*parts, position) for position in range(len(value))]
        return [
            without_hidden(data, here, item)
            for here, item in zip(at, value, strict=True)
            if seen_parts(data, here) == len(here)
        ]
    return value


def _class_keys(section: type[Section]) -> tuple[str, ...]:
    return tuple(spec.key for spec in fields_of(section) if spec.item_class)


def _confidential_item(section: type[Section], item: Mapping[str, Any]) -> bool:
    """Say whether an item as a whole is confidential; a class or a kind nobody knows counts as that."""
    if section is Channel and (item.get("kind") in PRIVATE or item.get("kind") not in _KINDS):
        return True
    given = (item.get(key) for key in _class_keys(section))
    return any(own is not None and (own == "confidential" or own not in CONFIDENTIALITY) for own in given)


def said(spec: FieldSpec | None, value: Any, data: Mapping[str, Any], lang: Lang, *, phone: bool = False) -> str:
    """Return a value as people read it, in one line; references by the name of what they lead to in ``data``."""
    if isinstance(value, list):
        return "; ".join(said(spec, item, data, lang, phone=phone) for item in value)
    if isinstance(value, bool):
        return text("changes.yes" if value else "changes.no", lang)
    plain = one_line(str(value))
    if spec is None:
        return quoted(plain, lang)
    if spec.ref is not None:
        return target_words(data, spec.ref.targets, plain)
    try:
        found = _shaped(spec, plain, lang, phone=phone)
    except (KommaError, ValueError):  # a value no version of komma knows
        found = None
    if found is not None:
        return found
    return quoted(plain, lang) if spec.kind == "text" else plain


def _shaped(spec: FieldSpec, value: str, lang: Lang, *, phone: bool) -> str | None:
    """Return a value that is more than text as people read it, or None. Raises for values nobody knows."""
    if phone:
        return phones.say(value)
    if spec.vocabulary is not None:
        return label(spec.vocabulary, value, lang)
    if spec.key == "deadline":
        return laws.law(value, lang).title
    match spec.shape:
        case "date":
            return dates.say(value, lang)
        case "duration":
            return durations.say(value, lang)
        case "hours":
            return hours.say(value, lang)
        case "language":
            return str(words("labels", lang)["language"].get(value, value))
    return None


def target_words(data: Mapping[str, Any], targets: Sequence[str], identifier: str) -> str:
    """Return the name of what an id leads to, of a person the function too; the id itself where it leads nowhere."""
    for target in targets:
        for _, item in list_items(data, target):
            if item.get("id") == identifier:
                return person_words(item) or one_line(str(item.get("title") or item.get("name") or identifier))
    return identifier


def person_words(item: Mapping[str, Any]) -> str:
    """Return name and function of a person; nothing for anything else."""
    if not item.get("function"):
        return ""
    function = one_line(str(item["function"]))
    return f"{one_line(str(item['name']))} ({function})" if item.get("name") else function


def is_phone(channel: Any) -> bool:
    """Say whether the value of a channel is a telephone number."""
    return isinstance(channel, dict) and channel.get("kind") in PHONES


def quoted(value: str, lang: Lang) -> str:
    """Return words of the plan between quotation marks, the end left out where they are long; a number stands bare."""
    if " " not in value and any(sign.isdigit() for sign in value):
        return shortened(value)
    return text("changes.quoted", lang, text=shortened(value))


def shortened(value: str, longest: int = LONG) -> str:
    """Return the beginning of a text, cut between two words where it is longer than ``longest`` signs."""
    if len(value) <= longest:
        return value
    return f"{value[:longest].rpartition(' ')[0] or value[:longest]} …"


def one_line(value: str) -> str:
    """Return a text in one line without signs that steer a terminal."""
    return " ".join(_CONTROL.sub("?", value).split())


def excerpts(old: str, new: str) -> tuple[str, str]:
    """Return what two wordings of one text differ in: the changed words marked, a few around them, the rest cut."""
    before, after = (one_line(side).split() for side in (old, new))
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < _ANOTHER_TEXT:
        return shortened(" ".join(before), 2 * LONG), shortened(" ".join(after), 2 * LONG)
    codes = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    first = _excerpt(before, [(start, end) for _, start, end, _, _ in codes])
    return first, _excerpt(after, [(start, end) for _, _, _, start, end in codes])


def _excerpt(given: Sequence[str], changed: Sequence[tuple[int, int]]) -> str:
    marked = {at for start, end in changed for at in range(start, end)}
    near = {at for start, end in changed for at in range(start - _AROUND, end + _AROUND)}
    shown: list[str] = []
    left_out = False
    for at, word in enumerate(given):
        if at not in near or len(shown) >= _LONGEST:
            left_out = True
            continue
        if left_out:
            shown.append("…")
            left_out = False
        shown.append(f"{MARKED[0]}{word}{MARKED[1]}" if at in marked else word)
    if left_out:
        shown.append("…")
    return " ".join(shown).replace(f"{MARKED[1]} {MARKED[0]}", " ")
