"""Faults of a real relay: what Postfix says, and what becomes of messages while it is stopped, full or strict."""

from __future__ import annotations

import datetime as dt
import email
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import postal
import pytest
from letters import WEEK, desk, people, person
from msgspec.structs import replace
from postal import LATER, NOBODY, PASSWORD, PostOffice
from runs import plan

from briefgen.delivery.outbox import Outbox, looking, moving, open_outbox
from briefgen.delivery.relay import Access, Session
from briefgen.delivery.sending import Event, Outcome, Tools, send
from briefgen.delivery.sending.values import AGAIN, DONE, PERSON, Wishes
from briefgen.delivery.values import Entry, Policy, State


@pytest.fixture(scope="module")
def office() -> Iterator[PostOffice]:
    with postal.office() as made:
        yield made


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    with open_outbox(tmp_path / "outbox.db") as opened:
        yield opened


def run(
    outbox: Outbox,
    access: Access,
    told: list[Event] | None = None,
    opened: Callable[[Access], Session] = Session.open,
    longest: float = 0.05,
) -> Outcome:
    """A run by the clock of this machine, with shorter waits; what is to be tried later is left to another run."""
    now = dt.datetime.now(dt.UTC)
    moving.recover(outbox, Policy.HOLD, now, "tests")
    tools = Tools(
        clock=lambda: dt.datetime.now(dt.UTC),
        sleep=lambda seconds: time.sleep(min(seconds, longest)),
        chance=lambda: 0.0,
        open=lambda: opened(access),
        tell=(told if told is not None else []).append,
        who="tests",
    )
    return send(outbox, WEEK, desk(), Wishes(patience=0), tools)


def entries(outbox: Outbox) -> tuple[Entry, ...]:
    return looking.entries(outbox, WEEK)


def states(outbox: Outbox) -> Counter[State]:
    return Counter(one.state for one in entries(outbox))


def everybody_once(office: PostOffice, outbox: Outbox) -> None:
    """Whoever is said to have got theirs has it, once, and nobody else has any."""
    office.settle()
    assert office.ids() == sorted(one.message_id for one in entries(outbox) if one.state is State.SENT)
    for content in office.box("people"):
        read = email.message_from_bytes(content)
        assert f"<{read['Delivered-To']}>" in read["To"]


def test_each_recipient_is_answered_for_itself(office: PostOffice, outbox: Outbox) -> None:
    office.empty()
    plan(outbox, (*people(3), person(NOBODY), person(LATER)), deadline=None)
    assert run(outbox, office.access()).code == AGAIN
    by_address = {one.person.address: one for one in entries(outbox)}
    assert states(outbox) == {State.SENT: 3, State.FAILED: 1, State.PENDING: 1}
    refused, later = by_address[NOBODY].reply, by_address[LATER].reply
    assert refused
    assert (refused.code, refused.status) == (550, "5.1.1")
    assert later
    assert (later.code, later.status) == (450, "4.2.0")
    assert by_address[LATER].due is not None
    everybody_once(office, outbox)


@pytest.mark.parametrize("fault", ["password", "certificate"])
def test_a_relay_that_does_not_know_us_or_is_another_one_stops_the_run(
    office: PostOffice, outbox: Outbox, fault: str
) -> None:
    office.empty()
    plan(outbox, people(3), deadline=None)
    access = office.access("another pässword" if fault == "password" else PASSWORD)
    if fault == "certificate":
        access = replace(access, login=replace(access.login, authority=None))
    told: list[Event] = []
    outcome = run(outbox, access, told)
    assert outcome.code == PERSON
    assert ("login: 535 5.7.8" if fault == "password" else "not to be trusted") in outcome.stopped
    assert states(outbox) == {State.PENDING: 3}
    assert all(one.reply is None for one in entries(outbox))
    assert "another" not in repr((told, outcome))
    assert run(outbox, office.access()).code == DONE
    everybody_once(office, outbox)


def test_without_a_login_the_relay_takes_nothing_and_nobody_is_marked_as_refused(
    office: PostOffice, outbox: Outbox
) -> None:
    office.empty()
    plan(outbox, people(30), deadline=None)
    access = office.access()
    stranger = replace(access, login=replace(access.login, user=""))
    outcome = run(outbox, stranger)
    assert outcome.code == PERSON
    assert "the relay refused 25 messages in a row" in outcome.stopped
    assert states(outbox) == {State.PENDING: 30}
    assert run(outbox, access).code == DONE
    everybody_once(office, outbox)


class Stopping(Session):
    """A connection to a relay that is stopped at the final dot of a message."""

    at: int
    stop: Callable[[], None]

    def _is_spoken_to(self) -> bool:
        said = super()._is_spoken_to()
        if self.taken == self.at:
            self.stop()
        return said


def test_a_relay_that_is_stopped_in_the_middle_loses_nothing_and_sends_nothing_twice(
    office: PostOffice, outbox: Outbox
) -> None:
    office.empty()
    plan(outbox, people(6), deadline=None)

    def opened(access: Access) -> Session:
        made = Stopping.open(access)
        assert isinstance(made, Stopping)
        made.at, made.stop = 4, office.shut
        return made

    try:
        outcome = run(outbox, office.access(), opened=opened)
    finally:
        if not office.is_open:
            office.open()
    assert outcome.code == AGAIN
    assert outcome.stopped.startswith("there is no relay: connect")
    assert states(outbox) == {State.SENT: 3, State.UNKNOWN: 1, State.PENDING: 2}
    assert run(outbox, office.access()).code == PERSON  # for the one of which nobody knows
    assert states(outbox) == {State.SENT: 5, State.UNKNOWN: 1}
    office.settle()
    arrived = Counter(office.ids())
    assert max(arrived.values()) == 1
    assert {one.message_id for one in entries(outbox) if one.state is State.SENT} <= set(arrived)


@pytest.mark.parametrize(
    ("settings", "said", "code"),
    [
        ({"queue_minfree": str(2**60)}, "452 4.3.1", AGAIN),
        ({"message_size_limit": "300"}, "552 5.3.4", PERSON),
        ({"smtpd_sender_restrictions": "reject"}, "554 5.7.1", PERSON),
    ],
    ids=["no room", "too large", "not our sender"],
)
def test_a_relay_that_is_full_or_strict_marks_nobody(
    outbox: Outbox, settings: dict[str, str], said: str, code: int
) -> None:
    plan(outbox, people(2), deadline=None)
    with postal.office(settings) as strict:
        outcome = run(outbox, strict.access())
        assert strict.box("people") == []
    assert outcome.code == code
    assert states(outbox) == {State.PENDING: 2}
    assert {f"{one.reply.code} {one.reply.status}" for one in entries(outbox) if one.reply} == {said}


def test_a_relay_with_a_limit_gets_everything_more_slowly(outbox: Outbox) -> None:
    plan(outbox, people(6), deadline=None)
    # Counted in windows of a second, so that the test need not wait for minutes.
    settings = {"smtpd_client_message_rate_limit": "2", "anvil_rate_time_unit": "1s"}
    told: list[Event] = []
    with postal.office(settings) as strict:
        code = AGAIN
        for _ in range(20):
            code = run(outbox, strict.access(), told, longest=1.2).code
            if code != AGAIN:
                break
            time.sleep(0.2)
        assert code == DONE
        everybody_once(strict, outbox)
    slower = [one for one in told if one.what == "slower"]
    assert slower
    assert "450 4.7.1" in slower[0].detail
