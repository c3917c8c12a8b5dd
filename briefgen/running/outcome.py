"""What an item comes to that has no result."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from briefgen.errors import BriefgenError


class Cause(StrEnum):
    """Why an item has no result."""

    REFUSED = "refused"
    """The function says that it cannot work on it; `Failure.error` is what it said."""
    TIME = "time"
    """It took more CPU time than it may."""
    MEMORY = "memory"
    """It took more memory than it may, or than there is."""
    LOST = "lost"
    """The process that worked on it was ended, twice."""
    BUG = "bug"
    """The function broke on it."""


class Failure(Struct, frozen=True):
    """An item without a result."""

    cause: Cause
    reason: str
    """In words that may follow the item's name: "took longer than 60 s of CPU"."""
    error: BriefgenError | None = None
    """What was raised, of an item that was refused."""
