"""Editions that were made before, found by their index pages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from briefgen.rendering.editions import NAME, Earlier

if TYPE_CHECKING:
    from briefgen.corpus.store import Store

_EDITION = re.compile(r'<meta name="briefgen-edition" content="([^"&<>]{1,80})">')
_HEAD = 4_096
"""Bytes of a page in which the name of its edition stands."""


def editions(folder: Path, now: str = "") -> tuple[Earlier, ...]:
    """The editions in folders inside the output folder and beside it, the newest name first; not the one of `now`."""
    found = [
        Earlier(name, f"{way}{place.name}/{NAME}")
        for way, above in (("", folder), ("../", folder.absolute().parent))
        for place in _folders(above)
        if place.absolute() != folder.absolute() and (name := edition(place / NAME)) and name != now
    ]
    return tuple(sorted(found, key=lambda one: (one.name, one.address), reverse=True))


def marks(folder: Path, store: Store | None) -> tuple[str, ...]:
    """What the names and fates of the editions around change with, as words of a key."""
    found = editions(folder)
    return (*(word for one in found for word in (one.name, one.address)), *(_lengths(store) if store and found else ()))


def _lengths(store: Store) -> tuple[str, ...]:
    """How many acts each edition of the store has: what became of one changes with them."""
    from briefgen.corpus.store import acts

    return tuple(f"{name} {number}" for name, number in acts.lengths(store.engine))


def _folders(above: Path) -> list[Path]:
    """The folders in a folder; none where it cannot be looked into."""
    try:
        return [place for place in above.iterdir() if place.is_dir()]
    except OSError:
        return []


def edition(page: Path) -> str | None:
    """The edition that an index page of ours is of; None for any other page, or one that cannot be read."""
    try:
        with page.open("rb") as file:
            head = file.read(_HEAD).decode("utf-8", "replace")
    except OSError:
        return None
    match = _EDITION.search(head)
    return match[1] if match else None
