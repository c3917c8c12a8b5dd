"""Explanations of relations in the language of the page, said again from their parts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from briefgen.errors import RenderError
from briefgen.evidence.told import english
from briefgen.finished import Claim, Finished
from briefgen.language import language
from briefgen.model import Message
from briefgen.values import sentence
from briefgen.verify.finding import Finding, short
from briefgen.verify.shelf import Shelf


def explanations(brief: Finished, shelf: Shelf) -> Iterator[Finding]:  # noqa: ARG001 - one signature for all checks
    """The parts of an explanation, from which other languages say it, say in English what it says."""
    for claim in brief.claims:
        if claim.told and (words := english(claim.told)) not in claim.texts:
            yield Finding(claim.where, f"“{short(claim.texts[0])}” has parts that say “{short(words)}”")


def printed(claim: Claim, brief: Finished) -> tuple[str, ...]:
    """What a page may print of a claim: its words, and what they are in the page's language."""
    other = _other(claim.told, brief.locale) if claim.told else ""
    return (*claim.texts, other) if other else claim.texts


@lru_cache(maxsize=1024)
def _other(told: Message, locale: str) -> str:
    """An explanation in a language; empty where no language of frames is meant."""
    try:
        spoken = language(locale)
    except RenderError:
        return ""
    return sentence(told, spoken) if spoken.is_translated else ""
