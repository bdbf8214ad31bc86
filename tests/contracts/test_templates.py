"""The shipped templates keep what documents promise, in every language alike."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from komma_cli.model.describe import field_of
from komma_cli.model.playbook import Playbook
from komma_cli.render.audience import may_see
from komma_cli.render.catalog import DocumentSpec, documents, shipped_templates
from komma_cli.texts import LANGUAGES

SPECS = documents(composed=True)
SITE = "_network-site"
"""Pages in HTML, the same for every language."""
FOLDERS = [folder for folder in sorted(shipped_templates().iterdir()) if folder.is_dir() and folder.name != SITE]
CODE = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.S)
QUOTED = re.compile(r"\"[^\"]*\"")


def read(folder: Path, lang: str) -> str:
    return (folder / f"{lang}.md.j2").read_text(encoding="utf-8")


def structure(text: str) -> list[str]:
    """Return the template code without the words in quotation marks."""
    return [QUOTED.sub('""', code) for code in CODE.findall(text)]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_language_has_the_same_structure(folder: Path) -> None:
    assert sorted(structure(read(folder, "en"))) == sorted(structure(read(folder, "de")))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_english_words_are_english(folder: Path) -> None:
    words = CODE.sub(" ", read(folder, "en")).replace("§", "")
    assert not re.search(r"[äöüßÄÖÜ„]|\b(?:und|oder|nicht|Sie|wenn|offen|keine)\b", words)


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.id)
def test_every_document_exists_in_every_language(spec: DocumentSpec) -> None:
    for lang in LANGUAGES:
        assert (shipped_templates() / spec.id / f"{lang}.md.j2").is_file()


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.id)
def test_what_a_document_needs_is_visible_to_its_readers(spec: DocumentSpec) -> None:
    for section in spec.needs:
        field = field_of(Playbook, section)
        assert field is not None
        assert may_see(spec.classification, field.confidentiality)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_no_words_that_say_no_time_and_no_words_that_hurt(folder: Path, lang: str) -> None:
    """Wording rules W15 and W17 of the domain research (forms, section 25.1)."""
    words = CODE.sub(" ", read(folder, lang))
    banned = (
        r"\b(?:zeitnah|ggf|grundsätzlich|unverzüglich|entsprechend|angeblich|Opfer|Einzelfall|Täter|TODO|XX)\b|n\. n\."
    )
    assert not re.search(banned, words)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_steps_are_short(folder: Path, lang: str) -> None:
    """A numbered step has at most 14 words (rule W08); two short sentences count on their own."""
    for step in re.findall(r"^\d\. (.+)$", CODE.sub("", read(folder, lang)), re.M):
        for sentence in re.split(r"(?<=[.?!]) ", step):
            assert len(sentence.split()) <= 14, sentence


@pytest.mark.parametrize("lang", LANGUAGES)
def test_laws_that_papers_always_print_stand_in_the_data(lang: str) -> None:
    """The check asks to read them again, so no template may name a law of its own."""
    for folder in FOLDERS:
        for call in re.findall(r"\blaws\(([^()]*(?:\([^()]*\)[^()]*)*)\)", read(folder, lang)):
            assert not re.search(r"[\"']", call), (folder.name, call)
