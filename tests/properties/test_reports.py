"""Whatever stands in a plan or in the name of a file, every report stays whole for its reader and says the same."""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import date
from html.parser import HTMLParser
from urllib.parse import unquote

from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree
from markdown_it import MarkdownIt

from komma_cli.check.engine import Accepted, Result, Skipped
from komma_cli.check.finding import Edit, Finding, Place, Related
from komma_cli.check.pages import words_of
from komma_cli.check.settings import Settings
from komma_cli.model.review import Deviation
from komma_cli.paths import format_path
from komma_cli.report import FORMATS
from komma_cli.report import json as own_format
from komma_cli.report.fingerprints import fingerprints, relative_name
from komma_cli.report.merged import with_lines
from komma_cli.report.reading import read_report
from komma_cli.report.run import Options, Run
from tests.properties.effort import examples
from tests.unit.report.readers import gitlab_faults, junit_faults, own_faults, sarif_faults

PIECES = [
    *(
        "%",
        "%0A",
        "::error::",
        ":",
        ",",
        "\n",
        "\r\n",
        "\t",
        '"',
        "'",
        "]]>",
        "<![CDATA[",
        "|",
        "\\",
        "\\|",
        "`",
        "```",
    ),
    *(
        "</testcase>",
        "<b>",
        "<!--",
        "-->",
        "&",
        "&amp;",
        "&#42;",
        "</details>",
        "<script>alert(1)</script>",
        "{0}",
        "{{",
    ),
    *("**", "__", "~~", "![x](y)", "[x](https://x.example)", "https://x.example", "www.x.example", "a@x.example"),
    *("@all", "#12", "!12", "$1", "~bug", "# ", "- ", "1. ", " ", "\u00a0", "ä", "😀", "e\u0301", "x"),
    *("\x00", "\x1b[31m", "\x7f", "\x85", "\u200b", "\u202e", "\u2028", "\u2066", "\ufeff", "\ufffe", "\U000e0041"),
]
HOSTILE = st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map("".join)
NAMES = HOSTILE.map(lambda words: words.replace("\x00", ""))
SECOND = Place(2, 1, 3, "yy")
MARKUP = {"h2", "h3", "p", "strong", "code", "br", "table", "thead", "tbody", "tr", "th", "td", "details", "summary"}
INVISIBLE = "\u200b"


@st.composite
def results(draw: st.DrawFn) -> Result:
    """One file with an error, a hint and an accepted finding, whose words somebody has chosen to do harm."""
    path = format_path(("roles", draw(HOSTILE), "deputies"))
    role = {"role": draw(HOSTILE)}
    edits = (Edit(3, 1, 3, 2, draw(HOSTILE)), Edit(1, 1, 1, 1, "", byte_order_mark=True))
    deviation = Deviation.model_construct(
        rule="K203", path=None, reason=draw(HOSTILE), by=draw(HOSTILE), on=date(2026, 1, 1), until=date(2027, 1, 31)
    )
    return Result(
        draw(NAMES),
        "standard",
        (
            Finding("K203", "error", path, Place(3, 1, 2, "x"), role, edits, (Related("first", path, SECOND),)),
            Finding("K203", "hint", path, None, role),
        ),
        (Accepted(Finding("K203", "warning", path, None, role), deviation),),
        (Skipped("K401", "missing", "liaisons"),),
    )


@settings(deadline=None, max_examples=examples(60))
@given(results(), results())
def test_a_report_that_is_read_again_says_the_same_in_every_format(first: Result, second: Result) -> None:
    whole = [first, second]
    run = Run(date(2026, 12, 1), Options(("K2",), None, "hint", "b.yaml"), (Settings("a"), Settings(profile="core")))
    written = own_format.write(whole, "de", run)
    assert own_faults(written) == []
    again = read_report(written, "part.json")
    assert again.run == run
    assert own_format.write(again.files, again.lang, again.run) == written
    files = with_lines(again.files, lambda file: ["", "yy", "x"])
    for name, write in FORMATS.items():
        assert write(files, "de") == write(whole, "de"), name


def shown(words: str) -> str:
    """Return words as XML and a screen can hold them."""
    return re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "?", words)


def assert_cannot_steer(report: str) -> None:
    for sign in set(report) - {"\n"}:
        assert sign.isprintable() or unicodedata.category(sign) == "Zs", hex(ord(sign))


