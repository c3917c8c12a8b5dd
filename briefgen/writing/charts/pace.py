"""The growth that an aim needs against the growth that was seen: is it fast enough?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefgen.model import Chart, ChartKind, Check, CheckKind, Direction, Fact, Kind
from briefgen.writing.charts.candidate import Candidate, Form
from briefgen.writing.charts.together import is_drawable, is_readable, may_head, order
from briefgen.writing.charts.words import alt_text, drawn, name, note, subtitle, time_label, title, verb
from briefgen.writing.material import Material
from briefgen.writing.when import by, latest

COMPUTED = "The needed pace is computed from the aim and the last measured year."


def pace(material: Material) -> Iterator[Candidate]:
    """A chart for each aim whose needed pace can be set against one that was seen; of one measure for the first aim."""
    done: set[str | None] = set()
    for check in sorted((one for one in material.checks if one.kind is CheckKind.PACE), key=_soonest):
        needed = next((fact for fact in check.facts if fact.derived and fact.kind is Kind.CHANGE), None)
        seen = sorted((fact for fact in check.facts if _is_pace(fact) and fact is not needed), key=order)
        if needed is None or not seen or check.facts[0].measure in done or not _comparable([*seen, needed], material):
            continue
        done.add(check.facts[0].measure)
        yield Candidate(Form.PACE, _chart(check.facts[0], seen, needed, material))


def _soonest(check: Check) -> tuple[object, ...]:
    """Checks by the date of their aim."""
    return (latest(check.facts[0]), check.facts[0].id)


def _is_pace(fact: Fact) -> bool:
    """A growth in percent, reported or computed from two values."""
    return fact.kind is Kind.CHANGE and fact.period is not None


def _comparable(facts: Sequence[Fact], material: Material) -> bool:
    """Growths of one measure in percent that can be drawn."""
    return (
        is_readable(facts)
        and all(is_drawable(fact) and may_head(fact, material) for fact in facts)
        and {(fact.measure, fact.quantity.unit, fact.direction) for fact in facts}
        == {(facts[-1].measure, "%", Direction.UP)}
    )


def _label(fact: Fact) -> str:
    """The time of a pace; one that was computed runs from the end of one year to the end of another."""
    if not fact.derived or fact.period is None:
        return time_label(fact)
    return f"{fact.period.start.year} to {fact.period.end.year}, a year, derived"


def _chart(aim: Fact, seen: Sequence[Fact], needed: Fact, material: Material) -> Chart:
    """The paces seen, by time, and the one that is needed."""
    points = (*seen, needed)
    shown = drawn(points, [*map(_label, seen), f"Needed each year {by(latest(aim))}, derived"])
    measure = name(aim)
    enough = (seen[-1].quantity.value or 0) >= (needed.quantity.value or 0)
    finding = (
        f"{measure} {verb('grow', measure)} fast enough for its {aim.status.value}"
        if enough
        else f"{measure} must grow faster than lately"
    )
    return Chart(
        kind=ChartKind.BARS,
        title=title(material, points, finding, measure),
        subtitle=subtitle(material, seen, (), f"{min(latest(fact) for fact in seen).year} to {latest(aim).year}"),
        unit="%",
        points=shown,
        reference_lines=(),
        note=" ".join(
            filter(None, (note(seen, ()), "The needed pace is computed from the aim and the last measured year."))
        ),
        alt=alt_text(material, ChartKind.BARS, shown, ()),
    )
