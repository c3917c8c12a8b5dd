"""The pages of a PDF as pictures, with what can be clicked on them laid over: links, and blocks by their headings.

A PDF in a viewer of the browser's own tells the page around it nothing, so no citation could be followed from it.
"""

from __future__ import annotations

import base64
import ctypes
import io
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from markdown_it.common.utils import escapeHtml
from msgspec import Struct

if TYPE_CHECKING:
    import pypdfium2

SCALE = 1.5
"""Pixels of a PDF's page for each of its points (1/72 inch): sharp where it is shown at its size of 96 to the inch."""
NOTE = "note-"
"""What the names of notes begin with, in the pages of every format."""
MASTHEAD = "masthead"
"""The block that has no heading with a name: what stands above the first one that has."""
SCHEMES = frozenset({"http", "https", "mailto"})


class Spot(Struct, frozen=True):
    """A place on a page, in parts of its width and height from its upper left corner."""

    left: float
    top: float
    width: float
    height: float


class Link(Struct, frozen=True):
    """Something that leads elsewhere."""

    spot: Spot
    target: str
    """A name in the PDF, or an address."""
    is_name: bool


class Sheet(Struct, frozen=True):
    """A page."""

    picture: bytes
    """PNG."""
    links: tuple[Link, ...]
    names: tuple[tuple[str, float], ...]
    """Names of places in reading order, each with the part of the page above it."""


