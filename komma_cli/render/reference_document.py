"""komma's own design reference, built by code: A4, calm, one colour, readable for everybody.

Sizes and contrasts follow the accessibility rules for public documents: text 11 pt (12 pt in plain language), headings
at least 2 pt apart, contrast of text at least 4.5 : 1, one typeface, left aligned, no italics for whole passages.
A municipality's own reference file wins over everything here; styles it lacks are copied from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from docx.document import Document

from komma_cli.render.design import (
    BODY_HALF_POINTS,
    CALLOUTS,
    CAUTION,
    HEADINGS,
    INK,
    LINE,
    LINK,
    MUTED,
    PLAIN_HALF_POINTS,
    TINT,
    WARNING,
)
from komma_cli.render.docx_foreign import read_reference
from komma_cli.render.docx_package import attach, has, new_document
from komma_cli.render.docx_xml import HEADER, NAMESPACES

FONT: Final = "Arial"
CODE_FONT: Final = "Consolas"

WRITING: Final = "5A5A5A"
"""The lines of forms: light beside ink, and dark enough to survive a copier (6.9 : 1)."""

NAMESPACE: Final = f'xmlns:w="{NAMESPACES["w"]}" xmlns:r="{NAMESPACES["r"]}"'


@dataclass(frozen=True, slots=True)
class Style:
    """One paragraph or character style; ``priority`` is Word's own order for built-in ones, ``None`` for komma's."""

    id: str
    name: str
    paragraph: str = ""
    run: str = ""
    based_on: str = "Normal"
    next: str = ""
    priority: int | None = None
    type: str = "paragraph"

    def xml(self) -> str:
        """Return the ``w:style`` element, children in schema order."""
        default = ' w:default="1"' if self.id in ("Normal", "DefaultParagraphFont") else ""
        custom = ' w:customStyle="1"' if self.priority is None else ""
        parent = self.based_on if self.type == "paragraph" and not default else ""
        return "".join(
            (
                f'<w:style w:type="{self.type}"{default}{custom} w:styleId="{self.id}"><w:name w:val="{self.name}"/>',
                f'<w:basedOn w:val="{parent}"/>' if parent else "",
                f'<w:next w:val="{self.next}"/>' if self.next else "",
                "" if self.priority is None else f'<w:uiPriority w:val="{self.priority}"/>',
                "<w:qFormat/>" if self.type == "paragraph" else "",
                f"<w:pPr>{self.paragraph}</w:pPr>" if self.paragraph else "",
                f"<w:rPr>{self.run}</w:rPr>" if self.run else "",
                "</w:style>",
            )
        )


def own_reference(*, plain: bool = False) -> Document:
    """Return a new document with komma's design and no text. ``plain``: 12 pt instead of 11."""
    word = new_document()
    _complete(word, plain=plain)
    return word


def town_reference(data: bytes, *, plain: bool = False) -> Document:
    """Return the look of a municipality's file, with komma's styles, settings, theme and fonts where it has none.

    Raises ``ReferenceFileError`` (see ``read_reference``).
    """
    word = read_reference(data)
    _complete(word, plain=plain)
    return word


def _complete(word: Document, *, plain: bool) -> None:
    size = PLAIN_HALF_POINTS if plain else BODY_HALF_POINTS
    for kind, name, xml in (
        ("styles", "styles.xml", _styles(size)),
        ("settings", "settings.xml", _SETTINGS),
        ("theme", "theme/theme1.xml", _theme()),
        ("fontTable", "fontTable.xml", _fonts()),
    ):
        if not has(word, kind):
            attach(word, kind, f"/word/{name}", xml.encode())


@cache
def _styles(body_size: int) -> str:
    parts = [_defaults(body_size), *(style.xml() for style in _style_list()), _TABLE_NORMAL, _table_style(), _NO_LIST]
    return f"{HEADER}<w:styles {NAMESPACE}>{''.join(parts)}</w:styles>"