@settings(deadline=None, max_examples=examples(60))
@given(results())
def test_json_formats_stay_valid_and_keep_every_word(result: Result) -> None:
    error = words_of(result.findings[0], "de")
    deviation = result.accepted[0].deviation
    own, sarif, gitlab = (FORMATS[name]([result, result], "de") for name in ("json", "sarif", "gitlab"))
    for report in (own, sarif, gitlab):
        assert_cannot_steer(report)
    assert own_faults(own) == sarif_faults(sarif) == gitlab_faults(gitlab) == []
    file = json.loads(own)["files"][0]
    assert (file["file"], file["findings"][0]["path"]) == (result.name, result.findings[0].path)
    assert file["accepted"][0]["reason"] == deviation.reason
    told = json.loads(sarif)["runs"][0]["results"]
    where = told[0]["locations"][0]
    assert unquote(where["physicalLocation"]["artifactLocation"]["uri"]).endswith(relative_name(result.name))
    assert re.fullmatch(r"[A-Za-z0-9._~%/:-]+", where["physicalLocation"]["artifactLocation"]["uri"])
    assert where["logicalLocations"][0]["fullyQualifiedName"] == result.findings[0].path
    assert (
        told[0]["message"]["text"]
        .replace("\\[", "[")
        .replace("{{0}", "{0}")
        .startswith(error.message.replace("{{0}", "{0}"))
    )
    assert deviation.reason in told[2]["suppressions"][0]["justification"]
    listed = json.loads(gitlab)
    assert listed[0]["location"]["path"] == relative_name(result.name)
    assert error.message in listed[0]["description"]


@settings(deadline=None, max_examples=examples(60))
@given(results())
def test_junit_stays_valid_and_keeps_every_word(result: Result) -> None:
    report = FORMATS["junit"]([result], "de")
    assert_cannot_steer(report)
    assert junit_faults(report) == []
    assert "]]>" not in report  # the standard forbids it in texts, though not every reader minds
    (suite,) = etree.fromstring(report.encode())
    assert suite.get("name") == shown(relative_name(result.name))
    assert [case[0].tag for case in suite.findall("testcase")] == ["failure", "system-out", "skipped"]
    assert suite[0].get("name") == shown(f"Kritische Rolle ohne Vertretung {result.findings[0].path}")
    assert suite[0][0].get("message") == shown(words_of(result.findings[0], "de").message)
    assert shown(result.accepted[0].deviation.reason) in suite[2][0].get("message")


class Seen(HTMLParser):
    """What a browser makes of a page: elements and words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: dict[str, list[str]] = {}
        self.words = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not [name for name, _ in attrs if name != "style"]
        self.tags.append(tag)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_data(self, data: str) -> None:
        self.words += data


def one_line(words: str) -> str:
    visible = (
        sign if sign.isprintable() or unicodedata.category(sign) == "Zs" else "?" for sign in " ".join(words.split())
    )
    return " ".join("".join(visible).split())


@settings(deadline=None, max_examples=examples(60))
@given(results())
@example(Result("a\\|b`c.yaml", "core", (Finding("K203", "error", "x", None, {"role": "|\\"}),) * 2, (), ()))
def test_markdown_shows_every_word_as_it_is_and_nothing_becomes_markup(result: Result) -> None:
    report = FORMATS["markdown"]([result], "de")
    assert_cannot_steer(report)
    seen = Seen(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(report))
    harmless = Result(
        "a",
        result.profile,
        tuple(Finding(f.rule, f.severity, "x", f.place, {"role": "R"}) for f in result.findings),
        result.accepted[:0],
        (),
    )
    expected = Seen(MarkdownIt("commonmark").enable("table").render(FORMATS["markdown"]([harmless], "de")))
    assert [tag for tag in seen.tags if tag == "td"] == [tag for tag in expected.tags if tag == "td"]
    assert set(seen.tags) <= MARKUP | ({"ul", "li"} if result.accepted else set())
    words = one_line(seen.words.replace(INVISIBLE, ""))
    for said in (relative_name(result.name), words_of(result.findings[0], "de").message, result.findings[0].path):
        assert one_line(said) in words
    assert not re.search(r"@\w|#\w|://|www\.\w", seen.words)


@settings(deadline=None, max_examples=examples(60))
@given(results())
def test_github_stays_one_command_a_finding(result: Result) -> None:
    report = FORMATS["github"]([result], "de")
    assert_cannot_steer(report)
    lines = report.split("\n")
    assert lines[-1] == "" and len(lines) == len(result.findings) + 1
    for line in lines[:-1]:
        assert re.fullmatch(r"::(?:error|notice) file=[^,:\n]*(?:,(?:line|col|endColumn)=\d+)*,title=[^,:]*::.*", line)


@settings(deadline=None, max_examples=examples(60))
@given(st.lists(st.tuples(st.sampled_from(["K203", "K014"]), HOSTILE, st.integers(0, 3)), max_size=8), NAMES)
def test_fingerprints_are_unique_and_know_no_lines(drawn: list[tuple[str, str, int]], name: str) -> None:
    def found(line: int) -> list[Finding]:
        return [
            Finding(rule, "error", format_path(("roles", identifier, "channels", position)), Place(line, 1, 2, ""), {})
            for rule, identifier, position in drawn
        ]

    first = fingerprints(name, found(1))
    assert len(set(first)) == len(first)
    assert first == fingerprints(name, found(77))
