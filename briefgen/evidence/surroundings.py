"""The words around a figure: what tells two mentions of one number, or of one sentence, from chance.

The tables are English.
"""

from __future__ import annotations

from functools import cache

from briefgen.evidence.words import plain_words
from briefgen.model import Figure

REACH = 12
"""Words before and behind a figure that may say what it is about."""
_EMPTY = """
a an the of to in on for and by with from its it their his her this that these those at as is are was were be
been being has have had will would could can may might shall should must do does did not no nor or but if than
then so such which who whom whose what when where while after before until since because though although through
over under about around up down out off into onto per between among during within without against along across
more most less least much many few some any all both each every other another same only also still even already
just now here there again once further later earlier new old first second third last next past current previous
total overall whole main major big large small high low great year month week day quarter half decade time
period annual yearly monthly january february march april june july august september october november december
monday tuesday wednesday thursday friday saturday sunday today yesterday million billion trillion thousand
hundred dozen lakh crore one two three four five six seven eight nine ten percent per-cent cent percentage point
ton tonne metric dollar euro pound rupee yen yuan ruble dirham number figure amount level rate value say said
told tell added noted according make made take took come came go went get got give gave given put set reach
reached rise rose risen fall fell fallen increase increased decrease decreased grow grew grown expect expected
plan planned aim aimed target nearly almost roughly approximately estimated estimate end start begin began begun
people thing way part we they you he she i us them him me our your my government country state official ministry
minister company
"""
EMPTY = frozenset(_EMPTY.split())
"""Words that say nothing of what a number is about, or that half of all news has."""


@cache
def around(figure: Figure) -> frozenset[str]:
    """The telling words near a figure in its sentence, in the singular and without case."""
    quote, offset = figure.passage.quote, figure.passage.span.start
    before = plain_words(quote[: figure.span.start - offset])[-REACH:]
    behind = plain_words(quote[figure.span.end - offset :])[:REACH]
    return frozenset(word for word in (*before, *behind) if word not in EMPTY and not word.isdigit() and len(word) > 1)


@cache
def frame(figure: Figure) -> tuple[str, ...]:
    """The words right before and behind a figure, numbers apart: what a copied sentence keeps when a number changes."""
    quote, offset = figure.passage.quote, figure.passage.span.start
    before = [word for word in plain_words(quote[: figure.span.start - offset]) if not word.isdigit()]
    behind = [word for word in plain_words(quote[figure.span.end - offset :]) if not word.isdigit()]
    return (*before[-FRAME:], "", *behind[:FRAME])


FRAME = 5
"""Words on either side that must be the same in a copied sentence."""
LEAST = 8
"""Words of a frame from which two alike are one sentence copied: what two writers write by chance is shorter."""
