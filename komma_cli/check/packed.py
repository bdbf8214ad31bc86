"""The results of very many files in little memory."""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import overload

from komma_cli.check.engine import Result


class Packed(Sequence[Result]):
    """Results of which only the one that is looked at takes its room; the others are some hundred bytes each."""

    def __init__(self, results: Iterable[Result]) -> None:
        """Take the results one by one and let go of each."""
        self._packed = [zlib.compress(pickle.dumps(result), 1) for result in results]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._packed)

    def __iter__(self) -> Iterator[Result]:
        """Yield one after the other, each made anew."""
        return map(_unpacked, self._packed)

    @overload
    def __getitem__(self, at: int) -> Result: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Result]: ...
    def __getitem__(self, at: int | slice) -> Result | Sequence[Result]:
        """Return one by its position."""
        found = self._packed[at]
        return [_unpacked(one) for one in found] if isinstance(found, list) else _unpacked(found)


def _unpacked(packed: bytes) -> Result:
    result: Result = pickle.loads(zlib.decompress(packed))  # made above, in this process
    return result
