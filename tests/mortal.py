"""Senders that are killed: each run is a process of its own, and ends by SIGKILL where a test says.

    with mortal.Senders() as senders:
        senders.run(Job(...))        # the code that it ended with, or KILLED

Python and the package are loaded once; from there each run is forked, so that hundreds of kills take seconds.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import signal
import smtplib
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import ParamSpec, Self, TypeVar

import letters
import msgspec
from msgspec import Struct
from postal import PASSWORD
from relays import READY

from briefgen.delivery import archive
from briefgen.delivery.mailing import message_id
from briefgen.delivery.outbox import Outbox, locking, moving, open_outbox, planning
from briefgen.delivery.relay import Access, Limits, Session
from briefgen.delivery.sending import Tools, loop, send
from briefgen.delivery.sending.values import Wishes
from briefgen.delivery.settings import Archive, Login
from briefgen.delivery.values import Policy, Security
from briefgen.errors import DeliveryError

P, R = ParamSpec("P"), TypeVar("R")
KILLED = -signal.SIGKILL
BROKEN = 99
"""Code of a sender that ended with a traceback."""
ROOT = Path(__file__).resolve().parent.parent


class Point(StrEnum):
    """Where a run is killed."""

    NEVER = "never"
    COMMIT = "before a commit"
    COMMITTED = "behind a commit"
    """Of the plan, of what a death left behind, of a claim, a dot, or what the relay or the archive said."""
    RENDER = "before a message is built"
    WIRE = "before something goes to the relay"
    WIRED = "behind something that went to the relay"
    CLOCK = "after some time"


class Job(Struct, frozen=True):
    """A run."""

    path: Path
    """Of the outbox."""
    edition: str
    people: int
    port: int
    policy: Policy = Policy.HOLD
    point: Point = Point.NEVER
    number: int = 1
    """At the how many-th time; of the clock, milliseconds."""
    authority: Path | None = None
    """Of a post office (`postal`); without it, the relay is reached in the open."""
    imap: int = 0
    """Port of its mailboxes."""
    connections: int = 1
    grace: float = 2
    """Seconds that a message may take to the archive."""


class Senders:
    """A process that forks runs, one after the other."""

    def __init__(self) -> None:
        path = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
        self._process = subprocess.Popen(
            [sys.executable, "-W", "error", __file__], env=os.environ | {"PYTHONPATH": path},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def run(self, *jobs: Job) -> int | list[int]:
        """What each of the runs ended with that begin at the same moment; the only one alone."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(msgspec.json.encode(jobs, enc_hook=str) + b"\n")
        self._process.stdin.flush()
        codes: list[int] = msgspec.json.decode(self._process.stdout.readline(), type=list[int])
        assert BROKEN not in codes, "a sender ended with a traceback (see stderr)"
        return codes[0] if len(codes) == 1 else codes

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate(timeout=READY)


# In the process that forks.


def serve() -> None:
    """Forks a child for each job of a line, and says what they ended with."""
    for line in sys.stdin.buffer:
        children = [(_born(job), job) for job in msgspec.json.decode(line, type=list[Job], dec_hook=_path)]
        codes = [_ended(child, job) for child, job in children]
        sys.stdout.buffer.write(msgspec.json.encode(codes) + b"\n")
        sys.stdout.buffer.flush()


def _path(kind: type, value: object) -> Path:
    assert kind is Path
    return Path(str(value))


def _born(job: Job) -> int:
    child = os.fork()
    if child:
        return child
    code = BROKEN
    try:
        code = work(job)
    except BaseException:  # noqa: BLE001 - it is a process of its own, and its end
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _ended(child: int, job: Job) -> int:
    if job.point is Point.CLOCK:
        time.sleep(job.number / 1000)
        os.kill(child, signal.SIGKILL)  # where it ended before, its number is still its own: nobody waited for it
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def work(job: Job) -> int:
    """A run, as `briefgen send` goes about it: lock, plan, what a death left behind, messages."""
    _aim(job)
    now = dt.datetime.now(dt.UTC)
    try:
        with locking.lock(job.path, now), open_outbox(job.path) as outbox:
            plan(outbox, job, now)
            moving.recover(outbox, job.policy, now, "tests")
            wishes = Wishes(job.policy, connections=job.connections, grace=job.grace, patience=0)
            return send(outbox, job.edition, letters.desk(), wishes, tools(job)).code
    except DeliveryError as error:
        return error.exit_code


def plan(outbox: Outbox, job: Job, now: dt.datetime) -> None:
    """Freezes the edition, where no run before did."""
    named = [
        planning.Planned(one, message_id(job.edition, one.id, "example.org")) for one in letters.people(job.people)
    ]
    planning.plan(outbox, job.edition, "0" * 64, (letters.letter(),), named, None, now, "tests")


def tools(job: Job) -> Tools:
    """Those of a real run."""
    security = Security.NONE if job.authority is None else Security.STARTTLS
    user = "" if job.authority is None else "briefs"
    login = Login("localhost", job.port, security, user, authority=job.authority)
    mailbox = Archive(Login("localhost", job.imap, Security.STARTTLS, "archive", authority=job.authority))
    return Tools(
        clock=lambda: dt.datetime.now(dt.UTC),
        sleep=time.sleep,
        chance=lambda: 0.5,
        open=lambda: Session.open(Access(login, PASSWORD, Limits(connect=READY, command=READY, dot=READY))),
        tell=lambda _: None,
        who="tests",
        look_up=archive.look_up(mailbox, PASSWORD) if job.imap else None,
    )


def _aim(job: Job) -> None:
    """Puts the kill where it is to come. Only this process is changed, and it ends with the run."""
    die = Countdown(job.number)
    match job.point:
        case Point.COMMIT | Point.COMMITTED:
            _around_commits(die, before=job.point is Point.COMMIT)
        case Point.RENDER:
            loop.message = _before(loop.message, die)  # type: ignore[attr-defined]
        case Point.WIRE:
            smtplib.SMTP.send = _before(smtplib.SMTP.send, die)  # type: ignore[method-assign]
        case Point.WIRED:
            smtplib.SMTP.send = _behind(smtplib.SMTP.send, die)  # type: ignore[method-assign]
        case _:
            pass


class Countdown:
    """Ends this process, the how many-th time that it is called."""

    def __init__(self, number: int) -> None:
        self.left = number

    def __call__(self) -> None:
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


def _before(function: Callable[P, R], die: Countdown) -> Callable[P, R]:
    def wrapped(*words: P.args, **named: P.kwargs) -> R:
        die()
        return function(*words, **named)

    return wrapped


def _behind(function: Callable[P, R], die: Countdown) -> Callable[P, R]:
    def wrapped(*words: P.args, **named: P.kwargs) -> R:
        done = function(*words, **named)
        die()
        return done

    return wrapped


def _around_commits(die: Countdown, *, before: bool) -> None:
    writing = Outbox.writing

    @contextlib.contextmanager
    def wrapped(self: Outbox) -> Iterator[None]:
        with writing(self):
            yield
            if before:
                die()
        if not before:
            die()

    Outbox.writing = wrapped  # type: ignore[method-assign]


if __name__ == "__main__":
    serve()
