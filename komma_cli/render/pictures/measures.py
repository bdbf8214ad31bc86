"""How many measures of the strategy are planned, running, delayed, done or dropped."""

from __future__ import annotations

from collections import Counter
from typing import get_args

from komma_cli.model.strategy import MeasureStatus
from komma_cli.render.pictures.drawing import Drawing, drawing, fitting
from komma_cli.render.reader import Reader
from komma_cli.texts import label, text

STATUSES: tuple[str, ...] = get_args(get_args(MeasureStatus)[0])


def measures(reader: Reader) -> Drawing | None:
    """Return a bar with its number for every status, None where the strategy has no measures."""
    counted = Counter(str(measure.item["status"]) for measure in reader.measures())
    if not counted:
        return None
    lang = reader.lang
    bars = [{"name": label("measure_status", status, lang), "count": counted[status]} for status in STATUSES]
    said = ", ".join(f"{bar['count']} {bar['name']}" for bar in bars)
    total = counted.total()
    alt = text("pictures.measures_one" if total == 1 else "pictures.measures_alt", lang, count=total, said=said)
    return drawing("measures", fitting(alt), (), {"bars": bars})
