"""Files and folders → a corpus, and what was left out of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path

from briefgen import remarks
from briefgen.corpus.doubts import doubts_of
from briefgen.corpus.files import contents
from briefgen.corpus.opening import Bytes, Contents, largest, read_bytes, reader_of, refusal
from briefgen.corpus.readers import suffixes
from briefgen.corpus.walking import Found, unique, walk
from briefgen.errors import CorpusError
from briefgen.model import Corpus, Document, Omission

ReadEach = Callable[[Sequence[Found]], Iterable["Contents | CorpusError"]]
"""What is in each of some files, or why there is nothing, in their order."""


def one_by_one(files: Sequence[Found]) -> Iterator[Contents | CorpusError]:
    """Each file read here, however long that takes."""
    for file in files:
        try:
            yield read(file)
        except CorpusError as error:
            yield error


def load(paths: Sequence[Path], read_each: ReadEach = one_by_one) -> Corpus:
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
    ordered = sorted(files, key=lambda file: file.name)
    for file, taken in zip(ordered, read_each(ordered), strict=True):
        if isinstance(taken, CorpusError):
            omissions.append(refused(file, taken))
        else:
            documents += taken.documents
            omissions += taken.omissions
            opened.add(file.name)
    for path in paths:
        require(Path(path), opened, files, omissions)
    kept, copies = without_copies(documents)
    doubts = [Omission(document.name, doubt.reason) for document in kept for doubt in doubts_of(document)]
    return Corpus(kept, tuple(sorted([*omissions, *copies, *doubts], key=lambda one: (one.what, one.reason))))


def refused(file: Found, error: CorpusError) -> Omission:
    """What is said of a file that cannot be read.

    Raises:
        CorpusError: The user named the file itself.
    """
    if file.given:
        raise CorpusError(error.message, error.where or str(file.path), error.hint) from error
    return refusal(file.name, error)


def read(file: Found) -> Contents:
    """The documents in a file, and what of it could not be read.

    Raises:
        CorpusError: It cannot be opened or read, or nothing in it can.
    """
    suffix = file.suffix
    if not file.path.is_dir():  # a folder stands here when it cannot be listed: opening it says why
        reader_of(suffix)
    return read_bytes(Bytes(contents(file.path, largest(suffix)), file.name, suffix))


def require(path: Path, opened: Collection[str], files: Sequence[Found], omissions: Sequence[Omission]) -> None:
    """Refuses a folder in which nothing could be read.

    Raises:
        CorpusError: The folder holds no document.
    """
    if not path.is_dir() or any(file.name in opened and file.path.is_relative_to(path) for file in files):
        return
    root = path.resolve()  # files that are reached by another way too stand under that one; seldom needed, and slow
    names = {file.name for file in files if file.path.is_relative_to(path) or file.path.resolve().is_relative_to(root)}
    if any(name in names for name in opened):
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
            copies.append(Omission(document.name, remarks.said(remarks.COPY, document=kept.name)))
    return tuple(first.values()), tuple(copies)
