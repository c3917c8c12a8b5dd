"""A PDF → what it shows, and the JSON that it carries.

What is read is the tagged structure, as a screen reader reads it: it tells the order, and what is a line and what only
stands at the edge of every page. Of a chart, whatever is drawn in its picture is read too.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from briefgen.printed.drawing import Drawing
from briefgen.printed.page import CELLS, SOFT, Page, Shown, marker, plain, shown, written
from briefgen.printed.pdfcontent import Content
from briefgen.printed.pdfdrawing import Piece

if TYPE_CHECKING:
    from pypdf import PdfReader

_LINES = frozenset(["/P", "/LBody", "/TR", "/Caption", "/BlockQuote", "/Div", *(f"/H{level}" for level in range(1, 7))])
_SKIPPED = frozenset({"/Lbl"})
_DEEPEST = 200
"""Levels of a structure that is read; pages of briefgen have about 15."""
_LEAD = re.compile(r"(note|cite)-(\d{1,6})")
_NUMBER = re.compile(r"[0-9]{1,6}")
"""Of a cited sentence: the style sheet prints it before the sentence, so it is a piece by itself."""
_HYPHENS = ("-", "\u2010", SOFT)


def read(data: bytes) -> tuple[Page, tuple[bytes, ...]]:
    """The page, and every JSON file that is attached; raises `ValueError` for what is no whole PDF."""
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted:
            raise ValueError("is encrypted")  # noqa: TRY301 - all that is wrong leaves by one door
        return _page(reader), tuple(_attached(reader))
    except ValueError as error:
        if str(error) == "is encrypted":
            raise
        raise ValueError(f"is no whole PDF: {error}") from error
    except Exception as error:  # a broken file raises whatever pypdf stumbles over
        raise ValueError(f"is no whole PDF: {error or type(error).__name__}") from error


def _attached(reader: PdfReader) -> Iterator[bytes]:
    for name, contents in reader.attachments.items():
        if name.endswith(".json"):
            yield from contents


def _page(reader: PdfReader) -> Page:
    root = reader.root_object.get("/StructTreeRoot")
    if root is None:
        raise ValueError("has no tags, so what it says cannot be read")
    walker = _Walker(Content.of(reader))
    walker.walk(root.get_object(), None, 0)
    walker.end_line()
    return Page(tuple(walker.lines), tuple(walker.asides), tuple(walker.drawings), is_paper=True)


class _Walker:
    """Goes through the tagged structure and collects lines."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self.lines: list[Shown] = []
        self.asides: list[str] = []
        self.drawings: list[Drawing] = []
        self.text: list[str] = []
        self.number: int | None = None
        """Of the cited sentence that is read."""
        self.is_item = False
        """Whether nothing was read yet of an item without a bullet, which may begin with its number."""

    def walk(self, element: Any, page: int | None, depth: int) -> None:  # noqa: ANN401 - pypdf's objects
        """One element, a piece of content, or a list of them."""
        if depth > _DEEPEST:
            raise ValueError("is nested too deeply")
        element = element.get_object() if hasattr(element, "get_object") else element
        if isinstance(element, list):
            for one in element:
                self.walk(one, page, depth + 1)
        elif isinstance(element, int):
            self.piece(page, int(element))
        elif isinstance(element, dict):
            self.element(element, page, depth)

    def element(self, element: Mapping[str, Any], page: int | None, depth: int) -> None:
        """An element with all that is in it."""
        kind = str(element.get("/S", ""))
        owner = element.raw_get("/Pg").idnum if "/Pg" in element else page  # type: ignore[attr-defined]
        if "/MCID" in element:
            self.piece(owner, int(element["/MCID"]))
        elif kind == "/Figure":
            self.end_line()
            self.figure(element, owner)
        elif kind == "/Table":
            self.table(element, owner, depth)
        elif kind == "/Link":
            self.link(element, owner, depth)
        elif "/K" in element and kind not in _SKIPPED:
            if kind in _LINES:
                self.end_line()
            if kind == "/LI":
                self.is_item = not any(kid.get("/S") == "/Lbl" for kid in _kids(element["/K"]) if isinstance(kid, dict))
            if kind in {"/TD", "/TH"}:
                self.text.append(CELLS)
            self.walk(element["/K"], owner, depth + 1)
            if kind in _LINES:
                self.end_line()

    def figure(self, element: Mapping[str, Any], page: int | None) -> None:
        """A picture: its words, and what is drawn in it."""
        words = " ".join(written(str(element.get("/Alt", ""))).split())
        self.lines.append(Shown(words, alt=True))
        pieces = [self.content.drawn.get((page or -1, mark), Piece()) for mark in _marks(element.get("/K", []))]
        labels = (label for piece in pieces for label in piece.labels)
        self.drawings.append(Drawing(words, tuple(labels), tuple(one for piece in pieces for one in piece.shapes)))

    def table(self, element: Mapping[str, Any], page: int | None, depth: int) -> None:
        """A table; its caption repeats the title of its chart."""
        for one in _kids(element.get("/K", [])):
            if isinstance(one, dict) and one.get("/S") == "/Caption":
                self.end_line()
                self.walk(one.get("/K", []), page, depth + 1)
                self.asides.append(shown("".join(self.text)).text)
                self.text.clear()
            else:
                self.walk(one, page, depth + 1)

    def link(self, element: Mapping[str, Any], page: int | None, depth: int) -> None:
        """A marker, a way back, or an address, of which the text stays."""
        start = len(self.text)
        self.walk(element.get("/K", []), page, depth + 1)
        inside = "".join(self.text[start:])
        lead = next((found for found in map(_lead, _objects(element.get("/K"))) if found), None)
        if lead:
            del self.text[start:]
            kind, number = lead
            self.text.append(marker(inside, number) if kind == "note" else "")

    def piece(self, page: int | None, mark: int) -> None:
        """A piece of content; one that ends in a hyphen may have been cut there."""
        text = plain(self.content.texts.get((page if page is not None else -1, mark), ""))
        if self.is_item and text.strip():
            self.is_item = False
            if _NUMBER.fullmatch(text.strip()):
                self.number = int(text)
                return
        cut = text.endswith(_HYPHENS)
        self.text.append(text[:-1] + SOFT if cut else text)

    def end_line(self) -> None:
        """What was read since the last line, when it says anything."""
        line = shown("".join(self.text), self.number)
        self.text.clear()
        if line.text or line.notes:
            self.lines.append(line)
            self.number = None


def _kids(kids: Any) -> Iterator[Any]:  # noqa: ANN401 - pypdf's objects
    """The parts of an element, which has one or a list of them."""
    kids = kids.get_object() if hasattr(kids, "get_object") else kids
    for kid in kids if isinstance(kids, list) else [kids]:
        yield kid.get_object() if hasattr(kid, "get_object") else kid


def _marks(kids: Any) -> Iterator[int]:  # noqa: ANN401 - pypdf's objects
    """The numbers of the marked pieces that an element holds itself."""
    for one in _kids(kids):
        if isinstance(one, int):
            yield int(one)
        elif isinstance(one, dict) and "/MCID" in one:
            yield int(one["/MCID"])


def _objects(kids: Any) -> Iterator[Any]:  # noqa: ANN401 - pypdf's objects
    """The annotations of a link."""
    for one in _kids(kids):
        if isinstance(one, dict) and "/Obj" in one:
            yield one["/Obj"]


def _lead(annotation: Mapping[str, Any]) -> tuple[str, int] | None:
    """Whether an annotation leads to a note or back from one, and to which."""
    target = annotation.get("/Dest") or (annotation.get("/A") or {}).get("/D") or ""
    found = _LEAD.match(str(target))
    return (found[1], int(found[2])) if found else None
