"""K2xx: people and roles. A role is filled, somebody stands in, and nobody is judge in her own case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from komma_cli.check.finding import Hit, Link, Severity, SymbolicParts
from komma_cli.check.lookup import catalogue_role, name_of
from komma_cli.check.registry import Context, rule
from komma_cli.model.bodies import Body
from komma_cli.model.channels import EMAILS, PHONES
from komma_cli.model.people import Person
from komma_cli.model.roles import Role

_DOORS_FOR = ("staff", "volunteers")
"""Groups on whose working life the municipality can decide."""
_BY_STATUS = frozenset({"accident-report", "civil-servants-accident", "strafantrag"})
"""Laws that hold otherwise, or for somebody else, by the status of a person."""


def phones(entry: Person | Body) -> set[str]:
    """Return the phone numbers of a person or body."""
    return {channel.value for channel in entry.channels if channel.kind in PHONES}


def holders(role: Role) -> list[str]:
    """Return the ids of the people of a role: holder first, then the deputies in their order."""
    return [*([role.holder] if role.holder else []), *role.deputies]


def _critical(context: Context, *, with_coordination: bool = False) -> Iterator[Role]:
    coordination = None if with_coordination else catalogue_role(context, "coordination")
    return (role for role in context.playbook.roles if role.critical and role is not coordination)


@rule("K201", "error", profile="core", needs=("roles",), sources=("R04",))
def coordination_filled(context: Context) -> Iterator[Hit]:
    """The coordination is filled and somebody stands in."""
    role = catalogue_role(context, "coordination")
    if role is None:
        yield Hit(("roles",), {"case": "missing"})
    elif role.provided_by is None:
        if role.holder is None and not (role.vacancy and role.deputies):
            yield Hit(("roles", role.id, "holder"), {"case": "unfilled", "role": role.title})
        if not role.deputies:
            yield Hit(("roles", role.id, "deputies"), {"case": "no_deputy", "role": role.title})


@rule("K202", "warning", needs=("roles",), sources=("R05", "https://www.gesetze-im-internet.de/arbschg/__3.html"))
def coordination_has_time(context: Context) -> Iterator[Hit]:
    """The coordination has working time, and money beyond this year."""
    role = catalogue_role(context, "coordination")
    if role is None or role.provided_by is not None:
        return
    if not role.hours_per_week:
        yield Hit(("roles", role.id, "hours_per_week"), {"case": "no_time", "role": role.title})
    if role.funded_until is not None and role.funded_until.year <= context.today.year:
        values = {"case": "funding_ends", "role": role.title, "until": role.funded_until}
        yield Hit(("roles", role.id, "funded_until"), values)


@rule("K203", "error", profile="core", needs=("roles",), sources=("R04", "R11"))
def critical_role_has_deputy(context: Context) -> Iterator[Hit]:
    """Somebody stands in for every critical role."""
    for role in _critical(context):
        if not role.deputies and role.provided_by is None:
            yield Hit(("roles", role.id, "deputies"), {"role": role.title})


@rule("K204", "error", profile="core", needs=("roles",), sources=("R18",))
def critical_role_is_filled(context: Context) -> Iterator[Hit]:
    """A critical role has a holder, an outside body that fills it, or a vacancy that is said openly."""
    for role in _critical(context):
        if role.holder is None and role.provided_by is None and role.vacancy is None:
            yield Hit(("roles", role.id, "holder"), {"role": role.title})


@rule("K205", "warning", needs=("roles", "people"), sources=("R06",))
def too_much_in_one_hand(context: Context) -> Iterator[Hit]:
    """Nobody holds more than three critical roles."""
    titles: dict[str, list[str]] = {}
    for role in _critical(context, with_coordination=True):
        if role.holder is not None:
            titles.setdefault(role.holder, []).append(role.title)
    for person, held in titles.items():
        if len(held) > context.count("critical_roles") and person in context.people:
            values = {"person": name_of(context, person), "count": len(held), "roles": tuple(held)}
            yield Hit(("people", person), values)


@rule("K206", "error", needs=("roles",), sources=("R23", "https://www.gesetze-im-internet.de/hinschg/__15.html"))
def independence(context: Context) -> Iterator[Hit]:
    """Nobody sits in a role and in one from which it must be independent."""
    for role in context.playbook.roles:
        for other in (context.roles[name] for name in role.independent_of if name in context.roles):
            for person in holders(role):
                if person in holders(other):
                    values = {"person": name_of(context, person), "role": role.title, "other": other.title}
                    yield Hit(_seat(role, person), values, related=(Link(_seat(other, person)),))


def _seat(role: Role, person: str) -> SymbolicParts:
    """Return where a role names a person who holds it or stands in."""
    if person == role.holder:
        return ("roles", role.id, "holder")
    return ("roles", role.id, "deputies", role.deputies.index(person))


@rule("K207", "error", needs=("reporting",), sources=("R23", "R24"))
def several_doors(context: Context) -> Iterator[Hit]:
    """Whoever decides on sanctions is not the only one who takes reports."""
    routes = context.playbook.reporting.routes if context.playbook.reporting else []
    for audience in _DOORS_FOR:
        recipients = [route.recipient for route in routes if audience in route.audiences]
        if recipients and all(_decides(context, recipient) for recipient in recipients):
            yield Hit(("reporting", "routes"), {"audience": audience})


def _decides(context: Context, contact: str) -> bool:
    if contact in context.roles:
        return context.roles[contact].decides_sanctions
    return any(role.decides_sanctions and contact in holders(role) for role in context.playbook.roles)


@rule("K208", "warning", needs=("people",), sources=("addendum 10", "R54"))
def status_known(context: Context) -> Iterator[Hit]:
    """The status of every person is known: it decides which accident, application and cost rules hold.

    An error as soon as papers print something that depends on it: a wrong line may cost somebody a right.
    """
    severity: Severity = "error" if _papers_ask_for_status(context) else "warning"
    for person in context.playbook.people:
        if person.status is None:
            yield Hit(("people", person.id, "status"), {"person": name_of(context, person.id)}, severity=severity)


def _papers_ask_for_status(context: Context) -> bool:
    support = context.playbook.support
    if support is not None and (support.costs is not None or support.accident_report is not None):
        return True
    steps = (step for scenario in context.playbook.scenarios if scenario.relevant for step in scenario.steps)
    return any(step.deadline in _BY_STATUS for step in steps)


@rule("K209", "warning", profile="core", needs=("roles", "people"), sources=("R12",))
def more_than_one_phone(context: Context) -> Iterator[Hit]:
    """Holder and deputies of a critical role do not all hang on one phone."""
    for role in _critical(context, with_coordination=True):
        team = [context.people[person] for person in holders(role) if person in context.people]
        numbers = _union(phones(person) for person in team)
        if len(team) > 1 and len(numbers) == 1 and all(phones(person) for person in team):
            yield Hit(("roles", role.id, "deputies"), {"role": role.title})


@rule("K210", "error", profile="core", needs=("roles", "people"), sources=("R21",))
def reachable_people(context: Context) -> Iterator[Hit]:
    """Whoever has a role can be reached."""
    named = {person: role.title for role in reversed(context.playbook.roles) for person in holders(role)}
    for person in context.playbook.people:
        if person.id in named and not any(channel.kind in (*PHONES, *EMAILS) for channel in person.channels):
            yield Hit(
                ("people", person.id, "channels"), {"person": name_of(context, person.id), "role": named[person.id]}
            )


def _union(sets: Iterable[set[str]]) -> set[str]:
    return set().union(*sets)
