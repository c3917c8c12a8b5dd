"""The brand's logo as a page can show it."""

from __future__ import annotations

import base64
from pathlib import Path

from msgspec import Struct

from briefgen.errors import RenderError
from briefgen.model import Brand

_TYPES = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}


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
        RenderError: the file is not there, is no picture that pages show, or has no alternative text.
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
        return Logo(f"logo{path.suffix.casefold()}", media, path.read_bytes(), brand.logo_alt.strip())
    except OSError as error:
        raise RenderError(f"the logo cannot be read: {error.strerror}", where=str(path)) from error
