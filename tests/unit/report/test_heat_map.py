"""The week as a picture: every hour with a gap is drawn, nothing else, and the words say the same."""

from __future__ import annotations

import re
import struct
import zlib
from datetime import date

import pytest
from lxml import etree

from komma_cli.reach.proof import Prover
from komma_cli.reach.telling import Teller
from komma_cli.reach.weekly import alternative, class_of, rows
from komma_cli.report import heat_map
from tests.unit.reach.plans import body, level, person, plan, role, step

FIRST = date(2026, 12, 1)
HOSTILE = '<script>alert("1")</script> & \u202eAB'


def drawn(playbook, lang="de"):
    prover = Prover(playbook, FIRST)
    proof = prover.prove()
    return proof, Teller(prover, lang)


def example():
    roles = [role(holder="p-1")]
    steps = [step(role="contact", kind="report", within="P1D")]
    levels = [level(first_contact="b-1"), level(id="level-3", rank=3, name="Stufe 3", first_contact="p-1")]
    return plan([person("p-1")], bodies=[body("b-1", audiences=[])], roles=roles, steps=steps, levels=levels)


def test_every_hour_with_a_gap_is_covered_by_its_class_and_no_other_hour():
    proof, teller = drawn(example())
    tree = etree.fromstring(heat_map.svg(proof, teller).encode())
    shown: dict[int, dict[int, str]] = {}
    for rect in tree.iter("{*}rect"):
        if rect.get("class") in ("sometimes", "often"):
            row = (int(rect.get("y")) - heat_map.TOP) // heat_map.ROW
            start = (int(rect.get("x")) - heat_map.LEFT) // heat_map.HOUR
            for hour in range(start, start + int(rect.get("width")) // heat_map.HOUR):
                assert hour not in shown.setdefault(row, {})
                shown[row][hour] = rect.get("class")
    for number, (_, shares) in enumerate(rows(proof, teller)):
        wanted = {hour: class_of(share) for hour, share in enumerate(shares) if share > 0}
        assert shown.get(number, {}) == wanted
    assert len(shown) == 3  # level 3, the card, all together


@pytest.mark.parametrize(("lang", "words"), [("de", "Ohne Lücke: „Stufe 2“."), ("en", "Without a gap: “Stufe 2”.")])
def test_the_words_in_the_picture_are_those_of_the_alternative(lang, words):
    proof, teller = drawn(example(), lang)
    told = alternative(proof, teller)
    assert words in told
    described = etree.fromstring(heat_map.svg(proof, teller).encode()).findtext("{*}desc")
    assert all(sentence in described for sentence in told)


def test_the_alternative_names_the_hours():
    proof, teller = drawn(
        plan([person("p-1", "Mo-Su 06:00-24:00; PH 06:00-24:00")], levels=[level(first_contact="p-1")])
    )
    assert alternative(proof, teller)[0] == (
        "Stufe 2: in jeder zweiten Woche oder öfter Mo 0 Uhr bis Mo 5 Uhr, Di 0 Uhr bis Di 5 Uhr, "
        "Mi 0 Uhr bis Mi 5 Uhr, Do 0 Uhr bis Do 5 Uhr, Fr 0 Uhr bis Fr 5 Uhr, Sa 0 Uhr bis Sa 5 Uhr, "
        "So 0 Uhr bis So 5 Uhr."
    )


def test_nobody_at_all_and_no_gap_at_all():
    nobody = drawn(plan([person("p-1", None)], levels=[level(first_contact="p-1")]))
    assert "zu jeder Stunde der Woche" in alternative(*nobody)[0]
    everybody = drawn(plan([person("p-1", "24/7")], levels=[level(first_contact="p-1")]))
    assert alternative(*everybody) == ("Ohne Lücke: „Stufe 2“, „alle zusammen“.",)
    assert 'class="often"' not in heat_map.svg(*everybody)


def test_a_hostile_name_stays_a_name():
    playbook = plan([person("p-1")], levels=[level(first_contact="p-1", name=HOSTILE)])
    text = heat_map.svg(*drawn(playbook))
    tree = etree.fromstring(text.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    assert not list(tree.iter("{*}script"))
    assert "\u202e" not in text
    assert not re.search(r"(?:href|url\(|style=)", text)


def test_the_same_plan_gives_the_same_bytes_and_long_titles_are_cut_in_the_picture_only():
    long = "Eine sehr lange Bezeichnung für eine Stufe der Bedrohung in der Stadt"
    proof, teller = drawn(plan([person("p-1")], levels=[level(first_contact="p-1", name=long)]))
    text = heat_map.svg(proof, teller)
    assert text == heat_map.svg(proof, teller)
    tree = etree.fromstring(text.encode())
    assert long in tree.findtext("{*}desc")
    assert long not in [node.text for node in tree.iter("{*}text")]


def test_the_raster_picture_has_letters_and_colours():
    content = heat_map.png(heat_map.svg(*drawn(example())))
    width, height, _depth, colours = struct.unpack(">IIBB", content[16:26])
    assert width == 2 * (heat_map.LEFT + 168 * heat_map.HOUR + heat_map.RIGHT)
    assert height == 2 * (heat_map.TOP + 4 * heat_map.ROW + 46)
    assert colours in (2, 6)
    pixels = zlib.decompress(b"".join(chunks(content)))
    assert len(set(pixels[:: 4 * 7])) > 20


def chunks(content: bytes):
    place = 8
    while place < len(content):
        (length,) = struct.unpack(">I", content[place : place + 4])
        if content[place + 4 : place + 8] == b"IDAT":
            yield content[place + 8 : place + 8 + length]
        place += 12 + length
