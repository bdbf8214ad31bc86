"""The coordinator's desk: opens a playbook for the interview, takes the lock, saves, and leaves everything in order."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from komma_cli.cli.common import on_terminal
from komma_cli.cli.exits import Exit
from komma_cli.cli.language import reader_language
from komma_cli.errors import OutsideChange, ReadError, UsageError
from komma_cli.paths import get
from komma_cli.store import Journal, acquire, load, read_source
from komma_cli.texts import Lang, text
from komma_cli.wizard import core_path, screens
from komma_cli.wizard.answers import YES
from komma_cli.wizard.asker import Asker, Leave
from komma_cli.wizard.interview import Interview
from komma_cli.wizard.saving import FileSaver
from komma_cli.wizard.sitting import Sitting
from komma_cli.wizard.terminal import asker_for

Talk = Callable[[Sitting], None]


def draft(path: Path) -> dict[str, Any]:
    """Return the plain data of a draft with the answers its journal still holds; a missing file is an empty draft."""
    return open_draft(path)[0]


def open_draft(path: Path) -> tuple[dict[str, Any], str]:
    """Return a draft as ``draft`` does, and the hash of the file it was read from ("" where there is none).

    Raises ``ReadError`` ``wizard.broken_draft`` for a file that cannot be edited.
    """
    data: dict[str, Any] = {}
    sha = ""
    if path.exists() and path.stat().st_size:
        source = read_source(path)
        loaded = load(source)
        if loaded.data is None or not loaded.editable:
            raise ReadError("wizard.broken_draft", file=path)
        data, sha = loaded.data, source.sha256
    return Journal(path, base_sha=sha).replay(data), sha


def sit(path: Path, talk: Talk, *, plain: bool = False, asker: Asker | None = None) -> int:
    """Hold one sitting on ``path`` and return the exit code.

    Raises ``UsageError`` ``cli.no_terminal`` without a terminal (nothing is asked, nothing is written).
    """
    if asker is None and not on_terminal():
        raise UsageError("cli.no_terminal")
    lang = reader_language()
    screen = asker or asker_for(lang, plain=plain)
    path.parent.mkdir(parents=True, exist_ok=True)
    with acquire(path, now=datetime.now()):
        recovered = len(Journal(path).pending())
        data, sha = open_draft(path)
        interview = Interview(data, lang, date.today())
        saver = FileSaver(path, sha)
        if recovered:
            screen.show(screens.wrap(text("wizard.recovered", lang, count=recovered)))
        sitting = Sitting(interview, screen, saver, _actions(path, saver, interview, lang))
        code = Exit.CLEAN
        try:
            talk(sitting)
        except Leave as left:
            code = Exit.INTERRUPTED if left.interrupted else Exit.CLEAN
        finally:
            with _outside_changes_asked(screen, saver, lang):
                saver.finish()
        if path.exists():
            _farewell(path, interview, screen, lang)
    return code


def whole_talk(sitting: Sitting) -> None:
    """The usual conversation: the safety core if it is not done, then the task list."""
    lang, screen = sitting.lang, sitting.asker
    if core_path.next_step(sitting.interview) is not None and sitting.run_core() == "next":
        screen.show("\n" + screens.wrap(text("wizard.core_done", lang)))
        if _agreed(screen, text("wizard.core_print", lang), lang):
            for line in sitting.actions["d"]():
                screen.show(screens.wrap(line))
        if not _agreed(screen, text("wizard.core_more", lang), lang):
            raise Leave(interrupted=False)
        sitting.widen()
    sitting.run_menu()


def _agreed(screen: Asker, question: str, lang: Lang) -> bool:
    """Ask yes or no; an empty answer is a yes, anything unclear is asked again."""
    screen.show("\n" + screens.wrap(question))
    while True:
        typed = screen.read(text("wizard.prompt_flag", lang)).strip().casefold()
        if typed in YES or not typed:
            return True
        if typed in ("n", "nein", "no", "<", "<<", "-"):
            return False
        screen.show(screens.wrap(text("wizard.error", lang, problem=text("answers.yes_or_no", lang))))


def _actions(path: Path, saver: FileSaver, interview: Interview, lang: Lang) -> dict[str, Callable[[], list[str]]]:
    """What the task list can do beside asking: check, and write documents."""

    def check() -> list[str]:
        saver.finish()
        return _check_lines(path, interview.today, lang)

    def documents() -> list[str]:
        from komma_cli.cli.render import Wish, write_documents

        saver.finish()
        core_only = interview.data.get("profile") == "core"
        wanted = ("emergency-card", "contact-sheet") if core_only else ()
        written = write_documents(str(path), path.parent, Wish(interview.today, lang, wanted))
        return [text("wizard.docs_wrote", lang, file=file) for file in written]

    return {"k": check, "d": documents}


def _check_lines(path: Path, today: date, lang: Lang) -> list[str]:
    from komma_cli.check.engine import check_source
    from komma_cli.check.finding import SEVERITIES
    from komma_cli.check.wording import message

    findings = check_source(read_source(path), today=today).findings
    if not findings:
        return [text("wizard.check_clean", lang)]
    counts = {f"{severity}s": sum(f.severity == severity for f in findings) for severity in SEVERITIES}
    worst = min(findings, key=lambda finding: SEVERITIES.index(finding.severity))
    return [
        text("wizard.check_counts", lang, **counts),
        text("wizard.check_first", lang, message=message(worst, lang)),
        text("wizard.check_all", lang, file=path),
    ]


@contextmanager
def _outside_changes_asked(screen: Asker, saver: FileSaver, lang: Lang) -> Iterator[None]:
    """Somebody else changed the file: ask whether the answers go into the changed one; they are safe either way."""
    try:
        yield
    except OutsideChange:
        screen.show(screens.wrap(text("wizard.outside_change", lang)))
        try:
            agreed = _agreed(screen, text("wizard.outside_merge", lang), lang)
        except Leave:
            agreed = False
        if not agreed:
            raise
        saver.finish(force=True)


def _farewell(path: Path, interview: Interview, screen: Asker, lang: Lang) -> None:
    answers = count_answers(interview.data)
    missing = len(interview.data.get("open") or [])
    now = datetime.now().strftime("%H:%M")
    screen.show()
    screen.show(screens.wrap(text("wizard.saved", lang, time=now, file=path, answers=answers, open=missing)))
    screen.show(screens.wrap(text("wizard.go_on", lang, file=path)))
    screen.show(screens.wrap(text("wizard.private", lang)))


def count_answers(data: Any) -> int:
    """Return how many single answers plain data holds; ids and komma's own entries do not count."""
    if isinstance(data, dict):
        skipped = ("id", "based_on", "komma", "profile", "open", "from")
        return sum(count_answers(value) for key, value in data.items() if key not in skipped)
    if isinstance(data, list):
        return sum(count_answers(item) for item in data)
    return 1


def name_of(data: dict[str, Any], path: Path) -> str:
    """Return the municipality's name, else the file's."""
    return str(get(data, ("municipality", "name")) or path.name.removesuffix(".komma.yaml"))


def tell(line: str) -> None:
    """Print one wrapped line to the person."""
    sys.stdout.write(screens.wrap(line) + "\n")
