"""Names that are one thing: short forms in brackets, "also known as", spellings; found in the texts themselves.

A pure function of the documents, linear in their length: names are looked up by a key, never compared in pairs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from msgspec import Struct

from briefgen.evidence.words import KIND_OF, one_phrase, plain_words
from briefgen.model import Document

UPPER = r"(?:[A-Z]|[^\W\d_\x00-\x7fß-öø-ÿ])"
"""The first letter of a name."""
OPENERS = (
    "Rival Neighbouring Neighboring Fellow Former "
    "The A An In On At For From By But And As While When After Before Since This That These Those Its Their His Her "
    "Our If With Under To Of It He She They We Both Some Most Many All Last Next Over During Despite Although Though "
    "Meanwhile However Also Per According Today Yesterday January February March April May June July August September "
    "October November December Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
)
"""Capitalised words that begin no name (English)."""
WORD = rf"(?!(?:{'|'.join(OPENERS.split())})\b){UPPER}[\w–-]*(?:['’](?!s\b)\w+)?"
LINK = r"(?:(?:of|de|del|di|du|la|al|el|von|van)[ \u00a0](?:the[ \u00a0])?)?"
NAME = rf"(?<![\w–-]){WORD}(?:[ \u00a0]{LINK}{WORD}){{0,7}}"
"""A proper name: capitalised words, with "of" and the like between them; never across a line."""
BODIES = frozenset(KIND_OF) | (
    {"ministry", "republic", "organisation", "organization", "association", "chamber", "federation", "institute"}
    | {"council", "committee", "department", "board", "bureau", "office", "house", "gulf", "bay", "sea", "isle", "cape"}
    | {
        "strait",
        "state",
        "kingdom",
        "city",
        "league",
        "court",
        "church",
        "commonwealth",
        "confederation",
        "school",
        "college",
    }
    | {"society", "community", "academy", "agency", "lake", "mount", "treaty", "bank", "cooperative"}
)
"""Nouns whose "of" belongs to a name (English): "Bank of the Lakes", but the "Revenue of Norden" is no name."""
SHORT = re.compile(rf"({NAME})(?:[ \u00a0][a-z]+)?[ \u00a0]?[(]([A-Z][\w.&–-]*(?:[ \u00a0]?[/,][ \u00a0]?{NAME})*)[)]")
"""A name with its short form in brackets, and what else stands there: "the Long Official Route (LOR / Short Road)"."""
OR_SHORT = re.compile(rf"({NAME}),[ \u00a0]or[ \u00a0](?:the[ \u00a0])?([A-Z][A-Z0-9.&-]+)\b")
"""A name and its short form behind "or"."""
KNOWN_AS = re.compile(
    rf"({NAME})(?:[ \u00a0]?[(][^()\n]{{1,40}}[)])?,?[ \u00a0](?:which[ \u00a0](?:is|was)[ \u00a0])?"
    r"(?:(?:also|better|otherwise|formerly|previously|commonly|widely|popularly|now|then|once)[ \u00a0]"
    r"(?:known[ \u00a0]as|called|dubbed|named|referred[ \u00a0]to[ \u00a0]as)|(?:formerly|previously))[ \u00a0]"
    rf"(?:the[ \u00a0])?[“\"‘']?({NAME})"
)
"""A name and what else it is or was called (English)."""
OR = re.compile(r",[ \u00a0]or[ \u00a0]")
KNOWN = re.compile(r"known|called|dubbed|named|referred|formerly|previously")
"""Words without which the patterns above find nothing, and need not look at every name of a text."""
LETTERS = {"ı": "i", "ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ə": "a"}
"""Letters that are no accented form of another one, as Latin news spells them."""
SPELLINGS = tuple(
    (re.compile(pattern), put)
    for pattern, put in (
        (r"(.)\1", r"\1"),
        (r"kh|q", "k"),
        (r"gh", "g"),
        (r"dzh|zh", "j"),
        (r"(?<!^)(?:iy|yi|ie|y)", "i"),
        (r"ii+", "i"),
    )
)
"""What romanised names are spelled in several ways: Kh and K, y and i, double letters. Only such variants are one
name: other vowels tell names apart (Andersen, Anderson)."""
ARTICLES = frozenset({"the", "a", "an", "of", "and"})
"""Words of names that do not tell them apart (English)."""
LEGAL = frozenset(
    {"group", "company", "co", "inc", "ltd", "limited", "plc", "corp", "corporation", "holding", "llc"}
    | {"ag", "sa", "nv", "gmbh", "oyj", "asa", "bhd", "pjsc", "jsc"}
)
"""Last words of companies' names that say nothing, without plural endings (English and legal forms)."""
LONG = 4
"""Letters from which a name may have two spellings; below it, one letter makes another name."""
Key = frozenset[str]
"""The words of a name by which it is looked up."""


class Name(Struct, frozen=True):
    """A named thing."""

    key: Key
    """The same for all its names."""
    shown: str
    """The fullest of its names, as printed."""


class Names(Struct, frozen=True):
    """Which names of a corpus are one thing."""

    everywhere: Mapping[Key, Name]
    """Names that the texts make equal, in every document."""
    local: Mapping[str, Mapping[Key, Name]]
    """Document id → short forms that stand for this in that document and for something else in another."""

    def of(self, name: str, document_id: str) -> Name:
        """The thing of a name in a document; a name that no text makes equal to another stands for itself."""
        key = key_of(name)
        found = self.local.get(document_id, {}).get(key) or self.everywhere.get(key)
        return found or Name(key, name)


