"""The values that pass between the rooms of briefgen.

Frozen msgspec structs (quick to import and to make), so that any room may import this module
and no room needs to import another. Those made by the thousand are left out of Python's search for cycles
(``gc=False``): they hold none. A field that is not known is ``None`` or empty; it is never guessed.
The words follow the field's standards: W3C Web Annotation (span, quote), IPTC (headline, byline, dateline),
SDMX and MeasEval (measure, subject, period, quantity, modifier), W3C PROV (provenance).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from itertools import groupby
from typing import ClassVar, TypeAlias

from msgspec import Struct, field
from msgspec.structs import replace

_NUMBER = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|"
    r"seventy|eighty|ninety|hundreds?|thousands?|[mbtr]+illions?|dozens?|half|halves|halved|third|quarter|double[sd]?|"
    r"triple[sd]?|twice)\b",
    re.IGNORECASE,
)
"""Where a number starts, in digits or in words (English)."""


def _nickname(headline: str | None) -> str | None:
    """A headline up to its first number, which would stand uncited inside a name.

    None where there is no headline, or one that begins with its number.
    """
    text = " ".join((headline or "").split())
    number = _NUMBER.search(text)
    if number is None:
        return text or None
    front = text[: number.start()]
    if front[-1:].isalnum():
        front = front.rpartition(" ")[0]
    front = front.rstrip(" -–—:,;.([{'\"“‘$€£¥₹~+±")
    return f"{front} …" if len(front.split()) > 1 else None


_LETTER = re.compile(r"[^\W\d_]|[%$€£¥₸₼₽₹]")
"""What a number with its own unit or scale has."""
_DIGITS = re.compile(r"\d[\d,. \u00a0\u202f\u2009'’]*")
_GROUP = 3
"""Digits between two marks of thousands."""
_SCALES = {3: "thousand", 6: "million", 9: "billion", 12: "trillion"}
"""Powers of ten by which a header multiplies what stands below it (English)."""
_PLURALS = {"t": "tons", "day": "days", "week": "weeks", "month": "months", "year": "years", "hour": "hours"}
"""Units whose name is not what a reader calls them (English)."""


def _completed(surface: str, value: Decimal | None, unit: str | None) -> str:
    """A bare number as somebody reads it who does not see its table: "3,100" → "3,100 thousand tons".

    A number with a letter or sign of its own stays as it is, but for the scale of money: "$4.5" → "$4.5 billion".
    """
    found = _DIGITS.search(surface)
    if not found or value is None or any(map(str.isalpha, surface)) or "%" in surface:
        return surface
    number = _plain(found[0])
    power = (abs(value) / number).log10() if number and value else Decimal(0)
    scale = _SCALES.get(int(power)) if power == int(power) else None
    counted = unit is None or unit.startswith("count:") or _LETTER.search(surface)
    name = "" if counted or unit is None else _PLURALS.get(unit, unit)
    tail = " ".join(part for part in (scale, name) if part)
    return f"{surface}%" if tail == "%" else f"{surface} {tail}".rstrip()


def _plain(digits: str) -> Decimal:
    """The number that digits with their marks are: "3,100", "12 345,6", "1.234,5"; 0 where that is not sure."""
    text = digits.rstrip("., \u00a0\u202f\u2009'’")
    front, comma, rest = text.rpartition(",")
    if comma and "," not in front and "." not in rest and (len(rest) != _GROUP or not front.isdecimal()):
        return Decimal(f"{re.sub(r'[^0-9]', '', front)}.{rest}")  # a decimal comma
    plain = re.sub(r"[^\d.]", "", text)
    return Decimal(plain) if plain.count(".") < 2 and plain.strip(".") else Decimal(0)  # noqa: PLR2004 - one point


class Status(StrEnum):
    """How a number stands to the world. The set is closed (PRODUCT.md, "Rules of evidence")."""

    ACTUAL = "actual"
    """Measured or done."""
    ESTIMATE = "estimate"
    """Somebody's estimate of what was or is."""
    PROJECTION = "projection"
    """What is expected or forecast."""
    PLAN = "plan"
    """What somebody intends to do."""
    TARGET = "target"
    """A level that somebody aims at, pledges or agreed on."""
    CAPACITY = "capacity"
    """What something can carry or produce, whether or not it does."""


class Kind(StrEnum):
    """What sort of number a figure is."""

    LEVEL = "level"
    """An amount: 4.5 million tons, $547m."""
    COUNT = "count"
    """Things or people counted: 15 agreements."""
    SHARE = "share"
    """Part of a whole, in percent or as a fraction."""
    CHANGE = "change"
    """A change in percent or percentage points."""
    INCREMENT = "increment"
    """A change in the unit itself: raised *by* 10 million tons."""
    MULTIPLE = "multiple"
    """Times something: tripled, one and a half times."""
    DURATION = "duration"
    """A length of time: 19 days."""


class Direction(StrEnum):
    """The way a change goes."""

    UP = "up"
    DOWN = "down"


class Modifier(StrEnum):
    """How exactly the text gives the number (MeasEval's modifiers, in the words of the interface)."""

    APPROX = "approx"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"
    UP_TO = "up_to"
    VAGUE = "vague"
    """No number at all: dozens, hundreds of millions."""


