"""Why mentions are one fact, in words: the predicates of `joins` and `owners`, told to a reader."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct

from briefgen.evidence.aliases import key_of
from briefgen.evidence.joins import Meeting, link, order
from briefgen.evidence.measures import Bond
from briefgen.evidence.mentions import Mention, mentions_of
from briefgen.evidence.story import How, Owner
from briefgen.model import Document, Fact, Figure, Measure, Quantity, Reading, Topic


class Reason(Struct, frozen=True):
    """Why a mention belongs to a fact."""

    figure: Figure
    """The mention."""
    text: str
    """One or two plain sentences for the reader."""


def reasons(
    fact: Fact, documents: Sequence[Document], readings: Sequence[Reading], topics: Sequence[Topic]
) -> tuple[Reason, ...]:
    """Why each of the fact's mentions belongs to it, in the order of `Fact.figures`.

    The arguments are those of `weigh`, which made the fact. Raises `KeyError` for a figure that none of the readings
    has, and `ValueError` where the mentions of the fact do not belong together.
    A computed fact has its inputs for mentions, and nothing that was grouped.
    """
    known = {mention.figure: mention for mention in mentions_of(documents, readings, topics)}
    return joined_by(fact, known, topics)


def joined_by(fact: Fact, known: Mapping[Figure, Mention], topics: Sequence[Topic]) -> tuple[Reason, ...]:
    """`reasons`, where the mentions are known already: those of `mentions_of`, by figure."""
    if fact.derived:
        return tuple(Reason(figure, "The value is computed from this one.") for figure in fact.figures)
    mentions = [known[figure] for figure in fact.figures]
    lead = min(mentions, key=order)
    followed = {measure.name: measure for topic in topics for measure in topic.measures}
    return tuple(
        Reason(mention.figure, _why(mention, lead, fact, followed.get(mention.figure.measure or "")))
        for mention in mentions
    )


def _why(mention: Mention, lead: Mention, fact: Fact, measure: Measure | None) -> str:
    """The reason in words; `measure` is the configured one."""
    figure = mention.figure
    if mention is lead:
        sentences = [_first(mention, fact)]
    else:
        sentences = [_joined(mention, lead), _value(figure.quantity, lead.figure.quantity)]
    if mention.owner is not None:
        sentences.insert(1, owned(mention.owner))
    if measure is not None:
        sentences.insert(1, configured(measure, figure))
    if fact.period is not None and figure.period is None and figure.deadline is None:
        sentences.append("It is undated, and joins the only dated fact with its value.")
    return " ".join(sentences)


def _first(mention: Mention, fact: Fact) -> str:
    """What is said of the mention that gives the fact its value."""
    more = "The most exact mention" if len(fact.figures) > 1 else "The only mention"
    if mention.figure.measure is None:
        return f"{more}; the text does not say in so many words what it measures."
    named = "the configured measure" if mention.sense.certain else "the noun phrase"
    return f"{more}, of {named} “{mention.figure.measure}”."


def _joined(mention: Mention, lead: Mention) -> str:
    """What joins a mention to the one that leads."""
    found = link(mention, lead)
    if found is None:
        message = f"“{mention.figure.quantity.printed}” and “{lead.figure.quantity.printed}” are not of one fact"
        raise ValueError(message)
    own, other = mention.figure.measure, lead.figure.measure
    what = {
        Bond.SENTENCE: "The sentence says the same words",
        Bond.CONFIGURED: f"The same configured measure, “{own}”",
        Bond.PHRASE: f"The same noun phrase, “{own}”" if own == other else f"“{own}” and “{other}” are one measure",
    }[found.bond]
    where = {
        Meeting.MEASURE: "",
        Meeting.DOCUMENT: ", in the same document",
        Meeting.OWNER: ", of the same thing",
        Meeting.MATTER: ", and the sentences share names",
        Meeting.VALUE: ", with the same value for the same time and no name that speaks against it",
    }[found.meeting]
    return f"{what}{where}."


def configured(measure: Measure, figure: Figure) -> str:
    """The words of a configured measure that stand in the sentence of its figure, or that it took up from before."""
    quote = figure.passage.quote
    term, name = (_first_in(entries, quote) for entries in (measure.terms, measure.aliases))
    said = " and ".join(f"“{word}”" for word in (term, name) if word)
    if term and (name or not measure.aliases):
        return f"The sentence has {said}."
    rest = "the rest was named before it" if said else "what it measures was named before it"
    return f"The sentence has {said}; {rest}." if said else f"The sentence points back: {rest}."


def _first_in(entries: Sequence[str], quote: str) -> str | None:
    """The first of the words of a measure that stands in a sentence, as it stands there."""
    for entry in entries:
        ending = r"\w*" if entry.endswith("*") else "s?"
        source = re.sub(r"\\-|–", "[-–‑]", re.escape(entry.removesuffix("*"))).replace(r"\ ", r"\s+")
        found = re.search(rf"(?<!\w){source}{ending}(?!\w)", quote, re.IGNORECASE)
        if found:
            return found[0]
    return None


def owned(owner: Owner) -> str:
    """How the text says whose a figure is."""
    thing = f"“{owner.name.shown}”"
    if owner.how is How.NAMED:
        same = key_of(owner.said) == owner.name.key
        return f"The sentence names {thing}." if same else f"The sentence names “{owner.said}”, which is {thing}."
    if owner.how is How.PAIR:
        return f"“{owner.said}” is between {thing}, the two countries that the document is about."
    if owner.how is How.SETTING:
        return f"The sentence does not say of what; the whole document is about {thing}."
    source = f": “{owner.source.quote}”" if owner.source else "."
    if owner.how is How.STANDS:
        other = owner.printed is not None and key_of(owner.printed) != owner.name.key
        name = f"“{owner.printed}”, which is {thing}, named before it" if other else f"{thing}, named before it"
        return f"“{owner.said}” stands for {name}{source}"
    return f"The sentence does not say of what; the same measure before is of {thing}{source}"


def _value(own: Quantity, lead: Quantity) -> str:
    """How the two values agree."""
    if (own.value, own.upper) == (lead.value, lead.upper):
        return f"“{own.printed}” is the same value."
    return f"“{own.printed}” agrees with “{lead.printed}” after rounding."
