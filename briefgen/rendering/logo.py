"""The brand's logo as a page can show it."""

from __future__ import annotations

import base64
from pathlib import Path

from msgspec import Struct

from briefgen.errors import RenderError
from briefgen.model import Brand
from briefgen.rendering.harmless import wrong_with_dots, wrong_with_svg

_HIGH = 240
"""Dots: a logo of 26 points then has some 660 to an inch."""
SVG = "image/svg+xml"
_TYPES = {".svg": SVG, ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}


class Logo(Struct, frozen=True):
    """An image with its words."""

    name: str
    """How PDF asks for it."""
    type: str
    """Its media type."""
    content: bytes
    """Its bytes."""
    alt: str
    """What it shows."""

    @property
    def data(self) -> str:
        """A `data:` address, for a page that stands alone."""
        return f"data:{self.type};base64,{base64.b64encode(self.content).decode('ascii')}"


def logo(brand: Brand) -> Logo | None:
    """The brand's logo, or None where it has none.

    Raises:
        RenderError: the file is not there, is no picture that pages show, would run or fetch something, or has no
            alternative text.
    """
    if brand.logo is None:
        return None
    path = Path(brand.logo)
    media = _TYPES.get(path.suffix.casefold())
    if media is None:
        raise RenderError("the logo is neither SVG nor PNG nor JPEG", where=str(path))
    if not brand.logo_alt.strip():
        raise RenderError("the logo has no words for those who cannot see it", str(path), "Set logo_alt in brand.yaml.")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise RenderError(f"the logo cannot be read: {error.strerror}", where=str(path)) from error
    wrong = wrong_with_svg(content) if media == SVG else wrong_with_dots(content)
    if wrong is not None:
        raise RenderError(f"the logo cannot be shown: {wrong}", str(path), "Name another picture in brand.yaml.")
    return Logo(f"logo{path.suffix.casefold()}", media, content, brand.logo_alt.strip())


def dots(picture: Logo) -> bytes:
    """An SVG logo as a PNG `_HIGH` dots high, for programs that show no SVG.

    Its letters have to be paths, as no fonts are read.

    Raises:
        RenderError: the extra package that draws it is missing, or it cannot be drawn.
    """
    try:
        import resvg_py
    except ImportError as error:
        hint = "Run pip install 'briefgen[logo]', or name a PNG or JPEG in brand.yaml."
        raise RenderError("Word shows no logo in SVG, and resvg_py, which draws one, is missing", hint=hint) from error
    try:
        return bytes(resvg_py.svg_to_bytes(svg_string=picture.content.decode(), height=_HIGH, skip_system_fonts=True))
    except ValueError as error:  # a UnicodeDecodeError too
        raise RenderError(f"the logo cannot be drawn: {error}", hint="Name a PNG or JPEG in brand.yaml.") from error
