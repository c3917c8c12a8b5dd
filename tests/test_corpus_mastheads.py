"""The name of a paper or the letterhead of a body at the head or foot of a page, and what only looks like one."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.corpus import mastheads
from briefgen.corpus.plain import read
from briefgen.model import BlockKind, Document

TITLE = "Lindholm harbour opens its second quay"
TEXT = "The harbour of Lindholm handled 4.2 million tonnes of cargo in 2024, the port authority said on Tuesday."
DAY = dt.date(2025, 10, 23)


def page(*lines: str) -> Document:
    """The document of these lines."""
    return read("\n".join(lines).encode(), "page.txt")


def blocks(document: Document, kind: BlockKind) -> list[str]:
    """The texts of the blocks of a kind."""
    return [document.text[one.span.start : one.span.end] for one in document.blocks if one.kind is kind]


@pytest.mark.parametrize(
    ("line", "publisher", "day"),
    [
        ("Lindholm Courier | 23 October 2025 | From the agencies", "Lindholm Courier", DAY),
        ("LINDHOLM COURIER · 23 October 2025 · BUSINESS", "Lindholm Courier", DAY),
        ("The Lindholm Post – 23 October 2025", "The Lindholm Post", DAY),
        ("Thursday, 23 October 2025 | Lindholm Evening Standard | page 4", "Lindholm Evening Standard", DAY),
        ("The Times of Lindholm | Oct. 23, 2025", "The Times of Lindholm", DAY),
        ("Baltic Harbour Review • Vol. 3, No. 4 • Autumn 2025", "Baltic Harbour Review", None),
        ("EASTERN HARBOUR MONTHLY · March 2023 · FEATURES", "Eastern Harbour Monthly", None),
        ("Lindholm Tribune", "Lindholm Tribune", None),
        ("Lindholm Evening Post", "Lindholm Evening Post", None),
        ("The Lindholm Times", "The Lindholm Times", None),
        ("The Lindholm Business Review", "The Lindholm Business Review", None),
        ("Lindholm Business Review", "Lindholm Business Review", None),
        ("THE LINDHOLM LEDGER", "The Lindholm Ledger", None),
        ("Baltic Meridian News Agency", "Baltic Meridian News Agency", None),
        ("By Ann Lee | Lindholm Gazette | 23 October 2025", "Lindholm Gazette", DAY),
        ("Lindholm Kurir / Local / Business", "Lindholm Kurir", None),
        ("Lindholm Kurir > Politics > Harbour", "Lindholm Kurir", None),
    ],
)
def test_paper_above_or_below_the_headline(line: str, publisher: str, day: dt.date | None) -> None:
    for document in (page(line, "", TITLE, "", TEXT), page(TITLE, line, TEXT)):
        assert (document.publisher, document.published, document.headline) == (publisher, day, TITLE)
        assert blocks(document, BlockKind.PARAGRAPH) == [TEXT]


@pytest.mark.parametrize(
    ("line", "publisher", "day"),
    [
        ("The Lindholm Observer – Letters, page 8", "The Lindholm Observer", None),
        ("Lindholm Observer, page 8", "Lindholm Observer", None),
        ("Lindholm Observer, 23 October 2025", "Lindholm Observer", DAY),
        ("Lindholm Observer | Opinion | 23 October 2025", "Lindholm Observer", DAY),
    ],
)
def test_paper_below_the_text(line: str, publisher: str, day: dt.date | None) -> None:
    document = page(TITLE, "", TEXT, "", line)
    assert (document.publisher, document.published) == (publisher, day)
    assert blocks(document, BlockKind.PARAGRAPH) == [TEXT]


@pytest.mark.parametrize(
    ("line", "publisher"),
    [(f"{TITLE} | The Lindholm Post", "The Lindholm Post"), (f"{TITLE} - Lindholm Courier", "Lindholm Courier")],
)
def test_paper_behind_the_headline(line: str, publisher: str) -> None:
    document = page(line, "", TEXT)
    assert (document.headline, document.publisher) == (TITLE, publisher)


@pytest.mark.parametrize(
    ("head", "publisher"),
    [
        (
            ["REPUBLIC OF LINDHOLM – MINISTRY OF INFRASTRUCTURE", "PRESS RELEASE No. 118/2025"],
            "Ministry of Infrastructure",
        ),
        (["Lindholm Port Authority", "Press release"], "Lindholm Port Authority"),
        (["PRESS RELEASE | Lindholm Port Authority"], "Lindholm Port Authority"),
        (["Republic of Lindholm · Ministry of Ships", "Press release, 23 October 2025"], "Ministry of Ships"),
        (["For immediate release", "Norvik Shipping ASA"], "Norvik Shipping ASA"),
        (["Government of Lindholm", "Department of Health", "Media release"], "Department of Health"),
    ],
)
def test_body_that_tells_the_press(head: list[str], publisher: str) -> None:
    foot = ["Press office: +00 555 0142, press@lindholm.example", "Ends"]
    document = page(*head, "", TITLE, "", f"Lindholm, 23 October 2025. {TEXT}", "", *foot)
    assert (document.publisher, document.published, document.headline) == (publisher, DAY, TITLE)
    assert blocks(document, BlockKind.PARAGRAPH) == [TEXT]


@pytest.mark.parametrize(
    "line",
    [
        "Lindholm Faces Hard Times",
        "Second Quay Opened at Border Post",
        "Lindholm Tribune",
        "Ministry of Infrastructure",
        "The Lindholm Post and its readers",
    ],
)
def test_the_only_line_above_the_text_is_its_headline(line: str) -> None:
    document = page(line, "", TEXT)
    assert (document.headline, document.publisher) == (line, None)


@pytest.mark.parametrize(
    "line",
    [
        "Lindholm Faces Hard Times",
        "Business News",
        "Market Review",
        "Annual Report",
        "Opinion",
        "Ministry of Infrastructure",
        "In Modern Times",
        "How the Lindholm Post lost its readers",
        "World Report | 23 October 2025",
        "Harbour Report | 23 October 2025",
        "Lindholm Minister Quits Post",
        "HARBOUR BOARD ADOPTS NEW SHIP REGISTER",
        "The Lindholm Minister Under Review",
    ],
)
def test_rubrics_and_subtitles_name_no_publisher(line: str) -> None:
    assert page(line, "", TITLE, "", TEXT).publisher is None
    assert page(TITLE, line, "", TEXT).publisher is None


@pytest.mark.parametrize(
    "sentence",
    [
        "“We are late,” the minister told the Lindholm Courier on 21 October 2025.",
        "The Lindholm Post, 23 October 2025, said that the quay was closed.",
        "Its rival, the Lindholm Evening Standard, was sold for €12 million in 2024.",
    ],
)
def test_paper_that_the_text_speaks_of_is_no_publisher(sentence: str) -> None:
    for document in (page(TITLE, "", TEXT, "", sentence), page(TITLE, "", sentence, "", TEXT)):
        assert (document.publisher, document.published) == (None, None)
        assert sentence in blocks(document, BlockKind.PARAGRAPH)


@pytest.mark.parametrize("line", ["Harbour days, 4 and 5 May 2025", "Lindholm, 4 to 6 May 2025", "Lindholm 1931–2025"])
def test_days_of_an_event_are_no_publication(line: str) -> None:
    assert page(TITLE, line, "", TEXT).published is None


def test_month_of_an_issue_is_no_day_and_no_text() -> None:
    document = page("Lindholm Harbour Quarterly | Spring 2024", "Piers Lund reports from Lindholm", TITLE, "", TEXT)
    assert (document.published, document.byline, document.headline) == (None, "Piers Lund", TITLE)


def test_the_full_name_of_an_agency_goes_before_its_letters() -> None:
    document = page("Lindholm News Agency", "", TITLE, "", f"LINDHOLM (LNA) – {TEXT}")
    assert (document.publisher, document.dateline) == ("Lindholm News Agency", "LINDHOLM (LNA)")
    assert page(TITLE, "", f"LINDHOLM (LNA) – {TEXT}").publisher == "LNA"


WIRE = "LINDHOLM, Oct. 22 (Baltic Wire) — "


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Cargo rose in the first nine months of 2025, up on 2024, the port said on Wednesday.", dt.date(2025, 10, 22)),
        ("Cargo rose in the first nine months of 2025, the port said on Tuesday.", None),
        ("Cargo rose in the first nine months of 2025, the port said.", None),
        ("Cargo rose in 2025, the port said on Wednesday.", None),
        ("Cargo rose in the first half of 2025 and fell in 2026, the port said on Wednesday.", None),
        ("Cargo rose in the first half of 2025 and is to double by 2030, it said on Wednesday.", dt.date(2025, 10, 22)),
        ("A plan of 2024 will not be done before the spring of 2027, it said on Thursday.", dt.date(2026, 10, 22)),
        (
            "A plan of 2024 will not be done before the spring of 2027, it said on Wednesday.",
            None,
        ),  # or 2026, a day late
        ("A plan of 2024 will be done by 2030, it said on Wednesday.", None),
        ("A plan of 2024 will not be done in 2027, it said on Thursday.", None),  # nothing is ahead for sure
        ("A plan will not be done before the spring of 2027, it said on Thursday.", None),
    ],
)
def test_year_of_a_dateline(text: str, day: dt.date | None) -> None:
    assert page(TITLE, "", WIRE + text, "", "Ships wait.").published == day


@given(st.text(max_size=120))
def test_any_line_is_read(line: str) -> None:
    for proof in (*mastheads.above([line], titled=True), mastheads.below(line)):
        assert (
            proof is None or proof.publisher is None or proof.publisher.casefold() in " ".join(line.split()).casefold()
        )


@pytest.mark.parametrize("unit", ["a - ", "The ", "No. 1 ", "A, ", "March 2023 | ", "Post | "])
def test_long_hostile_lines_are_no_mastheads(unit: str) -> None:
    line = unit * 50_000
    assert (mastheads.tail(line), mastheads.line_of_page(line, release=True)) == (None, None)
