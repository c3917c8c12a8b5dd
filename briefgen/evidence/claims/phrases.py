"""Finds the noun phrase that a stage word is about: right behind it, or as its subject in front of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from briefgen.evidence.aliases import NAME, Names
from briefgen.evidence.claims.lists import (
    ARTICLES,
    CARRIERS,
    COMPLEMENTS,
    FUNCTION,
    MADE,
    MANY,
    MATTER,
    NATIONAL,
    NEUTRAL,
    NOUNS,
    PAPERS,
    PARTICULAR,
    POWER,
    PREPOSITIONS,
    TIMES,
    TRAILING,
    VERBS,
)
from briefgen.evidence.claims.stages import Family, head_of
from briefgen.evidence.claims.things import SERIAL, Thing, word_key
from briefgen.evidence.countries import country_of
from briefgen.evidence.words import plain_words, singular

PART = re.compile(
    r"\b(?:section|segment|phase|stage|part|stretch|leg|half|lane|span|portion|branch|unit|block|round|draft|text|copy|"
    r"chapter|annex|extension|expansion)s?\s+(?:of|to|in)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
"""In front of a noun phrase: what is said is said of a part of the thing (English)."""
INSIDE = ARTICLES | {"of"}
"""Function words that may stand in front of the noun of a phrase."""
TOKEN = re.compile(r"[^\W_]+(?:[-–'’.&][^\W_]+)*")
INCLUDING = re.compile(r"\b(?:includ(?:ing|es?)|along with|together with|as well as)\s+(?:.*\band\s+)?$")
"""Words that bring in more things of which the same is said (English)."""
WHOSE = re.compile(rf"\s(?:of|between|with|on|over|in|at)\s(?:the\s)?{NAME}(?:\sand\s{NAME})?")
"""What a thing without a name is shown with: "takeover of Lindholm Mills"."""
SCALES = frozenset({"million", "billion", "trillion", "bn", "m", "mn", "percent", "km", "mw"})
"""Words behind the number of an amount."""
CURRENCY = tuple("$€£¥")
BRACKETED = re.compile(r"\([^()]*\)")
NUMBERED = re.compile(r"[^\W\d_]\w*[-–]\d{1,3}")
"""The name of one of a series, which needs no noun: "Gransee-2", "Aurora-3"."""
POSSESSIVE = frozenset({"its", "their", "his", "her"})
OWNER = re.compile(rf"({NAME})(?:,? which)? (?:said|says|has|had|is|was|will|plans|wants|hopes|expects)\b")
"""The one at the head of a sentence whose thing "its" makes something."""
APPOSED = re.compile(rf"\s({NAME})")
FAR = 12
"""Words between a stage word and its thing at most."""


class Line(Struct, frozen=True):
    """A sentence in which things are looked for."""

    text: str
    """The sentence."""
    names: Names
    """Names that are one thing."""
    document_id: str
    """Whose sentence it is."""


def behind(line: Line, start: int, family: Family) -> Iterator[Thing]:
    """The things of a family right behind a stage word, and those that "including" adds in the same clause."""
    text = line.text
    end = _clause_end(text, start)
    tokens = _tokens(text, start, end, family)[:FAR]
    for at, token in enumerate(tokens):
        opens = at == 0 or INCLUDING.search(text[start : token.start()])
        if not opens:
            continue
        head = _head_behind(text, tokens, at, family)
        if head is not None:
            thing = _thing(line, tokens, at, head, family)
            if thing is not None:
                yield thing


def before(line: Line, verb: int, family: Family, *, anywhere: bool = False) -> Thing | None:
    """The thing of a family that is the subject of a verb at `verb`; None where another noun is.

    `anywhere` takes it behind a preposition as well: what a relative clause is about need be no subject.
    """
    text = line.text
    start = _clause_start(text, verb)
    inserted = text[:verb].rstrip().endswith(",")
    tokens = _tokens(text, start, verb, family)[-FAR - FAR * inserted :]
    for head in range(len(tokens) - 1, -1, -1):
        if not _is_head(tokens[head][0], family):
            continue
        linked = head + 1 == len(tokens) or tokens[head + 1][0].casefold() in COMPLEMENTS
        linked = linked or (family.named_behind and all(token[0][0].isupper() for token in tokens[head + 1 :]))
        if not linked and not (inserted and text.startswith(",", tokens[head].end())):
            continue
        first = _first_of(text, tokens, head)
        if _depends(text, tokens, first) and not anywhere:
            continue
        return _thing(line, tokens, first, head, family)
    return None


def every(line: Line, family: Family) -> Iterator[Thing]:
    """All things of a family that a sentence names, whatever it says of them."""
    tokens = _tokens(line.text, 0, len(line.text), family)
    for at, token in enumerate(tokens):
        goes_on = at + 1 < len(tokens) and _goes_on(line.text, token, tokens[at + 1])
        if _is_head(token[0], family) and not goes_on:
            thing = _thing(line, tokens, _first_of(line.text, tokens, at), at, family)
            if thing is not None:
                yield thing


def _depends(text: str, tokens: list[re.Match[str]], first: int) -> bool:
    """A preposition makes the phrase part of another one, but for "construction of" it."""
    if first == 0 or tokens[first - 1][0].casefold() not in PREPOSITIONS or not _joined(text, tokens, first):
        return False
    return first == 1 or tokens[first - 2][0].casefold() not in CARRIERS


def ending_at(line: Line, end: int, family: Family) -> Thing | None:
    """The thing of a family whose noun is the last word before `end`: "agreements" before "signed"."""
    text = line.text
    tokens = _tokens(text, _clause_start(text, end), end, family)[-FAR:]
    if not tokens or not _is_head(tokens[-1][0], family) or text[tokens[-1].end() : end].strip(" ,"):
        return None
    first = _first_of(text, tokens, len(tokens) - 1)
    if family.to_and_fro and ("," in text[tokens[-1].end() : end] or _depends(text, tokens, first)):
        return None  # "the port, closed since May, reopened"; shares in the mine closed, not the mine
    return _thing(line, tokens, first, len(tokens) - 1, family)


def _clause_end(text: str, start: int) -> int:
    """Where the clause is over."""
    match = re.compile(r"[;:]\s|,\s+(?:and|but|while|whereas|which|who)\b").search(text, start)
    return match.start() if match else len(text)


def _clause_start(text: str, end: int) -> int:
    """Where the clause began: behind the last mark that ends one, or a word that begins one."""
    said = BRACKETED.sub(lambda match: "_" * len(match[0]), text[:end])
    marks = list(re.finditer(r"[;:(“”\"]|,\s|\b(?:that|while|whereas|but|because|said|says)\s", said))
    if not marks:
        return 0
    last = marks[-1]
    inserted = last[0].startswith(",") and not text[last.end() : end].strip()
    if inserted:
        return _before_insertion(marks)
    return last.end()


def _before_insertion(marks: list[re.Match[str]]) -> int:
    """The clause around ", initialled in March," is the one in front of it."""
    front = [mark for mark in marks[:-2] if not mark[0].startswith(",")]
    return front[-1].end() if front else 0


def _tokens(text: str, start: int, end: int, family: Family) -> list[re.Match[str]]:
    """The words between two places, without what only trails behind the noun of a thing: "bridge project"."""
    tokens = list(TOKEN.finditer(text, start, end))
    return [
        token
        for at, token in enumerate(tokens)
        if not (at and token[0].casefold() in TRAILING and _is_head(tokens[at - 1][0], family))
    ]


def _is_head(word: str, family: Family) -> bool:
    """The word is a noun of the family, or the name of one of a series: "Gransee-2"."""
    return singular(word.casefold()) in family.heads or (family.numbered and NUMBERED.fullmatch(word) is not None)


def _head_behind(text: str, tokens: list[re.Match[str]], at: int, family: Family) -> int | None:
    """The noun of the phrase that begins at a token: the last of its words, and of the family."""
    for place in range(at, len(tokens)):
        word = tokens[place][0]
        over = place + 1 == len(tokens) or not _goes_on(text, tokens[place], tokens[place + 1])
        if _is_head(word, family) and over:
            return place
        if over and place > at:
            return None
        if word.casefold() in FUNCTION and word.casefold() not in INSIDE:
            return None
    return None


def _goes_on(text: str, one: re.Match[str], other: re.Match[str]) -> bool:
    """The second word belongs to the noun phrase of the first."""
    word = other[0].casefold()
    if text[one.end() : other.start()].strip("\u00a0 '’“”\"‘"):
        return False
    if word in FUNCTION | TIMES | VERBS:
        return one[0].casefold() in INSIDE
    return not re.search(r"(?:ly|ed|ing)$", word) or word in NOUNS or one[0].casefold() in ARTICLES


def _first_of(text: str, tokens: list[re.Match[str]], head: int) -> int:
    """The first word of the noun phrase of a noun, its article included."""
    first = head
    while first > 0 and _joined(text, tokens, first):
        word = tokens[first - 1][0].casefold()
        if word in FUNCTION - ARTICLES or word in {"today", "yesterday", "also"}:
            break
        first -= 1
        if word in ARTICLES:
            break
    return first


def _joined(text: str, tokens: list[re.Match[str]], at: int) -> bool:
    """Nothing but blanks and quotation marks stands between a token and the one before."""
    return not text[tokens[at - 1].end() : tokens[at].start()].strip("\u00a0 '’“”\"‘")


def _thing(line: Line, tokens: list[re.Match[str]], first: int, head: int, family: Family) -> Thing | None:
    """The thing of the words from `first` to `head` with what follows; None where they are of many, or of a part."""
    text = line.text
    words = [token[0] for token in tokens[first:head]]
    small = {word.casefold() for word in words}
    many = singular(tokens[head][0]) != tokens[head][0]
    if small & MANY or PART.search(text[: tokens[first].start()]):
        return None
    if many and any(word[0].isdigit() for word in words):
        return None
    own = [token for token in tokens[first:head] if not (token[0].casefold() in NEUTRAL or _is_amount(text, token))]
    start = own[0].start() if own else tokens[head].start()
    kind, own = _kind(tokens[head], own)
    opening = _opening(text, own, tokens[head])
    describing, named, countries = _sorted_words(line, [token for token in own if token not in opening])
    unsure = frozenset(word for token in opening for word in plain_words(token[0]))
    matter, purpose, other, lands = _complement(
        text, tokens[head].end(), MADE if family.by_parties and not family.placed else COMPLEMENTS
    )
    if not (named or other) and small & POSSESSIVE and (owner := OWNER.match(text)):
        other |= frozenset(key for word in owner[1].split() for key in word_key(word)[0])
    if family.named_behind:
        other |= _name_behind(text, tokens[head].end())
    whose = WHOSE.match(text, tokens[head].end()) if other and not named else None
    end = whose.end() if whose else tokens[head].end()
    return Thing(
        kind,
        re.sub(r"\s+", " ", text[start:end]),
        describing | matter | unsure,
        purpose,
        unsure,
        named | other,
        countries | lands,
        many=many,
        definite=bool(named or small & {"the", "this", "that", "its", "their"}),
    )


def _is_amount(text: str, token: re.Match[str]) -> bool:
    """The word says how much a single thing is of: "a $600 million loan", "the 15-year contract"."""
    return token[0][0].isdigit() or (token[0].casefold() in SCALES and text[: token.start()].rstrip()[-1:].isdigit())


def _kind(head: re.Match[str], own: list[re.Match[str]]) -> tuple[str, list[re.Match[str]]]:
    """The noun that says what sort of thing it is, and the words that are left: a loan agreement is a loan."""
    if NUMBERED.fullmatch(head[0]):
        return SERIAL, [*own, head]
    last = own[-1] if own else None
    if last is not None and head_of(head[0]) == "station" and last[0].casefold() in POWER:
        return "plant", own[:-1]
    if last is not None and head_of(head[0]) == "plant" and last[0].casefold() == "power":
        return "plant", own[:-1]
    if last is not None and head_of(head[0]) in PAPERS and head_of(last[0]) in PARTICULAR:
        return head_of(last[0]), own[:-1]
    return head_of(head[0]), own


def _name_behind(text: str, end: int) -> frozenset[str]:
    """Words of the name right behind a noun: "the ferry Saga Lind"."""
    match = APPOSED.match(text, end)
    words = re.split(r"[-–\s]", match[1]) if match else []
    return frozenset(key for word in words for key in word_key(word)[0])


def _opening(text: str, own: list[re.Match[str]], head: re.Match[str]) -> list[re.Match[str]]:
    """The first word of a sentence, whose capital says nothing: none before another one, no country, no owner."""
    if not own or re.search(r"\w", text[: own[0].start()]) or country_of(NATIONAL.get(own[0][0].casefold(), own[0][0])):
        return []
    behind = own[1] if len(own) > 1 else head
    return [] if behind[0][0].isupper() or re.search(r"[-–'’]", own[0][0]) else own[:1]


def _sorted_words(line: Line, tokens: list[re.Match[str]]) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Describing words, words of names, and those of countries among them."""
    capital = [token for token in tokens if token[0][0].isupper()]
    describing = {key for token in tokens if token not in capital for key in plain_words(token[0])}
    named: set[str] = set()
    countries: set[str] = set()
    if len(capital) > 1:
        alias = line.names.of(line.text[capital[0].start() : capital[-1].end()], line.document_id)
        named.update(alias.key if country_of(alias.shown) is None else ())
    for token in capital:
        for part in re.split(r"[-–]", token[0]):
            keys, land = word_key(re.sub(r"['’]s?$", "", part))
            named.update(keys)
            countries.update(keys if land else ())
    return frozenset(describing - NEUTRAL), frozenset(named), frozenset(countries)


