"""What the pages of a brief print, held against the passages that each line cites."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from briefgen.finished import Extract, Finished, Line
from briefgen.language import N_, NN_, language, languages
from briefgen.oneline import one_line
from briefgen.verify.explanations import computed, printed
from briefgen.verify.finding import Finding, short
from briefgen.verify.numbers import NUMBER, unbacked
from briefgen.verify.shelf import Shelf

QUOTED = re.compile(r"[“«]([^“”«»]*(?:[“«][^“”«»]*[”»][^“”«»]*)*)[”»]")
"""Words between quotation marks of any language of frames; quotations inside them stay with them."""
_WORDS = 4
"""Words of a quotation that is looked for in the passages; shorter ones are names, headlines and terms."""
_PUBLISHERS = NN_("%(num)s publisher", "%(num)s publishers")
"""What a row says of how many publishers report a fact (`partials/parts.md.j2`)."""
_COLUMNS = N_("columns: %(columns)s")
"""What a note says of the columns of a row (`partials/parts.md.j2`)."""
_COUNTS = (1, 2, 5)
"""Numbers that take every plural form of the languages of frames."""
_UNCOUNTED = re.compile('[\\s“”«»"|\u00ad\u200b-\u200d\u2060]+')
_UNCHECKED = frozenset({"masthead", "gaps", "changes", "sources", "colophon"})
"""Blocks that speak of documents and of what is not there, rather than of what a passage says."""


def lines(brief: Finished, shelf: Shelf) -> Iterator[Finding]:
    """The numbers and quotations of every printed line stand in what it cites, and every note is its passage."""
    passages = {note.number: note.extract for note in brief.notes}
    columns = {note.number: note.columns for note in brief.notes}
    for line in brief.printed:
        unknown = [number for number in (*line.notes, *line.cites) if number not in passages]
        if unknown:
            yield Finding(line.where, f"“{short(line.text)}” cites [{unknown[0]}], and there is no such note")
        elif line.kind == "note":
            yield from _note(line, passages[line.notes[0]], brief, columns[line.notes[0]]) if line.notes else ()
        elif line.cites and line.block not in _UNCHECKED:
            extracts = [passages[number] for number in line.cites]
            yield from _numbers(line, brief, shelf, extracts)
            yield from _quotations(line, brief, extracts)


def _note(line: Line, extract: Extract, brief: Finished, columns: tuple[Extract, ...]) -> Iterator[Finding]:
    """What a house's templates leave out of a note is theirs; where the columns of a row are named, they are these."""
    labels = (*_columns(), *(form.partition("%(columns)s")[0] for form in reworded(brief, _COLUMNS)))
    named = any(label.strip() and f" · {label}" in line.text for label in labels)
    for one in columns if named else ():
        if squeezed(one.quote) not in squeezed(line.text):
            said = f"note {line.notes[0]} prints “{short(line.text)}”, and its columns are called “{one.quote}”"
            yield Finding(line.where, said)
    if squeezed(extract.quote) not in squeezed(line.text):
        yield Finding(
            line.where, f"note {line.notes[0]} prints “{short(line.text)}”, and its passage is “{extract.quote}”"
        )


def _numbers(line: Line, brief: Finished, shelf: Shelf, extracts: list[Extract]) -> Iterator[Finding]:
    """How many publishers report a fact is counted by briefgen, and stands in no passage."""
    text = uncounted(line.text, brief, extracts) if line.kind == "row" else line.text
    quoted = "".join(squeezed(extract.quote) for extract in extracts)
    for number in unbacked(text, brief, shelf, extracts, _shown(line, brief)):
        # "Two things share a name" is advice, and "Four ports" in a table the name of what is counted.
        spelled = (line.kind == "row" or not line.notes) and not any(map(str.isdigit, number))
        if not spelled and squeezed(number) not in quoted and not _told(number, line, brief):
            yield Finding(line.where, f"“{number}” in “{short(line.text)}” does not stand in a cited passage")


def uncounted(text: str, brief: Finished, extracts: list[Extract]) -> str:
    """A row without the count of its publishers.

    A brief that was tampered with may call anything its house's words: they count no more than the cited documents.
    """
    text = _publishers().sub("", text)
    most = len({extract.document for extract in extracts})
    for form in reworded(brief, _PUBLISHERS[0]):
        before, slot, after = form.partition("%(num)s")
        counted = re.compile(rf"(?<!\w){re.escape(before)}(\d+){re.escape(after)}(?!\w)")
        if slot and (before + after).strip():
            text = counted.sub(lambda found: "" if 1 <= int(found[1]) <= most else found[0], text)
    return text


def reworded(brief: Finished, message: str) -> tuple[str, ...]:
    """What the house says in the place of a message of the frame, in all forms."""
    return tuple(words for one in brief.words if one.message == message for words in one.every)


@cache
def _columns() -> frozenset[str]:
    """What stands before the names of columns in any language of frames."""
    return frozenset(language(tag).gettext(_COLUMNS, columns="#").partition("#")[0] for tag in languages())


@cache
def _publishers() -> re.Pattern[str]:
    """The count of publishers in any language of frames."""
    said = {language(tag).ngettext(*_PUBLISHERS, count, num="#") for tag in languages() for count in _COUNTS}
    forms = sorted((re.escape(one).replace(r"\#", r"\d+") for one in said), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(forms)})\b")


def _shown(line: Line, brief: Finished) -> list[str]:
    """The ids of the facts that a row of a table may show: those with its printed value."""
    return [fact.id for fact in brief.facts if line.kind == "row" and fact.surface and fact.surface in line.text]


def _told(number: str, line: Line, brief: Finished) -> bool:
    """Whether a number belongs to words that are checked where the brief says them, or to the day of a statement."""
    words = squeezed(line.text)
    texts = [text for claim in brief.claims for text in printed(claim, brief)]
    texts += [text for fact in brief.facts if fact.derived for text in (fact.formula or "", computed(fact, brief))]
    if any(number in text and (squeezed(text) in words or words in squeezed(text)) for text in texts):
        return True
    days = " ".join(day for one in brief.statements if squeezed(one.text) in words for day in one.days)
    return number in {part for day in NUMBER.findall(days.replace("-", " ")) for part in (day, day.lstrip("0"))}


def _quotations(line: Line, brief: Finished, extracts: list[Extract]) -> Iterator[Finding]:
    """Every quotation of some words is what a cited passage says."""
    said = [squeezed(extract.quote) for extract in extracts]
    said += [squeezed(text) for claim in brief.claims for text in printed(claim, brief)]
    for quoted in QUOTED.findall(line.text):
        parts = [part for part in quoted.split("…") if len(part.split()) >= _WORDS]
        for part in parts:
            if not any(squeezed(part) in words for words in said) and not _headline(part, brief):
                yield Finding(line.where, f"“{short(part.strip())}” does not stand in a cited passage")


def _headline(words: str, brief: Finished) -> bool:
    return any(squeezed(words) in squeezed(headline) for document in brief.documents for headline in document.headlines)


def squeezed(text: str) -> str:
    """Text as pages are compared: as it is printed, without blanks, quotation marks, borders of cells, soft hyphens."""
    return _UNCOUNTED.sub("", one_line(text))
