"""One question: where its answer goes, how it is worded, and what can be answered."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Literal

from komma_cli import fieldnames
from komma_cli.model.channels import EMAILS, PHONES, Channel
from komma_cli.model.describe import FieldSpec, list_items
from komma_cli.model.fields import Section, item_key
from komma_cli.paths import ById, SymbolicPath, get
from komma_cli.texts import LANGUAGES, Lang, label, text, words
from komma_cli.wizard.proposing.suggestions import Suggestion
from komma_cli.wizard.showing.titles import item_title, nameless, title_of
from komma_cli.wizard.spots import ReachedBy, channel_value

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
    "web",
    "flag",
    "choice",
    "choices",
    "reference",
    "references",
]
MANY: tuple[InputKind, ...] = ("lines", "choices", "references")
TEXT_KINDS: tuple[InputKind, ...] = ("line", "prose", "number", "date", "duration", "hours", "phone", "email", "web")
"""What is typed as it will stand; the others are chosen."""
_LABELLED = {("Measure", "eccar"): "eccar", ("Site", "rating"): "site_rating"}
"""Numbers that mean something: chosen by the words that ``labels.yaml`` has for them."""
_LAW_FIELDS = {("Step", "deadline")}
"""Texts that are ids of komma's law data: chosen by the law's title."""


@dataclass(frozen=True)
class Option:
    """One thing that can be chosen: the value for the file, the word for people, and what tells it apart."""

    value: Any
    label: str
    detail: str = ""
    also: tuple[str, ...] = field(default=(), compare=False)
    """Its words in the other languages: understood, not shown."""


@dataclass(frozen=True)
class Words:
    """The human words of one field."""

    ask: str
    short: str
    help: str = ""
    example: str = ""
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
    waived: bool = False
    """Other answers of the same item make this one needless; it may still be given."""
    passed: bool = False
    """Not asked on the way through; it can be looked for among the answers."""
    suggestion: Suggestion | None = None
    """An answer given elsewhere that likely fits here too; taken only when the person confirms it."""
    proposed: int = 0
    """How many ready sentences komma offers."""

    @property
    def optional(self) -> bool:
        """Say whether an empty answer is fine."""
        spec = self.spec
        return self.waived or not (spec.required or spec.core or spec.needed or spec.when is not None)

    @property
    def removable(self) -> bool:
        """Say whether the answer can be taken away again; where the model has one of its own there is always one."""
        return self.answered and self.optional and self.spec.default in (None, [])

    @property
    def in_pieces(self) -> bool:
        """Say whether the answer is shown and changed piece by piece: the paragraphs of a text, the lines of a list."""
        return self.kind in ("prose", "lines") and self.spec.shape != "language"

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
    kind = input_kind(section, spec)
    if reached_by is not None:
        kind, current = reached_by, channel_value(current, reached_by)
    elif section is Channel and spec.key == "value":
        kind = _kind_of_channel(get(data, (*parts[:-1], "kind")))
    return Question(
        parts=parts,
        section=section,
        spec=spec,
        kind=kind,
        words=filled(field_words(parts, section, spec, lang, reached_by), item_title(data, parts, lang), lang),
        options=_options(data, parts, section, spec, lang),
        current=current,
        reached_by=reached_by,
    )


def input_kind(section: type[Section], spec: FieldSpec) -> InputKind:
    """Return the way in which a field is answered."""
    place = (section.__name__, spec.key)
    if place in _LABELLED or place in _LAW_FIELDS:
        return "choices" if spec.many else "choice"
    match spec.kind:
        case "flag":
            return "flag"
        case "number":
            return "number"
        case "choice":
            return "choices" if spec.many else "choice"
        case "reference":
            return "references" if spec.many else "reference"
    if spec.many:
        return "lines"
    if spec.shape in ("prose", "date", "duration", "hours", "email"):
        return spec.shape  # type: ignore[return-value]  # the five shapes above are input kinds of the same name
    return "line"


def _kind_of_channel(kind: Any) -> InputKind:
    """Return how the value of a channel is typed: numbers and addresses are checked and brought into form."""
    if kind in PHONES:
        return "phone"
    if kind in EMAILS:
        return "email"
    return "web" if kind == "web" else "line"


def field_words(
    parts: SymbolicPath, section: type[Section], spec: FieldSpec, lang: Lang, reached_by: ReachedBy | None = None
) -> Words:
    """Return the words of a field: those for its exact path, else those shared by all fields of its section class.

    Raises ``DataError`` ``texts.missing`` where there are none; the drift test keeps that from users.
    """
    if reached_by is not None:
        entry: dict[str, Any] = words("reached_by", lang)[reached_by]
    else:
        entry = fieldnames.entry([part for part in parts if isinstance(part, str)], lang)
    return Words(
        ask=entry.get("ask", entry["short"]),
        short=entry["short"],
        help=entry.get("help", ""),
        example=str(entry.get("example", "")),
        add=entry.get("add", ""),
        empty=entry.get("empty", ""),
    )


def filled(found: Words, item: str, lang: Lang) -> Words:
    """Put an item's title into the question about it."""
    return replace(found, ask=found.ask.replace("{item}", item or nameless(lang)))


def target_words(target: str, lang: Lang) -> Words:
    """Return the words of a list that references lead to, such as ``people`` or ``escalation.levels``."""
    entry = words(f"questions/{target.split('.', maxsplit=1)[0]}", lang)[target]
    return Words(ask=entry["ask"], short=entry["short"], add=entry.get("add", ""))


def _options(data: Any, parts: SymbolicPath, section: type[Section], spec: FieldSpec, lang: Lang) -> tuple[Option, ...]:
    place = (section.__name__, spec.key)
    if place in _LABELLED:
        return tuple(Option(int(value), said) for value, said in words("labels", lang)[_LABELLED[place]].items())
    if place in _LAW_FIELDS:
        from komma_cli import laws

        return tuple(Option(law.id, law.title, law.norm) for law in laws.laws(lang))
    if spec.kind == "choice":
        vocabulary = spec.vocabulary or ""
        explained = words("labels", lang)["explain"].get(vocabulary, {})
        others = [other for other in LANGUAGES if other != lang]
        return tuple(
            Option(
                value,
                label(vocabulary, str(value), lang),
                explained.get(value, ""),
                tuple(label(vocabulary, str(value), other) for other in others),
            )
            for value in spec.values
        )
    return _referable(data, parts, spec, lang) if spec.ref is not None else ()


def _referable(data: Any, parts: SymbolicPath, spec: FieldSpec, lang: Lang) -> tuple[Option, ...]:
    """Return the items a reference may name: not the item it stands in, and not whom it must differ from."""
    assert spec.ref is not None
    own = {part.id for part in parts if isinstance(part, ById)}
    barred = get(data, (*parts[:-1], spec.ref.differs_from)) if spec.ref.differs_from else None
    mixed = len(spec.ref.targets) > 1
    return tuple(
        Option(identifier, title_of(data, item, lang) or nameless(lang), _detail(item, target if mixed else "", lang))
        for target in spec.ref.targets
        for _, item in list_items(data, target)
        if (identifier := item_key(item)) is not None and identifier not in own and identifier != barred
    )


def _detail(item: dict[str, Any], target: str, lang: Lang) -> str:
    """Return what tells two items of the same name apart, and the list they are from where there are several."""
    own = str(item["function"] if item.get("name") and item.get("function") else item.get("unit") or "")
    kind = text(f"wizard.one_of_{target}", lang) if target else ""
    return ", ".join(part for part in (kind, own) if part)
