"""K6xx: how the administration looks at racism in its own house."""

from __future__ import annotations

from collections.abc import Iterator

from komma_cli.check.finding import Hit
from komma_cli.check.lookup import name_of, relevant, same_door
from komma_cli.check.registry import Context, rule
from komma_cli.model.internal_review import ComplaintOffice, InternalReview
from komma_cli.model.scenarios import Scenario

HERE = "internal_review"


def _review(context: Context) -> InternalReview:
    """Return the section, empty where there is none, so that a rule need not ask twice."""
    return context.playbook.internal_review or InternalReview()


def _office(context: Context) -> ComplaintOffice | None:
    return _review(context).complaint_office


@rule("K601", "error", needs=(HERE,), sources=("R56", "AGG § 13"))
def complaint_office(context: Context) -> Iterator[Hit]:
    """The complaint office is named."""
    if _office(context) is None:
        yield Hit((HERE, "complaint_office"))


@rule("K602", "warning", needs=(HERE,), sources=("R24",))
def way_around_the_office(context: Context) -> Iterator[Hit]:
    """There is another way in when a member of the complaint office is the accused."""
    office = _office(context)
    if office is not None and (office.bypass is None or same_door(context, office.bypass, office.role)):
        values = {"case": "same" if office.bypass else "missing", "office": name_of(context, office.role)}
        yield Hit((HERE, "complaint_office", "bypass"), values)


@rule("K603", "error", needs=(HERE,), sources=("R56", "AGG § 12 (5)"))
def office_is_made_known(context: Context) -> Iterator[Hit]:
    """Staff are told which office takes complaints."""
    office = _office(context)
    if office is not None and office.published is None:
        yield Hit((HERE, "complaint_office", "published"), {"office": name_of(context, office.role)})


@rule("K604", "error", needs=(HERE,), sources=("R45", "AGG § 13"))
def confidential_counselling(context: Context) -> Iterator[Hit]:
    """Confidential counselling exists, and it is not the complaint office."""
    office, counselling = _office(context), _review(context).confidential_counselling
    if counselling is None or (office is not None and same_door(context, counselling, office.role)):
        yield Hit((HERE, "confidential_counselling"), {"case": "same" if counselling else "missing"})


@rule("K605", "warning", needs=(HERE,), sources=("R84", "D"))
def steps_have_owner_and_date(context: Context) -> Iterator[Hit]:
    """Every step of the review that is not done has somebody who does it and a day."""
    for step in _review(context).steps:
        for field in ("owner", "due") if step.done_on is None else ():
            if getattr(step, field) is None:
                yield Hit((HERE, "steps", step.id, field), {"case": field, "step": step.text})


@rule("K612", "warning", needs=(HERE,), sources=("R86", "D"))
def steps_are_on_time(context: Context) -> Iterator[Hit]:
    """No step of the review is overdue."""
    for step in _review(context).steps:
        if step.done_on is None and step.due is not None and step.due < context.today:
            yield Hit((HERE, "steps", step.id, "due"), {"step": step.text, "due": step.due})


@rule("K614", "warning", needs=(HERE,), sources=("R84", "D"))
def review_has_steps(context: Context) -> Iterator[Hit]:
    """The review is more than a sentence: it has steps."""
    if not _review(context).steps:
        yield Hit((HERE, "steps"))


@rule("K606", "warning", needs=(HERE,), sources=("R87",))
def more_than_training(context: Context) -> Iterator[Hit]:
    """What is done against racism inside is not only training, and not nothing."""
    strategy = context.playbook.strategy
    kinds: set[str | None] = {instrument.kind for instrument in _review(context).instruments}
    for field in strategy.fields if strategy else ():
        kinds |= {m.kind for goal in field.goals for m in goal.measures if m.internal_racism}
    if not kinds - {"training", None}:
        yield Hit((HERE, "instruments"), {"case": "only_training" if "training" in kinds else "nothing"})


@rule("K607", "warning", needs=(HERE,), sources=("R88", "AGG § 12 (2)"))
def leaders_are_trained(context: Context) -> Iterator[Hit]:
    """Training reaches those who lead."""
    if not any(i.kind == "training" and i.covers_leaders for i in _review(context).instruments):
        yield Hit((HERE, "instruments"))


def _among_staff(context: Context) -> Iterator[Scenario]:
    """Yield the internal scenarios to which the AGG can apply: those about staff (AGG § 6)."""
    for scenario in relevant(context, "internal"):
        if not scenario.audiences or "staff" in scenario.audiences:
            yield scenario


def _without_deadline(context: Context, deadline: str) -> Iterator[Hit]:
    for scenario in _among_staff(context):
        if all(step.deadline != deadline for step in scenario.steps):
            yield Hit(("scenarios", scenario.id, "steps"), {"scenario": scenario.title})


@rule("K608", "error", needs=("scenarios",), sources=("R55", "AGG § 15 (4)"))
def claim_deadline(context: Context) -> Iterator[Hit]:
    """Internal scenarios remind of the two months for claims."""
    yield from _without_deadline(context, "agg-claim")


@rule("K613", "warning", needs=("scenarios",), sources=("BGB § 626 (2)", "D"))
def personnel_department_is_told_at_once(context: Context) -> Iterator[Hit]:
    """Internal scenarios bring in the personnel department on the first day: two weeks are short."""
    for scenario in _among_staff(context):
        reminders = [step for step in scenario.steps if step.deadline == "dismissal-for-cause"]
        if not any(step.phase in ("now", "same_day") for step in reminders):
            case = "late" if reminders else "missing"
            yield Hit(("scenarios", scenario.id, "steps"), {"case": case, "scenario": scenario.title})


@rule("K609", "warning", needs=("scenarios", "escalation"), sources=("R40",))
def own_track(context: Context) -> Iterator[Hit]:
    """What happens among colleagues has levels of its own."""
    has_own = any(level.track == "internal" for level in context.levels.values())
    if not has_own and any(relevant(context, "internal")):
        yield Hit(("escalation", "levels"))


@rule("K610", "warning", needs=(HERE, "municipality"), sources=("R63",))
def residents_can_complain(context: Context) -> Iterator[Hit]:
    """Residents can complain about the administration, unless the playbook leaves them out on purpose."""
    audiences = context.playbook.municipality.audiences
    left_out = audiences is not None and audiences.residents is not None and not audiences.residents.included
    if not left_out and _review(context).resident_complaints is None:
        yield Hit((HERE, "resident_complaints"))


@rule("K611", "warning", needs=(HERE,), sources=("R91", "D"))
def review_comes_back(context: Context) -> Iterator[Hit]:
    """It is fixed how often the administration looks again, and by what it sees a change."""
    for field in ("cycle", "indicators"):
        if not getattr(_review(context), field):
            yield Hit((HERE, field), {"case": field})
