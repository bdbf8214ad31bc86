"""Pairs in the style of the house."""

import pytest

from komma_cli.render.gender import restyle

SENTENCE = "Fragen Sie Zeuginnen und Zeugen, auch Einwohnerinnen und Einwohner und die Beamtinnen und Beamten."


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        (None, SENTENCE),
        ("neutral", SENTENCE),
        ("pair", SENTENCE),
        ("colon", "Fragen Sie Zeug:innen, auch Einwohner:innen und die Beamt:innen."),
        ("star", r"Fragen Sie Zeug\*innen, auch Einwohner\*innen und die Beamt\*innen."),
    ],
)
def test_every_style(style, expected):
    assert restyle(SENTENCE, style) == expected


@pytest.mark.parametrize(
    ("pair", "short"),
    [
        ("Kolleginnen und Kollegen", "Kolleg:innen"),
        ("Kollegen und Kolleginnen", "Kolleg:innen"),
        ("Einwohnerinnen und Einwohnern", "Einwohner:innen"),
        ("Staatsanwältinnen und Staatsanwälte", "Staatsanwält:innen"),
        ("Ärztinnen oder Ärzte", "Ärzt:innen"),
        ("Bewohner und Bewohnerinnen", "Bewohner:innen"),
        ("Stadträtinnen und Stadträten", "Stadträt:innen"),
    ],
)
def test_forms_of_the_pair(pair, short):
    assert restyle(f"für {pair}.", "colon") == f"für {short}."


@pytest.mark.parametrize(
    "text",
    ["Zeuginnen und Kollegen", "Freundinnen und Helfer", "Beratung für Frauen und Männer", "drinnen und draußen"],
)
def test_other_words_stay(text):
    assert restyle(text, "colon") == text


def test_names_of_bodies_stay_as_they_are():
    name = "Beratung für Zeuginnen und Zeugen e. V."
    text = f"{name} hilft Zeuginnen und Zeugen."
    assert restyle(text, "colon", [name]) == f"{name} hilft Zeug:innen."
