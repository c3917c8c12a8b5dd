"""Putting lines and tables on standard output: for a person, for a pipe, for a spreadsheet."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import click

from briefgen import spreadsheet

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
    click.echo(spreadsheet.table(names, rows), nl=False)