class ChangeKind(StrEnum):
    """What became of a fact since an earlier edition; those that a reader must act on come first."""

    CONTRADICTED = "contradicted"
    """A document that was not read then gives a value that cannot be right as well."""
    REVISED = "revised"
    """The same origin, or an express revision, gives another value in a newer document."""
    DEADLINE_PASSED = "deadline_passed"
    """The time for an aim ended between the days of the two editions."""
    DEADLINE_MOVED = "deadline_moved"
    """A newer document gives the same aim another deadline."""
    NEW = "new"
    """Nothing of the kind was reported then."""
    CONFIRMED = "confirmed"
    """Independent origins report it that did not then."""
    WITHDRAWN = "withdrawn"
    """Nothing rests on it any more: its documents are not there, or have another text."""
    REREAD = "reread"
    """No news: the documents that it rests on were there then, and were read or grouped differently."""


class Cause(StrEnum):
    """Why the same documents gave something else than before."""

    CORRECTION = "correction"
    """A person corrected what was read."""
    VERSION = "version"
    """Another version of briefgen read them."""
    SETTINGS = "settings"
    """Topics, measures or corrections are configured differently."""
    COMPANY = "company"
    """Other documents are read beside them, and settle a time or a measure."""


class RelationType(StrEnum):
    """How two or more facts or passages stand to each other (PRODUCT.md, "Relations between facts")."""

    CORROBORATED = "corroborated"
    ROUNDING = "rounding"
    DIFFERENT_PERIOD = "different_period"
    DIFFERENT_SCOPE = "different_scope"
    CONFLICT = "conflict"
    STATUS_CONFLICT = "status_conflict"
    SUPERSEDED = "superseded"
    DOES_NOT_ADD_UP = "does_not_add_up"
    FALSE_FRIEND = "false_friend"


class Severity(StrEnum):
    """How much a relation matters to somebody who is about to use one of its numbers."""

    GRAVE = "grave"
    """Do not use the number before the difference is settled."""
    CAUTION = "caution"
    """The numbers must not be set side by side without saying how they differ."""
    NOTE = "note"
    """Agreement: nothing to worry about."""


class Verdict(StrEnum):
    """What an arithmetic check came to (PRODUCT.md, "Arithmetic is checked")."""

    RIGHT = "right"
    """The numbers fit as printed, after rounding."""
    ROUGHLY_RIGHT = "roughly right"
    """They fit as far as "about" and loose wording allow."""
    WRONG = "wrong"
    """They cannot all be right."""
    IMPLAUSIBLE = "implausible"
    """They could be, but only if something unlikely happened."""
    UNCHECKABLE = "uncheckable"
    """The documents do not give what the check needs."""


class CheckKind(StrEnum):
    """What an arithmetic check compares."""

    GROWTH = "growth"
    """A change ("rose 62% to 4.5", "doubled") with the level that another passage gives for the time before."""
    MOVE = "move"
    """A change with both of its ends: "halved, from 38 to 19"."""
    PARTS = "parts"
    """Parts with the total that they should add up to."""
    COMPONENTS = "components"
    """The growth of a whole with the growth of its components."""
    PACE = "pace"
    """A target with the pace that it needs from the latest actual value, and the pace that was last seen."""


class BlockKind(StrEnum):
    """What a block of a document is. Only body blocks and headings are read."""

    HEADLINE = "headline"
    HEADING = "heading"
    """A heading inside the text."""
    PARAGRAPH = "paragraph"
    BYLINE = "byline"
    DATELINE = "dateline"
    ROW = "row"
    """A row of a table, its cells between bars; `Document.tables` says which cell is what."""
    FURNITURE = "furniture"
    """Navigation, view counts, publication labels, front matter: never cited."""


class How(StrEnum):
    """How something is known of a document."""

    DECLARED = "declared"
    """A place made for it says so: front matter, metadata of a page or file, the head of a mail."""
    FOUND = "found"
    """It is printed in the text, where such things stand: a byline, a dateline."""
    INFERRED = "inferred"
    """It follows from something else: the language from the words, a day from the address."""


class ChartKind(StrEnum):
    """The form of a chart."""

    BARS = "bars"
    """Values side by side, one bar a value; a range is drawn as a range."""
    TIMELINE = "timeline"
    """Values of periods on a time axis: columns, or a line through many measured values."""
    CHANGE = "change"
    """The value before and the one after, in this order."""
    PARTS = "parts"
    """The parts of a whole, then the whole, which is their sum."""


class Span(Struct, frozen=True, gc=False, order=True):
    """Half-open offsets, in code points, into `Document.text`."""

    start: int
    """Offset of the first code point."""
    end: int
    """Offset behind the last code point."""

    def __len__(self) -> int:
        return self.end - self.start

    def holds(self, other: Span) -> bool:
        """Whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share a code point."""
        return self.start < other.end and other.start < self.end


class Block(Struct, frozen=True):
    """A paragraph, heading or piece of furniture: the largest stretch of text that a passage may lie in.

    The front part of a paragraph can be a block of its own: "BAKU, October 19." is a dateline.
    """

    span: Span
    """Where the block stands in the document."""
    kind: BlockKind
    """What it is."""


_WITHOUT_LINES = frozenset(
    {
        "text/html",
        "application/xhtml+xml",
        "multipart/related",
        "message/rfc822",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    }
)
"""Media types of documents whose lines end where a window ends."""

_PARAGRAPHS = frozenset({BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.ROW})
"""What a person counts who looks for the third paragraph."""


_EMPHASIS = re.compile(r"(?P<mark>\*\*|__|(?<![\w*])[*_](?![\s*_]))(?P<words>[^*_]+)(?P=mark)")
"""Words between the marks by which Markdown makes them strong."""
_LONGEST_CAPTION = 200
"""Characters of a paragraph right above a table that may be its caption."""
_UNFINISHED = (".", "!", "?", "…")
"""What ends a paragraph that is text, and no caption."""


