"""Sentences composed from facts, in fixed patterns.

Only levels and changes of configured measures are composed: their names are written to be printed. Everything else is
quoted. Numbers are printed exactly as in their passage, and the name of the measure always opens the sentence, so
that no capital letter has to be guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefgen.model import Direction, Fact, Figure, Kind, Modifier, Status
from briefgen.writing.names import listed
from briefgen.writing.when import is_undated, time_of

MODIFIERS = {
    Modifier.APPROX: "about ",
    Modifier.MORE_THAN: "more than ",
    Modifier.LESS_THAN: "less than ",
    Modifier.UP_TO: "up to ",
}
"""Modifiers in words; a vague quantity is never composed."""
AMOUNTS = (Kind.LEVEL, Kind.SHARE)
"""Kinds that say how much there is."""
COMPOSABLE = (*AMOUNTS, Kind.CHANGE, Kind.INCREMENT)
"""Kinds with a pattern."""
ARTICLES = {
    Status.ACTUAL: "an actual value",
    Status.ESTIMATE: "an estimate",
    Status.PROJECTION: "a projection",
    Status.PLAN: "a plan",
    Status.TARGET: "a target",
    Status.CAPACITY: "a capacity",
}
"""Statuses with their article."""
PREPOSITIONS = re.compile(r"\s(?:of|from|to|in|for|by|with|between|via|through|on|at)\s")
GENERIC = re.compile(r"(?:both|the|a|an|its|their|officials|experts|analysts)\b", re.IGNORECASE)
"""Openings of attributions that are no names, so that no capital is kept inside a sentence."""
BODY = re.compile(
    r"^(?!the\b)(?!\w+['’]s\b).*\b(?:Committee|Commission|Ministry|Department|Bureau|Office|Agency|Bank|Council|Union|"
    r"Organi[sz]ation|Association|Institute|Cent(?:re|er)|Fund|Chamber|Program(?:me)?|Plan) (?:of|on|for)\b"
)
"""Names of bodies and programmes that take an article: "the Committee on Statistics"."""
LONGEST_ATTRIBUTION = 60
"""Characters of a speaker's name that still read well behind "according to"."""
VOICES = 2
"""So many speakers are named in one sentence."""


def amount(fact: Fact) -> str:
    """The value as printed, with modifier and rate in words: "more than 3 million tonnes per year"."""
    modifier, surface = fact.quantity.modifier, " ".join(fact.quantity.surface.split())
    rate = f" per {fact.rate}" if fact.rate and fact.rate not in surface else ""
    return f"{MODIFIERS.get(modifier, '') if modifier else ''}{surface}{rate}"


def is_plural(measure: str) -> bool:
    """Whether a measure takes a plural verb: "Kazakh exports to …" does, "freight volume" does not."""
    front = PREPOSITIONS.split(measure, maxsplit=1)[0].split()
    while len(front) > 1 and front[-1].endswith("ed"):
        front.pop()
    return bool(front) and front[-1].endswith("s") and not front[-1].endswith(("ss", "us", "is"))


def composable(fact: Fact, configured: frozenset[str]) -> bool:
    """Whether there is a pattern for the fact."""
    if fact.measure not in configured or fact.kind not in COMPOSABLE or fact.quantity.value is None:
        return False
    return fact.kind in AMOUNTS or fact.direction is not None


def sentence(fact: Fact) -> str:
    """The pattern of a fact: 'Harbour cargo came to 3.1 million tonnes in 2024, according to the port authority'."""
    clause = _level(fact) if fact.kind in AMOUNTS else _change(fact)
    return f"{fact.measure} {clause}{according_to([fact])}."


def risen_to(change: Fact, level: Fact, later: Fact | None = None) -> str:
    """A change with the level it led to: 'Harbour cargo rose by 12% to 3.1 million tonnes in 2024'.

    `later` is the change since then: "..., and by 2% in 2025 up to 24 October", so that nobody takes the old pace for
    the present one.
    """
    facts = [change, level]
    text = f"{level.measure} {_past(change)} by {amount(change)} to {amount(level)}{time_of(level)}"
    if later is not None:
        verb = "" if later.direction is change.direction else f" {_past(later)}"
        text += f", and{verb} by {amount(later)}{time_of(later)}"
        facts.append(later)
    return f"{text}{according_to(facts)}."


