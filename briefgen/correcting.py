"""A person's words → a correction: which document, which figure in it, and what is right of it.

Everything that makes no sense raises `UsageError` with what to do about it; nothing is guessed.
"""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from briefgen import config, corpus, corrections, fields
from briefgen.config import Config, ledger
from briefgen.corpus.store import Store
from briefgen.corpus.store.values import Query
from briefgen.errors import UsageError
from briefgen.model import Amendment, Corpus, Correction, Document, Fact, Figure, Reading, Topic

SHORTEST_ID = 8
"""Hexadecimal digits from which the start of an id names a document."""
SHOWN = 5
"""Figures or names that a hint lists."""
AROUND = 50
"""Characters of the text on either side of a figure that a hint shows."""


class Maker(Struct, frozen=True):
    """Who corrects, when and why."""

    by: str
    """A person."""
    date: dt.date
    """The day."""
    reason: str
    """A sentence for the reader of the brief."""


def find_document(named: str, collected: Corpus) -> tuple[Document, bool]:
    """The document of a path, a name in the corpus or the start of an id, and whether it is of the corpus."""
    path = Path(named)
    if path.is_dir() and named:
        raise UsageError("is a folder", where=named, hint="Name one document.")
    if path.is_file():
        given, *more = corpus.load([path]).documents
        if more:
            names = ", ".join(one.name for one in (given, *more)[:SHOWN])
            raise UsageError(f"holds {len(more) + 1} documents", where=named, hint=f"Name one of them: {names}.")
        mine = next((document for document in collected.documents if document.id == given.id), None)
        return (mine or given), mine is not None
    known = collected.documents
    found = [document for document in known if document.name == named]
    if not found and len(named) >= SHORTEST_ID:
        found = [document for document in known if document.id.startswith(named.casefold())]
    if len(found) == 1:
        return found[0], True
    if found:
        raise UsageError("is the start of several ids", where=named, hint="Give more digits.")
    near = difflib.get_close_matches(named, [document.name for document in known], n=3)
    hint = f"Did you mean {' or '.join(near)}?" if near else "`briefgen documents` lists them."
    raise UsageError("is neither a file nor a document of the corpus", where=named or "“”", hint=hint)


def day_in(store: Store, named: str) -> dt.date | None:
    """The day of publication of a document of the store; None where it has none, or where it is not known by this name.

    `named` is a path, a name or the start of an id, as `find_document` takes it.
    """
    path = Path(named)
    if path.is_file():
        return next(
            (one.published for given in corpus.load([path]).documents for one in store.documents([given.id])), None
        )
    rows = list(store.list(Query(name=named, limit=SHOWN))) if named else []
    return next((row.published for row in sorted(rows, key=lambda row: row.name != named)), None)


def find_figure(document: Document, reading: Reading, surface: str, place: int | None) -> Figure:
    """The figure that is printed so; `place` (from 1) chooses among several.

    A part of the surface will do ("4.5 million"), where no figure is printed just so.
    """
    wanted = corrections.plain(surface).casefold()
    printed = [(corrections.plain(figure.quantity.surface).casefold(), figure) for figure in reading.figures]
    found = [figure for words, figure in printed if words == wanted] or [
        figure for words, figure in printed if wanted and (wanted in words or words in wanted)
    ]
    if not found:
        near = difflib.get_close_matches(
            wanted, list(dict.fromkeys(words for words, _ in printed)), n=SHOWN, cutoff=0.3
        )
        hint = f"Read there: {', '.join(f'“{words}”' for words in near)}. " if near else ""
        hint += "`briefgen figures` lists all. A number that was not read at all cannot be corrected."
        raise UsageError(f"no figure is read as “{surface}”", where=document.name, hint=hint)
    if place is None and len(found) == 1:
        return found[0]
    if place is None or not 1 <= place <= len(found):
        message = f"“{surface}” is read in {len(found)} place{'s' if len(found) > 1 else ''}"
        lines = [f"--at {number}  {_place(document, figure)}" for number, figure in enumerate(found, 1)]
        raise UsageError(message, where=document.name, hint="\n".join(["Choose one of them:", *lines]))
    return found[place - 1]


def _place(document: Document, figure: Figure) -> str:
    start, end = figure.span.start, figure.span.end
    before = document.text[max(figure.passage.span.start, start - AROUND) : start]
    after = document.text[end : min(figure.passage.span.end, end + AROUND)]
    words = " ".join(f"{before}[{document.text[start:end]}]{after}".split())
    return f"line {document.line_at(start)}: {words}"


