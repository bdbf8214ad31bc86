"""``komma render --since``: papers that mark what an earlier version of the plan said otherwise."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from komma_cli.errors import ReadError, UsageError
from komma_cli.texts import Lang, text

if TYPE_CHECKING:
    from komma_cli.cli.render import Wish
    from komma_cli.model.playbook import Playbook
    from komma_cli.render.catalog import DocumentSpec
    from komma_cli.render.produce import Produced


@dataclass
class Since:
    """An earlier version of a plan, and how many places of each paper it says otherwise."""

    file: str
    playbook: Playbook
    counts: dict[str, int] = field(default_factory=dict)
    """By the name of the paper without its ending."""

    def produce(self, present: Playbook, spec: DocumentSpec, wish: Wish, earlier: Playbook | None = None) -> Produced:
        """Return a paper of the present plan with what an ``earlier`` one (None: this) said. Raises as ``produce``."""
        from komma_cli.render.changes_paper import produce_changes

        copy = produce_changes(
            earlier or self.playbook, present, spec.id, wish.lang, wish.audience, wish.day, wish.templates,
            wish.hide_empty,
        )  # fmt: skip
        self.counts.setdefault(copy.produced.stem, copy.count)
        return copy.produced

    def told(self, present: Playbook, file: str, lang: Lang) -> list[str]:
        """Return what was found, a sentence for each paper, and what is odd about the two versions."""
        sentences = [
            text("since.told" if count else "since.told_none", lang, file=stem, count=count)
            for stem, count in self.counts.items()
        ]
        old, new = _version(self.playbook), _version(present)
        if old[1] and new[1] and old[1] > new[1]:
            sentences.append(text("since.older", lang, old_day=_day(old[1]), day=_day(new[1])))
        elif old == new and any(self.counts.values()) and new[0] and new[1]:
            sentences.append(text("since.same_version", lang, version=new[0], day=_day(new[1]), file=file))
        return sentences


def read_earlier(old: str, new: str, present: Playbook) -> Since:
    """Return the earlier version that a file holds.

    Raises ``ReadError`` and ``UsageError`` (``since.unreadable``, ``since.one_input``, ``since.other_plan``).
    """
    from komma_cli.model.problems import validate
    from komma_cli.store import load, read_source
    from komma_cli.store.reading import STDIN

    if old == new == STDIN:
        raise UsageError("since.one_input")
    loaded = load(read_source(old))
    earlier = validate(loaded.data)[0] if loaded.editable else None
    if earlier is None:
        raise ReadError("since.unreadable", file=old)
    towns = earlier.municipality, present.municipality
    if (towns[0].ags, towns[0].name) != (towns[1].ags, towns[1].name) and (
        towns[0].name != towns[1].name or (towns[0].ags and towns[1].ags)
    ):
        values = {"old": old, "new": new, "old_town": towns[0].name, "new_town": towns[1].name}
        raise UsageError("since.other_plan", **values)
    return Since(old, earlier)


def has_versions(spec: DocumentSpec) -> bool:
    """Say whether a document tells enough of the plan that two versions of it can be compared."""
    return not (spec.is_form or spec.composed)


def refuse_without_versions(wanted: tuple[DocumentSpec, ...], old: str, new: str, lang: Lang) -> None:
    """Raise ``UsageError`` ``since.no_copy`` for the first document that has no versions."""
    for spec in wanted:
        if not has_versions(spec):
            raise UsageError("since.no_copy", document=spec.titles[lang], old=old, new=new)


def _version(playbook: Playbook) -> tuple[str | None, date | None]:
    review = playbook.review
    return (review.version, review.as_of) if review else (None, None)


def _day(day: date) -> str:
    from komma_cli.render.phrases import short_day

    return short_day(day)
