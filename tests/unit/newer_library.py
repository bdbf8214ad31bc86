"""A later komma: its data folder is today's with some files replaced; komma reads it instead of its own.

The editions ledger stays, so that the cards of today are known as published states; ``publish`` adds a later one.
"""

import json
import re

from komma_cli import directory, editions, library, texts
from komma_cli.yamlread import parse

CACHED = (texts.facts, library.scenario, library._codes, library._backbone, directory.entries)
SHIPPED = texts.DATA


class Overlay:
    """Stands for the data folder: a file that lies in ``folder`` goes before the shipped one."""

    def __init__(self, folder):
        self.folder = folder

    def __truediv__(self, name):
        own = self.folder / name
        return own if own.is_file() else SHIPPED / name


class Newer:
    """The data of a later komma."""

    def __init__(self, folder, monkeypatch):
        self.data = Overlay(folder / "newer-data")
        monkeypatch.setattr(texts, "DATA", self.data)
        forget()

    def read(self, name):
        """Return the text of a data file."""
        return (self.data / f"{name}.yaml").read_text(encoding="utf-8")

    def write(self, name, content):
        """Put another text in a data file's place."""
        target = self.data.folder / f"{name}.yaml"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, encoding="utf-8")
        forget()

    def change(self, name, *pairs):
        """Replace text in a data file; every old text must be there exactly once."""
        content = self.read(name)
        for old, new in pairs:
            assert content.count(old) == 1, (name, old, content.count(old))
            content = content.replace(old, new)
        self.write(name, content)

    def words(self, card, key, de, en=None):
        """Give the sentence at ``title`` or ``steps.<id>`` of a card new words; one that is not there is added."""
        for lang, said in (("de", de), ("en", en or de)):
            name = f"{lang}/scenarios/{card}"
            group, _, last = key.rpartition(".")
            indent = "  " if group else ""
            line = re.search(rf"(?m)^{indent}{re.escape(last)}: .*$", self.read(name))
            if line:
                self.change(name, (line[0], f'{indent}{last}: "{said}"'))
            else:
                self.change(name, (f"\n{group}:\n", f'\n{group}:\n{indent}{last}: "{said}"\n'))

    def publish(self, card):
        """Put the card as it is now into the ledger."""
        known = parse(self.read(f"editions/{card}"))
        self.write(f"editions/{card}", json.dumps([*known, editions.entry(card)]))


def forget():
    """Let komma read its data anew."""
    for each in CACHED:
        each.cache_clear()
