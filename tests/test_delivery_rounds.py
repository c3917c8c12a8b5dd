"""Several connections at the same time: a round of messages shares one wait for the disk, and no message its fate."""

from __future__ import annotations

import contextlib
import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from letters import WEEK, desk, people
from msgspec.structs import replace
from relays import Scripted, delivered, sink
from runs import Office, commits_of, ids, plan, watched

from briefgen.delivery.outbox import Outbox, open_outbox
from briefgen.delivery.sending import send
from briefgen.delivery.sending.values import AGAIN, DONE, PERSON, Wishes
from briefgen.delivery.values import Policy, State
from briefgen.errors import OutboxError


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    """An edition to six people."""
    with open_outbox(tmp_path / "outbox.db") as opened:
        plan(opened, people(6))
        yield opened


def test_everybody_gets_one_message_over_as_many_connections_as_may_be(outbox: Outbox, letterbox: Path) -> None:
    with sink("-d", f"{letterbox}/%H%M%S.") as port:
        office = Office(outbox, port)
        assert office.send(connections=4).moved == {State.SENT: 6}
    assert ids(delivered(letterbox)) == sorted(one.message_id for one in office.entries())
    assert office.opened == 4


def test_no_more_are_opened_than_there_are_messages(outbox: Outbox) -> None:
    with Scripted() as relay:
        assert Office(outbox, relay.port).send(connections=4, only=[5]).moved == {State.SENT: 1}
    assert relay.connections == 1


def test_each_takes_as_many_messages_as_it_may(outbox: Outbox) -> None:
    with Scripted() as relay:
        Office(outbox, relay.port).send(connections=2, per_connection=2)
    assert relay.connections == 4
    assert relay.heard.count("quit") == 4


def test_a_round_waits_for_the_disk_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commits = commits_of(monkeypatch)
    with open_outbox(tmp_path / "many.db") as many, Scripted() as relay:
        plan(many, people(20))
        commits.clear()
        assert Office(many, relay.port).send(connections=4).moved == {State.SENT: 20}
    recovered, first_claim, first_end, last = 1, 1, 1, 1
    assert len(commits) == recovered + first_claim + first_end + 20 // 4 + last


def test_when_final_dots_arrive_the_file_says_so_of_their_round_alone(outbox: Outbox) -> None:
    seen: list[list[State]] = []

    def look() -> None:
        with contextlib.closing(sqlite3.connect(outbox.path)) as file:
            seen.append([State(one) for (one,) in file.execute("SELECT state FROM message ORDER BY number")])

    with watched(look) as relay:
        Office(outbox, relay.port).send(connections=2)
    first, second, third = seen[::2]
    assert seen[1::2] == seen[::2]
    assert first == [State.DOT] * 2 + [State.PENDING] * 4
    assert second == [State.SENT] * 2 + [State.DOT] * 2 + [State.CLAIMED] * 2
    assert third == [State.SENT] * 4 + [State.DOT] * 2


def test_a_relay_that_gives_no_second_one_gets_everything_over_the_first(outbox: Outbox) -> None:
    with Scripted({"CONNECT": ["220 come in", "421 4.7.0 too many connections"]}) as relay:
        office = Office(outbox, relay.port)
        assert office.send(connections=3).code == DONE
    assert office.states() == {State.SENT: 6}
    assert relay.connections == 2
    (fewer,) = [one for one in office.told if one.what == "fewer"]
    assert fewer.detail == "1 at the same time: connect: 421 4.7.0 too many connections"
    assert all(one.attempts <= 2 for one in office.entries())


def test_a_relay_that_says_it_is_too_much_gets_one_at_a_time(outbox: Outbox) -> None:
    with Scripted({"MAIL": ["250 ok", "421 4.7.0 too much", "250 ok"]}) as relay:
        office = Office(outbox, relay.port)
        assert office.send(connections=3).code == DONE
    assert office.states() == {State.SENT: 6}
    assert relay.connections == 3
    assert relay.heard.index("quit") < len(relay.heard) - 1  # one of the two that were left ends at once
    assert [one.what for one in office.told].count("slower") == 1


def test_one_that_says_so_on_all_of_many_is_not_given_up(outbox: Outbox) -> None:
    with Scripted({"MAIL": [*["421 4.7.0 too much"] * 6, "250 ok"]}) as relay:
        office = Office(outbox, relay.port)
        assert office.send(connections=6).code == DONE
    assert office.states() == {State.SENT: 6}


