"""Lines of the head of a message, from text that anybody may have written: headlines, names, titles of lists.

Nothing of such a text can end the line that it stands in: what could is taken out, and the rest is written so that no
reader finds a second meaning in it (RFC 5322, 2.2; RFC 2047, 5).
"""

from __future__ import annotations

import re
from email.header import Header

from briefgen.oneline import one_line

LINE = 76
"""Letters of a line; `WORD` with the longest name of a header fits."""
WORD = 60
"""Letters of a word that stands as it is; longer ones are encoded, in parts."""
_PLAIN = re.compile(r"[\x20-\x7e]*")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~ ]+")
"""What a name may be without quotation marks (RFC 5322, 3.2.3)."""
_LABEL = re.compile(r"[^a-z0-9]+")


def clean(text: str) -> str:
    """The text on one line, without control characters or anything that starts a word in an encoding of its own."""
    return one_line(text).replace("=?", "= ?")


def phrase(text: str, name: str) -> str:
    """A text as the name before an address, in the header of a name; folded lines begin with a blank."""
    text = clean(text)
    if _is_plain(text) and len(text) <= WORD:
        if _ATOMS.fullmatch(text):
            return text
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return Header(text, "utf-8", maxlinelen=LINE, header_name=name).encode(linesep="\r\n")


def mailbox(title: str, address: str, name: str) -> str:
    """An address with the name before it, or alone where there is no name to it.

    Raises:
        ValueError: The address has letters that no address has.
    """
    if any(letter in address for letter in '<>"(),:;\\ ') or not address.isprintable():
        raise ValueError(f"no address: {address!r}")
    before = phrase(title, name) if title else ""
    return f"{before}\r\n <{address}>" if before else address


def list_id(title: str, list_: str, domain: str) -> str:
    """The value of List-Id: a title for people and an id for programs (RFC 2919)."""
    label = _LABEL.sub("-", list_.casefold()).strip("-") or "list"
    return f"{phrase(title, 'List-Id')}\r\n <{label}.{domain}>"


def line(name: str, value: str) -> bytes:
    """A header as it stands in a message. Only addresses can have other letters than ASCII (RFC 6532)."""
    return f"{name}: {value}\r\n".replace(": \r\n ", ": ").encode()


def _is_plain(text: str) -> bool:
    return _PLAIN.fullmatch(text) is not None and max(map(len, text.split()), default=0) <= WORD
