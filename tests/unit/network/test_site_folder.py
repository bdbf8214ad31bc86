"""The folder of a site: whose it is, what is replaced in it, and that nothing outside is touched."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from komma_cli import __version__
from komma_cli.errors import WriteError
from komma_cli.network.bundle import Wish
from komma_cli.network.site import MARKER, write_site
from komma_cli.network.site.addresses import Addresses
from tests.unit.network.made import practice
from tests.unit.network.site_made import LIBRARY, large, long_practice, member, network, small

PAGE = 150_000
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\.(?:html|js|css|json)")
DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)\.", re.IGNORECASE)


def files(target: Path) -> dict[str, bytes]:
    return {path.relative_to(target).as_posix(): path.read_bytes() for path in target.rglob("*") if path.is_file()}


def test_equal_networks_give_equal_bytes_whatever_was_there_before(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    written = write_site(small(), LIBRARY, first)
    write_site(network([member(f"Ort {number}") for number in range(40)]), LIBRARY, second)
    write_site(small(), LIBRARY, second)
    assert files(first) == files(second)
    assert written.files == len(files(first))
    assert written.bytes == sum(map(len, files(first).values()))
    assert written.start == first / "index.html"


def test_the_marker_names_format_and_version_and_says_that_all_is_there(tmp_path: Path) -> None:
    write_site(small(), LIBRARY, tmp_path / "out")
    found = json.loads((tmp_path / "out" / MARKER).read_bytes())
    assert found == {"format": "komma-network-site/1", "komma": __version__, "complete": True}


@pytest.mark.parametrize("content", [None, b"{}", b"[]", b"not json", b'{"format": "other/1"}', b"[" * 100_000])
def test_a_folder_of_something_else_is_refused_and_stays_as_it_is(tmp_path: Path, content: bytes | None) -> None:
    (tmp_path / "index.html").write_text("mine", encoding="utf-8")
    if content is not None:
        (tmp_path / MARKER).write_bytes(content)
    before = files(tmp_path)
    with pytest.raises(WriteError) as caught:
        write_site(small(), LIBRARY, tmp_path)
    assert caught.value.key == "network.site_foreign"
    assert files(tmp_path) == before


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    with pytest.raises(WriteError) as caught:
        write_site(small(), LIBRARY, tmp_path / "out")
    assert caught.value.key == "network.site_foreign"


def test_with_force_other_files_stay_even_where_pages_go_and_through_later_calls(tmp_path: Path) -> None:
    mine = {"CNAME": "example.org", "de/own.html": "<p>mine</p>", "data/own.js": "1", "de/municipality/nw/x.txt": "x"}
    for name, content in mine.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    write_site(small(), LIBRARY, tmp_path, force=True)
    write_site(network([member("Ort", state="TH")]), LIBRARY, tmp_path)
    for name, content in mine.items():
        assert (tmp_path / name).read_text(encoding="utf-8") == content


def test_pages_of_municipalities_that_left_are_removed_with_their_folders(tmp_path: Path) -> None:
    write_site(small(), LIBRARY, tmp_path / "out")
    assert (tmp_path / "out" / "en" / "practice" / "nw").is_dir()
    write_site(network([member("Ort", state="TH")]), LIBRARY, tmp_path / "out")
    left = [name for name in files(tmp_path / "out") if re.search(r"/(?:nw|bb)[/.-]", name)]
    assert left == []
    assert not (tmp_path / "out" / "en" / "practice" / "nw").exists()


def test_what_was_interrupted_is_known_and_can_be_written_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out"
    with monkeypatch.context() as patch:
        patch.setattr("komma_cli.network.site.practices_page", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            write_site(small(), LIBRARY, target)
    assert json.loads((target / MARKER).read_bytes())["complete"] is False
    write_site(small(), LIBRARY, target)
    write_site(small(), LIBRARY, tmp_path / "whole")
    assert files(target) == files(tmp_path / "whole")


@pytest.mark.parametrize("name", ["de", "de/municipality", "de/index.html", "site.css", MARKER])
def test_nothing_is_written_through_a_link(tmp_path: Path, name: str) -> None:
    target, outside = tmp_path / "out", tmp_path / "outside"
    write_site(small(), LIBRARY, target)
    place = target / name
    place.rename(outside)
    before = files(outside) if outside.is_dir() else outside.read_bytes()
    try:
        place.symlink_to(outside, target_is_directory=outside.is_dir())
    except OSError:
        pytest.skip("links are not allowed here")
    with pytest.raises(WriteError) as caught:
        write_site(network([member()]), LIBRARY, target)
    assert caught.value.key == "network.site_leads_out"
    assert (files(outside) if outside.is_dir() else outside.read_bytes()) == before


def test_a_folder_that_cannot_be_written_is_told_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "de").write_text("a file where a folder goes", encoding="utf-8")
    with pytest.raises(WriteError) as caught:
        write_site(small(), LIBRARY, tmp_path / "out", force=True)
    assert caught.value.key == "network.not_written"


NASTY = [
    "../../etc",
    "CON",
    "con",
    "Aux",
    "NUL.txt",
    "a/b\\c",
    "…",
    "日本",
    "",
    "Köln",
    "koeln",
    "KOELN",
    "x" * 200,
    "x" * 199,
]


def test_file_names_are_safe_unique_and_lead_nowhere_whatever_the_names(tmp_path: Path) -> None:
    members = [
        member(name or ".", key=f"{name}-{at}", practices=(practice(),), mailbox="a@b.example")
        for at, name in enumerate(NASTY * 2)
    ]
    write_site(network(members), LIBRARY, tmp_path / "deep" / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["deep"]
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["out"]
    names = list(files(tmp_path / "deep" / "out"))
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert all(re.fullmatch("[a-z0-9-]+", folder) for folder in name.split("/")[:-1])
        assert NAME.fullmatch(name.rpartition("/")[2]), name
        assert not any(DEVICES.match(f"{part}.") for part in name.replace(".", "/").split("/")), name
        assert len(name) < 160
    assert len([name for name in names if name.startswith("de/municipality/")]) == len(members)


def test_equal_names_are_told_apart_by_their_keys_and_keep_their_addresses(tmp_path: Path) -> None:
    twins = [member("Neustadt", key="05000002", ags="05000002"), member("Neustadt", key="05000001", ags="05000001")]
    found = network(twins)
    addresses = Addresses(found.members)
    assert [addresses.member(one) for one in found.members] == [
        "municipality/nw/neustadt.html",
        "municipality/nw/neustadt-05000002.html",
    ]
    write_site(found, LIBRARY, tmp_path / "out")
    page = (tmp_path / "out" / "de" / "state" / "nw.html").read_text(encoding="utf-8")
    assert "Stadt im Landkreis, 05000001" in page
    assert "Stadt im Landkreis, 05000002" in page


def test_no_page_of_a_large_network_is_too_large_and_every_municipality_is_listed_once(tmp_path: Path) -> None:
    made = large(400)
    rows = [member(f"{'<&>' * 40} {number}", state="BY", key=f"k-{number}") for number in range(600)]
    write_site(network([*made.members, *rows]), LIBRARY, tmp_path / "out")
    found = files(tmp_path / "out")
    assert max(map(len, found.values())) <= PAGE
    lists = [text for name, text in found.items() if re.match(r"de/state/by-members(-\d+)?\.html", name)]
    assert len(lists) > 3
    linked = re.findall(rb'<li><a href="\.\./municipality/by/([^"]+)"', b"".join(lists))
    assert len(linked) == len(set(linked)) == 600 + sum(one.state == "BY" for one in made.members)
    first = found["de/state/by-members.html"].decode()
    assert 'rel="next"' in first
    assert 'rel="prev"' not in first


@pytest.mark.parametrize("sign", ['"', "<", "ä", "\U0001f300"])
def test_no_page_is_too_large_even_if_every_text_is_as_long_as_it_may_be(tmp_path: Path, sign: str) -> None:
    long = long_practice(sign)
    practices = tuple(long.model_copy(update={"id": f"m-{number}"}) for number in range(200))
    wishes = tuple(Wish(id=f"w-{number}", topic="reach", text=sign * 200) for number in range(100))
    one = member(sign * 200, practices=practices, offers=wishes, seeks=wishes, mailbox="a@b.example")
    write_site(network([one]), LIBRARY, tmp_path / "out")
    sizes = {name: len(content) for name, content in files(tmp_path / "out").items() if name.endswith(".html")}
    assert max(sizes.values()) <= PAGE
