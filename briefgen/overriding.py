"""What an editor asked of an edition, done to its briefs: hidden and pinned things, headings, the order of sections.

What is hidden goes twice: facts before anything is written with them (`without`), so that no sentence, chart or table
can hold one; statements and charts once they are there (`applied`). Both are counted among the gaps.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from briefgen.interchange import chart_id
from briefgen.model import (
    FOREWORD,
    Brief,
    Change,
    Comment,
    Comparison,
    Evidence,
    Fact,
    Omission,
    Override,
    Section,
    Statement,
    Wish,
)
from briefgen.rendering.prose import plain

GAPS = "gaps"
"""The section that counts what is hidden."""
LEAD = "bottom_line"
"""The section that every brief has."""
FIGURES = "key_figures"
"""The section that a pinned fact goes to."""
ID_DIGITS = 12
"""Hexadecimal digits of a statement's id."""
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
NEAR = 3
"""Ids that are named where one matches nothing."""


class Unmatched(Struct, frozen=True, order=True):
    """A wish that no brief of an edition can fulfil."""

    where: str
    """File and line."""
    id: str
    near: tuple[str, ...]
    """Ids that are there and look like it."""


def of_edition(overrides: Iterable[Override], name: str) -> Override:
    """All that is asked of an edition: by the file for every week, that of its week, and its own, which goes first."""
    wanted = dict.fromkeys((Override.EVERY, name.partition(".")[0], name))
    found = {one.edition: one for one in overrides}
    asked = [found[one] for one in wanted if one in found]
    headings = {section: text for one in asked for section, text in one.headings}
    return Override(
        edition=name,
        hide=tuple(wish for one in asked for wish in one.hide),
        pin=tuple(wish for one in reversed(asked) for wish in one.pin),
        headings=tuple(headings.items()),
        comments=tuple(comment for one in asked for comment in one.comments),
        order=next((one.order for one in reversed(asked) if one.order), ()),
    )


def without(found: Evidence, hidden: Collection[str]) -> Evidence:
    """The evidence without facts of these ids, and without all that rests on one of them."""
    if not hidden:
        return found
    figures = {figure for fact in found.facts if fact.id in hidden for figure in fact.figures}
    gone = {
        fact.id for fact in found.facts if fact.id in hidden or (fact.derived and not figures.isdisjoint(fact.figures))
    }

    def stays(facts: Iterable[Fact]) -> bool:
        return all(fact.id not in gone and fact.id not in hidden for fact in facts)

    return replace(
        found,
        facts=tuple(fact for fact in found.facts if fact.id not in gone),
        relations=tuple(one for one in found.relations if stays(one.facts)),
        checks=tuple(one for one in found.checks if stays(one.facts)),
    )


def unsaid(since: Comparison | None, hidden: Collection[str]) -> Comparison | None:
    """What changed, without changes of hidden facts."""
    if since is None or not hidden:
        return since
    return replace(since, changes=tuple(one for one in since.changes if not _is_about(one, hidden)))


def _is_about(change: Change, hidden: Collection[str]) -> bool:
    return any(fact is not None and fact.id in hidden for fact in (change.fact, change.earlier, change.beside))


def applied(brief: Brief, asked: Override, facts: Sequence[Fact]) -> Brief:
    """The brief as the editor wants it.

    Args:
        brief: The brief, written without the hidden facts.
        asked: All that is asked of its edition.
        facts: The facts of its topic, the hidden ones too: a sentence that reports a hidden one goes with it.
    """
    if asked == Override(asked.edition):
        return brief
    hidden = {wish.id for wish in asked.hide}
    gone = {fact.id: fact for fact in facts if fact.id in hidden}
    passages = {citation.passage for fact in gone.values() for citation in fact.citations}

    def is_gone(one: Statement) -> bool:
        return one.id in hidden or any(citation.passage in passages for citation in one.citations)

    statements = {one.id for section in brief.sections for one in section.statements if is_gone(one)}
    charts = {chart_id(chart) for chart in brief.charts} & hidden
    told = tuple(_told((("statement", len(statements)), ("figure", len(gone)), ("chart", len(charts)))))
    sections = [_without(section, statements, charts) for section in brief.sections]
    if (told or asked.comments) and not any(section.name == GAPS for section in sections):
        sections.append(Section(GAPS, "Gaps and cautions"))
    sections = [_pinned(section, asked.pin, brief.facts) for section in sections]
    said = _said(asked.comments, brief)
    if FOREWORD in said:
        sections.insert(0, Section(FOREWORD, "Foreword"))
    told = (*told, *_numbers(said))
    sections = [replace(one, statements=(*one.statements, *said.get(one.name, ()))) for one in sections]
    headings = dict(asked.headings)
    sections = [
        replace(
            one,
            heading=headings.get(one.name, one.heading),
            omissions=(*one.omissions, *told) if one.name == GAPS else one.omissions,
        )
        for one in sections
        if one.name == LEAD or _says(one) or (one.name == GAPS and told)
    ]
    return replace(brief, sections=tuple(_ordered(sections, asked.order)))


