"""What ``komma check`` can do beyond checking: settings from files, mending, and a list of known findings."""

from __future__ import annotations

import os
import sys
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from komma_cli.cli.common import SUFFIX, put_out, say, write_file
from komma_cli.cli.exits import Exit
from komma_cli.cli.language import reader_language
from komma_cli.errors import KommaError, ReadError, UsageError, WriteError
from komma_cli.texts import Lang, error_words

if TYPE_CHECKING:
    from komma_cli.check.batch import Terms
    from komma_cli.check.engine import Result
    from komma_cli.check.settings import Settings
    from komma_cli.report.baseline import Known

FixOption = Annotated[bool, typer.Option("--fix", help=say("fix_option"))]
DiffOption = Annotated[bool, typer.Option("--diff", help=say("diff_option"))]
BaselineOption = Annotated[Path | None, typer.Option("--baseline", help=say("baseline_option"), metavar="FILE")]
WriteBaselineOption = Annotated[
    Path | None, typer.Option("--write-baseline", help=say("write_baseline_option"), metavar="FILE")
]
ConfigOption = Annotated[Path | None, typer.Option("--config", help=say("config_option"), metavar="FILE")]
IsolatedOption = Annotated[bool, typer.Option("--isolated", help=say("isolated_option"))]
STDIN = "-"


def settings_of(names: Iterable[str], config: Path | None, *, isolated: bool) -> dict[str, Settings]:
    """Return the settings for each file: those of ``config`` for all, else of the nearest file above each.

    Raises ``UsageError``: ``cli.not_both``, ``cli.settings_missing``, and as ``read_settings``; ``ReadError``.
    """
    from komma_cli.check.settings import Settings

    if config is not None and isolated:
        raise UsageError("cli.not_both", first="--config", second="--isolated")
    if config is not None:
        found = _read_settings(config)
        if found is None:
            raise UsageError("cli.settings_missing", file=config)
        return dict.fromkeys(names, found)
    if isolated:
        return dict.fromkeys(names, Settings())
    by_folder: dict[Path, Settings] = {}
    settings = {}
    for name in names:
        folder = Path.cwd() if name == STDIN else Path(name).absolute().parent
        if folder not in by_folder:
            by_folder[folder] = _nearest(folder)
        settings[name] = by_folder[folder]
    return settings


def _nearest(folder: Path) -> Settings:
    """Return the settings of the folder or of the first one above that has some, up to the root of a repository."""
    from komma_cli.check.settings import OWN_FILE, SHARED_FILE, Settings

    for here in (folder, *folder.parents):
        for name in (OWN_FILE, SHARED_FILE):
            if (here / name).is_file() and (found := _read_settings(here / name)) is not None:
                return found
        if (here / ".git").exists():
            break
    return Settings()


def _read_settings(file: Path) -> Settings | None:
    from komma_cli.check.settings import read_settings

    here = Path.cwd()
    name = str(file.relative_to(here)) if file.is_relative_to(here) else str(file)
    return read_settings(_text_of(file, "cli.settings_missing", "cli.settings_damaged", line=1), name)


def _text_of(file: Path, missing: str, damaged: str, **values: object) -> str:
    """Return the text of a file. Raises ``UsageError`` ``missing`` or ``damaged`` (not UTF-8), and ``ReadError``."""
    try:
        return file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except (FileNotFoundError, IsADirectoryError) as error:
        raise UsageError(missing, file=file) from error
    except UnicodeDecodeError as error:
        raise UsageError(damaged, file=file, **values) from error
    except OSError as error:
        raise ReadError("cli.system", file=file, reason=error.strerror or str(error)) from error


def terms_of(settings: Settings, day: date, select: Sequence[str] | None, ignore: Sequence[str] | None) -> Terms:
    """Return under what terms a file is checked; what the command line names counts instead of the settings."""
    from komma_cli.check.batch import Terms

    wanted = settings.select if select is None else tuple(select)
    unwanted = settings.ignore if ignore is None else tuple(ignore)
    return Terms(day, wanted, unwanted, settings.profile, settings.thresholds)


def language_of(settings: Iterable[Settings], option: str | None) -> Lang:
    """Return the language of the report: the command line's or the environment's, else the one all settings name."""
    named = {one.lang for one in settings}
    if option is None and not os.environ.get("KOMMA_LANG") and len(named) == 1:
        return named.pop() or reader_language()
    return reader_language()


def name_of(file: Path | None) -> str | None:
    """Return how a report names a file of the command line."""
    from komma_cli.report.fingerprints import relative_name

    return None if file is None else relative_name(str(file))


def show_diffs(names: Sequence[str], terms: Mapping[str, Terms], output: Path | None) -> None:
    """Print what mending would change, write nothing, and end: 1 if there is something, 3 if a file cannot be read."""
    mending = _Mending(terms, only_show=True)
    diffs = mending.diffs(names)
    put_out(diffs, output, machine=True)
    for _ in diffs:  # a reader that goes away does not change what the other files give
        pass
    raise typer.Exit(Exit.CANNOT if mending.refused else Exit.FINDINGS if mending.differs else Exit.CLEAN)


