"""The steps of handing over a message, and what can go wrong at them."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from briefgen.delivery.values import Reply


class Step(StrEnum):
    """What was done when something went wrong."""

    CONNECT = "connect"
    SECURE = "secure"
    """STARTTLS, and the check of the certificate."""
    LOGIN = "login"
    MAIL = "mail"
    """The envelope sender."""
    RCPT = "rcpt"
    """The recipient."""
    DATA = "data"
    """Asking to hand over the message."""
    TEXT = "text"
    """The message, up to its last line."""
    DOT = "dot"
    """The final dot, and the wait for the answer: the one step behind which nobody knows what happened."""


class Meaning(StrEnum):
    """What becomes of the message, the connection and the run."""

    REFUSED = "refused"
    """For good, and for this message alone."""
    LATER = "later"
    """This message, not now."""
    LOST = "lost"
    """The connection is gone, or the relay has enough of it; nothing was handed over."""
    SLOW = "slow down"
    """As before, because there was too much (421, 450 4.7.x at the sender)."""
    UNKNOWN = "unknown"
    """The connection ended between the final dot and the answer."""
    AWAY = "away"
    """There is no relay now; nothing is wrong with any message."""
    STOP = "stop"
    """Nothing will go through until a person did something: login, certificate, sender."""


class Trouble(Exception):  # noqa: N818 - an answer, that the loop acts upon
    """A message was not taken; never shown to a user as it is."""

    def __init__(self, step: Step, meaning: Meaning, reply: Reply) -> None:
        super().__init__(f"{step}: {meaning}: {reply.code} {reply.text}")
        self.step = step
        self.meaning = meaning
        self.reply = reply

    @property
    def ends_connection(self) -> bool:
        """Whether a new one is needed."""
        return self.step is Step.TEXT or self.meaning not in {Meaning.REFUSED, Meaning.LATER}

    @property
    def words(self) -> str:
        """Step and answer, on a line."""
        return f"{self.step}: {self.reply.words}"


class Limits(Struct, frozen=True):
    """How long to wait, in seconds (RFC 5321, 4.5.3.2)."""

    connect: float = 30
    command: float = 300
    """For the answer to a command, or for a piece of a message to be taken."""
    dot: float = 600
    """For the answer to the final dot."""
