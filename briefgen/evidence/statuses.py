"""Statuses by what they have in common."""

from __future__ import annotations

import datetime as dt

from briefgen.model import Fact, Status

AHEAD = (Status.TARGET, Status.PLAN, Status.PROJECTION)
"""What has not happened."""


def due(fact: Fact) -> dt.date | None:
    """The day by which a value is to be reached: its deadline, else the last day of its period."""
    if fact.deadline is not None:
        return fact.deadline
    return fact.period.end if fact.period else None
