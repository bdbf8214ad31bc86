"""What a municipality sets for all its plans, in ``komma.toml`` or under ``[tool.komma]`` of a ``pyproject.toml``.

Names may be written with hyphens or underscores. Whatever is not known, or is of the wrong kind, is refused with the
line it stands in: a setting that is silently ignored is a check that silently does not run.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from komma_cli.check.engine import PROFILES
from komma_cli.check.finding import SEVERITIES
from komma_cli.check.rules import all_rules
from komma_cli.errors import UsageError
from komma_cli.model.playbook import Profile
from komma_cli.model.thresholds import LIMITS, Number
from komma_cli.texts import LANGUAGES, Lang

OWN_FILE, SHARED_FILE = "komma.toml", "pyproject.toml"
FAIL_ON = (*SEVERITIES, "never")
_TABLE = "thresholds"
_KEYS = ("select", "ignore", "fail_on", "profile", "lang", _TABLE)


@dataclass(frozen=True)
class Settings:
    """Settings of one file; what it does not set is None or empty. ``file`` is its name, empty for no file."""

    file: str = ""
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: str | None = None
    profile: Profile | None = None
    lang: Lang | None = None
    thresholds: tuple[tuple[str, Number], ...] = ()


def read_settings(text: str, file: str) -> Settings | None:
    """Return the settings in the text of a file; None for a ``pyproject.toml`` that does not speak of komma.

    Raises ``UsageError``: ``cli.settings_damaged``, ``…_unknown``, ``…_not_a_list``, ``…_not_a_choice``,
    ``…_not_a_table``, ``…_threshold``, each with file and line.
    """
    try:
        whole = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        raise UsageError("cli.settings_damaged", file=file, line=line[1] if line else text.count("\n") + 1) from error
    shared = re.split(r"[/\\]", file)[-1] == SHARED_FILE
    tools = whole.get("tool", {}) if shared else {}
    if shared and not (isinstance(tools, dict) and "komma" in tools):
        return None
    return _Reader(text, file, "tool.komma" if shared else "").read(tools["komma"] if shared else whole)


class _Reader:
    """Reads the table of one file; ``above`` is the name of the table."""

    def __init__(self, text: str, file: str, above: str) -> None:
        self._text = text
        self._file = file
        self._above = above

    def read(self, table: Any) -> Settings:
        if not isinstance(table, dict):
            self._refuse("not_a_table", "komma")
        given = self._known(table, _KEYS)
        readers: dict[str, Callable[[str, Any], Any]] = {
            "select": self._rules,
            "ignore": self._rules,
            "fail_on": lambda name, value: self._choice(name, value, FAIL_ON),
            "profile": lambda name, value: self._choice(name, value, PROFILES),
            "lang": lambda name, value: self._choice(name, value, LANGUAGES),
            _TABLE: self._thresholds,
        }
        return Settings(file=self._file, **{key: readers[key](name, value) for key, (name, value) in given.items()})

    def _known(self, table: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, tuple[str, Any]]:
        """Return known name -> (name as written, value)."""
        found: dict[str, tuple[str, Any]] = {}
        for written, value in table.items():
            name = written.replace("-", "_")
            if name not in names:
                similar = difflib.get_close_matches(name, names, 1, 0.5) or list(names)
                self._refuse("unknown", written, similar=", ".join(similar))
            if name in found:
                self._refuse("twice", written, other=found[name][0])
            found[name] = (written, value)
        return found

    def _rules(self, name: str, value: Any) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self._refuse("not_a_list", name)
        for one in value:
            if not one.strip() or not any(rule.startswith(one.strip().upper()) for rule in all_rules()):
                similar = difflib.get_close_matches(one.upper(), all_rules(), 3, 0.5) or [next(iter(all_rules()))]
                self._refuse("unknown", one, similar=", ".join(similar))
        return tuple(one.strip().upper() for one in value)

    def _choice(self, name: str, value: Any, choices: tuple[str, ...]) -> str:
        if value not in choices:
            self._refuse("not_a_choice", name, text=_shown(value), choices=", ".join(choices))
        return str(value)

    def _thresholds(self, name: str, value: Any) -> tuple[tuple[str, Number], ...]:
        if not isinstance(value, dict):
            self._refuse("not_a_table", name)
        return tuple(
            (key, self._threshold(written, key, number))
            for key, (written, number) in sorted(self._known(value, tuple(LIMITS)).items())
        )

    def _threshold(self, written: str, name: str, value: Any) -> Number:
        limit = LIMITS[name]
        try:
            allowed = not isinstance(value, bool) and limit.allows(value)
        except ValueError:
            allowed = False
        if not allowed:
            least, most = limit.span
            self._refuse("threshold", written, text=_shown(value), least=_shown(least), most=_shown(most))
        return value  # type: ignore[no-any-return]  # `allows` has compared the kinds

    def _refuse(self, why: str, name: str, **values: object) -> NoReturn:
        raise UsageError(f"cli.settings_{why}", file=self._file, line=self._line(name), name=name, **values)

    def _line(self, name: str) -> int:
        """Return the line in which a name stands first below the heading of komma's table: the reader tells none."""
        own = not self._above
        word = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
        heading = 1
        for number, line in enumerate(self._text.split("\n"), 1):
            if found := re.match(r"\s*\[+\s*([^\]]+?)\s*\]", line):
                own = not self._above or found[1].replace(" ", "").startswith(self._above)
                heading = number if own else heading
            if (own or self._above in line) and word.search(line.split("#")[0]):
                return number
        lines = enumerate(self._text.split("\n"), 1)
        return next((number for number, line in lines if not own and word.search(line.split("#")[0])), heading)


def _shown(value: Any) -> str:
    """Return a value as TOML writes it, in one line."""
    return f'"{value}"' if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)
