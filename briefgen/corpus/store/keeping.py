"""`Store`: documents in and out, and what belongs to them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Self

from briefgen import squeezed
from briefgen.corpus.store import packing, removing, sightings, writing
from briefgen.corpus.store.engine import Engine, Values
from briefgen.corpus.store.values import (
    Arrival,
    KeptEdition,
    KeptFact,
    Late,
    Origin,
    Outcome,
    Query,
    Row,
    Source,
    Window,
)
from briefgen.corpus.store.words import day_token, day_tokens, parse
from briefgen.model import Document, Omission

ROW = "hash, name, headline, publisher, published, language, url, media, stored, replaced, length"
CHUNK = 500
"""Values of one condition; keeps statements small."""
FEW = 64
"""Documents whose texts are in memory at once while many are read one after the other."""


class Store:
    """Documents that are kept, and opaque records of what was found in them. Reads no clock: `now` is handed in."""

    def __init__(self, engine: Engine) -> None:
        """A store over a database with its tables."""
        self.engine = engine

    @property
    def where(self) -> str:
        """What a person calls it."""
        return self.engine.where

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends the connection."""
        self.engine.close()

    def writing(self) -> AbstractContextManager[None]:
        """One transaction over several calls below; another writer waits."""
        return self.engine.writing()

    # What comes in

    def add(self, arrivals: Sequence[Arrival], now: dt.datetime) -> tuple[Outcome, ...]:
        """Keeps what came in, all or nothing, and says what became of each document; a refusal is kept too.

        Adding again changes nothing. A document under the name of one with another text replaces that one, which stays
        for those who cite it.

        Args:
            arrivals: A batch: 50 to 200 make good use of a transaction.
            now: An aware moment.
        """
        with self.engine.writing():
            return writing.add(self.engine, arrivals, now)

    def source(self, origin: str) -> Source | None:
        """How an origin looked when it was last read."""
        return next(iter(self.sources([origin]).values()), None)

    def sources(self, origins: Sequence[str]) -> Mapping[str, Source]:
        """The same for many."""
        found = {}
        for condition, values in self._chunks("origin", origins):
            sql = f"SELECT origin, stamp, reader, checked, reason FROM source WHERE {condition}"
            for origin, stamp, reader, checked, reason in self.engine.rows(sql, values):
                found[origin] = Source(origin, stamp, reader, packing.moment(checked), reason)
        return found

    def held(self, origins: Sequence[str]) -> frozenset[str]:
        """Those of these origins that a kept document was seen at."""
        chunks = (origins[first : first + CHUNK] for first in range(0, len(origins), CHUNK))
        return frozenset(one for few in chunks for one in sightings.held(self.engine, few))

    def below(self, folder: str) -> Iterator[tuple[str, ...]]:
        """The places of each current document that was first seen below a folder (whole path), that one first."""
        return sightings.below(self.engine, folder)

    def keep_source(self, source: Source) -> None:
        """Notes how an origin looks that brought nothing new: a feed, a page that has not changed."""
        self.keep_sources([source])

    def keep_sources(self, sources: Iterable[Source]) -> None:
        """The same for many, all or none."""
        with self.engine.writing():
            writing.keep_sources(self.engine, list(sources))

    def enqueue(self, urls: Iterable[tuple[str, str]], feed: str, now: dt.datetime) -> int:
        """Notes addresses that a feed named, each with what the feed says of it; the number of those that are new.

        An address is done with when something of that origin is added.
        """
        with self.engine.writing():
            return writing.enqueue(self.engine, urls, feed, packing.stamp(now))

    def queued(self) -> tuple[tuple[str, str, str, int], ...]:
        """Addresses that were not fetched yet, the oldest first: address, feed, what it says of it, tries so far."""
        return tuple(self.engine.rows("SELECT url, feed, record, tries FROM queue ORDER BY stored, url"))

    def tried(self, url: str) -> None:
        """Counts a try that failed for now."""
        with self.engine.writing():
            self.engine.run("UPDATE queue SET tries = tries + 1 WHERE url = :url", {"url": url})

    # What is there

    def count(self) -> int:
        """The number of documents."""
        return int(self._one("SELECT count(*) FROM document"))

    def newest(self, label: str | None = None) -> dt.date | None:
        """The newest day of publication, of one topic or of all."""
        if label is None:
            return packing.day(self._one("SELECT max(published) FROM document WHERE replaced IS NULL"))
        sql = "SELECT max(day) FROM label WHERE label = :label AND day <> ''"
        return packing.day(self._one(sql, {"label": label}))

    def list(self, query: Query = Query()) -> Iterator[Row]:  # noqa: B008 - frozen
        """What a list shows, the newest first."""
        conditions, values = self._conditions(query)
        order = "ORDER BY published DESC NULLS LAST, name"
        limit = f"LIMIT {int(query.limit)}" if query.limit is not None else ""
        sql = f"SELECT {ROW} FROM document {conditions} {order} {limit}"
        return map(_row, self.engine.rows(sql, values))

    def total(self, query: Query) -> int:
        """How many documents a query finds, whatever its limit."""
        found = self._numbers(query)
        if found is not None:
            numbers, values = found
            days = _between(query)
            undated = " OR published IS NULL" if query.undated else ""
            within = f" AND ({days}{undated})" if days else ""
            replaced = f"SELECT id FROM document WHERE replaced IS NOT NULL{within}"
            counted = f"SELECT count(*) FROM ({numbers}) AS found WHERE number NOT IN ({replaced})"
            return int(self._one(counted, values))
        conditions, values = self._conditions(query)
        return int(self._one(f"SELECT count(*) FROM document {conditions}", values))

    def documents(self, ids: Sequence[str]) -> Iterator[Document]:
        """Whole documents by their ids, in that order; what is not there is passed over."""
        for first in range(0, len(ids), FEW):
            few = ids[first : first + FEW]
            condition, values = self.engine.among("hash", few)
            sql = f"SELECT record, text FROM document WHERE {condition}"
            found = [packing.document(*row) for row in self.engine.rows(sql, values)]
            by_id = {one.id: one for one in found}
            yield from (by_id[one] for one in few if one in by_id)

    def edition(self, window: Window) -> tuple[tuple[str, ...], tuple[tuple[str, dt.datetime], ...]]:
        """The documents of an edition: ids of those published in its days; of those late or undated, with their coming.

        Late is what was published before, since the store was begun, and came in during these days. What was published
        before the store was begun is an archive that somebody brought in; it belongs to its own weeks.
        """
        days = {"since": window.since.isoformat(), "until": window.until.isoformat()}
        current = "replaced IS NULL AND published"
        sql = f"SELECT hash FROM document WHERE {current} BETWEEN :since AND :until ORDER BY published, name"
        ids = tuple(one for (one,) in self.engine.rows(sql, days))
        until = packing.stamp(window.stored_until) if window.stored_until else "~"
        came = {"from": packing.stamp(window.stored_from), "until": until}
        stored = "stored >= :from AND stored < :until ORDER BY name"
        sql = f"SELECT hash, stored FROM document WHERE {current} IS NULL AND {stored}"
        late = list(self.engine.rows(sql, came))
        begun = self.meta(writing.BEGUN)
        if begun:
            sql = f"SELECT hash, stored FROM document WHERE {current} >= :begun AND published < :since AND {stored}"
            late += self.engine.rows(sql, came | {"begun": begun[:10], "since": days["since"]})
        return ids, tuple((one, packing.moment(when)) for one, when in late)

    def revision(self) -> str:
        """A word that is another one whenever the documents, or what could not be read, have changed."""
        return self.meta(writing.REVISION) or "0"

    def late(self, late: Sequence[tuple[str, dt.datetime]]) -> Iterator[Late]:
        """Whole documents of `edition`'s second kind."""
        when = dict(late)
        return (Late(document, when[document.id]) for document in self.documents([one for one, _ in late]))

    def refusals(self, since: dt.datetime | None = None, until: dt.datetime | None = None) -> tuple[Omission, ...]:
        """What could not be read of what came in, in a stretch of time or ever."""
        ends = {"since": packing.stamp(since) if since else "", "until": packing.stamp(until) if until else "~"}
        sql = "SELECT what, reason FROM refusal WHERE seen >= :since AND seen < :until ORDER BY what, reason"
        return tuple(Omission(what, reason) for what, reason in self.engine.rows(sql, ends))

    def snapshot(self, document_id: str) -> tuple[bytes, str] | None:
        """The bytes that a document was read from, and their media type."""
        sql = (
            "SELECT packed, snapshot.media FROM snapshot JOIN document ON snapshot = snapshot.hash"
            " WHERE document.hash = :id"
        )
        row = next(self.engine.rows(sql, {"id": document_id}), None)
        return (squeezed.unpacked(row[0]), row[1]) if row else None

    def sightings(self, document_id: str) -> tuple[tuple[str, dt.datetime], ...]:
        """Every name under which a text was seen, and when first."""
        sql = (
            "SELECT sighting.name, seen FROM sighting JOIN document ON document = document.id"
            " WHERE hash = :id ORDER BY seen, sighting.name"
        )
        return tuple((name, packing.moment(seen)) for name, seen in self.engine.rows(sql, {"id": document_id}))

    def origin(self, document_id: str) -> Origin | None:
        """Where a document came from first."""
        sql = (
            "SELECT place, reader, snapshot.hash, snapshot.media, size FROM document JOIN snapshot"
            " ON snapshot = snapshot.hash WHERE document.hash = :id"
        )
        row = next(self.engine.rows(sql, {"id": document_id}), None)
        return Origin(*row) if row else None

    def versions(self, document_id: str) -> tuple[Row, ...]:
        """All that the place of a document ever gave, as it was and is, the latest first."""
        sql = (
            f"SELECT {ROW} FROM document WHERE place = (SELECT place FROM document WHERE hash = :id)"
            " ORDER BY stored DESC, id DESC"
        )
        return tuple(map(_row, self.engine.rows(sql, {"id": document_id})))

    def cited(self, ids: Sequence[str]) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """Which editions rest on documents: name and topic of each, by ids."""
        return removing.cited(self.engine, ids)

    def remove(self, ids: Sequence[str]) -> int:
        """Takes documents out for good, with all that hangs on them; how many there were. See `removing.remove`."""
        with self.engine.writing():
            return removing.remove(self.engine, ids)

    def near(self, document_id: str) -> tuple[tuple[str, float], ...]:
        """Ids of the documents that one resembles or that resemble it, and how much."""
        sql = (
            "SELECT other.hash, share FROM near JOIN document one ON one.id = document JOIN document other"
            " ON other.id = near.other WHERE one.hash = :id"
            " UNION ALL SELECT one.hash, share FROM near JOIN document one"
            " ON one.id = document JOIN document other ON other.id = near.other WHERE other.hash = :id"
        )
        return tuple(self.engine.rows(sql, {"id": document_id}))

    def behind(self, keys: Sequence[bytes]) -> Mapping[bytes, Sequence[tuple[int, int]]]:
        """The documents behind these keys, the first that came in first: numbers, and how many keys each has in all.

        `ids` says which they are.
        """
        found: dict[bytes, list[tuple[int, int]]] = {}
        for condition, values in self._chunks("band", keys):
            sql = f"SELECT band, document, total FROM band WHERE {condition} ORDER BY document"
            for band, document, total in self.engine.rows(sql, values):
                found.setdefault(bytes(band), []).append((document, total))
        return found

    def ids(self, numbers: Sequence[int]) -> Mapping[int, str]:
        """The ids of documents by the numbers that the store gave them, in the order in which they came in."""
        found: dict[int, str] = {}
        for condition, values in self._chunks("id", numbers):
            found |= dict(self.engine.rows(f"SELECT id, hash FROM document WHERE {condition} ORDER BY id", values))
        return found

    def places(self, ids: Sequence[str]) -> Mapping[str, str]:
        """Where documents were first seen, by their ids: see `Arrival.place`. What is not there is left out."""
        found: dict[str, str] = {}
        for condition, values in self._chunks("hash", ids):
            found |= dict(self.engine.rows(f"SELECT hash, place FROM document WHERE {condition}", values))
        return found

    # What other rooms found

    def readings(self, keys: Mapping[str, str]) -> Mapping[str, bytes]:
        """The records that are kept under these keys, each of its own document; ids on both sides."""
        found: dict[str, bytes] = {}
        for condition, values in self._chunks("hash", list(keys)):
            sql = (
                "SELECT hash, key, reading.record FROM reading JOIN document ON document = document.id"
                f" WHERE {condition}"
            )
            found |= {one: record for one, key, record in self.engine.rows(sql, values) if keys[one] == key}
        return found

    def keep_readings(self, reader: str, records: Mapping[str, tuple[str, bytes]]) -> None:
        """Keeps what was found in documents: their ids → key and record.

        Keys begin with the version of the `reader`; what another version found in these documents is forgotten.
        """
        with self.engine.writing():
            writing.keep_readings(self.engine, reader, records)

    def relabel(self, labels: Mapping[str, Sequence[str]]) -> None:
        """Says anew what documents are about, by their ids."""
        with self.engine.writing():
            writing.relabel(self.engine, labels)

    def keep_edition(self, edition: KeptEdition) -> None:
        """Keeps a brief under its edition and topic, in place of the one there; that of a released edition stays."""
        with self.engine.writing():
            writing.keep_edition(self.engine, edition)

    def mark(self) -> tuple[Any, ...]:
        """Something that is another one when documents, refusals, editions or their acts came or went.

        What other rooms keep about documents, their readings, changes nothing of it.
        """
        wanted = (
            "SELECT coalesce(max(id), 0) FROM document",
            "SELECT count(*) FROM document WHERE replaced IS NULL",
            "SELECT count(*) FROM refusal",
            "SELECT count(*) FROM edition",
            "SELECT coalesce(max(made), '') FROM edition",
            "SELECT count(*) FROM edition_act",
        )
        return next(self.engine.rows(f"SELECT {', '.join(f'({one})' for one in wanted)}"))

    def editions(self, topic: str | None = None) -> tuple[tuple[str, str, dt.date | None, dt.datetime], ...]:
        """Name, topic, day and time of making of every brief that is kept, the latest first."""
        sql = "SELECT name, topic, as_of, made FROM edition"
        where = " WHERE topic = :topic" if topic else ""
        order = " ORDER BY as_of IS NULL, as_of DESC, name DESC, topic"
        rows = self.engine.rows(sql + where + order, {"topic": topic} if topic else {})
        return tuple((name, of, packing.day(as_of), packing.moment(made)) for name, of, as_of, made in rows)

    def brief(self, name: str, topic: str) -> KeptEdition | None:
        """The brief of a topic in an edition, with its facts and documents."""
        key = {"name": name, "topic": topic}
        sql = (
            "SELECT as_of, since, corpus, config, version, made, brief FROM edition"
            " WHERE name = :name AND topic = :topic"
        )
        row = next(self.engine.rows(sql, key), None)
        if row is None:
            return None
        as_of, since, corpus, config, version, made, brief = row
        documents = "SELECT hash FROM edition_document WHERE name = :name AND topic = :topic ORDER BY hash"
        facts = (
            "SELECT id, measure, subject, value, upper, unit, status, period_start, period_end FROM fact"
            " WHERE name = :name AND topic = :topic ORDER BY id"
        )
        return KeptEdition(
            name, topic, packing.day(as_of), packing.day(since), corpus, config, version, packing.moment(made),
            squeezed.unpacked(brief), tuple(one for (one,) in self.engine.rows(documents, key)),
            tuple(map(_fact, self.engine.rows(facts, key))),
        )  # fmt: skip

    def meta(self, key: str) -> str | None:
        """An odd or an end by its name."""
        row = next(self.engine.rows("SELECT value FROM meta WHERE key = :key", {"key": key}), None)
        return row[0] if row else None

    def keep_meta(self, key: str, value: str) -> None:
        """Keeps it."""
        with self.engine.writing():
            writing.keep_meta(self.engine, key, value)

    def _one(self, sql: str, values: Values | None = None) -> Any:  # noqa: ANN401 - whatever the column holds
        return next(self.engine.rows(sql, values or {}))[0]

    def _chunks(
        self, column: str, values: Sequence[str] | Sequence[int] | Sequence[bytes]
    ) -> Iterator[tuple[str, Values]]:
        """Conditions that together say that a column has one of many values."""
        for first in range(0, len(values), CHUNK):
            yield self.engine.among(column, values[first : first + CHUNK])

    def _numbers(self, query: Query) -> tuple[str, dict[str, Any]] | None:
        """A query for the numbers of documents, replaced ones too, that asks the indexes alone.

        None where they do not tell all that is asked for: rows of documents lie all over the file.
        """
        if query.language or query.name or query.replaced or not (query.label or query.words):
            return None
        days = _between(query)
        values = {key: day.isoformat() for key in ("since", "until") if (day := getattr(query, key))}
        found = self._matching(query)
        if query.label:
            undated = " OR day = ''" if query.undated and days else ""
            within = f" AND ({days.replace('published', 'day')}{undated})" if days else ""
            both = f" AND document IN ({found[0]})" if found else ""
            labelled = f"SELECT document AS number FROM label WHERE label = :label{within}{both}"
            return labelled, values | {"label": query.label} | (found[1] if found else {})
        if found is None or (days and not _tokens(query)):
            return None
        return found[0], values | found[1]

    def _matching(self, query: Query) -> tuple[str, dict[str, Any]] | None:
        """A query for the numbers of documents with the words that are asked for, of the days if these are few."""
        if not query.words:
            return None
        numbers, values = self.engine.matching(parse(query.words), _tokens(query))
        return numbers, dict(values)

    def _conditions(self, query: Query) -> tuple[str, dict[str, Any]]:
        """The words of SQL for a query, and their values."""
        conditions: list[str] = [] if query.replaced else ["replaced IS NULL"]
        values: dict[str, Any] = {}
        days = _between(query)
        # With a sign SQLite starts from the days, whose index has what is needed, and not from the rows.
        number = "+document.id" if days else "document.id"
        if query.label:
            within = days.replace("published", "day") or "1 = 1"
            undated = " OR day = ''" if query.undated and days else ""
            conditions.append(f"{number} IN (SELECT document FROM label WHERE label = :label AND ({within}{undated}))")
            values["label"] = query.label
        if days:
            conditions.append(f"({days}{' OR published IS NULL' if query.undated else ''})")
            values |= {key: day.isoformat() for key in ("since", "until") if (day := getattr(query, key))}
        found = self._matching(query)
        if found is not None:
            conditions.append(f"{number} IN ({found[0]})")
            values |= found[1]
        if query.language:
            conditions.append("language = :language")
            values["language"] = query.language
        if query.name:
            begins = "name BETWEEN :start AND :last OR hash BETWEEN :start AND :last"
            conditions.append(f"({begins} OR url = :start)" if "://" in query.name else f"({begins})")
            values |= {"start": query.name, "last": f"{query.name}\U0010ffff"}
        return ("WHERE " + " AND ".join(conditions)) if conditions else "", values


def _tokens(query: Query) -> tuple[str, ...]:
    """The tokens of the days that are asked for; none where they are open or too many."""
    tokens = day_tokens(query.since, query.until) if query.since and query.until else ()
    return (*tokens, day_token(None)) if tokens and query.undated else tokens


def _between(query: Query) -> str:
    """The condition on days, of a column `published`."""
    parts = ["published >= :since"] if query.since else []
    parts += ["published <= :until"] if query.until else []
    parts += ["published <> ''"] if parts else []
    return " AND ".join(parts)


def _row(row: tuple[Any, ...]) -> Row:
    document_id, name, headline, publisher, published, language, url, media, stored, replaced, size = row
    return Row(
        document_id, name, headline, publisher, packing.day(published), language, url, media, packing.moment(stored),
        bool(replaced), size,
    )  # fmt: skip


def _fact(row: tuple[Any, ...]) -> KeptFact:
    fact_id, measure, subject, value, upper, unit, status, start, end = row
    return KeptFact(fact_id, measure, subject, value, upper, unit, status, packing.day(start), packing.day(end))
