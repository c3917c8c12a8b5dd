"""Since the last edition: what is new, confirmed, revised, contradicted or due, and what was only read differently."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from babel.dates import format_date
from msgspec.structs import replace

from briefgen.language import N_, NN_, Language
from briefgen.model import (
    Cause,
    Change,
    ChangeKind,
    Citation,
    Comparison,
    Document,
    Fact,
    Section,
    Statement,
)
from briefgen.writing.bottom_line import tellable
from briefgen.writing.composing import against as differing
from briefgen.writing.composing import amount, sentence
from briefgen.writing.material import Material
from briefgen.writing.names import label
from briefgen.writing.patterns import composable, contestable
from briefgen.writing.ranking import importance, is_minor, reference_day
from briefgen.writing.statements import OPENINGS, first, quoted, statement_id
from briefgen.writing.when import day

NAME = "changes"
HEADING = "Since the last edition"
MOST = 5
"""Sentences of one kind; the rest is counted."""
MOST_REREAD = 3
"""Sentences on what was read differently: no news, so a few are enough to find the rest in the JSON."""
LONGEST = 45
"""Words of a sentence that is quoted here; a longer one is counted with the rest."""
CAUSES = {
    Cause.CORRECTION: N_("a person corrected it"),
    Cause.VERSION: N_("another version of briefgen"),
    Cause.SETTINGS: N_("other settings"),
    Cause.COMPANY: N_("other documents beside it"),
}
"""Why the same documents gave something else, in words."""
REST = {
    ChangeKind.CONTRADICTED: NN_("%(count)s contradicted figure", "%(count)s contradicted figures"),
    ChangeKind.REVISED: NN_("%(count)s revised figure", "%(count)s revised figures"),
    ChangeKind.DEADLINE_PASSED: NN_(
        "%(count)s figure with a deadline that passed", "%(count)s figures with a deadline that passed"
    ),
    ChangeKind.DEADLINE_MOVED: NN_("%(count)s figure with another deadline", "%(count)s figures with another deadline"),
    ChangeKind.NEW: NN_("%(count)s new figure", "%(count)s new figures"),
    ChangeKind.CONFIRMED: NN_("%(count)s confirmed figure", "%(count)s confirmed figures"),
    ChangeKind.WITHDRAWN: NN_(
        "%(count)s withdrawn figure, given by no document that is read now",
        "%(count)s withdrawn figures, given by no document that is read now",
    ),
    ChangeKind.REREAD: NN_("%(count)s re-read figure, no news", "%(count)s re-read figures, no news"),
}
"""What is said of the figures that no sentence tells."""
QUIET = N_("Nothing new since %(edition)s: %(documents)s, and no figure on “%(topic)s” changes with it.")
"""What is said of a week whose documents bring no news."""
NO_NEWS = (ChangeKind.WITHDRAWN, ChangeKind.REREAD)
"""Kinds that a week may have and still be quiet."""
GRAVE = (ChangeKind.CONTRADICTED, ChangeKind.REVISED)
"""Kinds that are told however slight the figure is."""


def of_topic(since: Comparison | None, material: Material) -> Comparison | None:
    """The changes that touch a fact of the topic, now or then."""
    if since is None:
        return None
    known = {fact.id for fact in material.facts}
    kept = (one for one in since.changes if one.fact is None or one.fact.id in known)
    beside = (replace(one, beside=None) if one.beside and one.beside.id not in known else one for one in kept)
    return replace(since, changes=tuple(beside))


def since_last(since: Comparison | None, material: Material, as_of: dt.date | None) -> Section:
    """What changed, by kind and importance; a quiet week says so. Empty where there is no edition before."""
    if since is None:
        return Section(NAME, HEADING)
    told: list[Statement] = []
    rest: dict[ChangeKind, int] = {}
    for kind in ChangeKind:
        changes = _ranked([one for one in since.changes if one.kind is kind], material, as_of)
        lines = _lines(changes, material, {citation for one in told for citation in one.citations})
        kept = first((line for line, _ in lines), MOST_REREAD if kind is ChangeKind.REREAD else MOST, material.pins)
        told += kept
        rest[kind] = len(changes) - sum(number for line, number in lines if line in kept)
    return Section(NAME, HEADING, statements=(*_opening(since, material), *told, *_closing(rest, material.language)))


def _opening(since: Comparison, material: Material) -> Iterator[Statement]:
    """With what is compared; in a quiet week that nothing is new."""
    language = material.language
    gettext = language.gettext
    arrived, changed = str(since.arrived), str(since.changed)
    new = language.ngettext("%(count)s document is new", "%(count)s documents are new", since.arrived, count=arrived)
    other = language.ngettext(
        "%(count)s document has another text", "%(count)s documents have another text", since.changed, count=changed
    )
    documents = [words for words, number in ((new, since.arrived), (other, since.changed)) if number]
    came = language.listed(documents) or gettext("no document is new")
    before = since.edition.name if since.edition.as_of else gettext("the edition before, which is undated")
    if any(one.kind not in NO_NEWS for one in since.changes):
        text = gettext("Compared with %(edition)s: %(documents)s.", edition=before, documents=came)
    elif documents:
        text = gettext(QUIET, edition=before, documents=came, topic=material.topic.title)
    else:
        text = gettext("Nothing new since %(edition)s: %(documents)s.", edition=before, documents=came)
    yield _plain("opening", text)


def _closing(rest: dict[ChangeKind, int], language: Language) -> Iterator[Statement]:
    """The figures that no sentence tells, counted."""
    counted = sorted(((kind, number) for kind, number in rest.items() if number > 0), key=lambda one: one[1] == 1)
    parts = [language.ngettext(*REST[kind], number, count=str(number)) for kind, number in counted]
    if parts:
        yield _plain("closing", language.gettext("Not listed here: %(figures)s.", figures="; ".join(parts)))


def _plain(place: str, text: str) -> Statement:
    """A sentence on the edition itself, which cites nothing: known by its place, whatever the language."""
    return Statement(statement_id(NAME, place), text, ())


def _ranked(changes: Sequence[Change], material: Material, as_of: dt.date | None) -> list[Change]:
    """The most important first; equals stay in the order of the comparison."""
    today = reference_day(material, as_of)
    return sorted(changes, key=lambda one: -importance(one.fact, material, today) if one.fact else 0)


def _lines(changes: Sequence[Change], material: Material, said: Iterable[Citation]) -> list[tuple[Statement, int]]:
    """A sentence for each change that can be told, with the number of changes that it tells.

    New figures of one sentence share it where it is quoted; what was told above is not told again.
    """
    lines: dict[str, tuple[Statement, int]] = {}
    quotes: dict[Citation, str] = {}
    done = set(said)
    for change in changes:
        line = _line(change, material)
        new = change.kind is ChangeKind.NEW
        if line is None or (new and done & {*line.citations}):
            continue
        text = next((quotes[one] for one in line.citations if new and one in quotes), line.text)
        if text not in lines and _quotes(line):
            if new and any(one in other.citations for other, _ in lines.values() for one in line.citations):
                continue
            quotes |= dict.fromkeys(line.citations, text)
        known, number = lines.get(text, (line, 0))
        lines[text] = (known, number + 1)
    return list(lines.values())


def _quotes(line: Statement) -> bool:
    """Whether the sentence is one of a document, word for word."""
    return line.text.removeprefix(line.lead).lstrip().startswith(OPENINGS)


def _line(change: Change, material: Material) -> Statement | None:
    """The sentence of a change; None for what is only counted."""
    fact = change.fact
    if fact is None or (change.kind not in GRAVE and _is_slight(fact, material)):
        return None
    words = _told(fact, material)
    said = words and _worded(change, fact, words, material)
    if not said:
        return None
    lead, rest = said
    beside = change.beside.citations if change.beside else ()
    citations = dict.fromkeys((*fact.citations, *beside, *_kept(change.earlier, material)))
    made_of = (NAME, change.kind, *(one.id for one in (fact, change.beside, change.earlier) if one))
    return Statement(statement_id(*made_of), f"{lead}: {rest}", tuple(citations), lead=f"{lead}:", made_of=made_of)


def _is_slight(fact: Fact, material: Material) -> bool:
    """News of another topic that one origin alone reports, and small counts."""
    return is_minor(fact, material) or not (material.is_own(fact) or material.is_plain(fact))


def _told(fact: Fact, material: Material) -> str | None:
    """What a fact says: in the pattern of its measure, else in the words of its shortest sentence."""
    if tellable(fact, material):
        return sentence(fact, material.language)
    quotes = sorted({figure.passage.quote for figure in fact.figures}, key=lambda quote: (len(quote), quote))
    return quoted(quotes[0], material.language.marks) if len(quotes[0].split()) <= LONGEST else None


def _worded(change: Change, fact: Fact, words: str, material: Material) -> tuple[str, str] | None:
    """What became of the fact, in a few words, and the sentence behind them."""
    gettext = material.language.gettext
    before = change.earlier if _kept(change.earlier, material) else None
    if change.kind is ChangeKind.CONTRADICTED:
        sides = _sides(fact, change.beside, material)
        return (gettext("Contradicted"), sides) if sides else None
    if change.kind is ChangeKind.DEADLINE_PASSED:
        reached = change.beside and _told(change.beside, material)
        end = (
            gettext("Measured for that time: %(sentence)s", sentence=reached)
            if reached
            else gettext("No document says what was reached.")
        )
        return gettext("Deadline passed"), f"{words} {end}"
    return _opened(change, fact, before, material), words


def _opened(change: Change, fact: Fact, before: Fact | None, material: Material) -> str:
    """What stands before the sentence of a change; a number of then only where its sentence can be cited."""
    language = material.language
    gettext = language.gettext
    if change.kind is ChangeKind.CONFIRMED:
        return _confirmed(change, fact, before, material)
    if change.kind is ChangeKind.REVISED:
        opened = (
            gettext("Revised from %(value)s", value=amount(before, material.language)) if before else gettext("Revised")
        )
    elif change.kind is ChangeKind.DEADLINE_MOVED:
        then = _until(before.deadline, language) if before and before.deadline else None
        opened = gettext("Deadline moved from %(time)s", time=then) if then else gettext("Deadline moved")
    elif change.kind is ChangeKind.REREAD:
        causes = language.listed([gettext(CAUSES[cause]) for cause in change.causes])
        opened = gettext("Re-read, no news (%(causes)s)", causes=causes) if causes else gettext("Re-read, no news")
    else:
        opened = gettext("New")
    return opened


def _confirmed(change: Change, fact: Fact, before: Fact | None, material: Material) -> str:
    """Who confirms a fact, and what was reported then where that is another value."""
    gettext = material.language.gettext
    names = material.language.listed(_names(fact, change.origins, material))
    if before is None or before.quantity.value == fact.quantity.value:
        return gettext("Confirmed by %(names)s", names=names)
    return gettext("Confirmed by %(names)s (%(value)s before)", names=names, value=amount(before, material.language))


def _until(deadline: dt.date, language: Language) -> str:
    """The last day of a deadline: a year where it ends one."""
    if (deadline.month, deadline.day) == (12, 31):
        return str(deadline.year)
    return day(deadline) if language.locale.language == "en" else format_date(deadline, "long", language.locale)


def _sides(fact: Fact, beside: Fact | None, material: Material) -> str | None:
    """Both values of a contradiction."""
    if beside is None:
        return None
    if contestable(beside, fact) and composable(fact, material.measures):
        return differing(beside, fact, material.language)
    sides = [_told(one, material) for one in (beside, fact)]
    if not all(sides):
        return None
    return material.language.gettext("%(one)s Against it stands: %(other)s", one=sides[0], other=sides[1])


def _kept(earlier: Fact | None, material: Material) -> tuple[Citation, ...]:
    """Sentences of the edition before that are still read: only what they say can be quoted."""
    return tuple(one for one in earlier.citations if one.passage.document_id in material.documents) if earlier else ()


def _names(fact: Fact, origins: Sequence[str], material: Material) -> list[str]:
    """Who confirms a fact, as documents are called in running text."""
    language = material.language
    documents = (material.document_of(figure.passage) for figure in fact.figures)
    names = (label(one, language) for one in documents if _origin(one) in origins)
    return list(dict.fromkeys(names)) or [language.gettext("another origin")]


def _origin(document: Document) -> str:
    """What an origin is called (`evidence/origins.py`)."""
    original = document.digest_of
    return (original.publisher if original else document.publisher) or document.name
