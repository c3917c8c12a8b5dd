"""A finished brief, read back from its JSON as far as checking it needs.

The other direction of `interchange.py`. A file that does not keep the interface raises `UsageError` with the place
inside the file ("facts[3].value"); what it claims is for `verify.py` to judge.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, TypeVar

from babel import Locale, UnknownLocaleError
from msgspec import Struct

from briefgen import fields
from briefgen.errors import UsageError
from briefgen.interchange import BRIEF_FORMAT
from briefgen.model import Amendment, Computed, Correction, Direction, Kind, Message, Period, Rewording, Said, Span

T = TypeVar("T")

LIMIT = 64 * 2**20
"""Bytes. A brief has some hundred kilobytes; what is larger than this is not one."""
_DEEPEST = 12
"""Parts of an explanation inside each other; briefgen tells at most half as many."""
_LONGEST = 100_000
"""Characters of an explanation; of those in the tests the longest has 738."""
_DIGITS = 30
"""Digits before and behind the point of an amount."""
HINT = "Name a file that `briefgen make` wrote."
"""What to do about a file that is no brief."""


class Extract(Struct, frozen=True):
    """A citation, or the passage of a figure."""

    where: str
    """Its place in the file."""
    document: str
    """Id of the document."""
    span: Span
    """Where the quote is said to stand."""
    quote: str
    """What is said to stand there."""


class Mention(Struct, frozen=True):
    """A figure that a fact rests on."""

    where: str
    """Its place in the file."""
    span: Span
    """Where the surface is said to stand."""
    surface: str
    """The number as printed."""
    values: tuple[Decimal | None, Decimal | None]
    """Value and upper end."""
    unit: str | None
    """Its unit."""
    status: str
    """Actual, plan, target ..."""
    passage: Extract
    """The sentence around it."""


class Fact(Struct, frozen=True):
    """A fact as the brief states it."""

    where: str
    """Its place in the file."""
    id: str
    """What charts and sections call it."""
    values: tuple[Decimal | None, Decimal | None]
    """Value and upper end."""
    surface: str
    """What is printed for it."""
    unit: str | None
    """Its unit."""
    status: str
    """Actual, plan, target ..."""
    period: str | None
    """"start/end"."""
    base: str | None
    """"start/end" of what a change is measured against."""
    deadline: str | None
    """ISO date."""
    derived: bool
    """Computed by briefgen."""
    formula: str | None
    """The calculation."""
    mentions: tuple[Mention, ...]
    """Where it is reported."""
    falls: bool = False
    """Whether it is a change downwards, which charts draw below zero."""


class Point(Struct, frozen=True):
    """A value that a chart draws, or one of its lines."""

    where: str
    """Its place in the file."""
    fact: str
    """Id of its fact."""
    values: tuple[Decimal | None, Decimal | None]
    """Value and upper end."""
    period: str | None
    """"start/end"; None for lines."""
    status: str
    """Actual, plan, target ..."""
    line: bool
    """A reference line, which has no period and no upper end."""
    label: str
    """What stands beside it."""


class Drawn(Struct, frozen=True):
    """A chart as it is to be drawn."""

    where: str
    """Its place in the file."""
    kind: str
    """As `Chart.kind`: "bars", "timeline" ..."""
    title: str
    """The finding."""
    alt: str
    """The chart in words."""
    points: tuple[Point, ...]
    """In drawing order, without reference lines."""


class Statement(Struct, frozen=True):
    """A sentence of the brief."""

    where: str
    """Its place in the file."""
    section: str
    """Key of its section."""
    text: str
    """What is printed."""
    author: str
    """"briefgen", "document" or "editor"."""
    citations: tuple[Extract, ...]
    """What it rests on."""
    days: tuple[str, ...] = ()
    """ISO dates that are printed beside it: its own, and the deadlines that it speaks of."""
    speaker: str = ""
    """Who is quoted, or which editor says it."""


class Listed(Struct, frozen=True):
    """A document that the brief was made from."""

    where: str
    """Its place in the file."""
    id: str
    """SHA-256 of its text."""
    name: str
    """Its file name."""
    published: str | None
    """ISO date."""
    headlines: tuple[str, ...] = ()
    """Its headline, and that of what it digests."""
    language: str | None = None
    """ISO 639-1 code of the language that its sentences and numbers are in."""


class Claim(Struct, frozen=True):
    """Words about facts: what a relation explains, a check calculates, or a chart says of itself.

    A section and a change claim nothing in words.
    """

    where: str
    """Its place in the file."""
    texts: tuple[str, ...]
    """What is printed."""
    facts: tuple[str, ...]
    """Ids of the facts that it is about."""
    extracts: tuple[Extract, ...]
    """What it rests on."""
    subtitle: str = ""
    """Of a chart: ends in the times that it shows."""
    verdict: str = ""
    """Of a check: what it is said to come to."""
    told: Message | None = None
    """Of a relation: its explanation in its parts; None in a brief of an older version."""


class Note(Struct, frozen=True):
    """A cited sentence with its number on the page."""

    number: int
    """As printed."""
    extract: Extract
    """The sentence."""
    columns: tuple[Extract, ...] = ()
    """Of a row of a table: the rows that name its columns."""


class Line(Struct, frozen=True):
    """A line that the brief's pages print."""

    where: str
    """Its place in the file."""
    block: str
    """Name of its block."""
    kind: str
    """"heading", "text", "row", "note" or "alt"."""
    text: str
    """Its words."""
    notes: tuple[int, ...]
    """The numbers at its citations, as printed; of a cited sentence its own."""
    cites: tuple[int, ...]
    """The numbers of the sentences that it rests on."""


