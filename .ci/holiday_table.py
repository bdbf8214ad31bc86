"""Writes ``komma_cli/data/holidays.yaml`` from the library ``holidays``, whose import takes longer than a whole check.

``python .ci/holiday_table.py``; a test compares every year and Land with the library. Years outside the table are asked
of the library itself.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from komma_cli.public_holidays import from_library, names_from_library
from komma_cli.slugs import slug
from komma_cli.texts import facts

ROOT = Path(__file__).parents[1]
YEARS = range(2024, 2047)
HEAD = """# Feiertage der Länder, errechnet mit der Bibliothek holidays: python .ci/holiday_table.py, nie von Hand.
# Je Tag: Kennung des Namens (data/<Sprache>/holidays.yaml), Länder, und Länder, in denen er nur in Teilen gilt.
source: https://pypi.org/project/holidays/
"""


def main() -> None:
    """Write the table and, beside it, the names that are still missing in a language."""
    lands = list(facts("laender")["laender"])
    lines = [HEAD, "years:\n"]
    names: dict[str, dict[str, str]] = {"de": {}, "en": {}}
    for year in YEARS:
        lines.append(f'  "{year}":\n')
        for day, (name, whole, parts) in sorted(_days(lands, year, names).items()):
            rest = f', "{" ".join(parts)}"' if parts else ""
            shown = "all" if len(whole) == len(lands) else " ".join(whole)
            lines.append(f'    "{day:%m-%d}": [{name}, "{shown}"{rest}]\n')
    (ROOT / "komma_cli" / "data" / "holidays.yaml").write_text("".join(lines), encoding="utf-8", newline="\n")
    for lang, known in names.items():
        head = "# Namen der Feiertage.\n" if lang == "de" else "# Names of the public holidays.\n"
        said = "".join(f'{name}: "{word}"\n' for name, word in sorted(known.items()))
        path = ROOT / "komma_cli" / "data" / lang / "holidays.yaml"
        path.write_text(head + said, encoding="utf-8", newline="\n")


def _days(
    lands: list[str], year: int, names: dict[str, dict[str, str]]
) -> dict[date, tuple[str, list[str], list[str]]]:
    found: dict[date, tuple[str, list[str], list[str]]] = {}
    for land in lands:
        german, english = (names_from_library(land, year, lang) for lang in ("de", "en"))
        for place, days in enumerate(from_library(land, year), 1):
            for day in days:
                name = slug(english[day])
                names["de"][name], names["en"][name] = german[day], english[day]
                found.setdefault(day, (name, [], []))[place].append(land)
    return found


if __name__ == "__main__":
    main()
