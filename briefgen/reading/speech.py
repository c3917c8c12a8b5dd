"""The verbs of speech of a language, and the tags that they make."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import Any

from msgspec import Struct

from briefgen.model import Span
from briefgen.reading import inflection, patterns, tables
from briefgen.reading.names import Agent

SETS = (
    "aside",
    "membership",
    "inverted_tail",
    "bare",
    "rates",
    "joining",
    "saying",
    "asking",
    "accompanying",
    "noun_links",
    "articles",
    "clause_openers",
    "valuing",
    "valued_at",
    "counting",
    "strong",
    "judged",
    "judges",
    "gapped",
    "telling",
    "revising",
    "publishing",
    "seen",
    "foretelling",
    "pledged",
    "nouns_too",
    "asked",
    "makers",
)
"""Word lists of the table that the rules hold as they are; what each is for stands there."""


class Form(StrEnum):
    """How a tag makes somebody responsible."""

    SAY = "say"
    ACCORD = "accord"
    """According to somebody."""
    DOCUMENT = "document"
    """The programme sets out."""
    PLEDGE = "pledge"
    """The parties agreed."""
    INTEND = "intend"
    """Both sides plan."""
    GAP = "gap"
    """The verb of the tag before it is left out: "..., the bank only 3%"."""


class Tag(Struct, frozen=True, gc=False):
    """Words that say who says it."""

    span: Span
    """From the speaker to the verb, or the other way round."""
    verb: Span
    """The verb of saying, or "according to"."""
    agent: Agent
    """Who."""
    form: Form
    """How."""
    after: bool
    """What was said stands before the tag."""
    foretells: bool = False
    """The verb speaks of what is to come."""


class Verbs(Struct, frozen=True):
    """The verbs of a language by their forms (`tables/<language>/speech.toml`)."""

    finite: frozenset[str]
    """Past forms, and every form that is no other."""
    present: frozenset[str]
    """Third person singular: a plural noun may look the same."""
    base: frozenset[str]
    """What a plural subject takes."""
    participle: frozenset[str]
    """Forms in -ing, which count only behind "with somebody"."""
    weak: frozenset[str]
    """Forms that need "that" or a quotation beside them."""
    document: frozenset[str]
    """First words of what documents do."""
    pledge: frozenset[str]
    intend: frozenset[str]
    between: frozenset[str]
    passive: frozenset[str]
    denying: frozenset[str]
    """What makes a verb between them say nothing: passive and negative words."""
    verdict: frozenset[str]
    """Verbs with an object: "called the plan a slap in the face"."""
    nobody: frozenset[str]
    phrases: re.Pattern[str]
    """Verbs of several words."""
    phrased: frozenset[str]
    """Their first words."""
    papers: re.Pattern[str]
    """What documents do, whole."""
    accord: re.Pattern[str]
    """According to."""
    accords: frozenset[str]
    """The first words of such phrases."""
    aside: frozenset[str]
    membership: frozenset[str]
    inverted_tail: frozenset[str]
    bare: frozenset[str]
    rates: frozenset[str]
    joining: frozenset[str]
    saying: frozenset[str]
    asking: frozenset[str]
    accompanying: frozenset[str]
    noun_links: frozenset[str]
    articles: frozenset[str]
    clause_openers: frozenset[str]
    valuing: frozenset[str]
    valued_at: frozenset[str]
    counting: frozenset[str]
    strong: frozenset[str]
    judged: frozenset[str]
    judges: frozenset[str]
    gapped: frozenset[str]
    telling: frozenset[str]
    revising: frozenset[str]
    publishing: frozenset[str]
    seen: frozenset[str]
    foretelling: frozenset[str]
    pledged: frozenset[str]
    nouns_too: frozenset[str]
    asked: frozenset[str]
    makers: frozenset[str]
    money: frozenset[str]
    """Words that stand before an amount of money: "Rs", "KSh"."""
    cues: frozenset[str]
    """Every word that a tag's verb can begin with."""


@lru_cache(maxsize=8)
def verbs(language: str) -> Verbs:
    """The verbs of a language, inflected once."""
    table = tables.load(language, "speech")
    forms = [inflected(base, table["inflection"]) for base in table["regular"]] + [
        tuple(row) for row in table["irregular"]
    ]
    weak = {form for row in forms if row[0] in table["weak"] for form in row}
    phrased, document = (frozenset(phrase.split()[0] for phrase in table[name]) for name in ("phrases", "document"))
    return Verbs(
        finite=frozenset(row[2] for row in forms),
        present=frozenset(row[1] for row in forms),
        base=frozenset((*(row[0] for row in forms), *table["intend_base"])),
        participle=frozenset(row[3] for row in forms),
        weak=frozenset(weak),
        document=document,
        pledge=frozenset(table["pledge"]),
        intend=frozenset(table["intend"]),
        between=frozenset(table["between"]),
        passive=frozenset(table["passive"]),
        denying=frozenset((*table["passive"], *table["negative"])),
        verdict=frozenset(table["verdict"]),
        nobody=frozenset(table["nobody"]),
        phrases=alternation(table["phrases"]),
        phrased=phrased,
        papers=alternation(table["document"]),
        accord=alternation(table["accord"]),
        **{name: frozenset(table[name]) for name in SETS},
        money=frozenset(
            sign for sign in tables.load(language, "currencies")["signs"] if sign.isalpha() and len(sign) > 1
        ),
        accords=frozenset(phrase.split()[0] for phrase in table["accord"]),
        cues=frozenset(form for row in forms for form in row).union(
            document, table["pledge"], table["intend"], table["revising"], table["publishing"], phrased
        ),
    )


def inflected(base: str, rows: list[dict[str, Any]]) -> tuple[str, ...]:
    """Base, third person, past and participle of a regular verb."""
    return (base, *next(inflection.forms(base, rows)))


def alternation(phrases: list[str]) -> re.Pattern[str]:
    """One pattern for any of the phrases, the longest first."""
    return re.compile(rf"\b{patterns.either(phrases)}\b", re.IGNORECASE)