class Finished(Struct, frozen=True):
    """Everything of a brief that can be checked."""

    topic: str
    """Id of the topic."""
    locale: str
    """BCP 47 tag, by which dates and numbers are printed."""
    corpus: str
    """SHA-256 over the ids of the documents."""
    documents: tuple[Listed, ...]
    """All documents, cited or not."""
    facts: tuple[Fact, ...]
    """All facts, printed or not."""
    points: tuple[Point, ...]
    """Of all charts."""
    charts: tuple[Drawn, ...]
    """What is drawn."""
    statements: tuple[Statement, ...]
    """Of all sections."""
    extracts: tuple[Extract, ...]
    """Every citation and passage of the file, wherever it stands."""
    claims: tuple[Claim, ...]
    """Relations, checks, charts and sections."""
    corrections: tuple[Correction, ...] = ()
    """What people corrected in its documents."""
    notes: tuple[Note, ...] = ()
    """The numbers that its page prints; none where nothing was printed."""
    printed: tuple[Line, ...] = ()
    """The lines of its page; none where nothing was printed."""
    evidence: str = "full"
    """"full", or "citations" of a brief for readers outside."""
    words: tuple[Rewording, ...] = ()
    """Words of the house in the place of those of the frame."""
    is_short: bool = False
    """Whether its PDF may leave out what does not fit on so many pages."""

    @property
    def runs_left(self) -> bool:
        """Whether its pages run from right to left."""
        try:
            return str(Locale.parse(self.locale, sep="-").text_direction) == "rtl"
        except (ValueError, UnknownLocaleError):
            return False


def load(path: Path) -> dict[str, Any]:
    """The JSON object in a file; raises `UsageError` when there is none."""
    return parse(content(path), str(path))


def content(path: Path) -> bytes:
    """The bytes of a file that may be a brief; raises `UsageError` when it cannot be read, or is far too large."""
    try:
        with path.open("rb") as file:
            data = file.read(LIMIT + 1)
    except OSError as error:
        raise UsageError(f"cannot be read: {error.strerror or error}", where=str(path), hint=HINT) from error
    if len(data) > LIMIT:
        raise UsageError(f"larger than {LIMIT // 2**20} MB: this is no brief", where=str(path), hint=HINT)
    return data


def parse(data: bytes | str, where: str) -> dict[str, Any]:
    """A JSON object; raises `UsageError` when it is none, or says one thing twice."""
    try:
        row = json.loads(data, object_pairs_hook=_once)
    except UnicodeDecodeError as error:
        raise UsageError("is not UTF-8: this is no brief", where=where, hint=HINT) from error
    except json.JSONDecodeError as error:
        raise UsageError(f"is not JSON: {error.msg}", where=f"{where}:{error.lineno}", hint=HINT) from error
    except _TwiceError as error:
        raise UsageError(f"has the key “{error}” twice: this is no brief", where=where, hint=HINT) from error
    except (RecursionError, ValueError) as error:
        raise UsageError("is nested too deeply, or has a number too long: this is no brief", where, HINT) from error
    if not isinstance(row, dict):
        raise UsageError("is JSON, but no brief", where=where, hint=HINT)
    return row


