"""Sentences composed from facts, in the language of the brief: `patterns` has the English ones, `phrases` all others.

Which facts are told together is decided before this; a language only puts them in words. Where the house says a message
of `phrases` otherwise, English is told in these lines too: words of a message have no place in a pattern.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from briefgen.language import Language
from briefgen.model import Fact, Figure
from briefgen.writing import patterns, phrases


def amount(fact: Fact, language: Language) -> str:
    """The value as printed, with what else is told of it in words."""
    return phrases.amount(fact, language) if language.is_translated else patterns.amount(fact, language)


def sentence(fact: Fact, language: Language) -> str:
    """What a fact says."""
    if language.says(*phrases.DETAILS):
        return phrases.sentence(fact, language)
    return patterns.sentence(fact, language)


def risen_to(change: Fact, level: Fact, later: Fact | None, language: Language) -> str:
    """A change with the level it led to, and the change since then where there is one."""
    if language.says(*phrases.DETAILS) or (later is not None and language.says(phrases.TWICE)):
        return phrases.risen_to(change, level, later, language)
    return patterns.risen_to(change, level, later, language)


def against(one: Fact, other: Fact, language: Language) -> str:
    """Two values for one thing."""
    message = phrases.ONE_VALUE if patterns.is_one_value(one, other) else phrases.TWO_VALUES
    if language.says(message):
        return phrases.against(one, other, language)
    return patterns.against(one, other, language)


def doubtful(facts: Sequence[Fact]) -> Callable[[Language], str] | None:
    """Reported numbers that do not add up; None where only the calculation tells what is wrong."""
    told = patterns.by_time(facts)
    return None if told is None else partial(_doubtful, told)


def _doubtful(told: Sequence[Sequence[Fact]], language: Language) -> str:
    return phrases.doubtful(told, language) if language.says(phrases.NO_SUM) else patterns.doubtful(told, language)


def moved(before: Fact, after: Fact, language: Language) -> str:
    """Before and after in one sentence."""
    if language.says(*phrases.DETAILS, phrases.MOVED):
        return phrases.moved(before, after, language)
    return patterns.moved(before, after, language)


def reported(say: Callable[[Language], str], who: str, language: Language) -> str:
    """A sentence with the document that reports it."""
    text = say(language)
    return phrases.reported(text, who, language) if language.says(phrases.REPORTED) else patterns.reported(text, who)


def voices(figures: Sequence[Figure], language: Language) -> list[str]:
    """Who said so, each once: with articles where sentences are English."""
    said = patterns.voices(figures)
    return patterns.without_articles(said) if language.is_translated else said
