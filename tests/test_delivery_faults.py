"""The sending loop and every fault that it must bear: nothing lost, nothing twice, nobody else concerned."""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import letters
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from letters import NOW, WEEK, desk, people
from msgspec.structs import replace
from relays import Scripted, delivered, free_port, sink
from runs import DEADLINE, Office, commits_of, ids, plan, watched

from briefgen.delivery import logs
from briefgen.delivery.masking import masked
from briefgen.delivery.outbox import Outbox, audit, locking, open_outbox
from briefgen.delivery.sending import Event, Outcome, pacing, send
from briefgen.delivery.sending.values import AGAIN, DONE, PERSON, Wishes
from briefgen.delivery.unsubscribing import leaving
from briefgen.delivery.values import Policy, State
from briefgen.errors import DeliveryError, OutboxError


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    with open_outbox(tmp_path / "outbox.db") as opened:
        plan(opened, people(3))
        yield opened


# Without a fault.


def test_everybody_gets_one_message_and_a_second_run_sends_none(outbox: Outbox, letterbox: Path) -> None:
    with sink("-d", f"{letterbox}/%H%M%S.") as port:
        office = Office(outbox, port)
        assert office.send() == Outcome(WEEK, {State.SENT: 3}, {State.SENT: 3})
        assert office.send() == Outcome(WEEK, {}, {State.SENT: 3})
    assert ids(delivered(letterbox)) == sorted(one.message_id for one in office.entries())
    assert office.opened == 1
    assert all(one.reply and one.reply.code == 250 for one in office.entries())


def test_each_message_goes_to_its_own_person_alone(outbox: Outbox) -> None:
    with Scripted() as relay:
        Office(outbox, relay.port).send()
    envelopes = [word for word in relay.heard if word.startswith(("MAIL", "RCPT"))]
    assert envelopes[1::2] == [f"RCPT TO:<reader{one:05}@example.org>" for one in range(3)]
    assert len({word for word in envelopes if word.startswith("MAIL")}) == 3
    for number, content in enumerate(relay.messages):
        for other in range(3):
            assert (f"reader{other:05}@".encode() in content) == (other == number)


def test_a_connection_takes_as_many_messages_as_it_may(outbox: Outbox) -> None:
    with Scripted() as relay:
        Office(outbox, relay.port).send(per_connection=2)
    assert relay.connections == 2
    assert relay.heard.count("quit") == 2


def test_messages_go_no_faster_than_they_may(outbox: Outbox) -> None:
    with Scripted() as relay:
        office = Office(outbox, relay.port)
        office.send(per_minute=10)
    assert office.clock.waits == pytest.approx([6, 6], abs=0.1)
    assert relay.connections == 1


def test_only_the_named_get_theirs(outbox: Outbox) -> None:
    with Scripted() as relay:
        office = Office(outbox, relay.port)
        outcome = office.send(only=[2])
    assert outcome.code == DONE
    assert [one.state for one in office.entries()] == [State.PENDING, State.SENT, State.PENDING]


def test_logs_name_nobody(outbox: Outbox) -> None:
    with Scripted({"RCPT": ["550 5.1.1 <reader00000@example.org>: nobody", "250 ok"]}) as relay:
        office = Office(outbox, relay.port)
        office.send()
    assert office.told
    assert "@" not in repr(office.told)
    known = logs.hashed(logs.salt(outbox), "reader00000@example.org")
    assert {event.recipient for event in office.told if event.message == 1} == {known}
    assert f"550 5.1.1 <{known}>: nobody" in office.told[0].detail
    assert "@" not in repr(audit.notes(outbox))


@given(st.emails(), st.text(max_size=20))
def test_an_address_never_gets_through_the_mask(address: str, beside: str) -> None:
    local = address.partition("@")[0]
    said = masked(b"key", f"550 <{address}>: {beside}")
    assert address not in said
    assert f"{local}@" not in said or not local


# The disk, waited for as often as it has to be.


