"""``komma template``: what a municipality copies, changes and checks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from komma_cli.render.catalog import documents, shipped_templates
from tests.cli.conftest import Run
from tests.unit.render.reference_files import COVER, TYPES, edited, letterhead, own, town
from tests.unit.render.sample_document import png


@pytest.fixture
def own_copy(komma: Run, folder: Path) -> Path:
    assert komma("template", "copy", "emergency-card", "v").code == 0
    return folder / "v" / "emergency-card" / "de.md.j2"


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("action", [(), ("list",)])
def test_the_list_names_every_document_with_its_class(komma: Run, action: tuple[str, ...]) -> None:
    out = komma("template", *action).out
    for spec in documents(composed=True):
        assert f"{spec.id} " in out
        assert spec.titles["de"] in out
    assert "vertraulich, " in out
    assert "höchstens 1 Seite, Vorlage von komma" in out


def test_the_list_says_which_templates_are_own_ones(komma: Run, own_copy: Path) -> None:
    lines = komma("template", "list", "--template-dir", "v", lang="en").out.splitlines()
    own = lines[next(number for number, line in enumerate(lines) if line.startswith("emergency-card ")) + 1]
    assert own.endswith("own template")
    assert sum(line.endswith("own template") for line in lines) == 1
    assert komma("template", "list", "--template-dir", "nowhere").says("template.no_folder", "de", folder="nowhere")


def test_a_copy_can_be_rendered_at_once_and_says_what_it_may_name(komma: Run, plan: Path, own_copy: Path) -> None:
    head = own_copy.read_text(encoding="utf-8").partition("#}")[0]
    for name in ("hide_empty", "opening", "cell", "link", "escalation"):
        assert re.search(rf"\b{name}\b", head), name
    card = ("--document", "emergency-card", "--format", "md", "--today", "2026-12-01")
    assert komma("render", plan, *card, "-o", "a").code == 0
    assert komma("render", plan, *card, "-o", "b", "--template-dir", "v").code == 0
    papers = [next(Path(name).glob("*.md")).read_bytes() for name in "ab"]
    assert papers[0] == papers[1]


@pytest.mark.parametrize("spec", documents(composed=True), ids=lambda spec: spec.id)
def test_every_document_can_be_copied(komma: Run, folder: Path, spec) -> None:
    ended = komma("template", "copy", spec.id, "v", lang="en")
    assert ended.code == 0
    assert sorted(path.name for path in (folder / "v" / spec.id).iterdir()) == ["de.md.j2", "document.yaml", "en.md.j2"]


def test_a_copy_replaces_nothing_without_being_asked_to(komma: Run, own_copy: Path) -> None:
    own_copy.write_text("mine", encoding="utf-8")
    (own_copy.parent / "en.md.j2").unlink()
    ended = komma("template", "copy", "emergency-card", "v")
    names = "document.yaml, de.md.j2"
    assert (ended.code, ended.says("template.there_already", "de", folder=own_copy.parent.relative_to(Path.cwd()),
                                   files=names)) == (3, True)  # fmt: skip
    assert own_copy.read_text(encoding="utf-8") == "mine"
    assert not (own_copy.parent / "en.md.j2").exists()
    assert komma("template", "copy", "emergency-card", "v", "--force").code == 0
    assert own_copy.read_text(encoding="utf-8") != "mine"


def test_an_unknown_document_or_action_is_told_with_near_names(komma: Run, folder: Path) -> None:
    ended = komma("template", "copy", "stratgy", "v")
    assert ended.code == 2
    assert "Es gibt: strategy" in ended.flat
    assert komma("template", "cehck", "v").code == 2
    (folder / "file").write_text("x", encoding="utf-8")
    assert komma("template", "copy", "strategy", "file").says("cli.folder_is_file", "de", folder="file")
    assert not (folder / "v").exists()


def test_good_templates_are_told_to_be_good(komma: Run, own_copy: Path) -> None:
    ended = komma("template", "check", "v")
    assert (ended.code, ended.out) == (0, f"{ended.out.strip()}\n")
    assert ended.out.startswith("2 Vorlagen geprüft")


@pytest.mark.parametrize(
    ("new", "told"),
    [
        ("{{ p.escalaton }}", "escalation"),
        ("{% if false %}{{ plase }}{% endif %}", "place"),
        ("{% if true %}", "endif"),
        ("{{ 1 | cel }}", "cell"),
        ("{% for i in range(99999) %}{% for j in range(99999) %}x{% endfor %}{% endfor %}", "hört nicht auf"),
        ("{{ ''.__class__ }}", "nicht erlaubt"),
        ("{{ today }}", "date"),
    ],
)
def test_a_fault_is_told_with_file_and_line(komma: Run, own_copy: Path, new: str, told: str) -> None:
    change(own_copy, "# Notfallkarte\n", f"# Notfallkarte\n\n{new}\n")
    line = own_copy.read_text(encoding="utf-8").splitlines().index(new) + 1
    ended = komma("template", "check", "v")
    assert ended.code == 1
    shown = line if "endif" not in told else r"\d+"
    assert re.match(rf"v[\\/]emergency-card/de\.md\.j2:{shown}: ", ended.out), ended.out
    assert told in ended.out.splitlines()[0]
    assert ended.out.endswith("1 Fehler. Es wurde nichts geändert.\n")


def test_markdown_that_no_document_can_show_is_a_fault_too(komma: Run, own_copy: Path) -> None:
    change(own_copy, "# Notfallkarte\n", "# Notfallkarte\n\n<script>x</script>\n")
    ended = komma("template", "check", "v")
    assert ended.code == 1
    assert "HTML" in ended.out


def test_a_picture_that_is_not_there_is_a_fault(komma: Run, own_copy: Path) -> None:
    change(own_copy, "# Notfallkarte\n", '# Notfallkarte\n\n![Wappen der Stadt](wappen "Wappen")\n')
    ended = komma("template", "check", "v")
    assert ended.code == 1
    assert "Das Bild wappen fehlt" in ended.out


def test_papers_are_not_written_with_other_templates_than_was_meant(komma: Run, folder: Path, plan: Path) -> None:
    ended = komma("render", plan, "--document", "emergency-card", "--template-dir", "vorlgen", "-o", "p")
    assert (ended.code, ended.says("template.no_folder", "de", folder="vorlgen")) == (3, True)
    assert not (folder / "p").exists()


def test_a_template_that_never_ends_leaves_nothing_half_written(
    komma: Run, folder: Path, plan: Path, own_copy: Path
) -> None:
    change(own_copy, "# Notfallkarte\n", "# Notfallkarte\n{% for i in range(9**9) %}x{% endfor %}\n")
    chosen = ("--document", "contact-sheet,emergency-card", "--format", "md", "-o", "p")
    ended = komma("render", plan, *chosen, "--template-dir", "v")
    assert ended.code == 3
    assert "emergency-card/de.md.j2" in ended.flat
    assert not (folder / "p").exists()


def test_a_template_of_komma_that_has_changed_since_the_copy_is_told(komma: Run, own_copy: Path) -> None:
    text = own_copy.read_text(encoding="utf-8")
    own_copy.write_text(re.sub(r"\S+ sha256:\w{64}", "0.0.9 sha256:" + "0" * 64, text, count=1), encoding="utf-8")
    ended = komma("template", "check", "v")
    assert ended.code == 0
    assert "emergency-card/de.md.j2" in ended.out
    assert "0.0.9" in ended.out
    assert "komma template copy emergency-card" in ended.out


def test_a_copy_knows_its_origin_whatever_the_line_ends_are(komma: Run, own_copy: Path) -> None:
    own_copy.write_bytes(own_copy.read_bytes().replace(b"\n", b"\r\n"))
    assert komma("template", "check", "v").out.count("\n") == 1


def test_folders_that_are_no_documents_and_empty_ones_are_told(komma: Run, folder: Path) -> None:
    (folder / "v" / "stratgy").mkdir(parents=True)
    assert komma("template", "check", "v").says("template.none_there", "de", folder="v")
    (folder / "v" / "stratgy" / "de.md.j2").write_text("# T\n", encoding="utf-8")
    ended = komma("template", "check", "v")
    assert ended.code == 1
    assert "Ähnliche Dokumente: strategy" in ended.out
    assert komma("template", "check", "nowhere").code == 3


def test_shared_parts_of_a_municipality_are_tried_in_every_document(komma: Run, folder: Path) -> None:
    shared = (shipped_templates() / "_shared" / "de.md.j2").read_text(encoding="utf-8")
    (folder / "v" / "_shared").mkdir(parents=True)
    changed = re.sub(r"(\{% macro control_block\(.*?%\}\n)", r"\1{{ p.gone }}\n", shared, count=1)
    assert changed != shared
    (folder / "v" / "_shared" / "de.md.j2").write_text(changed, encoding="utf-8")
    ended = komma("template", "check", "v")
    assert ended.code == 1
    assert "v/_shared/de.md.j2:" in ended.out.replace("\\", "/")
    assert ended.out.count("\n") == 2


def word(folder: Path, name: str, data: bytes) -> str:
    (folder / name).write_bytes(data)
    return name


def test_a_word_file_with_controls_is_told_to_be_good(komma: Run, folder: Path) -> None:
    ended = komma("template", "check", word(folder, "stadt.docx", letterhead(png(9, 9))))
    assert ended.code == 0
    for part in ("210 x 297", "[komma.gemeinde] | Büro für Vielfalt", "komma.inhalt", "Alle Formatvorlagen sind da"):
        assert part in ended.out
    assert "komma render PLAN --reference stadt.docx" in ended.out


def test_what_a_word_file_lacks_is_told_in_german_and_english(komma: Run, folder: Path) -> None:
    def without(text: str) -> str:
        return re.sub(r'<w:style [^>]*w:styleId="(?:Caption|berschrift1)">.*?</w:style>', "", text)

    font = {"word/theme/theme1.xml": lambda text: text.replace("Arial", "Musterstadt Sans")}
    name = word(folder, "stadt.docx", edited(town(), {"word/styles.xml": without, **font}))
    ended = komma("template", "check", name)
    assert ended.code == 0
    assert "Beschriftung (caption)" in ended.out
    assert "Überschrift 1 (heading 1)" in ended.out
    assert "Musterstadt Sans" in ended.out
    assert "Keine Inhaltssteuerelemente" in ended.out
    assert "caption (Beschriftung)" in komma("template", "check", name, lang="en").out
    bare = edited(own(), {"word/document.xml": lambda text: re.sub(r"<w:sectPr>.*</w:sectPr>", "<w:sectPr/>", text)})
    assert "nimmt A4" in komma("template", "check", word(folder, "leer.docx", bare)).out


def test_an_unknown_tag_is_a_fault(komma: Run, folder: Path) -> None:
    name = word(folder, "stadt.docx", letterhead(png(9, 9), COVER.replace("komma.nummer", "komma.numer")))
    ended = komma("template", "check", name)
    assert ended.code == 1
    assert "komma.numer. Ähnlich: komma.nummer" in ended.out


@pytest.mark.parametrize(
    ("kind", "told"),
    [("template.main", "Word-Vorlage (.dotx)"), ("macroEnabledTemplate.main", "Makros")],
)
def test_word_templates_and_macros_are_told_and_stay_behind(
    komma: Run, folder: Path, plan: Path, kind: str, told: str
) -> None:
    prefix = "vnd.ms-word" if "macro" in kind else "vnd.openxmlformats-officedocument.wordprocessingml"
    main = "vnd.openxmlformats-officedocument.wordprocessingml.document.main"
    changes = {TYPES: lambda text: text.replace(main, f"{prefix}.{kind}"), "word/vbaProject.bin": "macro"}
    if "macro" not in kind:
        del changes["word/vbaProject.bin"]
    name = word(folder, "stadt.dotm", edited(town(), changes))
    ended = komma("template", "check", name)
    assert ended.code == 0
    assert told in ended.out
    card = ("--document", "emergency-card", "--format", "docx", "--today", "2026-12-01", "-o", "p")
    assert komma("render", plan, *card, "--reference", name).code == 0
    made = next((folder / "p").glob("*.docx")).read_bytes()
    assert b"vbaProject" not in made
    assert b"macroEnabled" not in made


@pytest.mark.parametrize(
    ("content", "key"),
    [(b"", "render.reference_broken"), (png(9, 9), "render.reference_broken"),
     (b"\xd0\xcf\x11\xe0" + bytes(600), "render.reference_old"), (own()[:-900], "render.reference_broken")],
)  # fmt: skip
def test_what_is_no_word_file_is_one_sentence_and_nothing_is_written(
    komma: Run, folder: Path, plan: Path, content: bytes, key: str
) -> None:
    name = word(folder, "stadt.docx", content)
    checked = komma("template", "check", name)
    rendered = komma(
        "render", plan, "--document", "emergency-card", "--format", "docx,md", "--reference", name, "-o", "p"
    )
    assert (checked.code, rendered.code) == (3, 3)
    assert checked.err == rendered.err
    from komma_cli.texts import error_words

    assert checked.flat.startswith(error_words(key, "de", reason="|")[0].partition("|")[0].split(" (")[0])
    assert not (folder / "p").exists()


def test_a_word_file_without_a_word_document_is_refused_before_anything_is_written(
    komma: Run, folder: Path, plan: Path
) -> None:
    name = word(folder, "stadt.docx", own())
    card = ("render", plan, "--document", "emergency-card", "--today", "2026-12-01", "-o", "p", "--reference", name)
    ended = komma(*card, "--format", "pdf,html")
    assert ended.code == 2
    assert ended.says("render.reference_unused", "de", file=name)
    assert not (folder / "p").exists()
    assert komma(*card, "--format", "pdf,docx").code == 0


def test_another_file_is_neither(komma: Run, folder: Path) -> None:
    (folder / "x.txt").write_text("x", encoding="utf-8")
    assert komma("template", "check", "x.txt").says("template.neither", "de", file="x.txt")
