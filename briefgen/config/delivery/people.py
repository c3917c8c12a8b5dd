"""The people of lists, out of the setting file or a CSV file: who they are, and what is wrong with them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from briefgen.config.delivery import sheets
from briefgen.config.delivery.keys import ADDRESS, FORMAT, LANGUAGE, NAME
from briefgen.config.keys import FORMATS
from briefgen.config.meaning import at, is_locale, items, scalars, text
from briefgen.config.nodes import Node, Scalar, Table
from briefgen.config.problems import Level, Problem, nearest, suggest
from briefgen.config.shapes import complain
from briefgen.delivery import addresses
from briefgen.delivery.values import Combination, Person

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefgen.config.shapes import Text

MOST = 50
"""Findings of one file that are said; more are counted."""
OWN = "eml"
"""The mail itself, which no mail has in it."""
OFFERED = tuple(name for name in FORMATS if name != OWN)
_PARTS = re.compile(r"[\s,;|]+")


class Known(Struct, frozen=True):
    """What people may ask for."""

    topics: tuple[str, ...]
    """Ids, in the order of the settings."""
    language: str
    """Of people of whom nothing else is said."""


class Wish(Struct, frozen=True):
    """What somebody is to get; None where nothing is said of it."""

    topics: tuple[str, ...] | None = None
    formats: tuple[str, ...] | None = None
    attach: tuple[str, ...] | None = None
    language: str | None = None


class Member(Struct, frozen=True):
    """Somebody on a list, as it is written."""

    line: int
    address: str
    name: str
    wish: Wish


class Members(Struct, frozen=True):
    """The people of a list, and what is wrong with what is written."""

    path: Path
    """The file that they stand in."""
    people: tuple[Member, ...]
    problems: tuple[Problem, ...]


def wish(node: Node | None) -> Wish:
    """What an entry of the setting file says."""
    return Wish(
        _texts(at(node, "topics")),
        _texts(at(node, "formats")),
        _texts(at(node, "attach")),
        text(at(node, "language")) or None,
    )


def wish_problems(node: Node | None, known: Known) -> Iterator[Problem]:
    """Topics, formats and languages of an entry that are not there."""
    for one in scalars(at(node, "topics")):
        yield from _topic(one.text, one.line, known)
    for key in ("formats", "attach"):
        for one in scalars(at(node, key)):
            yield from _format(one.text, one.line)
    language = at(node, "language")
    if isinstance(language, Scalar):
        yield from _language(language.text, language.line)


def members(node: Node | None, path: Path, known: Known) -> Members:
    """The people of a list.

    Args:
        node: The list, whose form is right.
        path: The setting file.
        known: What they may ask for.
    """
    people = at(node, "people")
    if isinstance(people, Scalar):
        return _out_of_file(people, path, known)
    found = tuple(
        Member(one.line, text(at(one, "address")), text(at(one, "name")), wish(one))
        for one in items(people)
        if isinstance(one, Table)
    )
    wrong = [problem for one in items(people) for problem in wish_problems(one, known)]
    return Members(path, found, (*wrong, *_twice(found)))


def _out_of_file(named: Scalar, path: Path, known: Known) -> Members:
    file = path.parent / named.text
    try:
        with file.open("rb") as opened:
            data = opened.read(sheets.MAX_BYTES + 1)
    except OSError as error:
        why = Problem(named.line, f'"{named.text}" cannot be read: {error.strerror}', f"Looked for {file.as_posix()}.")
        return Members(path, (), (why,))
    rows, wrong = sheets.rows(data)
    reader = _Reader(known)
    people = tuple(map(reader.member, rows))
    wrong = (*wrong, *reader.problems, *_twice(people))
    return Members(file, people, _first(wrong))


class _Reader:
    """Rows → members. What stands in many rows, such as the same topics, is read once."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.problems: list[Problem] = []
        self._wishes: dict[tuple[str, ...], tuple[Wish, tuple[Problem, ...]]] = {}

    def member(self, row: sheets.Row) -> Member:
        address, name, *asked = row.cells
        self._check(ADDRESS, address, "address", row.line)
        if name:
            self._check(NAME, name, "name", row.line)
        key = tuple(asked)
        if key not in self._wishes:
            self._wishes[key] = _read_wish(key, self.known)
        found, wrong = self._wishes[key]
        self.problems += (Problem(row.line, one.message, one.hint, one.level) for one in wrong)
        return Member(row.line, address, name, found)

    def _check(self, shape: Text, said: str, what: str, line: int) -> None:
        wrong = complain(shape, said)
        if wrong is not None:
            self.problems.append(Problem(line, f"{what}: {wrong[0]}", wrong[1]))


