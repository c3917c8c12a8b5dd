"""words/*.yaml in the house's folder of templates: words of the house in the place of those of the frame.

A file is named after its language (`kk.yaml`) or locale (`en-GB.yaml`, whose words come before those of `en.yaml`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.config import shapes
from briefgen.config.meaning import at, entries, items, text, usual
from briefgen.config.nodes import Scalar, ScalarKind, Table
from briefgen.config.problems import Problem, nearest
from briefgen.messages import slots, unlike
from briefgen.model import Rewording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from briefgen.config.nodes import Node

FOLDER = "words"
"""The folder, in the house's one."""
MEASURE = "measure"
"""The context of names of measures (`language.py`)."""
COUNTS = ("zero", "one", "two", "few", "many", "other")
"""Kinds of counts (CLDR), each of which a language may have words for."""


def files(house: Path) -> tuple[Path, ...]:
    """The files with words, sorted; none where there is no such folder."""
    folder = house / FOLDER
    return tuple(sorted(path for path in folder.glob("*.yaml") if path.is_file())) if folder.is_dir() else ()


def problems(name: str, root: Node | None) -> Iterator[Problem]:
    """A name that is no locale, words that print other values than those that they stand for, uncited numbers."""
    wrong = shapes.complain(shapes.LOCALE, name)
    if wrong is not None:
        yield Problem(0, f'"{name}" is no language', "Name the file kk.yaml, or en-GB.yaml.")
    for key, value in entries(at(root, "words")):
        for form, words in _forms(value):
            yield from _slots(key.text, form, words)


def read(root: Node) -> tuple[Rewording, ...]:
    """The words of a file without problems, in its order."""
    return tuple(one for key, value in entries(at(root, "words")) for one in _rewordings(key.text, value))


def chosen(known: Iterable[tuple[str, tuple[Rewording, ...]]], locale: str) -> tuple[Rewording, ...]:
    """The words in a locale, of those of all files by their names: the very tag's, then its language's."""
    tag = locale.casefold()
    every, found = tuple(known), dict[tuple[str, str], Rewording]()
    for wanted in dict.fromkeys((tag.partition("-")[0], tag)):
        for name, words in every:
            if name.casefold() == wanted:
                found |= {(one.context, one.message): one for one in words}
    return tuple(found[key] for key in sorted(found))


def measures(root: Node | None) -> Iterator[tuple[str, tuple[Rewording, ...]]]:
    """What measures are called in each locale that their settings name."""
    for _, topic in entries(at(root, "topics")):
        for measure in items(at(topic, "measures")):
            name = at(measure, "name")
            for tag, called in entries(name):
                own = Rewording(text(usual(name)), text(called), context=MEASURE)
                yield from ((tag.text, (own,)),) if own.text != own.message else ()


def without_nothing(root: Node) -> Node:
    """The tree without a list of words that has none: all of its lines are comments still."""
    if not isinstance(root, Table):
        return root
    kept = [(key, value) for key, value in root.entries if not (key.text == FOLDER and _is_nothing(value))]
    return Table(tuple(kept), root.line)


def _is_nothing(node: Node) -> bool:
    return isinstance(node, Scalar) and node.kind is ScalarKind.NOTHING


def _forms(value: Node) -> Iterator[tuple[str, Scalar]]:
    """The words of a message, each with the name that it stands under; one without names has an empty one."""
    for name, words in ((key.text, one) for key, one in entries(value)) if isinstance(value, Table) else (("", value),):
        if isinstance(words, Scalar):
            yield name, words


def _rewordings(message: str, value: Node) -> Iterator[Rewording]:
    if isinstance(value, Scalar):
        yield Rewording(message, value.text)
        return
    counted = tuple((key.text, text(words)) for key, words in entries(value) if key.text in COUNTS)
    if counted:
        yield Rewording(message, forms=counted)
    for key, words in entries(value):
        if key.text not in COUNTS:
            yield Rewording(message, text(words), context=key.text)


def _slots(message: str, count: str, words: Scalar) -> Iterator[Problem]:
    if words.text.count("\n") > message.count("\n"):
        yield Problem(words.line, "the words hold a line break", "Write them on one line.")
    wanted, found = slots(message), unlike(message, words.text, count)
    for slot in found.foreign:
        near = nearest(slot, set(wanted))
        hint = f"Did you mean %({near})s? " if near else ""
        listed = ", ".join(f"%({one})s" for one in dict.fromkeys(wanted)) or "none"
        yield Problem(words.line, f"%({slot})s is no value of this message", f"{hint}Its values, each once: {listed}.")
    for slot in found.lost:
        yield Problem(words.line, f"the words do not print %({slot})s", "Every value of the message stays in it.")
    for number in found.numbers:
        yield Problem(words.line, f"the words hold the number {number}, which cites nothing", "Say it without.")
