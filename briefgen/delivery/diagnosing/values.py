"""What is known of an edition and of the outbox at a moment, and why something did not go out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from briefgen.delivery.calendar import Slot
from briefgen.delivery.outbox.runs import Run
from briefgen.delivery.values import Reply, State


class Stage(StrEnum):
    """Where an edition is on its way out of the house; the words are those of `briefgen edition`."""

    DRAFT = "draft"
    REVIEW = "in review"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"


class Known(Struct, frozen=True):
    """An edition in the store."""

    name: str
    """"2026-W47", or "2026-W47.1" for a correction."""
    stage: Stage
    since: dt.datetime
    by: str
    """Who did the last thing to it."""


class Seen(Struct, frozen=True):
    """An edition in the outbox."""

    name: str
    counts: Mapping[State, int]
    """Its messages; states of none are left out."""
    reply: Reply | None = None
    """What the relay last said of one that waits; addresses in it are masked."""
    dropped: str = ""
    """Why nothing of it is sent: the reason of most of its messages; empty where not all of them were dropped."""


class Outlook(Struct, frozen=True):
    """What the outbox knows."""

    seen: tuple[Seen, ...] = ()
    """In the order of planning."""
    run: Run | None = None
    """The last one."""
    trying_since: dt.datetime | None = None
    """End of the first of the runs that ended with "try again" and had no better one after them."""
    locked: dt.datetime | None = None
    """Moment of the backup that it came back from, where nobody said yet what was sent since."""
    sends: bool = False
    """Somebody sends now."""


class Cause(StrEnum):
    """Why something did not go out, in words that make a subject: "2026-W47 not released"."""

    NO_CALENDAR = "no calendar"
    """Nothing goes out by itself: somebody sends by hand."""
    SKIPPED = "skipped"
    """Its day is a holiday, or all of its messages were dropped for one reason, such as that nothing is new."""
    WITHDRAWN = "withdrawn"
    NOBODY = "nobody on the lists"
    """It was planned, and there is nobody on the lists."""
    NOT_CREATED = "not created"
    NOT_RELEASED = "not released"
    NOT_SCHEDULED = "not scheduled"
    NOT_STARTED = "not started"
    """It is released, its time has come, and nothing of it was planned."""
    MISSED = "missed"
    """As before, and now it is too late."""
    WAITING = "messages wait"
    """Messages wait for the relay, or for the next run."""
    STOPPED = "sending stopped"
    """Messages wait, and the last run ended with something that a person has to mend, such as the login."""
    UNKNOWN = "messages in doubt"
    """Nobody knows of some messages whether they arrived."""
    FAILED = "messages failed"
    LOCKED = "outbox locked"
    """The outbox came back from a backup."""
    FEEDS = "feeds failed"
    """Some of the feeds could not be had."""
    NO_FEED = "no feed answers"
    """None of them could: nothing that is new would be seen."""
    NOT_GATHERED = "nothing taken in"
    """Nobody took anything in for a week."""
    RELAY_AWAY = "no relay"
    """It was tried, and is not there now."""
    RELAY = "relay refuses us"
    """It was tried, and lets us send nothing."""
    OUTBOX = "outbox unusable"
    """It cannot be used."""
    STORE = "store unusable"
    """It cannot be used."""


class Feed(Struct, frozen=True):
    """An address of the settings that documents are taken in from."""

    address: str
    at: dt.datetime | None = None
    """When it was last asked; None for never."""
    reason: str = ""
    """Why it could not be had then; empty where it could."""
    had: dt.datetime | None = None
    """When it could last be had; None for never."""


class Blocked(Struct, frozen=True):
    """Something that nothing goes on without, and that cannot be used: the relay, the outbox, the store."""

    cause: Cause
    said: str
    """What is wrong with it."""
    todo: str = ""


class Sight(Struct, frozen=True):
    """All that the reasons are found in."""

    now: dt.datetime
    slot: Slot | None
    """Of the edition that is looked after (`calendar.awaited`); None where there is no calendar."""
    known: tuple[Known, ...] = ()
    outlook: Outlook = Outlook()
    automatic: bool = False
    """`briefgen send` releases it, so that nobody has to before its time."""
    scheduled: bool | None = None
    """Whether something runs `briefgen send`; None where that cannot be told."""
    time_zone: str = "UTC"
    """For moments that a person reads."""
    coming: Slot | None = None
    """Of the edition that goes out next, skipped or not."""
    feeds: tuple[Feed, ...] = ()
    """Those of the settings."""
    blocked: tuple[Blocked, ...] = ()


class Reason(Struct, frozen=True):
    """A line for a person."""

    cause: Cause
    edition: str
    """Empty where it is about all of them."""
    text: str
    """What is the matter, without a full stop."""
    todo: str
    """What to do; empty for nothing."""
    since: dt.datetime | None = None

    @property
    def key(self) -> str:
        """What it is told once by, beside its edition: what locks an outbox today is not what did last year."""
        return (
            self.cause.value if self.edition or self.since is None else f"{self.cause} {self.since:%Y-%m-%dT%H:%M:%SZ}"
        )
