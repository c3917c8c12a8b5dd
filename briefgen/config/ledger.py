"""corrections.yaml edited as text: an entry is added or taken away, and every other line stays as its people wrote it.

Comments, order, quotes and line ends survive because nothing is dumped anew. A file that is laid out in another way
than one entry to a dash is left alone: each result is read back before it is given out.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from briefgen import fields
from briefgen.config.corrections import ROOM, corrections_problems, read_corrections
from briefgen.config.keys import CORRECTIONS
from briefgen.config.nodes import parse
from briefgen.config.shapes import problems

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefgen.config.problems import Problem
    from briefgen.model import Correction

NEW = """\
# What people corrected. `briefgen correct` writes this file, and it may be edited by hand: docs/configuration.md.
version: 1

corrections: []
"""
"""A file without corrections."""
INDENT = "  "
"""Before the dash of the first entry."""

_LIST = re.compile(r"corrections:[ ]*(\[[ ]*\])?[ ]*(#.*)?")
"""The line that the list of entries stands under, or that holds an empty list."""
_DASH = re.compile(r"( *)-(?= |$)")
_PLAIN = re.compile(r"[^\W\d_][\w .,()/’-]*(?<!\s)")
"""What YAML takes for a text without quotes: it begins with a letter and has no colon."""
_TAKEN = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
"""Words that YAML 1.1 takes for something else."""


def parsed(data: bytes) -> tuple[tuple[Correction, ...], tuple[Problem, ...]]:
    """The corrections of a file, or what is wrong with it."""
    root, wrong = parse(data, ROOM)
    if root is not None:
        wrong = (*wrong, *problems(CORRECTIONS, root, ""), *corrections_problems(root))
    return (() if wrong or root is None else read_corrections(root)), tuple(wrong)


def added(text: str, correction: Correction) -> str | None:
    """The file with one more entry at its end; None for a layout that is better edited by hand."""
    lines, ends = _lines(text)
    head = _list_line(lines)
    if head is None:
        return None
    starts = _starts(lines, head)
    indent = _indent(lines[starts[0]]) if starts else INDENT
    new = [indent + line for line in entry(correction)]
    if starts:
        last = _end(lines, starts[-1])
        new = ["", *new]
    else:
        last = head + 1
        comment = lines[head].partition("#")
        lines[head] = "corrections:" + (f"  #{comment[2]}" if comment[1] else "")
    return _kept(ends.join([*lines[:last], *new, *lines[last:]]) + ends, correction, text)


def _kept(changed: str, correction: Correction, before: str) -> str | None:
    """The changed text if it says what it should: everything that it said, and the new entry."""
    earlier, _ = parsed(before.encode())
    now, wrong = parsed(changed.encode())
    return changed if not wrong and now == (*earlier, correction) else None


def removed(text: str, number: int) -> str | None:
    """The file without its entry of a number (from 1); None for a layout that is better edited by hand.

    Comments above an entry are taken to be its own, and go with it.
    """
    lines, ends = _lines(text)
    earlier, _ = parsed(text.encode())
    head = _list_line(lines)
    starts = _starts(lines, head) if head is not None else []
    if head is None or len(starts) != len(earlier):
        return None
    first, last = starts[number - 1], _end(lines, starts[number - 1])
    while first > head + 1 and lines[first - 1].lstrip().startswith("#"):
        first -= 1
    while first > head + 1 and not lines[first - 1].strip():
        first -= 1
    if len(starts) == 1:
        lines[head] = lines[head].replace("corrections:", "corrections: []", 1)
    changed = ends.join([*lines[:first], *lines[last:]]) + ends
    now, wrong = parsed(changed.encode())
    return changed if not wrong and now == earlier[: number - 1] + earlier[number:] else None


def _lines(text: str) -> tuple[list[str], str]:
    """The lines of a file and how they end."""
    ends = "\r\n" if "\r\n" in text else "\n"
    return text.removesuffix(ends).split(ends), ends


def _list_line(lines: Sequence[str]) -> int | None:
    return next((place for place, line in enumerate(lines) if _LIST.fullmatch(line)), None)


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" "))]


def _starts(lines: Sequence[str], head: int) -> list[int]:
    """The lines that entries begin on: dashes as far in as the first one."""
    found: list[int] = []
    for place in range(head + 1, len(lines)):
        dash = _DASH.match(lines[place])
        if dash and (not found or dash[1] == _indent(lines[found[0]])):
            found.append(place)
        elif re.match(r"[^\s#-]", lines[place]):
            break
    return found


def _end(lines: Sequence[str], start: int) -> int:
    """The line behind an entry: blank lines and comments behind its last value are not of it."""
    depth, end = len(_indent(lines[start])), start + 1
    for place in range(start + 1, len(lines)):
        words = lines[place].lstrip(" ")
        if words and len(lines[place]) - len(words) <= depth:
            break
        if words and not words.startswith("#"):
            end = place + 1
    return end


def entry(correction: Correction) -> list[str]:
    """The lines of a correction, from its dash on."""
    read = {one.field: one.read for one in correction.amendments if one.read}
    correct = {one.field: one.correct for one in correction.amendments}
    place = [f"at: [{correction.span.start}, {correction.span.end}]"] if correction.span else []
    surface = [f"surface: {scalar(correction.surface)}"] if correction.span else []
    lines = [
        f"document: {correction.document}",
        f"name: {scalar(correction.name)}",
        *place,
        *surface,
        *([f"read: {_flow(read)}"] if read else []),
        f"correct: {_flow(correct)}",
        f"by: {scalar(correction.by)}",
        f"date: {correction.date}",
        f"reason: {scalar(correction.reason)}",
    ]
    return [f"- {lines[0]}", *(f"  {line}" for line in lines[1:])]


def _flow(values: dict[str, str]) -> str:
    return "{" + ", ".join(f"{name}: {_bare(name, text)}" for name, text in values.items()) + "}"


def _bare(name: str, text: str) -> str:
    """A value inside braces: numbers, days and single words need no quotes."""
    bare = re.fullmatch(r"[0-9]+(\.[0-9]+)?|[0-9]{4}-[0-9]{2}-[0-9]{2}", text) and name in {*fields.FIELDS, "published"}
    return text if bare or (re.fullmatch(r"[a-z]{2,}", text) and text not in _TAKEN) else _quoted(text)


def scalar(text: str) -> str:
    """A text as YAML writes it, in quotes where it needs them."""
    return text if _PLAIN.fullmatch(text) and text.casefold() not in _TAKEN else _quoted(text)


def _quoted(text: str) -> str:
    """A text in double quotes: the escapes of JSON are those of YAML, which has one more for rare characters."""
    return "".join(
        letter if letter.isprintable() else f"\\U{ord(letter):08X}" for letter in json.dumps(text, ensure_ascii=False)
    )
