"""What a brief carries inside itself, beside its pages: the files that a PDF holds as attachments."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Literal

from msgspec import Struct

from briefgen.language import language_of
from briefgen.model import Brand, Brief
from briefgen.rendering import json, markdown

Relationship = Literal["Source", "Data", "Alternative", "Supplement"]
"""How an attachment relates to its page: the original of it, the data behind what it shows, the same in another form,
or something added (ISO 19005-3, annex E, `AFRelationship`)."""


class Attachment(Struct, frozen=True):
    """A file inside another one."""

    name: str
    """File name, without a folder: "transport.json". Unique in a brief."""
    type: str
    """Media type: "application/json"."""
    content: bytes
    """Its bytes."""
    relationship: Relationship
    """What it is to the pages."""
    description: str
    """What a reader sees beside the name."""


def attachments(brief: Brief, brand: Brand, templates: Sequence[Path]) -> tuple[Attachment, ...]:
    """The files that a brief carries, in the order in which a reader lists them.

    Raises:
        TemplateError: the content template, which decides about the numbers of citations, is missing or wrong.
    """
    return (*_data(brief, brand, templates), *_values(brief, brand, templates))


def _data(brief: Brief, brand: Brand, templates: Sequence[Path]) -> tuple[Attachment, ...]:
    """The brief as `--format json` writes it."""
    return tuple(
        Attachment(
            PurePosixPath(file.name).name,
            "application/json",
            file.content,
            "Data",
            language_of(brand).gettext("The brief as JSON"),
        )
        for file in json.render(brief, brand, templates)
    )


def _values(brief: Brief, brand: Brand, templates: Sequence[Path]) -> tuple[Attachment, ...]:
    """What each chart shows: "transport-charts-01.csv"."""
    if not brief.charts:
        return ()
    spoken = language_of(brand)
    files = markdown.data(brief, brand, markdown.written(brief, brand, templates).numbering)
    return tuple(
        Attachment(
            file.name.replace("/", "-"),
            "text/csv",
            file.content,
            "Data",
            spoken.gettext("The values of chart %(number)s: %(title)s", number=str(number), title=chart.title),
        )
        for number, (file, chart) in enumerate(zip(files, brief.charts, strict=True), 1)
    )
