"""What a noun phrase measures: phrases of general economic language that say the same, and words that narrow it.

The tables are English. Two phrases are one concept only where their unit allows it: turnover in tons is freight, in
money it is revenue.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache

from msgspec import Struct

from briefgen.evidence.countries import named_by
from briefgen.evidence.words import KIND_OF, content_words, head, one_phrase

VOLUME = frozenset(
    {"volume", "traffic", "turnover", "throughput", "tonnage", "metric", "transport", "transportation", "shipment"}
    | {"handling", "haulage", "movement", "flow", "carriage", "amount"}
)
"""Nouns that say no more than that something is carried."""
CARRIED = frozenset({"throughput", "tonnage", "haulage"})
"""Those of them that need no unit to say so."""
GOODS = frozenset({"freight", "good"})
"""What is carried where nothing more is said."""
EXCHANGE = VOLUME | {"exchange", "value"}
"""Nouns beside "trade" that add nothing."""
MUTUAL = frozenset({"bilateral", "mutual", "reciprocal", "dyadic"})
"""Between two countries; where these are named, the word adds nothing."""
THROUGH = frozenset({"throughput", "transit", "carrying", "handling", "freight", "traffic", "transport", "annual"})
"""What the capacity of a route or port is called by."""
COSTS = frozenset({"cost", "bill"})
BUILDING = frozenset({"building", "construction", "constructing", "project", "scheme", "whose"})
"""Words around a cost that say no more than that something is built."""
GDP = frozenset({"gross", "domestic", "product"})
POINTING = frozenset({"company", "firm", "group", "country", "nation"})
"""Words that only point to an owner who is known: "the company's revenue"."""
CARGO = ("t", "TEU", "count:containers")
"""Units of what is carried."""
BOXES = frozenset({"container", "box"})
"""What the last two of these units are."""
CARRIERS = frozenset({"way", "road", "railway", "pipeline", "canal", "port", "terminal", "airport", "bridge", "tunnel"})
"""Kinds of things that carry or handle: tons of one of them are its traffic, where no other word says what they are."""
PIPED = frozenset({"oil", "gas"})
"""What a pipeline carries where nothing more is said."""
POLICY = frozenset({"policy", "key", "benchmark"})
VAGUE = frozenset(
    {"investment", "fund", "funding", "loan", "contract", "agreement", "project", "value", "deal", "number", "part"}
    | {"share", "total", "level", "figure", "growth", "increase", "area", "length", "price", "budget", "money"}
    | {"amount", "target", "plan", "programme", "program", "support", "aid", "grant", "credit", "capital", "deposit"}
    | {"order", "first", "second", "one", "metric", "volume", "indicator", "result", "record", "period", "case"}
    | {"item", "unit"}
)
"""Nouns that alone do not tell what is measured, not even of one owner: he may have several investments."""
LINKS = frozenset({"through", "via", "along", "between", "per", "at", "towards"})
"""Words of a noun phrase that measure nothing."""
CARRIER = re.compile(r"(?<=\w) (?:through|via|along) ")
"""Between what is carried and what carries it, which is the owner (English): "cargo | through Norland's main port"."""
FREIGHT = "freight"
"""The family of goods traffic."""
RELATIVE = frozenset({"%", "pp", "bp", "x"})
"""Units of changes, which any measure can have."""
WIDER: Mapping[str, frozenset[str]] = {
    "rail": frozenset({"railway"}),
    "link": frozenset({"way", "road", "railway", "pipeline", "bridge"}),
    "route": frozenset({"way", "road", "railway"}),
    "line": frozenset({"railway", "pipeline"}),
}
"""Nouns for things of several kinds, which say nothing where one of these is the owner (English)."""
MOVED = frozenset({"fall", "rise", "drop", "climb", "jump", "slump"})
"""How something moved, where the reader takes it for a part of what moved: "saw | output fall" (English)."""
MONEY = re.compile(r"[A-Z]{3}")
"""ISO 4217."""
PAIR = 2
"""Words of a noun and how it moved."""
WORKFORCE = "workforce"
"""Those whom somebody employs."""
SPENT = frozenset({"spending", "expenditure", "outlay", "expense"})
"""Nouns for what is spent."""
TAKEN = frozenset({"revenue", "take", "receipt", "proceed", "taking", "intake", "income"})
"""Nouns for what comes in, where another word says from what: "income" alone may be a profit."""
TAXED = frozenset({"tax", "duty", "excise", "custom", "levy", "toll", "royalty"})
"""What a state takes."""
TOURISM = frozenset({"tourism", "tourist", "visitor", "travel"})
"""Those who come to see a place."""
VISITING = frozenset({"tourist", "visitor"})
"""Those of them who spend: what a state spends on tourism is no revenue."""
FLOWS = frozenset({"export", "import"})
"""What goes over a border; what it costs or brings is its value."""
WORTH = TAKEN | {"earning", "bill", "value"}
"""Nouns for that value."""
GAPS = frozenset({"deficit", "gap", "shortfall", "hole"})
"""Nouns for what a budget lacks."""
BUDGETS = frozenset({"budget", "fiscal"})
DEBTS = frozenset({"debt", "indebtedness"})
DEBT_OF_STATES = frozenset({"public", "government", "sovereign", "pile", "burden", "load", "mountain", "stock"})
"""Words beside "debt" that add nothing where the owner is no company."""
FIRMS = frozenset({"company", "bank", "fund"})
"""Kinds of owners whose "government debt" is not their own."""
POWERED = frozenset({"electricity", "power", "energy"})
GENERATED = frozenset({"generation", "production"})
"""Nouns for what a power plant makes."""
ENERGY = re.compile(r"[kMGTP]?Wh")
"""Units of electricity."""
PEOPLE = frozenset({"people", "person"})
"""Nouns that do not tell who is counted."""
SYNONYMS: Mapping[str, str] = {
    "crude": "oil",
    "petroleum": "oil",
    "output": "production",
    "commerce": "trade",
    "cargo": "freight",
    "jobless": "unemployment",
    "joblessness": "unemployment",
    "headcount": "workforce",
    "staff": "workforce",
    "payroll": "workforce",
    "employee": "workforce",
    "worker": "workforce",
    "personnel": "workforce",
    "enrollment": "enrolment",
    "hospitalisation": "admission",
    "hospitalization": "admission",
    "healthcare": "health",
    "defense": "defence",
    "dwelling": "home",
    "flat": "home",
    "apartment": "home",
    "crop": "harvest",
    "learner": "pupil",
    "schoolchildren": "pupil",
    "capex": "investment",
}
"""Nouns that mean the same wherever they stand."""
Words = frozenset[str]


class Concept(Struct, frozen=True):
    """What is measured, apart from whose it is."""

    family: str
    """Mentions of different families are never compared."""
    words: Words
    """What narrows it: "oil" of "oil throughput"."""
    telling: bool
    """With its owner it tells what is measured; "investment" does not."""


class Phrase(Struct, frozen=True):
    """A noun phrase as the rules look at it."""

    words: Words
    """Its content words without the owner's, synonyms put into one word."""
    head: str
    """The noun that it is about."""
    unit: str
    """The unit of the quantity; empty when it has none."""
    implied: Words = frozenset()
    """Words that the owner's kind says already: what a pipeline carries."""
    owner: Words = frozenset()
    """The owner's words."""

    @property
    def relative(self) -> bool:
        """The quantity is a change or share, or has no unit: any measure can have it."""
        return not self.unit or self.unit in RELATIVE

    @property
    def money(self) -> bool:
        """The quantity is a sum of money."""
        return MONEY.fullmatch(self.unit) is not None


