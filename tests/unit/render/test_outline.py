"""The levels of headings as readers see them, whatever a template says."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from komma_cli.render.blocks import parse_blocks
from komma_cli.render.outline import Headings
from komma_cli.render.pdf import write_pdf
from komma_cli.render.tree import Heading
from tests.unit.render.pdf_audit import audit
from tests.unit.render.sample_document import sample

UNEVEN = {
    "# T\n\n## A\n\n### B\n\n## C\n": [0, 1, 2, 1],
    "# T\n\n# A\n\n## B\n\n# C\n": [0, 1, 2, 1],
    "# T\n\n## A\n\n### B\n\n# C\n\n## D\n": [0, 1, 2, 1, 2],
    "# T\n\n### A\n\n## B\n\n#### C\n\n### D\n": [0, 1, 1, 2, 2],
    "## A\n\n# B\n": [1, 1],
}


def headings(markdown: str) -> list[Heading]:
    return [block for block in parse_blocks(markdown) if isinstance(block, Heading)]


@pytest.mark.parametrize("markdown", UNEVEN)
def test_levels_begin_at_the_top_and_never_jump(markdown: str) -> None:
    found = headings(markdown)
    levels = [Headings(found).level(heading) for heading in found]
    assert levels == UNEVEN[markdown]
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("markdown", UNEVEN)
def test_uneven_levels_still_give_a_pdf_that_keeps_both_norms(markdown: str) -> None:
    document = sample(markdown)
    assert audit(write_pdf(document).content, document) == []


def test_what_stays_below_a_deleted_heading_does_not_hang_on_it() -> None:
    title, gone, below, stays = headings("# T\n\n## A\n\n### B\n\n### C\n")
    found = [title, replace(gone, change="deleted"), replace(below, change="deleted"), stays]
    outline = Headings(found)
    assert [outline.level(heading) for heading in found] == [0, 1, 2, 1]
