"""The styles of a brief in Word, from the brand: what an editor changes once to change it everywhere.

Names that Word knows ("heading 1", "List Bullet", "footnote text") keep what it does with them: the navigation pane,
tables of contents, the numbering of notes. The others are ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from briefgen.model import Brand
from briefgen.rendering.colours import mixed
from briefgen.rendering.docx.numbering import BOXED, BULLETS, HANG, INSET, LEVELS
from briefgen.rendering.docx.xml import Element, element, paragraph_properties, root, run_properties, w

EDGE, THICK_EDGE = 18, 36
"""Of a box, and of the gravest card, in eighths of a point."""
AIR = 6
"""Points from the edge of a box to its text."""

SET_OFF = 100
"""What separates a number from the next column besides the gap between cells, in twentieths of a point."""

_Kind = Literal["paragraph", "character"]


class Style(Struct, frozen=True):
    """A style before it is written."""

    name: str
    """As Word shows it; its id is the same without blanks."""
    based: str = "Normal"
    """The id of the style that it differs from."""
    paragraph: tuple[Element, ...] = ()
    """How paragraphs differ."""
    run: tuple[Element, ...] = ()
    """How letters differ."""
    follows: str = ""
    """The id of the style of the next paragraph, where it is another one."""
    kind: _Kind = "paragraph"
    """What it is for."""


class Tones(Struct, frozen=True):
    """Colours of the brand as Word writes them: six digits."""

    text: str
    """Letters."""
    muted: str
    """Letters that stand back."""
    primary: str
    """Headings and rules."""
    accent: str
    """The edge of a card."""
    accent_text: str
    """The heading of a card."""
    tint: str
    """The paper of the key messages."""
    amber: str
    """The paper of a card."""
    rule: str
    """Lines between rows."""


def tones(brand: Brand) -> Tones:
    """The colours of a brand, mixed as for the page (`frame.variables`)."""
    palette = brand.palette
    ink, paper = palette.foreground, palette.background
    return Tones(
        *(
            colour.removeprefix("#").upper()
            for colour in (
                ink,
                mixed(ink, paper, 0.72),
                palette.primary,
                palette.accent,
                mixed(palette.accent, ink, 0.8),
                mixed(palette.primary, paper, 0.07),
                mixed(palette.accent, paper, 0.09),
                mixed(ink, paper, 0.2),
            )
        )
    )


def styles(brand: Brand, locale: str, *, right_to_left: bool) -> Element:
    """The part `styles.xml`."""
    colours = tones(brand)
    written = (_written(style) for style in _all(brand, colours, right_to_left=right_to_left))
    return root("styles", _defaults(brand, locale, colours), *written, *_tables(colours))


def font_table(brand: Brand) -> Element:
    """The part `fontTable.xml`: what stands in for the brand's families where they are not installed."""
    return root("fonts", *(_font(family) for family in dict.fromkeys((brand.base, brand.headings, brand.mono))))


def box(edge: str, fill: str, *, right_to_left: bool, thick: int = EDGE, without: str = "") -> tuple[Element, ...]:
    """A paragraph on a coloured ground with a thick edge where lines begin.

    The other edges have the colour of the ground: they keep the text off its ends. `without` is one that is left out.
    """
    sides = {side: (fill, 36) for side in ("top", "left", "bottom", "right") if side != without}
    sides["right" if right_to_left else "left"] = (edge, thick)
    borders = (
        w(side, val="single", sz=size, space=0 if side in {"top", "bottom"} else AIR, color=colour)
        for side, (colour, size) in sides.items()
    )
    return w("pBdr", *borders), w("shd", val="clear", color="auto", fill=fill)


def _all(brand: Brand, tone: Tones, *, right_to_left: bool) -> Iterator[Style]:
    yield Style("Normal", "", (w("widowControl"), *([w("bidi")] if right_to_left else [])))
    yield Style("Default Paragraph Font", "", kind="character")
    yield from _text(brand, tone)
    yield from _headings(brand, tone)
    yield from _lists()
    yield from _boxes(brand.headings, tone, right_to_left=right_to_left)
    yield from _small(brand, tone)
    yield from _characters(brand, tone)


def _text(brand: Brand, tone: Tones) -> Iterator[Style]:
    yield Style("Body Text", paragraph=(_spacing(after=100),))
    quotation = (w("ind", left=HANG, right=HANG), _spacing(after=40), w("keepLines"))
    yield Style("Quote", "BodyText", (*quotation, w("keepNext")), (w("i"),), "QuoteSource")
    muted = (*_family(brand.headings), _colour(tone.muted), *_size(9))
    yield Style("Quote Source", "BodyText", (w("ind", left=HANG), _spacing(after=160)), muted, "BodyText")
    dashes = (w(side, val="dashed", sz=4, space=4, color=tone.text) for side in ("top", "left", "bottom", "right"))
    note = (w("pBdr", *dashes), w("ind", left=120, right=120), _spacing(before=120, after=160))
    yield Style("Editor Note", "BodyText", note, _family(brand.headings), "BodyText")


