"""A brief as JSON, for machines and for `briefgen verify`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from briefgen import interchange
from briefgen.model import Brand, Brief, File
from briefgen.rendering.markdown import numbering


def render(brief: Brief, brand: Brand, templates: Sequence[Path]) -> tuple[File, ...]:
    """The brief in the interface that `briefgen schema brief` describes.

    Of brand and templates it holds only the numbers that the other formats print at citations, so that
    `briefgen explain` knows what the reader of a page means by "note 3".
    """
    printed = [(note.number, note.passage) for note in numbering(brief, brand, templates).notes]
    return (File(f"{brief.topic}.json", interchange.dump(interchange.brief_row(brief, printed)).encode()),)
