"""A backup brought back: checked as a whole first, then put into place; what was there is never overwritten."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath, PureWindowsPath

import msgspec
from msgspec import Struct

from briefgen.backups import FORMAT, MANIFEST, Manifest, copied, explained, made_folder
from briefgen.corpus.store import schema
from briefgen.corpus.store.busy import FILES, refuse_busy
from briefgen.delivery.outbox import locking
from briefgen.delivery.outbox import schema as tables
from briefgen.errors import CorpusError, UsageError

MOST_MANIFEST = 64 << 20
"""Bytes of a manifest: a few hundred thousand files."""
TOLD = 5
"""Files that a message names."""
HINT = "Take another backup; nothing was changed."
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError)
"""What `zipfile` raises for files that are damaged; its NotImplementedError is a RuntimeError."""
Tell = Callable[[str], None]


class Restored(Struct, frozen=True):
    """What was put where."""

    manifest: Manifest
    kept: Path | None
    """Where the files are that were there before; None where there were none."""


@contextlib.contextmanager
def _opened(source: Path) -> Iterator[zipfile.ZipFile]:
    """The archive.

    Raises:
        UsageError: It is none.
        CorpusError: It is damaged.
    """
    try:
        with zipfile.ZipFile(source) as archive:
            yield archive
    except zipfile.BadZipFile as error:
        whole = source.read_bytes()[:2] == b"PK"
        if whole:
            raise CorpusError(f"is damaged ({error})", str(source), HINT) from error
        raise UsageError("is no backup", str(source), "Name a file that `briefgen backup` wrote.") from error
    except (OSError, EOFError, NotImplementedError, RuntimeError) as error:
        raise CorpusError(f"cannot be read: {error}", str(source), HINT) from error


def _manifest(archive: zipfile.ZipFile, source: Path) -> Manifest:
    entries = {entry.filename: entry for entry in archive.infolist()}
    if MANIFEST not in entries:
        raise UsageError("is no backup: it has no manifest", str(source), "Name a file that `briefgen backup` wrote.")
    if entries[MANIFEST].file_size > MOST_MANIFEST:
        raise CorpusError("is damaged: its manifest is too large", str(source), HINT)
    try:
        raw = msgspec.json.decode(_unpacked(archive, MANIFEST, source))
        kind = raw.get("format") if isinstance(raw, dict) else None
        if kind != FORMAT:
            newer = isinstance(kind, str) and kind.startswith(FORMAT.partition("/")[0])
            said = f"was made by a newer briefgen ({kind})" if newer else "is no backup of briefgen"
            raise UsageError(said, str(source), "Restore it with that briefgen." if newer else None)
        manifest = msgspec.convert(raw, Manifest)
    except msgspec.MsgspecError as error:
        raise CorpusError(f"is damaged: its manifest cannot be read ({error})", str(source), HINT) from error
    if manifest.store_version > schema.VERSION:
        said = f"holds a store of a newer briefgen (tables of version {manifest.store_version}, not {schema.VERSION})"
        raise UsageError(said, str(source), f"It was made by briefgen {manifest.version}: install that one.")
    if manifest.outbox_version > len(tables.VERSIONS):
        said = f"holds an outbox of a newer briefgen (version {manifest.outbox_version}, not {len(tables.VERSIONS)})"
        raise UsageError(said, str(source), f"It was made by briefgen {manifest.version}: install that one.")
    _refuse_names([*(part.name for part in manifest.files)], source)
    if sorted(entries) != sorted([MANIFEST, *(part.name for part in manifest.files)]) or len(entries) != len(
        archive.infolist()
    ):
        raise CorpusError("is damaged: it does not hold what its manifest names", str(source), HINT)
    for what, name in (("store", manifest.store), ("outbox", manifest.outbox)):
        if name is not None and name not in entries:
            raise CorpusError(f"is damaged: the {what} that its manifest names is missing", str(source), HINT)
    return manifest


def _unpacked(archive: zipfile.ZipFile, name: str, source: Path) -> bytes:
    try:
        with archive.open(name) as file:
            return file.read(MOST_MANIFEST)
    except (*BROKEN, OSError) as error:
        raise CorpusError(f"is damaged: {name} cannot be unpacked", str(source), HINT) from error


def _refuse_names(names: Sequence[str], source: Path) -> None:
    """Raises `CorpusError` for a name that leads out of the folder, or that two files have on some system."""
    for name in names:
        there = PurePosixPath(name)
        windows = PureWindowsPath(name)
        absolute = there.is_absolute() or windows.drive or windows.root
        if absolute or not there.parts or {"..", "."} & {*windows.parts, *there.parts} or "\0" in name or "\\" in name:
            raise CorpusError(f"names a file outside its folder, “{name}”", str(source), "Nothing was changed.")
    if len({name.casefold() for name in names}) < len(names):
        raise CorpusError("is damaged: two of its files have one name", str(source), HINT)


def restore(source: Path, folder: Path, *, force: bool = False, tell: Tell = lambda _: None) -> Restored:
    """Puts the files of a backup into a folder. Every hash is checked before anything there is touched.

    Args:
        source: The backup.
        folder: The project folder; made where it is missing.
        force: Whether files that are there may be moved out of the way; they are kept in a folder of their own.
        tell: Is told what happens next.

    Raises:
        UsageError: It is no backup, or files are there already.
        CorpusError: It is damaged, the store there is in use, or something cannot be written.
        DeliveryError: Somebody sends there now.
    """
    with explained(folder), _opened(source) as archive:
        manifest = _manifest(archive, source)
        there = _there(folder, manifest)
        if there and not force:
            more = f" and {len(there) - TOLD} more" if len(there) > TOLD else ""
            names = ", ".join(there[:TOLD])
            hint = "--force keeps them in a folder beside; --into names another folder."
            raise UsageError(f"is there already: {names}{more}; nothing was changed", str(folder), hint)
        if manifest.store:
            refuse_busy(folder / manifest.store)
        if manifest.outbox:
            locking.refuse_held(folder / manifest.outbox)
        _refuse_full(made_folder(folder), manifest)
        with tempfile.TemporaryDirectory(prefix=".briefgen-", dir=folder) as scratch:
            _unpack(archive, manifest, Path(scratch), source, tell)
            kept = _aside(folder) if there else None
            _move(manifest, Path(scratch), folder, there, kept)
    return Restored(manifest, kept)


def verify(source: Path, tell: Tell = lambda _: None) -> Manifest:
    """What a backup holds, after every hash in it was checked; see `restore` for what it raises."""
    with _opened(source) as archive, tempfile.TemporaryDirectory(prefix="briefgen-") as scratch:
        manifest = _manifest(archive, source)
        for part in manifest.files:
            _unpack(archive, msgspec.structs.replace(manifest, files=(part,)), Path(scratch), source, tell)
    return manifest


def _there(folder: Path, manifest: Manifest) -> list[str]:
    """The files of the folder that the backup would take the places of, the logs of store and outbox too."""
    names = [part.name for part in manifest.files]
    for database in filter(None, (manifest.store, manifest.outbox)):
        names += [f"{database}{end}" for end in FILES[1:]]
    return sorted(name for name in names if os.path.lexists(folder / name))


def _refuse_full(folder: Path, manifest: Manifest) -> None:
    needed = sum(part.size for part in manifest.files)
    free = shutil.disk_usage(folder).free
    if needed > free:
        raise CorpusError(f"the disk has {free:,} bytes left, and {needed:,} are needed", str(folder), "Make room.")


def _unpack(archive: zipfile.ZipFile, manifest: Manifest, scratch: Path, source: Path, tell: Tell) -> None:
    """Unpacks all files into a folder of their own, and checks each.

    Raises:
        CorpusError: One is not what the manifest says.
    """
    for number, part in enumerate(manifest.files):
        tell(f"checking {part.name}")
        try:
            with archive.open(part.name) as file, (scratch / str(number)).open("wb") as into:
                found = copied(file, into, part.size)
            if part.name == manifest.outbox:
                (scratch / str(number)).chmod(0o600)  # it holds addresses
        except BROKEN as error:
            raise CorpusError(f"is damaged: {part.name} cannot be unpacked ({error})", str(source), HINT) from error
        if found != (part.size, part.sha256):
            raise CorpusError(f"is damaged: {part.name} is not what was saved", str(source), HINT)


def _aside(folder: Path) -> Path:
    """A folder for what was there before."""
    names = (folder / f"before-restore{f'-{number}' if number > 1 else ''}" for number in range(1, 10_000))
    kept = next(name for name in names if not os.path.lexists(name))
    kept.mkdir()
    return kept


def _move(manifest: Manifest, scratch: Path, folder: Path, there: Iterable[str], kept: Path | None) -> None:
    """Moves what is there aside and the new files into place; all of it is taken back where one move fails."""
    done: list[tuple[Path, Path]] = []
    moves = [(folder / name, kept / name) for name in there] if kept else []
    moves += [(scratch / str(number), folder / part.name) for number, part in enumerate(manifest.files)]
    try:
        for old, new in moves:
            _refuse_link(new.parent, folder)
            new.parent.mkdir(parents=True, exist_ok=True)
            old.rename(new)
            done.append((old, new))
    except BaseException:
        for old, new in reversed(done):
            new.rename(old)
        if kept:
            shutil.rmtree(kept, ignore_errors=True)
        raise


def _refuse_link(place: Path, folder: Path) -> None:
    if not place.resolve().is_relative_to(folder.resolve()):
        raise CorpusError(f"a link leads out of the folder at {place}; nothing was changed", str(folder))
