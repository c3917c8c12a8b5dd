"""Who gets an edition and who a correction; and which edition is sent at a moment. Values alone."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from letters import delivery
from msgspec.structs import replace

from briefgen.delivery import choosing, recipients
from briefgen.delivery.calendar import Slot, slot
from briefgen.delivery.choosing import Choice, Do, Ledger
from briefgen.delivery.diagnosing import Feed, Known, Stage
from briefgen.delivery.outbox.planning import Planned
from briefgen.delivery.people import united
from briefgen.delivery.recipients import GOT, Issue
from briefgen.delivery.settings import Calendar, Delivery, List, Release
from briefgen.delivery.unsubscribing.leaving import EVERYTHING, Departure, How
from briefgen.delivery.values import Combination, Entry, Person, State

WEEK, NEXT = "2026-W47", "2026-W48"
TOPICS = ("energy", "transport", "water")
LISTS = ("cabinet", "press", "friends")
CALENDAR = Calendar(0, dt.time(8), "UTC")
SLOT = slot(CALENDAR, WEEK)
HOUR = dt.timedelta(hours=1)
NOW = SLOT.at + HOUR
LATE = SLOT.until + HOUR


def person(name: str, on: str, topics: tuple[str, ...], attached: tuple[str, ...] = ()) -> Person:
    return Person(f"{name}@example.org", "", (on,), Combination(topics, "en"), attached, ())


def house(*lists: List) -> Delivery:
    return replace(delivery(), lists=lists, people=united(lists, TOPICS))


def left(name: str, one: str) -> Departure:
    return Departure(f"{name}@example.org", one, NOW, How.LINK, "")


def entry(whom: Person, state: State, edition: str = WEEK) -> Entry:
    return Entry(1, edition, whom, f"<{edition}.{whom.id}@x>", state, NOW)


def issue(*combinations: tuple[str, ...], edition: str = WEEK, quiet: frozenset[str] = frozenset()) -> Issue:
    return Issue(edition, {Combination(one, "en"): {"eml", "pdf"} for one in combinations}, TOPICS, "x", quiet)


names = st.sampled_from(["ann", "bo", "carl", "dora"])
some_topics = st.sets(st.sampled_from(TOPICS), min_size=1).map(lambda found: tuple(sorted(found)))
houses = st.lists(
    st.builds(
        lambda on, members: List(
            on, on, Release.BY_HAND, tuple(person(who, on, wants) for who, wants in members.items())
        ),
        st.sampled_from(LISTS),
        st.dictionaries(names, some_topics),
    ),
    unique_by=lambda one: one.id,
).map(lambda lists: house(*lists))
departures = st.lists(st.builds(left, names, st.sampled_from([EVERYTHING, *LISTS])), max_size=6)
issues = st.sets(some_topics).map(lambda found: issue(*found))


@given(houses, departures, issues)
def test_everybody_is_planned_once_and_gets_nothing_of_a_list_that_they_left(
    given_house: Delivery, gone: list[Departure], out: Issue
) -> None:
    planned = recipients.subscribers(out, given_house, gone)
    assert [one.person.id for one in planned] == [one.id for one in given_house.people]
    assert len({one.message_id for one in planned}) == len(planned)
    by_person: dict[str, set[str]] = {}
    for departure in gone:
        by_person.setdefault(departure.recipient, set()).add(departure.list)
    for one in planned:
        mine = by_person.get(one.person.id, set())
        if one.dropped:
            continue
        assert EVERYTHING not in mine
        assert not mine & set(one.person.lists)
        assert one.person.combination in out.formats
        wanted = {
            topic
            for each in given_house.lists
            if each.id not in mine
            for who in each.people
            if who.id == one.person.id
            for topic in who.combination.topics
        }
        assert set(one.person.combination.topics) == wanted


@given(houses, departures)
def test_who_left_nothing_gets_what_they_want_where_the_edition_has_it(
    given_house: Delivery, gone: list[Departure]
) -> None:
    out = issue(*{one.combination.topics for one in given_house.people})
    who_left = {one.recipient for one in gone}
    for one, whole in zip(recipients.subscribers(out, given_house, gone), given_house.people, strict=True):
        if whole.id not in who_left:
            assert (one.dropped, one.person) == ("", whole)


@given(
    houses,
    departures,
    st.lists(st.dictionaries(names, st.tuples(some_topics, st.sampled_from(State))), min_size=1, max_size=3),
)
def test_a_correction_goes_to_those_who_may_have_what_is_wrong_and_to_nobody_else(
    given_house: Delivery, gone: list[Departure], before: list[dict[str, tuple[tuple[str, ...], State]]]
) -> None:
    chain = [
        [entry(person(who, "cabinet", topics), state, f"{WEEK}.{number}") for who, (topics, state) in one.items()]
        for number, one in enumerate(before)
    ]
    out = issue(*{topics for one in before for topics, _ in one.values()}, edition=f"{WEEK}.9")
    planned = recipients.corrected(out, chain, given_house, gone)
    assert len({one.person.id for one in planned}) == len(planned)
    got = {one.person.id for each in chain for one in each if one.state in GOT}
    waited = {one.person.id for each in chain for one in each if one.state in recipients.ON_ITS_WAY}
    away = {one.recipient for one in gone if one.list in {EVERYTHING, "cabinet"}}
    assert {one.person.id for one in planned if not one.dropped} == (got | waited) - away
    assert {one.person.id for one in planned} >= {one.id for one in given_house.people}


def test_a_correction_is_for_the_person_of_then() -> None:
    then, now = person("ann", "cabinet", ("energy",)), person("ann", "cabinet", ("water",))
    lists = (List("cabinet", "Cabinet", Release.BY_HAND, (now,)),)
    (planned,) = recipients.corrected(issue(("energy",)), [[entry(then, State.UNKNOWN)]], house(*lists), ())
    assert planned == Planned(then, planned.message_id)


def test_a_correction_goes_to_those_whose_message_was_taken_back_but_not_to_those_it_was_dropped_for() -> None:
    ann, bo = person("ann", "cabinet", ("energy",)), person("bo", "cabinet", ("energy",))
    closed = replace(entry(ann, State.DROPPED), reason=f"{WEEK} was withdrawn on 2026-11-23 by Nora")
    dropped = replace(entry(bo, State.DROPPED), reason="left everything on 2026-11-23")
    (planned,) = recipients.corrected(issue(("energy",)), [[closed, dropped]], house(), ())
    assert (planned.person, planned.dropped) == (ann, "")


def test_who_was_forgotten_gets_no_correction() -> None:
    forgotten = replace(person("ann", "cabinet", ("energy",)), address="")
    assert recipients.corrected(issue(("energy",)), [[entry(forgotten, State.SENT)]], house(), ()) == ()


def test_a_brief_without_news_is_for_nobody_and_one_with_some_is_whole() -> None:
    members = (person("ann", "press", ("energy",)), person("bo", "press", ("energy", "water")))
    lists = (List("press", "Press", Release.BY_HAND, members),)
    out = issue(("energy",), ("energy", "water"), quiet=frozenset({"energy"}))
    ann, bo = recipients.subscribers(out, house(*lists), ())
    assert ann.dropped == "nothing is new on energy"
    assert bo.dropped == ""


def test_an_attachment_that_is_not_there_is_left_out_and_counted() -> None:
    lists = (List("press", "Press", Release.BY_HAND, (person("ann", "press", ("energy",), ("pdf", "docx")),)),)
    given_house, out = house(*lists), issue(("energy",))
    planned = recipients.subscribers(out, given_house, ())
    assert planned[0].person.attached == ("pdf",)
    assert recipients.lacking(out, planned, given_house) == {"docx": 1}


# Which edition.


def known(name: str, stage: Stage, since: dt.datetime = SLOT.at - HOUR) -> Known:
    return Known(name, stage, since, "Nora")


OLD = known("2026-W46", Stage.RELEASED)
NEW = Ledger()


def latest(*editions: Known, now: dt.datetime = NOW, ledger: Ledger = NEW, automatic: bool = False) -> Choice:
    return choosing.latest(CALENDAR, SLOT, now, editions, ledger, automatic=automatic)


def test_the_correction_with_the_greatest_number_counts() -> None:
    editions = [known(WEEK, Stage.RELEASED)] + [known(f"{WEEK}.{n}", Stage.RELEASED) for n in (2, 9, 10)]
    assert latest(*editions).edition == f"{WEEK}.10"
    assert latest(*editions, known(f"{WEEK}.11", Stage.REVIEW)).edition == f"{WEEK}.10"


@pytest.mark.parametrize(
    ("editions", "now", "ledger", "do", "code"),
    [
        ((), NOW, NEW, Do.NOTHING, 75),
        ((known(WEEK, Stage.DRAFT),), NOW, NEW, Do.NOTHING, 75),
        ((known(WEEK, Stage.RELEASED),), NOW, NEW, Do.SEND, 0),
        ((known(WEEK, Stage.WITHDRAWN),), NOW, NEW, Do.NOTHING, 0),
        ((), LATE, NEW, Do.NOTHING, 0),
        ((OLD,), LATE, NEW, Do.NOTHING, 1),
        ((OLD, known(WEEK, Stage.DRAFT)), LATE, NEW, Do.NOTHING, 1),
        ((OLD, known(WEEK, Stage.RELEASED)), LATE, NEW, Do.NOTHING, 1),
        ((OLD, known(WEEK, Stage.RELEASED)), LATE, Ledger([WEEK]), Do.NOTHING, 0),
        ((OLD, known(WEEK, Stage.RELEASED)), LATE, Ledger([WEEK], [WEEK]), Do.SEND, 0),
        ((OLD, known(WEEK, Stage.WITHDRAWN)), LATE, Ledger([WEEK]), Do.NOTHING, 0),
        ((known(WEEK, Stage.RELEASED), known(f"{WEEK}.1", Stage.WITHDRAWN)), NOW, Ledger([WEEK]), Do.NOTHING, 0),
        ((OLD, known(WEEK, Stage.RELEASED), known(f"{WEEK}.1", Stage.RELEASED, LATE)), LATE, NEW, Do.SEND, 0),
    ],
)
def test_what_is_done_at_a_moment(
    editions: tuple[Known, ...], now: dt.datetime, ledger: Ledger, do: Do, code: int
) -> None:
    choice = latest(*editions, now=now, ledger=ledger)
    assert (choice.do, choice.code) == (do, code)
    assert choice.edition or not choice.why


def test_what_releases_itself_does_so_within_its_time_alone() -> None:
    assert latest(automatic=True) == Choice(Do.RELEASE, WEEK)
    assert latest(known(WEEK, Stage.REVIEW), automatic=True).do is Do.RELEASE
    assert latest(known(WEEK, Stage.RELEASED), automatic=True).do is Do.SEND
    assert latest(OLD, now=LATE, automatic=True).code == 1


@given(
    st.lists(st.tuples(st.sampled_from([WEEK, f"{WEEK}.1", f"{WEEK}.2", NEXT]), st.sampled_from(Stage)), max_size=4),
    st.integers(-100, 200),
    st.booleans(),
)
def test_what_did_not_leave_the_house_or_was_taken_back_is_never_sent(
    found: list[tuple[str, Stage]],
    hours: int,
    automatic: bool,  # noqa: FBT001 - hypothesis gives it
) -> None:
    stages = dict(found)
    editions = [known(name, stage) for name, stage in stages.items()]
    now = SLOT.at + hours * HOUR
    choices = [latest(*editions, now=now, automatic=automatic)]
    choices += [choosing.named(name, editions, now, SLOT, CALENDAR, late=True) for name in stages]
    for choice in choices:
        if choice.do is Do.SEND:
            assert stages[choice.edition] is Stage.RELEASED
            mine = choosing.number(choice.edition)
            assert not any(
                choosing.week(name) == choosing.week(choice.edition)
                and choosing.number(name) > mine
                and stage in choosing.OUT
                for name, stage in stages.items()
            )
        elif choice.code:
            assert choice.why


def test_what_was_corrected_is_closed_once_the_correction_is_planned_and_what_was_withdrawn_at_once() -> None:
    first = f"{WEEK}.1"
    editions = [known(WEEK, Stage.RELEASED), known(first, Stage.RELEASED)]
    assert choosing.closed(editions, [WEEK]) == {}
    assert choosing.closed(editions, [WEEK, first]) == {WEEK: f"was corrected by {first}"}
    assert choosing.closed([known(WEEK, Stage.WITHDRAWN)], [WEEK]).keys() == {WEEK}
    assert choosing.closed(editions, ["2020-W01"]) == {}  # the store came back without it


def test_a_holiday_says_so_while_it_lasts() -> None:
    holiday = Slot(WEEK, SLOT.at, SLOT.release_by, SLOT.until, "Day of the Sea", skipped=True)
    asked = choosing.latest(CALENDAR, holiday, NOW, (), Ledger(), automatic=True)
    assert (asked.do, asked.code, asked.why) == (Do.NOTHING, 0, "skipped: its day is a holiday (Day of the Sea)")
    assert choosing.latest(CALENDAR, holiday, LATE, (OLD,), Ledger(), automatic=False) == Choice(Do.NOTHING)


BEGINS = dt.datetime(2026, 11, 16, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("feeds", "quiet", "is_held"),
    [
        ((), True, False),
        ((Feed("a"),), True, False),
        ((Feed("a", NOW, "gone"), Feed("b", NOW)), True, False),
        ((Feed("a", NOW, "gone"),), False, True),
        ((Feed("a", NOW, "gone", BEGINS - HOUR),), False, True),
        ((Feed("a", NOW, "gone", BEGINS),), False, False),
        ((Feed("a", NOW, "gone", BEGINS),), True, True),
    ],
)
def test_silence_of_all_feeds_is_no_quiet_week(feeds: tuple[Feed, ...], quiet: bool, is_held: bool) -> None:  # noqa: FBT001
    assert bool(choosing.held(feeds, BEGINS, quiet=quiet)) is is_held
