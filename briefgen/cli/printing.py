"""Putting lines and tables on standard output: for a person, for a pipe, for a spreadsheet."""

from __future__ import annotations

import csv
import io
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.text import Text


def terminal() -> int:
    """The columns of the terminal that a person looks at; 0 where standard output goes elsewhere."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else 0


def lines(texts: Iterable[str]) -> None:
    """Plain lines, for a pipe."""
    for text in texts:
        click.echo(text)


def shown(texts: Iterable[Text]) -> None:
    """Lines that already have their width, in colour where the terminal and NO_COLOR allow it."""
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=True)
    for text in texts:
        console.print(text)


def table(names: Sequence[str], rows: Iterable[Mapping[str, object]]) -> None:
    """Comma-separated values with a header. UTF-8, line ends as in RFC 4180."""
    text = io.StringIO()
    writer = csv.DictWriter(text, names)
    writer.writeheader()
    for row in rows:
        writer.writerow({key: harmless(value) for key, value in row.items()})
    click.echo(text.getvalue(), nl=False)


def harmless(value: object) -> object:
    """A cell that no spreadsheet takes for a formula (OWASP, "CSV injection"); numbers stay as they are."""
    if (isinstance(value, str) and value[:1] in ("=", "@", "\t", "\r")) or _signed_words(value):
        return f"'{value}"
    return value


def _signed_words(value: object) -> bool:
    return isinstance(value, str) and value[:1] in ("+", "-") and not value[1:2].isdigit()
