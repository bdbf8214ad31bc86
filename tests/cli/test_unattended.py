"""``init`` and ``edit`` with answers given in advance, and ``status``: all or nothing, and nothing is asked."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from komma_cli.store import Journal, acquire, load, read_source
from komma_cli.texts import LANGUAGES, Lang, text
from tests.cli.conftest import Run, scrubbed

TOWN = ("--set", "municipality.name=Bad Süßen", "--set", "municipality.kind=2", "--set", "municipality.state=Bayern")


def data(file: Path) -> dict[str, object]:
    loaded = load(read_source(file))
    assert loaded.problems == ()
    assert loaded.data is not None
    return loaded.data


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("command", ["init", "edit"])
def test_without_a_terminal_nothing_is_asked_and_nothing_written(
    komma: Run, folder: Path, plan: Path, command: str, lang: Lang
) -> None:
    before = plan.read_bytes()
    ended = komma(command, "neu.komma.yaml" if command == "init" else plan, lang=lang)
    assert (ended.code, ended.out) == (2, "")
    assert "--answers" in ended.flat
    assert "--set" in ended.flat
    assert [path.name for path in folder.iterdir()] == ["plan.komma.yaml"]
    assert plan.read_bytes() == before


@pytest.mark.parametrize("lang", LANGUAGES)
def test_init_with_answers_on_the_command_line(komma: Run, folder: Path, lang: Lang) -> None:
    state = {"de": "Bayern", "en": "Bavaria"}[lang]
    ended = komma("init", "neu.komma.yaml", *TOWN[:-1], f"municipality.state={state}", lang=lang)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == text("cli.created", lang, file="neu.komma.yaml") + "\n"
    municipality = data(folder / "neu.komma.yaml")["municipality"]
    assert municipality == {"name": "Bad Süßen", "kind": "town", "state": "BY"}


def test_an_answer_on_the_command_line_wins_over_the_answer_file(komma: Run, folder: Path) -> None:
    (folder / "antworten.yaml").write_text("municipality: {name: Aus der Datei, kind: city}\n", encoding="utf-8")
    ended = komma("init", "neu.komma.yaml", "--answers", "antworten.yaml", "--set", "municipality.name=Von der Zeile")
    assert ended.code == 0
    assert data(folder / "neu.komma.yaml")["municipality"] == {"name": "Von der Zeile", "kind": "city"}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "assignment",
    ["municipality.kind=Raumstation", "municipality.nmae=X", "municipality.name", "=X", "municipality.ags=12", "[=1"],
)
def test_one_wrong_answer_and_nothing_is_written(
    komma: Run, folder: Path, plan: Path, assignment: str, lang: Lang
) -> None:
    before = plan.read_bytes()
    for ended in (
        komma("init", "neu.komma.yaml", *TOWN, "--set", assignment, lang=lang),
        komma("edit", plan, *TOWN, "--set", assignment, lang=lang),
    ):
        assert (ended.code, ended.out) == (2, "")
        assert len(ended.err.splitlines()) >= 2
    assert plan.read_bytes() == before
    assert not (folder / "neu.komma.yaml").exists()


@pytest.mark.parametrize(
    "answers",
    [
        b"municipality: {kind: Raumstation}\n",
        b"- Liste\n",
        b"a: *b\n",
        b"municipality: {name: X}\nrolls: []\n",
        b"people: [{id: p1, function: X, channels: [{kind: phone, value: 030}]}]\n",
    ],
    ids=["wrong value", "list", "alias", "unknown key", "unquoted phone"],
)
def test_a_wrong_answer_file_and_nothing_is_written(komma: Run, folder: Path, answers: bytes, plan: Path) -> None:
    (folder / "antworten.yaml").write_bytes(answers)
    before = plan.read_bytes()
    for ended in (
        komma("init", "neu.komma.yaml", "--answers", "antworten.yaml"),
        komma("edit", plan, "--answers", "antworten.yaml"),
    ):
        assert ended.code in (2, 3)
        assert ended.out == ""
        assert ended.err
    assert not (folder / "neu.komma.yaml").exists()
    assert plan.read_bytes() == before


@pytest.mark.parametrize(
    "answers",
    [
        "municipality: {name: Mühl}\n".encode("cp1252"),
        "municipality: {name: Mühl}\n".encode() + b"# \xfc\n",
        b"municipality: {name: A, name: B}\n",
        b"municipality: {name: A}\n---\nmunicipality: {name: B}\n",
    ],
    ids=["cp1252", "two encodings", "key twice", "two documents"],
)
def test_a_damaged_answer_file_is_not_guessed_at(komma: Run, folder: Path, answers: bytes) -> None:
    (folder / "antworten.yaml").write_bytes(answers)
    ended = komma("init", "neu.komma.yaml", "--answers", "antworten.yaml")
    assert (ended.code, (folder / "neu.komma.yaml").exists()) == (2, False)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_init_never_overwrites(komma: Run, plan: Path, lang: Lang) -> None:
    before = plan.read_bytes()
    ended = komma("init", plan, *TOWN, lang=lang)
    assert (ended.code, ended.out) == (2, "")
    assert ended.says("cli.file_exists", lang, file=plan)
    assert plan.read_bytes() == before


def test_edit_changes_only_what_is_answered_and_keeps_comments(komma: Run, plan: Path) -> None:
    before = plan.read_text(encoding="utf-8")
    ended = komma("edit", plan, "--set", "municipality.name=Neubeispiel")
    assert (ended.code, ended.out) == (0, text("cli.changed", "de", file=plan) + "\n")
    assert plan.read_text(encoding="utf-8") == before.replace("name: Kleinbeispiel", "name: Neubeispiel", 1)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_status_shows_every_section_and_writes_nothing(komma: Run, folder: Path, plan: Path, lang: Lang) -> None:
    before = plan.read_bytes()
    ended = komma("status", plan, lang=lang)
    assert (ended.code, ended.err) == (0, "")
    assert "Kleinbeispiel" in ended.out
    assert text("wizard.state_not_begun", lang) in ended.out
    assert plan.read_bytes() == before
    assert [path.name for path in folder.iterdir()] == [plan.name]


@pytest.mark.parametrize("command", ["status", "edit"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_not_there_or_not_readable(komma: Run, folder: Path, command: str, lang: Lang) -> None:
    assert komma(command, "fehlt.komma.yaml", lang=lang).says("store.missing", lang, file="fehlt.komma.yaml")
    broken = folder / "kaputt.komma.yaml"
    broken.write_bytes(b"komma: 1\nname: a: b\n")
    ended = komma(command, broken, *(["--set", "municipality.name=X"] if command == "edit" else []), lang=lang)
    assert (ended.code, ended.out) == (3, "")
    assert ended.says("wizard.broken_draft", lang, file=broken)
    assert broken.read_bytes() == b"komma: 1\nname: a: b\n"
    (folder / "ordner").mkdir()
    assert komma(command, "ordner", *(["--set", "municipality.name=X"] if command == "edit" else [])).code == 3


# -- everything that is wrong, at once ---------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_wrong_answer_is_told_with_path_what_was_given_and_what_fits(
    komma: Run, folder: Path, plan: Path, lang: Lang
) -> None:
    (folder / "a.yaml").write_text("review: {next_review: bald}\n", encoding="utf-8")
    before = plan.read_bytes()
    wrong = ("--set", "municipality.kind=Raumstation", "--set", "municipality.nmae=X", "--answers", "a.yaml")
    ended = komma("edit", plan, *wrong, lang=lang)
    assert (ended.code, ended.out, plan.read_bytes()) == (2, "", before)
    blocks = ended.err.split("\n\n")
    assert blocks[0] == text("unattended.refused", lang, count=3)
    assert [block.splitlines()[0] for block in blocks[1:]] == [
        "municipality.kind",
        "municipality.nmae",
        "review.next_review",
    ]
    assert text("unattended.given", lang, given="Raumstation") in blocks[1]
    assert "(town)" in blocks[1]
    assert "municipality.name" in blocks[2]
    assert "2026-12-01" in blocks[3]


def test_what_was_given_cannot_steer_the_terminal(komma: Run, plan: Path) -> None:
    ended = komma("edit", plan, "--set", "municipality.kind=\x1b[31mrot\x07")
    assert ended.code == 2
    assert "[31mrot" in ended.flat
    assert not {"\x1b", "\x07"} & set(ended.err)


# -- what is written ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", ["municipality: {population: 900}\n", '{"municipality": {"population": 900}}'])
def test_answers_from_standard_input_as_yaml_or_json(komma: Run, plan: Path, content: str) -> None:
    ended = komma("edit", plan, "--answers", "-", stdin=content)
    assert (ended.code, ended.err) == (0, "")
    assert data(plan)["municipality"]["population"] == 900  # type: ignore[index]


def test_json_as_programs_write_it(komma: Run, plan: Path) -> None:
    content = json.dumps({"municipality": {"name": "Bad Süßen \U0001f600 a/b"}}, indent="\t")
    assert komma("edit", plan, "--answers", "-", stdin=content).code == 0
    assert data(plan)["municipality"]["name"] == "Bad Süßen \U0001f600 a/b"  # type: ignore[index]


@pytest.mark.parametrize("content", ['{"municipality": {"name": "A", "name": "B"}}', '{"a": ', "[1]", "", "{" * 5000])
def test_json_that_is_none_is_refused_with_its_line(komma: Run, plan: Path, content: str) -> None:
    before = plan.read_bytes()
    ended = komma("edit", plan, "--answers", "-", stdin=content)
    assert (ended.code, ended.out, plan.read_bytes()) == (2, "", before)
    assert text("unattended.standard_input", "de") in ended.flat


def test_an_answer_that_changes_nothing_writes_nothing(komma: Run, plan: Path) -> None:
    before = (plan.read_bytes(), plan.stat().st_mtime_ns)
    ended = komma("edit", plan, "--set", "municipality.name=Kleinbeispiel")
    assert (ended.code, ended.out) == (0, text("unattended.unchanged", "de", file=plan) + "\n")
    assert (plan.read_bytes(), plan.stat().st_mtime_ns) == before


def test_defaults_fill_a_new_playbook_and_the_day_is_told(komma: Run, folder: Path) -> None:
    ended = komma("init", "neu/neu.komma.yaml", *TOWN, "--defaults", "--today", "2026-12-24")
    assert (ended.code, ended.err) == (0, "")
    made = data(folder / "neu" / "neu.komma.yaml")
    assert made["profile"] == "standard"
    assert len(made["roles"]) == 30  # type: ignore[arg-type]
    assert {item["since"] for item in made["open"]} == {"2026-12-24"}  # type: ignore[attr-defined]
    assert text("unattended.filled", "de", entries=0, answers=0, opened=0, file="")[:25] in ended.out
    checked = json.loads(komma("check", folder / "neu", "--format", "json", "--fail-on", "never").out)
    (file,) = checked["files"]
    assert file["findings"]
    readable = {"K010", "K011", "K013", "K014", "K015", "K101", "K102", "K105", "K106"}
    assert not [finding for finding in file["findings"] if finding["rule"] in readable]


def test_nothing_is_left_behind_by_refused_answers(komma: Run, folder: Path) -> None:
    assert komma("init", "neu/neu.komma.yaml", "--set", "x=1").code == 2
    assert list(folder.iterdir()) == []


def test_waiting_answers_of_a_sitting_come_into_the_file_first(komma: Run, plan: Path) -> None:
    journal = Journal(plan)
    journal.append(("municipality", "population"), 900)
    journal.append(("municipality", "name"), "Aus der Sitzung")
    assert komma("edit", plan, "--set", "municipality.name=Von der Zeile").code == 0
    assert data(plan)["municipality"]["population"] == 900  # type: ignore[index]
    assert data(plan)["municipality"]["name"] == "Von der Zeile"  # type: ignore[index]
    assert not journal.path.exists()
    assert komma("edit", plan, "--set", "municipality.ags=1").code == 2


def test_refused_answers_leave_waiting_ones_where_they_are(komma: Run, plan: Path) -> None:
    journal = Journal(plan)
    journal.append(("municipality", "population"), 900)
    before = plan.read_bytes()
    assert komma("edit", plan, "--set", "municipality.ags=1").code == 2
    assert plan.read_bytes() == before
    assert len(journal.pending()) == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_waiting_answers_of_a_plan_changed_since_then_are_left_to_the_person(
    komma: Run, plan: Path, lang: Lang
) -> None:
    journal = Journal(plan)
    journal.append(("municipality", "population"), 900)
    changed = plan.read_bytes() + b"# by hand\n"
    plan.write_bytes(changed)
    ended = komma("edit", plan, "--set", "municipality.name=X", lang=lang)
    assert (ended.code, plan.read_bytes()) == (3, changed)
    assert ended.says("wizard.kept_apart", lang, file=plan)
    assert len(journal.pending()) == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_while_somebody_edits_the_plan_it_is_left_alone(komma: Run, plan: Path, lang: Lang) -> None:
    before = plan.read_bytes()
    with acquire(plan, now=datetime(2026, 12, 1, 12, 0)):
        ended = komma("edit", plan, "--set", "municipality.name=X", lang=lang)
        looked = komma("edit", plan, "--json", lang=lang)
    assert (ended.code, ended.out, plan.read_bytes()) == (3, "", before)
    assert (looked.code, json.loads(looked.out)["written"]) == (0, False)
    assert komma("edit", plan, "--set", "municipality.name=X", lang=lang).code == 0


# -- for programs ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_json_has_these_keys_and_nothing_else_is_printed(komma: Run, plan: Path, lang: Lang) -> None:
    note = "{path: municipality.employees, since: '2026-11-01', owner: Amt, until: '2026-11-30'}"
    assert komma("edit", plan, "--answers", "-", stdin=f"open: [{note}]").code == 0
    ended = komma("edit", plan, "--set", "municipality.name=X", "--json", "--today", "2026-12-01", lang=lang)
    assert (ended.code, ended.err) == (0, "")
    found = json.loads(ended.out)
    assert list(found) == ["file", "written", "answers", "sections", "open", "problems"]
    assert (found["file"], found["written"], found["problems"]) == (str(plan), True, [])
    assert found["answers"] > 20
    assert [set(section) for section in found["sections"]] == [{"key", "title", "state", "open"}] * 18
    states = {section["key"]: section["state"] for section in found["sections"]}
    assert states.pop("network") == "voluntary"
    assert set(states.values()) <= {"not_begun", "in_progress", "complete"}
    assert all(list(p) == ["path", "question", "owner", "since", "until", "overdue"] for p in found["open"])
    (point,) = [point for point in found["open"] if point["path"] == "municipality.employees"]
    assert (point["owner"], point["since"], point["until"], point["overdue"]) == (
        "Amt",
        "2026-11-01",
        "2026-11-30",
        True,
    )
    missing = next(point for point in found["open"] if point["since"] is None)
    assert (missing["owner"], missing["until"], missing["overdue"]) == (None, None, False)


def test_json_names_what_is_wrong_and_shows_the_plan_as_it_stays(komma: Run, plan: Path) -> None:
    ended = komma("edit", plan, "--set", "municipality.kind=Raumstation", "--set", "municipality.name=X", "--json")
    assert (ended.code, ended.err) == (2, "")
    found = json.loads(ended.out)
    assert found["written"] is False
    (problem,) = found["problems"]
    assert list(problem) == ["path", "given", "problem", "wanted"]
    assert (problem["path"], problem["given"]) == ("municipality.kind", "Raumstation")
    assert data(plan)["municipality"]["name"] == "Kleinbeispiel"  # type: ignore[index]


@pytest.mark.parametrize("name", ["roles", "Rollen", "3"])
def test_one_section_by_key_title_or_number(komma: Run, plan: Path, name: str) -> None:
    found = json.loads(komma("edit", plan, "--json", "--section", name).out)
    assert [section["key"] for section in found["sections"]] == ["roles"]
    assert all(point["path"].startswith("roles") for point in found["open"])


def test_open_points_as_a_list_for_people(komma: Run, plan: Path) -> None:
    ended = komma("edit", plan, "--open-only", "--no-dialogue", "--section", "municipality")
    assert ended.code == 0
    assert "municipality.population\n" in ended.out


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_unknown_section_and_two_places_at_once(komma: Run, plan: Path, lang: Lang) -> None:
    ended = komma("edit", plan, "--json", "--section", "roels", lang=lang)
    assert (ended.code, ended.out) == (2, "")
    assert "roles" in ended.flat
    ended = komma("edit", plan, "roles", "--json", lang=lang)
    assert (ended.code, ended.says("cli.place_alone", lang, place="roles")) == (2, True)


# -- nothing ever waits ------------------------------------------------------------------------------------------------

WAYS: tuple[tuple[tuple[str, ...], tuple[int, ...]], ...] = (
    (("edit", "plan.komma.yaml"), (2,)),
    (("init", "neu.komma.yaml"), (2,)),
    (("init", "neu.komma.yaml", "--json"), (2,)),
    (("edit", "plan.komma.yaml", "--open-only"), (2,)),
    (("edit", "plan.komma.yaml", "--section", "roles", "--plain"), (2,)),
    (("edit", "plan.komma.yaml", "--no-dialogue"), (2,)),
    (("edit", "plan.komma.yaml", "--json"), (0,)),
    (("edit", "plan.komma.yaml", "--open-only", "--json"), (0,)),
    (("edit", "plan.komma.yaml", "--set", "municipality.name=X"), (0,)),
    (("edit", "plan.komma.yaml", "--defaults", "--section", "roles"), (0,)),
    (("edit", "plan.komma.yaml", "--answers", "-"), (0, 2, 3)),
    (("init", "neu.komma.yaml", "--answers", "-", "--json"), (0, 2, 3)),
)
"""Every way to call the two commands, and the codes it may end with."""
INPUTS = ("closed", "nothing", "pipe")
EATEN = b"municipality: {name: X}\n"
"""What lies ready in the pipe; a question would eat it."""
SECONDS = 40
ALONE = """
import os, sys
given, folder, *words = sys.argv[1:]
os.chdir(folder)
for number, name in (1, "out"), (2, "err"):
    os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT), number)