class Cell(Struct, frozen=True, gc=False):
    """A cell of a table. Rows and columns are counted from 0; a cell that spans several stands at its first."""

    span: Span
    """Its words; empty where it has none."""
    row: int
    """Its row."""
    column: int
    """Its column."""
    rows: int = 1
    """How many rows it spans."""
    columns: int = 1
    """How many columns it spans."""
    is_header: bool = False
    """Whether it names its column or row; a value where False."""


class Table(Struct, frozen=True):
    """A table of a document. Each row of it that has words is a block of its own (`BlockKind.ROW`)."""

    cells: tuple[Cell, ...]
    """By row, then by column."""
    caption: Span | None = None
    """Its title, where it has one; a block of its own too."""


class Known(Struct, frozen=True):
    """How a field of a document is known."""

    field: str
    """Name of the field: "published"."""
    how: How
    """Where its value comes from."""


class Place(Struct, frozen=True, gc=False):
    """Where in a document something stands, as a reader of the original would look for it."""

    paragraph: int
    """Its paragraph, heading or row, counted from 1 through the document, or through the page where pages are known.
    Headlines and furniture do not count; 0 is what stands above the first paragraph."""
    page: int | None = None
    """Its page, counted from 1; None where the document has no pages."""


class Original(Struct, frozen=True):
    """What a digest digests. Corroboration counts this publisher, not the digest's."""

    publisher: str | None = None
    """Who published the original."""
    author: str | None = None
    """Who wrote it."""
    headline: str | None = None
    """Its headline."""
    published: dt.date | None = None
    """The day it appeared."""


class Document(Struct, frozen=True):
    """One news item as read (IPTC)."""

    id: str
    """SHA-256 of `text` in UTF-8, in hexadecimal."""
    name: str
    """File name, or path under the corpus folder with forward slashes."""
    text: str
    """The canonical text: what the file says, decoded and otherwise untouched. All spans point into it."""
    blocks: tuple[Block, ...] = ()
    """The parts of the text in order; they do not overlap, and blanks between them belong to none."""
    publisher: str | None = None
    """Who published it, where the text or its front matter says so."""
    headline: str | None = None
    """Its title."""
    byline: str | None = None
    """Who wrote it, without "By"."""
    dateline: str | None = None
    """Place (and agency or date) at the head of the text."""
    published: dt.date | None = None
    """When this version appeared (ninjs `versioncreated`), where the text proves it."""
    language: str | None = None
    """ISO 639-1 code of the language it is written in."""
    url: str | None = None
    """Where it was published."""
    digest_of: Original | None = None
    """Set when the document is a digest of another one."""
    encoding: str = "utf-8"
    """The encoding that the bytes were read with."""
    media: str = "text/plain"
    """Media type of the file that it was read from (IANA): "text/html", "application/pdf"."""
    known: tuple[Known, ...] = ()
    """How its fields are known, by name of field; a field that is not known is not named."""
    pages: tuple[Span, ...] = ()
    """What stands on each page, in order; empty where the format has no pages."""
    tables: tuple[Table, ...] = ()
    """Its tables in order."""

    def how(self, field: str) -> How | None:
        """How a field is known; None where it is not, or where the reader did not say."""
        return next((one.how for one in self.known if one.field == field), None)

    def place(self, span: Span) -> Place:
        """Where a span stands: its page and paragraph. A span over two pages stands on the first one."""
        page = next((number for number, one in enumerate(self.pages, 1) if span.start < one.end), None)
        first = self.pages[page - 1].start if page else 0
        counted = [one for one in self.blocks if one.kind in _PARAGRAPHS and one.span.end > first]
        return Place(sum(one.span.start <= span.start for one in counted), page)

    def found_at(self, span: Span) -> Place | None:
        """The place by which a reader of the original finds a span: its page, or the paragraph of a web page or letter.

        None where its line says it better, as in plain text and Markdown, and for what stands above the text.
        """
        if not self.pages and self.media not in _WITHOUT_LINES:
            return None
        place = self.place(span)
        return place if place.page or place.paragraph else None

    def table_at(self, span: Span) -> Table | None:
        """The table that has a span in one of its cells; None where it stands in none."""
        return next((one for one in self.tables if any(cell.span.holds(span) for cell in one.cells)), None)

    def columns_of(self, span: Span) -> tuple[Span, ...]:
        """The rows that name the columns of a row: a reader of the row alone cannot tell which column a number is in.

        Empty for what is no row of a table, for a row that names columns itself, and where no row does.
        """
        table = next(
            (one for one in self.tables if any(span.holds(cell.span) and len(cell.span) for cell in one.cells)), None
        )
        if table is None:
            return ()
        row = min(cell.row for cell in table.cells if span.holds(cell.span) and len(cell.span))
        rows: dict[int, list[Cell]] = {}
        for cell in table.cells:
            if len(cell.span):
                rows.setdefault(cell.row, []).append(cell)
        first = next((number for number in sorted(rows) if not all(cell.is_header for cell in rows[number])), None)
        if first is None or row < first:
            return ()
        heads = [cell.span.start for number in rows if number < first for cell in rows[number]]
        return tuple(one.span for one in self.blocks if any(one.span.start <= at < one.span.end for at in heads))

    def caption_of(self, table: Table) -> Span | None:
        """The title of a table: its own, or the heading or unfinished paragraph right above it."""
        if table.caption is not None:
            return table.caption
        start = min(cell.span.start for cell in table.cells if len(cell.span))
        first = bisect_right(self.blocks, start, key=lambda block: block.span.end)
        above = (self.blocks[at] for at in range(first - 1, -1, -1))
        last = next((block for block in above if block.kind is not BlockKind.FURNITURE), None)
        if last is None:
            return None
        if last.kind in (BlockKind.HEADING, BlockKind.HEADLINE):
            return last.span
        text = self.text[last.span.start : last.span.end]
        titled = len(text) <= _LONGEST_CAPTION and not text.rstrip("*_ ").endswith(_UNFINISHED)
        return last.span if last.kind is BlockKind.PARAGRAPH and titled else None

    def title_of(self, table: Table) -> str:
        """The words of a table's caption on one line, without marks of emphasis; empty without one."""
        span = self.caption_of(table)
        words = " ".join(self.text[span.start : span.end].split()) if span is not None else ""
        return _EMPHASIS.sub(r"\g<words>", words)

    @property
    def nickname(self) -> str | None:
        """Its headline, or that of what it digests, to name it by: see `_nickname`."""
        return _nickname(self.digest_of.headline if self.digest_of else self.headline)

    def line_at(self, offset: int) -> int:
        """The line of the text, from 1, that an offset stands on."""
        return self.text.count("\n", 0, offset) + 1


