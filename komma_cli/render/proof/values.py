"""Which values of a playbook its readers must not see, and in which writings each of them is looked for.

Both follow from the model alone: what the audience filter removes is above the class, so that a new field is covered
from its first day. A value that the readers may see in another place (a number from the directory, „Bürgermeisterin“)
is no secret to them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from komma_cli import dates, hours
from komma_cli.model.channels import EMAILS, PHONES
from komma_cli.model.classes import Confidentiality
from komma_cli.model.describe import FieldSpec, Parts, walk
from komma_cli.model.playbook import Playbook
from komma_cli.paths import Ids, format_path
from komma_cli.render.audience import redact
from komma_cli.render.phrases import short_day
from komma_cli.render.proof.folding import Needles, fold, fold_apart, spellings
from komma_cli.texts import LANGUAGES

_UNSEARCHABLE: Final = ("duration", "language")
"""Shapes with so few values that a paper may say the same word for any reason; so are choices, flags and counts."""
_SENTENCE_END: Final = re.compile(r"(?<=[.!?;])\s+|\n+")
_PIECE: Final = 24
"""A sentence of so many folded letters betrays the text it is from."""
_LAST_DIGITS: Final = 7
"""A number without its area code still reaches somebody in the same town."""
_NAME: Final = re.compile(r"(?:[^\W\d_][\w'’.-]*[ \u00a0]+){1,3}[^\W\d_][\w'’-]+")
_TITLES: Final = re.compile(r"\b(?:dr|prof|dipl|ing|med|herr|frau|mr|mrs|ms)\b\.?[- ]?", re.IGNORECASE)
_ADDRESSES: Final = ("Frau", "Herr", "Herrn", "Dr.", "Ms", "Mr", "Mrs")
_LEAST_PART: Final = 4
"""A part of an e-mail address with fewer letters is a word of its own everywhere."""


@dataclass(frozen=True)
class Secret:
    """One value above the readers' class.

    ``sure`` are writings of the whole value or of a whole sentence of it, ``parts`` those of a piece that may also mean
    somebody else (initials and surname, the end of a number).
    """

    path: str
    places: tuple[Parts, ...]
    """Everywhere in the whole playbook where the value stands, as plain data."""
    value: Any
    sure: tuple[str, ...]
    parts: tuple[str, ...]
    identifies: bool
    """It is a person's name or a way to reach somebody."""

    @property
    def needles(self) -> tuple[str, ...]:
        """All writings."""
        return self.sure + self.parts


@dataclass(frozen=True)
class Leaf:
    """One value of a playbook with the field it stands in; ``kind`` is that of the channel it belongs to, if any."""

    parts: Parts
    spec: FieldSpec
    value: Any
    kind: str | None


def secrets(
    playbook: Playbook, audience: Confidentiality, allowed: Sequence[Mapping[str, Any]] | None = None
) -> tuple[Secret, ...]:
    """Return every searchable value above ``audience``.

    ``allowed`` are the plans as readers get them, if that is not what the class alone allows.
    """
    whole = redact(playbook, "confidential")
    plans = [redact(playbook, audience)] if allowed is None else allowed
    seen = [leaf for plan in plans for leaf in _leaves(plan)]
    known = {_key(leaf.value) for leaf in seen}
    found: dict[str, list[Leaf]] = {}
    for leaf in _leaves(whole):
        if leaf.spec.shape not in _UNSEARCHABLE and (key := _key(leaf.value)) not in known and fold(key).text:
            found.setdefault(key, []).append(leaf)
    lawful = fold_apart(str(leaf.value) for leaf in seen)
    ids = Ids()
    raw = [_secret(leaves, format_path(leaves[0].parts, whole, ids)) for leaves in found.values()]
    weak = [needle for secret in raw for needle in (*secret.parts, *secret.sure[1:])]
    said = set(Needles(weak).found_in(lawful))
    said.update(needle for leaf in seen for needle in _phone_ends(leaf))
    return tuple(_without(secret, said) for secret in raw)


def said_at(playbook: Playbook, audience: Confidentiality, secret: Secret) -> str | None:
    """Return the path of the first text the readers may see that itself says the value."""
    data = redact(playbook, audience)
    for leaf in _leaves(data):
        hay = fold(str(leaf.value))
        if any(hay.holds(needle) for needle in secret.needles):
            return format_path(leaf.parts, data)
    return None