@pytest.fixture
def commits(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    return commits_of(monkeypatch)


def test_a_quick_relay_waits_for_the_disk_once_a_message(tmp_path: Path, commits: list[Path]) -> None:
    with open_outbox(tmp_path / "many.db") as many, Scripted() as relay:
        plan(many, people(20))
        commits.clear()
        assert Office(many, relay.port).send().moved == {State.SENT: 20}
    recovered, first_claim, first_end = 1, 1, 1  # until one went through, nobody knows that the relay is quick
    assert len(commits) == recovered + first_claim + first_end + 20 + 1


def test_behind_a_slow_one_what_became_of_a_message_is_written_at_once(outbox: Outbox, commits: list[Path]) -> None:
    commits.clear()
    with Scripted() as relay:
        office = Office(outbox, relay.port)
        office.clock.step = dt.timedelta(seconds=1)
        assert office.send().moved == {State.SENT: 3}
    assert len(commits) == 1 + 2 * 3 + 1


@pytest.mark.parametrize("seconds", [0.001, 1])
def test_when_a_final_dot_arrives_the_file_says_so_of_that_message_alone(outbox: Outbox, seconds: float) -> None:
    seen: list[list[str]] = []

    def look() -> None:
        with contextlib.closing(sqlite3.connect(outbox.path)) as file:
            seen.append([state for (state,) in file.execute("SELECT state FROM message ORDER BY number")])

    with watched(look) as relay:
        office = Office(outbox, relay.port)
        office.clock.step = dt.timedelta(seconds=seconds)
        office.send()
    assert [[State(one) for one in states].index(State.DOT) for states in seen] == [0, 1, 2]
    assert all(states.count(State.DOT) == 1 for states in seen)
    assert [states.count(State.SENT) for states in seen] == [0, 1, 2]


ANSWERS = st.lists(
    st.sampled_from(("250 ok", "250 ok", "250 ok", "450 4.2.0 later", "550 5.1.1 nobody", "421 4.7.0 enough", "")),
    min_size=1,
    max_size=8,
)


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from(("CONNECT", "MAIL", "RCPT", "DATA", ".")),
    ANSWERS,
    st.sampled_from((Policy.HOLD, Policy.RESEND)),
    st.integers(0, 9),
    st.integers(1, 3),
)
def test_whatever_a_relay_answers_nothing_is_lost_and_nothing_twice(
    command: str, answers: list[str], policy: Policy, stop: int, connections: int
) -> None:
    """Also where somebody asks it to stop, with the next messages in hand already."""
    friendly = Scripted.FRIENDLY.get(command, "250 ok")
    answers = [friendly if one == "250 ok" else one for one in answers]
    with tempfile.TemporaryDirectory() as folder, open_outbox(Path(folder) / "outbox.db") as any_:
        plan(any_, people(6))
        with Scripted({command: [*answers, friendly]}) as relay:
            office = Office(any_, relay.port)
            tools = replace(office.tools(), asked_to_stop=lambda: 0 < stop <= len(relay.messages))
            send(any_, WEEK, desk(), Wishes(policy, connections=connections), tools)
            arrived = Counter(ids(relay.messages))
        entries = office.entries()
        assert not {State.CLAIMED, State.DOT} & {one.state for one in entries}
        sent = [one.message_id for one in entries if one.state is State.SENT]
        if command == ".":
            assert set(sent) <= set(arrived)
            assert all(arrived[one.message_id] <= one.attempts for one in entries)
        else:
            assert arrived == Counter(sent)


# The relay.


def test_a_relay_that_is_down_marks_nobody_and_a_later_run_goes_on(outbox: Outbox) -> None:
    office = Office(outbox, free_port())
    outcome = office.send()
    assert outcome.code == AGAIN
    assert outcome.stopped.startswith("there is no relay: connect:")
    assert office.states() == {State.PENDING: 3}
    assert all(one.reply is None and one.due is None for one in office.entries())
    assert office.clock.waits == sorted(office.clock.waits)
    assert len(office.clock.waits) == pacing.CONNECTIONS - 1
    with sink() as port:
        office.port = port
        assert office.send().code == DONE
    assert office.states() == {State.SENT: 3}


