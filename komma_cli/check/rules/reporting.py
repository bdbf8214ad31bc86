"""K5xx: routes of reporting, help for those affected, and the deadlines that protect their rights."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from komma_cli import durations
from komma_cli.check.finding import Hit
from komma_cli.check.lookup import behind, included, name_of, relevant, same_door
from komma_cli.check.registry import Context, rule
from komma_cli.check.rules.catalogue_ids import known_ids
from komma_cli.model.fields import Audience
from komma_cli.model.municipality import Audiences
from komma_cli.model.scenarios import Scenario

DAY = 24 * 60
"""Minutes."""
APPLICATION = "strafantrag"
"""Id of the period in the law data."""
APPLICATION_WORDS = (
    "assault",
    "beleidig",
    "droh",
    "hausfriedensbruch",
    "insult",
    "körperverletz",
    "sachbeschädig",
    "threat",
    "trespass",
    "vandalism",
    "verleumd",
    "üble nachrede",
)
BOMB_THREATS = ("bombendroh", "bomb threat")
"""StGB §§ 126, 241 (1): threatening such a crime needs no application."""
WITNESSES = ("bystander", "mitbekomm", "umstehend", "witness", "zeug")
RELATIVES = ("angehörig", "famil", "kinder", "partner", "relativ")
REPORTERS = ("affected", "witness", "trusted_person")


def _reporting_gap(context: Context, field: str) -> Iterator[Hit]:
    if context.playbook.reporting is not None and getattr(context.playbook.reporting, field) is None:
        yield Hit(("reporting", field))


@rule("K501", "error", needs=("reporting",), sources=("R22",))
def threshold(context: Context) -> Iterator[Hit]:
    """It is said from when on a report is wanted."""
    yield from _reporting_gap(context, "threshold")


def _no_route(context: Context, quality: str) -> Iterator[Hit]:
    reporting = context.playbook.reporting
    if reporting is not None and not any(getattr(route, quality) for route in reporting.routes):
        yield Hit(("reporting", "routes"))


@rule("K502", "error", needs=("reporting",), sources=("R23", "HinSchG § 15"))
def route_outside_line(context: Context) -> Iterator[Hit]:
    """One route leads out of the line of command."""
    yield from _no_route(context, "outside_line")


@rule("K503", "error", needs=("reporting",), sources=("R24",))
def route_around_superior(context: Context) -> Iterator[Hit]:
    """One route leads past the own superior."""
    yield from _no_route(context, "bypasses_superior")


@rule("K520", "error", needs=("reporting",), sources=("R24",))
def route_around_head(context: Context) -> Iterator[Hit]:
    """One route leads past the head of the administration."""
    yield from _no_route(context, "bypasses_head")


@rule("K504", "error", needs=("reporting",), sources=("R27", "AGG § 13"))
def feedback(context: Context) -> Iterator[Hit]:
    """Whoever reports hears something by a fixed time."""
    yield from _reporting_gap(context, "feedback_within")


@rule("K505", "error", needs=("reporting",), sources=("R28", "AGG § 16", "HinSchG § 36"))
def no_reprisal(context: Context) -> Iterator[Hit]:
    """The sentence that nobody suffers for a report is there."""
    yield from _reporting_gap(context, "no_reprisal")


@rule("K506", "warning", needs=("reporting",), sources=("R25",))
def anonymous(context: Context) -> Iterator[Hit]:
    """Reports without a name are possible, or it is said why not."""
    reporting = context.playbook.reporting
    if reporting is not None and reporting.no_anonymous_reason is None:
        yield from _no_route(context, "anonymous")


@rule("K507", "warning", needs=("reporting",), sources=("R26", "D"))
def short_form(context: Context) -> Iterator[Hit]:
    """The report form does not demand too much."""
    fields = context.playbook.reporting.form_fields if context.playbook.reporting else []
    mandatory = sum(field.mandatory for field in fields)
    limit = context.count("form_fields")
    if mandatory > limit:
        yield Hit(("reporting", "form_fields"), {"count": mandatory, "limit": limit})


@rule("K521", "warning", needs=("reporting",), sources=("R25",))
def who_may_report(context: Context) -> Iterator[Hit]:
    """Not only the affected person may report: witnesses and persons of trust may too."""
    routes = context.playbook.reporting.routes if context.playbook.reporting else []
    open_to = {reporter for route in routes for reporter in route.reporters}
    for reporter in REPORTERS:
        if routes and reporter not in open_to:
            yield Hit(("reporting", "routes"), {"case": reporter})


def _unserved(context: Context, contact: str, audiences: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield (body, audience) where a contact is a body that serves groups, but not this one."""
    for identifier in behind(context, contact):
        body = context.bodies.get(identifier)
        if body is not None and body.audiences:
            yield from ((body.name, audience) for audience in audiences if audience not in body.audiences)


