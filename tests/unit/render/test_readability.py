"""How easy the leaflets are to read: open formulas, measured on what is printed.

LIX (words a sentence plus the percentage of words with more than six letters), Flesch in Amstad's form for German and
Flesch's own for English, with the limits W01 to W04 of the domain research (forms, section 25.1). Formulas replace no
readers who test a text, and the leaflet says that nobody has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Final

import pytest

from komma_cli.render.blocks import parse_blocks
from komma_cli.render.tree import Block, Heading, Paragraph, Table, inlines_of, plain, walk
from komma_cli.texts import LANGUAGES, Lang
from tests.unit.render.test_handouts import NAMES, made

SENTENCE_END: Final = re.compile(r"(?<=[.!?])\s+(?=[A-ZÄÖÜ„“\"(])")
ABBREVIATED: Final = re.compile(r"\b(?:[a-z]|Abs|Nr|Art|Tel|[A-Za-z]\.\s?[A-Za-z])\.$")
WORD: Final = re.compile(r"\w+(?:[-\u2011'’]\w+)*")
SOUNDS: Final = {
    "de": re.compile(r"aa|ai|au|äu|ee|ei|eu|ie|oo|oi|[aeiouäöüy]"),
    "en": re.compile(r"[aeiouy]+"),
}
"""What is one syllable: single vowels, and vowels that are one sound."""
APART: Final = {
    "de": (("qu", "kw"), (r"(?<=\w\w[lnr])ie(?=n?$)", "i-e"), (r"^(be|ge)(?=[aeu])", r"\1-")),
    "en": (("qu", "kw"), (r"(?<![aeiouyl])e$|(?<![aeiouytd])ed$", ""), ("i(?=[aeou])(?<![ctsg]i)", "i-")),
}
"""Letters that look like more or fewer syllables than they are: „Familie“, „geehrt“, "phone", "called", "social"."""


@dataclass(frozen=True)
class Ease:
    """What was measured of a text; a higher ``flesch`` and a lower ``lix`` are easier."""

    mean: float
    longest: int
    flesch: float
    lix: float


@dataclass(frozen=True)
class Limits:
    """The most words a sentence has on average and at all, the least Flesch, the most LIX (German only)."""

    mean: float
    longest: int
    flesch: float
    lix: float

    def broken_by(self, found: Ease, lang: Lang) -> list[str]:
        """Return what is harder to read than these limits allow."""
        too_hard = {
            "mean": found.mean > self.mean,
            "longest": found.longest > self.longest,
            "flesch": found.flesch < self.flesch,
            "lix": lang == "de" and found.lix > self.lix,
        }
        return [name for name, broken in too_hard.items() if broken]


LIMITS: Final = {"plain-leaflet": Limits(12, 18, 60, 45), "staff-leaflet": Limits(15, 24, 45, 52)}


def syllables(word: str, lang: Lang) -> int:
    """Count the syllables of a word; a number counts as one."""
    spelt = word.lower()
    for pattern, replacement in APART[lang]:
        spelt = re.sub(pattern, replacement, spelt)
    return max(1, len(SOUNDS[lang].findall(spelt)))


def sentences(blocks: Iterable[Block]) -> list[list[str]]:
    """Return the words of every sentence.

    Headings and the small line about the paper are left out: they are short and would make the mean look better. Cells
    of tables count where they are sentences. A colon ends no sentence.
    """
    found = []
    for block in walk(blocks):
        if isinstance(block, Heading) or (isinstance(block, Paragraph) and block.style in ("small", "number")):
            continue
        for inlines in inlines_of(block):
            text = plain(inlines).replace("\u00a0", " ").strip()
            if not isinstance(block, Table) or text.endswith((".", "!", "?")):
                found += [words for part in split(text) if (words := WORD.findall(part))]
    return found


def split(text: str) -> list[str]:
    """Return the sentences of a paragraph; „Abs.“ and „z. B.“ end none."""
    parts: list[str] = []
    for part in SENTENCE_END.split(text):
        if parts and ABBREVIATED.search(parts[-1]):
            parts[-1] += f" {part}"
        else:
            parts.append(part)
    return parts


def ease(spoken: list[list[str]], lang: Lang) -> Ease:
    """Measure the words of sentences."""
    words = [word for each in spoken for word in each]
    mean = len(words) / len(spoken)
    beats = sum(syllables(word, lang) for word in words) / len(words)
    flesch = 180 - mean - 58.5 * beats if lang == "de" else 206.835 - 1.015 * mean - 84.6 * beats
    lix = mean + 100 * sum(len(word) > 6 for word in words) / len(words)
    return Ease(round(mean, 1), max(map(len, spoken)), round(flesch, 1), round(lix, 1))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("document", LIMITS)
def test_the_leaflets_are_easy_to_read(document: str, name: str, lang: Lang) -> None:
    found = ease(sentences(made(document, name, lang).document.blocks), lang)
    assert LIMITS[document].broken_by(found, lang) == [], found


SPOILED: Final = {
    "de": "Die Inanspruchnahme der psychosozialen Unterstützungsleistungen erfolgt nach Maßgabe der einschlägigen "
    "verwaltungsrechtlichen Bestimmungen und der dazu ergangenen innerdienstlichen Ausführungsvorschriften, wobei eine "
    "vorherige schriftliche Antragstellung bei der zuständigen Organisationseinheit erforderlich ist.",
    "en": "Utilisation of psychosocial assistance is administered in accordance with applicable administrative "
    "regulations, whereby the preliminary submission of a written application to the responsible organisational unit "
    "is considered an indispensable prerequisite.",
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("document", LIMITS)
def test_what_offices_used_to_write_breaks_every_limit(document: str, lang: Lang) -> None:
    found = ease(sentences(parse_blocks(SPOILED[lang])), lang)
    assert LIMITS[document].broken_by(found, lang) == ["mean", "longest", "flesch", *(["lix"] if lang == "de" else [])]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("document", LIMITS)
def test_one_long_sentence_in_a_leaflet_is_found(document: str, lang: Lang) -> None:
    blocks = (*made(document, "musterstadt", lang).document.blocks, *parse_blocks(f"- {SPOILED[lang]}"))
    assert "longest" in LIMITS[document].broken_by(ease(sentences(blocks), lang), lang)


@pytest.mark.parametrize("document", LIMITS)
def test_sentences_that_are_strung_together_are_found(document: str) -> None:
    spoken = sentences(made(document, "musterstadt").document.blocks)
    strung = [[*chain.from_iterable(spoken[place : place + 6])] for place in range(0, len(spoken), 6)]
    assert LIMITS[document].broken_by(ease(strung, "de"), "de")[:2] == ["mean", "longest"]


@pytest.mark.parametrize(
    ("markdown", "lengths"),
    [
        ("Rufen Sie an. Bleiben Sie nicht allein.", [3, 4]),
        ("Das steht in § 12 Abs. 5 AGG. Fragen Sie.", [7, 2]),
        ("Das Büro des Vereins e. V. hilft Ihnen.", [8]),
        ("Rufen Sie an: Wir helfen, z. B. am Telefon.", [9]),
        ("# Eine Überschrift\n\n- Ein Punkt\n- Noch ein Punkt", [2, 3]),
        ("| Wer | Was |\n|---|---|\n| Amt | Es hilft Ihnen. |", [3]),
        ("> [!NOTE]\n> **Hinweis**\n>\n> Rufen Sie an.", [1, 3]),
    ],
)
def test_what_counts_as_a_sentence(markdown: str, lengths: list[int]) -> None:
    assert [len(words) for words in sentences(parse_blocks(markdown))] == lengths


@pytest.mark.parametrize(
    ("lang", "count", "words"),
    [
        ("de", 1, "ja Sie nie Brief auf neu 110"),
        ("de", 2, "Hilfe Abend Ärger Quelle bauen Beispiel Bericht allein Zeugin Geld-Amt"),
        ("de", 3, "Polizei Feuerwehr Linie Serien bedrohen verlieren geehrter beachten"),
        ("de", 4, "Familie Ansprechperson Beleidigung Vertretungen"),
        ("de", 5, "Kolleginnen-Kreis Benachteiligung Situation"),
        ("en", 1, "help phone called through yes"),
        ("en", 2, "police danger people wanted social table"),
        ("en", 3, "emergent quietly radio deputy complaining"),
        ("en", 5, "administration"),
    ],
)
def test_syllables_of_words_that_everybody_can_clap(lang: Lang, count: int, words: str) -> None:
    wrong = {word: syllables(word, lang) for word in words.split() if syllables(word, lang) != count}
    assert not wrong


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("de", "Dieses Blatt ist in einfacher Sprache. Es ist keine geprüfte Leichte Sprache."),
        ("en", "This leaflet is in plain language. It has not been tested as Easy Read."),
    ],
)
def test_the_leaflet_does_not_claim_more_than_it_is(lang: Lang, said: str) -> None:
    assert any(
        plain(run) == said
        for block in walk(made("plain-leaflet", "musterstadt", lang).document.blocks)
        for run in inlines_of(block)
    )


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_the_plain_leaflet_asks_twelve_questions(name: str, lang: Lang) -> None:
    blocks = made("plain-leaflet", name, lang).document.blocks
    titles = [plain(block.children) for block in blocks if isinstance(block, Heading) and block.level == 2]
    assert len(titles) == 12
    assert all(title.endswith("?") for title in titles)
