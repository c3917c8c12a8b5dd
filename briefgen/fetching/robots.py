"""What a site asks of programs that fetch from it (RFC 9309), read with protego."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from protego import Protego

LARGEST = 500 * 1024
"""Bytes of a robots.txt that are read; RFC 9309 (2.5) asks for 500 KiB at least."""


class Rules:
    """The rules of one site."""

    def __init__(self, parsed: Protego | None) -> None:
        self._parsed = parsed

    def permit(self, url: str, agent: str) -> bool:
        """Whether a program of this name may fetch an address."""
        return self._parsed is None or bool(self._parsed.can_fetch(url, agent))

    def pause(self, agent: str) -> float:
        """Seconds that the site wants between two requests (Crawl-delay, Request-rate); 0 where it does not say."""
        if self._parsed is None:
            return 0.0
        rate = self._parsed.request_rate(agent)
        paced = rate.seconds / rate.requests if rate and rate.requests else 0.0
        return max(float(self._parsed.crawl_delay(agent) or 0.0), paced)


def free() -> Rules:
    """The rules of a site that has none."""
    return Rules(None)


def rules(data: bytes) -> Rules:
    """The rules that a robots.txt sets. Bytes that are not UTF-8 spoil their own line only."""
    from protego import Protego

    return Rules(Protego.parse(data[:LARGEST].decode("utf-8", "replace").removeprefix("\ufeff")))
