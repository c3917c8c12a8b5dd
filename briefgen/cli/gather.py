"""Documents and their figures, with remarks on standard error about what was left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import Struct

from briefgen.cli.notes import notes
from briefgen.cli.progress import Progress

if TYPE_CHECKING:
    from briefgen.model import Corpus, Document, Figure, Topic

NAMED = 20
"""Remarks that are printed; more would hide the list itself."""


class Found(Struct, frozen=True):
    """A document with the figures that it reports."""

    document: Document
    """The document."""
    figures: tuple[Figure, ...]
    """In the order of its text."""


def collect(paths: Sequence[Path]) -> Corpus:
    """The documents of these paths; what was left out is said on standard error."""
    from briefgen import corpus

    collected = corpus.load(paths)
    for line in notes(collected.omissions, NAMED):
        click.echo(line, err=True)
    return collected


def read_all(collected: Corpus, topics: Sequence[Topic], *, visible: bool) -> Iterator[Found]:
    """Each document with its figures; what reading left out is said on standard error.

    Progress is not `visible` where lines of data appear on the same terminal meanwhile.
    """
    from briefgen import readings

    with Progress(visible=visible) as progress:
        found = readings.read_all(collected.documents, topics, progress)
        for document, reading in zip(collected.documents, found, strict=True):
            for line in notes(reading.omissions, NAMED):
                progress.note(line)
            yield Found(document, reading.figures)
