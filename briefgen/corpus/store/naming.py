"""Which documents somebody means by a name, an address or the beginning of an id."""

from __future__ import annotations

import difflib
from itertools import islice

from briefgen.corpus.store.keeping import Store
from briefgen.corpus.store.values import Query, Row
from briefgen.errors import UsageError

SHORTEST = 6
"""Digits of an id that may stand for all of it."""
ASKED = 8
"""Names in a message."""


def named(store: Store, word: str) -> tuple[Row, ...]:
    """All documents of a name, address or id, those that are current first, then the newest.

    Earlier versions count. A beginning of a name will do where no other one begins so.

    Raises:
        UsageError: There is none, or a beginning fits several.
    """
    rows = list(islice(store.list(Query(name=word, replaced=True)), 1000)) if word else []
    rows.sort(key=lambda row: row.replaced)
    exact = [row for row in rows if word in {row.name, row.url} or (len(word) >= SHORTEST and row.id.startswith(word))]
    if exact:
        return tuple(exact)
    names = list(dict.fromkeys(row.name for row in rows))
    if len(names) == 1:
        return tuple(rows)
    if names:
        several = f"{', '.join(names[:ASKED])}{' …' if len(names) > ASKED else ''}"
        raise UsageError(f"“{word}” may be one of {len(names)} documents", hint=f"Such as {several}")
    raise UsageError(f"there is no document “{word}”", where=store.where, hint=_near(store, word))


def _near(store: Store, word: str) -> str:
    """Names that look like it, among those that were stored last."""
    names = [row.name for row in store.list(Query(limit=5000))]
    near = difflib.get_close_matches(word, names, n=3) or [name for name in names if word.casefold() in name.casefold()]
    return f"Did you mean {' or '.join(near[:3])}?" if near else "`briefgen documents list` shows their names."
