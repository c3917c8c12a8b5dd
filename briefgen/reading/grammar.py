"""Patterns of a language's table, compiled into one expression that finds the longest rule at each place.

A pattern is a regular expression in which `{slot}` stands for a word list or a named piece of the table, and a blank
for one to three blanks of any kind (no-break spaces and line ends of wrapped text among them). All repetitions are
bounded and no two neighbours can match the same characters, so that time is linear in the length of the text.
"""

from __future__ import annotations

import re
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from briefgen.reading import openings, patterns, tables
from briefgen.reading.patterns import NEVER, Pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

SLOT = Pattern(r"\{([a-z]+)(\d?)\}")
GROUP = Pattern(r"\(\?P<([a-z]+\d?)>")
REFERENCE = Pattern(r"\(\?P=([a-z]+\d?)\)")
BLANK = Pattern(r"(?P<set>\[[^\]]*\])| (\?)?")


class Rule(Struct, frozen=True):
    """One line of the table."""

    means: str
    """Name of its meaning."""
    needs_lead: bool
    """It holds only behind a preposition: "in May", never "May"."""
    pattern: Pattern
    """What it looks like."""
    groups: tuple[tuple[str, str], ...]
    """The groups of the pattern, each with the slot that it fills."""

    def values(self, match: re.Match[str]) -> dict[str, str]:
        """What stands in the slots."""
        return {slot: match[group] for group, slot in self.groups if match[group] is not None}


class Lead(Struct, frozen=True):
    """A preposition that may stand in front of an expression."""

    words: str
    """In lower case."""
    patterns: tuple[Pattern, ...]
    """The words with the blank behind them; the longest way to read them first: "by the year", then "by"."""


class Found(Struct, frozen=True, gc=False):
    """A place where a rule fits."""

    rule: Rule
    """The rule."""
    start: int
    """Where the expression begins, without the words in front of it."""
    end: int
    """Where it ends."""
    lead: str | None
    """The preposition in front of it, in lower case with single blanks."""
    lead_start: int
    """Where the preposition begins; `start` where there is none."""
    values: Mapping[str, str]
    """What stands in its slots."""


class Grammar(Struct, frozen=True):
    """All rules of a language."""

    places: re.Pattern[str]
    """Where a lead or a rule may begin."""
    beginning: Callable[[str], tuple[Lead | Rule, ...]]
    """The leads and rules that may begin with some letters, in the order of the table: the first that fits is taken."""
    words: Mapping[str, Mapping[str, Any]]
    """Word in lower case → what it means, by list."""
    leads: Mapping[str, str]
    """Preposition → role."""
    future: re.Pattern[str]
    """A word that says that what is spoken of lies ahead."""
    fiscal: tuple[tuple[re.Pattern[str], int], ...]
    """What in a document tells its country, and the month with which a fiscal year begins there."""
    southern: re.Pattern[str]
    """What in a document tells that its country lies south of the equator."""
    past: re.Pattern[str]
    """A verb of the past, which no helper makes another."""
    turn: re.Pattern[str]
    """Where a clause ends though no comma says so: "and may"."""
    from_past: re.Pattern[str]
    """The end of a text behind which a date is past: "from 32.9% in"."""
    done: re.Pattern[str]
    """The end of a text behind which a date is past: "signed in"."""
    this_unit: re.Pattern[str]
    """Words that name the unit of a "next" behind them: "3% this year and 2% next"."""
    base: re.Pattern[str]
    """The end of a text behind which an expression is what something is compared with."""
    base_on: re.Pattern[str]
    """The same, where the expression is whole months: "an 11% rise on February last year"."""
    base_peak: re.Pattern[str]
    """The same, where a noun stands in between: "above its peak in"."""
    since: re.Pattern[str]
    """The end of a text behind which a day is the first one: "since it was seen on"."""
    spoken: re.Pattern[str]
    """The end of a text behind which a day is that of speaking: "told reporters on"."""
    record: re.Pattern[str]
    """The end of a text behind which "since" tells how long there was no such thing: "the lowest level"."""
    clause_end: Pattern
    """Where the clause around an expression ends."""
    joined: Pattern
    """Between two expressions of which the second gives the year."""
    base_year: re.Pattern[str]
    """The same, where the expression is a year: "up 5% on 2023"."""

    def scan(self, text: str, start: int, end: int) -> Iterator[Found]:
        """Every place between two offsets where a rule fits, from left to right, without overlaps."""
        done = start
        for place in self.places.finditer(text, start, end):
            at = place.start()
            if at >= done and (found := self.at(text, at, end)) is not None:
                done = max(found.end, at + 1)
                if found.lead or not found.rule.needs_lead:
                    yield found

    def at(self, text: str, start: int, end: int) -> Found | None:
        """The rule that fits at a place, behind a lead or without one."""
        for entry in self.beginning(text[start : min(start + openings.LETTERS, end)]):
            if isinstance(entry, Lead):
                if (found := self.behind(entry, text, start, end)) is not None:
                    return found
            elif (match := entry.pattern.match(text, start, end)) is not None:
                return Found(entry, start, match.end(), None, start, entry.values(match))
        return None

    def behind(self, lead: Lead, text: str, start: int, end: int) -> Found | None:
        """The rule that fits behind a lead that stands at `start`."""
        for pattern in lead.patterns:
            if (match := pattern.match(text, start, end)) is None:
                return None
            at = match.end()
            for rule in self.beginning(text[at : min(at + openings.LETTERS, end)]):
                if isinstance(rule, Rule) and (match := rule.pattern.match(text, at, end)) is not None:
                    return Found(rule, at, match.end(), lead.words, start, rule.values(match))
        return None


