"""An answer of the relay, and what it means at the step at which it came."""

from __future__ import annotations

import re
import smtplib

from briefgen.delivery.relay.values import Meaning, Step
from briefgen.delivery.values import Reply
from briefgen.oneline import one_line

LONGEST = 500
"""Letters of an answer that are kept."""
CLOSING = 421
"""“Service not available, closing transmission channel”, at any step (RFC 5321, 3.8)."""
LOCKED_OUT = frozenset({530, 534, 535, 538})
"""Answers that say at any step that the login is wanted or wrong (RFC 4954, 6; RFC 3207, 4)."""
ABOUT_SIZE = re.compile(r"5\.(?:2\.3|3\.4)")
"""The message is too large (RFC 3463): said of the message, already at MAIL (RFC 1870)."""
TOO_MUCH = re.compile(r"4\.(?:7\.\d+|3\.2|4\.5)")
"""Policy, a system that is not accepting now, congestion: at MAIL these are about how fast we are."""
_STATUS = re.compile(r"([245]\.\d{1,3}\.\d{1,3})(?:\s|$)")


def reply(code: int, text: bytes | str) -> Reply:
    """An answer as it is kept: on one line, its enhanced status for itself (RFC 2034)."""
    said = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    lines = [one_line(line) for line in said.splitlines()]
    found = _STATUS.match(lines[0]) if lines else None
    status = found[1] if found and found[1][0] == str(code)[:1] else ""
    rest = (line.removeprefix(status).strip() if status else line for line in lines)
    return Reply(code, " ".join(filter(None, rest))[:LONGEST], status)


def silence(error: Exception) -> Reply:
    """What stands for an answer where none came."""
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):  # smtplib puts its own around it
        return Reply(0, "no answer in time")
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return Reply(0, "the relay ended the connection")
    return Reply(0, one_line(f"the connection broke: {getattr(error, 'strerror', None) or error}")[:LONGEST])


def meaning(step: Step, code: int, status: str = "") -> Meaning | None:
    """What an answer means; None where it is the one that was hoped for.

    Args:
        step: At which it came.
        code: Of the answer.
        status: The enhanced one.
    """
    if code == CLOSING:
        return Meaning.AWAY if step is Step.CONNECT else Meaning.SLOW
    if code in LOCKED_OUT:
        return Meaning.STOP
    hoped_for = 3 if step is Step.DATA else 2
    if code // 100 == hoped_for:
        return None
    if code // 100 in {4, 5}:
        return _later(step, status) if code // 100 == 4 else _never(step, status)  # noqa: PLR2004 - RFC 5321, 4.2.1
    # No answer that SMTP knows: whoever is there, nobody knows what they did.
    return Meaning.UNKNOWN if step is Step.DOT else Meaning.LOST


def _later(step: Step, status: str) -> Meaning:
    match step:
        case Step.CONNECT | Step.SECURE | Step.LOGIN:
            return Meaning.AWAY
        case Step.MAIL:
            return Meaning.SLOW if TOO_MUCH.fullmatch(status) or not status else Meaning.LATER
        case _:
            return Meaning.LATER


def _never(step: Step, status: str) -> Meaning:
    match step:
        case Step.CONNECT | Step.SECURE | Step.LOGIN:
            return Meaning.STOP
        case Step.MAIL:  # it is about the sender, and that is the same for everybody
            return Meaning.REFUSED if ABOUT_SIZE.fullmatch(status) else Meaning.STOP
        case _:
            return Meaning.REFUSED
