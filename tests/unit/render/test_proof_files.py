"""A value is found in every corner of a file in which one can be; each corner is spoiled on purpose here."""

from __future__ import annotations

import base64
import io
import re
import struct
import subprocess
import zipfile
import zlib
from collections.abc import Callable
from datetime import date
from functools import cache
from shutil import which

import pikepdf
import pytest

from komma_cli.render.pdf import write_pdf
from komma_cli.render.produce import produce
from komma_cli.render.proof.folding import fold
from komma_cli.render.proof.opened import Unreadable, pieces
from komma_cli.render.proof.search import Proof
from komma_cli.render.writers import FileFormat, write
from tests.unit.render.playbooks import playbook
from tests.unit.render.sample_document import sample
from tests.unit.render.test_proof_writings import NAME, PHONE, plan

DAY = date(2026, 12, 1)


@cache
def made(form: FileFormat, name: str = "declaration") -> bytes:
    """Return a paper for the public that says nothing of the secrets."""
    return write(produce(plan(), name, "de", "public", DAY).document, form).content


@pytest.fixture(scope="module")
def proof() -> Proof:
    return Proof(plan(), "public")


def values(proof: Proof, content: bytes) -> set[str]:
    return {str(hit.secret.value) for hit in proof.hits(content)} & {NAME, PHONE}


def png(kind: bytes, body: bytes, behind: bytes = b"") -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I4s", len(body), kind) + body + struct.pack(">I", zlib.crc32(kind + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    points = chunk(b"IDAT", zlib.compress(b"\0\0"))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(kind, body) + points + chunk(b"IEND", b"") + behind


SPOILED_PNG = {
    "text": png(b"tEXt", b"Description\0" + NAME.encode("latin-1")),
    "packed text": png(b"zTXt", b"Comment\0\0" + zlib.compress(NAME.encode("latin-1"))),
    "international text": png(b"iTXt", b"Title\0\0\0de\0Titel\0" + NAME.encode()),
    "packed international text": png(b"iTXt", b"Title\0\1\0de\0Titel\0" + zlib.compress(NAME.encode())),
    "exif": png(b"eXIf", b"MM\0*" + b"\0\1\2\3" + NAME.encode("latin-1") + bytes(range(256))),
    "behind the end": png(b"tEXt", b"a\0b", NAME.encode()),
    "another chunk": png(b"prVt", NAME.encode("utf-16-le")),
}


@pytest.mark.parametrize("corner", SPOILED_PNG)
def test_pictures(proof: Proof, corner: str) -> None:
    picture = SPOILED_PNG[corner]
    assert values(proof, picture) == {NAME}
    page = b'<img src="data:image/png;base64,' + base64.b64encode(picture) + b'">'
    assert values(proof, page) == {NAME}
    assert values(proof, docx(lambda files: files.update({"word/media/image9.png": picture}))) == {NAME}


