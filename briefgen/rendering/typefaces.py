"""Makes static font files: cut to the letters of our locales, frozen at one weight, small and the same every time.

Variable fonts are frozen because matplotlib reads them at one weight only, and because small static files make every
later run faster. fontTools' own instancer spends most of its time on kerning, which it merges as if there were several
masters; here kerning and anchors are settled in one walk before it is called.
"""

from __future__ import annotations

import io
from collections import UserList
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.ttLib import TTFont

RECIPE = "4"
"""Part of every cache key; changes when the making of a font changes."""

_RANGES = (
    (0x20, 0x250),  # Latin with its extensions: Turkish, Central European
    (0x259, 0x25A),  # the small schwa of Azerbaijani; its capital stands above
    (0x2B0, 0x2DE),  # modifier letters
    (0x300, 0x330),  # combining accents
    (0x400, 0x530),  # Cyrillic with Kazakh letters
    (0x2000, 0x20D0),  # punctuation, superscripts, currencies
    (0x2116, 0x2123),  # numero, trade mark
    (0x2150, 0x2160),  # fractions
    (0x2190, 0x2200),  # arrows
    (0x2200, 0x2266),  # minus, not equal, about
    (0x25A0, 0x25E0),  # shapes
)
"""Code points that a static font keeps."""
_FEATURES = ["kern", "mark", "mkmk", "tnum", "lnum"]
_UNUSED = ["MVAR", "STAT", "HVAR", "VVAR", "DSIG", "BASE", "gasp", "name"]
"""Tables that a font of one weight does not need, and names, which are written anew: looking for those in use takes
fontTools longer than everything else."""
_OPTICAL_SIZE = 11
"""Points; the size of running text, for families with an optical axis."""
_MANAT, _LARI = 0x20BC, 0x20BE
"""Signs that neither the Source families nor DejaVu have: drawn here, as briefs of the region need them."""
SIGNS = "2"
"""How they are drawn; changed with them, so that no kept font of other signs is taken."""
_ADVANCES = (
    *(("XPlacement", "XPlaDevice"), ("YPlacement", "YPlaDevice")),
    *(("XAdvance", "XAdvDevice"), ("YAdvance", "YAdvDevice")),
)
_COORDINATES = (("XCoordinate", "XDeviceTable"), ("YCoordinate", "YDeviceTable"))
_VARIATION = 0x8000
"""The format of a device table that points into the variation store (OpenType, "Device and VariationIndex Tables")."""
_PLAIN = 0x000F
"""The bits of a value format that are not devices."""


class Face(Struct, frozen=True):
    """One family in one weight and style."""

    family: str
    """As in CSS."""
    weight: int = 400
    """CSS weight."""
    italic: bool = False
    """Italic, not slanted."""

    @property
    def style(self) -> str:
        """The CSS word."""
        return "italic" if self.italic else "normal"


def freeze(origin: Path, face: Face) -> bytes:
    """The font file of a face, from the file of its family."""
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    with TTFont(origin, recalcTimestamp=False, lazy=True) as font:
        store = _taken_store(font)
        _cut(font, [point for start, end in _RANGES for point in range(start, end)])
        if "fvar" in font:
            axes = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes}
            axes |= {tag: value for tag, value in (("wght", face.weight), ("opsz", _OPTICAL_SIZE)) if tag in axes}
            if store is not None and "GPOS" in font:
                _settle(font["GPOS"].table.LookupList, _deltas(font, store, axes))
            instancer.instantiateVariableFont(font, axes, inplace=True, optimize=False)
        _rename(font, face)
        return _saved(font)


def subset(path: Path, face: Face, letters: Iterable[int]) -> bytes:
    """A static font as WOFF2 with only these letters."""
    from fontTools.ttLib import TTFont

    with TTFont(path, recalcTimestamp=False, lazy=True) as font:
        _cut(font, letters)
        _rename(font, face)
        font.flavor = "woff2"
        return _saved(font)


def _cut(font: TTFont, points: Iterable[int]) -> None:
    """Leaves the glyphs of these code points, and no names."""
    from fontTools import subset as subsets
    from fontTools.ttLib import newTable

    options = subsets.Options(layout_features=_FEATURES, notdef_outline=True, hinting=False, glyph_names=False)
    options.drop_tables += _UNUSED
    subsetter = subsets.Subsetter(options)
    subsetter.populate(unicodes=points)
    subsetter.subset(font)
    font["name"] = newTable("name")
    font["name"].names = []


def _taken_store(font: TTFont) -> Any:  # noqa: ANN401 - fontTools has no types
    """The variations of kerning and anchors, taken out of the font: they are settled here, and need no pruning."""
    if "GDEF" not in font:
        return None
    table = font["GDEF"].table
    table.LigCaretList = None  # places of the cursor inside a ligature; they may vary too
    store = getattr(table, "VarStore", None)
    if store is not None:
        table.VarStore = None
        table.Version = 0x00010002  # the last version without a store
    return store


