"""``komma init --starter``: a beginning from public master data of a model municipality."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from komma_cli.cli.init import STARTERS
from komma_cli.store import load, read_source
from komma_cli.texts import LANGUAGES, Lang, text
from tests.cli.conftest import ROOT, Run


def test_the_list_names_every_file_there_is(komma: Run) -> None:
    files = sorted(path.name.removesuffix(".komma.yaml") for path in (ROOT / "playbooks" / "starter").iterdir())
    ended = komma("init", "--starter", "list")
    assert (ended.code, ended.out.split()) == (0, files)
    assert list(STARTERS) == files


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_copy_keeps_the_comments_and_is_open_since_today(komma: Run, folder: Path, lang: Lang) -> None:
    ended = komma("init", "--starter", "jena", lang=lang)
    assert (ended.code, ended.err) == (0, "")
    assert text("cli.starter_next", lang, file="jena.komma.yaml") in ended.out
    written = (folder / "jena.komma.yaml").read_text(encoding="utf-8")
    assert "NICHT von der Kommune gemacht" in written
    data = load(read_source(folder / "jena.komma.yaml")).data
    assert {item["since"] for item in data["open"]} == {date.today().isoformat()}


@pytest.mark.parametrize("typed", ["Görlitz", "goerlitz", "Landkreis Görlitz", "GOERLITZ"])
def test_the_name_may_be_written_as_people_write_it(komma: Run, folder: Path, typed: str) -> None:
    assert komma("init", "mein.komma.yaml", "--starter", typed).code == 0
    assert "Landkreis Görlitz" in (folder / "mein.komma.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("typed", ["Stadt Görlitz", "Landkreis Kassel", "Landkreis Heilbronn", "Landkreis Augsburg"])
def test_another_municipality_of_the_same_name_gets_no_file(komma: Run, folder: Path, typed: str) -> None:
    ended = komma("init", "--starter", typed)
    assert (ended.code, ended.out, list(folder.iterdir())) == (2, "", [])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_unknown_name_asks_whether_another_was_meant(komma: Run, folder: Path, lang: Lang) -> None:
    ended = komma("init", "--starter", "Ausgburg", lang=lang)
    assert (ended.code, list(folder.iterdir())) == (2, [])
    assert ended.says("cli.no_starter", lang, text="Ausgburg", similar="augsburg")


def test_what_is_there_is_never_overwritten(komma: Run, folder: Path) -> None:
    (folder / "wismar.komma.yaml").write_text("komma: 1\n", encoding="utf-8")
    ended = komma("init", "--starter", "wismar")
    assert ended.code == 2
    assert ended.says("cli.file_exists", "de", file="wismar.komma.yaml")
    assert (folder / "wismar.komma.yaml").read_text(encoding="utf-8") == "komma: 1\n"


def test_answers_and_a_starter_do_not_mix(komma: Run, folder: Path) -> None:
    ended = komma("init", "--starter", "jena", "--set", "municipality.population=1")
    assert (ended.code, list(folder.iterdir())) == (2, [])
    assert ended.says("cli.starter_alone", "de")


def test_without_a_starter_the_plan_has_its_usual_name(komma: Run, folder: Path) -> None:
    said = ("municipality.name=Musterstadt", "municipality.kind=town", "municipality.state=TH")
    ended = komma("init", *(word for each in said for word in ("--set", each)))
    assert ended.code == 0, ended.err
    assert (folder / "plan.komma.yaml").is_file()
