"""Append the present state of every scenario card to the editions ledger (``komma_cli/data/editions``).

Run it after changing a card, before publishing: ``python .ci/editions.py``. It only ever appends, so that playbooks
copied from an older komma can still be compared; states that were never published may be deleted by hand.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
HEAD = """\
# Published states of this card, oldest first, read by "komma update". Written by .ci/editions.py; never edit a state.
# card: track audiences level owner police. said: place, hash of the German and of the English sentence.
# steps: id phase kind within who also contact-kinds law, hash of the German and of the English sentence.
"""


def text_of(entry: dict[str, object]) -> str:
    """Return one state as YAML."""
    lines = [f'- edition: "{entry["edition"]}"', f'  seal: "{entry["seal"]}"', f"  card: {entry['card']}"]
    for name in ("said", "steps"):
        lines += [f"  {name}:", *(f"    - {line}" for line in entry[name])]  # type: ignore[attr-defined]
    return "\n".join(lines) + "\n"


def main(folder: Path) -> list[str]:
    """Append what is missing in the ledger; return the names of the files written."""
    sys.path.insert(0, str(ROOT))
    from komma_cli import editions

    written = editions.missing()
    folder.mkdir(exist_ok=True)
    for name in written:
        target = folder / f"{name}.yaml"
        before = target.read_text(encoding="utf-8") if target.exists() else HEAD
        target.write_text(before + text_of(editions.entry(name)), encoding="utf-8", newline="\n")
    return [f"{name}.yaml" for name in written]


if __name__ == "__main__":
    for name in main(ROOT / "komma_cli" / "data" / "editions"):
        sys.stdout.write(f"komma_cli/data/editions/{name}\n")
