"""A total with its parts: what is it made of?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefgen.language import N_
from briefgen.model import Chart, ChartKind, Check, CheckKind, Fact, Verdict
from briefgen.writing.charts.candidate import Candidate, Form
from briefgen.writing.charts.titles import Finding, bare, capital, found, name, title
from briefgen.writing.charts.together import is_drawable, is_readable, may_head
from briefgen.writing.charts.words import alt_text, drawn, sentences, subtitle, whose
from briefgen.writing.material import Material
from briefgen.writing.when import is_undated

PROVEN = (Verdict.RIGHT, Verdict.ROUGHLY_RIGHT)
"""Only parts that add up are shown as parts."""
FEWEST = 2
"""Parts."""
MOSTLY = N_("%(measure)s: mostly %(part)s")
PARTS = N_("%(measure)s: its parts")
LAST = N_("The last bar is the total of the others.")
ROUGH = N_("They add up after rounding.")


def parts(material: Material) -> Iterator[Candidate]:
    """A chart for each total whose parts add up to it."""
    for check in material.checks:
        facts = [fact for fact in check.facts if not fact.derived]
        if check.kind is CheckKind.PARTS and check.verdict in PROVEN and _comparable(facts, material):
            yield _chart(check, facts[0], facts[1:], material)


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


def _chart(check: Check, total: Fact, members: Sequence[Fact], material: Material) -> Candidate:
    """The parts from the largest on, then their total."""
    ordered = sorted(members, key=lambda fact: (-(fact.quantity.value or 0), fact.id))
    points = (*ordered, total)
    gettext = material.language.gettext
    whole = capital(total.subject) if total.subject else gettext("Total")
    shown = drawn(points, [*(fact.subject or "" for fact in ordered), gettext("%(whole)s, in all", whole=whole)])
    head = title(material, (total,), _finding(ordered[0], total), bare(name(total)))
    chart = Chart(
        kind=ChartKind.PARTS,
        title=head.words,
        subtitle=subtitle(material, (total,), ()),
        unit=total.quantity.unit or "",
        points=shown,
        reference_lines=(),
        note=sentences(
            (
                whose((*members, total), material),
                gettext(LAST),
                gettext(ROUGH) if check.verdict is Verdict.ROUGHLY_RIGHT else "",
            )
        ),
        alt=alt_text(material, ChartKind.PARTS, shown, ()),
    )
    return Candidate(Form.PARTS, chart, head.english)


def _finding(largest: Fact, total: Fact) -> Finding:
    """Whether one part is more than all the others."""
    measure, part = name(total), largest.subject or ""
    if 2 * (largest.quantity.value or 0) > (total.quantity.value or 0):
        return found(f"{measure}: mostly {part}", MOSTLY, part=part)
    return found(f"{measure}: its parts", PARTS)
