"""The scripts of exercises: seven of komma's own, and a general one for every other card."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from komma_cli.texts import Lang, facts, guarded, words


@dataclass(frozen=True)
class Inject:
    """One piece of news: minute of the exercise, minutes later in the time that is played, how it comes, and words."""

    at: int
    later: int
    channel: str
    expects: tuple[str, ...]
    """Kinds of steps of the card that are expected then."""
    text: str
    question: str


@dataclass(frozen=True)
class Script:
    """A script; ``cards`` are the library scenarios it fits, the best first, none for the general one."""

    id: str
    cards: tuple[str, ...]
    weekday: int
    """Monday is 0."""
    time: str
    hits: str
    title: str
    situation: str
    injects: tuple[Inject, ...]


@cache
@guarded("drills")
def scripts(lang: Lang) -> tuple[Script, ...]:
    """Return komma's own scripts, in their order."""
    said = words("drills", lang)["scripts"]
    return tuple(_script(one, said[one["id"]], tuple(one["cards"])) for one in facts("drills")["scripts"])


@cache
@guarded("drills")
def general(lang: Lang) -> Script:
    """Return the script that fits every card; its title and situation have gaps for the card's own words."""
    return _script(facts("drills")["general"], words("drills", lang)["general"], ())


def observed(lang: Lang) -> tuple[str, ...]:
    """Return the questions of the observer form."""
    return tuple(words("drills", lang)["observe"])


def _script(fact: dict[str, object], said: dict[str, object], cards: tuple[str, ...]) -> Script:
    begins = fact["begins"]
    assert isinstance(begins, dict)
    injects, told = fact["injects"], said["injects"]
    assert isinstance(injects, list)
    assert isinstance(told, list)
    return Script(
        id=str(fact["id"]),
        cards=cards,
        weekday=int(begins["weekday"]),
        time=str(begins["time"]),
        hits=str(fact["hits"]),
        title=str(said["title"]),
        situation=str(said["situation"]),
        injects=tuple(
            Inject(one["at"], one["later"], one["channel"], tuple(one["expects"]), text["text"], text["question"])
            for one, text in zip(injects, told, strict=True)
        ),
    )
