"""The trouble komma expects: an error carries a key and values, never a sentence.

The sentence (what happened, that nothing is lost, what to do next) stands in ``data/<lang>/errors/<room>.yaml``
under ``message`` and ``hint``; the one handler in ``cli/exits.py`` puts it into the reader's language.
"""

from __future__ import annotations


class KommaError(Exception):
    """Something went wrong that komma knows about.

    ``key`` is ``<room>.<name>`` and names the words in ``data/<lang>/errors/<room>.yaml``; ``values`` fill the
    placeholders there. ``exit_code`` is what the process ends with when nobody catches it.
    """

    exit_code = 3

    def __init__(self, key: str, /, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values

    def __str__(self) -> str:
        """Return key and values, for logs and test output; people read the words instead."""
        details = ", ".join(f"{name}={value!r}" for name, value in self.values.items())
        return f"{self.key}({details})"


class UsageError(KommaError):
    """The command was called with words or values it does not take."""

    exit_code = 2


class ReadError(KommaError):
    """A file or folder cannot be read."""


class WriteError(KommaError):
    """A file or folder cannot be written; the old content is untouched."""


class OutsideChange(WriteError):
    """The file was changed by somebody else since komma read it."""


class DataError(KommaError):
    """A file that ships with komma (texts, library, templates) is damaged or incomplete."""

    exit_code = 4
