"""One moment an edition, whatever the clocks do; one edition at a time, and never an old one."""

from __future__ import annotations

import datetime as dt
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from briefgen import weeks
from briefgen.delivery import calendar
from briefgen.delivery.settings import Calendar, OnHoliday
from briefgen.errors import UsageError

MONDAY_AT_EIGHT = Calendar(weekday=0, time=dt.time(8), time_zone="Asia/Baku")
ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Almaty", "Africa/Casablanca")
"""Clocks put forward by an hour in both halves of the world, by half an hour, once in 2024 for good, and back for a
month."""
BEGIN, END = dt.datetime(2020, 1, 6, tzinfo=dt.UTC), dt.datetime(2030, 1, 7, tzinfo=dt.UTC)


def utc(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=dt.UTC)  # type: ignore[arg-type,misc]


def test_an_edition_goes_out_in_the_week_after_its_own() -> None:
    found = calendar.slot(MONDAY_AT_EIGHT, "2026-W47")
    assert (found.at, found.until) == (utc(2026, 11, 23, 4), utc(2026, 11, 25, 4))


def test_a_correction_has_the_time_of_its_edition() -> None:
    assert calendar.slot(MONDAY_AT_EIGHT, "2026-W47.2") == calendar.slot(MONDAY_AT_EIGHT, "2026-W47")


def test_what_is_no_week_is_refused() -> None:
    with pytest.raises(UsageError, match="is no week"):
        calendar.slot(MONDAY_AT_EIGHT, "2026-W60")


@pytest.mark.parametrize(
    ("now", "edition"),
    [
        (utc(2026, 11, 23, 3, 59), None),
        (utc(2026, 11, 23, 4), "2026-W47"),
        (utc(2026, 11, 25, 4), "2026-W47"),
        (utc(2026, 11, 25, 4, 0, 1), None),
    ],
)
def test_it_is_due_from_its_time_until_it_is_too_late(now: dt.datetime, edition: str | None) -> None:
    found = calendar.due(MONDAY_AT_EIGHT, now)
    assert (found.edition if found else None) == edition


def test_a_machine_that_slept_for_weeks_makes_up_for_the_newest_edition_alone() -> None:
    patient = replace(MONDAY_AT_EIGHT, max_late=dt.timedelta(days=30))
    found = calendar.due(patient, utc(2026, 12, 2))
    assert found is not None
    assert found.edition == "2026-W48"


def test_coming_ones_are_in_order() -> None:
    found = calendar.coming(MONDAY_AT_EIGHT, utc(2026, 12, 20), 3)
    assert [one.edition for one in found] == ["2026-W51", "2026-W52", "2026-W53"]


def test_a_holiday_skips_an_edition_and_has_its_name() -> None:
    found = calendar.slot(replace(MONDAY_AT_EIGHT, country="AZ"), "2025-W52")  # goes out on 29 December 2025
    assert not found.skipped
    novruz = calendar.slot(replace(MONDAY_AT_EIGHT, country="AZ"), "2026-W12")  # Monday 23 March 2026
    assert novruz.skipped
    assert "Spring" in novruz.holiday


def test_or_it_waits_for_the_next_working_day_at_the_same_time_of_day() -> None:
    put_off = replace(MONDAY_AT_EIGHT, country="DE-BY", time_zone="Europe/Berlin", on_holiday=OnHoliday.NEXT_DAY)
    easter = calendar.slot(put_off, "2026-W14")  # Monday 6 April 2026
    assert (easter.holiday, easter.skipped) == ("Easter Monday", False)
    assert easter.at == utc(2026, 4, 7, 6)
    assert calendar.due(put_off, utc(2026, 4, 6, 12)) is None


def test_further_days_and_weekends_count_without_a_country() -> None:
    friday = Calendar(
        4, dt.time(8), "UTC", holidays=(dt.date(2026, 11, 27),), on_holiday=OnHoliday.NEXT_DAY, weeks_back=0
    )
    assert calendar.slot(friday, "2026-W48").at == utc(2026, 11, 30, 8)


def test_without_a_working_day_nothing_loops() -> None:
    first = dt.date(2026, 1, 1)
    every = tuple(first + dt.timedelta(days=number) for number in range(800))
    with pytest.raises(UsageError, match="no day of a year"):
        calendar.slot(replace(MONDAY_AT_EIGHT, holidays=every, on_holiday=OnHoliday.NEXT_DAY), "2026-W01")


@pytest.mark.parametrize(("country", "known"), [("AZ", True), ("DE-BY", True), ("XX", False), ("DE-QQ", False)])
def test_countries_that_are_known(country: str, known: bool) -> None:  # noqa: FBT001 - a parameter of a test
    assert calendar.known_country(country) is known


