"""`ingest`: what comes in, read, compared with what is there, and kept, batch by batch."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import chain

from msgspec import Struct

from briefgen.corpus import writable
from briefgen.corpus.doubts import doubts_of
from briefgen.corpus.opening import MEGABYTES, SECONDS
from briefgen.corpus.store import Store
from briefgen.corpus.store.values import Arrival, Became, Outcome, Source
from briefgen.ingesting import files, pages
from briefgen.ingesting.kinds import OTHER, reader_name
from briefgen.ingesting.reading import Aids, arrive
from briefgen.ingesting.standing import unchanged
from briefgen.ingesting.values import Intake, Item, Report, Tools, Unchanged
from briefgen.model import Document, Omission
from briefgen.resemblances import resembling
from briefgen.running import Cause, Failure, Limits, run

BATCH = 250
"""Things that are kept in one transaction; fewer write the same pages of an index again and again."""
HEAVY = 16 * 1024 * 1024
"""Bytes that are kept at once at most: memory stays small where files are large."""
PATIENCE = 5.0
"""Seconds after which what was read is kept, however little it is: an end by force loses no more."""
LIMITS = Limits(SECONDS, MEGABYTES)

MODULES = ("briefgen.ingesting.reading",)
"""What other processes need for reading."""

Came = tuple[Item | None, Arrival | Unchanged | Failure]
"""What was to be read, None where that was refused before; and what came of it."""


class Batch(Struct):
    """What was read and not kept yet."""

    came: list[Came]
    size: int = 0
    since: float = 0.0

    def put(self, one: Came) -> None:
        """One more."""
        self.came.append(one)
        found = one[1]
        self.size += len(found.data) if isinstance(found, Arrival) else 0

    def is_full(self, now: float) -> bool:
        """Whether it is time to keep it."""
        return len(self.came) >= BATCH or self.size >= HEAVY or now - self.since >= PATIENCE


def ingest(store: Store, intake: Intake, tools: Tools) -> Iterator[Report]:
    """Takes documents in; a report on each as soon as it is kept.

    What is kept stays, whenever this ends: an end by Ctrl-C keeps what was read as well, one by force loses what was
    read in the last seconds. Another ingest passes over all of that.

    Args:
        store: Where documents are kept.
        intake: Files and addresses.
        tools: Who fetches, reads, and tells the time.

    Raises:
        CorpusError: The store cannot be written to.
        RunningError: There is nobody to read any more.
    """
    batch = Batch([], since=tools.clock.now())
    try:
        for one in chain(_files(store, intake, tools), _pages(store, intake, tools)):
            if isinstance(one, Report):
                yield one
                continue
            batch.put(one)
            if batch.is_full(tools.clock.now()):
                full, batch = batch, Batch([], since=tools.clock.now())
                yield from _kept(store, tools, full)
        full, batch = batch, Batch([])
        yield from _kept(store, tools, full)
    except KeyboardInterrupt:
        _kept(store, tools, batch)
        raise


def _files(store: Store, intake: Intake, tools: Tools) -> Iterator[Came | Report]:
    """The files, read; those that are as they were at once."""
    aids = Aids(tools.topics, int(tools.moment().timestamp() * 1e9))
    for standing, items in files.batches(store, intake.files):
        yield from standing
        results = run(partial(arrive, aids), items, tools.workers, limits=LIMITS)
        yield from zip(items, results, strict=True)


def _pages(store: Store, intake: Intake, tools: Tools) -> Iterator[Came | Report]:
    """The pages, each read while the next one is fetched; what is refused comes as it is."""
    waiting: deque[Came | Report] = deque()
    under_way: deque[Item] = deque()

    def fetched() -> Iterator[Item]:
        for one in pages.items(store, intake.addresses, tools, waiting.append):
            if isinstance(one, Item):
                under_way.append(one)
                yield one
            else:
                waiting.append((None, one))

    reading = partial(arrive, Aids(tools.topics, 0))
    for result in run(reading, fetched(), tools.workers, size=1, limits=LIMITS):
        yield from (waiting.popleft() for _ in range(len(waiting)))
        yield under_way.popleft(), result
    yield from waiting


def _kept(store: Store, tools: Tools, batch: Batch) -> tuple[Report, ...]:
    """Keeps a batch; what became of each."""
    now = tools.moment()
    touched = [
        Source(item.origin, found.stamp, reader_name(item.suffix), now)
        for item, found in batch.came
        if item and isinstance(found, Unchanged)
    ]
    if touched:
        store.keep_sources(touched)
    arrivals = [_arrival(item, found) for item, found in batch.came if not isinstance(found, Unchanged)]
    outcomes = store.add(resembling(arrivals, store), now) if arrivals else ()
    given = {item.name for item, _ in batch.came if item and item.is_given}
    same = [item for item, found in batch.came if item and isinstance(found, Unchanged)]
    there = [Report(item.name, Became.KNOWN, is_given=item.is_given) for item in same]
    reports = unchanged(store, there, [item.origin for item in same])
    instead = {item.name: item.instead for item, _ in batch.came if item and item.instead}
    read = {taken.document.id: taken.document for arrival in arrivals for taken in arrival.documents}
    return (*reports, *(_report(outcome, given, read, instead) for outcome in outcomes))


def _arrival(item: Item | None, found: Arrival | Unchanged | Failure) -> Arrival:
    """An arrival, also of what could not be read.

    What could not be opened is tried again the next time; what broke its reader, or took too long, when it has changed.
    """
    if isinstance(found, Arrival):
        return found
    assert item is not None  # noqa: S101 - only what was read can fail
    assert isinstance(found, Failure)  # noqa: S101 - what is unchanged is not kept again
    stamp = "" if found.cause is Cause.REFUSED else files.stamp(item)
    omission = writable.omission(Omission(item.name, found.reason))
    return Arrival(item.origin, item.name, b"", OTHER, reader_name(item.suffix), refused=(omission,), stamp=stamp)


def _report(outcome: Outcome, given: set[str], read: Mapping[str, Document], instead: Mapping[str, str]) -> Report:
    """What is told of an outcome; of a text that is new, what is in doubt."""
    new = read.get(outcome.document_id or "") if outcome.became in (Became.ADDED, Became.NEAR) else None
    return Report(
        outcome.name,
        outcome.became,
        outcome.document_id,
        outcome.beside if outcome.beside != outcome.name else None,
        outcome.reason or instead.get(outcome.name),
        outcome.name in given,
        new is not None and outcome.name in instead,
        tuple(doubts_of(new)) if new else (),
    )
