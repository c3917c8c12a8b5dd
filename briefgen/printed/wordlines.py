"""Paragraphs, rows and notes of a DOCX → lines, as Word shows them once all tracked changes are accepted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree as ET

from msgspec import Struct

from briefgen.printed.page import CELLS, Shown, marker, shown, written

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_EMBED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = frozenset({*(W + tag for tag in ("del", "moveFrom", "delText", "pPr", "rPr", "trPr", "tcPr")), _FALLBACK})
"""Deleted text, properties, and what older programs show in place of something else."""
_PRINTED = {
    "tc": CELLS,
    **dict.fromkeys(("tab", "br", "cr", "p"), " "),
    "noBreakHyphen": "-",
    **dict.fromkeys(("sym", "bdo"), "\u25a1"),
}
"""What other elements put into a line; a box for a letter that only a font knows, or that is turned round."""
_BOXES = frozenset({f"{W}pict", f"{W}object"})
"""Pictures and objects of older programs."""
_BOOKMARK = re.compile(r"_RefNote(\d{1,6})\b")
"""What the file calls the first mention of a note (`rendering/docx/lines.py`)."""
_COUNTED = re.compile(r"\s*(SEQ|PAGE|NUMPAGES|SECTIONPAGES|NOTEREF)\b")
"""Fields whose results are numbers that Word counts by itself."""
_SPEAKS = re.compile(r"[\d“”«»]")
_DEEPEST = 200


class _Field(Struct):
    """A field that is not closed yet."""

    order: str = ""
    result: str = ""
    is_shown: bool = False
    """Whether its result is being read."""


def lines(element: ET.Element, depth: int = 0) -> Iterator[ET.Element]:
    """Paragraphs and rows, in order; what lies in a row is of the row. Raises `ValueError` for what is too deep."""
    if depth > _DEEPEST:
        raise ValueError("is nested too deeply")
    for child in element:
        if child.tag == f"{W}tr" and _is_gone(child):
            continue
        if child.tag in {f"{W}p", f"{W}tr"}:
            yield child
        elif child.tag not in _SKIPPED:
            yield from lines(child, depth + 1)


def _is_gone(row: ET.Element) -> bool:
    """Whether a row was deleted or is hidden."""
    return any(row.find(f"{W}trPr/{W}{tag}") is not None for tag in ("del", "hidden"))


class Reader:
    """Reads lines; remembers which note is which."""

    def __init__(self, hidden: frozenset[str]) -> None:
        """`hidden` are the styles whose text nobody sees."""
        self.lines: list[Shown] = []
        self.labels: dict[str, int] = {}
        """The number of a note in the brief by the id that Word gave it, which changes when somebody adds a note."""
        self.pictures: Mapping[str, str] = {}
        """SHA-256 of pictures by the id of their relationship."""
        self._styles = hidden
        self._text: list[str] = []
        self._bookmark: int | None = None
        self._fields: list[_Field] = []
        self._is_caption = False

    def line(self, element: ET.Element, number: int | None = None) -> None:
        """A paragraph, a row, or a note (then with its number; -1 of one that the brief does not have)."""
        self._text = []
        self._is_caption = False
        self._walk(element, 0)
        text = "".join(self._text)
        line = shown(text.lstrip(". ") if self._is_caption else text, number)
        if line.text or line.notes:
            self.lines.append(line)

    def _walk(self, element: ET.Element, depth: int) -> None:
        """What an element shows, with all that is in it."""
        if depth > _DEEPEST:
            raise ValueError("is nested too deeply")
        if element.tag in _SKIPPED or self._is_hidden(element):
            return
        self._piece(element)
        for child in element:
            self._walk(child, depth + 1)
        if element.tag == f"{W}fldSimple":
            self._close()

    def _is_hidden(self, element: ET.Element) -> bool:
        """Whether a run or paragraph is hidden, by itself or by its style."""
        own = {f"{W}r": ("rPr", "rStyle"), f"{W}p": ("pPr", "pStyle")}.get(element.tag)
        if own is None:
            return False
        properties = element.find(W + own[0])
        style = None if properties is None else properties.find(W + own[1])
        mark = None if properties is None or element.tag == f"{W}p" else properties.find(f"{W}vanish")
        if mark is not None:
            return mark.get(f"{W}val") not in {"0", "false", "off"}
        return style is not None and style.get(f"{W}val") in self._styles

    def _piece(self, element: ET.Element) -> None:
        """An element's own part in a line: letters, the border of a cell, a reference to a note, a picture's text."""
        tag = element.tag.removeprefix(W)
        if tag == "t":
            self._say(written(element.text or ""))
        elif tag in _PRINTED:
            self._say(_PRINTED[tag])
        elif tag == "bookmarkStart":
            mark = _BOOKMARK.search(element.get(f"{W}name", ""))
            self._bookmark = int(mark[1]) if mark else self._bookmark
        elif tag == "footnoteReference":
            self._reference(element.get(f"{W}id", ""))
        elif tag in {"fldChar", "fldSimple", "instrText"}:
            self._field(tag, element)
        elif element.tag in _BOXES or element.tag in {f"{_DRAWING}inline", f"{_DRAWING}anchor"}:
            self._picture(element)

    def _say(self, text: str) -> None:
        """Letters of the line, or of the result of a field that Word counts."""
        for field in self._fields:
            if field.is_shown and _COUNTED.match(field.order):
                field.result += text
                return
        self._text.append(text)

    def _field(self, tag: str, element: ET.Element) -> None:
        """A part of a field: it begins, says what it is, shows its result, ends."""
        kind = element.get(f"{W}fldCharType")
        if tag == "instrText":
            if self._fields:
                self._fields[-1].order += element.text or ""
        elif tag == "fldSimple":
            self._fields.append(_Field(element.get(f"{W}instr", ""), is_shown=True))
        elif kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].is_shown = True
        elif kind == "end":
            self._close()

    def _close(self) -> None:
        """The end of a field. A result that is no number was written by somebody, and is text."""
        if not self._fields:
            return
        field = self._fields.pop()
        counted = _COUNTED.match(field.order)
        is_text = bool(field.result) and not field.result.strip().isdecimal()
        if counted is None or is_text:
            self._say(field.result)
            return
        mark = _BOOKMARK.search(field.order)
        if counted[1] == "NOTEREF" and mark:
            self._say(marker(mark[1], int(mark[1])))
        elif counted[1] == "SEQ" and not _SPEAKS.search("".join(self._text)):
            self._text.clear()
            self._is_caption = True

    def _picture(self, element: ET.Element) -> None:
        """A picture with its words and the hash of its dots; a box of text is none."""
        if next(element.iter(f"{W}txbxContent"), None) is not None:
            return
        words = next((one.get("descr", "") for one in element.iter(f"{_DRAWING}docPr")), "")
        blip = next(element.iter(_BLIP), None)
        digest = self.pictures.get(blip.get(_EMBED, ""), "") if blip is not None else ""
        self.lines.append(Shown(" ".join(written(words).split()), alt=True, picture=digest or "unknown"))

    def _reference(self, name: str) -> None:
        """A note at its first mention: its bookmark tells which of the brief it is."""
        if self._bookmark is not None:
            self.labels.setdefault(name, self._bookmark)
        number = self.labels.get(name, 0)
        self._say(marker(str(number), number or None))
        self._bookmark = None
