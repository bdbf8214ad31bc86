"""What ``komma reach`` found, for programs: one JSON object with its own version."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from komma_cli import __version__
from komma_cli.reach.case import Case, Turn
from komma_cli.reach.causes import Cause, causes, phases_of, silent
from komma_cli.reach.losses import Load, Loss
from komma_cli.reach.proof import Proof, Prover
from komma_cli.reach.repairs import Repair, repairs
from komma_cli.reach.week import fold
from komma_cli.reach.year import Year
from komma_cli.spans import Spans, measure

FORMAT = "komma-reach/1"
"""Grows only when a field is taken away or changes its meaning; new fields may come at any time."""


def year(prover: Prover, proof: Proof, missing: Iterable[str]) -> str:
    """Return the year: every level and scenario with its gaps, and every cause with what mends it."""
    owners = list(dict.fromkeys((one.promise.kind, one.promise.owner) for one in proof.kept))
    return _written(
        {
            **_frame(prover, "year"),
            "without": sorted(missing),
            "promises": [_owner(proof, kind, owner) for kind, owner in owners],
            "causes": [_cause(prover, cause) for cause in causes(proof, phases_of(prover))],
        }
    )


def case(prover: Prover, played: Case) -> str:
    """Return one case: each step with who is called, who answers when, and whether that is in time."""
    return _written(
        {
            **_frame(prover, "case"),
            "scenario": played.scenario.id,
            "at": played.moment.isoformat(timespec="minutes"),
            "without": list(played.missing),
            "kept": not played.broken,
            "turns": [_turn(turn, prover.year) for turn in played.turns],
        }
    )


def losses(prover: Prover, found: Iterable[Loss], carried: Iterable[Load]) -> str:
    """Return what breaks without single people or pairs, and what each person carries."""
    return _written(
        {
            **_frame(prover, "losses"),
            "losses": [_loss(prover, loss) for loss in found],
            "loads": [
                {
                    "person": load.person,
                    "roles": load.roles,
                    "critical_roles": load.critical,
                    "first_contacts": load.first_contacts,
                    "alone_minutes": load.alone,
                }
                for load in carried
            ],
        }
    )


def _frame(prover: Prover, question: str) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "komma": __version__,
        "question": question,
        "first_day": prover.year.first.isoformat(),
        "last_day": prover.year.last.isoformat(),
        "minutes": prover.year.end,
    }


def _owner(proof: Proof, kind: str, owner: str) -> dict[str, Any]:
    gaps = proof.gaps_of(owner)
    return {
        "kind": "level" if kind == "level" else "scenario",
        "id": owner,
        "share_kept": round(proof.share_kept(gaps), 6),
        "gap_minutes": measure(gaps),
        "week": [round(share, 4) for share in fold(gaps, proof.year)],
        "gaps": _spans(gaps, proof.year),
    }


def _spans(gaps: Spans, year: Year) -> list[dict[str, Any]]:
    return [
        {
            "start": year.wall(start).isoformat(timespec="minutes"),
            "end": year.wall(end).isoformat(timespec="minutes"),
            "minutes": end - start,
        }
        for start, end in gaps
    ]


def _cause(prover: Prover, cause: Cause) -> dict[str, Any]:
    start, _ = cause.worst
    return {
        "class": cause.kind,
        "within_minutes": cause.within,
        "promises": [{"path": list(one.promise.place), "audiences": list(one.promise.audiences)} for one in cause.kept],
        "gap_minutes": measure(cause.gaps),
        "longest": _spans((cause.worst,), prover.year)[0],
        "gaps": _spans(cause.gaps, prover.year),
        "silent": [
            {"id": one.id, "reason": one.reason, "until": _time(one.until, prover.year)}
            for one in silent(prover, cause.candidates, start, cause.within)
        ],
        "repairs": [_repair(one, prover.year) for one in repairs(prover, cause)],
    }


def _repair(repair: Repair, year: Year) -> dict[str, Any]:
    return {
        "kind": repair.kind,
        "places": [list(place) for place in repair.places],
        "adds": repair.adds,
        "closes": repair.closes,
        "left": _spans(repair.left, year),
    }


def _turn(turn: Turn, year: Year) -> dict[str, Any]:
    return {
        "level": turn.level.id if turn.level else None,
        "step": turn.step.id if turn.step else None,
        "audiences": list(turn.audiences),
        "decisive": turn.promise is not None and turn.promise.decisive,
        "due": _time(turn.due, year),
        "kept": turn.kept,
        "answered_by": turn.reached.id if turn.reached else None,
        "answered_at": _time(turn.reached.answers if turn.reached else None, year),
        "calls": [
            {"id": call.id, "answers": _time(call.answers, year), "reason": "missing" if call.missing else call.reason}
            for call in turn.calls
        ],
    }


def _loss(prover: Prover, loss: Loss) -> dict[str, Any]:
    return {
        "without": list(loss.missing),
        "gap_minutes": loss.minutes,
        "owners": list(loss.owners),
        "nobody_left": [list(one.promise.place) for one in loss.total],
        "gaps": _spans(loss.gaps, prover.year),
    }


def _time(minute: int | None, year: Year) -> str | None:
    return None if minute is None else year.wall(minute).isoformat(timespec="minutes")


def _written(record: dict[str, Any]) -> str:
    """Return the record with every entry of its lists on a line of its own, so that a search by lines finds it."""
    parts = []
    for name, value in record.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            entries = ",\n    ".join(json.dumps(entry, ensure_ascii=False) for entry in value)
            parts.append(f'  "{name}": [\n    {entries}\n  ]')
        else:
            parts.append(f'  "{name}": {json.dumps(value, ensure_ascii=False)}')
    return "{\n" + ",\n".join(parts) + "\n}\n"
