"""K317-K325: how levels fit together. Threats have a team, more danger never means more waiting."""

from __future__ import annotations

from collections.abc import Iterator

from komma_cli import durations
from komma_cli.check.finding import Hit, Link
from komma_cli.check.registry import Context, rule
from komma_cli.model.escalation import Level

_THREAT = 2
"""From this rank on a level of the external track is a threat (R34)."""
_TEAM = 2
"""Fewer roles are no team (komma's decision)."""
_TIMES = ("first_contact_within", "talk_within")


def _track(context: Context, track: str) -> list[Level]:
    """Return the levels of a track, the lightest first."""
    return sorted((level for level in context.levels.values() if level.track == track), key=lambda level: level.rank)


@rule("K317", "warning", needs=("escalation",), sources=("R34",))
def team_for_threats(context: Context) -> Iterator[Hit]:
    """Where there is a level for threats, a team of several roles meets soon; Nuremberg's within 48 hours (R34)."""
    if not any(level.rank >= _THREAT for level in _track(context, "external")):
        return
    team = context.playbook.escalation.core_team if context.playbook.escalation else None
    parts, limit = ("escalation", "core_team"), context.length("core_team")
    if team is None:
        yield Hit(parts, {"case": "no_team", "limit": limit})
        return
    if len(set(team.members)) < _TEAM:
        yield Hit((*parts, "members"), {"case": "alone"})
    if team.meets_within is None:
        yield Hit((*parts, "meets_within"), {"case": "no_time", "limit": limit})
    elif durations.minutes(team.meets_within) > durations.minutes(limit):
        yield Hit((*parts, "meets_within"), {"case": "late", "within": team.meets_within, "limit": limit})


@rule("K318", "hint", needs=("escalation",), sources=("R39",))
def few_levels(context: Context) -> Iterator[Hit]:
    """A track has no more levels than people can keep in mind."""
    for track in ("external", "internal"):
        levels = _track(context, track)
        most = context.count("levels")
        if len(levels) > most:
            values = {"case": track, "count": len(levels), "limit": most}
            yield Hit(("escalation", "levels", levels[most].id), values)


@rule("K324", "warning", needs=("escalation",), sources=("R35",))
def nothing_without_consent(context: Context) -> Iterator[Hit]:
    """A level that informs people also says what is not passed on without the affected person's consent."""
    for level in context.levels.values():
        if level.inform and not level.not_without_consent:
            yield Hit(("escalation", "levels", level.id, "not_without_consent"), {"level": level.name})


@rule("K325", "warning", needs=("escalation",), sources=("R33", "D"))
def worse_is_not_slower(context: Context) -> Iterator[Hit]:
    """A more serious level never lets the affected person wait longer than a lighter one of its track."""
    for track in ("external", "internal"):
        for field in _TIMES:
            quickest: tuple[int, Level] | None = None
            for level in _track(context, track):
                promised = getattr(level, field)
                if promised is None:
                    continue
                minutes = durations.minutes(promised)
                if quickest is not None and minutes > quickest[0]:
                    values = {"case": field, "level": level.name, "lighter": quickest[1].name, "within": promised}
                    related = (Link(("escalation", "levels", quickest[1].id, field), "other"),)
                    yield Hit(("escalation", "levels", level.id, field), values, related=related)
                elif quickest is None or minutes < quickest[0]:
                    quickest = (minutes, level)