class Corpus(Struct, frozen=True):
    """Documents that were read, and what was left out."""

    documents: tuple[Document, ...]
    """Sorted by name; no two have the same id."""
    omissions: tuple[Omission, ...] = ()
    """Files that could not be read, copies, and such."""


class Passage(Struct, frozen=True, gc=False):
    """A verbatim extract: one sentence, at most a few, never across a block."""

    document_id: str
    """`Document.id`."""
    span: Span
    """Where it stands."""
    quote: str
    """Exactly `Document.text[span.start:span.end]`."""


class Citation(Struct, frozen=True):
    """Where we read something."""

    passage: Passage
    """The sentence that shows it."""


class Period(Struct, frozen=True, gc=False):
    """Days from `start` to `end`, both included."""

    start: dt.date
    """First day."""
    end: dt.date
    """Last day."""

    def __post_init__(self) -> None:
        if self.end < self.start:
            message = f"a period cannot end ({self.end}) before it starts ({self.start})"
            raise ValueError(message)


class Quantity(Struct, frozen=True, gc=False):
    """A number with its unit, as reported."""

    value: Decimal | None
    """In the unit's own scale: "4.5 million tons" is 4500000. The lower end of a range. None when vague."""
    upper: Decimal | None
    """The upper end of a range."""
    unit: str | None
    """"t", "%", "pp", "bp", "x", "km", "day", ISO 4217 codes, "count:agreements" ... (`reading/units.py`)."""
    modifier: Modifier | None
    """About, more than, up to ..."""
    surface: str
    """The number as printed, with its unit: exactly the text at the figure's span."""

    @property
    def printed(self) -> str:
        """The surface on one line, with the scale and unit that only the words around it give: see `_completed`."""
        return _completed(" ".join(self.surface.split()), self.value, self.unit)


class Figure(Struct, frozen=True, gc=False):
    """A quantity as one document reports it, with its citation. Never a picture."""

    span: Span
    """Where the surface stands in the document."""
    quantity: Quantity
    """Value, unit and modifier."""
    kind: Kind
    """Level, count, share, change ..."""
    status: Status
    """Actual, plan, target ..."""
    passage: Passage
    """The sentence that holds the figure."""
    direction: Direction | None = None
    """Set for changes, increments and multiples where the text says which way."""
    rate: str | None = None
    """"year", "day", "capita", "MWh": what the number is per."""
    measure: str | None = None
    """What is measured: the name of a configured measure, or the noun phrase of the text, normalised."""
    subject: str | None = None
    """What it is measured of: a named route, country, company."""
    scope: str | None = None
    """How the text delimits the measure: capacity, volume, a pipeline."""
    period: Period | None = None
    """The time that the number is of."""
    base: Period | None = None
    """The time that a change is measured against."""
    deadline: dt.date | None = None
    """The last day of "by 2030"."""
    attribution: str | None = None
    """Who said it, inside the story."""
    topics: tuple[str, ...] = ()
    """Ids of the topics that its sentence belongs to."""
    wholes: tuple[Span, ...] = ()
    """Of a part in a table: where the totals stand that it belongs to, by the table's own plan."""
    corrected: tuple[str, ...] = ()
    """Names of the fields that a person corrected (`Correction`)."""


class Amendment(Struct, frozen=True):
    """One field of a correction. Both values are written as people type them (`fields.py`); "none" is no value."""

    field: str
    """"value", "unit", "status", "period" ...; "published" of a document; "figure" where there is none."""
    read: str
    """What briefgen read when it was corrected."""
    correct: str
    """What is right."""


class Correction(Struct, frozen=True):
    """What a person found misread in one place of one text."""

    document: str
    """`Document.id`: of another text with the same name it says nothing."""
    name: str
    """The document's name when it was corrected, for people."""
    amendments: tuple[Amendment, ...]
    """One or more fields, each once."""
    by: str
    """Who corrected it."""
    date: dt.date
    """When."""
    reason: str
    """Why: a sentence for the reader of the brief."""
    span: Span | None = None
    """Where the figure stands; None when the document itself was corrected."""
    surface: str = ""
    """The figure as printed, blanks as one space each."""


class Quotation(Struct, frozen=True):
    """Direct speech, or a few quoted words of somebody."""

    span: Span
    """The words between the quotation marks; a split quotation is one span for each part."""
    speaker: str | None
    """Who said it."""
    role: str | None
    """The office or description that the text gives the speaker."""
    passage: Passage
    """The sentence or sentences that hold the quotation and its tag."""
    partial: bool = False
    """A few words inside somebody else's sentence."""
    topics: tuple[str, ...] = ()
    """Ids of topics."""


