"""K7xx: mandate, alliance and strategy."""

from __future__ import annotations

from collections.abc import Iterator

from komma_cli.check.finding import Hit
from komma_cli.check.lookup import within
from komma_cli.check.registry import Context, rule
from komma_cli.model.alliance import Alliance
from komma_cli.model.municipality import Audiences
from komma_cli.model.strategy import Goal, Measure, Strategy

STAFF_BODIES = (
    ("betriebsrat", "mitarbeitervertret", "personalrat", "personalvertret", "staff council"),
    ("equality", "frauenbeauftragt", "gleichstellung"),
    ("disabilit", "disabled", "sbv", "schwerbehindert"),
    ("data protection", "datenschutz"),
)
"""R07: staff council, equality officer, representation of severely disabled staff, data protection officer."""
AGG = ("AGG", "Equal Treatment Act", "Gleichbehandlungsgesetz")
CITY_ROLES = frozenset({"employer", "service_provider", "democratic_actor"})
COMMITMENTS = range(1, 11)


def _strategy(context: Context) -> Strategy:
    """Return the section, empty where there is none."""
    return context.playbook.strategy or Strategy()


def _alliance(context: Context) -> Alliance:
    """Return the section, empty where there is none."""
    return context.playbook.alliance or Alliance()


def _goals(context: Context) -> Iterator[tuple[tuple[str, ...], Goal]]:
    for field in _strategy(context).fields:
        for goal in field.goals:
            yield ("strategy", "fields", field.id, "goals", goal.id), goal


def _measures(context: Context) -> Iterator[tuple[tuple[str, ...], Measure]]:
    for parts, goal in _goals(context):
        for measure in goal.measures:
            yield (*parts, "measures", measure.id), measure


@rule("K701", "error", needs=("mandate",), sources=("R01",))
def mandate_is_complete(context: Context) -> Iterator[Hit]:
    """It is known who ordered the playbook, which body decided, and when."""
    for field in ("ordered_by", "body", "date"):
        if context.playbook.mandate is not None and getattr(context.playbook.mandate, field) is None:
            yield Hit(("mandate", field), {"case": field})


@rule("K702", "warning", needs=("mandate",), sources=("R02",))
def head_has_declared(context: Context) -> Iterator[Hit]:
    """The head of the administration has taken a stand."""
    if context.playbook.mandate is not None and context.playbook.mandate.statement is None:
        yield Hit(("mandate", "statement"))


@rule("K703", "error", needs=("municipality",), sources=("R03",))
def scope_is_decided(context: Context) -> Iterator[Hit]:
    """It is decided where the playbook holds, and for each of the four groups whether it protects them."""
    municipality = context.playbook.municipality
    if municipality.scope is None:
        yield Hit(("municipality", "scope"), {"case": "scope"})
    if municipality.audiences is None:
        yield Hit(("municipality", "audiences"), {"case": "audiences"})
        return
    for name in Audiences.model_fields:
        if getattr(municipality.audiences, name) is None:
            yield Hit(("municipality", "audiences", name), {"case": "audience", "audience": name})


@rule("K704", "warning", needs=("alliance",), sources=("R08",))
def affected_people_take_part(context: Context) -> Iterator[Hit]:
    """People affected by racism have a part in making and reviewing the playbook."""
    if not _alliance(context).affected_people:
        yield Hit(("alliance", "affected_people"))


@rule("K705", "warning", needs=("alliance",), sources=("R07",))
def staff_bodies_take_part(context: Context) -> Iterator[Hit]:
    """The bodies that represent staff have taken part."""
    groups = "\n".join(participation.group for participation in _alliance(context).staff_bodies).lower()
    missing = sum(not any(word in groups for word in body) for body in STAFF_BODIES)
    if missing:
        yield Hit(("alliance", "staff_bodies"), {"missing": missing, "all": len(STAFF_BODIES)})


@rule("K716", "warning", needs=("alliance",), sources=("R09",))
def council_takes_part(context: Context) -> Iterator[Hit]:
    """The council has a part, so that the pages for its members have an owner."""
    if not _alliance(context).council_groups:
        yield Hit(("alliance", "council_groups"))


@rule("K711", "warning", needs=("alliance",), sources=("R79",))
def strategy_group_is_bound(context: Context) -> Iterator[Hit]:
    """The members of the strategy group have agreed to keep silent."""
    group = _alliance(context).strategy_group
    if group is not None and group.confidentiality_agreement is None:
        yield Hit(("alliance", "strategy_group", "confidentiality_agreement"))


@rule("K719", "hint", needs=("alliance",), sources=("R79",))
def strategy_group_is_described(context: Context) -> Iterator[Hit]:
    """It is written down who belongs to the strategy group and how often it meets."""
    group = _alliance(context).strategy_group
    for field in ("members", "rhythm"):
        if group is not None and not getattr(group, field):
            yield Hit(("alliance", "strategy_group", field), {"case": field})


