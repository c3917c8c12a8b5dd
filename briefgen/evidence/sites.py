"""Where the noun phrase that a figure measures stands in its sentence."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

from briefgen.model import Figure

WORD = re.compile(r"[^\W_][\w’'-]*")
LINKED = re.compile(r"\s(?:of|from|to|in|for|by|with|between|via|through)\s")
"""Where the front part of a noun phrase ends, whose last word is its head (English)."""


class Site(Struct, frozen=True, gc=False):
    """The place of a noun phrase in its document."""

    start: int
    """Offset of its first word."""
    head: int
    """Offset of the noun that it is about."""
    front: int
    """Offset behind this noun: "exports" of "exports of grain"."""
    end: int
    """Offset behind all of it."""


@lru_cache(maxsize=1 << 16)
def _patterns(measure: str) -> tuple[re.Pattern[str], ...]:
    """What finds a noun phrase in its sentence: all its words with at most two others between them, else its head."""
    words = WORD.findall(measure)
    whole = r"\W+(?:\w+\W+){0,2}?".join(re.escape(word).replace("'", "['’]") for word in words)
    front = WORD.findall(LINKED.split(measure, maxsplit=1)[0])
    sources = [whole, *map(re.escape, front[-1:])] if words else []
    return tuple(re.compile(rf"\b{source}\b", re.IGNORECASE) for source in sources)


@lru_cache(maxsize=1 << 16)
def site(figure: Figure) -> Site | None:
    """Where a figure's noun phrase stands: the last time before the number, else the first time behind it.

    None where the sentence does not have it in these words: it is made up of a verb, or taken from another sentence.
    """
    if figure.measure is None:
        return None
    quote, offset = figure.passage.quote, figure.passage.span.start
    at = figure.span.start - offset
    for pattern in _patterns(figure.measure):
        matches = list(pattern.finditer(quote))
        before = [match for match in matches if match.end() <= at]
        behind = [match for match in matches if match.start() >= at]
        match = before[-1] if before else behind[0] if behind else None
        if match is not None:
            front = LINKED.split(match[0], maxsplit=1)[0]
            head = match.start() + max(front.rfind(mark) for mark in " \u00a0") + 1
            return Site(*(at + offset for at in (match.start(), head, match.start() + len(front), match.end())))
    return None
