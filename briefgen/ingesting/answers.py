"""What became of the pages and feeds that somebody named, each the last time that it was asked; kept in the store.

A feed that does not answer leaves no trace among the documents: nothing is new then, as in a quiet week. Whoever sends
briefs has to know the one from the other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from heapq import nlargest

import msgspec
from msgspec import Struct

from briefgen.corpus.store import Store
from briefgen.errors import CorpusError

KEY = "answers"
"""Of the record in the store."""
MOST = 5000
"""Addresses that are kept, the last ones: who takes in pages one by one names others each time."""


class Answer(Struct, frozen=True):
    """What became of an address."""

    address: str
    """As it was named."""
    at: dt.datetime
    """When it was last asked (UTC)."""
    reason: str = ""
    """Why it could not be had; empty where it could."""
    had: dt.datetime | None = None
    """When it could last be had; None for never."""


_decoder = msgspec.json.Decoder(tuple[Answer, ...])


def kept(store: Store) -> Mapping[str, Answer]:
    """What became of every address, by itself.

    Raises:
        CorpusError: The record is none.
    """
    try:
        found = _decoder.decode(store.meta(KEY) or "[]")
    except msgspec.MsgspecError as error:
        raise CorpusError(
            "holds a record of feeds that cannot be read", store.where, "`briefgen corpus check`"
        ) from error
    return {one.address: one for one in found}


def keep(store: Store, reasons: Mapping[str, str], now: dt.datetime) -> None:
    """Notes what became of some addresses; what is known of others stays.

    Args:
        store: Where.
        reasons: Address → why it could not be had; empty where it could.
        now: When they were asked.
    """
    with store.writing():
        before = dict(kept(store))
        for address, reason in reasons.items():
            last = before[address].had if address in before else None
            before[address] = Answer(address, now, reason, last if reason else now)
        newest = nlargest(MOST, before.values(), key=lambda one: one.at)
        store.keep_meta(KEY, msgspec.json.encode(sorted(newest, key=lambda one: one.address)).decode())


def of(store: Store, addresses: Iterable[str]) -> tuple[Answer, ...]:
    """What became of these addresses, in their order; one that was never asked is not among it."""
    found = kept(store)
    return tuple(found[one] for one in addresses if one in found)


def all_failed(found: Iterable[Answer]) -> bool:
    """Whether there were some, and none of them could be had."""
    reasons = [one.reason for one in found]
    return bool(reasons) and all(reasons)