def docx(spoil: Callable[[dict[str, bytes]], object], comment: bytes = b"") -> bytes:
    with zipfile.ZipFile(io.BytesIO(made("docx"))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    spoil(files)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = comment
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def in_body(xml: str) -> Callable[[dict[str, bytes]], object]:
    def spoil(files: dict[str, bytes]) -> None:
        name = "word/document.xml"
        spoiled = re.sub(rb"(<w:body>)", rb"\1" + xml.encode().replace(b"\\", rb"\\"), files[name], count=1)
        assert spoiled != files[name]
        files[name] = spoiled

    return spoil


def part(name: str, xml: str) -> Callable[[dict[str, bytes]], object]:
    return lambda files: files.update({name: xml.encode()})


first, rest = NAME[:9], NAME[9:]
SPOILED_DOCX = {
    "split runs": in_body(f"<w:p><w:r><w:t>{first}</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>{rest}</w:t></w:r></w:p>"),
    "split by a bookmark": in_body(
        f'<w:p><w:r><w:t>{first}</w:t></w:r><w:bookmarkStart w:id="7" w:name="x"/><w:r><w:t>{rest}</w:t></w:r></w:p>'
    ),
    "two cells of a table": in_body("<w:tbl><w:tc>0221 47</w:tc><w:tc>10 990</w:tc></w:tbl>"),
    "deleted text": in_body(f"<w:p><w:del><w:r><w:delText>{NAME}</w:delText></w:r></w:del></w:p>"),
    "author of a change": in_body(f'<w:p><w:ins w:author="{NAME}"/></w:p>'),
    "field code": in_body(f'<w:p><w:instrText>HYPERLINK "tel:{PHONE}"</w:instrText></w:p>'),
    "picture alternative": in_body(f'<wp:docPr id="1" name="Bild" descr="Foto von {NAME}"/>'),
    "name of a bookmark": in_body(f'<w:bookmarkStart w:id="9" w:name="{NAME.replace(" ", "_")}"/>'),
    "numeric entities": in_body("<w:t>" + "".join(f"&#x{ord(one):x};" for one in NAME) + "</w:t>"),
    "soft hyphens": in_body(f"<w:r><w:t>{first}</w:t><w:softHyphen/><w:t>{rest}</w:t></w:r>"),
    "comment part": part("word/comments.xml", f"<w:comments><w:comment><w:t>{NAME}</w:t></w:comment></w:comments>"),
    "core properties": part("docProps/core.xml", f"<cp:keywords>{NAME}</cp:keywords>"),
    "custom properties": part("docProps/custom.xml", f'<property name="Tel"><vt:lpwstr>{PHONE}</vt:lpwstr></property>'),
    "header": part("word/header9.xml", f"<w:hdr><w:t>{NAME}</w:t></w:hdr>"),
    "footnotes": part("word/footnotes.xml", f"<w:footnote><w:t>{NAME}</w:t></w:footnote>"),
    "link": part("word/_rels/x.rels", f'<Relationship Target="mailto:x?subject={NAME.replace(" ", "%20")}"/>'),
    "XML comment": in_body(f"<!-- {NAME} -->"),
    "UTF-16 part": lambda files: files.update({"customXml/item1.xml": f"<a>{NAME}</a>".encode("utf-16")}),
    "file name": lambda files: files.update({f"word/media/{NAME}.png": b"x"}),
    "embedded Word file": lambda files: files.update({"word/embeddings/a.docx": docx(in_body(f"<w:t>{NAME}</w:t>"))}),
}  # fmt: skip


@pytest.mark.parametrize("corner", SPOILED_DOCX)
def test_word_files(proof: Proof, corner: str) -> None:
    assert values(proof, docx(SPOILED_DOCX[corner]))


def test_the_comment_of_a_zip(proof: Proof) -> None:
    assert values(proof, docx(lambda files: None, NAME.encode())) == {NAME}


@pytest.mark.parametrize("form", ["docx", "pdf", "html", "md"])
def test_clean_papers_hold_neither(proof: Proof, form: FileFormat) -> None:
    assert values(proof, made(form)) == set()


def test_the_name_of_the_file_counts(proof: Proof) -> None:
    assert proof.hits(b"", "papier-juergen-oezguer-muessig-tannhoff.docx")


def pdf(spoil: Callable[[pikepdf.Pdf], object], **save: object) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(made("pdf"))) as opened:
        spoil(opened)
        opened.save(out, **save)  # type: ignore[arg-type]
    return out.getvalue()


def with_marks(marks: bytes, **more: object) -> Callable[[pikepdf.Pdf], object]:
    """Put marks on the first page, in a font with Latin letters."""

    def spoil(opened: pikepdf.Pdf) -> None:
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page = opened.pages[0]
        page.Resources.Font[pikepdf.Name("/Fx")] = opened.make_indirect(font)
        page.contents_add(marks)

    return spoil


def as_form(opened: pikepdf.Pdf) -> None:
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    form = pikepdf.Stream(opened, b"BT /Fy 9 Tf (02 21 47) Tj (10 990) Tj ET")
    form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    form.BBox = pikepdf.Array([0, 0, 9, 9])
    form.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(Fy=opened.make_indirect(font)))
    opened.pages[0].Resources.XObject = pikepdf.Dictionary(X0=opened.make_indirect(form))


def with_object(**values: object) -> Callable[[pikepdf.Pdf], object]:
    def spoil(opened: pikepdf.Pdf) -> None:
        opened.Root.Spoiled = opened.make_indirect(
            pikepdf.Dictionary({f"/{key}": value for key, value in values.items()})
        )

    return spoil


def with_metadata(opened: pikepdf.Pdf) -> None:
    with opened.open_metadata() as metadata:
        metadata["dc:description"] = NAME


def with_outline(opened: pikepdf.Pdf) -> None:
    with opened.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(NAME, 0))


def with_attachment(opened: pikepdf.Pdf) -> None:
    opened.attachments["liste.docx"] = docx(in_body(f"<w:t>{NAME}</w:t>"))


