"""A message over a connection that is kept: sender, recipient, text and final dot, each for itself."""

from __future__ import annotations

import contextlib
import smtplib
from collections.abc import Callable, Sequence

from briefgen.delivery.mailing import Message
from briefgen.delivery.relay import judging
from briefgen.delivery.relay.reaching import Access, reach
from briefgen.delivery.relay.values import Limits, Meaning, Step, Trouble
from briefgen.delivery.values import Reply

NO_UTF8 = Reply(0, "the relay takes no address with other letters than ASCII (SMTPUTF8)")
PARTING = 5.0
"""Seconds to wait for a goodbye."""


class Session:
    """A connection that is ready for a message."""

    def __init__(self, link: smtplib.SMTP, limits: Limits) -> None:
        self._link = link
        self._limits = limits
        self.taken = 0
        """Messages that were tried on it."""

    @classmethod
    def open(cls, access: Access) -> Session:
        """Reaches the relay.

        Raises:
            Trouble: There is none now, or nothing will go through.
        """
        return cls(reach(access), access.limits)

    def send(self, message: Message, before_dot: Callable[[], None]) -> Reply:
        """Hands a message over.

        Args:
            message: What, to whom.
            before_dot: Called when all but the final dot is on its way. What it raises ends the connection without
                the dot, so that nothing was handed over.

        Returns:
            The answer to the final dot: the relay has it.

        Raises:
            Trouble: The relay has it not; or, where its meaning is `UNKNOWN`, perhaps.
        """
        self.taken += 1
        step = Step.MAIL
        try:
            for step, words in self._envelope(message):
                self._expect(step, *self._link.docmd(*words))
            step = Step.TEXT
            self._link.send(stuffed(message.content))
            before_dot()
            step = Step.DOT
            self._wait(self._limits.dot)
            self._link.send(b".\r\n")
            reply = self._expect(step, *self._link.getreply())
            self._wait(self._limits.command)
        except Trouble as trouble:
            self._after(trouble)
            raise
        except smtplib.SMTPResponseException as error:  # an answer that is none
            self.abandon()
            raise Trouble(step, _gone(step), judging.reply(0, error.smtp_error)) from error
        except (OSError, smtplib.SMTPException) as error:
            self.abandon()
            raise Trouble(step, _gone(step), judging.silence(error)) from error
        except BaseException:
            self.abandon()
            raise
        return reply

    def close(self) -> None:
        """Says goodbye, and does not mind where nobody answers: everything was settled before."""
        with contextlib.suppress(OSError, smtplib.SMTPException):
            self._wait(PARTING)
            self._link.quit()
        self._link.close()

    def abandon(self) -> None:
        """Ends the connection in the middle of whatever goes on."""
        self._link.close()

    def _envelope(self, message: Message) -> Sequence[tuple[Step, tuple[str, str] | tuple[str]]]:
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

    def _expect(self, step: Step, code: int, text: bytes) -> Reply:
        reply = judging.reply(code, text)
        if meaning := judging.meaning(step, reply.code, reply.status):
            raise Trouble(step, meaning, reply)
        return reply

    def _after(self, trouble: Trouble) -> None:
        """Leaves the connection ready for the next message, or ends it."""
        if trouble.ends_connection or trouble.step is Step.TEXT:
            self.abandon()
            return
        with contextlib.suppress(OSError, smtplib.SMTPException):
            self._wait(self._limits.command)
            if trouble.step is not Step.DOT:  # behind the dot, the relay has forgotten it
                self._link.docmd("RSET")

    def _wait(self, seconds: float) -> None:
        if self._link.sock is not None:  # pragma: no branch - it is connected
            self._link.sock.settimeout(seconds)


def stuffed(content: bytes) -> bytes:
    """The text as it goes out: a dot that begins a line is doubled (RFC 5321, 4.5.2)."""
    doubled = content.replace(b"\r\n.", b"\r\n..")
    if doubled.startswith(b"."):  # pragma: no cover - a message begins with a header
        doubled = b"." + doubled
    return doubled if doubled.endswith(b"\r\n") else doubled + b"\r\n"


def _gone(step: Step) -> Meaning:
    return Meaning.UNKNOWN if step is Step.DOT else Meaning.LOST
