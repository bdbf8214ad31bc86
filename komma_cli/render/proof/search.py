"""Searches finished files for what their readers must not see, and judges what is found.

A value that stands in a file is a leak if the file changes with it. If the file says the same although the plan says
something else in that place, the words come from somewhere else: from a text the readers may see (the plan's own
doing, worth a warning where it names somebody), or from komma's own words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from komma_cli.model.classes import Confidentiality
from komma_cli.model.playbook import Playbook
from komma_cli.render.proof.folding import SURE, Needles, fold
from komma_cli.render.proof.opened import pieces
from komma_cli.render.proof.twin import twin
from komma_cli.render.proof.values import Secret, said_at, secrets

MOST_LEAKS = 3
"""So many are named: each is found out by making the paper once more."""
Remake = Callable[[Playbook], bytes]
"""Makes the same file from another plan."""


@dataclass(frozen=True)
class Hit:
    """A value that stands in a file, and where."""

    secret: Secret
    where: tuple[str, ...]
    """Places inside the file."""
    by_chance: bool
    """What stands there is so short, or such a small part of the value, that it may well mean something else."""


@dataclass(frozen=True)
class Said:
    """A value above the class that a text says which the readers may see; both are paths of the plan."""

    path: str
    at: str


@dataclass(frozen=True)
class Verdict:
    """What the search of one file says: ``leaks`` are paths of the plan, the first few if ``more``."""

    leaks: tuple[str, ...] = ()
    said: tuple[Said, ...] = ()
    more: bool = False


class Proof:
    """Knows what readers of one class must not see of one plan.

    ``allowed`` are the plans as these readers get them, if that is not what their class alone allows.
    """

    def __init__(
        self, playbook: Playbook, audience: Confidentiality, allowed: Sequence[Mapping[str, Any]] | None = None
    ) -> None:
        self.playbook = playbook
        self.audience: Confidentiality = audience
        self.secrets = secrets(playbook, audience, allowed)
        self._owners: dict[str, list[Secret]] = {}
        for secret in self.secrets:
            for needle in secret.needles:
                self._owners.setdefault(needle, []).append(secret)
        self._needles = Needles(self._owners)
        self._said: dict[str, str | None] = {}

    def hits(self, content: bytes, name: str = "") -> tuple[Hit, ...]:
        """Return every value above the class that the bytes of a file hold, or its name.

        Raises ``Unreadable`` for a file that cannot be read to its end.
        """
        found: dict[str, tuple[Secret, dict[str, None], set[str]]] = {}
        for where, piece in ((name, name), *pieces(content, name)):
            for needle in self._needles.found_in(fold(piece)):
                for secret in self._owners[needle]:
                    _, places, written = found.setdefault(secret.path, (secret, {}, set()))
                    places[where] = None
                    written.add(needle)
        return tuple(
            Hit(secret, tuple(places), not any(_is_sure(secret, needle) for needle in written))
            for secret, places, written in found.values()
        )

    def judge(
        self, content: bytes, name: str = "", remake: Remake | None = None, *, own_words: bool = False
    ) -> Verdict:
        """Search a file and say what of its hits is a leak; without ``remake`` every one is.

        ``own_words`` tells of a template that komma has not written: what names somebody there counts.
        """
        hits = self.hits(content, name)
        if not hits or remake is None:
            return Verdict(tuple(hit.secret.path for hit in hits[:MOST_LEAKS]), more=len(hits) > MOST_LEAKS)
        if not self._same(content, hits, remake):
            depending = (hit for hit in hits if not self._same(content, (hit,), remake))
            leaks = tuple(islice(depending, MOST_LEAKS)) or hits[:MOST_LEAKS]  # only together they make a difference
            return Verdict(tuple(hit.secret.path for hit in leaks), more=len(hits) > len(leaks))
        naming = [(hit, self._said_at(hit.secret)) for hit in hits if hit.secret.identifies]
        strange = tuple(hit.secret.path for hit, at in naming if at is None and own_words and not hit.by_chance)
        return Verdict(
            leaks=strange[:MOST_LEAKS],
            said=tuple(Said(hit.secret.path, at) for hit, at in naming if at is not None),
            more=len(strange) > MOST_LEAKS,
        )

    def _same(self, content: bytes, hits: tuple[Hit, ...], remake: Remake) -> bool:
        other = twin(self.playbook, (hit.secret for hit in hits))
        return other is not None and remake(other) == content

    def _said_at(self, secret: Secret) -> str | None:
        if secret.path not in self._said:
            self._said[secret.path] = said_at(self.playbook, self.audience, secret)
        return self._said[secret.path]


def _is_sure(secret: Secret, needle: str) -> bool:
    return len(needle) >= SURE and (needle in secret.sure or secret.places[0][-1] == "name")
