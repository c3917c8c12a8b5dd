"""Weeks of sending with all that can happen to it, in any order: relays that refuse or fall silent, senders that are
killed between any two steps, people who leave and come back, operators who try again, resolve, forget and restore.

Whatever the order: nobody gets a message twice or after they left, and what is called sent was sent.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from conftest import SOAKING
from hypothesis import given, settings
from hypothesis import strategies as st
from letters import NOW, desk, letter, people
from runs import Prompt

from briefgen.delivery.mailing import Message, message_id
from briefgen.delivery.outbox import (
    Outbox,
    forgetting,
    generations,
    locking,
    looking,
    moving,
    open_outbox,
    planning,
    unlocking,
)
from briefgen.delivery.outbox.unlocking import Said
from briefgen.delivery.relay import Meaning, Step, Trouble
from briefgen.delivery.sending import pacing, send
from briefgen.delivery.sending.values import Tools, Wishes
from briefgen.delivery.unsubscribing import leaving
from briefgen.delivery.values import Entry, Person, Policy, Reply, State
from briefgen.errors import OutboxError

READERS = people(3)
EDITIONS = ("2026-W47", "2026-W48")
_ID = re.compile(rb"^Message-ID: (<[^>]+>)", re.MULTILINE)


class Killed(BaseException):
    """The sender is no more."""


FATES = (
    "taken",
    *("killed before", "killed at the end", "killed behind"),
    *("refused", "refused at the end", "later", "lost", "taken in silence", "lost in silence"),
)
"""What may happen to a message on its way; where nothing is drawn for it, it is taken."""


class Wire(Prompt):
    """A connection to a relay that does what was drawn."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.taken = 0

    def offer(self, message: Message) -> Iterator[None]:
        self.taken += 1
        self.message = message
        self.fate = self.world.fates.pop() if self.world.fates else "taken"
        yield
        match self.fate:
            case "killed before":
                self.world.kill()
            case "refused":
                raise Trouble(Step.RCPT, Meaning.REFUSED, Reply(550, "no such user", "5.1.1"))
            case "later":
                raise Trouble(Step.RCPT, Meaning.LATER, Reply(450, "not now", "4.2.0"))
            case "lost":
                raise Trouble(Step.TEXT, Meaning.LOST, Reply(0, "the connection ended"))

    def end(self) -> None:
        if self.fate == "killed at the end":
            self.world.kill()
        if self.fate not in {"refused at the end", "lost in silence"}:
            self.world.deliver(self.message)

    def answer(self) -> Reply:
        match self.fate:
            case "refused at the end":
                raise Trouble(Step.DOT, Meaning.REFUSED, Reply(554, "no", "5.7.1"))
            case "taken in silence" | "lost in silence":
                raise Trouble(Step.DOT, Meaning.UNKNOWN, Reply(0, "no answer in time"))
            case "killed behind":
                self.world.kill()
        return Reply(250, "ok", "2.0.0")

    def close(self) -> None:
        """Nothing."""


