"""Whether the files of an earlier run still stand: made from the same, and not touched since.

A run is remembered in the cache folder under its place (output folder, topics, formats ...), with a key of all that its
files are made from: settings, documents, templates, logo, other editions, our own code and the packages around it.
While the key is the same and every file is as it was written, there is nothing to do, and nothing heavy is imported.
Who wants a file made anew deletes it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from briefgen import resources
from briefgen.config import Config
from briefgen.errors import RenderError
from briefgen.rendering import BUILTIN
from briefgen.rendering.kept import cache_folder, key, overwrite

ENDINGS = (".dist-info", ".egg-info")
"""How folders end that say which package is installed, in which version."""
FORMAT = "1"
"""Of the record; another one is not read."""


class Made(Struct, frozen=True):
    """A file that a run wrote."""

    name: str
    """Path below the output folder, with forward slashes."""
    digest: str
    """SHA-256 of its bytes."""


class Row(Struct, frozen=True):
    """What a run wrote of one brief."""

    topic: str
    """Id of the topic."""
    edition: str
    """Name of the edition."""
    files: tuple[Made, ...]
    """In the order in which they were written."""


class Record(Struct, frozen=True):
    """What a run came to."""

    key: str
    """Of all that its files are made from."""
    rows: tuple[Row, ...] = ()
    """One for each brief."""
    notes: tuple[str, ...] = ()
    """What it remarked on."""


class Run(Struct, frozen=True):
    """What somebody asks for, as far as it decides about files."""

    config: Config
    """The settings."""
    folder: Path
    """Where the files go."""
    formats: tuple[str, ...]
    """Names of formats."""
    corpus: tuple[Path, ...]
    """Files and folders with documents."""
    previous: tuple[Path, ...] = ()
    """Files and folders with earlier editions."""
    store: str = ""
    """Where the documents are kept, if not in files."""
    revision: str = ""
    """What changes with the documents of the store, and with the editions there that are compared with."""
    words: tuple[str, ...] = ()
    """Everything else: topics and dates."""
    around: tuple[str, ...] = ()
    """Other editions, which the index page of several topics names."""


def made_from(run: Run) -> str | None:
    """The key of a run; None where something cannot be read, or a format is a plugin's, whose code we do not know."""
    if not set(run.formats) <= set(BUILTIN):
        return None
    logo = (Path(run.config.brand.logo),) if run.config.brand.logo else ()
    read = (*run.corpus, *run.previous, *logo, *run.config.templates)
    try:
        parts = [*_files(read), *_code(), *_packages()]
    except OSError:
        return None
    return key(
        FORMAT,
        _place(run),
        run.config.digest,
        repr(run.config.overrides),
        sys.version,
        run.revision,
        *run.around,
        *parts,
    )


def standing(run: Run, made: str | None) -> Record | None:
    """What the last run of this kind came to, when its key is this one and its files are as it wrote them."""
    if made is None:
        return None
    with contextlib.suppress(OSError, RenderError, msgspec.MsgspecError):
        record = msgspec.json.decode(_record(run).read_bytes(), type=Record)
        made_files = [file for one in record.rows for file in one.files]
        if record.key == made and all(_digest(run.folder / file.name) == file.digest for file in made_files):
            return record
    return None


def remember(run: Run, record: Record) -> None:
    """Keeps what a run came to, in the place of the one before. Without a cache folder the next run makes all anew."""
    with contextlib.suppress(OSError, RenderError):
        overwrite(_record(run), msgspec.json.encode(record))


def row(run: Run, topic: str, edition: str, paths: Sequence[Path]) -> Row:
    """What was just written of a brief; the paths lie below the run's folder."""
    return Row(topic, edition, tuple(Made(path.relative_to(run.folder).as_posix(), _digest(path)) for path in paths))


def files(run: Run, of: Row) -> tuple[Path, ...]:
    """Where the files of a brief are."""
    return tuple(run.folder / file.name for file in of.files)


def _record(run: Run) -> Path:
    return cache_folder() / "runs" / f"{_place(run)}.json"


def _place(run: Run) -> str:
    """A name for runs that follow one another: the same command in the same folders."""
    paths = (run.folder, run.config.path, *run.corpus, *run.previous)
    return key(*(str(path.resolve()) for path in paths), run.store, "", *run.formats, "", *run.words)


def _files(paths: Iterable[Path]) -> Iterator[str]:
    """Path and hash of every file at or below the paths; links are followed, but not in circles."""
    for path in paths:
        for file in _below(path, (path.resolve(),)) if path.is_dir() else (path,):
            yield from (str(file.absolute()), _digest(file))


def _below(folder: Path, trail: tuple[Path, ...]) -> Iterator[Path]:
    for entry in sorted(folder.iterdir()):
        if not entry.is_dir():
            yield entry
        elif (real := entry.resolve()) not in trail:
            yield from _below(entry, (*trail, real))


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _code() -> Iterator[str]:
    """Path, size and time of change of our own files: a false alarm costs a run, reading them all would cost more."""
    for root in (resources.PACKAGE, resources.templates()):
        for folder, folders, names in os.walk(root):
            folders[:] = sorted(name for name in folders if name != "__pycache__")
            for name in sorted(names):
                state = (Path(folder) / name).stat()
                yield f"{folder}/{name} {state.st_size} {state.st_mtime_ns}"


def _packages() -> Iterator[str]:
    """Names and versions of the installed packages: layout, fonts and libraries among them."""
    for folder in dict.fromkeys(sys.path):
        with contextlib.suppress(OSError):
            yield from sorted(one.name for one in Path(folder or ".").iterdir() if one.name.endswith(ENDINGS))
