"""Bytes of a YAML file → a tree of values that know their line.

Only the plain part of YAML is read: mappings, lists, texts, numbers, a few anchors. Tags, merge keys and several
documents are refused, and so is whatever makes a small file large (nesting, aliases of aliases). The tree is
composed from PyYAML's events, so that a hostile file is stopped at its first step over a limit and nothing is
ever constructed from a tag.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

import yaml
from msgspec import Struct

from briefgen.config.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BYTES = 256 * 1024
"""Our own configuration has about 12 KB; PyYAML reads this much in well under two seconds."""
SHORT = "A setting file is short."
MAX_DEPTH = 12
"""Our deepest value (a term of a measure) stands at depth 6."""
MAX_ALIASES = 20
"""Enough to share lists of terms; too few to build a bomb with."""
MAX_NODES = 20_000
"""Values after aliases are put in."""


class ScalarKind(StrEnum):
    """What YAML 1.1 takes an unquoted word for."""

    TEXT = "a text"
    TRUTH = "yes or no"
    WHOLE = "a whole number"
    DECIMAL = "a number"
    DATE = "a date"
    NOTHING = "nothing"
    MERGE = "a merge key"


_KINDS = {
    "tag:yaml.org,2002:bool": ScalarKind.TRUTH,
    "tag:yaml.org,2002:int": ScalarKind.WHOLE,
    "tag:yaml.org,2002:float": ScalarKind.DECIMAL,
    "tag:yaml.org,2002:timestamp": ScalarKind.DATE,
    "tag:yaml.org,2002:null": ScalarKind.NOTHING,
    "tag:yaml.org,2002:merge": ScalarKind.MERGE,
}


class Scalar(Struct, frozen=True):
    """A single value."""

    text: str
    """As written, without its quotes."""
    kind: ScalarKind
    """What YAML takes it for; a quoted value is a text."""
    line: int
    """From 1."""


class Items(Struct, frozen=True):
    """A list."""

    items: tuple[Node, ...]
    """In order."""
    line: int
    """Where it starts."""


class Table(Struct, frozen=True):
    """A mapping; its keys are texts, none stands twice."""

    entries: tuple[tuple[Scalar, Node], ...]
    """In order."""
    line: int
    """Where it starts."""

    def get(self, key: str) -> Node | None:
        """The value of a key."""
        return next((value for name, value in self.entries if name.text == key), None)


Node = Scalar | Items | Table


class _Stopped(Exception):  # noqa: N818 - not an error for users: it ends the reading of one file
    """Nothing after this problem can be read."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def parse(data: bytes, room: int = 1) -> tuple[Node | None, tuple[Problem, ...]]:
    """The tree of a file, and what is wrong with its YAML.

    A file that grows with the work of people has `room` for so many times the bytes and values of a setting file.

    The tree is None where nothing can be read. It may be there in spite of problems (a key that stands twice), so that
    the values can be checked in the same go.
    """
    if len(data) > MAX_BYTES * room:
        return None, (Problem(1, f"the file is larger than {MAX_BYTES * room // 1024} KB", SHORT),)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return None, (Problem(line, "the file is not UTF-8", "Save it with the encoding UTF-8."),)
    tabs = tuple(
        Problem(number, "the line is indented with a tab", "YAML wants spaces.")
        for number, line in enumerate(text.split("\n"), 1)
        if re.match(r" *\t\s*\S", line)
    )
    if tabs:
        return None, tabs
    composer = _Composer(text, room)
    try:
        return composer.document(), tuple(composer.problems)
    except _Stopped as stopped:
        return None, (*composer.problems, stopped.problem)


