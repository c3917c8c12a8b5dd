"""Outboxes for tests: an edition to some readers, sent as far as a test wants."""

from __future__ import annotations

import datetime as dt

from briefgen.delivery.outbox import Outbox, moving, planning
from briefgen.delivery.outbox.moving import Settled
from briefgen.delivery.values import Combination, Entry, Letter, Person, Policy, Reply, State
from briefgen.model import File

NOW = dt.datetime(2026, 11, 23, 8, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(days=3)
W47, W48, W49 = "2026-W47", "2026-W48", "2026-W49"
WATER = Combination(("water",), "kk")
LETTER = Letter(WATER, (File("water.kk.eml", b"Subject: Water\r\n\r\nText"),))


def plan(outbox: Outbox, edition: str, people: int = 3) -> bool:
    named = [
        planning.Planned(
            Person(f"Reader{one}@example.org", f"Reader {one}", ("cabinet",), WATER, (), ()), f"<{edition}.{one}@x>"
        )
        for one in range(people)
    ]
    return planning.plan(outbox, edition, "abc", (LETTER,), named, None, NOW, "Nora")


def at_dot(outbox: Outbox, edition: str) -> Entry:
    """The next message, with its final dot about to go out."""
    (found,) = moving.dot(outbox, moving.claim(outbox, edition, NOW, "briefgen"), NOW, "briefgen")
    return found


def settle(outbox: Outbox, edition: str, state: State, reply: Reply) -> None:
    """The next message, as the relay takes it."""
    moving.settle(outbox, (Settled(at_dot(outbox, edition), state, reply),), NOW, "briefgen")


def send(outbox: Outbox, edition: str, most: int = 99) -> list[str]:
    """What a sender gives to the relay."""
    moving.recover(outbox, Policy.HOLD, NOW, "briefgen")
    given = []
    while len(given) < most and (found := moving.claim(outbox, edition, NOW, "briefgen")):
        (last,) = moving.dot(outbox, found, NOW, "briefgen")
        given.append(last.message_id)
        moving.settle(outbox, (Settled(last, State.SENT, Reply(250, "ok")),), NOW, "briefgen")
    return given
