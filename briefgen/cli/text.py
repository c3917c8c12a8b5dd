"""Text of documents on a terminal."""

from __future__ import annotations

import unicodedata


def printable(text: str) -> str:
    """Text without control characters: a document cannot move the cursor or rename the window.

    Line breaks and tabs stay; any other control or directional-override character becomes a visible "�".
    """
    return "".join("�" if _dangerous(character) else character for character in text)


def one_line(text: str) -> str:
    """Printable text without line breaks, for a cell of a table or a line of a list."""
    return " ".join(printable(text).split())


def counted(number: int, noun: str) -> str:
    """The number with its noun: "1 document", "6 documents"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _dangerous(character: str) -> bool:
    if character in "\n\t":
        return False
    category = unicodedata.category(character)
    return category in {"Cc", "Cs"} or "\u202a" <= character <= "\u202e" or "\u2066" <= character <= "\u2069"