def fingerprint(config: str, asked: Override) -> str:
    """The hash of the settings of an edition: that of the settings where nothing is asked of it.

    Args:
        config: Hash of the settings.
        asked: All that is asked of the edition; where it stands does not count.
    """
    said = content(asked)
    return config if said == content(Override(asked.edition)) else hashlib.sha256(config.encode() + said).hexdigest()


def content(asked: Override) -> bytes:
    """What is asked, as canonical JSON."""
    ids = [[wish.id for wish in one] for one in (asked.hide, asked.pin)]
    return msgspec.json.encode([*ids, sorted(asked.headings), asked.order, asked.comments])


def unmatched(asked: Override, briefs: Sequence[tuple[Brief, Sequence[Fact]]]) -> tuple[Unmatched, ...]:
    """Wishes that match nothing of an edition.

    Args:
        asked: All that is asked of it.
        briefs: Its briefs as they are without any wish, each with the facts of its topic.
    """
    import difflib

    known = {one for brief, facts in briefs for one in _ids(brief, facts)}
    found = {
        Unmatched(wish.where, wish.id, tuple(difflib.get_close_matches(wish.id, sorted(known), NEAR, 0.5)))
        for wish in (*asked.hide, *asked.pin)
        if wish.id not in known
    }
    return tuple(sorted(found))


def _ids(brief: Brief, facts: Iterable[Fact]) -> Iterator[str]:
    """What a wish can name."""
    yield from (fact.id for fact in facts)
    yield from (fact.id for fact in brief.facts)
    yield from (one.id for section in brief.sections for one in section.statements)
    yield from map(chart_id, brief.charts)


def _said(comments: Iterable[Comment], brief: Brief) -> dict[str, list[Statement]]:
    """What the editor says in a brief, by section; at its head where the brief does not have the section."""
    there = {section.name for section in brief.sections}
    found: dict[str, list[Statement]] = {}
    for one in comments:
        if one.topic in {"", brief.topic}:
            name = hashlib.sha256(f"editor\x1f{one.text}".encode()).hexdigest()[:ID_DIGITS]
            statement = Statement(
                name, plain(one.text), (), author="editor", speaker=one.by, date=one.day, markup=one.text
            )
            section = one.section if one.section in {*there, FOREWORD} else LEAD
            found.setdefault(section, []).append(statement)
    return found


def _numbers(said: Mapping[str, Sequence[Statement]]) -> Iterator[Omission]:
    """The numbers of an editor, which no document is cited for."""
    texts = [one.text for statements in said.values() for one in statements]
    numbers = dict.fromkeys(number for one in texts for number in NUMBER.findall(one))
    if numbers:
        yield Omission(f"Numbers of an editor’s note: {', '.join(numbers)}", "the editor’s own; no document is cited")


def _told(counts: Iterable[tuple[str, int]]) -> Iterator[Omission]:
    for noun, number in counts:
        if number:
            yield Omission(
                f"{number} {noun}{'s' if number > 1 else ''} hidden", "an editor decided so for this edition"
            )


def _without(section: Section, statements: Collection[str], charts: Collection[str]) -> Section:
    return replace(
        section,
        statements=tuple(one for one in section.statements if one.id not in statements),
        charts=tuple(one for one in section.charts if chart_id(one) not in charts),
        aims=tuple(one for one in section.aims if one.statement is None or one.statement.id not in statements),
    )


def _pinned(section: Section, pins: Sequence[Wish], facts: Sequence[Fact]) -> Section:
    """The section with what is pinned at its head, in the order of the wishes; a pinned fact is a key figure."""
    place = {wish.id: number for number, wish in reversed(list(enumerate(pins)))}
    rows = section.facts
    if section.name == FIGURES:
        there = {fact.id for fact in rows}
        rows = (*rows, *(fact for fact in facts if fact.id in place and fact.id not in there))
    last = len(place)
    return replace(
        section,
        statements=tuple(sorted(section.statements, key=lambda one: place.get(one.id, last))),
        charts=tuple(sorted(section.charts, key=lambda one: place.get(chart_id(one), last))),
        facts=tuple(sorted(rows, key=lambda one: place.get(one.id, last))),
    )


def _ordered(sections: Sequence[Section], order: Sequence[str]) -> list[Section]:
    """Those that are named first, in this order; the others as they were."""
    place = {name: number for number, name in enumerate(order)}
    return sorted(sections, key=lambda one: place.get(one.name, len(place)))


def _says(section: Section) -> bool:
    return any((section.statements, section.facts, section.relations, section.charts, section.omissions))
