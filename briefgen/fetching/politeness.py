"""How long to wait for a host: one request at a time, and a pause between two."""

from __future__ import annotations

import threading
from contextlib import AbstractContextManager
from email.utils import parsedate_to_datetime


class Hosts:
    """When each host may be asked next, in seconds of the clock."""

    def __init__(self) -> None:
        self._next: dict[str, float] = {}
        self._turns: dict[str, threading.RLock] = {}

    def turn(self, host: str) -> AbstractContextManager[bool]:
        """Whoever is within it is the only one that asks the host, wherever it was led to it from."""
        return self._turns.setdefault(host, threading.RLock())

    def wait(self, host: str, now: float) -> float:
        """Seconds until it may be asked."""
        return max(self._next.get(host, now) - now, 0.0)

    def asked(self, host: str, now: float, pause: float) -> None:
        """Notes that it was asked just now; a longer wait that it asked for stays."""
        self._next[host] = max(self._next.get(host, now), now + pause)


def retry_after(written: str, date: str) -> float | None:
    """Seconds that a Retry-After asks for (RFC 9110, 10.2.3): a number, or a moment after the answer's own Date.

    The host's two moments are compared with each other: our own clock plays no part in it.
    """
    if written.strip().isdigit():
        return float(min(int(written.strip()[:9]), 10**9))
    try:
        return max((parsedate_to_datetime(written) - parsedate_to_datetime(date)).total_seconds(), 0.0)
    except (TypeError, ValueError):  # neither, or one with a zone and one without
        return None
