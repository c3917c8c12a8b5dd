"""Editions: their states as values, their bytes in the store, and `briefgen edition`."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from briefgen.editions import states
from briefgen.editions.values import Act, Change, How, Part, Piece, Plan, Sign, State
from briefgen.errors import UsageError

NOW = dt.datetime(2026, 11, 27, 9, 30, tzinfo=dt.UTC)
SIGN = Sign("nora", NOW)
PLAN = Plan("2026-W47", "2026-W47", ("transport",), ("md", "json"))
PIECES = (
    Piece(Part.DOCUMENT, "line.txt", "a1"),
    Piece(Part.TEMPLATE, "house/brief.md.j2", "b1"),
    Piece(Part.SETTINGS, "briefgen.yaml", "c1"),
)
FILES = (*PIECES, Piece(Part.FILE, "transport.md", "d1"))

hashes = st.sampled_from(("a1", "a2", "b1"))
some_pieces = st.dictionaries(
    st.tuples(st.sampled_from(list(Part)), st.sampled_from(("one", "two"))), hashes, max_size=6
).map(lambda found: tuple(Piece(*key, one) for key, one in found.items()))


def reviewed(pieces: tuple[Piece, ...] = FILES) -> list[Act]:
    log = [states.created(PLAN, pieces, SIGN)]
    return [*log, states.reviewed(log, pieces, SIGN)]


def released(pieces: tuple[Piece, ...] = FILES) -> list[Act]:
    log = reviewed(pieces)
    return [*log, states.released(log, pieces, SIGN)]


@pytest.mark.parametrize("number", range(len(FILES)))
def test_a_change_of_any_part_makes_a_reviewed_edition_a_draft(number: int) -> None:
    log = reviewed()
    other = tuple(replace(one, hash="ff") if place == number else one for place, one in enumerate(FILES))
    found = states.standing(log, other)
    assert (found.state, found.changes) == (
        State.DRAFT, (Change(FILES[number].part, FILES[number].path, How.CHANGED),),
    )  # fmt: skip
    with pytest.raises(UsageError, match="changed since"):
        states.released(log, other, SIGN)
    fallen = states.fallen(log, other, SIGN)
    assert fallen is not None
    assert (fallen.state, fallen.changes) == (State.DRAFT, found.changes)
    assert states.reviewed([*log, fallen], other, SIGN).state is State.REVIEW


@given(some_pieces, some_pieces)
def test_what_changed_is_found_both_ways(before: tuple[Piece, ...], now: tuple[Piece, ...]) -> None:
    there, back = states.changes(before, now), states.changes(now, before)
    turned = {How.NEW: How.GONE, How.GONE: How.NEW, How.CHANGED: How.CHANGED}
    assert sorted(replace(one, how=turned[one.how]) for one in there) == list(back)
    assert states.changes(now, now[::-1]) == ()
    without = [{one for one in side if one.part is not Part.FILE} for side in (before, now)]
    assert bool([one for one in there if one.part is not Part.FILE]) == (without[0] != without[1])


@given(some_pieces, st.permutations(FILES))
def test_nothing_leads_from_released_to_other_bytes(now: tuple[Piece, ...], shuffled: list[Piece]) -> None:
    log = released(tuple(shuffled))
    assert log[-1].hash == states.digest(PLAN, FILES)
    assert states.fallen(log, now, SIGN) is None
    assert states.standing(log, now).hash == log[-1].hash
    for step in (states.reviewed, states.released):
        with pytest.raises(UsageError, match="is released"):
            step(log, now, SIGN)
    gone = states.withdrawn(log, SIGN, "the total is wrong")
    assert (gone.pieces, gone.hash) == (log[-1].pieces, log[-1].hash)
    assert states.fallen([*log, gone], now, SIGN) is None


@given(some_pieces, some_pieces)
def test_the_hash_tells_all_pieces_apart(one: tuple[Piece, ...], other: tuple[Piece, ...]) -> None:
    assert (states.digest(PLAN, one) == states.digest(PLAN, other)) == (set(one) == set(other))
    assert states.digest(PLAN, one) != states.digest(replace(PLAN, reason="x"), one)


def test_a_log_that_was_changed_is_not_whole() -> None:
    log = [*released(), states.withdrawn(released(), SIGN, "wrong")]
    assert states.is_whole(log)
    for number, act in enumerate(log[:-1]):
        assert not states.is_whole([*log[:number], replace(act, by="somebody else"), *log[number + 1 :]])
        assert not states.is_whole([*log[:number], *log[number + 1 :]])
    assert not states.is_whole([*log[:-1], replace(log[-1], pieces=PIECES)])


def test_a_correction_is_numbered_after_those_there_are() -> None:
    log = released()
    plan = states.correction(log, ["2026-W46.7", "2026-W47"], " the  total was wrong ")
    assert (plan.name, plan.week, plan.corrects, plan.reason) == (
        "2026-W47.1", "2026-W47", "2026-W47", "the total was wrong",
    )  # fmt: skip
    with pytest.raises(UsageError, match=r"was corrected by 2026-W47\.10"):
        states.correction(log, ["2026-W47", "2026-W47.9", "2026-W47.10"], "again")
    with pytest.raises(UsageError, match="in review"):
        states.correction(reviewed(), ["2026-W47"], "again")
    with pytest.raises(UsageError, match="no reason"):
        states.correction(log, ["2026-W47"], " ")


def test_what_may_not_follow_is_refused_with_what_to_do() -> None:
    draft = [states.created(PLAN, PIECES, SIGN)]
    with pytest.raises(UsageError, match="was not reviewed") as refused:
        states.released(draft, PIECES, SIGN)
    assert refused.value.hint == "Read it and run `briefgen edition review 2026-W47`."
    with pytest.raises(UsageError, match="is draft"):
        states.withdrawn(draft, SIGN, "wrong")


def test_changes_are_told_in_words() -> None:
    documents = tuple(Piece(Part.DOCUMENT, f"{n}.txt", "a") for n in range(5))
    now = (*documents, Piece(Part.TEMPLATE, "house/brief.md.j2", "b2"), Piece(Part.SETTINGS, "briefgen.yaml", "c2"))
    assert states.told(states.changes(PIECES, now)) == (
        "5 documents new; document line.txt gone; settings changed; template house/brief.md.j2 changed"
    )
