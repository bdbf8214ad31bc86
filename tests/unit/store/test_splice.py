"""A text of several lines that is put above an indented comment must not swallow it."""

from __future__ import annotations

from typing import Any

import pytest

from komma_cli.store.splice import rewrite
from komma_cli.yamlread import parse


@pytest.mark.parametrize(
    ("text", "new", "comment"),
    [
        ("komma: 1\n  # Notiz\n\n", {"komma": 1, "municipality": "# a\n# b"}, "\n# Notiz"),
        ("komma: 1\n\n    # Notiz\n  # x\nz: 1\n", {"komma": 1, "m": "a\nb", "z": 1}, "\n# Notiz\n# x"),
        ("a:\n  b: x\n    # deep\n  c: y\n", {"a": {"b": "l\nm", "c": "y"}}, "\n  # deep"),
        ("l:\n  - x\n      # deep\n", {"l": ["x", "l\nm"]}, "\n  # deep"),
        ("a:\n  b: x\n    # deep\n", {"a": {"b": "z"}}, "\n    # deep"),
    ],
)
def test_a_comment_below_stays_a_comment(text: str, new: dict[str, Any], comment: str) -> None:
    after = rewrite(text, parse(text), new)
    assert parse(after) == new
    assert comment in after
