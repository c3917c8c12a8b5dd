"""Fonts from pip packages only: static weights, kept in a cache folder, and a fontconfig that knows nothing else.

Variable fonts are cut down to the letters of our locales and frozen at one weight each, because matplotlib reads a
variable font at one weight only and because small static files make every later run faster. The machine's own fonts
never get in, or the same brief would have other bytes on another machine.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import importlib.util
import os
import tempfile
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from briefgen.errors import RenderError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fontTools.ttLib import TTFont

    from briefgen.model import Brand

FALLBACK = "DejaVu Sans"
"""What the brand's families lack (Arabic, Hebrew, arrows) comes from here; matplotlib ships it."""

_RANGES = (
    (0x20, 0x250),  # Latin with its extensions: Turkish, Azerbaijani, Central European
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
_OPTICAL_SIZE = 11
"""Points; the size of running text, for families with an optical axis."""
_MANAT = 0x20BC
"""U+20BC, which neither the Source families nor DejaVu have: drawn here, as briefs of the region need it."""
_RECIPE = "2"
"""Part of every cache key; changes when the making of a font changes."""


@dataclass(frozen=True, slots=True)
class Face:
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


def faces(brand: Brand) -> tuple[Face, ...]:
    """The faces that pages and charts use."""
    wanted = (
        Face(brand.base),
        Face(brand.base, italic=True),
        Face(brand.base, 600),
        Face(brand.headings),
        Face(brand.headings, 600),
        Face(brand.mono),
    )
    return tuple(dict.fromkeys(wanted))


def static(face: Face) -> Path:
    """The font file of a face: made on first use, then taken from the cache.

    Raises:
        RenderError: the family is not installed as a `fontpkg` package.
    """
    origin = _origin(face)
    key = _key(_digest(origin), face.family, str(face.weight), face.style)
    target = cache_folder() / "fonts" / f"{face.family.replace(' ', '')}-{face.weight}-{face.style}-{key}.ttf"
    if not target.exists():
        _write(target, _freeze(origin, face))
    return target


def fallbacks() -> tuple[Path, ...]:
    """Font files for letters that a brand's families lack."""
    spec = importlib.util.find_spec("matplotlib")
    if spec is None or spec.origin is None:
        raise RenderError("matplotlib is not installed", hint="Install it with: pip install matplotlib")
    folder = Path(spec.origin).parent / "mpl-data" / "fonts" / "ttf"
    return (folder / "DejaVuSans.ttf", folder / "DejaVuSans-Bold.ttf", _symbols())


def css_stack(family: str) -> str:
    """A `font-family` value: the family, then the shipped fallbacks."""
    return f'"{family}", "{FALLBACK}", "briefgen Symbols"'


def page_faces(brand: Brand, text: str) -> str:
    """`@font-face` rules for a self-contained page, with only the letters of `text` embedded as WOFF2."""
    letters = "".join(sorted(set(text) | set("0123456789,.-–[]↑")))
    return "\n".join(
        f'@font-face{{font-family:"{face.family}";font-weight:{face.weight};font-style:{face.style};font-display:swap;'
        f"src:url(data:font/woff2;base64,{base64.b64encode(_woff2(static(face), letters)).decode('ascii')}) "
        'format("woff2")}'
        for face in faces(brand)
    )


def missing_letters(brand: Brand, text: str) -> tuple[str, ...]:
    """Letters of `text` that none of the shipped fonts has; controls and joiners print nothing and need no glyph."""
    known = frozenset().union(*(_letters_of(path) for path in (static(Face(brand.base)), *fallbacks())))
    unknown = {letter for letter in text if ord(letter) not in known}
    return tuple(sorted(letter for letter in unknown if unicodedata.category(letter)[0] not in "CZM"))


@cache
def _letters_of(path: Path) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


@contextlib.contextmanager
def only_ours(brand: Brand) -> Iterator[None]:
    """Points fontconfig at the shipped fonts alone while the context lasts; fontconfig reads nothing but variables."""
    before = {name: os.environ.get(name) for name in ("FONTCONFIG_FILE", "FONTCONFIG_PATH")}
    os.environ["FONTCONFIG_FILE"] = str(_fontconfig([*(static(face) for face in faces(brand)), *fallbacks()]))
    os.environ.pop("FONTCONFIG_PATH", None)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@cache
def cache_folder() -> Path:
    """A folder that can be written: the user's cache, or else one under the folder for temporary files."""
    base = os.environ.get("XDG_CACHE_HOME") or str(Path("~").expanduser() / ".cache")
    for folder in (Path(base) / "briefgen", Path(tempfile.gettempdir()) / f"briefgen-{_user()}"):
        with contextlib.suppress(OSError):  # a read-only home: the next one
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if os.access(folder, os.W_OK):
                return folder
    raise RenderError(
        "no folder for fonts can be written", hint="Set XDG_CACHE_HOME to a folder that you can write to."
    )


def _user() -> str:
    return str(os.getuid()) if hasattr(os, "getuid") else "user"


def _origin(face: Face) -> Path:
    import fontpkg

    try:
        return Path(fontpkg.path(face.family, weight=face.weight, style=face.style, nearest=True))
    except fontpkg.FontpkgError as error:
        package = "fontpkg-" + face.family.casefold().replace(" ", "-")
        raise RenderError(
            f"the font family {face.family!r} is not installed", hint=f"Install it with: pip install {package}"
        ) from error


@cache
def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _key(*parts: str) -> str:
    import fontTools

    return hashlib.sha256("\0".join((_RECIPE, fontTools.version, *parts)).encode()).hexdigest()[:12]


def _write(target: Path, content: bytes) -> None:
    """Writes at once, so that a second process never sees half a font."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, suffix=".tmp")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(name).replace(target)


def _freeze(origin: Path, face: Face) -> bytes:
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    font = TTFont(origin, recalcTimestamp=False, lazy=True)
    _cut(font, [point for start, end in _RANGES for point in range(start, end)])
    if "fvar" in font:
        axes = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes}
        axes |= {tag: value for tag, value in (("wght", face.weight), ("opsz", _OPTICAL_SIZE)) if tag in axes}
        font = instancer.instantiateVariableFont(font, axes, inplace=True, optimize=False)
    _rename(font, face)
    return _saved(font)


def _cut(font: TTFont, points: Sequence[int]) -> None:
    from fontTools import subset

    options = subset.Options(
        layout_features=_FEATURES, name_IDs=[1, 2, 3, 4, 6], notdef_outline=True, hinting=False, glyph_names=False
    )
    options.drop_tables += ["MVAR", "STAT", "HVAR", "VVAR", "DSIG"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=points)
    subsetter.subset(font)


def _rename(font: TTFont, face: Face) -> None:
    """Names that fontconfig and CSS agree on: one family, told apart by weight and style."""
    words = {400: "Regular", 600: "SemiBold", 700: "Bold"}.get(face.weight, str(face.weight))
    style = f"{words} Italic" if face.italic else words
    postscript = f"{face.family}-{style}".replace(" ", "")
    names = {1: face.family, 2: style, 3: postscript, 4: f"{face.family} {style}", 6: postscript}
    table = font["name"]
    table.names = []
    for number, text in names.items():
        table.setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = face.weight


def _woff2(path: Path, letters: str) -> bytes:
    target = cache_folder() / "pages" / f"{path.stem}-{_key(letters)}.woff2"
    if not target.exists():
        from fontTools.ttLib import TTFont

        font = TTFont(path, recalcTimestamp=False)
        _cut(font, [ord(letter) for letter in letters])
        font.flavor = "woff2"
        _write(target, _saved(font))
    return target.read_bytes()


def _saved(font: TTFont) -> bytes:
    import io

    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue()


def _symbols() -> Path:
    """A font of one letter, the manat sign."""
    target = cache_folder() / "fonts" / f"Symbols-{_key('manat')}.ttf"
    if not target.exists():
        _write(target, _draw_symbols())
    return target


def _draw_symbols() -> bytes:
    """An arch with a stem through it, after the shape in the Unicode chart, on 1000 units."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    arch, empty = TTGlyphPen(None), TTGlyphPen(None)
    arch.moveTo((60, 0))
    for points in (((60, 470), (290, 560)), ((530, 470), (530, 0))):
        arch.qCurveTo(*points)
    arch.lineTo((455, 0))
    for points in (((455, 420), (290, 490)), ((135, 420), (135, 0))):
        arch.qCurveTo(*points)
    arch.closePath()
    for place, corner in enumerate(((258, 60), (258, 660), (332, 660), (332, 60))):
        (arch.lineTo if place else arch.moveTo)(corner)
    arch.closePath()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "manat"])
    builder.setupCharacterMap({_MANAT: "manat"})
    builder.setupGlyf({".notdef": empty.glyph(), "manat": arch.glyph()})
    builder.setupHorizontalMetrics({".notdef": (590, 0), "manat": (590, 60)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "briefgen Symbols", "styleName": "Regular", "psName": "briefgenSymbols"})
    builder.setupOS2(sTypoAscender=800, sTypoDescender=-200, usWinAscent=800, usWinDescent=200)
    builder.setupPost()
    builder.updateHead(created=0, modified=0)
    builder.font.recalcTimestamp = False
    return _saved(builder.font)


def _fontconfig(paths: Sequence[Path]) -> Path:
    """A fontconfig file whose only folder holds these fonts."""
    from xml.sax.saxutils import escape

    folder = cache_folder() / "sets" / _key(*(f"{path.name}{_digest(path)}" for path in paths))
    for path in paths:
        if not (folder / path.name).exists():
            _write(folder / path.name, path.read_bytes())
    target = folder / "fonts.conf"
    if not target.exists():
        text = (
            '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
            f"<fontconfig><dir>{escape(str(folder))}</dir><cachedir>{escape(str(folder / 'cache'))}</cachedir>"
            "</fontconfig>\n"
        )
        _write(target, text.encode())
    return target
