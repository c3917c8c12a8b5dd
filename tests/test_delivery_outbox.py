"""The outbox: only the designed steps, each on the disk before the next; nothing that is no outbox is ever touched."""

from __future__ import annotations

import datetime as dt
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from briefgen.delivery.outbox import Outbox, audit, locking, looking, moving, open_outbox, planning, schema
from briefgen.delivery.values import Combination, Entry, Letter, Person, Policy, Reply, State
from briefgen.errors import DeliveryError, OutboxError, UsageError
from briefgen.model import File

NOW = dt.datetime(2026, 11, 23, 8, tzinfo=dt.UTC)
EDITION = "2026-W47"
WATER = Combination(("water",), "kk")
LETTER = Letter(WATER, (File("water.kk.eml", b"Subject: Water\r\n\r\nText"), File("water.kk.pdf", b"%PDF-1.7")))


def person(number: int) -> Person:
    return Person(f"Reader{number}@example.org", f"Reader {number}", ("cabinet",), WATER, ("pdf",), ())


def planned(number: int, dropped: str = "") -> planning.Planned:
    return planning.Planned(person(number), f"<{number}@example.org>", dropped)


def plan(outbox: Outbox, people: int = 3, digest: str = "abc", edition: str = EDITION) -> bool:
    named = [planning.Planned(person(one), f"<{edition}.{one}@example.org>") for one in range(people)]
    return planning.plan(outbox, edition, digest, (LETTER,), named, None, NOW, "Nora")


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    with open_outbox(tmp_path / "outbox.db") as opened:
        yield opened


def claimed(outbox: Outbox) -> Entry:
    (found,) = moving.claim(outbox, EDITION, NOW, "briefgen")
    return found


ROUND = 3
MOST = st.integers(1, ROUND)
"""Messages that are claimed together."""
AFTER_DOT = st.sampled_from((State.PENDING, State.SENT, State.FAILED, State.UNKNOWN))


