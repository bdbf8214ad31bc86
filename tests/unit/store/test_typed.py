"""Long texts that were not finished: kept line by line, found again, gone when confirmed."""

import json
import stat
import sys

import pytest

from komma_cli.errors import WriteError
from komma_cli.store import atomic
from komma_cli.store.typed import TypedTexts

PATH = "strategy.foreword"


@pytest.fixture
def playbook(tmp_path):
    path = tmp_path / "ort.komma.yaml"
    path.write_text("komma: 1\n", encoding="utf-8")
    return path


def test_nothing_is_created_before_something_is_typed(playbook):
    texts = TypedTexts(playbook)
    assert texts.read(PATH) == ()
    assert [entry.name for entry in playbook.parent.iterdir()] == ["ort.komma.yaml"]


def test_lines_are_there_for_the_next_process(playbook):
    TypedTexts(playbook).keep(PATH, ["Erste Zeile", "{{ x }} | 😀 שלום"])
    again = TypedTexts(playbook)
    assert again.read(PATH) == ("Erste Zeile", "{{ x }} | 😀 שלום")
    assert again.paths() == (PATH,)
    assert json.loads((playbook.parent / ".ort.komma.yaml.typed").read_text(encoding="utf-8")) == {
        PATH: ["Erste Zeile", "{{ x }} | 😀 שלום"]
    }


def test_two_questions_do_not_overwrite_each_other(playbook):
    texts = TypedTexts(playbook)
    texts.keep(PATH, ["a"])
    texts.keep("review.changes[0].what", ["b"])
    texts.clear(PATH)
    assert TypedTexts(playbook).paths() == ("review.changes[0].what",)


def test_the_file_goes_with_the_last_text(playbook):
    texts = TypedTexts(playbook)
    texts.keep(PATH, ["a"])
    texts.clear(PATH)
    texts.clear(PATH)
    assert [entry.name for entry in playbook.parent.iterdir()] == ["ort.komma.yaml"]


@pytest.mark.skipif(sys.platform == "win32", reason="modes of POSIX")
def test_colleagues_on_a_share_may_read_it_as_they_may_the_playbook(playbook):
    playbook.chmod(0o664)
    texts = TypedTexts(playbook)
    texts.keep(PATH, ["a"])
    texts.keep(PATH, ["a", "b"])
    assert stat.S_IMODE(texts.path.stat().st_mode) == 0o664


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[1]", b'{"a": "b"}', b"{"])
def test_a_file_that_makes_no_sense_is_no_obstacle(playbook, content):
    (playbook.parent / ".ort.komma.yaml.typed").write_bytes(content)
    texts = TypedTexts(playbook)
    assert texts.paths() == ()
    texts.keep(PATH, ["a"])
    assert TypedTexts(playbook).read(PATH) == ("a",)


def test_a_full_disk_is_told_and_what_was_kept_stays(playbook, monkeypatch):
    texts = TypedTexts(playbook)
    texts.keep(PATH, ["a"])

    def full(path, data, before=None):
        raise WriteError("store.no_space", file=str(path), reason="")

    monkeypatch.setattr(atomic, "replace", full)
    with pytest.raises(WriteError):
        texts.keep(PATH, ["a", "b"])
    assert TypedTexts(playbook).read(PATH) == ("a",)


def test_the_link_to_a_playbook_and_the_playbook_share_their_texts(playbook, tmp_path):
    link = tmp_path / "other" / "plan.komma.yaml"
    link.parent.mkdir()
    try:
        link.symlink_to(playbook)
    except OSError:
        pytest.skip("no right to make links")
    TypedTexts(link).keep(PATH, ["a"])
    assert TypedTexts(playbook).read(PATH) == ("a",)
