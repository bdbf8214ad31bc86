"""No draft, however broken, makes a preview or the check of a section raise anything but a sentence for people."""

import copy
from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from komma_cli.errors import KommaError
from komma_cli.paths import format_path
from komma_cli.store import load, read_source
from komma_cli.wizard.showing.findings import Findings
from komma_cli.wizard.showing.passages import layout
from komma_cli.wizard.showing.previewing import Previews
from komma_cli.wizard.unattended.outstanding import ASKED
from tests.properties.effort import examples

TODAY = date(2026, 12, 1)
PLAN: dict[str, Any] = load(read_source("playbooks/erste-stunde.komma.yaml")).data or {}
VALUES = st.sampled_from([None, "", "x", 7, True, [], {}, [1], [{}], {"id": []}, [{"id": {}}], "| a\n# b", "{{ 1 }}"])


def places(node: Any, parts: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if not isinstance(node, dict | list):
        return [parts]
    steps = node.items() if isinstance(node, dict) else enumerate(node)
    return [parts, *(found for step, below in steps for found in places(below, (*parts, step)))]


PLACES = [parts for parts in places(PLAN) if parts]


@settings(max_examples=examples(8), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(PLACES), VALUES), min_size=1, max_size=3), st.sampled_from(ASKED))
def test_any_part_of_a_draft_broken(changes: list[tuple[tuple[Any, ...], Any]], key: str) -> None:
    data = copy.deepcopy(PLAN)
    for (*above, last), value in changes:
        node: Any = data
        for step in above:
            node = node[step] if isinstance(node, dict | list) and _has(node, step) else None
        if isinstance(node, dict | list) and _has(node, last):
            node[last] = value
    try:
        for shown in Previews("de", TODAY).of(data, key).documents:
            assert all(len(line) <= 40 for line in layout(shown.passages, 40))
    except KommaError:
        pass
    Findings("de", TODAY).about(data, [format_path((key,))], key)


def _has(node: Any, step: Any) -> bool:
    return step in node if isinstance(node, dict) else isinstance(step, int) and step < len(node)
