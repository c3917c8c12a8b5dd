"""A cited document as a page, with one sentence marked."""

from __future__ import annotations

from collections.abc import Iterator

from markdown_it.common.utils import escapeHtml

from briefgen.model import Block, BlockKind, Document, Span
from briefgen.previewing import strict
from briefgen.previewing.pages import plain
from briefgen.previewing.shapes import Page

SAID = "said"
"""The anchor of the sentence."""
FRONT = "---\n"
"""What front matter begins with."""


def page(document: Document, span: Span) -> Page:
    """The document.

    Args:
        document: The document.
        span: The sentence; one that is not in the text marks nothing.
    """
    title = document.headline or document.name
    head = f'<h1>{escapeHtml(title)}</h1><p class="about">{escapeHtml(" · ".join(_about(document, span)))}</p>'
    return strict.page(plain(title, f'<article dir="auto">{head}{_text(document, span)}</article>'))


def _about(document: Document, span: Span) -> Iterator[str]:
    """Who published it and when, and where in the original the sentence stands."""
    if document.publisher:
        yield document.publisher
    if document.published:
        yield document.published.isoformat()
    place = document.found_at(span)
    if place is not None:
        yield f"page {place.page}" if place.page else f"paragraph {place.paragraph}"


def _text(document: Document, span: Span) -> str:
    """The paragraphs, fainter where briefgen does not read them; a text without any stands as it is."""
    blocks = document.blocks or (Block(Span(0, len(document.text)), BlockKind.PARAGRAPH),)
    return "".join(
        f'<p class="{_class(one)}">{_marked(document.text, one.span, span)}</p>\n'
        for one in blocks
        if document.text[one.span.start : one.span.end].strip() and not _is_for_machines(document.text, one)
    )


def _class(block: Block) -> str:
    return "text about" if block.kind is BlockKind.FURNITURE else "text"


def _is_for_machines(text: str, block: Block) -> bool:
    """Front matter: what it says stands above the text already."""
    return (
        block.kind is BlockKind.FURNITURE
        and text[: block.span.start].strip("\ufeff \n") == ""
        and (text.startswith(FRONT, block.span.start))
    )


def _marked(text: str, paragraph: Span, said: Span) -> str:
    start, end = max(paragraph.start, said.start), min(paragraph.end, said.end)
    if start >= end:
        return escapeHtml(text[paragraph.start : paragraph.end].strip())
    anchor = f' id="{SAID}"' if paragraph.start <= said.start else ""
    before, marked, after = text[paragraph.start : start], text[start:end], text[end : paragraph.end]
    return f"{escapeHtml(before)}<mark{anchor}>{escapeHtml(marked)}</mark>{escapeHtml(after)}"
