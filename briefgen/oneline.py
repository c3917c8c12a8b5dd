"""Text of documents as it can be printed: without control characters, on one line."""

from __future__ import annotations

import re

_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]|[\ud800-\udfff]")
"""What neither XML nor UTF-8 can carry."""
_REORDERING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Controls that would let a headline show its letters in another order."""
_BLANKS = re.compile(r"[^\S\u00a0\u202f\u2007]+")
"""Runs of blanks and line ends; no-break spaces stay."""


def printable(text: str) -> str:
    """The text without characters that cannot be printed or that reorder others."""
    return _REORDERING.sub("", _UNPRINTABLE.sub("\ufffd", text))


def one_line(text: str) -> str:
    """The printable text on one line."""
    return _BLANKS.sub(" ", printable(text)).strip()
