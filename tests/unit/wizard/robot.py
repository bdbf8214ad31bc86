"""A person who answers everything: made for walking through the whole interview without a script."""

import re

from komma_cli.wizard.input.asker import Leave
from komma_cli.wizard.input.day_limits import limit
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
FEW = {"Handlungsfelder": "1, 2", "Fields of action": "1, 2"}
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

    def read_lines(self, label, *, piece_keys=False, on_lines=None):
        return self.read(label)

    def read(self, label, *, default="", completions=()):
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
            return self._typed(kind)
        if label in (self.seat.say("prompt_owner"), self.seat.say("prompt_until")):
            return ""
        if label == self.seat.say("prompt_voluntary"):
            return "ja" if self.optional else ""
        last = self.shown[-1]
        if label == self.seat.say("prompt_flag"):
            return "ja"
        if label in (self.seat.say("prompt_propose"), self.seat.say("prompt_propose_last")):
            beginning = self.seat.say("proposals", short="{}").partition("{}")[0]
            offered = next(s for s in reversed(self.shown) if s.startswith(beginning))
            few = FEW.get(offered.removeprefix(beginning).split(".")[0].strip(), "all")
            return "" if label == self.seat.say("prompt_propose_last") and few != "all" else few
        return self._list(last)

    def _typed(self, question):
        if question.kind == "hours":
            return question.words.example or "24/7"
        if question.kind == "date" and limit(question) == "ahead":
            return "in 6 Monaten"
        if question.spec.key == "year":
            return "2027"
        return BY_SHAPE.get(question.spec.shape, TYPED[question.kind]).format(n=self._count)

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
