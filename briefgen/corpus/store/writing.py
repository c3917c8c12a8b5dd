"""What writes to the store. Each of these runs within a transaction of its caller, all of it or nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from briefgen import squeezed
from briefgen.corpus.store import bands, packing
from briefgen.corpus.store.engine import Engine
from briefgen.corpus.store.values import Arrival, Became, KeptEdition, Outcome, Source, Taken
from briefgen.corpus.store.words import day_token

BEGUN = "begun"
"""In `meta`: when the first document came in."""
REVISION = "revision"
"""In `meta`: how often the documents have changed."""

RELEASED = "released"
"""State of an edition whose briefs stay as they are (`edition_act`)."""
INSERTS = {
    "snapshot": "hash media size packed stored",
    "document": (
        "id hash snapshot place name media headline publisher published day language url reader stored length"
        " record text"
    ),
    "sighting": "place name snapshot document seen",
    "label": "label day document",
    "near": "document other share",
    "refusal": "origin what reason seen",
    "reading": "document key record",
    "edition_document": "name topic hash",
    "fact": "name topic id measure subject value upper unit status period_start period_end",
    "queue": "url feed record tries stored",
}
"""Table → its columns; a row whose key is there already is left as it is."""


class _Known(Struct, frozen=True):
    """A text that is there."""

    id: int
    name: str


class _Batch:
    """Rows that are gathered before they are written, one statement a table."""

    def __init__(self) -> None:
        self.rows: dict[str, list[dict[str, Any]]] = {table: [] for table in INSERTS}
        self.keys: list[dict[str, Any]] = []
        self.outcomes: list[Outcome] = []
        self.current: dict[str, int] = {}
        """Place → number of the document that is there now."""


def add(engine: Engine, arrivals: Sequence[Arrival], now: dt.datetime) -> tuple[Outcome, ...]:
    """See `Store.add`."""
    stamp = packing.stamp(now)
    taken = [one for arrival in arrivals for one in arrival.documents]
    ids = {one.document.id for one in taken} | {one.near.document_id for one in taken if one.near}
    known = _known(engine, sorted(ids))
    last = next(engine.rows("SELECT coalesce(max(id), 0) FROM document"))[0]
    batch = _Batch()
    for arrival in arrivals:
        snapshot = squeezed.digest(arrival.data)
        if arrival.documents:
            batch.rows["snapshot"].append(
                {"hash": snapshot, "media": arrival.media, "size": len(arrival.data), "stored": stamp,
                 "packed": squeezed.packed(arrival.data)}
            )  # fmt: skip
        for one in arrival.documents:
            if one.document.id not in known:
                last += 1
            _take(batch, one, arrival, snapshot, stamp, known, last)
        batch.outcomes += [Outcome(one.what, Became.REFUSED, reason=one.reason) for one in arrival.refused]
    _write(engine, batch)
    refused = _refuse(engine, arrivals, stamp)
    changed = _replace(engine, batch.current, stamp)
    _settle(engine, arrivals, stamp)
    if batch.rows["document"]:
        engine.run(insert("meta", "key value"), {"key": BEGUN, "value": stamp})
    if changed or refused or batch.rows["document"]:
        touch(engine)
    return tuple(batch.outcomes)


def _known(engine: Engine, ids: Sequence[str]) -> dict[str, _Known]:
    """The texts of these ids that are there."""
    if not ids:
        return {}
    condition, values = engine.among("hash", ids)
    rows = engine.rows(f"SELECT hash, id, name FROM document WHERE {condition}", values)
    return {found: _Known(number, name) for found, number, name in rows}


def _take(  # noqa: PLR0913 - what a row is made of
    batch: _Batch, taken: Taken, arrival: Arrival, snapshot: str, stamp: str, known: dict[str, _Known], number: int
) -> None:
    """The rows of one document."""
    document = taken.document
    place = arrival.place(document)
    there = known.get(document.id)
    if there is None:
        published = document.published.isoformat() if document.published else None
        row = {
            "id": number, "hash": document.id, "snapshot": snapshot, "place": place, "name": document.name,
            "media": document.media, "headline": document.headline, "publisher": document.publisher,
            "published": published,
            "day": day_token(document.published), "language": document.language, "url": document.url,
            "reader": arrival.reader, "stored": stamp, "length": len(document.text),
            "record": packing.record(document), "text": document.text,
        }  # fmt: skip
        batch.rows["document"].append(row)
        batch.rows["label"] += [{"label": one, "day": published or "", "document": number} for one in taken.labels]
        batch.keys += bands.rows_of(taken.bands, number)
        near = known.get(taken.near.document_id) if taken.near else None
        if near and taken.near:
            batch.rows["near"].append({"document": number, "other": near.id, "share": taken.near.share})
        became = Became.NEAR if near else Became.ADDED
        batch.outcomes.append(Outcome(document.name, became, document.id, near.name if near else None))
        known[document.id] = _Known(number, document.name)
    else:
        batch.outcomes.append(Outcome(document.name, Became.KNOWN, document.id, there.name))
    current = known[document.id].id
    row = {"place": place, "name": document.name, "snapshot": snapshot, "document": current, "seen": stamp}
    batch.rows["sighting"].append(row)
    batch.current[place] = current


def _write(engine: Engine, batch: _Batch) -> None:
    for table, rows in batch.rows.items():
        if rows:
            engine.many(insert(table, INSERTS[table]), rows)
    bands.put(engine, batch.keys)
    if batch.rows["document"]:
        engine.index(batch.rows["document"])


def _replace(engine: Engine, current: Mapping[str, int], stamp: str) -> bool:
    """Notes which documents a newer version replaces, and which are current again; whether there are any.

    A document is current at the place that it was first seen at: what is shown elsewhere too is not gone with that.
    """
    if not current:
        return False
    condition, values = engine.among("place", sorted(current))
    rows = list(engine.rows(f"SELECT id, place, replaced FROM document WHERE {condition}", values))
    old = [{"id": number, "now": stamp} for number, place, gone in rows if current[place] != number and gone is None]
    again = [{"id": number, "now": None} for number, place, gone in rows if current[place] == number and gone]
    if old or again:
        engine.many("UPDATE document SET replaced = :now WHERE id = :id", [*old, *again])
    return bool(old or again)


def _refuse(engine: Engine, arrivals: Sequence[Arrival], stamp: str) -> bool:
    """Notes what could not be read of these origins, in place of what could not before; whether that differs."""
    if not arrivals:
        return False
    new = {(arrival.origin, one.what): one.reason for arrival in arrivals for one in arrival.refused}
    condition, values = engine.among("origin", sorted({arrival.origin for arrival in arrivals}))
    rows = engine.rows(f"SELECT origin, what, reason FROM refusal WHERE {condition}", values)
    old = {(origin, what): reason for origin, what, reason in rows}
    gone = [{"origin": origin, "what": what} for origin, what in old if new.get((origin, what)) != old[origin, what]]
    came = [
        {"origin": origin, "what": what, "reason": reason, "seen": stamp}
        for (origin, what), reason in new.items()
        if old.get((origin, what)) != reason
    ]
    if gone:
        engine.many("DELETE FROM refusal WHERE origin = :origin AND what = :what", gone)
    if came:
        engine.many(insert("refusal", INSERTS["refusal"]), came)
    return bool(gone or came)


def _settle(engine: Engine, arrivals: Sequence[Arrival], stamp: str) -> None:
    """Notes how the origins looked; addresses that were waited for are done with."""
    now = packing.moment(stamp)
    reasons = [one.refused[0].reason if one.refused and not one.documents else None for one in arrivals]
    sources = zip(arrivals, reasons, strict=True)
    keep_sources(engine, [Source(one.origin, one.stamp, one.reader, now, reason) for one, reason in sources])
    engine.many("DELETE FROM queue WHERE url = :url", [{"url": arrival.origin} for arrival in arrivals])


def insert(table: str, columns: str) -> str:
    """A statement that inserts a row, or leaves the one that has its key."""
    names = columns.split()
    values = ", ".join(f":{name}" for name in names)
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({values}) ON CONFLICT DO NOTHING"


def keep_sources(engine: Engine, sources: Sequence[Source]) -> None:
    """See `Store.keep_sources`."""
    columns = "origin stamp reader checked reason"
    changed = ", ".join(f"{name} = excluded.{name}" for name in columns.split()[1:])
    sql = insert("source", columns).replace("DO NOTHING", f"(origin) DO UPDATE SET {changed}")
    rows = [
        {"origin": one.origin, "stamp": one.stamp, "reader": one.reader, "reason": one.reason,
         "checked": packing.stamp(one.checked)}
        for one in sources
    ]  # fmt: skip
    engine.many(sql, rows)


def enqueue(engine: Engine, urls: Iterable[tuple[str, str]], feed: str, stamp: str) -> int:
    """See `Store.enqueue`."""
    rows = [{"url": url, "feed": feed, "record": record, "tries": 0, "stored": stamp} for url, record in urls]
    return sum(engine.run(insert("queue", INSERTS["queue"]), row) for row in rows)


def keep_readings(engine: Engine, reader: str, records: Mapping[str, tuple[str, bytes]]) -> None:
    """See `Store.keep_readings`."""
    known = _known(engine, sorted(records))
    rows = [
        {"document": known[one].id, "key": key, "record": record}
        for one, (key, record) in records.items()
        if one in known
    ]
    other = "DELETE FROM reading WHERE document = :document AND substr(key, 1, :length) <> :reader"
    engine.many(other, [{"document": row["document"], "reader": reader, "length": len(reader)} for row in rows])
    engine.many(insert("reading", INSERTS["reading"]), rows)


def relabel(engine: Engine, labels: Mapping[str, Sequence[str]]) -> None:
    """See `Store.relabel`."""
    condition, values = engine.among("hash", sorted(labels))
    found = list(engine.rows(f"SELECT hash, id, published FROM document WHERE {condition}", values))
    engine.many("DELETE FROM label WHERE document = :document", [{"document": number} for _, number, _ in found])
    rows = [
        {"label": label, "day": published or "", "document": number}
        for one, number, published in found
        for label in labels[one]
    ]
    engine.many(insert("label", INSERTS["label"]), rows)


def keep_edition(engine: Engine, kept: KeptEdition) -> None:
    """See `Store.keep_edition`."""
    key: dict[str, Any] = {"name": kept.name, "topic": kept.topic}
    there = "SELECT brief FROM edition WHERE name = :name AND topic = :topic"
    row = next(engine.rows(there, key), None)
    if row and (squeezed.unpacked(row[0]) == kept.brief or _is_released(engine, kept.name)):
        return
    for table in ("fact", "edition_document", "edition"):
        engine.run(f"DELETE FROM {table} WHERE name = :name AND topic = :topic", key)
    columns = "name topic as_of since corpus config version made brief"
    engine.run(
        insert("edition", columns),
        key | {
            "as_of": kept.as_of.isoformat() if kept.as_of else None,
            "since": kept.since.isoformat() if kept.since else None,
            "corpus": kept.corpus, "config": kept.config, "version": kept.version,
            "made": packing.stamp(kept.made), "brief": squeezed.packed(kept.brief),
        },
    )  # fmt: skip
    engine.many(
        insert("edition_document", INSERTS["edition_document"]), [key | {"hash": one} for one in kept.documents]
    )
    facts = [
        key | {
            "id": fact.id, "measure": fact.measure, "subject": fact.subject, "value": fact.value, "upper": fact.upper,
            "unit": fact.unit, "status": fact.status,
            "period_start": fact.period_start.isoformat() if fact.period_start else None,
            "period_end": fact.period_end.isoformat() if fact.period_end else None,
        }
        for fact in kept.facts
    ]  # fmt: skip
    engine.many(insert("fact", INSERTS["fact"]), facts)


def _is_released(engine: Engine, name: str) -> bool:
    """Whether an edition was ever released: drafts of its week, which are made later, do not take its place."""
    sql = "SELECT 1 FROM edition_act WHERE name = :name AND state = :state LIMIT 1"
    return next(engine.rows(sql, {"name": name, "state": RELEASED}), None) is not None


def touch(engine: Engine) -> None:
    """Notes that the documents are not what they were."""
    row = next(engine.rows("SELECT value FROM meta WHERE key = :key", {"key": REVISION}), None)
    keep_meta(engine, REVISION, str(int(row[0]) + 1 if row else 1))


def keep_meta(engine: Engine, key: str, value: str) -> None:
    """See `Store.keep_meta`."""
    sql = insert("meta", "key value").replace("DO NOTHING", "(key) DO UPDATE SET value = excluded.value")
    engine.run(sql, {"key": key, "value": value})
