"""What editors ask of an edition and cannot have, and what they get with it: a finding for each, with what to do."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from briefgen.charting import anything, form, registered
from briefgen.evidence import computed
from briefgen.hiding import Hidden
from briefgen.model import Also, Brief, Chart, Earlier, EarlierChart, Evidence, Fact, Override, Point
from briefgen.overriding import Called, chart_name_sets, names, rows
from briefgen.writing.charts.together import unlawful

NEAR = 3
"""Ids that are named where one matches nothing, and figures where several go."""
Written = tuple[Brief, Sequence[Fact]]
"""A brief as it is before anything that was written is hidden, and all facts of its topic."""


class Doubt(Struct, frozen=True, order=True):
    """What somebody should know of a wish."""

    where: str
    """File and line."""
    message: str
    hint: str
    blocks: bool = True
    """Whether it cannot be fulfilled as it is, and keeps an edition from being released."""

    @property
    def level(self) -> str:
        """How it is printed."""
        return "warning" if self.blocks else "note"


def unmatched(
    asked: Override, briefs: Iterable[Written], found: Evidence, gone: Hidden, before: Iterable[Earlier] = ()
) -> Iterator[Doubt]:
    """Wishes that match nothing of an edition.

    Args:
        asked: All that is asked of it, as it was typed.
        briefs: Its briefs, with what is asked and without.
        found: All facts.
        gone: What is hidden, and which sentences were found for it.
        before: Earlier editions: of a chart that one of them had is said why it is not there now.
    """
    briefs = tuple(briefs)
    known = {one for brief, facts in briefs for one in _ids(brief, facts, found.also)} | gone.met
    was = {chart.id: (chart, one) for one in before for chart in one.charts}
    for wish in (*asked.hide, *asked.pin):
        if wish.id in was and wish.id not in known:
            chart, edition = was[wish.id]
            why, hint = undrawn(chart, edition, found, [brief for brief, _ in briefs])
            message = f"{wish.id}, the chart “{chart.title}” of {edition.edition.name}, is not drawn now: {why}"
            yield Doubt(wish.where, message, hint, blocks=wish in asked.pin)
        elif wish.id not in known:
            near = difflib.get_close_matches(wish.id, sorted(known), NEAR, 0.5)
            meant = f"Did you mean {' or '.join(near)}? " if near else ""
            hint = f"{meant}`briefgen make --format json` has all ids; remove it where what it named is gone."
            yield Doubt(wish.where, f"{wish.id} is no statement, fact or chart of this edition", hint)


def undrawn(chart: EarlierChart, edition: Earlier, found: Evidence, briefs: Sequence[Brief]) -> tuple[str, str]:
    """Why a chart of an earlier edition is not drawn now, and what to do."""
    called = Called(found)
    facts = called.facts | {fact.id: fact for fact in computed(found)}
    points, lines = (
        [(facts.get(called.of(name)[0]), name, label) for name, label in ones] for ones in (chart.points, chart.lines)
    )
    then = {fact.id: told(fact) for fact in edition.facts}
    lost = [then.get(name, label) for fact, name, label in (*points, *lines) if fact is None]
    if lost:
        return f"nothing reports {' and '.join(lost[:NEAR])} now", "Take the pin out, or add the document."
    ids = {fact.id for fact, _, _ in points if fact is not None}
    shared = {
        one.name: (len(ids & {point.fact.id for point in one.points}), one.title)
        for brief in briefs
        for one in brief.charts
    }
    best = max(shared, key=lambda name: (shared[name][0], name), default="")
    if best and shared[best][0]:
        return f"its values stand in {best} (“{shared[best][1]}”) now", f"Pin {best}."
    again = Chart(chart.kind, chart.title, "", chart.unit, _points(points), _points(lines), "", "")
    reason = unlawful(again, form(chart.kind).refuses if chart.kind in registered() else anything)
    why = reason or "documents differ about its values, or say that they are of different things or times"
    return f"its values may not stand together: {why}", "Take the pin out; `briefgen conflicts` shows what differs."


def _points(found: Iterable[tuple[Fact | None, str, str]]) -> tuple[Point, ...]:
    return tuple(Point(fact, label, fact.status) for fact, _, label in found if fact is not None)


def moved(asked: Override, found: Evidence) -> Iterator[Doubt]:
    """Wishes whose fact has another id now: it came together with others. Those that fit several facts block."""
    called = Called(found)
    for wish, is_hidden in (*((one, True) for one in asked.hide), *((one, False) for one in asked.pin)):
        now = called.of(wish.id)
        if now == (wish.id,):
            continue
        said = ", ".join(f"{one} ({told(called.facts[one])})" for one in now[:NEAR])
        if len(now) == 1:
            yield Doubt(wish.where, f"{wish.id} is a part of {said} now", f"Write {now[0]}.", blocks=False)
        else:
            did = "all are hidden" if is_hidden else "none is pinned"
            yield Doubt(wish.where, f"{wish.id} may be {said}: {did}", "Write the one that is meant.")


def taken(gone: Hidden, facts: Sequence[Fact]) -> Iterator[Doubt]:
    """What goes with each hidden thing though nobody named it, because its sentences print what is hidden."""
    along = [fact for fact in facts if fact.id not in gone.ids and not fact.derived and gone.takes(fact)]
    for wish, alone in gone.each:
        mine = [fact for fact in along if any(alone.shows(figure.passage) for figure in fact.figures)]
        if mine:
            said = ", ".join(f"{fact.id} ({told(fact)})" for fact in mine[:NEAR])
            more = f" and {len(mine) - NEAR} more" if len(mine) > NEAR else ""
            message = f"with {wish.id} go {said}{more}: only sentences that are hidden report them"
            yield Doubt(wish.where, message, "A figure is never shown without its sentence.", blocks=False)


def left(gone: Hidden, before: Sequence[Fact], now: Sequence[Fact]) -> Iterator[Doubt]:
    """Facts that stay and have the very number of a hidden one: somebody who hides a number may mean these too."""
    for wish, _ in gone.each:
        own = next((fact for fact in before if fact.id == wish.id), None)
        if own is None or own.quantity.value is None:
            continue
        same = [
            fact
            for fact in now
            if (fact.quantity.value, fact.quantity.upper, fact.quantity.unit)
            == (own.quantity.value, own.quantity.upper, own.quantity.unit)
        ]
        if same:
            said = ", ".join(f"{fact.id} ({told(fact)})" for fact in same[:NEAR])
            hint = "Hide it too if it is the same; it is another figure by measure, time or status."
            yield Doubt(wish.where, f"{wish.id} is hidden, and its number still stands in {said}", hint, blocks=False)


def lost(
    asked: Override, briefs: Iterable[Written], made: Iterable[Brief], gone: Hidden, also: Also
) -> Iterator[Doubt]:
    """Pinned things that go with hidden ones."""
    if not gone.ids:
        return
    before = {one for brief, facts in briefs for one in _ids(brief, facts, also)}
    there = {one for brief in made for one in _ids(brief, (), also)}
    for wish in asked.pin:
        if wish.id in before and wish.id not in there:
            message = f"{wish.id} is pinned, and goes with what is hidden: its sentence or one of its values is"
            yield Doubt(wish.where, message, "A figure is never shown without its sentence: pin it, or hide the other.")


def crowded(asked: Override, briefs: Iterable[Brief], limits: Mapping[str, int], also: Also) -> Iterator[Doubt]:
    """Sections in which more is pinned than there is room for.

    Args:
        asked: All that is asked of an edition.
        briefs: Its briefs.
        limits: Name of a section, and how many statements, rows or charts it may have.
        also: The other ids of facts.
    """
    places = {wish.id: wish.where for wish in asked.pin}
    for brief in briefs:
        known = names(brief, also) | chart_name_sets(brief, also)
        for section in brief.sections:
            most = limits.get(section.name, section.pinned)
            if section.pinned > most:
                there = {one for row in rows(section, known) for one in row}
                where = [place for one, place in places.items() if one in there][most]
                message = (
                    f"{section.pinned} things are pinned in {section.name} of {brief.topic}, which has room for {most}"
                )
                yield Doubt(where, message, "Nothing else can stand there: pin what matters most.")


def told(fact: Fact) -> str:
    """A fact in a few words: "4.5 million tons, cargo handled"."""
    return f"{fact.quantity.printed}, {fact.measure}" if fact.measure else fact.quantity.printed


def _ids(brief: Brief, facts: Iterable[Fact], also: Also) -> Iterator[str]:
    """What a wish can name."""
    for fact in (*facts, *brief.facts):
        yield from (fact.id, *also.get(fact.id, ()))
    yield from (name for every in names(brief, also).values() for name in every)
    yield from (name for every in chart_name_sets(brief, also).values() for name in every)
