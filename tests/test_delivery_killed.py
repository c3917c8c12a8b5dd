"""Senders that are killed at each step: the next one goes on from there, nothing is lost and nothing twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

import letters
import postal
import pytest
from letters import WEEK
from mail_campaign import campaign, wrong
from mortal import KILLED, Job, Point, Senders
from msgspec.structs import replace
from postal import PostOffice
from relays import Scripted
from runs import ids

from briefgen.delivery.outbox import audit, looking, open_outbox
from briefgen.delivery.sending.values import AGAIN, DONE, PERSON
from briefgen.delivery.values import Entry, Policy, State

AIMED = tuple(one for one in Point if one not in {Point.NEVER, Point.CLOCK})
LEAST = {Point.COMMIT: 6, Point.COMMITTED: 6, Point.RENDER: 2, Point.WIRE: 12, Point.WIRED: 12}
"""How often a run with two messages comes by, at least: plan, claim, dot, claim and settle, dot, settle; and EHLO,
twice MAIL, RCPT, DATA, text and dot, QUIT."""


@pytest.fixture(scope="module")
def senders() -> Iterator[Senders]:
    with Senders() as made:
        yield made


def kept(path: Path) -> tuple[Entry, ...]:
    with open_outbox(path) as outbox:
        assert list(outbox.problems()) == []
        return looking.entries(outbox, WEEK)


@pytest.mark.parametrize("point", AIMED)
@pytest.mark.parametrize("policy", [Policy.HOLD, pytest.param(Policy.RESEND, marks=pytest.mark.conform)])
def test_a_run_that_is_killed_anywhere_is_gone_on_with(
    tmp_path: Path, senders: Senders, policy: Policy, point: Point
) -> None:
    doubted = 0
    for number in count(1):
        with Scripted() as relay:
            job = Job(tmp_path / f"{number}.db", WEEK, 2, relay.port, policy, point, number)
            if senders.run(job) != KILLED:
                break  # a run has no more of those steps
            code = senders.run(replace(job, point=Point.NEVER))
            entries = kept(job.path)
        arrived = Counter(ids(relay.messages))
        assert set(arrived) <= {one.message_id for one in entries}
        unknown = [one for one in entries if one.state is State.UNKNOWN]
        assert len(unknown) <= 1
        doubted += len(unknown)
        if policy is Policy.HOLD:
            assert max(arrived.values(), default=0) <= 1
            assert {one.state for one in entries} <= {State.SENT, State.UNKNOWN}
            assert code == (PERSON if unknown else DONE)
        else:
            assert {one.state for one in entries} == {State.SENT}
            assert code == DONE
            assert len(relay.messages) <= 3
        assert all(arrived[one.message_id] for one in entries if one.state is State.SENT)
    assert number > LEAST[point]
    # Only behind the note of a dot does nobody know.
    assert bool(doubted) == (policy is Policy.HOLD and point is not Point.RENDER)


def test_a_plan_that_was_not_finished_is_made_by_the_next_run(tmp_path: Path, senders: Senders) -> None:
    with Scripted() as relay:
        job = Job(tmp_path / "outbox.db", WEEK, 3, relay.port, point=Point.COMMIT)
        assert senders.run(job) == KILLED
        with open_outbox(job.path) as outbox:
            assert looking.editions(outbox) == ()
            assert audit.notes(outbox) == ()
        assert senders.run(replace(job, point=Point.NEVER)) == DONE
    assert len(relay.messages) == 3


def test_of_two_senders_at_once_one_sends_and_the_other_goes_away(tmp_path: Path, senders: Senders) -> None:
    with Scripted() as relay:
        job = Job(tmp_path / "outbox.db", WEEK, 90, relay.port)
        codes = senders.run(job, job, job)
    assert isinstance(codes, list)
    # Who came when the first one was through found nothing to send, and is as well.
    assert DONE in codes
    assert set(codes) <= {DONE, AGAIN}
    assert relay.connections == 1
    assert ids(relay.messages) == sorted(one.message_id for one in kept(job.path))


def test_the_dead_hold_no_lock(tmp_path: Path, senders: Senders) -> None:
    with Scripted() as relay:
        job = Job(tmp_path / "outbox.db", WEEK, 2, relay.port, point=Point.WIRED, number=3)
        codes: Sequence[object] = [senders.run(job) for _ in range(3)]
        assert codes == [KILLED] * 3
        assert senders.run(replace(job, point=Point.NEVER)) == DONE
    assert len(relay.messages) == 2


@pytest.fixture(scope="module")
def post_office() -> Iterator[PostOffice]:
    with postal.office() as made:
        yield made


@pytest.mark.conform
@pytest.mark.parametrize("policy", Policy)
def test_forty_kills_before_a_real_relay_lose_nothing(tmp_path: Path, post_office: PostOffice, policy: Policy) -> None:
    """`make soak` kills 200 times under each policy."""
    done = campaign(post_office, tmp_path, policy, kills=40, people=200, seed=7)
    assert done.problems == []
    assert done.kills == 40
    assert set(done.points) == {*AIMED, Point.CLOCK}
    assert done.unknown > 0 if policy is Policy.HOLD else done.unknown == 0
    assert done.twice > 0 if policy is Policy.RESEND else done.twice == 0


def test_a_campaign_sees_what_is_wrong() -> None:
    ann, bo, eve = (letters.entry(one, number) for number, one in enumerate(letters.people(3), 1))
    sent, unknown = replace(ann, state=State.SENT), replace(bo, state=State.UNKNOWN)
    a, b, e = (one.person.address for one in (ann, bo, eve))
    fine = {a: [ann.message_id]}
    assert list(wrong([sent, unknown], fine, Policy.HOLD)) == []
    assert list(wrong([sent], {a: [ann.message_id] * 2}, Policy.RESEND)) == []
    for entries, came, policy, said in (
        ([sent], {}, Policy.HOLD, "is lost"),
        ([unknown], {}, Policy.RECONCILE, "is lost"),
        ([sent], {a: [ann.message_id] * 2}, Policy.HOLD, "came 2 times"),
        ([sent], {a: ["<another@example.org>"]}, Policy.RESEND, "another Message-ID"),
        ([sent], {**fine, e: [ann.message_id]}, Policy.HOLD, "on no list"),
        ([unknown], {b: [bo.message_id]}, Policy.RECONCILE, "is not settled"),
        ([ann], fine, Policy.HOLD, "is not settled"),
    ):
        assert any(said in one for one in wrong(entries, came, policy)), said
