"""``komma share``: everything is shown, asked about, and written once; nothing leaves the house by accident."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from komma_cli.network.bundle import json_schema, read_bundle
from komma_cli.store import Change, load, read_source, write
from komma_cli.texts import LANGUAGES, Lang, text
from tests.cli.conftest import DAY, SMALL, TOWN, Run

NAME = "stadt.komma-share.json"


def shared(komma: Run, file: Path = TOWN, **given: Any) -> Any:
    return komma("share", str(file), "-o", NAME, "--today", DAY, "--yes", **given)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("file", [TOWN, SMALL])
def test_the_bundle_is_shown_in_full_and_written(komma: Run, tmp_path: Path, lang: Lang, file: Path) -> None:
    ended = shared(komma, file, lang=lang)
    assert (ended.code, ended.err) == (0, "")
    bundle = read_bundle(Path(NAME).read_bytes(), NAME)
    jsonschema.validate(json.loads(Path(NAME).read_bytes()), json_schema())
    flat = " ".join(ended.out.split())
    for value in texts_of(json.loads(Path(NAME).read_bytes())):
        assert " ".join(value.split()) in flat or is_in_words(value), value
    assert " ".join(text("network.share_not", lang).split()) in flat
    assert bundle.municipality.name in flat
    assert max(map(len, ended.out.splitlines())) <= 80


def texts_of(node: Any) -> list[str]:
    if isinstance(node, str):
        return [node]
    inside = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return [found for each in inside for found in texts_of(each)]


def is_in_words(value: str) -> bool:
    """Days, closed lists and ids of offers are shown as people read them."""
    return value[:4].isdigit() or value.replace("_", "").replace("-", "").replace(".", "").isalnum()


def test_without_a_terminal_nothing_is_written_unless_told_so(komma: Run) -> None:
    ended = komma("share", str(TOWN), "-o", NAME, "--today", DAY)
    assert ended.code == 2
    assert ended.says("network.nobody_to_ask", "de")
    assert not Path(NAME).exists()


def test_the_name_is_that_of_the_municipality_beside_its_plan(komma: Run, tmp_path: Path) -> None:
    plan = tmp_path / "plan.komma.yaml"
    shutil.copy(TOWN, plan)
    assert komma("share", str(plan), "--today", DAY, "--yes").code == 0
    assert (tmp_path / "musterstadt.komma-share.json").is_file()


def test_a_bundle_may_be_written_anew_but_nothing_else_is_replaced(komma: Run) -> None:
    assert shared(komma).code == shared(komma).code == 0
    Path(NAME).write_text('{"mine": 1}', encoding="utf-8")
    ended = shared(komma)
    assert (ended.code, ended.says("network.not_replaced", "de", file=Path(NAME))) == (3, True)
    assert Path(NAME).read_text(encoding="utf-8") == '{"mine": 1}'


def test_the_name_of_a_bundle_ends_as_it_must(komma: Run) -> None:
    assert komma("share", str(TOWN), "-o", "plan.komma.yaml", "--today", DAY, "--yes").code == 2


def test_a_plan_with_faults_of_its_form_is_refused(komma: Run, tmp_path: Path) -> None:
    plan = tmp_path / "plan.komma.yaml"
    plan.write_text(TOWN.read_text(encoding="utf-8").replace("state: NW", "state: XX", 1), encoding="utf-8")
    ended = shared(komma, plan)
    assert (ended.code, ended.says("network.not_shareable", "de", file=plan)) == (3, True)


def test_a_released_text_with_somebody_in_it_is_refused_without_the_name(komma: Run, tmp_path: Path) -> None:
    plan = tmp_path / "plan.komma.yaml"
    shutil.copy(TOWN, plan)
    data: Any = load(read_source(plan)).data
    person = next(one for one in data["people"] if one.get("name"))
    number = next(each["value"] for each in person["channels"] if each["kind"] in ("phone", "mobile"))
    for said in (person["name"], f"Rufen Sie 0{number[3:]} an."):
        measure = data["strategy"]["fields"][0]["goals"][0]["measures"][0]
        measure |= {
            "share": True,
            "practice": {"why": f"Gute Idee. {said}", "licence": "CC0-1.0", "released_on": "2026-11-01"},
        }
        write(plan, [Change(("strategy",), data["strategy"])], expected_sha=read_source(plan).sha256, order={})
        ended = shared(komma, plan)
        assert ended.code == 1, ended.out
        assert "people" in ended.err
        assert person["name"] not in ended.err
        assert not Path(NAME).exists()
