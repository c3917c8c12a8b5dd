"""Files → things to read. What has not changed since it was read is not even opened."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from briefgen.corpus.store import Store
from briefgen.corpus.store.values import Became, Source
from briefgen.corpus.walking import Found, unique, walk
from briefgen.ingesting.kinds import reader_name
from briefgen.ingesting.reading import looks
from briefgen.ingesting.standing import unchanged
from briefgen.ingesting.values import Item, Report

FEW = 2000
"""Files that are looked up at once, and handed out for reading together."""


def found(paths: Sequence[Path]) -> Iterable[Found]:
    """The files at paths, each once; those of one folder as they are needed.

    Raises:
        CorpusError: There is nothing at a path.
    """
    if len(paths) == 1:
        return walk(paths[0])
    return unique([file for path in paths for file in walk(path)])


def batches(store: Store, files: Iterable[Found]) -> Iterator[tuple[list[Report], list[Item]]]:
    """Some files at a time: those that are as they were when they were read, and those that are to be read."""
    every = iter(files)
    while few := tuple(islice(every, FEW)):
        yield _sorted(store, few)


def _sorted(store: Store, files: Sequence[Found]) -> tuple[list[Report], list[Item]]:
    origins = [origin(file) for file in files]
    known = store.sources(origins)
    standing, stood, changed = [], [], []
    for file, at in zip(files, origins, strict=True):
        suffix = file.suffix
        source = known.get(at)
        if source and source.reader != reader_name(suffix):
            source = None
        if source and source.stamp and source.stamp.startswith(_looks(file.path)):
            standing.append(_standing(file, source))
            stood.append(at)
        else:
            stamp = source.stamp if source and source.reason is None else ""
            changed.append(Item(at, file.name, suffix, path=_whole(file), stamp=stamp, is_given=file.given))
    return unchanged(store, standing, stood), changed


def origin(file: Found) -> str:
    """Where a file comes from, as the store calls it: a whole path, the same from whichever folder it is named."""
    return os.fsencode(_whole(file)).decode("utf-8", "backslashreplace")


def _whole(file: Found) -> str:
    return os.path.abspath(file.path)  # noqa: PTH100 - pathlib's `resolve` would follow links


def stamp(item: Item) -> str:
    """How the origin of an item looks now, for one that could not be read."""
    return _looks(Path(item.path)) if item.path else item.stamp


def _looks(path: Path) -> str:
    try:
        return looks(path.stat())
    except OSError:
        return "gone"


def _standing(file: Found, source: Source) -> Report:
    """What is said of a file that is as it was."""
    if source.reason is None:
        return Report(file.name, Became.KNOWN, is_given=file.given)
    return Report(file.name, Became.REFUSED, reason=source.reason, is_given=file.given)
