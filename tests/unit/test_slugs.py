"""Names for files and anchors."""

import pytest

from komma_cli.slugs import slug


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wer hilft?", "wer-hilft"),
        ("A\u0308rger", "aerger"),
        ("Élan", "elan"),
        ("Köln-Süd", "koeln-sued"),
        ("GROẞ", "gross"),
        ("../../etc", "etc"),
        ("你", ""),
    ],
)
def test_slug(text, expected):
    assert slug(text) == expected
