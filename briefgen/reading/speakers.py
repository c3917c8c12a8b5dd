"""Who speaks in a sentence: the tags "Roe said", "according to the ministry", "the parties agreed"."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from enum import StrEnum
from functools import lru_cache
from typing import Any

from msgspec import Struct

from briefgen.model import Span
from briefgen.reading import inflection, patterns, tables
from briefgen.reading.names import (
    Agent,
    Lexicon,
    Sort,
    apposition_end,
    ending_at,
    lexicon,
    named,
    starting_at,
    stripped_role,
)
from briefgen.reading.phrases import CLOSING, DASHES, Words

NEAREST = 3
"""Characters behind "according to" within which the one who is named begins."""

LONGEST_ASIDE = 30
"""Words between the commas of "Roe, in an interview with ... ahead of his visit, said"."""


class Form(StrEnum):
    """How a tag makes somebody responsible."""

    SAY = "say"
    ACCORD = "accord"
    """According to somebody."""
    DOCUMENT = "document"
    """The programme sets out."""
    PLEDGE = "pledge"
    """The parties agreed."""
    INTEND = "intend"
    """Both sides plan."""
    GAP = "gap"
    """The verb of the tag before it is left out: "..., the bank only 3%"."""


class Tag(Struct, frozen=True, gc=False):
    """Words that say who says it."""

    span: Span
    """From the speaker to the verb, or the other way round."""
    verb: Span
    """The verb of saying, or "according to"."""
    agent: Agent
    """Who."""
    form: Form
    """How."""
    after: bool
    """What was said stands before the tag."""
    foretells: bool = False
    """The verb speaks of what is to come."""


class Verbs(Struct, frozen=True):
    """The verbs of a language by their forms (`tables/<language>/speech.toml`)."""

    finite: frozenset[str]
    """Past forms, and every form that is no other."""
    present: frozenset[str]
    """Third person singular: a plural noun may look the same."""
    base: frozenset[str]
    """What a plural subject takes."""
    participle: frozenset[str]
    """Forms in -ing, which count only behind "with somebody"."""
    weak: frozenset[str]
    """Forms that need "that" or a quotation beside them."""
    document: frozenset[str]
    """First words of what documents do."""
    pledge: frozenset[str]
    intend: frozenset[str]
    between: frozenset[str]
    passive: frozenset[str]
    denying: frozenset[str]
    """What makes a verb between them say nothing: passive and negative words."""
    verdict: frozenset[str]
    """Verbs with an object: "called the plan a slap in the face"."""
    nobody: frozenset[str]
    phrases: re.Pattern[str]
    """Verbs of several words."""
    phrased: frozenset[str]
    """Their first words."""
    papers: re.Pattern[str]
    """What documents do, whole."""
    accord: re.Pattern[str]
    """According to."""
    accords: frozenset[str]
    """The first words of such phrases."""
    aside: frozenset[str]
    membership: frozenset[str]
    inverted_tail: frozenset[str]
    bare: frozenset[str]
    rates: frozenset[str]
    joining: frozenset[str]
    saying: frozenset[str]
    asking: frozenset[str]
    accompanying: frozenset[str]
    noun_links: frozenset[str]
    articles: frozenset[str]
    clause_openers: frozenset[str]
    valuing: frozenset[str]
    valued_at: frozenset[str]
    counting: frozenset[str]
    strong: frozenset[str]
    judged: frozenset[str]
    judges: frozenset[str]
    gapped: frozenset[str]
    telling: frozenset[str]
    revising: frozenset[str]
    publishing: frozenset[str]
    seen: frozenset[str]
    foretelling: frozenset[str]
    pledged: frozenset[str]
    nouns_too: frozenset[str]
    asked: frozenset[str]
    makers: frozenset[str]
    cues: frozenset[str]
    """Every word that a tag's verb can begin with."""


def inflected(base: str, rows: list[dict[str, Any]]) -> tuple[str, ...]:
    """Base, third person, past and participle of a regular verb."""
    return (base, *next(inflection.forms(base, rows)))


def alternation(phrases: list[str]) -> re.Pattern[str]:
    """One pattern for any of the phrases, the longest first."""
    return re.compile(rf"\b{patterns.either(phrases)}\b", re.IGNORECASE)


