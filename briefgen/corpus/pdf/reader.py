"""The reader of PDF files: their text in paragraphs, with the page of each word.

PDFium reads the file. It is not thread-safe: one process reads one file at a time, and the lock keeps threads apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from threading import Lock
from typing import Any

from msgspec.structs import replace

from briefgen import remarks
from briefgen.corpus.describe import document
from briefgen.corpus.html.about import About
from briefgen.corpus.html.page import described
from briefgen.corpus.pdf import bounds
from briefgen.corpus.pdf.initials import begun
from briefgen.corpus.pdf.layout import laid_out
from briefgen.corpus.pdf.lines import Line, lines
from briefgen.corpus.pdf.page import Page
from briefgen.corpus.pdf.properties import behind, properties
from briefgen.errors import CorpusError
from briefgen.model import BlockKind, Document, Omission

MEDIA = "application/pdf"

MOST_PAGES = 5_000
"""Pages of a file; reading them takes a quarter of a minute."""
MOST_CHARACTERS = 200_000
"""Characters of one page; the fullest pages of newspapers have 20,000."""
MOST_TEXT = 20_000_000
"""Characters of a file."""
GARBLED = 0.2
"""Share of characters without a letter behind their shape, from which a text cannot be read."""

UNKNOWN = re.compile("[\ufffd\ue000-\uf8ff\x00-\x1f]")
"""Characters that a font without a table of its letters leaves."""

AGAIN = "Copy or download it again, or print it to a new PDF."

_PDFIUM = Lock()


def read(data: bytes, name: str) -> Document | Sequence[Document | Omission]:
    """The document in a PDF file; where some of its pages are pictures without text, also what is said of them.

    Raises:
        CorpusError: It is no PDF, is encrypted or damaged, has too many pages, or holds no text but pictures of it.
    """
    with _PDFIUM:
        pages, silent, said = _opened(data, name)
    found = laid_out(pages)
    marked = any(one.kind in {BlockKind.HEADING, BlockKind.HEADLINE} for one in found.stretches)
    read_ = document(found.text, name, "utf-8", found.stretches, plain=not marked)
    read_ = replace(described(read_, behind(said, read_)), media=MEDIA, tables=found.tables, pages=found.pages)
    if not silent:
        return read_
    message = remarks.PICTURES if len(silent) > 1 else remarks.PICTURE
    return [read_, Omission(name, remarks.said(message, pages=_ranges(silent), problem=remarks.OCR))]


def _opened(data: bytes, name: str) -> tuple[list[list[Line]], list[int], About]:
    """The lines of all pages, the numbers of those that are pictures without text, and the properties.

    Raises:
        CorpusError: See `read`.
    """
    import pypdfium2
    from pypdfium2 import raw

    if not data.lstrip()[:HEAD].startswith(b"%PDF-") and b"%PDF-" not in data[:HEAD]:
        raise CorpusError("is no PDF, whatever its name says", name, "Name it after what it is: .html, .docx, .txt.")
    bounds.check(data, name)
    try:
        file = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD and b"/Encrypt" in data:
            hint = "Open it with its password and save it without one: qpdf --decrypt --password=… in.pdf out.pdf."
            raise CorpusError(remarks.ENCRYPTED, name, hint) from None
        raise CorpusError(remarks.DAMAGED, name, AGAIN) from None
    try:
        return _read(file, data, name)
    finally:
        file.close()


HEAD = 1_024
"""Bytes in which the mark of a PDF stands (PDF 1.7, implementation note 13)."""


def _read(file: Any, data: bytes, name: str) -> tuple[list[list[Line]], list[int], About]:  # noqa: ANN401
    """What `_opened` returns, of an open file."""
    count = len(file)
    if not count:
        raise CorpusError("has no pages", name, AGAIN)
    if count > MOST_PAGES:
        raise CorpusError(f"has {count:,} pages; more than {MOST_PAGES:,} are not read", name, "Split it.")
    pages: list[list[Line]] = []
    silent: list[int] = []
    length = 0
    for number in range(count):
        found, is_picture, characters = _page(file, number, name)
        length += characters
        if length > MOST_TEXT:
            raise CorpusError(f"holds more than {MOST_TEXT:,} characters", name, "Split it.")
        pages.append(found)
        if is_picture:
            silent.append(number + 1)
    _refuse_silent(pages, silent, name)
    return pages, silent, properties(file.get_metadata_dict(), data)


def _page(file: Any, number: int, name: str) -> tuple[list[Line], bool, int]:  # noqa: ANN401
    """The lines of a page, whether it shows something without any text, and how many characters it has."""
    import pypdfium2

    try:
        page = file[number]
        text = page.get_textpage()
    except pypdfium2.PdfiumError:
        raise CorpusError(f"is damaged: page {number + 1} cannot be read", name, AGAIN) from None
    try:
        characters = text.count_chars()
        if characters > MOST_CHARACTERS:
            message = f"page {number + 1} has {characters:,} characters, which no page has room for"
            raise CorpusError(message, name, "Look at where it comes from.")
        opened = Page(page, text, number)
        if (turn := opened.upright()) != opened.turn:
            text.close()
            page.set_rotation(turn)
            text = page.get_textpage()
            opened = Page(page, text, number)
        found = begun(lines(opened))
        return found, not found and next(iter(page.get_objects(max_depth=1)), None) is not None, characters
    finally:
        text.close()
        page.close()


def _refuse_silent(pages: Sequence[Sequence[Line]], silent: Sequence[int], name: str) -> None:
    """Refuses a file without text, and one whose letters are not known.

    Raises:
        CorpusError: It says what to do.
    """
    text = "".join(line.text for page in pages for line in page)
    if not any(map(str.isalnum, text)):
        if silent:
            raise CorpusError(remarks.SCANNED, name, remarks.OCR)
        raise CorpusError("is empty: its pages show nothing", name, AGAIN)
    unknown = len(UNKNOWN.findall(text))
    if unknown > GARBLED * len(text):
        raise CorpusError("does not say which letters its shapes are", name, remarks.OCR)


def _ranges(numbers: Sequence[int]) -> str:
    """Numbers in a row as one: "3–5, 9"."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and parts[-1][-1] == number - 1:
            parts[-1] = [parts[-1][0], number]
        else:
            parts.append([number])
    return ", ".join("–".join(map(str, part)) for part in parts)
