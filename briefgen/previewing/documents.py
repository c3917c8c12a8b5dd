"""A cited document as a page, with one sentence marked."""

from __future__ import annotations

from collections.abc import Iterator

from markdown_it.common.utils import escapeHtml

from briefgen.model import Document, Span
from briefgen.previewing import strict
from briefgen.previewing.pages import plain
from briefgen.previewing.shapes import Page

SAID = "said"
"""The anchor of the sentence."""


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
    """The paragraphs, without what stands above them for machines; a text without any stands as it is."""
    spans = [one.span for one in document.blocks] or [Span(0, len(document.text))]
    return "".join(
        f'<p class="text">{_marked(document.text, one, span)}</p>\n'
        for one in spans
        if document.text[one.start : one.end].strip()
    )


def _marked(text: str, paragraph: Span, said: Span) -> str:
    start, end = max(paragraph.start, said.start), min(paragraph.end, said.end)
    if start >= end:
        return escapeHtml(text[paragraph.start : paragraph.end].strip())
    anchor = f' id="{SAID}"' if paragraph.start <= said.start else ""
    before, marked, after = text[paragraph.start : start], text[start:end], text[end : paragraph.end]
    return f"{escapeHtml(before)}<mark{anchor}>{escapeHtml(marked)}</mark>{escapeHtml(after)}"
