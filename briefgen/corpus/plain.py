"""The reader of plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.corpus.decode import decode
from briefgen.corpus.describe import Stretch, document
from briefgen.corpus.paragraphs import stretches

if TYPE_CHECKING:
    from briefgen.model import Document


def read(data: bytes, name: str) -> Document:
    """The document in a plain-text file.

    Raises:
        CorpusError: The bytes are no text, or their encoding cannot be told.
    """
    text, encoding = decode(data, name)
    return document(text, name, encoding, [Stretch(span) for span in stretches(text)], plain=True)
