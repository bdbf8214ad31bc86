"""The pages of a network: what they say, what they never say, and that they need nothing but themselves."""

from __future__ import annotations

import json
import re
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from komma_cli.network.anonymity import Cell
from komma_cli.network.overview import Overview, Point, Row, RuleCount, Table
from komma_cli.network.site import write_site
from komma_cli.network.site.figures import TILES
from komma_cli.network.site.frame import POLICY
from komma_cli.network.topics import topics
from komma_cli.network.view import Network
from komma_cli.texts import LANGUAGES, words
from tests.unit.network.made import DAY, practice
from tests.unit.network.site_made import LIBRARY, MARKUP, STATES, everything, member, network, small

VOID = {"meta", "link", "br", "input", "rect", "polyline"}


class Page(HTMLParser):
    """What a test asks of a page; fails at a tag that is not closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, *names: str) -> list[dict[str, str]]:
        return [attributes for tag, attributes in self.tags if tag in names]

    @property
    def plain(self) -> str:
        return " ".join(self.text.split())


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("site") / "out"
    write_site(small(), LIBRARY, target)
    return target


def html_files(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


@cache
def read(path: Path) -> Page:
    return Page(path.read_text(encoding="utf-8"))


def test_every_page_has_one_heading_landmarks_a_skip_link_and_the_policy(site: Path) -> None:
    for path in html_files(site):
        page = read(path)
        assert [tag for tag, _ in page.tags].count("h1") == 1, path
        assert len(page.all("main")) == 1
        assert page.all("html")[0]["lang"] in LANGUAGES
        policies = [each["content"] for each in page.all("meta") if each.get("http-equiv") == "Content-Security-Policy"]
        assert policies == [str(POLICY)]
        if path.parent != site:
            assert page.all("a")[0] == {"class": "skip", "href": "#main"}
            assert len(page.all("header")) == len(page.all("footer")) == 1
            assert all(each.get("aria-label") for each in page.all("nav"))


def test_the_policy_is_as_strict_as_it_can_be() -> None:
    assert str(POLICY).split("; ") == [
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self' data:",
        "base-uri 'none'",
        "form-action 'none'",
    ]


def test_nothing_stands_in_a_page_that_the_policy_would_refuse(site: Path) -> None:
    for path in html_files(site):
        page = read(path)
        assert not page.all("style", "img", "iframe", "object", "embed", "base")
        assert all(set(each) == {"src", "defer"} for each in page.all("script"))
        assert not [name for _, attributes in page.tags for name in attributes if name == "style" or name[:2] == "on"]


def test_no_page_loads_anything_from_elsewhere(site: Path) -> None:
    for path in html_files(site):
        for tag, attributes in read(path).tags:
            loaded = attributes.get("src", "") if tag != "link" else attributes["href"]
            assert not re.match(r"(?:[a-z]+:)?//", loaded), (path, loaded)
    for name in ("site.css", "site.js"):
        assert not re.search(r"url\(|@import|https?:|//\w", (site / name).read_text(encoding="utf-8"))


def test_all_links_are_alive(site: Path) -> None:
    anchors = {path: {each["id"] for _, each in read(path).tags if "id" in each} for path in html_files(site)}
    for path in html_files(site):
        for link in (each["href"] for each in read(path).all("a", "link")):
            if re.match(r"https?:|mailto:|data:", link):
                continue
            place, _, anchor = link.partition("#")
            found = (path.parent / unquote(place)).resolve() if place else path
            assert found.is_file(), (path, link)
            assert found.is_relative_to(site.resolve())
            assert not anchor or anchor.startswith("state=") or anchor in anchors[found], (path, link)


def test_both_languages_have_the_same_pages_that_lead_to_each_other(site: Path) -> None:
    pages = {lang: {path.relative_to(site / lang) for path in html_files(site / lang)} for lang in LANGUAGES}
    assert pages["de"] == pages["en"]
    for lang, other in (("de", "en"), ("en", "de")):
        for name in pages[lang]:
            page = read(site / lang / name)
            switch = next(each for each in page.all("a") if each.get("hreflang"))
            assert switch["hreflang"] == switch["lang"] == other
            assert ((site / lang / name).parent / switch["href"]).resolve() == (site / other / name).resolve()


def test_every_kind_of_page_has_the_same_structure_in_both_languages(site: Path) -> None:
    for path in html_files(site / "de"):
        if path.name != "index.html" and "practices" not in path.name:
            tags = [[tag for tag, _ in read(site / lang / path.relative_to(site / "de")).tags] for lang in LANGUAGES]
            assert sorted(tags[0]) == sorted(tags[1]), path


def test_names_with_markup_are_shown_as_they_are_written(site: Path) -> None:
    path = next(path for path in html_files(site / "de" / "municipality" / "sl"))
    assert MARKUP in read(path).text
    assert "<script>alert" not in path.read_text(encoding="utf-8")
    data = (site / "data" / "sl-1.js").read_text(encoding="ascii")
    assert json.dumps(MARKUP) in data
    for path in html_files(site):
        assert len(read(path).all("script")) == (path.name == "search.html"), path


def test_a_script_stands_on_the_search_page_alone_and_its_form_is_hidden_without_it(site: Path) -> None:
    page = read(site / "de" / "search.html")
    (form,) = page.all("form")
    assert "hidden" in form
    assert "action" not in form
    names = form["data-shards"].split()
    assert sorted(path.stem for path in (site / "data").glob("*.js")) == sorted({*names, "library-en"})
    status = [each for each in page.all("p") if each.get("role") == "status"]
    assert len(status) == 1
    assert set(json.loads(form["data-words"])["kinds"]) == {"member", "practice", "offer", "seek", "library"}
    linked = {each["href"] for each in page.all("a")}
    assert {f"state/{path.name}" for path in (site / "de" / "state").glob("*.html")} <= linked


def test_the_data_of_the_search_say_what_stands_on_the_pages(site: Path) -> None:
    content = (site / "data" / "nw-1.js").read_text(encoding="ascii")
    name, record = json.loads("[" + content.partition("kommaData(")[2].removesuffix(");\n") + "]")
    state, members, more, library = record
    assert (name, state, library) == ("nw-1", "NW", [])
    assert members == [
        ["Musterstadt", "municipality/nw/musterstadt.html", 1, "under_20000", "model", 2 ** len(topics()) - 1, 1]
    ]
    assert [each[1] for each in more] == [0, 0, *[1] * 8, 2, 2]
    assert all((site / "de" / each[3]).is_file() for each in more)


def test_a_municipality_that_released_nothing_is_told_so_and_no_more(site: Path) -> None:
    page = read(site / "de" / "municipality" / "bb" / "beispielort-b.html")
    said = words("network_site", "de")
    assert said["member_nothing"] in page.plain
    assert said["ask_no"] in page.plain
    assert "mailto:" not in str(page.tags)


def test_a_municipality_shows_all_it_released_and_no_rule_it_has_met(site: Path, tmp_path: Path) -> None:
    page = read(site / "de" / "municipality" / "nw" / "musterstadt.html")
    one = everything()
    for each in (*one.practices, *one.offers, *one.seeks):
        assert getattr(each, "title", "") in page.plain
        assert getattr(each, "text", "") in page.plain
    assert "netzwerk@musterstadt.example" in page.plain
    made = network([member(mailbox="amt@ort.example", solved=frozenset({"K101", "K203"}))])
    write_site(made, dict.fromkeys(LANGUAGES, ()), tmp_path / "out")
    assert not [path for path in (tmp_path / "out").rglob("*.*") if b"K203" in path.read_bytes()]


def test_a_practice_names_source_licence_and_who_reviewed_it(site: Path) -> None:
    page = read(site / "en" / "practice" / "nw" / "musterstadt-m-01.html")
    assert "Beirat Beispiel, 20 November 2026" in page.plain
    assert "CC BY 4.0" in page.plain
    assert "05999999/m-01" in page.plain
    links = {each["href"]: each for each in page.all("a")}
    assert "https://stadt.example/vorlage?a=1&b=2" in links
    assert "https://creativecommons.org/licenses/by/4.0/deed.en" in links
    german = [each for each in page.all("p") if each.get("lang") == "de"]
    assert german, "the words of a municipality are German on an English page too"


def test_a_practice_that_was_taken_over_leads_to_its_origin_and_tells_of_a_change(tmp_path: Path) -> None:
    def shown(folder: str, **changes: object) -> Page:
        taken = {"municipality": "Musterstadt", "practice": "m-01", "digest": "0" * 64, **changes}
        adopter = member("Neuort", practices=(practice(id="m-02", origin=taken),))
        write_site(network([everything(), adopter]), LIBRARY, tmp_path / folder)
        return read(tmp_path / folder / "de" / "practice" / "nw" / "neuort-m-02.html")

    changed = words("network_site", "de")["practice_changed"]
    page = shown("changed")
    assert changed in page.plain
    assert "../../practice/nw/musterstadt-m-01.html" in {each["href"] for each in page.all("a")}
    gone = shown("gone", practice="m-77")
    assert re.search(r"Übernommen von\s*Musterstadt", gone.text)
    assert changed not in gone.plain


def test_an_example_from_a_council_group_has_no_link_and_a_caution_first(site: Path) -> None:
    page = read(site / "de" / "practice" / "komma" / "pankow-two-people.html")
    assert not [each for each in page.all("a") if each["href"].startswith("http")]
    assert page.plain.index("Bitte beachten") < page.plain.index("Was der Ort getan hat")


def test_the_banner_of_the_example_stands_on_every_page_of_it_and_on_no_other(tmp_path: Path, site: Path) -> None:
    write_site(small(demo=True), LIBRARY, tmp_path / "out")
    banners = {words("network_site", lang)["demo"] for lang in LANGUAGES}
    for path in html_files(tmp_path / "out"):
        assert any(banner in read(path).plain for banner in banners), path
    for path in html_files(site):
        assert not any(banner in read(path).plain for banner in banners), path
    page = read(tmp_path / "out" / "de" / "municipality" / "bb" / "beispielort-b.html")
    assert words("network_site", "de")["member_nothing_demo"] in page.plain


def figures(**changes: object) -> Network:
    """Return a network with figures as they are given."""
    cells = dict.fromkeys(topics(), None) | {"reach": Cell(18, 30)}
    row = {"reach": Cell(6, 12)}
    given = {
        "as_of": DAY, "size": 30, "k": 5, "totals": cells,
        "tables": (Table("state", (Row("NW", row), Row("BY", {"reach": None}), Row(None, {"reach": Cell(12, 18)}))),),
        "rules": (RuleCount("K301", 12, 30), RuleCount("K203", 6, 30)),
        "trends": (Point(date(2026, 6, 1), {"reach": Cell(24, 30)}), Point(DAY, cells)),
    }  # fmt: skip
    return Network((member("Ort"), member("Dorf", state="BY")), Overview(**{**given, **changes}), "1.2.3", DAY)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("told") / "out"
    write_site(figures(), LIBRARY, target)
    return target


def test_a_figure_that_may_not_be_told_is_told_in_words_and_never_as_a_number(told: Path) -> None:
    page = read(told / "de" / "index.html")
    assert page.plain.count("zu wenige, um sie zu nennen") == len(topics()) - 1
    assert "12 von 30 (40 %)" in page.plain
    assert not re.search(r"\b0 von|\(0 %\)", page.plain)
    assert read(told / "en" / "index.html").plain.count("too few to say") == len(topics()) - 1


def test_a_topic_has_a_row_for_each_group_and_one_for_the_rest(told: Path) -> None:
    said = read(told / "de" / "topic" / "reach.html").text
    assert re.search(r"Bayern\s*zu wenige, um sie zu nennen\s*Nordrhein-Westfalen\s*6 von 12 \(50 %\)", said)
    assert re.search(r"alle übrigen zusammen\s*6 von 18 \(33 %\)", said)
    assert "Nordrhein-Westfalen" not in read(told / "de" / "topic" / "roles.html").text


def test_rules_stand_with_their_titles_and_developments_with_first_and_last_figure(told: Path) -> None:
    said = read(told / "de" / "index.html").plain
    assert said.index("Stufe ohne Kontakt oder Vertretung") < said.index("Kritische Rolle ohne Vertretung")
    assert "6 von 30 (20 %), 01.06.2026" in said
    assert "12 von 30 (40 %), 01.12.2026" in said


def test_bars_are_as_wide_as_their_figures(told: Path) -> None:
    bars = [each["width"] for each in read(told / "de" / "index.html").all("rect") if each["class"] == "share"]
    assert bars == ["40"]


def test_without_any_figure_the_topics_are_still_there(tmp_path: Path) -> None:
    write_site(figures(totals=dict.fromkeys(topics(), None), tables=(), rules=(), trends=()), LIBRARY, tmp_path / "out")
    page = read(tmp_path / "out" / "de" / "index.html")
    assert "Noch gibt es keine Zahlen" in page.plain
    assert {f"topic/{each.replace('_', '-')}.html" for each in topics()} <= {each["href"] for each in page.all("a")}


def test_every_land_has_a_place_of_its_own_on_the_map_and_in_the_style_sheet(told: Path) -> None:
    assert set(TILES) == set(STATES)
    assert len(set(TILES.values())) == len(TILES)
    sheet = (told / "site.css").read_text(encoding="utf-8")
    for code, (row, column) in TILES.items():
        assert f".tile-{code.lower()}{{grid-area:{row}/{column}}}" in sheet
    page = read(told / "de" / "index.html")
    assert sum(each.get("class", "").startswith("tile-") for each in page.all("li")) == len(TILES)
    assert re.search(r"Bremen\s*\(HB\)\s*noch keine", page.text), "the table says the same"


def test_municipalities_stand_by_name_whatever_they_have_done(tmp_path: Path) -> None:
    quiet = [member(name, state="HE") for name in ("Stadt Adorf", "Ähringen", "Zell", "Landkreis Bergau")]
    busy = member("Mitte", state="HE", mailbox="a@b.example", practices=(practice(),))
    write_site(network([busy, *quiet]), LIBRARY, tmp_path / "out")
    said = read(tmp_path / "out" / "de" / "state" / "he.html").plain
    places = [said.index(name) for name in ("Stadt Adorf", "Ähringen", "Landkreis Bergau", "Mitte", "Zell")]
    assert places == sorted(places)


def test_both_languages_have_the_same_words_with_the_same_gaps() -> None:
    def gaps(node: object) -> object:
        if isinstance(node, dict):
            return {key: gaps(value) for key, value in node.items()}
        if isinstance(node, list):
            return [gaps(value) for value in node]
        return sorted(re.findall(r"\{\w+\}", str(node)))

    german, english = (words("network_site", lang) for lang in LANGUAGES)
    assert gaps(german) == gaps(english)


def test_no_word_waits_in_vain() -> None:
    root = Path(__file__).parents[3]
    places = [
        *(root / "komma_cli" / "network" / "site").glob("*.py"),
        *(root / "templates" / "_network-site").iterdir(),
    ]
    code = "\n".join(path.read_text(encoding="utf-8") for path in places)
    begun = ("nav_", "fact_", "member_", "topic_", "practice_", "search_")

    def used(name: str) -> bool:
        whole = (f'"{name}"', f"w.{name}", f"words.{name}")
        return any(each in code for each in whole) or (name.startswith(begun) and f'"{name.partition("_")[2]}"' in code)

    assert [name for name in words("network_site", "de") if not used(name.removesuffix("_one"))] == []
