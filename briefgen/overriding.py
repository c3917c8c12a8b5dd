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
from briefgen.language import NN_, Language, language_of
from briefgen.model import (
    FOREWORD,
    Aim,
    Brief,
    Change,
    Comment,
    Comparison,
    Document,
    Evidence,
    Fact,
    Omission,
    Override,
    Passage,
    Section,
    Span,
    Statement,
    Wish,
)
from briefgen.rendering.prose import plain
from briefgen.writing.statements import place, statement_id

GAPS = "gaps"
"""The section that counts what is hidden."""
LEAD = "bottom_line"
"""The section that every brief has."""
FIGURES = "key_figures"
"""The section that a pinned fact goes to."""
VERBATIM = ("bottom_line", "developments", "targets")
"""Sections in which sentences of documents stand word for word."""
_STATEMENTS = NN_("%(num)s statement hidden", "%(num)s statements hidden")
_FIGURES = NN_("%(num)s figure hidden", "%(num)s figures hidden")
_CHARTS = NN_("%(num)s chart hidden", "%(num)s charts hidden")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
NEAR = 3
"""Ids that are named where one matches nothing."""


class Doubt(Struct, frozen=True, order=True):
    """A wish that cannot be fulfilled as it is."""

    where: str
    """File and line."""
    message: str
    hint: str


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
    hidden, known = {wish.id for wish in asked.hide}, names(brief)
    gone = {fact.id: fact for fact in facts if fact.id in hidden}
    passages = {citation.passage for fact in gone.values() for citation in fact.citations}

    def is_gone(one: Statement) -> bool:
        return not hidden.isdisjoint(known[one.id]) or any(citation.passage in passages for citation in one.citations)

    statements = {one.id for section in brief.sections for one in section.statements if is_gone(one)}
    charts = {chart_id(chart) for chart in brief.charts} & hidden
    spoken = language_of(brief)
    told = tuple(_told(((_STATEMENTS, len(statements)), (_FIGURES, len(gone)), (_CHARTS, len(charts))), spoken))
    sections = [_without(section, statements, charts) for section in brief.sections]
    if (told or asked.comments) and not any(section.name == GAPS for section in sections):
        sections.append(Section(GAPS, "Gaps and cautions"))
    sections = [_pinned(section, asked.pin, known) for section in _with_figures(sections, asked.pin, brief.facts)]
    said = _said(asked.comments, brief)
    if FOREWORD in said:
        sections.insert(0, Section(FOREWORD, "Foreword"))
    told = (*told, *_numbers(said, spoken))
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


def names(brief: Brief) -> dict[str, frozenset[str]]:
    """The ids that each statement answers to, by its id: of a sentence of documents all that it would have elsewhere.

    Which of several reprints is cited, and in which section a sentence stands, changes with the documents; what an
    editor asked of it does not.
    """
    return {one.id: _names(one, brief.documents) for section in brief.sections for one in section.statements}


def _names(one: Statement, documents: Iterable[Document]) -> frozenset[str]:
    if one.author != "document":
        return frozenset({one.id})
    quotes = dict.fromkeys(citation.passage.quote for citation in one.citations)
    places = {
        place(Passage(document.id, Span(start, start + len(quote)), quote))
        for document in documents
        for quote in quotes
        for start in _starts(document.text, quote)
    }
    return frozenset({one.id, *(statement_id(section, where) for section in VERBATIM for where in places)})


def _starts(text: str, quote: str) -> Iterator[int]:
    at = text.find(quote)
    while quote and at >= 0:
        yield at
        at = text.find(quote, at + 1)


def unmatched(asked: Override, briefs: Iterable[tuple[Brief, Sequence[Fact]]]) -> Iterator[Doubt]:
    """Wishes that match nothing of an edition.

    Args:
        asked: All that is asked of it.
        briefs: Its briefs as they are before anything that was written is hidden, each with the facts of its topic.
    """
    import difflib

    known = {one for brief, facts in briefs for one in _ids(brief, facts)}
    for wish in (*asked.hide, *asked.pin):
        if wish.id not in known:
            near = difflib.get_close_matches(wish.id, sorted(known), NEAR, 0.5)
            meant = f"Did you mean {' or '.join(near)}? " if near else ""
            hint = f"{meant}`briefgen make --format json` has all ids; remove it where what it named is gone."
            yield Doubt(wish.where, f"{wish.id} is no statement, fact or chart of this edition", hint)


def crowded(asked: Override, briefs: Iterable[Brief], limits: Mapping[str, int]) -> Iterator[Doubt]:
    """Sections in which more is pinned than there is room for.

    Args:
        asked: All that is asked of an edition.
        briefs: Its briefs.
        limits: Name of a section, and how many statements or rows it may have.
    """
    places = {wish.id: wish.where for wish in asked.pin}
    for brief in briefs:
        known = names(brief)
        for section in brief.sections:
            most = limits.get(section.name, section.pinned)
            if section.pinned > most:
                there = {one for row in _rows(section, known) for one in row}
                where = [place for one, place in places.items() if one in there][most]
                message = (
                    f"{section.pinned} things are pinned in {section.name} of {brief.topic}, which has room for {most}"
                )
                yield Doubt(where, message, "Nothing else can stand there: pin what matters most.")


