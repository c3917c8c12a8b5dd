"""How `briefgen facts` looks to a person, on a terminal and in a pipe."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from rich.text import Text

from briefgen.cli import columns, wording
from briefgen.cli.columns import Cells, Column
from briefgen.cli.listing import NARROW
from briefgen.cli.text import counted, one_line
from briefgen.model import Fact

FACTS = (
    Column("id", fair=6, rank=1),
    Column("measure", fair=22, most=60, rank=2),
    Column("value", fair=22, most=28, rank=0),
    Column("period", fair=12, most=22, rank=3),
    Column("status", fair=10, rank=4),
    Column("origins", fair=8, rank=5),
    Column("reported by", fair=16, most=44, rank=6, extra=True),
)
"""Of the table of facts, in its order."""
SHORTEST = 6
"""Hexadecimal digits of an id that a terminal shows at least; more where two facts begin alike."""
COMPUTED = "computed"
"""Stands for the origins of a number that no document prints."""


def cells(fact: Fact, digits: int | None = None) -> Cells:
    """What a row says of a fact; an id of so many digits."""
    return {
        "id": fact.id[:digits],
        "measure": wording.measured(fact),
        "value": wording.number(fact),
        "period": wording.when(fact),
        "status": fact.status.value,
        "origins": COMPUTED if fact.derived else str(fact.corroboration),
        "reported by": ", ".join(map(one_line, fact.origins)),
    }


def digits(facts: Sequence[Fact]) -> int:
    """The fewest digits of the ids that tell all facts apart."""
    ids = sorted(fact.id for fact in facts)
    alike = (_common(one, other) + 1 for one, other in pairwise(ids))
    return max(SHORTEST, *alike, SHORTEST)


def _common(one: str, other: str) -> int:
    """Letters that two ids begin with alike."""
    return next((place for place, (left, right) in enumerate(zip(one, other, strict=False)) if left != right), len(one))


def piped(facts: Sequence[Fact]) -> Iterator[str]:
    """Every fact on a line of its own that begins with its whole id."""
    return columns.plain([column.name for column in FACTS], [cells(fact) for fact in facts])


def shown(facts: Sequence[Fact], documents: int, width: int) -> Iterator[Text]:
    """The facts, for a terminal of this width."""
    yield Text(f"{counted(len(facts), 'fact')} in {counted(documents, 'document')}")
    if not facts:
        return
    short = digits(facts)
    rows = [cells(fact, short) for fact in facts]
    if width < NARROW:
        for row in rows:
            yield from _folded(row, width)
    else:
        given = columns.widths(FACTS, rows, width)
        yield Text(columns.line({name: name for name in given}, given), style="dim")
        for row in rows:
            yield Text(columns.line(row, given))
    yield Text(
        columns.cut(f"`briefgen explain {facts[0].id[:short]}` says where the first comes from", width), style="dim"
    )


def _folded(row: Cells, width: int) -> Iterator[Text]:
    """A fact on two lines: the number with status and period, then the id and what is measured."""
    yield Text(columns.cut(" · ".join(filter(None, (row["value"], row["status"], row["period"]))), width))
    yield Text(columns.cut("  " + "  ".join(filter(None, (row["id"], row["measure"]))), width), style="dim")
