"""The growth that an aim needs against the growth that was seen: is it fast enough?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefgen.language import N_, Language
from briefgen.model import Chart, ChartKind, Check, CheckKind, Direction, Fact, Kind, Status
from briefgen.writing.charts.candidate import Candidate, Form
from briefgen.writing.charts.titles import Finding, bare, found, name, title, verb
from briefgen.writing.charts.together import is_drawable, is_readable, may_head, order
from briefgen.writing.charts.words import alt_text, deadline, drawn, note, sentences, span, subtitle, time_label
from briefgen.writing.material import Material
from briefgen.writing.when import latest

COMPUTED = N_("The needed pace is computed from the aim and the last measured year.")
FASTER = N_("%(measure)s: growth must be faster than lately")
ENOUGH = {
    Status.PROJECTION: N_("%(measure)s: growth fast enough for its projection"),
    Status.PLAN: N_("%(measure)s: growth fast enough for its plan"),
    Status.TARGET: N_("%(measure)s: growth fast enough for its target"),
    Status.CAPACITY: N_("%(measure)s: growth fast enough for its capacity"),
}
"""Aims that a pace suffices for."""


def pace(material: Material) -> Iterator[Candidate]:
    """A chart for each aim whose needed pace can be set against one that was seen; of one measure for the first aim."""
    done: set[str | None] = set()
    for check in sorted((one for one in material.checks if one.kind is CheckKind.PACE), key=_soonest):
        needed = next((fact for fact in check.facts if fact.derived and fact.kind is Kind.CHANGE), None)
        seen = sorted((fact for fact in check.facts if _is_pace(fact) and fact is not needed), key=order)
        if needed is None or not seen or check.facts[0].measure in done or not _comparable([*seen, needed], material):
            continue
        done.add(check.facts[0].measure)
        yield _chart(check.facts[0], seen, needed, material)


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


def _label(fact: Fact, language: Language) -> str:
    """The time of a pace; one that was computed runs from the end of one year to the end of another."""
    if not fact.derived or fact.period is None:
        return time_label(fact, language)
    return language.gettext(
        "%(first)s to %(last)s, a year, %(derived)s",
        first=str(fact.period.start.year),
        last=str(fact.period.end.year),
        derived=language.gettext("derived"),
    )


def _chart(aim: Fact, seen: Sequence[Fact], needed: Fact, material: Material) -> Candidate:
    """The paces seen, by time, and the one that is needed."""
    points = (*seen, needed)
    language = material.language
    goal = language.gettext(
        "Needed each year %(deadline)s, %(derived)s",
        deadline=deadline(aim, language),
        derived=language.gettext("derived"),
    )
    shown = drawn(points, [*(_label(fact, language) for fact in seen), goal])
    head = title(material, points, _finding(aim, seen[-1], needed), bare(name(aim)))
    years = span(str(min(map(latest, seen)).year), str(latest(aim).year), language)
    chart = Chart(
        kind=ChartKind.BARS,
        title=head.words,
        subtitle=subtitle(material, seen, (), years),
        unit="%",
        points=shown,
        reference_lines=(),
        note=sentences((note(seen, (), language), language.gettext(COMPUTED))),
        alt=alt_text(material, ChartKind.BARS, shown, ()),
    )
    return Candidate(Form.PACE, chart, head.english)


def _finding(aim: Fact, last: Fact, needed: Fact) -> Finding:
    """Whether the last pace that was seen would do."""
    measure = name(aim)
    if (last.quantity.value or 0) >= (needed.quantity.value or 0):
        return found(f"{measure} {verb('grow', measure)} fast enough for its {aim.status.value}", ENOUGH[aim.status])
    return found(f"{measure} must grow faster than lately", FASTER)
