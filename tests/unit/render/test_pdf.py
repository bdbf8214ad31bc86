"""PDF: two norms at once, tags that say what the block tree says, and the same bytes every time."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pikepdf
import pytest

from komma_cli.model.playbook import Playbook
from komma_cli.model.problems import validate
from komma_cli.render.catalog import documents
from komma_cli.render.errors import RenderError
from komma_cli.render.pdf import write_pdf
from komma_cli.render.produce import Produced, produce
from komma_cli.render.proof.pdf_opened import pdf_pieces
from komma_cli.texts import Lang
from komma_cli.yamlread import parse
from tests.unit.render.pdf_audit import audit
from tests.unit.render.sample_document import sample

PLAYBOOKS = Path(__file__).parents[3] / "playbooks"
IDS = [spec.id for spec in documents()]
CARD = "<!-- page: a5 -->\n\n# Karte\n\n<!-- style: number -->\n110\n\n"


@cache
def plan(name: str) -> Playbook:
    playbook, _ = validate(parse((PLAYBOOKS / f"{name}.komma.yaml").read_text(encoding="utf-8")))
    assert playbook is not None
    return playbook


@cache
def made(name: str, document: str, lang: Lang) -> Produced:
    return produce(plan(name), document, lang, None, date(2026, 12, 1))


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("document", IDS)
@pytest.mark.parametrize("name", ["musterstadt", "erste-stunde"])
def test_every_document_keeps_both_norms_and_its_length(name: str, document: str, lang: Lang) -> None:
    produced = made(name, document, lang)
    pages = write_pdf(produced.document)
    assert audit(pages.content, produced.document) == []
    with pikepdf.open(io.BytesIO(pages.content)) as pdf:
        assert len(pdf.pages) == pages.count
    assert produced.room is None or pages.count <= produced.room


def test_the_audit_sees_what_is_taken_away() -> None:
    document = made("musterstadt", "strategy", "de").document
    spoiled = {
        "language": lambda pdf: pdf.Root.__delitem__("/Lang"),
        "title shown": lambda pdf: pdf.Root.__delitem__("/ViewerPreferences"),
        "ua1": lambda pdf: pdf.Root.__delitem__("/Metadata"),
    }
    content = write_pdf(document).content
    for name, spoil in spoiled.items():
        with pikepdf.open(io.BytesIO(content)) as pdf:
            spoil(pdf)
            target = io.BytesIO()
            pdf.save(target)
        assert any(name in each for each in audit(target.getvalue(), document)), name


def test_a_stream_of_another_length_than_it_says_is_seen() -> None:
    document = made("musterstadt", "declaration", "de").document
    content = write_pdf(document).content
    length = max(map(int, re.findall(rb"/Length (\d+)", content)))
    spoiled = content.replace(b"/Length %d" % length, b"/Length %d" % (length - 1))
    assert any("STREAM-LENGTH" in each for each in audit(spoiled, document))


def test_a_picture_or_table_that_is_missing_is_seen() -> None:
    document = made("musterstadt", "declaration", "de").document
    other = made("musterstadt", "emergency-card", "de").document
    assert audit(write_pdf(other).content, document) != []


def test_equal_input_gives_equal_bytes() -> None:
    document = made("musterstadt", "emergency-card", "de").document
    assert write_pdf(document).content == write_pdf(replace(document)).content


def test_a_card_shrinks_and_then_refuses() -> None:
    short, longer = sample(CARD), sample(CARD + "Rufen Sie an. " * 130)
    assert write_pdf(short).count == write_pdf(longer).count == 1
    with pytest.raises(RenderError) as caught:
        write_pdf(sample(CARD + "Rufen Sie an. " * 400))
    assert caught.value.key == "render.card_too_long"


def test_words_never_become_markup() -> None:
    nasty = '#panic("x") $x$ `raw` @ref <label> // comment *bold* \\ #sys.inputs'
    escaped = nasty.translate({ord(sign): f"\\{sign}" for sign in "\\`*_{}[]<>#|~$@"})
    assert write_pdf(sample(f"# T\n\n## U\n\n{escaped}\n")).count == 1


def test_letters_of_other_scripts_are_looked_for_or_named() -> None:
    document = sample("# T\n\n## U\n\nŁódź, Şırnak, Đặng, Αθήνα, Київ ")
    assert write_pdf(document).count == 1
    with pytest.raises(RenderError) as caught:
        write_pdf(sample("# T\n\n## U\n\nEin \U00016fe0 Zeichen\n"))
    assert (caught.value.key, caught.value.values["letters"]) == ("render.letters_missing", "\U00016fe0")


def test_a_turned_paper_has_its_title_on_its_first_page() -> None:
    assert write_pdf(sample("<!-- landscape -->\n\n# T\n\n## U\n\nWorte.\n")).count == 1


def test_no_hyphen_gets_into_an_address() -> None:
    address = "buergermeisterinundstellvertretung@musterstadt.example"
    head = "| A | B | C | D | E |\n|---|---|---|---|---|\n"
    content = write_pdf(sample(f"# T\n\n## U\n\n{head}| {address} | Wort | Wort | Wort | Wort |\n")).content
    assert address in "".join("".join(words for _, words in pdf_pieces(content, "") if isinstance(words, str)).split())


@pytest.mark.parametrize(("rows", "on_pages"), [(8, [0, 8]), (30, [3, 27])])
def test_a_short_table_stays_on_one_page(rows: int, on_pages: list[int]) -> None:
    """Behind 30 lines of text there is room for three rows: a long table begins there, a short one is kept whole."""
    table = "| A | B |\n|---|---|\n" + "| Reihe | Wort |\n" * rows
    content = write_pdf(sample("# T\n\n## U\n\n" + "Absatz.\n\n" * 30 + table)).content
    told = [str(words) for place, words in pdf_pieces(content, "") if place.endswith("[text]")]
    assert [words.count("Reihe") for words in told] == on_pages


@pytest.mark.parametrize("lines", range(25, 36))
def test_small_print_is_never_torn_over_two_pages(lines: int) -> None:
    small = "## Quellen\n\n<!-- style: small -->\n" + "Beleg und Tag der Abfrage. " * 40
    content = write_pdf(sample("# T\n\n## U\n\n" + "Absatz.\n\n" * lines + small)).content
    told = [str(words) for place, words in pdf_pieces(content, "") if place.endswith("[text]")]
    found = [(words.count("Abfrage"), words.count("Quellen")) for words in told]
    assert [each for each in found if any(each)] == [(40, 1)]


def broken_words(markdown: str) -> int:
    """Return in how many places a line of the pages ends within a word."""
    content = write_pdf(sample("# T\n\n## U\n\n" + markdown)).content
    return sum(str(words).count("\u00ad") for place, words in pdf_pieces(content, "") if place.endswith("[text]"))


def test_a_word_before_a_line_to_fill_in_is_whole() -> None:
    """Within a row of answers „öf-ter: _____“ would be two answers; the same words alone are divided."""
    answers = "| nie: _____ · Gefährdungsbeurteilung: _____ " * 6
    head = "| A | B | C | D | E | F |\n|---|---|---|---|---|---|\n"
    assert broken_words(f"{head}{answers}|") == 0
    assert broken_words(f"{head}{answers.replace(': _____', '')}|") > 0


def test_a_box_in_a_table_is_larger_than_the_words_beside_it() -> None:
    """Whoever fills in a survey by hand must hit it."""

    def sizes(cell: str) -> set[float]:
        content = write_pdf(sample(f"# T\n\n## U\n\n| Frage | ja |\n|---|:-:|\n| Sicher? | {cell} |\n")).content
        with pikepdf.open(io.BytesIO(content)) as pdf:
            told = [each for page in pdf.pages for each in pikepdf.parse_content_stream(page)]
        return {float(each.operands[1]) for each in told if str(each.operator) == "Tf"}

    assert sizes("☐") - sizes("x") == {20}


def test_a_word_is_divided_only_where_a_line_would_stay_half_empty_otherwise() -> None:
    words = "Beschäftigte können sich beschweren, jede Beschwerde wird geprüft und beantwortet. "
    assert (
        broken_words(f"| Nr. | Frage | Antwort |\n|---|---|---|\n| 1 | {words * 5} | {words * 4} |\n\n{words * 9}") == 0
    )
    assert (
        broken_words("| A | B | C | D | E | F |\n|---|---|---|---|---|---|\n" + f"|{' Gefährdungsbeurteilung |' * 6}")
        > 0
    )


@pytest.mark.parametrize("time", ["4\u00a0Wochen", "5\u00a0Minuten", "1\u00a0Woche"])
def test_a_number_and_its_unit_are_one(time: str) -> None:
    """„4 Wo-chen“ would need two lines for a time that is read at one glance."""
    step = f"| 1 | {'Führen Sie das Gespräch. ' * 9} | Personalamt mit Verwaltungsspitze, {time}<br>{'_' * 16}"
    head = "| Nr. | Schritt | Wer, wie lange | Bis | Erledigt\u00a0am |\n|---|---|---|---|---|\n"
    assert broken_words(f"{head}{step} | {'_' * 9} | {'_' * 9} |".replace("_", "\\_")) == 0


def test_lines_of_small_print_are_close() -> None:
    """Eight points need no room for eleven; the sources of a sheet would have a page of their own."""
    small = "<!-- style: small -->\n" + "Beleg und Tag der Abfrage. " * 100
    assert write_pdf(sample("# T\n\n## U\n\n" + "Absatz.\n\n" * 20 + small)).count == 1