SETS = (
    "aside",
    "membership",
    "inverted_tail",
    "bare",
    "rates",
    "joining",
    "saying",
    "asking",
    "accompanying",
    "noun_links",
    "articles",
    "clause_openers",
    "valuing",
    "valued_at",
    "counting",
    "strong",
    "judged",
    "judges",
    "gapped",
    "telling",
    "revising",
    "publishing",
    "seen",
    "foretelling",
    "pledged",
    "nouns_too",
    "asked",
    "makers",
)
"""Word lists of the table that the rules hold as they are; what each is for stands there."""


@lru_cache(maxsize=8)
def verbs(language: str) -> Verbs:
    """The verbs of a language, inflected once."""
    table = tables.load(language, "speech")
    forms = [inflected(base, table["inflection"]) for base in table["regular"]] + [
        tuple(row) for row in table["irregular"]
    ]
    weak = {form for row in forms if row[0] in table["weak"] for form in row}
    phrased, document = (frozenset(phrase.split()[0] for phrase in table[name]) for name in ("phrases", "document"))
    return Verbs(
        finite=frozenset(row[2] for row in forms),
        present=frozenset(row[1] for row in forms),
        base=frozenset((*(row[0] for row in forms), *table["intend_base"])),
        participle=frozenset(row[3] for row in forms),
        weak=frozenset(weak),
        document=document,
        pledge=frozenset(table["pledge"]),
        intend=frozenset(table["intend"]),
        between=frozenset(table["between"]),
        passive=frozenset(table["passive"]),
        denying=frozenset((*table["passive"], *table["negative"])),
        verdict=frozenset(table["verdict"]),
        nobody=frozenset(table["nobody"]),
        phrases=alternation(table["phrases"]),
        phrased=phrased,
        papers=alternation(table["document"]),
        accord=alternation(table["accord"]),
        **{name: frozenset(table[name]) for name in SETS},
        accords=frozenset(phrase.split()[0] for phrase in table["accord"]),
        cues=frozenset(form for row in forms for form in row).union(
            document, table["pledge"], table["intend"], table["revising"], table["publishing"], phrased
        ),
    )


def tags(found: Words, language: str) -> tuple[Tag, ...]:
    """The tags of a sentence in order, those inside quotations included."""
    lex, table = lexicon(language), verbs(language)
    results = accords(found, lex, table)
    cues = table.cues
    for index in [index for index, low in enumerate(found.lows) if low in cues]:
        if results and results[-1].span.start <= found.starts[index] < results[-1].span.end:
            continue
        if results and found.lows[index] in table.participle and found.forms[index - 1] == ",":
            continue  # "Roe said ..., adding that": the same speaker
        tag = tag_at(found, index, lex, table)
        if tag is not None:
            results += [tag, *gapped(found, tag, lex, table)]
    return tuple(sorted(results, key=lambda tag: (tag.span.start, tag.verb.start)))


def gapped(found: Words, tag: Tag, lex: Lexicon, table: Verbs) -> list[Tag]:
    """The tags that leave out the verb of the one before: "the fund expects 5%, the bank only 3% and the IMF 4%"."""
    if tag.after or tag.form is not Form.SAY or len(found) > LONGEST_GAPPED:
        return []
    results: list[Tag] = []
    for mark in range(bisect_left(found.starts, tag.verb.end), len(found) - 2):
        if found.forms[mark] in ";:.?!" or (found.lows[mark] in table.saying and not results):
            break
        if found.forms[mark] != "," and found.lows[mark] not in lex.joins:
            continue
        agent = starting_at(found, mark + 1, lex)
        if agent is None or agent.sort not in (Sort.ORGANISATION, Sort.GROUP) or agent.role:
            continue
        at = agent.last + 1
        while at < len(found) - 1 and found.lows[at] in table.gapped:
            at += 1
        if at < len(found) and numeric(found.forms[at]):
            results.append(Tag(found.span(mark, agent.last), found.span(mark, mark), agent, Form.GAP, after=False))
    return results


LONGEST_GAPPED = 60
"""Words of a sentence in which verbs are left out; longer ones are lists."""


