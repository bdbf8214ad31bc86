"""Where commands take a network from: the folder that was built, its index, or the file that municipalities get."""

from __future__ import annotations

import difflib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from komma_cli.cli.common import say
from komma_cli.directory import fold
from komma_cli.errors import ReadError, UsageError

if TYPE_CHECKING:
    from komma_cli.network.index import Index
    from komma_cli.network.view import Member, Network

INDEX: Final = "network.sqlite"
_NEAR: Final = 3
NetworkOption = Annotated[Path, typer.Option("--network", help=say("network_option"), metavar="DIR|FILE")]
OptionalNetwork = Annotated[Path | None, typer.Option("--network", help=say("network_option"), metavar="DIR|FILE")]


def seen(words: str) -> str:
    """Return words of others without what turns a line around, hides or steers a terminal."""
    from komma_cli.report.json import visible

    return "".join(sign if sign == "\n" or visible(sign) else "?" for sign in words)


def index_of(place: Path) -> Path:
    """Return the index that somebody means by a folder or by the file itself."""
    return place / INDEX if place.is_dir() else place


def open_whole(place: Path) -> Index:
    """Open the index of a folder. Raises ``ReadError`` ``network.only_a_part``: figures of a part would be wrong."""
    from komma_cli.network.index import open_index

    index = open_index(index_of(place))
    if index.part:
        with index:
            raise ReadError("network.only_a_part", file=index_of(place), part=index.part)
    return index


def read_network(place: Path, k: int | None = None, until: date | None = None) -> Network:
    """Return the network of a folder, an index or a ``network.json``.

    ``k`` and ``until`` need the index. Raises ``ReadError`` for what is no network, ``UsageError``
    ``network.needs_index`` where the file cannot answer.
    """
    from komma_cli.network.network_file import NAME, read_network_file
    from komma_cli.network.reading import K, network_of

    file = place / NAME if place.is_dir() and not (place / INDEX).exists() else place
    if file.suffix == ".json" and file.is_file():
        if k not in (None, K) or until is not None:
            raise UsageError("network.needs_index", file=file)
        return read_network_file(_bytes(file), str(file))
    with open_whole(place) as index:
        return network_of(index, k or K, until)


def member_named(network: Network, wanted: str) -> Member:
    """Return a municipality by its key or its name; „Jena“ is „Stadt Jena“ if no other is meant.

    Raises ``UsageError`` ``network.unknown_member``, ``network.many_called_so``.
    """
    words = set(fold(wanted).split())
    found = (
        [one for one in network.members if one.key == wanted]
        or [one for one in network.members if set(fold(one.name).split()) == words]
        or [one for one in network.members if words and words <= set(fold(one.name).split())]
    )
    if len(found) == 1:
        return found[0]
    known = {f"{one.name} ({one.key})": one for one in found or network.members}
    near = list(known)[:_NEAR] if found else difflib.get_close_matches(wanted, known, n=_NEAR, cutoff=0.0)
    key = "network.many_called_so" if found else "network.unknown_member"
    raise UsageError(key, value=wanted, near=", ".join(near))


def _bytes(file: Path) -> bytes:
    """Return the file, of one that is far too large only the beginning."""
    from komma_cli.network.network_file import MOST_BYTES

    try:
        with file.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise ReadError("cli.system", file=file, reason=error.strerror or str(error)) from error
