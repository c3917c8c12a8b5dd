"""How much work a call is, counted instead of timed: no clock, so no test that fails on a busy machine."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType


def calls(run: Callable[[], object]) -> int:
    """Calls of functions, Python's own included, while `run` runs. A search of a pattern is one."""
    counted = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal counted
        counted += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        run()
    finally:
        sys.setprofile(before)
    return counted


def growth(run: Callable[[str], object], unit: str, length: int = 2000) -> float:
    """Work for ten times the text over the work for one, both with the tables read already."""
    short, long = (unit * (size // len(unit)) for size in (length, 10 * length))
    run(short[: len(short) // 2])
    return calls(lambda: run(long)) / calls(lambda: run(short))


LINEAR = 11.0
"""Most that ten times the text may take: a tenth more than linear, for what stands at the borders."""