def accords(found: Words, lex: Lexicon, table: Verbs) -> list[Tag]:
    """The tags with a preposition."""
    results: list[Tag] = []
    for index in [index for index, low in enumerate(found.lows) if low in table.accords]:
        match = table.accord.match(found.text, found.starts[index], found.ends[-1])
        if match is None:
            continue
        behind = bisect_left(found.starts, match.end())
        near = behind < len(found) and found.starts[behind] < match.end() + NEAREST
        if not near or not accords_here(match.group(), found, index, behind, table):
            continue
        whoever = starting_at(found, behind, lex) or some_noun_from(found, behind, lex, table)
        agent = by_owner(found, behind, appositive(found, whoever, lex), lex)
        if agent is not None and agent.sort is Sort.DOCUMENT:
            agent = maker(found, agent, min(len(found) - 1, agent.last + FARTHEST), lex, table) or agent
        if agent is not None and agent.last >= behind and not is_bare(agent, table):
            whole = Span(match.start(), max(match.end(), found.ends[agent.last]))
            after = index > 0 and found.forms[index - 1] not in ':;—–“"' and not joined(found, index, table)
            results.append(Tag(whole, Span(*match.span()), agent, Form.ACCORD, after))
    return results


def appositive(found: Words, agent: Agent | None, lex: Lexicon) -> Agent | None:
    """The name behind a common noun and a comma: "according to the operator, NorRail", "said the mayor, Jane Roe"."""
    common = agent is not None and agent.sort is Sort.ORGANISATION and agent.name == agent.name.lower()
    if agent is None or not (common or agent.sort is Sort.DESCRIPTION):
        return agent
    comma = agent.last + 1
    while not common and comma < min(len(found), agent.last + FARTHEST) and plain_or_linked(found, comma, lex):
        comma += 1
    at = comma + 1
    if found.forms[comma : comma + 1] != (",",) or at >= len(found) or not named(found, at, lex):
        return agent
    other = starting_at(found, at, lex)
    if other is None or (other.last + 1 < len(found) and found.letters(other.last + 1)):
        return agent
    if common:
        return other
    role = found.slice(agent.last + 1 - len(agent.name.split()), comma - 1) if comma > agent.last + 1 else agent.name
    return Agent(agent.first, other.last, other.name, role, Sort.PERSON) if other.sort in PEOPLE else agent


def plain_or_linked(found: Words, index: int, lex: Lexicon) -> bool:
    """Whether a word can stand inside a role: "governor of the region"."""
    return found.lows[index] in lex.links or found.lows[index] in lex.determiners or plain(found, index, lex)


PEOPLE = (Sort.PERSON, Sort.NAME)
"""Sorts of names that may be a person's."""


def by_owner(found: Words, behind: int, agent: Agent | None, lex: Lexicon) -> Agent | None:
    """The pronoun of whose paper it is: "according to its projections"."""
    owner = lex.owners.get(found.lows[behind])
    if agent is None or owner is None or agent.sort is not Sort.DOCUMENT:
        return agent
    return Agent(agent.first, agent.last, owner, None, Sort.PRONOUN)


def some_noun_from(found: Words, first: int, lex: Lexicon, table: Verbs) -> Agent | None:
    """Whoever a noun names that no table knows, behind an article: "according to the coastguards"."""
    if found.lows[first] not in lex.determiners:
        return None
    last = first
    while last + 1 < len(found) and last - first < LONGEST_NOUN and plain(found, last + 1, lex):
        last += 1
    if last == first or not found.lows[last + 1 : last + 2] or found.lows[first + 1] in table.nobody:
        return None
    return Agent(first, last, found.slice(first + 1, last), None, Sort.ORGANISATION)


def some_noun_to(found: Words, last: int, lex: Lexicon) -> Agent | None:
    """Whoever a noun names that no table knows, in front of a verb that needs a speaker: "the brewer | said"."""
    first = last
    while first > 0 and last - first < LONGEST_NOUN and plain(found, first, lex):
        first -= 1
    if first == last or found.lows[first] not in lex.determiners:
        return several_to(found, last, lex)
    return Agent(first + 1, last, found.slice(first + 1, last), None, Sort.ORGANISATION)


def several_to(found: Words, last: int, lex: Lexicon) -> Agent | None:
    """People whom no table knows, at the head of a clause: "; anglers | say"."""
    opens = last == 0 or not found.letters(last - 1) or found.lows[last - 1] in lex.joins
    if not opens or not plain(found, last, lex) or not found.lows[last].endswith(lex.plural_endings):
        return None
    return Agent(last, last, found.forms[last], None, Sort.GROUP)


