"""Nothing reaches a bundle but what its allow-list names, wherever a person may have typed it.

A playbook with everything filled in carries a different marker in every text. Which fields may reach the bundle is
listed here once more, path by path, independently of the code that takes them.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings

from komma_cli.check.engine import check_data
from komma_cli.model.describe import schema_path, walk
from komma_cli.model.playbook import Playbook
from komma_cli.network.bundle import read_bundle, to_bytes
from komma_cli.network.sharing import bundle_of, leaks
from komma_cli.render.proof.twin import twin
from komma_cli.render.proof.values import secrets
from tests.properties.effort import examples
from tests.properties.test_audience import marked

DAY = date(2026, 12, 1)
MEASURE = "strategy.fields.goals.measures"
ALLOWED = {
    "municipality.name",
    *(f"{MEASURE}.{name}" for name in ("title", "description", "resources", "source")),
    *(f"{MEASURE}.practice.{name}" for name in ("why", "cost", "conditions", "result", "source")),
    f"{MEASURE}.practice.reviewed_by.organisation",
    f"{MEASURE}.origin.municipality",
    "network.offers.text",
    "network.seeks.text",
    "network.mailbox",
    "bodies.channels.value",
}
FULL = settings(
    max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def shared(playbook: Playbook) -> tuple[Any, bytes]:
    data = playbook.model_dump(mode="json", by_alias=True, exclude_none=True)
    result = check_data(data, today=DAY)
    return result, to_bytes(bundle_of(playbook, result, DAY))


@FULL
@given(marked())
def test_no_other_field_reaches_the_bundle(made: tuple[Playbook, dict[str, int]]) -> None:
    playbook, _ = made
    _, content = shared(playbook)
    said = json.dumps(json.loads(content), ensure_ascii=False)
    looked_for = 0
    for parts, spec, value in walk(Playbook, playbook.model_dump(mode="json", by_alias=True, exclude_none=True)):
        if isinstance(value, str) and spec.kind == "text" and (value.startswith("Zq") or value.startswith("+49")):
            looked_for += 1
            if schema_path(parts) not in ALLOWED:
                assert value not in said, parts
    assert looked_for > 100
    assert "Zq" in said  # something does reach it, or the search would prove nothing


@FULL
@given(marked())
def test_a_bundle_does_not_change_with_what_not_everybody_may_see(made: tuple[Playbook, dict[str, int]]) -> None:
    playbook, _ = made
    result, content = shared(playbook)
    other = twin(playbook, secrets(playbook, "public"))
    if other is not None:
        assert to_bytes(bundle_of(other, result, DAY)) == content
    assert leaks(playbook, result, read_bundle(content, "x")) == ()
