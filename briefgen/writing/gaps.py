"""What was left out, undated, single-sourced or uncheckable, and is said so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefgen.language import N_, Language
from briefgen.model import Chart, CheckKind, Citation, Fact, Omission, Relation, Section, Statement, Status, Verdict
from briefgen.remarks import UNNAMED
from briefgen.writing.material import Material
from briefgen.writing.names import label
from briefgen.writing.statements import stands_in
from briefgen.writing.when import is_ahead, is_undated

CITED = 6
"""Citations that one gap carries; more would drown it."""
NAMED = 3
"""Measures that one gap names."""
NAMED_DOCUMENTS = 3
"""Documents that one gap names."""
UNCHECKABLE = (
    (
        (CheckKind.PACE,),
        N_("Aims that nothing can be set against: %(measures)s"),
        N_("no document gives a pace to compare with"),
    ),
    (
        (CheckKind.GROWTH, CheckKind.MOVE),
        N_("Growth not checked: %(measures)s"),
        N_("no document gives a value for the time before"),
    ),
    (
        (CheckKind.PARTS, CheckKind.COMPONENTS),
        N_("Sums not checked: %(measures)s"),
        N_("a part or the total is missing"),
    ),
)
"""Kinds of checks with what is printed where they lack a number."""
TWO = 2
"""Origins that corroborate."""


def gaps(
    material: Material,
    charts: Sequence[Chart],
    printed: set[str],
    said: Sequence[Statement],
    cards: Sequence[Relation] = (),
) -> Section:
    """Everything that a reader must know is missing."""
    found = [
        *_nothing(material),
        *_undated_documents(material),
        *_single_origin(material),
        *_undated_figures(material),
        *_undated_aims(material),
        *_uncheckable(material),
        *_further_cards(material, cards),
        *_untabled(material, printed, said),
        *_no_chart(material, charts),
        *material.omissions,
    ]
    return Section("gaps", "Gaps and cautions", omissions=tuple(dict.fromkeys(found)))


def _further_cards(material: Material, cards: Sequence[Relation]) -> Iterator[Omission]:
    """Differences between documents that got no card."""
    gettext = material.language.gettext
    further = [relation for relation in material.relations if relation not in cards]
    if further:
        yield Omission(
            gettext("Further differences between documents: %(number)s", number=str(len(further))),
            gettext("they touch what the cards above tell, or weigh less; “briefgen conflicts” lists all"),
        )


def _nothing(material: Material) -> Iterator[Omission]:
    """A quiet week says so."""
    gettext = material.language.gettext
    if not material.sentences and not material.facts:
        yield Omission(
            gettext("No document of this edition speaks of “%(topic)s”", topic=material.topic.title),
            gettext("there is nothing to report; this brief is short for that reason"),
        )


def _undated_documents(material: Material) -> Iterator[Omission]:
    """Documents whose day of publication is not known, if they speak of the topic."""
    gettext = material.language.gettext
    used = {sentence.passage.document_id for sentence in material.sentences}
    undated = [
        document for document in material.documents.values() if document.id in used and document.published is None
    ]
    if undated:
        unnamed = gettext(UNNAMED)
        labels = (label(document, material.language) for document in undated)
        names = list(dict.fromkeys(name for name in labels if name != unnamed))
        yield Omission(
            _undated(len(undated), names[:NAMED_DOCUMENTS], material.language),
            gettext("their “last year” or “today” stays open, unless a line below settles it"),
        )


def _undated(count: int, names: list[str], language: Language) -> str:
    """Which documents have no date: all of them where they are few and have names."""
    if not names:
        return language.ngettext(
            "An undated document that nothing names", "Undated documents that nothing names", count
        )
    return language.gettext("Undated documents: %(names)s", names=_some(names, language, more=count > len(names)))


def _some(names: Sequence[str], language: Language, *, more: bool) -> str:
    """Names as an enumeration, which says where there are others."""
    return language.listed([*names, *([language.gettext("others")] if more else [])])


def _single_origin(material: Material) -> Iterator[Omission]:
    """Figures that one origin alone reports."""
    gettext = material.language.gettext
    alone = [fact for fact in material.facts if fact.corroboration < TWO]
    if alone:
        yield Omission(
            gettext("Single source: %(alone)s of %(all)s figures", alone=str(len(alone)), all=str(len(material.facts))),
            gettext("no second, independent publisher reports them"),
            _citations(alone),
        )


def _undated_figures(material: Material) -> Iterator[Omission]:
    """What is reported as done without a time."""
    gettext = material.language.gettext
    open_ = [fact for fact in material.facts if fact.status is Status.ACTUAL and is_undated(fact)]
    if open_:
        yield Omission(
            gettext("No period: %(figures)s", figures=_count(open_, material.language)),
            gettext("the text does not say which time they are for, so they are compared with nothing"),
            _citations(open_),
        )


def _undated_aims(material: Material) -> Iterator[Omission]:
    """Targets, plans and capacities without a date."""
    gettext = material.language.gettext
    open_ = [fact for fact in material.facts if is_ahead(fact) and is_undated(fact)]
    if open_:
        names = sorted({fact.measure for fact in open_ if fact.measure in material.measures})
        more = len(names) > NAMED or any(fact.measure not in names for fact in open_)
        measures = (
            _some([*map(material.language.measure, names[:NAMED])], material.language, more=more)
            if names
            else gettext("several")
        )
        yield Omission(
            gettext("Aims and capacities without a date: %(measures)s", measures=measures),
            gettext("no document says by when"),
            _citations(open_),
        )


def _uncheckable(material: Material) -> Iterator[Omission]:
    """Arithmetic that the documents do not give enough for; of the topic's own measures."""
    gettext = material.language.gettext
    open_ = [
        check for check in material.checks if check.verdict is Verdict.UNCHECKABLE and material.is_own(check.facts[0])
    ]
    for kind, what, reason in UNCHECKABLE:
        found = [check for check in open_ if check.kind in kind]
        names = sorted({check.facts[0].measure or "" for check in found} - {""})
        if names:
            called = [*map(material.language.measure, names[:NAMED])]
            measures = _some(called, material.language, more=len(names) > NAMED)
            cited = tuple(dict.fromkeys(Citation(passage) for check in found for passage in check.passages))
            yield Omission(gettext(what, measures=measures), gettext(reason), cited[:CITED])


