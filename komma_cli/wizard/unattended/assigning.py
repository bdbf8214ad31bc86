"""``--set path=value``: one answer each, typed as in the interview.

A path names entries of lists by their id. ``[+]`` is a new entry and ``[+2]``, ``[+3]`` further ones; the same mark
means the same new entry in all assignments of one call. An entry that komma proposes (a role of the catalogue, a card
of the library, a body of the directory) is taken over when its id is named. ``phone`` and ``email`` of a person or body
stand for the first number and address. The values: what the interview takes; ``-`` notes as open, ``-- reason`` as not
existing here, nothing removes an optional answer or an entry, ``\\-`` is a real hyphen.
"""

from __future__ import annotations

import re
from typing import get_args

from komma_cli.errors import KommaError, UsageError
from komma_cli.model.bodies import Body
from komma_cli.model.describe import FieldSpec, field_of, fields_of
from komma_cli.model.fields import Section, item_key
from komma_cli.model.people import Person
from komma_cli.model.playbook import Playbook
from komma_cli.paths import ById, SymbolicPath, format_path, get, parse_path
from komma_cli.texts import text
from komma_cli.wizard.input.answers import NotUnderstood, read_answer
from komma_cli.wizard.interview import Interview
from komma_cli.wizard.pages import ListPage, Page, page_of, question_at
from komma_cli.wizard.questions import Option, Question
from komma_cli.wizard.showing.titles import title_of
from komma_cli.wizard.spots import ReachedBy, spots
from komma_cli.wizard.unattended.refusals import Refusal, choices, did_you_mean, of_answer, of_error

OPEN, NOT_HERE, LITERAL = "-", "--", "\\"
_NEW = re.compile(r"\+\d{0,3}")
_REACHED: tuple[str, ...] = get_args(ReachedBy)


class _Refused(Exception):
    """The assignment cannot be made; ``problem`` and ``wanted`` say why."""

    def __init__(self, problem: str, wanted: str = "") -> None:
        super().__init__(problem)
        self.problem, self.wanted = problem, wanted


