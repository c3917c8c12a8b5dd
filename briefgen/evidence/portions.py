"""Which part of a flow a figure is of: what went to one buyer, or what one sort of plant made.

"The port exported 400,000 tons of grain to Turkey" is no rival of the 1.2 million tons that it exported in all, and
what wind farms made none of what hydropower stations made. The words are English.
"""

from __future__ import annotations

import re
from functools import cache

from briefgen.evidence.scopes import clause
from briefgen.evidence.words import head
from briefgen.model import Fact, Figure

OUTWARD = frozenset({"export", "exports", "shipment", "shipments", "sale", "sales", "supply", "supplies"}) | frozenset(
    {"delivery", "deliveries", "flight", "flights", "remittance", "remittances", "transfer", "transfers"}
)
"""What goes to somebody (heads of measures)."""
INWARD = frozenset({"import", "imports", "purchase", "purchases", "arrival", "arrivals", "visitor", "visitors"}) | (
    frozenset({"tourist", "tourists", "guest", "guests", "student", "students", "migrant", "migrants"})
)
"""What comes from somewhere."""
SORT = 2
"""Words of a maker from which it is one of a sort."""
NAME = r"(?:the\s)?[A-Z][\w’'-]+(?:\s(?:of\s)?[A-Z][\w’'-]+){0,3}"
BUYER = re.compile(rf"\bto\s({NAME})")
SELLER = re.compile(rf"\bfrom\s({NAME})")
MAKER = re.compile(
    r"\W*(?:The\s|All\s|Its\s)?(?P<maker>[A-Z]?[\w’'-]+(?:\s[a-z][\w’'-]+){0,3})\s(?:in|across|around)\s(?:the\s)?"
)
"""The subject of a clause in front of the name of the place that it is in."""


def apart(one: Fact, other: Fact) -> bool:
    """Whether the two are parts of one thing, or a part and a larger whole: neither denies the other."""
    if one.measure is None or other.measure is None:
        return False
    left, right = _partners(one), _partners(other)
    if left != right:
        return bool(left and right) or _is_more(other if left else one, one if left else other)
    makers = _makers(one), _makers(other)
    return all(makers) and not makers[0] & makers[1]


def of_a_part(one: Fact, other: Fact) -> bool:
    """Whether one says what sort of maker made less than the other has in all: "wind farms in Norden", beside "Norden".

    A maker of one word ("mines in Chile") may be all that there are.
    """
    makers = _makers(one), _makers(other)
    if bool(makers[0]) == bool(makers[1]) or max(map(len, makers)) < SORT:
        return False
    return _is_more(other if makers[0] else one, one if makers[0] else other)


def _is_more(whole: Fact, part: Fact) -> bool:
    """The whole is the larger number."""
    value, portion = whole.quantity.value, part.quantity.upper or part.quantity.value
    return value is not None and portion is not None and value > portion


def _partners(fact: Fact) -> frozenset[str]:
    """Where a flow goes to, or where it comes from, as far as every mention names it."""
    flow = head(fact.measure or "")
    form = BUYER if flow in OUTWARD else SELLER if flow in INWARD else None
    if form is None:
        return frozenset()
    return frozenset.intersection(*(_named(figure, form) for figure in fact.figures))


@cache
def _named(figure: Figure, form: re.Pattern[str]) -> frozenset[str]:
    """The names behind a preposition in the clause of a figure, or in its measure."""
    text = f"{clause(figure)} · {figure.measure or ''}"
    return frozenset(match[1].removeprefix("the ") for match in form.finditer(text))


def _makers(fact: Fact) -> frozenset[str]:
    """The words for what made it, as far as every mention of it names something in the place that it is of."""
    if fact.subject is None:
        return frozenset()
    return frozenset.intersection(*(_made_by(figure, fact.subject) for figure in fact.figures))


@cache
def _made_by(figure: Figure, place: str) -> frozenset[str]:
    """The words of the subject of a figure's clause, where it lies in a place."""
    text = clause(figure).strip()
    match = MAKER.match(text)
    if match is None or not text.startswith(place.removeprefix("the "), match.end()):
        return frozenset()
    words = frozenset(match["maker"].casefold().split())
    return words if words.isdisjoint((figure.measure or "").casefold().split()) else frozenset()
