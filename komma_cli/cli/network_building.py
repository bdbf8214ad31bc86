"""What ``komma network build``, ``merge`` and ``demo`` share: where a network is written, and what is told of it."""

from __future__ import annotations

import csv
import io
import textwrap
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from komma_cli.cli.common import shipped_playbook, write_file
from komma_cli.cli.exits import Exit, print_lines
from komma_cli.cli.language import reader_language
from komma_cli.cli.network_reading import INDEX, index_of, seen
from komma_cli.errors import ReadError, UsageError, WriteError
from komma_cli.texts import error_words, text

if TYPE_CHECKING:
    from komma_cli.network.collecting import Piece, Told
    from komma_cli.network.index import Built

LEFT_OUT: Final = "left-out.csv"
_DRAFTS: Final = f".{INDEX}.*.tmp*"
"""The index that is being made, and what SQLite keeps beside it."""
_NOBODY_WRITES_AFTER: Final = 3600
"""Seconds after which a draft belongs to a run that was killed."""
_MOST_TOLD: Final = 20
_STARTERS: Final = "starter"


def built(
    places: Sequence[str],
    folder: Path,
    today: date,
    *,
    shard: str | None = None,
    jobs: int = 0,
    force: bool = False,
    demo: bool = False,
) -> Built:
    """Make a network of what stands in some places and write it into a folder; tell what does not count.

    Of a ``shard`` (``2/4``) there is an index alone, also if nothing of it counts: ``merged`` makes the network.
    Raises ``WriteError`` ``network.foreign_folder``, ``ReadError`` ``network.none_left`` where nothing can be used.
    """
    from komma_cli.network.collecting import collect
    from komma_cli.network.index import forget, write_index

    refuse_foreign(folder, force=force)
    if shard is not None:
        shard = _plain(shard)
    draft = _draft(folder)
    try:
        found = collect(places, today, part=partial(_part, shard), jobs=jobs)
        made = write_index(draft, found, today, part=shard or "", demo=demo)
        if shard is None:
            _write_what_is_read(made, draft, folder)
        _put_in_place(made, draft, folder)
    finally:
        forget(draft)
    return made


def merged(parts: Sequence[Path], folder: Path, today: date, *, force: bool = False) -> Built:
    """Make one network of the parts that several machines have made. Raises as ``built``."""
    from komma_cli.network.index import forget, merge

    refuse_foreign(folder, force=force)
    draft = _draft(folder)
    try:
        made = merge(draft, [index_of(part) for part in parts], today)
        _write_what_is_read(made, draft, folder)
        _put_in_place(made, draft, folder)
    finally:
        forget(draft)
    return made


def refuse_foreign(folder: Path, *, force: bool) -> None:
    """Raise ``WriteError`` for a file, and for a folder with other things in it than a network.

    What a run left behind that somebody stopped is no reason to refuse the next one.
    """
    if folder.exists() and not folder.is_dir():
        raise WriteError("cli.folder_is_file", folder=folder)
    if force or not folder.exists() or (folder / INDEX).is_file():
        return
    known = (INDEX, *_written_first(), *_strays())  # the index too: another run may have put it there just now
    if any(not any(map(path.match, known)) for path in folder.iterdir()):
        raise WriteError("network.foreign_folder", folder=folder)


def tell(made: Built, folder: Path) -> None:
    """Say how large the network is, and on the error stream what does not count, the first twenty of it."""
    from komma_cli.report.network_tables import amount

    lang = reader_language()
    count = len(made.told)
    if count:
        key = "left_out_one" if count == 1 else "left_out"
        print_lines(text(f"network.{key}", lang, count=amount(count, lang)))
        _name_them(made)
        if count > _MOST_TOLD:
            more = amount(count - _MOST_TOLD, lang)
            print_lines(text("network.left_out_more", lang, count=more, file=folder / LEFT_OUT))
    sizes = {name: amount(getattr(made, name), lang) for name in ("municipalities", "entries")}
    say_lines(text("network.built", lang, folder=folder, **sizes))


def _name_them(made: Built) -> None:
    """Print the first files that do not count; what to do stands once below those it is for."""
    for what_next, group in groupby(map(_words, made.told[:_MOST_TOLD]), key=lambda words: words[1]):
        print_lines(*(f"- {message}" for message, _ in group), what_next)


