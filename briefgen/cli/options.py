"""Options that several commands share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])

existing = click.Path(exists=True, path_type=Path)
"""A file or folder that is there."""


def day(ctx: click.Context, param: click.Parameter, value: str | None) -> dt.date | None:
    """Reads a calendar day; what is none is a usage error that says how to write one."""
    try:
        return None if value is None else dt.date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"“{value}” is no date. Write it as 2025-10-20.", ctx, param) from None


def with_config(command: Command) -> Command:
    """`--config FILE`."""
    return click.option(
        "--config",
        "config_path",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="Settings to use instead of the nearest briefgen.yaml.",
    )(command)


def with_corpus(command: Command) -> Command:
    """`--corpus PATH`, repeatable."""
    return click.option(
        "--corpus",
        metavar="PATH",
        type=existing,
        multiple=True,
        help="File or folder with documents; repeatable. Default: the corpus of the settings.",
    )(command)
