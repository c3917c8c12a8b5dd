"""Who the subject of a verb of speech is: before it or behind it, with roles and asides between commas."""

from __future__ import annotations

import unicodedata

from briefgen.reading.names import Agent, Lexicon, Sort, apposition_end, ending_at, named, starting_at, stripped_role
from briefgen.reading.phrases import DASHES, Words
from briefgen.reading.speech import Verbs

LONGEST_ASIDE = 30
"""Words between the commas of "Roe, in an interview with ... ahead of his visit, said"."""
FARTHEST = 6
"""Words behind a common noun in which a name follows, and behind a paper in which its maker is named."""
LONGEST_NOUN = 4
"""Words of a noun phrase that names an unknown speaker."""
SHORTEST_ASIDE = 4
"""Words of what may be added about somebody without any sign: "the official, no less discreet, said"."""
PEOPLE = (Sort.PERSON, Sort.NAME)
"""Sorts of names that may be a person's."""
NAMED = (Sort.PERSON, Sort.NAME, Sort.ORGANISATION)
"""Sorts of names that stand between commas behind what they are."""
AFTER_MARKS = frozenset((",", "”", '"', "’", "'", "»", "—", "–", "“"))
"""What stands between the words said and a tag behind them."""


def subject_end(found: Words, verb: int, table: Verbs) -> int | None:
    """Index of the last word before the verb's helpers; None when the verb is passive or negated."""
    index = verb - 1
    while index >= 0 and found.lows[index] in table.between and found.lows[index] not in table.denying:
        index -= 1
    return None if index >= 0 and found.lows[index] in table.denying else index


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


def comes_after(found: Words, agent: Agent, verb: int, lex: Lexicon, table: Verbs) -> bool:
    """Whether the tag stands behind what was said: "…, Roe told the agency”."""
    if agent.first == 0 or found.lows[agent.first - 1] not in AFTER_MARKS:
        before = found.lows[agent.first - 1] if agent.first else ""
        if before not in lex.determiners or agent.first < 2 or found.forms[agent.first - 2] not in AFTER_MARKS:  # noqa: PLR2004
            return False
    longest_tail = 8
    tail = found.forms[verb + 1 : verb + 1 + longest_tail]
    for form in tail:
        if numeric(form, table):
            return False
        low = form.lower()
        if low in ".,;!?" or low in '”“"':
            return True
        if low in table.asking or low == ":":
            return False
    return len(tail) < longest_tail


def numeric(form: str, table: Verbs) -> bool:
    """Whether a number or an amount of money begins: "5%", "$5", "CHF 5", "Rs 5"."""
    longest = 3
    begins = form[0].isdecimal() or unicodedata.category(form[0]) == "Sc"  # a sign of any currency
    return begins or (1 < len(form) <= longest and form.isupper()) or form in table.money