def say_lines(line: str) -> None:
    """Print a sentence in lines of at most 78 characters."""
    typer.echo(textwrap.fill(line, 78, break_long_words=False, break_on_hyphens=False))


def ended(made: Built, fail_on: str) -> None:
    """End with code 1 if a file does not count and that is asked for."""
    if made.told and fail_on == "left-out":
        raise typer.Exit(Exit.FINDINGS)


def demo_places() -> list[str]:
    """Return Musterstadt and the folder of the ten starters, in the package or in the repository."""
    example = shipped_playbook("musterstadt")
    return [str(example), str(example.parent / _STARTERS)]


def _written_first() -> tuple[str, ...]:
    """Return the names of all that is written before the index takes its place."""
    from komma_cli.network.network_file import NAME
    from komma_cli.report.network_tables import TABLES

    return NAME, LEFT_OUT, *TABLES


def _strays() -> tuple[str, ...]:
    """Return patterns of what a run that was killed leaves behind."""
    return _DRAFTS, *(f".{name}.*.tmp" for name in _written_first())


def _draft(folder: Path) -> Path:
    """Return where the index is made before it takes its place, so that a network is never half written."""
    import os

    try:
        folder.mkdir(parents=True, exist_ok=True)
        for old in [path for pattern in _strays() for path in folder.glob(pattern)]:
            with suppress(FileNotFoundError):  # another run has just put it in its place
                if time.time() - old.stat().st_mtime > _NOBODY_WRITES_AFTER:
                    old.unlink()
    except OSError as error:
        raise WriteError("cli.no_folder", folder=folder, reason=error.strerror or str(error)) from error
    return folder / f".{INDEX}.{os.getpid()}.tmp"


def _plain(shard: str) -> str:
    """Return ``2/4`` for ``02/4``, by which ``merge`` counts the parts.

    Raises ``UsageError`` ``cli.shard`` for anything else, and for more parts than an index can name.
    """
    from komma_cli.check.batch import shard as part_of
    from komma_cli.network.index import MOST_PARTS

    part_of([], shard)
    number, count = map(int, shard.split("/"))
    if count > MOST_PARTS:
        raise UsageError("cli.shard", text=shard)
    return f"{number}/{count}"


def _part(shard: str | None, pieces: list[Piece]) -> list[Piece]:
    from komma_cli.check.batch import shard as part_of

    return pieces if shard is None else part_of(pieces, shard)


def _write_what_is_read(made: Built, draft: Path, folder: Path) -> None:
    """Write everything beside the index, and the figures into it. Raises ``ReadError`` ``network.none_left``."""
    from komma_cli.network.index import open_index, remember
    from komma_cli.network.network_file import NAME, to_bytes
    from komma_cli.network.reading import OVERVIEW, as_kept, network_of
    from komma_cli.report.network_tables import tables

    if not made.municipalities:
        _name_them(made)
        raise ReadError("network.none_left", count=len(made.told))
    with open_index(draft) as index:
        network = network_of(index)
    remember(draft, OVERVIEW, as_kept(network.overview))
    lang = reader_language()
    write_file(folder / NAME, to_bytes(network))
    for name, content in tables(network, lang).items():
        write_file(folder / name, content.encode("utf-8"))


def _put_in_place(made: Built, draft: Path, folder: Path) -> None:
    """Write what does not count, then put the index in its place: with it the network is there."""
    if made.told:
        write_file(folder / LEFT_OUT, _left_out(made).encode("utf-8"))
    else:
        (folder / LEFT_OUT).unlink(missing_ok=True)
    from komma_cli.network.index import clear_beside

    try:
        clear_beside(folder / INDEX)
        draft.replace(folder / INDEX)
    except OSError as error:
        raise WriteError("network.not_written", file=folder / INDEX, reason=error.strerror or str(error)) from error


def _left_out(made: Built) -> str:
    from komma_cli.report.contact_files import defused

    lang = reader_language()
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow([text(f"network.table_{name}", lang) for name in ("file", "reason", "what_next")])
    for told in made.told:
        writer.writerow([defused(seen(cell).replace("\n", "?")) for cell in (told.origin, *_words(told))])
    return "\ufeff" + stream.getvalue()


def _words(told: Told) -> tuple[str, str]:
    return error_words(told.key, reader_language(), **dict(told.values))
