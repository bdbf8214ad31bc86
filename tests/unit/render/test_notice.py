"""The notice for the wall: few words, one page, as large as the page holds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from komma_cli.render.pdf import write_pdf
from komma_cli.render.tree import Heading, Paragraph, inlines_of, plain, walk
from komma_cli.texts import LANGUAGES, Lang
from tests.unit.render.test_formal_documents import made

WORDS = 120
"""More nobody reads on a wall."""


def spoken(name: str, lang: Lang) -> list[str]:
    """Return every word but those of the small line about the paper itself and of the lines to fill in."""
    blocks = walk(made("notice", name, lang).document.blocks)
    read = (block for block in blocks if not (isinstance(block, Paragraph) and block.style == "small"))
    return [word for block in read for part in inlines_of(block) for word in plain(part).split() if word.strip("_–·")]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["musterstadt", "erste-stunde"])
def test_nobody_has_to_read_more_than_120_words(name: str, lang: Lang) -> None:
    assert 60 < len(spoken(name, lang)) <= WORDS


@pytest.mark.parametrize("name", ["musterstadt", "erste-stunde"])
def test_it_fills_its_page_and_no_more(name: str) -> None:
    document = made("notice", name).document
    pages = write_pdf(document)
    assert pages.count == 1
    assert pages.content != write_pdf(replace(document, fill=False)).content


def test_a_text_that_is_too_long_for_one_page_keeps_its_usual_size() -> None:
    document = made("notice", "musterstadt").document
    long = replace(document, blocks=(*document.blocks, *(8 * document.blocks[1:])))
    assert write_pdf(long).content == write_pdf(replace(long, fill=False)).content


def test_what_to_do_first_comes_first() -> None:
    titles = [plain(b.children) for b in made("notice", "musterstadt").document.blocks if isinstance(b, Heading)]
    assert titles[1:] == ["Sofort", "Danach", "Hilfe"]