LATIN = NAME.encode("cp1252")
SPOILED_PDF = {
    "shown text": with_marks(b"BT /Fx 9 Tf (" + LATIN + b") Tj ET"),
    "kerned text": with_marks(b"BT /Fx 9 Tf [(" + LATIN[:8] + b") -20 (" + LATIN[8:] + b")] TJ ET"),
    "octal text": with_marks(b"BT /Fx 9 Tf (" + b"".join(b"\\%03o" % one for one in LATIN) + b") Tj ET"),
    "hexadecimal text": with_marks(b"BT /Fx 9 Tf <" + LATIN.hex().encode() + b"> Tj ET"),
    "a new line within": with_marks(b"BT /Fx 9 Tf (" + LATIN[:24] + b"-) ' (" + LATIN[24:] + b") ' ET"),
    "text in a form": as_form,
    "replacement text": with_marks(
        b"/Span <</ActualText <FEFF" + NAME.encode("utf-16-be").hex().encode() + b">>> BDC EMC"
    ),
    "information": lambda opened: opened.docinfo.__setitem__("/Subject", NAME),
    "metadata": with_metadata,
    "bookmark": with_outline,
    "attached file": with_attachment,
    "alternative text": with_object(Alt=NAME),
    "link": with_object(URI=f"tel:{PHONE}"),
    "percent in a link": with_object(URI="mailto:x?subject=J%C3%BCrgen%20%C3%96zg%C3%BCr%20M%C3%BC%C3%9Fig-Tannhoff"),
    "a name of the format": with_object(Kind=pikepdf.Name("/0221-4710990")),
    "another stream": lambda opened: opened.Root.__setitem__("/Spoiled", pikepdf.Stream(opened, NAME.encode())),
}  # fmt: skip


@pytest.mark.parametrize("streams", [pikepdf.ObjectStreamMode.disable, pikepdf.ObjectStreamMode.generate])
@pytest.mark.parametrize("corner", SPOILED_PDF)
def test_pdf_files(proof: Proof, corner: str, streams: pikepdf.ObjectStreamMode) -> None:
    assert values(proof, pdf(SPOILED_PDF[corner], object_stream_mode=streams))


def test_what_an_older_state_of_a_pdf_said(proof: Proof) -> None:
    """Nobody sees an object that no index names any more, but it is still in the file."""
    hidden = b"\n9999 0 obj\n<</Old(" + LATIN + b")>>\nendobj\n% " + PHONE.encode() + b"\n"
    assert values(proof, made("pdf") + hidden) == {NAME, PHONE}


def test_text_of_the_pages_is_what_other_readers_see() -> None:
    if which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    content = write(produce(playbook(), "strategy", "de", "public", DAY).document, "pdf").content
    told = subprocess.run(["pdftotext", "-raw", "-", "-"], input=content, capture_output=True, check=True).stdout
    words = re.findall(r"\w{5,}", told.decode("utf-8"))
    ours = fold(" ".join(text for _, text in pieces(content))).text
    assert len(words) > 500
    assert [word for word in words if fold(word).text not in ours] == []


def test_every_string_that_pikepdf_knows_is_read() -> None:
    content = made("pdf")
    ours = fold(" ".join(text for _, text in pieces(content))).text
    with pikepdf.open(io.BytesIO(content)) as opened:
        texts = [
            str(value)
            for each in opened.objects
            if isinstance(each, pikepdf.Dictionary)
            for value in each.values()
            if isinstance(value, pikepdf.String) and str(value).isprintable()
        ]
    assert len(texts) > 10
    assert [text for text in texts if fold(text).text not in ours] == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda: pdf(lambda opened: None, encryption=pikepdf.Encryption(owner="a", user="b")),
        lambda: pdf(as_form).replace(b"/Filter /FlateDecode", b"/Filter /LZWDecode  "),
        lambda: pdf(with_marks(b"BT /Missing 9 Tf (abc) Tj ET")),
        lambda: made("docx")[:2000],
    ],
    ids=["encrypted", "packed otherwise", "a font without letters", "a broken zip"],
)
def test_what_cannot_be_read_is_never_called_clean(proof: Proof, spoil: Callable[[], bytes]) -> None:
    with pytest.raises(Unreadable):
        proof.hits(spoil())


def test_a_name_half_in_bold_is_read_as_one() -> None:
    """typst names the language where the letters change; that word must not stand between the halves."""
    content = write_pdf(sample("# T\n\n## U\n\nHedwig Tann**hoff** war da.\n")).content
    assert fold("Hedwig Tannhoff").text in fold(" ".join(text for _, text in pieces(content))).text
