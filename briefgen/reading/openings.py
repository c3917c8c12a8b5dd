"""What a pattern can begin with, as a test that is quick to fail.

The expressions of the tables are alternatives by the hundred, read in any case; the engine tries each of them at
every word. `guard` turns their first few characters into a look ahead of plain character sets, which nearly every
word of a text fails at once. It never changes what a pattern matches: where it cannot tell, it lets through.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import takewhile
from re import _constants as codes  # type: ignore[attr-defined]  # no public module shows how a pattern is built
from re import _parser as parser  # type: ignore[attr-defined]  # the same
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Entry = TypeVar("Entry")
Atoms: TypeAlias = tuple[str, ...]
"""Sources that match a character (or a bounded run of one set) each."""
Heads: TypeAlias = dict[Atoms, bool]
"""What something can begin with; true where that is all of it, and what follows it goes on."""

DEPTH = 5
"""Atoms that are looked at: deeper costs more to compile than it saves (measured)."""
LAST_ASCII = 0x7F
CATEGORIES = {codes.CATEGORY_DIGIT: r"\d", codes.CATEGORY_SPACE: r"\s", codes.CATEGORY_WORD: r"\w"}
NOTHING: Heads = {(): True}
UNKNOWN: Heads = {(): False}


def guard(*sources: str, depth: int = DEPTH) -> str:
    """The source of a look ahead that holds wherever any of `sources` can match; empty where nothing can be told."""
    tree = trie(union(heads(parser.parse(source), depth) for source in sources))
    return f"(?-i:(?={printed(tree)}))" if tree else ""


def guarded(source: str) -> str:
    """The source of a pattern behind its guard: any of its alternatives, as a group."""
    return f"{guard(source)}(?:{source})"


def heads(items: Iterable[tuple[Any, Any]], depth: int) -> Heads:
    """What a sequence can begin with."""
    found = NOTHING
    for code, value in items:
        pending = [atoms for atoms, whole in found.items() if whole and len(atoms) < depth]
        if not pending:
            break
        ways = heads_of(code, value, depth)
        grown = {atoms: False for atoms, whole in found.items() if not whole or len(atoms) >= depth}
        for atoms in pending:
            for way, whole in ways.items():
                joined = (atoms + way)[:depth]
                grown[joined] = grown.get(joined, whole) and whole
        found = grown
    return found


def heads_of(code: Any, value: Any, depth: int) -> Heads:  # noqa: ANN401 - the parser's own values
    """What one part of a pattern can begin with."""
    if code in {codes.ASSERT, codes.ASSERT_NOT, codes.AT}:
        return NOTHING
    if (one := characters(code, value)) is not None:
        return {(one,): True}
    if code is codes.BRANCH:
        return union(heads(items, depth) for items in value[1])
    if code in {codes.SUBPATTERN, codes.ATOMIC_GROUP}:
        return heads(value[-1] if code is codes.SUBPATTERN else value, depth)
    if code in {codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT}:
        return repeated(*value, depth=depth)
    return UNKNOWN


def union(ways: Iterable[Heads]) -> Heads:
    """Any of several; what one of them leaves open stays open."""
    found: Heads = {}
    for way in ways:
        for atoms, whole in way.items():
            found[atoms] = found.get(atoms, whole) and whole
    return found


def repeated(least: int, most: Any, items: Any, *, depth: int) -> Heads:  # noqa: ANN401 - the parser's own values
    """What a repetition can begin with."""
    only = characters(*items[0]) if len(items) == 1 else None
    if only is not None:
        upper = "" if most is codes.MAXREPEAT else most
        return {(f"{only}{{{least},{upper}}}",): True}
    once = heads(items, depth)
    if most != 1:
        once = dict.fromkeys(once, False)
    return once if least else union((NOTHING, once))


def characters(code: Any, value: Any) -> str | None:  # noqa: ANN401 - the parser's own values
    """The source of the set of characters that a part stands for; None where it stands for more or for others."""
    if code is codes.LITERAL:
        return either_case(frozenset((value,)))
    if code is not codes.IN:
        return None
    allowed: set[int] = set()
    named = ""
    for what, which in value:
        if what is codes.LITERAL:
            allowed.add(which)
        elif what is codes.RANGE and which[1] <= LAST_ASCII:
            allowed.update(range(which[0], which[1] + 1))
        elif what is codes.CATEGORY and which in CATEGORIES:
            named += CATEGORIES[which]
        else:
            return None
    if not named:
        return either_case(frozenset(allowed))
    letters = "".join(rf"\x{one:02x}" for one in sorted(ascii_cases(allowed)))
    return f"[{named}{letters}{OTHERS}]" if allowed else f"[{named}]"


LETTERS = 6
"""First letters by which `index` tells patterns apart: more of them leave hardly fewer to try (measured)."""
FEW = 5
"""A set of more characters than these tells nothing apart but as the first letter."""


def index(patterns: Iterable[tuple[str, Entry]]) -> Callable[[str], tuple[Entry, ...]]:
    """Tells which entries have patterns, read in any case, that may match a text by its first `LETTERS` characters."""
    entries: list[Entry] = []
    whole: dict[str, set[int]] = {}
    begun: dict[str, set[int]] = {}
    for number, (source, entry) in enumerate(patterns):
        entries.append(entry)
        for letters in first_letters(source):
            whole.setdefault(letters, set()).add(number)
            for size in range(len(letters)):
                begun.setdefault(letters[:size], set()).add(number)

    @lru_cache(maxsize=4096)
    def beginning(text: str) -> tuple[Entry, ...]:
        known = "".join(takewhile(PRINTED.__contains__, text)).lower().translate(ALIKE)
        fitting = {number for size in range(LETTERS + 1) for number in whole.get(known[:size], ())}
        if len(known) < len(text):  # a character follows that may stand for any
            fitting |= begun.get(known, set())
        return tuple(entries[number] for number in sorted(fitting))

    return beginning


def first_letters(source: str) -> frozenset[str]:
    """The small letters that text in ASCII begins with where `source` matches, "0" for every digit; "" for any."""
    return frozenset(letters for atoms in heads(parser.parse(source), LETTERS) for letters in spelled(atoms))


def spelled(atoms: Atoms) -> list[str]:
    """What a head can begin with, as far as its characters are told one by one."""
    found, ended = [""], []
    for atom in atoms:
        one, _, run = atom.partition("{")
        letters = members(one)
        if (run and run[0] not in "01") or (len(letters) > FEW and "" not in found):
            break
        once = [before + letter for before in found for letter in letters]
        if run and not run.endswith(",1}"):
            ended += [before + letter for before in once for letter in letters]
        found = found + once if run.startswith("0") else once
    return found + ended


@lru_cache(maxsize=1024)
def members(one: str) -> tuple[str, ...]:
    """The printed characters of ASCII that the source of a set stands for: letters in lower case, "0" for any digit."""
    return tuple(sorted({letter.lower().translate(ALIKE) for letter in re.findall(one, PRINTED)}))


ALIKE = str.maketrans("123456789", "000000000")
"""Digits are not told apart: few patterns begin with certain ones."""
PRINTED = "".join(map(chr, range(ord(" "), LAST_ASCII)))
OTHERS = r"\x80-\U0010ffff"
"""Every character beyond ASCII: which of them are letters of the same kind is not looked into."""


def ascii_cases(allowed: Iterable[int]) -> set[int]:
    """Both cases of the characters, as far as they are ASCII."""
    cases = {ord(form) for one in allowed for form in (chr(one).lower() + chr(one).upper())}
    return {one for one in cases if one <= LAST_ASCII}


@lru_cache(maxsize=1024)
def either_case(allowed: frozenset[int]) -> str:
    """A set of both cases of some characters and of everything beyond ASCII, as the engine tests it fastest."""
    others = sorted(set(range(LAST_ASCII + 1)) - ascii_cases(allowed))
    ranges: list[list[int]] = []
    for one in others:
        if ranges and ranges[-1][1] == one - 1:
            ranges[-1][1] = one
        else:
            ranges.append([one, one])
    return "[^" + "".join(rf"\x{low:02x}-\x{high:02x}" for low, high in ranges) + "]"


Trie: TypeAlias = dict[str, Any]


def trie(found: Heads) -> Trie:
    """The heads as a tree; empty where one of them is, as then anything may stand there."""
    root: Trie = {}
    for atoms in sorted(found, key=len, reverse=True):
        node = root
        for atom in atoms:
            node = node.setdefault(atom, {})
        node.clear()
    return root


def printed(tree: Trie) -> str:
    """The tree as the source of a pattern."""
    ends = [atom for atom, below in tree.items() if not below]
    parts = [atom + printed(below) for atom, below in tree.items() if below]
    return f"(?:{'|'.join(ends + parts)})" if len(ends) + len(parts) > 1 else (ends + parts)[0]
