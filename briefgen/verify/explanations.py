"""Explanations of relations in the language of the page, said again from their parts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from briefgen import values
from briefgen.errors import RenderError
from briefgen.evidence.told import english
from briefgen.finished import Claim, Fact, Finished
from briefgen.language import Language, language
from briefgen.model import Computed, Message, Rewording
from briefgen.verify.finding import Finding, short
from briefgen.verify.shelf import Shelf

_DIGITS = 30
"""Digits before and behind the point of an amount that briefgen prints."""


def explanations(brief: Finished, shelf: Shelf) -> Iterator[Finding]:  # noqa: ARG001 - one signature for all checks
    """The parts of an explanation, from which other languages say it, say in English what it says."""
    for claim in brief.claims:
        if claim.told and (words := english(claim.told)) not in claim.texts:
            yield Finding(claim.where, f"“{short(claim.texts[0])}” has parts that say “{short(words)}”")


def printed(claim: Claim, brief: Finished) -> tuple[str, ...]:
    """What a page may print of a claim: its words, and what they are in the page's language."""
    other = _other(claim.told, brief.locale, brief.words) if claim.told else ""
    return (*claim.texts, other) if other else claim.texts


def computed(fact: Fact, brief: Finished) -> str:
    """What a page prints of a computed value in its own language; empty where that is English."""
    spoken = _spoken(brief.locale, brief.words)
    if spoken is None or fact.values[0] is None or abs(fact.values[0].adjusted()) > _DIGITS:
        return ""
    return values.computed(Computed(fact.values[0], fact.unit), spoken)


@lru_cache(maxsize=1024)
def _other(told: Message, locale: str, words: tuple[Rewording, ...]) -> str:
    """An explanation as a page says it that does not speak our English; empty where it does."""
    spoken = _spoken(locale, words)
    return values.sentence(told, spoken) if spoken else ""


def _spoken(locale: str, words: tuple[Rewording, ...]) -> Language | None:
    """The language of a page, where it is known, and not English in our words."""
    try:
        spoken = language(locale, words)
    except RenderError:
        return None
    return spoken if spoken.is_translated or spoken.is_reworded else None
