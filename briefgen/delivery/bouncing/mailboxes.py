"""Mails from files: a Maildir, an mbox, a folder with .eml files, or one of them. Nothing in them is changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from briefgen.delivery.bouncing.reports import LARGEST
from briefgen.errors import UsageError

FROM = b"From "
"""Begins a mail in an mbox (RFC 4155)."""
HINT = "Name a Maildir, an mbox, a folder with .eml files, one such file, or imaps://USER@HOST/FOLDER."


def mails(path: Path) -> Iterator[bytes]:
    """The mails, each cut after `LARGEST` bytes; in a Maildir those of `new` and `cur`.

    Raises:
        UsageError: There is no such file or folder, or it cannot be read.
    """
    if path.is_dir():
        boxes = [path / name for name in ("new", "cur") if (path / name).is_dir()]
        files = [file for box in boxes for file in sorted(box.iterdir())] if boxes else sorted(path.glob("*.eml"))
        if not boxes and not files:
            raise UsageError("holds no mail", str(path), HINT)
        for one in files:
            if one.is_file() and not one.is_symlink():
                yield from _one(one)
        return
    if not path.is_file():
        raise UsageError("is not there", str(path), HINT)
    with _opened(path) as file:
        is_mbox = file.read(len(FROM)) == FROM
    yield from _several(path) if is_mbox else _one(path)


def _one(file: Path) -> Iterator[bytes]:
    try:
        with file.open("rb") as opened:
            yield opened.read(LARGEST)
    except FileNotFoundError:
        return  # a mail program moved it from `new` to `cur` in the meantime; the next run finds it there
    except OSError as error:
        raise UsageError(f"cannot be read: {error.strerror}", str(file)) from error


def _several(path: Path) -> Iterator[bytes]:
    with _opened(path) as file:
        mail: list[bytes] = []
        size, blank = 0, True
        for line in iter(lambda: file.readline(LARGEST), b""):
            if blank and line.startswith(FROM):
                if size:
                    yield b"".join(mail)
                mail, size = [], 0
            elif size < LARGEST:
                mail.append(line)
                size += len(line)
            blank = line in {b"\n", b"\r\n"}
        if size:
            yield b"".join(mail)


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise UsageError(f"cannot be read: {error.strerror}", str(path)) from error
