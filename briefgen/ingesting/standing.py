"""What stands as it was: files and pages whose documents are there, or were taken out; files that are there no more."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from briefgen.corpus.store import Store
from briefgen.corpus.store.sightings import PART
from briefgen.corpus.store.values import Became
from briefgen.ingesting.values import Report

TAKEN_OUT = "was taken out by `briefgen documents remove`; it comes back when it changes"
BYTE = re.compile(rb"\\x([89a-f][0-9a-f])")
"""How the store writes a byte of a path that is no text (`files.origin`)."""


def unchanged(store: Store, there: Sequence[Report], origins: Sequence[str]) -> list[Report]:
    """What is said of things that have not changed, each from its origin; of what was taken out of the store, that."""
    held = store.held(origins)
    return [
        one
        if one.state is not Became.KNOWN or origin in held
        else Report(one.name, Became.REFUSED, reason=TAKEN_OUT, is_given=one.is_given)
        for one, origin in zip(there, origins, strict=True)
    ]


def gone(store: Store, folders: Sequence[Path]) -> Iterator[str]:
    """The files below folders that gave documents which are still kept, and that are there no more; sorted.

    A file whose text stands in another file, because it was moved or copied, is not missed.
    """
    roots = sorted({os.path.join(os.path.abspath(folder), "") for folder in folders})  # noqa: PTH100, PTH118 - as `files`
    outer = [root for root in roots if not any(root != other and root.startswith(other) for other in roots)]
    told = ""
    for root in outer:
        for places in store.below(_text(root)):
            if any(_is_there(place) for place in places):
                continue
            file = _file(store, places[0])
            if file != told:
                told = file
                yield file.removeprefix(_text(root))


def _text(path: str) -> str:
    """A path as the store writes it."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _is_there(place: str) -> bool:
    """Whether the file of a place is there; an address, which nobody asks here, counts as there."""
    return "://" in place or any(map(_exists, _files(place)))


def _files(place: str) -> Iterator[str]:
    """The files that a place may lie in: names of files can have the mark of a part too."""
    yield place
    while PART in place:
        place = place.rpartition(PART)[0]
        yield place


def _exists(origin: str) -> bool:
    if os.path.lexists(origin):
        return True
    raw = BYTE.sub(lambda match: bytes.fromhex(match[1].decode()), origin.encode())
    return raw != origin.encode() and os.path.lexists(raw)


def _file(store: Store, place: str) -> str:
    """The file of a place, by what the store knows of files."""
    known: Mapping[str, object] = store.sources(list(_files(place)))
    return next((one for one in _files(place) if one in known), place)
