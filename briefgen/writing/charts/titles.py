"""Titles of charts: the finding in at most ten words, without numbers.

English binds a finding to the measure ("Freight rises"); in other languages the measure stands before a colon, so that
no name needs a case ("Freight: рост"). How long a title may be is measured on the English one alone: what a chart
finds, and with how much of its owner's name, is the same in every language. No translation has more words than the
English (tests/test_charts_languages.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from briefgen.language import N_, Language
from briefgen.model import Fact
from briefgen.writing.articles import is_plural
from briefgen.writing.material import Material

LONGEST_TITLE = 10
"""Words of a title (RENDERING.md)."""
LONGEST_OWNER = 5
"""Words of a row's name in a title that has no room for all of them."""
REPORTED = N_("What the documents report")
DIFFER = N_("%(measure)s: documents differ")
RISE = N_("%(measure)s: rise")
FALL = N_("%(measure)s: fall")


class Finding(Struct, frozen=True):
    """What a chart finds."""

    english: str
    """In English: "Freight rises"."""
    message: str
    """What is said otherwise, behind the measure; empty for the measure alone."""
    say: Callable[[str, Language], str]
    """The measure, with whose it is → the same in any other language."""
    names: tuple[str, ...] = ()
    """Further messages that `say` prints."""
    context: str = ""
    """The context of these."""


class Title(Struct, frozen=True):
    """A title."""

    english: str
    """What decides how long it may be."""
    words: str
    """In the language of the brief."""


def found(english: str, message: str, **values: str) -> Finding:
    """A finding whose message needs no other words of the language."""
    return Finding(english, message, lambda measure, language: language.gettext(message, measure=measure, **values))


def bare(measure: str) -> Finding:
    """The measure alone."""
    return Finding(measure, "", lambda named, _: named)


def differ(fact: Fact) -> Finding:
    """Several values for one time."""
    return found(f"Documents differ on {inside(fact)}", DIFFER)


def title(material: Material, points: Sequence[Fact], *findings: Finding) -> Title:
    """The first finding that is short enough, behind whose it is; else the topic.

    What a table has in one of its rows is no finding on the measure as a whole: "Coast Line: freight rises".
    """
    chosen = next(_fitting(material, points, findings), None)
    if chosen is None:
        chosen = Title(*[" ".join(material.topic.title.split()[:LONGEST_TITLE])] * 2)
    return chosen


def _fitting(material: Material, points: Sequence[Fact], findings: Sequence[Finding]) -> Iterator[Title]:
    """Every title that is not too long, the best first."""
    for one in _titles(material, points, findings):
        if one.english and len(one.english.split()) <= LONGEST_TITLE:
            yield one


def _titles(material: Material, points: Sequence[Fact], findings: Sequence[Finding]) -> Iterator[Title]:
    """What a title may be."""
    fact, language = points[0], material.language
    measure = language.measure(fact.measure) or inside(fact)
    owner = capital(owner_of(points, material))
    names = (owner, f"{' '.join(owner.split()[:LONGEST_OWNER])} …") if owner else ()
    for whose in names:
        for one in findings:
            english = f"{whose}: {_after_colon(one.english, fact)}"
            yield Title(english, _said(one, english, f"{whose}, {measure}", language))
    yield Title(owner, owner)
    for one in findings:
        yield Title(one.english, _said(one, one.english, capital(measure), language))
    yield Title(REPORTED, language.gettext(REPORTED))


def _said(finding: Finding, english: str, measure: str, language: Language) -> str:
    """A finding in the language of the brief."""
    is_other = language.says(finding.message) or language.says(*finding.names, context=finding.context)
    return finding.say(measure, language) if is_other else english


def owner_of(points: Sequence[Fact], material: Material) -> str:
    """Whose all values are, where the name of the measure does not say it; that of a configured one always does."""
    subject, measure = points[0].subject or "", points[0].measure
    said = measure in material.measures or subject.casefold() in inside(points[0]).casefold()
    return "" if said or any(fact.subject != subject for fact in points) else subject


def capital(text: str) -> str:
    """A text of a document with a capital."""
    return f"{text[:1].upper()}{text[1:]}"


def _after_colon(finding: str, fact: Fact) -> str:
    """A finding behind a colon; a measure keeps the first letter that it has in its document (English)."""
    begins = name(fact)
    if finding.startswith(begins):
        return f"{inside(fact)}{finding.removeprefix(begins)}".replace(": ", ", ", 1)
    return f"{finding[:1].lower()}{finding[1:]}"


def name(fact: Fact) -> str:
    """The measure with a capital: a noun phrase of a text begins with a small letter."""
    return capital(fact.measure or "")


def inside(fact: Fact) -> str:
    """The measure as it stands inside a sentence: a noun phrase of a text as it is there."""
    return fact.measure or "this"


def is_(measure: str) -> str:
    """The verb of a measure (English)."""
    return "are" if is_plural(measure) else "is"


def verb(word: str, measure: str) -> str:
    """A regular verb of a measure (English): "rises", "rise"."""
    return word if is_plural(measure) else f"{word}s"
