"""Findings as a summary for a merge request or a job: a table for each file, hints and clean files folded away.

GitHub and GitLab both show it. Words of a plan and names of files cannot become a link, a mark-up or a mention.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from komma_cli.check.pages import fill
from komma_cli.report.counts import count, counted, unchecked
from komma_cli.report.json import visible
from komma_cli.report.said import Results, Said, SaidAccepted, SaidFinding, said
from komma_cli.texts import Lang, text

_SIGNS = re.compile(r"://|www\.|[!#$%&*+\-<>@\[\\\]^_`{|}~]", re.IGNORECASE)
_APART = "&#8203;"
"""A blank without width: with it platforms tell nobody, link no other request and make no link of an address."""
_REPLACED = {"@": f"@{_APART}", "#": f"\\#{_APART}", "://": f":{_APART}//"}


def write(results: Results, lang: Lang) -> str:
    """Return the summary; it ends with a line break. The line of the file itself is never part of it."""
    return "".join(pieces(results, lang))


def pieces(results: Results, lang: Lang) -> Iterator[str]:
    """Yield the summary file by file."""
    yield f"## {text('report.heading', lang)}"
    if len(results) > 1:
        flawed = sum(bool(result.findings) for result in results)
        yield "\n\n" + text("report.all_files", lang, files=len(results), flawed=flawed)
    clean: list[str] = []
    for file in said(results, lang):
        if file.findings or file.accepted or file.failure or len(results) == 1:
            yield from (f"\n\n{block}" for block in _file(file, lang))
        else:
            clean.append(file.shown)
    if clean:
        title = text(f"report.clean_files{'_one' * (len(clean) == 1)}", lang, count=len(clean))
        yield "\n\n" + _folded(title, "\n".join(f"- {_code(shown)}" for shown in clean))
    yield "\n"


def _file(result: Said, lang: Lang) -> list[str]:
    if result.failure is not None:
        title = text("report.not_checked_title", lang)
        told = escaped(f"{result.failure.message} {result.failure.hint}")
        return [f"### {_code(result.shown)}", f"**{title}.** {told}"]
    counts = counted(result, lang) or text("report.no_findings", lang)
    profile = text("report.profile", lang, profile=result.profile)
    blocks = [f"### {_code(result.shown)}", f"**{counts}** ({profile})"]
    grave = [finding for finding in result.findings if finding.severity != "hint"]
    hints = [finding for finding in result.findings if finding.severity == "hint"]
    if grave:
        blocks.append(_table(grave, lang))
    if hints:
        blocks.append(_folded(count("hint", len(hints), lang), _table(hints, lang)))
    if result.accepted:
        title = text(f"report.deviations{'_one' * (len(result.accepted) == 1)}", lang, count=len(result.accepted))
        blocks.append(_folded(title, "\n".join(_accepted(accepted, lang) for accepted in result.accepted)))
    left_out = unchecked(result, lang)
    return [*blocks, left_out] if left_out else blocks


def _table(findings: Iterable[SaidFinding], lang: Lang) -> str:
    columns = ("line", "severity", "rule", "finding", "fix")
    head = " | ".join(text(f"report.column_{column}", lang) for column in columns)
    rows = [f"| {' | '.join(_row(finding, lang))} |" for finding in findings]
    return "\n".join([f"| {head} |", "| ---: | --- | --- | --- | --- |", *rows])


def _row(finding: SaidFinding, lang: Lang) -> tuple[str, ...]:
    found = f"**{escaped(finding.title)}**<br>{escaped(finding.message)}"
    return (
        str(finding.place.line) if finding.place else "",
        text(f"report.{finding.severity}", lang),
        finding.rule,
        f"{found}<br>{_code(finding.path)}" if finding.path else found,
        escaped(finding.fix),
    )


def _accepted(accepted: SaidAccepted, lang: Lang) -> str:
    finding = accepted.finding
    until = fill("{until}", {"until": accepted.until}, lang)
    reason = text("report.accepted", lang, until=until, by=accepted.by, reason=accepted.reason)
    return f"- {finding.rule} {escaped(finding.title)} {_code(finding.path)}: {escaped(reason)}"


def _folded(title: str, inside: str) -> str:
    # without the empty lines platforms take the table for HTML
    return f"<details><summary>{title}</summary>\n\n{inside}\n\n</details>"


def _code(words: str) -> str:
    # backticks would need a fence that is longer than any in the words, and bars break a table even there
    return f"<code>{escaped(words)}</code>"


def escaped(words: str) -> str:
    """Return words on one line that show as they are; what nobody can see is a question mark."""
    plain = "".join(sign if visible(sign) else "?" for sign in " ".join(words.split()))
    return _SIGNS.sub(lambda found: _harmless(found[0]), plain)


def _harmless(sign: str) -> str:
    return _REPLACED.get(sign) or (f"\\{sign}" if len(sign) == 1 else f"{sign[:-1]}{_APART}.")
