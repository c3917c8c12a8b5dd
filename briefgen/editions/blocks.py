"""What keeps an edition from being released, with what to do about each."""

from __future__ import annotations

from collections.abc import Sequence

from briefgen.config import Finding as Setting
from briefgen.editing.findings import Finding, Level
from briefgen.errors import BriefgenError


def blocks(settings: Sequence[Setting], templates: Sequence[Finding]) -> tuple[BriefgenError, ...]:
    """Every finding of `config check`, warnings too, and every error of `templates check`."""
    found: list[BriefgenError] = list(settings)
    for one in templates:
        if one.level is Level.ERROR:
            where = f"{one.file}:{one.line}" if one.line else one.file
            found.append(BriefgenError(f"{one.id} {one.message}", where, one.hint or None))
    return tuple(found)
