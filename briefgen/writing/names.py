"""What documents are called in running text.

A file name is no name for a reader, and its digits would look like figures.
"""

from __future__ import annotations

from briefgen.language import ENGLISH, Language
from briefgen.model import Document
from briefgen.remarks import UNNAMED

LONGEST = 8
"""Words of a headline that serve as a name."""
SHORT = 3
"""Words of a name in the label of a chart."""


def label(document: Document, language: Language = ENGLISH) -> str:
    """Who writes: publisher, else author, else headline; a digest says whose document it digests."""
    name = _origin(document, language)
    name = language.gettext(UNNAMED) if name == UNNAMED else name
    return language.gettext("briefgen digest of %(publisher)s", publisher=name) if document.digest_of else name


def short_label(document: Document, language: Language = ENGLISH) -> str:
    """Whose report it is, in a few words, for the labels of a chart."""
    name = _origin(document, language)
    if name == UNNAMED:
        return language.gettext(UNNAMED)
    words = name.split()
    if len(words) <= SHORT:
        return name
    return f"{' '.join(words[:SHORT]).rstrip(':,;')} …{language.marks[1] if name[0] == language.marks[0] else ''}"


def _origin(document: Document, language: Language) -> str:
    """Publisher, author or headline of the document, or of the one that it digests."""
    original = document.digest_of
    if original is not None:
        return original.publisher or original.author or _short(document.nickname, language) or UNNAMED
    return document.publisher or document.byline or _short(document.nickname, language) or UNNAMED


def _short(headline: str | None, language: Language) -> str | None:
    """A headline in quotation marks, cut after some words."""
    if not headline:
        return None
    words = headline.removesuffix(" …").split()
    opening, closing = language.marks
    shown = headline if len(words) <= LONGEST else f"{' '.join(words[:LONGEST])} …"
    return f"{opening}{shown}{closing}"