def drawn(pdf: bytes) -> tuple[Sheet, ...]:
    """The pages of a PDF."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        places = _names(document)
        return tuple(_sheet(document[number], places.get(number, ())) for number in range(len(document)))
    finally:
        document.close()


def html(sheets: Sequence[Sheet], blocks: Collection[str]) -> str:
    """The pages as a list; each link is one, and each block a part of a page that can be chosen.

    Args:
        sheets: The pages.
        blocks: Names of blocks.
    """
    aimed = {link.target for sheet in sheets for link in sheet.links if link.is_name}
    shown, current = [], MASTHEAD if MASTHEAD in blocks else ""
    for number, sheet in enumerate(sheets, 1):
        picture = base64.b64encode(sheet.picture).decode()
        parts = list(_parts(sheet, current, blocks))
        current = parts[-1][0] if parts else current
        over = [
            *(_block(name, begin, end) for name, begin, end in parts),
            *(_target(name, top) for name, top in sheet.names if name in aimed),
            *map(_link, sheet.links),
        ]
        shown.append(
            f'<li class="sheet"><img src="data:image/png;base64,{picture}" alt="Page {number} of {len(sheets)}">'
            f"{''.join(over)}</li>"
        )
    return f'<ol class="sheets">{"".join(shown)}</ol>'


def _parts(sheet: Sheet, current: str, blocks: Collection[str]) -> Iterator[tuple[str, float, float]]:
    """Blocks of a page from above to below: name, begin and end in parts of its height."""
    begin = 0.0
    for name, top in sheet.names:
        block = name.replace("-", "_")
        if block in blocks and block != current:
            if current and top > begin:
                yield current, begin, top
            current, begin = block, top
    if current:
        yield current, begin, 1.0


def _block(name: str, begin: float, end: float) -> str:
    style = f"top:{begin:.3%};height:{end - begin:.3%}"
    return f'<div class="part" data-block="{escapeHtml(name)}" style="{style}"></div>'


def _target(name: str, top: float) -> str:
    return f'<span class="target" id="{escapeHtml(name)}" style="top:{top:.3%}"></span>'


def _link(link: Link) -> str:
    spot = link.spot
    style = f"left:{spot.left:.3%};top:{spot.top:.3%};width:{spot.width:.3%};height:{spot.height:.3%}"
    number = link.target.removeprefix(NOTE) if link.is_name and link.target.startswith(NOTE) else ""
    if number.isdecimal():
        said, kind = f"Note {number}", "over ref"
    else:
        said, kind = (f"To {link.target.replace('-', ' ')}" if link.is_name else link.target), "over"
    address = f"#{link.target}" if link.is_name else link.target
    return f'<a class="{kind}" href="{escapeHtml(address)}" aria-label="{escapeHtml(said)}" style="{style}"></a>'


def _sheet(page: pypdfium2.PdfPage, names: Iterable[tuple[str, float]]) -> Sheet:
    into = io.BytesIO()
    page.render(scale=SCALE).to_pil().save(into, "PNG", compress_level=1)
    width, height = page.get_size()
    placed = sorted(((name, min(max(1 - top / height, 0), 1)) for name, top in names), key=lambda one: one[1])
    return Sheet(into.getvalue(), tuple(_links(page, width, height)), tuple(placed))


def _names(document: pypdfium2.PdfDocument) -> Mapping[int, Sequence[tuple[str, float]]]:
    """Named places by the number of their page from 0, with their height in points from below."""
    from pypdfium2 import raw

    found: dict[int, list[tuple[str, float]]] = {}
    for number in range(raw.FPDF_CountNamedDests(document)):
        size = ctypes.c_long(0)
        raw.FPDF_GetNamedDest(document, number, None, size)
        room = ctypes.create_string_buffer(max(size.value, 2))
        there = raw.FPDF_GetNamedDest(document, number, room, size)
        given = [ctypes.c_int() for _ in range(3)]
        x, y, zoom = (ctypes.c_float() for _ in range(3))
        if there and raw.FPDFDest_GetLocationInPage(there, *given, x, y, zoom) and given[1].value:
            name = _text(room.raw)
            found.setdefault(raw.FPDFDest_GetDestPageIndex(document, there), []).append((name, y.value))
    return found


def _links(page: pypdfium2.PdfPage, width: float, height: float) -> Iterator[Link]:
    from pypdfium2 import raw

    for number in range(raw.FPDFPage_GetAnnotCount(page)):
        note = raw.FPDFPage_GetAnnot(page, number)
        try:
            if raw.FPDFAnnot_GetSubtype(note) != raw.FPDF_ANNOT_LINK:
                continue
            box = raw.FS_RECTF()
            raw.FPDFAnnot_GetRect(note, box)
            spot = Spot(
                box.left / width, 1 - box.top / height, (box.right - box.left) / width, (box.top - box.bottom) / height
            )
            target, is_name = _aim(page, note)
        finally:
            raw.FPDFPage_CloseAnnot(note)
        if target and (is_name or may_lead(target)):
            yield Link(spot, target, is_name)


def _aim(page: pypdfium2.PdfPage, note: Any) -> tuple[str, bool]:  # noqa: ANN401 - a handle of the library
    """The name or address that a link leads to; "" for what is neither."""
    from pypdfium2 import raw

    size = raw.FPDFAnnot_GetStringValue(note, b"Dest", None, 0)
    room = ctypes.create_string_buffer(max(size, 2))
    raw.FPDFAnnot_GetStringValue(note, b"Dest", ctypes.cast(room, ctypes.POINTER(raw.FPDF_WCHAR)), size)
    name = _text(room.raw)
    if name:
        return name, True
    action = raw.FPDFLink_GetAction(raw.FPDFAnnot_GetLink(note))
    if not action or raw.FPDFAction_GetType(action) != raw.PDFACTION_URI:
        return "", False
    size = raw.FPDFAction_GetURIPath(page.pdf, action, None, 0)
    path = ctypes.create_string_buffer(max(size, 1))
    raw.FPDFAction_GetURIPath(page.pdf, action, path, size)
    return path.value.decode("utf-8", "replace"), False


def may_lead(address: str) -> bool:
    """Whether a link may lead there; never to a script or a file."""
    try:
        return urlsplit(address).scheme in SCHEMES
    except ValueError:  # brackets of an IPv6 address that do not match
        return False


def _text(utf16: bytes) -> str:
    """Text as PDFium gives it, up to its end."""
    return utf16.decode("utf-16-le", "replace").partition("\0")[0]
