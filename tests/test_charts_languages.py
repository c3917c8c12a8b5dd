"""Charts in the language of a brief: which are drawn hangs on none."""

from __future__ import annotations

import pytest
from test_composing import NAMES, TRANSLATED, briefs

from briefgen.model import Brief


def drawn(brief: Brief) -> list[tuple[object, ...]]:
    """What the charts of a brief show, without the words."""
    return [
        (
            chart.kind,
            chart.unit,
            [(point.fact, point.status) for point in chart.points],
            [(line.fact, line.status) for line in chart.reference_lines],
        )
        for chart in brief.charts
    ]


@pytest.mark.parametrize("tag", TRANSLATED)
@pytest.mark.parametrize("name", NAMES)
def test_the_choice_of_charts_hangs_on_no_language(name: str, tag: str) -> None:
    assert list(map(drawn, briefs(name, tag))) == list(map(drawn, briefs(name, "en-GB")))