def plain(found: Words, index: int, lex: Lexicon) -> bool:
    """Whether a word can stand inside a plain noun phrase: "old harbour master"."""
    low = found.lows[index]
    known = low in lex.never or low in lex.finite or low in lex.links or low in lex.any_pronouns or low in lex.joins
    return found.letters(index) and not known and low not in lex.determiners


LONGEST_NOUN = 4
"""Words of a noun phrase that names an unknown speaker."""
FARTHEST = 6
"""Words behind a paper in which its maker is named."""


def is_bare(agent: Agent, table: Verbs) -> bool:
    """Whether nothing is named but the kind of paper: "according to figures for January"."""
    return agent.sort is Sort.DOCUMENT and agent.name in table.bare


def accords_here(phrase: str, found: Words, index: int, behind: int, table: Verbs) -> bool:
    """Whether the preposition names somebody: not "according to plan", "per capita", "10 per day"."""
    if found.lows[behind] in table.nobody:
        return False
    if phrase.lower() not in table.rates:
        return True
    return index == 0 or found.forms[index - 1] in ",;—–"


def joined(found: Words, index: int, table: Verbs) -> bool:
    """Whether a new clause starts at the word: ", and according to", "while according to"."""
    return found.lows[index - 1] in table.joining


def tag_at(found: Words, index: int, lex: Lexicon, table: Verbs) -> Tag | None:
    """The tag whose verb stands at `index`, or None."""
    low = found.lows[index]
    if found.capital(index) and index:
        return None  # part of a name: "United States"
    if low in table.phrased and (phrase := table.phrases.match(found.text, found.starts[index], found.ends[-1])):
        return phrased(found, index, phrase.end(), lex, table)
    if low in table.participle:
        return accompanied(found, index, lex, table) or participial(found, index, lex, table)
    judges = low in table.judged and index and found.lows[index - 1] in table.denying
    own = low in table.revising and found.lows[index + 1 : index + 2] and found.lows[index + 1] in lex.owners
    if judges or own or low in table.publishing:
        return (judged if judges else revised)(found, index, lex, table)
    form = form_of(low, table)
    if form is None:
        return None
    says = form is Form.SAY and (
        low not in table.weak
        or beside_speech(found, index, table)
        or set_apart(found, index, lex)
        or valued(found, index, table)
        or ends_sentence(found, index, lex, table)
    )
    tag = spoken(found, index, index, lex, table) if says else None
    if tag is None and low in table.document:
        tag = by_document(found, index, lex, table)
    if tag is None and (low in table.pledge or low in table.intend):
        tag = pledged(found, index, lex, table)
    return tag


def revised(found: Words, index: int, lex: Lexicon, table: Verbs) -> Tag | None:
    """A tag of somebody who changes what he has forecast: "the bank cut its forecast for growth to 3%"."""
    near = 6
    ahead = found.lows[index + 1 : index + near]
    return spoken(found, index, index, lex, table) if any(low in lex.documents for low in ahead) else None


def phrased(found: Words, index: int, end: int, lex: Lexicon, table: Verbs) -> Tag | None:
    """A tag with a verb of several words, which end at the offset `end`: "pointed out"."""
    last = max(at for at in range(index, min(len(found), index + 6)) if found.ends[at] <= end)
    tag = spoken(found, index, last, lex, table)
    paper_does = found.lows[index] in table.document and (tag is None or tag.agent.sort is Sort.DOCUMENT)
    return by_document(found, index, lex, table) if paper_does else tag


def judged(found: Words, index: int, lex: Lexicon, table: Verbs) -> Tag | None:
    """A tag with its judge behind the verb: "was put at $5 million by | the ministry"."""
    farthest = 12
    for at in range(index + 1, min(len(found) - 1, index + farthest)):
        if found.forms[at] in ",;:.?!":
            return None
        if found.lows[at] in table.judges:
            agent = starting_at(found, at + 1, lex)
            if agent is not None and agent.sort is not Sort.PRONOUN:
                return Tag(found.span(at, agent.last), found.span(at, at), agent, Form.ACCORD, after=True)
    return None


