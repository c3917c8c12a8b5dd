"""Operators are told of a reason once for each edition; the audit knows what they were told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from msgspec import Struct

from briefgen.delivery.diagnosing.letters import House, letters
from briefgen.delivery.diagnosing.reasons import AS_MEANT
from briefgen.delivery.diagnosing.telling import Told, tell
from briefgen.delivery.diagnosing.values import Reason
from briefgen.delivery.outbox import Outbox, audit, packing
from briefgen.delivery.relay import Session

WHAT = "alert"
"""Of the rows in the audit."""


class Alert(Struct, frozen=True):
    """Something that operators were told."""

    at: dt.datetime
    edition: str
    """Empty where it was about none."""
    key: str
    """`Reason.key`."""


def alert(  # noqa: PLR0913 - one argument for each thing that is needed
    outbox: Outbox, house: House, found: Iterable[Reason], now: dt.datetime, who: str, opened: Callable[[], Session]
) -> Told:
    """Mails the operators what they were not told yet, and notes it where at least one of them was.

    Args:
        outbox: Knows what they were told.
        house: Whose operators.
        found: What there is to tell; what is as it was meant, or was told, is passed over.
        now: When.
        who: Who tells them, for the audit.
        opened: A new connection to the relay.

    Returns:
        Who was told; nobody, and nobody missed, where there is nothing new or there are no operators.

    Raises:
        OutboxError: The mail breaks a rule, or the outbox cannot be written to.
    """
    new = untold(outbox, found)
    if not new or not house.delivery.operators:
        return Told(())
    told = tell(letters(house, new, now), opened)
    if told.operators:
        note_told(outbox, new, now, who)
    return told


def latest(outbox: Outbox, number: int) -> tuple[Alert, ...]:
    """What operators were told last, the newest first."""
    sql = "SELECT at, edition, detail FROM audit WHERE what = :what ORDER BY number DESC LIMIT :number"
    rows = outbox.rows(sql, {"what": WHAT, "number": number})
    return tuple(Alert(packing.moment(at), edition, key) for at, edition, key in rows)


def untold(outbox: Outbox, found: Iterable[Reason]) -> tuple[Reason, ...]:
    """Those that operators were not told of yet; what is as it was meant needs no telling."""
    rows = outbox.rows("SELECT edition, detail FROM audit WHERE what = :what", {"what": WHAT})
    told = {(edition, key) for edition, key in rows}
    return tuple(one for one in found if one.cause not in AS_MEANT and (one.edition, one.key) not in told)


def note_told(outbox: Outbox, told: Iterable[Reason], now: dt.datetime, who: str) -> None:
    """Notes that operators were told; called once the relay took the mail, so that what it refused is told again."""
    with outbox.writing():
        for one in told:
            audit.note(outbox, now, who, WHAT, one.edition, detail=one.key)
