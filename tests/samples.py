"""Sample briefs, made by hand from model values: an ordinary week, awkward text and a quiet week.

Everything in them is invented: the places, the publishers and the numbers.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from decimal import Decimal

from msgspec.structs import replace

from briefgen.model import (
    Aim,
    Brief,
    Chart,
    ChartKind,
    Citation,
    Direction,
    Document,
    Edition,
    Fact,
    Figure,
    Kind,
    Modifier,
    Omission,
    Original,
    Passage,
    Period,
    Point,
    Provenance,
    Quantity,
    Relation,
    RelationType,
    Section,
    Severity,
    Span,
    Statement,
    Status,
)

HARBOUR = """Harbour traffic at Port Alder grew again last year.
The port handled 4.2 million tons of cargo in 2024, up 18% from a year earlier.
It expects 4.9 million tons in 2025.
The authority plans to reach 6 million tons by 2027.
"We are building for the next generation, not for the next quarter," said Ines Varga, director of the port authority.
A second container berth is due to open in June 2026.
Truck queues fell from 19 days to 6 days.
"""
RAIL = """Freight on the northern line is picking up speed.
Port Alder moved about 3.8 million tons of cargo in 2024, according to the rail operator.
The line itself carried 1.1 million tons between January and August 2025.
Its owners aim for 10 million tons a year, without naming a date.
Officials put the cost of new track at between $1.2bn and $1.5bn.
"""
CUSTOMS = """Customs clearance at the port takes a day less.
In 2023 the port handled 3.56 million tons of cargo.
Some 340,000 containers crossed the quay in 2024.
The ministry says that the third berth is finished; the contractor says that work goes on.
"""
UNREAD = "A short note on the weather at sea, with nothing that concerns freight.\n"


def document(name: str, text: str, publisher: str | None, headline: str, **more: object) -> Document:
    """A document whose id is the hash of its text."""
    return Document(
        hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        name,
        text,
        publisher=publisher,
        headline=headline,
        language="en",
        **more,
    )


def passage(source: Document, words: str) -> Passage:
    """The line of the document that holds the words."""
    at = source.text.index(words)
    start = source.text.rfind("\n", 0, at) + 1
    end = source.text.index("\n", at)
    return Passage(source.id, Span(start, end), source.text[start:end])


def year(number: int) -> Period:
    """A calendar year."""
    return Period(dt.date(number, 1, 1), dt.date(number, 12, 31))


def fact(source: Document, surface: str, value: str, unit: str, **more: object) -> Fact:
    """A fact with one figure, found in the document by its surface."""
    where = passage(source, surface)
    at = source.text.index(surface)
    upper = more.pop("upper", None)
    modifier = more.pop("modifier", None)
    quantity = Quantity(Decimal(value), Decimal(upper) if upper else None, unit, modifier, surface)
    kind = more.pop("kind", Kind.LEVEL)
    status = more.pop("status", Status.ACTUAL)
    figure = Figure(Span(at, at + len(surface)), quantity, kind, status, where)
    key = hashlib.sha256(f"{source.id}{at}".encode()).hexdigest()[:12]
    return Fact(key, quantity, kind, status, (figure,), origins=(source.publisher or source.name,), **more)


harbour = document(
    "harbour.md",
    HARBOUR,
    "Alder Gazette",
    "Port Alder sets a record",
    published=dt.date(2025, 10, 16),
    url="https://www.gazette.example/port-(alder)?year=2025&amp=1#news",
)
rail = document(
    "rail.txt",
    RAIL,
    "briefgen",
    "The northern line",
    published=dt.date(2025, 10, 20),
    digest_of=Original("Line & Track Weekly", "Omar Dunne", "Northern line: what now?", dt.date(2025, 10, 18)),
)
customs = document("customs.txt", CUSTOMS, None, "Customs notes")
unread = document("weather.txt", UNREAD, "Sea Bulletin", "Fog", published=dt.date(2025, 10, 21))

CARGO = {"measure": "cargo handled", "subject": "Port Alder"}
in_2023 = fact(customs, "3.56 million tons", "3560000", "t", period=year(2023), **CARGO)
in_2024 = fact(harbour, "4.2 million tons", "4200000", "t", period=year(2024), **CARGO)
other_2024 = fact(rail, "3.8 million tons", "3800000", "t", period=year(2024), modifier=Modifier.APPROX, **CARGO)
growth = fact(
    harbour, "18%", "18", "%", period=year(2024), base=year(2023), kind=Kind.CHANGE, direction=Direction.UP, **CARGO
)
expected = fact(harbour, "4.9 million tons", "4900000", "t", period=year(2025), status=Status.PROJECTION, **CARGO)
planned = fact(
    harbour,
    "6 million tons",
    "6000000",
    "t",
    period=year(2027),
    deadline=dt.date(2027, 12, 31),
    status=Status.PLAN,
    **CARGO,
)
aimed = fact(
    rail,
    "10 million tons",
    "10000000",
    "t",
    status=Status.TARGET,
    rate="year",
    measure="freight carried",
    subject="northern line",
)
to_august = fact(
    rail,
    "1.1 million tons",
    "1100000",
    "t",
    measure="freight carried",
    subject="northern line",
    period=Period(dt.date(2025, 1, 1), dt.date(2025, 8, 31)),
)
cost = fact(
    rail,
    "between $1.2bn and $1.5bn",
    "1200000000",
    "USD",
    upper="1500000000",
    measure="cost of new track",
    subject="northern line",
    status=Status.ESTIMATE,
)
containers = fact(
    customs,
    "340,000",
    "340000",
    "count:containers",
    period=year(2024),
    measure="containers",
    subject="Port Alder",
    modifier=Modifier.APPROX,
)
queue_before = fact(harbour, "19 days", "19", "day", kind=Kind.DURATION, measure="truck queue", subject="Port Alder")
queue_after = fact(harbour, "6 days", "6", "day", kind=Kind.DURATION, measure="truck queue", subject="Port Alder")

conflict = Relation(
    RelationType.CONFLICT,
    (in_2024, other_2024),
    (in_2024.figures[0].passage, other_2024.figures[0].passage),
    "The port's own account and the rail operator give different tonnages for 2024; neither says what it counts.",
    Severity.GRAVE,
)
claims = Relation(
    RelationType.STATUS_CONFLICT,
    (),
    (passage(customs, "third berth"),),
    "One side calls the third berth finished, the other says that work goes on.",
    Severity.CAUTION,
)


def cites(*facts: Fact) -> tuple[Citation, ...]:
    """Citations of the facts."""
    return tuple(dict.fromkeys(citation for one in facts for citation in one.citations))


timeline = Chart(
    ChartKind.TIMELINE,
    "Port Alder must grow by half to meet its plan",
    "Cargo handled at Port Alder, 2023 to 2027, million tons",
    "t",
    (
        Point(in_2023, "2023", Status.ACTUAL),
        Point(in_2024, "2024", Status.ACTUAL),
        Point(expected, "2025", Status.PROJECTION),
        Point(planned, "2027", Status.PLAN),
    ),
    (),
    "The rail operator gives a lower number for 2024.",
    "Columns of cargo handled at Port Alder: 3.56 million tons in 2023 and 4.2 million in 2024 as measured, "
    "4.9 million expected for 2025 and 6 million planned for 2027.",
)
bars = Chart(
    ChartKind.BARS,
    "Two counts of the same cargo",
    "Cargo handled at Port Alder in 2024, tons",
    "t",
    (
        Point(in_2024, "Alder Gazette", Status.ACTUAL),
        Point(other_2024, "Line & Track Weekly", Status.ACTUAL),
    ),
    (Point(aimed, "Aim of the northern line, no date", Status.TARGET),),
    "",
    "Bars for the cargo of 2024: 4.2 million tons by one account and about 3.8 million by the other. "
    "A line marks the undated aim of 10 million tons.",
)


def statement(text: str, *facts: Fact, **more: object) -> Statement:
    """A statement that cites the facts."""
    return Statement(hashlib.sha256(text.encode()).hexdigest()[:10], text, more.pop("citations", cites(*facts)), **more)


berth = statement(
    "A second container berth is due to open in June 2026.",
    author="document",
    speaker="Alder Gazette",
    status=Status.PLAN,
    deadline=dt.date(2026, 6, 30),
    citations=(Citation(passage(harbour, "second container")),),
)
needed = replace(
    fact(harbour, "6 million tons", "12.6", "%", kind=Kind.CHANGE, direction=Direction.UP, rate="year", **CARGO),
    id="needed",
    quantity=Quantity(Decimal("12.6"), None, "%", None, "about 12.6%"),
    derived=True,
    formula="(6 million tons ÷ 4.2 million tons)^(1 ÷ 3) − 1",
    status=Status.ESTIMATE,
)
AIMS = (
    Aim(expected, None, Status.PROJECTION, dt.date(2025, 6, 30), passed=True, reached=in_2024),
    Aim(None, berth, Status.PLAN, berth.deadline),
    Aim(
        planned,
        None,
        Status.PLAN,
        planned.deadline,
        "if the dredging is paid for",
        speakers=("the port authority",),
        needed=needed,
        seen=growth,
    ),
    Aim(aimed, None, Status.TARGET),
)


BOTTOM_LINE = (
    statement("Port Alder handled 4.2 million tons of cargo in 2024, up 18% on the year.", in_2024),
    statement("The rail operator puts the same year at about 3.8 million tons.", other_2024),
    statement("The port authority plans for 6 million tons by 2027.", planned),
    statement("New track on the northern line is put at between $1.2bn and $1.5bn.", cost),
)
DEVELOPMENTS = (
    statement("Truck queues fell from 19 days to 6 days.", queue_before, date=dt.date(2025, 10, 16)),
    statement(
        "The line itself carried 1.1 million tons between January and August 2025.",
        to_august,
        author="document",
        date=dt.date(2025, 10, 18),
    ),
    statement("Some 340,000 containers crossed the quay in 2024.", containers),
    statement("We hear that the figure for 2024 will be revised.", author="editor"),
)
QUOTATIONS = (
    statement(
        "We are building for the next generation, not for the next quarter,",
        author="document",
        speaker="Ines Varga",
        role="director of the port authority",
        date=dt.date(2025, 10, 16),
        citations=(Citation(passage(harbour, "next generation")),),
    ),
)
GAPS = (
    Omission("Customs notes", "the document has no date"),
    Omission("Aim of 10 million tons a year", "no date is given for it", cites(aimed)),
)
KEY_FIGURES = (in_2024, growth, in_2023, expected, planned, aimed, to_august, cost, containers)
FACTS = (in_2023, in_2024, other_2024, growth, expected, planned, aimed, to_august, cost, containers)


def ordinary() -> Brief:
    """A week with news: every block is filled."""
    sections = (
        Section("bottom_line", "Bottom line", statements=BOTTOM_LINE),
        Section("key_figures", "Key figures", facts=KEY_FIGURES),
        Section("charts", "In charts", charts=(timeline, bars)),
        Section("developments", "Developments", statements=DEVELOPMENTS),
        Section("disagreements", "Where sources disagree", relations=(conflict, claims)),
        Section("targets", "Targets and deadlines", statements=(berth,), facts=(planned, aimed), aims=AIMS),
        Section("quotations", "In their words", statements=QUOTATIONS),
        Section("gaps", "Gaps and cautions", omissions=GAPS),
    )
    return Brief(
        "Transport and corridors",
        "transport",
        Edition("2025-W43", dt.date(2025, 10, 21)),
        "en-GB",
        "For official use",
        sections,
        (customs, harbour, rail, unread),
        FACTS,
        (conflict, claims),
        Provenance("1f" * 32, "c0" * 32, "0.1.0"),
    )


HOSTILE = (
    "[click](javascript:alert) and ![pixel](https://evil.example/x.png) <script>alert(1)</script> of 7 tons",
    "# Not a heading, 7 tons",
    "1. Not a list, 7 tons",
    "- Not an item, 7 tons",
    "> Not a quotation, 7 tons",
    "| not | a | row | 7 tons |",
    "`code` and {{ 7 * 7 }} and {% include 'x' %} of 7 tons",
    "a note[^1] and [^p0-1-2] and [3] of 7 tons",
    "<!-- block: gaps --> https://evil.example www.evil.example a@evil.example 7 tons &amp; &lt;b&gt;",
    "*stars* _lines_ ~~gone~~ \\ 7 tons \\| x ^up^ $a$",
    "--- === *** 7 tons",
    "\u202eright to left\u202c and 7 tons \u20bc \u21a9 سلام שלום Қазақ",
)
"""Sentences that try to be more than text."""


def awkward() -> Brief:
    """Every text of the brief tries to be markup."""
    sources = tuple(
        document(f"awkward-{number}.txt", f"{words}\n", f"Press {words}", words, published=dt.date(2025, 1, number))
        for number, words in enumerate(HOSTILE, 1)
    )
    facts = tuple(
        fact(source, "7 tons", "7", "t", measure=words, subject=words, scope=words, period=year(2025))
        for source, words in zip(sources, HOSTILE, strict=True)
    )
    chart = Chart(
        ChartKind.BARS,
        HOSTILE[0],
        HOSTILE[1],
        "t",
        tuple(Point(one, words, Status.ACTUAL) for one, words in zip(facts[:3], HOSTILE, strict=False)),
        (Point(facts[3], HOSTILE[5], Status.ACTUAL),),
        HOSTILE[7],
        HOSTILE[0],
    )
    relations = tuple(
        Relation(RelationType.CONFLICT, (one, two), (one.figures[0].passage, two.figures[0].passage), words)
        for one, two, words in zip(facts, facts[1:], HOSTILE, strict=False)
    )
    said = tuple(
        statement(words, one, author="document", speaker=words, role=words, date=dt.date(2025, 1, 1))
        for one, words in zip(facts, HOSTILE, strict=True)
    )
    plain = tuple(statement(words, one) for one, words in zip(facts, HOSTILE, strict=True))
    hopes = tuple(
        Aim(one, None, Status.PLAN, None, words, (words,)) if number % 2 else Aim(None, told, Status.TARGET)
        for number, (one, told, words) in enumerate(zip(facts, said, HOSTILE, strict=True))
    )
    omissions = tuple(Omission(words, words, cites(one)) for one, words in zip(facts, HOSTILE, strict=True))
    sections = (
        Section("bottom_line", HOSTILE[1], statements=plain),
        Section("key_figures", "Key figures", facts=facts),
        Section("charts", "In charts", charts=(chart,)),
        Section("developments", "Developments", statements=said),
        Section("disagreements", "Where sources disagree", relations=relations),
        Section("targets", "Targets and deadlines", statements=said, aims=hopes),
        Section("quotations", "In their words", statements=said),
        Section("gaps", "Gaps", omissions=omissions),
    )
    return Brief(
        HOSTILE[0],
        "awkward",
        Edition("2025-W01", dt.date(2025, 1, 9)),
        "en-GB",
        HOSTILE[9],
        sections,
        sources,
        facts,
        relations,
        Provenance("0" * 64, "1" * 64, "0.1.0"),
    )


def quiet() -> Brief:
    """A week without news."""
    sections = (
        Section(
            "bottom_line",
            "Bottom line",
            statements=(statement("No document of this week concerns the topic.", citations=()),),
        ),
        Section("gaps", "Gaps and cautions", omissions=(Omission("Fog", "it does not concern the topic"),)),
    )
    return Brief(
        "Transport and corridors",
        "quiet",
        Edition("2025-W44", dt.date(2025, 10, 28)),
        "en-GB",
        "",
        sections,
        (unread,),
        (),
        (),
        Provenance("2" * 64, "3" * 64, "0.1.0"),
    )


SCRIPTS = """The minister said "نعمل من أجل السلام والتجارة" before the talks.
The envoy answered "שלום ומסחר לכולם" and left.
Some 12 ships passed the canal in 2024, Ақтау port said.
"""


def scripts() -> Brief:
    """An English brief that quotes Arabic, Hebrew and Kazakh."""
    source = document("scripts.txt", SCRIPTS, "Canal Post", "Два берега", published=dt.date(2025, 3, 4))
    said = tuple(
        statement(
            words,
            author="document",
            speaker=speaker,
            role="at the talks",
            citations=(Citation(passage(source, words)),),
        )
        for words, speaker in (("نعمل من أجل السلام والتجارة", "The minister"), ("שלום ומסחר לכולם", "The envoy"))
    )
    ships = fact(source, "12 ships", "12", "count:ships", measure="ships", subject="Ақтау", period=year(2024))
    sections = (
        Section("bottom_line", "Bottom line", statements=(statement("Some 12 ships passed in 2024.", ships),)),
        Section("key_figures", "Key figures", facts=(ships,)),
        Section("quotations", "In their words", statements=said),
    )
    return Brief(
        "Two banks",
        "scripts",
        Edition("2025-W10", dt.date(2025, 3, 4)),
        "en-GB",
        "",
        sections,
        (source,),
        (ships,),
        (),
        Provenance("4" * 64, "5" * 64, "0.1.0"),
    )