class Sender(RuleBasedStateMachine):
    """One who sends, dies at any moment and begins again; a relay that answers as it likes."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "outbox.db"
        self.outbox = open_outbox(self.path)
        self.held: tuple[Entry, ...] = ()
        self.ahead: tuple[Entry, ...] = ()
        """Claimed with the dots of those in hand."""
        self.states: dict[int, State] = {}
        self.dots: dict[int, int] = {}
        """How often a final dot may have gone out since the relay, or a person, said that it is to be sent again."""
        self.steps = 0
        self.now = NOW

    @initialize(people=st.integers(1, 6))
    def begin(self, people: int) -> None:
        assert plan(self.outbox, people)
        self.states = {one.number: one.state for one in looking.entries(self.outbox, EDITION)}
        self.dots = dict.fromkeys(self.states, 0)
        self.steps = 1

    def moved(self, number: int, state: State) -> None:
        if state is State.PENDING:  # from the dot only where the relay answered, a person said so, or by `resend`
            self.dots[number] = 0
        self.states[number] = state
        self.steps += 1

    @rule(people=st.integers(1, 6))
    def plan_again(self, people: int) -> None:
        assert not plan(self.outbox, people)

    @precondition(lambda self: not self.held)
    @rule(most=MOST)
    def claim(self, most: int) -> None:
        if self.ahead:
            self.held, self.ahead = self.ahead, ()
            return
        self.held = moving.claim(self.outbox, EDITION, self.now, "briefgen", most=most)
        self.are_claimed(self.held, most)

    def are_claimed(self, found: tuple[Entry, ...], most: int) -> None:
        waiting = [number for number, state in self.states.items() if state is State.PENDING]
        assert [one.number for one in found] == waiting[:most]
        for one in found:
            self.moved(one.number, State.CLAIMED)

    @precondition(lambda self: self.are(State.CLAIMED))
    @rule()
    def dot(self) -> None:
        self.held = moving.dot(self.outbox, self.held, self.now, "briefgen")
        self.are_at_dot()

    @precondition(lambda self: not self.ahead and self.are(State.CLAIMED))
    @rule(most=MOST)
    def dot_and_claim(self, most: int) -> None:
        self.held, self.ahead = moving.dot_and_claim(self.outbox, self.held, self.now, "briefgen", most=most)
        self.are_at_dot()
        self.are_claimed(self.ahead, most)

    @precondition(lambda self: self.ahead and self.are(State.DOT))
    @rule(state=AFTER_DOT, most=MOST)
    def settle_dot_and_claim(self, state: State, most: int) -> None:
        settled = [moving.Settled(one, state) for one in self.held]
        for one in self.held:
            self.moved(one.number, state)
        self.held, self.ahead = moving.dot_and_claim(self.outbox, self.ahead, self.now, "briefgen", settled, most=most)
        self.are_at_dot()
        self.are_claimed(self.ahead, most)

    def are(self, state: State) -> bool:
        return bool(self.held) and all(one.state is state for one in self.held)

    def are_at_dot(self) -> None:
        for one in self.held:
            assert one.state is State.DOT
            assert self.dots[one.number] == 0, "a second dot, and nobody asked for it"
            self.dots[one.number] = 1
            self.moved(one.number, State.DOT)

    @precondition(lambda self: self.held)
    @rule(state=st.sampled_from(State), code=st.sampled_from((0, 250, 421, 450, 550)))
    def settle(self, state: State, code: int) -> None:
        one = self.held[0]
        asked = (moving.Settled(one, state, Reply(code, "words", "2.0.0")),)
        if state not in moving.MAY[one.state]:
            with pytest.raises(OutboxError, match="cannot be"):
                moving.settle(self.outbox, asked, self.now, "briefgen")
            return
        moving.settle(self.outbox, asked, self.now, "briefgen")
        self.moved(one.number, state)
        self.held = self.held[1:]

    @precondition(lambda self: self.held and not self.ahead)
    @rule(state=AFTER_DOT, most=MOST)
    def settle_and_claim(self, state: State, most: int) -> None:
        if any(state not in moving.MAY[one.state] for one in self.held):
            return
        settled, before = [moving.Settled(one, state) for one in self.held], self.held
        self.held = moving.claim(self.outbox, EDITION, self.now, "briefgen", settled, most=most)
        for one in before:
            self.moved(one.number, state)
        self.are_claimed(self.held, most)

    @rule(policy=st.sampled_from(Policy))
    def die_and_begin_again(self, policy: Policy) -> None:
        self.outbox.close()
        self.outbox, self.held, self.ahead = open_outbox(self.path), (), ()
        doubtful = moving.recover(self.outbox, policy, self.now, "briefgen")
        at_the_dot = {number for number, state in self.states.items() if state is State.DOT}
        assert {one.number for one in doubtful} == at_the_dot
        for number, state in list(self.states.items()):
            if state is State.CLAIMED:
                self.moved(number, State.PENDING)
            elif state is State.DOT:
                self.moved(number, State.UNKNOWN)
                if policy is Policy.RESEND:
                    self.moved(number, State.PENDING)

    @rule(data=st.data(), state=st.sampled_from(State))
    def resolve(self, data: st.DataObject, state: State) -> None:
        found = data.draw(st.sampled_from(looking.entries(self.outbox, EDITION)))
        if state in moving.SAID.get(found.state, set()):
            moving.resolve(self.outbox, found, state, self.now, "Nora", "the reader said so")
            self.moved(found.number, state)
            return
        with pytest.raises(UsageError, match="cannot be said to be"):
            moving.resolve(self.outbox, found, state, self.now, "Nora", "the reader said so")

    @invariant()
    def the_file_says_what_happened(self) -> None:
        found = looking.entries(self.outbox, EDITION)
        assert {one.number: one.state for one in found} == self.states
        assert list(self.states.values()).count(State.DOT) <= ROUND
        notes = audit.notes(self.outbox)
        assert len(notes) == self.steps
        last = {note.message: note.what for note in notes if note.message is not None}
        assert all(self.states[number] == what for number, what in last.items())

    def teardown(self) -> None:
        self.outbox.close()
        self.folder.cleanup()


Sender.TestCase.settings = settings(max_examples=15, stateful_step_count=25, deadline=None)
test_any_sender_leaves_the_file_as_it_happened = Sender.TestCase


def test_only_steps_that_are_drawn_are_possible() -> None:
    """Nothing leaves `sent`, and nothing is sent that was not at the dot, or said to be by a person."""
    assert moving.MAY[State.SENT] == set()
    assert {state for state, then in moving.MAY.items() if State.SENT in then} == {State.DOT, State.UNKNOWN}
    assert {state for state, then in moving.MAY.items() if State.DOT in then} == {State.CLAIMED}


def test_a_person_says_only_what_may_follow() -> None:
    assert all(said <= moving.MAY[state] for state, said in moving.SAID.items())


def test_letters_and_people_come_back_as_they_were_frozen(outbox: Outbox) -> None:
    assert plan(outbox)
    assert looking.letters(outbox, EDITION) == (LETTER,)
    assert [one.person for one in looking.entries(outbox, EDITION)] == [person(one) for one in range(3)]
    assert looking.edition(outbox, EDITION).hash == "abc"


def test_an_edition_is_planned_once(outbox: Outbox) -> None:
    assert plan(outbox, 3)
    assert not plan(outbox, 5)
    assert len(looking.entries(outbox, EDITION)) == 3


def test_other_bytes_under_the_same_name_are_refused(outbox: Outbox) -> None:
    plan(outbox)
    with pytest.raises(OutboxError, match="from other bytes"):
        plan(outbox, digest="xyz")


def test_nobody_is_planned_without_a_letter(outbox: Outbox) -> None:
    with pytest.raises(OutboxError, match=r"has no letter “water\.kk”"):
        planning.plan(outbox, EDITION, "abc", (), [planned(1)], None, NOW, "Nora")
    assert not planning.is_planned(outbox, EDITION)


def test_the_same_address_in_other_letters_is_one_person(outbox: Outbox) -> None:
    twice = [planned(1), planning.Planned(Person("READER1@EXAMPLE.ORG", "", (), WATER, (), ()), "<2@example.org>")]
    with pytest.raises(sqlite3.IntegrityError):
        planning.plan(outbox, EDITION, "abc", (LETTER,), twice, None, NOW, "Nora")
    assert not planning.is_planned(outbox, EDITION)
    assert looking.entries(outbox, EDITION) == ()


def test_who_is_dropped_is_listed_and_never_claimed(outbox: Outbox) -> None:
    people = [planned(1, "left the list"), planned(2)]
    planning.plan(outbox, EDITION, "abc", (LETTER,), people, None, NOW, "Nora")
    assert looking.counts(outbox, EDITION) == {State.DROPPED: 1, State.PENDING: 1}
    assert claimed(outbox).person == person(2)
    assert moving.claim(outbox, EDITION, NOW, "briefgen") == ()


def test_what_is_due_later_waits(outbox: Outbox) -> None:
    plan(outbox, 1)
    later = NOW + dt.timedelta(minutes=5)
    busy = Reply(450, "try later", "4.2.1")
    moving.settle(outbox, (moving.Settled(claimed(outbox), State.PENDING, busy, due=later),), NOW, "briefgen")
    assert moving.claim(outbox, EDITION, later - dt.timedelta(seconds=1), "briefgen") == ()
    (found,) = moving.claim(outbox, EDITION, later, "briefgen")
    assert (found.attempts, found.reply) == (2, busy)


def test_another_one_who_moved_it_first_is_noticed(outbox: Outbox, tmp_path: Path) -> None:
    plan(outbox, 1)
    found = claimed(outbox)
    with open_outbox(tmp_path / "outbox.db") as other:
        moving.dot(other, (found,), NOW, "another one")
    with pytest.raises(OutboxError, match="is not claimed any more"):
        moving.dot(outbox, (found,), NOW, "briefgen")


def test_the_audit_is_only_added_to(outbox: Outbox) -> None:
    plan(outbox)
    for sql in ("UPDATE audit SET who = 'x'", "DELETE FROM audit"):
        with pytest.raises(sqlite3.IntegrityError, match="only added to"), outbox.writing():
            outbox.run(sql)
    assert [note.what for note in audit.notes(outbox)] == ["plan"]


def test_the_audit_names_no_address(outbox: Outbox) -> None:
    plan(outbox, 1)
    moving.dot(outbox, (claimed(outbox),), NOW, "briefgen")
    assert "example.org" not in repr(audit.notes(outbox))


def test_one_sender_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "outbox.db"
    with locking.lock(path, NOW):
        with (
            pytest.raises(DeliveryError, match=f"process {os.getpid()} since 2026-11-23") as told,
            locking.lock(path, NOW),
        ):
            pytest.fail("two have the lock")
        assert told.value.exit_code == 75
    with locking.lock(path, NOW):
        pass


def test_a_link_to_an_outbox_has_the_lock_of_what_it_leads_to(tmp_path: Path) -> None:
    (tmp_path / "outbox.db").touch()
    (tmp_path / "link.db").symlink_to(tmp_path / "outbox.db")
    with (
        locking.lock(tmp_path / "outbox.db", NOW),
        pytest.raises(DeliveryError, match="somebody else"),
        locking.lock(tmp_path / "link.db", NOW),
    ):
        pytest.fail("two have the lock")


FORKED = """
import datetime, os, pathlib, signal, sys
from briefgen.delivery.outbox import locking
path, now = pathlib.Path(sys.argv[1]), datetime.datetime.now(datetime.UTC)
with locking.lock(path, now):
    child = os.fork()
    if not child:
        signal.pause()
