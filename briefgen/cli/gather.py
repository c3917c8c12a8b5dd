"""Documents and their figures, with remarks on standard error about what was left out."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import Struct

from briefgen.cli.notes import notes
from briefgen.cli.options import INPUT
from briefgen.cli.progress import Progress

if TYPE_CHECKING:
    import datetime as dt

    from briefgen.config import Config
    from briefgen.model import Corpus, Document, Figure

NAMED = 20
"""Remarks that are printed; more would hide the list itself."""


class Found(Struct, frozen=True):
    """A document with the figures that it reports."""

    document: Document
    """The document."""
    figures: tuple[Figure, ...]
    """In the order of its text."""


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


def read_all(collected: Corpus, settings: Config, *, visible: bool) -> Iterator[Found]:
    """Each document with its figures, as people corrected them; what reading left out is said on standard error.

    Progress is not `visible` where lines of data appear on the same terminal meanwhile.
    """
    from briefgen import corrections, readings

    documents = corrections.dated(collected, settings.corrections)[0].documents
    with Progress(visible=visible) as progress:
        read = readings.read_all(documents, settings.topics, progress)
        found = corrections.amended(documents, read, settings.corrections, settings.topics).readings
        for document, reading in zip(documents, found, strict=True):
            for line in notes(reading.omissions, NAMED):
                progress.note(line)
            yield Found(document, reading.figures)
