"""Whether a reader keeps what briefgen promises of every document.

A reader is a function of bytes and a name (`briefgen.corpus.readers.Reader`). Files that it should read are read twice
and looked through: text, blocks and tables fit each other, every sentence that briefgen would cite stands word for word
at its span, and does so again when the document comes back from the store. Then each file is broken in some fifty ways
(`hostile.variations`); each of them ends as whole documents or as a `CorpusError` that a person understands.
"""

from __future__ import annotations

import hashlib
import tracemalloc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise

from briefgen.corpus.opening import SECONDS, Bytes, Contents, read_with
from briefgen.corpus.readers import Reader
from briefgen.corpus.store import packing
from briefgen.errors import CorpusError
from briefgen.model import BlockKind, Document, Omission, Span
from briefgen.reading.read import read
from briefgen.running import Cause, Failure, Limits
from briefgen.running.limits import attempt
from briefgen.testing.fault import Fault
from briefgen.testing.hostile import bombs, variations

LIMITS = Limits(seconds=SECONDS)
"""What briefgen gives a reader for one file."""
MOST = 100_000_000
"""Bytes of memory that a bomb may make a reader take, as Python counts them: two thirds of what it unpacks to."""
HINT_LONGEST = 300
"""Characters of what an error says; more fills a terminal."""


def reader_faults(read_file: Reader, files: Mapping[str, bytes]) -> tuple[Fault, ...]:
    """The promises that a reader does not keep; none for a sound one.

    Args:
        read_file: The reader.
        files: Names, with the suffix that it is registered for, and bytes of files that it should read: a plain one,
            and one for each thing that the format can hold (tables, other encodings, several documents).

    Raises:
        ValueError: There is no file: then nothing would be checked.
    """
    if not files:
        raise ValueError("a reader is checked with at least one file that it should read")
    return tuple(fault for name, data in files.items() for fault in _file_faults(read_file, name, data))


def _file_faults(read_file: Reader, name: str, data: bytes) -> Iterator[Fault]:
    found = _tried(read_file, name, data)
    if isinstance(found, Failure):
        yield Fault(name, f"is not read: {found.reason}")
    else:
        if _tried(read_file, name, data) != found:
            yield Fault(name, "is read otherwise a second time: a reader keeps nothing from one file to the next")
        faults = tuple(_contents_faults(found, name))
        yield from faults
        for document in found.documents if not faults else ():
            yield from _citation_faults(document)
    for how, broken in variations(data):
        yield from _broken_faults(read_file, name, how, broken)
    for how, bomb in bombs(data):
        yield from _bomb_faults(read_file, name, how, bomb)


def _tried(read_file: Reader, name: str, data: bytes) -> Contents | Failure:
    """What the reader makes of bytes, within the limits that it has in briefgen."""
    return attempt(partial(_contents, read_file), Bytes(data, name, name.rpartition(".")[2]), LIMITS)


def _contents(read_file: Reader, given: Bytes) -> Contents:
    """What a reader gives is looked at before briefgen mends it: its type, its id, its name."""
    return read_with(partial(_as_promised, read_file), given)


def _as_promised(read_file: Reader, data: bytes, name: str) -> Document | Sequence[Document | Omission]:
    """What a reader gives.

    Raises:
        TypeError: It is something else than documents and omissions.
    """
    found = read_file(data, name)
    if isinstance(found, Document):
        return found
    if not isinstance(found, list | tuple):
        raise TypeError(f"a reader gives a Document, or a sequence of documents and omissions, and not {type(found)}")
    wrong = next((one for one in found if not isinstance(one, Document | Omission)), None)
    if wrong is not None:
        raise TypeError(f"among documents stand omissions at most, and not {type(wrong)}")
    return found


def _broken_faults(read_file: Reader, name: str, how: str, data: bytes) -> Iterator[Fault]:
    """What a broken file must come to: whole documents, or an error for a person."""
    where = f"{name}, {how}"
    found = _tried(read_file, name, data)
    if isinstance(found, Contents):
        yield from (Fault(where, fault.what) for fault in _contents_faults(found, name))
    elif found.cause is not Cause.REFUSED:
        yield Fault(where, f"{found.reason}; it should be read or end in a CorpusError")
    elif not isinstance(found.error, CorpusError):
        yield Fault(where, f"ends in a {type(found.error).__name__}, and not in a CorpusError")
    elif not found.reason.strip() or "\n" in found.reason or len(found.reason) > HINT_LONGEST:
        yield Fault(where, f"its error is no short line for a person: {found.reason[:HINT_LONGEST]!r}")


