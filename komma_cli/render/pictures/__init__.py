"""Pictures made of the data that one circle of readers may see, each with its text alternative from the same data."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Final

from komma_cli.render.pictures.drawing import Drawing
from komma_cli.render.reader import Reader

NAMES: Final = ("ladder", "ladder_internal", "matrix", "measures", "week", "year", "qr")
"""What templates call the pictures: ``![{{ pictures.ladder.alt | alt }}](ladder "title")``."""


def pictures_for(reader: Reader) -> Mapping[str, Drawing | None]:
    """Return the pictures by name, None where there is nothing to draw, so that a template can leave them out.

    Nothing is drawn or even counted before somebody asks. The week is told to those alone who may see everything:
    with a telephone number removed it would show gaps that are none.
    """
    return _Pictures(reader)


class _Pictures(Mapping[str, Drawing | None]):
    """Makes each picture once, when it is asked for."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._made: dict[str, Drawing | None] = {}

    def __getitem__(self, name: str) -> Drawing | None:
        if name not in self._made:
            self._made[name] = _maker(name)(self._reader)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(NAMES)

    def __len__(self) -> int:
        return len(NAMES)


def _maker(name: str) -> Callable[[Reader], Drawing | None]:
    """Return the function that makes a picture. Raises ``KeyError`` for a name that is none."""
    from komma_cli.render.pictures import ladder, matrix, measures, qr, year

    makers: dict[str, Callable[[Reader], Drawing | None]] = {
        "ladder": partial(ladder.ladder, track="external"),
        "ladder_internal": partial(ladder.ladder, track="internal"),
        "matrix": matrix.matrix,
        "measures": measures.measures,
        "week": _week,
        "year": year.year,
        "qr": qr.qr,
    }
    return makers[name]


def _week(reader: Reader) -> Drawing | None:
    if reader.audience != "confidential":
        return None
    from komma_cli.model.problems import validate
    from komma_cli.reach.proof import Prover
    from komma_cli.reach.telling import Teller
    from komma_cli.render.pictures.week import week

    playbook, _ = validate(reader.plain)
    if playbook is None:
        return None
    prover = Prover(playbook, reader.today)
    return week(prover.prove(), Teller(prover, reader.lang))
