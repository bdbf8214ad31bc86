"""CSV lists: five typical files of Excel, and what else offices save under that name."""

import pytest

from komma_cli.errors import ReadError
from tests.unit.contacts.builders import TABLE, kinds, read

HEADERLESS = "Mira Müller;0221 4710-111;mira@musterstadt.example\nJan Groß;0221 4710-112;jan@musterstadt.example\n"
TYPICAL = {
    "cp1252 with semicolons": TABLE.encode("cp1252"),
    "utf-8-sig with semicolons": TABLE.encode("utf-8-sig"),
    "utf-16 with tabs": TABLE.replace(";", "\t").encode("utf-16"),
    "utf-8 with commas": TABLE.replace(";", ",").encode("utf-8"),
    "no header": HEADERLESS.encode("utf-8"),
    "big-endian utf-16": b"\xfe\xff" + TABLE.replace(";", "\t").encode("utf-16-be"),
    "DOS": TABLE.encode("cp850"),
    "Windows line ends": TABLE.replace("\n", "\r\n").encode("cp1252"),
    "old Mac line ends": TABLE.replace("\n", "\r").encode("utf-8"),
    "sep line": ("sep=;\r\n" + TABLE).encode("utf-8-sig"),
    "quoted sep line": ('"sep=,"\n' + TABLE.replace(";", ",")).encode("utf-8"),
    "all quoted": "\n".join(";".join(f'"{cell}"' for cell in line.split(";")) for line in TABLE.splitlines()).encode(
        "utf-8"
    ),
    "title above the header": ("Telefonliste;;;;;\nStand 2026;;;;;\n\n" + TABLE).encode("utf-8"),
}


@pytest.mark.parametrize("content", TYPICAL.values(), ids=TYPICAL)
def test_typical_files(tmp_path, content):
    found = read(tmp_path, content)
    assert [(row.name, row.phones, row.emails) for row in found.rows] == [
        ("Mira Müller", ("+492214710111",), ("mira@musterstadt.example",)),
        ("Jan Groß", ("+492214710112",), ("jan@musterstadt.example",)),
    ]


def test_every_known_column_is_taken(tmp_path):
    first = read(tmp_path, TABLE).rows[0]
    assert (first.function, first.unit) == ("Leitung Bürgerbüro", "Amt für Bürgerdienste")
    assert first.hours == "Mo-Fr 08:00-16:00; PH off"
    assert (first.line, first.notices) == (2, ())


def test_english_headers_work_whatever_the_language(tmp_path):
    row = read(
        tmp_path, "First Name,Last Name,Job Title,Business Phone,E-mail Address\nMira,M,Head,0221 4710111,m@a.example\n"
    )
    assert [(r.name, r.function, r.phones, r.emails) for r in row.rows] == [
        ("Mira M", "Head", ("+492214710111",), ("m@a.example",))
    ]


@pytest.mark.parametrize(
    ("header", "cells", "name"),
    [
        ("Name;Vorname;Telefon", "Muster;Mira;", "Mira Muster"),
        ("Nachname;Vorname;Telefon", "Muster;Mira;", "Mira Muster"),
        ('"Name, Vorname";Funktion;Telefon', '"Muster, Mira";;', "Mira Muster"),
        ("Vorname Nachname;Telefon", "Mira Muster;", "Mira Muster"),
        ("NAME;TELEFON", "  Mira   Muster ;", "Mira Muster"),
        ("Mitarbeiter/-in;Tel.", "Mira Muster;", "Mira Muster"),
    ],
)
def test_names_in_the_forms_lists_have(tmp_path, header, cells, name):
    assert [row.name for row in read(tmp_path, f"{header}\n{cells}\n").rows] == [name]


def test_a_quoted_line_break_belongs_to_its_cell(tmp_path):
    found = read(tmp_path, 'Name;Telefon\n"Mira\nMuster";"0221 4710-111\n0221 4710-112"\nJan;0221 4710-113\n')
    assert [(row.name, row.phones, row.line) for row in found.rows] == [
        ("Mira Muster", ("+492214710111", "+492214710112"), 2),
        ("Jan", ("+492214710113",), 5),
    ]