@rule("K508", "warning", needs=("bodies",), sources=("R16",))
def bodies_serve_the_group(context: Context) -> Iterator[Hit]:
    """Nobody is sent to a body that does not help people like them."""
    doors: list[tuple[tuple[str, ...], str, list[Audience]]] = []
    if (support := context.playbook.support) is not None:
        doors += [(("support", "offers", o.id, "contact"), o.contact, o.audiences) for o in support.offers]
    if (reporting := context.playbook.reporting) is not None:
        doors += [(("reporting", "routes", r.id, "recipient"), r.recipient, r.audiences) for r in reporting.routes]
    for parts, contact, audiences in doors:
        for body, audience in _unserved(context, contact, audiences):
            yield Hit(parts, {"body": body, "audience": audience})


@rule("K529", "warning", needs=("bodies", "scenarios"), sources=("R16",))
def bodies_in_steps_serve_the_group(context: Context) -> Iterator[Hit]:
    """No step names a body that serves none of the groups of its scenario; it may name one body per group."""
    for scenario in context.playbook.scenarios:
        for step in scenario.steps if scenario.relevant else ():
            for contact in step.contacts:
                unserved = list(_unserved(context, contact, scenario.audiences))
                if unserved and len(unserved) == len(scenario.audiences):
                    values = {"body": unserved[0][0], "scenario": scenario.title}
                    yield Hit(("scenarios", scenario.id, "steps", step.id, "contacts"), values)


@rule("K509", "warning", needs=("bodies", "municipality"), sources=("R17",))
def bodies_of_our_land(context: Context) -> Iterator[Hit]:
    """No body of another Land is named."""
    ours = context.playbook.municipality.state
    for body in context.playbook.bodies:
        if body.state not in (None, "DE", ours):
            yield Hit(("bodies", body.id, "state"), {"body": body.name, "state": body.state, "ours": ours})


def _support_gaps(context: Context, *fields: str) -> Iterator[Hit]:
    for field in fields:
        if context.playbook.support is not None and not getattr(context.playbook.support, field):
            yield Hit(("support", field), {"case": field})


@rule("K528", "error", needs=("support",), sources=("R44",))
def help_is_offered(context: Context) -> Iterator[Hit]:
    """There is at least one offer of help."""
    yield from _support_gaps(context, "offers")


@rule("K510", "error", needs=("support",), sources=("R44",))
def counselling_for_every_group(context: Context) -> Iterator[Hit]:
    """Every protected group has counselling that is outside, confidential and free."""
    offers = context.playbook.support.offers if context.playbook.support else []
    served = {
        audience
        for offer in offers
        if offer.kind == "counselling"
        for identifier in behind(context, offer.contact)
        if (body := context.bodies.get(identifier)) is not None and body.confidential and body.free
        for audience in offer.audiences
    }
    for audience in included(context):
        if offers and audience not in served:
            yield Hit(("support", "offers"), {"audience": audience})


@rule("K511", "error", needs=("support",), sources=("R45", "AGG § 13"))
def counselling_is_not_complaint(context: Context) -> Iterator[Hit]:
    """Counselling and complaint lead to different doors."""
    support, review = context.playbook.support, context.playbook.internal_review
    offers = support.offers if support else []
    complaints = [offer.contact for offer in offers if offer.kind == "complaint"]
    if review is not None and review.complaint_office is not None:
        complaints.append(review.complaint_office.role)
    for offer in offers:
        if offer.kind == "counselling" and any(same_door(context, offer.contact, contact) for contact in complaints):
            yield Hit(
                ("support", "offers", offer.id, "contact"),
                {"offer": offer.title, "contact": name_of(context, offer.contact)},
            )


@rule("K512", "warning", needs=("support",), sources=("R46", "D"))
def aftercare_lasts(context: Context) -> Iterator[Hit]:
    """Aftercare has points after more than a week, after more than four weeks, and after about half a year."""
    steps = context.playbook.support.aftercare if context.playbook.support else []
    late = sorted(days for step in steps if (days := durations.minutes(step.after) / DAY) > 7)
    if not steps:
        yield Hit(("support", "aftercare"), {"case": "none"})
    elif not any(150 <= days <= 210 for days in late):
        yield Hit(("support", "aftercare"), {"case": "half_year"})
    elif len(late) < 3 or sum(days > 28 for days in late) < 2:
        yield Hit(("support", "aftercare"), {"case": "gap"})


@rule("K522", "warning", needs=("support",), sources=("R46",))
def aftercare_has_owner(context: Context) -> Iterator[Hit]:
    """Every point of aftercare has somebody who does it."""
    for step in context.playbook.support.aftercare if context.playbook.support else ():
        if step.owner is None:
            yield Hit(("support", "aftercare", step.id, "owner"), {"step": step.text})


@rule("K513", "warning", needs=("support",), sources=("R48", "SGB VII § 193"))
def accident_is_reported(context: Context) -> Iterator[Hit]:
    """The accident insurer is named, and so is whoever sends the report."""
    yield from _support_gaps(context, "accident_insurer", "accident_report")