def form_of(low: str, table: Verbs) -> Form | None:
    """What kind of tag a word can make."""
    if low in table.finite or low in table.present or (low in table.base and low not in table.intend):
        return Form.SAY
    if low in table.document:
        return Form.DOCUMENT
    if low in table.pledge:
        return Form.PLEDGE
    return Form.INTEND if low in table.intend else None


def beside_speech(found: Words, index: int, table: Verbs) -> bool:
    """Whether "that" or a quotation mark stands beside the verb or its near object."""
    near = 4
    ahead = found.forms[index + 1 : index + 1 + near]
    return any(
        form in table.saying or form == ":" or form in CLOSING or form in "“„«" for form in ahead
    ) or after_speech(found, index)


def set_apart(found: Words, index: int, lex: Lexicon) -> bool:
    """Whether subject and verb stand between two commas, or a comma and the end: "..., he added."."""
    if index + 1 < len(found) and found.forms[index + 1] not in ",.;—–":
        return False
    near = 5
    for at in range(index - 1, max(-1, index - near), -1):
        if found.forms[at] in ",—–”":
            return at < index - 1
        if not (found.capital(at) or found.lows[at] in lex.pronouns):
            return False
    return False


def ends_sentence(found: Words, index: int, lex: Lexicon, table: Verbs) -> bool:
    """Whether a subject of any kind and the verb stand between a comma and the end: "..., researchers have found."."""
    if index + 1 < len(found) and found.forms[index + 1] not in ".;":
        return False
    end = subject_end(found, index, table)
    agent = ending_at(found, end, lex) if end is not None else None
    return agent is not None and comes_after(found, agent, index, lex, table)


def valued(found: Words, index: int, table: Verbs) -> bool:
    """Whether the verb puts a number on something: "the bank puts growth at 4%", "the agency counts 4 ships"."""
    if found.lows[index] in table.counting:
        near = 4
        follow = found.forms[index + 1 : index + near]
        if any(numeric(form) for form in follow):
            return True
    if found.lows[index] not in table.valuing:
        return False
    near = 7
    ahead = range(index + 1, min(len(found) - 1, index + near))
    return any(found.lows[at] in table.valued_at and numeric(found.forms[at + 1]) for at in ahead)


def numeric(form: str) -> bool:
    """Whether a number or an amount of money begins: "5%", "$5", "CHF 5", "Rs 5"."""
    longest = 3
    begins = form[0].isdecimal() or unicodedata.category(form[0]) == "Sc"  # a sign of any currency
    return begins or (1 < len(form) <= longest and form.isupper()) or form == "Rs"


def after_speech(found: Words, index: int) -> bool:
    """Whether a quotation has just been closed before the verb or its subject."""
    near = 5
    return any(form in "”»" or form in ('"', "’") for form in found.forms[max(0, index - near) : index])


def subject_end(found: Words, verb: int, table: Verbs) -> int | None:
    """Index of the last word before the verb's helpers; None when the verb is passive or negated."""
    index = verb - 1
    while index >= 0 and found.lows[index] in table.between and found.lows[index] not in table.denying:
        index -= 1
    return None if index >= 0 and found.lows[index] in table.denying else index


def spoken(found: Words, first: int, last: int, lex: Lexicon, table: Verbs) -> Tag | None:
    """A tag with a verb of saying: its subject before it, or behind it after what was said."""
    end = subject_end(found, first, table)
    if end is None:
        return None
    inverted = end >= 0 and (found.forms[end] in CLOSING or found.forms[end] in ",—–") and last + 1 < len(found)
    if inverted and found.lows[first] not in table.verdict and found.lows[first] not in table.telling:
        agent = appositive(found, starting_at(found, last + 1, lex), lex)
        if agent is not None and found.lows[last + 1] not in table.saying and ends_there(found, agent.last, table):
            return Tag(
                Span(found.starts[first], found.ends[agent.last]), found.span(first, last), agent, Form.SAY, after=True
            )
    agent = subject(found, end, lex, table)
    if agent is None and end >= 0:
        agent = subject_shared(found, end, lex) if found.lows[end] in lex.joins else None
        needs_one = last > first or found.lows[first] in table.strong
        agent = some_noun_to(found, end, lex) if agent is None and needs_one else agent
    if agent is None or not agrees(found, first, agent, table, lex):
        return None
    agent = with_other(found, agent, lex)
    return Tag(
        found.span(agent.first, last),
        found.span(first, last),
        agent,
        Form.SAY,
        comes_after(found, agent, last, lex, table),
        found.lows[first] in table.foretelling,
    )