def _deltas(font: TTFont, store: object, axes: dict[str, float]) -> Callable[[Any], int]:
    """What a device adds to its value at these places on the axes."""
    from fontTools.misc.roundTools import otRound
    from fontTools.varLib.instancer import AxisLimits
    from fontTools.varLib.varStore import VarStoreInstancer

    place = AxisLimits(axes).limitAxesAndPopulateDefaults(font).normalize(font).pinnedLocation()
    found = VarStoreInstancer(store, font["fvar"].axes, place)
    return lambda device: (
        otRound(found[(device.StartSize << 16) + device.EndSize]) if device.DeltaFormat == _VARIATION else 0
    )


def _settle(item: Any, delta: Callable[[Any], int]) -> None:  # noqa: ANN401 - fontTools has no types
    """Adds to every value and anchor below `item` what its devices say, and drops the devices."""
    from fontTools.ttLib.tables.otBase import BaseTable, ValueRecord

    if isinstance(item, (list, UserList)):
        for part in item:
            _settle(part, delta)
    elif isinstance(item, ValueRecord):
        _settle_fields(item, _ADVANCES, delta)
    elif isinstance(item, BaseTable):
        item.ensureDecompiled()
        if hasattr(item, "XCoordinate"):
            _settle_fields(item, _COORDINATES, delta)
            item.Format = 1  # an anchor without devices
            return
        for name in ("ValueFormat", "ValueFormat1", "ValueFormat2"):
            if name in vars(item):
                setattr(item, name, getattr(item, name) & _PLAIN)
        for part in tuple(vars(item).values()):
            if isinstance(part, (list, UserList, ValueRecord, BaseTable)):
                _settle(part, delta)


def _settle_fields(item: object, fields: tuple[tuple[str, str], ...], delta: Callable[[Any], int]) -> None:
    for name, device in fields:
        found = vars(item).pop(device, None)
        if found is not None:
            setattr(item, name, getattr(item, name, 0) + delta(found))


def _rename(font: TTFont, face: Face) -> None:
    """Names that fontconfig and CSS agree on: one family, told apart by weight and style."""
    words = {400: "Regular", 600: "SemiBold", 700: "Bold"}.get(face.weight, str(face.weight))
    style = f"{words} Italic" if face.italic else words
    postscript = f"{face.family}-{style}".replace(" ", "")
    names = {1: face.family, 2: style, 3: postscript, 4: f"{face.family} {style}", 6: postscript}
    for number, text in names.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = face.weight


def _saved(font: TTFont) -> bytes:
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue()


def symbols() -> bytes:
    """A font of two letters that DejaVu lacks, the signs of manat and lari, after the shapes in the Unicode chart."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    glyphs = {".notdef": TTGlyphPen(None).glyph(), "manat": _manat(), "lari": _lari()}
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(list(glyphs))
    builder.setupCharacterMap({_MANAT: "manat", _LARI: "lari"})
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics({".notdef": (590, 0), "manat": (590, 60), "lari": (590, 40)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "briefgen Symbols", "styleName": "Regular", "psName": "briefgenSymbols"})
    builder.setupOS2(sTypoAscender=800, sTypoDescender=-200, usWinAscent=800, usWinDescent=200)
    builder.setupPost()
    builder.updateHead(created=0, modified=0)
    builder.font.recalcTimestamp = False
    return _saved(builder.font)


def _manat() -> Any:  # noqa: ANN401 - fontTools has no types
    """An arch with a stem."""
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen = TTGlyphPen(None)
    pen.moveTo((60, 0))
    for points in (((60, 470), (290, 560)), ((530, 470), (530, 0))):
        pen.qCurveTo(*points)
    pen.lineTo((455, 0))
    for points in (((455, 420), (290, 490)), ((135, 420), (135, 0))):
        pen.qCurveTo(*points)
    pen.closePath()
    _bar(pen, 258, 60, 332, 660)
    return pen.glyph()


def _lari() -> Any:  # noqa: ANN401 - fontTools has no types
    """An arch that stands on a line with its left leg, and two stems that reach into it from above."""
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen = TTGlyphPen(None)
    pen.moveTo((230, 0))
    for points in (((40, 90), (40, 290)), ((40, 560), (295, 560)), ((550, 560), (550, 230))):
        pen.qCurveTo(*points)
    pen.lineTo((475, 230))
    for points in (((475, 490), (295, 490)), ((115, 490), (115, 290)), ((115, 130), (290, 0))):
        pen.qCurveTo(*points)
    pen.closePath()
    _bar(pen, 60, 0, 530, 70)
    _bar(pen, 205, 330, 265, 680)
    _bar(pen, 325, 330, 385, 680)
    return pen.glyph()


def _bar(pen: TTGlyphPen, left: int, bottom: int, right: int, top: int) -> None:
    pen.moveTo((left, bottom))
    for corner in ((left, top), (right, top), (right, bottom)):
        pen.lineTo(corner)
    pen.closePath()
