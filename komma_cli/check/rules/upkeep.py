"""K9xx: a playbook that nobody looks after protects nobody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from komma_cli import durations
from komma_cli.check.finding import Hit
from komma_cli.check.lookup import behind, catalogue_role, name_of, within
from komma_cli.check.registry import Context, rule
from komma_cli.model.bodies import Body
from komma_cli.model.fields import Verified
from komma_cli.model.review import KnownToStaff, Review
from komma_cli.model.roles import Role


def _review(context: Context) -> Review:
    """Return the section, empty where there is none."""
    return context.playbook.review or Review()


def _urgent(context: Context) -> set[str]:
    """Return the people and bodies who are called outside office hours or from level 2 up, deputies included."""
    escalation = context.playbook.escalation
    if escalation is None:
        return set()
    contacts = [escalation.emergency.out_of_hours] if escalation.emergency else []
    for level in escalation.levels:
        if level.rank >= 2:
            contacts += [level.first_contact, level.deputy, level.out_of_hours]
    return {one for contact in contacts if contact for one in behind(context, contact, deputies=True)}


def _contacts(context: Context) -> Iterator[tuple[tuple[str, str], Verified | None]]:
    """Yield whom one can call, except the emergency services, whose numbers nobody has to try out."""
    for person in context.playbook.people:
        yield ("people", person.id), person.verified
    for body in context.playbook.bodies:
        if body.kind != "emergency":
            yield ("bodies", body.id), body.verified


def _unproved(context: Context, age: str, *, urgent: bool) -> Iterator[Hit]:
    wanted = _urgent(context)
    for parts, verified in _contacts(context):
        fresh = within(verified.on if verified else None, age, context.today)
        if not fresh and (parts[1] in wanted) is urgent:
            values: dict[str, object] = {"name": name_of(context, parts[1]), "limit": age}
            values |= {"case": "old", "on": verified.on} if verified else {"case": "never"}
            yield Hit((*parts, "verified"), values)


@rule("K901", "warning", profile="core", sources=("R15", "D"))
def urgent_contacts_are_proved(context: Context) -> Iterator[Hit]:
    """Somebody called the contacts for emergencies within the last half-year."""
    yield from _unproved(context, context.length("urgent_contacts"), urgent=True)


@rule("K914", "warning", sources=("R15", "D"))
def other_contacts_are_proved(context: Context) -> Iterator[Hit]:
    """Somebody called every other contact within the last year."""
    yield from _unproved(context, context.length("other_contacts"), urgent=False)


@rule("K902", "error", needs=("review",), sources=("R91",))
def review_is_planned(context: Context) -> Iterator[Hit]:
    """The day of the next review is set."""
    if _review(context).next_review is None:
        yield Hit(("review", "next_review"))


@rule("K915", "error", profile="core", sources=("R91",))
def review_is_not_overdue(context: Context) -> Iterator[Hit]:
    """The day of the next review has not passed."""
    day = _review(context).next_review
    if day is not None and day < context.today:
        yield Hit(("review", "next_review"), {"next_review": day})


@rule("K916", "warning", needs=("review",), sources=("R91", "D"))
def review_is_not_far(context: Context) -> Iterator[Hit]:
    """The next review is at most two years away."""
    day, limit = _review(context).next_review, context.length("review_ahead")
    if day is not None and day > durations.after(context.today, limit):
        yield Hit(("review", "next_review"), {"next_review": day, "limit": limit})


@rule("K903", "warning", needs=("review",), sources=("R92",))
def council_hears_every_year(context: Context) -> Iterator[Hit]:
    """The council gets a report at least once a year."""
    interval, today, limit = _review(context).report_interval, context.today, context.length("council_report")
    if interval is None or durations.after(today, interval) > durations.after(today, limit):
        values = {"case": "rare", "interval": interval} if interval else {"case": "missing"}
        yield Hit(("review", "report_interval"), {**values, "limit": limit})


@rule("K917", "warning", needs=("review",), sources=("R92",))
def last_report_is_recent(context: Context) -> Iterator[Hit]:
    """The last report, or the release where there was none yet, is at most a year old."""
    review, limit = _review(context), context.length("council_report")
    last = review.last_report or review.released_on
    if last is not None and not within(last, limit, context.today):
        yield Hit(("review", "last_report"), {"last": last, "limit": limit})


@rule("K904", "warning", needs=("exercises",), sources=("R93", "D"))
def exercise_in_two_years(context: Context) -> Iterator[Hit]:
    """An exercise was held in the last two years or is planned for the next two."""
    limit = context.length("exercise")
    last_day = durations.after(context.today, limit)
    for exercise in context.playbook.exercises:
        planned = exercise.planned_for
        if within(exercise.held_on, limit, context.today):
            return
        if planned is not None and context.today <= planned <= last_day:
            return
    yield Hit(("exercises",), {"limit": limit})


@rule("K913", "warning", needs=("exercises",), sources=("R93",))
def lessons_have_owner_and_date(context: Context) -> Iterator[Hit]:
    """What an exercise showed is done by somebody, by a day."""
    for exercise in context.playbook.exercises:
        for position, lesson in enumerate(exercise.follow_up):
            for field in ("owner", "due") if lesson.done_on is None else ():
                if getattr(lesson, field) is None:
                    values = {"case": field, "exercise": exercise.title, "lesson": lesson.text}
                    yield Hit(("exercises", exercise.id, "follow_up", position, field), values)


def _known(context: Context) -> KnownToStaff:
    return _review(context).known_to_staff or KnownToStaff()


@rule("K905", "warning", needs=("review",), sources=("R94",))
def staff_know_it(context: Context) -> Iterator[Hit]:
    """It is on record when and where staff were told, and that new colleagues are told too."""
    for field in ("announced_on", "where", "onboarding"):
        if not getattr(_known(context), field):
            yield Hit(("review", "known_to_staff", field), {"case": field})


@rule("K918", "warning", needs=("review", "municipality"), sources=("R95",))
def council_members_know_it(context: Context) -> Iterator[Hit]:
    """New members of the council get the handout at the start, where the playbook protects officials."""
    audiences = context.playbook.municipality.audiences
    officials = audiences.officials if audiences is not None else None
    if officials is not None and officials.included and not _known(context).officials_induction:
        yield Hit(("review", "known_to_staff", "officials_induction"))


@rule("K906", "warning", profile="core", sources=("D",))
def open_questions_get_answers(context: Context) -> Iterator[Hit]:
    """No open question is past its day, or older than half a year."""
    for position, item in enumerate(context.playbook.open):
        overdue = item.until is not None and item.until < context.today
        forgotten = item.until is None and durations.after(item.since, context.length("open_question")) < context.today
        if not item.not_applicable and (overdue or forgotten):
            values = {"question": item.question or item.path, "since": item.since}
            values |= {"case": "overdue", "until": item.until} if item.until else {"case": "forgotten"}
            yield Hit(("open", position), values)


@rule("K909", "warning", sources=("R05", "D"))
def funding_goes_on(context: Context) -> Iterator[Hit]:
    """No help and no post rests on money that has ended or ends within 90 days."""
    soon = durations.after(context.today, context.length("funding_ahead"))
    for section in ("bodies", "roles"):
        for item in getattr(context.playbook, section):
            if item.funded_until is not None and item.funded_until <= soon and not _told_by_k202(context, item):
                case = "ended" if item.funded_until < context.today else "ends"
                values = {"case": case, "name": name_of(context, item.id), "until": item.funded_until}
                yield Hit((section, item.id, "funded_until"), values)


def _told_by_k202(context: Context, item: Body | Role) -> bool:
    """Say whether the money is that of the coordination and ends this year: one fact is one finding."""
    assert item.funded_until is not None
    return item is catalogue_role(context, "coordination") and item.funded_until.year <= context.today.year


@rule("K910", "error", needs=("review",), sources=("R72",))
def edition_is_known(context: Context) -> Iterator[Hit]:
    """Version, date and owner are there: papers print them."""
    for field in ("version", "as_of", "owner"):
        if getattr(_review(context), field) is None:
            yield Hit(("review", field), {"case": field})


@rule("K911", "warning", needs=("review",), sources=("R96", "ArbSchG § 3 (1)", "D"))
def serious_cases_are_evaluated(context: Context) -> Iterator[Hit]:
    """A serious case is looked at again within a fixed time of at most six weeks."""
    time, limit = _review(context).evaluation_within, context.length("evaluation")
    if time is None or durations.minutes(time) > durations.minutes(limit):
        values = {"case": "late", "time": time} if time else {"case": "missing"}
        yield Hit(("review", "evaluation_within"), {**values, "limit": limit})


@rule("K919", "hint", profile="full", needs=("review",), sources=("R97",))
def changes_are_listed(context: Context) -> Iterator[Hit]:
    """From the second version on it is listed what changed."""
    review = _review(context)
    if review.version not in (None, "1.0") and not review.changes:
        yield Hit(("review", "changes"))


@rule("K912", "hint", needs=("scenarios", "municipality"), sources=("R61", "D"))
def law_is_read_again(context: Context) -> Iterator[Hit]:
    """Law that steps use or papers print was read before a known change, and nobody has read it since."""
    from komma_cli.laws import Law, Offence, is_due_for_recheck, laws, offences, printed

    used = {step.deadline for scenario in context.playbook.scenarios for step in scenario.steps}
    reporting = context.playbook.reporting
    for part, ids in printed().items():
        if part != "whistleblowing" or (reporting is not None and reporting.whistleblower_office is not None):
            used.update(ids)
    read_on = context.playbook.municipality.legal_as_of
    due: dict[date, list[str]] = {}
    read: list[Law | Offence] = [*(law for law in laws("de") if law.id in used), *offences("de")]
    for one in read:
        if is_due_for_recheck(one, context.today, read_on):
            due.setdefault(one.as_of, []).append(one.norm)
    for as_of, norms in due.items():
        yield Hit(("municipality", "legal_as_of"), {"norms": norms, "as_of": as_of})
