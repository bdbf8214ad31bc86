"""``komma network``: many municipalities put together; what does not count is told, and nobody is exposed."""

from __future__ import annotations

import csv
import json
import os
import re
import sqlite3
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from komma_cli.network.bundle import Ask, ConfirmedBody, Rules, Way, to_bytes
from komma_cli.network.network_file import read_network_file
from komma_cli.network.network_file import to_bytes as network_bytes
from komma_cli.texts import LANGUAGES, Lang, text
from tests.cli.conftest import DAY, ROOT, SMALL, TOWN, Ended, Run, written_files
from tests.unit.network.made import bundle, practice, wish

both_languages = pytest.mark.parametrize("lang", LANGUAGES)
TOPIC_OPEN = "K301"


def put(folder: Path, name: str, number: int, **changes: Any) -> Path:
    """Write the bundle of one made-up municipality."""
    ags = f"05{999000 + number}"
    made = bundle(name, ags=ags, **changes)
    target = folder / f"{ags}.komma-share.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(to_bytes(made))
    return target


@pytest.fixture
def bundles(folder: Path) -> Path:
    """Return a folder with 24 municipalities; in every other one something is open about reach."""
    place = folder / "eingang"
    for number in range(24):
        is_open = number % 2
        rules = Rules(met=("K101", "K203") if is_open else ("K101", "K203", "K301"), open=("K301",) if is_open else ())
        more: dict[str, Any] = {} if is_open else {"practices": (practice(),), "seeks": (wish(),)}
        if number % 4 == 0:
            more["ask"] = Ask(mailbox=f"netz{number}@stadt.example", topics=("reach",))
        put(place, f"Ort {number:02}", number, rules=rules, **more)
    return place


def built(komma: Run, *places: object, **given: Any) -> Ended:
    return komma("network", "build", *places, "-o", "netz", "--today", DAY, **given)


def everything(place: Path) -> dict[str, bytes]:
    return {path.relative_to(place).as_posix(): path.read_bytes() for path in place.rglob("*") if path.is_file()}


@both_languages
def test_a_folder_becomes_a_network(komma: Run, bundles: Path, lang: Lang) -> None:
    before = everything(bundles)
    ended = built(komma, bundles, lang=lang)
    assert (ended.code, ended.err) == (0, "")
    flat = " ".join(ended.out.split())
    assert text("network.built", lang, municipalities="24", entries="24", folder="netz") in flat
    names = {"network.sqlite", "network.json", "municipalities.csv", "practices.csv", "offers-and-needs.csv"}
    assert set(everything(Path("netz"))) == names | {"overview.csv"}
    assert everything(bundles) == before
    assert {path.name for path in Path().iterdir()} == {"eingang", "netz"}


def test_playbooks_and_bundles_count_alike(komma: Run, bundles: Path) -> None:
    assert built(komma, bundles, TOWN).code == 0
    network = read_network_file(Path("netz/network.json").read_bytes(), "netz")
    town = next(one for one in network.members if one.name == "Musterstadt")
    assert [one.id for one in town.practices] == ["m-04", "m-14"]
    assert len(network.members) == 25


def test_the_rules_of_a_municipality_stay_in_the_index(komma: Run, bundles: Path) -> None:
    built(komma, bundles)
    record = json.loads(Path("netz/network.json").read_bytes())
    asked = [one for one in record["members"] if "mailbox" in one]
    assert len(asked) == 6
    assert all(one["solved"] == ["K301"] for one in asked), "K101 and K203 are not among what they may be asked about"
    assert not any("solved" in one for one in record["members"] if "mailbox" not in one)
    for name, content in everything(Path("netz")).items():
        if name != "network.sqlite":
            assert b"K203" not in content, name


