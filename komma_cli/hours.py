"""Opening hours as people write and read them; the file holds OpenStreetMap ``opening_hours`` strings.

Only the everyday part of that grammar is put into words: days, day ranges, times, ``PH off`` and ``24/7``. Anything
beyond it is shown as it stands rather than shown wrongly.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache
from typing import Any, Literal

from komma_cli.texts import LANGUAGES, Lang, words

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
ALWAYS = "24/7"
Answers = Literal["open", "closed", "ask"]
"""Whether somebody answers: surely, surely not, or not known."""
DayKind = Literal["working", "holiday", "doubtful"]
"""A day as offices count it; ``doubtful`` where it is a holiday only for some, or many offices close by custom."""
_RULE = re.compile(
    r"(?P<days>(?:Mo|Tu|We|Th|Fr|Sa|Su)(?:[-,](?:Mo|Tu|We|Th|Fr|Sa|Su))*) "
    r"(?P<times>\d\d:\d\d-\d\d:\d\d(?:,\d\d:\d\d-\d\d:\d\d)*)"
)
Unread = Literal["hours_german", "hours_by_arrangement", "hours_no_times", "hours_no_days", "hours_backwards"]
_TIME = r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?"
_TIME_RANGE = re.compile(rf"{_TIME}\s*(?:uhr|h)?\s*(?:-|–|bis|to|until)\s*{_TIME}\s*(?:uhr|h\b)?")


def is_plain(osm: str) -> bool:
    """Say whether the text is of the everyday kind that needs no library to be known as valid."""
    return osm == ALWAYS or all(
        part == "PH off" or (_RULE.fullmatch(part) and _times_possible(part)) for part in osm.split("; ")
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
    result = "; ".join(rules) + holidays
    return result if rules and not waiting and is_plain(result) else None


def answers(osm: str, moment: datetime, today: DayKind = "working", day_before: DayKind = "working") -> Answers:
    """Say whether hours cover a moment, both in the clock of the place; the holidays come from outside.

    On a holiday only what says ``PH off`` is surely closed and only ``24/7`` surely open; hours that do not mention
    holidays promise nothing for them. Hours that run past midnight count to the day on which they began. Hours with a
    condition beside them („by appointment“) promise nothing either.
    """
    if osm == ALWAYS:
        return "open"
    state, condition = _calendar(osm).state(moment)
    if str(state) == "closed":
        return "closed"
    if str(state) != "open" or condition:  # „unknown“, or „nur nach Vereinbarung“ beside the hours
        return "ask"
    began_before = day_before if _past_midnight(osm) else "working"
    if today == "holiday" and "PH off" in osm and began_before == "working":
        return "closed"
    return "open" if today == began_before == "working" else "ask"


@lru_cache(maxsize=256)
def _calendar(osm: str) -> Any:
    from opening_hours import OpeningHours

    return OpeningHours(osm)


def _past_midnight(osm: str) -> bool:
    return any(end <= start or end > "24:00" for start, end in re.findall(r"(\d\d:\d\d)-(\d\d:\d\d)", osm))


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
    match = _RULE.fullmatch(part)
    assert match is not None
    days = re.sub(r"\w\w", lambda day: names["days"][day[0]], match["days"]).replace("-", "–").replace(",", ", ")
    times = f" {names['and']} ".join(_say_range(times, names["full_clock"]) for times in match["times"].split(","))
    return str(names["rule"]).format(days=days, times=times)


def _say_range(times: str, full_clock: object) -> str:
    clocks = [re.sub(r"^0(?=\d)", "", clock) for clock in times.split("-")]
    return "–".join(clock if full_clock else clock.removesuffix(":00") for clock in clocks)


def _times_possible(part: str) -> bool:
    return all(
        int(clock[:2]) * 60 + int(clock[3:]) <= 24 * 60 and clock[3:] < "60" for clock in re.findall(r"\d\d:\d\d", part)
    )