if given == "closed":
    os.close(0)
    sys.stdin = None
elif given == "pipe":
    end, start = os.pipe()
    os.write(start, EATEN)
    os.close(start)
    os.dup2(end, 0)
sys.argv = ["komma", *words]
from komma_cli.__main__ import main
main()
""".replace("EATEN", repr(EATEN))
TOGETHER = """
import json, os, signal, sys, time
import komma_cli.cli.desk, komma_cli.cli.unattended, komma_cli.wizard.unattended.filling, ruamel.yaml, yaml_rs
program, seconds, *runs = json.loads(sys.argv[1])
children = []
for arguments in runs:
    child = os.fork()
    if child == 0:
        sys.argv[1:] = arguments
        exec(program, {"__name__": "__main__"})
    children.append(child)
codes, end = {}, time.monotonic() + seconds
while len(codes) < len(children):
    for child in set(children) - set(codes):
        if (ended := os.waitpid(child, os.WNOHANG))[0]:
            codes[child] = os.waitstatus_to_exitcode(ended[1])
        elif time.monotonic() > end:
            os.kill(child, signal.SIGKILL)
    time.sleep(0.01)
print(json.dumps([codes[child] for child in children]))
"""
"""Loads komma once and gives each way a process that is split off; for systems that can do that."""


def ended(runs: list[list[str]]) -> list[int]:
    """Run komma with each of the arguments in a process of its own, all at once, and return the exit codes."""
    settings: dict[str, Any] = {"env": scrubbed("de") | {"PYTHONUTF8": "1"}, "stdin": subprocess.DEVNULL}
    if not hasattr(os, "fork"):
        started = [subprocess.Popen([sys.executable, "-c", ALONE, *arguments], **settings) for arguments in runs]
        return [each.wait(timeout=SECONDS) for each in started]
    plan = json.dumps([ALONE, SECONDS, *runs])
    done = subprocess.run([sys.executable, "-c", TOGETHER, plan], stdout=subprocess.PIPE, check=True, **settings)
    return list(json.loads(done.stdout))


@pytest.mark.parametrize("given", INPUTS)
def test_without_a_terminal_every_way_ends_by_itself(folder: Path, plan: Path, given: str) -> None:
    """Started all at once, each in a folder of its own; a question would eat the words of the pipe."""
    places = [folder / str(number) for number in range(len(WAYS))]
    for place in places:
        place.mkdir()
        (place / plan.name).write_bytes(plan.read_bytes())
    found = ended([[given, str(place), *words] for place, (words, _) in zip(places, WAYS, strict=True)])
    for place, (words, codes), code in zip(places, WAYS, found, strict=True):
        out, err = (place / "out").read_bytes(), (place / "err").read_bytes()
        assert code in codes, (words, code, err.decode())
        assert b"Traceback" not in out + err, words
        if "--json" in words and code == 0:
            json.loads(out)
