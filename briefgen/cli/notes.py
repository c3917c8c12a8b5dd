"""Remarks on documents, for standard error: what was left out, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefgen.cli.text import one_line
from briefgen.model import Omission


def notes(omissions: Sequence[Omission], most: int, elsewhere: str = "") -> Iterator[str]:
    """A line for each, up to `most`; then how many more there are, and where they stand."""
    for omission in omissions[:most]:
        yield f"note: {one_line(omission.what)}: {one_line(omission.reason)}"
    if len(omissions) > most:
        yield f"note: and {len(omissions) - most} more{elsewhere}"
