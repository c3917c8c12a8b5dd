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


class Compared(Struct, frozen=True):
    """An edition that another one compares itself with, and that does not stand as it was."""

    edition: Link
    """Its name and page; the address is empty where it has none here."""
    corrected_by: str = ""
    """Name of the edition that takes its place; empty where there is none."""
    withdrawn: str = ""
    """Why nobody should use it any more; empty where it stands."""


class Fate(Struct, frozen=True):
    """What became of a released edition."""

    corrects: Link | None = None
    """The edition that it takes the place of; its address is empty where that has no page here."""
    corrected_by: Link | None = None
    """The edition that takes its place."""
    withdrawn: str = ""
    """Why nobody should use it any more; empty where it stands."""
    compared: tuple[Compared, ...] = ()
    """The editions that its briefs compare themselves with, where those were corrected or withdrawn since; one that it
    corrects is not named again."""


class Earlier(Struct, frozen=True):
    """Another edition."""

    name: str
    """Its name: "2025-W42"."""
    address: str
    """Where its page is."""
    fate: Fate = Fate()
    """What became of it, as far as the store knows."""
