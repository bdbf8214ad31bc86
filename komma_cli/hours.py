"""Opening hours as people write and read them; the file holds OpenStreetMap ``opening_hours`` strings.

Only the everyday part of that grammar is put into words: days, day ranges, times, ``PH off`` and ``24/7``. Anything
beyond it is shown as it stands rather than shown wrongly.
"""

from __future__ import annotations

import re
from typing import Any, Literal

from komma_cli.opening import ALWAYS
from komma_cli.texts import LANGUAGES, Lang, words

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_RULE = re.compile(
    r"(?P<days>(?:Mo|Tu|We|Th|Fr|Sa|Su)(?:[-,](?:Mo|Tu|We|Th|Fr|Sa|Su))*) "
    r"(?P<times>\d\d:\d\d-\d\d:\d\d(?:,\d\d:\d\d-\d\d:\d\d)*)"
)
_HOLIDAY_RULE = re.compile(r"PH (?P<times>\d\d:\d\d-\d\d:\d\d(?:,\d\d:\d\d-\d\d:\d\d)*)")
Unread = Literal["hours_german", "hours_by_arrangement", "hours_no_times", "hours_no_days", "hours_backwards"]
_TIME = r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?"
_TIME_RANGE = re.compile(rf"{_TIME}\s*(?:uhr|h)?\s*(?:-|–|bis|to|until)\s*{_TIME}\s*(?:uhr|h\b)?")


def is_plain(osm: str) -> bool:
    """Say whether the text is of the everyday kind that needs no library to be known as valid."""
    return osm == ALWAYS or all(
        part == "PH off" or ((_RULE.fullmatch(part) or _HOLIDAY_RULE.fullmatch(part)) and _times_possible(part))
        for part in osm.split("; ")
    )


def say(osm: str, lang: Lang) -> str:
    """Return the hours in words, e.g. „Mo–Do 8–16 Uhr, Fr 8–12 Uhr, an Feiertagen geschlossen“."""
    names = words("hours", lang)
    if osm == ALWAYS:
        return str(names["always"])
    if not is_plain(osm):
        return osm
    return ", ".join(_say_part(part, names) for part in osm.split("; "))


def read(typed: str, lang: Lang) -> str | None:
    """Turn what a person types („Mo bis Do 8-16 Uhr, Fr 8-12“, „werktags 8 bis 16 Uhr“) into the file's form.

    Both languages are understood. Offices are closed on public holidays, so ``PH off`` is added unless the text says
    otherwise. Returns None if the text is not understood; an OpenStreetMap string is returned as it is.
    """
    text = " ".join(typed.strip().split())
    if is_plain(text):
        return text
    for language in (lang, *(other for other in LANGUAGES if other != lang)):
        if (found := _spoken(text.lower(), words("hours", language))) is not None:
            return found
    return None


def why_not(typed: str) -> Unread:
    """Return why ``read`` understands nothing: the name of the sentence that says what to type instead."""
    text = " ".join(typed.lower().split()).rstrip(".")
    both = [words("hours", lang) for lang in LANGUAGES]
    if any(said in text for names in both for said in names["by_arrangement"]):
        return "hours_by_arrangement"
    ranges = [match.group(1, 2, 3, 4, 5, 6) for match in _TIME_RANGE.finditer(text)]
    if any(_backwards(_clock(*found[:3]), _clock(*found[3:])) for found in ranges):
        return "hours_backwards"
    if any(_read_days(text.strip(" :."), names["day_words"]) for names in both):
        return "hours_no_times"
    if any(_piece(text, names, None) is None and _piece(text, names, "Mo") for names in both):
        return "hours_no_days"
    return "hours_german"