def ends_there(found: Words, last: int, table: Verbs) -> bool:
    """Whether a clause ends behind the word, so that an inverted subject is whole."""
    after = last + 1
    if after >= len(found):
        return True
    return found.lows[after] in table.inverted_tail or not (found.letters(after) or numeric(found.forms[after]))


def agrees(found: Words, verb: int, agent: Agent, table: Verbs, lex: Lexicon) -> bool:
    """Whether number and form of the verb fit the subject, which tells verbs from nouns that look the same."""
    low = found.lows[verb]
    plural = agent.sort in (Sort.GROUP, Sort.DOCUMENT) or agent.name.lower() == lex.group
    if low in table.finite or " " in low:
        return True
    if low in table.present:
        if low not in table.nouns_too:
            return not plural
        follows = found.lows[verb + 1] if verb + 1 < len(found) else "."
        noun = (
            follows in table.finite or follows in table.base or follows in table.passive or follows in table.noun_links
        )
        return not plural and not noun
    return plural or low not in table.base or (found.capital(agent.last) and agent.name.endswith(lex.plural_endings))


def subject(found: Words, end: int, lex: Lexicon, table: Verbs) -> Agent | None:
    """The subject whose last word is at `end`, an aside or a role between commas skipped."""
    if end < 0:
        return None
    if found.forms[end] != "," and found.forms[end] not in DASHES:
        agent = ending_at(found, end, lex)
        asked = (
            agent is not None and agent.first > 1 and " ".join(found.lows[agent.first - 2 : agent.first]) in table.asked
        )
        return ending_at(found, agent.first - 3, lex) if agent and asked else agent
    name = introduced_by_role(found, end, lex)
    if name is not None:
        return name
    for index in range(end - 1, max(0, end - LONGEST_ASIDE), -1):
        if found.forms[index] in ",—–":
            agent = ending_at(found, index - 1, lex)
            if agent is not None and agent.sort is not Sort.PRONOUN and fits(found, index, end, agent, lex, table):
                return with_aside(found, agent, index, end, lex, table)
        elif found.forms[index] in ";:.?!":
            return None
    return None


def with_other(found: Words, agent: Agent, lex: Lexicon) -> Agent:
    """Two who speak together: "North Oil and Lake Gas said"."""
    join = agent.first - 1
    if join < 1 or found.lows[join] not in lex.joins or agent.sort not in NAMED or not named(found, join - 1, lex):
        return agent
    other = ending_at(found, join - 1, lex)
    if other is None or other.sort not in NAMED or (other.first and found.lows[other.first - 1] in lex.links):
        return agent
    return Agent(other.first, agent.last, found.slice(other.first, agent.last), None, Sort.GROUP)


def subject_shared(found: Words, join: int, lex: Lexicon) -> Agent | None:
    """The subject of the verb before "and", which the verb behind it shares: "the bank is cautious and | expects"."""
    start = join
    while start > 0 and found.forms[start - 1] not in ',;:—–“”"':
        start -= 1
    agent = starting_at(found, start, lex)
    if agent is None or agent.sort is Sort.DOCUMENT or agent.last + 1 >= join:
        return None
    follows = found.lows[agent.last + 1]
    return agent if found.letters(agent.last + 1) and follows not in lex.links and follows not in lex.joins else None


def introduced_by_role(found: Words, end: int, lex: Lexicon) -> Agent | None:
    """A name between commas behind its role: "the bank's governor, Jane Roe, said"."""
    person = ending_at(found, end - 1, lex)
    if person is None or person.sort not in NAMED or person.first < 2:  # noqa: PLR2004 - role, comma
        return None
    office = ending_at(found, person.first - 2, lex) if found.forms[person.first - 1] == "," else None
    if office is None:
        return None
    if office.sort is Sort.ORGANISATION and person.sort is not Sort.PERSON and found.forms[person.first - 2].islower():
        return Agent(office.first, end, person.name, None, Sort.ORGANISATION) if found.capital(end - 1) else None
    if office.sort is not Sort.DESCRIPTION or person.sort is Sort.ORGANISATION:
        return None
    return Agent(office.first, end, person.name, person.role or office.name, Sort.PERSON)