@cache
def concept_of(phrase: str, unit: str | None, owner: Words) -> Concept:
    """The concept of a noun phrase, for a quantity in a unit, without the words that name the owner."""
    phrase = one_phrase(phrase)
    if owner:
        phrase = CARRIER.split(phrase, maxsplit=1)[0] or phrase
    own = named_by(phrase, owner) | (POINTING if owner else frozenset())
    kinds = {word: WIDER.get(word, frozenset({KIND_OF.get(word, "")})) for word in content_words(phrase)}
    own |= frozenset(word for word, kind in kinds.items() if kind & owner and word != head(phrase))
    words = frozenset(SYNONYMS.get(word, word) for word in content_words(phrase) if word not in own | LINKS)
    main = SYNONYMS.get(head(phrase), head(phrase))
    if main in MOVED and len(words) == PAIR:
        words -= {main}
        (main,) = words
    implied = PIPED if "pipeline" in owner else frozenset[str]()
    given = Phrase(words - MUTUAL if owner else words, main, unit or "", implied, owner)
    if not given.words and unit in CARGO and CARRIERS & owner:
        return Concept(FREIGHT, frozenset(), telling=True)
    for rule in RULES:
        if found := rule(given):
            return Concept(*found, telling=True)
    telling = len(given.words) > 1 or (bool(owner) and not given.words <= VAGUE)
    return Concept("phrase: " + main, given.words, telling)


Found = tuple[str, Words] | None
"""Family and what narrows it."""
Rule = Callable[[Phrase], Found]


def capacity(phrase: Phrase) -> Found:
    """What something can carry; other capacities keep their words: "storage capacity"."""
    return ("capacity", phrase.words - THROUGH - {"capacity"}) if phrase.head == "capacity" else None


def freight(phrase: Phrase) -> Found:
    """Goods traffic: freight volumes, cargo turnover, throughput in tons."""
    told = phrase.unit in CARGO or (phrase.relative and phrase.words & (GOODS | CARRIED))
    narrowed = phrase.words - VOLUME - GOODS - phrase.implied
    narrowed = (narrowed - BOXES) | {"container"} if phrase.unit in CARGO[1:] else narrowed
    return (FREIGHT, narrowed) if told and phrase.head in VOLUME | GOODS else None


