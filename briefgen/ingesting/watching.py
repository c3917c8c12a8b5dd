"""Files as they appear in folders.

The folders are looked at again and again: that works on every disk, also on one over a network, where no system tells
of changes, and needs no package. A file is taken when it looks the same in two looks: one that is still being written
does not.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from briefgen.corpus.walking import Found, unique, walk
from briefgen.errors import CorpusError

PAUSE = 2.0
"""Seconds between two looks."""
SHARE = 10
"""A pause is so many times as long as the look before it: folders of a million files are looked at less often."""

Looks = tuple[int, int]
"""Size and time of change of a file."""


class Watch:
    """Looks at folders, and knows what it has seen."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths = paths
        self._before: dict[Path, Looks] = {}
        self._taken: dict[Path, Looks] = {}

    def look(self) -> tuple[Found, ...]:
        """The files that are new or have changed, and are whole as far as two looks can tell."""
        now: dict[Path, Looks] = {}
        ready = []
        for file in unique([found for path in self._paths for found in _walk(path)]):
            looks = _looks(file.path)
            if looks is None:
                continue
            now[file.path] = looks
            if self._before.get(file.path) == looks != self._taken.get(file.path):
                self._taken[file.path] = looks
                ready.append(file)
        self._before = now
        return tuple(ready)


def appearing(
    paths: Sequence[Path],
    now: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[tuple[Found, ...]]:
    """The files of each look that has any, for ever; whoever asks ends it."""
    watch = Watch(paths)
    while True:
        started = now()
        ready = watch.look()
        took = now() - started
        if ready:
            yield ready
        sleep(max(PAUSE, SHARE * took))


def _walk(path: Path) -> Iterator[Found]:
    """The files at a path; none while it is not there: a disk may come back."""
    try:
        yield from walk(path)
    except CorpusError:
        return


def _looks(path: Path) -> Looks | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns
