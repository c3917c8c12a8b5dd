"""What no message may be. Everything here looks at finished bytes, so that no mistake on the way to them counts.

Python 3.11.7 and others turned an encoded line end in a subject into a header of its own (CVE-2024-6923), and relays
that take a bare line feed for a line end can be given a second message inside the first one (CVE-2023-51764).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from email import policy
from email.errors import HeaderParseError, MultipartInvariantViolationDefect
from email.header import decode_header
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from functools import lru_cache

LONGEST = 998
"""Letters of a line (RFC 5321, 4.5.3.1.6)."""
_LONG = re.compile(rb"[^\n]{%d}" % (LONGEST + 1))
_PARSER = BytesHeaderParser(policy=policy.compat32)
_FETCHED = re.compile(
    r"""(?:<(?:img|iframe|frame|embed|object|video|audio|source|script|link|input|image|use)\b[^>]*?
        \s(?:src|srcset|data|href|poster)\s*=\s*["']?\s*(?!cid:|data:image/)(?P<source>[^"'\s>]+)
      | \sbackground\s*=\s*["']?\s*(?!cid:)(?P<background>[^"'\s>]+)
      | url\(\s*["']?(?!cid:|data:|\#)(?P<sheet>[^"')]+)
      | @import\s+(?P<imported>\S+))""",
    re.IGNORECASE | re.VERBOSE,
)
_USED = re.compile(r"""["'(]\s*cid:([^"')\s]+)""", re.IGNORECASE)


def body_fault(data: bytes) -> str:
    """What is wrong with the lines of a message; empty for nothing."""
    ends = data.count(b"\r\n")
    if data.count(b"\r") != ends or data.count(b"\n") != ends:
        return "has half a line end, which relays read in different ways"
    if b"\0" in data:
        return "has a byte that no message has"
    if _LONG.search(data):
        return f"has a line of more than {LONGEST} letters"
    return ""


def head_fault(head: bytes, names: Sequence[str]) -> str:
    """What is wrong with a head that is to have these headers and no other; empty for nothing.

    Args:
        head: Its bytes, to the empty line.
        names: Of the headers, in their order.
    """
    if fault := body_fault(head):
        return fault
    # Python 3.11.2 misses the parts of a multipart message of which it was asked to read the head alone.
    raw = [line.partition(b":")[0].decode("utf-8", "replace") for line in head.split(b"\r\n") if _begins(line)]
    parsed = _PARSER.parsebytes(head)
    defects = [one for one in parsed.defects if not isinstance(one, MultipartInvariantViolationDefect)]
    if raw != list(names) or parsed.keys() != raw or defects or parsed.get_payload():
        return "does not have the headers that were meant"
    for name, value in parsed.items():
        if "=?" in value and any(end in _decoded(value) for end in "\r\n\0"):
            return f"hides a line end in {name}"
    return ""


def picture_fault(mail: EmailMessage) -> str:
    """What a mail would fetch, or shows without having it; empty for nothing."""
    held = {str(part["Content-ID"]).strip("<> ") for part in mail.walk() if part["Content-ID"]}
    for part in mail.walk():
        if part.get_content_type() != "text/html":
            continue
        page = part.get_content()
        for match in _FETCHED.finditer(page):
            return f"would fetch “{next(filter(None, match.groups()))[:80]}” when it is read"
        for name in _USED.findall(page):
            if name not in held:
                return f"shows a picture that it does not have: {name[:80]}"
    return ""


def _begins(line: bytes) -> bool:
    return bool(line) and line[:1] not in b" \t"


@lru_cache(maxsize=256)  # all messages of an edition have the same subject, sender and list
def _decoded(value: str) -> str:
    """A header with its encoded words read."""
    try:
        parts = decode_header(re.sub(r"\r\n(?=[ \t])", "", value))
        return "".join(part if isinstance(part, str) else part.decode(kind or "ascii") for part, kind in parts)
    except (HeaderParseError, UnicodeDecodeError, LookupError):
        return "\0"
