"""Who is named: persons with their roles, organisations, groups and documents, read from their place beside a word.

`ending_at` reads the name whose last word stands at a place ("… the energy minister Jane Roe | said"), `starting_at`
the one that begins there ("according to | the Ministry of Energy"). Both look at a bounded number of words.
"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from briefgen.reading import tables

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefgen.reading.phrases import Words

LONGEST_NAME = 10
"""Words of a name: "United Nations Economic Commission for Latin America and the Caribbean" has eleven with "the"."""

LONGEST_ROLE = 14
"""Words of a role; longer ones are sentences."""


class Sort(StrEnum):
    """What sort of speaker a name is."""

    PERSON = "person"
    ORGANISATION = "organisation"
    NAME = "name"
    """A proper name that may be either."""
    GROUP = "group"
    """Officials, both sides, experts."""
    DOCUMENT = "document"
    """Data, a report, a programme."""
    DESCRIPTION = "description"
    """The minister, a spokesman of the company."""
    PRONOUN = "pronoun"


class Agent(Struct, frozen=True, gc=False):
    """Somebody named at a place in a sentence."""

    first: int
    """Index of the first word, role and determiner included."""
    last: int
    """Index of the last word, apposition included."""
    name: str
    """As printed, without title, role and determiner."""
    role: str | None
    """As printed."""
    sort: Sort
    """What it is."""


class Lexicon(Struct, frozen=True):
    """The words of a language that tell names apart (`tables/<language>/names.toml`)."""

    titles: frozenset[str]
    roles: frozenset[str]
    people: frozenset[str]
    groups: frozenset[str]
    organisations: frozenset[str]
    documents: frozenset[str]
    fields: frozenset[str]
    """Last words of the field of an office."""
    never: frozenset[str]
    particles: frozenset[str]
    men: frozenset[str]
    women: frozenset[str]
    nouns: frozenset[str]
    """Every common noun that may speak."""
    pronouns: frozenset[str]
    any_pronouns: frozenset[str]
    """All pronouns, those behind a preposition among them."""
    man_pronouns: frozenset[str]
    woman_pronouns: frozenset[str]
    thing_pronouns: frozenset[str]
    group: str
    """What a group without a name is called: "they"."""
    owners: Mapping[str, str]
    """Possessives to the pronouns of those who own."""
    links: frozenset[str]
    inner_links: frozenset[str]
    joining: frozenset[str]
    """The inner links and the sign "&"."""
    office_links: frozenset[str]
    body_links: frozenset[str]
    place_links: frozenset[str]
    joins: frozenset[str]
    determiners: frozenset[str]
    group_determiners: frozenset[str]
    near_determiners: frozenset[str]
    wide_determiners: frozenset[str]
    openers: frozenset[str]
    unknown: frozenset[str]
    relatives: frozenset[str]
    standins: frozenset[str]
    firms: frozenset[str]
    offices: frozenset[str]
    origins: tuple[str, ...]
    plural_endings: tuple[str, ...]
    unions: frozenset[str]
    papers: frozenset[str]
    authors: frozenset[str]
    definite: frozenset[str]
    borders: frozenset[str]
    far_borders: frozenset[str]
    finite: frozenset[str]
    adjectives: frozenset[str]
    honorifics: frozenset[str]
    ranks: frozenset[str]
    others: frozenset[str]
    border_endings: tuple[str, ...]
    verb_endings: tuple[str, ...]
    doers: tuple[str, ...]
    prefixes: tuple[str, ...]
    possessives: tuple[str, ...]


OWNERS = "owners"
"""The table of possessives."""
GROUP = "group_pronouns"
"""The table of pronouns of groups; the first of them is what a group without a name is called."""
PARTS = ("origins", "plural_endings", "border_endings", "verb_endings", "doers", "prefixes", "possessives")
"""Lists of the table that are beginnings or endings of words."""


@lru_cache(maxsize=8)
def lexicon(language: str) -> Lexicon:
    """The tables of a language as sets."""
    table = tables.load(language, "names")
    sets: dict[str, Any] = {name: frozenset(entries) for name, entries in table.items() if name not in (*PARTS, OWNERS)}
    nouns = frozenset().union(*(sets[name] for name in ("roles", "people", "groups", "organisations", "documents")))
    pronouns = sets["pronouns"].union(*(sets[f"{whose}_pronouns"] for whose in ("man", "woman", "thing", "group")))
    return Lexicon(
        nouns=nouns,
        joining=sets["inner_links"] | {"&"},
        owners=table[OWNERS],
        group=table[GROUP][0],
        any_pronouns=pronouns,
        **{name: own for name, own in sets.items() if name != GROUP} | {name: tuple(table[name]) for name in PARTS},
    )


def named(words: Words, index: int, lex: Lexicon) -> bool:
    """Whether the word can be part of a proper name."""
    form = words.forms[index]
    return form[0].isupper() and words.lows[index] not in lex.never


def run_to(words: Words, last: int, lex: Lexicon) -> int:
    """Index of the first word of the proper name that ends at `last`."""
    first = last
    while first > 0 and last - first < LONGEST_NAME:
        before = first - 1
        stop = words.forms[before] == "." and before > 0 and abbreviation(words, before, lex)
        if stop or members_own(words, before, last, lex):
            first = before - 1
        elif named(words, before, lex) and not words.owner(before):
            first = before
        elif before > 0 and named(words, before - 1, lex) and joins(words, before, lex):
            first = before - 1
        elif before > 1 and words.lows[before] in lex.particles and words.lows[before - 1] in lex.particles:
            if not named(words, before - 2, lex):
                break
            first = before - 2
        else:
            break
    return first


def members_own(words: Words, mark: int, last: int, lex: Lexicon) -> bool:
    """Whether a mark is the apostrophe inside the name of a body: "the Growers' Federation"."""
    if words.forms[mark] not in "'’" or mark == 0 or words.lows[last] not in lex.organisations:
        return False
    return words.owner(mark - 1) and named(words, mark - 1, lex)


def abbreviation(words: Words, stop: int, lex: Lexicon) -> bool:
    """Whether the full stop at `stop` belongs to an initial or a title: "J. Roe", "Dr. Roe"."""
    form = words.forms[stop - 1]
    short = len(form) == 1 or words.lows[stop - 1] in lex.titles or form.count(".") > 0
    return short and form[0].isupper() and words.glued(stop)


def joins(words: Words, index: int, lex: Lexicon) -> bool:
    """Whether a small word stands inside a name: "Ministry of Energy", "Ana de la Cruz", "Procter & Gamble"."""
    low, left = words.lows[index], words.lows[index - 1]
    if low in lex.particles or low == "&":
        return not words.owner(index - 1)
    if low in lex.inner_links:
        heads = left in lex.organisations or left in lex.documents or left in lex.titles or left in lex.roles
        return heads or (index > 1 and words.lows[index - 2] in lex.inner_links)
    return low in lex.joins and index >= 3 and words.lows[index - 2] in lex.inner_links  # noqa: PLR2004 - of X and Y


def ending_at(words: Words, last: int, lex: Lexicon) -> Agent | None:
    """The one who is named by the words that end at `last`, or None."""
    if last < 0:
        return None
    if words.forms[last] == ")":
        return behind_bracket(words, last, lex)
    if words.forms[last] == "." and words.glued(last) and words.lows[last - 1] in lex.organisations:
        last -= 1  # "Acme Corp. said"
    if not words.letters(last) or words.owner(last):
        return None
    if words.lows[last] in lex.pronouns:
        return Agent(last, last, words.forms[last], None, Sort.PRONOUN)
    several = words.lows[last] in lex.people and run_to(words, last, lex) == last
    if named(words, last, lex) and not several:
        return expanded(words, proper(words, run_to(words, last, lex), last, lex), lex)
    known = words.lows[last] in lex.nouns
    return expanded(words, common(words, last, lex), lex) if known else headed(words, last, lex)


def behind_bracket(words: Words, last: int, lex: Lexicon) -> Agent | None:
    """A name with its short form in brackets: "the North Sea Forum (NSF)"."""
    furthest = 6
    for index in range(last - 1, max(-1, last - furthest), -1):
        if words.forms[index] == "(":
            agent = ending_at(words, index - 1, lex)
            return agent and replace(agent, last=last)
    return None


def proper(words: Words, first: int, last: int, lex: Lexicon) -> Agent:
    """The bearer of the capitalised words from `first` to `last`: title, role and name told apart."""
    title = last_title(words, first, last, lex)
    if title == last and is_office_of_state(words, first, last, lex):
        return untitled(words, first, last, lex)
    if title is not None and (title == last or is_office(words, first, last, lex)):
        return described(words, first, last, lex)
    name = office_holder(words, first, last, lex)
    office = title is not None and words.lows[title] not in lex.fields  # "International Transport Route" is no Mr Route
    if name is None and title is not None and office and not organisational(words, title + 1, last, lex):
        name = title + 1
    if name is not None:
        start = role_start(words, first, lex)
        return Agent(start, last, clean(words, name, last, lex), role_text(words, start, name - 1, lex), Sort.PERSON)
    return behind_role(words, first, last, lex) or untitled(words, first, last, lex)


def is_office_of_state(words: Words, first: int, last: int, lex: Lexicon) -> bool:
    """Whether the words are a body with its field, which is a title elsewhere: "Ministry of Trade"."""
    pairs = range(first, last)
    return any(words.lows[at] in lex.organisations and words.lows[at + 1] in lex.inner_links for at in pairs)


def behind_role(words: Words, first: int, last: int, lex: Lexicon) -> Agent | None:
    """A person whose role stands in small letters before the name: "the trade minister | Jane Roe"."""
    if first > 0 and words.lows[first - 1] in lex.roles and words.letters(first - 1):
        start: int | None = role_start(words, first - 1, lex)
    elif last > first and not organisational(words, first, last, lex):
        start = distant_role(words, first, lex)
    else:
        start = None
    if start is None:
        return None
    return Agent(start, last, clean(words, first, last, lex), role_text(words, start, first - 1, lex), Sort.PERSON)


def untitled(words: Words, first: int, last: int, lex: Lexicon) -> Agent:
    """A name without a role before it: an organisation by its words or by the one before it, or either."""
    if first > 0 and words.lows[first - 1] in lex.organisations and not words.capital(first - 1):
        return Agent(role_start(words, first, lex), last, clean(words, first, last, lex), None, Sort.ORGANISATION)
    owner = first - 1 if first > 0 and words.owner(first - 1) and words.capital(first - 1) else first
    if organisational(words, first, last, lex):
        return Agent(owner, last, words.slice(owner, last), None, Sort.ORGANISATION)
    return Agent(first, last, clean(words, first, last, lex), None, Sort.NAME)


def is_office(words: Words, first: int, last: int, lex: Lexicon) -> bool:
    """Whether the words are an office with its field and no name: "Minister of Foreign Affairs"."""
    return words.lows[last] in lex.fields and any(
        words.lows[index] in lex.titles and words.lows[index + 1] in lex.office_links for index in range(first, last)
    )


def office_holder(words: Words, first: int, last: int, lex: Lexicon) -> int | None:
    """Where the person begins behind an office with its field: "Minister of Energy | Jane Roe".

    A field alone has at most two words behind its last "of" or "and" ("Foreign Affairs"), or ends with a word that no
    name ends with ("Rural Water Supply").
    """
    names = 2
    linking = lex.inner_links | lex.joins
    links = [index for index in range(first + 1, last) if words.lows[index] in linking]
    if not links or words.lows[first] not in lex.titles:
        return None
    if organisational(words, links[-1] + 1, last, lex) or last - links[-1] <= names:
        return None
    return last - names + 1


def clean(words: Words, first: int, last: int, lex: Lexicon) -> str:
    """The printed name without the full stop of a title before it and a possessive ending behind it."""
    while first < last and words.forms[first] == ".":
        first += 1
    name = words.slice(first, last)
    return name[:-2] if name.endswith(lex.possessives) else name


def last_title(words: Words, first: int, last: int, lex: Lexicon) -> int | None:
    """Index of the last title among the words, its full stop included."""
    for index in range(last, first - 1, -1):
        if words.lows[index] in lex.titles:
            dotted = index < last and words.forms[index + 1] == "."
            return index + 1 if dotted else index
    return None


def organisational(words: Words, first: int, last: int, lex: Lexicon) -> bool:
    """Whether the capitalised words name an organisation."""
    lows = words.lows[first : last + 1]
    if not (lex.organisations.isdisjoint(lows) and lex.documents.isdisjoint(lows) and lex.joining.isdisjoint(lows)):
        return True
    return first == last and sum(letter.isupper() for letter in words.forms[last] if letter != "-") > capitals(
        words, last, lex
    )


def capitals(words: Words, index: int, lex: Lexicon) -> int:
    """Capitals that a single word may have as a person's name: one for each of its hyphenated parts, or McRoe's two."""
    form = words.forms[index]
    return form.count("-") + 1 + form.startswith(lex.prefixes)


def role_start(words: Words, first: int, lex: Lexicon) -> int:
    """Index of the first word of the role whose last part starts at `first`: modifiers and an owner before it."""
    start = first
    while start > 0 and first - start < LONGEST_ROLE:
        before = start - 1
        low = words.lows[before]
        if words.forms[before] in "'’" and before > 0 and words.owner(before - 1):
            return before - 1  # "the growers' union"
        if before > 0 and named(words, before - 1, lex) and low in lex.inner_links and joins(words, before, lex):
            start = before - 1
            continue
        if not words.letters(before) or low in lex.determiners or low in lex.links or low in lex.pronouns:
            break
        if low in lex.never or low in lex.borders or low in lex.finite or is_border(words, before, lex):
            break
        start = before
        if words.owner(before):
            break
    return start


def is_border(words: Words, index: int, lex: Lexicon) -> bool:
    """Whether a word may be a verb, in front of which no role begins: no "state-owned", no "a shipping executive"."""
    low = words.lows[index]
    if not low.endswith(lex.border_endings) or "-" in low:
        return False
    return index == 0 or words.lows[index - 1] not in lex.determiners


def role_text(words: Words, first: int, last: int, lex: Lexicon) -> str | None:
    """A role as printed; a bare "Mr." is none."""
    while last >= first and (words.forms[last] == "." or words.lows[last] in lex.honorifics):
        last -= 1
    while last > first and words.lows[last] in lex.ranks:
        last -= 1
    while first <= last and (words.forms[first] in ".," or words.lows[first] in lex.honorifics):
        first += 1
    return words.slice(first, last).strip(" ,") if first <= last else None


def distant_role(words: Words, first: int, lex: Lexicon) -> int | None:
    """Where a role starts that reaches up to a name: "independent expert on energy policy | Jane Roe"."""
    for index in range(first - 1, max(-1, first - LONGEST_ROLE), -1):
        if (
            not words.letters(index)
            or words.lows[index] in lex.far_borders
            or (index == first - 1 and words.lows[index] in lex.joins)
        ):
            return None
        if words.lows[index] in lex.roles:
            follows = words.lows[index + 1] in lex.links and words.lows[first - 1] not in lex.links | lex.determiners
            return role_start(words, index, lex) if follows else None
    return None


def described(words: Words, first: int, last: int, lex: Lexicon) -> Agent:
    """An office without a name: "Prime Minister", "the country's President"."""
    start = role_start(words, first, lex)
    return Agent(start, last, words.slice(start, last), None, Sort.DESCRIPTION)


def common(words: Words, last: int, lex: Lexicon) -> Agent:
    """Somebody named by a common noun: "the energy ministry", "both sides", "official data"."""
    low = words.lows[last]
    start = role_start(words, last, lex)
    determined = start > 0 and words.lows[start - 1] in lex.near_determiners and low in lex.groups
    first = start - 1 if determined else start
    if low in lex.documents:
        return written(words, start, last, lex)
    if low in lex.groups and first < last and words.lows[first] in lex.group_determiners:
        first = first - 1 if first > 0 and words.lows[first - 1] in lex.wide_determiners else first
        return Agent(first, last, words.slice(first, last), None, Sort.GROUP)
    if low in lex.people or low in lex.groups:
        return Agent(start, last, words.slice(start, last), None, Sort.GROUP)
    sort = Sort.DESCRIPTION if low in lex.roles else Sort.ORGANISATION
    return Agent(start, last, words.slice(start, last), None, sort)


def written(words: Words, first: int, last: int, lex: Lexicon) -> Agent:
    """Data or a report: its maker where the words before name one ("World Bank data", "the ministry's report")."""
    maker = last - 1
    while maker > first and not (named(words, maker, lex) or words.owner(maker)):
        maker -= 1
    if maker >= first and maker < last and (named(words, maker, lex) or words.owner(maker)):
        name = words.slice(first, maker)
        return Agent(first, last, name[:-2] if name.endswith(lex.possessives) else name, None, Sort.ORGANISATION)
    return Agent(first, last, words.slice(first, last), None, Sort.DOCUMENT)


def expanded(words: Words, agent: Agent, lex: Lexicon) -> Agent:
    """The head in front of a name: "a spokesman for | the ministry", "data from | the Bank of Lakes"."""
    link = agent.first - 1
    if link > 0 and words.lows[link] in lex.determiners:
        link -= 1
    if link < 1 or words.lows[link] not in lex.links:
        return agent
    if words.lows[link] in lex.body_links and named(words, link - 1, lex):
        return member(words, agent, link, lex)
    head = link - 2 if words.lows[link - 1] in lex.adjectives and link > 1 else link - 1
    return with_head(words, agent, head, link, lex) or agent


def with_head(words: Words, agent: Agent, head: int, link: int, lex: Lexicon) -> Agent | None:
    """The one whose noun stands in front of a link: "officials close to | the company", "the court of | auditors"."""
    noun, start = words.lows[head], role_start(words, head, lex)
    of_body = words.lows[link] in lex.place_links or words.lows[link] in lex.inner_links
    if noun in lex.organisations and of_body and not words.capital(head):
        sort = Sort.ORGANISATION
    elif noun in lex.documents and agent.sort is not Sort.GROUP:
        return replace(agent, first=start)
    elif noun in lex.people:
        sort = Sort.GROUP
    elif noun in lex.roles:
        sort = Sort.DESCRIPTION
    else:
        return None
    return Agent(start, agent.last, words.slice(start, agent.last), None, sort)


def member(words: Words, agent: Agent, link: int, lex: Lexicon) -> Agent:
    """The person whose body or place stands behind a link: "Jane Roe of | the Lake Bank"."""
    first = run_to(words, link - 1, lex)
    person = proper(words, first, link - 1, lex)
    if person.sort is Sort.ORGANISATION or (agent.sort is not Sort.ORGANISATION and first == link - 1):
        return agent
    return replace(person, last=agent.last)


def headed(words: Words, last: int, lex: Lexicon) -> Agent | None:
    """A noun that ends with a phrase: "officials familiar with the talks", "data on retail sales"."""
    for index in range(last - 1, max(-1, last - LONGEST_NAME), -1):
        low = words.lows[index]
        if not words.letters(index) or (low in lex.never and low not in lex.links and low not in lex.determiners):
            return None
        follows = words.lows[index + 1]
        if low in lex.nouns and (follows in lex.links or follows in lex.adjectives):
            agent = common(words, index, lex)
            return replace(agent, last=last, name=words.slice(agent.first, last))
    return None


def starting_at(words: Words, first: int, lex: Lexicon) -> Agent | None:
    """The one who is named by the words that begin at `first`, with an apposition behind; or None."""
    begin = first
    while begin < len(words) and words.lows[begin] in lex.determiners:
        begin += 1
    if begin >= len(words):
        return None
    if words.lows[begin] in lex.any_pronouns:
        return Agent(first, begin, words.forms[begin], None, Sort.PRONOUN)
    last = noun_end(words, begin, lex)
    if last is None:
        return None
    agent = ending_at(words, last, lex)
    if agent is None or (agent.first < first and agent.first < begin - 1):
        agent = agent and replace(agent, first=first)
    return agent and apposed(words, replace(agent, first=first), lex)


def noun_end(words: Words, begin: int, lex: Lexicon) -> int | None:
    """Index of the last word of the noun phrase that starts at `begin`, if it can name a speaker."""
    last: int | None = None
    for index in range(begin, min(len(words), begin + LONGEST_ROLE)):
        low = words.lows[index]
        if named(words, index, lex) or low in lex.nouns:
            last = index
        elif index > begin and inside_name(words, index, lex):
            continue
        elif not words.letters(index) and words.forms[index] != "&":
            break
        elif low in lex.links or low in lex.particles or low in lex.determiners or low in lex.joins:
            if low in lex.place_links or (low in lex.joins and not (last is not None and last == index - 1)):
                break
        elif (
            low in lex.never
            or low in lex.finite
            or (last is not None and named(words, last, lex) and low.endswith(lex.verb_endings))
        ):
            break
    return last


def inside_name(words: Words, index: int, lex: Lexicon) -> bool:
    """Whether a mark stands inside a name: "Dr. Roe", "the Growers' Federation"."""
    if words.forms[index] == ".":
        return abbreviation(words, index, lex) and index + 1 < len(words)
    return words.forms[index] in "'’" and words.owner(index - 1)


def apposed(words: Words, agent: Agent, lex: Lexicon) -> Agent:
    """The agent with the role that follows behind a comma: "Jane Roe, head of the North club"."""
    comma = agent.last + 1
    if agent.role or agent.sort not in (Sort.PERSON, Sort.NAME) or comma >= len(words) or words.forms[comma] != ",":
        return agent
    end = apposition_end(words, comma, lex)
    if end is None:
        return agent
    return replace(agent, last=end, role=stripped_role(words, comma + 1, end, lex), sort=Sort.PERSON)


def stripped_role(words: Words, first: int, last: int, lex: Lexicon) -> str:
    """A role without its article."""
    if first < last and words.lows[first] in lex.openers:
        first += 1
    return words.slice(first, last)


def is_doer(words: Words, index: int, lex: Lexicon) -> bool:
    """Whether a word names somebody by what he or she does: "a fisherman", "a 40-year-old hairdresser"."""
    low = words.lows[index]
    return not words.capital(index) and low.endswith(lex.doers) and len(low) > LONGEST_ENDING


LONGEST_ENDING = 4
"""A word as short as this is no trade: "man", "mist"."""


def apposition_end(words: Words, comma: int, lex: Lexicon) -> int | None:
    """Index of the last word of the role that starts behind `comma`, or None when no role stands there."""
    nearest = 6
    role: int | None = None
    quoted = False
    someone = comma + 1 < len(words) and words.lows[comma + 1] in lex.unknown
    for index in range(comma + 1, min(len(words), comma + 1 + LONGEST_ROLE + nearest)):
        form, low = words.forms[index], words.lows[index]
        if form in '“”"«»':
            quoted = not quoted
            continue
        if form in ",;:—–()" or (form == "." and not abbreviation(words, index, lex)):
            return index - 1 if role is not None else None
        if role is not None and low in lex.relatives:
            return index - 1
        if (role is None and index > comma + nearest) or (low in lex.finite and not quoted):
            return None
        if role is None and (low in lex.roles or (someone and is_doer(words, index, lex))):
            role = index
        if role is not None and index == role + 1 and named(words, index, lex) and low not in lex.titles:
            return None  # another person with a title, not a role of this one
    return len(words) - 1 if role is not None else None
