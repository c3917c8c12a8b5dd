"""What the loop needs from outside, and what became of a run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from msgspec import Struct

from briefgen.delivery.relay import Session
from briefgen.delivery.values import Entry, Policy, State

STOPPED = "it was asked to stop"
DONE, PERSON, AGAIN = 0, 1, 75
"""Exit codes: nothing is left; somebody has to look; try again later (sysexits EX_TEMPFAIL)."""


class Halt(Exception):  # noqa: N818 - the end of a run, that the run itself acts upon
    """The run ends before it is through."""

    def __init__(self, why: str, code: int) -> None:
        super().__init__(why)
        self.why = why
        self.code = code


class Event(Struct, frozen=True):
    """Something that happened; it names no address."""

    at: dt.datetime
    edition: str
    what: str
    """"sent", "failed", "unknown", "dropped", "later", "lost", "fewer", "slower", "waiting", "stopped"."""
    message: int | None = None
    """Number in the outbox; None where it was about none."""
    recipient: str = ""
    """Hash of the recipient (`logs`)."""
    detail: str = ""
    """The answer of the relay, or the reason."""


class Tools(Struct, frozen=True):
    """What the loop has from outside."""

    clock: Callable[[], dt.datetime]
    """Now, in UTC."""
    sleep: Callable[[float], None]
    """Waits so many seconds; it may end before when the run is asked to stop."""
    chance: Callable[[], float]
    """A number from 0 to 1, for waits that do not all end at the same moment."""
    open: Callable[[], Session]
    """A new connection to the relay."""
    tell: Callable[[Event], None]
    who: str
    """For the audit."""
    asked_to_stop: Callable[[], bool] = lambda: False
    """After each round of messages."""
    look_up: Callable[[tuple[Entry, ...]], dict[int, bool]] | None = None
    """Which messages an archive mailbox has, by number; None where there is none."""


class Wishes(Struct, frozen=True):
    """How a run goes about it."""

    policy: Policy = Policy.HOLD
    per_minute: int | None = None
    per_connection: int = 100
    connections: int = 1
    """Connections at the same time: so many messages go out in a round, with one wait for the disk."""
    patience: float = 300
    """Seconds that the run waits for a message that is to be tried again; then it ends with 75."""
    grace: float = 60
    """Seconds that a message may take to the archive mailbox; then it is not there."""
    refused_in_a_row: int = 25
    """So many refusals without a success between them: it is not the recipients, and the run stops."""


class Outcome(Struct, frozen=True):
    """What became of a run."""

    edition: str
    moved: dict[State, int]
    """How many messages the run brought to each state."""
    counts: dict[State, int]
    """How many are in each state at the end."""
    stopped: str = ""
    """Why it ended before it was through; empty where it was not."""
    code: int = DONE
    """For the exit."""
