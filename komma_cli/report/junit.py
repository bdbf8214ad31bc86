"""Findings as JUnit XML, which test reports of CI servers show.

The form is that of Jenkins (``junit-10.xsd`` of its xUnit plugin), with ``file`` and ``line`` as GitLab reads them.
Errors and warnings are failed tests, hints passed ones that have something to say, accepted findings skipped ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from komma_cli.check.pages import fill
from komma_cli.report.counts import unchecked
from komma_cli.report.json import visible
from komma_cli.report.said import Results, Said, SaidAccepted, SaidFailure, SaidFinding, said
from komma_cli.texts import Lang, text

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="komma">'
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;"})


def write(results: Results, lang: Lang) -> str:
    """Return one suite for each file and one test for each finding; it ends with a line break.

    A file without findings is one passed test, so that nobody takes it for a file that was not looked at.
    """
    return "".join(pieces(results, lang))


def pieces(results: Results, lang: Lang) -> Iterator[str]:
    """Yield the report suite by suite."""
    yield f"{_HEAD}\n"
    for result in said(results, lang):
        yield "".join(f"{line}\n" for line in _suite(result, lang))
    yield "</testsuites>\n"


def _suite(result: Said, lang: Lang) -> list[str]:
    file = result.shown
    names: Counter[str] = Counter()
    cases = [_finding(file, finding, names) for finding in result.findings]
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


def _failed(file: str, failure: SaidFailure, lang: Lang) -> str:
    facts = {"name": text("report.not_checked_title", lang), "classname": "komma", "file": file}
    inside = _element("error", f"{failure.message} {failure.hint}".strip(), type="error", message=failure.message)
    return f"<{_start('testcase', **facts)}>{inside}</testcase>"


def _finding(file: str, finding: SaidFinding, names: Counter[str]) -> str:
    told = f"{finding.message} {finding.fix}".strip()
    if finding.severity == "hint":
        return _case(file, finding, names, _element("system-out", told))
    place = f"{file}:{finding.place.line}:{finding.place.column}" if finding.place else file
    failure = _element("failure", f"{place}: {told}", type=finding.severity, message=finding.message)
    return _case(file, finding, names, failure)


def _accepted(file: str, accepted: SaidAccepted, names: Counter[str], lang: Lang) -> str:
    until = fill("{until}", {"until": accepted.until}, lang)
    reason = text("report.accepted", lang, until=until, by=accepted.by, reason=accepted.reason)
    return _case(file, accepted.finding, names, _element("skipped", message=reason))


def _case(file: str, finding: SaidFinding, names: Counter[str], inside: str) -> str:
    """Return a test that no other test of the suite shares its name with: servers merge those."""
    name = f"{finding.title} {finding.path}".strip()
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
