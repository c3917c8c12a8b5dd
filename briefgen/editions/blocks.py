"""What keeps an edition from being released, with what to do about each."""

from __future__ import annotations

from collections.abc import Sequence

from briefgen.config import Finding as Setting
from briefgen.config.problems import Level
from briefgen.editing.findings import Finding
from briefgen.errors import BriefgenError
from briefgen.wishing import Doubt


def blocks(
    settings: Sequence[Setting], templates: Sequence[Finding], doubts: Sequence[Doubt] = ()
) -> tuple[BriefgenError, ...]:
    """Every finding of `config check`, warnings too, every error of `templates check`, and doubtful wishes."""
    found: list[BriefgenError] = list(settings)
    for one in templates:
        if one.level is Level.ERROR:
            where = f"{one.file}:{one.line}" if one.line else one.file
            found.append(BriefgenError(f"{one.id} {one.message}", where, one.hint or None))
    found += (BriefgenError(one.message, one.where, one.hint) for one in doubts if one.blocks)
    return tuple(found)