class _TwiceError(ValueError):
    """A key stands twice in an object, so that two readers could read two things."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    row = dict(pairs)
    if len(row) < len(pairs):
        keys = [key for key, _ in pairs]
        raise _TwiceError(next(key for key in keys if keys.count(key) > 1))
    return row


def read(brief: Mapping[str, Any]) -> Finished:
    """The brief as typed values; raises `UsageError` at the first place that breaks the interface."""
    root = _Node(brief, "")
    version = root.field("format", str)
    if version != BRIEF_FORMAT:
        raise UsageError(f"this file is of format “{version}”, and only “{BRIEF_FORMAT}” is known", where="format")
    extracts: list[Extract] = []
    keep = _keeper(extracts)
    facts = root.each("facts", lambda node: _fact(node, keep))
    relations = root.each("relations", lambda node: _relation(node, keep))
    checks = root.each("checks", lambda node: _check(node, keep))
    charts = root.each("charts", lambda node: _chart(node, keep))
    notes = root.each("notes", lambda node: _note(node, keep)) if "notes" in brief else ()
    sections = root.each("sections", lambda node: _section(node, keep))
    changes = root.child("since").each("changes", _change) if brief.get("since") is not None else ()
    return Finished(
        topic=root.field("topic", str),
        locale=root.field("locale", str),
        corpus=root.child("provenance").field("corpus", str),
        documents=root.each("documents", _listed),
        facts=facts,
        points=tuple(point for points, _, _ in charts for point in points),
        charts=tuple(drawn for _, _, drawn in charts),
        statements=tuple(statement for statements, _ in sections for statement in statements),
        extracts=tuple(extracts),
        claims=(*relations, *checks, *(one for _, one, _ in charts), *(one for _, one in sections), *changes),
        notes=notes,
        corrections=root.each("corrections", _correction) if "corrections" in brief else (),
        evidence=root.text("evidence") or "full",
        is_short=brief.get("pages") is not None,
        words=root.each("words", _words) if "words" in brief else (),
        printed=root.each("printed", _line) if "printed" in brief else (),
    )


def _words(node: _Node) -> Rewording:
    forms = node.child("forms") if "forms" in node.row else None
    said = tuple((name, forms.field(name, str)) for name in forms.row) if forms is not None else ()
    return Rewording(node.field("message", str), node.text("text") or "", said, node.text("context") or "")


Keep = Callable[["_Node"], Extract]


class _Node(Struct, frozen=True):
    """An object of the file together with its place, so that a wrong field is named in full."""

    row: Mapping[str, Any]
    where: str

    def place(self, key: str) -> str:
        return f"{self.where}.{key}" if self.where else key

    def field(self, key: str, kind: type[T]) -> T:
        value = self.row.get(key)
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            problem = "is missing" if key not in self.row else f"should be {_NAMES[kind]}"
            raise UsageError(f"{problem}: this is no brief of format {BRIEF_FORMAT}", where=self.place(key))
        return value

    def text(self, key: str) -> str | None:
        return None if self.row.get(key) is None else self.field(key, str)

    def number(self, key: str) -> Decimal | None:
        text = self.text(key)
        try:
            number = None if text is None else Decimal(text)
        except InvalidOperation:
            number = Decimal("NaN")
        if number is not None and not number.is_finite():
            raise UsageError(f"“{text}” is no decimal", where=self.place(key))
        return number

    def values(self) -> tuple[Decimal | None, Decimal | None]:
        return self.number("value"), self.number("upper")

    def day(self, key: str) -> dt.date:
        text = self.field(key, str)
        try:
            return fields.day(text)
        except ValueError:
            raise UsageError(f"“{text}” is no day", where=self.place(key)) from None

    def period(self, key: str) -> str | None:
        start, end = self.text(f"{key}_start"), self.text(f"{key}_end")
        return f"{start}/{end}" if start and end else None

    def span(self) -> Span:
        return Span(self.field("start", int), self.field("end", int))

    def child(self, key: str) -> _Node:
        return _Node(self.field(key, dict), self.place(key))

    def each(self, key: str, read: Callable[[_Node], T]) -> tuple[T, ...]:
        found = []
        for index, row in enumerate(self.field(key, list)):
            place = f"{self.place(key)}[{index}]"
            if not isinstance(row, dict):
                raise UsageError("should be an object", where=place)
            found.append(read(_Node(row, place)))
        return tuple(found)

    def numbers(self, key: str) -> tuple[int, ...]:
        found = self.field(key, list)
        if not all(type(number) is int for number in found):
            raise UsageError("should be whole numbers", where=self.place(key))
        return tuple(found)

    def names(self, key: str) -> tuple[str, ...]:
        return tuple(str(name) for name in self.field(key, list))


_NAMES: dict[type, str] = {str: "text", int: "a whole number", bool: "true or false", list: "a list", dict: "an object"}


def _keeper(extracts: list[Extract]) -> Keep:
    """Reads an extract and remembers it."""

    def keep(node: _Node) -> Extract:
        extract = _extract(node, node.field("document", str))
        extracts.append(extract)
        return extract

    return keep


def _note(node: _Node, keep: Keep) -> Note:
    columns = node.each("columns", keep) if "columns" in node.row else ()
    return Note(node.field("number", int), keep(node), columns)


def _extract(node: _Node, document: str) -> Extract:
    return Extract(node.where, document, node.span(), node.field("quote", str))


def _listed(node: _Node) -> Listed:
    original = node.child("digest_of") if node.row.get("digest_of") is not None else None
    headlines = (node.text("headline"), original.text("headline") if original else None)
    return Listed(
        node.where,
        node.field("id", str),
        node.field("name", str),
        node.text("published"),
        tuple(headline for headline in headlines if headline),
        node.text("language"),
    )


def _line(node: _Node) -> Line:
    block, kind, text = (node.field(key, str) for key in ("block", "kind", "text"))
    return Line(node.where, block, kind, text, node.numbers("notes"), node.numbers("cites"))


def _fact(node: _Node, keep: Keep) -> Fact:
    return Fact(
        where=node.where,
        id=node.field("id", str),
        values=node.values(),
        surface=node.field("surface", str),
        unit=node.text("unit"),
        status=node.field("status", str),
        period=node.period("period"),
        base=node.period("base"),
        deadline=node.text("deadline"),
        derived=node.field("derived", bool),
        formula=node.text("formula"),
        mentions=node.each("figures", lambda figure: _mention(figure, keep)),
        falls=node.text("direction") == Direction.DOWN and node.text("kind") in {Kind.CHANGE, Kind.INCREMENT},
    )


def _mention(node: _Node, keep: Keep) -> Mention:
    passage = node.child("passage")
    return Mention(
        where=node.where,
        span=node.span(),
        surface=node.field("surface", str),
        values=node.values(),
        unit=node.text("unit"),
        status=node.field("status", str),
        passage=keep(_Node({**passage.row, "document": node.field("document", str)}, passage.where)),
    )


def _correction(node: _Node) -> Correction:
    about_figure = node.row.get("start") is not None
    correction = Correction(
        document=node.field("document", str),
        name=node.field("name", str),
        amendments=node.each("fields", _amendment),
        by=node.field("by", str),
        date=node.day("date"),
        reason=node.field("reason", str),
        span=node.span() if about_figure else None,
        surface=node.field("surface", str),
    )
    named = [amendment.field for amendment in correction.amendments]
    if not named or (fields.PUBLISHED in named) is about_figure or len(set(named)) < len(named):
        raise UsageError("should name a document's date, or fields of a figure, each once", where=node.place("fields"))
    return correction


def _amendment(node: _Node) -> Amendment:
    name, correct = node.field("field", str), node.field("correct", str)
    if name not in {*fields.FIELDS, fields.PUBLISHED, fields.FIGURE}:
        raise UsageError(f"“{name}” is no field that can be corrected", where=node.place("field"))
    wrong = fields.complaint(name, correct)
    if wrong:
        raise UsageError(f"“{correct}” is not what {name} can be: {wrong}", where=node.place("correct"))
    return Amendment(name, node.field("read", str), fields.canonical(name, correct))


def _relation(node: _Node, keep: Keep) -> Claim:
    passages = node.each("passages", keep)
    told = None if node.row.get("told") is None else _message(node.child("told"))
    if told and _length(told) > _LONGEST:
        raise UsageError("is too long for an explanation", where=node.place("told"))
    return Claim(node.where, (node.field("explanation", str),), node.names("facts"), passages, told=told)


def _message(node: _Node, depth: int = 0) -> Message:
    """An explanation in its parts."""
    values = node.child("values")
    if depth == _DEEPEST:
        raise UsageError("holds too many parts inside each other", where=node.where)
    told = tuple((name, _said(values.row[name], values.place(name), depth + 1)) for name in values.row)
    return Message(node.field("message", str), told)


def _length(said: Said) -> int:
    """How many characters an explanation has, before it is said: a slot that stands often repeats all that is in it."""
    match said:
        case str():
            return len(said)
        case Message():
            slots = (said.text.count(f"%({name})s") * _length(value) for name, value in said.values)
            return len(said.text) + sum(slots)
        case tuple():
            return sum(map(_length, said))
        case Computed():
            return 2 * _DIGITS + len(said.unit or "")
        case _:
            return _DIGITS  # a day or a period


def _said(value: object, where: str, depth: int) -> Said:
    """What stands in a slot of it."""
    if isinstance(value, list):
        return tuple(_text_or_message(part, f"{where}[{index}]", depth) for index, part in enumerate(value))
    if not isinstance(value, dict) or "message" in value:
        return _text_or_message(value, where, depth)
    node = _Node(value, where)
    if "day" in value:
        return node.day("day")
    if "start" in value:
        if node.day("end") < node.day("start"):
            raise UsageError("ends before it starts", where=where)
        return Period(node.day("start"), node.day("end"))
    amount = node.number("value") or Decimal(0)
    if abs(amount.adjusted()) > _DIGITS or len(amount.as_tuple().digits) > _DIGITS:
        raise UsageError("has too many digits", where=node.place("value"))
    return Computed(amount, node.text("unit"))


def _text_or_message(value: object, where: str, depth: int) -> str | Message:
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return _message(_Node(value, where), depth)
    raise UsageError("should be text or an object", where=where)


def _check(node: _Node, keep: Keep) -> Claim:
    passages = node.each("passages", keep)
    verdict = node.field("verdict", str)
    return Claim(node.where, (node.field("calculation", str),), node.names("facts"), passages, verdict=verdict)


def _change(node: _Node) -> Claim:
    """A change claims nothing in words; its sentence stands in the section. The facts that it names are today's."""
    node.field("kind", str)
    names = (node.text("fact"), node.text("beside"))
    return Claim(node.where, (), tuple(name for name in names if name is not None), ())


