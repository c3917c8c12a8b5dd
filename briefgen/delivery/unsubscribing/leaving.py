"""Who left what, kept in the outbox: asked when an edition is planned, and again right before each message."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from enum import StrEnum

from msgspec import Struct

from briefgen.delivery.keys import Key
from briefgen.delivery.outbox import Outbox, audit, packing
from briefgen.delivery.unsubscribing.tokens import Named, named_by
from briefgen.delivery.values import Person

EVERYTHING = ""
"""Stands for every list: there is now, and there will be."""


class How(StrEnum):
    """By what somebody left."""

    LINK = "link"
    """The link or button in a message."""
    OPERATOR = "operator"
    """`briefgen unsubscribe add`."""
    COMPLAINT = "complaint"
    """A provider passed on that they call it spam."""
    BOUNCE = "bounce"
    """Their address takes no mail."""


class Departure(Struct, frozen=True):
    """Somebody gets a list no more."""

    recipient: str
    """`Person.id`."""
    list: str
    """Its id; `EVERYTHING` for all."""
    at: dt.datetime
    how: How
    detail: str
    """What is to be said besides: who did it, or what a server answered."""

    @property
    def reason(self) -> str:
        """Why a message of this list is not sent."""
        day = f"{self.at:%Y-%m-%d}"
        match self.how:
            case How.BOUNCE:
                return f"bounced on {day}: {self.detail}"
            case How.COMPLAINT:
                return f"complained on {day}"
            case _:
                return f"left {f'“{self.list}”' if self.list else 'everything'} on {day}"


class Subscriber(Struct, frozen=True):
    """Whom a link was made for."""

    recipient: str
    """`Person.id`."""
    lists: tuple[str, ...]
    """Ids of those that the link leaves."""
    language: str
    """Of the message that it stood in."""


def remember(outbox: Outbox, people: Iterable[Person], keys: Sequence[Key]) -> None:
    """Notes whose links are whose, before they go out.

    For every key of the ring: after an older outbox was brought back, links from before are found again.
    """
    rows = (_row(person, key) for person in people for key in keys)
    sql = (
        "INSERT INTO subscriber VALUES (:subscriber, :lists, :recipient, :list_ids, :language)"
        " ON CONFLICT DO UPDATE SET language = excluded.language"
    )
    with outbox.writing():
        outbox.many(sql, rows)


def _row(person: Person, key: Key) -> dict[str, str | bytes]:
    who = named_by(key, person.id, person.lists)
    return {
        "subscriber": who.subscriber, "lists": who.lists, "recipient": person.id,
        "list_ids": json.dumps(person.lists), "language": person.combination.language,
    }  # fmt: skip


def whose(outbox: Outbox, who: Named) -> Subscriber | None:
    """Whom a token was made for; None where nobody knows, as after everything about them was forgotten."""
    sql = "SELECT recipient, list_ids, language FROM subscriber WHERE subscriber = :subscriber AND lists = :lists"
    for recipient, lists, language in outbox.rows(sql, {"subscriber": who.subscriber, "lists": who.lists}):
        return Subscriber(recipient, tuple(json.loads(lists)), language)
    return None


def leave(  # noqa: PLR0913 - one argument for each thing that is noted
    outbox: Outbox, recipient: str, lists: Iterable[str], how: How, at: dt.datetime, who: str, detail: str = ""
) -> tuple[str, ...]:
    """Notes that somebody left; the lists that they had not left before. Saying so again changes nothing."""
    sql = "INSERT INTO departure VALUES (:recipient, :list, :at, :how, :detail) ON CONFLICT DO NOTHING"
    row = {"recipient": recipient, "at": packing.stamp(at), "how": how, "detail": detail}
    with outbox.writing():
        new = tuple(one for one in dict.fromkeys(lists) if outbox.run(sql, row | {"list": one}))
        for one in new:
            audit.note(outbox, at, who, "left", detail=f"{one or 'everything'}, by {how}")
    return new


def come_back(outbox: Outbox, recipient: str, lists: Sequence[str], at: dt.datetime, who: str) -> tuple[Departure, ...]:
    """Takes back that somebody left some lists, or whatever they left where none is named.

    Returns:
        What was taken back.
    """
    gone = [one for one in departures(outbox, recipient) if not lists or one.list in lists]
    with outbox.writing():
        for one in gone:
            sql = "DELETE FROM departure WHERE recipient = :recipient AND list = :list"
            outbox.run(sql, {"recipient": recipient, "list": one.list})
            audit.note(outbox, at, who, "came back", detail=f"{one.list or 'everything'}, left by {one.how}")
        if gone:  # bounces of before would have them leave again with the next one
            outbox.run("UPDATE notice SET recipient = '' WHERE recipient = :recipient", {"recipient": recipient})
    return tuple(gone)


def departures(outbox: Outbox, recipient: str | None = None) -> tuple[Departure, ...]:
    """Who left what, the first one first; of one person where they are named."""
    whose = "" if recipient is None else "WHERE recipient = :recipient"  # “IS NULL OR …” would read the whole table
    sql = f"SELECT recipient, list, at, how, detail FROM departure {whose} ORDER BY at, recipient, list"  # noqa: S608 - our own words
    return tuple(
        Departure(whom, one, packing.moment(at), How(how), detail)
        for whom, one, at, how, detail in outbox.rows(sql, {"recipient": recipient})
    )


def has_left(outbox: Outbox, person: Person, lists: Sequence[str] | None = None) -> Departure | None:
    """How somebody left one of the lists that a message is from; None for who gets it.

    Whoever left one of several lists while an edition goes out does not get it: its letter has all of their topics.

    Args:
        outbox: Where.
        person: Who is to get it.
        lists: Ids; those of the person where none are named.
    """
    wanted = {EVERYTHING, *(person.lists if lists is None else lists)}
    return next((one for one in departures(outbox, person.id) if one.list in wanted), None)
