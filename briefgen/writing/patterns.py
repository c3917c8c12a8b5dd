"""Sentences composed from facts, in fixed patterns.

Only levels and changes of configured measures are composed: their names are written to be printed. Everything else is
quoted. Numbers are printed exactly as in their passage, and the name of the measure always opens the sentence, so
that no capital letter has to be guessed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from briefgen import values
from briefgen.language import ENGLISH, Language
from briefgen.model import Direction, Fact, Figure, Kind, Modifier, Period, Status
from briefgen.writing.articles import is_plural, opening, within
from briefgen.writing.twins import NUMERALS
from briefgen.writing.when import is_undated, time_of

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
BARE = re.compile(r"[^\W\d_]|[%$€£¥₸₼₽₹]")
"""A number with a unit or scale has a letter or a sign of money."""
FLOWS = ("t", "USD", "EUR", "GBP")
"""Units of amounts that move with time: without a period they are somebody's report, not how things are."""
GENERIC = re.compile(
    r"(?:both|the|a|an|its|their|some|several|many|officials|experts|analysts|authorities)\b", re.IGNORECASE
)
"""Openings of attributions that are no names, so that no capital is kept inside a sentence."""
BODY = re.compile(
    r"^(?!the\b)(?!\w+['’]s\b).*\b(?:Committee|Commission|Ministry|Department|Bureau|Office|Agency|Bank|Council|Union|"
    r"Organi[sz]ation|Association|Institute|Cent(?:re|er)|Fund|Chamber|Program(?:me)?|Plan) (?:of|on|for)\b|"
    r"^[A-Z]{2,} (?:association|union|agency|committee|secretariat|board|group|consortium)$"
)
"""Names of bodies and programmes that take an article: "the Committee on Statistics", "the TITR association"."""
ARTICLE = re.compile(rf"^(?:the|an?) (?!(?:{'|'.join(NUMERALS)}|\d\S*)\b)(?=\w)", re.IGNORECASE)
"""The article of a name. "The two states" keeps it: without it that is a count, which nobody made."""
LONGEST_ATTRIBUTION = 60
"""Characters of a speaker's name that still read well behind "according to"."""
VOICES = 2
"""So many speakers are named in one sentence."""


def amount(fact: Fact, language: Language = ENGLISH) -> str:
    """The value as printed, with modifier and rate in words: "more than 3 million tonnes per year"."""
    message = values.MODIFIERS[fact.quantity.modifier][1] if fact.quantity.modifier in values.MODIFIERS else ""
    bare = _bare(fact, language)
    return language.gettext(message, value=bare) if message else bare


def _bare(fact: Fact, language: Language) -> str:
    """The value as printed with its rate, without modifier; "between" opens a range that its text joins by "and"."""
    surface = fact.quantity.printed
    said = fact.rate in surface or (fact.rate == "year" and fact.period is not None) if fact.rate else True
    joined = fact.quantity.upper is not None and " and " in surface
    return values.rated(f"{'between ' if joined else ''}{surface}", None if said else fact.rate, language)


def composable(fact: Fact, configured: frozenset[str]) -> bool:
    """Whether there is a pattern for the fact."""
    if fact.measure not in configured or fact.kind not in COMPOSABLE or fact.quantity.value is None:
        return False
    return fact.kind in AMOUNTS or fact.direction is not None


def sentence(fact: Fact, language: Language = ENGLISH) -> str:
    """The pattern of a fact: 'Harbour cargo came to 3.1 million tonnes in 2024, according to the port authority'."""
    clause = _level(fact, language) if fact.kind in AMOUNTS else _change(fact, language)
    return f"{opening(fact.measure or '', [fact])} {clause}{according_to([fact], language)}."


def risen_to(change: Fact, level: Fact, later: Fact | None = None, language: Language = ENGLISH) -> str:
    """A change with the level it led to: 'Harbour cargo rose by 12% to 3.1 million tonnes in 2024'.

    `later` is the change since then: "..., and by 2% in 2025 up to 24 October", so that nobody takes the old pace for
    the present one.
    """
    facts = [change, level]
    ends = f"{_past(change)} by {amount(change, language)} to {amount(level, language)}{time_of(level)}"
    text = f"{opening(level.measure or '', facts)} {ends}"
    if later is not None:
        verb = "" if later.direction is change.direction else f" {_past(later)}"
        text += f", and{verb} by {amount(later, language)}{time_of(later)}"
        facts.append(later)
    return f"{text}{according_to(facts, language)}."


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