class Event(Struct, frozen=True):
    """A dated thing without a number: "commissioning expected in the second quarter of 2026"."""

    text: str
    """The sentence, or the clause of it, verbatim."""
    period: Period | None
    """When it happened or shall happen."""
    deadline: dt.date | None
    """Set for "by the end of 2028"."""
    status: Status
    """Actual when it happened, else plan, projection or target."""
    condition: str | None
    """"Should other countries maintain a similar pace": verbatim, or None."""
    citations: tuple[Citation, ...]
    """Where it is reported."""
    topics: tuple[str, ...] = ()
    """Ids of topics."""


class Sentence(Struct, frozen=True, gc=False):
    """A sentence of a document with its topics: what the writer may choose from."""

    passage: Passage
    """The sentence."""
    kind: BlockKind
    """Headline, heading or paragraph."""
    topics: tuple[str, ...] = ()
    """Ids of the topics that it belongs to."""


class Reading(Struct, frozen=True):
    """Everything that reading found in one document; a pure function of the document and the topics."""

    document_id: str
    """`Document.id`."""
    sentences: tuple[Sentence, ...]
    """In the order of the text."""
    figures: tuple[Figure, ...]
    """In the order of the text."""
    quotations: tuple[Quotation, ...] = ()
    """In the order of the text."""
    events: tuple[Event, ...] = ()
    """In the order of the text."""
    omissions: tuple[Omission, ...] = ()
    """What could not be read: another language, a number that makes no sense."""


class Measure(Struct, frozen=True):
    """A measure that a topic follows, as configured."""

    name: str
    """What a brief prints: "Middle Corridor freight volume"."""
    unit: str | None = None
    """The unit that its levels have; a figure in another dimension is not of this measure."""
    terms: tuple[str, ...] = ()
    """What is measured: words of which one must stand in the sentence ("freight", "cargo")."""
    aliases: tuple[str, ...] = ()
    """Whose it is: names of which one must stand there or be carried over ("Middle Corridor", "TITR").
    Empty when the terms alone are enough."""
    definition: str = ""
    """What it counts, in which unit, in a sentence for readers, in the locale of the brief; may be empty."""


class Topic(Struct, frozen=True):
    """What a brief is about, as configured."""

    id: str
    """Its key in the configuration: "transport"."""
    title: str
    """What a brief prints: "Transport and corridors"."""
    terms: tuple[str, ...] = ()
    """Words and phrases that mark a sentence as of this topic; a final "*" stands for any ending."""
    measures: tuple[Measure, ...] = ()
    """The measures that it follows."""

    @property
    def sought(self) -> Topic:
        """What decides how documents are read and labelled: without what briefs call the topic and say of measures."""
        return replace(self, title="", measures=tuple(replace(one, definition="") for one in self.measures))


class Fact(Struct, frozen=True):
    """One measure, subject, period, status and value, with every figure that reports it."""

    id: str
    """Stable: made from the fact's own content, not from its place in a list."""
    quantity: Quantity
    """The value that a brief prints; the most exact of the figures'."""
    kind: Kind
    """As in `Figure`."""
    status: Status
    """As in `Figure`."""
    figures: tuple[Figure, ...]
    """All mentions, by document name and place. A derived fact has its inputs here."""
    measure: str | None = None
    """As in `Figure`."""
    subject: str | None = None
    """As in `Figure`."""
    scope: str | None = None
    """As in `Figure`."""
    period: Period | None = None
    """As in `Figure`."""
    base: Period | None = None
    """As in `Figure`."""
    deadline: dt.date | None = None
    """As in `Figure`."""
    direction: Direction | None = None
    """As in `Figure`."""
    rate: str | None = None
    """As in `Figure`."""
    topics: tuple[str, ...] = ()
    """Ids of topics, of all its figures."""
    origins: tuple[str, ...] = ()
    """Independent origins: publishers, or documents where the publisher is not known."""
    derived: bool = False
    """Computed by briefgen."""
    formula: str | None = None
    """The calculation in words and numbers; set when derived."""

    @property
    def corroboration(self) -> int:
        """The number of independent origins that report the fact."""
        return len(self.origins)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """One citation for each sentence that reports the fact."""
        return tuple(Citation(passage) for passage in dict.fromkeys(figure.passage for figure in self.figures))


class Computed(Struct, frozen=True):
    """A computed number as a part of a sentence: each language has its own marks and words for it."""

    value: Decimal
    """Exact, or rounded to what is printed."""
    unit: str | None = None
    """As in `Quantity`."""


class Message(Struct, frozen=True):
    """A sentence that briefgen composes, or a part of one, before it is said in a language."""

    text: str
    """The English words, with a slot `%(name)s` for each value."""
    values: tuple[tuple[str, Said], ...] = ()
    """The name of each slot, and what stands there."""


Said: TypeAlias = "str | dt.date | Period | Computed | Message | tuple[str | Message, ...]"
"""What stands in a slot: text as it is (a name, a number as printed), a day, a period, a computed number, another
sentence or part of one; several are an enumeration."""


class Relation(Struct, frozen=True):
    """What briefgen says of two or more facts or passages."""

    type: RelationType
    """The closed list of PRODUCT.md."""
    facts: tuple[Fact, ...]
    """The facts that stand against each other; empty when claims without a number do."""
    passages: tuple[Passage, ...]
    """Both sides, verbatim."""
    explanation: str
    """A plain sentence for the reader, with only numbers that stand in the passages."""
    severity: Severity = Severity.NOTE
    """How much it matters; set where all relations are put together."""
    told: Message | None = None
    """The explanation in its parts, from which it is said in other languages; None where only its words are known."""


