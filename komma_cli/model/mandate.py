"""The mandate: who ordered the playbook and what the head of the administration has declared."""

from typing import Annotated

from komma_cli.model.council import CouncilPaper
from komma_cli.model.fields import NEEDED, PUBLIC, IsoDate, Line, Prose, Section


class Statement(Section):
    """The statement of principle (Grundsatzerklärung), signed by an office, not by a name."""

    text: Annotated[Prose, PUBLIC]
    signatory: Annotated[Line, PUBLIC]
    """The office that signs, e.g. „Die Bürgermeisterin“."""
    date: Annotated[IsoDate, PUBLIC]


class Mandate(Section):
    """Order, deciding body, declaration, and what the council paper needs."""

    ordered_by: Annotated[Line | None, PUBLIC, NEEDED] = None
    body: Annotated[Line | None, PUBLIC, NEEDED] = None
    resolution: Annotated[Line | None, PUBLIC, NEEDED] = None
    """Number of the resolution or of the service instruction."""
    date: Annotated[IsoDate | None, PUBLIC, NEEDED] = None
    statement: Annotated[Statement | None, PUBLIC, NEEDED] = None
    council_paper: Annotated[CouncilPaper | None, PUBLIC] = None
