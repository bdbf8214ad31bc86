"""A network of invented municipalities for the tests of its report: large enough for figures, the same every time."""

from __future__ import annotations

import random
from datetime import date
from typing import Final

from komma_cli.network.bundle import Reviewed, SharedPractice, Wish
from komma_cli.network.collecting import rule_order
from komma_cli.network.overview import Snapshot, overview
from komma_cli.network.topics import NO_ROLE, topics
from komma_cli.network.view import Member, Network

DAY: Final = date(2026, 12, 1)
_KINDS: Final = ("town", "municipality", "city", "district")
_SIZES: Final = ("under_5000", "under_20000", "under_100000", "from_100000")
_FIELDS: Final = ("field-staff", "field-alliance", "field-administration")


def network(size: int = 240, *, demo: bool = False) -> Network:
    """Return a network of so many municipalities in three Länder; Ort 000, 001 … with figures on two days."""
    chance = random.Random(1)
    members = [_member(number, chance) for number in range(size)]
    snapshots = [snapshot(member, day, chance) for day in (date(2026, 5, 20), DAY) for member in members]
    members.sort(key=lambda one: (one.state, one.name))
    return Network(tuple(members), overview(snapshots, rule_order(), 5), "0.1.0", DAY, demo)


def snapshot(member: Member, day: date, chance: random.Random) -> Snapshot:
    """Return what a municipality looked like on a day: a few rules are open, the others met."""
    values = (member.state, member.kind, member.size_class, member.role or NO_ROLE)
    letters = "".join("o" if chance.random() < (0.03 if day == DAY else 0.05) else "m" for _ in rule_order())
    return Snapshot(member.key, day, values, letters)


def _member(number: int, chance: random.Random) -> Member:
    seeks = tuple(
        Wish(id=f"s-{at}", topic=chance.choice(topics()), text=f"Wie macht man das, Frage {number}?")  # type: ignore[arg-type]
        for at in range(number % 11 == 0)
    )
    offers = tuple(Wish(id="o-1", topic="support", text="Wir erzählen gern.") for _ in range(number % 17 == 0))
    return Member(
        key=f"k{number:03}",
        name=f"Ort {number:03}",
        kind=_KINDS[number % 4],
        state=("BY", "NW", "SL")[number % 3 if number % 40 else 2],
        ags=None,
        size_class=_SIZES[number % 4],
        role=(None, "network")[number % 2],
        date=date(2026, 12 - number % 5, 1) if number % 20 else date(2025, 6, 1 + number % 28),
        practices=(_practice(number),) if number % 13 == 0 else (),
        offers=offers,
        seeks=seeks,
        mailbox="netz@ort.example" if number % 3 == 0 else None,
    )


def _practice(number: int) -> SharedPractice:
    return SharedPractice(
        id="m-1",
        title=f"Ein Telefon für alle {number:03}",
        why="Abends war niemand da.",
        licence="CC-BY-4.0",
        status="done",
        field=_FIELDS[number % 3],
        answers=("K305",),
        released_on=date(2024, 1 + number % 12, 1),
        reviewed_by=Reviewed(organisation="Beirat", on=date(2025, 3, 1)) if number % 2 else None,
    )
