"""Where documents were seen: which origins still have any, and which documents stand below a folder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from briefgen.corpus.store.engine import Engine

PART = "#"
"""Begins what follows the origin in the place of a document that is one of several (`Arrival.place`)."""


def held(engine: Engine, origins: Sequence[str]) -> set[str]:
    """Those of these origins of which a document is kept, or that show one that is kept."""
    condition, values = engine.among("place", origins)
    found = {place for (place,) in engine.rows(f"SELECT DISTINCT place FROM sighting WHERE {condition}", values)}
    parts = "SELECT 1 FROM sighting WHERE place >= :start AND place < :end LIMIT 1"
    return found | {
        origin
        for origin in origins
        if origin not in found and next(engine.rows(parts, _after(origin + PART)), None) is not None
    }


def below(engine: Engine, folder: str) -> Iterator[tuple[str, ...]]:
    """Of each document whose first place is below a folder, and which nothing replaced: its places, that one first."""
    sql = (
        "SELECT document.place, sighting.place FROM document JOIN sighting ON sighting.document = document.id"
        " WHERE document.place >= :start AND document.place < :end AND replaced IS NULL ORDER BY document.place"
    )
    for first, rows in groupby(engine.rows(sql, _after(folder)), key=itemgetter(0)):
        yield tuple(dict.fromkeys((first, *(place for _, place in rows))))


def _after(start: str) -> dict[str, str]:
    """The bounds of all that begins like this: text is sorted by code points (`schema`)."""
    return {"start": start, "end": start[:-1] + chr(ord(start[-1]) + 1)}
