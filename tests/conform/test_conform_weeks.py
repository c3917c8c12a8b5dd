"""Briefs of very many invented weeks, in every format: `verify` finds nothing where nobody changed anything."""

from __future__ import annotations

from pathlib import Path

import pytest
from alarms import CHECKED, weekly
from conftest import SOAKING

pytestmark = pytest.mark.conform


@pytest.mark.parametrize("start", range(0, 200 if SOAKING else 20, 10))
def test_no_false_alarm_in_briefs_of_every_format(start: int, tmp_path: Path) -> None:
    alarms = {seed: weekly(seed, tmp_path, CHECKED) for seed in range(start, start + 10)}
    assert {seed: files for seed, files in alarms.items() if any(files.values())} == {}