def _past(change: Fact) -> str:
    """What a change did."""
    return "rose" if change.direction is Direction.UP else "fell"


def contestable(one: Fact, other: Fact) -> bool:
    """Whether two values can be set against each other in one sentence: levels of one measure and one known time."""
    return (
        one.kind is other.kind is Kind.LEVEL
        and one.measure is not None
        and one.measure == other.measure
        and (one.period or one.deadline) == (other.period or other.deadline)
        and not is_undated(one)
    )


def against(one: Fact, other: Fact) -> str:
    """Two values for one thing: "Harbour cargo in 2024: documents differ, giving 3.1 and 3.4 million tonnes"."""
    values = [
        amount(fact) if one.status is other.status else f"{ARTICLES[fact.status]} of {amount(fact)}"
        for fact in (one, other)
    ]
    dated = one if one.deadline is None else other
    return f"{one.measure}{time_of(dated)}: documents differ, giving {values[0]} and {values[1]}."


def _level(fact: Fact) -> str:
    """What is said of a level, by status."""
    plural = is_plural(fact.measure or "")
    is_, has = ("are", "have") if plural else ("is", "has")
    value, when = amount(fact), time_of(fact)
    capacity = "" if "capacity" in (fact.measure or "") else ", a capacity rather than a measured value"
    undated = ", with no date given" if is_undated(fact) else when
    return {
        Status.ACTUAL: f"{is_} given as {value}" if is_undated(fact) else f"came to {value}{when}",
        Status.ESTIMATE: f"{is_} estimated at {value}{when}",
        Status.PROJECTION: f"{is_} projected at {value}{undated}",
        Status.PLAN: f"{is_} planned at {value}{undated}",
        Status.TARGET: f"{has} a target of {value}{undated}",
        Status.CAPACITY: f"{is_} put at {value}{when}{capacity}",
    }[fact.status]


def _change(fact: Fact) -> str:
    """What is said of a change or increment, by status."""
    up = fact.direction is Direction.UP
    plural = is_plural(fact.measure or "")
    is_ = "are" if plural else "is"
    verb, past = ("rise", "rose") if up else ("fall", "fell")
    value, when = amount(fact), time_of(fact)
    return {
        Status.ACTUAL: f"{past} by {value}{when}",
        Status.ESTIMATE: f"{is_} estimated to have changed by {value}{when}",
        Status.PROJECTION: f"{is_} projected to {verb} by {value}{when}",
        Status.PLAN: f"{is_} planned to {verb} by {value}{when}",
        Status.TARGET: f"{is_} to {verb} by {value}{when}, as a target",
        Status.CAPACITY: f"can {verb} by {value}{when}",
    }[fact.status]


def according_to(facts: Sequence[Fact]) -> str:
    """The speakers behind a statement, where no document states it in its own voice.

    A name that another one contains is dropped: "Tokayev" beside "Kassym-Jomart Tokayev".
    """
    figures = [figure for fact in facts for figure in fact.figures]
    voices = _voices(figures)
    if not voices or any(figure.attribution is None for figure in figures):
        return ""
    if len(voices) > VOICES or any(len(voice) > LONGEST_ATTRIBUTION for voice in voices):
        return ""
    return f", according to {listed(voices)}"


def _voices(figures: Sequence[Figure]) -> list[str]:
    """The distinct attributions, in the order of the mentions.

    A shorter form of another one goes, as does a bare noun without a name or an article ("countries").
    """
    said = (figure.attribution for figure in figures if figure.attribution)
    named = [name for name in dict.fromkeys(said) if name[:1].isupper() or " " in name]
    names = list(dict.fromkeys(_within_sentence(name) for name in named))
    return [name for name in names if not any(name != other and name in other for other in names)]


def _within_sentence(name: str) -> str:
    """A name as it stands inside a sentence: "both sides", "the Committee on Statistics"."""
    if GENERIC.match(name):
        return f"{name[0].lower()}{name[1:]}"
    return f"the {name}" if BODY.match(name) else name
