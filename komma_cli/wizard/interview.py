"""The interview: answers in, edits of the playbook out. Pure: no terminal, no file, no clock of its own."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from komma_cli import phones
from komma_cli.merging import ABSENT, differences
from komma_cli.model.references import Reference, used_by
from komma_cli.model.scenarios import Step
from komma_cli.paths import ById, SymbolicPath, format_path, get
from komma_cli.store import Change, Removal, apply_edits
from komma_cli.texts import Lang
from komma_cli.wizard.pages import LAST, ListPage, SectionState, section_states
from komma_cli.wizard.questions import Question

Edit = Change | Removal
UNDO_STEPS = 50
_PREFIXES = {"people": "p", "bodies": "b", "roles": "r", "scenarios": "s"}


def neutral_id(prefix: str, taken: set[str]) -> str:
    """Return a new id such as ``p-7f3a``: made of nothing that says who or what it is."""
    while True:
        candidate = f"{prefix}-{secrets.token_hex(2)}"
        if candidate not in taken:
            return candidate


class Interview:
    """A draft and what may be done with it. Every method that changes the draft returns the edits to be saved."""

    def __init__(
        self,
        data: dict[str, Any],
        lang: Lang,
        today: date,
        new_id: Callable[[str, set[str]], str] = neutral_id,
    ) -> None:
        self.data = data
        self.lang = lang
        self.today = today
        self._new_id = new_id
        self._history: list[dict[str, Any]] = []
        self._states: tuple[dict[str, Any], tuple[SectionState, ...]] | None = None
        self.consequences: Callable[[SymbolicPath, dict[str, Any]], list[Edit]] = lambda parts, data: []
        """Which edits belong to an answer just given at a place of the data: both are one step."""

    def states(self) -> tuple[SectionState, ...]:
        """Return the state of every section; counted anew when the draft is another one, which every edit makes it."""
        if self._states is None or self._states[0] is not self.data:
            self._states = self.data, section_states(self.data, self.lang)
        return self._states[1]

    def answer(self, question: Question, value: Any) -> list[Edit]:
        """Put a checked answer in its place; an open item for it is closed."""
        if question.reached_by is not None:
            edits = self._channel_edits(question, value)
        else:
            edits = [Change(question.parts, value), *_replaced(question)]
        return self._apply_answer(question, [*edits, *self._close_open(question.parts)])

    def take(self, edits: Sequence[Edit]) -> list[Edit]:
        """Make proposed edits; whatever they answer is no longer open."""
        answered = {format_path(edit.parts) for edit in edits}
        answered |= {format_path(edit.parts[:-1]) for edit in edits if not isinstance(edit.parts[-1], str)}
        items = self.data.get("open") or []
        kept = [item for item in items if item.get("path") not in answered]
        closing: list[Edit] = [Change(("open",), kept)] if len(kept) < len(items) else []
        return self.apply([*edits, *closing])

    def reload(self, data: dict[str, Any]) -> None:
        """Go on with data that came from outside; nothing before it can be undone."""
        self.data = data
        self._history.clear()

    def leave_open(self, parts: SymbolicPath, owner: str | None = None, until: date | None = None) -> list[Edit]:
        """Record „not known yet“; an answer that stands there stays until it is replaced."""
        path = format_path(parts)
        noted = [item for item in self.data.get("open") or [] if item.get("path") == path]
        since = next((item["since"] for item in noted if item.get("since") and not item.get("not_applicable")), None)
        item: dict[str, Any] = {"path": path, "since": since or self.today.isoformat()}
        if owner:
            item["owner"] = owner
        if until:
            item["until"] = until.isoformat()
        return self.apply([*self._close_open(parts), self._open_edit(parts, item)])

    def not_here(self, parts: SymbolicPath, reason: str) -> list[Edit]:
        """Record „we do not have this“ with its reason, so that a section can be complete without it."""
        item = {
            "path": format_path(parts),
            "since": self.today.isoformat(),
            "not_applicable": True,
            "reason": reason,
        }
        return self.apply([*self._close_open(parts), self._open_edit(parts, item)])

    def remove_answer(self, question: Question) -> list[Edit]:
        """Take an optional answer away."""
        if question.reached_by is None:
            return self._apply_answer(question, [Removal(question.parts)])
        return self.remove_item((*question.parts, self._channel_position(question)))

    def _apply_answer(self, question: Question, edits: list[Edit]) -> list[Edit]:
        return self.apply([*edits, *self.consequences(question.parts, apply_edits(self.data, edits))])

    def add_item(self, page: ListPage, values: dict[str, Any] | None = None) -> tuple[SymbolicPath, list[Edit]]:
        """Add an item to a list, with a neutral id where items have ids; return its path and the edits."""
        items = get(self.data, page.parts) or []
        assert page.spec.group is not None
        if "id" not in page.spec.group.model_fields:
            here: SymbolicPath = (*page.parts, len(items))
            return here, self.apply([Change(here, dict(values or {})), *self._close_open(page.parts)])
        identifier = (values or {}).get("id") or self.fresh_id(page.parts)
        here = (*page.parts, ById(identifier))
        edits: list[Edit] = [Change(here, {"id": identifier, **(values or {})})]
        return here, self.apply([*edits, *self._close_open(page.parts)])

    def fresh_id(self, list_parts: SymbolicPath, also_taken: set[str] | None = None) -> str:
        """Return an id that no item of the whole draft bears."""
        name = str(list_parts[-1])
        return self._new_id(_PREFIXES.get(name, name[0]), _all_ids(self.data) | (also_taken or set()))

    def still_used(self, item_parts: SymbolicPath) -> list[Reference]:
        """Return who refers to an item; it cannot be removed before."""
        last = item_parts[-1]
        if not isinstance(last, ById):
            return []
        return used_by(self.data, ".".join(p for p in item_parts[:-1] if isinstance(p, str)), last.id)

    def remove_item(self, item_parts: SymbolicPath) -> list[Edit]:
        """Remove an item of a list, and the open questions about it."""
        return self.apply([Removal(item_parts), *self._notes_after(item_parts)])

    def _notes_after(self, removed: SymbolicPath) -> list[Edit]:
        """Return the edits that close the notes about a removed item; those about items behind it that have no id go on
        naming the same item."""
        notes = [str(item.get("path", "")) for item in self.data.get("open") or []]
        *above, last = removed
        moved: list[Edit] = []
        if isinstance(last, int):
            new = {
                format_path((*above, number)): format_path((*above, number - 1))
                for number in range(last + 1, len(get(self.data, above) or []))
            }
            moved = [
                Change(("open", at), {**self.data["open"][at], "path": there + path.removeprefix(here)})
                for at, path in enumerate(notes)
                for here, there in new.items()
                if path.startswith(here)
            ]
        gone = [at for at, path in enumerate(notes) if path.startswith(format_path(removed))]
        return [*moved, *(Removal(("open", at)) for at in reversed(gone))]

    def apply(self, edits: list[Edit]) -> list[Edit]:
        """Make edits in the draft and remember the state before them; return them for saving."""
        self._history.append(self.data)
        del self._history[:-UNDO_STEPS]
        self.data = apply_edits(self.data, edits)
        if any(edit.parts[:2] == ("escalation", "levels") for edit in edits):
            ranking = _ranking(get(self.data, ("escalation", "levels")))
            self.data = apply_edits(self.data, ranking)
            return [*edits, *ranking]
        return edits

    def undo(self) -> list[Edit]:
        """Go one change back; return the edits that bring a file there, or none if nothing is left to undo."""
        if not self._history:
            return []
        before = self._history.pop()
        edits = edits_between(self.data, before)
        self.data = before
        return edits

    def replace(self, data: dict[str, Any]) -> list[Edit]:
        """Go on with other data as one step; return the edits that bring a file there."""
        edits = edits_between(self.data, data)
        return self.apply(edits) if edits else []

    def as_one_step(self, before: dict[str, Any]) -> None:
        """Let ``undo`` take back everything since the draft was ``before`` at once; later changes must have followed
        it without a ``reload``."""
        for number, state in enumerate(self._history):
            if state is before:
                del self._history[number + 1 :]
                return

    def _channel_edits(self, question: Question, value: str) -> list[Edit]:
        """Replace the first phone number or e-mail address of a list of channels, or add it."""
        channels = get(self.data, question.parts) or []
        position = self._channel_position(question)
        kind = "email" if question.reached_by == "email" else phones.kind(value)
        old = channels[position] if position < len(channels) else {}
        return [Change((*question.parts, position), {**old, "kind": kind, "value": value})]

    def _channel_position(self, question: Question) -> int:
        """Return the place of the first channel of the kind asked for, or the place behind the last channel."""
        channels = get(self.data, question.parts) or []
        kinds = ("phone", "mobile") if question.reached_by == "phone" else ("email",)
        return next((n for n, c in enumerate(channels) if c.get("kind") in kinds), len(channels))

    def _close_open(self, parts: SymbolicPath) -> list[Edit]:
        path = format_path(parts)
        found = [n for n, item in enumerate(self.data.get("open") or []) if item.get("path") == path]
        return [Removal(("open", n)) for n in reversed(found)]

    def _open_edit(self, parts: SymbolicPath, item: dict[str, Any]) -> Change:
        path = format_path(parts)
        others = [o for o in self.data.get("open") or [] if o.get("path") != path]
        return Change(("open", len(others)), item)


def edits_between(before: dict[str, Any], after: dict[str, Any]) -> list[Edit]:
    """Return the edits that make one draft the other: field by field, or by whole sections where the order of entries
    would not come out."""
    edits: list[Edit] = [
        Removal(parts) if new is ABSENT else Change(parts, new) for parts, _, new in differences(before, after)
    ]
    if apply_edits(before, edits) == after:
        return edits
    gone: list[Edit] = [Removal((key,)) for key in before if key not in after]
    return gone + [Change((key,), value) for key, value in after.items() if before.get(key) != value]


def _replaced(question: Question) -> list[Edit]:
    """Return the removal of the answer that a new one excludes: a step is done by a role or by whoever is there."""
    other = {"role": "actor", "actor": "role"}.get(question.spec.key, "")
    return [Removal((*question.parts[:-1], other))] if question.section is Step and other else []


def _ranking(levels: Any) -> list[Edit]:
    """Return the edits that number the levels of each track from 0 without gaps, in the order they have already."""
    edits: list[Edit] = []
    known = [level for level in levels or [] if isinstance(level, dict) and level.get("id")]
    for track in ("external", "internal"):
        own = [level for level in known if level.get("track") == track]
        own.sort(key=lambda level: rank if isinstance(rank := level.get("rank"), int) else LAST)
        edits += [
            Change(("escalation", "levels", ById(level["id"]), "rank"), number)
            for number, level in enumerate(own)
            if level.get("rank") != number
        ]
    return edits


def _all_ids(node: Any) -> set[str]:
    if isinstance(node, dict):
        own = {node["id"]} if isinstance(node.get("id"), str) else set()
        return own.union(*(_all_ids(value) for value in node.values()))
    if isinstance(node, list):
        return set().union(*(_all_ids(item) for item in node))
    return set()
