"""A PDF → what it shows, and the JSON that it carries.

What is read is the tagged structure, as a screen reader reads it: it tells the order, and what is a line and what only
stands at the edge of every page. Letters come from the fonts' ToUnicode tables, so that nothing is guessed from places.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from briefgen.printed.page import CELLS, SOFT, Page, Shown, marker, plain, shown, written

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
_CHAR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_TABLE = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_WIDEST = 0x10000


class Texts(Struct):
    """The text of every marked piece of content, by page and number."""

    pieces: dict[tuple[int, int], str]

    @classmethod
    def of(cls, reader: PdfReader) -> Texts:
        """All texts of a file."""
        pieces: dict[tuple[int, int], str] = {}
        tables: dict[int, dict[bytes, str]] = {}
        for page in reader.pages:
            number = page.indirect_reference.idnum if page.indirect_reference else -1
            for mark, text in _marked(page, reader, tables):
                pieces[number, mark] = pieces.get((number, mark), "") + text
        return cls(pieces)


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
    walker = _Walker(Texts.of(reader))
    walker.walk(root.get_object(), None, 0)
    walker.end_line()
    return Page(tuple(walker.lines), tuple(walker.asides), is_paper=True)


class _Walker:
    """Goes through the tagged structure and collects lines."""

    def __init__(self, texts: Texts) -> None:
        self.texts = texts
        self.lines: list[Shown] = []
        self.asides: list[str] = []
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
            self.lines.append(Shown(" ".join(written(str(element.get("/Alt", ""))).split()), alt=True))
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
        text = plain(self.texts.pieces.get((page if page is not None else -1, mark), ""))
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


def _marked(page: Any, reader: PdfReader, tables: dict[int, dict[bytes, str]]) -> Iterator[tuple[int, str]]:  # noqa: ANN401
    """The texts of a page with the number of the marked content that they stand in."""
    from pypdf.generic import ContentStream

    contents = page.get_contents()
    if contents is None:
        return
    fonts = (page.get("/Resources") or {}).get("/Font") or {}
    marks: list[int | None] = []
    table: Mapping[bytes, str] = {}
    for operands, operator in ContentStream(contents, reader).operations:
        if operator in {b"BDC", b"BMC"}:
            named = operands[1] if len(operands) > 1 and isinstance(operands[1], dict) else {}
            marks.append(int(named["/MCID"]) if "/MCID" in named else None)
        elif operator == b"EMC" and marks:
            marks.pop()
        elif operator == b"Tf":
            table = _table(fonts, operands[0], tables)
        elif operator in {b"Tj", b"TJ", b"'", b'"'}:
            mark = next((one for one in reversed(marks) if one is not None), None)
            if mark is not None:
                yield mark, _decoded(operands[-1], table)


def _decoded(operand: Any, table: Mapping[bytes, str]) -> str:  # noqa: ANN401 - pypdf's objects
    """The letters of a string or of an array of strings and gaps."""
    parts = operand if isinstance(operand, list) else [operand]
    codes = b"".join(_bytes(part) for part in parts if isinstance(part, (str, bytes)))
    return "".join(table.get(codes[place : place + 2], "\ufffd") for place in range(0, len(codes), 2))


def _bytes(part: str | bytes) -> bytes:
    return part if isinstance(part, bytes) else bytes(part.original_bytes)  # type: ignore[attr-defined] # pypdf's own


def _table(fonts: Mapping[str, Any], name: str, tables: dict[int, dict[bytes, str]]) -> Mapping[bytes, str]:
    """The letters of a font by their two-byte code."""
    font = fonts[name]
    place = fonts.raw_get(name).idnum if hasattr(fonts.raw_get(name), "idnum") else id(font)  # type: ignore[attr-defined]
    if place not in tables:
        tables[place] = dict(_codes(font["/ToUnicode"].get_data())) if "/ToUnicode" in font else {}
    return tables[place]


def _codes(cmap: bytes) -> Iterator[tuple[bytes, str]]:
    """What a ToUnicode table says (Adobe Technical Note 5411)."""
    for kind, entries in _TABLE.findall(cmap):
        if kind == b"bfchar":
            for code, letters in _CHAR.findall(entries):
                yield bytes.fromhex(code.decode()), _letters(letters)
        else:
            for first, last, letters in _RANGE.findall(entries):
                start, end = int(first, 16), min(int(last, 16), _WIDEST - 1)
                begin = int(letters, 16)
                yield from ((code.to_bytes(2, "big"), chr(begin + code - start)) for code in range(start, end + 1))


def _letters(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be", "replace")
