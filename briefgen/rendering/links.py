"""Addresses of documents on the web, and text fragments: links that open a page at a sentence of it.

Text fragments are those of the W3C Community Group's draft (https://wicg.github.io/scroll-to-text-fragment/), which
Chromium, Safari and Firefox follow; others open the page at its top.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from briefgen.rendering.text import one_line

WORDS = 12
"""Words of a sentence that are looked for whole; of a longer one, only its ends are named."""
END_WORDS = 5
"""Words of each end of a longer sentence."""

_SCHEMES = frozenset({"http", "https"})
_KEPT = "%/:?#[]@!$&'()*+,;=~"
"""What an address may hold as it is; everything else is percent-encoded (RFC 3986)."""
_FORBIDDEN = re.compile(r"[\s<>\"{}|\\^`]|[^\x00-\x7f]")
_DIRECTIVE = ":~:"
"""What parts a page's own fragment from directives to the browser."""


def web_address(url: str | None) -> str | None:
    """The address as it may stand in a link; None where it is no http or https address with a host."""
    text = one_line(url or "")
    try:
        parts = urlsplit(text)
        host = parts.hostname
        parts.port  # noqa: B018 - raises where the port is no number
    except ValueError:
        return None
    if parts.scheme not in _SCHEMES or not host or parts.username is not None:
        return None
    return _FORBIDDEN.sub(lambda match: quote(match[0]), text)


def text_link(url: str | None, sentence: str, before: str = "", after: str = "") -> str | None:
    """The address of a document, opened at a sentence; None where it has no address on the web.

    `before` and `after` are the words beside the sentence, which tell it from a second one of the same words.
    """
    address = web_address(url)
    fragment = text_fragment(sentence, before, after)
    if address is None or not fragment:
        return address
    page, _, anchor = address.partition("#")
    return f"{page}#{anchor.partition(_DIRECTIVE)[0]}{_DIRECTIVE}text={fragment}"


def text_fragment(sentence: str, before: str = "", after: str = "") -> str:
    """The value of a text directive: `prefix-,start,end,-suffix`, of which only the start must be there."""
    words = one_line(sentence).split()
    if not words:
        return ""
    whole = len(words) <= WORDS
    parts = [" ".join(words)] if whole else [" ".join(words[:END_WORDS]), " ".join(words[-END_WORDS:])]
    encoded = [_encoded(part) for part in parts]
    if before:
        encoded.insert(0, _encoded(before) + "-")
    if after:
        encoded.append("-" + _encoded(after))
    return ",".join(encoded)


def _encoded(text: str) -> str:
    """Percent-encoded, with the marks that mean something inside a directive: dash, comma and ampersand."""
    return quote(one_line(text), safe="").replace("-", "%2D")
