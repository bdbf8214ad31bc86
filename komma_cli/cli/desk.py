"""The coordinator's desk: opens a playbook for the interview, takes the lock, saves, and leaves everything in order."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from komma_cli import dates
from komma_cli.cli.common import on_terminal
from komma_cli.cli.exits import Exit
from komma_cli.cli.language import reader_language
from komma_cli.cli.seat import seat_at
from komma_cli.errors import KommaError, OutsideChange, ReadError, UsageError
from komma_cli.merging import merge
from komma_cli.paths import get
from komma_cli.store import Journal, left_behind, made, origin, read_source
from komma_cli.store.typed import TypedTexts
from komma_cli.texts import Lang, text
from komma_cli.wizard import beginnings, core_path
from komma_cli.wizard.input import hangup
from komma_cli.wizard.input.asker import Asker, Leave
from komma_cli.wizard.input.terminal import asker_for
from komma_cli.wizard.interview import Interview
from komma_cli.wizard.saving import FileSaver, open_plan, write_aside
from komma_cli.wizard.showing import closing, screens
from komma_cli.wizard.sitting import Sitting
from komma_cli.wizard.visits import Visits, news_words

Talk = Callable[[Sitting], None]


def draft(path: Path) -> dict[str, Any]:
    """Return the plain data of a draft with the answers its journal still holds; a missing file is an empty draft.

    Raises ``ReadError`` ``wizard.broken_draft`` for a file that cannot be edited.
    """
    return open_plan(path).draft


def sit(path: Path, talk: Talk, *, plain: bool = False, asker: Asker | None = None, today: date | None = None) -> int:
    """Hold one sitting on ``path``, as if it were ``today``, and return the exit code.

    Raises ``UsageError`` ``cli.no_terminal`` without a terminal (nothing is asked, nothing is written),
    ``WriteError`` ``wizard.locked`` when the person leaves the file to whoever edits it, ``wizard.not_saved`` when the
    disk takes nothing any more, ``OutsideChange`` ``wizard.kept_apart`` when the person ends the sitting before
    deciding about a changed file, ``ReadError`` ``wizard.kept_aside`` when the file was damaged meanwhile.
    """
    if asker is None and not on_terminal():
        raise UsageError("cli.no_terminal")
    lang = reader_language()
    screen = asker or asker_for(lang, plain=plain)
    path.parent.mkdir(parents=True, exist_ok=True)
    # the playbook is rewritten in the background; an answer must not wait long for the interpreter meanwhile
    sys.setswitchinterval(0.0005)
    with hangup.watching(), contextlib.ExitStack() as stack:
        try:
            seat = stack.enter_context(seat_at(path, screen, lang))
        except Leave:
            return Exit.INTERRUPTED
        opened = open_plan(path, Journal(path, apart=seat.apart))
        interview = Interview(opened.draft, lang, today or date.today())
        saver = FileSaver(path, opened, apart=seat.apart)
        sitting = Sitting(interview, screen, saver)
        sitting.other, sitting.file = seat.other, closing.quoted(str(path))
        sitting.actions = _actions(path, saver, sitting)
        if opened.draft and talk is whole_talk:
            screen.show(screens.wrap(_welcome(path, opened.draft, lang)))
            if place := closing.next_place(interview):
                screen.show(screens.wrap(text("wizard.welcome_next", lang, place=place)))
        visits = Visits(path)
        _tell_news(visits, opened.base, sitting)
        saver.written = lambda data: visits.remember(data, date.today())
        _tell_recovered(sitting, opened.recovered)
        sitting.typed = TypedTexts(path)
        sitting.tell_unfinished()

        def caught_up(sitting: Sitting) -> None:
            _catch_up(path, saver, sitting)
            beginnings.offer(sitting)
            talk(sitting)

        code = _talked(caught_up, sitting, saver)
        _finish(path, saver, sitting)
        if path.exists():
            visits.remember(interview.data, date.today())
            _farewell(path, sitting)
    return code


def whole_talk(sitting: Sitting) -> None:
    """The usual conversation: the safety core if it is not done, then the task list."""
    lang, screen = sitting.lang, sitting.asker
    if core_path.next_step(sitting.interview) is not None and sitting.run_core() == "next":
        screen.show("\n" + screens.wrap(text("wizard.core_done", lang)))
        if sitting.agreed(sitting.say("core_print")):
            sitting.act("d")
        if not sitting.agreed(sitting.say("core_more")):
            raise Leave(interrupted=False)
        sitting.widen()
    sitting.run_menu()


def _catch_up(path: Path, saver: FileSaver, sitting: Sitting) -> None:
    """Bring in what others have changed, and the answers of sittings apart that were cut off on this machine."""
    if saver.changed_outside():
        sitting.meet_change()
    for found in left_behind(path):
        journal = Journal(path, path=found)
        entries = journal.pending()
        if entries:
            base = origin(sitting.interview.data, entries)
            sitting.take_in(merge(base, sitting.interview.data, made(base, (entry.edit for entry in entries))))
            _tell_recovered(sitting, len(entries))
        journal.discard()


def _tell_news(visits: Visits, data: dict[str, Any], sitting: Sitting) -> None:
    """Say what is different in the plan since this person's last sitting."""
    if news := visits.news(data):
        day = dates.say(news.since.isoformat(), sitting.lang)
        for line in news_words(news, data, sitting.lang, day):
            sitting.tell(line)