def _complement(
    text: str, start: int, linking: frozenset[str]
) -> tuple[frozenset[str], frozenset[str], frozenset[str], frozenset[str]]:
    """What the words behind a noun add: its matter, what it is for, its names, and the countries among them."""
    matter: set[str] = set()
    purpose: set[str] = set()
    named: set[str] = set()
    countries: set[str] = set()
    about = False
    last = start
    for number, token in enumerate(TOKEN.finditer(text, start)):
        word, small = token[0], token[0].casefold()
        if (
            number > FAR
            or text[last : token.start()].strip("\u00a0 '’“”\"‘")
            or (number == 0 and small not in linking - {"and", "to"})
        ):
            break
        last = token.end()
        if text[token.end() : token.end() + 1] in CURRENCY or _is_amount(text, token):
            continue
        if small in linking:
            about = small in MATTER if small != "and" else about
        elif small in TIMES:
            break
        elif word[0].isupper():
            keys, land = word_key(re.sub(r"['’]s?$", "", word))
            named.update(keys)
            countries.update(keys if land else ())
        elif small in NEUTRAL:
            continue
        elif small in FUNCTION | VERBS or (re.search(r"(?:ly|ed|ing)$", small) and small not in NOUNS):
            break
        elif about:
            matter.update(plain_words(word))
        else:
            purpose.update(plain_words(word))
    return frozenset(matter - NEUTRAL), frozenset(purpose - NEUTRAL), frozenset(named), frozenset(countries)