def against(one: Fact, other: Fact, language: Language = ENGLISH) -> str:
    """Two values for one thing: "Documents differ on Harbour cargo in 2024: 3.1 million tonnes or 3.4"."""
    measure, subject = within(one.measure or "", [one, other]), subject_apart(one, other)
    measure = f"{measure} ({subject})" if subject else measure
    dated = one if one.deadline is None else other
    if is_one_value(one, other):
        firm = f"{ARTICLES[one.status]} or {ARTICLES[other.status]}"
        value = amount(one, language)
        return f"Documents agree on {value} for {measure}{time_of(dated)}, but not on whether it is {firm}."
    sides = [
        f"{'' if one.status is other.status else f'{ARTICLES[fact.status]} of '}{amount(fact, language)}"
        f"{f' ({scope})' if (scope := scope_apart(fact, one, other)) else ''}"
        for fact in (one, other)
    ]
    return f"Documents differ on {measure}{time_of(dated)}: {sides[0]} or {sides[1]}."


def subject_apart(one: Fact, other: Fact) -> str:
    """The subject of both, where the name of the measure does not say it."""
    same = one.subject if one.subject == other.subject else None
    return same if same and same.casefold() not in (one.measure or "").casefold() else ""


def is_one_value(one: Fact, other: Fact) -> bool:
    """Whether both have the same number."""
    return (one.quantity.value, one.quantity.upper) == (other.quantity.value, other.quantity.upper)


def scope_apart(fact: Fact, one: Fact, other: Fact) -> str:
    """The scope of one of two facts, where it is not that of both."""
    return fact.scope if fact.scope and one.scope != other.scope else ""


def by_time(facts: Sequence[Fact]) -> list[list[Fact]] | None:
    """Reported numbers that do not add up, those of one time together.

    None where they are of one time, or one of them has none: then only the calculation tells what is wrong.
    """
    times: dict[dt.date | Period, list[Fact]] = {}
    for fact in facts:
        time = fact.deadline or fact.period
        if time is None:
            return None
        times.setdefault(time, []).append(fact)
    return list(times.values()) if len(times) > 1 else None


def doubtful(told: Sequence[Sequence[Fact]], language: Language = ENGLISH) -> str:
    """Reported numbers that do not add up, by time: "The numbers for harbour cargo do not add up: ..."."""
    sides = [f"{language.listed([_said(fact, language) for fact in same])}{time_of(same[0])}" for same in told]
    facts = [fact for same in told for fact in same]
    return f"The numbers for {within(facts[0].measure or '', facts)} do not add up: {' against '.join(sides)}."


def _said(fact: Fact, language: Language) -> str:
    """A number of any kind in a list of numbers."""
    if fact.kind in (Kind.CHANGE, Kind.INCREMENT):
        return f"a {'fall' if fact.direction is Direction.DOWN else 'rise'} of {amount(fact, language)}"
    return f"“{amount(fact, language)}”" if fact.kind is Kind.MULTIPLE else amount(fact, language)


def moved(before: Fact, after: Fact, language: Language = ENGLISH) -> str:
    """Before and after in one sentence: 'Harbour waiting time fell from 9 to 4 days'."""
    low, high = before.quantity.value or 0, after.quantity.value or 0
    is_bare = BARE.search(after.quantity.surface)
    start = " ".join(before.quantity.surface.split()) if is_bare else amount(before, language)
    end = f"{amount(after, language)}{time_of(after)}"
    verb = "rose" if high > low else "fell"
    text = f"{opening(after.measure or '', [before, after])} {verb} from {start} to {end}"
    return f"{text}{according_to([after], language)}."


def reported(text: str, who: str) -> str:
    """A sentence with the document that reports it."""
    return f"{text.removesuffix('.')}, {who} reports."