@cache
def spelled(word: str) -> str:
    """A word of a name as all its spellings have it: "sumgayit" and "sumgait" → "sumgait"."""
    plain = "".join(LETTERS.get(letter, letter) for letter in word)
    if len(plain) < LONG or not plain.isalpha():
        return plain
    while True:  # each step makes it shorter or leaves it
        before = plain
        for pattern, put in SPELLINGS:
            plain = pattern.sub(put, plain)
        if plain == before:
            return plain


@cache
def key_of(name: str) -> Key:
    """The key of a name: its words without articles, accents, case, order and spelling.

    Nouns of one kind are one word: "Port of Lindholm" and "Lindholm harbour" have one key. What companies end with
    says nothing: "Norden Group" and "Norden".
    """
    words = [word for word in plain_words(one_phrase(name)) if word not in ARTICLES]
    while len(words) > 1 and words[-1] in LEGAL:
        words.pop()
    return frozenset(KIND_OF.get(word) or spelled(word) for word in words)


def inner(name: str) -> str:
    """What is named at the end of capitalised words: "Salt Road" of "Building of the Salt Road"."""
    front, of, behind = name.rpartition(" of ")
    words = plain_words(front)
    if not of or not words or words[-1] in BODIES:
        return name
    return behind.removeprefix("the ")


def stands_for(short: str, name: str) -> str | None:
    """The end of a name that a short form abbreviates, or None: "Fund of the Northern Lakes Bank", NLB → "Northern …".

    The letters of the short form are first letters of the words in order; the first one begins the name.
    """
    letters = [letter.lower() for letter in short if letter.isalnum()]
    if len(letters) < 2 or sum(letter.isupper() for letter in short) < 2:  # noqa: PLR2004 - one letter is no short form
        return None
    words = list(re.finditer(r"[^\W_]+", name))
    for start in range(len(words) - 1, -1, -1):
        initials = iter(word[0][0].lower() for word in words[start:])
        if (
            words[start][0][0].isupper()
            and words[start][0][0].lower() == letters[0]
            and all(letter in initials for letter in letters)
        ):
            return name[words[start].start() :]
    return None


def equals(text: str) -> Iterator[tuple[str, str, bool]]:
    """Pairs of names that a text makes equal, the fuller first, and whether the second is a short form."""
    for match in SHORT.finditer(text) if "(" in text else ():
        short, *others = (part.strip() for part in re.split(r"[/,]", match[2]))
        full = stands_for(short, match[1])
        if full is not None:
            yield full, short, True
            yield from ((full, other, False) for other in others)
    for match in OR_SHORT.finditer(text) if OR.search(text) else ():
        full = stands_for(match[2], match[1])
        if full is not None:
            yield full, match[2], True
    for match in KNOWN_AS.finditer(text) if KNOWN.search(text) else ():
        yield inner(match[1]), match[2], False


def names_of(documents: Sequence[Document]) -> Names:
    """The names that the texts of a corpus make equal; the order of the documents does not matter.

    A short form that stands for different things in different documents is local to each of them.
    """
    meanings: dict[Key, set[Key]] = {}
    pairs: list[tuple[str, Key, Key, bool]] = []
    printed: dict[Key, str] = {}
    for document in documents:
        for full, other, short in equals(document.text):
            left, right = key_of(full), key_of(other)
            if not left or not right or left == right:
                continue
            for key, name in ((left, full), (right, other)):
                printed[key] = min(printed.get(key, name), name, key=lambda text: (-len(text), text))
            pairs.append((document.id, left, right, short))
            if short:
                meanings.setdefault(right, set()).add(left)
    shared = _joined((left, right) for _, left, right, short in pairs if not short or len(meanings[right]) == 1)
    everywhere = {key: _named(group, printed) for group in shared for key in group}
    local: dict[str, dict[Key, Name]] = {}
    for document_id, left, right, short in sorted(pairs, key=lambda pair: (pair[0], sorted(pair[1]))):
        if short and len(meanings[right]) > 1:
            local.setdefault(document_id, {}).setdefault(right, everywhere.get(left) or Name(left, printed[left]))
    return Names(everywhere, local)


def _joined(pairs: Iterator[tuple[Key, Key]]) -> list[frozenset[Key]]:
    """The keys that are one thing, directly or through others."""
    leaders: dict[Key, Key] = {}

    def leader(key: Key) -> Key:
        while leaders.setdefault(key, key) != key:
            leaders[key] = leaders[leaders[key]]
            key = leaders[key]
        return key

    for one, other in pairs:
        leaders[leader(one)] = leader(other)
    groups: dict[Key, set[Key]] = {}
    for key in leaders:
        groups.setdefault(leader(key), set()).add(key)
    return [frozenset(group) for group in groups.values()]


def _named(group: frozenset[Key], printed: Mapping[Key, str]) -> Name:
    """The thing of all these keys: the one with most words gives key and name, then the first in the alphabet."""
    key = min(group, key=lambda key: (-len(key), -len(printed[key]), printed[key]))
    return Name(key, printed[key])
