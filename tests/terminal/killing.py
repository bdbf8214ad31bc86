"""kill -9 in the middle of a conversation, and what may be left of it.

A conversation is rehearsed first in this process: what is durable each time komma asks is kept. In a real terminal the
same answers are typed up to a random one, and komma is killed a random moment later. The plan and its journal must then
hold exactly what they held in the rehearsal at that question or at the next one: no answer less, no half a step.
"""

import json
import re
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from komma_cli.check.engine import check_source
from komma_cli.cli import desk, exits, import_, update
from komma_cli.cli.common import the_day
from komma_cli.store import Journal, create, load, read_source
from komma_cli.texts import text
from komma_cli.wizard import saving
from komma_cli.wizard.input.asker import ScriptedAsker
from tests.terminal.later import Later
from tests.terminal.screen import Terminal
from tests.unit.newer_library import forget

DAY = "2026-12-01"
SLOWEST = 1.2
"""Seconds; by then the file itself has been rewritten (``saving.QUIET_SECONDS`` behind an answer)."""
_RANDOM_ID = re.compile(r"\b[a-z]-[0-9a-f]{4}\b")


@dataclass(frozen=True)
class Kind:
    """One kind of conversation: how its files are made, what is called, what is typed."""

    make: Callable[[Path], Path]
    """Writes the files into a folder and returns the plan."""
    arguments: tuple[str, ...]
    answers: tuple[str, ...]
    reached: Callable[[dict[str, Any]], bool]
    """Says of what the plan holds at the end whether the answers did what they are for."""
    piecewise: tuple[str, ...] = ()
    """Answers that settle several places one after the other; each place is a whole by itself."""
    later: Later | None = None
    """A later komma that is used in the place of this one."""


@dataclass(frozen=True)
class Rehearsed:
    """What a conversation does when nobody interrupts it."""

    prompts: tuple[str, ...]
    states: tuple[str, ...]
    """What is durable at each prompt, then at the end."""
    between: tuple[tuple[str, ...], ...]
    """What was durable for a moment behind each prompt, and neither at that prompt nor at the next."""
    errors: frozenset[tuple[str, str]]
    """What the check calls an error in the plan as it was before."""


class _Rehearsing(ScriptedAsker):
    """Types the answers, and looks at what is on the disk whenever it is asked."""

    def __init__(self, answers, path):
        super().__init__(answers)
        self.path, self.prompts, self.states, self.between = path, [], [], []
        self._seen = (None, "")

    def read(self, label, *, default="", completions=()):
        self.prompts.append(label)
        self.look()
        return super().read(label, default=default, completions=completions)

    def look(self):
        self.states.append(self.durable())
        self.between.append([])

    def durable(self):
        """Return what is on the disk, read anew when one of the two files is another one."""
        files = [path.read_bytes() for path in (self.path, Journal(self.path, base_sha="").path) if path.exists()]
        if self._seen[0] != files:
            self._seen = (files, canonical(desk.draft(self.path)))
        return self._seen[1]

    def halves(self):
        """Return for each answer what was durable for a moment, and neither before the answer nor after it."""
        triples = zip(self.between, self.states, self.states[1:], strict=False)
        return tuple(tuple(one for one in between if one not in around) for between, *around in triples)

    def writing(self, write_line):
        """Return what writes a line of the journal, and then looks at what is durable by it."""

        def watched(journal, content):
            write_line(journal, content)
            if self.between and "folded" not in content:
                self.between[-1].append(self.durable())

        return watched


def rehearse(kind):
    """Hold the conversation in this process, without rewriting the file in between."""
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        path = kind.make(Path(name))
        errors = errors_in(desk.draft(path))
        asker = _Rehearsing(kind.answers, path)
        patch.chdir(name)
        patch.setenv("KOMMA_LANG", "de")
        patch.setattr(saving, "QUIET_SECONDS", 1e6)
        for room in (desk, update, import_):
            patch.setattr(room, "on_terminal", lambda: True, raising=False)
        patch.setattr(Journal, "_write_line", asker.writing(Journal._write_line))
        patch.setattr(desk, "asker_for", lambda *_, **__: asker)
        patch.setattr(sys, "argv", ["komma", *kind.arguments])
        if kind.later:
            kind.later.here(patch)
        code = exits.run()
        asker.look()
        end = desk.draft(path)
    forget()
    assert code == 0, asker.screen[-2000:]
    assert len(asker.prompts) == len(kind.answers)
    assert kind.reached(end), asker.screen[-2000:]
    return Rehearsed(tuple(asker.prompts), tuple(asker.states), asker.halves(), errors)


