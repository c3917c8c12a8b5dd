"""Files that are made once and kept between runs, each under a key of everything that it is made from."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from briefgen.errors import RenderError


def kept(name: str, make: Callable[[], bytes]) -> Path:
    """The file of this name below the cache folder; made and written when it is not there yet."""
    target = cache_folder() / name
    if not target.exists():
        overwrite(target, make())
    return target


def key(*parts: str) -> str:
    """A short name for what a file is made from."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


@cache
def digest(path: Path) -> str:
    """The hash of a file that does not change while a program runs."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


@cache
def cache_folder() -> Path:
    """A folder that can be written: the user's cache, or else one under the folder for temporary files.

    Raises:
        RenderError: there is none.
    """
    base = os.environ.get("XDG_CACHE_HOME") or str(Path("~").expanduser() / ".cache")
    for folder in (Path(base) / "briefgen", Path(tempfile.gettempdir()) / f"briefgen-{_user()}"):
        with contextlib.suppress(OSError):  # a read-only home: the next one
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if _is_ours(folder):
                return folder
    raise RenderError(
        "no folder for fonts can be written", hint="Set XDG_CACHE_HOME to a folder that you can write to."
    )


def _is_ours(folder: Path) -> bool:
    """Whether we may write there, and nobody else has laid it out for us: files in it end up in briefs."""
    return os.access(folder, os.W_OK) and (not hasattr(os, "getuid") or folder.stat().st_uid == os.getuid())


def _user() -> str:
    return str(os.getuid()) if hasattr(os, "getuid") else "user"


def overwrite(target: Path, content: bytes) -> None:
    """Writes a file, and the folders above it, at once: a second process never sees half a file."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, suffix=".tmp")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(name).replace(target)
