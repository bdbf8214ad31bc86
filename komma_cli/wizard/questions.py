"""One question: where its answer goes, how it is worded, and what can be answered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from komma_cli.errors import DataError
from komma_cli.model.describe import FieldSpec, list_items
from komma_cli.model.fields import Section, item_key
from komma_cli.paths import ById, SymbolicPath, get
from komma_cli.texts import Lang, label, text, words

InputKind = Literal[
    "line",
    "lines",
    "prose",
    "number",
    "date",
    "duration",
    "hours",
    "phone",
    "email",
    "flag",
    "choice",
    "choices",
    "reference",
    "references",
]
MANY: tuple[InputKind, ...] = ("lines", "choices", "references")
ReachedBy = Literal["phone", "email"]


@dataclass(frozen=True)
class Option:
    """One thing that can be chosen: the value for the file, the word for people, and what tells it apart."""

    value: Any
    label: str
    detail: str = ""


@dataclass(frozen=True)
class Words:
    """The human words of one field."""

    ask: str
    short: str
    help: str = ""
    example: str = ""
    item: str = ""
    """Name of a list item that has none of its own yet."""
    add: str = ""
    """The choice that makes a new list item."""
    empty: str = ""
    """What a list says that holds nothing."""


@dataclass(frozen=True)
class Question:
    """One question on one page. ``parts`` leads to the answer's place; list items stand in it by id."""

    parts: SymbolicPath
    section: type[Section]
    spec: FieldSpec
    kind: InputKind
    words: Words
    options: tuple[Option, ...] = ()
    current: Any = None
    reached_by: ReachedBy | None = None
    """The question fills a channel of this kind in the list at ``parts``."""

    @property
    def optional(self) -> bool:
        """Say whether an empty answer is fine."""
        return not (self.spec.required or self.spec.core or self.spec.needed)

    @property
    def answered(self) -> bool:
        """Say whether the file holds an answer."""
        return self.current is not None and self.current != []


def question(
    data: Any,
    parts: SymbolicPath,
    section: type[Section],
    spec: FieldSpec,
    lang: Lang,
    reached_by: ReachedBy | None = None,
) -> Question:
    """Build the question for one field of plain data."""
    current = get(data, parts)
    kind = input_kind(spec)
    if reached_by is not None:
        kind, current = reached_by, channel_value(current, reached_by)
    return Question(
        parts=parts,
        section=section,
        spec=spec,
        kind=kind,
        words=filled(field_words(parts, section, spec, lang, reached_by), item_title(data, parts)),
        options=_options(data, parts, spec, lang),
        current=current,
        reached_by=reached_by,
    )


def input_kind(spec: FieldSpec) -> InputKind:
    """Return the way in which a field is answered."""
    match spec.kind:
        case "flag":
            return "flag"
        case "number":
            return "lines" if spec.many else "number"
        case "choice":
            return "choices" if spec.many else "choice"
        case "reference":
            return "references" if spec.many else "reference"
    if spec.many:
        return "lines"
    if spec.shape in ("prose", "date", "duration", "hours"):
        return spec.shape  # type: ignore[return-value]  # the four shapes above are input kinds of the same name
    return "line"


def channel_value(channels: Any, reached_by: ReachedBy) -> str | None:
    """Return the first duty phone number or e-mail address in a list of channels."""
    kinds = ("phone", "mobile") if reached_by == "phone" else ("email",)
    if not isinstance(channels, list):
        return None
    return next((c.get("value") for c in channels if isinstance(c, dict) and c.get("kind") in kinds), None)


def field_words(
    parts: SymbolicPath, section: type[Section], spec: FieldSpec, lang: Lang, reached_by: ReachedBy | None = None
) -> Words:
    """Return the words of a field: those for its exact path, else those shared by all fields of its section class.

    Raises ``DataError`` ``texts.missing`` where there are none; the drift test keeps that from users.
    """
    shared = words("questions/_shared", lang)
    if reached_by is not None:
        entry = words("reached_by", lang)[reached_by]
    else:
        path = ".".join(part for part in parts if isinstance(part, str))
        own = words(f"questions/{parts[0]}", lang)
        entry = own.get(path) or shared.get(f"@{section.__name__}.{spec.key}") or shared.get(f"*.{spec.key}")
        if entry is None:
            raise DataError("texts.missing", entry=f"questions:{path}", lang=lang)
    return Words(
        ask=entry.get("ask", entry["short"]),
        short=entry["short"],
        help=entry.get("help", ""),
        example=str(entry.get("example", "")),
        item=entry.get("item", ""),
        add=entry.get("add", ""),
        empty=entry.get("empty", ""),
    )


def item_title(data: Any, parts: SymbolicPath) -> str:
    """Return how the innermost list item on the path is called by people, or an empty text."""
    for length in range(len(parts), 0, -1):
        if isinstance(parts[length - 1], ById):
            return title_of(get(data, parts[:length]))
    return ""


def title_of(item: Any) -> str:
    """Return the words by which people know an item of plain data."""
    if not isinstance(item, dict):
        return str(item)
    for key in ("title", "name", "function", "term", "text", "kind"):
        if item.get(key):
            return str(item[key])
    return ""


def filled(found: Words, item: str) -> Words:
    """Put an item's title into the question about it."""
    return replace(found, ask=found.ask.replace("{item}", item or "…"))


def _options(data: Any, parts: SymbolicPath, spec: FieldSpec, lang: Lang) -> tuple[Option, ...]:
    if spec.kind == "choice":
        vocabulary = spec.vocabulary or ""
        return tuple(Option(value, label(vocabulary, str(value), lang)) for value in spec.values)
    if spec.ref is None:
        return ()
    own = {part.id for part in parts if isinstance(part, ById)}
    barred = get(data, (*parts[:-1], spec.ref.differs_from)) if spec.ref.differs_from else None
    return tuple(
        Option(identifier, title_of(item) or text("wizard.nameless", lang), _detail(item))
        for target in spec.ref.targets
        for _, item in list_items(data, target)
        if (identifier := item_key(item)) is not None and identifier not in own and identifier != barred
    )


def _detail(item: dict[str, Any]) -> str:
    """Return what tells two items of the same name apart."""
    if item.get("name") and item.get("function"):
        return str(item["function"])
    return str(item.get("unit") or "")
