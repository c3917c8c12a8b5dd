"""Several briefs side by side, in processes of their own; the bytes are those of one after another."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from briefgen.errors import RenderError
from briefgen.model import Brand, Brief, File
from briefgen.rendering import render

WORTH = 3
"""Briefs from which on processes pay: one takes as long to start as half a brief to be set."""


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def render_each(
    briefs: Iterable[Brief], formats: Sequence[str], brand: Brand, templates: Sequence[Path], processes: int
) -> Iterator[tuple[Brief, tuple[File, ...]]]:
    """Each brief with its files, in their order, made by so many processes.

    Raises:
        TemplateError: a template is missing or wrong.
        RenderError: a format cannot be made here, or a process was ended from outside.
    """
    # A new interpreter, as a copy of this one would copy its threads' locks.
    with ProcessPoolExecutor(processes, get_context("spawn"), _leave_interrupts) as pool:
        waiting = [(brief, pool.submit(render, brief, formats, brand, templates)) for brief in briefs]
        try:
            for brief, files in waiting:
                yield brief, files.result()
        except BrokenProcessPool as error:
            hint = "Most often memory ran out: `--jobs 1` makes one brief after another."
            raise RenderError("a process that sets briefs was ended from outside", hint=hint) from error
        finally:
            pool.shutdown(cancel_futures=True)


def _leave_interrupts() -> None:
    """Ctrl-C is for the process that the user started; it ends this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
