"""Calls that are wrong, help, version and language: exit code, standard output and standard error."""

from __future__ import annotations

import re

import pytest
import typer

from komma_cli import __version__
from komma_cli.cli.app import COMMANDS, app
from komma_cli.texts import LANGUAGES, Lang, text, words
from tests.cli.conftest import Run

COMMAND = {name: typer.main.get_command(app).get_command(None, name) for name in COMMANDS}


def test_version(komma: Run) -> None:
    ended = komma("--version")
    assert (ended.code, ended.out, ended.err) == (0, f"komma {__version__}\n", "")


def test_without_terminal_bare_komma_shows_the_help_and_asks_nothing(komma: Run) -> None:
    ended = komma()
    assert (ended.code, ended.out) == (2, "")
    assert all(re.search(rf"(?m)^  {name} ", ended.err) for name in COMMANDS)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_unknown_command_names_the_likeliest(komma: Run, lang: Lang) -> None:
    ended = komma("chekc", lang=lang)
    assert (ended.code, ended.out) == (2, "")
    assert ended.says("cli.no_command", lang, text="chekc", similar="check, schema")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_unknown_option_names_the_likeliest(komma: Run, lang: Lang) -> None:
    ended = komma("check", "x", "--formt=json", lang=lang)
    assert (ended.code, ended.out) == (2, "")
    assert "--formt" in ended.flat
    assert "--format" in ended.flat
    assert "komma check --help" in ended.flat
    assert "No such option" not in ended.flat


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("arguments", "key", "values"),
    [
        (["check", "x", "--today"], "option_value", {"option": "--today", "command": "komma check"}),
        (["check", "x", "--zzz"], "no_option", {"option": "--zzz", "known": "", "command": "komma check"}),
        (["explain", "K203", "K204"], "word_too_many", {"text": "K204", "command": "komma explain"}),
        (["--farbe"], "no_option", {"option": "--farbe", "known": "", "command": "komma"}),
        (["check", "x", "--lang", "fr"], "not_a_choice", {"text": "fr", "option": "--lang", "choices": "de, en"}),
        (["--lang", "fr", "explain"], "not_a_choice", {"text": "fr", "option": "--lang", "choices": "de, en"}),
    ],
)
def test_wrong_calls_say_what_is_wrong_and_where_help_is(
    komma: Run, lang: Lang, arguments: list[str], key: str, values: dict[str, str]
) -> None:
    ended = komma(*arguments, lang=lang)
    assert (ended.code, ended.out) == (2, "")
    assert ended.says(f"cli.{key}", lang, **values), ended.err


@pytest.mark.parametrize(("command", "names"), [("check", ("PFAD…", "PATH…")), ("render", ("DATEI", "FILE"))])
def test_a_missing_word_is_named_in_the_readers_language(komma: Run, command: str, names: tuple[str, str]) -> None:
    for lang, name in zip(LANGUAGES, names, strict=True):
        ended = komma(command, lang=lang)
        assert (ended.code, ended.out) == (2, "")
        assert ended.says("cli.word_missing", lang, name=name, command=f"komma {command}"), ended.err


@pytest.mark.parametrize("name", COMMANDS)
def test_help_lists_every_option_and_every_word(komma: Run, name: str) -> None:
    ended = komma(name, "--help")
    assert (ended.code, ended.err) == (0, "")
    for parameter in COMMAND[name].params:
        assert parameter.help, parameter.name
        for written in parameter.opts if parameter.param_type_name == "option" else [german(parameter.metavar)]:
            assert re.search(rf"(?<![\w-]){re.escape(written)}(?![\w-])", ended.out), (name, written)


def german(metavar: str) -> str:
    """Return what stands for a value in German, whatever language the commands were built in."""
    known = words("messages/cli", "de")["metavars"]
    return re.sub(r"[A-Z_]+", lambda found: known.get(found[0], found[0]), metavar)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_mixes_no_languages(komma: Run, name: str) -> None:
    """Typer's own words and komma's short names of values are those of the reader."""
    shown = {lang: komma(name, "--help", lang=lang).out for lang in LANGUAGES}
    metavars = words("messages/cli", "de")["metavars"]
    foreign = {english for english, own in metavars.items() if english != own}
    assert not re.search(rf"\[required|\[default|\b(?:{'|'.join(foreign)})\b", shown["de"]), shown["de"]
    assert not re.search(r"\[nötig|\[sonst|DATEI|ORDNER|PFAD", shown["en"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_help_is_in_one_language_throughout(process: Run, lang: Lang) -> None:
    ended = process("check", "--help", lang=lang)
    headings = {"de": ("Aufruf:", "Angaben:", "Optionen:"), "en": ("Usage:", "Arguments:", "Options:")}
    other = "en" if lang == "de" else "de"
    assert (ended.code, ended.err) == (0, "")
    for mine, foreign in zip(headings[lang], headings[other], strict=True):
        assert mine in ended.out
        assert foreign not in ended.out
    assert ("Show this message" in ended.out) is False


@pytest.mark.parametrize(
    ("arguments", "env", "lang"),
    [
        ([], {}, "de"),
        ([], {"LANG": "en_GB.UTF-8"}, "en"),
        ([], {"LANG": "fr_FR.UTF-8"}, "de"),
        ([], {"LANG": "C.UTF-8"}, "de"),
        ([], {"LC_ALL": "en_US.UTF-8", "LANG": "de_DE.UTF-8"}, "en"),
        ([], {"KOMMA_LANG": "de", "LANG": "en_GB.UTF-8"}, "de"),
        (["--lang", "en"], {"KOMMA_LANG": "de"}, "en"),
        (["--lang=EN"], {"LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_the_language_comes_from_the_option_then_komma_then_the_system(
    komma: Run, arguments: list[str], env: dict[str, str], lang: Lang
) -> None:
    ended = komma("check", "nirgends.yaml", *arguments, lang=None, env=env)
    assert ended.says("store.missing", lang, file="nirgends.yaml")


def test_lang_works_in_front_of_the_command_too(komma: Run) -> None:
    assert komma("--lang", "en", "check", "nirgends.yaml").says("store.missing", "en", file="nirgends.yaml")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_list_of_commands_cuts_no_sentence(process: Run, lang: Lang) -> None:
    ended = process("--help", lang=lang)
    assert "..." not in ended.out
    said = " ".join(ended.out.split())
    for name in COMMANDS:
        assert f"{name} {text('cli.' + name.replace('-', '_') + '_help', lang)}" in said