def mend(names: Sequence[str], terms: Mapping[str, Terms]) -> bool:
    """Mend files one by one; return whether one is left that is locked, cannot be read or written, or has changed.

    Raises ``UsageError`` ``cli.fix_input`` for standard input, which nobody could write to.
    """
    if STDIN in names:
        raise UsageError("cli.fix_input")
    mending = _Mending(terms, only_show=False)
    for _ in mending.diffs(names):
        pass
    return mending.refused


class _Mending:
    """Goes through files one by one; what stops it in one of them is told, and that file left as it is."""

    def __init__(self, terms: Mapping[str, Terms], *, only_show: bool) -> None:
        self._terms, self._only_show = terms, only_show
        self.refused = False
        """A file could not be read or written."""
        self.differs = False
        """There was something to show."""

    def diffs(self, names: Iterable[str]) -> Iterator[str]:
        """Mend each file or yield what mending would change in it."""
        for name in names:
            try:
                diff = _mend_one(name, self._terms[name], only_show=self._only_show)
            except ReadError as error:
                self.refused = True
                if self._only_show:  # else the check that follows tells it
                    _tell_error(error)
            except WriteError as error:
                self.refused = self.refused or error.key != "store.not_editable"  # that one is a finding as well
                _tell_error(error)
            else:
                self.differs = self.differs or bool(diff)
                yield diff


def _mend_one(name: str, terms: Terms, *, only_show: bool) -> str:
    from komma_cli.check.fixing import diff, fixed
    from komma_cli.store import acquire, read_source, replace_text

    source = read_source(name)
    after = fixed(source, terms.check)
    if only_show or not after.mended:
        return diff(source, after)
    with acquire(name, now=datetime.now()):
        replace_text(source, after.text)
    count = len(after.mended)
    _tell(say("fixed_one" if count == 1 else "fixed", file=name, count=count))
    return ""


def hide_known(
    results: Sequence[Result], baseline: Path | None, fresh: Path | None, terms: Mapping[str, Terms]
) -> Sequence[Result]:
    """Return the results without what the baseline knows; ``fresh`` is written first from what was found, and is one.

    Raises ``UsageError``: ``cli.not_both``, ``cli.output_is_playbook``, ``cli.baseline_missing``, and as
    ``read_baseline``; ``WriteError``.
    """
    if fresh is not None:
        _write_baseline(fresh, results)
    file = fresh or baseline
    if file is None:
        return results
    from komma_cli.check.engine import chosen
    from komma_cli.cli.many import kept
    from komma_cli.report.baseline import applied
    from komma_cli.report.text import harmless

    known = read_known(file)
    every = {(one.select, one.ignore) for one in terms.values()}
    left = applied(
        results,
        known,
        lambda rule: all(chosen(rule, select, ignore) for select, ignore in every),
        lambda found: kept(found, len(results)),
    )
    if left.hidden and fresh is None:
        _tell(say("baseline_hidden_one" if left.hidden == 1 else "baseline_hidden", file=file, count=left.hidden))
    if left.gone:
        _tell(say("baseline_gone_one" if len(left.gone) == 1 else "baseline_gone", file=file, count=len(left.gone)))
        for one in left.gone:
            sys.stderr.write(f"  {harmless(one.file)}: {one.rule} {harmless(one.path)}".rstrip() + "\n")
    return left.results


def read_known(file: Path) -> tuple[Known, ...]:
    """Return what a baseline file holds. Raises ``UsageError`` and ``ReadError``."""
    from komma_cli.report.baseline import read_baseline

    return read_baseline(_text_of(file, "cli.baseline_missing", "cli.baseline_foreign"), str(file))


def refuse_baseline(baseline: Path | None, fresh: Path | None) -> None:
    """Refuse what cannot work before anything is checked. Raises ``UsageError`` and ``ReadError``."""
    if baseline is not None and fresh is not None:
        raise UsageError("cli.not_both", first="--baseline", second="--write-baseline")
    if fresh is not None and fresh.name.endswith(SUFFIX):
        raise UsageError("cli.output_is_playbook", file=fresh)
    if fresh is not None and fresh.is_file() and fresh.stat().st_size:
        read_known(fresh)  # whatever else stands there is not overwritten
    if baseline is not None:
        read_known(baseline)


def _write_baseline(file: Path, results: Sequence[Result]) -> None:
    from komma_cli.report.baseline import known_of, write_json, write_yaml

    known = known_of(results)
    write = write_json if file.suffix.lower() == ".json" else write_yaml
    write_file(file, write(known).encode("utf-8"))
    _tell(say("baseline_kept_one" if len(known) == 1 else "baseline_kept", file=file, count=len(known)))


def _tell_error(error: KommaError) -> None:
    for line in error_words(error.key, reader_language(), **error.values):
        _tell(line)


def _tell(line: str) -> None:
    """Say something beside the result, which belongs to standard output alone."""
    from komma_cli.report.text import harmless

    if line:
        sys.stderr.write(textwrap.fill(harmless(line), 78, break_long_words=False, break_on_hyphens=False) + "\n")
