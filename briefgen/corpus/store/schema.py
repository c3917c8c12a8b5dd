"""The tables of the store, and the steps from each version of them to the next.

A step is never changed once it was released: a new one follows it. `{blob}`, `{whole}` and `{strict}` are what each
database calls these; `full_text` is what it searches with.
"""

from __future__ import annotations

from collections.abc import Mapping

FIRST = (
    # What came in, byte by byte.
    """CREATE TABLE snapshot (
        hash TEXT NOT NULL PRIMARY KEY,
        media TEXT NOT NULL,
        size {whole} NOT NULL,
        packed {blob} NOT NULL,
        stored TEXT NOT NULL
    ){strict}""",
    # What was read from it. One text is one document; `record` is its `Document` but for the text (MessagePack).
    """CREATE TABLE document (
        id {whole} NOT NULL PRIMARY KEY,
        hash TEXT NOT NULL UNIQUE,
        snapshot TEXT NOT NULL REFERENCES snapshot (hash),
        place TEXT NOT NULL,
        name TEXT NOT NULL,
        media TEXT NOT NULL,
        headline TEXT,
        publisher TEXT,
        published TEXT,
        day TEXT NOT NULL,
        language TEXT,
        url TEXT,
        reader TEXT NOT NULL,
        record {blob} NOT NULL,
        text TEXT NOT NULL,
        stored TEXT NOT NULL,
        replaced TEXT
    ){strict}""",
    "CREATE INDEX document_published ON document (published)",
    "CREATE INDEX document_place ON document (place)",
    "CREATE INDEX document_name ON document (name)",
    "CREATE INDEX document_snapshot ON document (snapshot)",
    # Everywhere that a text was seen, the first place too.
    """CREATE TABLE sighting (
        place TEXT NOT NULL,
        name TEXT NOT NULL,
        snapshot TEXT NOT NULL REFERENCES snapshot (hash),
        document {whole} NOT NULL REFERENCES document (id),
        seen TEXT NOT NULL,
        PRIMARY KEY (place, document)
    ){strict}""",
    "CREATE INDEX sighting_document ON sighting (document)",
    "CREATE INDEX sighting_snapshot ON sighting (snapshot)",
    # How each origin looked when it was last read, and what of it could not be.
    """CREATE TABLE source (
        origin TEXT NOT NULL PRIMARY KEY,
        stamp TEXT NOT NULL,
        reader TEXT NOT NULL,
        checked TEXT NOT NULL,
        reason TEXT
    ){strict}""",
    """CREATE TABLE refusal (
        origin TEXT NOT NULL,
        what TEXT NOT NULL,
        reason TEXT NOT NULL,
        seen TEXT NOT NULL,
        PRIMARY KEY (origin, what)
    ){strict}""",
    # Addresses that a feed named and that were not fetched yet.
    """CREATE TABLE queue (
        url TEXT NOT NULL PRIMARY KEY,
        feed TEXT NOT NULL,
        record TEXT NOT NULL,
        tries {whole} NOT NULL,
        stored TEXT NOT NULL
    ){strict}""",
    # Topic and day together: the documents of a topic and week are one range of this index.
    """CREATE TABLE label (
        label TEXT NOT NULL,
        day TEXT NOT NULL,
        document {whole} NOT NULL REFERENCES document (id),
        PRIMARY KEY (label, day, document)
    ){strict}{keyed}""",
    "CREATE INDEX label_document ON label (document)",
    # Near-duplicates meet under one of their bands.
    """CREATE TABLE band (
        band {blob} NOT NULL,
        document {whole} NOT NULL REFERENCES document (id),
        PRIMARY KEY (band, document)
    ){strict}{keyed}""",
    """CREATE TABLE near (
        document {whole} NOT NULL PRIMARY KEY REFERENCES document (id),
        other {whole} NOT NULL REFERENCES document (id),
        share REAL NOT NULL
    ){strict}""",
    "CREATE INDEX near_other ON near (other)",
    # What the other rooms found; opaque here.
    """CREATE TABLE reading (
        document {whole} NOT NULL REFERENCES document (id),
        key TEXT NOT NULL,
        record {blob} NOT NULL,
        PRIMARY KEY (document, key)
    ){strict}{keyed}""",
    """CREATE TABLE edition (
        name TEXT NOT NULL,
        topic TEXT NOT NULL,
        as_of TEXT,
        since TEXT,
        corpus TEXT NOT NULL,
        config TEXT NOT NULL,
        version TEXT NOT NULL,
        made TEXT NOT NULL,
        brief {blob} NOT NULL,
        PRIMARY KEY (name, topic)
    ){strict}""",
    """CREATE TABLE edition_document (
        name TEXT NOT NULL,
        topic TEXT NOT NULL,
        hash TEXT NOT NULL,
        PRIMARY KEY (name, topic, hash),
        FOREIGN KEY (name, topic) REFERENCES edition (name, topic)
    ){strict}{keyed}""",
    "CREATE INDEX edition_document_hash ON edition_document (hash)",
    """CREATE TABLE fact (
        name TEXT NOT NULL,
        topic TEXT NOT NULL,
        id TEXT NOT NULL,
        measure TEXT,
        subject TEXT,
        value TEXT,
        upper TEXT,
        unit TEXT,
        status TEXT NOT NULL,
        period_start TEXT,
        period_end TEXT,
        PRIMARY KEY (name, topic, id),
        FOREIGN KEY (name, topic) REFERENCES edition (name, topic)
    ){strict}""",
    "CREATE INDEX fact_measure ON fact (measure, period_end)",
    # Odds and ends by name: when it was made, which topics the labels are of.
    "CREATE TABLE meta (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL){strict}",
)

STEPS: tuple[tuple[str, ...], ...] = (FIRST,)
"""The statements that lead from each version to the next: the first ones from nothing to version 1."""

VERSION = len(STEPS)
"""The version that this briefgen reads and writes."""

TABLES = (
    *("snapshot", "document", "sighting", "source", "refusal", "queue", "label", "band", "near"),
    *("reading", "edition", "edition_document", "fact", "meta"),
)
"""All tables, each after those that it refers to."""


def statements(version: int, names: Mapping[str, str]) -> tuple[str, ...]:
    """What leads from a version to today's, in the words of one database."""
    return tuple(statement.format(**names) for step in STEPS[version:] for statement in step)
