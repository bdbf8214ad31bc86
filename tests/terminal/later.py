"""A later komma in a process of its own: ``python -m tests.terminal.later FOLDER ARGUMENTS``.

``Later`` makes the folder.
"""

import sys
from pathlib import Path

from komma_cli import texts
from komma_cli.__main__ import main
from tests.unit.newer_library import Newer, Overlay, forget


class Later:
    """A komma whose card of a threatening call has two better sentences, and that of a bomb threat one."""

    def __init__(self, folder, patch):
        with patch.context() as within:
            newer = Newer(folder, within)
            newer.words("threat-call", "steps.own-safety", "Bleiben Sie ruhig. Legen Sie auf, wann immer Sie wollen.")
            newer.words("threat-call", "steps.let-listen", "Sagen Sie wenig.")
            newer.words("bomb-threat", "summary", "Jemand droht mit einer Bombe.")
            for card in ("threat-call", "bomb-threat"):
                newer.publish(card)
        forget()
        self.data = newer.data
        self.command = ("-m", "tests.terminal.later", str(folder))

    def here(self, patch):
        """Make the komma of this process a later one until the patch ends."""
        patch.setattr(texts, "DATA", self.data)
        forget()


if __name__ == "__main__":
    texts.DATA = Overlay(Path(sys.argv[1]) / "newer-data")
    del sys.argv[1]
    main()
