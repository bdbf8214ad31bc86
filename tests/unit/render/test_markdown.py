from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from markupsafe import Markup

from komma_cli.render.blocks import parse_blocks
from komma_cli.render.errors import RenderError
from komma_cli.render.markdown import Templates, render_markdown
from komma_cli.render.tree import BulletList, Callout, Link, ListItem, Paragraph, Text, plain


def render(folder: Path, template: str, **values: object) -> str:
    (folder / "t.md.j2").write_text(template, encoding="utf-8")
    return Templates([folder]).render("t.md.j2", values)


@pytest.mark.parametrize(
    "typed",
    ["{{ secret }}", "{% raw %}", "<b>fett</b>", "a | b", "*Stern*", "# Titel", "1. Bürgermeisterin", "- Punkt", "a  b",
     "Titel ##", "&amp; &#42;", "\U0001f4de Anruf", "\u05e9\u05dc\u05d5\u05dd", "-->", "[x](y)", "\\", "`code`",
     "\u00a751\u00a0BMG", "+49 30 23125-100", "Hilfe!", "M\u00fcller & S\u00f6hne"],
)  # fmt: skip
def test_typed_text_reads_back_as_typed(tmp_path: Path, typed: str) -> None:
    (paragraph,) = parse_blocks(render(tmp_path, "{{ value }}\n", value=typed))
    assert paragraph == Paragraph((Text(typed),))


@pytest.mark.parametrize(
    "typed", ["+49 30 23125-100", "2026-03-05", "Müller & Söhne", "Hilfe! Sofort.", "1.5 km", "-5 Grad"]
)
def test_everyday_text_stays_free_of_backslashes(tmp_path: Path, typed: str) -> None:
    assert render(tmp_path, "{{ value }}\n", value=typed) == f"{typed}\n"


def test_characters_no_file_can_hold_are_left_out(tmp_path: Path) -> None:
    assert render(tmp_path, "{{ value }}\n", value="a\x00b\x0bc\ud800d\u2028e") == "ab cd e\n"


def test_block_keeps_paragraphs_and_line_breaks(tmp_path: Path) -> None:
    typed = "Erste Zeile\n- zweite Zeile\n\n  \n# Zweiter Absatz\r\n"
    text = render(tmp_path, "> [!NOTE]\n> {{ value|block('> ') }}\n\n- {{ value|block('  ') }}\n", value=typed)
    callout, items = parse_blocks(text)
    assert isinstance(callout, Callout)
    assert isinstance(items, BulletList)
    expected = ["Erste Zeile - zweite Zeile", "# Zweiter Absatz"]
    for container in (callout, items.items[0]):
        assert isinstance(container, Callout | ListItem)
        assert [plain(child.children) for child in container.children if isinstance(child, Paragraph)] == expected


def test_cell_keeps_lines_in_one_row(tmp_path: Path) -> None:
    text = render(tmp_path, "| A |\n|---|\n| {{ value|cell }} |\n", value="eins | eins\n\nzwei")
    assert text.splitlines()[2] == r"| eins \| eins<br>zwei |"


@pytest.mark.parametrize(
    ("typed", "shown", "target"),
    [("https://beratung.example/", "beratung.example", "https://beratung.example/"),
     ("mailto:hilfe@stadt.example", "hilfe@stadt.example", "mailto:hilfe@stadt.example"),
     ("https://a.example/x_(y) z?a=1&b=<2>", "a.example/x_(y) z?a=1&b=<2>", "https://a.example/x_%28y%29%20z?a=1&b=%3C2%3E")],
)  # fmt: skip
def test_link_shows_the_address_without_its_scheme(tmp_path: Path, typed: str, shown: str, target: str) -> None:
    (paragraph,) = parse_blocks(render(tmp_path, "{{ value|link }}\n", value=typed))
    assert paragraph == Paragraph((Link(target, (Text(shown),)),))


@pytest.mark.parametrize(
    "target", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "//evil.example", ""]
)
def test_link_refuses_other_targets(tmp_path: Path, target: str) -> None:
    with pytest.raises(RenderError) as caught:
        render(tmp_path, "{{ 'Hilfe'|link(target) }}", target=target)
    assert caught.value.key == "render.link_refused"