def _bomb_faults(read_file: Reader, name: str, how: str, data: bytes) -> Iterator[Fault]:
    """Whether a bomb goes off. Counting memory is slow, so only these are counted."""
    tracemalloc.start()
    try:
        yield from _broken_faults(read_file, name, how, data)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    if most > MOST:
        yield Fault(f"{name}, {how}", f"takes {most // 1_000_000} MB of memory for {len(data) // 1_000 + 1} kB")


def _contents_faults(found: Contents, name: str) -> Iterator[Fault]:
    """What is wrong with the documents of a file, and with their names."""
    names = [one.name for one in found.documents]
    if len(set(names)) < len(names):
        yield Fault(name, "two of its documents have one name")
    if len(names) > 1:
        for one in names:
            if not one.startswith(f"{name}#"):
                yield Fault(name, f"a document of it is called {one!r}; such names begin with “{name}#”")
    for document in found.documents:
        yield from _document_faults(document)


def _document_faults(document: Document) -> Iterator[Fault]:
    """Whether text, blocks, pages and tables of a document fit each other."""
    faults = (_text_faults, _block_faults, _table_faults, _known_faults)
    yield from (Fault(document.name, what) for check in faults for what in check(document))


def _text_faults(document: Document) -> Iterator[str]:
    if document.id != hashlib.sha256(document.text.encode("utf-8")).hexdigest():
        yield "its id is not the SHA-256 of its text"


def _block_faults(document: Document) -> Iterator[str]:
    spans = [block.span for block in document.blocks]
    yield from _span_faults("block", spans, len(document.text))
    for one, other in pairwise(spans):
        if one.end > other.start:
            yield f"two blocks overlap, or stand in another order than the text: {one} and {other}"
    for span in spans:
        words = document.text[span.start : span.end]
        if words != words.strip():
            yield f"the block at {span.start} begins or ends with blanks"


def _table_faults(document: Document) -> Iterator[str]:
    yield from _span_faults("page", document.pages, len(document.text))
    rows = [block.span for block in document.blocks if block.kind is BlockKind.ROW]
    for table in document.tables:
        cells = [cell.span for cell in table.cells if len(cell.span)]
        yield from _span_faults("cell", cells, len(document.text))
        if not all(any(row.holds(cell) for row in rows) for cell in cells):
            yield "a cell of a table stands in no row: each row with words is a block of the kind ROW"


def _known_faults(document: Document) -> Iterator[str]:
    for known in document.known:
        if known.field not in Document.__struct_fields__:
            yield f"says how {known.field!r} is known, which no document has"
        elif getattr(document, known.field) is None:
            yield f"says how its {known.field} is known, and has none"


def _span_faults(what: str, spans: Iterable[Span], end: int) -> Iterator[str]:
    for span in spans:
        if not 0 <= span.start < span.end <= end:
            yield f"a {what} lies outside of the text or is empty: {span.start} to {span.end} of {end}"


def _citation_faults(document: Document) -> Iterator[Fault]:
    """Whether all that would be cited stands in the text, and is the same when the document comes from the store."""
    reading = read(document)
    passages = {
        *(one.passage for one in reading.sentences),
        *(one.passage for one in reading.figures),
        *(one.passage for one in reading.quotations),
    }
    for passage in sorted(passages, key=lambda one: one.span):
        if document.text[passage.span.start : passage.span.end] != passage.quote:
            yield Fault(document.name, f"a cited sentence is not what stands at its span: {passage.quote[:60]!r}")
        if not any(block.span.holds(passage.span) for block in document.blocks):
            yield Fault(document.name, f"a cited sentence stands in no block: {passage.quote[:60]!r}")
    for figure in reading.figures:
        if figure.quantity.surface not in document.text[figure.span.start : figure.span.end]:
            yield Fault(document.name, f"a figure is not what stands at its span: {figure.quantity.surface!r}")
    if read(packing.document(packing.record(document), document.text)) != reading:
        yield Fault(document.name, "is read otherwise when it comes back from the store")