@lru_cache(maxsize=8)
def grammar(language: str) -> Grammar:
    """The grammar of a language, compiled once."""
    table = tables.load(language, "periods")
    words = word_lists(table["words"])
    slots = {**word_slots(words, capital=table["capitals"]["names"]), **table["slots"]}
    leads = table["leads"]
    more = rf"(?:\s{{1,3}}(?:{alternatives(table['between']['words'])}))"
    the, again = alternatives(table["base"]["articles"]), alternatives(table["base"]["again"])
    entries: list[tuple[str, Lead | Rule]] = [
        (rf"{alternatives([words])}\s", Lead(words, preceding(words, more)))
        for words in sorted(leads, key=lambda words: (-len(words), words))
    ]
    for row in table["rule"]:
        source, groups = compiled_rule(row["pattern"], slots)
        rule = Rule(row["means"], bool(row.get("needs_lead")), Pattern(source, re.IGNORECASE), groups)
        entries.append((source, rule))
    past = alternatives(table["future"]["past"])
    return Grammar(
        places=re.compile(rf"(?<![\w-])(?=\w){openings.guard(*(source for source, _ in entries))}"),
        beginning=openings.index(entries),
        words=MappingProxyType(words),
        leads=MappingProxyType(dict(leads)),
        future=re.compile(rf"(?<![\w’'-])(?:{alternatives(table['future']['words'])})(?![\w-])"),
        fiscal=tuple((re.compile(row["hints"]), int(row["first_month"])) for row in table["fiscal"]),
        southern=re.compile(table["southern"]["hints"]),
        past=re.compile(
            rf"(?<![\w-]){openings.guard(past)}"
            + "".join(rf"(?<!\b{word})" for word in table["future"]["not_past"])
            + rf"(?:{past})(?![\w-])"
        ),
        turn=re.compile(rf"(?<!\w){spaced(table['future']['turn'])}"),
        from_past=re.compile(rf"(?i)(?<!\w){spaced(table['future']['from_past'])}\s{{1,3}}$"),
        done=re.compile(rf"(?<!\w){table['future']['done']}(?:\s{{1,3}}(?:{alternatives(leads)}))?\s{{1,3}}$"),
        this_unit=re.compile(rf"(?i)(?<!\w){spaced(table['future']['this_unit'])}(?!\w)"),
        base=behind(table["base"]["before"], the),
        base_on=measured(table["base"], "before_months", the),
        base_peak=re.compile(rf"(?i)(?<!\w){spaced(table['base']['before_peak'])}\s{{1,3}}$"),
        since=re.compile(rf"(?i)(?<!\w){table['base']['since']}\s{{1,3}}$"),
        spoken=spoken_of(language),
        record=re.compile(rf"(?i)(?<!\w){table['base']['record']}\s{{1,3}}(?:(?:{again})\s{{1,3}})?$"),
        base_year=measured(table["base"], "before_year", the),
        **patterns.of(language, "periods"),
    )


def preceding(words: str, more: str) -> tuple[Pattern, ...]:
    """A lead with the blank behind it, with and without `more` words in between."""
    return tuple(Pattern(rf"{alternatives([words])}{between}\s{{1,3}}", re.IGNORECASE) for between in (f"{more}?", ""))