class Check(Struct, frozen=True):
    """Numbers of the documents set against what arithmetic makes of them."""

    kind: CheckKind
    """What is compared."""
    verdict: Verdict
    """What it came to."""
    facts: tuple[Fact, ...]
    """The facts that go in, the checked one first; then those that were computed (`Fact.derived`)."""
    passages: tuple[Passage, ...]
    """The sentences behind the facts that go in, each once."""
    calculation: str
    """The calculation in words and numbers, one or two plain sentences."""
    told: Message | None = None
    """The calculation in its parts, as in `Relation`."""


Also: TypeAlias = Mapping[str, tuple[str, ...]]
"""Fact id → other ids that the fact answers to."""


class Evidence(Struct, frozen=True):
    """What the documents say together."""

    facts: tuple[Fact, ...]
    """Sorted by id-independent content, so that the order of documents never matters."""
    relations: tuple[Relation, ...] = ()
    """Each pair at most once."""
    omissions: tuple[Omission, ...] = ()
    """What could not be judged."""
    checks: tuple[Check, ...] = ()
    """Arithmetic, sorted by what it says. One that is wrong or implausible is a relation as well."""
    also: Also = field(default_factory=dict)
    """Fact id → the ids that it would have with some of its figures alone: those of earlier editions."""


class Statement(Struct, frozen=True):
    """A sentence of the brief."""

    id: str
    """Made from facts and spans, so that an override finds it again next week."""
    text: str
    """What is printed: plain text, no markup."""
    citations: tuple[Citation, ...]
    """What it rests on."""
    author: str = "briefgen"
    """"briefgen", "document" for a verbatim quotation, or "editor"."""
    speaker: str | None = None
    """Who is quoted."""
    role: str | None = None
    """The speaker's role, as the text gives it."""
    date: dt.date | None = None
    """The day that the statement is about or was published; orders the developments."""
    status: Status | None = None
    """For targets and deadlines."""
    deadline: dt.date | None = None
    """For targets and deadlines."""
    condition: str | None = None
    """For targets and deadlines that hold only if something else happens: the condition, verbatim."""
    lead: str = ""
    """The first words of `text` where they are set apart from the rest: "New:". May be empty."""
    begins: dt.date | None = None
    """The first day of the time that ends with `deadline`, where the text says "in" that time and not "by" its end."""
    markup: str = ""
    """Of an editor's words: the Markdown that they were written in."""
    made_of: tuple[str, ...] = ()
    """Of a composed sentence: what its id is made from, among it the ids of its facts."""


class Aim(Struct, frozen=True):
    """Something aimed at, planned, expected or possible: with a number (`fact`) or in words (`statement`)."""

    fact: Fact | None
    """The number; None when only words say what is due."""
    statement: Statement | None
    """The sentence, word for word; None when there is a number."""
    status: Status
    """How firm it is: target, plan, projection, capacity."""
    deadline: dt.date | None = None
    """The last day of the time that it is for; None when no document says by when."""
    condition: str | None = None
    """What must happen first, verbatim."""
    speakers: tuple[str, ...] = ()
    """Who said so inside the documents; empty when the documents say it in their own voice."""
    passed: bool = False
    """The deadline lies before the day that the brief speaks from."""
    reached: Fact | None = None
    """Of a passed one with a number: what was measured for its time."""
    needed: Fact | None = None
    """The pace that it needs, computed."""
    seen: Fact | None = None
    """The latest pace that documents give."""
    begins: dt.date | None = None
    """Of one in words: the first day of the time that ends with `deadline`, where the text says "in" that time."""

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The sentences behind the aim itself."""
        said = self.fact or self.statement
        return said.citations if said else ()


class Point(Struct, frozen=True):
    """One value of a chart."""

    fact: Fact
    """Where the value comes from."""
    label: str
    """What is printed at the point: period, document or name."""
    status: Status
    """Decides the style; the same as the fact's."""


class Chart(Struct, frozen=True):
    """A chart as described by the writer; rendering draws it."""

    kind: str
    """Its form: "bars", "timeline", "change", "parts", or one that another package brings."""
    title: str
    """The finding, in at most ten words."""
    subtitle: str
    """Measure, area and period."""
    unit: str
    """The unit of every value, as in `Quantity`."""
    points: tuple[Point, ...]
    """In drawing order."""
    reference_lines: tuple[Point, ...]
    """Undated targets and capacities: never points of the time axis."""
    note: str
    """What the reader must know: "to date", definitions. May be empty."""
    alt: str
    """The chart in words, for those who cannot see it."""

    @property
    def name(self) -> str:
        """Its id, made from its kind, its unit and the ids of its facts."""
        return self.name_of(point.fact.id for point in (*self.points, *self.reference_lines))

    def name_of(self, facts: Iterable[str]) -> str:
        """The id that it would have with these facts."""
        return hashlib.sha256("\n".join([str(self.kind), self.unit, *facts]).encode()).hexdigest()[:12]

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The sentences behind every point and line."""
        points = (*self.points, *self.reference_lines)
        return tuple(dict.fromkeys(citation for point in points for citation in point.fact.citations))


class Omission(Struct, frozen=True):
    """Something that was left out, undated, single-sourced or uncheckable, and is said so."""

    what: str
    """The thing, in words a reader understands."""
    reason: str
    """Why."""
    citations: tuple[Citation, ...] = ()
    """The passages that it is about."""


class Wish(Struct, frozen=True):
    """Something of a brief that an editor names."""

    id: str
    """Id of a statement, a fact or a chart, as the JSON of a brief has it."""
    where: str = ""
    """File and line where it is asked for."""


class Definition(Struct, frozen=True):
    """What a measure counts, as an editor of the settings defines it."""

    measure: str
    """Name of the measure that facts have."""
    name: str
    """What the brief calls it."""
    text: str
    """The definition, in the language of the brief."""


FOREWORD = "foreword"
"""The section with what an editor says before everything else."""


class Comment(Struct, frozen=True):
    """What an editor says in a brief, in the editor's own words."""

    text: str
    """A paragraph of Markdown; of a foreword, several."""
    by: str
    """Who says it."""
    day: dt.date
    """When."""
    topic: str = ""
    """Id of the topic whose brief it stands in; empty for each brief of the edition."""
    section: str = "bottom_line"
    """Name of the section that it stands in."""


