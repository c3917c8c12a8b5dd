"""Publication lines and page furniture as news sites print them, and sentences that look like them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.corpus import bylines, imprint, plain
from briefgen.model import BlockKind, Document

BODY = "Freight through the ports grew by 5% in the year, the harbour board said."
FOURTEENTH = dt.date(2025, 7, 14)


def page(*above: str, below: tuple[str, ...] = ()) -> Document:
    return plain.read("\n".join(["Ports grow again", *above, BODY, "More followed.", *below]).encode(), "a.txt")


def text_of(document: Document) -> list[str]:
    read = {BlockKind.PARAGRAPH, BlockKind.HEADING}
    return [document.text[block.span.start : block.span.end] for block in document.blocks if block.kind in read]


DATED = """
Leeds | Updated: July 14, 2025, 21:40 IST | 3 min read
July 14, 2025 6:52 p.m. PT
2025-07-14T21:40:05+05:30
2025-07-14T21:40:05.000Z
2025-07-14 21:40:05
First published on Mon 14 Jul 2025 06.00 BST
First published on Sun 13 Jul 2025 06.00 BST Last modified on Mon 14 Jul 2025 08.11 BST
Last modified on Mon 14 Jul 2025 08.11 GMT
Published: 14th July 2025
Published: 14th July 2025 at 21:40
JULY 14, 2025 / 9:41 AM / CBS
JULY 14, 2025 / 9:41 AM EDT / UPDATED ON: JULY 14, 2025 / 10:02 AM EDT / Example Wire
14.07.2025 21:40
14/07/2025
14/07/2025 21:40
14-Jul-2025
14/Jul/2025 09:30
2025/07/14
Monday, July 14, 2025
Monday 14th July 2025, 9:41 pm
Mon, Jul 14, 2025 at 9:41 AM GMT+5:30 3 min read
Jul 14, 2025 · 3 min read
July 14, 2025 · 5:02 AM ET
Updated 9:41 AM EDT, Mon July 14, 2025
Published 5:00 AM EDT, Sun July 13, 2025 | Updated 9:41 AM EDT, Mon July 14, 2025
Published July 13, 2025 9:41 AM EDT Updated July 14, 2025 10:02 AM EDT
Published 13 July 2025, updated 14 July 2025
Posted: Jul 14, 2025 4:00 AM ET | Last Updated: July 14
July 13, 2025, 9:41 a.m. ET / Updated July 14, 2025, 3:10 p.m. ET
Posted 14 July 2025 0600 GMT
Our Bureau | Leeds | Updated - July 14, 2025 at 06:15 PM
EWN | Jul 14, 2025, 21:40 IST
14 July 2025 21:40 local time
14 July 2025, 9am
Last Updated : 14 July 2025 | 9:41 PM IST
Date posted: 14 July 2025
Publish Date : 14 July, 2025
By Ann Lee | Staff Reporter | July 14, 2025
By Ann Lee Jul 13, 2025 9:41 AM EDT Updated Jul 14, 2025 10:02 AM EDT
By Ann Lee, Retail Correspondent Published 14 July 2025
Published on 14 July 2025 by Ann Lee
By Ann Lee and Bob Ray • July 14, 2025 • 4 min read
Last update: 14 July 2025 (GMT+5)
Port Leeds, Updated: Jul 14, 2025 21:40 IST
Updated: July 14, 2025 21:40 IST, Port Leeds
Agencies Last Updated: Jul 14, 2025, 09:41:00 PM IST
Source: Exwire| 2025-07-14 21:40:05|Editor: exdesk
Source: Exwire   Editor: exdesk   2025-07-14 21:40:05
Written by: Ann Lee New Leeds | Updated: July 14, 2025 21:40 IST
21:40 14.07.2025 (updated: 22:15 14.07.2025)
PUBLISHED : Monday, 14 July, 2025, 9:41pm
"""


@pytest.mark.parametrize("line", DATED.strip().splitlines())
def test_publication_line(line: str) -> None:
    document = page(line)
    assert document.published == FOURTEENTH
    assert text_of(document) == [BODY, "More followed."]
    assert document.headline == "Ports grow again"


UNDATED = """
Posted 2 hours ago
Updated 2 hours ago
Published just now
Updated 21:40 IST
Last Updated: July 14
Updated on Monday
03/04/2025 21:40
Published: 03/04/2025
5 min read
5 mins read
Reading time: 5 minutes
Listen to this article
Share this
Share this:
Comments (12)
12 Comments
ADVERTISEMENT
RELATED: Rail link is delayed again
Related stories: Rail link, 5 ports
Image credit: Ann Lee / Example Wire
Representational image
Follow us on social media
We use cookies to improve your experience.
This site uses cookies.
Accept all cookies
Skip advertisement
Story continues below advertisement
Page 3 of 9
Read more: Rail link is delayed | Page 3 of 9
Our Special Correspondent
By Our Special Correspondent
By Staff Writers
By Agencies
By: Example News Service
2h ago
Staff Writer
Special correspondent
Health correspondent
City Bureau
News Desk
(Editing by Ann Lee)
(Editing by Ann Lee; Writing by Bob Ray; Graphics by Eve Osei)
With inputs from PTI
(With inputs from agencies)
With inputs from Example Trust of Leeds
Additional reporting by Ann Lee in Leeds and Bob Ray in Hull
"""


@pytest.mark.parametrize("line", UNDATED.strip().splitlines())
def test_furniture_that_proves_nothing(line: str) -> None:
    for document in (page(line), page(below=(line,))):
        assert (document.published, document.byline, document.publisher) == (None, None, None)
        assert text_of(document) == [BODY, "More followed."]


SENTENCES = """
Updated 14 July 2025, the register lists 300 ships.
Published on 14 July 2025 by the ministry, the plan names 5 ports.
Monday, July 14, 2025 was the day of the launch.
By 14 July 2025 the quay had 4 cranes.
The plan was first published on 14 July 2025.
Posted workers rose to 300.
Date palms cover 40 hectares.
Issued bonds reached $3 million.
Revised estimates show 4 million tons.
Edited by Ann Lee, the volume has 12 essays.
Editors lost 300 jobs.
Reporters without pay rose to 5%.
Writing by hand is in decline, he said.
14 July 2025 saw 12 ships.
14 July 2025 – 16 July 2025
14 July 2025: 300 ships
14 July 2025: 2025-07-14
Monday: 2025-07-14
Quarter ended | 30 June 2025
Berths | 14 July 2025 | Leeds
The 3 min read test was passed by 12 ships.
Updated Monday, Leeds and Hull signed
Staff of 40 moved, the editor said.
He works as a staff writer.
"""


@pytest.mark.parametrize("line", SENTENCES.strip().splitlines())
def test_sentence_with_a_day_or_a_label_is_text(line: str) -> None:
    document = page(BODY, line)
    assert line in text_of(document)
    assert (document.published, document.byline) == (None, None)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("By Ann Lee and Bob Ray, City Bureau", "Ann Lee and Bob Ray"),
        ("By Ann Lee | Staff Reporter", "Ann Lee"),
        ("By ANN LEE, Staff Writer", "ANN LEE"),
        ("By Ann Lee, Retail Correspondent", "Ann Lee"),
        ("By Ann Lee (Staff Reporter)", "Ann Lee"),
        ("By Ann Lee, Los Angeles", "Ann Lee"),
        ("By Ann Lee and Bob Ray for Example Wire", "Ann Lee and Bob Ray"),
        ("By Ann Lee @annlee", "Ann Lee"),
        ("By Ann Lee in Leeds and Bob Ray in Hull", "Ann Lee and Bob Ray"),
        ("By Ann Lee, Bob Ray, and Eve Osei", "Ann Lee, Bob Ray and Eve Osei"),
        ("By Ann Lee, Bob Ray and Eve Osei, Port Harcourt", "Ann Lee, Bob Ray and Eve Osei"),
        ("Ann Lee, Staff Writer", "Ann Lee"),
        ("Ann Lee | Health Correspondent", "Ann Lee"),
        ("(Reporting by Ann Lee in Leeds, Bob Ray in Hull and Eve Osei in Bath; Writing by I. Fox; Editing by Ed Orr)",
         "Ann Lee, Bob Ray and Eve Osei"),
        ("By Our Special Correspondent", None),
        ("By Staff", None),
        ("By City Desk", None),
        ("Ann Lee, Leeds", None),
        ("Ann Lee", None),
        ("By , and", None),
    ],
)  # fmt: skip
def test_posts_and_places_are_no_writers(line: str, name: str | None) -> None:
    assert bylines.labelled(line) == name


def test_name_above_a_post() -> None:
    document = page("Ann Lee", "Health correspondent", "14 July 2025", "Updated 2 hours ago")
    assert (document.byline, document.published) == ("Ann Lee", FOURTEENTH)
    assert text_of(document) == [BODY, "More followed."]


def test_credit_below_is_no_text_and_who_reported_is_the_byline() -> None:
    document = page(
        below=("(Reporting by Ann Lee; editing by Bob Ray)", "(With inputs from PTI)", "© 2025 Example Post")
    )
    assert (document.byline, document.publisher) == ("Ann Lee", "Example Post")
    assert text_of(document) == [BODY, "More followed."]


def test_later_of_publication_and_update() -> None:
    assert page("Published: 13 July 2025", "Updated: 14 July 2025").published == FOURTEENTH
    assert page("Updated: 13 July 2025", below=("Published on 14 July 2025",)).published == FOURTEENTH
    assert page("13 July 2025", "Last modified on 14 July 2025 08.11 GMT").published == FOURTEENTH


def test_headings_of_a_timeline_are_no_publication() -> None:
    text = [BODY, BODY.replace("5%", "6%"), BODY.replace("5%", "7%"), "14 July 2025", BODY.replace("5%", "8%")]
    assert page(*text).published is None
    assert page("14 July 2025", *text[:3]).published == FOURTEENTH


@settings(deadline=None, max_examples=200)
@given(
    st.lists(
        st.sampled_from(
            [
                "Updated",
                "14 July 2025",
                "9:41",
                "p.m.",
                "|",
                "/",
                ",",
                "By",
                "Ann Lee",
                "T",
                "(",
                "GMT",
                "UTCx",
                "(GMTb",
                "2025",
            ]
        )
    )
)
def test_any_line_of_such_words_is_read(parts: list[str]) -> None:
    line = " ".join(parts)
    found = imprint.find(line)
    assert found is None or 0 < found.end <= len(line)
    document = page(line)
    assert document.published in {None, FOURTEENTH}


@pytest.mark.parametrize("unit", ["Updated ", "14 July 2025 ", "9:41 ", "By Ann Lee, ", "( ", "1 min ", "a / "])
def test_long_runs_of_such_words_are_read(unit: str) -> None:
    assert page(unit * 5_000).text