def test_a_file_of_mixed_encodings_is_read_line_by_line(tmp_path):
    content = TABLE.encode("utf-8") + "Ömer Öz;Archiv\n".encode("cp1252") + "Ayşe Şahin;Pforte\n".encode()
    found = read(tmp_path, content)
    assert [row.name for row in found.rows][2:] == ["Ömer Öz", "Ayşe Şahin"]
    assert [(w.kind, w.values["lines"]) for w in found.warnings] == [("mixed_encoding", "4")]


def test_one_line_may_mix_encodings_too(tmp_path):
    content = TABLE.encode("utf-8") + "Jörg ".encode("cp1252") + "Ünal;Archiv\n".encode()
    assert read(tmp_path, content).rows[2].name == "Jörg Ünal"


@pytest.mark.parametrize(
    ("number", "taken", "told"),
    [
        ("0221/4710-111", ("+492214710111",), []),
        ("+49 (0)221 4710 111", ("+492214710111",), []),
        ("Tel.: 0221 4710111", ("+492214710111",), []),
        ("0221 4710-111; 0221 4710-112", ("+492214710111", "+492214710112"), []),
        ("0221 4710-111 / 0221 4710-112", ("+492214710111", "+492214710112"), []),
        ("0221 / 4710-111", ("+492214710111",), []),
        ("35112345", (), ["leading_zero"]),
        ("4710-111", (), ["no_prefix"]),
        ("111", (), ["no_prefix"]),
        ("110", (), ["no_prefix"]),
        ("2,21471E+09", (), ["not_a_number"]),
        ("-", (), []),
        ("k. A.", (), []),
    ],
)
def test_numbers_are_read_and_never_guessed(tmp_path, number, taken, told):
    row = read(tmp_path, f'Name;Telefon\nMira;"{number}"\n').rows[0]
    assert (row.phones, kinds(row.notices)) == (taken, told)


def test_a_short_number_is_one_only_outside(tmp_path):
    content = "Name;Telefon\nPolizei;110\nAuskunft;116117\nPforte;123\n"
    assert [row.phones for row in read(tmp_path, content, outside=True).rows] == [("110",), ("116117",), ()]
    assert [row.phones for row in read(tmp_path, content).rows] == [(), (), ()]


def test_the_extension_alone_is_no_number(tmp_path):
    found = read(tmp_path, "Name;Durchwahl\nMira;111\nJan;0221 4710-112\nAyşe;-\n")
    assert [row.phones for row in found.rows] == [(), ("+492214710112",), ()]
    assert [kinds(row.notices) for row in found.rows] == [["extension_alone"], [], []]


def test_the_extension_beside_its_whole_number_needs_no_word(tmp_path):
    rows = read(tmp_path, "Name;Telefon;Durchwahl\nMira;0221 4710-111;-111\nJan;0221 4710-112;115\n").rows
    assert [kinds(row.notices) for row in rows] == [[], ["extension_alone"]]


def test_private_columns_are_never_read(tmp_path):
    found = read(
        tmp_path,
        "Name;Telefon;Telefon privat;E-Mail (privat);Home Phone\n"
        "Mira;0221 4710-111;0221 4710-112;m@a.example;0221 4710-113\n",
    )
    assert (found.rows[0].phones, found.rows[0].emails) == (("+492214710111",), ())
    assert kinds(found.warnings) == ["private_left"]
    assert "4710112" not in repr(found)


def test_columns_komma_does_not_know_are_named(tmp_path):
    found = read(tmp_path, "Name;Geburtsdatum;Fax;Raum\nMira;1.1.1980;0221 4710-9;\n")
    assert [(w.kind, w.values["columns"]) for w in found.warnings] == [("columns_left", "Geburtsdatum, Fax")]
    assert "1980" not in repr(found)