@pytest.mark.parametrize("command", ["rcpt", "data", "."])
def test_a_message_that_is_not_taken_now_is_tried_until_the_deadline(outbox: Outbox, command: str) -> None:
    with sink("-r", command) as port:
        office = Office(outbox, port)
        outcome = office.send()
        assert outcome.code == AGAIN
        assert office.states() == {State.PENDING: 3}
        assert all(one.reply and one.reply.code == 450 and one.due for one in office.entries())
        tries = max(one.attempts for one in office.entries())
        assert tries > 1
        office.clock.now = DEADLINE
        outcome = office.send()
    assert outcome.code == PERSON
    assert office.states() == {State.FAILED: 3}
    assert {one.reason for one in office.entries()} == {"the deadline of the edition passed"}
    assert office.entries()[0].attempts <= tries


def test_a_greylist_is_waited_for(outbox: Outbox) -> None:
    with Scripted({"RCPT": ["450 4.2.0 come back later", "250 ok"]}) as relay:
        office = Office(outbox, relay.port)
        assert office.send().code == DONE
    assert office.states() == {State.SENT: 3}
    assert ids(relay.messages) == sorted(one.message_id for one in office.entries())
    assert office.clock.waits == pytest.approx([60], abs=1)


def test_one_refused_recipient_concerns_nobody_else(outbox: Outbox) -> None:
    with Scripted({"RCPT": ["250 ok", "550 5.1.1 nobody here", "250 ok"]}) as relay:
        office = Office(outbox, relay.port)
        outcome = office.send()
    assert outcome.code == PERSON
    assert [one.state for one in office.entries()] == [State.SENT, State.FAILED, State.SENT]
    failed = office.entries()[1]
    assert failed.reply
    assert (failed.reply.code, failed.reply.status, failed.reply.text) == (550, "5.1.1", "nobody here")
    assert len(relay.messages) == 2


def test_everybody_refused_is_no_fault_of_theirs(tmp_path: Path) -> None:
    with open_outbox(tmp_path / "many.db") as many:
        plan(many, people(40))
        with sink("-f", "rcpt") as port:
            office = Office(many, port)
            outcome = office.send()
        assert outcome.code == PERSON
        assert "refused 25 messages in a row" in outcome.stopped
        assert office.states() == {State.PENDING: 40}
        assert (outcome.moved, outcome.counts) == ({}, {State.PENDING: 40})
        with Scripted() as relay:  # somebody set the relay right
            office.port = relay.port
            assert office.send().code == DONE
        assert len(relay.messages) == 40


def test_who_does_not_exist_stays_refused_and_keeps_nobody_from_theirs(tmp_path: Path) -> None:
    with open_outbox(tmp_path / "many.db") as many:
        plan(many, people(40))
        with Scripted({"RCPT": [*["550 5.1.1 nobody here"] * 30, "250 ok"]}) as relay:
            office = Office(many, relay.port)
            assert "refused 25 messages in a row" in office.send().stopped
            assert office.states() == {State.FAILED: 25, State.PENDING: 15}
            assert office.send().code == PERSON
        assert office.states() == {State.FAILED: 30, State.SENT: 10}


@pytest.mark.parametrize(
    ("answers", "states"),
    [
        (["554 5.7.1 Relay access denied"], {State.PENDING: 3}),
        (["554 Relay access denied"], {State.PENDING: 3}),
        (["554 5.7.1 no", "550 5.1.1 nobody here", "554 5.7.1 no"], {State.PENDING: 2, State.FAILED: 1}),
        (["550 5.1.1 nobody here"], {State.FAILED: 3}),
        (["554 5.7.1 no", "250 ok"], {State.FAILED: 1, State.SENT: 2}),
        (["250 ok", "554 5.7.1 no"], {State.FAILED: 2, State.SENT: 1}),
    ],
)
def test_a_short_list_that_is_refused_as_a_whole_is_no_fault_of_theirs(
    outbox: Outbox, answers: list[str], states: dict[State, int]
) -> None:
    with Scripted({"RCPT": answers}) as relay:
        office = Office(outbox, relay.port)
        assert office.send().code == PERSON
    assert office.states() == states


