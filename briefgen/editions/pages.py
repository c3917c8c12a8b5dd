"""The page of a released edition: it leads to its briefs, and says what became of it since.

The page is none of the released files. It is written anew when the edition is withdrawn or corrected.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from briefgen import resources
from briefgen.config import Config
from briefgen.corpus.store import Store
from briefgen.editions import parts, shelf
from briefgen.editions.states import OPEN
from briefgen.editions.values import Act, State
from briefgen.model import Edition, File, Rewording
from briefgen.rendering import index as page
from briefgen.rendering.editions import NAME, Compared, Earlier, Entry, Fate, Link

LEAD = "bottom_line"
"""The section whose first sentence stands below a title."""


class _Statement(Struct, frozen=True):
    text: str
    author: str


class _Section(Struct, frozen=True):
    key: str
    statements: tuple[_Statement, ...] = ()


class _Brief(Struct, frozen=True):
    """What the page says of a released brief, as its JSON has it."""

    title: str
    topic: str
    locale: str
    as_of: dt.date | None
    sections: tuple[_Section, ...]


_decoder = msgspec.json.Decoder(_Brief)


def index(store: Store, config: Config, log: Sequence[Act], around: Sequence[Earlier]) -> File:
    """The page of a released edition.

    Args:
        store: Where its files are kept.
        config: Whose brand and templates it has.
        log: The acts of the edition.
        around: Other editions that have a page.

    Raises:
        CorpusError: The files are not what they were.
        TemplateError: The template is missing or wrong.
    """
    plan = log[-1].plan
    files = shelf.files(store, plan.name)
    names = [file.name for file in files]
    briefs = [_decoder.decode(file.content) for topic in plan.topics for file in files if file.name == f"{topic}.json"]
    edition = Edition(plan.name, next((one.as_of for one in briefs), None))
    return page.index(
        edition,
        [_entry(brief, names, config.words_in(brief.locale)) for brief in briefs],
        told(store, around),
        config.brand,
        (*config.templates, resources.templates()),
        fate(store, log, {one.name: one.address for one in around}),
    )


def told(store: Store, around: Sequence[Earlier]) -> tuple[Earlier, ...]:
    """Editions with what became of those that the store knows."""
    known = set(shelf.names(store))
    pages = {one.name: one.address for one in around}
    return tuple(
        replace(one, fate=fate(store, shelf.log(store, one.name), pages)) if one.name in known else one
        for one in around
    )


def fate(store: Store, log: Sequence[Act], pages: Mapping[str, str]) -> Fate:
    """What became of an edition; drafts of corrections do not count, and one that is withdrawn says so on its own page.

    Args:
        store: Where editions are kept.
        log: The acts of the edition.
        pages: Name of another edition, and where its page is.
    """
    last = log[-1]
    notice = last.plan.notice
    after = _after(store, last.plan.name)
    return Fate(
        Link(notice.corrects, pages.get(notice.corrects, "")) if notice else None,
        Link(after, pages.get(after, "")) if after else None,
        _withdrawn(last),
        tuple(_compared(store, last, pages)),
    )


def _after(store: Store, name: str) -> str:
    """The edition that takes the place of one; empty where none does."""
    return next((act.plan.name for act in shelf.corrections(store, name) if act.state not in OPEN), "")


def _withdrawn(last: Act) -> str:
    return last.reason if last.state is State.WITHDRAWN else ""


def _compared(store: Store, last: Act, pages: Mapping[str, str]) -> Iterator[Compared]:
    """The editions that one compares itself with, where those do not stand any more."""
    known, notice = set(shelf.names(store)), last.plan.notice
    for name in parts.compared(last.pieces):
        if name in known and not (notice and notice.corrects == name):
            corrected_by, withdrawn = _after(store, name), _withdrawn(shelf.log(store, name)[-1])
            if corrected_by or withdrawn:
                yield Compared(Link(name, pages.get(name, "")), corrected_by, withdrawn)


def file_of(folder: Path) -> Path:
    """Where the page of an edition in a folder stands."""
    return folder / NAME


def _entry(brief: _Brief, names: Sequence[str], words: tuple[Rewording, ...]) -> Entry:
    lead = next((one.statements for one in brief.sections if one.key == LEAD), ())
    sentence = next((one.text for one in lead if one.author != "editor"), "")
    return Entry(brief.title, sentence, page.links(brief.topic, names, brief.locale, words))
