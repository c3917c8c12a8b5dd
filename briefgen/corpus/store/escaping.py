"""Text that a database does not take as it is: NUL, and halves of surrogate pairs.

Both may stand in a document (JSON can write either). They are kept as two characters, a mark and a letter of the
private area, so that what comes out is what went in, and every offset into it holds.
"""

from __future__ import annotations

import re

MARK = "\ufdd0"
"""A noncharacter, which no text uses (Unicode, chapter 23.7); where one does, it is doubled."""
PRIVATE = 0xE000
"""Where the second characters begin: NUL, then the 2,048 surrogates."""
SURROGATES = 0xD800

_REFUSED = re.compile(f"[\0{MARK}\ud800-\udfff]")
_KEPT = re.compile(f"{MARK}(.)", re.DOTALL)


def escaped(text: str) -> str:
    """Text that every database takes; the same one nearly always."""
    return _REFUSED.sub(_two, text)


def unescaped(text: str) -> str:
    """The text again."""
    return _KEPT.sub(_one, text) if MARK in text else text


def _two(found: re.Match[str]) -> str:
    character = found[0]
    if character == MARK:
        return MARK + MARK
    return MARK + chr(PRIVATE + (0 if character == "\0" else 1 + ord(character) - SURROGATES))


def _one(found: re.Match[str]) -> str:
    character = found[1]
    if character == MARK:
        return MARK
    number = ord(character) - PRIVATE
    return chr(SURROGATES + number - 1) if number else "\0"
