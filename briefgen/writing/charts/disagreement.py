"""The values that documents give for one thing and time, side by side: who says which number?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefgen.model import Chart, ChartKind, Fact, Point, RelationType
from briefgen.writing.charts.candidate import Candidate, Form
from briefgen.writing.charts.together import DISPUTES, is_drawable, is_readable, may_head, same_lines
from briefgen.writing.charts.words import alt_text, documents, drawn, inside, line_label, name, note, subtitle, title
from briefgen.writing.material import Material
from briefgen.writing.when import is_undated


def disagreement(material: Material) -> Iterator[Candidate]:
    """A chart for each relation between values of one measure and time; a plan beside a projection is about aims."""
    for relation in material.relations:
        facts = [fact for fact in relation.facts if not fact.derived]
        if relation.type in DISPUTES and len(facts) == len(relation.facts) and _comparable(facts, material):
            yield Candidate(Form.DISAGREEMENT, _chart(facts, relation.type, material))


def _comparable(facts: Sequence[Fact], material: Material) -> bool:
    """Values of one measure, kind, unit, status and time, by different documents, that can be drawn."""
    if not is_readable(facts) or not all(is_drawable(fact) and may_head(fact, material) for fact in facts):
        return False
    same = {
        (
            fact.measure,
            fact.kind,
            fact.quantity.unit,
            fact.direction,
            fact.rate or "year",
            fact.status,
            fact.period,
            fact.deadline,
        )
        for fact in facts
    }
    return len(same) == 1 and not is_undated(facts[0]) and len(set(_labels(facts, material))) == len(facts)


def _chart(facts: Sequence[Fact], type_: RelationType, material: Material) -> Chart:
    """A bar for each value, labelled with its documents; what is aimed at without a date as lines."""
    points = sorted(facts, key=lambda fact: (fact.quantity.value or 0, fact.id))
    shown = drawn(points, _labels(points, material))
    lines = same_lines(points[0], material)
    references = tuple(Point(fact, line_label(fact), fact.status) for fact in lines)
    measure = name(points[0])
    differ = f"Documents differ on {inside(points[0])}"
    finding = f"Documents count {inside(points[0])} differently" if type_ is RelationType.DIFFERENT_SCOPE else differ
    return Chart(
        kind=ChartKind.BARS,
        title=title(material, points, finding, differ, measure),
        subtitle=subtitle(material, points, lines),
        unit=points[0].quantity.unit or "",
        points=shown,
        reference_lines=references,
        note=_note(points, lines, type_),
        alt=alt_text(material, ChartKind.BARS, shown, references),
    )


def _labels(facts: Sequence[Fact], material: Material) -> list[str]:
    """Who says which: the documents, and what they count where one says so."""
    return [f"{documents(fact, material)}{f', {fact.scope}' if fact.scope else ''}" for fact in facts]


def _note(points: Sequence[Fact], lines: Sequence[Fact], type_: RelationType) -> str:
    """What differs, and where more is said."""
    scope = "They may not count the same thing. " if type_ is RelationType.DIFFERENT_SCOPE else ""
    return f"{scope}{note(points, lines)}"
