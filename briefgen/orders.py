"""What somebody asks for when a brief is made. Light to import: it is known before any room is needed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from msgspec import Struct

from briefgen.model import Earlier


class Order(Struct, frozen=True):
    """What somebody asks for; what is left empty comes from the configuration."""

    topics: tuple[str, ...] = ()
    """Ids of topics, in the order of the briefs; all when empty."""
    corpus: tuple[Path, ...] = ()
    """Files and folders with documents."""
    as_of: dt.date | None = None
    """The day that the briefs speak from; the newest publication date when None."""
    since: dt.date | None = None
    """Leave out documents before this day."""
    week: str | None = None
    """Name of the week to write about, instead of two days: "2025-W43"."""
    previous: tuple[Earlier, ...] = ()
    """Earlier editions to compare with, one for each topic at most."""
    together: bool = False
    """One brief on all topics, not one for each."""
