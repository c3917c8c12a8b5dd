"""What a check finds."""

from __future__ import annotations

from msgspec import Struct


class Fault(Struct, frozen=True):
    """A promise that is not kept."""

    where: str
    """The file, the variation of it, or the chart: "talk.vtt, cut at byte 40"."""
    what: str
    """What is wrong, and what it should be where that is not plain."""

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"
