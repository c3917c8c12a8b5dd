"""A message over a connection that is kept: sender, recipient, text and final dot, each for itself."""

from __future__ import annotations

import contextlib
import selectors
import smtplib
import time
from collections.abc import Iterable, Iterator, Sequence

from briefgen.delivery.mailing import Message
from briefgen.delivery.relay import judging
from briefgen.delivery.relay.reaching import Access, reach
from briefgen.delivery.relay.values import Limits, Meaning, Step, Trouble
from briefgen.delivery.values import Reply

NO_UTF8 = Reply(0, "the relay takes no address with other letters than ASCII (SMTPUTF8)")
SOON = 0.01
"""Seconds for an answer that may be there already."""
PARTING = 5.0
"""Seconds to wait for a goodbye."""


class Session:
    """A connection that is ready for a message: `offer`, `end`, `answer`, and so on with the next one."""

    def __init__(self, link: smtplib.SMTP, limits: Limits) -> None:
        self._link = link
        self._limits = limits
        self._at: Step | None = None
        """Where a message is; None between two."""
        self.taken = 0
        """Messages that were tried on it."""
        self._until = 0.0
        """When it is enough of waiting for the answer to a final dot."""

    @classmethod
    def open(cls, access: Access) -> Session:
        """Reaches the relay.

        Raises:
            Trouble: There is none now, or nothing will go through.
        """
        return cls(reach(access), access.limits)

    def send(self, message: Message) -> Reply:
        """Hands a message over: the three steps below.

        Raises:
            Trouble: The relay has it not; or, where its meaning is `UNKNOWN`, perhaps.
        """
        for _ in self.offer(message):
            pass
        self.end()
        return self.answer()

    def offer(self, message: Message) -> Iterator[None]:
        """Hands over all of a message but its final dot: the relay does nothing with it before that.

        Args:
            message: What, to whom.

        Yields:
            Nothing, whenever the relay is about to answer: others can be given theirs meanwhile.

        Raises:
            Trouble: The relay does not take it.
        """
        self.taken += 1
        with self._explained():
            for step, words in self._envelope(message):
                self._at = step
                self._link.putcmd(*words)
                yield
                self._expect(*self._link.getreply())
            self._at = Step.TEXT
            self._link.send(stuffed(message.content))

    def end(self) -> None:
        """Sends the final dot of the message that was offered.

        Raises:
            Trouble: The relay has it not, as the connection had ended before; or, `UNKNOWN`, perhaps.
        """
        with self._explained():
            if self._is_spoken_to():  # out of turn: it says farewell, or is gone
                reply = self._expect(*self._link.getreply())
                raise Trouble(Step.TEXT, Meaning.LOST, reply)
            self._at = Step.DOT
            self._until = time.monotonic() + self._limits.dot
            self._link.send(b".\r\n")

    def answer(self) -> Reply:
        """Waits for the answer to the final dot: the relay has the message.

        Raises:
            Trouble: It has it not; or, where its meaning is `UNKNOWN`, perhaps.
        """
        with self._explained():
            self._wait(max(self.patience, SOON))
            reply = self._expect(*self._link.getreply())
            self._wait(self._limits.command)
        self._at = None
        return reply

    @property
    def patience(self) -> float:
        """Seconds that are left for the answer to a final dot."""
        return self._until - time.monotonic()

    def fileno(self) -> int:
        """Where the system hears of an answer (`answered`)."""
        return -1 if self._link.sock is None else self._link.sock.fileno()

    def close(self) -> None:
        """Says goodbye, and does not mind where nobody answers; in the middle of a message ends without a word."""
        if self._at is None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                self._wait(PARTING)
                self._link.quit()
        self.abandon()

    def abandon(self) -> None:
        """Ends the connection in the middle of whatever goes on."""
        self._link.close()

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        """What goes wrong at a step; the connection is ready for the next message behind it, or has ended.

        Raises:
            Trouble: Something did.
        """
        try:
            yield
        except Trouble as trouble:
            self._after(trouble)
            raise
        except (OSError, smtplib.SMTPException) as error:
            self.abandon()
            step = self._at or Step.MAIL
            if isinstance(error, smtplib.SMTPResponseException):  # an answer that is none
                said = judging.reply(0, error.smtp_error)
            else:
                said = judging.silence(error)
            raise Trouble(step, _gone(step), said) from error
        except BaseException:
            self.abandon()
            raise

    def _envelope(self, message: Message) -> Sequence[tuple[Step, tuple[str, ...]]]:
        """The commands in front of the text.

        Raises:
            Trouble: The relay does not know what they need.
        """
        options = ""
        if self._link.has_extn("size"):
            options += f" SIZE={len(message.content)}"
        if message.is_international:
            if not self._link.has_extn("smtputf8"):
                raise Trouble(Step.MAIL, Meaning.REFUSED, NO_UTF8)
            options += " BODY=8BITMIME SMTPUTF8"
            self._link.command_encoding = "utf-8"
        return (
            (Step.MAIL, ("MAIL", f"FROM:<{message.sender}>{options}")),
            (Step.RCPT, ("RCPT", f"TO:<{message.recipient}>")),
            (Step.DATA, ("DATA",)),
        )

    def _expect(self, code: int, text: bytes) -> Reply:
        step, reply = self._at or Step.MAIL, judging.reply(code, text)
        if meaning := judging.meaning(step, reply.code, reply.status):
            raise Trouble(step, meaning, reply)
        return reply

    def _is_spoken_to(self) -> bool:
        """Whether the relay says something now."""
        return self._link.sock is not None and bool(answered([self], 0))

    def _after(self, trouble: Trouble) -> None:
        """Leaves the connection ready for the next message, or ends it."""
        if trouble.ends_connection:
            self.abandon()
            return
        with contextlib.suppress(OSError, smtplib.SMTPException):
            self._wait(self._limits.command)
            if trouble.step is not Step.DOT:  # behind the dot, the relay has forgotten it
                self._link.docmd("RSET")
        self._at = None

    def _wait(self, seconds: float) -> None:
        if self._link.sock is not None:  # pragma: no branch - it is connected
            self._link.sock.settimeout(seconds)


def answered(sessions: Iterable[Session], seconds: float) -> list[Session]:
    """Those to which the relay says something within so many seconds; it ends with the first one."""
    with selectors.PollSelector() as found:
        for one in sessions:
            found.register(one, selectors.EVENT_READ, one)
        return [key.data for key, _ in found.select(seconds)]


def stuffed(content: bytes) -> bytes:
    """The text as it goes out: a dot that begins a line is doubled (RFC 5321, 4.5.2)."""
    doubled = content.replace(b"\r\n.", b"\r\n..")
    if doubled.startswith(b"."):  # pragma: no cover - a message begins with a header
        doubled = b"." + doubled
    return doubled if doubled.endswith(b"\r\n") else doubled + b"\r\n"


def _gone(step: Step) -> Meaning:
    return Meaning.UNKNOWN if step is Step.DOT else Meaning.LOST
