"""Writing files: whole or not at all, and never outside the output folder."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath, PureWindowsPath

from briefgen.errors import RenderError, UsageError
from briefgen.model import File

HINT = "Choose another folder with --out, or look at its permissions and free space."
"""What to do where writing fails."""


def write(folder: Path, files: Iterable[File]) -> tuple[Path, ...]:
    """Write files below a folder, which is made when missing; returns where each one is.

    A file appears under its name only when it is complete: a reader or a crash never meets half of one.
    Raises `UsageError` for a name that leads outside the folder, `RenderError` where the folder cannot be written.
    """
    return tuple(_write(folder, file) for file in files)


def remove_stale(folder: Path, written: Mapping[str, str], files: Iterable[File]) -> None:
    """Removes what an earlier run wrote below a folder and this one did not, where it is as it was written.

    Args:
        folder: The folder.
        written: SHA-256 of each file of the earlier run, in hexadecimal, by its name.
        files: Those of this one.

    Raises:
        RenderError: A file cannot be removed.
    """
    for name in sorted(written.keys() - {file.name for file in files}):
        path = inside(folder, name)
        try:
            if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == written[name]:
                path.unlink()
        except OSError as error:
            raise RenderError(f"cannot be removed: {error.strerror or error}", where=str(path), hint=HINT) from error


def write_lines(target: Path, lines: Iterable[str]) -> None:
    """Write a file line by line; it appears under its name only when it is complete.

    Raises `UsageError` where a folder is in the way, `RenderError` where it cannot be written.
    """
    if target.is_dir():
        raise UsageError(
            "is a folder, and a file is needed", where=str(target), hint=f"Such as {target / 'corpus.jsonl'}"
        )
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with part.open("w", encoding="utf-8", errors="surrogatepass", newline="\n") as file:
                file.writelines(lines)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise RenderError(f"cannot be written: {error.strerror or error}", where=str(target), hint=HINT) from error


def refuse_unwritable(folder: Path) -> None:
    """Raises, before any work is done, `UsageError` where a file is in the way and `RenderError` without permission."""
    above = folder
    while not os.path.lexists(above) and above != above.parent:
        above = above.parent
    if not above.is_dir():
        raise UsageError(
            "is a file, and a folder is needed to write to", where=str(above), hint="Name another folder with --out."
        )
    if not os.access(above, os.W_OK | os.X_OK):
        raise RenderError("cannot be written: Permission denied", where=str(above), hint=HINT)


def refuse_inside(folder: Path, corpus: Iterable[Path]) -> None:
    """Raises `UsageError` for an output folder inside the corpus: the next run would read its own briefs as news."""
    for path in corpus:
        if path.is_dir() and folder.resolve().is_relative_to(path.resolve()):
            raise UsageError(
                f"lies inside the corpus {path}: the next run would read its own briefs as documents",
                where=f"output folder {folder}",
                hint="Name a folder outside with --out.",
            )


def inside(folder: Path, name: str) -> Path:
    """The path of `name` below `folder`; raises `UsageError` when it would lie elsewhere.

    Links count by where they lead: a link in the output folder cannot carry a brief out of it.
    """
    parts = PurePosixPath(name).parts
    absolute = PurePosixPath(name).is_absolute() or PureWindowsPath(name).drive or PureWindowsPath(name).root
    if absolute or not parts or "\0" in name or ".." in parts or ".." in PureWindowsPath(name).parts:
        raise UsageError(f"“{name}” would be written outside the output folder", where=str(folder))
    target = folder.joinpath(*parts)
    if not target.parent.resolve().is_relative_to(folder.resolve()):
        raise UsageError(f"“{name}” would be written outside the output folder through a link", where=str(folder))
    return target


def _write(folder: Path, file: File) -> Path:
    target = inside(folder, file.name)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            part.write_bytes(file.content)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        blocked = isinstance(error, FileExistsError | NotADirectoryError)
        reason = "there is a file where a folder is needed" if blocked else error.strerror or str(error)
        raise RenderError(f"cannot be written: {reason}", where=str(target), hint=HINT) from error
    return target
