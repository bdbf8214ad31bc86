"""Mending changes what the findings speak of and nothing else, and a second time changes nothing."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from komma_cli.check.engine import Result, check_source
from komma_cli.check.fixing import fixed
from komma_cli.paths import parse_path, resolve
from komma_cli.store.reading import Source, load, source_from_bytes
from komma_cli.store.splice import same
from tests.properties.effort import examples

TODAY = date(2026, 12, 1)
SAID = st.sampled_from(
    [
        *("05999000", '"05999000"', "5999000", "1.12.2026", '"1. Dezember 2026"', "2026-12-01", "1/2/2026", "morgen"),
        *("ja", "Nein", "true", '"false"', "yes", "0", '"3"', "007", "1.0", "1e3", "~", '""', "' x '", "x # y"),
        *("Mo bis Do 8-16 Uhr", '"rund um die Uhr"', "24/7", "9 to 5", "15 Minuten", "PT15M", "pt15m", "sofort"),
        *("030 23125001", "03023125001", '"+493023125001"', "110", "+493023125001", "a@b.example"),
        *(
            "Landkreis",
            "Town",
            "nw",
            "Polizei",
            "with-consent",
            "Ja, sofort",
            "de",
            "DE",
            "Telefon",
            "[a, 1]",
            "{a: 1}",
        ),
    ]
)
KEYS = st.sampled_from(["name", "kind", "state", "ags", "legal_as_of", "legal-as-of", "leagl_as_of", "population", "x"])
LINES = st.dictionaries(KEYS, SAID, max_size=5)
PERSON = st.dictionaries(
    st.sampled_from(["function", "functon", "hours", "status", "unit", "languages", "verified"]), SAID, max_size=4
)


@st.composite
def plans(draw: st.DrawFn) -> bytes:
    lines = ["# oben", "komma: 1", "municipality: # hier"]
    lines += [f"  {key}: {said}" for key, said in {"name": "M", "kind": "town", "state": "NW", **draw(LINES)}.items()]
    lines += ["people:", "  - id: p1 # eine", *(f"    {key}: {said}" for key, said in draw(PERSON).items())]
    lines += [f"    channels: [{{kind: {draw(SAID)}, value: {draw(SAID)}}}, {{kind: phone, value: {draw(SAID)}}}]"]
    lines += ["review:", f"  version: {draw(SAID)}", f"  known_to_staff: {{onboarding: {draw(SAID)}}} # unten"]
    end = draw(st.sampled_from(["\n", "\r\n"]))
    return (b"\xef\xbb\xbf" if draw(st.booleans()) else b"") + (end.join(lines) + end).encode()


def check(source: Source) -> Result:
    return check_source(source, today=TODAY)


def without(data: Any, places: list[tuple[Any, ...]]) -> Any:
    """Return the data without what stands at the places."""
    rest = copy.deepcopy(data)
    for parts in sorted(places, key=len, reverse=True):
        here = rest
        for part in parts[:-1]:
            here = here[part]
        here[parts[-1]] = None
    return rest


@settings(deadline=None, max_examples=examples(40), suppress_health_check=[HealthCheck.too_slow])
@given(plans())
def test_nothing_else_changes_and_a_second_time_nothing_at_all(content: bytes) -> None:
    before = source_from_bytes(content, "x.komma.yaml")
    assume(all(problem.kind == "bom" for problem in load(before).problems))
    once = fixed(before, check)
    after = source_from_bytes(once.text.encode(), "x.komma.yaml")
    assert fixed(after, check).text == once.text
    assert fixed(after, check).mended == ()
    assert [line.partition("#")[2] for line in before.text.split("\n")] == [
        line.partition("#")[2] for line in once.text.split("\n")
    ]
    old, new = load(before).data, load(after).data
    assert old is not None
    assert new is not None
    renamed = {finding.path: finding.edits[0].text for finding in once.mended if finding.rule == "K010"}
    for path, key in renamed.items():
        parts = resolve(parse_path(path), old)
        holder = old
        for part in parts[:-1]:
            holder = holder[part]
        holder[key] = holder.pop(parts[-1])
    touched = [resolve(parse_path(one.path), old) for one in once.mended if one.rule not in {"K002", "K010"}]
    assert same(without(old, touched), without(new, touched))


@settings(deadline=None, max_examples=examples(25), suppress_health_check=[HealthCheck.too_slow])
@given(plans())
def test_what_was_mended_is_no_finding_any_more_and_nothing_worse_takes_its_place(content: bytes) -> None:
    before = source_from_bytes(content, "x.komma.yaml")
    assume(all(problem.kind == "bom" for problem in load(before).problems))
    once = fixed(before, check)
    left = check(source_from_bytes(once.text.encode(), "x.komma.yaml")).findings
    assert not any(one.edits for one in left)
    form = [one for one in check(before).findings if one.rule < "K019"]
    assert len([one for one in left if one.rule < "K019"]) <= len(form)
