"""Reporting: how an incident is told, by whom, to whom, and that nobody suffers for it."""

from typing import Annotated, Literal

from pydantic import Field

from komma_cli.model.fields import (
    GENERATED,
    MANDATE,
    NEEDED,
    NO_ITEMS,
    PUBLIC,
    Audience,
    ContactRef,
    Duration,
    Id,
    ItemClass,
    Line,
    Prose,
    Section,
    Vocabulary,
)

Reporter = Annotated[Literal["affected", "witness", "trusted_person"], Vocabulary("reporter")]


class Route(Section):
    """One way to report."""

    id: Annotated[Id, PUBLIC, GENERATED]
    title: Annotated[Line, PUBLIC]
    audiences: Annotated[list[Audience], PUBLIC]
    recipient: Annotated[ContactRef, PUBLIC]
    reporters: Annotated[list[Reporter], PUBLIC] = NO_ITEMS
    anonymous: Annotated[bool, PUBLIC] = False
    outside_line: Annotated[bool, PUBLIC] = False
    """The recipient stands outside the line of command of the person who reports."""
    bypasses_superior: Annotated[bool, PUBLIC] = False
    bypasses_head: Annotated[bool, PUBLIC] = False
    class_: Annotated[ItemClass, PUBLIC] = Field(default="internal", alias="class")


class FormField(Section):
    """A field of the report form."""

    label: Annotated[Line, PUBLIC]
    mandatory: Annotated[bool, PUBLIC] = False


class Reporting(Section):
    """Threshold, routes, form, feedback and protection of those who report."""

    threshold: Annotated[Prose | None, PUBLIC, NEEDED] = None
    """From when on a report is wanted: below criminal liability."""
    routes: Annotated[list[Route], PUBLIC, NEEDED] = NO_ITEMS
    no_anonymous_reason: Annotated[Prose | None, PUBLIC] = None
    form_fields: Annotated[list[FormField], PUBLIC] = NO_ITEMS
    feedback_within: Annotated[Duration | None, PUBLIC, NEEDED] = None
    legal_basis: Annotated[Line | None, PUBLIC] = None
    """The law that allows keeping reports with names, as the data protection officer has found it."""
    keep_for: Annotated[Duration | None, PUBLIC] = None
    """After what time reports are deleted."""
    no_reprisal: Annotated[Prose | None, PUBLIC, NEEDED] = None
    whistleblower_office: Annotated[ContactRef | None, MANDATE] = None
    """The internal reporting office under the HinSchG, where Land law demands one."""
    whistleblower_note: Annotated[Prose | None, MANDATE] = None
    """Whether the HinSchG office applies here, by which Land law, read when."""