def of_figure(
    document: Document, figure: Figure, right: Mapping[str, str], maker: Maker, topics: Sequence[Topic]
) -> Correction:
    """The correction of the fields that are not read so already; one at least must be left."""
    for name, text in right.items():
        _refuse_senseless(name, text)
    amendments = tuple(
        Amendment(name, fields.shown(figure, name), fields.canonical(name, text)) for name, text in right.items()
    )
    wrong = tuple(one for one in amendments if one.read != one.correct)
    if not wrong:
        told = ", ".join(f"{one.field} {one.correct}" for one in amendments)
        raise UsageError(f"“{figure.quantity.surface}” is read so already: {told}", where=document.name)
    _refuse_foreign_unit(document, figure, right, topics)
    surface = corrections.plain(figure.quantity.surface)
    by, date, reason = maker.by, maker.date, maker.reason
    return Correction(document.id, document.name, wrong, by, date, reason, figure.span, surface)


def of_date(document: Document, published: str, maker: Maker) -> Correction:
    """The correction of a document's date."""
    _refuse_senseless(fields.PUBLISHED, published)
    read = str(corrections.appeared(document) or fields.NONE)
    if read == published:
        raise UsageError(f"its date is read as {published} already", where=document.name)
    amendments = (Amendment(fields.PUBLISHED, read, published),)
    return Correction(document.id, document.name, amendments, maker.by, maker.date, maker.reason)


def _refuse_senseless(name: str, text: str) -> None:
    wrong = config.complain(name, text)
    if wrong:
        raise UsageError(wrong[0], where=f"--{name}", hint=wrong[1])


def _refuse_foreign_unit(document: Document, figure: Figure, right: Mapping[str, str], topics: Sequence[Topic]) -> None:
    """A person who names both a measure and a unit that it is not in has one of them wrong."""
    after = figure
    for name in ("unit", "kind", "measure"):
        if name in right:
            after = fields.put(after, name, right[name])
    if "measure" in right and not corrections.in_its_unit(document, after, topics):
        measure = next(one for topic in topics for one in topic.measures if one.name == after.measure)
        message = (
            f"“{measure.name}” is measured in {measure.unit}, and the figure is in {after.quantity.unit or 'no unit'}"
        )
        raise UsageError(message, where="--measure", hint="Correct the unit as well, or name another measure.")


def refuse_second(correction: Correction, known: Sequence[Correction]) -> None:
    """Raises `UsageError` where a field of the same place has been corrected before."""
    names = {one.field for one in correction.amendments}
    for number, other in enumerate(known, 1):
        if (other.document, other.span) != (correction.document, correction.span):
            continue
        theirs = {one.field for one in other.amendments}
        if names & theirs or fields.FIGURE in names | theirs:
            told = corrections.told(other.amendments)
            hint = f"Take that away first: `briefgen correct --remove {number}`."
            raise UsageError(
                f"{other.by} corrected this place on {other.date}: {told}", where=correction.name, hint=hint
            )


def keep(path: Path, correction: Correction) -> str:
    """The text of the file with the correction in it."""
    text = _text(path) if path.exists() else ledger.NEW
    changed = ledger.added(text, correction)
    if changed is None:
        lines = "\n".join(ledger.entry(correction))
        raise UsageError("is laid out in a way that only a person can add to", str(path), f"Add by hand:\n{lines}")
    return changed


def take_away(path: Path, settings: Config, number: int) -> tuple[str, Correction]:
    """The text of the file without the correction of a number, and that correction."""
    known = settings.corrections
    if not 1 <= number <= len(known):
        have = f"There are {len(known)}: `briefgen correct --list`." if known else "There are none."
        raise UsageError(f"there is no correction {number}", where="--remove", hint=have)
    changed = ledger.removed(_text(path), number)
    if changed is None:
        raise UsageError("is laid out in a way that only a person can edit", str(path), "Remove the entry by hand.")
    return changed, known[number - 1]


def _text(path: Path) -> str:
    """The file as it is, line ends and all; a byte order mark goes."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UsageError(f"cannot be read: {error.strerror or error}", where=str(path)) from error


def measure_hint(name: str, topics: Sequence[Topic]) -> str | None:
    """What to know of a measure that no topic follows: the configured one that may be meant."""
    known = [measure.name for topic in topics for measure in topic.measures]
    if name in (fields.NONE, *known):
        return None
    near = difflib.get_close_matches(name, known, n=1)
    meant = f"; did you mean “{near[0]}”?" if near else ""
    return f"no topic follows a measure “{name}”: it is kept as words of the text{meant}"


def moved(before: Sequence[Fact], after: Sequence[Fact]) -> Iterator[tuple[tuple[Fact, ...], tuple[Fact, ...]]]:
    """Facts that a correction changed, beside what they became: they rest on the same places of the text."""
    kept = {*before} & {*after}
    gone = [fact for fact in before if fact not in kept]
    new = [fact for fact in after if fact not in kept]
    seen: set[str] = set()
    for fact in gone:
        places = {(one.passage.document_id, one.span) for one in fact.figures}
        became = tuple(
            one for one in new if places & {(figure.passage.document_id, figure.span) for figure in one.figures}
        )
        seen.update(one.id for one in became)
        yield (fact,), became
    for fact in new:
        if fact.id not in seen:
            yield (), (fact,)
