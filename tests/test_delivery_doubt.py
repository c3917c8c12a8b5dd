"""What goes wrong beside the relay and the disk: who reads the log hangs up, somebody helps while mail goes out, a
process number is given out again, a backup caught the sender at the dot."""

from __future__ import annotations

import fcntl
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from letters import NOW, WEEK, desk, letter, people, person
from outboxes import LATER, W47, at_dot, settle
from outboxes import plan as plan_readers
from relays import Scripted

from briefgen.delivery.bouncing import following, reports
from briefgen.delivery.mailing import message_id
from briefgen.delivery.outbox import (
    Outbox,
    audit,
    file,
    forgetting,
    generations,
    locking,
    looking,
    moving,
    open_outbox,
    planning,
)
from briefgen.delivery.outbox.moving import Settled
from briefgen.delivery.outbox.unlocking import Said, unlock
from briefgen.delivery.relay import Access, Limits, Session
from briefgen.delivery.sending import send
from briefgen.delivery.sending.values import DONE, Event, Tools, Wishes
from briefgen.delivery.settings import Login
from briefgen.delivery.unsubscribing import leaving
from briefgen.delivery.values import Policy, Reply, Security, State
from briefgen.errors import DeliveryError, OutboxError


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    with open_outbox(tmp_path / "outbox.db") as opened:
        planned = [planning.Planned(one, message_id(WEEK, one.id, "example.org")) for one in people(3)]
        assert planning.plan(opened, WEEK, "0" * 64, (letter(),), planned, None, NOW, "tests")
        yield opened


def tools(relay: Scripted, tell: Callable[[Event], None] = lambda _: None) -> Tools:
    access = Access(Login("localhost", relay.port, Security.NONE), limits=Limits(5, 5, 5))
    return Tools(lambda: NOW, lambda _: None, lambda: 0.5, lambda: Session.open(access), tell, "tests")


def states(outbox: Outbox, edition: str = WEEK) -> list[State]:
    return [one.state for one in looking.entries(outbox, edition)]


@pytest.mark.parametrize("event", ["sent", "failed", "later"])
def test_who_reads_the_log_may_hang_up_and_what_became_of_a_message_is_still_noted(outbox: Outbox, event: str) -> None:
    def tell(one: Event) -> None:
        if one.what == event:
            raise BrokenPipeError

    answers = {"sent": "250 2.0.0 ok", "failed": "550 5.7.1 no", "later": "450 4.2.0 not now"}
    with Scripted({".": [answers[event]]}) as relay, pytest.raises(BrokenPipeError):
        send(outbox, WEEK, desk(), Wishes(), tools(relay, tell))
    first = {"sent": State.SENT, "failed": State.FAILED, "later": State.PENDING}[event]
    assert states(outbox) == [first, State.PENDING, State.PENDING]


@pytest.mark.parametrize(
    ("step", "time", "next_one"), [("claim", 2, State.PENDING), ("dot_and_claim", 1, State.CLAIMED)]
)
def test_an_outbox_that_was_busy_once_forgets_nothing_that_was_sent(
    outbox: Outbox, monkeypatch: pytest.MonkeyPatch, step: str, time: int, next_one: State
) -> None:
    whole = getattr(moving, step)
    calls = []

    def busy_once(*given: object) -> object:
        calls.append(given)
        if len(calls) == time:
            raise OutboxError("somebody else writes to it")
        return whole(*given)

    monkeypatch.setattr(moving, step, busy_once)
    with Scripted() as relay:
        with pytest.raises(OutboxError, match="somebody else"):
            send(outbox, WEEK, desk(), Wishes(), tools(relay))
        assert states(outbox) == [State.SENT, next_one, State.PENDING]
        moving.recover(outbox, Policy.HOLD, NOW, "tests")
        assert send(outbox, WEEK, desk(), Wishes(), tools(relay)).code == DONE
        assert len(relay.messages) == 3


def test_what_an_operator_lets_try_again_while_mail_goes_out_goes_out_with_it(tmp_path: Path) -> None:
    other = person("late@example.org", lists=("press",))
    with open_outbox(tmp_path / "two.db") as two:
        planned = [planning.Planned(one, message_id(WEEK, one.id, "example.org")) for one in (*people(2), other)]
        planning.plan(two, WEEK, "0" * 64, (letter(),), planned, None, NOW, "tests")
        last = looking.entries(two, WEEK)[-1]
        moving.settle(two, [Settled(last, State.FAILED, Reply(550, "no"))], NOW, "tests")

        def tell(event: Event) -> None:
            if event.what == "sent" and event.message == 1:
                moving.hasten(two, [looking.by_number(two, last.number)], NOW, "Nora")

        with Scripted() as relay:
            assert send(two, WEEK, desk(), Wishes(), tools(relay, tell)).code == DONE
        assert states(two) == [State.SENT] * 3


