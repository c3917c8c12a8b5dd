"""Which noun phrases of a text may head a row: those that name something that is measured.

A reader of a table has no sentence around the name. A phrase that holds a verb, a person or nothing but a pronoun tells
nothing there, and its sentence is quoted instead. English word lists; a configured measure is never judged.
"""

from __future__ import annotations

import re

from briefgen.model import Fact, Kind

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
VERBS = frozenset(
    {"is", "are", "was", "were", "be", "been", "being", "has", "have", "had", "do", "does", "did", "will", "would"}
    | {"can", "could", "may", "might", "should", "shall", "must", "said", "says", "say", "told", "sees", "saw"}
    | {"expects", "expect", "expected", "hopes", "hope", "held", "wants", "want", "agreed", "agree", "put", "made"}
    | {"rose", "fell", "grew", "climbed", "jumped", "dropped", "slipped", "gained", "lost", "added", "shed", "eased"}
    | {"reached", "hit", "stood", "remained", "stayed", "came", "went", "took", "gave", "got", "kept", "ran", "runs"}
    | {"reported", "recorded", "announced", "warned", "noted", "stressed", "plans", "intends", "aims", "seeks"}
    | {
        "sold",
        "bought",
        "carried",
        "ordered",
        "approved",
        "signed",
        "launched",
        "forecasts",
        "employs",
        "operates",
        "uses",
    }
)
"""Finite verbs that a reader of noun phrases takes along by mistake."""
VERBAL_NOUNS = frozenset({"signed", "sold", "carried", "launched", "approved", "ordered", "reported"})
"""Participles that may follow a noun: "agreements signed"."""
OPENINGS = frozenset(
    {"citing", "despite", "following", "according", "including", "considering", "while", "although", "because"}
    | {"after", "before", "since", "when", "if", "as", "and", "but", "or", "with", "without", "amid", "during", "from"}
    | {"by", "to", "at", "in", "on", "under", "over", "than", "about", "well", "just", "still", "also", "only", "up"}
    | {"down", "nearly", "almost", "each", "every", "some", "those", "these", "such", "both", "another", "dozens"}
    | {"hundreds", "thousands", "there", "here", "where", "how", "why", "what", "not", "no", "so", "more", "less"}
    | {"expects", "expecting", "raising", "reaching", "bringing", "making", "taking", "giving", "thanks"}
    | {"moving", "growing", "rising", "falling", "cutting", "using", "adding", "cannot", "least", "most", "counted"}
    | {"rated", "valued", "priced", "paid", "unlike", "compared", "count", "million", "billion"}
)
"""Words that no name of a measure begins with."""
PRONOUNS = frozenset(
    {"it", "its", "he", "she", "they", "them", "we", "us", "you", "i", "who", "which", "that", "this", "one", "ones"}
)
EMPTY = frozenset(
    {"side", "sides", "figure", "figures", "number", "numbers", "aspiration", "aspirations", "expectation"}
    | {"expectations", "group", "top", "part", "parts", "thing", "things", "level", "levels", "value", "amount"}
    | {"rest", "total", "half", "range", "target", "goal", "record", "trading", "way", "back", "short", "high", "low"}
    | {"period", "time", "day", "week", "month", "year", "years", "months", "weeks", "days", "pair", "others", "case"}
    | {"delivery", "operation", "operations", "end", "hour", "hours", "minute", "minutes", "phase", "phases", "dose"}
    | {"plan", "plans", "mark", "marks", "system", "systems", "undertaking", "limit", "forecast", "estimate"}
    | {"them", "more", "less", "much", "first", "second", "last", "next", "order", "deal", "move", "step", "share of"}
)
"""Nouns that name no measure by themselves."""
PALE = EMPTY | frozenset(
    {
        "previous",
        "new",
        "old",
        "earlier",
        "original",
        "official",
        "same",
        "own",
        "current",
        "other",
        "average",
        "annual",
        "final",
        "initial",
        "lower",
        "upper",
    }
    | {"two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve"}
)
"""Words that a noun phrase may not consist of alone."""
LOOSE = frozenset({"back", "short", "up", "down", "again", "now", "away", "ago", "so", "off", "out", "alone", "too"})
"""Adverbs that no noun phrase ends with."""
COUNTED = frozenset({"two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve"})
"""Numbers in words: what they count is another figure of the sentence."""
ACTORS = frozenset(
    {"analyst", "analysts", "economist", "economists", "expert", "experts", "official", "officials", "minister"}
    | {"ministers", "ministry", "president", "presidents", "government", "governments", "bank", "company", "companies"}
    | {"corporation", "agency", "council", "committee", "commission", "board", "court", "union", "party", "parties"}
    | {"state", "states", "country", "countries", "people", "person", "persons", "man", "men", "woman", "women"}
    | {
        "airline",
        "airlines",
        "railway",
        "railways",
        "carrier",
        "carriers",
        "firm",
        "firms",
        "maker",
        "makers",
        "office",
    }
    | {"office", "hospital", "hospitals", "school", "schools", "city", "cities", "town", "towns", "river", "rivers"}
    | {"nurse", "nurses", "doctor", "doctors", "ship", "ships", "spokesman", "spokeswoman", "reporters"}
    | {"regulator", "regulators", "watchdog", "utility", "utilities", "operator", "operators", "producer", "producers"}
    | {"exporter", "exporters", "importer", "importers", "farmer", "farmers", "household", "households", "forum"}
    | {"province", "district", "region", "municipality", "club", "association", "federation", "foundation"}
    | {"mine", "mines", "farm", "farms", "plant", "plants", "factory", "factories", "station", "stations", "port"}
    | {"ports", "airport", "airports", "lorry", "lorries", "truck", "trucks", "train", "trains", "bus", "buses"}
    | {"turbine", "turbines", "ferry", "ferries", "vessel", "vessels"}
)
"""Who acts or is counted: heads that have no amount, share or pace of their own."""
BEHIND = re.compile(r",|\s(?:of|from|to|in|for|by|with|between|via|through|on|at|along|across|per)\s", re.IGNORECASE)
"""Where the head noun is over."""


