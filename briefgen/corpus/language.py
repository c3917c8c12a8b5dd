"""The language that a text is written in (py3langid, limited to languages that news comes in)."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

CODES = """
ar az be bg bn bs cs da de el en es et fa fi fr he hi hr hu hy id it ja ka kk ko ky lt lv mn
ms nl no pl ps pt ro ru sk sl sq sr sv sw ta te th tl tr uk ur uz vi zh
"""
LANGUAGES = tuple(CODES.split())
"""ISO 639-1 codes that are told apart. Fewer candidates make short texts safer."""

SAMPLE = 1_500
"""Characters of the body that are looked at; more changes nothing."""

LEAST_LETTERS = 12
"""Letters without which nothing is said."""

SURE, LIKELY, LEAD = 0.6, 0.35, 3.0
"""A language is named at a probability of `SURE`, or at `LIKELY` when it leads the next by `LEAD` times. Tried on
single sentences: names and bare numbers stay below, sentences of five words lie above."""


def identify(body: str) -> str | None:
    """The ISO 639-1 code of a text; None where it is too short to tell."""
    sample = body[:SAMPLE]
    if sum(character.isalpha() for character in sample) < LEAST_LETTERS:
        return None
    ranked = identifier().rank(sample)
    (first, best), (_, second) = ranked[:2]
    return str(first) if best >= SURE or (best >= LIKELY and best >= LEAD * second) else None


@lru_cache(maxsize=1)
def identifier() -> Any:  # noqa: ANN401 - py3langid has no types
    """The model, loaded once; takes about a second of CPU time."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    model.set_languages(LANGUAGES)
    return model