def _headings(brand: Brand, tone: Tones) -> Iterator[Style]:
    bold = (*_family(brand.headings), w("b"), w("bCs"))
    primary = (*bold, _colour(tone.primary))
    holds = (w("keepNext"), w("keepLines"))
    yield Style("Title", paragraph=(*holds, _spacing(after=80)), run=(*primary, *_size(24)), follows="Masthead")
    small = (*_family(brand.headings), _colour(tone.muted), *_size(9))
    yield Style("Masthead", paragraph=(_spacing(after=30),), run=small)
    rule = w("pBdr", w("top", val="single", sz=8, space=4, color=tone.primary))
    section = (*holds, rule, _spacing(before=320, after=100), w("outlineLvl", val=0))
    yield Style("heading 1", paragraph=section, run=(*primary, *_size(13.5)), follows="BodyText")
    for level, size in ((2, 11), (3, 10)):
        holding = (*holds, _spacing(before=180, after=40), w("outlineLvl", val=level - 1))
        yield Style(f"heading {level}", paragraph=holding, run=(*primary, *_size(size)), follows="BodyText")
    muted = (*_family(brand.headings), _colour(tone.muted), *_size(9))
    yield Style("Chart Subtitle", paragraph=(*holds, _spacing(after=60)), run=muted, follows="Picture")
    yield Style("Picture", paragraph=(w("keepNext"), _spacing(after=40)), follows="Caption")


def _lists() -> Iterator[Style]:
    for depth in range(LEVELS):
        number = w("numPr", w("ilvl", val=depth), w("numId", val=BULLETS))
        indent = w("ind", left=HANG * (depth + 1), hanging=HANG)
        tail = f" {depth + 1}" if depth else ""
        yield Style(f"List Bullet{tail}", "BodyText", (number, indent, _spacing(after=70)))
        yield Style(f"List Number{tail}", "BodyText", (indent, _spacing(after=70)))
        yield Style(f"List Continue{tail}", "BodyText", (w("ind", left=HANG * (depth + 1)), _spacing(after=70)))


def _boxes(fonts: str, tone: Tones, *, right_to_left: bool) -> Iterator[Style]:
    """The key messages and the cards: every paragraph carries the ground, and Word joins them to one box."""
    hung = w("ind", left=INSET + HANG, right=INSET, hanging=HANG)
    key = box(tone.primary, tone.tint, right_to_left=right_to_left)
    yield Style("Key Heading", "Heading1", (*key, hung, _spacing(before=200), w("keepNext")), _size(13.5))
    yield Style("Key Text", "BodyText", (*key, hung, _spacing(after=0)))
    number = w("numPr", w("ilvl", val=0), w("numId", val=BOXED))
    yield Style("Key Message", "ListBullet", (number, *key, hung, _spacing(after=0), w("keepLines")))
    yield Style("Key Note", "KeyText", (*key, hung, _spacing(before=80, after=60), w("keepLines")), _family(fonts))
    for name, thick in (("Card", EDGE), ("Grave Card", THICK_EDGE)):
        # A heading differs in its borders from what stands above, or Word would join two cards to one box.
        top, card = (
            box(tone.accent, tone.amber, right_to_left=right_to_left, thick=thick, without=side)
            for side in ("bottom", "top")
        )
        inset = w("ind", left=INSET, right=INSET)
        heading = (*top, inset, _spacing(before=200), w("keepNext"), w("keepLines"))
        colour = (_colour(tone.accent_text),)
        yield Style(f"{name} Heading", "Heading2", heading, colour, style_id(f"{name} Text"))
        yield Style(f"{name} Text", "BodyText", (*card, inset, _spacing(), w("keepLines")))
        yield Style(f"{name} Bullet", "ListBullet", (number, *card, hung, _spacing(), w("keepLines")))


def _small(brand: Brand, tone: Tones) -> Iterator[Style]:
    small = _family(brand.headings)
    muted = (*small, _colour(tone.muted))
    yield Style("caption", paragraph=(_spacing(before=40, after=120),), run=(*muted, *_size(8.5)), follows="BodyText")
    yield Style(
        "Table Text",
        paragraph=(w("spacing", before=30, after=30, line=240, lineRule="auto"),),
        run=(*small, *_size(8.5)),
    )
    tabular = (element("w14:numForm", **{"w14:val": "lining"}), element("w14:numSpacing", **{"w14:val": "tabular"}))
    yield Style("Table Number", "TableText", (w("ind", right=SET_OFF), w("jc", val="right")), tabular)
    yield Style("Table Heading", "TableText", (w("keepNext"),), (w("b"), w("bCs"), _colour(tone.primary)))
    yield Style("Small Bullet", "ListBullet", (_spacing(after=40),), _size(8.5))
    yield Style("Document", "BodyText", (_spacing(before=40, after=40), w("keepLines")), _size(8.5))
    yield Style("Colophon", "BodyText", (_spacing(after=40),), (_colour(tone.muted), *_size(8.5)))
    yield Style("footnote text", paragraph=(_spacing(after=20),), run=_size(8))
    yield Style("header", run=(*muted, *_size(8)))
    yield Style("footer", run=(*muted, *_size(8)))


