"""Networks for the tests of the pages: a small one with everything in it, and one as large as wanted."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from komma_cli.network.bundle import Reviewed, SharedPractice, TakenFrom, digest
from komma_cli.network.collecting import rule_order
from komma_cli.network.overview import Snapshot, overview
from komma_cli.network.topics import NO_ROLE, size_classes, topics
from komma_cli.network.view import Member, Network
from komma_cli.practices import practices
from komma_cli.texts import LANGUAGES
from tests.unit.network.made import DAY, practice, wish

STATES = ("BB", "BE", "BW", "BY", "HB", "HE", "HH", "MV", "NI", "NW", "RP", "SH", "SL", "SN", "ST", "TH")
FIRST = ("Alt", "Neu", "Ober", "Unter", "Stein", "Wald", "Ö")
LAST = ("dorf", "hausen", "stedt", "feld")
LIBRARY = {
    lang: tuple(one for one in practices(lang) if one.id.startswith(("jena", "pankow", "durham"))) for lang in LANGUAGES
}
"""Some of komma's examples: of a Land of its own, of a council group, from abroad."""
MARKUP = '<script>alert(1)</script> & "Söhne" {{ 7 * 7 }}'
"""A name that must reach the page as it is written."""


def member(name: str = "Musterstadt", **changes: Any) -> Member:
    """Return a municipality that says nothing but that it takes part."""
    state = changes.get("state", "NW")
    given = {"key": f"{name}-{state}", "kind": "town", "state": state, "ags": None, "size_class": "under_20000"}
    return Member(**{"name": name, "role": "network", "date": DAY, **given, **changes})


def network(members: list[Member], *, demo: bool = False, days: int = 1, seed: int = 1) -> Network:
    """Return a network of some municipalities with figures that are drawn by lot."""
    in_order = tuple(sorted(members, key=lambda one: (one.state, one.name.casefold(), one.key)))
    return Network(in_order, overview(_snapshots(in_order, days, seed), rule_order(), 5), "1.2.3", DAY, demo=demo)


def small(*, demo: bool = False) -> Network:
    """Return some thirty municipalities, three of them with everything that can be released."""
    made = [
        member(f"Beispielort {letter}", state=STATES[at % 4], key=f"ort-{letter}")
        for at, letter in enumerate("BDFGHKLNPQRSUVWXYZ")
    ]
    made += [
        member(
            f"Stadt Musterau {number}",
            kind="city",
            state="HE",
            key=f"au-{number}",
            size_class="from_100000",
            role="model",
        )
        for number in range(8)
    ]
    source = everything()
    taken = TakenFrom(municipality=source.name, practice="m-01", digest=digest(source.practices[0]))
    adopted = practice(id="m-09", title="Ein Telefon für alle, auch nachts", origin=taken)
    made += [
        source,
        member(
            "Übermut",
            state="BY",
            key="09999001",
            ags="09999001",
            practices=(adopted,),
            seeks=(wish(id="w-9", topic="alliance"),),
        ),
        member(
            MARKUP,
            state="SL",
            key="markup",
            mailbox="stelle@beispiel.example",
            topics=("roles", "reach"),
            practices=(practice(title=MARKUP, why=MARKUP, source=MARKUP),),
            offers=(wish(text=MARKUP),),
        ),
    ]
    return network(made, demo=demo, days=4)


def everything() -> Member:
    """Return a municipality that releases all there is."""
    full = practice(
        description="Zwei Ämter teilen sich die Nächte.\n\nWer Dienst hat, steht im Kalender.",
        cost="2.000 Euro im Jahr",
        conditions="Eine Dienstvereinbarung.",
        result="In der ersten Woche riefen drei Leute an.",
        source="Vorlage 12/2026, https://stadt.example/vorlage?a=1&b=2 (Rat)",
        pillar="support",
        field="field-staff",
        kind="process",
        answers=("K301", "K203"),
        reviewed_by=Reviewed(organisation="Beirat Beispiel", on=date(2026, 11, 20)),
    )
    wishes = tuple(
        wish(id=f"w-{at}", topic=topic, text=f"Wir zeigen, wie es geht ({at})") for at, topic in enumerate(topics())
    )
    return member(
        "Musterstadt",
        state="NW",
        key="05999999",
        ags="05999999",
        role="model",
        mailbox="netzwerk@musterstadt.example",
        practices=(full, practice(id="m-02", title="Schulung für neue Führungskräfte")),
        offers=wishes,
        seeks=wishes[:2],
    )


def large(count: int, *, shared: int = 20) -> Network:
    """Return so many municipalities over all Länder; every ``shared``-th releases something."""
    dice = random.Random(count)
    made = []
    for at in range(count):
        name = "".join(dice.choice(FIRST) + dice.choice(LAST) for _ in range(2)).capitalize() + f" {at}"
        changes: dict[str, Any] = {
            "state": STATES[at * 7 % 16],
            "key": f"{at:08}",
            "ags": f"{at:08}",
            "size_class": dice.choice(size_classes()),
        }
        changes["role"] = dice.choice((None, "network", "other"))
        if at % shared == 0:
            changes |= {
                "practices": (practice(),),
                "offers": (wish(topic=dice.choice(topics())),),
                "mailbox": "amt@ort.example",
            }
        made.append(member(name, **changes))
    return network(made)


def _snapshots(members: tuple[Member, ...], days: int, seed: int) -> list[Snapshot]:
    dice = random.Random(seed)
    made = []
    for back in range(days):
        for one in members:
            values = (one.state, one.kind, one.size_class, one.role or NO_ROLE)
            states = "".join(dice.choices("mo", (6 + days - back, 1))[0] for _ in rule_order())
            made.append(Snapshot(one.key, DAY - timedelta(days=90 * back), values, states))
    return made


def long_practice(sign: str) -> SharedPractice:
    """Return a measure whose texts are as long as they may be."""
    text = sign * 6000
    return practice(
        title=sign * 200, why=text, description=text, conditions=text, result=text, cost=sign * 200, source=sign * 200
    )
