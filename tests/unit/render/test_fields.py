"""Empty places of a form in the Markdown of a template."""

from __future__ import annotations

import pytest

from komma_cli.render.blocks import parse_blocks
from komma_cli.render.errors import RenderError
from komma_cli.render.tree import Field, Paragraph, Text

CHOICES = "<!-- field: choices -->\n**Stimme** (freiwillig)\n\n- [ ] laut\n- [ ] anders, nämlich:\n"


def test_label_and_hint() -> None:
    (field,) = parse_blocks("<!-- field: long 6 -->\n**Wortlaut** (Pflichtangabe)")
    assert field == Field("long", "wortlaut", "Wortlaut", (Text("(Pflichtangabe)"),), 6)


def test_options_are_the_tick_boxes_behind_it() -> None:
    field, after = parse_blocks(CHOICES + "\nText")
    assert isinstance(field, Field)
    assert field.options == ((Text("laut"),), (Text("anders, nämlich:"),))
    assert isinstance(after, Paragraph)


def test_same_label_gets_an_id_of_its_own() -> None:
    first, second = parse_blocks("<!-- field: text -->\n**Name**\n\n<!-- field: text -->\n**Name**")
    assert isinstance(first, Field)
    assert isinstance(second, Field)
    assert (first.id, second.id) == ("name", "name-2")


@pytest.mark.parametrize(
    "wrong",
    [
        "<!-- field: essay -->\n**Name**",
        "<!-- field: text 0 -->\n**Name**",
        "<!-- field: text 99 -->\n**Name**",
        "<!-- field: text -->\nName",
        "<!-- field: text -->\n\n- Name",
        "<!-- field: text -->",
        "<!-- field: choice -->\n**Name**",
        "<!-- field: choice -->\n**Name**\n\nText",
        "<!-- field: choice -->\n**Name**\n\n- [ ] only one",
        "<!-- field: choice -->\n**Name**\n\n- [ ] one\n- [x] ticked already",
        "> <!-- field: text -->\n> **Name**",
    ],
)
def test_what_is_no_field_is_refused(wrong: str) -> None:
    with pytest.raises(RenderError):
        parse_blocks(wrong)