def _characters(brand: Brand, tone: Tones) -> Iterator[Style]:
    plain = "DefaultParagraphFont"
    raised = (*_family(brand.headings), w("vertAlign", val="superscript"))
    yield Style("footnote reference", plain, run=raised, kind="character")
    yield Style("Note Number", plain, run=_family(brand.headings), kind="character")
    yield Style("Hyperlink", plain, run=(_colour(tone.primary),), kind="character")
    yield Style("Strong", plain, run=(w("b"), w("bCs")), kind="character")
    yield Style("Emphasis", plain, run=(w("i"),), kind="character")
    yield Style("Code", plain, run=(*_family(brand.mono), w("noProof")), kind="character")


def _written(style: Style) -> Element:
    identity = style_id(style.name)
    parts = [w("name", val=style.name)]
    if style.based:
        parts.append(w("basedOn", val=style.based))
    if style.follows:
        parts.append(w("next", val=style.follows))
    parts.append(w("uiPriority", val=1 if style.kind == "paragraph" else 99))
    parts.append(w("qFormat"))
    if style.paragraph:
        parts.append(paragraph_properties(*style.paragraph))
    if style.run:
        parts.append(run_properties(*style.run))
    default = {} if style.based else {"default": 1}
    return w("style", *parts, type=style.kind, **default, styleId=identity)


def style_id(name: str) -> str:
    """The id of a style: its name with capitals and without blanks."""
    return "".join(word[0].upper() + word[1:] for word in name.split())


def _tables(tone: Tones) -> Iterator[Element]:
    """The table style: rules between rows, a strong one under the header."""
    margins = w("tblCellMar", *(w(side, w=width, type="dxa") for side, width in (("left", 0), ("right", 140))))
    yield w(
        "style",
        w("name", val="Normal Table"),
        w("uiPriority", val=99),
        w("semiHidden"),
        w("unhideWhenUsed"),
        w("tblPr", w("tblInd", w=0, type="dxa")),
        type="table",
        default=1,
        styleId="TableNormal",
    )
    rules = w(
        "tblBorders",
        w("bottom", val="single", sz=4, space=0, color=tone.rule),
        w("insideH", val="single", sz=4, space=0, color=tone.rule),
    )
    under = w("tcBorders", w("bottom", val="single", sz=12, space=0, color=tone.primary))
    yield w(
        "style",
        w("name", val="Brief Table"),
        w("basedOn", val="TableNormal"),
        w("uiPriority", val=1),
        w("qFormat"),
        w("tblPr", rules, margins),
        w("tblStylePr", run_properties(w("b"), w("bCs")), w("tcPr", under), type="firstRow"),
        type="table",
        styleId="BriefTable",
    )


def _defaults(brand: Brand, locale: str, tone: Tones) -> Element:
    languages = w("lang", val=locale, eastAsia=locale, bidi=locale)
    letters = run_properties(*_family(brand.base), _colour(tone.text), *_size(10), languages)
    lines = paragraph_properties(w("spacing", before=0, after=0, line=276, lineRule="auto"))
    return w("docDefaults", w("rPrDefault", letters), w("pPrDefault", lines))


def _font(family: str) -> Element:
    """A family with its kind, by which a word processor chooses what stands in for it."""
    serif = _is_serif(family)
    return w(
        "font",
        w("altName", val="Georgia" if serif else "Calibri"),
        w("family", val="roman" if serif else "swiss"),
        w("pitch", val="variable"),
        name=family,
    )


def _family(name: str) -> tuple[Element, ...]:
    """A family; for scripts that it lacks one that comes with Word, and has a stand-in elsewhere."""
    others = "Times New Roman" if _is_serif(name) else "Arial"
    return (w("rFonts", ascii=name, hAnsi=name, eastAsia=name, cs=others),)


def _is_serif(family: str) -> bool:
    return "serif" in family.casefold() and "sans" not in family.casefold()


def _size(points: float) -> tuple[Element, ...]:
    return w("sz", val=round(points * 2)), w("szCs", val=round(points * 2))


def _colour(digits: str) -> Element:
    return w("color", val=digits)


def _spacing(*, before: int = 0, after: int = 0) -> Element:
    return w("spacing", before=before, after=after)
