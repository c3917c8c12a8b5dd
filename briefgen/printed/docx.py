"""A DOCX → what it shows, and the bundle that it carries.

Word writes a file anew when somebody saves it: runs are split, changes are tracked, fields computed. So only
paragraphs, rows and notes are read, and tracked changes as if they were accepted.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from briefgen.printed.page import CELLS, Page, Shown, marker, shown, written

PART = re.compile(r"customXml/item\d+\.xml")
"""Where Word keeps the data of others."""
NAMESPACE = "urn:briefgen:evidence"
"""Of the element that holds the bundle."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ALT = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_SKIPPED = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}delText", f"{_W}pPr", f"{_W}rPr"})
_PRINTED = {"tc": CELLS, **dict.fromkeys(("tab", "br", "cr", "p"), " "), "noBreakHyphen": "-"}
"""What other elements put into a line."""
_BOOKMARK = re.compile(r"_RefNote(\d{1,6})\b")
"""What the file calls the first mention of a note (`rendering/docx/lines.py`)."""
_LIMIT = 64 * 2**20
"""Bytes of a part, unpacked."""
_DEEPEST = 200


def read(data: bytes) -> tuple[Page, tuple[str, ...]]:
    """The page, and every bundle; raises `ValueError` for what is no Word file."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            body = _part(package, "word/document.xml")
            notes = _part(package, "word/footnotes.xml") if "word/footnotes.xml" in package.namelist() else None
            parts = [_part(package, name) for name in sorted(package.namelist()) if PART.fullmatch(name)]
    except (zipfile.BadZipFile, KeyError, ET.ParseError, RecursionError, NotImplementedError, RuntimeError) as error:
        raise ValueError(f"is no whole Word file: {error}") from error
    bundles = tuple(part.text or "" for part in parts if part.tag == f"{{{NAMESPACE}}}evidence")
    return _page(body, notes), bundles


def _part(package: zipfile.ZipFile, name: str) -> ET.Element:
    """The XML of a part, without declarations of entities, which Word never writes."""
    with package.open(name) as file:
        data = file.read(_LIMIT + 1)
    if len(data) > _LIMIT:
        raise ValueError(f"has a part of more than {_LIMIT // 2**20} MB")
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise ValueError("declares entities, which Word never does")
    return ET.fromstring(data)  # noqa: S314 - no entities, bounded size


def _page(body: ET.Element, notes: ET.Element | None) -> Page:
    reader = _Reader()
    for line in _lines(body, 0):
        reader.line(line)
    for note in notes if notes is not None else ():
        if note.get(f"{_W}type") is None:
            reader.line(note, reader.labels.get(note.get(f"{_W}id", ""), -1))
    return Page(tuple(reader.lines), edited=True)


def _lines(element: ET.Element, depth: int) -> Iterator[ET.Element]:
    """Paragraphs and rows, in order; what lies in a row is of the row."""
    if depth > _DEEPEST:
        raise ValueError("is nested too deeply")
    for child in element:
        if child.tag in {f"{_W}p", f"{_W}tr"}:
            yield child
        elif child.tag not in _SKIPPED:
            yield from _lines(child, depth + 1)


class _Reader:
    """Reads lines; remembers which note is which."""

    def __init__(self) -> None:
        self.lines: list[Shown] = []
        self.labels: dict[str, int] = {}
        """The number of a note in the brief by the id that Word gave it, which changes when somebody adds a note."""
        self.text: list[str] = []
        self.bookmark: int | None = None
        self.in_result = self.is_caption = False

    def line(self, element: ET.Element, number: int | None = None) -> None:
        """A paragraph, a row, or a note (then with its number; -1 of one that the brief does not have)."""
        self.text = []
        self.in_result = self.is_caption = False
        self.walk(element, 0)
        line = shown("".join(self.text).lstrip(". ") if self.is_caption else "".join(self.text), number)
        if line.text or line.notes:
            self.lines.append(line)

    def walk(self, element: ET.Element, depth: int) -> None:
        """What an element shows, with all that is in it."""
        if depth > _DEEPEST:
            raise ValueError("is nested too deeply")
        if element.tag in _SKIPPED:
            return
        self.piece(element)
        for child in element:
            self.walk(child, depth + 1)

    def piece(self, element: ET.Element) -> None:
        """An element's own part in a line: letters, the border of a cell, a reference to a note, a picture's text."""
        tag = element.tag.removeprefix(_W)
        if tag == "t" and not self.in_result:
            self.text.append(written(element.text or ""))
        elif tag in _PRINTED:
            self.text.append(_PRINTED[tag])
        elif tag == "bookmarkStart":
            mark = _BOOKMARK.search(element.get(f"{_W}name", ""))
            self.bookmark = int(mark[1]) if mark else self.bookmark
        elif tag == "footnoteReference":
            self.reference(element.get(f"{_W}id", ""))
        elif tag == "instrText":
            self.field(element.text or "")
        elif tag == "fldChar" and element.get(f"{_W}fldCharType") == "end":
            self.in_result = False
        elif element.tag == _ALT and element.get("descr"):
            self.lines.append(Shown(" ".join(element.get("descr", "").split()), alt=True))

    def field(self, instruction: str) -> None:
        """What Word computes: the number of a note, or that of a caption, which is Word's own ("Table 3. ")."""
        mark = _BOOKMARK.search(instruction)
        if mark:
            self.text.append(marker(mark[1], int(mark[1])))
            self.in_result = True
        elif "SEQ " in instruction:
            self.text.clear()
            self.in_result = self.is_caption = True

    def reference(self, name: str) -> None:
        """A note at its first mention: its bookmark tells which of the brief it is."""
        if self.bookmark is not None:
            self.labels.setdefault(name, self.bookmark)
        number = self.labels.get(name, 0)
        self.text.append(marker(str(number), number or None))
        self.bookmark = None
