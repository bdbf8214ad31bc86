"""What komma knows and the coordinator confirms: outside help for the Land, with source and date. Never silent."""

from __future__ import annotations

from typing import Any

from komma_cli import directory
from komma_cli.directory import DirectoryEntry
from komma_cli.hours import ALWAYS
from komma_cli.texts import Lang, label, text
from komma_cli.wizard import screens

TOPICS: tuple[tuple[str, int], ...] = (
    ("victim_counselling", 2),
    ("support_officials", 1),
    ("police_officials", 1),
    ("mobile_counselling", 1),
    ("antidiscrimination", 1),
    ("crisis_line", 2),
)
"""Kinds of help worth having on the first evening, and how many entries of each are offered."""


def outside_help(state: str | None, present: set[str], lang: Lang) -> tuple[DirectoryEntry, ...]:
    """Return the directory entries to offer, the Land's own first and among them who always answers, without
    those the playbook has already."""
    found = directory.find(state=state, lang=lang)
    offered: list[DirectoryEntry] = []
    for topic, limit in TOPICS:
        matching = [entry for entry in found if entry.topic == topic and entry.id not in present and entry.channels]
        matching.sort(key=lambda entry: entry.hours != ALWAYS)
        offered += matching[:limit]
    return tuple(offered)


def describe(entry: DirectoryEntry, lang: Lang) -> tuple[str, str]:
    """Return (name, second line) of an entry: for whom, how it is reached, where komma has it from, and as of when."""
    reached = ", ".join(
        screens.phone(channel.value) if channel.kind in ("phone", "mobile") else channel.value
        for channel in entry.channels[:2]
    )
    when = (
        text("wizard.proposal_date", lang, date=entry.source_date)
        if entry.source_date
        else text("wizard.undated", lang)
    )
    served = ", ".join(label("audience", audience, lang) for audience in entry.audiences)
    whom = text("wizard.proposal_for", lang, audiences=served) if served and "staff" not in entry.audiences else ""
    return entry.name, text(
        "wizard.proposal_source", lang, whom=whom, reached=reached, source=_site(entry.source), when=when
    )


def as_bodies(entries: list[DirectoryEntry]) -> list[dict[str, Any]]:
    """Return the entries as bodies of a playbook; nobody has called them yet, so ``verified`` is missing."""
    return [directory.as_body(entry) for entry in entries]


def _site(url: str) -> str:
    return url.rsplit("//", maxsplit=1)[-1].split("/", maxsplit=1)[0].removeprefix("www.")
