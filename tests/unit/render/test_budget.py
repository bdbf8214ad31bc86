"""Templates that never end, build something huge, or reach for Python: refused soon, with name and line."""

from __future__ import annotations

import time
import tracemalloc
from pathlib import Path
from types import SimpleNamespace

import pytest

from komma_cli.render.budget import BUDGET
from komma_cli.render.errors import RenderError
from komma_cli.render.markdown import MOST_BYTES, Templates

DOUBLING = "{% set a %}xxxxxxxxxx{% endset %}" + "{% set a %}{{ a }}{{ a }}{% endset %}" * 40
NESTED = "{% set a = [1] %}{% set b = [1] %}" + "{% set a = [a, a] %}{% set b = [b, b] %}" * 40


def refused(folder: Path, template: str, **values: object) -> RenderError:
    (folder / "t.md.j2").write_text(template, encoding="utf-8")
    with pytest.raises(RenderError) as caught:
        Templates([folder]).render("t.md.j2", values)
    return caught.value


@pytest.mark.parametrize(
    "template",
    [
        "{% for i in range(10**9) %}x{% endfor %}",
        "{% for i in range(99999) %}{% for j in range(99999) %}x{% endfor %}{% endfor %}",
        "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
        "{% for i in range(99999) %}{{ range(99999) | sum }}{% endfor %}",
        "{% for i in range(99999) %}{{ range(99999) | select('odd') | list | length }}{% endfor %}",
        "{% for i in range(99999) %}{% for j in range(99999) | map('abs') if j < 0 %}{% endfor %}{% endfor %}",
        "{% for i in range(99999) %}{% if 7 in (range(99999) | list) %}{% endif %}{% endfor %}",
        "{% for i in range(99999) %}" + "x" * 5000 + "{% endfor %}",
        "{% macro m(n) %}{{ m(n + 1) }}{% endmacro %}{{ m(0) }}",
        "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(40) }}",
        "{% macro m() %}{{ caller() }}{{ caller() }}{% endmacro %}" + "{% call m() %}" * 40 + "{% endcall %}" * 40,
        "{% include 't.md.j2' %}",
        "{% import 't.md.j2' as t %}",
        "{% extends 't.md.j2' %}",
        "{% for i in range(99999) %}{% include 'empty' %}{% include 'empty' %}{% endfor %}",
        "{{ 'x' * 10**9 }}",
        "{{ 10**9 * 'x' }}",
        "{{ [1] * 10**9 }}",
        "{{ 10 ** (10 ** 10) }}",
        "{% set ns = namespace(a='x') %}{% for i in range(99) %}{% set ns.a = ns.a + ns.a %}{% endfor %}",
        "{% set ns = namespace(a=9) %}{% for i in range(99) %}{% set ns.a = ns.a * ns.a %}{% endfor %}",
        "{% set ns = namespace(a=[1]) %}{% for i in range(99) %}{% set ns.a = ns.a + ns.a %}{% endfor %}",
        DOUBLING,
        NESTED + "{{ 1 if a == b else 2 }}",
        "{{ 'x' | indent(10**9) }}",
        "{{ 'x' | block('y' * 999999) | block }}{{ [1] | batch(10**9, 1) | list | length }}",
        "{{ range(99999) | join('x' * 99999) }}",
        "{{ ['x' * 99999] * 99999 }}",
        "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
    ],
)  # fmt: skip
def test_what_does_not_end_or_is_huge_is_refused_soon(tmp_path: Path, template: str) -> None:
    (tmp_path / "empty").write_text("", encoding="utf-8")
    start = time.perf_counter()
    error = refused(tmp_path, template)
    assert time.perf_counter() - start < 4  # about one second; build machines are slow
    assert error.key in ("render.template_endless", "render.template_unfillable")
    assert error.values["template"] == "t.md.j2"


def test_memory_stays_bounded(tmp_path: Path) -> None:
    tracemalloc.start()
    try:
        refused(tmp_path, DOUBLING)
        refused(tmp_path, "{% for i in range(99999) %}" + "x" * 5000 + "{% endfor %}")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 8 * BUDGET


