"""Texts as sparse vectors: their words, weighted by how few texts have them.

No word list of any language is needed: what every text has weighs nothing, and endings are cut off by length.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from math import log, sqrt

UNSPACED = "\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
"""Thai, Lao, Khmer, kana and Han: scripts that put no blanks between words, so that each character counts."""
WORD = re.compile(rf"[{UNSPACED}]|\d+(?:[.,]\d+)*|[^\W\d_{UNSPACED}]+(?:[’'][^\W\d_]+)?")
STEM = 6
"""Letters of a word that are compared. Cutting words off at five or six letters finds inflected forms about as well as
a stemmer does in most European languages, and needs to know none of them (McNamee and Mayfield, "Character n-gram
tokenization for European language text retrieval", 2004)."""
Vector = Mapping[str, float]
"""Stem → weight; of length 1, or empty."""


def words(text: str) -> list[str]:
    """The words and numbers of a text, as printed; a character of a script without blanks is one."""
    return WORD.findall(text)


@lru_cache(maxsize=20_000)
def stems(text: str) -> tuple[str, ...]:
    """The words of a text without case and endings, in its order; numbers stay whole."""
    return tuple(word if word[0].isdigit() else word[:STEM] for word in words(text.casefold()))


def vectors(texts: Sequence[str]) -> list[Vector]:
    """The vector of each text: 1 + log of a word's count, times the log of texts by texts that have the word."""
    counts = [Counter(stems(text)) for text in texts]
    having = Counter(stem for count in counts for stem in count)
    weights = {stem: log((1 + len(texts)) / (1 + number)) for stem, number in having.items()}
    return [unit({stem: (1 + log(times)) * weights[stem] for stem, times in count.items()}) for count in counts]


def unit(vector: Vector) -> Vector:
    """The vector of length 1 in the same direction; zeros are left out."""
    length = sqrt(sum(weight * weight for weight in vector.values()))
    return {stem: weight / length for stem, weight in vector.items() if weight} if length else {}


def centroid(parts: Iterable[Vector]) -> Vector:
    """The direction that vectors have in common."""
    total: dict[str, float] = {}
    for part in parts:
        for stem, weight in part.items():
            total[stem] = total.get(stem, 0.0) + weight
    return unit(total)


def cosine(one: Vector, other: Vector) -> float:
    """How alike two vectors are: 0 for no word in common, 1 for the same words."""
    if len(other) < len(one):
        one, other = other, one
    return sum(weight * other[stem] for stem, weight in one.items() if stem in other)