def test_parts_of_several_machines_make_the_same_network(komma: Run, bundles: Path) -> None:
    (bundles / "kaputt.komma.yaml").write_text("komma: [", encoding="utf-8")
    assert built(komma, bundles, TOWN).code == 1
    for part in ("1", "2", "3"):
        komma("network", "build", bundles, TOWN, "--shard", f"{part}/3", "-o", f"teil-{part}", "--today", DAY)
    ended = komma("network", "merge", "teil-1", "teil-2", "teil-3", "-o", "ganz", "--today", DAY)
    assert ended.code == 1
    whole, merged = everything(Path("netz")), everything(Path("ganz"))
    assert whole.keys() == merged.keys()
    for name in whole.keys() - {"network.sqlite"}:
        assert merged[name] == whole[name], name
    assert {path.name for path in Path("teil-2").iterdir()} <= {"network.sqlite", "left-out.csv"}
    again = komma("network", "merge", "teil-1", "teil-2", "teil-3", "teil-2", "-o", "doppelt", "--today", DAY)
    assert again.code == 1
    assert everything(Path("doppelt"))["network.json"] == whole["network.json"], "a part that comes twice counts once"


def test_figures_of_a_part_are_not_told(komma: Run, bundles: Path) -> None:
    assert built(komma, bundles, "--shard", "1/2").code == 0
    index = Path("netz/network.sqlite")
    for command in (("overview", "netz"), ("directory-diff", "netz"), ("site", "netz", "-o", "seiten")):
        ended = komma("network", *command)
        assert ended.code == 3
        assert ended.says("network.only_a_part", "de", file=index, part="1/2")
    ended = komma("network", "merge", "netz", "-o", "ganz")
    assert ended.code == 3
    assert ended.says("network.parts_missing", "de", missing="2/2")
    assert not list(Path("ganz").iterdir())


def test_a_part_in_which_nothing_counts_is_a_part_all_the_same(komma: Run, folder: Path) -> None:
    put(folder / "eingang", "Ort", 1)
    (folder / "eingang" / "b.komma-share.json").write_bytes(b"{}")
    places = ("eingang", "https://stadt.example/plaene.git", "--today", DAY)
    for part in "1234":
        ended = komma("network", "build", *places, "--shard", f"{part}/4", "-o", f"teil-{part}", "--fail-on", "never")
        assert ended.code == 0
    merged = komma("network", "merge", *(f"teil-{part}" for part in "1234"), "-o", "ganz", "--fail-on", "never")
    assert merged.code == 0
    assert merged.err.count("https://stadt.example") == 1, "every part tells it, and people read it once"
    assert "b.komma-share.json" in merged.err
    assert len(read_network_file(Path("ganz/network.json").read_bytes(), "ganz").members) == 1


BROKEN = {
    "leer.komma-share.json": b"",
    "plan.komma-share.json": TOWN.read_bytes(),
    "mehr.komma-share.json": to_bytes(bundle("Mehr")).replace(b'"komma":', b'"telefon": "1",\n  "komma":'),
    "neu.komma-share.json": to_bytes(bundle("Neu")).replace(b'"komma_share": 1', b'"komma_share": 2'),
    "schluessel.komma-share.json": to_bytes(bundle("Falsch", ags="99999999")),
    "binaer.komma.yaml": bytes(range(256)),
    "tief.komma-share.json": b"[" * 100_000,
    "gross.komma-share.json": b" " * 1_000_001,
}