def _tell_recovered(sitting: Sitting, count: int) -> None:
    if count:
        sitting.tell(sitting.say("recovered_one" if count == 1 else "recovered", count=count))


def _talked(talk: Talk, sitting: Sitting, saver: FileSaver) -> Exit:
    """Hold the conversation; if it breaks off, what was answered before still goes into the playbook if it can."""
    try:
        talk(sitting)
    except Leave as left:
        return Exit.INTERRUPTED if left.interrupted else Exit.CLEAN
    except KeyboardInterrupt:  # between two questions
        return Exit.INTERRUPTED
    except Exception:
        with contextlib.suppress(KommaError):
            saver.finish()
        raise
    return Exit.CLEAN


def _finish(path: Path, saver: FileSaver, sitting: Sitting) -> None:
    """Bring the answers into the playbook, merged with what somebody else has changed in it meanwhile.

    Raises ``OutsideChange`` ``wizard.kept_apart`` when the person ends the sitting in between (file and answers both
    stay), and ``ReadError`` ``wizard.kept_aside`` when the file was damaged: the whole plan then stands beside it.
    """
    try:
        if saver.changed_outside():
            sitting.meet_change()
        else:
            saver.finish()
    except OutsideChange as change:
        raise OutsideChange("wizard.kept_apart", file=path) from change
    except Leave as left:
        raise OutsideChange("wizard.kept_apart", file=path) from left
    except ReadError as error:
        aside = write_aside(path, sitting.interview.data)
        saver.journal.discard()
        raise ReadError("wizard.kept_aside", file=path, aside=aside) from error


def _actions(path: Path, saver: FileSaver, sitting: Sitting) -> dict[str, Callable[[], list[str]]]:
    """What the task list can do beside asking: check, and write documents."""
    interview, lang = sitting.interview, sitting.lang

    def check() -> list[str]:
        _finish(path, saver, sitting)
        return _check_lines(path, interview.today, lang)

    def documents() -> list[str]:
        from komma_cli.cli.render import Wish, write_documents

        _finish(path, saver, sitting)
        core_only = interview.data.get("profile") == "core"
        wanted = ("emergency-card", "contact-sheet") if core_only else ()
        wish = Wish(interview.today, lang, wanted, draft="mark")
        written = write_documents(str(path), path.parent, wish)
        return [text("wizard.docs_wrote", lang, file=paper.target) for paper in written]

    return {"k": check, "d": documents}


def _check_lines(path: Path, today: date, lang: Lang) -> list[str]:
    from komma_cli.check.engine import check_source
    from komma_cli.check.finding import SEVERITIES
    from komma_cli.check.pages import words_of

    findings = check_source(read_source(path), today=today).findings
    if not findings:
        return [text("wizard.check_clean", lang)]
    counts = {f"{severity}s": sum(f.severity == severity for f in findings) for severity in SEVERITIES}
    worst = min(findings, key=lambda finding: SEVERITIES.index(finding.severity))
    return [
        text("wizard.check_counts", lang, **counts),
        text("wizard.check_first", lang, message=words_of(worst, lang).message),
        text("wizard.check_all", lang, file=path),
    ]


def _welcome(path: Path, data: dict[str, Any], lang: Lang) -> str:
    """Return the greeting of a plan that has been worked on before: what is there, and as of when."""
    saved = ""
    if path.exists():
        when = datetime.fromtimestamp(path.stat().st_mtime)
        day = dates.say(when.date().isoformat(), lang)
        saved = text("wizard.welcome_saved", lang, day=day, time=when.strftime("%H:%M"))
    answers, missing = count_answers(data), len(_open_items(data))
    return text("wizard.welcome", lang, name=name_of(data, path), answers=answers, open=missing) + saved


def _farewell(path: Path, sitting: Sitting) -> None:
    now, answers = datetime.now().strftime("%H:%M"), count_answers(sitting.interview.data)
    lines = closing.farewell(sitting.interview, str(path), now, answers, steps_told=sitting.steps_told)
    sitting.asker.show()
    sitting.asker.show("\n".join(lines))


def _open_items(data: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what is noted as not known yet; „we do not have this“ is an answer."""
    return [item for item in data.get("open") or [] if not item.get("not_applicable")]


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
