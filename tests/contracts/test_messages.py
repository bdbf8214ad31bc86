"""Every sentence that code asks for is there in both languages with what fills it, and no sentence waits in vain."""

import ast
import re
import string
from functools import cache

import pytest

from komma_cli.texts import DATA, LANGUAGES, names, words

PACKAGE = DATA.parent
TEMPLATES = PACKAGE.parent / "templates"
WRAPPERS = {"cli": {"say": "cli"}, "wizard": {"say": "wizard"}, "render": {"say": "documents"}}
"""By room: functions that put the name of a file of sentences in front."""
SAYING = {"text": "messages", "error_words": "errors"}
KEY = re.compile(r"[a-z]+\.[a-z_]+")


def files(folder):
    return [(folder, name) for name in names(f"de/{folder}")]


ALL_FILES = files("messages") + files("errors")


@cache
def trees():
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}


@cache
def constants():
    """Return every whole text in the code, and every beginning of a text that is put together."""
    whole, beginnings = set(), set()
    for tree in trees().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr) and node.values and isinstance(node.values[0], ast.Constant):
                beginnings.add(node.values[0].value)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                whole.add(node.value)
    for template in TEMPLATES.rglob("*.j2"):
        whole.update(re.findall(r"[\"']([a-z_]+)[\"']", template.read_text(encoding="utf-8")))
    return frozenset(whole), frozenset(beginnings)


def calls():
    """Yield (place, kind of sentence, key, names of the values given, whether more may come) for each plain call."""
    for path, tree in trees().items():
        wrappers = WRAPPERS.get(path.relative_to(PACKAGE).parts[0], {})
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
                continue
            first = node.args[0].value
            called = getattr(node.func, "attr", None) or getattr(node.func, "id", "")
            whose = getattr(getattr(node.func, "value", None), "id", "")
            if called in wrappers and isinstance(first, str):
                room = "wizard" if whose == "sitting" else wrappers[called]
                kind, key = "messages", f"{room}.{first}"
            elif isinstance(first, str) and KEY.fullmatch(first):
                kind = SAYING.get(called) or ("errors" if called[:1].isupper() or called.startswith("_") else "")
                key = first
            else:
                continue
            given = {keyword.arg for keyword in node.keywords if keyword.arg}
            open_end = any(keyword.arg is None for keyword in node.keywords)
            if kind:
                yield f"{path.relative_to(PACKAGE)}:{node.lineno}", kind, key, given, open_end


@cache
def called():
    """Return all of ``calls()``; the code is read when the first test asks, not wherever tests are only collected."""
    return list(calls())


def sentences(kind, key, lang):
    """Return the sentences of a key: one message, or message and hint of an error; None if there are none."""
    file, _, name = key.partition(".")
    if file not in names(f"{lang}/{kind}"):
        return None
    entry = words(f"{kind}/{file}", lang).get(name)
    return list(entry.values()) if isinstance(entry, dict) else entry if isinstance(entry, list) else entry and [entry]


def placeholders(entry):
    """Return the names a sentence, or several, leave open."""
    if isinstance(entry, dict):
        return {name: placeholders(one) for name, one in entry.items()}
    if isinstance(entry, list):
        return "list"
    return {field for _, field, _, _ in string.Formatter().parse(str(entry)) if field is not None}


def test_the_code_is_really_searched():
    assert len(called()) > 150
    assert {"cli.wrote", "store.missing", "wizard.no_question"} <= {key for _, _, key, _, _ in called()}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_sentence_the_code_asks_for_exists(lang):
    missing = [(place, kind, key) for place, kind, key, _, _ in called() if sentences(kind, key, lang) is None]
    assert missing == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_sentence_gets_what_it_leaves_open(lang):
    lacking = []
    for place, kind, key, given, open_end in called():
        wanted = set().union(*(placeholders(sentence) for sentence in sentences(kind, key, lang) or []))
        if not open_end and not wanted <= given:
            lacking.append((place, key, sorted(wanted - given)))
    assert lacking == []


@pytest.mark.parametrize(("folder", "name"), ALL_FILES, ids=lambda value: value)
def test_both_languages_have_the_same_sentences_with_the_same_gaps(folder, name):
    german, english = (words(f"{folder}/{name}", lang) for lang in ("de", "en"))
    assert set(german) == set(english)
    assert placeholders(german) == placeholders(english)


def test_both_languages_have_the_same_files():
    for folder in ("messages", "errors"):
        assert names(f"de/{folder}") == names(f"en/{folder}")


@pytest.mark.parametrize("name", names("de/errors"))
def test_every_error_says_what_happened_and_what_to_do_next(name):
    for lang in LANGUAGES:
        for key, entry in words(f"errors/{name}", lang).items():
            assert set(entry) == {"message", "hint"}, key
            assert entry["message"].rstrip("“”")[-1] in ".:?!})", key
            assert entry["hint"], key


@pytest.mark.parametrize(("folder", "name"), ALL_FILES, ids=lambda value: value)
def test_no_sentence_waits_in_vain(folder, name):
    """A name counts as used if code or a template holds it whole, or holds the beginning it is put together from."""
    whole, beginnings = constants()
    idle = []
    for key in words(f"{folder}/{name}", "de"):
        long = f"{name}.{key}"
        begun = any(
            (long.startswith(begin) and len(begin) > len(name) + 1) or (key.startswith(begin) and begin.endswith("_"))
            for begin in beginnings
        )
        command = key.removesuffix("_help")
        helped = (folder, name) == ("messages", "cli") and {command, command.replace("_", "-")} & whole
        if not (long in whole or key in whole or begun or helped):
            idle.append(key)
    assert idle == []