def _untabled(material: Material, printed: set[str], said: Sequence[Statement]) -> Iterator[Omission]:
    """Facts that stand in no table, quoted or left out."""
    gettext = material.language.gettext
    told = {citation.passage for statement in said for citation in statement.citations}
    rest = [fact for fact in material.facts if fact.id not in printed]
    quoted = [fact for fact in rest if any(stands_in(figure.passage, told) for figure in fact.figures)]
    left = [fact for fact in rest if fact not in quoted]
    if quoted:
        yield Omission(
            gettext("Quoted, not tabled: %(figures)s", figures=_count(quoted, material.language)),
            gettext("out of its sentence such a figure would be unclear, or it is minor"),
            _citations(quoted),
        )
    foreign = [fact for fact in left if material.is_foreign(fact)]
    minor = [fact for fact in left if fact not in foreign]
    if foreign:
        yield Omission(
            gettext("Left to other briefs: %(figures)s", figures=_count(foreign, material.language)),
            gettext("another topic follows what they measure"),
            _citations(foreign),
        )
    if minor:
        yield Omission(
            gettext("Left out: %(figures)s", figures=_count(minor, material.language)),
            gettext("vague or minor beside the others"),
            _citations(minor),
        )


def _no_chart(material: Material, charts: Sequence[Chart]) -> Iterator[Omission]:
    """Why there is no chart."""
    gettext = material.language.gettext
    if not charts and material.facts:
        yield Omission(
            gettext("No chart"),
            gettext("no measure has two dated values of one kind and unit to set side by side"),
        )


def _count(facts: Sequence[Fact], language: Language) -> str:
    """How many figures: "1 figure", "3 figures"."""
    return language.ngettext("%(count)s figure", "%(count)s figures", len(facts), count=str(len(facts)))


def _citations(facts: Sequence[Fact]) -> tuple[Citation, ...]:
    """One citation for each of the first facts."""
    return tuple(dict.fromkeys(fact.citations[0] for fact in facts))[:CITED]
