"""Taking people and outside bodies over from a file: shown first; only what is named is taken."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from komma_cli.errors import KommaError
from komma_cli.texts import Lang, error_words, text
from komma_cli.wizard.input.answers import NotUnderstood, clean
from komma_cli.wizard.input.asker import Leave
from komma_cli.wizard.offering import Offering, screenfuls, shown_rows
from komma_cli.wizard.pages import ListPage
from komma_cli.wizard.proposing.proposal import Proposal
from komma_cli.wizard.showing import screens
from komma_cli.wizard.talk import BACK, HELP, MENU, OPEN, Move

if TYPE_CHECKING:
    from komma_cli.contacts.contact import Contacts
    from komma_cli.wizard.matching import Found

IMPORT = "i"
_QUOTES = {'"': '"', "'": "'", "„": "“", "“": "”", "«": "»"}
_FEW = 5


class Importing(Offering):
    """Takes contacts over from files."""

    def import_contacts(self, list_name: str, contacts: Contacts, file: str, *, from_list: bool = False) -> Move:
        """Preview the contacts of a file and take over those that are named, all of them as one step.

        ``from_list``: the sitting goes on, so that the step can be undone.
        """
        from komma_cli.wizard.matching import compare, proposal

        found = compare(self.interview.data, contacts.rows, list_name)
        offered = [each for each in found if each.action != "known"]
        for line in preview_heading(found, contacts, file, self.lang):
            self.tell(line)
        if not offered:
            self.tell(text("contacts.nothing_new", self.lang))
            return "next"
        shown = [proposal(number, each, self.lang) for number, each in enumerate(offered)]
        picked: set[str] = set()

        def take() -> None:
            chosen = [each for number, each in enumerate(offered) if str(number) in picked]
            self._take_contacts(list_name, chosen)
            if chosen and from_list:
                self.tell(text("contacts.undo_import", self.lang))

        try:
            move = self._pick(shown, picked)
        except Leave:  # what was named is an answer, and answers are kept
            take()
            raise
        take()
        return move

    def _import(self, page: ListPage) -> Move:
        """Ask for a file until one can be read, and preview it; nothing, or ``<``, leads back to the list."""
        from komma_cli.contacts.reading import read_contacts

        list_name = str(page.parts[0])
        self.asker.show()
        self.tell(text("contacts.ask_file", self.lang))
        while True:
            typed = clean(self.asker.read(text("contacts.prompt_file", self.lang))).strip()
            if typed in ("", BACK, OPEN):
                return "next"
            if typed == MENU:
                return "menu"
            if typed == HELP:
                self.tell(text("contacts.help_file", self.lang))
                continue
            path = path_of(typed)
            try:
                contacts = read_contacts(path, outside=list_name == "bodies")
            except KommaError as refused:
                message, hint = error_words(refused.key, self.lang, **refused.values)
                self.error(message)
                self.tell(near_words(path, self.lang) or hint)
                continue
            return self.import_contacts(list_name, contacts, path.name, from_list=True)

    def _pick(self, shown: Sequence[Proposal], picked: set[str]) -> Move:
        """Show screen after screen and collect the keys of what is named; ``<`` asks what becomes of it."""
        end = 0
        for screen in screenfuls(shown):
            self.asker.show()
            for number, row in enumerate(screen, end + 1):
                self.asker.show(shown_rows(number, row))
            end += len(screen)
            move = self._named_now(tuple(shown[:end]), picked, last=end == len(shown))
            if move != "next":
                if picked and not self.agreed(text("contacts.take_named", self.lang, count=len(picked))):
                    picked.clear()
                return "menu" if move == "menu" else "next"
        return "next"

    def _named_now(self, shown: tuple[Proposal, ...], picked: set[str], *, last: bool) -> Move:
        """Read which of the rows shown so far are wanted."""
        while True:
            typed = self.read("prompt_propose_last" if last else "prompt_propose")
            if typed in (BACK, MENU):
                return "back" if typed == BACK else "menu"
            if typed == HELP:
                self.tell(text("contacts.help_take", self.lang))
            elif not typed:
                return "next"
            else:
                try:
                    picked |= {row.key for row in self._named(shown, typed)}
                except NotUnderstood as refused:
                    self.error(screens.problem_words(refused.problem, self.lang))
                else:
                    if not last:
                        self.tell(text("contacts.noted", self.lang, count=len(picked)))
                    return "next"

    def _take_contacts(self, list_name: str, chosen: Sequence[Found]) -> None:
        """Take over as one step; nothing of it counts as checked."""
        if not chosen:
            self.tell(text("contacts.nothing_taken", self.lang))
            return
        from komma_cli.wizard.matching import taking

        edits = taking(
            self.interview.data, list_name, chosen, lambda taken: self.interview.fresh_id((list_name,), taken)
        )
        self.save(self.interview.take(edits))
        self.tell(self.say("taken_one" if len(chosen) == 1 else "taken", count=len(chosen)))
        for line in after_words(chosen, list_name, self.lang):
            self.tell(line)


def preview_heading(found: Sequence[Found], contacts: Contacts, file: str, lang: Lang) -> list[str]:
    """Return what stands above the preview: how many entries, what concerns the file, what is there already."""
    from komma_cli.wizard.matching import warning

    known = [each for each in found if each.action == "known"]
    count = len(found)
    lines = [text("contacts.preview_one" if count == 1 else "contacts.preview", lang, file=file, count=count)]
    lines += [warning(notice, lang) for notice in contacts.warnings]
    if known:
        lines.append(text("contacts.known_one" if len(known) == 1 else "contacts.known", lang, count=len(known)))
    doubtful = [(each, notice) for each in known for notice in each.notices if notice.kind.startswith("differs")]
    lines += [f"{each.title}: {notice.sentence(lang)}" for each, notice in doubtful]
    return lines


def after_words(chosen: Sequence[Found], list_name: str, lang: Lang) -> list[str]:
    """Return what is left to do with what has been taken over."""
    kinds = {channel["kind"] for each in chosen for channel in each.item.get("channels", [])}
    lines = [text("contacts.not_verified", lang)] if kinds else []
    if list_name == "people" and "mobile" in kinds:
        lines.append(text("contacts.mobiles", lang))
    return lines


def path_of(typed: str) -> Path:
    """Return the path that was typed or dragged: in quotes, as ``file://``, with ``~``, with backslashed blanks."""
    plain = re.sub(r"^& (?=['\"])", "", typed.strip())  # PowerShell puts this before a dragged path
    if len(plain) > 1 and _QUOTES.get(plain[0]) == plain[-1]:
        plain = plain[1:-1].strip()
    if plain.lower().startswith("file://"):
        from urllib.parse import urlsplit
        from urllib.request import url2pathname  # takes 40 ms to load

        split = urlsplit(plain)
        host = f"//{split.netloc}" if split.netloc not in ("", "localhost") else ""
        return Path(url2pathname(host + split.path))
    path = Path(plain)
    if plain.startswith("~"):
        path = Path(os.path.expanduser(plain))  # noqa: PTH111 - Path.expanduser raises for unknown users
    if os.sep == "/" and "\\" in plain and not _exists(path):
        path = Path(re.sub(r"\\(.)", r"\1", str(path)))
    return path


def near_words(path: Path, lang: Lang) -> str:
    """Return which files lie where one is missing, or in the folder that was named; empty if none could be read."""
    from difflib import get_close_matches

    from komma_cli.contacts.reading import SUFFIXES

    folder = path if _exists(path) else path.parent
    try:
        names = sorted(entry.name for entry in os.scandir(folder) if entry.name.lower().endswith(SUFFIXES))
    except (OSError, ValueError):
        return ""
    if not names or (_exists(path) and folder.is_file()):
        return ""
    likely = get_close_matches(path.name, names, _FEW, 0.5) if folder != path else []
    shown = likely or names[:_FEW]
    return text("contacts.near", lang, names=", ".join(shown))


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False
