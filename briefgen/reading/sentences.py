"""Blocks → sentences.

A sentence may end where a mark (".", "?", "!", "…" and their kin in other scripts) stands, with the quotation marks
and brackets that close behind it. Whether it does is decided from the word before and the word after, both of
bounded length, so the work grows linearly with the text whatever the text is.

The words that decide are a table of the language (`tables/<language>/sentences.toml`); a language without one is
split by shape alone: small letters do not open a sentence, and one or two letters with a full stop end none.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct

from briefgen.model import BlockKind, Document, Span
from briefgen.reading import tables
from briefgen.reading.parts import Line
from briefgen.reading.patterns import Pattern

READ = frozenset({BlockKind.HEADLINE, BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.ROW})
"""The blocks that are read."""

CLOSING = "\"”’'»›)]"
OPENING = "\"“„‘‚'«‹([¿¡"
MARK = Pattern(
    r"(?P<mark>[.!?…‽。！？؟۔।։።]+)(?P<closed>[\"”’'»›)\]]*(?:[ \xa0][”»](?=\s|\Z))?)"
    r"(?P<note>(?:\[\d{1,3}\])*)(?P<gap>\s*)"
)
"""A mark that may end a sentence, what closes behind it, footnote numbers, and the blank that follows."""

WORD_BEFORE = Pattern(r"[^\W_]+(?:[.’'&-][^\W_]+)*$")
"""The word that a full stop stands at: "bn", "U.S", "Batyr-Khan". Searched in `REACH` characters only."""

WORD_AFTER = Pattern(r"[^\W_]+(?:[.’'-][^\W_]+)*")
NAME_AND_VERB = Pattern(r"(?:[^\W\d_][\w.’'-]{0,30}[ \xa0]){1,4}?(?P<verb>[a-z]+)\b")
LIST_MARK = Pattern(r"\s*(?:[•◦▪‣·●■○*–—-]|\(?\d{1,2}[.)]|\(?[a-z]\))[ \t\xa0]+(?=\S)")
"""The bullet or number of a list item at the start of a block."""

INLINE_BULLET = Pattern(r"\s[•▪●■‣]\s")
INITIALS = Pattern(r"(?:[^\W\d_]\.)*[^\W\d_]")
"""One letter, or letters with full stops between them: "J", "U.N"."""

WIDE = frozenset("。！？۔।։።")
"""Marks that end a sentence whatever follows; no abbreviation is written with them."""

INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060\u00ad"
REACH = 40
"""Characters looked at on either side of a mark: longer than any abbreviation or opening word."""


class Rules(Struct, frozen=True):
    """The words of one language that decide where sentences end."""

    never_last: frozenset[str] = frozenset()
    before_number: frozenset[str] = frozenset()
    clock: frozenset[str] = frozenset()
    before_opener: frozenset[str] = frozenset()
    openers: frozenset[str] = frozenset()
    after_clock: frozenset[str] = frozenset()
    speech: frozenset[str] = frozenset()
    marked_names: frozenset[str] = frozenset()
    name_endings: frozenset[str] = frozenset()
    one_letter: frozenset[str] = frozenset()
    neutral: bool = False
    """No table: short words with a full stop are taken for abbreviations."""


def lines(document: Document) -> tuple[Line, ...]:
    """The sentences of the blocks that are read, in order; a headline, a heading or a row of a table is one line."""
    rules = rules_of(document.language)
    found = []
    for index, block in enumerate(document.blocks):
        if block.kind not in READ:
            continue
        whole = block.kind is not BlockKind.PARAGRAPH
        spans = [block.span] if whole else split(document.text, block.span, rules)
        trimmed = (trim(document.text, span) for span in spans)
        found += [Line(span, index, block.kind) for span in trimmed if has_words(document.text, span)]
    return tuple(found)


@lru_cache(maxsize=64)
def rules_of(language: str | None) -> Rules:
    """The rules of a language; by shape alone where it has no table, or is not known."""
    if language is None or not tables.knows(language, "sentences"):
        return Rules(neutral=True)
    table = tables.load(language, "sentences")

    def listed(name: str) -> frozenset[str]:
        return frozenset(form for word in table[name] for form in forms(word))

    return Rules(
        never_last=listed("never_last"),
        before_number=listed("before_number"),
        clock=listed("clock"),
        before_opener=listed("before_opener"),
        openers=listed("openers"),
        after_clock=listed("after_clock"),
        speech=listed("speech"),
        marked_names=listed("marked_names"),
        name_endings=listed("name_endings"),
        one_letter=listed("one_letter"),
    )


def forms(word: str) -> tuple[str, ...]:
    """A word as it is written in the table; one with a capital, in capitals too."""
    return (word, word.upper()) if word[0].isupper() else (word,)


def split(text: str, span: Span, rules: Rules) -> list[Span]:
    """The sentences of a paragraph; blanks between them belong to the one before."""
    start = begin(text, span)
    cuts = [match.end() for match in MARK.finditer(text, start, span.end) if ends(text, match, span, rules)]
    cuts += [match.start() for match in INLINE_BULLET.finditer(text, start, span.end)]
    edges = sorted({start, *(cut for cut in cuts if start < cut < span.end), span.end})
    return [Span(begin(text, Span(left, right)), right) for left, right in pairwise(edges)]


def begin(text: str, span: Span) -> int:
    """Where the words of a paragraph or list item begin."""
    marker = LIST_MARK.match(text, span.start, span.end)
    return marker.end() if marker else span.start


def ends(text: str, match: re.Match[str], span: Span, rules: Rules) -> bool:
    """Whether a sentence ends at a mark. The end of the paragraph needs no cut."""
    if match.end() >= span.end or left_out(text, match, span):
        return False
    if match["mark"][-1] in WIDE:
        return True
    reach = max(span.start, match.start() - REACH)
    start = max(reach, text.rfind(" ", reach, match.start()) + 1)
    before = WORD_BEFORE.search(text, start, match.start())
    upcoming = text[match.end() : min(span.end, match.end() + REACH)]
    if not match["gap"]:
        return glued(text, match, before[0] if before else "", upcoming, rules)
    if before and match["mark"] == "." and item_number(text, before, span, rules):
        return False
    return spaced(text, match, before[0] if before else "", upcoming, span=span, rules=rules)


def left_out(text: str, match: re.Match[str], span: Span) -> bool:
    """Whether a mark stands alone in brackets: "[...]", "(!)"."""
    return match.start() > span.start and text[match.start() - 1] in "[(" and match["closed"][:1] in {"]", ")"}


def spaced(  # noqa: PLR0913 - the mark and both its sides
    text: str, match: re.Match[str], word: str, upcoming: str, *, span: Span, rules: Rules
) -> bool:
    """Whether a sentence ends at a mark with a blank behind it."""
    bare = upcoming.lstrip(OPENING)
    if not bare or not opens(bare):
        return False
    following = WORD_AFTER.match(bare)
    opener = following[0] if following else ""
    mark = match["mark"]
    if mark == ".":
        return full_stop_ends(word, opener, quoted=upcoming != bare, closed=match["closed"], rules=rules)
    if mark[-1] in "!?؟‽":
        return not (word + mark in rules.marked_names or tagged(text, match.end(), span, match["closed"], rules))
    return ellipsis_ends(text, match.start(), span, opener, rules)


def item_number(text: str, before: re.Match[str], span: Span, rules: Rules) -> bool:
    """Whether the number before a full stop counts an item of a list: "It said: 1. Ports grew. 2. Roads shrank."."""
    if not (before[0].isdigit() and len(before[0]) <= LONGEST_ITEM):
        return False
    ahead = text[max(span.start, before.start() - REACH) : before.start()].rstrip()
    abbreviation = WORD_BEFORE.search(ahead.removesuffix("."))
    dated = abbreviation is not None and abbreviation[0] in rules.before_number
    return not ahead or (ahead[-1] in ".:;!?" and not dated)


LONGEST_ITEM = 2
"""Digits of the number of a list item."""


def opens(upcoming: str) -> bool:
    """Whether a sentence can begin so: with anything but a small letter, a dash or a closing mark."""
    first = upcoming[0]
    if first.isalpha():
        return not first.islower() or branded(upcoming)
    return first.isdigit() or first in "$€£¥₹₸₼₽#@•"


def branded(upcoming: str) -> bool:
    """A name with a small first letter and a capital soon behind it: eTIR, iPhone."""
    return upcoming[1:2].isupper() and upcoming[2:3].isalpha()


def full_stop_ends(word: str, opener: str, *, quoted: bool, closed: str, rules: Rules) -> bool:
    """Whether a sentence ends at a full stop, given the words on both sides of it."""
    opening = opener in rules.openers
    if word in rules.never_last:
        return False
    if word in rules.clock:
        return opener not in rules.after_clock
    if word in rules.before_number:
        return opening
    if word in rules.before_opener or INITIALS.fullmatch(word):
        spoken = any(mark in '"”»' for mark in closed)
        return opening or spoken or (quoted and word in rules.before_opener)
    return not (rules.neutral and len(word) <= LONGEST_SHORT and word.isalpha())


LONGEST_SHORT = 2
"""Letters of a word that, without a table, is taken for an abbreviation: "г.", "ул.", "Nr."."""


def ellipsis_ends(text: str, at: int, span: Span, opener: str, rules: Rules) -> bool:
    """Whether a sentence ends at dots: not where they stand for words left out ("we … Europe")."""
    set_off = at > span.start and text[at - 1].isspace()
    return opener in rules.openers if set_off else bool(opener)


def tagged(text: str, at: int, span: Span, closed: str, rules: Rules) -> bool:
    """Whether a speaker follows a question or cry: “Shall we?” Kowalski asked."""
    if not any(mark in CLOSING[:6] for mark in closed):
        return False
    name = NAME_AND_VERB.match(text, at, min(span.end, at + 4 * REACH))
    return name is not None and name["verb"] in rules.speech


def glued(text: str, match: re.Match[str], word: str, upcoming: str, rules: Rules) -> bool:
    """Whether a sentence ends where no blank follows: "capacity.Then", not "eTIR.org", "U.S.A", "Node.js".

    The mark must follow a whole word or number and precede a capitalised word; web addresses and file names are
    told by their ending and by what else stands in the same run of characters.
    """
    bare = upcoming.lstrip(OPENING)
    following = re.match(r"[^\W\d_]+", bare)
    if following is None or len(following[0]) < LEAST_GLUED or not following[0][0].isupper():
        return glued_letter(bare, upcoming, word, match["closed"], rules)
    if following[0][1:] != following[0][1:].lower() or following[0] in rules.name_endings:
        return False
    run = text[max(0, match.start() - REACH) : match.start()].rsplit(maxsplit=1)
    if (run and any(sign in run[-1] for sign in "/@\\")) or bare[following.end() : following.end() + 1] in {
        "/",
        "@",
        "_",
    }:
        return False
    if match["mark"] != "." or match["closed"]:
        return True
    return is_last_word(word) and not dotted(bare, following.end())


LEAST_GLUED = 2
"""Letters that a word glued to the full stop before it must have."""


def glued_letter(bare: str, upcoming: str, word: str, closed: str, rules: Rules) -> bool:
    """The one-letter words that open sentences: "capacity.A new line", "growth.”I think"."""
    one = bare[:1] in rules.one_letter and bare[1:2].isspace()
    return one and (bool(closed) or upcoming != bare or is_last_word(word))


def is_last_word(word: str) -> bool:
    """Whether a sentence can end in this word with nothing behind it: two small letters or a digit close it."""
    return word[-2:].islower() and word[-2:].isalpha() and "." not in word if word[-1:].isalpha() else word.isdigit()


def dotted(bare: str, at: int) -> bool:
    """Whether the word is itself followed by a full stop inside a name: "briefs.Ministry.Example"."""
    return bare[at : at + 1] == "." and bare[at + 1 : at + 2].isalnum() and not bare[at + 1 : at + 2].isupper()


def trim(text: str, span: Span) -> Span:
    """The span without blanks and invisible marks at its ends."""
    start, end = span.start, span.end
    while start < end and (text[start].isspace() or text[start] in INVISIBLE):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in INVISIBLE):
        end -= 1
    return Span(start, end)


def has_words(text: str, span: Span) -> bool:
    """Whether there is a letter or digit at all: "* * *" is no sentence."""
    return any(character.isalnum() for character in text[span.start : span.end])
