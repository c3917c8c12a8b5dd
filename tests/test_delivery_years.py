"""Clocks that jump: the command itself, under a clock that a test sets, gives each edition to its reader once."""

from __future__ import annotations

import pytest
from years import changing, years


def test_the_weeks_in_which_clocks_change_are_known() -> None:
    found = {zone: len(names) for zone, names in changing(2020, 10).items()}
    assert found.pop("Africa/Casablanca") > 15  # its government says anew, every year
    assert found == {"Europe/Berlin": 20, "America/New_York": 20, "Australia/Lord_Howe": 20, "Asia/Almaty": 1}


@pytest.mark.conform
def test_whatever_the_clock_of_the_machine_does_each_edition_is_sent_once() -> None:
    """One year with changes in all zones; `make soak` goes through all weeks of ten years."""
    asked = changing(2024, 1)
    assert all(asked.values())
    sent, problems = years(asked)
    assert problems == []
    assert sent == sum(map(len, asked.values()))