def test_a_lost_letter_is_told_with_its_line(tmp_path):
    notice = read(tmp_path, "Name;Funktion\nAy?e ?ahin;Leitung\nM\ufffdller;\n").rows[0].notices
    assert [(n.kind, n.values) for n in notice] == [
        ("lost_letter", {"line": 2, "text": "Ay?e ?ahin"}),
    ]
    assert "In Zeile 2 steht „Ay?e ?ahin“: Beim Speichern ging ein Buchstabe verloren." in notice[0].sentence("de")


def test_twice_encoded_letters_are_told(tmp_path):
    rows = read(tmp_path, "Name;Funktion\nMÃ¼ller;\nÃber;\nJosé Müller;\n").rows
    assert [kinds(row.notices) for row in rows] == [["garbled"], [], []]


def test_formulas_and_markup_are_plain_text(tmp_path):
    rows = read(tmp_path, "Name;Funktion\n=cmd|'/c calc'!A1;[b]Leitung[/b] {{ x }}\n").rows
    assert (rows[0].name, rows[0].function) == ("=cmd|'/c calc'!A1", "[b]Leitung[/b] {{ x }}")


def test_what_cannot_be_printed_goes(tmp_path):
    rows = read(tmp_path, "Name;Funktion\nMi\x1b[31mra\x07\u202eMuster\u200b;Lei\ttung\n").rows
    assert (rows[0].name, rows[0].function) == ("Mi[31mraMuster", "Lei tung")


def test_a_row_without_name_and_function_is_told(tmp_path):
    found = read(tmp_path, "Name;Telefon\nMira;0221 4710-111\n;0221 4710-112\n")
    assert len(found.rows) == 1
    assert [(w.kind, w.values) for w in found.warnings] == [("nameless", {"lines": "3"})]


def test_too_long_a_text_is_cut_and_told(tmp_path):
    row = read(tmp_path, f"Name;Funktion\nMira;{'Leitung ' * 50}\n").rows[0]
    assert len(row.function) <= 200
    assert kinds(row.notices) == ["too_long"]


@pytest.mark.parametrize(
    ("content", "key"),
    [
        ("Mira Müller;Leitung Bürgerbüro;0221 4710-111\n", "contacts.no_header"),
        ("Mira Müller\nJan Groß\n", "contacts.no_header"),
        ("Mira Müller;Amt;0221 4710-111\n", "contacts.no_header"),
        ("Mira;0221 4710-111;12\n", "contacts.no_header"),
        ("Telefon;E-Mail\n0221 4710-111;a@b.example\n", "contacts.no_name_column"),
        ("Name;Telefon\n", "contacts.no_rows"),
        ("Name;Telefon\n;\n;;;\n", "contacts.no_rows"),
        ("Name;Telefon\n;0221 4710-111\n", "contacts.no_rows"),
        ('Name;Telefon\n"Mira;0221 4710-111\nJan;0221 4710-112\n', "contacts.quote_open"),
        ('Name;Telefon\n"Mira;0221 1\nJan;0221 2\n"Ayşe";0221 3\n', "contacts.quote_open"),
        ('Name;Telefon\n"Mira' + "a" * 200_000 + "\n", "contacts.quote_open"),
    ],
)
def test_what_cannot_be_told_apart_is_refused(tmp_path, content, key):
    with pytest.raises(ReadError) as refused:
        read(tmp_path, content)
    assert refused.value.key == key


def test_the_refusal_names_the_line_of_the_open_quotation_mark(tmp_path):
    with pytest.raises(ReadError) as refused:
        read(tmp_path, 'Name;Telefon\nJan;1\n"Mira;0221 4710-111\n')
    assert refused.value.values["line"] == 3


def test_two_texts_without_header_are_not_guessed_but_one_is_a_name(tmp_path):
    found = read(tmp_path, HEADERLESS)
    assert kinds(found.warnings) == ["no_header_read"]
    assert {row.function for row in found.rows} == {""}
