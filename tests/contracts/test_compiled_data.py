"""The wheel carries the data files as JSON: no file may say more in YAML than JSON can hold."""

import json
import shutil
from pathlib import Path

import pytest

from komma_cli import texts
from komma_cli.errors import DataError
from komma_cli.yamlread import parse

SOURCES = sorted(texts.DATA.rglob("*.yaml"))


@pytest.fixture
def other_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of one's own; what other tests have read stays remembered for them."""
    monkeypatch.setattr(texts, "DATA", tmp_path)
    monkeypatch.setattr(texts, "facts", texts.facts.__wrapped__)
    return tmp_path


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.relative_to(texts.DATA).as_posix())
def test_every_data_file_survives_the_way_through_json(source: Path) -> None:
    found = parse(source.read_text(encoding="utf-8"))
    assert json.loads(json.dumps(found)) == found


def test_compiled_data_is_read_like_its_source(other_data: Path) -> None:
    source = SOURCES[0]
    found = parse(source.read_text(encoding="utf-8"))
    (other_data / "one.json").write_text(json.dumps(found), encoding="utf-8")
    shutil.copy(source, other_data / "two.yaml")
    assert texts.facts("one") == texts.facts("two") == found
    assert texts.names(".") == ("one", "two")


@pytest.mark.parametrize("content", [b"{", b"\xff", b""], ids=["cut", "not UTF-8", "empty"])
def test_damaged_compiled_data_is_one_clear_error(other_data: Path, content: bytes) -> None:
    (other_data / "broken.json").write_bytes(content)
    with pytest.raises(DataError) as caught:
        texts.facts("broken")
    assert caught.value.values["file"] == "broken"
