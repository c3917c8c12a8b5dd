"""The part `theme1.xml`: the brand's colours and families, as Word offers them in its menus."""

from __future__ import annotations

from itertools import cycle, islice

from briefgen.model import Brand
from briefgen.rendering.docx.xml import Element, element

_ACCENTS = 6
"""Colours beside those of text and links that a theme names (ECMA-376 Part 1, 20.1.6.2)."""
_SHAPES = 3
"""Fills, lines and effects that a theme names: for subtle, moderate and intense shapes (20.1.4.1.14)."""


def theme(brand: Brand) -> Element:
    """The part. Shapes are plain: one colour, one line, no effect."""
    name = {"name": brand.name}
    fonts = element("a:fontScheme", _fonts("major", brand.headings), _fonts("minor", brand.base), **name)
    return element("a:theme", element("a:themeElements", _colours(brand), fonts, _shapes()), **name)


def _colours(brand: Brand) -> Element:
    palette = brand.palette
    accents = islice(cycle((palette.primary, palette.accent, *palette.series)), _ACCENTS)
    colours = {
        "dk1": palette.foreground,
        "lt1": palette.background,
        "dk2": palette.primary,
        "lt2": palette.background,
        **{f"accent{number}": colour for number, colour in enumerate(accents, 1)},
        "hlink": palette.primary,
        "folHlink": palette.primary,
    }
    written = (element(f"a:{name}", _colour(colour)) for name, colour in colours.items())
    return element("a:clrScheme", *written, name=brand.name)


def _colour(colour: str) -> Element:
    return element("a:srgbClr", val=colour.removeprefix("#").upper())


def _fonts(rank: str, family: str) -> Element:
    faces = (element(f"a:{script}", typeface=face) for script, face in (("latin", family), ("ea", ""), ("cs", "")))
    return element(f"a:{rank}Font", *faces)


def _shapes() -> Element:
    return element(
        "a:fmtScheme",
        element("a:fillStyleLst", *(_fill() for _ in range(_SHAPES))),
        element("a:lnStyleLst", *(element("a:ln", _fill(), w=9525) for _ in range(_SHAPES))),
        element("a:effectStyleLst", *(element("a:effectStyle", element("a:effectLst")) for _ in range(_SHAPES))),
        element("a:bgFillStyleLst", *(_fill() for _ in range(_SHAPES))),
        name="plain",
    )


def _fill() -> Element:
    return element("a:solidFill", element("a:schemeClr", val="phClr"))