@pytest.mark.parametrize(
    ("zone", "hour", "doubtful"),
    [("Europe/Berlin", 2, True), ("Europe/Berlin", 4, False), ("Asia/Baku", 2, False), ("America/New_York", 0, True)],
)
def test_hours_of_the_night_are_doubtful_where_clocks_change(
    zone: str,
    hour: int,
    doubtful: bool,  # noqa: FBT001 - a parameter of a test
) -> None:
    assert calendar.doubtful_hour(Calendar(0, dt.time(hour, 30), zone)) is doubtful


def test_an_hour_that_is_left_out_moves_behind_the_gap() -> None:
    found = calendar.slot(Calendar(6, dt.time(2, 30), "Europe/Berlin", weeks_back=0), "2026-W13")
    assert found.at.astimezone(zoneinfo.ZoneInfo("Europe/Berlin")).time() == dt.time(3, 30)


def test_of_an_hour_that_comes_twice_the_first_one_counts() -> None:
    found = calendar.slot(Calendar(6, dt.time(2, 30), "Europe/Berlin", weeks_back=0), "2026-W43")
    assert found.at == utc(2026, 10, 25, 0, 30)


@pytest.mark.parametrize("zone", ZONES)
def test_in_ten_years_each_week_has_one_edition_and_each_edition_one_time(zone: str) -> None:
    """Somebody looks every quarter of an hour, whatever the clocks on the wall do: in time, and once each."""
    sunday = Calendar(6, dt.time(2, 30), zone, max_late=dt.timedelta(days=6))
    sent: list[str] = []
    for number in range(int((END - BEGIN) / dt.timedelta(days=7))):
        name = weeks.name((BEGIN + dt.timedelta(days=7 * number)).date())
        at = calendar.slot(sunday, name).at
        for late in (-15, 0, 15, 60, 90):  # minutes around the time, where clocks change
            found = calendar.due(sunday, at + dt.timedelta(minutes=late))
            if found is not None and found.edition not in sent:
                assert (found.edition, late) == (name, 0)
                sent.append(found.edition)
    assert sent == [weeks.name((BEGIN + dt.timedelta(days=7 * number)).date()) for number in range(len(sent))]
    assert len(sent) == 522


@given(
    st.lists(st.integers(0, 60 * 24 * 80), min_size=1, max_size=60),
    st.sampled_from(ZONES),
    st.integers(0, 6),
    st.times(),
    st.integers(0, 3),
    st.sampled_from(("", "DE", "US", "AZ")),
    st.sampled_from(OnHoliday),
)
def test_clocks_that_jump_and_machines_that_sleep_send_nothing_old_and_nothing_twice(  # noqa: PLR0913
    minutes: list[int], zone: str, weekday: int, time: dt.time, late: int, country: str, on_holiday: OnHoliday
) -> None:
    """Whoever keeps the names that went out sends each once; with a clock that goes on, never an older one."""
    own = Calendar(
        weekday, time.replace(tzinfo=None), zone, max_late=dt.timedelta(days=late), country=country,
        on_holiday=on_holiday,
    )  # fmt: skip
    for number in minutes:
        now = utc(2026, 2, 1) + dt.timedelta(minutes=number)
        found = calendar.due(own, now)
        if found is not None:
            assert found.at <= now <= found.until == found.at + own.max_late
            assert all(one.at > now for one in calendar.coming(own, now, 3))
    in_order = [
        one for number in sorted(minutes) if (one := calendar.due(own, utc(2026, 2, 1) + dt.timedelta(minutes=number)))
    ]
    assert [one.at for one in in_order] == sorted(one.at for one in in_order)


def test_two_editions_put_off_to_one_day_are_told_apart_by_name() -> None:
    """A holiday of more than a week: both would go out on the first working day; the newer one does."""
    shut = tuple(dt.date(2026, 12, 21) + dt.timedelta(days=number) for number in range(14))
    own = replace(MONDAY_AT_EIGHT, holidays=shut, on_holiday=OnHoliday.NEXT_DAY, time_zone="UTC")
    assert calendar.slot(own, "2026-W51").at == calendar.slot(own, "2026-W52").at == utc(2027, 1, 4, 8)
    found = calendar.due(own, utc(2027, 1, 4, 9))
    assert found is not None
    assert found.edition == "2026-W53"  # its own day


def test_the_package_of_holidays_is_asked_only_where_a_country_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendar, "_public", lambda *_: pytest.fail("asked"))
    assert not calendar.slot(MONDAY_AT_EIGHT, "2026-W12").holiday


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        calendar.due(MONDAY_AT_EIGHT, dt.datetime(2026, 11, 23, 8))  # noqa: DTZ001 - what is tested


@given(st.timedeltas(dt.timedelta(weeks=8), END - BEGIN), st.integers(0, 30 * 24))
def test_the_edition_to_look_after_is_the_newest_that_has_to_be_released(on: dt.timedelta, hours: int) -> None:
    own = replace(MONDAY_AT_EIGHT, release_by=dt.timedelta(hours=hours))
    moment = BEGIN + on
    found = calendar.awaited(own, moment)
    following = calendar.slot(own, weeks.name(weeks.days(found.edition)[0] + calendar.WEEK))
    assert found.release_by <= moment < following.release_by
