"""The values that documents give for one thing and time, side by side: who says which number?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from briefgen.language import ENGLISH, N_
from briefgen.model import Chart, ChartKind, Fact, Point, RelationType
from briefgen.writing.charts.candidate import Candidate, Form
from briefgen.writing.charts.titles import bare, differ, found, inside, name, title
from briefgen.writing.charts.together import DISPUTES, is_drawable, is_readable, may_head, same_lines
from briefgen.writing.charts.words import alt_text, documents, drawn, line_label, note, sentences, subtitle
from briefgen.writing.material import Material
from briefgen.writing.when import is_undated

COUNTED = N_("%(measure)s: documents count differently")
SCOPES = N_("They may not count the same thing.")


def disagreement(material: Material) -> Iterator[Candidate]:
    """A chart for each relation between values of one measure and time; a plan beside a projection is about aims."""
    for relation in material.relations:
        facts = [fact for fact in relation.facts if not fact.derived]
        if relation.type in DISPUTES and len(facts) == len(relation.facts) and _comparable(facts, material):
            yield _chart(facts, relation.type, material)


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
    return (
        len(same) == 1
        and not is_undated(facts[0])
        and len(set(_labels(facts, replace(material, language=ENGLISH)))) == len(facts)
    )


def _chart(facts: Sequence[Fact], type_: RelationType, material: Material) -> Candidate:
    """A bar for each value, labelled with its documents; what is aimed at without a date as lines."""
    points = sorted(facts, key=lambda fact: (fact.quantity.value or 0, fact.id))
    shown = drawn(points, _labels(points, material))
    lines = same_lines(points[0], material)
    references = tuple(Point(fact, line_label(fact, material.language), fact.status) for fact in lines)
    scope = type_ is RelationType.DIFFERENT_SCOPE
    counted = (found(f"Documents count {inside(points[0])} differently", COUNTED),) if scope else ()
    head = title(material, points, *counted, differ(points[0]), bare(name(points[0])))
    chart = Chart(
        kind=ChartKind.BARS,
        title=head.words,
        subtitle=subtitle(material, points, lines),
        unit=points[0].quantity.unit or "",
        points=shown,
        reference_lines=references,
        note=sentences((material.language.gettext(SCOPES) if scope else "", note(points, lines, material.language))),
        alt=alt_text(material, ChartKind.BARS, shown, references),
    )
    return Candidate(Form.DISAGREEMENT, chart, head.english)


def _labels(facts: Sequence[Fact], material: Material) -> list[str]:
    """Who says which: the documents, and what they count where one says so."""
    return [f"{documents(fact, material)}{f', {fact.scope}' if fact.scope else ''}" for fact in facts]
