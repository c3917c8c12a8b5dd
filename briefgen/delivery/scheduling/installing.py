"""Files written where they belong. Each says at its top what was written, so that a person's change is seen."""

from __future__ import annotations

import difflib
import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path

from msgspec import Struct

from briefgen.errors import UsageError
from briefgen.model import File

HEAD = """\
# Written by `briefgen schedule install` ({}). What you change here stays: it is not written over.
# For {}
"""
_HEAD = re.compile(rb"# Written by `briefgen schedule install` \(([0-9a-f]+)\)[^\n]*\n# For ([^\n]*)\n")
DIGITS = 16
"""Of the hash in the first line."""


class Standing(StrEnum):
    """What a file is beside the one that would be written."""

    NEW = "new"
    SAME = "as it is"
    OLD = "written anew"
    CHANGED = "changed by somebody"
    ELSEWHERE = "of another project"


class Step(Struct, frozen=True):
    """A file to be written, or not."""

    path: Path
    content: bytes
    standing: Standing
    difference: str
    """What changes, as a unified diff; empty where nothing does."""
    whose: str = ""
    """The settings that the file is for that is there."""


def steps(files: Sequence[File], folder: Path, config: Path) -> tuple[Step, ...]:
    """What installing would do.

    Args:
        files: What is to be there.
        folder: Where.
        config: The settings that they are for; whole and printable.

    Raises:
        UsageError: A file cannot be read.
    """
    return tuple(_step(folder / file.name, file.content, config) for file in files)


def install(steps: Sequence[Step], *, force: bool = False) -> None:
    """Writes what is new or old; all or, where somebody changed one, nothing.

    Raises:
        UsageError: Somebody changed a file, it is of other settings, or the folder cannot be written to.
    """
    for one in steps:
        if one.standing is Standing.CHANGED and not force:
            hint = "Look at it with --dry-run. `--force` writes over it; else take your change out, or the file away."
            raise UsageError("somebody changed it, and nothing was written", str(one.path), hint)
        if one.standing is Standing.ELSEWHERE and not force:
            hint = "Give these a name of their own, such as --name briefgen-energy; `--force` writes over them."
            raise UsageError(f"it is for {one.whose}", str(one.path), hint)
    for one in steps:
        if one.standing is not Standing.SAME:
            write(one.path, one.content)


def made(folders: Sequence[Path], user: str = "") -> tuple[Path, ...]:
    """Folders that were not there are made, and belong to a user where one is named; which they are.

    Raises:
        UsageError: One cannot be made.
    """
    new = tuple(folder for folder in folders if not folder.exists())
    for folder in new:
        try:
            folder.mkdir(parents=True)
            if user:
                import pwd  # not on Windows, where nobody is named

                shutil.chown(folder, user, pwd.getpwnam(user).pw_gid)
        except (OSError, LookupError) as error:
            raise UsageError(f"the folder cannot be made: {error}", str(folder)) from error
    return new


def difference(name: str, before: str, after: str) -> str:
    """What changes in a text, as a unified diff."""
    return "".join(_difference(name, before.encode(), after.encode()))


def is_ours(content: bytes) -> bool:
    """Whether a file is as it was written by us."""
    head = _HEAD.match(content)
    return head is not None and head[1].decode() == _hash(content[head.start(2) :])


def settings_of(content: bytes) -> str:
    """The settings that a file is for; empty where it does not say."""
    head = _HEAD.match(content)
    return head[2].decode("utf-8", "replace") if head else ""


def _step(path: Path, content: bytes, config: Path) -> Step:
    new = _sealed(content, config)
    try:
        before = path.read_bytes() if path.exists() else None
    except OSError as error:
        raise UsageError(f"cannot be read: {error.strerror}", str(path)) from error
    if before is None:
        return Step(path, new, Standing.NEW, "".join(_difference(str(path), b"", new)))
    if before == new:
        return Step(path, new, Standing.SAME, "")
    if settings_of(before) not in ("", str(config)):
        standing = Standing.ELSEWHERE
    else:
        standing = Standing.OLD if is_ours(before) else Standing.CHANGED
    return Step(path, new, standing, "".join(_difference(str(path), before, new)), settings_of(before))


def _difference(name: str, before: bytes, after: bytes) -> Iterator[str]:
    old, new = (text.decode("utf-8", "replace").splitlines(keepends=True) for text in (before, after))
    yield from difflib.unified_diff(old, new, name if before else os.devnull, name)


def _sealed(content: bytes, config: Path) -> bytes:
    return HEAD.format(_hash(f"{config}\n".encode() + content), config).encode() + content


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:DIGITS]


def write(path: Path, content: bytes) -> None:
    """Writes a file, whole or not at all: systemd may read it at any moment.

    Raises:
        UsageError: It cannot be written.
    """
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
        hint = "Units of the system need an administrator (sudo); --user writes your own, --out writes elsewhere."
        raise UsageError(f"cannot be written: {error.strerror}", str(path), hint) from error
