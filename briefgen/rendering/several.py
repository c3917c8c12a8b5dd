"""Several briefs side by side, by other processes; the bytes are those of one after another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import tee
from pathlib import Path

from briefgen.errors import RenderError
from briefgen.model import Brand, Brief, File, Mailing
from briefgen.rendering import render
from briefgen.rendering.frame import blame
from briefgen.running import NONE, Cause, Failure, Limits, Workers, run

WORTH = 3
"""Briefs from which on processes pay: one takes as long to start as half a brief to be set."""
MODULES = ("briefgen.rendering",)
LIMITS = Limits(seconds=180, elapsed=1800, megabytes=2048)
"""What a brief with templates of the house may take, the memory beyond what the process has: a style sheet can keep
WeasyPrint busy for ever. A hundred pages take a quarter of each; the clock is for a machine that is asleep or busy."""


Mailings = Callable[[Brief], Mailing | None]
"""What the mail of a brief says beside it; None where it goes to no list."""


def unmailed(_brief: Brief) -> None:
    """A `Mailings` for briefs that go to no list."""


def render_each(  # noqa: PLR0913 - what is rendered, and by whom
    briefs: Iterable[Brief],
    formats: Sequence[str],
    brand: Brand,
    templates: Sequence[Path],
    workers: Workers,
    mailing: Mailings = unmailed,
) -> Iterator[tuple[Brief, tuple[File, ...]]]:
    """Each brief with its files, in their order.

    Args:
        briefs: The briefs.
        formats: Names of formats.
        brand: The publisher.
        templates: Folders, the house's first.
        workers: Who does it.
        mailing: What the mail of each says beside it.

    Raises:
        TemplateError: a template is missing or wrong.
        RenderError: a format cannot be made here, or a process was ended from outside.
    """
    limits = LIMITS if len(templates) > 1 else NONE
    ours, theirs = tee(briefs)
    task = partial(_files, formats=tuple(formats), brand=brand, templates=tuple(templates))
    addressed = ((brief, mailing(brief)) for brief in theirs)
    for result in run(task, addressed, workers, size=1, limits=limits):
        brief = next(ours)
        if isinstance(result, Failure):
            raise _raised(brief, result, templates)
        yield brief, result


HEAVY = "Take the newest rules out of the style sheets of the house, and see which one it was."


def _files(
    addressed: tuple[Brief, Mailing | None], formats: Sequence[str], brand: Brand, templates: Sequence[Path]
) -> tuple[File, ...]:
    brief, mailing = addressed
    return render(brief, formats, brand, templates, mailing)


def _raised(brief: Brief, failure: Failure, templates: Sequence[Path]) -> Exception:
    """What is said of a brief that could not be set."""
    if failure.error is not None:
        return failure.error
    if len(templates) > 1 and failure.cause in {Cause.TIME, Cause.MEMORY, Cause.LOST}:
        how = (
            failure.reason if failure.cause is not Cause.LOST else "took too much time or memory, and was ended, twice"
        )
        return RenderError(f"the brief {brief.topic} {how}", blame(templates), HEAVY)
    if failure.cause is Cause.LOST:
        hint = "Most often memory ran out: `--jobs 1` makes one brief after another."
        return RenderError("a process that set it was ended from outside, twice", brief.topic, hint)
    return RenderError(failure.reason, brief.topic, "Please report it.")
