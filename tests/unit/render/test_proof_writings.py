"""A name or number is found however it is written, coded or divided."""

from __future__ import annotations

import base64
import html
import quopri
import unicodedata
from typing import Any
from urllib.parse import quote

import pytest

from komma_cli.model.playbook import Playbook
from komma_cli.render.proof.folding import Needles, fold, fold_apart
from komma_cli.render.proof.search import Proof
from tests.unit.render.playbooks import data, playbook

NAME = "Jürgen Özgür Müßig-Tannhoff"
PHONE = "+492214710990"
MAIL = "j.muessig@post.example"


def plan(**more: Any) -> Playbook:
    plain = data()
    plain["people"][0] |= {
        "name": NAME,
        "channels": [
            {"kind": "private_phone", "value": PHONE, "class": "confidential"},
            {"kind": "private_email", "value": MAIL, "class": "confidential"},
        ],
    }
    plain["people"][0] |= more
    return playbook(plain)


@pytest.fixture(scope="module")
def proof() -> Proof:
    return Proof(plan(), "public")


def paths(proof: Proof, text: str) -> set[str]:
    return {hit.secret.path for hit in proof.hits(text.encode("utf-8"))}


WRITTEN = {
    "number": [
        PHONE,
        "0049 221 4710990",
        "+49 (0)221 / 4710-990",
        "0221 47 10 99 0",
        "0221\u00a04710\u202f990",
        "0221\u20094710\u2011990",
        "02 21 47 10 99 0",
        "tel:+49-221-4710990",
        "2214710990",
        "wählen Sie 4710990.",
        "０２２１４７１０９９０",
        "0221-\n4710990",
        "0221.4710.990",
    ],
    "name": [
        NAME,
        NAME.upper(),
        "Juergen Oezguer Muessig-Tannhoff",
        "Jurgen Ozgur Mussig Tannhoff",
        unicodedata.normalize("NFD", NAME),
        "Jürgen Özgür Müßig-Tann-\nhoff",
        "Jürgen Özgür Mü\u00adßig-Tann\u00adhoff",
        "Jür\u200bgen Öz\u200bgür Müßig-Tannhoff",
        "Müßig-Tannhoff, Jürgen Özgür",
        "J. Müßig-Tannhoff",
        "J. Ö. Müßig-Tannhoff",
        "MÜSSIG-TANNHOFF, J.",
        "Frau Müßig-Tannhoff sagt",
        "**Jürgen** *Özgür* Müßig-**Tann**hoff",
        "juergen.oezguer.muessig-tannhoff@stadt.example",
    ],
    "mail": [MAIL, "j.muessig(at)post.example", "j.muessig at post.example", "J.MUESSIG@POST.EXAMPLE", "<j.muessig@x>"],
}
FIELD = {"number": "channels[0].value", "name": "].name", "mail": "channels[1].value"}


@pytest.mark.parametrize(("what", "text"), [(what, text) for what, texts in WRITTEN.items() for text in texts])
def test_every_writing_is_found(proof: Proof, what: str, text: str) -> None:
    assert any(path.endswith(FIELD[what]) for path in paths(proof, f"Davor {text} danach"))


CODED = {
    "entities": "".join(f"&#{ord(letter)};" for letter in NAME).encode(),
    "named entities": html.escape(NAME).replace("ü", "&uuml;").replace("Ö", "&Ouml;").replace("ß", "&szlig;").encode(),
    "percent": quote(NAME).encode(),
    "percent of a number": b"tel:%2B49%20221%204710990",
    "quoted-printable": quopri.encodestring(f"Text mit {NAME} darin".encode()),
    "UTF-16": f"Text {NAME}".encode("utf-16"),
    "UTF-16 without a mark": f"Text {NAME} und mehr".encode("utf-16-be"),
    "Latin-1": f"Text {NAME}".encode("latin-1"),
    "base64": base64.b64encode(NAME.encode()),
    "base64 of Latin-1": b"x " + base64.b64encode(f"An {NAME}".encode("latin-1")),
    "base64 of UTF-16": base64.b64encode(NAME.encode("utf-16-le")),
    "base64 in lines": base64.encodebytes(("Ein langer Text davor. " * 9 + NAME).encode()),
    "base64 for addresses": base64.urlsafe_b64encode(NAME.encode()).rstrip(b"="),
    "base64 twice": base64.b64encode(base64.b64encode(NAME.encode())),
    "hexadecimal": NAME.encode().hex().encode(),
    "hexadecimal UTF-16": NAME.encode("utf-16-be").hex().upper().encode(),
    "JSON": b'"' + NAME.encode("unicode_escape").replace(b"\\xfc", b"\\u00fc") + b'"',
    "a tag in every word": "J<b>ür</b>gen <i>Öz</i>gür Müßig-<u>Tann</u>hoff".encode(),
    "a comment": f"<p>x</p><!-- {NAME} -->".encode(),
    "an attribute": f'<img alt="Bild von {NAME}">'.encode(),
    "a coded address of data": b'<img src="data:text/plain;base64,' + base64.b64encode(f"x {NAME}".encode()) + b'">',
    "an entity inside percent": quote("J&uuml;rgen &Ouml;zg&uuml;r M&uuml;&szlig;ig-Tannhoff").encode(),
}


@pytest.mark.parametrize("coding", CODED)
def test_every_coding_is_found(proof: Proof, coding: str) -> None:
    assert [hit.secret.value for hit in proof.hits(CODED[coding])][:1] in ([NAME], [PHONE])


@pytest.mark.parametrize(
    "text",
    [
        "Jürgen Müller, Özgür Tannhof",
        "0221 4710991 und 0221 4710 900",
        "Muster Müßiggang",
        "post@muessig.example",
        "99047109902214",
        "",
    ],
)
def test_other_names_and_numbers_are_none(proof: Proof, text: str) -> None:
    assert proof.hits(text.encode()) == ()


def test_a_short_value_counts_as_a_whole_word_only() -> None:
    proof = Proof(plan(name="Ana Li"), "public")
    assert proof.hits(b"Mit Ana Li sprechen")
    assert proof.hits(b"Mit ana-\nli sprechen")
    assert not proof.hits(b"Die Savanna Linie")


def test_nothing_is_found_across_two_texts() -> None:
    assert not fold_apart(["Hedwig", "Tannhoff"]).holds("hedwigtannhoff")
    assert fold("Hedwig\nTannhoff").holds("hedwigtannhoff")


def test_needles_of_every_length_at_every_place() -> None:
    text = "".join(chr(97 + (number * number + number // 7) % 26) for number in range(400))
    pieces = [text[at : at + size] for size in (9, 11, 13, 40) for at in range(0, 300, 7)]
    assert set(Needles(pieces).found_in(fold(text))) == set(pieces)
