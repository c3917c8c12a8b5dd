"""What the index page of a run knows of other editions; nothing heavy is imported, as a run looks before it starts."""

from __future__ import annotations

from msgspec import Struct

NAME = "index.html"
"""The file of an index page."""


class Earlier(Struct, frozen=True):
    """Another edition."""

    name: str
    """Its name: "2025-W42"."""
    address: str
    """Where its page is."""