class Assigning:
    """Makes assignments in an interview's draft, one after the other, and keeps what was refused."""

    def __init__(self, interview: Interview) -> None:
        self.interview = interview
        self.lang = interview.lang
        self.refusals: list[Refusal] = []
        self._new: dict[tuple[str, str], SymbolicPath] = {}

    def assign(self, assignment: str) -> None:
        """Make one assignment; a refused one changes nothing but what it named as new."""
        typed, equals, given = (part.strip() for part in assignment.partition("="))
        if not equals or not typed:
            error = UsageError("wizard.set_format", text=assignment)
            self.refusals.append(of_error(assignment, "", error, self.lang))
            return
        try:
            self._put(self._resolved(typed), typed, given)
        except _Refused as refused:
            self.refusals.append(Refusal(typed, given, refused.problem, refused.wanted))
        except KommaError as error:
            self.refusals.append(of_error(typed, given, error, self.lang))

    def _say(self, name: str, **values: object) -> str:
        return text(f"unattended.{name}", self.lang, **values)

    def _shown(self, parts: SymbolicPath) -> str:
        """Return a path as the caller writes it: new entries by their marks."""
        marks = {made: ById(mark) for (_, mark), made in self._new.items()}
        return format_path(marks.get(parts[: n + 1], part) for n, part in enumerate(parts)).replace("[+1]", "[+]")

    # -- the path -------------------------------------------------------------------------------------------------

    def _resolved(self, typed: str) -> SymbolicPath:
        """Return the path with new entries made and proposed ones taken over. Raises ``_Refused``, ``UsageError``."""
        here: SymbolicPath = ()
        section: type[Section] | None = Playbook
        spec: FieldSpec | None = None
        for part in parse_path(typed):
            if isinstance(part, str):
                if spec is not None and spec.many:
                    raise self._needs_entry(here)
                spec = self._field(section, here, part)
                here, section = (*here, part), spec.group if spec is not None else None
            elif spec is None or not spec.many or spec.group is None or not isinstance(here[-1], str):
                raise _Refused(self._say("no_entries", path=self._shown(here) or typed))
            else:
                here = self._entry(here, part)
                spec = None
        return here

    def _field(self, section: type[Section] | None, here: SymbolicPath, key: str) -> FieldSpec | None:
        """Return the field of that name; None for the first phone number or address of a person or body."""
        if section is None:
            raise _Refused(self._say("no_fields", path=self._shown(here)))
        spec = field_of(section, key)
        reached = _REACHED if section in (Person, Body) else ()
        if spec is None and key in reached:
            return None
        if spec is None or spec.generated:
            known = [spec.key for spec in fields_of(section) if not spec.generated]
            wanted = did_you_mean(key, [*known, *reached], self.lang, self._shown(here))
            raise _Refused(text("problems.unknown_key", self.lang, key=key), wanted)
        return spec

    def _entry(self, here: SymbolicPath, part: ById | int) -> SymbolicPath:
        """Return the path of an entry that is there, new, or proposed by komma."""
        from komma_cli.wizard.proposing import proposals

        if isinstance(part, ById) and _NEW.fullmatch(part.id):
            mark = (format_path(here), part.id if part.id != "+" else "+1")
            if mark not in self._new:
                page = question_at(self.interview.data, format_path(here), self.lang)
                assert isinstance(page, ListPage)
                self._new[mark], _ = self.interview.add_item(page)
            return self._new[mark]
        whole: SymbolicPath = (*here, part)
        if get(self.interview.data, whole) is not None:
            return whole
        data = self.interview.data
        proposed = [p for p in proposals.offered(data, here, self.lang) if ById(p.key) == part and not p.completes]
        if not proposed:
            raise self._no_such_entry(here, part)
        self.interview.take(proposals.taking(data, here, proposed, self.lang))
        return whole

    def _no_such_entry(self, here: SymbolicPath, part: ById | int) -> _Refused:
        name = part.id if isinstance(part, ById) else str(part)
        wanted = choices(self._entries(here), name, self.lang)
        return _Refused(
            self._say("no_such_entry", path=self._shown(here), id=name),
            f"{wanted} {self._say('new_entry', path=format_path(here))}".strip(),
        )

    def _needs_entry(self, here: SymbolicPath) -> _Refused:
        wanted = choices(self._entries(here), "", self.lang)
        return _Refused(
            self._say("needs_entry", path=self._shown(here)),
            f"{wanted} {self._say('new_entry', path=format_path(here))}".strip(),
        )

    def _entries(self, here: SymbolicPath) -> list[Option]:
        items = get(self.interview.data, here)
        listed = items if isinstance(items, list) else []
        named = [(item_key(item) or str(number), item) for number, item in enumerate(listed)]
        return [Option(key, title_of(self.interview.data, item, self.lang) or key) for key, item in named]

    # -- the value ------------------------------------------------------------------------------------------------

    def _put(self, parts: SymbolicPath, typed: str, given: str) -> None:
        if not isinstance(parts[-1], str):
            self._put_entry(parts, given)
            return
        page = self._page(parts)
        if page is None:
            raise UsageError("wizard.no_question", path=typed)
        if given == OPEN:
            self.interview.leave_open(page.parts)
        elif given.startswith(NOT_HERE):
            self._not_here(page.parts, given.removeprefix(NOT_HERE).strip())
        elif not isinstance(page, Question):
            raise self._is_group(page)
        elif not given:
            self._remove(page)
        else:
            self._answer(page, typed, given.removeprefix(LITERAL) if given.startswith("\\-") else given)

    def _put_entry(self, parts: SymbolicPath, given: str) -> None:
        """Remove a whole entry; whoever still refers to it is found when everything is checked."""
        if given:
            raise _Refused(self._say("entry_has_fields", path=self._shown(parts)))
        self.interview.remove_item(parts)

    def _page(self, parts: SymbolicPath) -> Page | None:
        """Return the page at a path, where ``phone`` and ``email`` lead into the list of channels."""
        *before, last = parts
        data = self.interview.data
        page = None
        if last in _REACHED and before:
            entries = question_at(data, format_path(before[:-1]), self.lang)
            assert isinstance(entries, ListPage)
            assert entries.spec.group is not None
            found = spots(data, get(data, before), tuple(before), entries.spec.group)
            spot = next((spot for spot in found if spot.reached_by == last), None)
            page = page_of(data, spot, self.lang) if spot is not None else None
        return page if page is not None else question_at(data, format_path(parts), self.lang)

    def _answer(self, page: Question, typed: str, given: str) -> None:
        try:
            value = read_answer(page, given, self.lang, self.interview.today)
        except NotUnderstood as refused:
            self.refusals.append(of_answer(typed, given, page, refused.problem, self.lang))
            return
        self.interview.answer(page, value)

    def _remove(self, page: Question) -> None:
        if not page.answered:
            return
        if not page.removable:
            raise _Refused(self._say("not_removable"), self._say("or_open", path=self._shown(page.parts)))
        self.interview.remove_answer(page)

    def _not_here(self, parts: SymbolicPath, reason: str) -> None:
        if not reason:
            raise _Refused(self._say("needs_reason"), self._say("or_reason", path=self._shown(parts)))
        self.interview.not_here(parts, " ".join(reason.split())[:200].rstrip())

    def _is_group(self, page: Page) -> _Refused:
        many = isinstance(page, ListPage)
        below = page.spec.group
        assert below is not None
        keys = [spec.key for spec in fields_of(below) if not spec.generated]
        path = self._shown(page.parts)
        example = f"{path}{'[+]' if many else ''}.{keys[0]}"
        return _Refused(self._say("is_group", path=path, example=example), did_you_mean("", keys, self.lang))
