"""Findings as JUnit XML, which test reports of CI servers show.

The form is that of Jenkins (``junit-10.xsd`` of its xUnit plugin), with ``file`` and ``line`` as GitLab reads them.
Errors and warnings are failed tests, hints passed ones that have something to say, accepted findings skipped ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from komma_cli.check.engine import Accepted, Failure, Result
from komma_cli.check.finding import Finding
from komma_cli.check.pages import fill, words_of
from komma_cli.report.counts import failure_words, unchecked
from komma_cli.report.fingerprints import relative_name
from komma_cli.report.json import visible
from komma_cli.texts import Lang, text

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="komma">'
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;"})


def write(results: Sequence[Result], lang: Lang) -> str:
    """Return one suite for each file and one test for each finding; it ends with a line break.

    A file without findings is one passed test, so that nobody takes it for a file that was not looked at.
    """
    suites = [line for result in results for line in _suite(result, lang)]
    return "\n".join([_HEAD, *suites, "</testsuites>\n"])


def _suite(result: Result, lang: Lang) -> list[str]:
    file = relative_name(result.name)
    names: Counter[str] = Counter()
    cases = [_finding(file, finding, names, lang) for finding in result.findings]
    cases += [_accepted(file, accepted, names, lang) for accepted in result.accepted]
    failures = sum(finding.severity != "hint" for finding in result.findings)
    if result.failure is not None:
        cases = [_failed(file, result.failure, lang)]
    clean = _element("testcase", name=text("report.no_findings", lang), classname="komma", file=file)
    facts = {
        "failures": str(failures),
        "errors": str(int(result.failure is not None)),
        "skipped": str(len(result.accepted)),
    }
    lines = [f"  <{_start('testsuite', name=file, tests=str(len(cases) or 1), **facts)}>"]
    lines += [f"    {case}" for case in cases or [clean]]
    left_out = unchecked(result, lang)
    if left_out:
        lines.append(f"    {_element('system-out', left_out)}")
    return [*lines, "  </testsuite>"]


def _failed(file: str, failure: Failure, lang: Lang) -> str:
    message, hint = failure_words(failure, lang)
    facts = {"name": text("report.not_checked_title", lang), "classname": "komma", "file": file}
    inside = _element("error", f"{message} {hint}".strip(), type="error", message=message)
    return f"<{_start('testcase', **facts)}>{inside}</testcase>"


def _finding(file: str, finding: Finding, names: Counter[str], lang: Lang) -> str:
    words = words_of(finding, lang)
    said = f"{words.message} {words.fix}".strip()
    if finding.severity == "hint":
        return _case(file, finding, words.title, names, _element("system-out", said))
    place = f"{file}:{finding.place.line}:{finding.place.column}" if finding.place else file
    failure = _element("failure", f"{place}: {said}", type=finding.severity, message=words.message)
    return _case(file, finding, words.title, names, failure)


def _accepted(file: str, accepted: Accepted, names: Counter[str], lang: Lang) -> str:
    deviation = accepted.deviation
    until = fill("{until}", {"until": deviation.until}, lang)
    reason = text("report.accepted", lang, until=until, by=deviation.by, reason=deviation.reason)
    title = words_of(accepted.finding, lang).title
    return _case(file, accepted.finding, title, names, _element("skipped", message=reason))


def _case(file: str, finding: Finding, title: str, names: Counter[str], inside: str) -> str:
    """Return a test that no other test of the suite shares its name with: servers merge those."""
    name = f"{title} {finding.path}".strip()
    names[f"{finding.rule} {name}"] += 1
    again = names[f"{finding.rule} {name}"]
    facts = {"name": name if again == 1 else f"{name} ({again})", "classname": finding.rule, "file": file}
    if finding.place is not None:
        facts["line"] = str(finding.place.line)
    return f"<{_start('testcase', **facts)}>{inside}</testcase>"


def _element(tag: str, content: str = "", **attributes: str) -> str:
    start = _start(tag, **attributes)
    return f"<{start}>{_escaped(content)}</{tag}>" if content else f"<{start}/>"


def _start(tag: str, **attributes: str) -> str:
    return " ".join([tag, *(f'{name}="{_escaped(value)}"' for name, value in attributes.items())])


def _escaped(words: str) -> str:
    """Return words for a text or an attribute; what XML cannot hold is a question mark, what nobody sees a number."""
    safe = words.translate(_ENTITIES)
    if safe.isprintable():
        return safe
    return "".join(sign if visible(sign) else _numbered(sign) for sign in safe)


def _numbered(sign: str) -> str:
    code = ord(sign)
    allowed = code in (0x9, 0xA, 0xD) or 0x20 <= code < 0xD800 or 0xDFFF < code < 0xFFFE or code > 0xFFFF
    return f"&#x{code:X};" if allowed else "?"
