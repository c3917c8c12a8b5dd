"""What the index page of a run knows of other editions; nothing heavy is imported, as a run looks before it starts."""

from __future__ import annotations

from msgspec import Struct

NAME = "index.html"
"""The file of an index page."""


class Link(Struct, frozen=True):
    """A file to open."""

    text: str
    """What it is: "PDF"."""
    address: str
    """Where it is, from the page."""


class Entry(Struct, frozen=True):
    """A brief on the page."""

    title: str
    """Its topic."""
    sentence: str
    """The first sentence of its bottom line; may be empty."""
    links: tuple[Link, ...]
    """Its formats, those for reading first."""


class Earlier(Struct, frozen=True):
    """Another edition."""

    name: str
    """Its name: "2025-W42"."""
    address: str
    """Where its page is."""
