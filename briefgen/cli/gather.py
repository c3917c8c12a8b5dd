"""Documents and their figures, with remarks on standard error about what was left out."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import Struct

from briefgen.cli import corpora
from briefgen.cli.notes import notes
from briefgen.cli.options import INPUT
from briefgen.cli.progress import Progress

if TYPE_CHECKING:
    import datetime as dt

    from briefgen.config import Config
    from briefgen.model import Corpus, Document, Evidence, Figure
    from briefgen.orders import Order
    from briefgen.pipeline import Weighed
    from briefgen.running import Hands

NAMED = 20
"""Remarks that are printed; more would hide the list itself."""


class Found(Struct, frozen=True):
    """A document with the figures that it reports."""

    document: Document
    """The document."""
    figures: tuple[Figure, ...]
    """In the order of its text."""


class Gathered(Struct, frozen=True):
    """Documents with what they say together."""

    documents: dict[str, Document]
    """By id."""
    evidence: Evidence
    """Of the topics that somebody asked for."""


def weigh(paths: Sequence[Path], topics: Sequence[str], config_path: Path | None) -> Gathered:
    """What these documents, or those of the settings, say together; remarks go to standard error.

    Args:
        paths: Files and folders; the corpus of the settings when empty.
        topics: Ids of the topics to keep; everything, of whatever topic or none, when empty.
        config_path: The settings to use instead of the nearest.
    """
    from briefgen import config, corrected, evidence, orders
    from briefgen.cli.errors import tell

    settings = config.load(config_path)
    for warning in settings.warnings:
        tell(warning)
    found = weighed(settings, orders.Order(tuple(topics), tuple(paths)))
    material = found.material
    for line in (
        *notes(material.corpus.omissions, NAMED),
        *notes(tuple(corrected.doubts(found.outcomes)), NAMED, "; `briefgen correct --list` shows all"),
    ):
        click.echo(line, err=True)
    part = evidence.narrow(found.evidence, material.topics, found.readings) if topics else found.evidence
    return Gathered({document.id: document for document in material.corpus.documents}, part)


def weighed(settings: Config, order: Order, among: Collection[str] | None = None) -> Weighed:
    """What the documents of an order say, with progress for a person who waits.

    `among` are ids of documents: only these are read, and how many of them are gone is said on standard error.
    """
    with corpora.opened(settings, order.corpus) as store, Progress() as progress:
        if among is None:
            material = corpora.collect(settings, order, store, progress)
        else:
            material = corpora.among(settings, order, among, store, progress)
            gone = len(among) - len(material.corpus.documents)
            if gone:
                what = f"{gone} of the {len(among)} documents of the brief"
                progress.note(f"note: {what} are not in the corpus as they were")
        return corpora.weigh(settings, material, store, progress)


def collect(paths: Sequence[Path], published: dt.date | None = None) -> Corpus:
    """The documents of these paths; what was left out is said on standard error.

    Args:
        paths: Files and folders; "-" is the text of standard input.
        published: The day of what comes from standard input, instead of one that it says itself.
    """
    from briefgen import corpus
    from briefgen.model import Corpus

    files = [path for path in paths if path != INPUT]
    collected = corpus.load(files) if files else Corpus(())
    for line in notes(collected.omissions, NAMED):
        click.echo(line, err=True)
    if len(files) == len(paths):
        return collected
    return Corpus((*collected.documents, typed(published)), collected.omissions)


def typed(published: dt.date | None) -> Document:
    """The document on standard input, as plain text.

    Raises:
        CorpusError: It is no text.
    """
    from msgspec.structs import replace

    from briefgen.corpus import plain
    from briefgen.corpus.decode import LARGEST

    document = plain.read(sys.stdin.buffer.read(LARGEST + 1), "standard input")
    return replace(document, published=published) if published else document


def read_all(collected: Corpus, settings: Config, hands: Hands | None = None, *, visible: bool) -> Iterator[Found]:
    """Each document with its figures, as people corrected them; what reading left out is said on standard error.

    Progress is not `visible` where lines of data appear on the same terminal meanwhile.
    """
    from briefgen import corrections, readings
    from briefgen.running import Hands

    documents = corrections.dated(collected, settings.corrections)[0].documents
    with Progress(visible=visible) as progress:
        read = readings.read_all(documents, settings.topics, progress, hands or Hands())
        found = corrections.amended(documents, read, settings.corrections, settings.topics).readings
        for document, reading in zip(documents, found, strict=True):
            for line in notes(reading.omissions, NAMED):
                progress.note(line)
            yield Found(document, reading.figures)
