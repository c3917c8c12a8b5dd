"""editions/*.yaml beside briefgen.yaml: what an editor asks of one edition, or of every one (`default.yaml`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefgen import fields
from briefgen.config.meaning import at, entries, items, said, scalars, spoken, text, unsaid
from briefgen.config.problems import Level, Problem, suggest
from briefgen.model import FOREWORD, Comment, Override, Wish

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from briefgen.config.nodes import Node

_FOREWORD = "the foreword"
FOLDER = "editions"
"""The folder, beside briefgen.yaml."""
_NAME = re.compile(r"\d{4}-W\d{2}(?:\.[1-9]\d*)?")


def override_files(folder: Path) -> tuple[Path, ...]:
    """The files with overrides, sorted; none where there is no such folder."""
    found = (folder / FOLDER).glob("*.yaml") if (folder / FOLDER).is_dir() else ()
    return tuple(sorted(path for path in found if path.is_file()))


def override_problems(root: Node | None, name: str, topics: Sequence[str], locale: str) -> Iterator[Problem]:
    """A name that is no edition's, what is hidden and pinned at once, numbers in a heading, unknown topics.

    An editor's words that are not there in the locale of the brand are a warning.
    """
    if name != Override.EVERY and not _NAME.fullmatch(name):
        yield Problem(
            0, f'"{name}" is no edition', f"Name the file 2026-W47.yaml, or {Override.EVERY}.yaml for each week."
        )
    hidden = {one.text: one.line for one in scalars(at(root, "hide"))}
    for one in scalars(at(root, "pin")):
        if one.text in hidden:
            yield Problem(one.line, f"{one.text} is hidden on line {hidden[one.text]}", "Keep one of the two.")
    for section, heading in entries(at(root, "headings")):
        texts = [value for _, value in entries(heading)] or [heading]
        if any(character.isdigit() for one in texts for character in text(one)):
            yield Problem(heading.line, "a heading has a number, which cites nothing", "Say it without the number.")
        yield from unsaid(f"the heading of {section.text}", heading, locale)
    for what, words in _said(root):
        yield from _words_problems(what, words, topics, locale)
    seen: dict[str, int] = {}
    for one in scalars(at(root, "order")):
        if one.text in seen:
            yield Problem(one.line, f'"{one.text}" stands twice; the first time on line {seen[one.text]}')
        seen.setdefault(one.text, one.line)


def _words_problems(what: str, words: Node, topics: Sequence[str], locale: str) -> Iterator[Problem]:
    texts, topic = at(words, "text"), at(words, "topic")
    if texts is not None and spoken(texts, locale) is None:
        there = ", ".join(key.text for key, _ in entries(texts))
        hint = f"It is there in {there}; briefs in {locale} do without it until you add `{locale}: …`."
        yield Problem(texts.line, f"{what} is not there in {locale}", hint, Level.WARNING, is_unsaid=True)
    if topic is not None and topics and text(topic) not in topics:
        yield Problem(topic.line, f'there is no topic "{text(topic)}"', suggest(text(topic), topics))


def read_override(root: Node, name: str, file: str, locale: str) -> Override:
    """What a file without problems asks for, an editor's words in the locale of the brand where they are there."""
    words = (_comment(one, locale, FOREWORD if what == _FOREWORD else "") for what, one in _said(root))
    return Override(
        edition=name,
        hide=_wishes(at(root, "hide"), file),
        pin=_wishes(at(root, "pin"), file),
        headings=tuple(
            (key.text, " ".join(said(value, locale).split())) for key, value in entries(at(root, "headings"))
        ),
        order=tuple(one.text for one in scalars(at(root, "order"))),
        comments=tuple(one for one in words if one is not None),
    )


def _said(root: Node | None) -> Iterator[tuple[str, Node]]:
    """What an editor says, and how a message calls it."""
    foreword = at(root, "foreword")
    if foreword is not None:
        yield _FOREWORD, foreword
    for number, one in enumerate(items(at(root, "comments")), 1):
        yield f"comment {number}", one


def _comment(node: Node, locale: str, section: str) -> Comment | None:
    """A comment, or a foreword, which alone may have several paragraphs; None where it has no words in the locale."""
    words = spoken(at(node, "text"), locale)
    if words is None:
        return None
    return Comment(
        text=words.strip() if section else " ".join(words.split()),
        by=text(at(node, "by")),
        day=fields.day(text(at(node, "date"))),
        topic=text(at(node, "topic")),
        section=section or text(at(node, "section"), "bottom_line"),
    )


def _wishes(node: Node | None, file: str) -> tuple[Wish, ...]:
    return tuple(Wish(one.text, f"{file}:{one.line}") for one in scalars(node))