def spoken_of(language: str) -> re.Pattern[str]:
    """The end of a text that says that somebody spoke, and to whom and where: "Roe told reporters on"."""
    speech = tables.load(language, "events")["speech"]
    verbs, setting = alternatives(speech["verbs"]), alternatives(speech["setting"])
    word = rf"\s(?:(?:{setting})(?!\w)|(?-i:[A-Z])[\w’'-]{{1,20}})"
    return re.compile(rf"(?i)(?<!\w){openings.guarded(verbs)}(?:{word}){{0,10}}?\s{{1,3}}$")


def behind(words: Iterable[str], the: str) -> re.Pattern[str]:
    """The end of a text that ends with one of the words, and maybe an article."""
    either = alternatives(words)
    return re.compile(rf"(?i)(?<![\w-]){openings.guarded(either)}(?:\s{{1,3}}(?:{the}))?\s{{1,3}}$")


def measured(base: Mapping[str, Any], key: str, the: str) -> re.Pattern[str]:
    """The end of a text that tells a change and ends with one of the words under a key, and maybe an article."""
    last = alternatives(base[key])
    return re.compile(rf"(?i){spaced(base['change'])}\s{{1,3}}(?:{last})(?:\s{{1,3}}(?:{the}))?\s{{1,3}}$")


def word_lists(table: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Every list of the table as word in lower case → meaning; months and weekdays mean their number."""
    lists: dict[str, Mapping[str, Any]] = {}
    for name, entries in table.items():
        if isinstance(entries, list):
            entries = {word: number for number, forms in enumerate(entries, 1) for word in forms}  # noqa: PLW2901
        lists[name] = MappingProxyType({word.casefold(): value for word, value in entries.items()})
    return lists


def word_slots(words: Mapping[str, Mapping[str, Any]], *, capital: bool) -> dict[str, str]:
    """A slot for each word list; names of months and weekdays maybe only with a capital."""
    slots = {
        name: f"(?P<{name}>{alternatives(words[plural])})(?![A-Za-z])"
        for name, plural in (("ordinal", "ordinals"), ("which", "which"), ("part", "parts"), ("season", "seasons"))
    }
    for name, plural in (("month", "months"), ("weekday", "weekdays")):
        capitals = [form for word in words[plural] for form in (word.capitalize(), word.upper())]
        names = f"(?-i:{alternatives(capitals)})" if capital else f"(?:{alternatives(words[plural])})"
        slots[name] = f"(?P<{name}>{names})(?![A-Za-z])"
    slots["numberwords"] = alternatives(words["numbers"])
    return slots


def compiled_rule(pattern: str, slots: Mapping[str, str]) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The source of a rule with groups of its own, and what slot each group fills."""
    groups: list[tuple[str, str]] = []

    def own(match: re.Match[str]) -> str:
        groups.append((f"g{len(groups)}_{match[1]}", match[1]))
        return f"(?P<{groups[-1][0]}>"

    def same(match: re.Match[str]) -> str:
        return next(f"(?P={group})" for group, slot in reversed(groups) if slot == match[1])

    source = GROUP.sub(own, expand(spaced(pattern), slots))
    return REFERENCE.sub(same, source), tuple(groups)


def expand(pattern: str, slots: Mapping[str, str]) -> str:
    """A pattern with its slots filled in; the digit of a numbered slot goes to the names of the groups inside it."""

    def fill(match: re.Match[str]) -> str:
        body = expand(spaced(slots[match[1]]), slots)
        return GROUP.sub(lambda group: f"(?P<{group[1]}{match[2]}>", body) if match[2] else body

    return SLOT.sub(fill, pattern)


def spaced(pattern: str) -> str:
    """Blanks of a pattern as one to three blanks of any kind, in a set of characters as one."""

    def wide(match: re.Match[str]) -> str:
        if match["set"]:
            return match["set"].replace(" ", r"\s")
        return r"\s{0,3}" if match[2] else r"\s{1,3}"

    return BLANK.sub(wide, pattern)


def alternatives(words: Iterable[str]) -> str:
    """Words as alternatives, the longest first, with blanks of any kind; without any it fits nowhere."""
    ordered = sorted(dict.fromkeys(words), key=lambda word: (-len(word), word))
    return "|".join(r"\s{1,3}".join(re.escape(part) for part in word.split()) for word in ordered) or NEVER
