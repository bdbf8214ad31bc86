"""Settings of a municipality: what is read, and what is refused with the line it stands in."""

from __future__ import annotations

import pytest

from komma_cli.check.settings import Settings, read_settings
from komma_cli.errors import UsageError

WHOLE = """# Prüfung
select = ["K2", "k901"]
ignore = ["K203"]
fail-on = "warning"
profile = "full"
lang = "en"

[thresholds]
talk = "PT4H"
critical_roles = 2
"""


def test_every_setting_is_read_with_hyphens_or_underscores() -> None:
    wanted = Settings(
        "komma.toml", ("K2", "K901"), ("K203",), "warning", "full", "en", (("critical_roles", 2), ("talk", "PT4H"))
    )
    assert read_settings(WHOLE, "komma.toml") == wanted
    assert read_settings(WHOLE.replace("fail-on", "fail_on").replace("l_r", "l-r"), "komma.toml") == wanted


def test_a_shared_file_holds_them_below_a_heading_of_their_own() -> None:
    shared = '[project]\nname = "x"\n[tool.komma]\nprofile = "core"\n[tool.komma.thresholds]\nform-fields = 5\n'
    found = read_settings(shared, "a/pyproject.toml")
    assert found == Settings("a/pyproject.toml", profile="core", thresholds=(("form_fields", 5),))
    assert read_settings('[tool.ruff]\nselect = ["E"]\n', "pyproject.toml") is None
    assert read_settings("", "komma.toml") == Settings("komma.toml")


@pytest.mark.parametrize(
    ("text", "key", "line", "values"),
    [
        ("select = [\n", "damaged", 2, {}),
        ('\nselct = ["K2"]\n', "unknown", 2, {"name": "selct", "similar": "select"}),
        ('select = ["K2"]\n\nignore = ["K9O1"]\n', "unknown", 3, {"name": "K9O1"}),
        ('ignore = [""]\n', "unknown", 1, {}),
        ('select = "K2"\n', "not_a_list", 1, {"name": "select"}),
        ("select = [1]\n", "not_a_list", 1, {}),
        ("# lang = 1\nlang = 1\n", "not_a_choice", 2, {"text": "1", "choices": "de, en"}),
        ('fail-on = "fatal"\n', "not_a_choice", 1, {"text": '"fatal"'}),
        ("profile = true\n", "not_a_choice", 1, {"text": "true"}),
        ('fail-on = "hint"\nfail_on = "hint"\n', "twice", 2, {"other": "fail-on"}),
        ("thresholds = 3\n", "not_a_table", 1, {}),
        ('[thresholds]\ntlak = "PT4H"\n', "unknown", 2, {"similar": "talk"}),
        ('[thresholds]\ntalk = "4 Stunden"\n', "threshold", 2, {"least": '"PT1H"', "most": '"P1D"'}),
        ("[thresholds]\ntalk = 4\n", "threshold", 2, {"text": "4"}),
        ("[thresholds]\ncritical_roles = true\n", "threshold", 2, {"text": "true"}),
        ('[thresholds]\ncritical_roles = "3"\n', "threshold", 2, {}),
        ("[thresholds]\ncritical_roles = 99\n", "threshold", 2, {"least": "1", "most": "5"}),
        ('[thresholds]\nurgent_contacts = "P9M"\n', "threshold", 2, {"most": '"P6M"'}),
        ('[thresholds]\nfunding_ahead = "P30D"\n', "threshold", 2, {"least": '"P90D"'}),
    ],
)
def test_what_is_wrong_is_refused_with_its_line(text: str, key: str, line: int, values: dict[str, str]) -> None:
    with pytest.raises(UsageError) as refused:
        read_settings(text, "komma.toml")
    assert refused.value.key == f"cli.settings_{key}"
    assert int(str(refused.value.values["line"])) == line
    assert values.items() <= refused.value.values.items()


def test_the_line_is_that_of_komma_s_own_table() -> None:
    text = '[tool.other]\nprofile = "x"\n\n[tool.komma]\nprofile = "x"\n'
    with pytest.raises(UsageError) as refused:
        read_settings(text, "pyproject.toml")
    assert refused.value.values["line"] == 5
    with pytest.raises(UsageError) as refused:
        read_settings("[tool]\nkomma = 3\n", "pyproject.toml")
    assert (refused.value.key, refused.value.values["line"]) == ("cli.settings_not_a_table", 2)
