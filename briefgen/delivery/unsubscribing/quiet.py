"""A log that stays short, however often strangers ask."""

from __future__ import annotations

import datetime as dt
import threading

EVERY = dt.timedelta(seconds=10)
"""Between two lines."""


class Quiet:
    """Lets one line through in a while, and counts those that were held back."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._next: dt.datetime | None = None
        self._held = 0

    def told(self, now: dt.datetime) -> int:
        """For how many lines the next one stands, itself among them; 0 where it is to be held back."""
        with self._lock:
            self._held += 1
            if self._next is not None and now < self._next:
                return 0
            self._next, count, self._held = now + EVERY, self._held, 0
            return count
