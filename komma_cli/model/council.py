"""What a council's own form asks for and no strategy says: head, route through the committees, effects and costs.

The fields are those seen in the papers of German councils; every council has its own selection and order.
"""

from typing import Annotated, Literal

from pydantic import Field

from komma_cli.model.fields import NO_ITEMS, PUBLIC, IsoDate, Line, Prose, Section, Vocabulary

CouncilLayout = Annotated[
    Literal["decision_first", "report_first", "logic_model", "numbered"], Vocabulary("council_layout")
]
"""The order of the paper: proposal before reasons, reasons before proposal, effects-services-processes, or numbered."""
CouncilTask = Annotated[Literal["preliminary", "decision", "notice"], Vocabulary("council_task")]
Effect = Annotated[Literal["none", "yes", "positive", "negative"], Vocabulary("effect")]
Year = Annotated[int, Field(ge=2000, le=2100)]
Euros = Annotated[int, Field(ge=0)]


class Committee(Section):
    """One committee that the paper passes through."""

    name: Annotated[Line, PUBLIC]
    on: Annotated[IsoDate | None, PUBLIC] = None
    task: Annotated[CouncilTask, PUBLIC]


class CheckedEffect(Section):
    """One field of effects that the council's form asks about, such as climate or children."""

    title: Annotated[Line, PUBLIC]
    result: Annotated[Effect, PUBLIC]
    reason: Annotated[Line | None, PUBLIC] = None


class YearOfCosts(Section):
    """What one year costs, in whole euros, and what pays for it."""

    year: Annotated[Year, PUBLIC]
    staff: Annotated[Euros | None, PUBLIC] = None
    goods: Annotated[Euros | None, PUBLIC] = None
    income: Annotated[Euros | None, PUBLIC] = None
    covered_by: Annotated[Line | None, PUBLIC] = None


class CouncilPaper(Section):
    """What stands in the council paper besides the strategy."""

    layout: Annotated[CouncilLayout, PUBLIC] = "decision_first"
    number: Annotated[Line | None, PUBLIC] = None
    prepared_by: Annotated[Line | None, PUBLIC] = None
    """The office that works on the paper; no name."""
    consultations: Annotated[list[Committee], PUBLIC] = NO_ITEMS
    alternatives: Annotated[Prose | None, PUBLIC] = None
    if_rejected: Annotated[Prose | None, PUBLIC] = None
    effects: Annotated[list[CheckedEffect], PUBLIC] = NO_ITEMS
    """In the order of the council's form; without any the paper has the usual six."""
    costs: Annotated[list[YearOfCosts], PUBLIC] = NO_ITEMS
