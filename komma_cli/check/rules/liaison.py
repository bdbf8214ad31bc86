"""K4xx: what is agreed with police, prosecution and other authorities."""

from __future__ import annotations

from collections.abc import Iterator

from komma_cli.check.finding import Hit
from komma_cli.check.lookup import name_of
from komma_cli.check.registry import Context, rule
from komma_cli.model.liaisons import Liaison

BOTH_SIDES = ("our_contact", "our_deputy", "their_function", "their_deputy")


def _with(context: Context, kind: str) -> list[Liaison]:
    """Return the agreements with bodies of one kind."""
    return [
        liaison
        for liaison in context.playbook.liaisons
        if liaison.body in context.bodies and context.bodies[liaison.body].kind == kind
    ]


def _gap(context: Context, liaison: Liaison, field: str, case: str) -> Hit:
    return Hit(("liaisons", liaison.id, field), {"case": case, "body": name_of(context, liaison.body)})


def _gaps(context: Context, liaisons: list[Liaison], *fields: str) -> Iterator[Hit]:
    """Yield a hit for every one of the fields that an agreement leaves empty."""
    for liaison in liaisons:
        for field in fields:
            if not getattr(liaison, field):
                yield _gap(context, liaison, field, field)


def _others(context: Context) -> list[Liaison]:
    police = _with(context, "police")
    return [liaison for liaison in context.playbook.liaisons if liaison not in police]


@rule("K401", "error", needs=("liaisons",), sources=("R76",))
def police_is_a_partner(context: Context) -> Iterator[Hit]:
    """There is an agreement with the police."""
    if not _with(context, "police"):
        yield Hit(("liaisons",))


@rule("K402", "error", needs=("liaisons",), sources=("R76",))
def police_contact_both_sides(context: Context) -> Iterator[Hit]:
    """Contact and deputy are known on both sides of the agreement with the police."""
    yield from _gaps(context, _with(context, "police"), *BOTH_SIDES)


@rule("K403", "warning", needs=("liaisons",), sources=("R77",))
def limits_written_down(context: Context) -> Iterator[Hit]:
    """What the police cannot promise stands in the agreement."""
    yield from _gaps(context, _with(context, "police"), "limits")


@rule("K404", "error", needs=("liaisons",), sources=("R76",))
def police_agreed(context: Context) -> Iterator[Hit]:
    """The police has agreed, on a day that lies behind us."""
    for liaison in _with(context, "police"):
        if liaison.agreed_on is None or liaison.agreed_on > context.today:
            yield _gap(context, liaison, "agreed_on", "future" if liaison.agreed_on else "missing")


@rule("K405", "warning", needs=("liaisons",), sources=("R71",))
def data_protection_stated(context: Context) -> Iterator[Hit]:
    """Every agreement says on which basis data are passed on, or that cases are discussed without names."""
    yield from _gaps(context, context.playbook.liaisons, "data_protection")


@rule("K406", "warning", needs=("liaisons",), sources=("R78",))
def prosecution_known(context: Context) -> Iterator[Hit]:
    """A contact at the prosecution is agreed, or at least one of the Land stands among the bodies."""
    if not any(body.kind == "prosecution" for body in context.playbook.bodies):
        yield Hit(("liaisons",))


@rule("K407", "hint", needs=("liaisons",), sources=("R81",))
def motive_is_told(context: Context) -> Iterator[Hit]:
    """Somebody tells the police when an offence looks politically or racially motivated."""
    yield from _gaps(context, _with(context, "police"), "motive")


@rule("K408", "warning", needs=("liaisons",), sources=("R78", "D"))
def other_contacts_both_sides(context: Context) -> Iterator[Hit]:
    """Contact and deputy on our side and the contact on theirs are known for the other authorities too."""
    yield from _gaps(context, _others(context), "our_contact", "our_deputy", "their_function")


@rule("K409", "warning", needs=("liaisons",), sources=("R76", "D"))
def passing_on_is_agreed(context: Context) -> Iterator[Hit]:
    """It is agreed which events the police hears of, and within which time."""
    yield from _gaps(context, _with(context, "police"), "passed_on", "passed_on_within")
