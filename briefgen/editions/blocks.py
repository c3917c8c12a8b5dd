"""What keeps an edition from being released, with what to do about each."""

from __future__ import annotations

from collections.abc import Sequence

from briefgen.config import Finding as Setting
from briefgen.config.problems import Level
from briefgen.editing.findings import Finding
from briefgen.errors import BriefgenError
from briefgen.overriding import Unmatched


def blocks(
    settings: Sequence[Setting], templates: Sequence[Finding], lost: Sequence[Unmatched] = ()
) -> tuple[BriefgenError, ...]:
    """Every finding of `config check`, warnings too, every error of `templates check`, and lost wishes."""
    found: list[BriefgenError] = list(settings)
    for one in templates:
        if one.level is Level.ERROR:
            where = f"{one.file}:{one.line}" if one.line else one.file
            found.append(BriefgenError(f"{one.id} {one.message}", where, one.hint or None))
    found += map(lost_wish, lost)
    return tuple(found)


def lost_wish(one: Unmatched) -> BriefgenError:
    """A wish that matches nothing, with the ids that look like it."""
    near = f"Did you mean {' or '.join(one.near)}? " if one.near else ""
    hint = f"{near}`briefgen make --format json` has all ids; remove it where what it named is gone."
    return BriefgenError(f"{one.id} is no statement, fact or chart of this edition", one.where, hint)
