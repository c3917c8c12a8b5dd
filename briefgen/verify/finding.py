"""What `verify` says of a brief."""

from __future__ import annotations

from msgspec import Struct

SHOWN = 60
"""Characters of a quotation that a finding prints."""


class Finding(Struct, frozen=True):
    """Something in a brief that its documents do not bear out."""

    where: str
    """Place in the file: "sections[0].statements[2]"."""
    message: str
    """What is wrong, with the words or numbers that are meant."""
    is_wording: bool = False
    """Other words in a file that people edit, with the same numbers and quotations: told, and no reason for doubt."""

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


def short(text: str) -> str:
    """The beginning of a text, for a finding."""
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