@pytest.mark.parametrize(
    ("answers", "gone"),
    [
        (["550 5.1.1 nobody here", "250 ok"], [0]),
        (["250 ok", "550 5.1.1 nobody here", "556 5.1.10 no mail"], [1, 2]),
        (["550 5.1.1 nobody here"], []),  # whom does it know at all?
        (["550 No such user here", "250 ok"], []),
        (["553 5.1.8 your domain", "554 5.7.1 no", "250 ok"], []),
        (["552 5.2.2 full", "550 5.1.1 reputation: 5.7.1", "250 ok"], []),
        (["450 4.1.1 not now", "250 ok"], []),
    ],
)
def test_only_who_does_not_exist_gets_no_more_mail(outbox: Outbox, answers: list[str], gone: list[int]) -> None:
    with Scripted({"RCPT": answers}) as relay:
        Office(outbox, relay.port).send()
    left = {one.recipient: one for one in leaving.departures(outbox)}
    assert sorted(left) == [f"reader{number:05}@example.org" for number in gone]
    assert all(one.how is leaving.How.BOUNCE and one.list == leaving.EVERYTHING for one in left.values())
    assert all(one.detail.startswith("5.1.1") for one in left.values())


def test_one_reader_who_is_refused_has_failed(tmp_path: Path) -> None:
    with open_outbox(tmp_path / "one.db") as one, Scripted({"RCPT": ["554 5.7.1 no"]}) as relay:
        plan(one, people(1))
        office = Office(one, relay.port)
        assert office.send().code == PERSON
        assert office.states() == {State.FAILED: 1}


def test_too_much_for_the_relay_is_answered_by_going_slower(outbox: Outbox) -> None:
    with Scripted({"MAIL": ["421 4.7.0 too much", "421 4.7.0 too much", "250 ok"]}) as relay:
        office = Office(outbox, relay.port)
        assert office.send().code == DONE
    assert relay.connections == 3
    assert [event.what for event in office.told].count("slower") == 2
    assert office.states() == {State.SENT: 3}
    assert max(office.clock.waits) >= 1


def test_a_relay_that_has_always_enough_is_left_alone(outbox: Outbox) -> None:
    with sink("-Q", "mail") as port:
        office = Office(outbox, port)
        outcome = office.send()
    assert outcome.code == AGAIN
    assert office.states() == {State.PENDING: 3}
    assert office.opened <= 6


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"MAIL": ["550 5.7.1 not your sender"]}, "the relay takes nothing: mail: 550 5.7.1"),
        ({"MAIL": ["530 5.7.0 log in"]}, "the relay takes nothing: mail: 530 5.7.0"),
        ({"CONNECT": ["554 no service"]}, "the relay lets us send nothing: connect: 554"),
    ],
)
def test_what_concerns_everybody_stops_the_run_and_marks_nobody(
    outbox: Outbox, answers: dict[str, Sequence[str | bytes | None]], said: str
) -> None:
    with Scripted(answers) as relay:
        office = Office(outbox, relay.port)
        outcome = office.send()
    assert outcome.code == PERSON
    assert outcome.stopped.startswith(said)
    assert office.states() == {State.PENDING: 3}
    assert office.clock.waits == []


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
def test_a_connection_lost_before_the_dot_is_safe_to_send_again(outbox: Outbox, command: str) -> None:
    friendly = Scripted.FRIENDLY.get(command, "250 ok")
    with Scripted({command: [friendly, "", friendly]}) as relay:
        office = Office(outbox, relay.port)
        assert office.send().code == DONE
    assert office.states() == {State.SENT: 3}
    assert ids(relay.messages) == sorted(one.message_id for one in office.entries())
    assert relay.connections == 2


