"""Pieces of a page's text made even."""

from __future__ import annotations

import re
from typing import Any

from briefgen.corpus.html.tree import BREAK, CLOSE, OPEN

SIGNS = re.compile(f"{OPEN}\\d*{CLOSE}|[{OPEN}{CLOSE}{BREAK}]")
BLANKS = re.compile(r"[ \t\r\n\f\v\u2028\u2029]+")
NOT_WORDS = re.compile(r"[\W_]+")


def line(text: str) -> str:
    """A text in one line, without the signs that we put into the tree. No-break spaces stay."""
    return BLANKS.sub(" ", SIGNS.sub("", text)).strip(" \xa0")


def said(element: Any) -> str:  # noqa: ANN401 - lxml has no types
    """What an element shows, in one line; line breaks in it are blanks."""
    for one in element.iter("br"):
        one.tail = f" {(one.tail or '').lstrip()}"
    return line(element.text_content())


def bare(text: str) -> str:
    """The letters and digits of a text in small letters, to compare it by."""
    return " ".join(NOT_WORDS.sub(" ", text).casefold().split())
