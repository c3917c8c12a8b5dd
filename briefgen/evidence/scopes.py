"""Words that delimit what is measured: two values are of one scope only when the same of these stand around them."""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import cache

from briefgen.messages import N_
from briefgen.model import Fact, Figure, Kind, Status

PORTION = r"[\s-](?:phase|stage|tranche|section|half|line|unit|segment)"
DELIMITERS: dict[str, str] = {
    N_("exports"): r"exports?|outbound",
    N_("imports"): r"imports?|inbound",
    N_("re-exports"): r"re-?exports?",
    N_("transit"): r"transit",
    N_("services"): r"services",
    N_("capacity"): r"capacit(?:y|ies)",
    N_("containers"): r"containers?|containeri[sz]ed|TEU",
    N_("rail"): r"rail(?!\s+(?:link|line)\b)|rail(?:ways|roads)|(?<=by\s)rail(?:way|road)|"
    r"rail(?:way|road)(?=\s+(?:freight|cargo|traffic|transport|shipment|passenger|volume|wagon|carriage)s?\b)|trains?",
    N_("road"): r"roads?|trucks?|lorr(?:y|ies)",
    N_("sea"): r"sea|maritime|vessels?|ships?",
    N_("air"): r"air|airports?",
    N_("a pipeline"): r"pipelines?|conduit",
    N_("a segment"): r"segments?|sections?|branch(?:es)?|portion|leg",
    N_("a part"): r"of which|of them|of these|half of|including|alone",
    N_("per head"): r"per capita|per head",
    N_("an average"): r"average|mean",
    N_("a record"): r"peak|record(?=\s+(?:high|day|month|week))",
    N_("private"): r"private",
    N_("public"): r"public(?!\s+debt\b)|state-owned",
    N_("gross"): r"gross",
    N_("net"): r"net",
    N_("real terms"): r"real terms|inflation-adjusted|adjusted for inflation|constant prices",
    N_("current prices"): r"nominal(?: terms)?|current prices",
    N_("seasonal adjustment"): r"seasonally adjusted|seasonal adjustment",
    N_("a core or underlying value"): r"core|underlying",
    N_("before tax"): r"pre-?tax|before tax",
    N_("after tax"): r"post-?tax|after tax",
    N_("operations alone"): r"operating",
    N_("home demand"): r"domestic(?:ally)?",
    N_("foreign countries"): r"(?<!for\s)(?<!to\s)(?:foreign(?!\s+buyers\b[^;]{0,60}\sexports\b)|overseas)",
    N_("cities"): r"urban",
    N_("the countryside"): r"rural",
    N_("women"): r"wom[ae]n|female",
    N_("men"): r"m[ae]n|male",
    N_("children"): r"child(?:ren)?",
    N_("young people"): r"youth|young people",
    N_("confirmed cases"): r"confirmed",
    N_("suspected cases"): r"suspected",
    N_("an offshore part"): r"offshore",
    N_("an onshore part"): r"onshore",
    N_("something left out"): r"excluding|except|not counting|not including|other than|leaving out|without the",
    N_("something added"): r"(?:is|are) included|contractors included|inclusive of|together with|counted in|"
    r"as well as the",
    N_("installed plant"): r"installed",
    N_("the whole country"): r"nationwide|national(?!\s+(?:bank|statistic|audit|assembly|park|company|operator))",
    N_("the world"): r"worldwide|global",
    N_("the first part"): rf"first{PORTION}",
    N_("the second part"): rf"second{PORTION}",
    N_("the third part"): rf"third{PORTION}",
    N_("the fourth part"): rf"fourth{PORTION}",
    N_("the final part"): rf"final{PORTION}",
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


class Form(Enum):
    """What a number says of an amount."""

    INCREASE = auto()
    CAPACITY = auto()
    LEVEL = auto()


def form(fact: Fact) -> Form:
    """What sort of statement about an amount it is."""
    if fact.kind is Kind.INCREMENT:
        return Form.INCREASE
    if fact.status is Status.CAPACITY or "capacity" in scope_of(fact):
        return Form.CAPACITY
    return Form.LEVEL
