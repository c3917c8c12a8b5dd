"""Explanations of relations in the language of the page, said again from their parts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from briefgen import values
from briefgen.errors import RenderError
from briefgen.evidence.told import english
from briefgen.finished import Claim, Fact, Finished
from briefgen.language import Language, language
from briefgen.model import Computed, Message
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
    other = _other(claim.told, brief.locale) if claim.told else ""
    return (*claim.texts, other) if other else claim.texts


def computed(fact: Fact, brief: Finished) -> str:
    """What a page prints of a computed value in its own language; empty where that is English."""
    spoken = _spoken(brief.locale)
    if spoken is None or fact.values[0] is None or abs(fact.values[0].adjusted()) > _DIGITS:
        return ""
    return values.computed(Computed(fact.values[0], fact.unit), spoken)


@lru_cache(maxsize=1024)
def _other(told: Message, locale: str) -> str:
    """An explanation in a language of frames other than English; empty where none is meant."""
    spoken = _spoken(locale)
    return values.sentence(told, spoken) if spoken else ""


def _spoken(locale: str) -> Language | None:
    """The language of a page, where it is not English and is known."""
    try:
        spoken = language(locale)
    except RenderError:
        return None
    return spoken if spoken.is_translated else None
