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


class Day(click.ParamType):
    """A calendar day as YYYY-MM-DD."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:  # noqa: ANN401 - click's signature
        """The day, or a usage error that says how to write one."""
        if isinstance(value, dt.date):
            return value
        try:
            return dt.datetime.strptime(value, "%Y-%m-%d").replace(tzinfo=dt.UTC).date()
        except ValueError:
            self.fail(f"“{value}” is no date. Write it as 2025-10-20.", param, ctx)


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
