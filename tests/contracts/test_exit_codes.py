"""The README's table of exit codes says what ``cli/exits.py`` says; ``table()`` writes it."""

from pathlib import Path

from komma_cli.cli.exits import MEANINGS, Exit

README = Path(__file__).parents[2] / "README.md"


def table() -> str:
    """Return the rows of the table as they stand in the README."""
    return "\n".join(f"| {code.value} | {meaning} |" for code, meaning in MEANINGS.items())


def test_every_code_has_a_meaning_and_none_is_said_twice():
    assert set(MEANINGS) == set(Exit)
    assert len(set(MEANINGS.values())) == len(MEANINGS)


def test_the_readme_has_the_table():
    assert table() in README.read_text(encoding="utf-8"), f"put this under the exit codes:\n{table()}"
