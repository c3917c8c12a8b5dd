"""Messages: English words with slots, `%(name)s`, marked for the catalogues. Nothing else of a message is looked at.

No language is needed to write one or to say it in English, so what only reads and weighs loads no catalogue.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

COUNT = "num"
"""The slot of a count, which words for one thing may leave out: "one document"."""
_SLOT = re.compile(r"%\((\w+)\)s|%%")
_NAMED = re.compile(r"%\((\w+)\)s")
_NUMBER = re.compile(r"\d+")


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


AND = N_("%(first)s and %(second)s")
"""How the last words of an enumeration follow the others."""


def listed(words: Sequence[str], both: str = AND) -> str:
    """Words as an enumeration: "a, b and c"; "" for none. `both` is `AND`, in the language of the words."""
    if len(words) < 2:  # noqa: PLR2004 - one word
        return "".join(words)
    return filled(both, {"first": ", ".join(words[:-1]), "second": words[-1]})


class Unlike(Struct, frozen=True):
    """In what other words for a message go beyond it, or fall short of it."""

    foreign: tuple[str, ...]
    """Slots that the message does not have, or not as often."""
    lost: tuple[str, ...]
    """Slots of the message that are not there."""
    numbers: tuple[str, ...]
    """Numbers that the message does not hold."""


def slots(message: str) -> tuple[str, ...]:
    """The names of the slots of a message, in order."""
    return tuple(_NAMED.findall(message))


def unlike(message: str, words: str, count: str = "") -> Unlike:
    """What other words for a message print that it does not, and the other way round.

    `count` is the kind of count that they are for ("one"): words for one thing may leave the number out.
    """
    wanted, given = slots(message), slots(words)
    lost = [slot for slot in _more(wanted, given) if not (slot == COUNT and count == "one")]
    numbers = _more(*(_NUMBER.findall(_NAMED.sub("", text)) for text in (words, message)))
    return Unlike(tuple(_more(given, wanted)), tuple(lost), tuple(numbers))


def _more(some: Iterable[str], others: Iterable[str]) -> Iterator[str]:
    """What some have more often than others."""
    left = Counter(others)
    for one in some:
        left[one] -= 1
        if left[one] < 0:
            yield one
