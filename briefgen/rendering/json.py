"""A brief as JSON, for machines and for `briefgen verify`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from briefgen.model import Brand, Brief, File
from briefgen.rendering.bundle import bundle


def render(brief: Brief, brand: Brand, templates: Sequence[Path]) -> tuple[File, ...]:
    """The brief in the interface that `briefgen schema brief` describes.

    Of brand and templates it holds only the lines that the other formats print with their citations, so that
    `briefgen explain` knows what the reader of a page means by "note 3", and `briefgen verify` what the page said.
    """
    return (File(f"{brief.topic}.json", bundle(brief, brand, templates)),)
