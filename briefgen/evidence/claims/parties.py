"""Who and what is named around a claim: one party for each name, however many words it has.

A name at the start of a sentence is one only if the corpus has it inside a sentence as well, or opens sentences of
several documents with it and never writes it small.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from briefgen.evidence.aliases import BODIES, NAME
from briefgen.evidence.claims.lists import BROAD, TIMES, TITLES
from briefgen.evidence.claims.things import OPENING, word_key
from briefgen.model import BlockKind, Reading

WORD = re.compile(r"[^\W\d_]+(?:[-–]\w+)*")
PROPER = re.compile(NAME)
ORDINALS = frozenset(
    {"first", "second", "third", "one", "two", "three", "another", "more", "no", "nobody", "what", "how"}
)
"""Words that begin sentences and no names (English)."""
SEVERAL = 2
"""Documents whose sentences a word must open to be a name."""
Party = frozenset[str]
"""Keys of the words of one name, without offices, kinds of bodies and times."""


def opening_names(readings: Sequence[Reading]) -> frozenset[str]:
    """Words, in small letters, that are names although they begin sentences."""
    small: set[str] = set()
    inside: set[str] = set()
    openings: dict[str, int] = {}
    for reading in readings:
        first: set[str] = set()
        for sentence in reading.sentences:
            if sentence.kind is not BlockKind.PARAGRAPH:
                continue
            for place, match in enumerate(WORD.finditer(sentence.passage.quote)):
                word = match[0].casefold()
                if match[0][0].islower():
                    small.add(word)
                elif place:
                    inside.add(word)
                else:
                    first.add(word)
        for word in first:
            openings[word] = openings.get(word, 0) + 1
    known = inside | {word for word, count in openings.items() if count >= SEVERAL}
    return frozenset(known - small - OPENING - TIMES - ORDINALS)


@cache
def parties_in(quote: str, openings: frozenset[str]) -> frozenset[Party]:
    """The parties that a sentence names; countries are none."""
    found = set()
    for match in PROPER.finditer(quote):
        words = WORD.findall(match[0])
        if words and not re.search(r"\w", quote[: match.start()]) and words[0].casefold() not in openings:
            words = words[1:]
        party = frozenset(key for word in words if word[0].isupper() for key in _keys(word))
        if party:
            found.add(party)
    return frozenset(found)


def _keys(word: str) -> frozenset[str]:
    """What a word of a name is known by; nothing where many names have it."""
    small = re.sub(r"['’]s?$", "", word.casefold())
    keys, country = word_key(small if word.isupper() and len(word) <= 1 else word)
    return frozenset() if country or small in BODIES | TITLES | TIMES | BROAD else keys


def in_common(one: Iterable[Party], other: Iterable[Party]) -> int:
    """How many parties two lists share, one perhaps in fewer words: "Norden Dairy" and "Norden", not "Norden Steel"."""
    names = sorted(one, key=sorted)
    groups: list[Party] = []
    for party in names:
        shared = frozenset().union(*(party & another for another in other if party <= another or another <= party))
        if shared:
            touching = [group for group in groups if group & shared]
            groups = [group for group in groups if not group & shared] + [shared.union(*touching)]
    return len(groups)
