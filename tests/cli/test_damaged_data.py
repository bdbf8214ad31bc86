"""A damaged file of komma's own: one clear sentence with the place, code 4, and no traceback."""

from __future__ import annotations

import compileall
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from komma_cli.texts import LANGUAGES, Lang
from tests.cli.conftest import ROOT, Run


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of komma whose data may be damaged, with its code compiled: it starts once for each case."""
    home = tmp_path_factory.mktemp("komma")
    shutil.copytree(ROOT / "komma_cli", home / "komma_cli", ignore=shutil.ignore_patterns("__pycache__"))
    compileall.compile_dir(home / "komma_cli", quiet=2)
    return home


@pytest.fixture
def damage(package: Path) -> Iterator[Callable[[str, str, str], None]]:
    """Return a function that replaces a pattern in one data file, once; afterwards everything is whole again."""
    whole: dict[Path, str] = {}

    def replace(name: str, pattern: str, by: str) -> None:
        path = package / "komma_cli" / "data" / f"{name}.yaml"
        whole[path] = path.read_text(encoding="utf-8")
        damaged, hits = re.subn(pattern, by, whole[path], count=1, flags=re.MULTILINE)
        assert hits == 1
        path.write_text(damaged, encoding="utf-8")

    yield replace
    for path, content in whole.items():
        path.write_text(content, encoding="utf-8")


CASES = {
    "a fact is missing": ("directory", r"^    kind: counselling\n", "", "kind", "entries[bund-starke-stelle]"),
    "a source is missing": ("directory", r'^    source: ".*"\n', "", "source", "entries[bund-starke-stelle]"),
    "words are missing": ("{lang}/directory", r"^bund-dfk:", "bund-dfx:", "bund-dfk", "bund-df"),
    "the file is no YAML": ("directory", r"^entries:", "entries: [", "directory", "directory"),
    "a kind nobody knows": ("directory", r"kind: portal", "kind: hotline", "hotline", "].kind"),
    "a word for the screen is missing": ("{lang}/labels", r"^  DE: .*\n", "", "DE", "labels"),
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_damage_is_one_sentence_with_its_place(
    process: Run, package: Path, damage: Callable[[str, str, str], None], case: tuple[str, ...], lang: Lang
) -> None:
    file, pattern, by, named, place = case
    damage(file.format(lang=lang), pattern, by)
    ended = process("directory", "--today", "2026-11-22", lang=lang, env={"PYTHONPATH": str(package)})
    said = " ".join(ended.err.split())
    assert ended.code == 4, said
    assert "Traceback" not in ended.flat
    assert {"de": "Ihr Plan ist nicht betroffen", "en": "Your plan is not affected"}[lang] in said
    assert named in said
    found = said.partition({"de": "Gefunden: ", "en": "Found: "}[lang])[2]
    assert place in found
    assert found.endswith(".")


def test_even_without_its_words_an_error_ends_with_its_code(
    process: Run, package: Path, damage: Callable[[str, str, str], None]
) -> None:
    damage("directory", r"^entries:", "entries: [")
    damage("de/errors/texts", r"^damaged:", "damaged: [")
    ended = process("directory", env={"PYTHONPATH": str(package)})
    assert ended.code == 4
    assert "Traceback" not in ended.flat
    assert "texts.damaged" in ended.flat