def canonical(data):
    """Return plain data as text in which new ids, which are random, are numbered in the order in which they appear."""
    numbers = {}

    def numbered(found):
        return numbers.setdefault(found[0], f"new-{len(numbers)}")

    return _RANDOM_ID.sub(numbered, json.dumps(data, ensure_ascii=False, sort_keys=True))


def errors_in(data):
    """Return rule and place of whatever the check calls an error."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "plan.komma.yaml"
        create(path, {key: value for key, value in data.items() if key != "komma"})
        findings = check_source(read_source(path), today=the_day(DAY)).findings
    return frozenset((one.rule, canonical(one.path)) for one in findings if one.severity == "error")


def kill(terminal, typed, chance, wait=None):
    """Type ``(prompt, answer)`` pairs, each at its prompt, and kill komma a random moment behind the last answer.

    ``wait`` waits for a prompt in another way than for the end of what was printed.
    """
    for prompt, answer in typed:
        (wait or _asked)(terminal, prompt)
        terminal.type(answer)
        if chance.random() < 0.2:
            terminal.read_for(chance.random() * SLOWEST)  # into the background rewrite of the file
    # most kills hit the moment behind an answer, the others the seconds in which the file itself is rewritten
    terminal.read_for(chance.random() * chance.choice([0.02, 0.1, SLOWEST] if typed else [0.8]))
    if terminal.process.isalive():
        terminal.process.kill(signal.SIGKILL)
        terminal.process.wait()
    terminal.process.close()


def ended_normally(folder, plan):
    """Start komma on the plan once more, drop entries that have no answer yet, leave the task list; return the code."""
    again = Terminal(folder, "edit", plan.name, "--today", DAY, env={"ACCESSIBLE": "1"})
    menu, unanswered = text("wizard.prompt_menu", "de"), text("wizard.prompt_no_answer", "de")
    while _asked(again, menu, unanswered) == unanswered:
        again.type("2")
    again.type("b")
    return again.end()


def _asked(terminal, *prompts):
    """Wait until one of the prompts is the last thing that was printed, however it is wrapped, and return it."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        alive = terminal.read_for(0.01)
        printed = _flat(terminal.new).removesuffix(">")
        for prompt in prompts:
            if printed.endswith(_flat(prompt)):
                return prompt
        if not alive:
            break
    raise AssertionError(f"none of {prompts} in\n{terminal.new}")


def _flat(printed):
    return "".join(printed.split())


def kill_and_look(folder, kind, rehearsed, chance):
    """Kill one conversation of a kind, and look at everything that is left of it, before and after the next start."""
    plan = kind.make(folder)
    files = sorted(path.name for path in folder.iterdir())
    count = chance.randint(0, len(kind.answers))
    kill(_terminal(folder, kind), list(zip(rehearsed.prompts, kind.answers, strict=True))[:count], chance)

    behind = zip(kind.answers, rehearsed.between, strict=True)
    pieces = [between if answer in kind.piecewise else () for answer, between in behind]
    possible = {rehearsed.states[count]}
    if count:
        possible |= {rehearsed.states[count - 1], *pieces[count - 1]}
    found = desk.draft(plan)
    assert canonical(found) in possible, _told(count, kind, rehearsed, canonical(found))
    in_file = load(read_source(plan))
    assert (in_file.data is not None, in_file.problems) == (True, ())
    earlier = {*rehearsed.states[:count], *possible, *(one for between in pieces[:count] for one in between)}
    assert canonical(in_file.data) in earlier, _told(count, kind, rehearsed, canonical(in_file.data))

    assert ended_normally(folder, plan) == 0
    left = sorted(path.name for path in folder.iterdir())
    assert left == files, left
    new = errors_in(desk.draft(plan)) - rehearsed.errors
    for state in possible if new else ():  # such as a new entry that lacks what nobody has asked for yet
        new -= errors_in(json.loads(state))
    assert not new, new


def _terminal(folder, kind):
    if kind.later is None:
        return Terminal(folder, *kind.arguments, env={"ACCESSIBLE": "1"})
    return Terminal(folder, *kind.arguments, env={"ACCESSIBLE": "1"}, program=kind.later.command)


def _told(count, kind, rehearsed, found):
    known = rehearsed.states.index(found) if found in rehearsed.states else None
    last = kind.answers[count - 1] if count else "-"
    nearest = rehearsed.states[min(count, len(rehearsed.states) - 1)]
    at = next((n for n, (a, b) in enumerate(zip(found, nearest, strict=False)) if a != b), 0)
    return (
        f"{kind.arguments}: killed behind answer {count} ({last!r}); found state {known}\n"
        f"found  …{found[max(at - 200, 0) : at + 200]}…\nwanted …{nearest[max(at - 200, 0) : at + 200]}…"
    )