def trade(phrase: Phrase) -> Found:
    """Trade and its turnover; "retail" and the like narrow it. An exchange of goods is trade too."""
    exchange = phrase.head == "exchange" and phrase.words & {"good", "service"}
    told = ("trade" in phrase.words and phrase.head in EXCHANGE | {"trade"}) or exchange
    if not told or not (phrase.relative or phrase.money):
        return None
    mutual = frozenset({"bilateral"}) if phrase.words & MUTUAL else frozenset()
    return "trade", (phrase.words - EXCHANGE - MUTUAL - {"trade"}) | mutual


def revenue(phrase: Phrase) -> Found:
    """What a company takes in, with no other word."""
    words = phrase.words - {"operation"} if phrase.head == "revenue" else phrase.words
    told = words in (frozenset({"turnover"}), frozenset({"revenue"})) and (phrase.relative or phrase.money)
    return ("revenue", frozenset()) if told else None


def inflation(phrase: Phrase) -> Found:
    """Consumer prices, also by the name of their rise."""
    told = phrase.relative and ("inflation" in phrase.words or phrase.words >= {"consumer", "price"})
    return ("inflation", phrase.words - {"inflation", "consumer", "price", "rate", "index"}) if told else None


def cost(phrase: Phrase) -> Found:
    """What has to be paid for something that is built, by each of its names."""
    told = phrase.money and (phrase.head in COSTS or phrase.words >= {"price", "tag"})
    return ("cost", phrase.words - COSTS - BUILDING - {"price", "tag"}) if told else None


def flow(phrase: Phrase) -> Found:
    """Exports and imports by their value: "the import bill", "earnings from exports"."""
    over = phrase.words & FLOWS
    if len(over) != 1 or phrase.head not in WORTH or not phrase.money:
        return None
    return "phrase: " + next(iter(over)), phrase.words - WORTH


def tourism(phrase: Phrase) -> Found:
    """What visitors leave in a place, told of them or of whom it comes to."""
    earned = bool(phrase.words & TOURISM) and phrase.head in TAKEN | {"earning"}
    spent = bool(phrase.words & VISITING) and phrase.head in SPENT
    told = phrase.money and (earned or spent)
    return ("tourism revenue", phrase.words - TOURISM - TAKEN - SPENT - {"earning"}) if told else None


def taxes(phrase: Phrase) -> Found:
    """What a state takes in."""
    taken = phrase.head in TAKEN and bool(phrase.words & TAXED) and "pre" not in phrase.words
    return ("tax revenue", phrase.words - TAKEN - {"collection"}) if phrase.money and taken else None


def spending(phrase: Phrase) -> Found:
    """What is spent, with what it is spent on: "health care expenditure", "spending on health"."""
    if not phrase.money or phrase.head not in SPENT or not phrase.words - SPENT:
        return None
    on = phrase.words - SPENT
    return "spending", on - {"care"} if "health" in on else on


def deficit(phrase: Phrase) -> Found:
    """What a budget lacks."""
    told = phrase.head in GAPS and bool(phrase.words & BUDGETS) and (phrase.money or phrase.relative)
    return ("budget deficit", phrase.words - GAPS - BUDGETS) if told else None


def debt(phrase: Phrase) -> Found:
    """What is owed; of a state in more words than of a company."""
    if not phrase.words & DEBTS or phrase.head not in DEBTS | DEBT_OF_STATES or not (phrase.money or phrase.relative):
        return None
    if not phrase.owner or phrase.owner & FIRMS:
        return None
    return "phrase: debt", (phrase.words - DEBTS - DEBT_OF_STATES) | {"debt"}


def electricity(phrase: Phrase) -> Found:
    """Electricity that is made."""
    told = ENERGY.fullmatch(phrase.unit) or (phrase.relative and phrase.words & (POWERED - {"energy"}))
    return ("electricity", phrase.words - POWERED - GENERATED) if told and phrase.head in GENERATED else None


def unemployment(phrase: Phrase) -> Found:
    """The share of those without work."""
    told = phrase.relative and "unemployment" in phrase.words
    return ("unemployment", phrase.words - {"unemployment", "rate"}) if told else None


def domestic_product(phrase: Phrase) -> Found:
    """GDP; its growth is also told of "the economy"."""
    economy = phrase.relative and phrase.words in ({"economy"}, {"economic", "growth"})
    if "gdp" in phrase.words or phrase.words >= GDP or economy:
        return "gross domestic product", phrase.words - GDP - {"gdp", "economy", "economic", "growth"}
    return None


def policy_rate(phrase: Phrase) -> Found:
    """The rate that a central bank sets."""
    main = "main" in phrase.words and phrase.words & {"lending", "refinancing"}
    told = phrase.head == "rate" and phrase.relative and (phrase.words & POLICY or main)
    return (
        ("policy rate", phrase.words - POLICY - {"rate", "interest", "lending", "main", "refinancing"})
        if told
        else None
    )


RULES: tuple[Rule, ...] = (
    capacity,
    freight,
    trade,
    revenue,
    inflation,
    flow,
    tourism,
    taxes,
    spending,
    deficit,
    debt,
    electricity,
    cost,
    unemployment,
    domestic_product,
    policy_rate,
)
"""In the order in which they are asked."""
