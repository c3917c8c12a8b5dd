"""Two values that a sentence tells as one change: what did it change from, and to?"""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.language import N_
from briefgen.model import Chart, ChartKind
from briefgen.writing.charts.candidate import Candidate, Form
from briefgen.writing.charts.titles import FALL, RISE, bare, found, name, title
from briefgen.writing.charts.together import is_drawable, is_readable, may_head
from briefgen.writing.charts.words import alt_text, drawn, sentences, subtitle, time_label, whose
from briefgen.writing.material import Material
from briefgen.writing.moves import Move, moves
from briefgen.writing.when import is_undated

BEFORE, AFTER = N_("Before"), N_("After")
BOTH = N_("before and after")
OPEN = N_("The text does not give both times.")


def before_after(material: Material) -> Iterator[Candidate]:
    """A chart for each change with both of its ends."""
    for move in moves(material.facts):
        pair = (move.before, move.after)
        if all(is_drawable(fact) and may_head(fact, material) for fact in pair) and is_readable(pair):
            yield _chart(move, material)


def _chart(move: Move, material: Material) -> Candidate:
    """Two bars. A time that the text does not give is called before and after."""
    points = (move.before, move.after)
    open_ = any(is_undated(fact) for fact in points) or move.before.period == move.after.period
    gettext = material.language.gettext
    times = [time_label(fact, material.language) for fact in points]
    shown = drawn(points, (gettext(BEFORE), gettext(AFTER)) if open_ else times)
    measure = name(move.after)
    rose = (move.after.quantity.value or 0) > (move.before.quantity.value or 0)
    finding = found(f"{measure} rose", RISE) if rose else found(f"{measure} fell", FALL)
    head = title(material, points, finding, bare(measure))
    chart = Chart(
        kind=ChartKind.CHANGE,
        title=head.words,
        subtitle=subtitle(material, points, (), gettext(BOTH) if open_ else None),
        unit=move.after.quantity.unit or "",
        points=shown,
        reference_lines=(),
        note=sentences((whose(points, material), gettext(OPEN) if open_ else "")),
        alt=alt_text(material, ChartKind.CHANGE, shown, ()),
    )
    return Candidate(Form.BEFORE_AFTER, chart, head.english)
