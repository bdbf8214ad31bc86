"""The week in which nobody answers: an hour per field, over a year and all levels and cards together."""

from __future__ import annotations

from komma_cli.reach import weekly
from komma_cli.reach.proof import Proof
from komma_cli.reach.telling import Teller
from komma_cli.reach.week import HOURS
from komma_cli.render.pictures.drawing import Drawing, drawing, fitting
from komma_cli.texts import text, words

_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


def week(proof: Proof, teller: Teller) -> Drawing | None:
    """Return the hours at which an incident meets a gap, None where there is no gap."""
    if not proof.broken:
        return None
    lang = teller.lang
    *_, (_, shares) = weekly.rows(proof, teller)
    classes = [weekly.class_of(share) for share in shares]
    names = words("hours", lang)["days"]
    days = [{"name": names[day], "hours": classes[24 * n : 24 * (n + 1)]} for n, day in enumerate(_DAYS)]
    count = {kind: classes.count(kind) for kind in ("often", "sometimes")}
    alt = text("pictures.week_alt", lang, all=HOURS, free=classes.count("never"), **count)
    legend = [(kind, teller.say(f"map_legend_{kind}")) for kind in ("never", "sometimes", "often")]
    data = {"days": days, "signs": weekly.SIGNS, "legend": legend}
    return drawing("week", fitting(alt), weekly.alternative(proof, teller), data)
