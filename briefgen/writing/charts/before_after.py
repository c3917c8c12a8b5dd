"""Two values that a sentence tells as one change: what did it change from, and to?"""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.model import Chart, ChartKind
from briefgen.writing.charts.candidate import Candidate, Form
from briefgen.writing.charts.together import is_drawable, is_readable, may_head
from briefgen.writing.charts.words import alt_text, drawn, name, subtitle, time_label, title, whose
from briefgen.writing.material import Material
from briefgen.writing.moves import Move, moves
from briefgen.writing.when import is_undated

OPEN = "The text does not give both times."


def before_after(material: Material) -> Iterator[Candidate]:
    """A chart for each change with both of its ends."""
    for move in moves(material.facts):
        pair = (move.before, move.after)
        if all(is_drawable(fact) and may_head(fact, material) for fact in pair) and is_readable(pair):
            yield Candidate(Form.BEFORE_AFTER, _chart(move, material))


def _chart(move: Move, material: Material) -> Chart:
    """Two bars. A time that the text does not give is called before and after."""
    points = (move.before, move.after)
    open_ = any(is_undated(fact) for fact in points) or move.before.period == move.after.period
    shown = drawn(points, ("Before", "After") if open_ else [time_label(fact) for fact in points])
    measure = name(move.after)
    rose = (move.after.quantity.value or 0) > (move.before.quantity.value or 0)
    return Chart(
        kind=ChartKind.CHANGE,
        title=title(material, points, f"{measure} {'rose' if rose else 'fell'}", measure),
        subtitle=subtitle(material, points, (), "before and after" if open_ else None),
        unit=move.after.quantity.unit or "",
        points=shown,
        reference_lines=(),
        note=f"{whose(points, material)}{OPEN if open_ else ''}".strip(),
        alt=alt_text(material, ChartKind.CHANGE, shown, ()),
    )
