"""Messages of which nobody knows: held, sent again, or looked for in a mailbox with a copy of everything."""

from __future__ import annotations

import datetime as dt
import email
import socket
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import NoReturn

import postal
import pytest
from conftest import SOAKING
from hypothesis import given, settings
from hypothesis import strategies as st
from letters import WEEK, desk, entry, people
from msgspec.structs import replace
from postal import PASSWORD, PostOffice
from relays import Scripted
from runs import DEADLINE, Clock, Office, Prompt, ids, plan

from briefgen.delivery import archive
from briefgen.delivery.mailing import Message
from briefgen.delivery.outbox import Outbox, audit, looking, open_outbox
from briefgen.delivery.relay import Meaning, Session, Step, Trouble
from briefgen.delivery.sending import Outcome, Tools, reconciling, send
from briefgen.delivery.sending.values import AGAIN, DONE, PERSON, Wishes
from briefgen.delivery.values import Entry, Policy, Reply, State
from briefgen.errors import DeliveryError

GRACE = Wishes().grace
EXAMPLES = 200 if SOAKING else 10
"""Each is an outbox on the disk."""


class Fate(StrEnum):
    """What happens to a message at its final dot."""

    TAKEN = "taken"
    UNHEARD = "unheard"
    """Taken, and the answer is lost."""
    CUT = "cut"
    """The connection ends before the dot is through."""


# Against a Postfix and a Dovecot.


@pytest.fixture(scope="module")
def post_office() -> Iterator[PostOffice]:
    with postal.office() as made:
        yield made


class Shaky(Session):
    """A connection that fails at the final dots of some messages, the first time that they are sent."""

    fates: dict[str, Fate]
    fate = Fate.TAKEN

    def offer(self, message: Message) -> Iterator[None]:
        self.fate = self.fates.pop(message.recipient, Fate.TAKEN)
        return super().offer(message)

    def _is_spoken_to(self) -> bool:
        said = super()._is_spoken_to()
        if self.fate is Fate.CUT and self._link.sock is not None:
            self._link.sock.shutdown(socket.SHUT_RDWR)
        return said

    def answer(self) -> Reply:
        def unheard() -> NoReturn:
            raise TimeoutError

        if self.fate is Fate.UNHEARD:
            self._link.getreply = unheard
        return super().answer()


def send_really(  # noqa: PLR0913 - the last two have defaults
    outbox: Outbox,
    post_office: PostOffice,
    fates: dict[str, Fate],
    policy: Policy,
    password: str = PASSWORD,
    connections: int = 1,
) -> Outcome:
    """A run with a true clock, over TLS and with the login."""

    def open_() -> Session:
        made = Shaky.open(post_office.access())
        assert isinstance(made, Shaky)
        made.fates = fates
        return made

    tools = Tools(
        clock=lambda: dt.datetime.now(dt.UTC),
        sleep=time.sleep,
        chance=lambda: 0.0,
        open=open_,
        tell=lambda _: None,
        who="tests",
        look_up=archive.look_up(post_office.archive(), password),
    )
    return send(outbox, WEEK, desk(), Wishes(policy, connections=connections, grace=1, patience=0), tools)


def planned(path: Path, number: int) -> Outbox:
    outbox = open_outbox(path)
    plan(outbox, people(number), deadline=None)
    return outbox


@pytest.mark.parametrize("connections", [1, 4])
@pytest.mark.parametrize("policy", Policy)
def test_in_doubt_a_real_relay_delivers_as_the_policy_says(
    post_office: PostOffice, tmp_path: Path, policy: Policy, connections: int
) -> None:
    post_office.empty()
    fates = dict(
        zip(
            (one.address for one in people(12)),
            (Fate.TAKEN, Fate.UNHEARD, Fate.CUT, Fate.UNHEARD, Fate.TAKEN, Fate.CUT, *[Fate.TAKEN] * 5, Fate.UNHEARD),
            strict=True,
        )
    )
    with planned(tmp_path / "outbox.db", 12) as outbox:
        send_really(outbox, post_office, dict(fates), policy, connections=connections)
        if policy is Policy.RESEND:  # those wait a minute before they are tried again
            with outbox.writing():
                outbox.run("UPDATE message SET due = NULL WHERE state = 'pending'")
            send_really(outbox, post_office, {}, policy, connections=connections)
        entries = looking.entries(outbox, WEEK)
        notes = Counter(note.what for note in audit.notes(outbox, WEEK))
    post_office.settle()
    arrived = Counter(post_office.ids())
    assert set(arrived) <= {one.message_id for one in entries}
    for one in entries:
        fate = fates[one.person.address]
        held = policy is Policy.HOLD and fate is not Fate.TAKEN
        assert one.state is (State.UNKNOWN if held else State.SENT)
        assert (
            arrived[one.message_id]
            == {
                Policy.HOLD: int(fate is not Fate.CUT),
                Policy.RESEND: 1 + (fate is Fate.UNHEARD),
                Policy.RECONCILE: 1,
            }[policy]
        )
    assert notes["unknown"] == 5
    assert Counter(post_office.ids("archive")) == arrived


