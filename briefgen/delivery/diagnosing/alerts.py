"""Operators are told of a reason once for each edition; the audit knows what they were told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from briefgen.delivery.diagnosing.reasons import AS_MEANT
from briefgen.delivery.diagnosing.values import Reason
from briefgen.delivery.outbox import Outbox, audit

WHAT = "alert"
"""Of the rows in the audit."""


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