def test_with_a_limit_a_minute_there_is_one(outbox: Outbox) -> None:
    with Scripted() as relay:
        office = Office(outbox, relay.port)
        office.send(connections=3, per_minute=10)
    assert relay.connections == 1
    assert office.clock.waits == pytest.approx([6] * 5, abs=0.1)


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
def test_one_that_is_lost_before_the_dot_costs_the_others_nothing(outbox: Outbox, command: str) -> None:
    friendly = Scripted.FRIENDLY.get(command, "250 ok")
    with Scripted({command: [friendly, "", friendly]}) as relay:
        office = Office(outbox, relay.port)
        assert office.send(connections=3).code == DONE
    assert office.states() == {State.SENT: 6}
    assert ids(relay.messages) == sorted(one.message_id for one in office.entries())
    assert relay.connections == 4


@pytest.mark.parametrize(
    ("answers", "states"),
    [
        ({"RCPT": ["250 ok", "550 5.1.1 nobody", "250 ok"]}, {State.FAILED: 1}),
        ({".": ["250 ok", "", "250 ok"]}, {State.UNKNOWN: 1}),
        ({".": ["", "", "250 ok"]}, {State.UNKNOWN: 2}),
        ({".": ["554 5.7.1 no", "250 ok"]}, {State.FAILED: 1}),
    ],
)
def test_what_happens_to_one_message_concerns_that_one_alone(
    outbox: Outbox, answers: dict[str, list[str | bytes | None]], states: dict[State, int]
) -> None:
    with Scripted(answers) as relay:
        office = Office(outbox, relay.port)
        assert office.send(connections=3).code == PERSON
    assert office.states() == states | {State.SENT: 6 - sum(states.values())}
    assert max(Counter(ids(relay.messages)).values()) == 1


def test_in_doubt_sent_again_under_the_same_id(outbox: Outbox) -> None:
    with Scripted({".": ["", "", "250 ok"]}) as relay:
        office = Office(outbox, relay.port)
        assert office.send(connections=2, policy=Policy.RESEND).code == DONE
    assert office.states() == {State.SENT: 6}
    assert sorted(Counter(ids(relay.messages)).values()) == [1, 1, 1, 1, 2, 2]


def test_what_stops_the_run_lets_those_beside_it_go_their_way(outbox: Outbox) -> None:
    with Scripted({"MAIL": ["250 ok", "550 5.7.1 not your sender", "250 ok"]}) as relay:
        office = Office(outbox, relay.port)
        outcome = office.send(connections=3)
    assert (outcome.code, outcome.stopped) == (PERSON, "the relay takes nothing: mail: 550 5.7.1 not your sender")
    assert outcome.counts == {State.SENT: 2, State.PENDING: 4}
    assert len(relay.messages) == 2


def test_asked_to_stop_it_ends_behind_the_round(outbox: Outbox) -> None:
    with Scripted() as relay:
        office = Office(outbox, relay.port)
        tools = replace(office.tools(), asked_to_stop=lambda: bool(relay.messages))
        outcome = send(outbox, WEEK, desk(), Wishes(connections=4), tools)
    assert outcome.code == AGAIN
    assert outcome.counts == {State.SENT: 4, State.PENDING: 2}
    assert relay.heard.count("quit") == 4


def test_a_relay_that_always_hangs_up_ends_the_run(outbox: Outbox) -> None:
    with sink("-q", "rcpt") as port:
        office = Office(outbox, port)
        outcome = office.send(connections=3)
    assert outcome.code == AGAIN
    assert "broke 5 times in a row" in outcome.stopped
    assert office.states() == {State.PENDING: 6}


def test_a_disk_that_fails_before_the_dots_sends_none(outbox: Outbox, monkeypatch: pytest.MonkeyPatch) -> None:
    with Scripted() as relay:
        office = Office(outbox, relay.port)
        writing = Outbox.writing

        @contextlib.contextmanager
        def failing(self: Outbox) -> Iterator[None]:
            if "DATA" in relay.heard:
                raise OutboxError("the disk is broken")
            with writing(self):
                yield

        monkeypatch.setattr(Outbox, "writing", failing)
        with pytest.raises(OutboxError, match="is broken"):
            office.send(connections=3)
    assert relay.messages == []
    assert "quit" not in relay.heard
    monkeypatch.undo()
    with Scripted() as relay:
        office.port = relay.port
        assert office.send(connections=3).moved == {State.SENT: 6}
