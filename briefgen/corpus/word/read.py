"""A Word file → a document: insertions taken, deletions and hidden text left out, notes and text boxes kept."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace

from briefgen import remarks
from briefgen.corpus.describe import document
from briefgen.corpus.html.about import About
from briefgen.corpus.html.content import laid_out
from briefgen.corpus.html.flow import Part, parts
from briefgen.corpus.html.page import described
from briefgen.corpus.html.tables import Grid, numbered
from briefgen.corpus.html.tree import parse, prepare
from briefgen.corpus.html.words import bare, line
from briefgen.corpus.word.package import RESAVE, is_text, opened, part
from briefgen.corpus.word.plain import plain
from briefgen.corpus.word.properties import properties
from briefgen.errors import CorpusError
from briefgen.model import BlockKind, Document, How

MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='caption'] => p.caption:fresh
p[style-name='Caption'] => p.caption:fresh
p[style-name^='toc '] => !
p[style-name^='TOC '] => !
p[style-name^='table of figures'] => !
p[style-name^='header'] => !
p[style-name^='footer'] => !
"""
"""What paragraphs of these styles become: titles of tables, and what is no text of the document."""
TOP = 6
"""Parts at the head of a document among which its title can stand: below a letterhead."""


def read(data: bytes, name: str) -> Document:
    """The document in a Word file.

    Raises:
        CorpusError: It is none, damaged, protected, or has no text.
    """
    archive = opened(data, name)
    root = parse(_html(archive, name), name)
    _tidy(root)
    prepare(root)
    said = properties(archive, name)
    found = _titled(parts(root, numbered(root)), root, said)
    content = laid_out(found)
    if not any(map(str.isalpha, content.text)):
        hint = "If its pages are pictures, read them with OCR first." if _has_pictures(archive) else RESAVE
        raise CorpusError(remarks.NO_TEXT, name, hint)
    read_ = document(content.text, name, "utf-8", content.stretches, plain=False)
    return replace(described(read_, _behind(said, read_)), media=MEDIA, tables=content.tables)


def _html(archive: zipfile.ZipFile, name: str) -> str:
    """The text as HTML."""
    import mammoth

    try:
        made = mammoth.convert_to_html(
            io.BytesIO(_visible(archive, name)),
            style_map=STYLES,
            include_embedded_style_map=False,
            convert_image=lambda _: [],
        )
    except RecursionError as error:
        raise CorpusError("is nested deeper than any text", name, RESAVE) from error
    except Exception as error:  # whatever a damaged part makes the library stumble over
        raise CorpusError(f"is damaged ({type(error).__name__}: {error})"[:300], name, RESAVE) from error
    return str(made.value)


def _visible(archive: zipfile.ZipFile, name: str) -> bytes:
    """The XML parts of a package, packed again without pictures and hidden text, and put plainly."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as made:
        for entry in archive.infolist():
            if is_text(entry.filename):
                data = part(archive, entry.filename, name)
                is_body = entry.filename.startswith("word/") and "styles" not in entry.filename
                made.writestr(entry.filename, plain(data, name) if is_body else data)
    return target.getvalue()


def _tidy(root: Any) -> None:  # noqa: ANN401 - lxml has no types
    """Notes without the arrows back to them; titles of tables put into these."""
    for link in list(root.iter("a")):
        if (link.get("href") or "").startswith(("#footnote-ref", "#endnote-ref")):
            link.drop_tree()
    for paragraph in list(root.iter("p")):
        if paragraph.get("class") != "caption":
            continue
        table = next((one for one in (paragraph.getnext(), paragraph.getprevious()) if _is_bare_table(one)), None)
        if table is not None:
            paragraph.drop_tag() if len(paragraph) == 0 and not paragraph.text else _caption(table, paragraph)


def _is_bare_table(element: Any) -> bool:  # noqa: ANN401
    return element is not None and element.tag == "table" and element.find("caption") is None


def _caption(table: Any, paragraph: Any) -> None:  # noqa: ANN401
    """Moves a title into its table."""
    from lxml import etree

    caption = etree.SubElement(table, "caption")
    caption.text = line(paragraph.text_content())
    table.insert(0, caption)
    paragraph.drop_tree()


def _titled(found: list[Part | Grid], root: Any, said: About) -> Sequence[Part | Grid]:  # noqa: ANN401
    """The parts, the title among them marked as the headline: its first heading of level 1, or what is declared."""
    top = root.find(".//h1")
    titles = {bare(title) for title in (top.text_content() if top is not None else "", said.headline or "") if title}
    for index, one in enumerate(found[:TOP]):
        if isinstance(one, Part) and bare(one.text) in titles:
            return [*found[:index], replace(one, kind=BlockKind.HEADLINE), *found[index + 1 :]]
    return found


def _behind(said: About, read_: Document) -> About:
    """What is declared, but for the title where the document prints one of its own."""
    if read_.headline is None:
        return said
    known = tuple(one for one in said.known if one.field != "headline" or one.how is How.INFERRED)
    return replace(said, headline=None, known=known)


def _has_pictures(archive: zipfile.ZipFile) -> bool:
    return any("/media/" in entry.filename for entry in archive.infolist())