try:
    with locking.lock(path, now):
        print("held again")
finally:
    os.kill(child, signal.SIGKILL)
"""


def test_a_child_that_outlives_a_sender_does_not_keep_its_lock(tmp_path: Path) -> None:
    command = [sys.executable, "-c", FORKED, str(tmp_path / "outbox.db")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout == "held again\n", done.stderr


HOLDER = """
import datetime, pathlib, sys, time
from briefgen.delivery.outbox import locking
with locking.lock(pathlib.Path(sys.argv[1]), datetime.datetime.now(datetime.UTC)):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_lock_ends_with_its_process_however_it_ended(tmp_path: Path) -> None:
    path = tmp_path / "outbox.db"
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(path)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        with pytest.raises(DeliveryError, match=f"process {process.pid} since"), locking.lock(path, NOW):
            pytest.fail("two have the lock")
        process.send_signal(signal.SIGKILL)
        process.wait()
        with locking.lock(path, NOW):
            pass


HOSTILE = {
    "text": b"Dear readers, this is no database at all.",
    "a cut head": b"SQLite for",
    "a head alone": b"SQLite format 3\0" + bytes(4_096),
    "a head and noise": b"SQLite format 3\0" + bytes(range(256)) * 40,
}


def test_an_outbox_that_was_cut_to_nothing_beside_its_log_is_no_new_one(tmp_path: Path) -> None:
    path = tmp_path / "outbox.db"
    path.touch()
    (tmp_path / "outbox.db-wal").write_bytes(b"what was sent")
    with pytest.raises(OutboxError, match="left as it is"):
        open_outbox(path)
    assert (tmp_path / "outbox.db-wal").read_bytes() == b"what was sent"


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_outbox_is_left_as_it_is(name: str, tmp_path: Path) -> None:
    path = tmp_path / "outbox.db"
    path.write_bytes(HOSTILE[name])
    with pytest.raises(OutboxError, match="left as it is") as told:
        open_outbox(path)
    assert told.value.hint
    assert path.read_bytes() == HOSTILE[name]