def names_a_measure(fact: Fact) -> bool:
    """Whether the fact's noun phrase can stand in a table without its sentence.

    Of a count the name must say more than what is counted, but for one of a known time that several origins report or
    whose owner is known.
    """
    words = [word.casefold() for word in WORD.findall(fact.measure or "")]
    if not words or words[0] in OPENINGS or PRONOUNS & set(words):
        return False
    front = [word.casefold() for word in WORD.findall(BEHIND.split(fact.measure or "", maxsplit=1)[0])]
    if not front or _verbal(words):
        return False
    if front[0] in COUNTED or (front[0] == "share" and fact.subject is None):
        return False  # "two turbines"; and whose share it is only the sentence says
    if front[-1] in LOOSE or (PALE.issuperset(front) and not _shares(fact)):
        return False
    if fact.kind is Kind.COUNT:
        whose = fact.corroboration > 1 or fact.subject is not None
        return _says_more(fact) or (whose and fact.period is not None and front[-1] not in ACTORS)
    return front[-1] not in ACTORS and not _is_bare(fact) and not _is_name(front[-1], fact)


def _says_more(fact: Fact) -> bool:
    """The name says more than what was counted: "agreements signed", not "persons" beside "214 persons"."""
    counted = {word.casefold() for word in WORD.findall(fact.quantity.surface)}
    return bool(counted) and not counted.issuperset(word.casefold() for word in WORD.findall(fact.measure or ""))


def _is_name(head: str, fact: Fact) -> bool:
    """The texts write the head with a capital wherever it stands inside a sentence: "Britain", "Bharat Grid"."""
    places = [
        (found.group(), found.start())
        for figure in fact.figures
        for found in WORD.finditer(figure.passage.quote)
        if found.group().casefold() == head
    ]
    inside = [word for word, start in places if start > 0]
    return bool(inside) and all(word[:1].isupper() and not word.isupper() for word in inside)


def _is_bare(fact: Fact) -> bool:
    """Of what it is only the sentence tells: an amount without unit, or "half" where the name says of no whole."""
    if fact.kind is Kind.LEVEL:
        return fact.quantity.unit is None
    in_words = not any(character.isdigit() for character in fact.quantity.surface)
    return fact.kind is Kind.SHARE and in_words and not BEHIND.search(fact.measure or "")


def _verbal(words: list[str]) -> bool:
    """A verb stands among the words, other than a participle at their end."""
    return any(word in VERBS and not (index and word in VERBAL_NOUNS) for index, word in enumerate(words))


def _shares(fact: Fact) -> bool:
    """A share that says what it is of: "share of demand"."""
    return fact.kind is Kind.SHARE and bool(BEHIND.search(fact.measure or ""))
