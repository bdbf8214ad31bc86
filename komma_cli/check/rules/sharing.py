"""K722, K723, K826, K827: what leaves the house for the network. They say nothing to a municipality that shares none.

None of them needs a section: a plan without ``network`` lacks nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from komma_cli.check.finding import Hit, SymbolicParts
from komma_cli.check.lookup import name_of
from komma_cli.check.naming import given_away, owner_of, released_texts
from komma_cli.check.registry import Context, rule
from komma_cli.check.rules.publication import PRIVATE_MAIL
from komma_cli.model.network import Network
from komma_cli.model.strategy import Measure

_MAILBOX = ("network", "mailbox")


def _shared(context: Context) -> Iterator[tuple[SymbolicParts, Measure]]:
    """Yield every measure that others may read, with its path."""
    for field in context.playbook.strategy.fields if context.playbook.strategy else ():
        for goal in field.goals:
            for measure in goal.measures:
                if measure.share:
                    place = ("strategy", "fields", field.id, "goals", goal.id, "measures", measure.id)
                    yield place, measure


@rule("K722", "warning", sources=("D",))
def who_may_be_asked_has_a_mailbox(context: Context) -> Iterator[Hit]:
    """Whoever says that others may ask says where."""
    network = context.playbook.network
    if network is not None and network.may_be_asked and network.mailbox is None:
        yield Hit(_MAILBOX)


@rule("K723", "warning", sources=("D",))
def shared_measures_have_a_released_text(context: Context) -> Iterator[Hit]:
    """A measure that is shared says why it is done, in a text that somebody has released."""
    for place, measure in _shared(context):
        notes = measure.practice
        if notes is None:
            yield Hit((*place, "practice"), {"case": "missing", "measure": measure.title})
        elif notes.released_on > context.today:
            values = {"case": "future", "measure": measure.title, "day": notes.released_on}
            yield Hit((*place, "practice", "released_on"), values)


@rule("K826", "error", profile="core", sources=("R64", "D"))
def the_mailbox_is_of_a_function(context: Context) -> Iterator[Hit]:
    """The address that a whole network sees is that of a function, not of a person."""
    mailbox = context.playbook.network.mailbox if context.playbook.network else None
    if mailbox is None:
        return
    owner = owner_of(mailbox, context.playbook.people)
    if owner is not None:
        yield Hit(_MAILBOX, {"case": owner.sign, "person": name_of(context, owner.person)})
    elif re.fullmatch(PRIVATE_MAIL, mailbox):
        yield Hit(_MAILBOX, {"case": "provider"})


@rule("K827", "error", profile="core", sources=("R64", "R65", "D"))
def shared_texts_name_nobody(context: Context) -> Iterator[Hit]:
    """No text that others in the network read gives one of our people away."""
    for place, text in _texts(context):
        for given in given_away(text, context.playbook.people):
            yield Hit(place, {"case": given.sign, "person": name_of(context, given.person)})


def _texts(context: Context) -> Iterator[tuple[SymbolicParts, str]]:
    network = context.playbook.network or Network()
    for key, wishes in (("offers", network.offers), ("seeks", network.seeks)):
        for wish in wishes:
            yield ("network", key, wish.id, "text"), wish.text
    for place, measure in _shared(context):
        for keys, text in released_texts(measure):
            yield (*place, *keys), text
