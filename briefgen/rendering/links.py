"""Addresses of documents on the web, and text fragments: links that open a page at a sentence of it.

Text fragments are those of the W3C Community Group's draft (https://wicg.github.io/scroll-to-text-fragment/), which
Chromium, Safari and Firefox follow; others open the page at its top.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from briefgen.model import Document, Passage
from briefgen.oneline import one_line

WORDS = 12
"""Words of a sentence that are looked for whole; of a longer one, only its ends are named."""
END_WORDS = 5
"""Words of each end of a longer sentence."""
NEAR = 4
"""Words beside a sentence that tell it from its double."""

BAR = " | "
"""Between the cells of a row of a table, in the text of a document."""

_SCHEMES = frozenset({"http", "https"})
_KEPT = "%/:?#[]@!$&'()*+,;=~"
"""What an address may hold as it is; everything else is percent-encoded (RFC 3986)."""
_FORBIDDEN = re.compile(r"[\s<>\"{}|\\^`]|[^\x00-\x7f]")
_LINKED = re.compile(r"!?\[([^\]\n]*)\]\([^)\s]*\)")
"""A link or picture of Markdown, by its words."""
_EMPHASIS = re.compile(r"\\([^\w\s])|(?<![^\W_])[*_`]+(?=\S)|(?<=\S)[*_`]+(?![^\W_])")
"""A sign behind a backslash; or marks of emphasis, which touch a word on one side alone."""
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


def passage_link(document: Document, passage: Passage) -> str | None:
    """The address of a document, opened at a passage of it; None where it has no address on the web.

    A digest has other sentences than the page that it digests, so its address opens at the top. Where the words that
    are looked for occur more than once, the nearest words of the same paragraph are named as well.
    """
    if document.digest_of:
        return web_address(document.url)
    sentence = _shown(passage.quote)
    before, after = _neighbours(document, passage) if _repeated(document.text, sentence) else ("", "")
    return text_link(document.url, sentence, before, after)


def _shown(text: str) -> str:
    """The words as a page shows them: only Markdown files can state an address, so marks of emphasis and links go."""
    return _EMPHASIS.sub(r"\1", _LINKED.sub(r"\1", text))


def _repeated(text: str, sentence: str) -> bool:
    """Whether what is looked for first occurs again, as browsers compare: blanks and case do not matter."""
    start = _looked_for(sentence)[0].casefold()
    return " ".join(_shown(text).split()).casefold().count(start) > 1


def _neighbours(document: Document, passage: Passage) -> tuple[str, str]:
    """The words beside a passage, in the block that holds it."""
    span = passage.span
    for block in document.blocks:
        if block.span.start <= span.start and span.end <= block.span.end:
            before = _shown(document.text[block.span.start : span.start]).split()
            after = _shown(document.text[span.end : block.span.end]).split()
            return " ".join(before[-NEAR:]), " ".join(after[:NEAR])
    return "", ""


def text_fragment(sentence: str, before: str = "", after: str = "") -> str:
    """The value of a text directive: `prefix-,start,end,-suffix`, of which only the start must be there."""
    encoded = [_encoded(part) for part in _looked_for(sentence)]
    if not encoded[0]:
        return ""
    if before:
        encoded.insert(0, _encoded(before) + "-")
    if after:
        encoded.append("-" + _encoded(after))
    return ",".join(encoded)


def _looked_for(sentence: str) -> list[str]:
    """The sentence, or the two ends of a long one; the first and the last cell of a row, as no page prints the bars."""
    cells = [cell.strip() for cell in sentence.split(BAR)]
    if len(cells) > 1:
        return [one_line(cells[0]), one_line(cells[-1])]
    words = one_line(sentence).split()
    if len(words) <= WORDS:
        return [" ".join(words)]
    return [" ".join(words[:END_WORDS]), " ".join(words[-END_WORDS:])]


def _encoded(text: str) -> str:
    """Percent-encoded, with the marks that mean something inside a directive: dash, comma and ampersand."""
    return quote(one_line(text), safe="").replace("-", "%2D")
