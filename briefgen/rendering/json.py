"""A brief as JSON, for machines and for `briefgen verify`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from briefgen import interchange
from briefgen.model import Brand, Brief, File


def render(brief: Brief, brand: Brand, templates: Sequence[Path]) -> tuple[File, ...]:  # noqa: ARG001 - one signature
    """The brief in the interface that `briefgen schema brief` describes; brand and templates play no part in it."""
    return (File(f"{brief.topic}.json", interchange.dump(interchange.brief_row(brief)).encode()),)
