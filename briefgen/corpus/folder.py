"""Files and folders → a corpus, and what was left out of it."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from briefgen.corpus.decode import CERTAIN, LARGEST
from briefgen.corpus.html.parts import is_parts
from briefgen.corpus.opening import Bytes, read_bytes, unreadable
from briefgen.corpus.readers import reader, suffixes
from briefgen.errors import CorpusError
from briefgen.model import Corpus, Document, Omission

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence


class Found(Struct, frozen=True):
    """A file that may be a document."""

    path: Path
    """Where it is."""
    name: str
    """What the corpus calls it."""
    given: bool
    """Named by the user itself, not only found in a folder."""


def load(paths: Sequence[Path]) -> Corpus:
    """The documents in files and folders, sorted by name; nothing depends on the order of the paths.

    A file that is given itself must be readable; one that is found in a folder and is not becomes an omission.

    Raises:
        CorpusError: A path does not exist, a given file cannot be read, or a folder holds no document.
    """
    if not paths:
        raise CorpusError("no corpus was given", hint="Name a file or folder with documents.")
    files = unique([file for path in sorted({Path(path) for path in paths}) for file in walk(path)])
    documents: list[Document] = []
    omissions: list[Omission] = []
    opened: set[str] = set()
    for file in sorted(files, key=lambda file: file.name):
        taken = attempt(file)
        if isinstance(taken, Omission):
            omissions.append(taken)
        else:
            documents += taken
            opened.add(file.name)
    for path in paths:
        require(Path(path), opened, files, omissions)
    kept, copies = without_copies(documents)
    guesses = [guessed(document) for document in kept if document.encoding not in CERTAIN]
    return Corpus(kept, tuple(sorted([*omissions, *copies, *guesses], key=lambda one: (one.what, one.reason))))


def walk(path: Path) -> Iterator[Found]:
    """The files at a path: itself, or all below it that are not hidden; links that lead back are not followed.

    Raises:
        CorpusError: There is nothing, or neither a file nor a folder.
    """
    if path.is_dir():
        yield from below(path, path, (path.resolve(),))
    elif path.is_file():
        yield Found(path, printable(path.name), given=True)
    else:
        what = "is neither a file nor a folder" if path.exists() else "does not exist"
        raise CorpusError(what, str(path), "Name a file or folder with documents.")


def below(root: Path, folder: Path, trail: tuple[Path, ...]) -> Iterator[Found]:
    """The files below a folder; `trail` holds the real paths of the folders that lead here."""
    try:
        entries = sorted(folder.iterdir())
    except PermissionError:
        yield Found(folder, printable(folder.relative_to(root).as_posix()), given=folder == root)
        return
    names = frozenset(entry.name for entry in entries)
    for entry in entries:
        if entry.name.startswith(".") or (is_parts(entry.name, names) and entry.is_dir()):
            continue
        if not entry.is_dir():
            yield Found(entry, printable(entry.relative_to(root).as_posix()), given=False)
        elif (real := entry.resolve()) not in trail:
            yield from below(root, entry, (*trail, real))


def printable(name: str) -> str:
    """A file name as text, also where its bytes are not UTF-8."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def unique(files: Sequence[Found]) -> list[Found]:
    """The files without those that were reached twice, each under a name of its own."""
    once: dict[Path, Found] = {}
    for file in files:
        known = once.get(file.path.resolve())
        if known is None or file.given > known.given:
            once[file.path.resolve()] = file
    named = list(once.values())
    while clash := {name for name, count in Counter(file.name for file in named).items() if count > 1}:
        named = [replace(file, name=longer(file)) if file.name in clash else file for file in named]
    return named


def longer(file: Found) -> str:
    """The name with one more folder in front; ends at the whole path, which no other file has."""
    parts = file.path.resolve().parts
    return printable("/".join(parts[-(file.name.count("/") + 2) :]).replace("//", "/"))


def attempt(file: Found) -> tuple[Document, ...] | Omission:
    """The documents in a file, or why there are none.

    Raises:
        CorpusError: The user named the file itself, and it cannot be read.
    """
    try:
        return read(file)
    except CorpusError as error:
        if file.given:
            raise CorpusError(error.message, error.where or str(file.path), error.hint) from error
        line = (error.where or "").removeprefix(file.name).lstrip(":")
        return Omission(file.name, f"{error.message} (line {line})" if line.isdigit() else error.message)


def read(file: Found) -> tuple[Document, ...]:
    """The documents in a file; a single one bears the name of the file.

    Raises:
        CorpusError: It cannot be opened or read.
    """
    suffix = file.path.suffix.removeprefix(".")
    known = reader(suffix) is not None
    if file.path.is_file() and not known:
        raise unreadable(suffix)
    if not known or not file.path.is_file():
        raise CorpusError("is not a file that can be opened")
    try:
        with file.path.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except OSError as error:
        raise CorpusError(f"cannot be opened: {error.strerror}", hint="Check its permissions.") from error
    return read_bytes(Bytes(data, file.name, suffix))


def require(path: Path, opened: Collection[str], files: Sequence[Found], omissions: Sequence[Omission]) -> None:
    """Refuses a folder in which nothing could be read.

    Raises:
        CorpusError: The folder holds no document.
    """
    root = path.resolve()
    names = {file.name for file in files if file.path.is_relative_to(path) or file.path.resolve().is_relative_to(root)}
    if not path.is_dir() or any(name in names for name in opened):
        return
    kinds = ", ".join(f".{suffix}" for suffix in suffixes())
    failed = next((one for one in omissions if one.what in names), None)
    hint = f"Put documents there ({kinds}), or name another folder."
    if failed is not None:
        hint = f"{failed.what}: {failed.reason}. {hint}"
    raise CorpusError("no documents", str(path), hint)


def without_copies(documents: Sequence[Document]) -> tuple[tuple[Document, ...], tuple[Omission, ...]]:
    """Each text once, under its first name, and a note for every copy."""
    first: dict[str, Document] = {}
    copies = []
    for document in documents:
        kept = first.setdefault(document.id, document)
        if kept is not document:
            copies.append(Omission(document.name, f"the same text as {kept.name}; read once"))
    return tuple(first.values()), tuple(copies)


def guessed(document: Document) -> Omission:
    """What is said of a document whose encoding was guessed."""
    reason = f"its encoding had to be guessed ({document.encoding}); letters and signs may be wrong. Save it as UTF-8"
    return Omission(document.name, reason)
