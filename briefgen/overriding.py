"""What an editor asked of an edition, done to its briefs: hidden and pinned things, headings, the order of sections.

What is hidden goes twice: sentences with their facts before anything is written with them (`hiding`), so that no
sentence, chart or table can hold one; statements and charts once they are there (`applied`). Both are counted among
the gaps. `wishing` says what of all this cannot be had.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

import msgspec
from msgspec.structs import replace

from briefgen.hiding import VERBATIM, Hidden
from briefgen.interchange import chart_id
from briefgen.language import NN_, Language, language_of
from briefgen.model import (
    FOREWORD,
    Aim,
    Also,
    Brief,
    Comment,
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
from briefgen.writing.charts.naming import chart_names
from briefgen.writing.statements import composed_names, place, statement_id

GAPS = "gaps"
"""The section that counts what is hidden."""
LEAD = "bottom_line"
"""The section that every brief has."""
FIGURES = "key_figures"
"""The section that a pinned fact goes to."""
NO_NAMES: Also = MappingProxyType({})
"""Where no fact has another id."""
_STATEMENTS = NN_("%(num)s statement hidden", "%(num)s statements hidden")
_FIGURES = NN_("%(num)s figure hidden", "%(num)s figures hidden")
_CHARTS = NN_("%(num)s chart hidden", "%(num)s charts hidden")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


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


def today(asked: Override, found: Evidence) -> Override:
    """The wishes with the ids that facts have today: a fact that came together with others has the id of one of them.

    A wish that fits several facts hides them all, and pins none: `moved` says so.
    """
    called = Called(found)
    hide = dict.fromkeys(replace(wish, id=one) for wish in asked.hide for one in called.of(wish.id))
    pin = dict.fromkeys(replace(wish, id=now[0]) if len(now := called.of(wish.id)) == 1 else wish for wish in asked.pin)
    return replace(asked, hide=tuple(hide), pin=tuple(pin))


class Called:
    """What facts are called today."""

    def __init__(self, found: Evidence) -> None:
        self.facts = {fact.id: fact for fact in found.facts}
        self._now: dict[str, list[str]] = {}
        for fact in found.facts:
            for other in found.also.get(fact.id, ()):
                self._now.setdefault(other, []).append(fact.id)

    def of(self, name: str) -> tuple[str, ...]:
        """The ids of the facts that an id stands for; itself where it is that of a fact, or of none."""
        return (name,) if name in self.facts else tuple(self._now.get(name, (name,)))


def applied(
    brief: Brief, asked: Override, facts: Sequence[Fact], gone: Hidden | None = None, also: Also = NO_NAMES
) -> Brief:
    """The brief as the editor wants it.

    Args:
        brief: The brief, written without the hidden facts.
        asked: All that is asked of its edition, under the ids of `today`.
        facts: The facts of its topic, the hidden ones too: they are counted.
        gone: All that goes with what is hidden; the ids alone where it is not given.
        also: The other ids of facts.
    """
    if asked == Override(asked.edition):
        return brief
    gone = gone or Hidden(frozenset(wish.id for wish in asked.hide))
    known = names(brief, also)

    def is_gone(one: Statement) -> bool:
        return not gone.ids.isdisjoint(known[one.id]) or gone.shows_any(one.citations)

    statements = {one.id for section in brief.sections for one in section.statements if is_gone(one)}
    drawn = chart_name_sets(brief, also)
    charts = {one for wish in gone.ids for one in ([wish] if wish in drawn else _answering(wish, drawn))}
    figures = sum(gone.takes(fact) for fact in facts if not fact.derived or fact.id in gone.ids)
    spoken = language_of(brief)
    told = tuple(_told(((_STATEMENTS, len(statements)), (_FIGURES, figures), (_CHARTS, len(charts))), spoken))
    sections = [_without(section, statements, charts, gone) for section in brief.sections]
    if (told or asked.comments) and not any(section.name == GAPS for section in sections):
        sections.append(Section(GAPS, "Gaps and cautions"))
    known |= drawn
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


def names(brief: Brief, also: Also = NO_NAMES) -> dict[str, frozenset[str]]:
    """The ids that each statement answers to, by its id: of a sentence of documents all that it would have elsewhere.

    Which of several reprints is cited, and in which section a sentence stands, changes with the documents, and so does
    which figures are one fact (`also`); what an editor asked of it does not.
    """
    return {one.id: _names(one, brief.documents, also) for section in brief.sections for one in section.statements}


def _names(one: Statement, documents: Iterable[Document], also: Also) -> frozenset[str]:
    if one.author != "document":
        return frozenset({one.id, *composed_names(one.made_of, also)})
    quotes = dict.fromkeys(citation.passage.quote for citation in one.citations)
    places = {
        place(Passage(document.id, Span(start, start + len(quote)), quote))
        for document in documents
        for quote in quotes
        for start in _starts(document.text, quote)
    }
    return frozenset({one.id, *(statement_id(section, where) for section in VERBATIM for where in places)})


def chart_name_sets(brief: Brief, also: Also = NO_NAMES) -> dict[str, frozenset[str]]:
    """The ids that each chart answers to, by its id."""
    return {chart_id(chart): chart_names(chart, also) for chart in brief.charts}


def _answering(name: str, known: Mapping[str, frozenset[str]]) -> list[str]:
    return [one for one, every in known.items() if name in every]


def _starts(text: str, quote: str) -> Iterator[int]:
    at = text.find(quote)
    while quote and at >= 0:
        yield at
        at = text.find(quote, at + 1)


def rows(section: Section, known: Mapping[str, frozenset[str]]) -> list[frozenset[str]]:
    """The ids of each thing that counts in a section: its aims, statements, facts or charts."""
    aims = [_aim_ids(aim, known) for aim in section.aims]
    if aims:
        return aims
    facts = [frozenset({fact.id}) for fact in section.facts]
    charts = [known[chart_id(chart)] for chart in section.charts]
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


def _without(section: Section, statements: Collection[str], charts: Collection[str], gone: Hidden) -> Section:
    return replace(
        section,
        statements=tuple(one for one in section.statements if one.id not in statements),
        charts=tuple(one for one in section.charts if chart_id(one) not in charts),
        aims=tuple(one for one in section.aims if one.statement is None or one.statement.id not in statements),
        omissions=tuple(
            replace(one, citations=tuple(cited for cited in one.citations if not gone.shows(cited.passage)))
            for one in section.omissions
        ),
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
        charts=tuple(sorted(section.charts, key=lambda one: first(known[chart_id(one)]))),
        facts=tuple(sorted(section.facts, key=lambda one: first((one.id,)))),
        aims=tuple(sorted(section.aims, key=lambda one: first(_aim_ids(one, known)))),
    )
    return replace(section, pinned=sum(first(row) < last for row in rows(section, known)))


def _ordered(sections: Sequence[Section], order: Sequence[str]) -> list[Section]:
    """Those that are named first, in this order; the others as they were."""
    place = {name: number for number, name in enumerate(order)}
    return sorted(sections, key=lambda one: place.get(one.name, len(place)))


def _says(section: Section) -> bool:
    return any((section.statements, section.facts, section.relations, section.charts, section.omissions))
