"""Files that are no lists of contacts: one refusal each, in both languages, and never anything but a refusal."""

import os
import sys

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from komma_cli.contacts.reading import MAX_BYTES, read_contacts
from komma_cli.errors import KommaError, ReadError
from komma_cli.model.channels import Channel
from komma_cli.model.people import Person
from komma_cli.phones import kind
from komma_cli.texts import LANGUAGES, error_words, words
from tests.unit.contacts.builders import TABLE, read, workbook

OTHERS = {
    "old Excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500, "old_excel"),
    "PDF": (b"%PDF-1.7\n%\xe2\xe3", "pdf"),
    "PNG": (b"\x89PNG\r\n\x1a\n\x00", "picture"),
    "JPEG": (b"\xff\xd8\xff\xe0\x00\x10JFIF", "picture"),
    "RTF": (b"{\\rtf1\\ansi", "not_contacts"),
    "web page": (b"\xef\xbb\xbf<html><table><tr><td>Name", "web_page"),
    "XML": (b"<?xml version='1.0'?><Workbook/>", "web_page"),
    "program": (b"MZ\x90\x00\x03\x00\x00\x00", "not_contacts"),
    "noise": (bytes(range(256)) * 4, "not_contacts"),
    "nothing": (b"", "empty"),
    "blanks": (b"\xef\xbb\xbf \r\n\t\n", "empty"),
    "only a mark": (b"\xff\xfe", "empty"),
    "only delimiters": (b";;;\n;;;\n", "empty"),
    "too many": (b"Name\n" + b"Mira\n" * 2_001, "too_many"),
    "huge": (b"Name;Telefon\n" + b"Mira;1\n" * (MAX_BYTES // 6), "too_big"),
}


@pytest.mark.parametrize(("content", "name"), OTHERS.values(), ids=OTHERS)
def test_what_is_no_list_is_refused_in_words(tmp_path, content, name):
    with pytest.raises(ReadError) as refused:
        read(tmp_path, content)
    assert refused.value.key == f"contacts.{name}"
    for lang in LANGUAGES:
        message, hint = error_words(refused.value.key, lang, **refused.value.values)
        assert message and hint and "{" not in message + hint


def test_a_missing_file_a_folder_and_an_impossible_name(tmp_path):
    for path, name in [
        (tmp_path / "fehlt.csv", "missing"),
        (tmp_path / "a\x00b", "missing"),
        (tmp_path, "directory"),
        (tmp_path / ("x" * 5_000), "unreadable"),
    ]:
        with pytest.raises(ReadError) as refused:
            read_contacts(path)
        assert refused.value.key == f"contacts.{name}"


@pytest.mark.skipif(sys.platform == "win32", reason="no such files there")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ReadError) as refused:
        read_contacts(tmp_path / "pipe")
    assert refused.value.key == "contacts.no_file"


def test_a_file_nobody_may_read(tmp_path, monkeypatch):
    file = tmp_path / "liste.csv"
    file.write_text(TABLE, encoding="utf-8")

    def forbidden(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(file), "open", forbidden)
    with pytest.raises(ReadError) as refused:
        read_contacts(file)
    assert refused.value.key == "contacts.no_permission"


def test_the_refusal_names_headers_that_komma_really_knows():
    from komma_cli.contacts.table import known_columns

    for lang in LANGUAGES:
        listed = words("errors/contacts", lang)["no_header"]["hint"].split(":")[1].split(".")[0].split(", ")
        assert len(listed) > 10
        assert known_columns(listed) == len(listed)


def test_the_file_is_left_as_it_was(tmp_path):
    file = tmp_path / "liste.csv"
    file.write_text(TABLE, encoding="utf-8")
    before = (file.read_bytes(), file.stat().st_mtime_ns)
    read_contacts(file)
    assert (file.read_bytes(), file.stat().st_mtime_ns) == before
    assert list(tmp_path.iterdir()) == [file]


HEADS = [
    b"",
    b"Name;Telefon;E-Mail;Erreichbarkeit;Internet\n",
    b"sep=,\nName,Telefon\n",
    b"BEGIN:VCARD\n",
    b"PK\x03\x04",
    b"\xff\xfe",
]
BOOK = workbook(("Name", "Telefon"), ("Mira", "0221 4710-111"))
SNIPPETS = [
    *(b";", b"\n", b'"', b",", b"\t", b"\r\n", b"0221 4710-111", b"35112345", b"a@b.example", b"FN:", b"TEL:"),
    *(b"N;ENCODING=QUOTED-PRINTABLE:=C3=\n", b"END:VCARD\n", b"Mo-Fr 8-16 Uhr", "Müller".encode("cp1252")),
]
PIECES = st.lists(
    st.one_of(
        st.binary(max_size=30),
        st.text(max_size=30).map(lambda text: text.encode("utf-8", "replace")),
        st.sampled_from(SNIPPETS),
    ),
    max_size=25,
).map(b"".join)
CUTS = st.tuples(st.integers(0, len(BOOK)), st.binary(max_size=8)).map(
    lambda cut: BOOK[: cut[0]] + cut[1] + BOOK[cut[0] + len(cut[1]) :]
)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.one_of(st.tuples(st.sampled_from(HEADS), PIECES).map(b"".join), CUTS), outside=st.booleans())
@example(content=b"Name\n\xed\xa0\x80", outside=False)
@example(content=b"\xff\xfe\x00\xd8Name", outside=False)
def test_any_file_is_read_or_refused_in_words(tmp_path, content, outside):
    file = tmp_path / "liste"
    file.write_bytes(content)
    try:
        found = read_contacts(file, outside=outside)
    except KommaError as refused:
        said_of = [error_words(refused.key, lang, **refused.values) for lang in LANGUAGES]
        found = None
    if found is None:
        assert all(message and hint for message, hint in said_of)
        return
    for notice in (*found.warnings, *(notice for row in found.rows for notice in row.notices)):
        assert all(notice.sentence(lang).isprintable() for lang in LANGUAGES)
    for row in found.rows:
        channels = [{"kind": kind(number), "value": number} for number in row.phones]
        channels += [{"kind": "email", "value": address} for address in row.emails]
        channels += [{"kind": "web", "value": row.web}] if row.web else []
        for channel in channels:
            Channel.model_validate(channel)
        given_values = {"name": row.name, "function": row.function, "unit": row.unit, "hours": row.hours}
        Person.model_validate({"id": "p-1", **{key: value for key, value in given_values.items() if value}})