class World:
    """The outbox, and what is true whatever it says."""

    def __init__(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "outbox.db"
        self.now = NOW
        self.delivered: Counter[str] = Counter()
        self.fates: list[str] = []
        self.commits_left = 0
        self.dies_inside = False
        self.backups = 0
        self.gone: set[str] = set()
        """Editions of which somebody said after a restore that they went out, some of it or all."""
        self.outbox = self.opened()

    def opened(self) -> Outbox:
        outbox = open_outbox(self.path)
        outbox.rows("PRAGMA synchronous = OFF")  # these senders die, and no machine does
        whole = outbox.writing

        @contextlib.contextmanager
        def writing() -> Iterator[None]:
            self.commits_left -= 1
            dies = self.commits_left == 0
            with whole():
                yield
                if dies and self.dies_inside:
                    raise Killed
            if dies:
                self.kill()

        outbox.writing = writing  # type: ignore[method-assign]
        return outbox

    def kill(self) -> None:
        """Nothing that the sender does from here on reaches the disk."""
        self.outbox.close()
        raise Killed

    def deliver(self, message: Message) -> None:
        found = _ID.search(message.content)
        assert found
        self.delivered[found[1].decode()] += 1
        entry = looking.by_message_id(self.outbox, found[1].decode())
        assert entry is not None
        assert message.recipient == entry.person.address != ""
        assert leaving.has_left(self.outbox, entry.person) is None, "after they left"

    def clock(self) -> dt.datetime:
        self.now += dt.timedelta(milliseconds=1)
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += dt.timedelta(seconds=seconds)

    def entries(self, *states: State) -> list[Entry]:
        names = [one.name for one in looking.editions(self.outbox)]
        return [one for name in names for one in looking.entries(self.outbox, name, states)]

    # What a sender does.

    def plan(self, edition: str) -> None:
        gone = [leaving.has_left(self.outbox, one) for one in READERS]
        planned = [
            planning.Planned(one, message_id(edition, one.id, "example.org"), left.reason if left else "")
            for one, left in zip(READERS, gone, strict=True)
        ]
        planning.plan(self.outbox, edition, "0" * 64, (letter(),), planned, None, self.clock(), "tests")

    def run(self, edition: str, fates: list[str], commits: int, inside: bool, connections: int = 1) -> None:  # noqa: FBT001
        """A run that may die at some message, or inside or behind one of its commits."""
        self.fates, self.commits_left, self.dies_inside = list(fates), commits, inside
        tools = Tools(self.clock, self.sleep, lambda: 0.5, lambda: Wire(self), lambda _: None, "tests")  # type: ignore[arg-type,return-value]
        try:
            with locking.lock(self.path, self.now):
                self.plan(edition)
                moving.recover(self.outbox, Policy.HOLD, self.clock(), "tests")
                send(self.outbox, edition, desk(), Wishes(connections=connections), tools)
        except Killed:
            self.outbox.close()
            self.outbox = self.opened()
        finally:
            self.fates, self.commits_left = [], 0

    # What people do.

    def leave(self, who: Person) -> None:
        leaving.leave(self.outbox, who.id, ["cabinet"], leaving.How.LINK, self.clock(), "link")

    def come_back(self, who: Person) -> None:
        leaving.come_back(self.outbox, who.id, (), self.clock(), "Nora")

    def try_again(self, which: int) -> None:
        if found := [one for one in self.entries(State.FAILED) if one.person.address]:
            moving.hasten(self.outbox, [found[which % len(found)]], self.clock(), "Nora")

    def resolve(self, which: int) -> None:
        """Somebody looks into the log of the relay."""
        if found := [one for one in self.entries(State.UNKNOWN) if one.person.address]:
            one = found[which % len(found)]
            became = State.SENT if self.delivered[one.message_id] else State.PENDING
            moving.resolve(self.outbox, one, became, self.clock(), "Nora", "in the log")

    def forget(self, who: Person) -> None:
        with contextlib.suppress(OutboxError):  # a message of theirs is at its dot
            forgetting.forget(self.outbox, who.id, self.clock(), "Nora")

    def save(self) -> None:
        self.backups += 1
        generations.save(self.outbox, self.path.with_name(f"backup-{self.backups}"), self.clock(), "Nora")

    def restore(self, which: int, is_sure: bool) -> None:  # noqa: FBT001
        """The outbox is lost, and somebody says what they know of the time since."""
        if not self.backups:
            return
        self.outbox.close()
        for end in ("", "-wal", "-shm"):
            self.path.with_name(f"outbox.db{end}").unlink(missing_ok=True)
        copy = self.path.with_name(f"backup-{which % self.backups + 1}")
        self.path.write_bytes(copy.read_bytes())
        self.outbox = self.opened()
        for edition in EDITIONS:
            planned = planning.is_planned(self.outbox, edition)
            assert not planned or self.sends_nothing(edition)
        waiting = generations.waiting(self.outbox)
        touched = {name for name in EDITIONS if self.went(name)}
        unknown = {name for name in touched if not planning.is_planned(self.outbox, name)}
        doubtful = {name for name in waiting if name in touched}
        sent = unknown | (set() if is_sure else {name for name in doubtful if self.all_went(name)})
        rest = set(waiting) - touched
        said = Said(tuple(sent), tuple(rest), tuple(doubtful - sent), nothing=not (sent | rest | doubtful))
        unlocking.unlock(self.outbox, said, self.clock(), "Nora")
        self.gone |= unknown

    def sends_nothing(self, edition: str) -> bool:
        try:
            moving.claim(self.outbox, edition, self.clock(), "tests")
        except OutboxError:
            return True
        return False

    def ids(self, edition: str) -> Sequence[str]:
        return [message_id(edition, one.id, "example.org") for one in READERS]

    def went(self, edition: str) -> bool:
        return any(self.delivered[one] for one in self.ids(edition))

    def all_went(self, edition: str) -> bool:
        waiting = looking.entries(self.outbox, edition, unlocking.OPEN)
        return all(self.delivered[one.message_id] for one in waiting)

    # What holds.

    def nothing_twice(self) -> None:
        assert max(self.delivered.values(), default=0) <= 1

    def what_is_called_sent_was_sent_and_what_was_sent_is_not_to_be_sent(self) -> None:
        for one in self.entries():
            if one.state is State.SENT:
                assert self.delivered[one.message_id] or one.edition in self.gone
            if one.state in {State.PENDING, State.CLAIMED, State.FAILED}:
                assert not self.delivered[one.message_id], one

    def end(self) -> None:
        """In the end everybody has what they were to get, once."""
        for one in READERS:
            leaving.come_back(self.outbox, one.id, (), self.clock(), "Nora")
        for _ in range(2):
            self.sleep(2 * pacing.LONGEST)  # what was to be tried later is due by now
            for edition in EDITIONS:
                self.run(edition, [], 0, False)  # noqa: FBT003
            for one in self.entries(State.UNKNOWN, State.FAILED):
                if one.person.address and one.state is State.UNKNOWN:
                    became = State.SENT if self.delivered[one.message_id] else State.PENDING
                    moving.resolve(self.outbox, one, became, self.clock(), "Nora", "")
                elif one.person.address:
                    moving.hasten(self.outbox, [one], self.clock(), "Nora")
        self.nothing_twice()
        for one in self.entries():
            is_settled = one.state is State.SENT or (one.state is State.DROPPED and one.reason)
            assert is_settled or not one.person.address, one
        self.what_is_called_sent_was_sent_and_what_was_sent_is_not_to_be_sent()


RUN = st.tuples(
    st.just(World.run),
    st.sampled_from((*EDITIONS, *EDITIONS[:1])),
    st.lists(st.sampled_from(FATES), max_size=3),
    st.integers(0, 12),
    st.booleans(),
    st.integers(1, 3),
)
ANY, WHOM = st.integers(0, 99), st.sampled_from(READERS)
STEP = st.one_of(
    *(RUN, RUN),
    st.tuples(st.sampled_from((World.leave, World.come_back, World.forget)), WHOM),
    st.tuples(st.sampled_from((World.try_again, World.resolve)), ANY),
    st.tuples(st.just(World.save)),
    st.tuples(st.just(World.restore), ANY, st.booleans()),
)


@settings(max_examples=2000 if SOAKING else 25, deadline=None)
@given(st.lists(STEP, min_size=3, max_size=14))
def test_whatever_happens_nobody_gets_a_message_twice_and_what_is_called_sent_was_sent(story: list[Any]) -> None:
    world = World()
    try:
        for step, *given_ in story:
            step(world, *given_)
            world.nothing_twice()
            world.what_is_called_sent_was_sent_and_what_was_sent_is_not_to_be_sent()
        world.end()
    finally:
        world.outbox.close()
        world.folder.cleanup()
