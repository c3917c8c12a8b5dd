"""Sentences composed from facts, in the language of the brief: `patterns` has the English ones, `phrases` all others.

Which facts are told together is decided before this; a language only puts them in words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from briefgen.language import Language
from briefgen.model import Fact, Figure
from briefgen.writing import patterns, phrases


def amount(fact: Fact, language: Language) -> str:
    """The value as printed, with what else is told of it in words."""
    return phrases.amount(fact, language) if language.is_translated else patterns.amount(fact)


def sentence(fact: Fact, language: Language) -> str:
    """What a fact says."""
    return phrases.sentence(fact, language) if language.is_translated else patterns.sentence(fact)


def risen_to(change: Fact, level: Fact, later: Fact | None, language: Language) -> str:
    """A change with the level it led to, and the change since then where there is one."""
    if language.is_translated:
        return phrases.risen_to(change, level, later, language)
    return patterns.risen_to(change, level, later)


def against(one: Fact, other: Fact, language: Language) -> str:
    """Two values for one thing."""
    return phrases.against(one, other, language) if language.is_translated else patterns.against(one, other)


def doubtful(facts: Sequence[Fact]) -> Callable[[Language], str] | None:
    """Reported numbers that do not add up; None where only the calculation tells what is wrong."""
    told = patterns.by_time(facts)
    return None if told is None else partial(_doubtful, told)


def _doubtful(told: Sequence[Sequence[Fact]], language: Language) -> str:
    return phrases.doubtful(told, language) if language.is_translated else patterns.doubtful(told)


def moved(before: Fact, after: Fact, language: Language) -> str:
    """Before and after in one sentence."""
    return phrases.moved(before, after, language) if language.is_translated else patterns.moved(before, after)


def reported(say: Callable[[Language], str], who: str, language: Language) -> str:
    """A sentence with the document that reports it."""
    text = say(language)
    return phrases.reported(text, who, language) if language.is_translated else patterns.reported(text, who)


def voices(figures: Sequence[Figure], language: Language) -> list[str]:
    """Who said so, each once: with articles where sentences are English."""
    said = patterns.voices(figures)
    return patterns.without_articles(said) if language.is_translated else said