def test_a_connection_that_is_always_lost_ends_the_run(outbox: Outbox) -> None:
    with sink("-q", "rcpt") as port:
        office = Office(outbox, port)
        outcome = office.send()
    assert outcome.code == AGAIN
    assert "broke 5 times in a row" in outcome.stopped
    assert office.states() == {State.PENDING: 3}


# Between the dot and the answer.


@pytest.mark.parametrize("options", [("-q", "."), ("-W", ".:3")])
def test_without_an_answer_to_the_dot_nobody_knows_and_it_is_held(outbox: Outbox, options: Sequence[str]) -> None:
    with sink(*options) as port:
        office = Office(outbox, port)
        outcome = office.send()
        assert outcome.code == PERSON
        assert office.states() == {State.UNKNOWN: 3}
        assert office.send().moved == {}
    assert office.opened == 3


def test_in_doubt_sent_again_under_the_same_id(outbox: Outbox) -> None:
    with Scripted({".": ["", "250 ok"]}) as relay:
        office = Office(outbox, relay.port)
        assert office.send(policy=Policy.RESEND).code == DONE
    assert office.states() == {State.SENT: 3}
    assert Counter(ids(relay.messages)) == Counter(
        [office.entries()[0].message_id, *(e.message_id for e in office.entries())]
    )
    notes = [note.what for note in audit.notes(outbox, WEEK) if note.message == 1]
    assert notes == ["claimed", "dot", "unknown", "pending", "claimed", "dot", "sent"]


@pytest.mark.parametrize("arrived", [True, False])
def test_in_doubt_the_archive_mailbox_is_asked(outbox: Outbox, arrived: bool) -> None:  # noqa: FBT001 - both ways
    with Scripted({".": ["250 ok", "", "250 ok"]}) as relay:
        office = Office(outbox, relay.port)
        office.look_up = lambda asked: {
            one.number: one.message_id in ids(relay.messages) and (arrived or one.state is State.SENT) for one in asked
        }
        assert office.send(policy=Policy.RECONCILE).code == DONE
    assert office.states() == {State.SENT: 3}
    assert len(relay.messages) == (3 if arrived else 4)
    (second,) = [one for one in office.entries() if one.number == 2]
    assert second.reason == ("it is in the archive mailbox" if arrived else "")


def test_an_archive_mailbox_that_has_nothing_proves_nothing(outbox: Outbox) -> None:
    with Scripted({".": ["250 ok", "", "250 ok"]}) as relay:
        office = Office(outbox, relay.port)
        office.look_up = lambda asked: dict.fromkeys((one.number for one in asked), False)
        assert office.send(policy=Policy.RECONCILE).code == PERSON
    assert office.states() == {State.SENT: 2, State.UNKNOWN: 1}
    assert len(relay.messages) == 3


# What people do meanwhile.


def test_who_leaves_while_an_edition_goes_out_does_not_get_it(outbox: Outbox) -> None:
    with Scripted() as relay:
        office = Office(outbox, relay.port)

        def tell(event: Event) -> None:
            office.told.append(event)
            if event.what == "sent" and event.message == 1:
                leaving.leave(outbox, "reader00001@example.org", ("cabinet",), leaving.How.LINK, NOW, "reader")

        outcome = send(outbox, WEEK, desk(), Wishes(), replace(office.tools(), tell=tell))
    assert outcome.code == DONE
    assert [one.state for one in office.entries()] == [State.SENT, State.DROPPED, State.SENT]
    assert office.entries()[1].reason == "left “cabinet” on 2026-11-23"
    assert len(relay.messages) == 2


def test_a_message_that_breaks_a_rule_fails_alone(tmp_path: Path) -> None:
    readers = (*people(2), letters.person("bad address@example.org"))
    with open_outbox(tmp_path / "bad.db") as bad:
        plan(bad, readers)
        with Scripted() as relay:
            office = Office(bad, relay.port)
            assert office.send().code == PERSON
        assert office.states() == {State.SENT: 2, State.FAILED: 1}
        assert "address" in office.entries()[2].reason
        assert "@" not in repr(office.told)


