"""The connections of a run to its relay: several at the same time, and each kept for many messages."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from briefgen.delivery.relay import Meaning, Session, Trouble, answered
from briefgen.delivery.sending import pacing
from briefgen.delivery.sending.values import AGAIN, PERSON, STOPPED, Halt, Tools, Wishes

QUICK = 0.05
"""Seconds from a final dot to its answer. Behind a relay that needs no more, what became of messages is written with
the dots of the next ones; a slower relay leaves time to write it at once."""
IDLE = 20.0
"""Seconds of waiting for which a connection is kept."""


class Connections:
    """Those that are open.

    Args:
        wishes: How many there may be, and for how many messages each.
        tools: What opens one, and what waits.
        pace: When the next message may go.
        tell: Is told "lost" or "fewer", and what the relay said.
        before_wait: Called before anything that may take a while.
    """

    def __init__(
        self,
        wishes: Wishes,
        tools: Tools,
        pace: pacing.Pace,
        tell: Callable[[str, str], None],
        before_wait: Callable[[], None],
    ) -> None:
        self._wishes, self._tools, self._pace = wishes, tools, pace
        self._tell, self._before_wait = tell, before_wait
        self._open: list[Session] = []
        self.most = wishes.connections
        """At the same time: fewer than are wished for once the relay says that it is too much."""

    def ready(self, number: int) -> Sequence[Session]:
        """Connections that may take a message each now: so many, or fewer where the relay gives no more; one at least.

        Raises:
            Halt: There is none to be had.
        """
        wait = self._pace.due(self._tools.clock().timestamp())
        for place, one in enumerate(tuple(self._open)):
            if place >= self.most or one.taken >= self._wishes.per_connection or wait > IDLE:
                self.drop(one)
                one.close()
        if wait > 0:
            self._before_wait()
            self._tools.sleep(wait)
            if self._tools.asked_to_stop():
                raise Halt(STOPPED, AGAIN)
        if len(self._open) < number:
            self._before_wait()  # to open one may take a while
        if not self._open:
            self._open.append(self._first())
        while len(self._open) < min(number, self.most):
            self._another()
        return self._open[:number]

    def answered(self, waiting: Sequence[Session]) -> Sequence[Session]:
        """Those of which the relay answers the final dots first; all where its time is over: each then says so."""
        if found := answered(waiting, QUICK):
            return found
        self._before_wait()
        return answered(waiting, max(0.0, waiting[0].patience)) or waiting

    def drop(self, session: Session) -> None:
        """Counts no more on a connection."""
        self._open.remove(session)

    def narrow(self) -> None:
        """Has one at a time from now on: what the relay says is that it is too much."""
        self.most = 1

    def close(self) -> None:
        """Ends all: with a goodbye where no message is under way, else at once."""
        for one in self._open:
            one.close()
        self._open.clear()

    def _first(self) -> Session:
        """The only one, for which it is worth to wait."""
        attempt = 1
        while True:
            try:
                return self._tools.open()
            except Trouble as trouble:
                if trouble.meaning is Meaning.STOP:
                    raise Halt(f"the relay lets us send nothing: {trouble.words}", PERSON) from trouble
                self._tell("lost", trouble.words)
                if attempt >= pacing.CONNECTIONS or self._tools.asked_to_stop():
                    raise Halt(f"there is no relay: {trouble.words}", AGAIN) from trouble
            wait = pacing.backoff(attempt, self._tools.chance(), pacing.CONNECTING, pacing.CONNECTING_LONGEST)
            self._tools.sleep(wait)
            attempt += 1

    def _another(self) -> None:
        """One beside others: where it is not to be had, they are enough."""
        try:
            self._open.append(self._tools.open())
        except Trouble as trouble:
            self.most = len(self._open)
            self._tell("fewer", f"{self.most} at the same time: {trouble.words}")