@pytest.mark.parametrize(
    "reach",
    ["''.__class__", "cycler.__init__.__globals__.os", "p.__class__", "''['__class__']", "p['__init__']",
     "('a' | upper).__class__.__mro__", "range.__globals__", "'{0.__class__}'.format(p)", "'%c' % 7", "'a'.center(9)",
     "p.roles.append(1)", "p.update(a=1)", "p.clear()", "(5).to_bytes(9, 'big')", "thing.method.__globals__"],
)  # fmt: skip
def test_reaching_for_python_or_changing_the_plan_is_refused_with_the_line(tmp_path: Path, reach: str) -> None:
    thing = SimpleNamespace(method=lambda: 1)
    error = refused(tmp_path, f"one\ntwo\n{{{{ {reach} }}}}\n", p={"roles": []}, thing=thing)
    assert (error.key, error.values["line"]) == ("render.template_unsafe", 3)


@pytest.mark.parametrize(
    ("template", "name", "near"),
    [
        ("{{ plase }}", "plase", "place"),
        ("{{ p.escalaton }}", "escalaton", "escalation"),
        ("{{ p['escalaton'] }}", "escalaton", "escalation"),
        ("{% for role in p.roles %}{{ rol.title }}{% endfor %}", "rol", "role"),
        ("{% for role in p.roles %}{{ role.titel }}{% endfor %}", "titel", "title"),
        ("{{ place | cel }}", "cel", "cell"),
        ("{{ 1 if place is definded }}", "definded", "defined"),
        ("{% if place %}{{ place | cel }}{% endif %}", "cel", "cell"),
        ("{% import 'parts' as parts %}{{ parts.emergncy_box() }}", "emergncy_box", "emergency_box"),
        ("{{ control.vrsion }}", "vrsion", "version"),
    ],
)
def test_an_unknown_name_is_told_with_its_line_and_names_written_alike(
    tmp_path: Path, template: str, name: str, near: str
) -> None:
    (tmp_path / "parts").write_text("{% macro emergency_box() %}{% endmacro %}", encoding="utf-8")
    plan = {"escalation": {}, "roles": [{"title": "Chief"}]}
    error = refused(tmp_path, f"# T\n\n{template}\n", p=plan, place="X", control=SimpleNamespace(version="1"))
    assert error.key == "render.template_undefined"
    assert (error.values["template"], error.values["line"], error.values["name"]) == ("t.md.j2", 3, name)
    assert near in str(error.values["near"]).split(", ")


def test_the_line_is_that_of_the_own_copy_not_of_a_shared_part_it_calls(tmp_path: Path) -> None:
    own, shipped = tmp_path / "own", tmp_path / "shipped"
    for folder in (own, shipped):
        folder.mkdir()
    (shipped / "parts").write_text("\n\n\n\n{% macro box(x) %}\n{{ x }}{% endmacro %}", encoding="utf-8")
    (own / "t.md.j2").write_text("{% import 'parts' as parts %}\n{{ parts.box(gone) }}", encoding="utf-8")
    with pytest.raises(RenderError) as caught:
        Templates([own, shipped]).render("t.md.j2", {})
    assert (caught.value.values["template"], caught.value.values["line"]) == ("t.md.j2", 2)


def test_each_document_has_a_budget_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "t").write_text("{% for i in range(9000) %}{{ i }}{% endfor %}", encoding="utf-8")
    templates = Templates([tmp_path])
    assert len({templates.render("t", {}) for _ in range(12)}) == 1


def test_loops_know_their_place_whatever_they_go_through(tmp_path: Path) -> None:
    (tmp_path / "t").write_text(
        "{% for i in range(3) | map('abs') %}{{ loop.index }}/{{ loop.length }}{% if not loop.last %}, {% endif %}"
        "{% endfor %}{% for i in [] %}{% else %}.{% endfor %}"
        "{% for k, v in {'a': 1}.items() %}{{ k }}{{ v }}{% endfor %}",
        encoding="utf-8",
    )
    assert Templates([tmp_path]).render("t", {}) == "1/3, 2/3, 3/3.a1\n"


def test_a_file_that_is_far_too_long_is_no_template(tmp_path: Path) -> None:
    assert refused(tmp_path, "x" * (MOST_BYTES + 1)).key == "render.template_too_long"


def test_a_loop_that_calls_itself_is_refused_with_its_line(tmp_path: Path) -> None:
    error = refused(tmp_path, "\n{% for i in [1] recursive %}{{ loop([1]) }}{% endfor %}")
    assert (error.key, error.values["line"]) == ("render.template_broken", 2)
