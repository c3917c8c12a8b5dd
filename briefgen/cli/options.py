"""Options that several commands share."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from briefgen.errors import UsageError

if TYPE_CHECKING:
    from briefgen.running import Hands

Command = TypeVar("Command", bound=Callable[..., Any])


INPUT = Path("-")
"""What stands for standard input."""


class Existing(click.Path):
    """A file or folder that is there; what is not brings the nearest names beside it. "-" may pass."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:  # noqa: ANN401 - click's signature
        """The path. Raises `UsageError` where nothing is."""
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        if self.allow_dash and path == INPUT:
            return path
        try:
            there = path.exists()
        except (OSError, ValueError) as error:  # a name that is too long, or holds a null
            raise UsageError(f"is no path: {error}", where=str(path)[:80]) from error
        if not there:
            raise UsageError("does not exist", where=str(path) or "“”", hint=_nearest(path))
        return path


def _nearest(path: Path) -> str:
    """Names like this one in the same folder, or how far the path leads."""
    import difflib

    folder = path.parent
    if not folder.is_dir():
        return f"There is no folder {folder} either."
    try:
        near = difflib.get_close_matches(path.name, sorted(entry.name for entry in folder.iterdir()), n=3)
    except OSError:
        return f"The folder {folder} cannot be listed: look at its permissions."
    return f"Did you mean {' or '.join(str(folder / name) for name in near)}?" if near else "Look at the spelling."


existing = Existing(path_type=Path)
"""A file or folder that is there."""

existing_or_input = Existing(path_type=Path, allow_dash=True)
"""A file or folder that is there, or "-"."""


def day(ctx: click.Context, param: click.Parameter, value: str | None) -> dt.date | None:  # noqa: ARG001 - click's signature
    """Reads a calendar day; what is none is a usage error that says how to write one."""
    try:
        return None if value is None else dt.date.fromisoformat(value)
    except ValueError:
        raise UsageError(f"“{value}” is no date", where=param.opts[0], hint="Write it as 2025-10-20.") from None


def several(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:  # noqa: ARG001 - click's signature
    """Names from an option that may be repeated, or given once with commas: each once, in the order given."""
    names = tuple(dict.fromkeys(name for value in values for part in value.split(",") if (name := part.strip())))
    if values and not names:
        raise UsageError("names nothing", where=param.opts[0], hint="Leave it out for what it is without it.")
    return names


def with_topics(command: Command) -> Command:
    """`--topic ID`, repeatable; all topics where none is named."""
    return click.option(
        "--topic",
        "topics",
        metavar="ID",
        multiple=True,
        callback=several,
        help="Of this topic; several with commas, or repeated. Default: all.",
    )(command)


def with_config(command: Command) -> Command:
    """`--config FILE`."""
    return click.option(
        "--config",
        "config_path",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="Settings to use instead of the nearest briefgen.yaml.",
    )(command)


def with_formats_of(default: tuple[str, ...], further: str = "") -> Callable[[Command], Command]:
    """`--format NAME`, repeatable or with commas.

    Args:
        default: The formats where none is named.
        further: What the command says of them besides.
    """
    return click.option(
        "--format",
        "formats",
        metavar="NAME",
        multiple=True,
        callback=several,
        default=default,
        show_default=True,
        help="md, html, pdf, docx, eml (a mail), json or csl (the documents for reference managers); several with"
        f" commas, or repeated.{further}",
    )


with_formats = with_formats_of(("pdf",))
"""`--format NAME`; a PDF where none is named."""


def with_query(command: Command) -> Command:
    """The options that say which documents of a store: topic, days, week, language, earlier versions, number."""
    options = (
        click.option("--topic", metavar="ID", help="On this topic."),
        click.option("--since", metavar="DATE", callback=day, help="Published on this day or later."),
        click.option("--until", metavar="DATE", callback=day, help="Published on this day or earlier."),
        click.option("--week", metavar="WEEK", help="Published in this week, such as 2026-W43."),
        click.option("--language", metavar="CODE", help="In this language, such as en."),
        click.option(
            "--replaced", is_flag=True, help="Earlier versions too, of which the same place gave a newer one."
        ),
        click.option("--limit", metavar="N", type=click.IntRange(min=1), help="So many at most, the newest."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def with_store(command: Command) -> Command:
    """`--store PATH|URL`."""
    return click.option(
        "--store",
        metavar="PATH|URL",
        help="Store of documents. Default: that of the settings, where there is one.",
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


def _locale(ctx: click.Context, param: click.Parameter, value: str | None) -> str:  # noqa: ARG001 - click's signature
    """A language tag that Babel knows; empty where none is given."""
    from briefgen.config.meaning import is_locale

    if value is not None and not is_locale(value):
        raise UsageError(f"“{value}” is no language", where=param.opts[0], hint="Such as kk, ru or en-GB.")
    return value or ""


def with_locale(command: Command) -> Command:
    """`--language TAG`: what briefs speak."""
    return click.option(
        "--language",
        "locale",
        metavar="TAG",
        callback=_locale,
        help="Language of the briefs, such as kk or en-GB. Default: the locale of brand.yaml.",
    )(command)


def with_hands(command: Command) -> Command:
    """`--jobs N` and `--executor NAME`: who does the work."""
    jobs = click.option(
        "--jobs",
        metavar="N",
        type=click.IntRange(1),
        help="The most processes that read and set side by side. Default: one for each core, where that pays.",
    )
    executor = click.option(
        "--executor",
        metavar="NAME",
        help="Who reads and sets: local:4 (processes) or dask://HOST:PORT (a cluster). The bytes are the same.",
    )
    return jobs(executor(command))


def hands(jobs: int | None, executor: str | None) -> Hands:
    """What was said of who does the work.

    Raises:
        UsageError: Both were named, or the name names nobody.
    """
    from briefgen.running import Hands
    from briefgen.running.places import check

    if executor is not None:
        if jobs is not None:
            raise UsageError("stands beside --executor", where="--jobs", hint=f"Write --executor local:{jobs}.")
        check(executor)
    return Hands(executor, jobs)
