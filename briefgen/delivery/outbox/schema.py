"""The tables of the outbox. A change of theirs is a further version, never an edit of an earlier one."""

from __future__ import annotations

from briefgen.delivery.values import State

APPLICATION = 0x62726F78
"""Says in the file's head whose it is: "brox" (SQLite's `application_id`)."""
_STATES = ", ".join(f"'{state}'" for state in State)

VERSIONS = (
    f"""
    CREATE TABLE edition (
        name TEXT PRIMARY KEY, hash TEXT NOT NULL, planned TEXT NOT NULL, deadline TEXT
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE piece (hash TEXT PRIMARY KEY, packed BLOB NOT NULL) STRICT;

    CREATE TABLE letter (
        edition TEXT NOT NULL REFERENCES edition, key TEXT NOT NULL, name TEXT NOT NULL, position INTEGER NOT NULL,
        combination TEXT NOT NULL, hash TEXT NOT NULL REFERENCES piece,
        PRIMARY KEY (edition, key, name)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE message (
        number INTEGER PRIMARY KEY,
        edition TEXT NOT NULL REFERENCES edition, recipient TEXT NOT NULL,
        person TEXT NOT NULL, message_id TEXT NOT NULL UNIQUE,
        state TEXT NOT NULL CHECK (state IN ({_STATES})),
        since TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, due TEXT,
        code INTEGER, answer TEXT, status TEXT, reason TEXT NOT NULL DEFAULT '',
        UNIQUE (edition, recipient)
    ) STRICT;

    CREATE INDEX message_pending ON message (edition, due, number) WHERE state = '{State.PENDING}';

    CREATE TABLE audit (
        number INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL,
        edition TEXT NOT NULL DEFAULT '', message INTEGER, detail TEXT NOT NULL DEFAULT ''
    ) STRICT;

    CREATE TRIGGER audit_stays BEFORE UPDATE ON audit BEGIN SELECT raise(ABORT, 'the audit is only added to'); END;
    CREATE TRIGGER audit_keeps BEFORE DELETE ON audit BEGIN SELECT raise(ABORT, 'the audit is only added to'); END;
    """,
    """
    CREATE TABLE subscriber (
        subscriber BLOB NOT NULL, lists BLOB NOT NULL, recipient TEXT NOT NULL, list_ids TEXT NOT NULL,
        language TEXT NOT NULL, PRIMARY KEY (subscriber, lists)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE departure (
        recipient TEXT NOT NULL, list TEXT NOT NULL, at TEXT NOT NULL, how TEXT NOT NULL, detail TEXT NOT NULL,
        PRIMARY KEY (recipient, list)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE notice (
        digest BLOB PRIMARY KEY, at TEXT NOT NULL, kind TEXT NOT NULL, message INTEGER REFERENCES message,
        status TEXT NOT NULL DEFAULT '', recipient TEXT NOT NULL DEFAULT '', edition TEXT NOT NULL DEFAULT ''
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX notice_of ON notice (recipient, kind);

    CREATE TABLE mailbox (place TEXT PRIMARY KEY, validity INTEGER NOT NULL, last INTEGER NOT NULL)
        STRICT, WITHOUT ROWID;
    """,
    """
    CREATE TABLE restoration (
        number INTEGER PRIMARY KEY, saved TEXT NOT NULL, unlocked TEXT, who TEXT NOT NULL DEFAULT ''
    ) STRICT;

    CREATE TABLE gone (edition TEXT PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL) STRICT, WITHOUT ROWID;

    CREATE TABLE salt (number INTEGER PRIMARY KEY CHECK (number = 1), value BLOB NOT NULL) STRICT;

    INSERT INTO salt VALUES (1, randomblob(32));

    CREATE INDEX audit_runs ON audit (number) WHERE what IN ('begin', 'end');
    """,
    "CREATE INDEX message_of ON message (recipient);",
)
"""What each version brought, the first one first; `user_version` of a file says how many of them it has."""