def test_why_a_run_ended_names_nobody(outbox: Outbox) -> None:
    with Scripted({"MAIL": ["550 5.7.1 <bounces+abc@example.org> is not yours"]}) as relay:
        outcome = send(outbox, WEEK, desk(), Wishes(), tools(relay))
    assert outcome.stopped.startswith("the relay takes nothing: mail: 550 5.7.1 <")
    assert "@" not in outcome.stopped


# The lock.


def test_a_process_that_died_does_not_send_though_its_number_is_given_out_again(tmp_path: Path) -> None:
    path = tmp_path / "outbox.db"
    with locking.lock(path, NOW):
        assert locking.holder(path) == locking.Holder(os.getpid(), NOW)
    (tmp_path / "outbox.db-lock").write_text(f"{os.getpid()} since {NOW.isoformat()}\n")
    assert locking.holder(path) is None
    with locking.lock(path, NOW):
        pass


def test_whoever_looks_at_the_lock_keeps_nobody_from_sending(tmp_path: Path) -> None:
    path = tmp_path / "outbox.db"
    place = tmp_path / "outbox.db-lock"
    place.write_text("1 since then\n")
    looks = os.open(place, os.O_RDONLY)
    fcntl.flock(looks, fcntl.LOCK_SH)
    clock = threading.Timer(0.02, os.close, (looks,))
    clock.start()
    with locking.lock(path, NOW):
        clock.join()
    with (
        locking.lock(path, NOW),
        pytest.raises(DeliveryError, match="somebody else is sending"),
        locking.lock(path, NOW),
    ):
        pass


# A backup.


@pytest.mark.parametrize("said", [Said(unsent=(W47,)), Said(nothing=True)])
def test_a_message_that_a_backup_caught_at_the_dot_is_in_doubt_whatever_is_said_of_the_time_since(
    tmp_path: Path, said: Said
) -> None:
    with open_outbox(tmp_path / "outbox.db") as first:
        plan_readers(first, W47, 3)
        at_dot(first, W47)
        assert moving.claim(first, W47, NOW, "briefgen")
        generations.save(first, tmp_path / "saved.db", NOW, "Nora")
    with open_outbox(tmp_path / "saved.db") as outbox:
        unlock(outbox, said, LATER, "Nora")
        assert states(outbox, W47) == [State.UNKNOWN, State.PENDING, State.PENDING]


# Names in what is kept for good.


def everywhere(path: Path) -> bytes:
    return b"".join(one.read_bytes() for one in path.parent.glob(f"{path.name}*")).lower()


def test_the_audit_names_no_address_whatever_is_noted(outbox: Outbox) -> None:
    with outbox.writing():
        audit.note(outbox, NOW, "Nora", "resolve", WEEK, 1, "asked <Ann.Lee@example.org> by telephone")
    last = audit.notes(outbox)[-1]
    assert last.detail.startswith("asked <")
    assert last.detail.endswith("> by telephone")
    assert "@" not in last.detail


def test_who_bounced_and_is_forgotten_stands_nowhere_but_among_those_who_left(tmp_path: Path) -> None:
    path = tmp_path / "outbox.db"
    with open_outbox(path) as outbox:
        plan_readers(outbox, W47, 3)
        settle(outbox, W47, State.SENT, Reply(250, "ok"))
        sent = looking.entries(outbox, W47)[0]
        report = reports.Report(following.Kind.HARD, status="5.1.1", said=f"550 <{sent.person.address}> unknown")
        following._leave(outbox, report, sent, (leaving.EVERYTHING,), NOW)
        gone = leaving.has_left(outbox, sent.person)
        assert gone is not None
        assert "5.1.1" in gone.reason
        assert "@" not in gone.reason
        planning.plan(
            outbox, "2026-W48", "d", (), [planning.Planned(sent.person, "<x@y>", gone.reason)], None, NOW, "Nora"
        )
        forgetting.forget(outbox, sent.person.id, LATER, "Nora")
        assert everywhere(path).count(b"reader0@example.org") == 1
        assert leaving.has_left(outbox, sent.person) is not None


def test_a_reader_who_looks_meanwhile_does_not_keep_a_name_in_the_log_unnoticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file, "PATIENCE", 0.05)
    path = tmp_path / "outbox.db"
    with open_outbox(path) as outbox:
        plan_readers(outbox, W47, 1)
        reader = sqlite3.connect(path, isolation_level=None)
        reader.execute("BEGIN")
        assert reader.execute("SELECT count(*) FROM message").fetchall() == [(1,)]
        with pytest.raises(OutboxError, match="somebody reads"):
            forgetting.forget(outbox, "reader0@example.org", LATER, "Nora")
        reader.close()
        forgetting.forget(outbox, "reader0@example.org", LATER, "Nora")
        assert b"reader0@example.org" not in everywhere(path)
