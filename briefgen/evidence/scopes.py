"""Words that delimit what is measured: two values are of one scope only when the same of these stand around them."""

from __future__ import annotations

import re
from functools import cache

from briefgen.model import Fact, Figure, Kind, Status

DELIMITERS: dict[str, str] = {
    "exports": r"exports?|outbound",
    "imports": r"imports?|inbound",
    "re-exports": r"re-?exports?",
    "transit": r"transit",
    "services": r"services",
    "capacity": r"capacit(?:y|ies)",
    "containers": r"containers?|containeri[sz]ed|TEU",
    "rail": r"rail(?!\s+(?:link|line)\b)|rail(?:ways|roads)|(?<=by\s)rail(?:way|road)|"
    r"rail(?:way|road)(?=\s+(?:freight|cargo|traffic|transport|shipment|passenger|volume|wagon|carriage)s?\b)|trains?",
    "road": r"roads?|trucks?|lorr(?:y|ies)",
    "sea": r"sea|maritime|vessels?|ships?",
    "air": r"air|airports?",
    "a pipeline": r"pipelines?|conduit",
    "a segment": r"segments?|sections?|branch(?:es)?|portion|leg",
    "a part": r"of which|of them|of these|half of|including|alone",
    "per head": r"per capita|per head",
    "an average": r"average|mean",
    "a record": r"peak|record(?=\s+(?:high|day|month|week))",
    "private": r"private",
    "public": r"public(?!\s+debt\b)|state-owned",
    "gross": r"gross",
    "net": r"net",
    "real terms": r"real terms|inflation-adjusted|adjusted for inflation|constant prices",
    "current prices": r"nominal(?: terms)?|current prices",
    "seasonal adjustment": r"seasonally adjusted|seasonal adjustment",
    "a core or underlying value": r"core|underlying",
    "before tax": r"pre-?tax|before tax",
    "after tax": r"post-?tax|after tax",
    "operations alone": r"operating",
    "home demand": r"domestic(?:ally)?",
    "foreign countries": r"(?<!for\s)(?<!to\s)(?:foreign(?!\s+buyers\b[^;]{0,60}\sexports\b)|overseas)",
    "cities": r"urban",
    "the countryside": r"rural",
    "women": r"wom[ae]n|female",
    "men": r"m[ae]n|male",
    "children": r"child(?:ren)?",
    "young people": r"youth|young people",
    "confirmed cases": r"confirmed",
    "suspected cases": r"suspected",
    "an offshore part": r"offshore",
    "an onshore part": r"onshore",
    "something left out": r"excluding|except|not counting|not including|other than|leaving out|without the",
    "something added": r"(?:is|are) included|contractors included|inclusive of|together with|counted in|as well as the",
    "installed plant": r"installed",
    "the whole country": r"nationwide|national(?!\s+(?:bank|statistic|audit|assembly|park|company|operator))",
    "the world": r"worldwide|global",
    **{
        f"the {order} part": rf"{order}[\s-](?:phase|stage|tranche|section|half|line|unit|segment)"
        for order in ("first", "second", "third", "fourth", "final")
    },
}
"""What a reader is told → the words that say it (English). Each narrows or changes what a total is the total of."""
ADDING = frozenset({"with", "including", "counting", "together with"})
FRONTED = re.compile(
    r"(With|Including|Counting|Together with|Without|Excluding|Not counting|Leaving out) (?:the|all|its|their)\b"
    r"[^,;:\d]*,\s",
    re.IGNORECASE,
)
"""What is added to a number or left out of it at the head of its sentence (English)."""
GOODS = frozenset({"good", "goods", "merchandise"})
"""What trade without services is called (English), also without its plural ending."""
PATTERNS = {name: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for name, words in DELIMITERS.items()}
CLAUSE = re.compile(r"[;:—–()]|,\s|\s(?:while|whereas|but)\s")
"""Where a clause ends, roughly: a delimiter behind it is of another number."""
AND = re.compile(r"\sand\s")
NUMBER = re.compile(r"\d")
"""An "and" between two numbers is a border too: "revenue rose to 5 and net profit to 2"."""
PRODUCT = re.compile(r"\bgross domestic product\b", re.IGNORECASE)
"""A name whose words delimit nothing (English)."""


def clause(figure: Figure) -> str:
    """The part of the sentence that holds the figure."""
    quote = figure.passage.quote
    start, end = figure.span.start - figure.passage.span.start, figure.span.end - figure.passage.span.start
    before = [match.end() for match in CLAUSE.finditer(quote, 0, max(start, 0)) if not _labels(match, start)]
    after = CLAUSE.search(quote, end)
    first, last = before[-1] if before else 0, after.start() if after else len(quote)
    joined = [
        match.end()
        for match in AND.finditer(quote, first, max(start, first))
        if NUMBER.search(quote, first, match.start())
    ]
    joins = (match.start() for match in AND.finditer(quote, end, last) if NUMBER.search(quote, match.end(), last))
    return quote[joined[-1] if joined else first : next(joins, last)]


def _labels(match: re.Match[str], start: int) -> bool:
    """A colon right before the figure: what stands before it is its label ("Jobs among women: 4,500")."""
    return match[0] == ":" and start - match.end() <= len(" $")


def _without_speaker(figure: Figure) -> str:
    """The clause of a figure without who said it: a shipping ministry delimits nothing."""
    text = clause(figure)
    return text.replace(figure.attribution, "") if figure.attribution else text


def _added_in_front(figure: Figure) -> str | None:
    """What the sentence begins with that adds to the number or takes from it: "With the access road, the dam costs"."""
    match = FRONTED.match(figure.passage.quote)
    if match is None or match.end() > figure.span.start - figure.passage.span.start:
        return None
    return "together with" if match[1].casefold() in ADDING else "excluding"


@cache
def delimiters(figure: Figure) -> frozenset[str]:
    """The delimiting words around a figure, and those of its measure and scope."""
    named = PRODUCT.search(figure.passage.quote) is not None and figure.scope in ("gross", "domestic")
    parts = (_without_speaker(figure), _added_in_front(figure), None if named else figure.scope, figure.measure)
    text = PRODUCT.sub("GDP", " · ".join(part for part in parts if part))
    return frozenset(name for name, pattern in PATTERNS.items() if pattern.search(text))


def scope_of(fact: Fact) -> frozenset[str]:
    """What delimits a fact: a delimiter counts when any of its mentions has it."""
    return frozenset().union(*(delimiters(figure) for figure in fact.figures))


def only_delimited(one: frozenset[str], other: frozenset[str]) -> bool:
    """Two sets of content words that differ by delimiting words alone, and do differ."""
    apart = one ^ other
    return bool(apart) and bool(one & other) and all(_delimits(word) for word in apart)


@cache
def _delimits(word: str) -> bool:
    """A word, without its plural ending, that narrows what is measured; "good" stands for "goods"."""
    return word in GOODS or any(
        pattern.fullmatch(word) or pattern.fullmatch(f"{word}s") for pattern in PATTERNS.values()
    )


def form(fact: Fact) -> str:
    """What sort of statement about an amount it is: "an increase", "a capacity" or "a level"."""
    if fact.kind is Kind.INCREMENT:
        return "an increase"
    if fact.status is Status.CAPACITY or "capacity" in scope_of(fact):
        return "a capacity"
    return "a level"
