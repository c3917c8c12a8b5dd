"""How fast messages go, and how long to wait before another attempt."""

from __future__ import annotations

from collections.abc import Callable

FIRST, LONGEST = 60.0, 3600.0
"""Seconds before a message is tried again: the first time, and at most. Most greylists open after five minutes."""
CONNECTING, CONNECTING_LONGEST, CONNECTIONS = 1.0, 30.0, 5
"""Seconds before the relay is tried again, and how often that is done before the run ends."""
SLOWEST = 60.0
"""Seconds between two messages after the relay said often enough that it is too much."""
EASE = 0.8
"""What becomes of that wait with each message that it takes."""


def backoff(attempt: int, chance: float, first: float = FIRST, longest: float = LONGEST) -> float:
    """Seconds to wait after so many attempts: doubled each time, and up to half of it less or more.

    Args:
        attempt: From 1.
        chance: A number from 0 to 1.
        first: Seconds after the first one.
        longest: Seconds at most, before chance.
    """
    return float(min(longest, first * 2.0 ** min(attempt - 1, 30))) * (0.5 + chance)


class Pace:
    """The wait between two messages."""

    def __init__(self, per_minute: int | None) -> None:
        self.usual = 60.0 / per_minute if per_minute else 0.0
        self.wait = self.usual
        """Seconds from one message to the next one."""
        self._last: float | None = None

    def due(self, now: float) -> float:
        """Seconds until the next message may go."""
        return 0.0 if self._last is None else max(0.0, self._last + self.wait - now)

    def went(self, now: float) -> None:
        """A message goes now."""
        self._last = now

    def slower(self) -> float:
        """The relay said that it is too much; the new wait."""
        self.wait = min(SLOWEST, max(2 * self.wait, 1.0))
        return self.wait

    def eased(self) -> None:
        """The relay took one."""
        self.wait = max(self.usual, self.wait * EASE if self.wait * EASE > 0.05 else 0.0)  # noqa: PLR2004


Chance = Callable[[], float]
"""A number from 0 to 1."""
