"""editions/*.yaml beside briefgen.yaml: what an editor asks of one edition, or of every one (`default.yaml`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefgen import fields
from briefgen.config.meaning import at, entries, items, scalars, text
from briefgen.config.problems import Problem, suggest
from briefgen.model import Comment, Override, Wish

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from briefgen.config.nodes import Node

FOLDER = "editions"
"""The folder, beside briefgen.yaml."""
_NAME = re.compile(r"\d{4}-W\d{2}(?:\.[1-9]\d*)?")


def override_files(folder: Path) -> tuple[Path, ...]:
    """The files with overrides, sorted; none where there is no such folder."""
    found = (folder / FOLDER).glob("*.yaml") if (folder / FOLDER).is_dir() else ()
    return tuple(sorted(path for path in found if path.is_file()))


def override_problems(root: Node | None, name: str, topics: Sequence[str]) -> Iterator[Problem]:
    """A name that is no edition's, what is hidden and pinned at once, numbers in a heading, unknown topics."""
    if name != Override.EVERY and not _NAME.fullmatch(name):
        yield Problem(
            0, f'"{name}" is no edition', f"Name the file 2026-W47.yaml, or {Override.EVERY}.yaml for each week."
        )
    hidden = {one.text: one.line for one in scalars(at(root, "hide"))}
    for one in scalars(at(root, "pin")):
        if one.text in hidden:
            yield Problem(one.line, f"{one.text} is hidden on line {hidden[one.text]}", "Keep one of the two.")
    for _, heading in entries(at(root, "headings")):
        if any(character.isdigit() for character in text(heading)):
            yield Problem(heading.line, "a heading has a number, which cites nothing", "Say it without the number.")
    for comment in items(at(root, "comments")):
        topic = at(comment, "topic")
        if topic is not None and topics and text(topic) not in topics:
            yield Problem(topic.line, f'there is no topic "{text(topic)}"', suggest(text(topic), topics))
    seen: dict[str, int] = {}
    for one in scalars(at(root, "order")):
        if one.text in seen:
            yield Problem(one.line, f'"{one.text}" stands twice; the first time on line {seen[one.text]}')
        seen.setdefault(one.text, one.line)


def read_override(root: Node, name: str, file: str) -> Override:
    """What a file without problems asks for."""
    return Override(
        edition=name,
        hide=_wishes(at(root, "hide"), file),
        pin=_wishes(at(root, "pin"), file),
        headings=tuple((key.text, " ".join(text(value).split())) for key, value in entries(at(root, "headings"))),
        order=tuple(one.text for one in scalars(at(root, "order"))),
        comments=tuple(_comment(one) for one in items(at(root, "comments"))),
    )


def _comment(node: Node) -> Comment:
    return Comment(
        text=" ".join(text(at(node, "text")).split()),
        by=text(at(node, "by")),
        day=fields.day(text(at(node, "date"))),
        topic=text(at(node, "topic")),
        section=text(at(node, "section"), "bottom_line"),
    )


def _wishes(node: Node | None, file: str) -> tuple[Wish, ...]:
    return tuple(Wish(one.text, f"{file}:{one.line}") for one in scalars(node))