@rule("K715", "warning", needs=("alliance",), sources=("R79", "D"))
def strategy_group_meets(context: Context) -> Iterator[Hit]:
    """The strategy group has met lately."""
    group, limit = _alliance(context).strategy_group, context.length("strategy_group")
    if group is not None and not within(group.last_meeting, limit, context.today):
        yield Hit(("alliance", "strategy_group", "last_meeting"), {"limit": limit})


@rule("K712", "error", profile="core", sources=("R80", "D"))
def partners_agreed_to_be_named(context: Context) -> Iterator[Hit]:
    """Only partners who agreed are named in public."""
    for partner in _alliance(context).partners:
        if partner.class_ == "public" and partner.consent is None:
            yield Hit(("alliance", "partners", partner.id, "consent"), {"partner": partner.name})


@rule("K720", "hint", needs=("alliance",), sources=("R80",))
def partners_have_a_contact(context: Context) -> Iterator[Hit]:
    """Of each partner it is known whom to speak to."""
    for partner in _alliance(context).partners:
        if partner.contact is None:
            yield Hit(("alliance", "partners", partner.id, "contact"), {"partner": partner.name})


@rule("K706", "error", needs=("strategy",), sources=("R82",))
def terms_are_defined(context: Context) -> Iterator[Hit]:
    """The terms are defined, and it is said how they differ from those of the AGG."""
    definitions = _strategy(context).definitions
    explained = "\n".join(f"{definition.text}\n{definition.delimitation or ''}" for definition in definitions)
    if not any(word in explained for word in AGG):
        yield Hit(("strategy", "definitions"), {"case": "delimitation" if definitions else "missing"})


@rule("K707", "warning", needs=("strategy",), sources=("R83",))
def situation_is_known(context: Context) -> Iterator[Hit]:
    """The picture of the situation rests on two sources."""
    situation = _strategy(context).situation
    count = len(situation.sources) if situation is not None else 0
    if count < 2:
        yield Hit(("strategy", "situation", "sources"), {"case": "one" if count else "none"})


@rule("K717", "warning", needs=("strategy",), sources=("R83",))
def dark_field_is_named(context: Context) -> Iterator[Hit]:
    """It is said what the numbers do not show."""
    situation = _strategy(context).situation
    if situation is None or situation.dark_field is None:
        yield Hit(("strategy", "situation", "dark_field"))


@rule("K708", "error", needs=("strategy",), sources=("R84",))
def measures_are_complete(context: Context) -> Iterator[Hit]:
    """Every measure has somebody responsible, a day, means and an indicator."""
    fields = ("owner", "due", "resources", "indicator")
    for parts, measure in _measures(context):
        missing = [field for field in fields if getattr(measure, field) is None]
        if missing and measure.status != "dropped":
            values = {"measure": measure.title, "missing": len(missing), "all": len(fields)}
            yield Hit((*parts, missing[0]), values)


@rule("K709", "warning", needs=("strategy",), sources=("R85",))
def fields_have_goals(context: Context) -> Iterator[Hit]:
    """No field of action without a goal."""
    for field in _strategy(context).fields:
        if not field.goals:
            yield Hit(("strategy", "fields", field.id, "goals"), {"field": field.title})


@rule("K718", "warning", needs=("strategy",), sources=("R85",))
def goals_have_measures(context: Context) -> Iterator[Hit]:
    """No goal without a measure."""
    for parts, goal in _goals(context):
        if not goal.measures:
            yield Hit((*parts, "measures"), {"goal": goal.title})


@rule("K710", "warning", needs=("strategy",), sources=("R86",))
def measures_are_on_time(context: Context) -> Iterator[Hit]:
    """No measure is past its day and still only planned."""
    for parts, measure in _measures(context):
        if measure.status == "planned" and measure.due is not None and measure.due < context.today:
            yield Hit((*parts, "status"), {"measure": measure.title, "due": measure.due})


@rule("K721", "hint", needs=("strategy",), sources=("R86",))
def changed_plans_have_a_reason(context: Context) -> Iterator[Hit]:
    """A measure that is late or given up says why."""
    for parts, measure in _measures(context):
        if measure.status in ("delayed", "dropped") and measure.status_reason is None:
            yield Hit((*parts, "status"), {"measure": measure.title, "case": measure.status})


@rule("K713", "hint", profile="full", needs=("strategy",), sources=("R89",))
def commitments_are_covered(context: Context) -> Iterator[Hit]:
    """A municipality that maps its measures to the ten ECCAR commitments sees which are not covered."""
    covered = {number for _, measure in _measures(context) for number in measure.eccar}
    missing = [number for number in COMMITMENTS if number not in covered]
    if covered and missing:
        yield Hit(("strategy", "fields"), {"missing": [str(number) for number in missing]})


@rule("K714", "warning", profile="full", needs=("strategy",), sources=("R90",))
def all_three_roles(context: Context) -> Iterator[Hit]:
    """The measures reach the municipality as employer, as provider of services and as democratic actor."""
    covered = {measure.city_role for _, measure in _measures(context)}
    for role in sorted(CITY_ROLES - covered):
        yield Hit(("strategy", "fields"), {"role": role})