def _style_list() -> list[Style]:
    return [
        Style("Normal", "Normal", priority=0),
        Style("DefaultParagraphFont", "Default Paragraph Font", type="character", priority=1),
        Style(
            "Title",
            "Title",
            f'{_UNDIVIDED}<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="8" w:color="{INK}"/></w:pBdr>'
            f"<w:suppressAutoHyphens/>{_spacing(0, 320, 252)}",
            _bold(48, INK),
            next="Normal",
            priority=10,
        ),
        *(_heading(level, size, before, after) for level, size, before, after in HEADINGS),
        Style(
            "TOCHeading",
            "TOC Heading",
            f"<w:keepNext/>{_spacing(280, 120)}",
            _bold(30, INK),
            next="Normal",
            priority=39,
        ),
        *(_contents_entry(level) for level in (1, 2, 3)),
        Style("ListParagraph", "List Paragraph", _spacing(0, 80), priority=34),
        Style("Quote", "Quote", _QUOTE, _colour(MUTED), priority=29),
        Style("Caption", "caption", f"<w:keepNext/>{_spacing(200, 80)}", _bold(20, INK), priority=35),
        Style("Header", "header", _spacing(0, 0, 252), _colour(MUTED) + _size(18), priority=99),
        Style("Footer", "footer", _spacing(0, 0, 252), _colour(MUTED) + _size(18), priority=99),
        Style("KommaLead", "Komma Lead", _spacing(0, 200), _LOUDNESS["Lead"], next="Normal"),
        Style("KommaNumber", "Komma Number", f"<w:suppressAutoHyphens/>{_spacing(40, 120, 252)}", _LOUDNESS["Number"]),
        Style("KommaSmall", "Komma Small", "<w:keepLines/>" + _spacing(0, 40, 252), _LOUDNESS["Small"]),
        *(Style(f"Komma{n}Char", f"Komma {n} Char", run=run, type="character") for n, run in _LOUDNESS.items()),
        Style("KommaCodeChar", "Komma Code Char", run=_CODE.replace('<w:sz w:val="20"/>', ""), type="character"),
        Style("KommaCode", "Komma Code", f"<w:suppressAutoHyphens/>{_spacing(80, 160, 252)}", _CODE),
        Style("KommaLabel", "Komma Label", f"{_UNDIVIDED}<w:suppressAutoHyphens/>{_spacing(100, 0, 252)}"),
        Style("KommaField", "Komma Field", _FIELD),
        Style("KommaOption", "Komma Option", f"<w:keepLines/><w:suppressAutoHyphens/>{_spacing(20, 20, 252)}"),
        Style("KommaHintChar", "Komma Hint Char", run=_colour(MUTED) + _size(19), type="character"),
        Style("KommaBlankChar", "Komma Blank Char", run=f"<w:b/><w:bCs/>{_colour(WRITING)}", type="character"),
        Style("KommaTableText", "Komma Table Text", _spacing(50, 50, 252), _size(20)),
        Style(
            "KommaTableHead",
            "Komma Table Head",
            "<w:keepNext/><w:suppressAutoHyphens/>",
            _bold(20, INK),
            "KommaTableText",
        ),
        *(_callout(kind.title(), colour, fill) for kind, (colour, fill) in CALLOUTS.items()),
        Style("Hyperlink", "Hyperlink", run=f'{_colour(LINK)}<w:u w:val="single"/>', type="character", priority=99),
    ]


def _defaults(body_size: int) -> str:
    theme = 'w:asciiTheme="minorHAnsi" w:hAnsiTheme="minorHAnsi" w:eastAsiaTheme="minorEastAsia" w:cstheme="minorBidi"'
    language = '<w:lang w:val="de-DE" w:eastAsia="de-DE" w:bidi="ar-SA"/>'
    run = f"<w:rPr><w:rFonts {theme}/>{_size(body_size)}{language}</w:rPr>"
    paragraph = f"<w:pPr>{_spacing(0, 140, 300)}</w:pPr>"
    return f"<w:docDefaults><w:rPrDefault>{run}</w:rPrDefault><w:pPrDefault>{paragraph}</w:pPrDefault></w:docDefaults>"


def _heading(level: int, size: int, before: int, after: int) -> Style:
    paragraph = f'{_UNDIVIDED}<w:suppressAutoHyphens/>{_spacing(before, after, 264)}<w:outlineLvl w:val="{level - 1}"/>'
    return Style(f"Heading{level}", f"heading {level}", paragraph, _bold(size, INK), next="Normal", priority=9)


def _contents_entry(level: int) -> Style:
    paragraph = _spacing(60 if level == 1 else 0, 40, 264) + f'<w:ind w:left="{(level - 1) * 340}"/>'
    return Style(f"TOC{level}", f"toc {level}", paragraph, next="Normal", priority=39)


def _callout(name: str, colour: str, fill: str) -> Style:
    """A tinted box with a bar at its left; the thin lines in the colour of the fill are its inner margin."""
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="{width}" w:space="{space}" w:color="{ink}"/>'
        for side, width, space, ink in (
            ("top", 4, 6, fill),
            ("left", 36, 9, colour),
            ("bottom", 4, 6, fill),
            ("right", 4, 8, fill),
        )
    )
    box = f'<w:pBdr>{lines}</w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>'
    paragraph = f'<w:keepLines/>{box}{_spacing(0, 0)}<w:ind w:left="227" w:right="170"/>'
    return Style(f"Komma{name}", f"Komma {name}", paragraph)


def _spacing(before: int, after: int, line: int | None = None) -> str:
    """Space before and after in twentieths of a point; line height in 240ths of a line."""
    height = "" if line is None else f' w:line="{line}" w:lineRule="auto"'
    return f'<w:spacing w:before="{before}" w:after="{after}"{height}/>'


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _colour(rgb: str) -> str:
    return f'<w:color w:val="{rgb}"/>'


