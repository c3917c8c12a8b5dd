"""The ids that a chart answers to: its own, and those of the charts that it was before a value was added."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, islice, product

from briefgen.model import Also, Chart

FEW = 8
"""Values up to which each part of a chart counts; of more values all but `ADDED`."""
ADDED = 2
"""Values that a chart with many of them may have more than it had."""
LEAST = 2
"""Values of the smallest chart."""
NAMES = 64
"""Ids under other names of its facts that are looked at."""


def chart_names(chart: Chart, also: Also) -> frozenset[str]:
    """The ids: of all its values, and of so many of them as made a chart in an earlier edition.

    Next year the timeline has one more column, and is the one that an editor pinned all the same.
    """
    facts = [point.fact.id for point in (*chart.points, *chart.reference_lines)]
    renamed = islice(product(*((one, *also.get(one, ())) for one in facts)), NAMES)
    return frozenset(map(chart.name_of, (*_parts(facts), *renamed)))


def _parts(facts: Sequence[str]) -> Iterator[tuple[str, ...]]:
    least = LEAST if len(facts) <= FEW else len(facts) - ADDED
    for size in range(min(least, len(facts)), len(facts) + 1):
        yield from combinations(facts, size)
