"""Messages: English words with slots, `%(name)s`, marked for the catalogues. Nothing else of a message is looked at.

No language is needed to write one or to say it in English, so what only reads and weighs loads no catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping

_SLOT = re.compile(r"%\((\w+)\)s|%%")


def N_(message: str) -> str:  # noqa: N802 - what gettext's tools look for
    """The message itself, marked for the catalogues where it stands in a table and is translated later."""
    return message


def NN_(one: str, many: str) -> tuple[str, str]:  # noqa: N802 - as above
    """Both forms of a message that counts, marked for the catalogues."""
    return one, many


def pieces(message: str, names: Container[str]) -> Iterator[tuple[str, bool]]:
    """The words of a message (True) and its slots by these names (False), in order; other slots are words."""
    end = 0
    for slot in _SLOT.finditer(message):
        yield message[end : slot.start()], True
        name = slot[1]
        yield (name, False) if name in names else ("%" if name is None else slot[0], True)
        end = slot.end()
    yield message[end:], True


def filled(message: str, values: Mapping[str, str]) -> str:
    """A message with its values."""
    return "".join(piece if fixed else values[piece] for piece, fixed in pieces(message, values))


def slots(message: str) -> tuple[str, ...]:
    """The names of its slots, in order."""
    return tuple(slot[1] for slot in _SLOT.finditer(message) if slot[1])