def _spoken(lowered: str, names: Any) -> str | None:
    holidays = "; PH off"
    for said in (names["holidays_closed"].lower(), *names["holidays_closed_words"]):
        lowered = lowered.replace(said, "")
    for said in names["holidays_open_words"]:
        if said in lowered:
            lowered, holidays = lowered.replace(said, ""), ""
    lowered = lowered.strip(" ,;.()")
    if lowered in names["always_words"]:
        return ALWAYS
    rules: list[str] = []
    days: str | None = None
    waiting: list[str] = []  # days without times yet: „Di, Do 9-12“
    for piece in re.split(r"[;,+&]|\b(?:und|sowie|and)\b", lowered):
        if (only_days := _read_days(piece.strip(" :."), names["day_words"])) is not None:
            waiting.append(only_days)
            continue
        found = _piece(piece.strip(), names, days)
        if found is None:
            return None
        days, times = ",".join([*waiting, found[0]]), found[1]
        waiting = []
        if rules and rules[-1].startswith(f"{days} "):
            rules[-1] += f",{times}"
        else:
            rules.append(f"{days} {times}")
    if any(rule.startswith("PH ") for rule in rules):
        holidays = ""
    result = "; ".join(rules) + holidays
    return result if rules and not waiting and is_plain(result) else None


def _piece(piece: str, names: Any, days_before: str | None) -> tuple[str, str] | None:
    """Read one „days times“ or „times days“; times alone belong to the days before."""
    match = _TIME_RANGE.search(piece)
    if match is None:
        return None
    spoken_days = piece[: match.start()].strip(" :.(")
    for said in names["from_words"]:
        spoken_days = spoken_days.removesuffix(said).strip(" :.(")
    behind = piece[match.end() :].strip(" .)")
    if spoken_days and behind:
        return None
    days = _read_days(spoken_days or behind, names["day_words"]) if spoken_days or behind else days_before
    start, end = _clock(*match.group(1, 2, 3)), _clock(*match.group(4, 5, 6))
    return None if days is None or _backwards(start, end) else (days, f"{start}-{end}")


def _backwards(start: str, end: str) -> bool:
    """Say whether hours begin before noon and end before they begin: „9 to 5“ is no night."""
    return end <= start < "12:00"


def _clock(hour: str, minute: str | None, half: str | None) -> str:
    """Return 24-hour time; 12 am is midnight, 12 pm noon."""
    hours = int(hour) if half is None else int(hour) % 12 + (12 if half.startswith("p") else 0)
    return f"{hours:02d}:{minute or '00'}"


def _read_days(spoken: str, day_words: dict[str, str]) -> str | None:
    for opening in ("von ", "from ", "on "):
        spoken = spoken.removeprefix(opening)
    if spoken in day_words:
        return day_words[spoken]
    parts = [part.strip(" .") for part in spoken.split("/")]
    if len(parts) > 1 and all(day_words.get(part) in DAYS for part in parts):
        return ",".join(day_words[part] for part in parts)
    ends = re.split(r"\s*(?:-|–|\bbis\b|\bto\b)\s*", spoken)
    known = [day_words.get(end.strip(" .")) for end in ends]
    if len(known) == 2 and all(day in DAYS for day in known):
        return f"{known[0]}-{known[1]}"
    return known[0] if len(known) == 1 else None


def _say_part(part: str, names: dict[str, dict[str, str]]) -> str:
    if part == "PH off":
        return str(names["holidays_closed"])
    if found := _HOLIDAY_RULE.fullmatch(part):
        return str(names["holidays_open"]).format(times=_say_times(found["times"], names))
    match = _RULE.fullmatch(part)
    assert match is not None
    days = re.sub(r"\w\w", lambda day: names["days"][day[0]], match["days"]).replace("-", "–").replace(",", ", ")
    return str(names["rule"]).format(days=days, times=_say_times(match["times"], names))


def _say_times(times: str, names: Any) -> str:
    return f" {names['and']} ".join(_say_range(one, names["full_clock"]) for one in times.split(","))


def _say_range(times: str, full_clock: object) -> str:
    clocks = [re.sub(r"^0(?=\d)", "", clock) for clock in times.split("-")]
    return "–".join(clock if full_clock else clock.removesuffix(":00") for clock in clocks)


def _times_possible(part: str) -> bool:
    return all(
        int(clock[:2]) * 60 + int(clock[3:]) <= 24 * 60 and clock[3:] < "60" for clock in re.findall(r"\d\d:\d\d", part)
    )
