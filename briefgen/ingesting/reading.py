"""One thing → its documents. Changes nothing outside: it may be done in another process, and twice."""

from __future__ import annotations

import codecs
import datetime as dt
import hashlib
import os
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from briefgen.corpus import writable
from briefgen.corpus.declaring import declared
from briefgen.corpus.files import contents
from briefgen.corpus.opening import Bytes, Contents, largest, read_bytes, reader_of, refusal
from briefgen.corpus.readers import reader
from briefgen.corpus.store.values import Arrival, Taken
from briefgen.errors import CorpusError
from briefgen.ingesting.kinds import media_type, reader_name
from briefgen.ingesting.values import Item, Said, Unchanged
from briefgen.model import Document, Topic
from briefgen.reading.topics import routed
from briefgen.resemblances import keys

SETTLED = 2_000_000_000
"""Nanoseconds. A file that changed less than 2 s before it was read may change again within one tick of its clock (FAT
counts in steps of 2 s): the time of such a file proves nothing, and its bytes are looked at once more."""
AS_ON_THE_WEB = {"iso-8859-1": "windows-1252", "latin-1": "windows-1252", "us-ascii": "windows-1252"}
"""What these names mean on the web (encoding.spec.whatwg.org)."""
MARK = codecs.BOM_UTF8


class Aids(Struct, frozen=True):
    """What is known beside the item itself."""

    topics: tuple[Topic, ...]
    """Those that documents are labelled with."""
    now: int
    """Nanoseconds since 1970, by the clock that files are stamped with."""


def arrive(aids: Aids, item: Item) -> Arrival | Unchanged:
    """What an item holds; what cannot be read is an arrival with a refusal.

    Raises:
        CorpusError: A file cannot be opened, now.
    """
    if not item.path:
        return _arrived(item, item.data, item.stamp, aids.topics)
    path = Path(item.path)
    if path.is_dir():
        raise CorpusError("is a folder that cannot be listed", hint="Check its permissions.")
    try:
        status = path.stat()
    except OSError as error:
        raise CorpusError(f"cannot be opened: {error.strerror or error}", hint="Check its permissions.") from error
    changed = status.st_mtime_ns if aids.now - status.st_mtime_ns > SETTLED else 0
    try:
        reader_of(item.suffix)
    except CorpusError as error:  # known by its name: it is not opened
        return _refused(item, error, f"{status.st_size}:{changed}:")
    data = contents(path, largest(item.suffix))
    stamp = f"{len(data)}:{changed}:{hashlib.sha256(data).hexdigest()}"
    if item.stamp and item.stamp.rpartition(":")[2] == stamp.rpartition(":")[2]:
        return Unchanged(stamp)
    return _arrived(item, data, stamp, aids.topics)


def looks(status: os.stat_result) -> str:
    """How a file looks without its bytes: the beginning of its stamp."""
    return f"{status.st_size}:{status.st_mtime_ns}:"


def _arrived(item: Item, data: bytes, stamp: str, topics: tuple[Topic, ...]) -> Arrival:
    try:
        found = _contents(item, data)
    except CorpusError as error:
        return _refused(item, CorpusError(item.instead) if item.instead else error, stamp)
    return Arrival(
        origin=item.origin,
        name=item.name,
        data=data,
        media=media_type(item.suffix),
        reader=reader_name(item.suffix),
        documents=tuple(Taken(one, routed(one, topics), keys(one)) for one in found.documents),
        refused=found.omissions,
        stamp=stamp,
    )


def _refused(item: Item, error: CorpusError, stamp: str) -> Arrival:
    return Arrival(
        origin=item.origin,
        name=item.name,
        data=b"",
        media=media_type(item.suffix),
        reader=reader_name(item.suffix),
        refused=(refusal(item.name, error),),
        stamp=stamp,
    )


def _contents(item: Item, data: bytes) -> Contents:
    """The documents in bytes; of what was fetched, with what is known from where it was fetched."""
    found = _page(item, data) if item.url else None
    if found is None:
        found = read_bytes(Bytes(data, item.name, item.suffix))
    if item.instead:  # one entry, which stands where its page would
        found = Contents((replace(found.documents[0], name=item.name),), found.omissions)
    if not item.url:
        return found
    return Contents(tuple(_with(one, item) for one in found.documents), found.omissions)


def _page(item: Item, data: bytes) -> Contents | None:
    """A web page, whose address may tell its day; None of anything else, or where another reader is installed."""
    from briefgen.corpus.html import decode, page

    if reader(item.suffix) is not page.read:
        return None
    source, encoding = decode.decode(data, item.name)
    read = decode.told(page.page(source, item.name, encoding, item.url), data)
    return Contents((writable.document(read),))


def _with(document: Document, item: Item) -> Document:
    """The document with its address, and with what a feed says of it where the document itself says nothing."""
    said = item.said
    given = {
        "headline": said.title,
        "byline": said.author,
        "publisher": said.publisher,
        "published": _day(said.published),
        "url": item.url,
    }
    return declared(
        document, {field: value for field, value in given.items() if value and not getattr(document, field)}
    )


def _day(written: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(written) if written else None
    except ValueError:
        return None


def marked(data: bytes, charset: str) -> bytes:
    """Bytes whose encoding can be told without the header that came with them.

    What is kept is read again one day, without that header. Bytes that are UTF-8, or say what they are by a mark, stay
    as they came: servers often name their own default for pages that are something else. Others, of an encoding that
    the header names, become UTF-8 with a mark.
    """
    if not charset or data.startswith((MARK, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return data
    try:
        text = data.decode(AS_ON_THE_WEB.get(charset.lower(), charset))
    except (UnicodeDecodeError, LookupError):
        return data
    return MARK + text.encode("utf-8")


def said_of(record: str) -> Said:
    """What was kept of what a feed said."""
    import msgspec

    try:
        return msgspec.json.decode(record.encode(), type=Said)
    except msgspec.MsgspecError:
        return Said()
