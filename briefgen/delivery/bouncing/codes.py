"""What the status that a server gave (RFC 3463) says of the recipient. In doubt, nothing against them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum


class Kind(StrEnum):
    """What a mail that came back is."""

    HARD = "hard"
    """There is no such recipient: one is enough."""
    SOFT = "soft"
    """The recipient could not be reached: a full mailbox, a server that does not answer. Several are enough."""
    REFUSED = "refused"
    """Their server does not want mail like ours, or from us: nothing is wrong with the recipient."""
    DELAYED = "delayed"
    """It is still on its way."""
    DELIVERED = "delivered"
    """It arrived."""
    COMPLAINT = "complaint"
    """The recipient calls it spam."""
    AUTOMATIC = "automatic reply"
    """Somebody is away, or a receipt."""
    OTHER = "no report"
    """Somebody wrote, or something that nobody knows."""


FINAL = (Kind.REFUSED, Kind.SOFT, Kind.HARD)
"""What can have become of a message that was not delivered, the mildest for the recipient first."""
_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.]*\d)")
_BASIC = re.compile(r"(?<![\d.])(?:smtp; ?)?([45])\d\d(?=[ -])")
_NOBODY = {1, 2, 3, 4, 6, 10}
"""Details of 5.1: no such mailbox, system or syntax, ambiguous, moved away, a domain that takes no mail."""
_SENDER = {7, 8}
"""Details of 5.1 that are about the sender's address."""
_OURS = {3, 5, 6, 7}
"""Subjects about systems, protocols, contents and policies."""
_ABSENT = re.compile(
    r"(user|recipient|mailbox|address|account)\s+(is\s+)?(unknown|not found|invalid|does\s*(not|n['’]t) exist)"
    r"|(unknown|invalid|no such)\s+(local\s+)?(user|recipient|mailbox|address|account|person)"
    r"|no mailbox here by that name",
    re.IGNORECASE,
)
_UNWANTED = re.compile(
    r"spam|block|polic|reputation|blacklist|blocklist|denied|rejected due|dmarc|\bspf\b|dkim", re.IGNORECASE
)


def verdict(status: str, said: str) -> tuple[Kind, str]:
    """What a message that was not delivered says of the recipient, and the status that says it.

    Servers contradict themselves; then what is mildest for the recipient counts.

    Args:
        status: The `Status` field of a report, or "".
        said: What the recipient's server answered, or the text of the report.
    """
    found = [code for code in (*_codes(status), *_codes(said)) if code[0] != "2"]
    telling = [code for code in dict.fromkeys(found) if code[1:] != (0, 0)]
    if telling:
        kind, code = min(((_of(code), code) for code in telling), key=lambda one: FINAL.index(one[0]))
        return kind, f"{code[0]}.{code[1]}.{code[2]}"
    permanent = any(code[0] == "5" for code in found) or (not found and _basic(said) == "5")
    named = "5.0.0" if permanent else "4.0.0"
    if _UNWANTED.search(said):
        return Kind.REFUSED, named
    return (Kind.HARD if permanent and _ABSENT.search(said) else Kind.SOFT), named


def has_code(text: str) -> bool:
    """Whether a text has a status or reply code of something that failed."""
    return any(code[0] != "2" for code in _codes(text)) or bool(_basic(text))


def _of(code: tuple[str, int, int]) -> Kind:
    kind, subject, detail = code
    if subject in _OURS or (subject == 1 and detail in _SENDER):
        return Kind.REFUSED
    return Kind.HARD if kind == "5" and subject == 1 and detail in _NOBODY else Kind.SOFT


def _codes(text: str) -> Iterator[tuple[str, int, int]]:
    for kind, subject, detail in _STATUS.findall(text):
        yield kind, int(subject), int(detail)


def _basic(text: str) -> str:
    """The first digit of a reply code; "" where there is none."""
    found = _BASIC.search(text)
    return found[1] if found else ""
