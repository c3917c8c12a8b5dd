"""Files written where they belong. Each says in its first line what was written, so that a person's change is seen."""

from __future__ import annotations

import difflib
import hashlib
import os
import tempfile
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path

from msgspec import Struct

from briefgen.errors import UsageError
from briefgen.model import File

HEAD = "# Written by `briefgen schedule install` ({}). What you change here stays: it is not written over.\n"
DIGITS = 16
"""Of the hash in the first line."""


class Standing(StrEnum):
    """What a file is beside the one that would be written."""

    NEW = "new"
    SAME = "as it is"
    OLD = "written anew"
    CHANGED = "changed by somebody"


class Step(Struct, frozen=True):
    """A file to be written, or not."""

    path: Path
    content: bytes
    standing: Standing
    difference: str
    """What changes, as a unified diff; empty where nothing does."""


def steps(files: Sequence[File], folder: Path) -> tuple[Step, ...]:
    """What installing would do.

    Raises:
        UsageError: A file cannot be read.
    """
    return tuple(_step(folder / file.name, _sealed(file.content)) for file in files)


def install(steps: Sequence[Step], *, force: bool = False) -> None:
    """Writes what is new or old; all or, where somebody changed one, nothing.

    Raises:
        UsageError: Somebody changed a file, or the folder cannot be written to.
    """
    changed = [one for one in steps if one.standing is Standing.CHANGED]
    if changed and not force:
        hint = "Look at it with --dry-run. `--force` writes over it; else take your change out, or the file away."
        raise UsageError("somebody changed it, and nothing was written", str(changed[0].path), hint)
    for one in steps:
        if one.standing is not Standing.SAME:
            _write(one.path, one.content)


def is_ours(content: bytes) -> bool:
    """Whether a file is as it was written by us."""
    head, _, rest = content.partition(b"\n")
    return head + b"\n" == _head(rest)


def _step(path: Path, content: bytes) -> Step:
    try:
        before = path.read_bytes() if path.exists() else None
    except OSError as error:
        raise UsageError(f"cannot be read: {error.strerror}", str(path)) from error
    if before is None:
        return Step(path, content, Standing.NEW, "".join(_difference(path, b"", content)))
    if before == content:
        return Step(path, content, Standing.SAME, "")
    standing = Standing.OLD if is_ours(before) else Standing.CHANGED
    return Step(path, content, standing, "".join(_difference(path, before, content)))


def _difference(path: Path, before: bytes, after: bytes) -> Iterator[str]:
    old, new = (text.decode("utf-8", "replace").splitlines(keepends=True) for text in (before, after))
    yield from difflib.unified_diff(old, new, str(path) if before else os.devnull, str(path))


def _sealed(content: bytes) -> bytes:
    return _head(content) + content


def _head(content: bytes) -> bytes:
    return HEAD.format(hashlib.sha256(content).hexdigest()[:DIGITS]).encode()


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all: systemd may read it at any moment."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(part).chmod(0o644)
            Path(part).replace(path)
        except BaseException:
            Path(part).unlink(missing_ok=True)
            raise
    except OSError as error:
        hint = "Units of the system need the rights of an administrator: sudo, or --dir for a folder of your own."
        raise UsageError(f"cannot be written: {error.strerror}", str(path), hint) from error
