"""Paths → the files at them, each under a name of its own. Nothing is opened here.

Folders are hostile ground: links that lead back or fan out, names that are no text, thousands of levels.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from briefgen.corpus.html.parts import is_parts
from briefgen.errors import CorpusError


class Found(Struct, frozen=True):
    """A file that may be a document."""

    path: Path
    """Where it is."""
    name: str
    """What the corpus calls it."""
    given: bool
    """Named by the user itself, not only found in a folder."""

    @property
    def suffix(self) -> str:
        """Which reader reads it: its suffix in small letters, without the dot; that of a mail in a Maildir folder."""
        folder = self.path.parent
        if folder.name in MAILDIR and all((folder.parent / name).is_dir() for name in (*MAILDIR, "tmp")):
            return "eml"
        return self.path.suffix.removeprefix(".").lower()


MAILDIR = ("cur", "new")
"""Folders of a Maildir in which every file is a mail, whatever its name; "tmp" beside them holds unfinished ones."""


def walk(path: Path) -> Iterator[Found]:
    """The files at a path: itself, or all below it that are not hidden, sorted within each folder.

    A folder is entered once, however many links lead to it. One that cannot be listed is given back as if it were a
    file, so that whoever opens it learns why.

    Raises:
        CorpusError: There is nothing, or neither a file nor a folder.
    """
    if path.is_dir():
        yield from _below(path)
    elif path.is_file():
        yield Found(path, printable(path.name), given=True)
    else:
        what = "is neither a file nor a folder" if path.exists() else "does not exist"
        raise CorpusError(what, str(path), "Name a file or folder with documents.")


def _below(root: Path) -> Iterator[Found]:
    """The files below a folder. No recursion: a path may have more levels than Python's stack."""
    entered: set[tuple[int, int]] = set()
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        try:
            listed = _listed(folder, entered)
        except OSError:
            yield Found(folder, _name(folder, root), given=folder == root)
            continue
        names = frozenset(entry.name for entry in listed)
        folders = []
        for entry in listed:
            if entry.name.startswith("."):
                continue
            path = folder / entry.name
            if not _is_folder(entry):
                yield Found(path, _name(path, root), given=False)
            elif not is_parts(entry.name, names) and not (entry.name == "tmp" and names.issuperset(MAILDIR)):
                folders.append(path)
        waiting += reversed(folders)


def _listed(folder: Path, entered: set[tuple[int, int]]) -> list[os.DirEntry[str]]:
    """What lies in a folder, sorted by name; nothing when it was entered before under another path."""
    status = folder.stat()
    key = (status.st_dev, status.st_ino)
    if key in entered:
        return []
    entered.add(key)
    with os.scandir(folder) as entries:
        return sorted(entries, key=lambda entry: entry.name)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether an entry is a folder or a link to one; a link that leads to itself is none."""
    try:
        return entry.is_dir()
    except OSError:
        return False


def _name(path: Path, root: Path) -> str:
    """What the corpus calls a path below a folder."""
    return printable(path.relative_to(root).as_posix())


UNPRINTABLE = re.compile("[\0-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Characters that break a line, steer a terminal, or turn round what stands behind them."""


def printable(name: str) -> str:
    """A file name as one line of text, also where its bytes are not UTF-8 or it holds line breaks."""
    text = os.fsencode(name).decode("utf-8", "backslashreplace")
    return UNPRINTABLE.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


def unique(files: Sequence[Found]) -> list[Found]:
    """The files without those that were reached twice, each under a name of its own."""
    real = _Real()
    once: dict[str, Found] = {}
    for file in files:
        known = once.setdefault(real.path(file.path), file)
        if file.given > known.given:
            once[real.path(file.path)] = file
    named = list(once.items())
    while clash := {name for name, count in Counter(file.name for _, file in named).items() if count > 1}:
        longer = [(path, _longer(path, file) if file.name in clash else file) for path, file in named]
        if longer == named:  # names that are no text can be printed alike
            return [replace(file, name=f"{file.name}~{number}") for number, (_, file) in enumerate(named, 1)]
        named = longer
    return [file for _, file in named]


class _Real:
    """Real paths; those of folders are looked up once, because most files of a corpus share a few."""

    def __init__(self) -> None:
        self.folders: dict[Path, str] = {}

    def path(self, path: Path) -> str:
        """The real path of a file."""
        if path.is_symlink():
            return os.path.realpath(path)
        folder = self.folders.get(path.parent)
        if folder is None:
            folder = self.folders[path.parent] = os.path.realpath(path.parent)
        return os.path.join(folder, path.name)  # noqa: PTH118 - a hundred thousand of them: strings are quicker


def _longer(path: str, file: Found) -> Found:
    """The file under a name with one more folder in front; ends at the whole path, which no other file has."""
    parts = Path(path).parts
    return replace(file, name=printable("/".join(parts[-(file.name.count("/") + 2) :]).replace("//", "/")))
