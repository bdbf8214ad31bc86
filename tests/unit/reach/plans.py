"""Small plans for the tests of the proof: two people, one body, one level, one card."""

from __future__ import annotations

from typing import Any

from komma_cli.model.playbook import Playbook

OFFICE = "Mo-Fr 08:00-16:00; PH off"
PHONE = {"kind": "phone", "value": "+492214710101"}


def person(identifier: str, hours: str | None = OFFICE, **more: Any) -> dict[str, Any]:
    return {"id": identifier, "function": f"Amt {identifier}", "channels": [PHONE], "hours": hours} | more


def body(identifier: str, hours: str | None = "24/7", **more: Any) -> dict[str, Any]:
    base = {"id": identifier, "name": f"Stelle {identifier}", "kind": "counselling", "state": "NW"}
    return base | {"channels": [PHONE], "hours": hours, "audiences": ["staff"]} | more


def step(identifier: str = "talk", **more: Any) -> dict[str, Any]:
    return {"id": identifier, "phase": "now", "kind": "support", "text": "Sprechen Sie.", "within": "PT4H"} | more


def plan(
    people: list[dict[str, Any]], *, bodies: Any = (), roles: Any = (), levels: Any = (), steps: Any = (), **more: Any
) -> Playbook:
    scenario = {"id": "threat", "title": "Drohung", "track": "external", "audiences": ["staff"], "steps": list(steps)}
    data = {
        "komma": 1,
        "municipality": {"name": "Musterstadt", "kind": "town", "state": more.pop("state", "NW")},
        "people": people,
        "bodies": list(bodies),
        "roles": list(roles),
        "escalation": {"levels": list(levels)},
        "scenarios": [scenario | more] if steps else [],
    }
    return Playbook.model_validate(data)


def level(**more: Any) -> dict[str, Any]:
    base = {"id": "level-2", "track": "external", "rank": 2, "name": "Stufe 2"}
    return base | {"first_contact_within": "PT1H"} | more


def role(identifier: str = "contact", **more: Any) -> dict[str, Any]:
    return {"id": identifier, "title": f"Rolle {identifier}"} | more
