"""Documents that speak: "the programme sets out", "according to figures released by the ministry"."""

from __future__ import annotations

from briefgen.model import Span
from briefgen.reading.names import Agent, Lexicon, Sort, ending_at, starting_at
from briefgen.reading.phrases import Words
from briefgen.reading.speech import Form, Tag, Verbs
from briefgen.reading.subjects import LONGEST_ASIDE, comes_after, subject_end


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
            if whose is not None and whose.last > end:  # a phrase that runs on over the verb
                whose = ending_at(found, end, lex)
            known = whose is not None and whose.first > at and is_maker(whose)
            return Agent(agent.first, end, whose.name, whose.role, whose.sort) if whose and known else None
    return None


def is_maker(agent: Agent) -> bool:
    """Whether a paper may be named by its maker: a body, a person, or a group that is told from others."""
    named = agent.sort in (Sort.ORGANISATION, Sort.NAME, Sort.PERSON)
    return named or (agent.sort is Sort.GROUP and " " in agent.name)


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


def by_owner(found: Words, behind: int, agent: Agent | None, lex: Lexicon) -> Agent | None:
    """The pronoun of whose paper it is: "according to its projections"."""
    owner = lex.owners.get(found.lows[behind])
    if agent is None or owner is None or agent.sort is not Sort.DOCUMENT:
        return agent
    return Agent(agent.first, agent.last, owner, None, Sort.PRONOUN)


def is_bare(agent: Agent, table: Verbs) -> bool:
    """Whether nothing is named but the kind of paper: "according to figures for January"."""
    return agent.sort is Sort.DOCUMENT and agent.name in table.bare