class _Composer:
    """Builds the tree of one document from PyYAML's events."""

    def __init__(self, text: str, room: int) -> None:
        self.problems: list[Problem] = []
        self._events = _events(text)
        self._resolver = yaml.resolver.Resolver()
        self._anchors: dict[str, tuple[Node, int] | None] = {}
        self._aliases = 0
        self._nodes = 0
        self._most = MAX_NODES * room

    def document(self) -> Node | None:
        """The one document of the file."""
        for event in self._events:
            if isinstance(event, yaml.NodeEvent):
                root = self._node(event, 0)
                self._expect_end()
                if isinstance(root, Scalar) and root.kind is ScalarKind.NOTHING:
                    break
                return root
        self.problems.append(Problem(1, "the file is empty", "It must hold at least `version: 1`."))
        return None

    def _expect_end(self) -> None:
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                message = "a second document starts here"
                raise _Stopped(Problem(_line(event), message, "Remove the line `---` or `...` and what follows."))

    def _node(self, event: yaml.Event, depth: int) -> Node:
        self._count(1, event)
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        before = self._nodes
        anchor = getattr(event, "anchor", None)
        if anchor is not None:
            self._anchors[anchor] = None
        if getattr(event, "tag", None) is not None:
            self.problems.append(_tag(event))
        if depth > MAX_DEPTH:
            raise _Stopped(Problem(_line(event), f"nested more than {MAX_DEPTH} deep", "A setting file is flat."))
        node = self._value(event, depth)
        if anchor is not None:
            self._anchors[anchor] = (node, self._nodes - before + 1)
        return node

    def _value(self, event: yaml.Event, depth: int) -> Node:
        if isinstance(event, yaml.SequenceStartEvent):
            return Items(
                tuple(self._node(item, depth + 1) for item in self._until(yaml.SequenceEndEvent)), _line(event)
            )
        if isinstance(event, yaml.MappingStartEvent):
            return self._table(event, depth)
        if not isinstance(event, yaml.ScalarEvent):
            message = f"PyYAML sent a {type(event).__name__} where a value starts"
            raise TypeError(message)
        return self._scalar(event)

    def _scalar(self, event: yaml.ScalarEvent) -> Scalar:
        if re.search("[\ud800-\udfff]", event.value):
            self.problems.append(Problem(_line(event), "half of a surrogate pair", "Write the character itself."))
        tag = self._resolver.resolve(yaml.ScalarNode, event.value, event.implicit)  # type: ignore[no-untyped-call]  # untyped in types-PyYAML
        return Scalar(event.value, _KINDS.get(str(tag), ScalarKind.TEXT), _line(event))

    def _table(self, start: yaml.Event, depth: int) -> Table:
        entries: dict[str, tuple[Scalar, Node]] = {}
        for event in self._until(yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            value = self._node(next(self._events), depth + 1)
            problem = _key_problem(key, entries)
            if problem:
                self.problems.append(problem)
            elif isinstance(key, Scalar):
                entries[key.text] = (key, value)
        return Table(tuple(entries.values()), _line(start))

    def _until(self, end: type[yaml.Event]) -> Iterator[yaml.Event]:
        for event in self._events:
            if isinstance(event, end):
                return
            yield event

    def _alias(self, event: yaml.AliasEvent) -> Node:
        self._aliases += 1
        name = str(event.anchor)
        if self._aliases > MAX_ALIASES:
            raise _Stopped(Problem(_line(event), f"more than {MAX_ALIASES} aliases", "Write the values out."))
        if name not in self._anchors:
            hint = f'A text that starts with * stands in quotes: "*{name}".'
            raise _Stopped(Problem(_line(event), f"there is no anchor &{name} above this alias", hint))
        anchored = self._anchors[name]
        if anchored is None:
            raise _Stopped(Problem(_line(event), f"the alias *{name} contains itself", "Write the values out."))
        node, size = anchored
        self._count(size, event)
        return node

    def _count(self, nodes: int, event: yaml.Event) -> None:
        self._nodes += nodes
        if self._nodes > self._most:
            raise _Stopped(Problem(_line(event), f"more than {self._most} values", SHORT))


def _key_problem(key: Node, entries: dict[str, tuple[Scalar, Node]]) -> Problem | None:
    if not isinstance(key, Scalar):
        return Problem(key.line, "a key must be a word", "Lists and mappings cannot be keys.")
    if key.kind is ScalarKind.MERGE:
        return Problem(key.line, "merge keys (<<) are not read", "Write the keys out.")
    if key.kind is not ScalarKind.TEXT:
        return Problem(key.line, f"YAML takes the key {key.text} for {key.kind}", f'Put it in quotes: "{key.text}".')
    if key.text in entries:
        first = entries[key.text][0].line
        return Problem(
            key.line, f'the key "{key.text}" stands twice; the first is on line {first}', "Keep one of them."
        )
    return None


def _tag(event: yaml.Event) -> Problem:
    tag = str(getattr(event, "tag", "")).replace("tag:yaml.org,2002:", "!!")
    return Problem(
        _line(event), f"the tag {tag} is not allowed", "Write the value without it; a text with ! in quotes."
    )


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _events(text: str) -> Iterator[yaml.Event]:
    """PyYAML's events; whatever it cannot read stops the file with the line and a plain reason."""
    loader = None
    try:
        loader = yaml.SafeLoader(text)
        while loader.check_event():
            yield loader.get_event()  # type: ignore[no-untyped-call]  # untyped in types-PyYAML
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        message = f"the character U+{ord(text[error.position]):04X} is not allowed"
        raise _Stopped(Problem(line, message, "Remove it.")) from error
    except yaml.MarkedYAMLError as error:
        raise _Stopped(_syntax(error, text)) from error
    except ValueError as error:  # PyYAML passes "\U00110000" to chr() and endless digits to int()
        line = loader.line + 1 if loader else 1
        raise _Stopped(
            Problem(line, f"not readable: {error}", "Look for an escape or number that is too large.")
        ) from error
    finally:
        if loader:
            loader.dispose()


def _syntax(error: yaml.MarkedYAMLError, text: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 1
    lines = text.split("\n")
    wrong = lines[min(line, len(lines)) - 1]
    hint = "Look at the indentation, and at quotes and brackets that are not closed."
    if error.problem and "mapping values" in error.problem:
        hint = "A text that holds a colon and a blank stands in quotes."
    elif error.problem and "cannot start any token" in error.problem:
        hint = "A text that starts with this character stands in quotes."
    elif "#" in wrong or "[#" in text.replace(" ", ""):
        hint = "An unquoted # starts a comment: put colours in quotes."
    reason = ", ".join(part for part in (error.context, error.problem) if part)
    return Problem(line, f"not valid YAML: {reason}", hint)
