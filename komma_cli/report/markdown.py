"""Findings as a summary for a merge request or a job: a table for each file, hints and clean files folded away.

GitHub and GitLab both show it. Words of a plan and names of files cannot become a link, a mark-up or a mention.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from komma_cli.check.engine import Accepted, Result
from komma_cli.check.finding import Finding
from komma_cli.check.pages import fill, words_of
from komma_cli.report.counts import count, counted, failure_words, unchecked
from komma_cli.report.fingerprints import relative_name
from komma_cli.report.json import visible
from komma_cli.texts import Lang, text

_SIGNS = re.compile(r"://|www\.|[!#$%&*+\-<>@\[\\\]^_`{|}~]", re.IGNORECASE)
_APART = "&#8203;"
"""A blank without width: with it platforms tell nobody, link no other request and make no link of an address."""
_REPLACED = {"@": f"@{_APART}", "#": f"\\#{_APART}", "://": f":{_APART}//"}


def write(results: Sequence[Result], lang: Lang) -> str:
    """Return the summary; it ends with a line break. The line of the file itself is never part of it."""
    blocks = [f"## {text('report.heading', lang)}"]
    if len(results) > 1:
        flawed = sum(bool(result.findings) for result in results)
        blocks.append(text("report.all_files", lang, files=len(results), flawed=flawed))
    for result in results:
        if result.findings or result.accepted or result.failure or len(results) == 1:
            blocks += _file(result, lang)
    clean = [one for one in results if not (one.findings or one.accepted or one.failure)]
    if len(results) > 1 and clean:
        title = text(f"report.clean_files{'_one' * (len(clean) == 1)}", lang, count=len(clean))
        blocks.append(_folded(title, "\n".join(f"- {_code(relative_name(result.name))}" for result in clean)))
    return "\n\n".join(blocks) + "\n"


def _file(result: Result, lang: Lang) -> list[str]:
    if result.failure is not None:
        title = text("report.not_checked_title", lang)
        said = escaped(" ".join(failure_words(result.failure, lang)))
        return [f"### {_code(relative_name(result.name))}", f"**{title}.** {said}"]
    counts = counted(result, lang) or text("report.no_findings", lang)
    profile = text("report.profile", lang, profile=result.profile)
    blocks = [f"### {_code(relative_name(result.name))}", f"**{counts}** ({profile})"]
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


def _table(findings: Iterable[Finding], lang: Lang) -> str:
    columns = ("line", "severity", "rule", "finding", "fix")
    head = " | ".join(text(f"report.column_{column}", lang) for column in columns)
    rows = [f"| {' | '.join(_row(finding, lang))} |" for finding in findings]
    return "\n".join([f"| {head} |", "| ---: | --- | --- | --- | --- |", *rows])


def _row(finding: Finding, lang: Lang) -> tuple[str, ...]:
    words = words_of(finding, lang)
    found = f"**{escaped(words.title)}**<br>{escaped(words.message)}"
    return (
        str(finding.place.line) if finding.place else "",
        text(f"report.{finding.severity}", lang),
        finding.rule,
        f"{found}<br>{_code(finding.path)}" if finding.path else found,
        escaped(words.fix),
    )


def _accepted(accepted: Accepted, lang: Lang) -> str:
    finding, deviation = accepted.finding, accepted.deviation
    until = fill("{until}", {"until": deviation.until}, lang)
    reason = text("report.accepted", lang, until=until, by=deviation.by, reason=deviation.reason)
    return f"- {finding.rule} {escaped(words_of(finding, lang).title)} {_code(finding.path)}: {escaped(reason)}"


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