def _chart(node: _Node, keep: Keep) -> tuple[tuple[Point, ...], Claim, Drawn]:
    citations = node.each("citations", keep)
    drawn = node.each("points", lambda point: _point(point, line=False))
    lines = node.each("reference_lines", lambda point: _point(point, line=True))
    points = (*drawn, *lines)
    texts = tuple(node.field(key, str) for key in ("title", "subtitle", "note", "alt"))
    claim = Claim(node.where, texts, tuple(point.fact for point in points), citations, texts[1])
    return points, claim, Drawn(node.where, node.field("kind", str), texts[0], texts[3], drawn)


def _point(node: _Node, *, line: bool) -> Point:
    values = (node.number("value"), None) if line else node.values()
    period = None if line else node.text("period")
    status, label = node.field("status", str), node.field("label", str)
    return Point(node.where, node.field("fact", str), values, period, status, line, label)


def _section(node: _Node, keep: Keep) -> tuple[tuple[Statement, ...], Claim]:
    key = node.field("key", str)
    node.each("omissions", lambda omission: omission.each("citations", keep))
    aims = node.each("aims", lambda aim: (aim.text("statement"), aim.text("deadline"))) if "aims" in node.row else ()
    statements = node.each("statements", lambda statement: _statement(statement, key, aims, keep))
    return statements, Claim(node.where, (), node.names("facts"), ())


def _statement(node: _Node, section: str, aims: tuple[tuple[str | None, str | None], ...], keep: Keep) -> Statement:
    due = [deadline for name, deadline in aims if name is not None and name == node.row.get("id")]
    days = (node.text("date"), node.text("deadline"), *due)
    return Statement(
        where=node.where,
        section=section,
        text=node.field("text", str),
        author=node.field("author", str),
        citations=node.each("citations", keep),
        days=tuple(day for day in days if day),
        speaker=node.text("speaker") or "",
    )
