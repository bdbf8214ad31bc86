"""The results of very many files in little memory."""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar, overload

One = TypeVar("One")


class Packed(Sequence[One]):
    """Results of which only the one that is looked at takes its room; the others are some hundred bytes each."""

    def __init__(self, results: Iterable[One]) -> None:
        """Take the results one by one and let go of each."""
        self.bytes = [pack(result) for result in results]

    @classmethod
    def of_bytes(cls, packed: Iterable[bytes]) -> Packed[One]:
        """Return results that ``pack`` has packed in this process; bytes from elsewhere could do harm."""
        new: Packed[One] = cls(())
        new.bytes = list(packed)
        return new

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.bytes)

    def __iter__(self) -> Iterator[One]:
        """Yield one after the other, each made anew."""
        return map(_unpacked, self.bytes)

    @overload
    def __getitem__(self, at: int) -> One: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[One]: ...
    def __getitem__(self, at: int | slice) -> One | Sequence[One]:
        """Return one by its position."""
        found = self.bytes[at]
        return [_unpacked(one) for one in found] if isinstance(found, list) else _unpacked(found)


def pack(one: object) -> bytes:
    """Return a result in little room."""
    return zlib.compress(pickle.dumps(one), 1)


def _unpacked(packed: bytes) -> Any:
    return pickle.loads(zlib.decompress(packed))  # made above, in this process
