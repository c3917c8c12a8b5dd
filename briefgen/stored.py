"""Editions from the store: their documents, the readings that are kept, and the briefs that were made before.

What a store gives is what a folder with the same documents would give: the same brief, byte for byte.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from itertools import islice

import msgspec
from msgspec.structs import replace

from briefgen import __version__, fields, pipeline, previous, resources, weeks
from briefgen.config import Config
from briefgen.corpus.doubts import doubts_of
from briefgen.corpus.store import Store
from briefgen.corpus.store.values import KeptEdition, KeptFact, Window
from briefgen.errors import ReadOnlyError, UsageError
from briefgen.interchange import decimal
from briefgen.model import Brief, Corpus, Correction, Document, Earlier, Fact, Omission, Reading, Topic
from briefgen.orders import Order
from briefgen.pipeline import Material
from briefgen.readings import settle

LAST = "last"
"""What stands for the latest edition before the one that is made."""
BEGINNING = dt.date(1970, 1, 1)
"""Before any document came in."""
BATCH = 100
"""Documents that are read before what was found in them is kept: an interruption loses no more."""
Read = Callable[[Sequence[Document], Sequence[Topic]], Iterable[Reading]]
"""Reads documents, in their order, not yet settled among each other."""

_encoder, _decoder = msgspec.msgpack.Encoder(), msgspec.msgpack.Decoder(Reading)


def collect(store: Store, config: Config, order: Order) -> Material:
    """The documents of an edition; without days, of the newest week that has any.

    Those published in its days, and those that came in meanwhile, late or undated. As long as nothing newer is there,
    what came in since counts as meanwhile: nothing that is new waits for a week without news.

    Raises:
        UsageError: An unknown topic or week.
    """
    newest = store.newest()
    since, until = _days(order, newest)
    begin = weeks.begins(since, config.time_zone)
    ended = newest is not None and until < newest
    end = weeks.begins(until + dt.timedelta(days=1), config.time_zone) if ended else None
    ids, late = store.edition(Window(since, until, begin, end))
    moved = _moved(config.corrections, since, until)
    found = {one.id: one for one in store.documents(list(dict.fromkeys((*ids, *moved))))}
    came = {one.document.id: weeks.day_of(one.stored, config.time_zone) for one in store.late(late)}
    found |= {one.document.id: one.document for one in store.late(late)}
    documents = tuple(sorted(found.values(), key=lambda one: (one.name, one.id)))
    given = order if order.week or since == BEGINNING else replace(order, since=since)
    doubts = [Omission(one.name, doubt.reason) for one in documents for doubt in doubts_of(one)]
    omissions = sorted([*store.refusals(begin, end), *doubts], key=lambda one: (one.what, one.reason))
    return pipeline.material(config, given, Corpus(documents, tuple(omissions)), came)


def _days(order: Order, newest: dt.date | None) -> tuple[dt.date, dt.date]:
    """First and last day of the edition that somebody asks for."""
    if order.week:
        monday, sunday = weeks.days(order.week)
        return order.since or monday, order.as_of or sunday
    until = order.as_of or newest
    if until is None:  # nothing has a day: all of it
        return order.since or BEGINNING, dt.date.max - dt.timedelta(days=7)
    return order.since or weeks.monday(until), until


def _moved(made: Iterable[Correction], since: dt.date, until: dt.date) -> tuple[str, ...]:
    """Ids of the documents whose date a person corrected to one of these days."""
    days = {
        correction.document: fields.day(amendment.correct)
        for correction in made
        if correction.span is None
        for amendment in correction.amendments
        if amendment.correct != fields.NONE
    }
    return tuple(one for one, day in days.items() if since <= day <= until)


def read_all(
    store: Store, documents: Sequence[Document], topics: Sequence[Topic], read: Read, tell: Callable[[str], None]
) -> tuple[Reading, ...]:
    """One reading for each document, in their order: those that are kept, and those that are made now, and kept.

    `read` is given what is not there: new documents, and those that were read by another version of briefgen, for other
    topics, or under another date.
    """
    keys = {document.id: _key(document, topics) for document in documents}
    kept = {one: found for one, record in store.readings(keys).items() if (found := _unpacked(record))}
    missing = [document for document in documents if document.id not in kept]
    results = iter(read(missing, topics))
    for first in range(0, len(missing), BATCH):
        tell(f"reading document {first + 1} of {len(missing)} that are new")
        made = {reading.document_id: reading for reading in islice(results, BATCH)}
        with suppress(ReadOnlyError):  # they are made again the next time
            store.keep_readings(_reader(), {one: (keys[one], _packed(reading)) for one, reading in made.items()})
        kept |= made
    return settle(documents, [kept[document.id] for document in documents], topics)


def _key(document: Document, topics: Sequence[Topic]) -> str:
    """A name for all that a reading is made from: the code and its tables, the document as it is known, the topics."""
    known = msgspec.msgpack.encode((replace(document, text=""), [topic.sought for topic in topics]))
    return f"{_reader()}.{hashlib.sha256(known).hexdigest()[:24]}"


@cache
def _reader() -> str:
    """The version of the reading room: of its code, its tables and the model."""
    digest = hashlib.sha256(__version__.encode())
    room = resources.PACKAGE / "reading"
    files = [path for path in room.rglob("*") if path.suffix in {".py", ".toml"}]
    for path in (resources.PACKAGE / "model.py", *sorted(files)):
        digest.update(path.relative_to(resources.PACKAGE).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def _packed(reading: Reading) -> bytes:
    return zlib.compress(_encoder.encode(reading), 1)


def _unpacked(record: bytes) -> Reading | None:
    """A reading again; None where the record is damaged, so that it is read anew."""
    try:
        return _decoder.decode(zlib.decompress(record))
    except (zlib.error, msgspec.MsgspecError):
        return None


def keep(store: Store, brief: Brief, bundle: bytes, now: dt.datetime) -> None:
    """Keeps a brief with its facts, for those that will be compared with it.

    Args:
        store: The store.
        brief: The brief.
        bundle: Its JSON.
        now: An aware moment.
    """
    store.keep_edition(
        KeptEdition(
            name=brief.edition.name,
            topic=brief.topic,
            as_of=brief.edition.as_of,
            since=brief.edition.since,
            corpus=brief.provenance.corpus,
            config=brief.provenance.config,
            version=brief.provenance.version,
            made=now,
            brief=bundle,
            documents=tuple(sorted(document.id for document in brief.documents)),
            facts=tuple(sorted((_fact(fact) for fact in brief.facts), key=lambda one: one.id)),
        )
    )


def _fact(fact: Fact) -> KeptFact:
    period = fact.period
    return KeptFact(
        id=fact.id,
        measure=fact.measure,
        subject=fact.subject,
        value=decimal(fact.quantity.value),
        upper=decimal(fact.quantity.upper),
        unit=fact.quantity.unit,
        status=fact.status.value,
        period_start=period.start if period else None,
        period_end=period.end if period else None,
    )


def earlier(store: Store, name: str, topics: Sequence[str], before: str) -> tuple[Earlier, ...]:
    """The briefs of an edition that are kept, on those of these topics that it has.

    Args:
        store: The store.
        name: Name of the edition; `LAST` for the latest of each topic before `before`.
        topics: Ids of topics.
        before: Name of the edition that is made.

    Raises:
        UsageError: There is none.
    """
    found = tuple(_earlier(store, name, topics, before))
    if not found and name != LAST:
        names = dict.fromkeys(kept for topic in topics for kept, *_ in store.editions(topic))
        hint = f"There are {', '.join(list(names)[:8])}." if names else "None of these topics was made from this store."
        raise UsageError(f"no edition “{name}” is kept of {', '.join(topics)}", where=store.where, hint=hint)
    return found


def _earlier(store: Store, name: str, topics: Sequence[str], before: str) -> Iterator[Earlier]:
    for topic in topics:
        wanted = name
        if name == LAST:
            older = [kept for kept, *_ in store.editions(topic) if weeks.UNDATED != kept < before]
            wanted = max(older, default="")
        kept = store.brief(wanted, topic) if wanted else None
        if kept:
            yield previous.parsed(json.loads(kept.brief), f"{store.where}: {wanted}, {topic}")
