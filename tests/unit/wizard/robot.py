"""A person who answers everything: made for walking through the whole interview without a script."""

import re

from komma_cli.wizard.asker import Leave
from komma_cli.wizard.questions import Question

TYPED = {
    "line": "Text {n}",
    "lines": "Zeile {n}",
    "prose": "Ein Satz {n}.",
    "number": "3",
    "date": "heute",
    "duration": "P2W",
    "hours": "Mo bis Do 8-16 Uhr, Fr 8-12 Uhr",
    "phone": "0221 4710{n:03}",
    "email": "stelle{n}@kleinbeispiel.example",
    "web": "www.kleinbeispiel.example",
    "flag": "ja",
    "choice": "1",
    "choices": "1",
    "reference": "1",
    "references": "1",
}
FEW = {"Handlungsfelder": "1, 2"}
"""Of these lists two entries stand for all: each field of action brings some sixty questions."""
BY_SHAPE = {"ags": "05113000", "version": "1.0", "language": "Deutsch"}


class Robot:
    """Takes over nearly every proposal, makes one entry in every empty list, and answers every question once.

    ``optional``: also the questions that may be passed over. It leaves after ``limit`` answers.
    """

    prefills = False

    def __init__(self, *, optional=True, propose=True, limit=4000, echo=False):
        self.optional, self.propose, self.left, self.echo = optional, propose, limit, echo
        self.output = ""
        self.shown, self.seat, self._lists, self._count, self._section = [], None, {}, 0, 0

    def show(self, text=""):
        self.shown.append(text)
        self.output += text + "\n"
        if self.echo:
            print(text)

    @property
    def screen(self):
        return "\n".join(self.shown)

    def read(self, label, *, default="", completions=(), many_lines=False):
        self.left -= 1
        if self.left < 0:
            raise Leave(interrupted=True)
        typed = self._answer(label)
        self.shown.append(label + typed)
        return typed

    def _answer(self, label):
        kind = self.seat.asked
        if isinstance(kind, Question):
            self.seat.asked = None
            self._count += 1
            if kind.answered or (kind.optional and not self.optional):
                return ""
            if kind.options == () and kind.kind in ("reference", "references"):
                return "-"
            if kind.kind == "hours":
                return kind.words.example or "24/7"
            return BY_SHAPE.get(kind.spec.shape, TYPED[kind.kind]).format(n=self._count)
        last = self.shown[-1]
        if label == self.seat.say("prompt_flag"):
            return "ja"
        if label in (self.seat.say("prompt_propose"), self.seat.say("prompt_propose_last")):
            offered = next(s for s in reversed(self.shown) if s.startswith("Vorschläge von komma für:"))
            few = FEW.get(offered.split(":")[1].split(".")[0].strip(), "alle")
            return "" if label == self.seat.say("prompt_propose_last") and few != "alle" else few
        return self._list(last)

    def _list(self, shown):
        heading = shown.strip().splitlines()[0]
        name = re.split(r" – \d", heading)[0]
        done = self._lists.setdefault(name, set())
        if self.propose and "\n  v  " in shown and "v" not in done:
            done.add("v")
            return "v"
        if "\n   1  " not in shown and "+" not in done:
            done.add("+")
            return "+"
        return ""