def test_an_archive_that_lets_nobody_in_is_said_and_the_others_go_out(post_office: PostOffice, tmp_path: Path) -> None:
    fates = {people(3)[1].address: Fate.UNHEARD}
    with planned(tmp_path / "outbox.db", 3) as outbox:
        outcome = send_really(outbox, post_office, fates, Policy.RECONCILE, "wrong")
        assert outcome.counts == {State.SENT: 2, State.UNKNOWN: 1}
    assert outcome.code == PERSON
    assert outcome.stopped.startswith("the archive mailbox: the server does not let us in")


# A mailbox that is away, or behind.


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    with open_outbox(tmp_path / "outbox.db") as opened:
        plan(opened, people(3))
        yield opened


def test_an_archive_that_is_away_keeps_nobody_waiting_and_is_asked_again(outbox: Outbox) -> None:
    def away(_: Sequence[Entry]) -> dict[int, bool]:
        raise DeliveryError("cannot be read: Connection refused", "archive@mail.example.org:993/INBOX")

    with Scripted({".": ["250 ok", "", "250 ok"]}) as relay:
        office = Office(outbox, relay.port)
        office.look_up = away
        outcome = office.send(policy=Policy.RECONCILE)
        assert (outcome.code, outcome.stopped) == (AGAIN, "the archive mailbox: cannot be read: Connection refused")
        assert office.states() == {State.SENT: 2, State.UNKNOWN: 1}
        assert "@" not in repr(office.told)
        office.look_up = lambda asked: {one.number: one.message_id in ids(relay.messages) for one in asked}
        assert office.send(policy=Policy.RECONCILE).code == DONE
    assert len(relay.messages) == 3


def test_an_archive_that_is_away_until_the_deadline_needs_a_person(outbox: Outbox) -> None:
    def away(_: Sequence[Entry]) -> dict[int, bool]:
        raise DeliveryError("cannot be read")

    with Scripted({".": ["250 ok", "", "250 ok"]}) as relay:
        office = Office(outbox, relay.port)
        office.look_up = away
        office.send(policy=Policy.RECONCILE)
        office.clock.now = DEADLINE
        assert office.send(policy=Policy.RECONCILE).code == PERSON
    assert office.states() == {State.SENT: 2, State.UNKNOWN: 1}


@pytest.mark.parametrize("lacking", [1, 3])
def test_an_archive_that_lacks_what_was_sent_beside_proves_nothing(outbox: Outbox, lacking: int) -> None:
    with Scripted({".": ["250 ok", "", "250 ok"]}) as relay:
        office = Office(outbox, relay.port)
        office.look_up = lambda asked: {one.number: one.number not in {2, lacking} for one in asked}
        assert office.send(policy=Policy.RECONCILE).code == PERSON
        assert office.states() == {State.SENT: 2, State.UNKNOWN: 1}
        assert office.told[-1].detail == reconciling.BEHIND
        # Its queue moves again.
        office.look_up = lambda asked: dict.fromkeys((one.number for one in asked), True)
        assert office.send(policy=Policy.RECONCILE).code == DONE
    assert len(relay.messages) == 3


def test_what_an_operator_said_does_not_speak_for_the_archive(outbox: Outbox) -> None:
    from briefgen.delivery.outbox import moving

    with Scripted({".": [""]}) as relay:
        office = Office(outbox, relay.port)
        office.send()
        first = office.entries()[0]
        moving.resolve(outbox, first, State.SENT, office.clock(), "Nora Lind", "in the log")
        office.look_up = lambda asked: {one.number: one.number == first.number for one in asked}
        office.send(policy=Policy.RECONCILE)
    assert office.states() == {State.SENT: 1, State.UNKNOWN: 2}
    assert len(relay.messages) == 3


def test_the_run_is_asked_to_stop_while_it_waits_for_the_archive(outbox: Outbox) -> None:
    with Scripted({".": ["250 ok", "", "250 ok"]}) as relay:
        office = Office(outbox, relay.port)
        office.look_up = lambda asked: {one.number: one.state is State.SENT for one in asked}
        tools = replace(office.tools(), sleep=lambda _: None)  # somebody ended the wait
        assert send(outbox, WEEK, desk(), Wishes(Policy.RECONCILE), tools).code == PERSON
    assert office.states() == {State.SENT: 2, State.UNKNOWN: 1}


# Whatever happens at the dots, and however long copies take.