def test_asked_to_stop_it_ends_behind_the_message_that_it_is_at(outbox: Outbox) -> None:
    with Scripted() as relay:
        office = Office(outbox, relay.port)
        tools = replace(office.tools(), asked_to_stop=lambda: bool(relay.messages))
        outcome = send(outbox, WEEK, desk(), Wishes(), tools)
    assert outcome.code == AGAIN
    assert office.states() == {State.SENT: 1, State.PENDING: 2}
    assert relay.heard[-1] == "quit"


def test_asked_to_stop_with_the_next_message_in_hand_it_puts_that_one_back(outbox: Outbox) -> None:
    with Scripted() as relay:
        office = Office(outbox, relay.port)
        outcome = send(
            outbox, WEEK, desk(), Wishes(), replace(office.tools(), asked_to_stop=lambda: len(relay.messages) > 1)
        )
        assert outcome.counts == {State.SENT: 2, State.PENDING: 1}
        assert office.send().moved == {State.SENT: 1}
    assert len(relay.messages) == 3


# The disk, the clock, and death.


@pytest.mark.parametrize("connections", [1, 3])
def test_a_full_disk_stops_before_the_next_dot(tmp_path: Path, connections: int) -> None:
    with open_outbox(tmp_path / "full.db") as full:
        plan(full, people(150))
        ((pages,),) = full.rows("PRAGMA page_count")
        full.limit_pages(pages + 3)
        with Scripted() as relay:
            office = Office(full, relay.port)
            with pytest.raises(OutboxError, match="the disk is full"):
                office.send(connections=connections)
        kept = office.states()
        arrived = len(relay.messages)
        assert 0 < arrived < 150
        assert kept[State.SENT] + kept[State.DOT] == arrived
        full.limit_pages(1_000_000)
        with Scripted() as relay:
            office = Office(full, relay.port)
            office.send(connections=connections)
        assert office.states()[State.SENT] + office.states()[State.UNKNOWN] == 150
        assert office.states()[State.UNKNOWN] == kept[State.DOT] <= connections
        assert arrived + len(relay.messages) == 150


@settings(max_examples=20)
@given(st.lists(st.integers(-400, 400), min_size=3, max_size=3))
def test_a_clock_that_jumps_sends_nothing_twice(hours: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder, open_outbox(Path(folder) / "outbox.db") as jumping:
        plan(jumping, people(2), deadline=None)
        with Scripted({"RCPT": ["250 ok", "450 4.2.0 later", "250 ok"]}) as relay:
            office = Office(jumping, relay.port)
            for jump in hours:
                office.clock.now += dt.timedelta(hours=jump)
                office.send(patience=0)
        assert len(ids(relay.messages)) == len(set(ids(relay.messages)))
        assert office.states()[State.SENT] == len(relay.messages)


def test_of_two_senders_the_second_one_goes_away_at_once(tmp_path: Path) -> None:
    path = tmp_path / "outbox.db"
    with (
        locking.lock(path, NOW),
        pytest.raises(DeliveryError, match="somebody else is sending") as found,
        locking.lock(path, NOW),
    ):
        raise AssertionError("two senders at once")
    assert found.value.exit_code == AGAIN


# Waits.


@given(st.integers(1, 10_000), st.floats(0, 1))
def test_waits_double_up_to_a_limit_and_differ_by_chance(attempt: int, chance: float) -> None:
    wait = pacing.backoff(attempt, chance)
    assert pacing.FIRST / 2 <= wait <= pacing.LONGEST * 1.5
    assert pacing.backoff(attempt + 1, chance) >= wait


@given(st.lists(st.booleans(), max_size=60), st.none() | st.integers(1, 6000))
def test_the_pace_is_never_faster_than_the_settings_say(steps: list[bool], per_minute: int | None) -> None:
    pace = pacing.Pace(per_minute)
    for fine in steps:
        if fine:
            pace.eased()
        else:
            before = pace.wait
            assert pace.slower() >= before or pace.wait == pacing.SLOWEST
        assert pace.usual <= pace.wait <= max(pacing.SLOWEST, pace.usual)
