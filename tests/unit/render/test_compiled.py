"""Compiled templates are kept where only this user can write; a damaged or foreign folder costs only time."""

import sys

import jinja2
import pytest

from komma_cli.render.compiled import CompiledTemplates


def render(folder, source="{{ a }} Ä"):
    cache = CompiledTemplates(folder)
    environment = jinja2.Environment(loader=jinja2.DictLoader({"t": source}), bytecode_cache=cache)
    return environment.get_template("t").render(a=1), cache


def files(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_a_template_is_compiled_once_for_all_processes(tmp_path, monkeypatch):
    assert render(tmp_path)[0] == "1 Ä"
    assert len(files(tmp_path)) == 1
    monkeypatch.setattr(jinja2.Environment, "compile", lambda *_args, **_options: pytest.fail("compiled again"))
    assert render(tmp_path)[0] == "1 Ä"


def test_a_changed_template_is_compiled_anew(tmp_path):
    render(tmp_path)
    assert render(tmp_path, "neu")[0] == "neu"


def test_a_damaged_file_is_no_trouble(tmp_path):
    render(tmp_path)
    files(tmp_path)[0].write_bytes(b"kaputt")
    assert render(tmp_path)[0] == "1 Ä"


def test_a_folder_that_cannot_be_made_is_no_trouble(tmp_path):
    (tmp_path / "datei").write_text("x", encoding="utf-8")
    assert render(tmp_path / "datei")[0] == "1 Ä"
    assert render(None)[0] == "1 Ä"


@pytest.mark.skipif(sys.platform == "win32", reason="rights of this kind exist on POSIX only")
def test_a_folder_others_can_write_to_is_not_trusted(tmp_path):
    _, cache = render(tmp_path)
    cache.folder.chmod(0o777)
    again = render(tmp_path)[1]
    assert again._read(files(tmp_path)[0].name) is None
