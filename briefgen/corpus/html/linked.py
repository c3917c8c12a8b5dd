"""What a page says of itself in JSON-LD (schema.org): the item that describes its article."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import reduce
from typing import Any

from briefgen.corpus.html.words import bare, line

ARTICLES = re.compile(r"(?:.*(?:Article|Posting|Report)|Report|PressRelease|.*Review|Legislation|VideoObject)$")
"""schema.org's types of what is published by itself; `WebPage` is the page around it."""

PAGES = frozenset({"WebPage", "ItemPage", "AboutPage", "CollectionPage", "ProfilePage", "WebSite"})

MOST_NODES = 5_000
"""Items of JSON that are looked at."""

WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|//\s*\]\]>|\]\]>|/\*\s*\]\]>\s*\*/|;)\s*$"
)
"""What old systems put around a script."""

TAGS = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")


def items(root: Any) -> list[Mapping[str, Any]]:  # noqa: ANN401 - lxml has no types
    """All items of a page's JSON-LD, outer ones first. A script that is no JSON says nothing."""
    found: list[Mapping[str, Any]] = []
    for script in root.iter("script"):
        if script.get("type", "").split(";")[0].strip().lower() == "application/ld+json":
            found += _nodes(_loaded(script.text or ""))
    return found


def _loaded(text: str) -> Any:  # noqa: ANN401 - any JSON
    """The value of a script; None where it is broken beyond simple slips."""
    text = WRAPPING.sub("", WRAPPING.sub("", text))
    for attempt in (text, re.sub(r",\s*([}\]])", r"\1", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _nodes(value: Any) -> Iterator[Mapping[str, Any]]:  # noqa: ANN401
    """The items in a value, level by level."""
    level, seen = [value], 0
    while level and seen < MOST_NODES:
        seen += len(level)
        below: list[Any] = []
        for one in level[:MOST_NODES]:
            if isinstance(one, dict):
                if "@type" in one:
                    yield one
                below += [part for part in one.values() if isinstance(part, dict | list)]
            elif isinstance(one, list):
                below += one
        level = below


def types(item: Mapping[str, Any]) -> list[str]:
    """The types of an item, without the address of their vocabulary."""
    value = item.get("@type")
    names = value if isinstance(value, list) else [value]
    return [str(name).rsplit("/", 1)[-1].rsplit(":", 1)[-1] for name in names]


def article(found: list[Mapping[str, Any]], title: str) -> Mapping[str, Any]:
    """The item of the page's own article; empty where there is none.

    Args:
        found: The page's items.
        title: What its title element says, to tell it from articles that it only links to.
    """
    candidates = [item for item in found if any(ARTICLES.match(name) for name in types(item))]
    if not candidates:
        return {}
    told = [item for item in candidates if (name := bare(headline(item))) and name in bare(title)]
    dated = [item for item in candidates if item.get("datePublished")]
    lone = candidates if len(candidates) == 1 else []
    # Several undated or untitled ones are a list of links.
    return _whole(next(iter(told or lone or dated or candidates)), found)


def _whole(item: Mapping[str, Any], found: list[Mapping[str, Any]]) -> Mapping[str, Any]:
    """An item with those that it only refers to by their id put in: systems write its author and publisher apart."""
    known = {str(one["@id"]): one for one in found if "@id" in one and len(one) > REFERENCE}

    def put(value: Any) -> Any:  # noqa: ANN401 - any JSON
        if isinstance(value, list):
            return [put(one) if isinstance(one, dict) else one for one in value[:MOST_NAMES]]
        is_reference = isinstance(value, dict) and "name" not in value
        return known.get(str(value.get("@id")), value) if is_reference else value

    return {**item, **{name: put(item[name]) for name in ("author", "publisher") if name in item}}


REFERENCE = 2
"""Entries of an item that is no more than a reference: its id, and perhaps its type."""


def page(found: list[Mapping[str, Any]]) -> Mapping[str, Any]:
    """The item of the page around the article; empty where there is none."""
    return next((item for item in found if PAGES.intersection(types(item)) and "WebSite" not in types(item)), {})


def text(value: Any) -> str:  # noqa: ANN401 - any JSON
    """A value as one line of plain text: itself, its name, or the first of a list."""
    value = reduce(lambda one, _: one[0] if isinstance(one, list) and one else one, range(3), value)
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value") or ""
        value = value[0] if isinstance(value, list) and value else value
    return plain(value) if isinstance(value, str) else ""


def plain(value: str) -> str:
    """A declared text without tags and references, in one line."""
    from html import unescape

    return line(TAGS.sub("", unescape(unescape(value))))


def paragraphs(item: Mapping[str, Any]) -> tuple[str, ...]:
    """The text of an article as its item has it, in paragraphs; empty where it has none."""
    value = item.get("articleBody")
    if not isinstance(value, str):
        return ()
    return tuple(filter(None, map(plain, ENDING.sub("\n", value).split("\n"))))


ENDING = re.compile(r"</(?:p|div|li|h\d)>|<br\s*/?>", re.IGNORECASE)
"""Tags in a declared text that end a paragraph."""


def headline(item: Mapping[str, Any]) -> str:
    """The title of an article."""
    return text(item.get("headline")) or text(item.get("name"))


def names(value: Any) -> tuple[str, ...]:  # noqa: ANN401 - any JSON
    """The names in a value that holds one or several persons."""
    several = value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(name for one in several[:MOST_NAMES] if (name := text(one))))


MOST_NAMES = 8
