"""Every sentence of the interview consists of characters that a German Windows console has."""

import pytest

from komma_cli.texts import LANGUAGES, facts, files

INTERVIEW = ("messages/", "questions/", "errors/", "labels", "core_path", "reached_by", "languages")
"""What stands in ``data/<lang>/`` and is shown on the screen."""
LACKING_IN_CP850 = set("„“”’–…€")
"""Characters of ours that the console of older Windows shows as a question mark, and nothing is lost with them."""


def sentences(node):
    if isinstance(node, dict):
        for key, value in node.items():
            yield from sentences(key)
            yield from sentences(value)
    elif isinstance(node, list):
        for value in node:
            yield from sentences(value)
    elif isinstance(node, str):
        yield node


def shown(lang):
    """Return every character of the interview's texts with one sentence it stands in."""
    names = [name for name in files() if name.startswith(tuple(f"{lang}/{part}" for part in INTERVIEW))]
    assert len(names) > 20
    return {sign: sentence for name in names for sentence in sentences(facts(name)) for sign in sentence}


def lacking(lang, codec):
    return {sign: sentence for sign, sentence in shown(lang).items() if not sign.encode(codec, "ignore")}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_cp1252_has_all_of_them(lang):
    assert lacking(lang, "cp1252") == {}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_cp850_lacks_only_typographic_signs(lang):
    assert set(lacking(lang, "cp850")) <= LACKING_IN_CP850