class Postbox:
    """A relay without a network: what it takes, and when its copies lie in the archive."""

    def __init__(self, clock: Clock, happens: Sequence[tuple[Fate, float]]) -> None:
        self.clock = clock
        self.happens = iter(happens)
        self.taken: list[str] = []
        self.copies: dict[str, dt.datetime] = {}
        self.is_alive = True

    def look_up(self, asked: Sequence[Entry]) -> dict[int, bool]:
        now = self.clock()
        return {one.number: self.copies.get(one.message_id, DEADLINE) <= now for one in asked}


class Wire(Prompt):
    """A connection to it, that is answered at once."""

    def __init__(self, box: Postbox) -> None:
        self.box = box
        self.taken = 0

    def offer(self, message: Message) -> Iterator[None]:
        self.message_id = str(email.message_from_bytes(message.content)["Message-ID"])
        yield

    def end(self) -> None:
        self.fate, delay = next(self.box.happens, (Fate.TAKEN, 0.0))
        if self.fate is not Fate.CUT:
            self.box.taken.append(self.message_id)
            self.box.copies[self.message_id] = self.box.clock() + dt.timedelta(seconds=delay)

    def answer(self) -> Reply:
        if self.fate is not Fate.TAKEN:
            raise Trouble(Step.DOT, Meaning.UNKNOWN, Reply(0, "no answer in time"))
        return Reply(250, "ok")

    def close(self) -> None:
        """Nothing is open."""


def go(outbox: Outbox, box: Postbox, connections: int) -> Outcome:
    office = Office(outbox, 0)
    office.clock = box.clock
    office.look_up = box.look_up
    tools = replace(office.tools(), open=lambda: Wire(box))
    return send(outbox, WEEK, desk(), Wishes(Policy.RECONCILE, connections=connections), tools)


CONNECTIONS = st.integers(1, 3)
HAPPENS = st.lists(st.tuples(st.sampled_from(Fate), st.floats(0, GRACE - 1)), min_size=6, max_size=12)


@settings(max_examples=EXAMPLES)
@given(HAPPENS, CONNECTIONS)
def test_where_copies_come_in_time_everybody_gets_exactly_one(
    happens: list[tuple[Fate, float]], connections: int
) -> None:
    with tempfile.TemporaryDirectory() as folder, open_outbox(Path(folder) / "outbox.db") as outbox:
        plan(outbox, people(6))
        box = Postbox(Clock(), happens)
        outcome = go(outbox, box, connections)
        while outcome.code == AGAIN:  # the connection broke five times in a row
            outcome = go(outbox, box, connections)
        entries = looking.entries(outbox, WEEK)
    assert len(box.taken) == len(set(box.taken))
    assert {one.message_id for one in entries if one.state is State.SENT} <= set(box.taken)
    if any(one.reply and one.reply.code == 250 for one in entries):
        assert {one.state for one in entries} == {State.SENT}
    else:  # the mailbox had nobody to speak for what it lacks
        states = {one.state for one in entries}
        assert states <= {State.SENT, State.UNKNOWN}
        assert outcome.code == (PERSON if State.UNKNOWN in states else DONE)


@settings(max_examples=EXAMPLES)
@given(st.lists(st.sampled_from([Fate.TAKEN, Fate.UNHEARD]), min_size=6, max_size=6), st.integers(0, 5), CONNECTIONS)
def test_where_a_queue_stands_still_nobody_gets_two(fates: list[Fate], begin: int, connections: int) -> None:
    """From some message on, no copy comes: all that is unheard was taken, and must not be sent again."""
    with tempfile.TemporaryDirectory() as folder, open_outbox(Path(folder) / "outbox.db") as outbox:
        plan(outbox, people(6))
        never = 1e6
        # The last one is known to be taken: what came last has nobody after it to say that the queue stands.
        happens = [(fate, never if place >= begin else 0.0) for place, fate in enumerate([*fates[:-1], Fate.TAKEN])]
        box = Postbox(Clock(), happens)
        while go(outbox, box, connections).code == AGAIN:
            pass
        states = Counter(one.state for one in looking.entries(outbox, WEEK))
    assert len(box.taken) == len(set(box.taken)) == 6
    assert states[State.UNKNOWN] <= fates[:-1].count(Fate.UNHEARD)


@given(st.lists(st.integers(0, 1000), max_size=30), st.integers(0, 1000))
def test_those_that_speak_for_the_archive_are_the_nearest_ones(times: list[int], at: int) -> None:
    def sent(number: int, second: int) -> Entry:
        return replace(entry(people(1)[0], number), since=DEADLINE + dt.timedelta(seconds=second))

    known = [sent(number, second) for number, second in enumerate(sorted(times))]
    found = reconciling.near(sent(99, at), known)
    before = [one for one in known if one.since <= sent(99, at).since]
    assert found == (*before[-reconciling.NEAR :], *known[len(before) : len(before) + reconciling.NEAR])
