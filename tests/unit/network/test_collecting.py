"""Collecting: what is broken is told per file and never stops the rest."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from komma_cli.check.engine import check_source
from komma_cli.check.schema import stand_in
from komma_cli.errors import UsageError
from komma_cli.network.bundle import SUFFIX, Rules, to_bytes
from komma_cli.network.collecting import Collected, Piece, collect, entry_of, rule_order
from komma_cli.network.index import write_index
from komma_cli.store import read_source
from komma_cli.texts import LANGUAGES, error_words
from tests.unit.network.made import DAY, bundle

ROOT = Path(__file__).parents[3]
PLAN = ROOT / "playbooks" / "erste-stunde.komma.yaml"


def put(folder: Path, name: str, content: bytes) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)


def told(results: list[Collected]) -> list[str]:
    return [each.key for result in results for each in result.told]


def names(results: list[Collected]) -> list[str]:
    return [one.entry.name for one in results if one.entry]


def test_bundles_and_playbooks_are_found_in_folders_below(tmp_path: Path) -> None:
    put(tmp_path / "a" / "b", f"x{SUFFIX}", to_bytes(bundle("Anderswo")))
    put(tmp_path / "a", "plan.komma.yaml", PLAN.read_bytes())
    put(tmp_path, "readme.txt", b"nothing")
    results = list(collect([str(tmp_path)], DAY))
    assert (sorted(names(results)), told(results)) == (["Anderswo", "Kleinbeispiel"], [])


@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        (f"x{SUFFIX}", b"{}", "network.not_a_bundle"),
        (f"x{SUFFIX}", PLAN.read_bytes(), "network.not_a_bundle"),
        (f"x{SUFFIX}", b'{"komma_share": 9}', "network.future_bundle"),
        (f"x{SUFFIX}", to_bytes(bundle(ags="09162000")), "network.unknown_ags"),
        (f"x{SUFFIX}", to_bytes(bundle(ags="99999999")), "network.unknown_ags"),
        ("x.komma.yaml", b"", "network.broken_playbook_one"),
        ("x.komma.yaml", b"{}", "network.broken_playbook_one"),
        ("x.komma.yaml", b"komma: 1\nmunicipality: {name: A}\n", "network.broken_playbook"),
        ("x.komma.yaml", b"\xff\xfe\x00", "network.broken_playbook"),
        ("x.komma.yaml", b"komma: 7\n", "network.broken_playbook"),
    ],
)
def test_a_broken_file_is_told_with_words_and_the_others_count(
    tmp_path: Path, name: str, content: bytes, key: str
) -> None:
    put(tmp_path, name, content)
    put(tmp_path, f"good{SUFFIX}", to_bytes(bundle("Gut")))
    results = list(collect([str(tmp_path)], DAY))
    assert (names(results), told(results)) == (["Gut"], [key])
    for result in results:
        for each in result.told:
            for lang in LANGUAGES:
                assert name in error_words(each.key, lang, **dict(each.values))[0]


def test_a_broken_playbook_is_told_with_its_first_findings_and_lines(tmp_path: Path) -> None:
    put(tmp_path, "x.komma.yaml", b"komma: 1\nmunicipality:\n  name: A\n  kind: town\n  state: XX\n")
    values = dict(list(collect([str(tmp_path)], DAY))[1].told[0].values)
    assert "(5)" in str(values["named"])


BROKEN = sorted((ROOT / "tests" / "playbooks" / "broken").glob("*.yaml"))
BROKEN += [sorted(folder.glob("*.yaml"))[0] for folder in BROKEN[0].parent.iterdir() if list(folder.glob("*.yaml"))]


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_of_a_broken_playbook_as_many_findings_are_told_as_a_check_has_of_its_form(path: Path) -> None:
    found = check_source(read_source(path), today=DAY).findings
    form = [one for one in found if one.rule.startswith("K0") and one.rule != "K019"]
    result = entry_of(Piece("x", "x.komma.yaml", str(path), None, DAY))
    if not [one for one in form if one.rule != "K002"]:
        assert result.entry
        return
    values = dict(result.told[0].values)
    named = ", ".join(f"{one.rule} ({one.place.line})" for one in form[:3] if one.place)
    assert (values["count"], values["named"]) == (len(form), named)


@pytest.mark.parametrize("broken", [False, True], ids=["whole", "broken"])
def test_a_playbook_is_parsed_once_and_validated_once(monkeypatch: pytest.MonkeyPatch, broken: bool) -> None:
    from komma_cli.model.playbook import Playbook
    from komma_cli.store import reading

    calls: list[str] = []
    for holder, name in ((reading, "parse"), (Playbook, "model_validate")):
        original = getattr(holder, name)

        def counted(*given: object, name: str = name, original: Callable[..., object] = original) -> object:
            calls.append(name)
            return original(*given)

        monkeypatch.setattr(holder, name, counted)
    content = PLAN.read_bytes().replace(b"\nmunicipality:", b"\nmunicipality:\n  nmae: x", 1 if broken else 0)
    stand_in()
    calls.clear()
    result = entry_of(Piece("x", "x.komma.yaml", None, content, DAY))
    assert (result.entry is None, sorted(calls)) == (broken, ["model_validate", "parse"])


def test_a_single_file_may_be_named(tmp_path: Path) -> None:
    put(tmp_path, f"x{SUFFIX}", to_bytes(bundle()))
    assert names(list(collect([str(tmp_path / f"x{SUFFIX}")], DAY))) == ["Musterstadt"]


def test_nothing_at_all_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        list(collect([str(tmp_path)], DAY))


def test_several_processes_give_the_same_in_the_same_order(tmp_path: Path) -> None:
    for number in range(30):
        put(tmp_path, f"{number:02}.komma.yaml", PLAN.read_bytes().replace(b"Kleinbeispiel", b"Ort%02d" % number))
    alone = list(collect([str(tmp_path)], DAY, jobs=1))
    assert list(collect([str(tmp_path)], DAY, jobs=2)) == alone
    assert names(alone) == [f"Ort{number:02}" for number in range(30)]


def test_ten_thousand_broken_files_are_all_told(tmp_path: Path) -> None:
    for number in range(10_000):
        put(tmp_path, f"{number:05}{SUFFIX}", b"{")
    assert len(told(list(collect([str(tmp_path)], DAY, jobs=1)))) == 10_000


def test_an_entry_keeps_a_letter_for_each_rule(tmp_path: Path) -> None:
    rules = Rules(met=("K101",), open=("K203",), accepted=("K909",), unchecked=("K301",))
    put(tmp_path, f"x{SUFFIX}", to_bytes(bundle(rules=rules)))
    entry = next(one.entry for one in collect([str(tmp_path)], DAY) if one.entry)
    kept = dict(zip(rule_order(), entry.states, strict=True))
    assert [kept[rule] for rule in ("K101", "K203", "K909", "K301", "K102")] == ["m", "o", "a", "u", "-"]


def test_a_rule_of_another_komma_is_left_out(tmp_path: Path) -> None:
    put(tmp_path, f"x{SUFFIX}", to_bytes(bundle(rules=Rules(met=("K101", "K999")))))
    entry = next(one.entry for one in collect([str(tmp_path)], DAY) if one.entry)
    assert entry.states.count("m") == 1


def test_a_fault_of_komma_in_one_file_hides_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from komma_cli.network import collecting

    def breaks(data: bytes, name: str) -> None:
        raise ZeroDivisionError

    put(tmp_path, f"a{SUFFIX}", to_bytes(bundle()))
    put(tmp_path, "b.komma.yaml", PLAN.read_bytes())
    monkeypatch.setattr(collecting, "read_bundle", breaks)
    results = list(collect([str(tmp_path)], DAY, jobs=1))
    assert (names(results), told(results)) == (["Kleinbeispiel"], ["cli.check_broke"])


def test_equal_bundles_have_equal_entries_but_for_where_they_came_from(tmp_path: Path) -> None:
    put(tmp_path, f"a{SUFFIX}", to_bytes(bundle()))
    put(tmp_path, f"b{SUFFIX}", to_bytes(bundle()))
    put(tmp_path, f"c{SUFFIX}", to_bytes(bundle(date=date(2026, 11, 1), role="model")))
    first, second, third = (one.entry for one in collect([str(tmp_path)], DAY) if one.entry)
    assert first.sha == second.sha != third.sha
    assert entry_of.__name__


def test_a_day_that_is_still_to_come_would_always_win(tmp_path: Path) -> None:
    put(tmp_path, f"a{SUFFIX}", to_bytes(bundle(date=DAY + timedelta(days=1))))
    put(tmp_path, f"b{SUFFIX}", to_bytes(bundle("Morgen", date=DAY + timedelta(days=2))))
    results = list(collect([str(tmp_path)], DAY))
    assert (names(results), told(results)) == (["Musterstadt"], ["network.future_date"])


def test_words_of_a_fault_that_could_quote_a_plan_are_not_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from komma_cli.model import problems

    def breaks(data: object) -> None:
        raise KeyError("Alex Beispiel")

    put(tmp_path, "b.komma.yaml", PLAN.read_bytes())
    monkeypatch.setattr(problems, "validate", breaks)
    results = list(collect([str(tmp_path)], DAY, jobs=1))
    assert told(results) == ["cli.check_broke"]
    assert "Alex" not in str(results)
    assert dict(results[1].told[0].values)["reason"].startswith("KeyError (test_collecting.py:")


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (to_bytes(bundle()).decode().encode("utf-16"), "network.not_a_bundle"),
        (b"\xef\xbb\xbf" + to_bytes(bundle()), "network.not_a_bundle"),
        (to_bytes(bundle("Ort")).replace(b"Ort", b"\\ud800"), "network.not_a_bundle"),
        (b'{"komma_share": ' + b"9" * 4000 + b"}", "network.wrong_value"),
    ],
)
def test_what_no_komma_writes_is_told_in_a_short_sentence(tmp_path: Path, content: bytes, key: str) -> None:
    put(tmp_path / "a", f"x{SUFFIX}", content)
    put(tmp_path / "b", f"x{SUFFIX}", content)
    results = list(collect([str(tmp_path)], DAY))
    assert told(results) == [key, key]
    for folder, result in zip("ab", results[1:], strict=True):
        message = error_words(key, "en", **dict(result.told[0].values))[0]
        assert str(Path(folder, f"x{SUFFIX}")) in message, "two files of one name are told apart"
        assert len(message) < 300


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
@pytest.mark.parametrize("spoiled", [b"b\xfcro", b"\x1b[31m\n"])
def test_names_of_files_that_are_no_text_stop_nothing(tmp_path: Path, spoiled: bytes) -> None:
    put(tmp_path / "in", os.fsdecode(spoiled + SUFFIX.encode()), to_bytes(bundle("Eins", ags="05113000")))
    put(tmp_path / "in", os.fsdecode(b"x" + spoiled + SUFFIX.encode()), b"{}")
    built = write_index(tmp_path / "x.sqlite", collect([str(tmp_path / "in")], DAY), DAY)
    assert (built.municipalities, [one.key for one in built.told]) == (1, ["network.not_a_bundle"])


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
def test_what_is_no_plain_file_is_not_waited_for(tmp_path: Path) -> None:
    put(tmp_path, f"a{SUFFIX}", to_bytes(bundle()))
    os.mkfifo(tmp_path / f"b{SUFFIX}")
    (tmp_path / f"c{SUFFIX}").symlink_to(f"c{SUFFIX}")
    (tmp_path / f"d{SUFFIX}").mkdir()
    put(tmp_path / "sub" / ".git" / "refs", f"e{SUFFIX}", b"0123456789")
    results = list(collect([str(tmp_path)], DAY))
    assert (names(results), told(results)) == (["Musterstadt"], [])


def test_a_folder_and_a_file_that_may_not_be_looked_at_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "closed", f"a{SUFFIX}", to_bytes(bundle()))
    put(tmp_path / "half", f"b{SUFFIX}", to_bytes(bundle()))
    put(tmp_path, f"c{SUFFIX}", to_bytes(bundle()))
    scandir, is_file = os.scandir, Path.is_file

    def closed(path: str) -> object:
        if Path(path).name == "closed":
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return scandir(path)

    def half(path: Path) -> bool:
        if path.parent.name == "half":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return is_file(path)

    monkeypatch.setattr(os, "scandir", closed)
    monkeypatch.setattr(Path, "is_file", half)
    results = list(collect([str(tmp_path)], DAY))
    assert (names(results), told(results)) == (["Musterstadt"], ["store.unreadable"] * 2)
    origins = {Path(each.origin).name for result in results for each in result.told}
    assert origins == {"closed", f"b{SUFFIX}"}