def _read_wish(cells: tuple[str, ...], known: Known) -> tuple[Wish, tuple[Problem, ...]]:
    """Cells with several values, parted by blanks, commas or semicolons."""
    topics, formats, attach = (tuple(dict.fromkeys(filter(None, _PARTS.split(cell)))) or None for cell in cells[:3])
    language = cells[3] or None
    wrong = [problem for one in topics or () for problem in _topic(one, 0, known)]
    wrong += (problem for one in (*(formats or ()), *(attach or ())) for problem in _format(one, 0))
    wrong += _language(language, 0) if language else ()
    return Wish(topics, formats, attach, language), tuple(wrong)


def _topic(name: str, line: int, known: Known) -> Iterator[Problem]:
    if name not in known.topics:
        yield Problem(line, f'there is no topic "{name[:60]}"', suggest(name, known.topics))


def _format(name: str, line: int) -> Iterator[Problem]:
    wrong = complain(FORMAT, name)
    if wrong is not None:
        yield Problem(line, *wrong)
    elif name == OWN:
        yield Problem(line, "eml is the mail itself", f"Formats that come with it: {', '.join(OFFERED)}.")
    elif name not in OFFERED:
        close = nearest(name, OFFERED)
        hint = f'Did you mean "{close}"? ' if close else ""
        message = f'"{name[:60]}" does not come with briefgen'
        yield Problem(line, message, f"{hint}Only a plugin can provide another format.", Level.WARNING)


def _language(tag: str, line: int) -> Iterator[Problem]:
    wrong = complain(LANGUAGE, tag)
    if wrong is not None:
        yield Problem(line, f"language: {wrong[0]}", wrong[1])
    elif not is_locale(tag):
        yield Problem(line, f'the language "{tag}" is not known', "Such as kk, ru or en-GB.")


def _twice(people: Sequence[Member]) -> Iterator[Problem]:
    """Addresses that stand twice in a list."""
    seen: dict[str, int] = {}
    for one in people:
        who = one.address.casefold()
        if who and who in seen:
            message = f"{one.address} stands twice in this list; the first is on line {seen[who]}"
            yield Problem(one.line, message, "Keep one of the two.")
        seen.setdefault(who, one.line)


def _first(wrong: Sequence[Problem]) -> tuple[Problem, ...]:
    """The first findings of a file, and how many more there are."""
    ordered = sorted(wrong, key=lambda problem: problem.line)
    if len(ordered) <= MOST:
        return tuple(ordered)
    rest = len(ordered) - MOST
    return (*ordered[:MOST], Problem(ordered[MOST].line, f"{rest} more findings from here on", "Mend these first."))


def person(list_id: str, member: Member, usual: Wish, known: Known) -> Person:
    """Somebody on one list, with what the list says where nothing else is said of them."""
    own = member.wish
    topics = own.topics or usual.topics or known.topics
    attach = own.attach if own.attach is not None else usual.attach or ()
    asked = own.formats if own.formats is not None else usual.formats or ()
    own_attach = own.formats is None or own.attach is not None  # formats of their own leave out what the list attaches
    wanted = tuple(dict.fromkeys((*asked, *(attach if own_attach else ()))))
    language = own.language or usual.language or known.language
    return Person(
        address=addresses.normal(member.address),
        name=member.name,
        lists=(list_id,),
        combination=Combination(tuple(one for one in known.topics if one in topics), language),
        attached=tuple(one for one in wanted if one in attach),
        linked=tuple(one for one in wanted if one not in attach),
    )


def _texts(node: Node | None) -> tuple[str, ...] | None:
    return tuple(dict.fromkeys(one.text for one in scalars(node))) if node is not None else None
