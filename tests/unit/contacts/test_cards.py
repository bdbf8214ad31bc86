"""vCards as Outlook, telephones and mail programs write them."""

import pytest

from komma_cli.errors import ReadError
from komma_cli.texts import LANGUAGES, error_words
from tests.unit.contacts.builders import kinds, read


def card(*lines, version="3.0"):
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])


def one(tmp_path, *lines, version="3.0", **options):
    return read(tmp_path, card(*lines, version=version), "karte.vcf", **options).rows[0]


def test_version_2_with_quoted_printable_over_two_lines(tmp_path):
    found = one(
        tmp_path,
        "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;J=C3=B6=",
        "rg;;Dr.;",
        "TITLE;ENCODING=QUOTED-PRINTABLE;CHARSET=ISO-8859-1:Leitung B=FCrgerb=FCro",
        "TEL;WORK;VOICE:0221 4710-111",
        "EMAIL;INTERNET:j@musterstadt.example",
        version="2.1",
    )
    assert (found.name, found.function) == ("Jörg Müller", "Leitung Bürgerbüro")
    assert (found.phones, found.emails) == (("+492214710111",), ("j@musterstadt.example",))


def test_version_3_folded_and_escaped(tmp_path):
    found = one(
        tmp_path,
        "FN:Ayşe Şa",
        " hin",
        "N:Şahin;Ayşe;;;",
        "ORG:Stadt Musterstadt;Fachbereich\\, Soziales;Team 2",
        "ROLE:Integrationsbeauftragte",
        "TEL;TYPE=WORK,VOICE:+49 221 4710112",
        "item1.EMAIL;TYPE=work:a@musterstadt.example",
    )
    assert (found.name, found.function) == ("Ayşe Şahin", "Integrationsbeauftragte")
    assert found.unit == "Fachbereich, Soziales, Team 2"
    assert (found.phones, found.emails) == (("+492214710112",), ("a@musterstadt.example",))


def test_version_4_with_addresses_of_the_net(tmp_path):
    found = one(
        tmp_path,
        "FN:Jan Groß",
        'TEL;VALUE=uri;PREF=1;TYPE="work,voice":tel:+49-221-4710-113;ext=5',
        "TITLE:Leitung",
        version="4.0",
    )
    assert found.phones == ("+492214710113",)


def test_private_numbers_are_never_taken(tmp_path):
    content = card(
        "FN:Mira Muster",
        "TEL;TYPE=HOME:0221 4710-114",
        "TEL;HOME;VOICE:0221 4710-115",
        'TEL;TYPE="home,voice";VALUE=uri:tel:+49-221-4710-116',
        "item1.TEL:0221 4710-117",
        "item1.X-ABLabel:_$!<Home>!$_",
        "EMAIL;TYPE=home:m@privat.example",
        "ADR;TYPE=home:;;Musterweg 1;Musterstadt",
        "NOTE:Musterweg 1",
        "TEL;TYPE=WORK:0221 4710-118",
    )
    found = read(tmp_path, content, "karte.vcf")
    assert (found.rows[0].phones, found.rows[0].emails) == (("+492214710118",), ())
    assert kinds(found.warnings) == ["private_left"]
    assert "Sie gehören nicht in den Plan." in found.warnings[0].sentence("de")
    assert not any(secret in repr(found) for secret in ("4710114", "privat.example", "Musterweg"))


def test_faxes_are_no_telephones(tmp_path):
    assert one(tmp_path, "FN:Mira", "TEL;TYPE=WORK,FAX:0221 4710-9").phones == ()


def test_several_cards_in_one_file(tmp_path):
    content = card("FN:Mira") + "\r\n" + card("FN:Jan") + card("TEL:0221 4710-111")
    found = read(tmp_path, content, "alle.vcf")
    assert [(row.name, row.line) for row in found.rows] == [("Mira", 1), ("Jan", 6)]
    assert kinds(found.warnings) == ["nameless"]


def test_a_card_that_is_not_ended_is_still_one(tmp_path):
    assert [row.name for row in read(tmp_path, "BEGIN:VCARD\nFN:Mira\nBEGIN:VCARD\nFN:Jan").rows] == ["Mira", "Jan"]


def test_a_picture_inside_does_not_hurt(tmp_path):
    photo = "\r\n ".join("iVBORw0KGgo=" for _ in range(50))
    found = one(tmp_path, f"PHOTO;ENCODING=b;TYPE=PNG:{photo}", "FN:Mira", "TEL:0221 4710-111")
    assert (found.name, found.phones) == ("Mira", ("+492214710111",))


def test_an_unknown_charset_is_survived(tmp_path):
    assert one(tmp_path, "FN;CHARSET=KLINGON;ENCODING=QUOTED-PRINTABLE:J=F6rg", version="2.1").name == "Jörg"


def test_a_card_for_a_body_is_named_after_the_organisation(tmp_path):
    found = one(
        tmp_path, "FN:Mira Muster", "ORG:Opferberatung", "URL:www.beratung.example", "TEL:0221 4710-111", outside=True
    )
    assert (found.name, found.web) == ("Opferberatung", "https://www.beratung.example")
    assert kinds(found.notices) == ["person_of_body"]


@pytest.mark.parametrize("content", ["BEGIN:VCARD", "BEGIN:VCARD\nEND:VCARD\n", "BEGIN:VCARD\nTEL:1\nEND:VCARD\n"])
def test_cards_that_name_nobody_are_refused(tmp_path, content):
    with pytest.raises(ReadError) as refused:
        read(tmp_path, content)
    assert refused.value.key == "contacts.no_cards"
    for lang in LANGUAGES:
        said = " ".join(error_words(refused.value.key, lang, **refused.value.values))
        assert "Excel" not in said
        assert "vCard" in said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_empty_file_of_cards_is_no_matter_of_excel(tmp_path, lang):
    with pytest.raises(ReadError) as refused:
        read(tmp_path, "", "karte.vcf")
    assert refused.value.key == "contacts.empty"
    assert "Excel" not in " ".join(error_words(refused.value.key, lang, **refused.value.values))


def test_too_many_cards_are_refused(tmp_path):
    with pytest.raises(ReadError) as refused:
        read(tmp_path, card("FN:Mira") * 2_001)
    assert refused.value.key == "contacts.too_many"