def test_the_database_of_something_else_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "outbox.db"
    link = sqlite3.connect(path)
    link.execute("CREATE TABLE mine (words TEXT)")
    link.close()
    before = path.read_bytes()
    with pytest.raises(OutboxError, match="of something else"):
        open_outbox(path)
    assert path.read_bytes() == before


def test_an_outbox_of_a_newer_briefgen_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "outbox.db"
    open_outbox(path).close()
    link = sqlite3.connect(path)
    link.execute(f"PRAGMA user_version = {len(schema.VERSIONS) + 1}")
    link.close()
    with pytest.raises(OutboxError, match="newer briefgen"):
        open_outbox(path)


def test_none_is_made_where_nothing_is_sent(tmp_path: Path) -> None:
    with pytest.raises(OutboxError, match="there is no outbox"):
        open_outbox(tmp_path / "outbox.db", create=False)
    assert not list(tmp_path.iterdir())


def test_its_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    open_outbox(tmp_path / "state" / "outbox.db").close()
    assert (tmp_path / "state" / "outbox.db").stat().st_mode & 0o077 == 0


def test_bytes_that_changed_are_not_sent(outbox: Outbox) -> None:
    plan(outbox)
    with outbox.writing():
        outbox.run("UPDATE piece SET packed = x'00'")
    with pytest.raises(OutboxError, match="not what was frozen"):
        looking.letters(outbox, EDITION)


def fill(outbox: Outbox) -> None:
    """Writes until nothing more has room."""
    for _ in range(2_000):
        with outbox.writing():
            audit.note(outbox, NOW, "briefgen", "test", detail="x" * 500)


def send_and_be_told_to_wait(outbox: Outbox, found: Entry) -> None:
    """Reaches the dot again and again."""
    for _ in range(200):
        (last,) = moving.dot(outbox, (found,), NOW, "x")
        moving.settle(outbox, (moving.Settled(last, State.PENDING),), NOW, "x")
        found = claimed(outbox)


def test_on_a_full_disk_nothing_reaches_the_dot_and_rows_stay_whole(outbox: Outbox) -> None:
    plan(outbox, 2)
    found = claimed(outbox)
    outbox.limit_pages(1)
    with pytest.raises(OutboxError, match="the disk is full") as told:
        fill(outbox)
    assert "nothing more was sent" in str(told.value)
    with pytest.raises(OutboxError, match="the disk is full"):
        send_and_be_told_to_wait(outbox, found)
    outbox.limit_pages(1_000_000)
    assert {one.state for one in looking.entries(outbox, EDITION)} <= {State.PENDING, State.CLAIMED, State.DOT}
    assert outbox.rows("PRAGMA integrity_check") == [("ok",)]


def test_each_version_of_the_tables_is_reached_from_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "outbox.db"
    every = schema.VERSIONS
    monkeypatch.setattr(schema, "VERSIONS", every[:1])
    with open_outbox(path) as first, first.writing():
        first.run("INSERT INTO edition VALUES ('2026-W47', 'abc', '2026-11-23T08:00:00.000000Z', NULL)")
    monkeypatch.setattr(schema, "VERSIONS", every)
    with open_outbox(path) as now, open_outbox(tmp_path / "new.db") as new:
        tables = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
        assert now.rows(tables) == new.rows(tables)
        assert looking.edition(now, EDITION).hash == "abc"
