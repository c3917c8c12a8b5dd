"""What stands in the outbox, as Prometheus reads it (text format 0.0.4). It names no address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from briefgen.delivery.outbox import generations, looking, packing, runs
from briefgen.delivery.outbox.file import Outbox
from briefgen.delivery.values import State

NEWEST = 10
"""Editions that are counted one by one; older ones only where a message of theirs is not settled."""
SETTLED = frozenset({State.SENT, State.DROPPED})
Sample = tuple[dict[str, str], float]


def metrics(outbox: Outbox, now: dt.datetime) -> Iterator[str]:
    """The lines, each with its line end."""
    run = runs.last(outbox)
    saved = generations.locked(outbox)
    yield from _family("messages", "Messages in the outbox, by edition and state.", _counts(outbox))
    yield from _family("oldest_waiting_seconds", "How long the oldest message waits.", _alone(_waits(outbox, now)))
    if run:
        yield from _family("run_began_seconds", "When the last run of the sender began.", _alone(_seconds(run.began)))
        going = run.ended is None
        yield from _family("run_unfinished", "1 where the last run goes on, or was killed.", _alone(going))
        if run.ended and run.code is not None:
            yield from _family("run_ended_seconds", "When it ended.", _alone(_seconds(run.ended)))
            yield from _family("run_exit_code", "Its exit code: 0 done, 75 tried again later.", _alone(run.code))
    said = "1 where the outbox came back from a backup and sends nothing until somebody says what was sent since."
    yield from _family("outbox_locked", said, _alone(saved is not None))
    yield from _family("outbox_bytes", "Size of its file.", _alone(outbox.path.stat().st_size))


def _counts(outbox: Outbox) -> Iterator[Sample]:
    names = [edition.name for edition in looking.editions(outbox)]
    for place, name in enumerate(names):
        counts = looking.counts(outbox, name)
        if len(names) - place > NEWEST and counts.keys() <= SETTLED:
            continue
        for state in State:
            yield {"edition": name, "state": state.value}, counts.get(state, 0)


def _waits(outbox: Outbox, now: dt.datetime) -> float:
    ((since,),) = outbox.rows(
        "SELECT min(edition.planned) FROM edition WHERE EXISTS"
        " (SELECT 1 FROM message WHERE message.edition = edition.name AND state = 'pending')"
    )
    return max((now - packing.moment(since)).total_seconds(), 0) if since else 0


def _alone(value: float) -> tuple[Sample]:
    return (({}, float(value)),)


def _seconds(moment: dt.datetime) -> float:
    return moment.timestamp()


def _family(name: str, said: str, samples: Iterable[Sample]) -> Iterator[str]:
    """A metric: what it says, that it is a gauge, and its values."""
    yield f"# HELP briefgen_{name} {said}\n"
    yield f"# TYPE briefgen_{name} gauge\n"
    for labels, value in samples:
        told = ",".join(f'{key}="{_escaped(text)}"' for key, text in labels.items())
        yield f"briefgen_{name}{{{told}}} {value:.10g}\n" if told else f"briefgen_{name} {value:.10g}\n"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
