"""``komma update``: what komma's library and directory have changed since a playbook copied from them."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from komma_cli.cli.common import LangOption, on_terminal, put_out, say
from komma_cli.cli.exits import Exit
from komma_cli.cli.init import PlainOption
from komma_cli.cli.language import reader_language
from komma_cli.errors import ReadError, UsageError
from komma_cli.texts import Lang, text

if TYPE_CHECKING:
    from komma_cli.wizard.sitting import Sitting
    from komma_cli.wizard.updates.body_news import BodyNews
    from komma_cli.wizard.updates.card_news import CardNews, Difference

TAKE = "all-clean"


def update(
    file: Annotated[Path, typer.Argument(help=say("file_argument"), metavar="FILE", show_default=False)],
    take: Annotated[str | None, typer.Option("--take", help=say("update_take"), metavar=TAKE)] = None,
    as_json: Annotated[bool, typer.Option("--json", help=say("update_json"))] = False,
    plain: PlainOption = False,
    lang: LangOption = None,
) -> None:
    """Ask on a terminal; elsewhere print what is new. Ends with 1 while something is to be taken or asked."""
    from komma_cli.cli.desk import draft, sit
    from komma_cli.wizard.updates.updating import Updating

    if take not in (None, TAKE):
        raise UsageError("cli.not_a_choice", text=take, option="--take", choices=TAKE)
    if not file.exists():
        raise ReadError("store.missing", file=str(file))
    if take is None and not as_json and on_terminal():

        def talk(sitting: Sitting) -> None:
            Updating(sitting).run()

        raise typer.Exit(sit(file, talk, plain=plain))
    language = reader_language()
    written = _take_clean(file, language) if take else None
    data = draft(file)
    cards, bodies = _compared(data, language)
    if as_json:
        put_out(_json(file, cards, bodies, written or []), None, machine=True)
    else:
        sys.stdout.write("\n".join(_lines(file, data, cards, bodies, written, language)) + "\n")
    pending = bool(bodies) or any(card.pending for card in cards)
    raise typer.Exit(Exit.FINDINGS if pending else Exit.CLEAN)


def _compared(data: dict[str, Any], lang: Lang) -> tuple[list[CardNews], list[BodyNews]]:
    from komma_cli.wizard.updates import body_news, card_news

    return list(card_news.news(data, lang)), list(body_news.news(data, lang))


def _take_clean(file: Path, lang: Lang) -> list[CardNews]:
    """Write every clean change, under the lock; return the cards that were changed, as they were compared.

    Answers that an interview left in the journal go into the playbook first. Raises what the store raises.
    """
    from komma_cli.cli.seat import alone_at
    from komma_cli.paths import ById, SymbolicPath, get
    from komma_cli.store import Journal, write
    from komma_cli.wizard.saving import ORDER, read_plan
    from komma_cli.wizard.updates.card_taking import edits, taken

    with alone_at(file):
        Journal(file, base_sha=read_plan(file)[1]).fold(order=ORDER)
        data, sha = read_plan(file)
        cards = [card for card in _compared(data, lang)[0] if card.clean or (card.outdated and not card.questions)]
        changes = []
        for card in cards:
            parts: SymbolicPath = ("scenarios", ById(card.id))
            own = get(data, parts)
            changes += edits(parts, own, taken(own, card, card.clean, settled=not card.questions))
        write(file, changes, expected_sha=sha, order=ORDER)
    return cards


def _lines(
    file: Path,
    data: dict[str, Any],
    cards: list[CardNews],
    bodies: list[BodyNews],
    written: list[CardNews] | None,
    lang: Lang,
) -> list[str]:
    """Return the result in words: what was written, then what is left, card by card, then what to do about it."""
    from komma_cli.wizard.showing.screens import wrap
    from komma_cli.wizard.updates import update_words

    pending = [card for card in cards if card.pending]
    told = [_written_words(file, written, lang)] if written is not None else []
    told += update_words.overview(pending, bodies, lang)
    if not told:
        told = [update_words.nothing_new(len(cards), lang)]
    shown = [wrap(line) for line in told]
    for card in cards:
        shown += update_words.CardWords(data, card, lang).whole()
    for body in bodies:
        shown += update_words.body_whole(body, lang)
    asked = bool(bodies) or any(card.questions for card in pending)
    hints = {"how_to_take": any(card.clean or not card.questions for card in pending), "how_to_answer": asked}
    return (
        shown
        + [""] * any(hints.values())
        + [wrap(text(f"update.{name}", lang, file=file)) for name, useful in hints.items() if useful]
    )


def _written_words(file: Path, written: list[CardNews], lang: Lang) -> str:
    from komma_cli.wizard.updates.update_words import counted

    if not written:
        return text("update.wrote_nothing", lang, file=file)
    changes = counted("clean", sum(len(card.clean) for card in written), lang)
    return text("update.wrote_clean", lang, clean=changes, file=file)


def _json(file: Path, cards: list[CardNews], bodies: list[BodyNews], written: list[CardNews]) -> str:
    """Return the same for programs: paths and plain values, no words; ``written`` holds what this run has taken."""
    report = {
        "file": str(file),
        "written": [_card(card) for card in written],
        "cards": [_card(card) for card in cards if card.pending or card.mentions or not card.as_of],
        "bodies": [
            {
                "path": f"bodies[{body.id}].{'hours' if body.field == 'hours' else 'channels'}",
                "own": list(body.own),
                "new": list(body.new),
                "source": body.source,
                "source_date": body.source_date,
            }
            for body in bodies
        ],
    }
    return json.dumps(report, ensure_ascii=True, indent=2) + "\n"


def _card(card: CardNews) -> dict[str, Any]:
    return {
        "card": card.id,
        "library": card.library,
        "in_library": bool(card.as_of),
        "language": card.lang,
        "as_of": card.as_of or None,
        "fingerprint": card.fingerprint,
        "base_known": card.known,
        **{
            name: [_difference(card, each) for each in getattr(card, name)]
            for name in ("clean", "questions", "mentions")
        },
    }


def _difference(card: CardNews, difference: Difference) -> dict[str, Any]:
    """Return one difference; the place of a sentence under ``never`` is komma's name for it, the file has none."""
    from komma_cli.paths import ById, format_path

    first, *rest = difference.place
    parts: list[str | ById] = [first]
    if first == "steps" and rest:
        parts += [ById(rest[0]), *rest[1:]]
    new = difference.new
    if isinstance(new, dict):
        new = new.get("step", new.get("text", new))
    found = {"path": format_path(("scenarios", ById(card.id), *parts)), "kind": difference.kind}
    named = {"sentence": rest[0]} if first == "never" else {}
    return {**found, **named, "own": difference.own, "new": new}
