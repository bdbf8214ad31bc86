"""``--prove``: every finished file is searched for what its readers must not see before anything is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from komma_cli.cli.exits import Exit
from komma_cli.cli.language import reader_language
from komma_cli.errors import KommaError, ReadError
from komma_cli.texts import label, text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from komma_cli.cli.papers import Paper
    from komma_cli.model.classes import Confidentiality
    from komma_cli.model.playbook import Playbook
    from komma_cli.render.proof.search import Proof, Remake, Verdict


class Leak(KommaError):
    """A finished file says what its readers must not see."""

    exit_code = Exit.FINDINGS


class Proving:
    """Searches the papers of one plan, one after the other, and tells at the end what was searched."""

    def __init__(self, playbook: Playbook, *, own_words: bool = False, marked_in: Playbook | None = None) -> None:
        """Search for what stands in ``playbook``; ``marked_in``: the later plan whose papers show it as deleted."""
        self._playbook = playbook
        self._marked_in = marked_in
        self._own_words = own_words
        self._proofs: dict[Confidentiality, Proof] = {}
        self._files = 0
        self._values: set[str] = set()
        self._said: dict[str, None] = {}

    def search(self, paper: Paper, title: str, audience: Confidentiality, remake: Remake | None) -> None:
        """Search one finished file; ``remake`` makes it from another plan.

        Raises ``Leak`` with the fields, never with their values, and ``ReadError`` for a file that cannot be searched.
        """
        from komma_cli.render.proof.opened import Unreadable
        from komma_cli.render.proof.search import Proof

        if audience not in self._proofs:
            self._proofs[audience] = Proof(self._playbook, audience, self._allowed(audience))
        proof = self._proofs[audience]
        form = paper.target.suffix.removeprefix(".")
        try:
            verdict = proof.judge(paper.content, paper.target.name, remake, own_words=self._own_words)
        except Unreadable as error:
            raise ReadError("proof.unreadable", title=title, format=form, where=str(error)) from error
        if verdict.leaks:
            raise Leak("proof.leak", title=title, format=form, fields=_some(verdict))
        self._files += 1
        self._values.update(secret.path for secret in proof.secrets)
        lang = reader_language()
        for said in verdict.said:
            kind = label("confidentiality", audience, lang)
            self._said[text("proof.said", lang, path=said.path, kind=kind, at=said.at)] = None

    def _allowed(self, audience: Confidentiality) -> list[dict[str, Any]] | None:
        """Return what readers of marks may see: what they see today, and what they saw then and may still see."""
        if self._marked_in is None:
            return None
        from komma_cli.render.audience import redact, redact_earlier

        present = self._marked_in
        return [redact(present, audience), redact_earlier(self._playbook, present, audience)]

    def warnings(self) -> Iterable[str]:
        """Return a sentence for every text of the plan that itself names what its readers must not see."""
        return tuple(self._said)

    def told(self) -> str:
        """Return how much was searched."""
        name = "proof.clean_one" if self._files == 1 else "proof.clean"
        return text(name, reader_language(), files=self._files, values=len(self._values))


def _some(verdict: Verdict) -> str:
    """Return the paths, and that there may be more."""
    shown = ", ".join(verdict.leaks)
    return f"{shown}, {text('proof.more', reader_language())}" if verdict.more else shown
