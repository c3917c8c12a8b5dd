"""Why nothing went out: never silence without a reason, and no reason where all is well."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from email import message_from_bytes, policy
from pathlib import Path

import letters
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from relays import Scripted

from briefgen.delivery.calendar import Slot
from briefgen.delivery.diagnosing import (
    Blocked,
    Cause,
    Feed,
    Known,
    Outlook,
    Reason,
    Seen,
    Sight,
    Stage,
    alerts,
    exit_code,
    reasons,
    sights,
)
from briefgen.delivery.diagnosing import letters as alert_letters
from briefgen.delivery.diagnosing.telling import Told
from briefgen.delivery.outbox import Outbox, audit, locking, looking, moving, open_outbox, planning, runs
from briefgen.delivery.outbox.moving import Settled
from briefgen.delivery.relay import Access, Session
from briefgen.delivery.settings import Delivery, Login
from briefgen.delivery.values import Combination, Letter, Person, Reply, Security, State
from briefgen.model import File

AT = dt.datetime(2026, 11, 23, 4, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
SLOT = Slot("2026-W47", AT, AT - 2 * HOUR, AT + 48 * HOUR)
SINCE = AT - 20 * HOUR
LATER = AT + HOUR
SIGHT = Sight(LATER, SLOT, time_zone="Asia/Baku")
GREYLISTED = Reply(451, "Greylisted", "4.7.1")


def known(stage: Stage, name: str = "2026-W47") -> Known:
    return Known(name, stage, SINCE, "Nora Lind")


def sent(**counts: int) -> Outlook:
    return Outlook((Seen("2026-W47", {State(state): number for state, number in counts.items()}),))


def causes(sight: Sight) -> list[Cause]:
    return [one.cause for one in reasons(sight)]


def test_before_somebody_has_to_release_it_there_is_nothing_to_say() -> None:
    assert reasons(replace(SIGHT, now=SLOT.release_by - HOUR)) == ()


def test_no_draft_says_when_it_goes_out_and_how_to_begin_one() -> None:
    (found,) = reasons(replace(SIGHT, now=SLOT.release_by))
    assert (found.cause, found.todo) == (Cause.NOT_CREATED, "`briefgen edition create 2026-W47`")
    assert found.text == "there is no draft of it; it goes out on 2026-11-23 08:00"


@pytest.mark.parametrize(("stage", "next_step"), [(Stage.DRAFT, "review"), (Stage.REVIEW, "release")])
def test_what_nobody_released_names_who_had_it_last_and_the_next_step(stage: Stage, next_step: str) -> None:
    (found,) = reasons(replace(SIGHT, known=(known(stage),)))
    assert (found.cause, found.since) == (Cause.NOT_RELEASED, SINCE)
    assert found.text.startswith(f"{stage} since 2026-11-22 12:00, by Nora Lind; it should have gone out on")
    assert found.todo == f"`briefgen edition {next_step} 2026-W47`"


def test_what_is_released_by_itself_is_missed_by_nobody_before_its_time() -> None:
    own = replace(SIGHT, known=(known(Stage.REVIEW),), automatic=True)
    assert causes(replace(own, now=AT)) == []
    assert causes(own) == [Cause.NOT_RELEASED]


def test_a_holiday_is_a_reason_and_no_fault() -> None:
    found = reasons(replace(SIGHT, slot=replace(SLOT, holiday="Novruz", skipped=True)))
    assert [(one.cause, "Novruz" in one.text) for one in found] == [(Cause.SKIPPED, True)]
    assert exit_code(found) == 0


def test_a_withdrawn_edition_is_as_somebody_meant_it_and_its_correction_goes_out() -> None:
    own = replace(SIGHT, known=(known(Stage.WITHDRAWN),))
    assert (causes(own), exit_code(reasons(own))) == ([Cause.WITHDRAWN], 0)
    (found,) = reasons(replace(own, known=(*own.known, known(Stage.RELEASED, "2026-W47.1"))))
    assert (found.cause, found.edition) == (Cause.NOT_STARTED, "2026-W47.1")


def test_the_tenth_correction_is_newer_than_the_ninth() -> None:
    both = tuple(known(Stage.RELEASED, f"2026-W47.{number}") for number in (9, 10))
    assert [one.edition for one in reasons(replace(SIGHT, known=both))] == ["2026-W47.10"]


@pytest.mark.parametrize(
    ("scheduled", "now", "cause"),
    [
        (None, LATER, Cause.NOT_STARTED),
        (True, LATER, Cause.NOT_STARTED),
        (False, LATER, Cause.NOT_SCHEDULED),
        (True, SLOT.until + HOUR, Cause.MISSED),
    ],
)
def test_what_was_released_and_not_sent_says_why(scheduled: bool | None, now: dt.datetime, cause: Cause) -> None:  # noqa: FBT001
    own = replace(SIGHT, known=(known(Stage.RELEASED),), scheduled=scheduled, now=now)
    assert causes(own) == [cause]
    assert exit_code(reasons(own)) == 1
    assert causes(replace(own, outlook=Outlook(sends=True))) == []


def test_a_run_that_planned_nothing_is_told_from_none() -> None:
    own = replace(SIGHT, known=(known(Stage.RELEASED),))
    (none,) = reasons(replace(own, outlook=Outlook(run=runs.Run("2026-W46", SINCE, SINCE, 0))))
    (ran,) = reasons(replace(own, outlook=Outlook(run=runs.Run("2026-W47", AT, AT, 2))))
    assert none.text.startswith("nobody began to send")
    assert ran.text.startswith("a run of 2026-11-23 08:00 planned nothing")


def test_messages_that_wait_are_for_the_next_run_unless_somebody_is_at_it() -> None:
    waiting = Outlook((Seen("2026-W47", {State.SENT: 2, State.PENDING: 1200}, GREYLISTED),), trying_since=AT)
    own = replace(SIGHT, outlook=waiting)
    (found,) = reasons(own)
    assert found.text == (
        "1,200 messages wait, tried without success since 2026-11-23 08:00; the relay last said: 451 4.7.1 Greylisted"
    )
    assert exit_code((found,)) == 75
    assert reasons(replace(own, outlook=replace(waiting, sends=True))) == ()


def test_doubt_is_told_of_every_edition_and_failure_of_the_newest() -> None:
    old, new = (Seen(name, {State.UNKNOWN: 1, State.FAILED: 2}) for name in ("2026-W46", "2026-W47"))
    found = reasons(replace(SIGHT, outlook=Outlook((old, new))))
    assert [(one.cause, one.edition) for one in found] == [
        (Cause.UNKNOWN, "2026-W46"),
        (Cause.UNKNOWN, "2026-W47"),
        (Cause.FAILED, "2026-W47"),
    ]
    assert exit_code(found) == 1


def test_without_a_calendar_the_outbox_alone_is_looked_at() -> None:
    found = reasons(Sight(LATER, None, outlook=sent(unknown=1)))
    assert [one.cause for one in found] == [Cause.UNKNOWN, Cause.NO_CALENDAR]
    assert exit_code(found[1:]) == 0


COUNTS = st.dictionaries(st.sampled_from(list(State)), st.integers(1, 9), min_size=1)


@given(
    st.lists(st.builds(known, st.sampled_from(list(Stage))), max_size=1),
    st.none() | COUNTS,
    st.integers(1, 200),
    st.booleans(),
    st.sampled_from([True, False, None]),
)
def test_what_did_not_go_out_always_has_a_reason_and_what_did_has_none(
    found: list[Known],
    counts: dict[State, int] | None,
    hours: int,
    automatic: bool,  # noqa: FBT001
    scheduled: bool | None,  # noqa: FBT001
) -> None:
    seen = () if counts is None else (Seen("2026-W47", counts),)
    sight = Sight(AT + hours * HOUR, SLOT, tuple(found), Outlook(seen), automatic, scheduled)
    all_out = counts is not None and State.SENT in counts and counts.keys() <= {State.SENT, State.DROPPED}
    is_before_the_first = not found and counts is None and sight.now > SLOT.until
    told = reasons(sight)
    assert bool(told) is not (all_out or is_before_the_first)
    assert len({(one.edition, one.key) for one in told}) == len(told)
    assert all(one.todo or one.cause in {Cause.WITHDRAWN, Cause.SKIPPED} for one in told)


WATER = Combination(("water",), "kk")


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    made = open_outbox(tmp_path / "outbox.db")
    people = [
        planning.Planned(Person(f"reader{one}@example.org", "", ("cabinet",), WATER, (), ()), f"<{one}@example.org>")
        for one in range(3)
    ]
    letter = Letter(WATER, (File("water.kk.eml", b"Subject: Water\r\n\r\nText"),))
    assert planning.plan(made, "2026-W47", "abc", (letter,), people, None, AT, "Nora")
    yield made
    made.close()


def claim(outbox: Outbox) -> Settled:
    (entry,) = moving.claim(outbox, "2026-W47", AT, "briefgen")
    return Settled(entry, State.PENDING, GREYLISTED, LATER)


def test_the_outbox_knows_what_waits_and_what_the_relay_last_said(outbox: Outbox) -> None:
    moving.settle(outbox, [claim(outbox)], AT, "briefgen")
    found = sights.outlook(outbox)
    assert found == Outlook((Seen("2026-W47", {State.PENDING: 3}, GREYLISTED),))


def test_it_is_tried_without_success_since_the_first_run_after_a_better_one(outbox: Outbox) -> None:
    for hour, code in enumerate((75, 0, 75, 75)):
        runs.begin(outbox, "2026-W47", AT + hour * HOUR, "briefgen")
        runs.end(outbox, "2026-W47", code, AT + hour * HOUR, "briefgen")
    assert sights.outlook(outbox).trying_since == AT + 2 * HOUR
    runs.end(outbox, "2026-W47", 1, AT + 4 * HOUR, "briefgen")
    assert sights.outlook(outbox).trying_since is None


def test_somebody_who_sends_is_seen(outbox: Outbox) -> None:
    with locking.lock(outbox.path, AT):
        assert sights.outlook(outbox).sends
    assert not sights.outlook(outbox).sends


def test_operators_are_told_once_for_each_edition_and_cause(outbox: Outbox) -> None:
    found = (
        Reason(Cause.NOT_RELEASED, "2026-W47", "", ""),
        Reason(Cause.LOCKED, "", "", "", AT),
        Reason(Cause.SKIPPED, "2026-W46", "", ""),
    )
    assert alerts.untold(outbox, found) == found[:2]
    alerts.note_told(outbox, found[:2], AT, "briefgen")
    assert alerts.untold(outbox, found) == ()
    again = (Reason(Cause.NOT_RELEASED, "2026-W48", "", ""), Reason(Cause.LOCKED, "", "", "", LATER))
    assert alerts.untold(outbox, again) == again
    assert looking.counts(outbox, "2026-W47") == {State.PENDING: 3}


def test_a_run_that_failed_is_told_at_once() -> None:
    """The unit that tells operators begins in the second in which it failed."""
    own = replace(SIGHT, now=AT + HOUR / 60, known=(known(Stage.RELEASED),), scheduled=True)
    assert causes(own) == []
    failed = runs.Run("2026-W47", AT, AT, 2, "the secret “relay-password” is nowhere")
    (found,) = reasons(replace(own, outlook=Outlook(run=failed)))
    assert found.cause is Cause.NOT_STARTED
    assert "planned nothing (the secret “relay-password” is nowhere)" in found.text
    assert causes(replace(own, outlook=Outlook(run=replace(failed, code=75)))) == []
    assert causes(replace(own, outlook=Outlook(run=replace(failed, edition="2026-W46")))) == []
    review = replace(own, known=(known(Stage.REVIEW),), automatic=True)
    assert causes(review) == []
    (found,) = reasons(replace(review, outlook=Outlook(run=replace(failed, code=75, why="a measure lacks a unit"))))
    assert found.text.endswith("; the last run ended: a measure lacks a unit")


def test_a_correction_that_was_released_and_not_sent_is_told_though_its_edition_went_out() -> None:
    late = Known("2026-W47.1", Stage.RELEASED, AT + 40 * HOUR, "Nora Lind")
    own = replace(SIGHT, now=AT + 41 * HOUR, known=(known(Stage.RELEASED), late), outlook=sent(sent=3))
    (found,) = reasons(own)
    assert (found.cause, found.edition) == (Cause.NOT_STARTED, "2026-W47.1")
    assert causes(replace(own, now=AT + 40.1 * HOUR)) == [], "it has as long as any other to begin"
    assert causes(replace(own, now=AT + 80 * HOUR)) == [Cause.NOT_STARTED]
    assert causes(replace(own, now=AT + 90 * HOUR)) == [Cause.MISSED]
    both = Outlook((*own.outlook.seen, Seen("2026-W47.1", {State.SENT: 3})))
    assert causes(replace(own, outlook=both)) == []
    assert causes(replace(own, known=(known(Stage.RELEASED), replace(late, stage=Stage.DRAFT)))) == []


def test_a_correction_of_an_older_week_is_for_a_person_to_send() -> None:
    late = Known("2026-W46.1", Stage.RELEASED, AT, "Nora Lind")
    seen = (Seen("2026-W46", {State.SENT: 3}), *sent(sent=3).seen)
    own = replace(SIGHT, known=(late,), outlook=Outlook(seen))
    (found,) = reasons(own)
    assert (found.edition, found.todo) == ("2026-W46.1", "`briefgen send --edition 2026-W46.1`")
    assert "by hand" in found.text
    assert causes(replace(own, now=AT + 49 * HOUR)) == [], "nobody waits for it any more"
    assert causes(replace(own, outlook=Outlook(seen[1:]))) == [], "nobody got what it corrects"


FEED = Feed("https://a.example/feed", SINCE, "", SINCE)
DEAD = Feed("https://b.example/feed", SINCE, "answers 404", None)
COMING = Slot("2026-W48", AT + 168 * HOUR, AT + 166 * HOUR, AT + 216 * HOUR)
QUIET = replace(SIGHT, outlook=sent(sent=3), coming=COMING)


def test_some_feeds_that_fail_are_named_with_the_edition_that_lacks_them_and_time_may_mend_it() -> None:
    (found,) = reasons(replace(QUIET, feeds=(FEED, DEAD)))
    assert (found.cause, found.edition) == (Cause.FEEDS, "2026-W48")
    assert found.text == "1 of 2 feeds did not answer on 2026-11-22 12:00: https://b.example/feed (answers 404)"
    assert exit_code((found,)) == 75


def test_feeds_that_all_fail_are_no_quiet_week() -> None:
    dead = tuple(replace(DEAD, address=f"https://{number}.example/") for number in range(5))
    (found,) = reasons(replace(QUIET, feeds=dead))
    assert (found.cause, exit_code((found,))) == (Cause.NO_FEED, 1)
    assert found.text.startswith("none of 5 feeds answered on 2026-11-22 12:00: https://0.example/ (answers 404); ")
    assert found.text.endswith("https://2.example/ (answers 404); and 2 more")


@pytest.mark.parametrize(
    ("at", "said"),
    [(AT - 200 * HOUR, "nothing was taken in since 2026-11-15 00:00"), (None, "nothing was ever taken in")],
)
def test_nothing_taken_in_for_a_week_is_told_before_any_feed(at: dt.datetime | None, said: str) -> None:
    (found,) = reasons(replace(QUIET, feeds=(replace(DEAD, at=at),)))
    assert (found.cause, found.text, exit_code((found,))) == (Cause.NOT_GATHERED, said, 1)


def test_feeds_that_answer_are_no_reason_and_without_a_calendar_there_is_no_edition_that_lacks_them() -> None:
    assert reasons(replace(QUIET, feeds=(FEED,))) == ()
    assert causes(replace(QUIET, slot=None, coming=None, feeds=(DEAD,))) == [Cause.NO_CALENDAR]


def test_a_run_that_a_person_has_to_mend_is_told_from_one_that_time_mends() -> None:
    waiting = Seen("2026-W47", {State.PENDING: 3})
    ended = runs.Run("2026-W47", AT, AT, 1, "the relay takes nothing: login: 535 5.7.8 no")
    (found,) = reasons(replace(SIGHT, outlook=Outlook((waiting,), ended)))
    assert (found.cause, exit_code((found,))) == (Cause.STOPPED, 1)
    assert found.text == "3 messages wait; the last run ended: the relay takes nothing: login: 535 5.7.8 no"
    (found,) = reasons(replace(SIGHT, outlook=Outlook((waiting,), replace(ended, code=75, why="there is no relay"))))
    assert (found.cause, exit_code((found,))) == (Cause.WAITING, 75)
    assert found.text.endswith("the last run ended: there is no relay")


def test_an_edition_of_which_everything_was_dropped_says_why_and_is_no_fault() -> None:
    seen = Seen("2026-W47", {State.DROPPED: 7}, dropped="nothing is new")
    (found,) = reasons(replace(SIGHT, outlook=Outlook((seen,))))
    assert (found.cause, found.text, exit_code((found,))) == (
        Cause.SKIPPED,
        "nothing of it goes out: nothing is new",
        0,
    )


def test_an_edition_that_went_to_nobody_is_a_fault() -> None:
    (found,) = reasons(replace(SIGHT, outlook=Outlook((Seen("2026-W47", {}),))))
    assert (found.cause, exit_code((found,))) == (Cause.NOBODY, 1)


def test_what_cannot_be_used_comes_first() -> None:
    blocked = (Blocked(Cause.RELAY_AWAY, "there is none"), Blocked(Cause.OUTBOX, "is damaged", "Restore it"))
    found = reasons(replace(SIGHT, blocked=blocked))
    assert [one.cause for one in found] == [Cause.RELAY_AWAY, Cause.OUTBOX, Cause.NOT_CREATED]
    assert exit_code(found[:1]) == 75
    assert exit_code(found[:2]) == 1


def test_nobody_missed_an_edition_from_before_the_first_one() -> None:
    over = replace(SIGHT, now=SLOT.until + HOUR)
    assert reasons(over) == ()
    assert causes(replace(over, known=(known(Stage.RELEASED, "2026-W40"),))) == [Cause.NOT_CREATED]


def test_the_outbox_knows_why_most_messages_were_dropped_and_masks_what_the_relay_said(outbox: Outbox) -> None:
    for entry, reason in zip(
        looking.entries(outbox, "2026-W47"), ("left", "nothing is new", "nothing is new"), strict=True
    ):
        moving.settle(outbox, [Settled(entry, State.DROPPED, reason=reason)], AT, "briefgen")
    assert sights.outlook(outbox).seen[0].dropped == "nothing is new"


def test_no_address_comes_out_of_the_outbox_with_a_reason(outbox: Outbox) -> None:
    (one,) = moving.claim(outbox, "2026-W47", AT, "briefgen")
    said = Reply(450, f"<{one.person.address}> not now", "4.2.1")
    moving.settle(outbox, [Settled(one, State.PENDING, said)], AT, "briefgen")
    runs.begin(outbox, "2026-W47", AT, "briefgen")
    runs.end(outbox, "2026-W47", 75, AT, "briefgen", f"rcpt: 450 <{one.person.address}> not now")
    found = sights.outlook(outbox)
    assert found.run is not None
    assert found.run.why.startswith("rcpt: 450 <")
    assert "example.org" not in f"{found} {audit.notes(outbox)}"


def delivery(*operators: str) -> Delivery:
    return replace(letters.delivery(), operators=operators, path=Path("/srv/our briefs/config/delivery.yaml"))


HOSTILE = Reason(
    Cause.UNKNOWN,
    "2026-W47",
    "said:\r\nBcc: eve@example.net\u2028 " + "long words of the relay " * 9,
    "briefgen outbox status 2026-W47",
)


def test_the_mail_to_operators_is_plain_and_has_no_line_but_its_own() -> None:
    house = alert_letters.House(delivery("ops@example.org", "duty@example.org"), "mail.example.org", "Asia/Baku")
    first, second = alert_letters.letters(house, (HOSTILE, Reason(Cause.LOCKED, "", "the outbox is locked", "")), LATER)
    assert (first.recipient, second.recipient) == ("ops@example.org", "duty@example.org")
    mail = message_from_bytes(first.content, policy=policy.default)
    assert mail["Subject"] == "briefgen: 2026-W47 messages in doubt, and 1 more"
    assert (mail["To"], mail["Bcc"], mail["Auto-Submitted"]) == ("ops@example.org", None, "auto-generated")
    assert mail.get_content_type() == "text/plain"
    text = mail.get_content()
    assert "To do: briefgen outbox status 2026-W47" in text
    assert all(len(line) <= 72 for line in text.splitlines())
    assert "said: Bcc: eve@example.net" in text
    assert "    cd '/srv/our briefs' && briefgen status" in text.splitlines()


def tell(
    outbox: Outbox, relay: Scripted, *found: Reason, operators: Sequence[str] = ("a@x.example", "b@x.example")
) -> Told:
    house = alert_letters.House(delivery(*operators), "here", "UTC")
    access = Access(Login("127.0.0.1", relay.port, Security.NONE))
    return alerts.alert(outbox, house, found, AT, "briefgen", lambda: Session.open(access))


NOT_RELEASED = Reason(Cause.NOT_RELEASED, "2026-W47", "in review", "`briefgen edition release 2026-W47`")


def test_each_operator_gets_one_mail_and_nobody_is_told_twice(outbox: Outbox) -> None:
    with Scripted() as relay:
        assert tell(outbox, relay, NOT_RELEASED) == Told(("a@x.example", "b@x.example"))
        assert tell(outbox, relay, NOT_RELEASED) == Told(())
        assert (len(relay.messages), relay.connections) == (2, 1)
    assert alerts.latest(outbox, 5) == (alerts.Alert(AT, "2026-W47", "not released"),)


def test_who_cannot_be_told_is_named_and_where_nobody_was_they_are_told_again(outbox: Outbox) -> None:
    with Scripted({"RCPT": ["550 5.1.1 nobody", "250 ok"]}) as relay:
        told = tell(outbox, relay, NOT_RELEASED)
    assert told == Told(("b@x.example",), (("a@x.example", "rcpt: 550 5.1.1 nobody"),))
    other = replace(NOT_RELEASED, edition="2026-W48")
    with Scripted({"CONNECT": ["554 no"]}) as relay:
        told = tell(outbox, relay, other)
        assert (told.operators, [one for one, _ in told.missed]) == ((), ["a@x.example", "b@x.example"])
        assert relay.connections == 1
    assert alerts.untold(outbox, [NOT_RELEASED, other]) == (other,)


def test_without_operators_nothing_counts_as_told(outbox: Outbox) -> None:
    with Scripted() as relay:
        assert tell(outbox, relay, NOT_RELEASED, operators=()) == Told(())
        assert relay.connections == 0
    assert alerts.untold(outbox, [NOT_RELEASED]) == (NOT_RELEASED,)
