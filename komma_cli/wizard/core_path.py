"""The safety core: about twelve questions after which the emergency card can be printed.

It runs across the sections in the order practice needs (domain research, section 14.5): who are we, who coordinates
and who stands in, to whom affected people turn, who helps from outside, who answers at night.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from komma_cli.model.playbook import FORMAT_VERSION
from komma_cli.paths import ById, SymbolicPath, format_path, get
from komma_cli.store import Change
from komma_cli.texts import words
from komma_cli.wizard.interview import Edit, Interview
from komma_cli.wizard.pages import Page, is_open, question_at
from komma_cli.wizard.questions import Question, question
from komma_cli.wizard.spots import ReachedBy

COORDINATION, CONTACT = "coordination", "contact-staff"
Who = Literal["holder", "deputy"]


@dataclass(frozen=True)
class Step:
    """One step: its words' key, and the place of the answer, in a section or with one of the two people."""

    key: str
    parts: tuple[str, ...] = ()
    person: Who | None = None
    field: str = ""
    reached_by: ReachedBy | None = None


@dataclass(frozen=True)
class HelpStep:
    """The step that offers outside help for confirmation."""

    key: str = "help"


FIRST = Step("name", ("municipality", "name"))
STEPS: tuple[Step | HelpStep, ...] = (
    FIRST,
    Step("kind", ("municipality", "kind")),
    Step("state", ("municipality", "state")),
    Step("holder_function", person="holder", field="function"),
    Step("holder_phone", person="holder", field="channels", reached_by="phone"),
    Step("holder_hours", person="holder", field="hours"),
    Step("deputy_function", person="deputy", field="function"),
    Step("deputy_phone", person="deputy", field="channels", reached_by="phone"),
    Step("contact", ("roles", CONTACT, "holder")),
    Step("contact_deputies", ("roles", CONTACT, "deputies")),
    HelpStep(),
    Step("internal_number", ("escalation", "emergency", "internal_number")),
    Step("out_of_hours", ("escalation", "emergency", "out_of_hours")),
)


def prepare(interview: Interview) -> list[Edit]:
    """Return the edits that put the frame of the core into the draft: two people and two roles, ids first.

    What the draft has already is left alone; an empty list means that nothing was missing.
    """
    from komma_cli import catalogue

    data, lang = interview.data, interview.lang
    edits: list[Edit] = []
    if "komma" not in data:
        edits += [Change(("komma",), FORMAT_VERSION), Change(("profile",), "core")]
    taken = {str(item.get("id")) for item in data.get("people") or [] if isinstance(item, dict)}
    holder = _person_of(data, "holder") or _new_person(interview, taken, edits)
    deputy = _person_of(data, "deputy") or _new_person(interview, taken, edits)
    for identifier in (COORDINATION, CONTACT):
        if get(data, ("roles", ById(identifier))) is None:
            role = catalogue.as_playbook_role(catalogue.role(identifier, lang))
            edits.append(Change(("roles", ById(identifier)), role))
    role_parts = ("roles", ById(COORDINATION))
    if get(data, (*role_parts, "holder")) != holder:
        edits.append(Change((*role_parts, "holder"), holder))
    if not get(data, (*role_parts, "deputies")):
        edits.append(Change((*role_parts, "deputies"), [deputy]))
    return edits


def page(interview: Interview, step: Step) -> Question:
    """Return the question of a step, in the core's own words."""
    parts = _parts(interview.data, step)
    if step.reached_by is not None:
        found: Page | None = _channel_question(interview, parts, step.reached_by)
    else:
        found = question_at(interview.data, format_path(parts), interview.lang)
    assert isinstance(found, Question)
    own = words("core_path", interview.lang)[step.key]
    said = replace(
        found.words,
        ask=own["ask"],
        help=own.get("help", found.words.help),
        example=str(own.get("example", found.words.example)),
    )
    return replace(found, words=said)


def next_step(interview: Interview, *, after: int = -1) -> int | None:
    """Return the number of the first step behind ``after`` that has no answer yet, or None at the end."""
    for number, step in enumerate(STEPS):
        if number > after and not step_done(interview, step):
            return number
    return None


def step_done(interview: Interview, step: Step | HelpStep) -> bool:
    """Say whether a step is answered or left open on purpose."""
    if isinstance(step, HelpStep):
        return bool(interview.data.get("bodies")) or is_open(interview.data, ("bodies",))
    if step.person is not None and _person_of(interview.data, step.person) is None:
        return False
    if step.parts[:1] == ("roles",) and get(interview.data, ("roles", ById(step.parts[1]))) is None:
        return False
    return _is_answered(interview, step)


def _is_answered(interview: Interview, step: Step) -> bool:
    parts = _parts(interview.data, step)
    found = page(interview, step)
    return found.answered or is_open(interview.data, parts)


def _parts(data: dict[str, Any], step: Step) -> SymbolicPath:
    if step.person is not None:
        identifier = _person_of(data, step.person)
        assert identifier is not None, "prepare() comes before the first question about a person"
        return ("people", ById(identifier), step.field)
    if step.parts[0] == "roles":
        return ("roles", ById(step.parts[1]), *step.parts[2:])
    return step.parts


def _channel_question(interview: Interview, parts: SymbolicPath, reached_by: ReachedBy) -> Question:
    from komma_cli.model.describe import field_of
    from komma_cli.model.people import Person

    spec = field_of(Person, "channels")
    assert spec is not None
    return question(interview.data, parts, Person, spec, interview.lang, reached_by)


def _person_of(data: dict[str, Any], who: Who) -> str | None:
    """Return the id of the coordinator or of the first deputy, if the draft names one."""
    role = get(data, ("roles", ById(COORDINATION)))
    if not isinstance(role, dict):
        return None
    if who == "holder":
        return role.get("holder")
    return next(iter(role.get("deputies") or []), None)


def _new_person(interview: Interview, taken: set[str], edits: list[Edit]) -> str:
    identifier = interview.fresh_id(("people",), taken)
    taken.add(identifier)
    edits.append(Change(("people", ById(identifier)), {"id": identifier}))
    return identifier
