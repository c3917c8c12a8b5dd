"""Text of documents made safe for Markdown: it prints as it reads and can start nothing."""

from __future__ import annotations

import re
from string import ascii_lowercase

from markupsafe import Markup, escape

from briefgen.oneline import one_line, printable

_INLINE = re.compile(r"[\\`*_{}\[\]|~^]|(?<=\])\(")
"""Characters that mean something anywhere in a line. A bracket behind `]` is a link's address."""
_LINE_START = re.compile(r"^(?:[#+=:-]|\d{1,9}(?=[.)](?:\s|$)))")
"""What turns the start of a line into a heading, list item, underline or table rule."""
_ADDRESS = re.compile(r"(?i)\b(?:https?|ftp|mailto|xmpp)(?=:)|\bwww(?=\.)")
"""Words that GitHub's Markdown makes links of, without being asked."""
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_SLUGLESS = re.compile(r"[^\w\- ]")
"""What an anchor leaves out of its heading."""


def escape_markdown(text: str) -> Markup:
    """Markdown that prints `text` on one line, wherever a line or table cell may take it."""
    line = one_line(text)
    marked = _INLINE.sub(lambda match: "\\" + match[0], line)
    marked = _ADDRESS.sub(lambda match: match[0] + "\\", marked)
    marked = _LINE_START.sub(_escape_start, marked)
    return Markup(marked.translate(_ENTITIES))  # noqa: S704 - this is the escaping


def slug(text: str) -> str:
    """The anchor that GitHub and markdownlint give a heading: its letters, digits and hyphens, small."""
    return _SLUGLESS.sub("", text.strip().lower()).replace(" ", "-")


def letter(number: int) -> str:
    """The letter of the second, third, … of equal headings: "b" for 2, "aa" behind "z".

    No digit: a number of a brief is cited, and one in a heading could be taken for an amount.
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, len(ascii_lowercase))
        letters = ascii_lowercase[rest] + letters
    return letters


def escape_html(text: str) -> Markup:
    """HTML that prints `text`, without characters that a page cannot carry."""
    return escape(printable(text))


def _escape_start(match: re.Match[str]) -> str:
    start = match[0]
    return f"{start}\\" if start[0].isdigit() else f"\\{start}"