class Override(Struct, frozen=True):
    """What an editor asks of one edition, or of every one."""

    EVERY: ClassVar[str] = "default"
    """The name that stands for every edition."""

    edition: str
    """Name of the edition."""
    hide: tuple[Wish, ...] = ()
    """What no reader sees."""
    pin: tuple[Wish, ...] = ()
    """What stands at the head of its section."""
    headings: tuple[tuple[str, str], ...] = ()
    """Name of a section, and the heading that it has."""
    order: tuple[str, ...] = ()
    """Names of the sections that come first, in this order."""
    comments: tuple[Comment, ...] = ()
    """What the editor says."""


class Section(Struct, frozen=True):
    """A part of a brief. Templates print what is there and leave out what is empty."""

    name: str
    """Key of the template block: foreword, bottom_line, key_figures, charts, developments, disagreements, targets,
    quotations, changes, gaps."""
    heading: str
    """What is printed: "Bottom line"."""
    statements: tuple[Statement, ...] = ()
    """Sentences in order."""
    facts: tuple[Fact, ...] = ()
    """Rows of a table."""
    relations: tuple[Relation, ...] = ()
    """Cards."""
    charts: tuple[Chart, ...] = ()
    """Charts in order."""
    omissions: tuple[Omission, ...] = ()
    """Gaps and cautions."""
    aims: tuple[Aim, ...] = ()
    """Rows of targets and deadlines, by date; their facts and statements are among `facts` and `statements`."""
    part: str = ""
    """The title of its topic, in a brief on several topics; empty in a brief on one."""
    detailed: int | None = None
    """How many of its relations a short brief prints with what each side says, not in one sentence; None for all."""
    pinned: int = 0
    """How many of its statements, rows or charts an editor pinned: they stand at its head, in a short brief too."""


class Part(Struct, frozen=True):
    """The sections of one topic."""

    title: str
    """The topic's title, in a brief on several topics; empty in a brief on one."""
    sections: tuple[Section, ...]
    """In the order of the page."""


class LeftOut(Struct, frozen=True):
    """How much of a brief a short one leaves out."""

    statements: int = 0
    """Developments and quotations."""
    charts: int = 0
    """Charts with their data."""
    figures: int = 0
    """Rows of key figures."""
    targets: int = 0
    """Rows of targets and deadlines."""
    details: int = 0
    """Cards of which the sentence that says what differs is all that stays."""
    wording: int = 0
    """1 where of cited sentences only the first words are printed."""
    definitions: int = 0
    """1 where it does not say what measures count."""


class Notice(Struct, frozen=True):
    """What a corrected edition says of the one that it takes the place of."""

    corrects: str
    """Name of that edition: "2026-W47"."""
    reason: str
    """What was corrected, and why."""
    day: dt.date
    """When the correction was begun."""


class Edition(Struct, frozen=True):
    """One dated run of a brief."""

    name: str
    """"2025-W43": the ISO week of `as_of`, or as configured; "undated" when no document has a date."""
    as_of: dt.date | None
    """The day that the brief speaks from: by default the newest known publication date."""
    since: dt.date | None = None
    """Documents before this day were left out."""
    notice: Notice | None = None
    """Of a correction: what it corrects; None for a first edition."""


class Provenance(Struct, frozen=True):
    """How this brief was made (W3C PROV)."""

    corpus: str
    """SHA-256 over the ids of the documents."""
    config: str
    """SHA-256 of the configuration."""
    version: str
    """briefgen's version."""


class Listed(Struct, frozen=True):
    """A document of an earlier edition, of which the text is not kept."""

    id: str
    """As in `Document`."""
    name: str
    """As in `Document`."""
    published: dt.date | None = None
    """As in `Document`; of a digest, the day of what it digests."""


class EarlierChart(Struct, frozen=True):
    """A chart of an earlier edition."""

    id: str
    """As in its JSON."""
    kind: str
    """As in `Chart`."""
    title: str
    """As in `Chart`."""
    unit: str
    """As in `Chart`."""
    points: tuple[tuple[str, str], ...]
    """Id of the fact and label of each value."""
    lines: tuple[tuple[str, str], ...] = ()
    """The same of its reference lines."""


class Earlier(Struct, frozen=True):
    """An earlier edition, as far as a later one is compared with it."""

    topic: str
    """Id of its topic."""
    edition: Edition
    """Its name and dates."""
    documents: tuple[Listed, ...]
    """What it was made from."""
    facts: tuple[Fact, ...]
    """What it reported of the topic; computed facts are left out."""
    provenance: Provenance
    """How it was made."""
    charts: tuple[EarlierChart, ...] = ()
    """What it drew."""


class Change(Struct, frozen=True):
    """What became of a fact since an earlier edition."""

    kind: ChangeKind
    """What became of it."""
    fact: Fact | None = None
    """As it stands today; None where nothing rests on it any more."""
    earlier: Fact | None = None
    """As it stood then; None where it is new."""
    beside: Fact | None = None
    """The fact of today that `fact` contradicts or replaces, or the measured value that tells whether an aim was
    reached."""
    origins: tuple[str, ...] = ()
    """Who reports it that did not then."""
    documents: tuple[str, ...] = ()
    """Names of documents that are not there any more, or have another text."""
    causes: tuple[Cause, ...] = ()
    """Why the same documents gave something else; only where they did."""


