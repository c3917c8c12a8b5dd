"""Items in chunks through an executor, results in their order.

Where a worker is lost with a chunk, each item of the chunk is tried again in a task of its own: the one that ends
workers then ends one more, and is reported. Halving would end a worker at each step. Where a worker has several tasks,
it is tried a third time with nothing else under way: others may have been lost only because they stood beside it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Future, wait
from functools import partial
from itertools import islice
from typing import Generic, TypeVar

from msgspec import Struct

from briefgen.errors import RunningError
from briefgen.running.limits import NONE, Limits, attempt
from briefgen.running.outcome import Cause, Failure
from briefgen.running.places import HERE, Workers

Item = TypeVar("Item")
Value = TypeVar("Value")

CHUNK = 50
"""Items of a task: enough that handing them over costs little beside the work, few enough to be done again."""
LOST = "ended the process that worked on it, again and again: it takes too much memory or time, or breaks a library"

OTHERS = "The processes of `running.open_workers` are replaced when they are lost."


class Piece(Struct, Generic[Item, Value], frozen=True):
    """A task that is under way."""

    items: tuple[Item, ...]
    future: Future[tuple[Value | Failure, ...]]
    again: bool
    """Its items were lost once already."""


def run(  # noqa: PLR0913 - the last four have defaults
    function: Callable[[Item], Value],
    items: Iterable[Item],
    workers: Workers = HERE,
    *,
    size: int = CHUNK,
    limits: Limits = NONE,
    tell: Callable[[int], None] = lambda _: None,
) -> Iterator[Value | Failure]:
    """What a function makes of each item, or why it makes nothing, in the order of the items.

    Args:
        function: Of a module, or a `functools.partial` of one, so that it can be sent; its results can be pickled.
            It may be called twice with an item whose worker was lost, so it changes nothing outside.
        items: Taken as they are needed: a bounded number is under way.
        workers: Those of `open_workers`; this process alone by default.
        size: Items of a task.
        limits: What one item may cost.
        tell: Is told how many results there are, after each.

    Raises:
        RunningError: No worker can be reached any more.
    """
    source = iter(items)
    most = size if workers.window > 1 else 1
    pending: deque[Piece[Item, Value]] = deque()
    begin = partial(_begin, workers, function, limits)
    done = 0
    try:
        while True:
            while len(pending) < workers.window and (chunk := tuple(islice(source, most))):
                pending.append(begin(chunk))
            if not pending:
                return
            piece = pending.popleft()
            try:
                results = piece.future.result()
            except workers.lost:
                workers.check()
                if not piece.again:
                    pending.extendleft(reversed([begin((item,), again=True) for item in piece.items]))
                    continue
                alone = partial(_begun, workers, function, limits, piece.items)
                results = _alone(workers, alone, [other.future for other in pending])
            for result in results:
                done += 1
                tell(done)
                yield result
    finally:
        for piece in pending:
            piece.future.cancel()


def _alone(
    workers: Workers,
    begin: Callable[[], Future[tuple[Value | Failure, ...]]],
    others: Iterable[Future[tuple[Value | Failure, ...]]],
) -> tuple[Value | Failure, ...]:
    """What comes of an item that was lost twice, where something else may have been what ended its worker."""
    if workers.shared:
        wait(list(others))
        try:
            return begin().result()
        except workers.lost:
            workers.check()
    return (Failure(Cause.LOST, LOST),)


def _begin(
    workers: Workers, function: Callable[[Item], Value], limits: Limits, items: tuple[Item, ...], *, again: bool = False
) -> Piece[Item, Value]:
    return Piece(items, _begun(workers, function, limits, items), again)


def _begun(
    workers: Workers, function: Callable[[Item], Value], limits: Limits, items: tuple[Item, ...]
) -> Future[tuple[Value | Failure, ...]]:
    try:
        return workers.executor.submit(work, function, limits, items)
    except BrokenExecutor as error:  # a stock pool, of which a process was ended
        raise RunningError("the pool takes no more work, as one of its processes was ended", hint=OTHERS) from error


def work(function: Callable[[Item], Value], limits: Limits, items: tuple[Item, ...]) -> tuple[Value | Failure, ...]:
    """What is done where the work is: the function tried on each item."""
    return tuple(attempt(function, item, limits) for item in items)
