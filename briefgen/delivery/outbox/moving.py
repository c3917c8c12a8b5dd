"""A message from state to state. Each function is one commit, on the disk before it returns.

pending ─▶ claimed ─▶ dot ─▶ sent | failed | unknown
   ▲          │        │
   └──────────┴────────┘ a reply that says "later", or a death before the dot
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Sequence

from msgspec import Struct

from briefgen.delivery.outbox import audit, generations, packing
from briefgen.delivery.outbox.file import Outbox
from briefgen.delivery.outbox.looking import COLUMNS, entry
from briefgen.delivery.values import Entry, Policy, Reply, State
from briefgen.errors import OutboxError, UsageError

MAY = {
    State.PENDING: {State.CLAIMED, State.FAILED, State.DROPPED, State.UNKNOWN},
    State.CLAIMED: {State.PENDING, State.DOT, State.FAILED, State.DROPPED, State.UNKNOWN},
    State.DOT: {State.PENDING, State.SENT, State.FAILED, State.UNKNOWN},
    State.UNKNOWN: {State.PENDING, State.SENT, State.DROPPED},
    State.FAILED: {State.PENDING, State.DROPPED},
    State.SENT: set[State](),
    State.DROPPED: set[State](),
}
"""Which state may follow which. What waits is unknown only where the outbox came back from a backup (`generations`)."""
SAID = {
    State.UNKNOWN: {State.SENT, State.PENDING, State.DROPPED},
    State.FAILED: {State.PENDING, State.DROPPED},
    State.PENDING: {State.DROPPED},
}
"""What a person may say of a message in which state."""
LINK_ENDED = Reply(0, "the sender ended between the final dot and the answer")


class Settled(Struct, frozen=True):
    """What became of a message."""

    entry: Entry
    state: State
    reply: Reply | None = None
    due: dt.datetime | None = None
    """Of one that is to be tried again: not before this moment."""
    reason: str = ""


def claim(  # noqa: PLR0913 - one argument for each thing that is said
    outbox: Outbox,
    edition: str,
    now: dt.datetime,
    who: str,
    settled: Sequence[Settled] = (),
    only: Collection[int] = (),
    most: int = 1,
) -> tuple[Entry, ...]:
    """Settles what came before, and takes the next messages that are due; none where there are none.

    All in one commit: the disk is waited for once.

    Args:
        outbox: Where.
        edition: Its name.
        now: When.
        who: Who sends.
        settled: What came before.
        only: Numbers of messages to choose from; empty for all.
        most: How many are taken.

    Raises:
        OutboxError: The outbox came back from a backup, and nobody said yet what was sent since then.
    """
    with outbox.writing():
        for one in settled:
            step(outbox, one, now, who)
        return _claimed(outbox, edition, now, who, only, most)


def dot(outbox: Outbox, claimed: Sequence[Entry], now: dt.datetime, who: str) -> tuple[Entry, ...]:
    """Notes that the final dots of messages go out next."""
    with outbox.writing():
        return tuple(step(outbox, Settled(one, State.DOT), now, who) for one in claimed)


def dot_and_claim(  # noqa: PLR0913 - one argument for each thing that is said
    outbox: Outbox,
    claimed: Sequence[Entry],
    now: dt.datetime,
    who: str,
    settled: Sequence[Settled] = (),
    only: Collection[int] = (),
    most: int = 1,
) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """As `dot` and the next `claim` in one commit: messages cost one wait for the disk, not two.

    Still no more messages are at their dots than were claimed together: those before are settled by the same commit.

    Args:
        outbox: Where.
        claimed: The messages whose final dots go out next; one at least.
        now: When.
        who: Who sends.
        settled: What came before.
        only: Numbers of messages to choose the next ones from; empty for all.
        most: How many are taken.

    Returns:
        Those messages, and the next ones; none where no other is due.

    Raises:
        OutboxError: The outbox came back from a backup, and nobody said yet what was sent since then.
    """
    with outbox.writing():
        for one in settled:
            step(outbox, one, now, who)
        at = tuple(step(outbox, Settled(one, State.DOT), now, who) for one in claimed)
        return at, _claimed(outbox, claimed[0].edition, now, who, only, most)


def _claimed(  # noqa: PLR0913 - as above
    outbox: Outbox, edition: str, now: dt.datetime, who: str, only: Collection[int], most: int
) -> tuple[Entry, ...]:
    """The next messages that are due, claimed within a transaction."""
    sql = (
        f"SELECT {COLUMNS} FROM message WHERE edition = :edition AND state = 'pending'"  # noqa: S608 - our own words
        " AND (due IS NULL OR due <= :now)"
        " AND (:only IS NULL OR number IN (SELECT value FROM json_each(:only))) ORDER BY due, number LIMIT :most"
    )
    chosen = json.dumps(sorted(only)) if only else None
    generations.refuse_locked(outbox)
    rows = outbox.rows(sql, {"edition": edition, "now": packing.stamp(now), "only": chosen, "most": most})
    return tuple(step(outbox, Settled(entry(row), State.CLAIMED), now, who) for row in rows)


def settle(outbox: Outbox, settled: Sequence[Settled], now: dt.datetime, who: str) -> None:
    """Notes what became of messages."""
    with outbox.writing():
        for one in settled:
            step(outbox, one, now, who)


def recover(outbox: Outbox, policy: Policy, now: dt.datetime, who: str) -> tuple[Entry, ...]:
    """After a death, with the lock in hand: claimed ones are pending again; those at the dot are as the policy says.

    Returns:
        Those that are unknown now, or are sent again: a caller that reconciles looks for them.
    """
    sql = f"SELECT {COLUMNS} FROM message WHERE state IN ('claimed', 'dot') ORDER BY number"  # noqa: S608 - our own words
    doubtful = []
    with outbox.writing():
        for found in map(entry, outbox.rows(sql)):
            if found.state is State.CLAIMED:
                step(outbox, Settled(found, State.PENDING, found.reply), now, who)
                continue
            unknown = step(outbox, Settled(found, State.UNKNOWN, LINK_ENDED), now, who)
            again = policy is Policy.RESEND
            doubtful.append(step(outbox, Settled(unknown, State.PENDING, LINK_ENDED), now, who) if again else unknown)
    return tuple(doubtful)


def resolve(  # noqa: PLR0913 - one argument for each thing that is said
    outbox: Outbox, found: Entry, state: State, now: dt.datetime, who: str, reason: str
) -> None:
    """A person, or the archive, says what became of a message.

    Args:
        outbox: Where.
        found: A message that is unknown or failed; one that waits may be dropped.
        state: Sent; pending to send it again; dropped for never.
        now: When it is said.
        who: Who says it.
        reason: How it is known.

    Raises:
        UsageError: It is in a state of which nobody can say that.
    """
    may = SAID.get(found.state, set())
    if state not in may:
        can = f"It can be made {' or '.join(sorted(may))}." if may else "There is nothing to resolve."
        raise UsageError(f"is {found.state}, and cannot be said to be {state}", f"message {found.number}", can)
    if state is State.PENDING and not found.person.address:
        raise UsageError("went to somebody who was forgotten, and has no address", f"message {found.number}")
    settle(outbox, (Settled(found, state, found.reply, reason=reason),), now, who)


def hasten(outbox: Outbox, found: Sequence[Entry], now: dt.datetime, who: str) -> None:
    """What waits until some moment is due at once, and what failed is tried again.

    Raises:
        UsageError: One is in another state, or goes to somebody who was forgotten.
    """
    with outbox.writing():
        for one in found:
            if one.state is State.FAILED and one.person.address:
                step(outbox, Settled(one, State.PENDING, one.reply, reason="tried again"), now, who)
            elif one.state is State.PENDING:
                outbox.run("UPDATE message SET due = NULL WHERE number = :number", {"number": one.number})
                audit.note(outbox, now, who, "hasten", one.edition, one.number)
            else:
                hint = "Only what failed or waits is tried again; for what is unknown see `briefgen outbox resolve`."
                raise UsageError(f"is {one.state}, and cannot be tried again", f"message {one.number}", hint)


def step(outbox: Outbox, one: Settled, now: dt.datetime, who: str) -> Entry:
    """One step, within a transaction, and its note in the audit; the message behind it.

    Raises:
        OutboxError: It may not follow, or the message is not any more what it was.
    """
    before = one.entry
    if one.state not in MAY[before.state]:
        raise OutboxError(f"message {before.number} cannot be {one.state} after {before.state}", str(outbox.path))
    changed = outbox.rows(
        "UPDATE message SET state = :state, since = :since, due = :due, code = :code, answer = :answer,"  # noqa: S608 - our own words
        " status = :status, reason = :reason, attempts = attempts + :claims WHERE number = :number AND state = :before"
        f" RETURNING {COLUMNS}",
        {
            "number": before.number, "before": before.state, "state": one.state, "since": packing.stamp(now),
            "due": packing.stamp(one.due) if one.due else None, "reason": one.reason,
            "claims": one.state is State.CLAIMED, **_columns(one.reply or before.reply),
        },
    )  # fmt: skip
    if not changed:
        hint = "Look at it: `briefgen outbox status`."
        raise OutboxError(f"message {before.number} is not {before.state} any more", str(outbox.path), hint)
    said = f"{one.reply.code} {one.reply.status}".strip() if one.reply else ""
    audit.note(outbox, now, who, one.state, before.edition, before.number, "; ".join(filter(None, (said, one.reason))))
    return entry(changed[0])


def _columns(reply: Reply | None) -> dict[str, str | int | None]:
    if reply is None:
        return {"code": None, "answer": None, "status": None}
    return {"code": reply.code, "answer": reply.text, "status": reply.status}
