"""Since the last edition: what is new, confirmed, revised, contradicted or due, and what was only read differently."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

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
from briefgen.writing.material import Material
from briefgen.writing.names import label, listed
from briefgen.writing.patterns import against as differing
from briefgen.writing.patterns import amount, composable, contestable, sentence
from briefgen.writing.ranking import importance, is_minor, reference_day
from briefgen.writing.statements import OPENING, quoted, statement_id
from briefgen.writing.when import by

NAME = "changes"
HEADING = "Since the last edition"
MOST = 5
"""Sentences of one kind; the rest is counted."""
MOST_REREAD = 3
"""Sentences on what was read differently: no news, so a few are enough to find the rest in the JSON."""
LONGEST = 45
"""Words of a sentence that is quoted here; a longer one is counted with the rest."""
CAUSES = {
    Cause.CORRECTION: "a person corrected it",
    Cause.VERSION: "another version of briefgen",
    Cause.SETTINGS: "other settings",
    Cause.COMPANY: "other documents beside it",
}
"""Why the same documents gave something else, in words."""
REST = {
    ChangeKind.CONTRADICTED: "contradicted {}",
    ChangeKind.REVISED: "revised {}",
    ChangeKind.DEADLINE_PASSED: "{} with a deadline that passed",
    ChangeKind.DEADLINE_MOVED: "{} with another deadline",
    ChangeKind.NEW: "new {}",
    ChangeKind.CONFIRMED: "confirmed {}",
    ChangeKind.WITHDRAWN: "withdrawn {}, given by no document that is read now",
    ChangeKind.REREAD: "re-read {}, no news",
}
"""What is said of the figures that no sentence tells."""
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
        kept = lines[: MOST_REREAD if kind is ChangeKind.REREAD else MOST]
        told += [line for line, _ in kept]
        rest[kind] = len(changes) - sum(number for _, number in kept)
    return Section(NAME, HEADING, statements=(*_opening(since, material), *told, *_closing(rest)))


def _opening(since: Comparison, material: Material) -> Iterator[Statement]:
    """With what is compared; in a quiet week that nothing is new."""
    documents = [
        _counted(since.arrived, "document is new", "documents are new"),
        _counted(since.changed, "document has another text", "documents have another text"),
    ]
    arrived = " and ".join(filter(None, documents))
    before = since.edition.name if since.edition.as_of else "the edition before, which is undated"
    if any(one.kind not in NO_NEWS for one in since.changes):
        yield _plain(f"Compared with {before}: {arrived or 'no document is new'}.")
    else:
        quiet = f", and no figure on “{material.topic.title}” changes with it" if arrived else ""
        yield _plain(f"Nothing new since {before}: {arrived or 'no document is new'}{quiet}.")


def _counted(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}" if number else ""


def _closing(rest: dict[ChangeKind, int]) -> Iterator[Statement]:
    """The figures that no sentence tells, counted."""
    parts = [f"{number} {REST[kind].format('figures')}" for kind, number in rest.items() if number > 1]
    parts += [f"{number} {REST[kind].format('figure')}" for kind, number in rest.items() if number == 1]
    if parts:
        yield _plain(f"Not listed here: {'; '.join(parts)}.")


def _plain(text: str) -> Statement:
    """A sentence on the edition itself, which cites nothing."""
    return Statement(statement_id(NAME, text), text, ())


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
    return line.text.removeprefix(line.lead).lstrip().startswith(OPENING)


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
    names = (one.id for one in (fact, change.beside, change.earlier) if one)
    return Statement(statement_id(NAME, change.kind, *names), f"{lead}: {rest}", tuple(citations), lead=f"{lead}:")


def _is_slight(fact: Fact, material: Material) -> bool:
    """News of another topic that one origin alone reports, and small counts."""
    return is_minor(fact, material) or not (material.is_own(fact) or material.is_plain(fact))


def _told(fact: Fact, material: Material) -> str | None:
    """What a fact says: in the pattern of its measure, else in the words of its shortest sentence."""
    if tellable(fact, material):
        return sentence(fact)
    quotes = sorted({figure.passage.quote for figure in fact.figures}, key=lambda quote: (len(quote), quote))
    return quoted(quotes[0]) if len(quotes[0].split()) <= LONGEST else None


def _worded(change: Change, fact: Fact, words: str, material: Material) -> tuple[str, str] | None:
    """What became of the fact, in a few words, and the sentence behind them."""
    before = change.earlier if _kept(change.earlier, material) else None
    if change.kind is ChangeKind.CONTRADICTED:
        sides = _sides(fact, change.beside, material)
        return ("Contradicted", sides) if sides else None
    if change.kind is ChangeKind.DEADLINE_PASSED:
        reached = change.beside and _told(change.beside, material)
        end = f"Measured for that time: {reached}" if reached else "No document says what was reached."
        return "Deadline passed", f"{words} {end}"
    return _opened(change, fact, before, material), words


def _opened(change: Change, fact: Fact, before: Fact | None, material: Material) -> str:
    """What stands before the sentence of a change; a number of then only where its sentence can be cited."""
    if change.kind is ChangeKind.REVISED:
        return f"Revised from {amount(before)}" if before else "Revised"
    if change.kind is ChangeKind.DEADLINE_MOVED:
        then = by(before.deadline).removeprefix("by ") if before and before.deadline else None
        return f"Deadline moved from {then}" if then else "Deadline moved"
    if change.kind is ChangeKind.CONFIRMED:
        exact = before and before.quantity.value != fact.quantity.value
        then = f" ({amount(before)} before)" if before and exact else ""
        return f"Confirmed by {listed(_names(fact, change.origins, material))}{then}"
    if change.kind is ChangeKind.REREAD:
        why = listed([CAUSES[cause] for cause in change.causes]) if change.causes else None
        return f"Re-read, no news ({why})" if why else "Re-read, no news"
    return "New"


def _sides(fact: Fact, beside: Fact | None, material: Material) -> str | None:
    """Both values of a contradiction."""
    if beside is None:
        return None
    if contestable(beside, fact) and composable(fact, material.measures):
        return differing(beside, fact)
    sides = [_told(one, material) for one in (beside, fact)]
    return f"{sides[0]} Against it stands: {sides[1]}" if all(sides) else None


def _kept(earlier: Fact | None, material: Material) -> tuple[Citation, ...]:
    """Sentences of the edition before that are still read: only what they say can be quoted."""
    return tuple(one for one in earlier.citations if one.passage.document_id in material.documents) if earlier else ()


def _names(fact: Fact, origins: Sequence[str], material: Material) -> list[str]:
    """Who confirms a fact, as documents are called in running text."""
    documents = (material.document_of(figure.passage) for figure in fact.figures)
    return list(dict.fromkeys(label(one) for one in documents if _origin(one) in origins)) or ["another origin"]


def _origin(document: Document) -> str:
    """What an origin is called (`evidence/origins.py`)."""
    original = document.digest_of
    return (original.publisher if original else document.publisher) or document.name
