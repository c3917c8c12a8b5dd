"""Runs of the sending loop for tests: an edition planned, a clock that passes by waiting, and what was told."""

from __future__ import annotations

import contextlib
import datetime as dt
import email
import os
import socket
import weakref
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path

import pytest
from letters import NOW, WEEK, desk, letter
from msgspec.structs import replace
from relays import Scripted

from briefgen.delivery.mailing import message_id
from briefgen.delivery.outbox import Outbox, looking, moving, planning
from briefgen.delivery.relay import Access, Limits, Session
from briefgen.delivery.sending import Event, Outcome, Tools, send
from briefgen.delivery.sending.values import Wishes
from briefgen.delivery.settings import Login
from briefgen.delivery.values import Entry, Person, Policy, Security, State

LIMITS = Limits(connect=2, command=2, dot=0.3)
DEADLINE = NOW + dt.timedelta(days=2)


class Prompt:
    """Stands for a connection on which the relay answers at once."""

    @cached_property
    def _handle(self) -> int:
        handle = os.open(os.devnull, os.O_RDONLY)
        weakref.finalize(self, os.close, handle)
        return handle

    def fileno(self) -> int:
        return self._handle


class Clock:
    """Time that passes where somebody waits for it, and a little with every look."""

    def __init__(self) -> None:
        self.now = NOW
        self.step = dt.timedelta(milliseconds=1)
        self.waits: list[float] = []

    def __call__(self) -> dt.datetime:
        self.now += self.step
        return self.now

    def sleep(self, seconds: float) -> None:
        assert seconds > 0
        self.waits.append(seconds)
        self.now += dt.timedelta(seconds=seconds)


class Office:
    """An outbox with an edition planned, a clock, and what was told."""

    def __init__(self, outbox: Outbox, port: int) -> None:
        self.outbox = outbox
        self.clock = Clock()
        self.told: list[Event] = []
        self.look_up: Callable[[tuple[Entry, ...]], dict[int, bool]] | None = None
        self.port = port
        self.opened = 0

    def send(self, *, only: Sequence[int] = (), **wishes: object) -> Outcome:
        moving.recover(self.outbox, Policy(wishes.get("policy", Policy.HOLD)), self.clock(), "tests")
        return send(self.outbox, WEEK, desk(), replace(Wishes(), **wishes), self.tools(), only)

    def tools(self) -> Tools:
        return Tools(
            clock=self.clock,
            sleep=self.clock.sleep,
            chance=lambda: 0.5,
            open=self.open,
            tell=self.told.append,
            who="tests",
            look_up=self.look_up,
        )

    def open(self) -> Session:
        self.opened += 1
        return Session.open(Access(Login("localhost", self.port, Security.NONE), limits=LIMITS))

    def entries(self) -> tuple[Entry, ...]:
        return looking.entries(self.outbox, WEEK)

    def states(self) -> Counter[State]:
        return Counter(one.state for one in self.entries())


def plan(outbox: Outbox, readers: Sequence[Person], deadline: dt.datetime | None = DEADLINE) -> None:
    planned = [planning.Planned(one, message_id(WEEK, one.id, "example.org")) for one in readers]
    planning.plan(outbox, WEEK, "0" * 64, (letter(),), planned, deadline, NOW, "tests")


def commits_of(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The file of an outbox, once for each commit from now on."""
    counted: list[Path] = []
    writing = Outbox.writing

    @contextlib.contextmanager
    def counting(self: Outbox) -> Iterator[None]:
        with writing(self):
            yield
        counted.append(self.path)

    monkeypatch.setattr(Outbox, "writing", counting)
    return counted


@contextlib.contextmanager
def watched(look: Callable[[], None]) -> Iterator[Scripted]:
    """A relay; somebody looks whenever a final dot arrives, before it is answered."""

    class Watched(Scripted):
        def _answer(self, link: socket.socket, command: str) -> str:
            if command == ".":
                look()
            return super()._answer(link, command)

    with Watched() as relay:
        yield relay


def ids(messages: Sequence[bytes]) -> list[str]:
    return sorted(email.message_from_bytes(one)["Message-ID"] for one in messages)
