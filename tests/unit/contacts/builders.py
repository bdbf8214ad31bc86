"""Files as offices make them, built in a folder of the test's own."""

import io
import zipfile

import openpyxl

from komma_cli.contacts.reading import read_contacts

TABLE = (
    "Name;Funktion;Amt;Telefon;E-Mail;Erreichbarkeit\n"
    "Mira Müller;Leitung Bürgerbüro;Amt für Bürgerdienste;0221 4710-111;mira@musterstadt.example;Mo-Fr 8-16 Uhr\n"
    "Jan Groß;Leitung Ordnungsamt;Ordnungsamt;0221 4710-112;jan@musterstadt.example;\n"
)
"""Two people, as a list in Excel has them."""


def read(tmp_path, content, name="liste.csv", **options):
    """Write a file and read it as contacts."""
    file = tmp_path / name
    file.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return read_contacts(file, **options)


def workbook(*rows, **sheets):
    """Return the bytes of a workbook whose first sheet holds ``rows``, with further sheets behind it."""
    book = openpyxl.Workbook()
    for title, content in {"Liste": rows, **sheets}.items():
        sheet = book.create_sheet(title)
        for row in content:
            sheet.append(row)
    book.remove(book.worksheets[0])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def archive(**parts):
    """Return a ZIP archive with parts named like ``xl/workbook.xml``, a double underscore standing for the slash."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), content)
    return stream.getvalue()


def kinds(notices):
    """Return what the notices are about."""
    return [notice.kind for notice in notices]