@both_languages
def test_what_is_broken_is_told_for_each_file_and_the_rest_counts(komma: Run, bundles: Path, lang: Lang) -> None:
    for name, content in BROKEN.items():
        (bundles / name).write_bytes(content)
    ended = built(komma, bundles, lang=lang)
    assert ended.code == 1
    for name in BROKEN:
        assert name in ended.err, name
    assert len(read_network_file(Path("netz/network.json").read_bytes(), "netz").members) == 24
    rows = list(csv.reader(Path("netz/left-out.csv").read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert len(rows) == 1 + len(BROKEN)
    assert all(all(cell for cell in row) for row in rows)
    assert built(komma, bundles, "--fail-on", "never", lang=lang).code == 0
    for name in BROKEN:
        (bundles / name).unlink()
    built(komma, bundles, lang=lang)
    assert not Path("netz/left-out.csv").exists(), "nothing is left out any more"


def test_of_many_broken_files_the_screen_shows_twenty_and_the_table_all(komma: Run, bundles: Path) -> None:
    for number in range(120):
        (bundles / f"kaputt-{number:03}.komma-share.json").write_bytes(b"{")
    ended = built(komma, bundles)
    assert ended.code == 1
    assert ended.err.count("\n- ") == 20
    assert "100" in ended.err
    assert len(Path("netz/left-out.csv").read_text("utf-8-sig").splitlines()) == 121


def test_two_reports_of_one_day_do_not_count_and_are_told(komma: Run, bundles: Path) -> None:
    put(bundles / "noch-einmal", "Ort 03", 3, rules=Rules(met=("K101",)))
    ended = built(komma, bundles)
    assert ended.code == 1
    assert "Ort 03" in ended.flat
    assert "Ort 03" not in Path("netz/network.json").read_text("utf-8")


def test_where_nothing_can_be_used_nothing_is_written(komma: Run, folder: Path) -> None:
    (folder / "eingang").mkdir()
    (folder / "eingang" / "a.komma-share.json").write_bytes(b"{}")
    ended = built(komma, "eingang")
    assert ended.code == 3
    assert "a.komma-share.json" in ended.err
    assert everything(folder) == {"eingang/a.komma-share.json": b"{}"}


def test_a_folder_of_others_is_not_written_into(komma: Run, bundles: Path) -> None:
    Path("netz").mkdir()
    Path("netz/Urlaub.txt").write_text("mein", encoding="utf-8")
    ended = built(komma, bundles)
    assert ended.code == 3
    assert ended.says("network.foreign_folder", "de", folder="netz")
    assert everything(Path("netz")) == {"Urlaub.txt": b"mein"}
    assert built(komma, bundles, "--force").code == 0
    assert Path("netz/Urlaub.txt").read_text("utf-8") == "mein"
    assert built(komma, bundles).code == 0, "by now it is a network"
    Path("datei").write_text("x", encoding="utf-8")
    assert komma("network", "build", bundles, "-o", "datei").code == 3


def test_a_network_is_replaced_as_a_whole_or_stays(komma: Run, bundles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built(komma, bundles)
    before = everything(Path("netz"))
    for path in bundles.iterdir():
        path.write_bytes(b"{")
    assert built(komma, bundles).code == 3
    assert everything(Path("netz")) == before


def test_a_run_that_was_killed_is_no_obstacle(komma: Run, bundles: Path) -> None:
    Path("netz").mkdir()
    old, new = Path("netz/.network.sqlite.11.tmp"), Path("netz/.network.sqlite.12.tmp")
    for draft in (old, new):
        draft.write_bytes(b"half")
    names = ("network.json", "municipalities.csv")
    strays = [Path("netz/.network.sqlite.11.tmp-journal"), *(Path(f"netz/.{name}.host.11.3.tmp") for name in names)]
    for stray in strays:
        stray.write_bytes(b"half")
    for each in (old, *strays):
        os.utime(each, (0, 0))
    for name in names:
        Path("netz", name).write_bytes(b"half")
    assert built(komma, bundles).code == 0
    assert not old.exists()
    assert not any(stray.exists() for stray in strays)
    assert new.exists(), "somebody may be writing it right now"
    assert len(read_network_file(Path("netz/network.json").read_bytes(), "netz").members) == 24


def test_addresses_are_not_fetched(komma: Run, bundles: Path) -> None:
    ended = built(komma, bundles, "https://stadt.example/plaene.git")
    assert ended.code == 1
    assert "https://stadt.example/plaene.git" in ended.flat


@both_languages
def test_the_overview_in_every_format(komma: Run, bundles: Path, lang: Lang) -> None:
    built(komma, bundles)
    seen = {
        form: komma("network", "overview", "netz", "--format", form, lang=lang)
        for form in ("text", "markdown", "csv", "json")
    }
    assert {(ended.code, ended.err) for ended in seen.values()} == {(0, "")}
    for form in ("text", "markdown"):
        assert text("network.overview_of", lang, done="12", count="24", percent=50) in seen[form].out
    assert max(map(len, seen["text"].out.splitlines())) <= 80
    record = json.loads(seen["json"].out)
    assert record["totals"]["reach"] == {"open": 12, "count": 24}
    assert record["totals"]["alliance"] is None
    assert [one["rule"] for one in record["rules"]] == ["K301"]
    assert "Ort 0" not in "".join(ended.out for ended in seen.values()), "figures name no municipality"


def test_figures_below_five_are_refused(komma: Run, bundles: Path) -> None:
    built(komma, bundles)
    assert komma("network", "overview", "netz", "--k", "4").code == 2
    strict = json.loads(komma("network", "overview", "netz", "--k", "13", "--format", "json").out)
    assert not any(strict["totals"].values())
    before = komma("network", "overview", "netz", "--until", "2020-01-01")
    assert before.code == 2
    assert before.says("network.nothing_then", "de", day=date(2020, 1, 1))


@both_languages
def test_bodies_that_differ_are_shown(komma: Run, lang: Lang) -> None:
    built(komma, TOWN)
    ended = komma("network", "directory-diff", "netz", lang=lang)
    assert (ended.code, ended.err) == (0, "")
    found = json.loads(komma("network", "directory-diff", "netz", "--format", "json", lang=lang).out)
    assert isinstance(found["differences"], list)


def test_matches_are_the_same_from_folder_index_and_file(komma: Run, bundles: Path) -> None:
    built(komma, bundles, TOWN)
    seen = {
        komma("network", "match", SMALL, "--network", place, "--today", DAY, "--format", "json").out
        for place in ("netz", "netz/network.sqlite", "netz/network.json")
    }
    assert len(seen) == 1
    Path("netz/network.sqlite").unlink()
    assert komma("network", "match", SMALL, "--network", "netz", "--today", DAY, "--format", "json").out in seen
    record = json.loads(seen.pop())
    assert record["network"]["municipalities"] == 25


@both_languages
def test_a_consultation_has_its_papers(komma: Run, bundles: Path, lang: Lang) -> None:
    built(komma, bundles)
    match = ("network", "match", SMALL, "--network", "netz", "--today", DAY)
    ended = komma(*match, "--papers", "blatt", "--topic", "reach", "--ask", "Ort 04", "--ask", "05999008", lang=lang)
    assert (ended.code, ended.err) == (0, "")
    names = {path.name for path in written_files(ended.out)}
    assert {name for name in names if name.endswith(".docx")} == {
        f"kleinbeispiel-peer-agenda-{lang}.docx",
        f"kleinbeispiel-peer-letter-ort-04-{lang}.docx",
        f"kleinbeispiel-peer-letter-ort-08-{lang}.docx",
    }
    assert all((Path("blatt") / name).is_file() for name in names)


@pytest.mark.parametrize(
    ("more", "key"),
    [
        (("--ask", "Atlantis", "--topic", "reach"), "network.unknown_member"),
        (("--ask", "Ort", "--topic", "reach"), "network.many_called_so"),
        (("--ask", "Ort 04", "--topic", "roles"), "network_match.not_asked"),
        (("--rule", "K999"), "network_match.not_open"),
        (("--topic", "wetter"), "network_match.no_topic"),
    ],
)
def test_whoever_cannot_be_asked_gets_no_letter(komma: Run, bundles: Path, more: tuple[str, ...], key: str) -> None:
    built(komma, bundles)
    ended = komma("network", "match", SMALL, "--network", "netz", "--papers", "blatt", "--today", DAY, *more)
    assert ended.code == 2
    start = text_of_error(key)
    assert start in ended.flat
    assert not Path("blatt").exists()


def text_of_error(key: str) -> str:
    """Return the part of an error that is filled by nothing, to know it again."""
    from komma_cli.texts import words

    room, _, name = key.partition(".")
    message = words(f"errors/{room}", "de")[name]["message"]
    return max(re.split(r"\{[a-z]+\}", message), key=len).strip()


@both_languages
def test_the_report_and_what_is_due(komma: Run, bundles: Path, lang: Lang) -> None:
    built(komma, bundles)
    ended = komma("network", "report", "netz", "-o", "bericht", "--format", "all", "--today", DAY, lang=lang)
    assert (ended.code, ended.err) == (0, "")
    names = {path.name for path in written_files(ended.out)}
    assert names == {f"network-report-{lang}.{form}" for form in ("docx", "pdf", "html", "md")} | {
        "network-due.json",
        "network-due.ics",
    }
    assert json.loads(Path("bericht/network-due.json").read_bytes())["as_of"] == DAY
    only = komma("network", "report", "netz", "-o", "nur", "--format", "ics", "--today", DAY, lang=lang)
    assert only.code == 0
    assert {path.name for path in Path("nur").iterdir()} == {"network-due.ics", ".komma-papers.json"}
    assert komma("network", "report", "netz", "--format", "xls").code == 2


def test_pages_from_the_index_and_from_the_file_are_alike(komma: Run, bundles: Path) -> None:
    built(komma, bundles)
    ended = komma("network", "site", "netz", "-o", "seiten")
    assert (ended.code, ended.err) == (0, "")
    assert str(Path("seiten/index.html")) in ended.out
    assert komma("network", "site", "netz/network.json", "-o", "seiten2").code == 0
    assert everything(Path("seiten")) == everything(Path("seiten2"))
    other = komma("network", "site", "netz/network.json", "-o", "seiten3", "--k", "6")
    assert other.says("network.needs_index", "de", file=Path("netz/network.json"))
    assert komma("network", "site", "netz", "-o", "eingang").code == 3, "a folder with something else"


@both_languages
def test_the_example_network_is_one_command(komma: Run, lang: Lang) -> None:
    ended = komma("network", "demo", "beispiel", lang=lang)
    assert (ended.code, ended.err) == (0, "")
    flat = " ".join(ended.out.split())
    assert text("network.demo_note", lang) in flat
    assert str(Path("beispiel/site/index.html")) in flat
    network = read_network_file(Path("beispiel/network.json").read_bytes(), "beispiel")
    starters = ROOT / "playbooks" / "starter"
    assert len(network.members) == 1 + len(list(starters.glob("*.komma.yaml")))
    assert network.demo
    assert komma("network", "demo", "beispiel", lang=lang).code == 0, "it can be built again"


def change(file: Path, **changes: Any) -> None:
    """Change the network as if its municipalities had sent something new."""
    network = read_network_file(file.read_bytes(), str(file))
    members = tuple(
        replace(one, practices=tuple(each.model_copy(update=changes) for each in one.practices) if changes else ())
        for one in network.members
    )
    file.write_bytes(network_bytes(replace(network, members=members)))


def test_a_measure_of_the_network_is_listed_shown_adopted_and_watched(komma: Run, bundles: Path) -> None:
    built(komma, bundles)
    at = ("--network", "netz/network.json")
    plan = Path("plan.komma.yaml")
    plan.write_bytes(SMALL.read_bytes())
    listed = komma("practice", "list", "Telefon", *at)
    assert "05999000/m-01  Ort 00: Ein Telefon für alle" in listed.out
    shown = komma("practice", "show", "05999000/m-01", *at)
    assert "Abends war niemand da." in shown.out
    assert "komma practice adopt" in shown.out
    no_field = komma("practice", "adopt", plan, "05999000/m-01", *at)
    assert no_field.says("network.no_field", "de", practice="05999000/m-01")
    assert plan.read_bytes() == SMALL.read_bytes()
    assert komma("practice", "news", plan, *at).out.strip() == text("network.news_none", "de")
    assert komma("practice", "adopt", plan, "05999000/m-01", "--field", "field-staff", *at).code == 0
    assert komma("check", plan, "--today", DAY, "--select", "K0").code == 0
    assert "unverändert" in komma("practice", "news", plan, *at).out
    change(Path("netz/network.json"), why="Jetzt ist immer jemand da.")
    assert "geändert" in komma("practice", "news", plan, *at).out
    change(Path("netz/network.json"))
    assert "gibt die Maßnahme nicht mehr weiter" in " ".join(komma("practice", "news", plan, *at).out.split())
    assert komma("practice", "show", "05999000/m-77", *at).code == 2


WRONG_FILES = {
    "no json": (b"PK\x03\x04", "network.not_a_network_file"),
    "a list": (b"[]", "network.not_a_network_file"),
    "a bundle": (to_bytes(bundle()), "network.not_a_network_file"),
    "a later one": (b'{"format": "komma-network/2"}', "network.future_file"),
    "deep": (b"[" * 100_000, "network.not_a_network_file"),
}


@pytest.mark.parametrize("wrong", WRONG_FILES)
def test_what_is_no_network_is_refused(komma: Run, wrong: str) -> None:
    content, key = WRONG_FILES[wrong]
    file = Path("network.json")
    file.write_bytes(content)
    for command in (("network", "match", SMALL, "--network", file), ("network", "site", file, "-o", "seiten")):
        ended = komma(*command)
        assert ended.code == 3
        assert ended.says(key, "de", file="network.json")
    assert not Path("seiten").exists()


def test_a_network_file_with_more_than_it_may_have_is_refused(komma: Run, bundles: Path) -> None:
    built(komma, bundles)
    record = json.loads(Path("netz/network.json").read_bytes())
    record["members"][0]["telefon"] = "+4930 23125001"
    Path("mehr.json").write_text(json.dumps(record), encoding="utf-8")
    ended = komma("network", "match", SMALL, "--network", "mehr.json")
    assert ended.says("network.not_a_network_file", "de", file="mehr.json")


def test_an_index_that_is_none_is_refused(komma: Run, bundles: Path) -> None:
    built(komma, bundles)
    index = Path("netz/network.sqlite")
    whole = index.read_bytes()
    for content in (b"", whole[:5000], b"SQLite format 3\0" + b"x" * 5000):
        index.write_bytes(content)
        assert komma("network", "overview", "netz").code == 3
    index.write_bytes(whole)
    with sqlite3.connect(index) as connection:
        connection.execute("UPDATE meta SET value = 'komma-network/9' WHERE name = 'format'")
    connection.close()
    assert komma("network", "overview", "netz").says(
        "network.future_index", "de", file=Path("netz/network.sqlite"), version="komma-network/9"
    )
    with sqlite3.connect(index) as connection:
        connection.execute("UPDATE meta SET value = 'komma-network/1' WHERE name = 'format'")
        connection.execute("UPDATE meta SET value = 'x/y' WHERE name = 'part'")
    connection.close()
    assert komma("network", "merge", "netz", "-o", "ganz").says("network.not_an_index", "de", file=index)
    assert komma("network", "overview", "gibtsnicht").code == 3


def test_markup_and_formulas_of_others_stay_words(komma: Run, bundles: Path) -> None:
    put(bundles, '=HYPERLINK("x")<script>alert(1)</script>', 777, practices=(practice(title="<img src=x>"),))
    assert built(komma, bundles).code == 0
    komma("network", "site", "netz", "-o", "seiten")
    for name, content in everything(Path("seiten")).items():
        if name.endswith(".html"):
            assert b"<script>alert" not in content, name
            assert b"<img src=x>" not in content, name
    table = Path("netz/municipalities.csv").read_text("utf-8-sig")
    assert not re.search(r'(?m)(^|;)"?=', table)


@pytest.mark.parametrize("action", ["", "bauen", "--help"])
def test_an_unknown_action_names_those_there_are(komma: Run, action: str) -> None:
    ended = komma("network", *([action] if action else []))
    assert ended.code == (0 if action == "--help" else 2)
    for name in ("build", "merge", "overview", "match", "report", "site", "directory-diff", "demo"):
        assert name in ended.out + ended.err


def test_what_cannot_be_seen_turns_no_line_around(komma: Run, bundles: Path) -> None:
    hidden = "Ein\u202eexe.Plan\u200b\U000e0041"
    put(bundles, hidden, 777, practices=(practice(title=hidden, why=f"{hidden}\nund weiter"),))
    if os.name != "nt":
        (bundles / "\x1b[31m.komma-share.json").write_bytes(b"{}")
    built(komma, bundles)
    at = ("--network", "netz/network.json")
    for ended in (komma("practice", "list", "exe", *at), komma("practice", "show", "05999777/m-01", *at)):
        assert "Ein?exe.Plan??" in ended.out
        assert not re.search("[\u202e\u200b\U000e0041]", ended.out)
    assert "\x1b" not in Path("netz/left-out.csv").read_text("utf-8-sig") if os.name != "nt" else True


def test_a_part_is_named_in_one_way(komma: Run, bundles: Path) -> None:
    assert built(komma, bundles, "--shard", "01/1").code == 0
    assert komma("network", "merge", "netz", "-o", "ganz").code == 0
    for wrong in ("1/1000000", "0/4", "5/4", "a/b", "1/", "/", "-1/2"):
        ended = komma("network", "build", bundles, "--shard", wrong, "-o", "teil")
        assert (ended.code, ended.says("cli.shard", "de", text=wrong)) == (2, True)
        assert not Path("teil").exists()


def test_what_sqlite_left_beside_an_index_spoils_no_later_one(komma: Run, bundles: Path) -> None:
    built(komma, bundles)
    draft = f".network.sqlite.{os.getpid()}.tmp-journal"
    leftovers = [Path("netz", name) for name in ("network.sqlite-journal", "network.sqlite-wal", draft)]
    journal = bytes.fromhex("d9d505f920a163d7") + b"\0\0\0\1" + bytes(500) + b"x" * 5000
    for leftover in leftovers:
        leftover.write_bytes(journal)
    assert built(komma, bundles).code == 0
    assert komma("network", "overview", "netz").code == 0
    assert not any(leftover.exists() for leftover in leftovers)


def test_another_run_may_be_ready_first(bundles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from komma_cli.cli.network_building import refuse_foreign

    Path("netz").mkdir()
    Path("netz/network.sqlite").write_bytes(b"")
    monkeypatch.setattr(Path, "is_file", lambda _: False)  # it was not there yet when this was asked
    refuse_foreign(Path("netz"), force=False)


def test_of_a_file_far_too_large_only_the_beginning_is_read(komma: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from komma_cli.network import network_file

    sizes: list[int] = []
    read = network_file.read_network_file

    def weighed(data: bytes, name: str) -> object:
        sizes.append(len(data))
        return read(data, name)

    monkeypatch.setattr(network_file, "MOST_BYTES", 1000)
    monkeypatch.setattr(network_file, "read_network_file", weighed)
    Path("network.json").write_bytes(b" " * 10_000)
    ended = komma("network", "match", SMALL, "--network", "network.json")
    assert ended.says("network.not_a_network_file", "de", file="network.json")
    assert sizes == [1001]


def test_a_body_is_told_in_signs_that_can_be_seen(komma: Run, bundles: Path) -> None:
    confirmed = ConfirmedBody(entry="bund-notruf-110", ways=(Way(kind="phone", value="111"),), confirmed_on=date.min)
    put(bundles, "Ein\u202eexe.Ort", 777, bodies=(confirmed,))
    built(komma, bundles)
    ended = komma("network", "directory-diff", "netz")
    assert "Ein?exe.Ort" in ended.out
    assert "\u202e" not in ended.out