@rule("K514", "warning", needs=("support",), sources=("R49",))
def costs_are_stated(context: Context) -> Iterator[Hit]:
    """It is said for every status who pays legal protection and damage, even if the answer is that nothing is ruled."""
    if context.playbook.support is None:
        return
    costs = context.playbook.support.costs
    fields = ("civil_servants", "employees", "honorary", "mandate")
    missing = sum(costs is None or getattr(costs, field) is None for field in fields)
    if missing:
        yield Hit(("support", "costs"), {"missing": missing, "all": len(fields)})


@rule("K515", "warning", needs=("support",), sources=("R51",))
def help_without_charges(context: Context) -> Iterator[Hit]:
    """The sentence that help does not depend on charges is there."""
    yield from _support_gaps(context, "independent_of_charges")


@rule("K516", "warning", needs=("support",), sources=("R41",))
def witnesses_and_relatives(context: Context) -> Iterator[Hit]:
    """Witnesses and relatives are named among those who get support."""
    if context.playbook.support is not None:
        lines = "\n".join(context.playbook.support.also_for).lower()
        for case, group in (("witnesses", WITNESSES), ("relatives", RELATIVES)):
            if not any(word in lines for word in group):
                yield Hit(("support", "also_for"), {"case": case})


def _needs_application(scenario: Scenario) -> bool:
    """Go by the library where the card was copied from it or is called like one of it, else by what the title says.

    The library has the step wherever an offence is prosecuted on application only or as a rule (StGB §§ 123 (2), 194,
    205, 230, 241 (5), 303c; law of 29 April 2026).
    """
    from komma_cli.library import scenario as original  # read only for cards that lack the step

    origin = scenario.based_on.library if scenario.based_on is not None else scenario.id
    if origin in known_ids("scenarios"):
        return any(step.law == APPLICATION for step in original(origin).steps)
    title = scenario.title.lower()
    for bomb_threat in BOMB_THREATS:
        title = title.replace(bomb_threat, "")
    return any(word in title for word in APPLICATION_WORDS)


@rule("K517", "error", needs=("scenarios",), sources=("R52", "StGB § 77b"))
def application_deadline(context: Context) -> Iterator[Hit]:
    """Scenarios with an offence that needs an application remind of the three months."""
    for scenario in relevant(context, "external"):
        if all(step.deadline != APPLICATION for step in scenario.steps) and _needs_application(scenario):
            yield Hit(("scenarios", scenario.id, "steps"), {"scenario": scenario.title})


@rule("K518", "warning", needs=("support",), sources=("R53", "StGB § 77a"))
def supervisory_authority(context: Context) -> Iterator[Hit]:
    """It is known who applies for prosecution when the head of the authority is affected."""
    yield from _support_gaps(context, "supervisory_authority")


@rule("K519", "warning", needs=("municipality",), sources=("R03",))
def exclusion_has_reason(context: Context) -> Iterator[Hit]:
    """A group that is left out is left out for a reason."""
    audiences = context.playbook.municipality.audiences
    for name in Audiences.model_fields if audiences is not None else ():
        choice = getattr(audiences, name)
        if choice is not None and not choice.included and choice.reason is None:
            yield Hit(("municipality", "audiences", name, "reason"), {"audience": name})


@rule("K523", "warning", needs=("support",), sources=("R47",))
def first_responders(context: Context) -> Iterator[Hit]:
    """Somebody stays with the affected person, and it is known how they are called."""
    yield from _support_gaps(context, "first_responders", "first_responder_alarm")


@rule("K524", "hint", needs=("support",), sources=("R50",))
def return_to_work(context: Context) -> Iterator[Hit]:
    """Somebody looks after the return to work."""
    yield from _support_gaps(context, "return_to_work")


@rule("K525", "warning", needs=("reporting",), sources=("R59", "HinSchG § 12"))
def whistleblower_act(context: Context) -> Iterator[Hit]:
    """It is stated whether the municipality needs an internal reporting office, by which law."""
    yield from _reporting_gap(context, "whistleblower_note")


@rule("K526", "warning", needs=("security_concept",), sources=("R58", "ArbSchG §§ 5, 6"))
def work_is_assessed(context: Context) -> Iterator[Hit]:
    """Every site has a dated risk assessment that covers violence and mental strain."""
    for site in context.playbook.security_concept.sites if context.playbook.security_concept else ():
        if site.risk_assessment_on is None:
            yield Hit(("security_concept", "sites", site.id, "risk_assessment_on"))


@rule("K527", "warning", needs=("support",), sources=("R53", "D"))
def somebody_prepares_applications(context: Context) -> Iterator[Hit]:
    """Somebody prepares reports and applications for prosecution, so that no deadline passes unseen."""
    yield from _support_gaps(context, "legal_applications")
