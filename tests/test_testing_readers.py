"""The kit for readers: ours pass it, and each promise that a reader may break is found."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable, Sequence
from itertools import count, islice

import pytest
import readable
from msgspec.structs import replace

from briefgen.corpus import plain
from briefgen.corpus.readers import Reader, reader, registered, suffixes
from briefgen.errors import CorpusError, RenderError
from briefgen.model import Block, BlockKind, Cell, Document, How, Known, Omission, Span, Table
from briefgen.running import Limits
from briefgen.testing import reader_faults, variations

FILES = readable.files()
GOOD = FILES["txt"]


def test_there_is_a_file_for_each_kind_that_can_be_read() -> None:
    assert set(FILES) == set(suffixes())


ONCE = {(registered()[suffix].value, FILES[suffix]): suffix for suffix in FILES}
"""Without suffixes that are another name for the same."""


@pytest.mark.conform
@pytest.mark.parametrize("suffix", ONCE.values())
def test_built_in_readers_keep_every_promise(suffix: str) -> None:
    read_file = reader(suffix)
    assert read_file is not None
    assert reader_faults(read_file, {f"a.{suffix}": FILES[suffix]}) == ()


def test_nothing_to_read_is_no_check() -> None:
    with pytest.raises(ValueError, match="at least one file"):
        reader_faults(plain.read, {})


def test_variations_are_many_and_the_same_each_time() -> None:
    names = [name for name, _ in variations(GOOD)]
    assert len(names) == len(set(names)) > 40
    assert list(variations(GOOD)) == list(variations(GOOD))


def changed(change: Callable[[Document], Document]) -> Reader:
    """The reader of plain text, with something else in what it gives."""
    return lambda data, name: change(plain.read(data, name))


def retold(text: str) -> Callable[[Document], Document]:
    """Another text, with its id."""
    return lambda one: replace(one, text=text, id=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest())


def whole(one: Document) -> Document:
    """One block, blanks at its end and all."""
    return replace(one, blocks=(Block(Span(0, len(one.text)), BlockKind.PARAGRAPH),))


def swapped(one: Document) -> Document:
    return replace(one, blocks=tuple(reversed(one.blocks)))


def with_cell(one: Document) -> Document:
    return replace(one, tables=(Table((Cell(Span(0, 3), 0, 0),)),))


def forgetful() -> Reader:
    """Reads another byline each time."""
    numbers = count()
    return lambda data, name: replace(plain.read(data, name), byline=str(next(numbers)))


def several(*names: str) -> Reader:
    def read(data: bytes, name: str) -> Sequence[Document | Omission]:
        one = plain.read(data, name)
        return [replace(one, name=own) for own in names]

    return read


def fails_with(error: Exception) -> Reader:
    """Reads what is good, and ends in an error otherwise."""

    def read(data: bytes, name: str) -> Document:
        if data != GOOD:
            raise error
        return plain.read(data, name)

    return read


def loops(data: bytes, name: str) -> Document:
    while data == b"\0":
        pass
    return plain.read(data, name)


def swells(data: bytes, name: str) -> Document:
    """Unpacks whatever comes."""
    if data.startswith(b"\x1f\x8b"):
        try:
            return plain.read(gzip.decompress(data)[:10_000], name)
        except (OSError, EOFError) as error:
            raise CorpusError("is no archive", name) from error
    return plain.read(data, name)


BROKEN: dict[str, Reader] = {
    "not <class 'str'>": lambda data, _: data.decode("latin-1"),  # type: ignore[dict-item,return-value]
    "not <class 'int'>": lambda data, name: [plain.read(data, name), 5],  # type: ignore[list-item]
    "its id is not the SHA-256": changed(lambda one: replace(one, id="0" * 64)),
    "a block lies outside of the text": changed(lambda one: retold(one.text[:40])(one)),
    "begins or ends with blanks": changed(whole),
    "overlap, or stand in another order": changed(swapped),
    "stands in no row": changed(with_cell),
    "how 'colour' is known": changed(lambda one: replace(one, known=(Known("colour", How.FOUND),))),
    "how its url is known, and has none": changed(lambda one: replace(one, known=(Known("url", How.FOUND),))),
    "a page lies outside": changed(lambda one: replace(one, pages=(Span(0, len(one.text) + 1),))),
    "is read otherwise a second time": forgetful(),
    "two of its documents have one name": several("a.txt#1", "a.txt#1"),
    "such names begin with “a.txt#”": several("a.txt#1", "b"),
    "broke the program (ValueError: no": fails_with(ValueError("no")),
    "broke the program (RecursionError": fails_with(RecursionError()),
    "ends in a RenderError": fails_with(RenderError("no")),
    "its error is no short line": fails_with(CorpusError("one\ntwo")),
    "MB of memory for": swells,
}  # fmt: skip


@pytest.mark.parametrize("said", BROKEN)
def test_a_reader_that_breaks_a_promise_is_found_out(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    few = list(islice(variations(GOOD), 12))  # any of them tells
    monkeypatch.setattr("briefgen.testing.readers.variations", lambda _: few)
    faults = reader_faults(BROKEN[said], {"a.txt": GOOD})
    assert any(said in str(fault) for fault in faults), "\n".join(map(str, faults))


def test_a_reader_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("briefgen.testing.readers.LIMITS", Limits(seconds=0.4))
    (fault,) = reader_faults(loops, {"a.txt": GOOD})
    assert str(fault) == "a.txt, one NUL: took longer than 0.4 s of CPU; it should be read or end in a CorpusError"
