"""Opening hours as people write and read them; the file holds OpenStreetMap ``opening_hours`` strings.

Only the everyday part of that grammar is put into words: days, day ranges, times, ``PH off`` and ``24/7``. Anything
beyond it is shown as it stands rather than shown wrongly.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Literal

from komma_cli.texts import Lang, words

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
_TIME = r"(\d{1,2})(?:[:.](\d{2}))?"
_TIME_RANGE = re.compile(rf"{_TIME}\s*(?:uhr)?\s*(?:-|–|bis|to)\s*{_TIME}\s*(?:uhr)?")


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

    Offices are closed on public holidays, so ``PH off`` is added unless the text says otherwise. Returns None if the
    text is not understood; an OpenStreetMap string is returned as it is.
    """
    names = words("hours", lang)
    text = " ".join(typed.strip().split())
    if is_plain(text):
        return text
    lowered = text.lower().replace(names["holidays_closed"].lower(), "").strip(" ,;")
    if lowered.rstrip(".") in names["always_words"]:
        return ALWAYS
    rules: list[str] = []
    days: str | None = None
    waiting: list[str] = []  # days without times yet: „Di, Do 9-12“
    for piece in re.split(r"[;,]|\bund\b|\band\b", lowered):
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
    result = "; ".join([*rules, "PH off"])
    return result if rules and not waiting and is_plain(result) else None


def answers(osm: str, moment: datetime, today: DayKind = "working", day_before: DayKind = "working") -> Answers:
    """Say whether hours cover a moment, both in the clock of the place; the holidays come from outside.

    On a holiday only what says ``PH off`` is surely closed and only ``24/7`` surely open; hours that do not mention
    holidays promise nothing for them. Hours that run past midnight count to the day on which they began.
    """
    if osm == ALWAYS:
        return "open"
    from opening_hours import OpeningHours

    if not OpeningHours(osm).is_open(moment):
        return "closed"
    began_before = day_before if _past_midnight(osm) else "working"
    if today == "holiday" and "PH off" in osm and began_before == "working":
        return "closed"
    return "open" if today == began_before == "working" else "ask"


def _past_midnight(osm: str) -> bool:
    return any(end <= start or end > "24:00" for start, end in re.findall(r"(\d\d:\d\d)-(\d\d:\d\d)", osm))


def _piece(piece: str, names: dict[str, dict[str, str]], days_before: str | None) -> tuple[str, str] | None:
    """Read one „days times“; times alone belong to the days before."""
    match = _TIME_RANGE.search(piece)
    if match is None or piece[match.end() :].strip():
        return None
    spoken_days = piece[: match.start()].strip(" :.")
    days = _read_days(spoken_days, names["day_words"]) if spoken_days else days_before
    if days is None:
        return None
    start, end = (f"{int(match[g]):02d}:{match[g + 1] or '00'}" for g in (1, 3))
    return days, f"{start}-{end}"


def _read_days(spoken: str, day_words: dict[str, str]) -> str | None:
    if spoken in day_words:
        return day_words[spoken]
    ends = re.split(r"\s*(?:-|–|bis|to)\s*", spoken)
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
