"""The source of a page → its tree, bounded in depth, and made ready for reading: what no browser shows is taken out.

Signs of our own in the tree stand in Unicode's private area, which no page's text is left with.
"""

from __future__ import annotations

import re
from typing import Any

from briefgen.errors import CorpusError

BREAK = "\ue002"
"""Stands where a page ends a paragraph with two line breaks."""

OPEN, CLOSE = "\ue000", "\ue001"
"""Stand around the number of a table, in front of its first words."""

NOISE = re.compile(
    "[\0-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u2060\ufeff\u202a-\u202e\u2066-\u2069\ue000-\uf8ff\ufffe\uffff]"
)
"""Controls, signs for hyphenation and for turning the direction of text, and letters of a page's private fonts: none of
them is a letter, and some make a text look like another one."""

NOISE_REFERENCE = re.compile(
    "&(?:shy|ZeroWidthSpace|lrm|rlm|#(?:0*(?:173|8203|8288|65279|823[4-8]|829[4-7])|[xX]0*(?:ad|200b|2060|feff|202[a-e]|206[6-9]"
    r"|e[0-9a-f]{3}|f[0-8][0-9a-f]{2})));?",
    re.IGNORECASE,
)
"""The same, written as references."""

OLD_REFERENCE = re.compile(r"&#0*(12[89]|1[34]\d|15\d);?")
"""References to controls, by which old programs mean the letters of Windows-1252 (HTML standard, 13.2.5.80)."""

DEEPEST = 120
"""Elements inside each other. Real pages have under 80; libxml2 drops everything behind the 256th."""

TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
_VOID = """
area base br col embed hr img input link meta param source track wbr
"""
VOID = frozenset(_VOID.split())

_UNREAD = """
style template noscript iframe object embed applet svg canvas math audio video map rt rp button select textarea
input dialog del s strike
"""
UNREAD = frozenset(_UNREAD.split())
"""Elements without text of the page: what runs, plays or is filled in, and what was struck out."""

HIDING = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)(?!\s*!?\w)", re.IGNORECASE)

RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")


def parse(source: str, name: str) -> Any:  # noqa: ANN401 - lxml has no types
    """The tree of a page, as an `lxml.html` element. Nothing is fetched, no DTD is read, no entity is expanded.

    Raises:
        CorpusError: There is no element in it.
    """
    source = NOISE.sub("", NOISE_REFERENCE.sub("", OLD_REFERENCE.sub(_western, source)))
    root, messages = _parsed(source)
    if any("xcessive depth" in message for message in messages):
        root, _ = _parsed(shallow(source))
    if root is None:
        raise CorpusError("is no web page: it has no text", name, "Save the page again.")
    return root


def _western(match: re.Match[str]) -> str:
    """The letter that a reference to a control means."""
    return bytes([int(match[1])]).decode("cp1252", "ignore")


def _parsed(source: str) -> tuple[Any, list[str]]:
    """The tree, and what the parser found wrong."""
    from lxml import etree, html

    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, no_network=True
    )
    try:
        root = html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:
        return None, []
    return root, [entry.message for entry in parser.error_log.filter_from_level(etree.ErrorLevels.ERROR)][-MESSAGES:]


MESSAGES = 200
"""Of the parser's messages, so many are looked at; the one about depth ends the parsing."""


def shallow(source: str) -> str:
    """The source without the tags that lie deeper than `DEEPEST`; their text stays, in paragraphs."""
    opened: list[tuple[str, bool]] = []

    def kept(match: re.Match[str]) -> str:
        closing, tag, rest = match[1], match[2].lower(), match[3]
        if tag in VOID or rest.endswith("/"):
            return match[0]
        stands = len(opened) < DEEPEST
        if not closing:
            opened.append((tag, stands))
        elif opened and opened[-1][0] == tag:
            stands = opened.pop()[1]
        return match[0] if stands else BREAK if tag in PARTED else " "

    return re.sub(BREAK + r"\s*(?:" + BREAK + r"\s*)+", BREAK, TAG.sub(kept, source))


PARTED = frozenset(["p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"])
"""Tags that begin a line."""


def prepare(root: Any) -> None:  # noqa: ANN401 - lxml has no types
    """Takes out of a tree what no browser shows, and makes visible what only its look says."""
    _without_hidden(root)
    _without_form(root)
    for element in list(root.iter(*UNREAD, "script")):
        if element.get("type") != "application/ld+json":
            _drop(element)
    for element in list(root.iter("sup")):
        _raise(element)
    for element in list(root.iter("q")):
        _quote(element)
    for element in list(root.iter("br")):
        _part(element)


def _drop(element: Any) -> None:  # noqa: ANN401
    """Removes an element and keeps the text behind it."""
    if element.getparent() is not None:
        element.drop_tree()


def _without_hidden(root: Any) -> None:  # noqa: ANN401
    """Removes hidden elements, except those that hold most of the page: scripts show these, or a paywall hides them."""
    body = root.find("body")
    if body is None:
        return
    hidden = [one for one in body.xpath(".//*[@hidden or @aria-hidden or @style]") if _is_hidden(one)]
    if not hidden:
        return
    whole = shown(body)
    for element in [one for one in hidden if shown(one) * 2 <= whole]:
        _drop(element)


def _without_form(root: Any) -> None:  # noqa: ANN401
    """Makes a plain box of a form around the whole page, as some systems send it (ASP.NET)."""
    whole = shown(root)
    for element in root.iter("form"):
        if 2 * shown(element) > whole:
            element.tag = "div"


def _is_hidden(element: Any) -> bool:  # noqa: ANN401
    style = element.get("style")
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden", "").lower() == "true"
        or (style is not None and HIDING.search(style) is not None)
    )


def shown(element: Any) -> int:  # noqa: ANN401
    """Characters that an element shows."""
    return len(element.text_content()) - sum(len(one.text or "") for one in element.iter("script", "style"))


def _raise(element: Any) -> None:  # noqa: ANN401
    """A raised number must not run into the one before it: "45" and note 1 are not 451, 10 to the 6th is not 106."""
    text = element.text_content().strip()
    if element.find(".//a") is not None or text[:1] in "[(*†‡":
        _drop(element)
    elif text and len(text) <= LONGEST_POWER and not text.strip("0123456789+-−"):
        for child in list(element):
            _drop(child)
        element.text = text.translate(RAISED)


LONGEST_POWER = 3


def _quote(element: Any) -> None:  # noqa: ANN401
    """A quotation inside a line gets the marks that browsers draw around it."""
    text = element.text_content().strip()
    element.tag = "span"
    if not text or text[0] in QUOTES:
        return
    element.text = "“" + (element.text or "")
    if len(element):
        element[-1].tail = (element[-1].tail or "") + "”"
    else:
        element.text += "”"


QUOTES = "\"'“”„«‘「『"


def _part(element: Any) -> None:  # noqa: ANN401
    """Marks the words behind a line break that follows another one: two of them end a paragraph.

    The sign stands with words only. By itself it would pass for text, and a box of nothing but breaks for a paragraph.
    """
    before, behind = element.getprevious(), element.getnext()
    if before is None or before.tag != "br" or (before.tail or "").strip(BLANK):
        return
    if (element.tail or "").strip():
        element.tail = BREAK + element.tail
    elif behind is not None and (behind.text or "").strip():
        behind.text = BREAK + behind.text


BLANK = " \t\r\n\f\xa0" + BREAK