class Comparison(Struct, frozen=True):
    """All that changed since an earlier edition."""

    edition: Edition
    """The earlier one."""
    changes: tuple[Change, ...]
    """Sorted by kind, then by what they say."""
    arrived: int
    """Documents that were not read then."""
    changed: int
    """Documents that were read then with another text."""


class Rewording(Struct, frozen=True):
    """Words of the house in the place of those of the frame."""

    message: str
    """The English words that they stand for, with their slots; of words that count, those of one."""
    text: str = ""
    """The words; empty where there is a form for each kind of count."""
    forms: tuple[tuple[str, str], ...] = ()
    """The words for each kind of count, by its name in CLDR: one, few, many, other."""
    context: str = ""
    """Tells apart messages that are equal in English; mostly empty."""

    @property
    def every(self) -> tuple[str, ...]:
        """The words in all their forms."""
        return (self.text,) if self.text else tuple(words for _, words in self.forms)


class Brief(Struct, frozen=True):
    """A whole brief, ready to be rendered in any format."""

    title: str
    """The topic's title."""
    topic: str
    """The topic's id."""
    edition: Edition
    """Name and dates."""
    locale: str
    """BCP 47 tag of the language of the frame: "en-GB"."""
    handling: str
    """Handling line of the masthead, such as "For official use"; may be empty."""
    sections: tuple[Section, ...]
    """In the order of the page."""
    documents: tuple[Document, ...]
    """The documents that the brief was made from, whether cited or not."""
    facts: tuple[Fact, ...]
    """Every fact of the topic, printed or not; sections and charts point at some of them."""
    relations: tuple[Relation, ...]
    """Every relation that a section prints."""
    provenance: Provenance
    """Corpus, configuration and version hashes."""
    since: Comparison | None = None
    """What changed since an earlier edition; None where there is none to compare with."""
    checks: tuple[Check, ...] = ()
    """Arithmetic checks of the topic's facts."""
    corrections: tuple[Correction, ...] = ()
    """What people corrected in the documents that the brief was made from."""
    pages: int | None = None
    """How many pages it may take in print; None for as many as it needs."""
    left_out: LeftOut | None = None
    """What a printed brief leaves out to be no longer; None where it is whole."""
    evidence: str = "full"
    """What it carries to prove itself: "full", all facts of its topic, or "citations", what it cites and no names."""
    words: tuple[Rewording, ...] = ()
    """Words of the house in the language of the frame."""
    definitions: tuple[Definition, ...] = ()
    """What the measures count whose facts it prints, where the settings define them."""

    @property
    def parts(self) -> tuple[Part, ...]:
        """The sections by topic; one part without a title in a brief on one topic."""
        grouped = groupby(self.sections, key=lambda section: section.part)
        return tuple(Part(title, tuple(sections)) for title, sections in grouped)

    @property
    def charts(self) -> tuple[Chart, ...]:
        """The charts of all sections."""
        return tuple(chart for section in self.sections for chart in section.charts)


class Palette(Struct, frozen=True):
    """Colours by meaning, as "#rrggbb"."""

    foreground: str = "#1a1a1a"
    """Text."""
    background: str = "#ffffff"
    """Paper."""
    primary: str = "#12436d"
    """Headings, rules, links."""
    accent: str = "#b25d00"
    """Callouts: where sources disagree."""
    series: tuple[str, ...] = ("#12436d", "#28a197", "#801650", "#f46a25", "#3d3d3d")
    """Chart colours, in order; told apart in grey by pattern as well."""


class Brand(Struct, frozen=True):
    """How briefs look, as configured in brand.yaml."""

    name: str = "briefgen"
    """Who publishes the brief."""
    palette: Palette = field(default_factory=Palette)
    """Colours."""
    base: str = "Source Serif 4"
    """Font family of the text."""
    headings: str = "Source Sans 3"
    """Font family of headings, tables and charts."""
    mono: str = "Source Sans 3"
    """Font family of hashes."""
    page: str = "A4"
    """"A4" or "Letter"."""
    margin: str = "20mm"
    """CSS length of the page margins."""
    locale: str = "en-GB"
    """BCP 47 tag."""
    handling: str = ""
    """Handling line of the masthead."""
    logo: str | None = None
    """Path of an image beside brand.yaml, or None."""
    logo_alt: str = ""
    """What the logo shows, in words; required where there is one."""
    words: tuple[Rewording, ...] = ()
    """Words of the house in the language of the locale, for those of the frame."""


class MailLink(Struct, frozen=True):
    """The same brief in another format."""

    format: str
    """"pdf"."""
    url: str
    """Where it stands on the web."""


class Mailing(Struct, frozen=True):
    """What the mail of a brief says beside it, where it goes to people on lists."""

    subject: str = ""
    """Its subject; empty for title and edition."""
    unsubscribe: str = ""
    """Address where nobody leaves: each message has its reader's own in its place, which has as many letters. Empty
    where people cannot leave by a link."""
    postal_address: str = ""
    """Who publishes the brief, and where, on one line; may be empty."""
    links: tuple[MailLink, ...] = ()
    """The same brief in other formats."""


class File(Struct, frozen=True):
    """Something that a renderer made, to be written by the caller."""

    name: str
    """Path below the output folder, with forward slashes: "transport.pdf"."""
    content: bytes
    """Its bytes."""
