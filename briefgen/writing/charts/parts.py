"""A total with its parts: what is it made of?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefgen.model import Chart, ChartKind, Check, CheckKind, Fact, Verdict
from briefgen.writing.charts.candidate import Candidate, Form
from briefgen.writing.charts.together import is_drawable, is_readable, may_head
from briefgen.writing.charts.words import alt_text, capital, drawn, name, subtitle, title, whose
from briefgen.writing.material import Material
from briefgen.writing.when import is_undated

PROVEN = (Verdict.RIGHT, Verdict.ROUGHLY_RIGHT)
"""Only parts that add up are shown as parts."""
FEWEST = 2
"""Parts."""


def parts(material: Material) -> Iterator[Candidate]:
    """A chart for each total whose parts add up to it."""
    for check in material.checks:
        facts = [fact for fact in check.facts if not fact.derived]
        if check.kind is CheckKind.PARTS and check.verdict in PROVEN and _comparable(facts, material):
            yield Candidate(Form.PARTS, _chart(check, facts[0], facts[1:], material))


def _comparable(facts: Sequence[Fact], material: Material) -> bool:
    """A total and its parts of one measure, kind, unit and status, told apart by their subjects.

    Trade beside exports and imports would set different measures side by side, which no chart may do.
    """
    return (
        len(facts) > FEWEST
        and is_readable(facts)
        and all(is_drawable(fact) and may_head(fact, material) for fact in facts)
        and len({(fact.measure, fact.kind, fact.quantity.unit, fact.status) for fact in facts}) == 1
        and not any(is_undated(fact) for fact in facts)
        and len({fact.subject for fact in facts}) == len(facts)
    )


def _chart(check: Check, total: Fact, members: Sequence[Fact], material: Material) -> Chart:
    """The parts from the largest on, then their total."""
    ordered = sorted(members, key=lambda fact: (-(fact.quantity.value or 0), fact.id))
    points = (*ordered, total)
    shown = drawn(points, [*(fact.subject or "" for fact in ordered), f"{capital(total.subject or 'total')}, in all"])
    most = 2 * (ordered[0].quantity.value or 0) > (total.quantity.value or 0)
    finding = f"{name(total)}: mostly {ordered[0].subject}" if most else f"{name(total)}: its parts"
    rough = " They add up after rounding." if check.verdict is Verdict.ROUGHLY_RIGHT else ""
    return Chart(
        kind=ChartKind.PARTS,
        title=title(material, (total,), finding, name(total)),
        subtitle=subtitle(material, (total,), ()),
        unit=total.quantity.unit or "",
        points=shown,
        reference_lines=(),
        note=f"{whose((*members, total), material)}The last bar is the total of the others.{rough}",
        alt=alt_text(material, ChartKind.PARTS, shown, ()),
    )
