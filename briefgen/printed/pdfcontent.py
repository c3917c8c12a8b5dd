"""The content of a PDF's pages: what is written and drawn, by page and by the number of the marked piece."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from briefgen.printed import pdfletters
from briefgen.printed.pdfdrawing import Pen, Piece

if TYPE_CHECKING:
    from pypdf import PdfReader

Tables = dict[int, dict[bytes, str]]
"""The letters of fonts, as far as they are known."""
_SHOWN = frozenset({b"Tj", b"TJ", b"'", b'"'})


class Content(Struct, frozen=True):
    """All pages of a file."""

    texts: dict[tuple[int, int], str]
    """What is written in each marked piece."""
    drawn: dict[tuple[int, int], Piece]
    """What is drawn in it, with its texts one by one."""

    @classmethod
    def of(cls, reader: PdfReader) -> Content:
        """The content of a file, which may be broken in any way."""
        found = cls({}, {})
        tables: Tables = {}
        for page in reader.pages:
            number = page.indirect_reference.idnum if page.indirect_reference else -1
            pen = Pen(_Forms(page, reader, tables).texts)
            for mark, text in _followed(page, reader, tables, pen):
                found.texts[number, mark] = found.texts.get((number, mark), "") + text
            found.drawn.update(((number, mark), piece) for mark, piece in pen.pieces.items())
        return found


def _followed(page: Any, reader: PdfReader, tables: Tables, pen: Pen) -> Iterator[tuple[int, str]]:  # noqa: ANN401
    """The texts of a page with the number of the marked piece that they stand in; the pen follows what is drawn."""
    fonts = _fonts(page)
    marks: list[int | None] = []
    table: Mapping[bytes, str] = {}
    whole = ""
    for operands, operator in _operations(page.get_contents(), reader):
        mark = next((one for one in reversed(marks) if one is not None), None)
        if operator in {b"BDC", b"BMC"}:
            named = operands[1] if len(operands) > 1 and isinstance(operands[1], dict) else {}
            marks.append(int(named["/MCID"]) if "/MCID" in named else None)
        elif operator == b"EMC" and marks:
            marks.pop()
        elif operator == b"Tf":
            table = pdfletters.table(fonts, operands[0], tables)
        elif operator in _SHOWN and mark is not None:
            text = pdfletters.decoded(operands[-1], table)
            whole += text
            yield mark, text
        elif operator == b"ET" and mark is not None:
            pen.write(whole, mark)
            whole = ""
        else:
            pen.follow(operands, operator, mark)


class _Forms(Struct, frozen=True):
    """The forms of a page, in which texts of charts stand."""

    page: Any
    reader: Any
    tables: Tables

    def texts(self, name: str) -> Iterator[str]:
        """The texts of a form, whole; none of a picture."""
        form = (self.page.get("/Resources") or {}).get("/XObject", {}).get(name)
        form = form.get_object() if form is not None else None
        if form is None or form.get("/Subtype") != "/Form":
            return
        table: Mapping[bytes, str] = {}
        text = ""
        for operands, operator in _operations(form, self.reader):
            if operator == b"Tf":
                table = pdfletters.table(_fonts(form), operands[0], self.tables)
            elif operator in _SHOWN:
                text += pdfletters.decoded(operands[-1], table)
            elif operator == b"ET":
                yield text
                text = ""


def _fonts(holder: Any) -> Mapping[str, Any]:  # noqa: ANN401 - pypdf's objects
    return (holder.get("/Resources") or {}).get("/Font") or {}


def _operations(content: Any, reader: PdfReader) -> Sequence[tuple[Any, bytes]]:  # noqa: ANN401 - pypdf's objects
    from pypdf.generic import ContentStream

    return () if content is None else ContentStream(content, reader).operations
