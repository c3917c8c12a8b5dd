"""An outbox that came back from a backup sends nothing until told what was sent since; and people are forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from outboxes import LATER, NOW, W47, W48, W49, at_dot, plan, send, settle

from briefgen.delivery.outbox import Outbox, audit, forgetting, generations, looking, moving, open_outbox, runs
from briefgen.delivery.outbox.unlocking import Said, unlock
from briefgen.delivery.values import Reply, State
from briefgen.errors import OutboxError, UsageError


@pytest.fixture
def came_back(tmp_path: Path) -> Iterator[Outbox]:
    """Saved while W47 went out to one of three; the others, and W48, went out afterwards."""
    with open_outbox(tmp_path / "outbox.db") as outbox:
        plan(outbox, W47)
        send(outbox, W47, 1)
        generations.save(outbox, tmp_path / "saved.db", NOW, "Nora")
        assert generations.locked(outbox) is None
        assert len(send(outbox, W47)) == 2
        plan(outbox, W48)
        assert len(send(outbox, W48)) == 3
    with open_outbox(tmp_path / "saved.db", create=False) as opened:
        yield opened


def states(outbox: Outbox, edition: str) -> list[State]:
    return [one.state for one in looking.entries(outbox, edition)]


def test_what_came_back_sends_nothing_and_plans_nothing(came_back: Outbox) -> None:
    assert generations.locked(came_back) == NOW
    with pytest.raises(OutboxError, match="came back from a backup of 2026-11-23 08:00 UTC") as told:
        send(came_back, W47)
    assert "briefgen outbox unlock" in str(told.value)
    with pytest.raises(OutboxError, match="came back"):
        plan(came_back, W48)
    assert not plan(came_back, W47), "what was planned before may be looked at as ever"


def test_a_restore_sends_nothing_twice(came_back: Outbox) -> None:
    unlock(came_back, Said(sent=(W47, W48)), LATER, "Nora")
    assert states(came_back, W47) == [State.SENT] * 3
    assert plan(came_back, W48)
    assert states(came_back, W48) == [State.SENT] * 3
    assert send(came_back, W47) + send(came_back, W48) == []
    (one, *_) = looking.entries(came_back, W48)
    assert one.reason == "sent before the outbox came back from a backup, said Nora on 2026-11-26"
    assert plan(came_back, W49)
    assert len(send(came_back, W49)) == 3, "what comes later goes out"


def test_what_was_not_sent_since_is_sent_now(came_back: Outbox) -> None:
    unlock(came_back, Said(nothing=True), LATER, "Nora")
    assert len(send(came_back, W47)) == 2


def test_what_is_in_doubt_is_resolved_message_by_message(came_back: Outbox) -> None:
    unlock(came_back, Said(sent=(W48,), doubtful=(W47,)), LATER, "Nora")
    assert states(came_back, W47) == [State.SENT, State.UNKNOWN, State.UNKNOWN]
    assert send(came_back, W47) == []
    _, second, third = looking.entries(came_back, W47)
    moving.resolve(came_back, second, State.SENT, LATER, "Nora", "in the archive")
    moving.resolve(came_back, third, State.PENDING, LATER, "Nora", "not in the archive")
    assert send(came_back, W47) == [third.message_id]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (Said(), "nothing is said"),
        (Said(sent=(W48,)), r"of which nothing is said: 2026-W47 \(2\)"),
        (Said(sent=(W47,), doubtful=(W47,)), "two things"),
        (Said(unsent=(W48, W47)), "has no message that waits"),
        (Said(sent=(W47,), nothing=True), "nothing, too"),
    ],
)
def test_what_cannot_be_meant_changes_nothing(came_back: Outbox, said: Said, told: str) -> None:
    before = states(came_back, W47), len(audit.notes(came_back))
    with pytest.raises(UsageError, match=told):
        unlock(came_back, said, LATER, "Nora")
    assert (states(came_back, W47), len(audit.notes(came_back))) == before
    assert generations.locked(came_back) is not None


def test_one_that_is_not_locked_is_not_unlocked(tmp_path: Path) -> None:
    with open_outbox(tmp_path / "outbox.db") as outbox, pytest.raises(UsageError, match="is not locked"):
        unlock(outbox, Said(nothing=True), NOW, "Nora")


def test_a_backup_of_a_backup_is_unlocked_once_and_says_the_older_moment(came_back: Outbox, tmp_path: Path) -> None:
    generations.save(came_back, tmp_path / "again.db", LATER, "Nora")
    with open_outbox(tmp_path / "again.db") as outbox:
        assert generations.locked(outbox) == NOW
        unlock(outbox, Said(sent=(W47,)), LATER, "Nora")
        assert generations.locked(outbox) is None


def test_the_audit_says_who_unlocked_and_what_went(came_back: Outbox) -> None:
    unlock(came_back, Said(sent=(W48,), unsent=(W47,)), LATER, "Nora")
    last = audit.notes(came_back)[-2:]
    assert [(one.who, one.what, one.edition) for one in last] == [("Nora", "gone", W48), ("Nora", "unlock", "")]


# Forgetting.


def everywhere(path: Path) -> bytes:
    return b"".join(one.read_bytes() for one in path.parent.glob(f"{path.name}*"))


def test_who_is_forgotten_stands_nowhere_in_the_file_and_is_sent_nothing_twice(tmp_path: Path) -> None:
    path = tmp_path / "outbox.db"
    with open_outbox(path) as outbox:
        for edition in (W47, W48):
            plan(outbox, edition)
        settle(outbox, W47, State.FAILED, Reply(550, "Reader0@example.org is not known here", "5.1.1"))
        assert forgetting.forget(outbox, "reader0@example.org", LATER, "Nora") == 2
        assert b"eader0" not in everywhere(path)
        assert b"eader1@example.org" in everywhere(path)
        assert states(outbox, W47)[0] is State.DROPPED
        assert looking.by_recipient(outbox, "reader0@example.org") == ()
        assert not plan(outbox, W47), "an edition that was planned takes nobody in"
        assert len(send(outbox, W47)) == 2
        assert len(send(outbox, W48)) == 2
        assert [one.what for one in audit.notes(outbox)].count("forget") == 2


def test_nobody_is_forgotten_while_their_message_is_at_the_dot(tmp_path: Path) -> None:
    with open_outbox(tmp_path / "outbox.db") as outbox:
        plan(outbox, W47, 1)
        at_dot(outbox, W47)
        with pytest.raises(OutboxError, match="cannot be dropped after dot"):
            forgetting.forget(outbox, "reader0@example.org", LATER, "Nora")
        assert looking.by_recipient(outbox, "reader0@example.org")


def test_who_is_not_known_is_forgotten_already(tmp_path: Path) -> None:
    with open_outbox(tmp_path / "outbox.db") as outbox:
        assert forgetting.forget(outbox, "nobody@example.org", NOW, "Nora") == 0


# Runs.


def test_the_last_run_is_known_also_where_it_was_killed(tmp_path: Path) -> None:
    with open_outbox(tmp_path / "outbox.db") as outbox:
        assert runs.last(outbox) is None
        runs.begin(outbox, W47, NOW, "briefgen")
        assert runs.last(outbox) == runs.Run(W47, NOW, None, None)
        plan(outbox, W47)
        runs.end(outbox, W47, 75, LATER, "briefgen")
        assert runs.last(outbox) == runs.Run(W47, NOW, LATER, 75)
