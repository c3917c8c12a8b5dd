"""Whose wire a document prints: the agency that its dateline, byline or last line credits. The tables are English."""

from __future__ import annotations

import re

from briefgen.evidence.words import content_words
from briefgen.model import Document

CREDIT = re.compile(r"\(([^()\d]{2,40})\)|/([A-Z][\w .]{1,30})/")
"""The agency in a dateline: "LINDHOLM, Oct 19 (Norden Press)"."""
AGENCY = re.compile(
    r"(?:[A-Z][\w.&’'-]*\s+)*(?:(?:News|Press|Information)\s+(?:Agency|Service|Association)|Newswires?|News\s*wire|Wire)\b"
)
"""A name that says that it is an agency's."""
CLOSING = re.compile(
    r"^\s*(?:[-–—]+\s*|\(|(?:source|credit|with\s+reporting\s+(?:by|from))\s*:?\s*)(?P<name>[A-Z][^\n]{1,60}?)[.)]*\s*$",
    re.IGNORECASE,
)
"""A last line that credits somebody: "— Lindholm News Agency", "Source: Lindholm News Agency"."""


def wire(document: Document) -> str | None:
    """The agency that a document credits for its whole text; None where it credits none by name."""
    if document.dateline and (match := CREDIT.search(document.dateline)):
        return " ".join((match[1] or match[2]).split())
    if document.byline and (match := AGENCY.search(document.byline)):
        return match[0]
    last = next((line for line in reversed(document.text.splitlines()) if line.strip()), "")
    closing = CLOSING.match(last)
    if closing and (match := AGENCY.search(closing["name"])):
        return match[0]
    return None


def same_name(one: str | None, other: str | None) -> bool:
    """Two names of a publisher, agency or body say the same: "the Lindholm News Agency"."""
    return bool(one and other and content_words(one) == content_words(other) != ())