def _level(fact: Fact, language: Language) -> str:
    """What is said of a level, by status."""
    plural = is_plural(fact.measure or "")
    is_, was, has = ("are", "were", "have") if plural else ("is", "was", "has")
    value, when = amount(fact, language), time_of(fact)
    exceeds = fact.quantity.modifier is Modifier.MORE_THAN and not language.says(
        values.MODIFIERS[Modifier.MORE_THAN][1]
    )
    reach = f"to exceed {_bare(fact, language)}" if exceeds else f"to reach {value}"
    undated = ", with no date given" if is_undated(fact) else when
    return {
        Status.ACTUAL: _undated_level(fact, is_, language) if is_undated(fact) else f"{was} {value}{when}",
        Status.ESTIMATE: f"{is_} estimated at {value}{when}",
        Status.PROJECTION: f"{is_} projected {reach}{undated}",
        Status.PLAN: f"{is_} planned {reach}{undated}",
        Status.TARGET: f"{has} a target of {value}{undated}",
        Status.CAPACITY: f"{is_} {value}{when}" if _is_capacity(fact) else f"{has} a capacity of {value}{when}",
    }[fact.status]


def _undated_level(fact: Fact, is_: str, language: Language) -> str:
    """What is said of a level without a time: amounts that move are reported, sizes and shares are."""
    if fact.quantity.unit in FLOWS:
        return f"{is_} reported at {amount(fact, language)}, with no date given"
    return f"{is_} {amount(fact, language)}"


def _is_capacity(fact: Fact) -> bool:
    """The measure says itself that it is a capacity."""
    return "capacity" in (fact.measure or "").casefold()


def _change(fact: Fact, language: Language) -> str:
    """What is said of a change or increment, by status."""
    up = fact.direction is Direction.UP
    plural = is_plural(fact.measure or "")
    is_ = "are" if plural else "is"
    verb, past = ("rise", "rose") if up else ("fall", "fell")
    value, when = amount(fact, language), time_of(fact)
    return {
        Status.ACTUAL: f"{past} by {value}{when}",
        Status.ESTIMATE: f"{is_} estimated to have {'risen' if up else 'fallen'} by {value}{when}",
        Status.PROJECTION: f"{is_} projected to {verb} by {value}{when}",
        Status.PLAN: f"{is_} planned to {verb} by {value}{when}",
        Status.TARGET: f"{is_} meant to {verb} by {value}{when}",
        Status.CAPACITY: f"can {verb} by {value}{when}",
    }[fact.status]


def according_to(facts: Sequence[Fact], language: Language = ENGLISH) -> str:
    """The speakers behind a statement, where no document states it in its own voice.

    A name that another one contains is dropped: "Tokayev" beside "Kassym-Jomart Tokayev".
    """
    said_by = speakers(facts)
    return f", according to {language.listed(said_by)}" if said_by else ""


def speakers(facts: Sequence[Fact], *, bare: bool = False) -> list[str]:
    """The few speakers behind facts that no document states in its own voice; without English articles where `bare`.

    Whether they are named does not hang on the articles, so that a brief names the same ones in each language.
    """
    figures = [figure for fact in facts for figure in fact.figures]
    said_by = voices(figures)
    if any(figure.attribution is None for figure in figures) or len(said_by) > VOICES:
        return []
    if any(len(voice) > LONGEST_ATTRIBUTION for voice in said_by):
        return []
    return without_articles(said_by) if bare else said_by


def without_articles(names: Sequence[str]) -> list[str]:
    """Names as they stand in a sentence of a language that has no articles, or others."""
    return list(dict.fromkeys(ARTICLE.sub("", name) for name in names))


def voices(figures: Sequence[Figure]) -> list[str]:
    """The distinct attributions, in the order of the mentions.

    A shorter form of another one goes, as does a bare noun without a name or an article ("countries"); of several
    that are no names ("the parties", "both sides") the first one stands for all.
    """
    said = (figure.attribution for figure in figures if figure.attribution)
    names = list(dict.fromkeys(_within_sentence(name) for name in said if name[:1].isupper() or " " in name))
    kept = [name for name in names if not any(name != other and name in other for other in names)]
    generic = [name for name in kept if GENERIC.match(name) and not re.search(r"[A-Z]", name)]
    return [name for name in kept if name not in generic[1:]]


def _within_sentence(name: str) -> str:
    """A name as it stands inside a sentence: "both sides", "the Committee on Statistics", "the state fire agency"."""
    if GENERIC.match(name):
        return f"{name[0].lower()}{name[1:]}"
    return f"the {name}" if BODY.match(name) or name[:1].islower() else name
