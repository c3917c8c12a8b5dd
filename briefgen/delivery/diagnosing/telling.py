"""Operators are told over the relay, each of them with a message of their own, or it is said why they were not."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from briefgen.delivery.mailing import Message
from briefgen.delivery.relay import Session, Step, Trouble

BEFORE = frozenset({Step.CONNECT, Step.SECURE, Step.LOGIN})
"""Steps in front of the first message."""


class Told(Struct, frozen=True):
    """Who was told."""

    operators: tuple[str, ...]
    """Whose message the relay took."""
    missed: tuple[tuple[str, str], ...] = ()
    """Who was not, each with what was in the way."""


def tell(messages: Sequence[Message], opened: Callable[[], Session]) -> Told:
    """Gives the messages to the relay, on one connection as long as it lasts.

    A message of which nobody knows whether the relay took it counts as not told: it is told twice rather than never.

    Args:
        messages: One for each operator.
        opened: A new connection.
    """
    told: list[str] = []
    missed: list[tuple[str, str]] = []
    session: Session | None = None
    try:
        for place, message in enumerate(messages):
            try:
                session = session or opened()
                session.send(message)
            except Trouble as trouble:
                said = trouble.words
                if trouble.step in BEFORE:  # what one of them met, all of them would
                    missed += [(one.recipient, said) for one in messages[place:]]
                    break
                missed.append((message.recipient, said))
                session = None if trouble.ends_connection else session
            else:
                told.append(message.recipient)
    finally:
        if session is not None:
            session.close()
    return Told(tuple(told), tuple(missed))