NAMED = (Sort.PERSON, Sort.NAME, Sort.ORGANISATION)
"""Sorts of names that stand between commas behind what they are."""


def fits(  # noqa: PLR0913 - two commas, the subject before them, and the words of the language
    found: Words, comma: int, end: int, agent: Agent, lex: Lexicon, table: Verbs
) -> bool:
    """Whether the words between two commas are a role or an aside of the subject before them."""
    opener = found.lows[comma + 1]
    if opener.isdigit() and end - comma == 2:  # noqa: PLR2004 - "Roe, 54, said"
        return agent.sort in (Sort.PERSON, Sort.NAME)
    if opener in table.aside and agent.sort is not Sort.DOCUMENT:
        return True
    if opener in table.membership:
        return agent.sort in (Sort.PERSON, Sort.NAME, Sort.DESCRIPTION)
    if agent.sort in (Sort.PERSON, Sort.NAME) and role_between(found, comma, end, lex) is not None:
        return True
    inside = range(comma + 1, end)
    verbless = all(found.letters(at) and found.lows[at] not in lex.finite for at in inside)
    named_so = agent.sort in (Sort.NAME, Sort.ORGANISATION) and any(
        found.lows[at] in lex.organisations for at in inside
    )
    return verbless and (named_so or (agent.sort is Sort.DESCRIPTION and len(inside) <= SHORTEST_ASIDE))


SHORTEST_ASIDE = 4
"""Words of what may be added about somebody without any sign: "the official, no less discreet, said"."""


def role_between(found: Words, comma: int, end: int, lex: Lexicon) -> int | None:
    """Last word of the role between the commas at `comma` and `end`."""
    last = apposition_end(found, comma, lex)
    return last if last is not None and last < end else None


def with_aside(  # noqa: PLR0913 - see `fits`
    found: Words, agent: Agent, comma: int, end: int, lex: Lexicon, table: Verbs
) -> Agent:
    """The subject with the role that stands behind it."""
    last = role_between(found, comma, end, lex)
    if found.lows[comma + 1] in table.membership and not agent.role and named(found, end - 1, lex):
        return Agent(agent.first, end, agent.name, stripped_role(found, comma + 2, end - 1, lex), Sort.PERSON)
    if last is None or agent.role or agent.sort not in (Sort.PERSON, Sort.NAME) or found.lows[comma + 1] in table.aside:
        return Agent(agent.first, end, agent.name, agent.role, agent.sort)
    return Agent(agent.first, end, agent.name, stripped_role(found, comma + 1, last, lex), Sort.PERSON)


def comes_after(found: Words, agent: Agent, verb: int, lex: Lexicon, table: Verbs) -> bool:
    """Whether the tag stands behind what was said: "…, Roe told the agency”."""
    if agent.first == 0 or found.lows[agent.first - 1] not in AFTER_MARKS:
        before = found.lows[agent.first - 1] if agent.first else ""
        if before not in lex.determiners or agent.first < 2 or found.forms[agent.first - 2] not in AFTER_MARKS:  # noqa: PLR2004
            return False
    longest_tail = 8
    tail = found.lows[verb + 1 : verb + 1 + longest_tail]
    for low in tail:
        if numeric(low):
            return False
        if low in ".,;!?" or low in '”“"':
            return True
        if low in table.asking or low == ":":
            return False
    return len(tail) < longest_tail


AFTER_MARKS = frozenset((",", "”", '"', "’", "'", "»", "—", "–", "“"))
"""What stands between the words said and a tag behind them."""


def accompanied(found: Words, index: int, lex: Lexicon, table: Verbs) -> Tag | None:
    """A tag of the pattern ", with the ministry indicating that"."""
    agent = ending_at(found, index - 1, lex) if index else None
    if agent is None or agent.first == 0:
        return None
    before = agent.first - 1
    if found.lows[before] in lex.determiners and before > 0:
        before -= 1
    if found.lows[before] not in table.accompanying:
        return None
    return Tag(Span(found.starts[before], found.ends[index]), found.span(index, index), agent, Form.SAY, after=False)


