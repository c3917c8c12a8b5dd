"""The language that a text is written in (py3langid, limited to languages that news comes in)."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from briefgen.corpus import langmodel

CODES = """
ar az be bg bn bs cs da de el en es et fa fi fr he hi hr hu hy id it ja ka kk ko ky lt lv mn
ms nl no pl ps pt ro ru sk sl sq sr sv sw ta te th tl tr uk ur uz vi zh
"""
LANGUAGES = tuple(CODES.split())
"""ISO 639-1 codes that are told apart. Fewer candidates make short texts safer."""

SAMPLE = 1_500
"""Characters of the body that are looked at; more changes nothing."""

LEAST_LETTERS = 8
"""Letters without which nothing is said."""

SURE, LIKELY, LEAD = 0.6, 0.35, 3.0
"""A language is named at a probability of `SURE`, or at `LIKELY` when it leads the next by `LEAD` times. Tried on
single sentences: names and bare numbers stay below, sentences of five words lie above."""

SHORT_LEAD = 1.15
"""English in plain ASCII is also named when it merely leads: headlines such as "Exports fell 3%" have no more to show,
and no other language that is read would be harmed."""

ENGLISH = frozenset(
    [
        "the",
        "of",
        "and",
        "with",
        "that",
        "from",
        "are",
        "has",
        "have",
        "which",
        "were",
        "been",
        "will",
        "said",
        "its",
        "this",
        "by",
    ]
)
"""Function words that English shares with few others ("in", "is", "was", "for" are Dutch, Danish or German too)."""

ENGLISH_SHARE, ENGLISH_KINDS = 0.12, 3
"""A text of which that share are such words, of that many kinds, is English: running English has 0.2 to 0.3, other
languages under 0.03. Most news is settled by this, a thousand times faster than by loading the model."""


def identify(body: str) -> str | None:
    """The ISO 639-1 code of a text; None where it is too short to tell."""
    sample = body[:SAMPLE]
    if sum(map(str.isalpha, sample)) < LEAST_LETTERS:
        return None
    if is_plainly_english(sample):
        return "en"
    ranked = identifier().rank(sample)
    (first, best), (_, second) = ranked[:2]
    named = best >= SURE or (best >= LIKELY and best >= LEAD * second)
    leading_english = first == "en" and sample.isascii() and best >= SHORT_LEAD * second
    return str(first) if named or leading_english else None


def is_plainly_english(sample: str) -> bool:
    """Whether function words settle it."""
    words = sample.casefold().split()
    hits = [word for word in words if word in ENGLISH]
    return len(hits) >= ENGLISH_SHARE * len(words) and len(set(hits)) >= ENGLISH_KINDS


@lru_cache(maxsize=1)
def identifier() -> Any:  # noqa: ANN401 - py3langid has no types
    """The model, loaded once; takes about a second of CPU time."""
    from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier

    try:
        return langmodel.load(MODEL_DIR / MODEL_FILE, LANGUAGES)
    except (KeyError, ValueError):  # a py3langid that lays its model out in another way: it takes more memory
        model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
        model.set_languages(LANGUAGES)
        return model
