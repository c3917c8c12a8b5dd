"""Who speaks in a sentence: the tags "Roe said", "according to the ministry", "the parties agreed"."""

from __future__ import annotations

from bisect import bisect_left

from briefgen.model import Span
from briefgen.reading.names import Lexicon, Sort, ending_at, lexicon, starting_at
from briefgen.reading.papers import by_document, by_owner, is_bare, maker
from briefgen.reading.phrases import CLOSING, Words
from briefgen.reading.speech import Form, Tag, Verbs, verbs
from briefgen.reading.subjects import (
    FARTHEST,
    agrees,
    appositive,
    comes_after,
    numeric,
    some_noun_from,
    some_noun_to,
    subject,
    subject_end,
    subject_shared,
    with_other,
)

NEAREST = 3
"""Characters behind "according to" within which the one who is named begins."""
LONGEST_GAPPED = 60
"""Words of a sentence in which verbs are left out; longer ones are lists."""


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
        if at < len(found) and numeric(found.forms[at], table):
            results.append(Tag(found.span(mark, agent.last), found.span(mark, mark), agent, Form.GAP, after=False))
    return results


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
        if any(numeric(form, table) for form in follow):
            return True
    if found.lows[index] not in table.valuing:
        return False
    farthest = 24
    for at in range(index + 1, min(len(found) - 1, index + farthest)):
        if found.forms[at] in ",;:":
            return False
        if found.lows[at] in table.valued_at and numeric(found.forms[at + 1], table):
            return True
    return False


def after_speech(found: Words, index: int) -> bool:
    """Whether a quotation has just been closed before the verb or its subject."""
    near = 5
    return any(form in "”»" or form in ('"', "’") for form in found.forms[max(0, index - near) : index])


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
    return found.lows[after] in table.inverted_tail or not (found.letters(after) or numeric(found.forms[after], table))


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


def pledged(found: Words, index: int, lex: Lexicon, table: Verbs) -> Tag | None:
    """A tag with a promise or plan: "both sides pledged to", "the company plans to"."""
    end = subject_end(found, index, table)
    agent = None if end is None else subject(found, end, lex, table)
    if agent is None or (found.lows[index] in table.base and not agrees(found, index, agent, table, lex)):
        return None
    form = Form.PLEDGE if found.lows[index] in table.pledge else Form.INTEND
    near = 4
    ahead = range(index + 1, min(len(found), index + near))
    given = any(numeric(found.forms[at], table) for at in ahead)
    given = given and not any(found.lows[at] in table.denying for at in ahead)
    if given and found.lows[index] in table.pledged and agent.sort in (Sort.ORGANISATION, Sort.NAME):
        return None  # "the fund has promised $5 billion": done, not said
    return Tag(found.span(agent.first, index), found.span(index, index), agent, form, after=False)
