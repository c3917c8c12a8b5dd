"""Fonts from pip packages only: static weights, kept in a cache folder, and a fontconfig that knows nothing else.

The machine's own fonts never get in, or the same brief would have other bytes on another machine. How a font is made
stands in `typefaces`; every file here is made once, under a key of its origin, the recipe and fontTools' version.
"""

from __future__ import annotations

import base64
import contextlib
import importlib.util
import os
import unicodedata
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from briefgen.errors import RenderError
from briefgen.rendering import typefaces
from briefgen.rendering.extra_fonts import extras
from briefgen.rendering.kept import cache_folder, digest, kept, key
from briefgen.rendering.typefaces import Face

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefgen.model import Brand

FALLBACK = "DejaVu Sans"
"""What the brand's families lack (Arabic, Hebrew, arrows) comes from here; matplotlib ships it."""

_ALWAYS = frozenset(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2010, 0x203B)))) | set("₼₸₽€↑−≈")
"""Letters that every page embeds, so that most pages share one small file for each face."""


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


def ready(brand: Brand) -> bool:
    """Whether all fonts of a brand are made; making them takes seconds, once.

    Raises:
        RenderError: a family is not installed.
    """
    return all((cache_folder() / file_name(face)).exists() for face in faces(brand))


@cache
def static(face: Face) -> Path:
    """The font file of a face: made on first use, then taken from the cache.

    Raises:
        RenderError: the family is not installed as a `fontpkg` package.
    """
    return kept(file_name(face), lambda: typefaces.freeze(_origin(face), face))


def file_name(face: Face) -> str:
    """The name of a face's file below the cache folder."""
    made_from = key(_recipe(), digest(_origin(face)), face.family, str(face.weight), face.style)
    return f"fonts/{face.family.replace(' ', '')}-{face.weight}-{face.style}-{made_from}.ttf"


def fallbacks() -> tuple[Path, Path, Path]:
    """Font files for letters that a brand's families lack: regular, bold, symbols."""
    spec = importlib.util.find_spec("matplotlib")
    if spec is None or spec.origin is None:
        raise RenderError("matplotlib is not installed", hint="Install it with: pip install matplotlib")
    folder = Path(spec.origin).parent / "mpl-data" / "fonts" / "ttf"
    return (folder / "DejaVuSans.ttf", folder / "DejaVuSans-Bold.ttf", _symbols())


def css_stack(family: str) -> str:
    """A `font-family` value: the family, then the shipped fallbacks."""
    return f'"{family}", "{FALLBACK}", "briefgen Symbols"'


def page_faces(brand: Brand, text: str) -> str:
    """`@font-face` rules for a page that stands alone: common letters and those of `text`, embedded as WOFF2."""
    letters = _ALWAYS | {letter for letter in text if letter.isprintable()}
    return "\n".join(
        f'@font-face{{font-family:"{face.family}";font-weight:{face.weight};font-style:{face.style};font-display:swap;'
        f"src:url(data:font/woff2;base64,{base64.b64encode(_woff2(face, letters)).decode('ascii')}) "
        'format("woff2")}'
        for face in faces(brand)
    )


def missing_letters(brand: Brand, text: str) -> tuple[str, ...]:
    """Letters of `text` that none of the installed fonts has; controls and joiners print nothing and need no glyph."""
    known = frozenset().union(*(_letters_of(path) for path in (static(Face(brand.base)), *fallbacks())))
    unknown = {letter for letter in text if ord(letter) not in known}
    lacking = {letter for letter in unknown if unicodedata.category(letter)[0] not in "CZM"}
    for path in extras() if lacking else ():
        lacking = {letter for letter in lacking if ord(letter) not in _letters_of(path)}
    return tuple(sorted(lacking))


@cache
def _letters_of(path: Path) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


@contextlib.contextmanager
def only_ours(brand: Brand) -> Iterator[None]:
    """Points fontconfig at the shipped fonts alone while the context lasts; fontconfig reads nothing but variables."""
    before = {name: os.environ.get(name) for name in ("FONTCONFIG_FILE", "FONTCONFIG_PATH")}
    files = [*(static(face) for face in faces(brand)), *fallbacks(), *extras()]
    os.environ["FONTCONFIG_FILE"] = str(_fontconfig(files))
    os.environ.pop("FONTCONFIG_PATH", None)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


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
def _recipe() -> str:
    """What every font is made with."""
    return f"{typefaces.RECIPE} fonttools {version('fonttools')}"


def _woff2(face: Face, letters: frozenset[str]) -> bytes:
    """A face with these letters; texts that differ in letters which the face lacks share a file."""
    points = sorted(_letters_of(static(face)).intersection(map(ord, letters)))
    name = f"pages/{static(face).stem}-{key(_recipe(), *map(str, points))}.woff2"
    return kept(name, lambda: typefaces.subset(static(face), face, points)).read_bytes()


def _symbols() -> Path:
    """A font of the signs that no other has."""
    return kept(f"fonts/Symbols-{key(_recipe(), typefaces.SIGNS)}.ttf", typefaces.symbols)


def _fontconfig(paths: Sequence[Path]) -> Path:
    """A fontconfig file whose only folder holds these fonts."""
    from xml.sax.saxutils import escape

    place = "sets/" + key(*(f"{path.name}{digest(path)}" for path in paths))
    for path in paths:
        kept(f"{place}/{path.name}", path.read_bytes)
    folder = cache_folder() / place
    text = (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
        f"<fontconfig><dir>{escape(str(folder))}</dir><cachedir>{escape(str(folder / 'cache'))}</cachedir>"
        "</fontconfig>\n"
    )
    return kept(f"{place}/fonts.conf", text.encode)