def _leaves(data: Mapping[str, Any]) -> Iterator[Leaf]:
    """Yield every value that is written out in words or figures of its own."""
    kinds = {parts[:-1]: value for parts, spec, value in walk(Playbook, data) if spec.vocabulary == "channel_kind"}
    for parts, spec, value in walk(Playbook, data):
        if isinstance(value, str | date) and spec.kind == "text":
            kind = kinds.get(parts[:-1]) if parts[-1] == "value" else None
            yield Leaf(parts, spec, value, kind)


def _key(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else " ".join(str(value).split())


def _secret(leaves: list[Leaf], path: str) -> Secret:
    leaf = leaves[0]
    sure, parts = _writings(leaf)
    whole = [form for text in sure for form in spellings(text)]
    pieces = [form for text in parts for form in spellings(text)]
    return Secret(
        path=path,
        places=tuple(each.parts for each in leaves),
        value=leaf.value,
        sure=tuple(dict.fromkeys(whole)),
        parts=tuple(dict.fromkeys(form for form in pieces if form not in whole)),
        identifies=leaf.kind is not None or leaf.parts[-1] == "name",
    )


def _writings(leaf: Leaf) -> tuple[list[str], list[str]]:
    """Return the texts that give the value away, the value itself first, and those that may."""
    value = leaf.value
    if isinstance(value, date):
        return [value.isoformat(), short_day(value), *(dates.in_words(value, lang) for lang in LANGUAGES)], []
    if leaf.kind in PHONES:
        return _phone(value)
    if leaf.kind in EMAILS:
        local, _, domain = value.partition("@")
        return [value, f"{local} at {domain}", f"{local} (at) {domain}"], [local] if len(local) >= _LEAST_PART else []
    if leaf.spec.shape == "hours":
        return [value, *(hours.say(value, lang) for lang in LANGUAGES)], []
    if leaf.kind == "web":
        return [value, re.sub(r"^https?://(?:www\.)?", "", value)], []
    sentences = [piece for piece in _SENTENCE_END.split(value) if len(fold(piece).text) >= _PIECE]
    return [value, *sentences], _name_parts(value, is_name=leaf.parts[-1] == "name")


def _phone(value: str) -> tuple[list[str], list[str]]:
    """Return a number as digits; what stands before them (+49, 0049, 0) makes no difference to the search."""
    digits = re.sub(r"\D", "", value)
    main = re.sub(r"\D", "", value.partition("-")[0])
    if not value.startswith("+"):
        return [digits], []
    national = digits[2:] if value.startswith("+49") else digits
    ends = [digits[-_LAST_DIGITS:]] if len(national) > _LAST_DIGITS else []
    return [national], ends + ([main[2:]] if main != digits else [])


def _phone_ends(leaf: Leaf) -> list[str]:
    """Return the pieces by which a number the readers know is written, so that they are held against no other one."""
    return [form for text in _phone(leaf.value)[1] for form in spellings(text)] if leaf.kind in PHONES else []


def _name_parts(value: str, *, is_name: bool) -> list[str]:
    """Return „Nachname, Vorname“ and initials with the surname of what has the form of a name."""
    name = _TITLES.sub("", value).strip()
    if not _NAME.fullmatch(name):
        return []
    *given, surname = name.split()
    initials = "".join(one[0] for one in given)
    before = [given[0][0], initials, *(_ADDRESSES if is_name else ())]
    return [f"{surname} {' '.join(given)}", f"{surname} {given[0][0]}", *(f"{one} {surname}" for one in before)]


def _without(secret: Secret, said: set[str]) -> Secret:
    """Leave out the pieces that the readers may see; the whole value is always looked for."""
    sure = (*secret.sure[:1], *(needle for needle in secret.sure[1:] if needle not in said))
    is_name = secret.identifies and isinstance(secret.places[0][-1], str) and secret.places[0][-1] == "name"
    parts = secret.parts if is_name else tuple(needle for needle in secret.parts if needle not in said)
    return Secret(secret.path, secret.places, secret.value, sure, parts, secret.identifies)