@pytest.mark.parametrize(
    "template",
    ["{{ ('a'|link('#a')) + typed }}", "{{ ('a'|link('#a')) ~ typed }}",
     "{{ typed|safe }}", "{{ typed|replace('a', 'b') }}",
     "{{ ('%s'|cell) % typed }}", "{{ ('{}'|cell).format(typed) }}", "{{ (','|cell).join([typed]) }}",
     "{% autoescape false %}{{ typed }}{% endautoescape %}", "{{ typed.__class__.__mro__ }}",
     "{{ cycler.__init__.__globals__ }}", "{{ lipsum() }}"],
)  # fmt: skip
def test_nothing_mixes_typed_text_into_finished_markdown(tmp_path: Path, template: str) -> None:
    with pytest.raises(RenderError):
        render(tmp_path, template, typed="*a*")


def test_macros_captures_and_joins_escape_once(tmp_path: Path) -> None:
    template = (
        "{% macro name(x) %}**{{ x }}**{% endmacro %}{% set kept %}{{ typed }}{% endset %}"
        "{{ name(typed) }} {{ kept }} {{ kept|block }} {{ [typed, typed]|join(' / ') }}\n"
    )
    assert render(tmp_path, template, typed="a*b") == r"**a\*b** a\*b a\*b a\*b / a\*b" + "\n"


@pytest.mark.parametrize("value", [None, True, 1.5, date(2026, 3, 5), object(), ["a"]])
def test_values_without_words_of_their_own_are_never_printed(tmp_path: Path, value: object) -> None:
    with pytest.raises(RenderError) as caught:
        render(tmp_path, "{{ value }}", value=value)
    assert caught.value.key == "render.template_unfillable"


def test_missing_values_get_the_word_for_open(tmp_path: Path) -> None:
    (tmp_path / "t").write_text("{{ value }}, {{ [value, 7]|join(', ') }}", encoding="utf-8")
    assert Templates([tmp_path], missing="offen").render("t", {"value": None}) == "offen, offen, 7\n"


def test_filters_of_the_caller_are_escaped_unless_they_return_markdown(tmp_path: Path) -> None:
    (tmp_path / "t").write_text("{{ typed|loud }} {{ 'a'|bold }}", encoding="utf-8")
    templates = Templates([tmp_path], filters={"loud": str.upper, "bold": lambda value: Markup(f"**{value}**")})
    assert templates.render("t", {"typed": "a*"}) == r"A\* **a**" + "\n"


@pytest.mark.parametrize(
    "name", ["../secret", "/etc/hostname", "a/../../secret", "..\\secret", "C:secret", "missing", ""]
)
def test_templates_come_only_from_the_folders(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret").write_text("geheim", encoding="utf-8")
    (tmp_path / "inside" / "a").mkdir(parents=True)
    with pytest.raises(RenderError) as caught:
        render_markdown(name, {}, [tmp_path / "inside"])
    assert caught.value.key == "render.template_missing"


def test_first_folder_wins_and_the_next_fills_gaps(tmp_path: Path) -> None:
    for folder, name in (("city", "guide.md.j2"), ("komma", "guide.md.j2"), ("komma", "box.md.j2")):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / name).write_text(
            f"{folder}/{name} {{% include 'box.md.j2' %}}" if "guide" in name else "box"
        )
    assert render_markdown("guide.md.j2", {}, [tmp_path / "city", tmp_path / "komma"]) == "city/guide.md.j2 box\n"


@pytest.mark.parametrize(
    ("template", "key"),
    [("{{ gone }}", "template_undefined"), ("{{ 1 // 0 }}", "template_unfillable"), ("{% if %}", "template_broken"),
     ("{{ ''.__class__ }}", "template_unsafe"), ("{% include 'gone' %}", "template_missing")],
)  # fmt: skip
def test_template_errors_are_named(tmp_path: Path, template: str, key: str) -> None:
    with pytest.raises(RenderError) as caught:
        render(tmp_path, template)
    assert caught.value.key == f"render.{key}"


def test_a_template_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    (tmp_path / "t").write_bytes("Bürger".encode("latin-1"))
    with pytest.raises(RenderError) as caught:
        render_markdown("t", {}, [tmp_path])
    assert caught.value.key == "render.template_unreadable"


def test_output_is_normalised(tmp_path: Path) -> None:
    assert render(tmp_path, "\n\nA  \r\n\n\n\n\nB\t\n\n\n") == "A\n\nB\n"


def test_code_survives_back_quotes(tmp_path: Path) -> None:
    assert render(tmp_path, "{{ value|code }}", value="a``b`") == "``` a``b` ```\n"
