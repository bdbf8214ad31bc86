"""HTML: one page that loads nothing, whose structure a screen reader can follow, and whose words stay words."""

from __future__ import annotations

from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import html

from komma_cli.model.playbook import Playbook
from komma_cli.model.problems import validate
from komma_cli.render.catalog import documents
from komma_cli.render.html import write_html
from komma_cli.render.produce import produce
from komma_cli.texts import Lang
from komma_cli.yamlread import parse
from tests.unit.render.sample_document import sample

PLAYBOOKS = Path(__file__).parents[3] / "playbooks"
IDS = [spec.id for spec in documents()]
FORM = """# T

<!-- field: date -->
**Tag** (Pflichtangabe, TT.MM.JJJJ)

<!-- field: choices -->
**Wo** (freiwillig)

- [ ] Amt
- [ ] anderswo:

<!-- field: signature -->
**Unterschrift**
"""


@cache
def plan(name: str) -> Playbook:
    playbook, _ = validate(parse((PLAYBOOKS / f"{name}.komma.yaml").read_text(encoding="utf-8")))
    assert playbook is not None
    return playbook


def page(markdown: str, **values: object) -> html.HtmlElement:
    return html.document_fromstring(write_html(sample(markdown, **values)))


def faults(tree: html.HtmlElement, lang: str) -> list[str]:
    """Return what a screen reader or a strict browser would stumble over."""
    ids = tree.xpath("//@id")
    levels = [int(each.tag[1]) for each in tree.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
    facts = {
        "language": tree.get("lang") == lang,
        "title": bool(tree.findtext(".//title")),
        "one h1": levels.count(1) == 1 and levels[0] == 1,
        "no jump": all(after <= before + 1 for before, after in pairwise(levels)),
        "ids": len(ids) == len(set(ids)) and all(each[:1].isalpha() for each in ids),
        "anchors": all(each[1:] in ids for each in tree.xpath("//a/@href") if each.startswith("#")),
        "labels": all(each in ids for each in tree.xpath("//label/@for")),
        "named fields": all(
            tree.xpath(f'//label[@for="{each.get("id")}"]') or each.get("aria-label") or each.getparent().tag == "label"
            for each in tree.xpath("//input|//textarea")
        ),
        "heads": all(each.get("scope") in ("col", "row") for each in tree.xpath("//th")),
        "captions": all(each.findtext("caption") for each in tree.xpath("//table")),
        "alternatives": all(each.get("alt") for each in tree.xpath("//img")),
        "nothing from elsewhere": all(each.startswith("data:") for each in tree.xpath("//img/@src")),
        "no script": not tree.xpath("//script|//link|//iframe|//object|//form|//@onclick|//@style"),
    }
    return [name for name, fine in facts.items() if not fine]


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("document", IDS)
@pytest.mark.parametrize("name", ["musterstadt", "erste-stunde"])
def test_every_document_is_a_sound_page(name: str, document: str, lang: Lang) -> None:
    produced = produce(plan(name), document, lang, None, date(2026, 12, 1))
    content = write_html(produced.document)
    assert faults(html.document_fromstring(content), lang) == []
    assert content == write_html(produced.document)


@pytest.mark.parametrize(
    ("good", "bad", "fault"),
    [
        (' lang="de"', "", "language"),
        ('scope="col"', "", "heads"),
        ("<h2 ", "<h4 ", "no jump"),
        ('id="main"', 'id="table-1"', "ids"),
        ("</footer>", '</footer><img src="https://x.example/a.png" alt="a">', "nothing from elsewhere"),
        ("</footer>", "</footer><input>", "named fields"),
    ],
)
def test_the_faults_are_seen(good: str, bad: str, fault: str) -> None:
    content = write_html(sample()).decode()
    assert good in content
    assert fault in faults(html.document_fromstring(content.replace(good, bad, 1).encode()), "de")


def test_words_stay_words() -> None:
    nasty = "<b>x</b> &amp; \"' \u2011 ]]>"
    tree = page("# T\n\n## U\n\n\\<b>x\\</b> \\&amp; \"' \u2011 \\]\\]>\n", title=nasty, author=nasty, mark=nasty)
    told = nasty.replace("\u2011", "-")
    assert tree.findtext(".//title") == told
    assert tree.xpath("string(//p[@class='mark'])") == told
    assert told in tree.xpath("string(//main)")
    assert not tree.xpath("//main//b")


def test_a_number_to_tap_is_whole_and_can_be_copied() -> None:
    tree = page("# T\n\n## U\n\n[030\u00a023125\u2011100](tel:+493023125100)\n")
    (link,) = tree.xpath("//a[starts-with(@href, 'tel:')]")
    assert (link.get("href"), link.get("class"), link.text_content()) == (
        "tel:+493023125100", "whole", "030\u00a023125-100",
    )  # fmt: skip


def test_an_emergency_number_is_called_with_one_touch() -> None:
    tree = page("# T\n\n<!-- style: number -->\n110 Polizei\n\n110 Polizei\n")
    (link,) = tree.xpath("//a[@href='tel:110']")
    assert (link.text, link.tail, link.getparent().get("class")) == ("110", " Polizei", "number")


def test_fields_of_a_form() -> None:
    tree = page(FORM)
    (day,) = tree.xpath("//input[@type='date']")
    assert tree.xpath(f"string(//label[@for='{day.get('id')}'])") == "Tag"
    assert tree.xpath(f"string(//*[@id='{day.get('aria-describedby')}'])") == "(Pflichtangabe, TT.MM.JJJJ)"
    assert tree.xpath("string(//fieldset/legend)").startswith("Wo")
    assert len(tree.xpath("//fieldset//input[@type='checkbox']")) == 2
    assert len(tree.xpath("//fieldset//input[@type='text']")) == 1
    assert not tree.xpath("//input[contains(@id, 'unterschrift')]")


def test_headings_of_the_contents_are_a_list_in_a_list() -> None:
    tree = page("# T\n\n<!-- toc -->\n\n## A\n\n### B\n\n## C\n")
    assert [each.text_content() for each in tree.xpath("//nav/ul/li/a")] == ["A", "C"]
    assert [each.text_content() for each in tree.xpath("//nav/ul/li/ul/li/a")] == ["B"]
