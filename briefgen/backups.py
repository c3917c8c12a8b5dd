"""All that an office cannot make again, as one file: store, outbox, settings, corrections, brand and templates.

A backup is a zip file with `manifest.json`, which names every other file in it with its size and hash. It holds paths
below the project folder alone, so that it can be restored on another machine.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import os
import stat
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import msgspec
from msgspec import Struct

from briefgen import __version__, resources
from briefgen.config import Config
from briefgen.config.delivery import loading
from briefgen.corpus.store import places, schema
from briefgen.corpus.store.sqlite import Sqlite
from briefgen.delivery.outbox import generations, open_outbox
from briefgen.delivery.outbox import schema as tables
from briefgen.errors import CorpusError, UsageError

FORMAT = "briefgen.backup/1"
"""Says what a file is; the number rises when an older briefgen could not restore it."""
MANIFEST = "manifest.json"
STORE = "state/corpus.db"
"""Where a store is put that lay outside the project folder."""
OUTBOX = "state/outbox.db"
"""Where an outbox is put that lay there."""
LEVEL = 6
"""Of deflate."""
CHUNK = 1 << 20
"""Bytes that are in memory at once."""
Tell = Callable[[str], None]


class Part(Struct, frozen=True):
    """A file of a backup."""

    name: str
    """Its path below the project folder, with forward slashes."""
    size: int
    sha256: str


class Manifest(Struct, frozen=True):
    """What a backup holds."""

    format: str
    version: str
    """Of the briefgen that made it."""
    made: str
    """When (UTC)."""
    files: tuple[Part, ...]
    store: str | None = None
    """Which of them is the store; None where there was none, or an office's database."""
    store_version: int = 0
    """Version of its tables."""
    outbox: str | None = None
    """Which of them is the outbox; None where nothing was ever mailed."""
    outbox_version: int = 0
    """Version of its tables."""
    outside: dict[str, str] = {}
    """Name of a file → where it lay, outside the project folder; settings still name that place."""


def backup(
    config: Config, target: Path, now: dt.datetime, tell: Tell = lambda _: None, outbox: Path | None = None
) -> Manifest:
    """Writes a backup; it appears under its name only when it is whole.

    Somebody may write to the store, or send, meanwhile: what is saved is what was there at one moment. The copy of the
    outbox sends nothing until somebody says what was sent after that.

    Args:
        config: The settings.
        target: The file.
        now: When.
        tell: Is told what happens next.
        outbox: Where the outbox is, or would be.

    Raises:
        UsageError: There is nothing to save.
        CorpusError: Something cannot be read or written.
        OutboxError: The outbox is damaged, or of a newer briefgen.
    """
    root = project(config)
    with explained(target), tempfile.TemporaryDirectory(prefix=".briefgen-", dir=made_folder(target.parent)) as scratch:
        files, outside = _settings(config, root)
        store = None
        if not places.is_shared(config.store) and Path(config.store).is_file():
            tell("copying the store")
            store = _inside(Path(config.store), root)
            if store is None:
                store, outside[STORE] = STORE, config.store
            copy = Path(scratch) / "store"
            with contextlib.closing(Sqlite(Path(config.store), create=False)) as engine:
                engine.copy(copy)
            files[store] = copy
        kept = None
        if outbox is not None and outbox.is_file():
            tell("copying the outbox")
            kept = _inside(outbox, root)
            if kept is None:
                kept, outside[OUTBOX] = OUTBOX, str(outbox)
            files[kept] = Path(scratch) / "outbox"
            with open_outbox(outbox, create=False) as opened:
                generations.save(opened, files[kept], now, "briefgen")
        if not files:
            raise UsageError("there is nothing to save: neither settings nor a store", where=str(root))
        part = Path(scratch) / "backup"
        parts = tuple(_packed(part, files, tell))
        manifest = Manifest(
            FORMAT, __version__, f"{now.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}", parts, store,
            schema.VERSION if store else 0, kept, len(tables.VERSIONS) if kept else 0, outside,
        )  # fmt: skip
        with zipfile.ZipFile(part, "a") as archive:
            archive.writestr(zipfile.ZipInfo(MANIFEST), msgspec.json.format(msgspec.json.encode(manifest)))
        part.chmod(0o600)  # it holds addresses
        part.replace(target)
    return manifest


def project(config: Config) -> Path:
    """The folder that the settings are of; the working folder where they come with briefgen."""
    folder = config.path.resolve().parent
    if folder == resources.config().resolve():
        return Path.cwd()
    return folder.parent if folder.name == "config" else folder


def _settings(config: Config, root: Path) -> tuple[dict[str, Path], dict[str, str]]:
    """Settings and what they name, by their paths below the project folder; those that lie elsewhere are said."""
    own = config.path.resolve().parent != resources.config().resolve()
    found = [config.path, config.brand_path, config.corrections_path] if own else []
    found += [Path(config.brand.logo)] if own and config.brand.logo else []
    found += (*config.override_paths, *loading.files(config)) if own else ()
    found += [file for folder in config.templates for file in sorted(folder.rglob("*"))]
    files: dict[str, Path] = {}
    outside: dict[str, str] = {}
    for path in found:
        if path is None or not path.is_file():
            continue
        name = _inside(path, root)
        if name is None:
            name = f"outside/{path.name}"
            outside[name] = str(path.resolve())
        files[name] = path
    return files, outside


def _inside(path: Path, root: Path) -> str | None:
    """The path below the project folder; None where it lies elsewhere."""
    full = Path(os.path.abspath(path))  # noqa: PTH100 - links are kept as they are called
    base = root.resolve()
    for one, above in ((full, base), (full.resolve(), base)):
        if one.is_relative_to(above):
            return one.relative_to(above).as_posix()
    return None


def _packed(target: Path, files: dict[str, Path], tell: Tell) -> Iterator[Part]:
    """Writes files into an archive, and says what each is. Times are left out: the same state is the same file."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as archive:
        for name, path in sorted(files.items()):
            tell(f"saving {name}")
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            with path.open("rb") as source, archive.open(entry, "w", force_zip64=True) as into:
                size, digest = copied(source, into)
            yield Part(name, size, digest)


def copied(source: IO[bytes], into: IO[bytes], most: int | None = None) -> tuple[int, str]:
    """Copies bytes; how many they are, and their hash. Stops behind `most`."""
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(CHUNK):
        size += len(chunk)
        digest.update(chunk)
        into.write(chunk)
        if most is not None and size > most:
            break
    return size, digest.hexdigest()


def made_folder(folder: Path) -> Path:
    """A folder, made where it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextlib.contextmanager
def explained(where: Path) -> Iterator[None]:
    """What the system complains of, in words that help."""
    try:
        yield
    except OSError as error:
        said = f"cannot be read or written: {error.strerror or error}"
        raise CorpusError(said, error.filename or str(where), "Look at permissions and free space.") from error