def participial(found: Words, index: int, lex: Lexicon, table: Verbs) -> Tag | None:
    """A tag of the sentence's subject behind what it did: "the airline cancelled flights, | saying that"."""
    if index < 2 or found.forms[index - 1] != "," or found.lows[index + 1 : index + 2] == ():  # noqa: PLR2004
        return None
    agent = starting_at(found, 0, lex) if found.lows[index + 1] in table.saying else None
    if agent is None or agent.last + 1 >= index or not found.letters(agent.last + 1):
        return None
    return Tag(found.span(index - 1, index), found.span(index - 1, index), agent, Form.GAP, after=False)


def by_document(found: Words, index: int, lex: Lexicon, table: Verbs) -> Tag | None:
    """A tag with a document for its subject: "the “North” programme for 2030 set out"."""
    match = table.papers.match(found.text, found.starts[index], found.ends[-1])
    if match is None:
        return None
    end = subject_end(found, index, table)
    agent = None if end is None else paper(found, end, lex, table)
    if agent is None or end is None:
        return None
    agent = maker(found, agent, end, lex, table) or agent
    return Tag(
        Span(found.starts[agent.first], match.end()),
        Span(*match.span()),
        agent,
        Form.DOCUMENT,
        comes_after(found, agent, index, lex, table),
    )


def maker(found: Words, agent: Agent, end: int, lex: Lexicon, table: Verbs) -> Agent | None:
    """Whose a paper is, where the words behind it name them: "figures released by the ministry on Monday"."""
    for at in range(agent.first, end):
        if found.lows[at] in table.makers and found.lows[at - 1] not in table.seen:
            whose = starting_at(found, at + 1, lex)
            known = whose is not None and whose.sort in (Sort.ORGANISATION, Sort.NAME, Sort.PERSON)
            return Agent(agent.first, end, whose.name, whose.role, whose.sort) if whose and known else None
    return None


def paper(found: Words, end: int, lex: Lexicon, table: Verbs) -> Agent | None:
    """The document that the clause up to `end` is about, by its title or its noun."""
    longest = 25
    if found.forms[end] == ",":
        return paper_aside(found, end, lex)
    first = end
    while first > 0 and end - first < longest and found.forms[first - 1] not in ".;:—,":
        first -= 1
    opening = next((at for at in range(first, end) if found.forms[at] in '“«"‘'), None)
    closing = next((at for at in range(end, first, -1) if found.forms[at] in '”»"’'), None)
    nouns = [at for at in range(first, end + 1) if found.lows[at] in lex.documents]
    if not nouns or any(found.lows[at] in table.clause_openers for at in range(first, nouns[0])):
        return None
    if opening is not None and closing is not None and closing > opening + 1:
        return Agent(first, end, found.slice(opening + 1, closing - 1), None, Sort.DOCUMENT)
    whole = ending_at(found, end, lex)
    if whole is not None and whole.sort is Sort.ORGANISATION and whole.first <= nouns[0]:
        return whole
    agent = ending_at(found, nouns[0], lex)
    return agent and Agent(agent.first, end, agent.name, None, agent.sort)


def paper_aside(found: Words, end: int, lex: Lexicon) -> Agent | None:
    """A document with something between commas behind it: "the declaration, signed by 11 ministers, | sets"."""
    for comma in range(end - 1, max(0, end - LONGEST_ASIDE), -1):
        if found.forms[comma] == ",":
            agent = ending_at(found, comma - 1, lex)
            return agent if agent is not None and agent.sort is Sort.DOCUMENT else None
    return None


def pledged(found: Words, index: int, lex: Lexicon, table: Verbs) -> Tag | None:
    """A tag with a promise or plan: "both sides pledged to", "the company plans to"."""
    end = subject_end(found, index, table)
    agent = None if end is None else subject(found, end, lex, table)
    if agent is None or (found.lows[index] in table.base and not agrees(found, index, agent, table, lex)):
        return None
    form = Form.PLEDGE if found.lows[index] in table.pledge else Form.INTEND
    near = 4
    ahead = range(index + 1, min(len(found), index + near))
    given = any(numeric(found.forms[at]) for at in ahead)
    given = given and not any(found.lows[at] in table.denying for at in ahead)
    if given and found.lows[index] in table.pledged and agent.sort in (Sort.ORGANISATION, Sort.NAME):
        return None  # "the fund has promised $5 billion": done, not said
    return Tag(found.span(agent.first, index), found.span(index, index), agent, form, after=False)
