"""What was saved: files of templates, brand, style sheets, words, settings and documents; what came into a store."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from msgspec import Struct
from watchfiles import Change, awatch

from briefgen.corpus.store import open_store
from briefgen.errors import BriefgenError
from briefgen.previewing.shapes import Watched

DEBOUNCE = 120
"""Milliseconds in which further changes join the first: an editor that saves writes, renames and sets times."""
STEP = 30
"""Milliseconds of quiet after which they are told."""
STOPPING = 500
"""Milliseconds after which a watch that is to end notices."""
ASKED = 2.0
"""Seconds after which a store is asked again whether anything came."""
_LEFTOVERS = (".swp", ".swx", ".tmp", ".part", "~", "4913")
"""Ends of names that editors write beside a file while they save it; Vim tries with one called 4913."""


class _Saved(Struct, frozen=True):
    """What one look found."""

    paths: tuple[str, ...] = ()
    is_over: bool = False
    """A watched folder is gone. One of its name that is there again, as after a change of branches, is not watched."""


def concerns(watched: Watched, path: Path) -> bool:
    """Whether a change of this path is one of what is watched."""
    if path.name.endswith(_LEFTOVERS) or path.name.startswith(".#"):
        return False
    if path in watched.files or any(path.is_relative_to(folder) for folder in watched.folders):
        return True
    return is_document(watched, path)


def is_document(watched: Watched, path: Path) -> bool:
    """Whether this is a file that briefs are made from, and nothing else that is watched."""
    if path in watched.files or any(path.is_relative_to(folder) for folder in watched.folders):
        return False
    is_store = bool(watched.store) and path.is_relative_to(Path(watched.store).parent)
    return not is_store and any(path.is_relative_to(one) for one in watched.documents)


async def changes(watched: Callable[[], Watched], moved: asyncio.Event) -> AsyncIterator[tuple[str, ...]]:
    """The paths that were saved, each time some were.

    Args:
        watched: What is watched; asked for again when it `moved`, and when a folder of it came or went.
        moved: Is set when it is something else.

    Yields:
        The paths; none where watching began anew, as something may have been saved meanwhile.
    """
    is_first = True
    while True:
        now = watched()
        there = _deep(now)
        queue: asyncio.Queue[_Saved] = asyncio.Queue()
        async with _watching(now, queue):
            if not is_first:
                yield ()
            is_first = False
            while _deep(now) == there and not moved.is_set():
                found = await _either(queue, moved)
                if found.paths:
                    yield found.paths
                if found.is_over:
                    break
        moved.clear()


async def arrivals(watched: Callable[[], Watched], wanted: Callable[[], bool]) -> AsyncIterator[str]:
    """The store, each time that documents or editions came into it or went.

    It is asked and not watched: it may be a database elsewhere, and its file changes too when briefgen itself keeps in
    it what it read, which would go round in circles.

    Args:
        watched: Where the store is.
        wanted: Whether anybody looks; it is not asked otherwise.
    """
    before: tuple[str, object] = ("", None)
    while True:
        await asyncio.sleep(ASKED)
        where = watched().store
        if not wanted():
            continue
        now = (where, await asyncio.to_thread(_mark, where))
        if before[0] == where and before != now:
            yield where
        before = now


def _mark(where: str) -> object:
    """What tells one state of a store from another; None for one that is not there, or cannot be read just now."""
    if not where or ("://" not in where and not Path(where).is_file()):
        return None
    try:
        with open_store(where, create=False) as store:
            return store.mark()
    except BriefgenError:  # told where somebody looks at a brief from it
        return None


async def _either(queue: asyncio.Queue[_Saved], moved: asyncio.Event) -> _Saved:
    """What was saved; nothing where it moved."""
    waiting = (asyncio.create_task(queue.get()), asyncio.create_task(moved.wait()))
    try:
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        return waiting[0].result() if waiting[0].done() else _Saved()
    finally:
        for task in waiting:
            task.cancel()


@asynccontextmanager
async def _watching(now: Watched, queue: asyncio.Queue[_Saved]) -> AsyncIterator[None]:
    """Puts what is saved into a queue. A folder that is not there is waited for in the nearest one that is."""
    deep = _deep(now)
    flat = {_there(path.parent) for path in now.files} | {
        _there(one) for one in (*now.folders, *now.documents) if not one.is_dir()
    }
    flat = {one for one in flat if not any(one.is_relative_to(folder) for folder in deep)}
    stop = asyncio.Event()
    tasks = [
        asyncio.create_task(_fill(queue, paths, now, stop, recursive=recursive))
        for paths, recursive in ((deep, True), (flat, False))
        if paths
    ]
    await asyncio.sleep(0)  # each begins to watch: what is saved from here on is told
    try:
        yield
    finally:
        stop.set()
        await asyncio.gather(*tasks)


async def _fill(
    queue: asyncio.Queue[_Saved], paths: Collection[Path], now: Watched, stop: asyncio.Event, *, recursive: bool
) -> None:
    def concerned(_change: Change, path: str) -> bool:
        return concerns(now, Path(path)) or any(
            folder.is_relative_to(path) for folder in (*now.folders, *now.documents)
        )

    async for some in awatch(
        *paths,
        watch_filter=concerned,
        debounce=DEBOUNCE,
        step=STEP,
        rust_timeout=STOPPING,
        stop_event=stop,
        recursive=recursive,
        ignore_permission_denied=True,
    ):
        every = sorted({path for _, path in some})
        is_over = any(change is Change.deleted and Path(path) in paths for change, path in some)
        queue.put_nowait(_Saved(_files(every), is_over))


def _files(paths: Sequence[str]) -> tuple[str, ...]:
    """Of these paths the files, as the folder of a saved file changes too; the folders where there are no others."""
    return tuple(path for path in paths if not Path(path).is_dir()) or tuple(paths)


def _deep(now: Watched) -> frozenset[Path]:
    return frozenset(folder for folder in (*now.folders, *now.documents) if folder.is_dir())


def _there(path: Path) -> Path:
    """A folder, or the nearest one above it that is there."""
    while not path.is_dir():
        path = path.parent
    return path
