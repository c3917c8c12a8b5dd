"""The tables of the store, and the steps from each version of them to the next.

A step is never changed once it was released: a new one follows it. Words in braces stand for what each
database calls these: `{text}` sorts by code points, `{real}` has 64 bits; `{strict}{keyed}` ends a table.
"""

from __future__ import annotations

from collections.abc import Mapping

from briefgen.corpus.store import bands

FIRST = (
    # What came in, byte by byte.
    """CREATE TABLE snapshot (
        hash {text} NOT NULL PRIMARY KEY,
        media {text} NOT NULL,
        size {whole} NOT NULL,
        packed {blob} NOT NULL,
        stored {text} NOT NULL
    ){strict}""",
    # What was read from it. One text is one document; `record` is its `Document` but for the text (MessagePack), and
    # `length` the characters of the text. The long columns are the last, so that lists do not read over them.
    """CREATE TABLE document (
        id {whole} NOT NULL PRIMARY KEY,
        hash {text} NOT NULL UNIQUE,
        snapshot {text} NOT NULL REFERENCES snapshot (hash),
        place {text} NOT NULL,
        name {text} NOT NULL,
        media {text} NOT NULL,
        headline {text},
        publisher {text},
        published {text},
        day {text} NOT NULL,
        language {text},
        url {text},
        reader {text} NOT NULL,
        stored {text} NOT NULL,
        replaced {text},
        length {whole} NOT NULL,
        record {blob} NOT NULL,
        text {text} NOT NULL
    ){strict}""",
    # What a week's list asks of the documents themselves: without their rows, which lie all over the file.
    "CREATE INDEX document_current ON document (published, name, hash) WHERE replaced IS NULL",
    # Which documents of some days do not count: there are few, so that they are taken off what `label` or the full text
    # finds without looking at the rest.
    "CREATE INDEX document_replaced ON document (published) WHERE replaced IS NOT NULL",
    "CREATE INDEX document_place ON document (place)",
    "CREATE INDEX document_name ON document (name)",
    "CREATE INDEX document_snapshot ON document (snapshot)",
    # Everywhere that a text was seen, the first place too.
    """CREATE TABLE sighting (
        place {text} NOT NULL,
        name {text} NOT NULL,
        snapshot {text} NOT NULL REFERENCES snapshot (hash),
        document {whole} NOT NULL REFERENCES document (id),
        seen {text} NOT NULL,
        PRIMARY KEY (place, document)
    ){strict}""",
    "CREATE INDEX sighting_document ON sighting (document)",
    "CREATE INDEX sighting_snapshot ON sighting (snapshot)",
    # How each origin looked when it was last read, and what of it could not be.
    """CREATE TABLE source (
        origin {text} NOT NULL PRIMARY KEY,
        stamp {text} NOT NULL,
        reader {text} NOT NULL,
        checked {text} NOT NULL,
        reason {text}
    ){strict}""",
    """CREATE TABLE refusal (
        origin {text} NOT NULL,
        what {text} NOT NULL,
        reason {text} NOT NULL,
        seen {text} NOT NULL,
        PRIMARY KEY (origin, what)
    ){strict}""",
    # Addresses that a feed named and that were not fetched yet.
    """CREATE TABLE queue (
        url {text} NOT NULL PRIMARY KEY,
        feed {text} NOT NULL,
        record {text} NOT NULL,
        tries {whole} NOT NULL,
        stored {text} NOT NULL
    ){strict}""",
    # Topic and day together: the documents of a topic and week are one range of this index.
    """CREATE TABLE label (
        label {text} NOT NULL,
        day {text} NOT NULL,
        document {whole} NOT NULL REFERENCES document (id),
        PRIMARY KEY (label, day, document)
    ){strict}{keyed}""",
    "CREATE INDEX label_document ON label (document)",
    # Near-duplicates meet under one of their bands; `total` is how many of them the document has. See `bands`. No
    # reference to `document`: each row that moves on, and each document that is taken out, would be looked up for it.
    *(
        f"""CREATE TABLE {table} (
        band {{blob}} NOT NULL,
        document {{whole}} NOT NULL,
        total {{whole}} NOT NULL,
        PRIMARY KEY (band, document)
    ){{strict}}{{keyed}}"""
        for table in bands.TABLES
    ),
    f"CREATE VIEW band AS {' UNION ALL '.join(f'SELECT {bands.COLUMNS} FROM {table}' for table in bands.TABLES)}",
    """CREATE TABLE near (
        document {whole} NOT NULL PRIMARY KEY REFERENCES document (id),
        other {whole} NOT NULL REFERENCES document (id),
        share {real} NOT NULL
    ){strict}""",
    "CREATE INDEX near_other ON near (other)",
    # What the other rooms found; opaque here.
    """CREATE TABLE reading (
        document {whole} NOT NULL REFERENCES document (id),
        key {text} NOT NULL,
        record {blob} NOT NULL,
        PRIMARY KEY (document, key)
    ){strict}{keyed}""",
    """CREATE TABLE edition (
        name {text} NOT NULL,
        topic {text} NOT NULL,
        as_of {text},
        since {text},
        corpus {text} NOT NULL,
        config {text} NOT NULL,
        version {text} NOT NULL,
        made {text} NOT NULL,
        brief {blob} NOT NULL,
        PRIMARY KEY (name, topic)
    ){strict}""",
    """CREATE TABLE edition_document (
        name {text} NOT NULL,
        topic {text} NOT NULL,
        hash {text} NOT NULL,
        PRIMARY KEY (name, topic, hash),
        FOREIGN KEY (name, topic) REFERENCES edition (name, topic)
    ){strict}{keyed}""",
    "CREATE INDEX edition_document_hash ON edition_document (hash)",
    """CREATE TABLE fact (
        name {text} NOT NULL,
        topic {text} NOT NULL,
        id {text} NOT NULL,
        measure {text},
        subject {text},
        value {text},
        upper {text},
        unit {text},
        status {text} NOT NULL,
        period_start {text},
        period_end {text},
        PRIMARY KEY (name, topic, id),
        FOREIGN KEY (name, topic) REFERENCES edition (name, topic)
    ){strict}""",
    "CREATE INDEX fact_measure ON fact (measure, period_end)",
    # What became of each edition, act by act, and the bytes that released ones were made from: only ever added to.
    """CREATE TABLE edition_act (
        name {text} NOT NULL,
        number {whole} NOT NULL,
        state {text} NOT NULL,
        at {text} NOT NULL,
        person {text} NOT NULL,
        record {blob} NOT NULL,
        PRIMARY KEY (name, number)
    ){strict}""",
    "CREATE TABLE piece (hash {text} NOT NULL PRIMARY KEY, packed {blob} NOT NULL){strict}",
    """CREATE TABLE edition_piece (
        name {text} NOT NULL,
        part {text} NOT NULL,
        path {text} NOT NULL,
        hash {text} NOT NULL,
        PRIMARY KEY (name, part, path)
    ){strict}{keyed}""",
    "CREATE INDEX edition_piece_hash ON edition_piece (hash)",
    # Odds and ends by name: when it was made, which topics the labels are of.
    "CREATE TABLE meta (key {text} NOT NULL PRIMARY KEY, value {text} NOT NULL){strict}",
)

STEPS: tuple[tuple[str, ...], ...] = (FIRST,)
"""The statements that lead from each version to the next: the first ones from nothing to version 1."""

VERSION = len(STEPS)
"""The version that this briefgen reads and writes."""

TABLES = (
    *("snapshot", "document", "sighting", "source", "refusal", "queue", "label", *bands.TABLES, "near"),
    *("reading", "edition", "edition_document", "fact", "edition_act", "piece", "edition_piece", "meta"),
)
"""All tables, each after those that it refers to."""


def statements(version: int, names: Mapping[str, str]) -> tuple[str, ...]:
    """What leads from a version to today's, in the words of one database."""
    return tuple(statement.format(**names) for step in STEPS[version:] for statement in step)
