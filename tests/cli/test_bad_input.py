"""What people's files really look like: each is a finding or one clear sentence, and the file stays as it was."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from komma_cli.store import MAX_BYTES
from komma_cli.texts import LANGUAGES, Lang
from tests.cli.conftest import DAY, Run

PLAN = """komma: 1
profile: core
municipality:
  name: Mühlheim
  kind: town
  state: BY
"""
PEOPLE = PLAN + "people:\n  - id: p-1\n    function: Hauptamt\n    channels:\n      - "
LAUGHS = "a: &a [x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefg", "bcdefgh", strict=True)
)

FILES: dict[str, tuple[bytes, str]] = {
    "cp1252, as Excel and Notepad save it": (PLAN.encode("cp1252"), "K001"),
    "cp850": (PLAN.encode("cp850"), "K001"),
    "UTF-16 with mark": (PLAN.encode("utf-16"), "K001"),
    "UTF-16 without mark": (PLAN.encode("utf-16-le"), "K001"),
    "UTF-16 big endian": (PLAN.encode("utf-16-be"), "K001"),
    "UTF-16 cut off": (PLAN.encode("utf-16")[:-1], "K001"),
    "UTF-32": (PLAN.encode("utf-32"), "K001"),
    "two encodings": ("# Müller\n".encode() * 9 + b"# M\xfcller\n" + PLAN.encode(), "K001"),
    "byte order mark": (b"\xef\xbb\xbf" + PLAN.encode(), "K002"),
    "NUL": (PLAN.replace("ühl", "\0").encode(), "K003"),
    "nothing but NUL": (bytes(1000), "K001"),
    "escape sequence": (PLAN.replace("town", '"\x1b[2Jx"').encode(), "K003"),
    "escape sequence written as an escape": (PLAN.replace("town", r'"\e[2Jx\u009b1m"').encode(), "K003"),
    "syntax": ((PLAN + "mandate: a: b\n").encode(), "K004"),
    "half a character": (PLAN.replace("town", r'"\ud83d"').encode(), "K004"),
    "a Word file": (b"PK\x03\x04" + bytes(range(256)) * 9, "K009"),
    "several documents": ((PLAN + "---\n" + PLAN).encode(), "K005"),
    "anchor": (PLAN.replace("town", "&t town").encode(), "K006"),
    "alias to itself": (b"komma: 1\na: &a [*a]\n", "K006"),
    "alias that grows beyond measure": (LAUGHS.encode(), "K006"),
    "merge key": (PLAN.replace("  name", "  <<: {a: 1}\n  name").encode(), "K006"),
    "tag": (PLAN.replace("town", '!!python/object/apply:os.system ["true"]').encode(), "K007"),
    "directive": (b"%YAML 1.1\n---\n" + PLAN.encode(), "K007"),
    "same key twice": ((PLAN + "profile: core\n").encode(), "K008"),
    "empty": (b"", "K009"),
    "only blank lines": (b"\n \n\n", "K009"),
    "only a mark": (b"\xef\xbb\xbf", "K009"),
    "list at the top": (b"- a\n- b\n", "K009"),
    "text at the top": (b"hallo\n", "K009"),
    "unknown key": ((PLAN + "rolls: []\n").encode(), "K010"),
    "key that is no text": ((PLAN + "7: x\n").encode(), "K010"),
    "AGS as a number": ((PLAN + "  ags: 05113000\n").encode(), "K011"),
    "telephone number without quotes": ((PEOPLE + "{kind: phone, value: 03023125001}\n").encode(), "K011"),
    "missing field": (PLAN.replace("  kind: town\n", "").encode(), "K012"),
    "value outside the list": (PLAN.replace("town", "metropolis").encode(), "K013"),
    "German day names": ((PLAN + "people:\n  - {id: p-1, function: X, hours: Mo-Do 8-16 Uhr}\n").encode(), "K014"),
    "31 February": ((PLAN + "review:\n  as_of: 2027-02-31\n").encode(), "K014"),
    "very long word": (PLAN.replace("Mühlheim", "x" * 5000).encode(), "K015"),
    "10 MB of nesting": (b"[" * 10_000_000, "K016"),
    "nested lists": (b"a: " + b"[" * 3000, "K016"),
    "nested sections": ("".join(f"{' ' * depth}a:\n" for depth in range(900)).encode(), "K016"),
    "too big": (PLAN.encode() + b"#" * MAX_BYTES, "K016"),
    "newer format": (PLAN.replace("komma: 1", "komma: 99").encode(), "K017"),
    "number without end": (PLAN.replace("komma: 1", "komma: " + "9" * 5000).encode(), "K017"),
    "tab": (PLAN.replace("  name", "\tname").encode(), "K018"),
    "role that points at nobody": (
        (PLAN + "roles:\n  - {id: coordination, title: X, holder: niemand}\n").encode(),
        "K101",
    ),
    "same id twice": (
        (PLAN + "people:\n  - {id: p-1, function: A}\n  - {id: p-1, function: B}\n").encode(),
        "K102",
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_check_finds_it_and_leaves_the_file_alone(komma: Run, folder: Path, name: str) -> None:
    content, rule = FILES[name]
    file = folder / "plan.komma.yaml"
    file.write_bytes(content)
    for lang in LANGUAGES:
        ended = komma("check", "plan.komma.yaml", "--today", DAY, "--ignore", "K019", "--fail-on", "hint", lang=lang)
        assert (ended.code, ended.err) == (1, "")
        assert f" {rule} " in ended.out
        assert not [sign for sign in ended.out if (ord(sign) < 32 and sign != "\n") or 0x7F <= ord(sign) < 0xA0]
        assert max(map(len, ended.out.splitlines())) <= 120
    report = json.loads(komma("check", "plan.komma.yaml", "--today", DAY, "--format", "json").out)
    lines = content.count(b"\n") + content.count(b"\r") + 1
    assert all(1 <= finding["line"] <= lines for finding in report["files"][0]["findings"])
    assert file.read_bytes() == content
    assert [path.name for path in folder.iterdir()] == [file.name]


@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
def test_foreign_line_ends_are_no_fault(komma: Run, folder: Path, line_end: str) -> None:
    content = PLAN.replace("\n", line_end).encode()
    (folder / "plan.komma.yaml").write_bytes(content)
    ended = komma("check", "plan.komma.yaml", "--ignore", "K019", "--fail-on", "hint")
    assert ended.code == 0
    assert (folder / "plan.komma.yaml").read_bytes() == content


@pytest.mark.parametrize(
    "name",
    ["cp1252, as Excel and Notepad save it", "NUL", "several documents", "alias that grows beyond measure", "tab"],
)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_edit_does_not_touch_what_it_cannot_read(komma: Run, folder: Path, name: str, lang: Lang) -> None:
    file = folder / "plan.komma.yaml"
    file.write_bytes(FILES[name][0])
    ended = komma("edit", file, "--set", "municipality.name=X", lang=lang)
    assert (ended.code, ended.out) == (3, "")
    assert ended.says("wizard.broken_draft", lang, file=file)
    assert file.read_bytes() == FILES[name][0]


def test_what_quotes_would_mend_is_said_and_nothing_else_is_quoted(komma: Run, folder: Path) -> None:
    (folder / "a.komma.yaml").write_bytes(FILES["AGS as a number"][0])
    assert 'Schreiben Sie "05113000".' in komma("check", "a.komma.yaml", "--select", "K011").out
    for name, text in (
        ("version.komma.yaml", PLAN.replace("komma: 1", "komma: 99")),
        ("flag.komma.yaml", PLAN + "roles:\n  - {id: coordination, title: X, critical: 1}\n"),
        ("date.komma.yaml", PLAN + "review:\n  as_of: 20270231\n"),
    ):
        (folder / name).write_text(text, encoding="utf-8")
        ended = komma("check", name, "--ignore", "K019")
        assert ended.code == 1
        assert 'Schreiben Sie "' not in ended.out, ended.out


@pytest.mark.parametrize("form", ["text", "github", "json"])
def test_values_cannot_forge_lines_or_steer_a_terminal(komma: Run, folder: Path, form: str) -> None:
    evil = '"x\\n::error file=a::b\\r\\n::stop-commands::x %0A\\u2028y\\u202ez\\u0085w"'
    (folder / "p.komma.yaml").write_text(PLAN.replace("town", evil) + f"{evil}: 1\n", encoding="utf-8")
    out = komma("check", "p.komma.yaml", "--format", form, "--select", "K010,K013").out
    assert not set(out) & set("\r\u2028\u202e\u0085\x1b")
    if form == "github":
        assert len(out.splitlines()) == 2
        assert all(line.startswith("::error file=p.komma.yaml,line=") for line in out.splitlines())
        assert "%0A" not in out


def test_a_file_name_cannot_forge_lines_or_steer_a_terminal(komma: Run, folder: Path) -> None:
    name = "böse\x1b[2J\n::error::%0A, a:b.komma.yaml"
    try:
        (folder / name).write_text(PLAN.replace("town", "x"), encoding="utf-8")
    except OSError:
        pytest.skip("this file system refuses such names by itself")
    text = komma("check", name, "--select", "K013").out
    assert not set(text) & {"\x1b"}
    assert text.startswith("böse?[2J?::error::%0A, a:b.komma.yaml:5:9: ")
    annotation = komma("check", name, "--select", "K013", "--format", "github").out
    assert len(annotation.splitlines()) == 1
    assert annotation.startswith("::error file=böse?[2J%0A%3A%3Aerror%3A%3A%250A%2C a%3Ab.komma.yaml,line=5,")
    missing = komma("check", "fehlt" + name)
    assert missing.code in (2, 3)
    assert not set(missing.err) & {"\x1b"}


def test_a_command_to_copy_never_holds_what_a_shell_would_run(komma: Run, folder: Path) -> None:
    text = PLAN + 'people:\n  - {id: "$(true)`true`", function: X}\n  - {id: "\\"; true", function: X}\n'
    (folder / "a b.komma.yaml").write_text(text, encoding="utf-8")
    out = komma("check", "a b.komma.yaml", "--select", "K014").out
    assert out.count(" K014 ") == 2
    assert "komma edit" not in out
    (folder / "a b.komma.yaml").write_text(PLAN.replace("town", "x"), encoding="utf-8")
    assert '  komma edit "a b.komma.yaml" municipality.kind\n' in komma("check", "a b.komma.yaml").out


@pytest.mark.parametrize("folder_name", ["Mein Ordner", "Lärmschutz", "100%", "[alt]", "a,b;c"])
def test_odd_folder_names(komma: Run, folder: Path, folder_name: str) -> None:
    where = folder / folder_name
    where.mkdir()
    (where / "plan.komma.yaml").write_text(PLAN.replace("town", "x"), encoding="utf-8")
    for named in (where / "plan.komma.yaml", where):
        ended = komma("check", named, "--select", "K013")
        assert ended.code == 1
        assert ended.out.startswith(f"{where / 'plan.komma.yaml'}:5:9: ")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("command", ["check", "render", "status", "edit"])
def test_missing_file_and_folder_instead_of_file(komma: Run, folder: Path, command: str, lang: Lang) -> None:
    (folder / "ordner").mkdir()
    more = ["--set", "municipality.name=X"] if command == "edit" else []
    missing = komma(command, "fehlt.yaml", *more, lang=lang)
    assert (missing.code, missing.out, missing.says("store.missing", lang, file="fehlt.yaml")) == (3, "", True)
    if command != "check":  # which searches a folder
        ended = komma(command, "ordner", *more, lang=lang)
        assert (ended.code, ended.out, ended.says("store.directory", lang, file="ordner")) == (3, "", True)


def test_a_name_no_system_takes(komma: Run) -> None:
    for name in ("x" * 300, "a\0b"):
        ended = komma("check", name)
        assert (ended.code, ended.out) == (3, "")
        assert len(ended.err.splitlines()) >= 2


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_can_be_checked_like_a_file(process: Run, folder: Path, plan: Path) -> None:
    read, write = os.pipe()
    os.write(write, plan.read_bytes())
    os.close(write)
    ended = process("check", f"/dev/fd/{read}", "--today", DAY, pass_fds=[read])
    os.close(read)
    assert (ended.code, ended.err) == (0, "")
    assert "K901" in ended.out


def test_places_stay_right_when_many_broken_items_are_left_out(komma: Run, folder: Path) -> None:
    """Rules see the readable rest; what they find must point at the line in the file all the same."""
    head = PLAN + "people:\n  - {id: p-1, function: Hauptamt}\nroles:\n"
    roles, expected = [], []
    for number in range(1, 120):
        if number % 3:
            roles.append("  - {}")
        else:
            roles.append(f"  - {{id: role-{number}, title: Aufgabe {number}, holder: p-1, critical: true}}")
            expected.append(head.count("\n") + number)
    (folder / "p.komma.yaml").write_text(head + "\n".join(roles) + "\n", encoding="utf-8")
    report = json.loads(komma("check", "p.komma.yaml", "--format", "json", "--select", "K203").out)
    found = report["files"][0]["findings"]
    assert [finding["line"] for finding in found] == expected
    assert [finding["path"].split("[")[1].split("]")[0] for finding in found] == [
        f"role-{number}" for number in range(3, 120, 3)
    ]
