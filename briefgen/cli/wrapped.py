"""Prose on a terminal: lines that wrap under their own indent; whole lines in a pipe."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable

import click
from rich.text import Text

WIDEST = 100
"""Cells that a line of prose has at most: longer ones are hard to read."""
NARROWEST = 40
"""Cells that a line has at least, however narrow the terminal is."""


class Line(Text):
    """A line of prose, with the cells that its continuation is indented by."""

    hang: int = 0


def line(hang: int, *parts: str | tuple[str, str]) -> Line:
    """A line of plain parts and of parts with a style; `hang` cells stand before what is wrapped."""
    made = Line()
    for part in parts:
        made.append(*(part if isinstance(part, tuple) else (part,)))
    made.hang = hang
    return made


def show(lines: Iterable[Line]) -> None:
    """Print lines: wrapped and with sparing colour on a terminal, each whole in a pipe."""
    if not sys.stdout.isatty():
        for one in lines:
            click.echo(one.plain.rstrip())
        return
    from rich.console import Console

    width = max(min(shutil.get_terminal_size().columns, WIDEST), NARROWEST)
    console = Console(highlight=False, soft_wrap=True, width=width)
    for one in lines:
        rows = one.wrap(console, width - one.hang) if one.hang else [one]
        head, *rest = rows or [one]
        console.print(head)
        for row in rest:
            console.print(Text(" " * one.hang) + row)