def _bold(half_points: int, rgb: str | None) -> str:
    return f"<w:b/><w:bCs/>{'' if rgb is None else _colour(rgb)}{_size(half_points)}"


def _table_style() -> str:
    """Lines between rows only, a tinted head with a firm line below it: readable in grey copies."""
    rules = "".join(
        f'<w:{side} w:val="single" w:sz="{width}" w:space="0" w:color="{colour}"/>'
        for side, width, colour in (("top", 8, INK), ("bottom", 8, INK), ("insideH", 4, LINE), ("insideV", 4, LINE))
    )
    margins = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (("top", 20), ("left", 90), ("bottom", 20), ("right", 90))
    )
    head = (
        '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders>'
        f'<w:bottom w:val="single" w:sz="8" w:space="0" w:color="{INK}"/></w:tcBorders>'
        f'<w:shd w:val="clear" w:color="auto" w:fill="{TINT}"/></w:tcPr></w:tblStylePr>'
    )
    return (
        '<w:style w:type="table" w:customStyle="1" w:styleId="KommaTable"><w:name w:val="Komma Table"/>'
        '<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:tblPr>'
        f"<w:tblBorders>{rules}</w:tblBorders><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>{head}</w:style>"
    )


@cache
def _theme() -> str:
    """The smallest theme the schema accepts: one typeface, komma's colours (Word offers them in its palettes)."""
    colours = {
        "dk1": "000000", "lt1": "FFFFFF", "dk2": INK, "lt2": TINT, "accent1": INK, "accent2": MUTED,
        "accent3": WARNING, "accent4": CAUTION, "accent5": LINK, "accent6": LINE,
        "hlink": LINK, "folHlink": "5B3A7A",
    }  # fmt: skip
    scheme = "".join(f'<a:{name}><a:srgbClr val="{rgb}"/></a:{name}>' for name, rgb in colours.items())
    face = f'<a:latin typeface="{FONT}"/><a:ea typeface=""/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="6350">{fill}</a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        f'{HEADER}<a:theme xmlns:a="{NAMESPACES["a"]}" name="komma"><a:themeElements>'
        f'<a:clrScheme name="komma">{scheme}</a:clrScheme><a:fontScheme name="komma">'
        f"<a:majorFont>{face}</a:majorFont><a:minorFont>{face}</a:minorFont></a:fontScheme>"
        f'<a:fmtScheme name="komma"><a:fillStyleLst>{fill * 3}</a:fillStyleLst><a:lnStyleLst>{line * 3}</a:lnStyleLst>'
        f"<a:effectStyleLst>{effect * 3}</a:effectStyleLst><a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst>"
        "</a:fmtScheme></a:themeElements></a:theme>"
    )


@cache
def _fonts() -> str:
    rows = ((FONT, "swiss", "variable"), (CODE_FONT, "modern", "fixed"), ("MS Gothic", "modern", "fixed"))
    fonts = "".join(
        f'<w:font w:name="{name}"><w:charset w:val="00"/><w:family w:val="{family}"/>'
        f'<w:pitch w:val="{pitch}"/></w:font>'
        for name, family, pitch in rows
    )
    return f"{HEADER}<w:fonts {NAMESPACE}>{fonts}</w:fonts>"


_LOUDNESS: Final = {"Lead": _colour(INK) + _size(28), "Number": _bold(56, None), "Small": _colour(MUTED) + _size(16)}
_UNDIVIDED: Final = "<w:keepNext/><w:keepLines/>"
_QUOTE: Final = (
    f'<w:pBdr><w:left w:val="single" w:sz="18" w:space="10" w:color="{LINE}"/></w:pBdr>'
    '<w:ind w:left="400" w:right="400"/>'
)
_FIELD: Final = (  # a line to write on: 1 pt, 8.04 mm high, the same line between two of them
    f'<w:pBdr><w:bottom w:val="single" w:sz="8" w:space="0" w:color="{WRITING}"/>'
    f'<w:between w:val="single" w:sz="8" w:space="0" w:color="{WRITING}"/></w:pBdr><w:suppressAutoHyphens/>'
    '<w:spacing w:before="0" w:after="0" w:line="456" w:lineRule="atLeast"/>'
)
_CODE: Final = (
    f'<w:rFonts w:ascii="{CODE_FONT}" w:hAnsi="{CODE_FONT}" w:cs="{CODE_FONT}"/><w:noProof/><w:sz w:val="20"/>'
)
_TABLE_NORMAL: Final = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
    '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
    '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
)
_NO_LIST: Final = (
    '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/><w:uiPriority w:val="99"/>'
    "<w:semiHidden/><w:unhideWhenUsed/></w:style>"
)
_SETTINGS: Final = (
    f'{HEADER}<w:settings {NAMESPACE}><w:zoom w:percent="100"/><w:doNotHyphenateCaps/>'
    '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>'
)
