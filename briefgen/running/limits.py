"""What one item may cost, and a function tried on an item within that.

Time is CPU time first, so that a busy machine fails nothing; a clock on the wall, set much later, ends what waits
without working. A timer raises an exception in the function, which ends loops and searches of Python. Library code in C
may not come back for it; in a process of its own the kernel then ends the process some seconds later, and `loop.run`
goes on without that item. Memory is bounded in a process of its own alone. Limits may stand inside of each other.
"""

from __future__ import annotations

import contextlib
import math
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from multiprocessing import parent_process
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from briefgen.errors import BriefgenError
from briefgen.running.outcome import Cause, Failure

if sys.platform != "win32":
    import resource

Item = TypeVar("Item")
Value = TypeVar("Value")

GRACE = 5
"""Seconds of CPU between the exception and the end of the process."""
REMINDER = 0.5
"""Seconds of CPU after which the exception is raised again, for code that swallowed it."""
SOON = 0.001
"""Seconds until the bell of a limit rings that ran out while one inside of it held."""
MEGABYTE = 1 << 20


class Limits(Struct, frozen=True):
    """What one item may cost; None is no limit."""

    seconds: float | None = None
    """CPU time."""
    elapsed: float | None = None
    """Seconds on the clock, however little was done in them."""
    megabytes: int | None = None
    """Memory beyond what the process has, in MiB of address space. Where /proc tells that (Linux)."""


NONE = Limits()


class OutOfTime(BaseException):
    """The item's time is over."""


def attempt(function: Callable[[Item], Value], item: Item, limits: Limits = NONE) -> Value | Failure:
    """What a function makes of an item, or why it makes nothing; raises nothing but what ends programs."""
    try:
        with within(limits):
            return function(item)
    except OutOfTime:
        _silence()
        return Failure(Cause.TIME, _late(limits))
    except MemoryError:
        most = f"more than {limits.megabytes} MB of memory" if limits.megabytes else "more memory than there is"
        return Failure(Cause.MEMORY, f"took {most}")
    except BriefgenError as error:
        return Failure(Cause.REFUSED, error.message, error)
    except Exception as error:  # noqa: BLE001 - one item must not end the work on all others; its failure is reported
        return Failure(Cause.BUG, f"broke the program ({told(error)})")


def _late(limits: Limits) -> str:
    """What is said of an item that took too long."""
    told_ = (
        f"{limits.seconds:g} s of CPU" if limits.seconds else "",
        f"{limits.elapsed:g} s on the clock" if limits.elapsed else "",
    )
    return f"took longer than {' or '.join(filter(None, told_))}"


def told(error: Exception) -> str:
    """An unforeseen error in one line, with its place for a report."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f", {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    said = " ".join(str(error).split())[:200]
    return f"{type(error).__name__}{f': {said}' if said else ''}{place}"


@contextlib.contextmanager
def within(limits: Limits) -> Iterator[None]:
    """The limits hold inside; signals reach the main thread alone, so in another thread there are none."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    with contextlib.ExitStack() as stack:
        if parent_process() is not None:
            stack.enter_context(_bounded(limits))
        if sys.platform != "win32":
            stack.enter_context(_timed(signal.ITIMER_REAL, signal.SIGALRM, limits.elapsed))
            stack.enter_context(_timed(signal.ITIMER_PROF, signal.SIGPROF, limits.seconds))
        yield


@contextlib.contextmanager
def _timed(timer: int, bell: int, seconds: float | None) -> Iterator[None]:
    """Raises `OutOfTime` inside after so many seconds, and again until it is heard. A limit around it goes on after."""
    if seconds is None or sys.platform == "win32":
        yield
        return

    def ring(*_: object) -> None:
        raise OutOfTime

    before = signal.signal(bell, ring)
    around, again = 0.0, 0.0
    begun = _now(timer)
    try:
        around, again = signal.setitimer(timer, seconds, REMINDER)
        yield
    finally:
        signal.setitimer(timer, 0)
        signal.signal(bell, before)
        if around:
            signal.setitimer(timer, max(around - (_now(timer) - begun), SOON), again)


def _now(timer: int) -> float:
    """Seconds as a timer counts them."""
    return time.process_time() if sys.platform != "win32" and timer == signal.ITIMER_PROF else time.monotonic()


def _silence() -> None:
    """Stops both timers. `attempt` does so once more, as the bell may have rung on the way out of `_timed`."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)


@contextlib.contextmanager
def _bounded(limits: Limits) -> Iterator[None]:
    """Limits of the kernel: beyond that of time the process ends, beyond that of memory there is no more."""
    if sys.platform == "win32":
        yield
        return
    before: list[tuple[int, tuple[int, int]]] = []
    try:
        if limits.seconds is not None:
            used = resource.getrusage(resource.RUSAGE_SELF)
            most = math.ceil(used.ru_utime + used.ru_stime + limits.seconds + GRACE)
            before.append((resource.RLIMIT_CPU, _lower(resource.RLIMIT_CPU, most)))
        size = _address_space()
        if limits.megabytes is not None and size is not None:
            most = size + limits.megabytes * MEGABYTE
            before.append((resource.RLIMIT_AS, _lower(resource.RLIMIT_AS, most)))
        yield
    finally:
        for kind, values in before:
            resource.setrlimit(kind, values)


def _lower(kind: int, most: int) -> tuple[int, int]:
    """Lowers a limit as far as it is above `most`; what it was."""
    soft, hard = resource.getrlimit(kind)
    least = min((value for value in (most, soft, hard) if value != resource.RLIM_INFINITY), default=most)
    resource.setrlimit(kind, (least, hard))
    return soft, hard


def _address_space() -> int | None:
    """Bytes of address space that this process has; None where the machine does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError):
        return None
    return pages * resource.getpagesize()