def _ids(brief: Brief, facts: Iterable[Fact]) -> Iterator[str]:
    """What a wish can name."""
    yield from (fact.id for fact in facts)
    yield from (fact.id for fact in brief.facts)
    yield from (name for every in names(brief).values() for name in every)
    yield from map(chart_id, brief.charts)


def _rows(section: Section, known: Mapping[str, frozenset[str]]) -> list[frozenset[str]]:
    """The ids of each thing that counts in a section: its aims, statements, facts or charts."""
    aims = [_aim_ids(aim, known) for aim in section.aims]
    if aims:
        return aims
    facts = [frozenset({fact.id}) for fact in section.facts]
    charts = [frozenset({chart_id(chart)}) for chart in section.charts]
    return [*(known[one.id] for one in section.statements), *facts, *charts]


def _aim_ids(aim: Aim, known: Mapping[str, frozenset[str]]) -> frozenset[str]:
    told = known[aim.statement.id] if aim.statement is not None else ()
    return frozenset({*((aim.fact.id,) if aim.fact is not None else ()), *told})


def _said(comments: Iterable[Comment], brief: Brief) -> dict[str, list[Statement]]:
    """What the editor says in a brief, by section; at its head where the brief does not have the section."""
    there = {section.name for section in brief.sections}
    found: dict[str, list[Statement]] = {}
    for one in comments:
        if one.topic in {"", brief.topic}:
            statement = Statement(
                statement_id("editor", one.text),
                plain(one.text),
                (),
                author="editor",
                speaker=one.by,
                date=one.day,
                markup=one.text,
            )
            section = one.section if one.section in {*there, FOREWORD} else LEAD
            found.setdefault(section, []).append(statement)
    return found


def _numbers(said: Mapping[str, Sequence[Statement]], language: Language) -> Iterator[Omission]:
    """The numbers of an editor, which no document is cited for."""
    texts = [one.text for statements in said.values() for one in statements]
    numbers = dict.fromkeys(number for one in texts for number in NUMBER.findall(one))
    if numbers:
        yield Omission(
            language.gettext("Numbers of an editor’s note: %(numbers)s", numbers=", ".join(numbers)),
            language.gettext("the editor’s own; no document is cited"),
        )


def _told(counts: Iterable[tuple[tuple[str, str], int]], language: Language) -> Iterator[Omission]:
    for message, number in counts:
        if number:
            yield Omission(
                language.ngettext(*message, number), language.gettext("an editor decided so for this edition")
            )


def _without(section: Section, statements: Collection[str], charts: Collection[str]) -> Section:
    return replace(
        section,
        statements=tuple(one for one in section.statements if one.id not in statements),
        charts=tuple(one for one in section.charts if chart_id(one) not in charts),
        aims=tuple(one for one in section.aims if one.statement is None or one.statement.id not in statements),
    )


def _with_figures(sections: Sequence[Section], pins: Sequence[Wish], facts: Sequence[Fact]) -> Iterator[Section]:
    """The sections, every pinned fact among the key figures, which stand behind the bottom line where none did."""
    wanted = {wish.id for wish in pins}
    pinned = [fact for fact in facts if fact.id in wanted]
    if pinned and not any(section.name == FIGURES for section in sections):
        at = 1 + next((place for place, section in enumerate(sections) if section.name == LEAD), -1)
        sections = [*sections[:at], Section(FIGURES, "Key figures"), *sections[at:]]
    for section in sections:
        there = {fact.id for fact in section.facts}
        more = [fact for fact in pinned if fact.id not in there] if section.name == FIGURES else ()
        yield replace(section, facts=(*section.facts, *more)) if more else section


def _pinned(section: Section, pins: Sequence[Wish], known: Mapping[str, frozenset[str]]) -> Section:
    """The section with what is pinned at its head, in the order of the wishes."""
    place = {wish.id: number for number, wish in reversed(list(enumerate(pins)))}
    last = len(place)

    def first(ids: Iterable[str]) -> int:
        return min((place.get(one, last) for one in ids), default=last)

    section = replace(
        section,
        statements=tuple(sorted(section.statements, key=lambda one: first(known[one.id]))),
        charts=tuple(sorted(section.charts, key=lambda one: first((chart_id(one),)))),
        facts=tuple(sorted(section.facts, key=lambda one: first((one.id,)))),
        aims=tuple(sorted(section.aims, key=lambda one: first(_aim_ids(one, known)))),
    )
    return replace(section, pinned=sum(first(row) < last for row in _rows(section, known)))


def _ordered(sections: Sequence[Section], order: Sequence[str]) -> list[Section]:
    """Those that are named first, in this order; the others as they were."""
    place = {name: number for number, name in enumerate(order)}
    return sorted(sections, key=lambda one: place.get(one.name, len(place)))


def _says(section: Section) -> bool:
    return any((section.statements, section.facts, section.relations, section.charts, section.omissions))
