"""What a state is said of, as far as plain words tell: a noun, what describes it, the names in its phrase and around.

No parser: a phrase ends where a verb, a time or a clause begins. The words are English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from briefgen.evidence.aliases import OPENERS
from briefgen.evidence.claims.lists import BROAD, FUNCTION, MANY, NEUTRAL, NOUNS, TIMES, TITLES, VERBS
from briefgen.evidence.claims.sorts import CARRYING, SPANS, VAGUE, sort_of
from briefgen.evidence.claims.things import word_key
from briefgen.evidence.likeness import stem
from briefgen.evidence.words import KIND_OF, plain_words, singular

LINKS = frozenset(
    {"of", "on", "for", "into", "to", "over", "against", "by", "from", "with", "about", "at", "between", "in"}
)
"""What stands between the two."""
STAYING = frozenset(
    {
        "in",
        "at",
        "near",
        "off",
        "outside",
        "around",
        "on",
        "under",
        "along",
        "of",
        "to",
        "from",
        "between",
        "with",
        "for",
        "into",
        "over",
        "against",
        "by",
        "about",
        "across",
        "through",
        "behind",
        "beside",
        "within",
        "inside",
        "above",
        "below",
        "beyond",
    }
)
"""Prepositions that go on with a phrase."""
ENDING = re.compile(
    r"[;:()“”\"]|,|\s(?:after|before|since|until|because|as|while|when|where|whereas|without|despite|amid|during|"
    r"following|that|which|who|whose|whom|but|if|so|than|unless|although|though|whether|how|why|what|late|early|"
    r"is|are|was|were|has|have|had|will|would|could|can|may|might|must|should|did|does|do|said|says|say|told|"
    r"yet|still|now|again|would|under way)\s",
    re.IGNORECASE,
)
"""Where a phrase is over."""
APPOSED = re.compile(r",\s([A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+){0,3}),?\s*")
"""A name behind what it is: "the mayor of Lindholm, Ada Holm,"."""
TOKEN = re.compile(r"[^\W\d_][\w]*(?:[-–.&]\w+)*|\d+")
FIRST = re.compile(r"\W*$")
OPENING = frozenset(word.casefold() for word in OPENERS.split())


class Matter(Struct, frozen=True):
    """What something is said of."""

    head: str
    """Its noun; empty where it has a name alone."""
    describing: frozenset[str]
    """Small words in front of the noun, without endings."""
    names: frozenset[str]
    """Names in front of the noun or right behind it."""
    behind: frozenset[str]
    """Names behind a preposition."""
    words: frozenset[str]
    """Small words behind a preposition."""
    purpose: str
    """The word behind "to": what a contract, a plan, a vote is to do."""
    definite: bool
    """It is not "a" thing."""
    shown: str
    """As printed."""


NOTHING = Matter("", frozenset(), frozenset(), frozenset(), frozenset(), "", definite=False, shown="")


def base(name: str) -> frozenset[str]:
    """The keys of a word of a name; "Bordurian" is of Borduria."""
    word = re.sub(r"['’]s?$", "", name)
    keys, country = word_key(word)
    if country:
        return keys
    return frozenset(re.sub(r"ian$", "ia", key) if len(key) > LONG else key for key in keys)


KEPT = 1 << 14
"""Phrases that are kept: of a large corpus not all."""
BEFORE = 4
"""Words in front of a noun that may belong to its phrase."""
FEW = 3
"""Letters of a noun at least."""
LONG = 6
"""Letters from which "-ian" makes a name an adjective."""


def names_of(text: str, opening: frozenset[str], *, first: bool) -> frozenset[str]:
    """The names in a text; if it begins a sentence, its first word only where it is one in the corpus."""
    found: set[str] = set()
    for match in TOKEN.finditer(text):
        if _is_name(text, match, opening, first=first):
            found |= base(match[0])
    return frozenset(found)


def _is_name(text: str, match: re.Match[str], opening: frozenset[str], *, first: bool) -> bool:
    """A capitalised word that names something."""
    small = match[0].casefold()
    if not match[0][0].isupper() or small in TITLES | TIMES | FUNCTION | OPENING or singular(small) in TITLES | BROAD:
        return False
    if first and not re.search(r"\w", text[: match.start()]):
        known = small in opening and small not in KIND_OF
        return known or bool(re.match(r"(?:['’]s)? [A-Z]|['’]s ", text[match.end() :]))
    return True


@lru_cache(maxsize=KEPT)
def matter_of(phrase: str, opening: frozenset[str], *, first: bool) -> Matter:
    """The matter of a phrase that begins with it; `first` if the phrase begins its sentence."""
    ended = ENDING.search(f"{phrase} ", len(phrase) - len(phrase.lstrip(" ,")) + 1)
    text = phrase[: ended.start()] if ended else phrase
    opener = TOKEN.search(text)
    if first and opener and not _is_name(text, opener, opening, first=True):
        text = text[: opener.start()] + opener[0].lower() + text[opener.end() :]
    segments = _carried(_segments(text))
    while len(segments) > 1 and not TOKEN.search(segments[0][1]):
        segments = segments[1:]
    if not segments:
        return NOTHING
    start, core = segments[0][2], segments[0][1]
    opens = first and not re.search(r"\w", text[:start])
    nouns = _nouns(core)
    names = names_of(core, opening, first=opens)
    if ended and (apposed := APPOSED.fullmatch(phrase, ended.start())):
        names |= names_of(apposed[1], opening, first=False)
    rest = segments[1:]
    behind = frozenset[str]().union(*(names_of(part, opening, first=False) for _, part, _ in rest))
    words = frozenset(stem(noun) for _, part, _ in rest for noun in _nouns(part))
    head = nouns[-1] if nouns else ""
    return Matter(
        sort_of(head) if head else "",
        frozenset(stem(noun) for noun in nouns[:-1]),
        names,
        behind,
        words,
        next((stem(nouns[0]) for link, part, _ in rest if link == "to" and (nouns := _nouns(part))), ""),
        definite=not re.match(r"\W*(?:an?|some|no|any|another)\s", core, re.IGNORECASE),
        shown=re.sub(r"\s+", " ", phrase[: ended.start()] if ended else phrase).strip(" ,.'’"),
    )


def meant_by(matter: Matter, sentences: Sequence[str], opening: frozenset[str]) -> Matter:
    """What "the bridge" stands for: the one bridge that the sentences before name; itself where they name two."""
    if not matter.definite or not matter.head or matter.names or matter.behind or matter.describing:
        return matter
    told = [other for quote in sentences for other in _of_sort(matter.head, quote, opening)]
    named = [other for other in told if other.names or other.behind]
    if not named or any((one.names, one.behind) != (named[0].names, named[0].behind) for one in named):
        return matter
    return replace(named[-1], definite=True)


def _of_sort(head: str, quote: str, opening: frozenset[str]) -> Iterator[Matter]:
    """The matters of a sentence that are called by a noun of one sort."""
    tokens = list(TOKEN.finditer(quote))
    for at, token in enumerate(tokens):
        if not token[0][0].islower() or sort_of(singular(token[0])) != head:
            continue
        first = at
        while first and at - first < BEFORE and _of_phrase(quote, tokens[first - 1], tokens[first]):
            first -= 1
        matter = matter_of(quote[tokens[first].start() :], opening, first=first == 0)
        if matter.head == head:
            yield matter


def _of_phrase(quote: str, word: re.Match[str], following: re.Match[str]) -> bool:
    """A word in front of a noun that belongs to its phrase."""
    joined = not quote[word.end() : following.start()].strip(" \u00a0'’s")
    return joined and word[0].casefold() not in FUNCTION | VERBS


def _carried(segments: list[tuple[str, str, int]]) -> list[tuple[str, str, int]]:
    """The parts of a phrase from the noun that "construction of", "the application of the firm for" bring in."""
    carried = False
    while len(segments) > 1 and segments[1][0] in LINKS:
        nouns = _nouns(segments[0][1])
        if not (nouns[-1] in CARRYING if nouns else carried and any(_nouns(part) for _, part, _ in segments[1:])):
            break
        segments, carried = segments[1:], True
    return segments


def _segments(text: str) -> list[tuple[str, str, int]]:
    """The parts of a phrase between its prepositions: the preposition, the part, where it begins."""
    found: list[tuple[str, str, int]] = []
    start, link = 0, ""
    for match in TOKEN.finditer(text):
        small = match[0].casefold()
        if small in STAYING and match[0][0].islower():
            found.append((link, text[start : match.start()], start))
            start, link = match.end(), small
        elif small in TIMES and match[0][0].isupper():
            if link:
                return found
            found.append((link, text[start : match.start()], start))
            return found
    found.append((link, text[start:], start))
    return found


def _nouns(text: str) -> list[str]:
    """Words in small letters that may be nouns or describe them."""
    small = plain_words(
        " ".join(
            re.findall(r"(?<![\w’'-])(?!\w+ing\b(?! [a-z])|\w+ing (?:the|an?|its|their|his|her)\b)[a-z][\w-]+", text)
        )
    )
    kept = FUNCTION | NEUTRAL | TIMES | MANY | VERBS
    return [
        word
        for word in small
        if word not in kept and word not in SPANS and len(word) >= FEW and (word in NOUNS or not word.endswith("ly"))
    ]


def alike(one: Matter, other: Matter) -> bool:
    """Nothing in the two phrases tells the matters apart, and they are called alike."""
    if _apart(one.names, other.names) or _apart(one.describing, other.describing):
        return False
    if one.head in VAGUE and one.purpose and other.purpose and one.purpose != other.purpose:
        return False
    behind = one.words & (other.words | other.describing) or other.words & one.describing
    if one.words and other.words and not behind:
        return False
    if one.head and other.head:
        return one.head == other.head and (one.head not in VAGUE or _told_of_same(one, other))
    if one.head or other.head:
        nameless, headed = (other, one) if one.head else (one, other)
        return bool(nameless.names) and nameless.names <= headed.names
    return bool(one.names) and (one.names <= other.names or other.names <= one.names)


def _told_of_same(one: Matter, other: Matter) -> bool:
    """Matters of a noun that everybody has many of: described with a word in common, or with two names and no other."""
    left, right = (matter.names | matter.behind for matter in (one, other))
    if left == right and len(left) > 1:
        return True
    if one.behind and one.behind == other.behind and one.describing == other.describing:
        return True
    return bool((one.describing | one.words) & (other.describing | other.words))


def _apart(one: frozenset[str], other: frozenset[str]) -> bool:
    """Each has what the other one lacks."""
    return bool(one - other) and bool(other - one)


def called(phrases: Sequence[str]) -> str:
    """The longest of several ways to name a thing."""
    return max(phrases, key=lambda phrase: (len(phrase), phrase))
