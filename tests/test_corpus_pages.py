"""What a page proves: headline, byline, dateline, publisher, day; and what of it is read."""

from __future__ import annotations

import datetime as dt
import lzma
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier

from briefgen.corpus import bylines, dates, langmodel, language, markdown, plain
from briefgen.corpus.language import identify
from briefgen.corpus.paragraphs import stretches
from briefgen.model import BlockKind, Document

BODY = "Freight through the ports grew by 5% in the year, the harbour board said."


def page(text: str) -> Document:
    return plain.read(text.encode(), "a.txt")


def kinds(document: Document) -> list[tuple[str, str]]:
    return [(block.kind.value, document.text[block.span.start : block.span.end]) for block in document.blocks]


def texts(document: Document, kind: BlockKind) -> list[str]:
    return [text for name, text in kinds(document) if name == kind.value]


def test_whole_page() -> None:
    document = page(
        "Home > News > Trade\nPorts grow again\nBy Ann Lee and J. K. Omondi | 3 March 2025 | 14:05\nAdvertisement\n"
        f"{BODY}\n\nA new berth\n\nThe berth opens in May.\n\nRead more: Rail link delayed\nPhoto: A crane / Wire\n"
        "Tags: ports, trade\n© 2025 The Harbour Post. All rights reserved.\n1,204 views\n"
    )
    assert document.headline == "Ports grow again"
    assert document.byline == "Ann Lee and J. K. Omondi"
    assert document.published == dt.date(2025, 3, 3)
    assert document.publisher == "The Harbour Post"
    assert texts(document, BlockKind.PARAGRAPH) == [BODY, "The berth opens in May."]
    assert texts(document, BlockKind.HEADING) == ["A new berth"]


def test_bare_page_proves_nothing() -> None:
    document = page(f"{BODY}\n\nThe board met on Monday.\n")
    fields = (document.headline, document.byline, document.dateline, document.publisher, document.published)
    assert fields == (None,) * 5


def test_foot_of_a_page_with_a_name() -> None:
    document = page(f"Ports grow again\n{BODY}\nJane Roe-Hale\nHome\n24 Oct 2025 13:36\n115\n")
    assert document.byline == "Jane Roe-Hale"
    assert document.published == dt.date(2025, 10, 24)
    assert [kind for kind, _ in kinds(document)][2:] == ["byline", "furniture", "furniture", "furniture"]


@pytest.mark.parametrize("tag", ["Harbour Board", "Central Asia", "Port News", "Ports grow", "ANN LEE", "Ann Lee."])
def test_name_at_the_foot_that_may_be_a_tag_is_no_byline(tag: str) -> None:
    assert page(f"{BODY} The Harbour Board agreed.\n{tag}\nHome\n").byline is None


def test_heading_inside_the_text_is_no_headline() -> None:
    document = page(f"By\xa0Ann Lee\nPublished on\n{BODY}\nNew ‘golden age’ for ports\n{BODY}\n")
    assert document.headline is None
    assert document.byline == "Ann Lee"
    assert texts(document, BlockKind.HEADING) == ["New ‘golden age’ for ports"]
    assert texts(document, BlockKind.FURNITURE) == ["Published on"]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("By Ann Lee", "Ann Lee"),
        ("BY ANN LEE", "ANN LEE"),
        ("By\xa0Maria de la Cruz", "Maria de la Cruz"),
        ("Written by Ann Lee, Bob Ray and Eve Osei", "Ann Lee, Bob Ray and Eve Osei"),
        ("(Reporting by Ann Lee in Leeds; Editing by Bob Ray)", "Ann Lee"),
        ("Author: Ann Lee", "Ann Lee"),
        ("By Ann Lee in Leeds", "Ann Lee"),
        ("By 2030", None),
        ("By Friday", None),
        ("By the harbour", None),
        ("By Jove!", None),
        ("Bystanders Saw It", None),
    ],
)
def test_byline(line: str, name: str | None) -> None:
    assert bylines.labelled(line) == name


@pytest.mark.parametrize(
    ("head", "dateline", "publisher", "day"),
    [
        ("LEEDS (Example Wire) - ", "LEEDS (Example Wire)", "Example Wire", None),
        ("PORT ELLEN, Scotland, October 19. ", "PORT ELLEN, Scotland, October 19", None, None),
        ("date 2025-10-19 LEEDS, England, October 19. ", "LEEDS, England, October 19", None, dt.date(2025, 10, 19)),
        ("NEW LEEDS, March 3 (EWA): ", "NEW LEEDS, March 3 (EWA)", "EWA", None),
        ("LEEDS, Oct. 20 (Example) -- ", "LEEDS, Oct. 20 (Example)", "Example", None),
        ("LEEDS — ", "LEEDS", None, None),
        ("Leeds, 24 October 2025 – ", "Leeds, 24 October 2025", None, dt.date(2025, 10, 24)),
        ("ST. IVES, March 2, 2025 — ", "ST. IVES, March 2, 2025", None, dt.date(2025, 3, 2)),
        ("LEEDS, Oct. 5, 2025 /Wire Feed/ -- ", "LEEDS, Oct. 5, 2025 /Wire Feed/", "Wire Feed", dt.date(2025, 10, 5)),
        ("England (Leeds, Evening Post) ", "England (Leeds, Evening Post)", "Leeds Evening Post", None),
        ("England (Leeds, Harbour Gazette) ", "England (Leeds, Harbour Gazette)", "Harbour Gazette", None),
    ],
)
def test_dateline(head: str, dateline: str, publisher: str | None, day: dt.date | None) -> None:
    document = page(f"{head}{BODY}\nMore followed.\n")
    assert (document.dateline, document.publisher, document.published) == (dateline, publisher, day)
    assert texts(document, BlockKind.DATELINE) == [head.strip()]
    assert texts(document, BlockKind.PARAGRAPH)[0] == BODY


@pytest.mark.parametrize(
    "head",
    [
        "NATO – the alliance – agreed. ",
        "ANALYSIS: ",
        "GDP – ",
        "Monday, March 3 – ",
        "In Leeds, freight grew. ",
        "UK: ",
        "Fees (Oct. 3) rose. ",
    ],
)
def test_no_dateline(head: str) -> None:
    assert page(f"{head}{BODY}\nMore followed.\n").dateline is None


def test_agency_that_its_own_story_was_told_to() -> None:
    story = "LEEDS, England, October 19. Freight will double, the board’s head told {}.\n\nHe gave no date.\n"
    assert page(story.format("Kazinform")).publisher == "Kazinform"
    for other in ("Reuters", "Parliament", "Ann Lee"):
        assert page(story.format(other)).publisher is None
    assert page(story.format("Kazinform").removeprefix("LEEDS, England, October 19. ")).publisher is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("24 Oct 2025 13:36", (2025, 10, 24)),
        ("Oct. 24, 2025", (2025, 10, 24)),
        ("October 24th, 2025 at 1:36 PM (GMT+4)", (2025, 10, 24)),
        ("Friday, 24 October 2025", (2025, 10, 24)),
        ("2025-10-24", (2025, 10, 24)),
        ("2025-10-24T13:36:00Z", (2025, 10, 24)),
        ("24.10.2025", (2025, 10, 24)),
        ("10/24/2025 1:36 p.m.", (2025, 10, 24)),
        ("13:36, 24 October 2025", (2025, 10, 24)),
        ("04/04/2025", (2025, 4, 4)),
        ("03/04/2025", None),
        ("31 February 2025", None),
        ("0000-00-00", None),
    ],
)
def test_day_of_a_date_line(text: str, day: tuple[int, int, int] | None) -> None:
    assert dates.is_stamp(text)
    assert dates.day(text) == (dt.date(*day) if day else None)


@pytest.mark.parametrize("text", ["In 2025", "4,500 tons", "24 October", "On 24 October 2025 the port opened", "1.2.3"])
def test_no_date_line(text: str) -> None:
    assert not dates.is_stamp(text)


@pytest.mark.parametrize(
    "line",
    [
        "By Ann Lee, 24 October 2025",
        "By Ann Lee - October 24, 2025",
        "October 24, 2025 By Ann Lee",
        "Published on 24 October 2025 by Ann Lee",
        "By Ann Lee | Published 24 Oct 2025, 13:36",
        "Updated: 24 Oct 2025 13:36 by Ann Lee",
    ],
)
def test_writer_and_day_in_one_line(line: str) -> None:
    document = page(f"Trade\nPorts grow again\n{line}\n{BODY}\n")
    assert (document.headline, document.byline) == ("Ports grow again", "Ann Lee")
    assert document.published == dt.date(2025, 10, 24)


def test_the_update_is_the_day_of_this_version() -> None:
    document = page(f"Ports grow again\nPublished: October 23, 2025\nUpdated: Oct. 24, 2025 10:15 AM\n{BODY}\n")
    assert document.published == dt.date(2025, 10, 24)


def test_two_days_without_labels_prove_none() -> None:
    assert page(f"3 May 2025\n{BODY}\n5 May 2025\n").published is None


@pytest.mark.parametrize(
    "line",
    [
        "Copyright industries contribute 5% to output.",
        "Subscribers rose to 1.2 million.",
        "Photos fetched $3 million.",
        "Read widely, the report names 5 ports.",
        "Homes cost 5% more.",
        "Published research doubled to 300 papers.",
        "Updated figures show a rise of 5%.",
        "115 ships called.",
        "Share prices fell by 5%.",
    ],
)
def test_sentences_are_no_furniture(line: str) -> None:
    assert line in texts(page(f"{BODY}\n{line}\n{BODY}\n"), BlockKind.PARAGRAPH)


WRAPPED = """The board said on Monday that freight volumes on the northern quay
rose by a fifth in the first half of the year, as mills in the west
sent more grain to the coast than in any season since the crane was
put up in 1987.

Officials expect the growth to go on. A second crane is planned for
the section between the river and the town, where ships now wait up
to three hours for a berth.
"""


def test_text_of_fixed_width_is_put_together() -> None:
    assert len(stretches(WRAPPED)) == 2
    assert [kind for kind, _ in kinds(page(WRAPPED.replace("\n", "\r\n")))] == ["paragraph", "paragraph"]


def test_lines_of_wire_text_are_paragraphs() -> None:
    text = f"{BODY}\nThe quay is full.\n{BODY}\nIt will grow by 300 metres before the next season, he said.\n"
    assert len(stretches(text)) == 4


def test_list_items_stay_apart() -> None:
    items = ["• Length: 1.2 km", "• Cost: $40 million", "• Lanes: 4"]
    assert texts(page("\n".join([BODY, *items])), BlockKind.PARAGRAPH) == [BODY, *items]


MARKDOWN = """# Ports grow

LEEDS, March 3 — Freight grew by 5%.
It will grow on.

## Next *steps* ##

- Two cranes
  for the quay
- > A shed

> Nobody doubts it.

| Year | Tons |
|------|-----:|
| 2024 | 4.5 million |

```
x = 5
```

<div>5 ports</div>

Outlook
-------

1. Fees fall.
"""


def test_markdown_blocks_leave_out_the_marks() -> None:
    for source in (MARKDOWN, MARKDOWN.replace("\n", "\r\n")):
        found = [(kind, text.replace("\r\n", "\n")) for kind, text in kinds(markdown.read(source.encode(), "a.md"))]
        assert found == [
            ("headline", "Ports grow"),
            ("dateline", "LEEDS, March 3 —"),
            ("paragraph", "Freight grew by 5%.\nIt will grow on."),
            ("heading", "Next *steps*"),
            ("paragraph", "Two cranes\n  for the quay"),
            ("paragraph", "A shed"),
            ("paragraph", "Nobody doubts it."),
            ("row", "Year | Tons"),
            ("row", "2024 | 4.5 million"),
            ("furniture", "```\nx = 5\n```"),
            ("furniture", "<div>5 ports</div>"),
            ("heading", "Outlook"),
            ("paragraph", "Fees fall."),
        ]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (BODY, "en"),
        ("Оборот вырос на 20 процентов, сообщил министр.", "ru"),
        ("Ticaret hacmi geçen yıl yüzde 20 arttı.", "tr"),
        ("GDP 4.5%", None),
        ("12 345", None),
    ],
)
def test_language(text: str, language: str | None) -> None:
    assert page(text).language == language


LINES = st.sampled_from(
    [
        "By Ann Lee",
        "LEEDS — ",
        BODY,
        "Home",
        "24 Oct 2025",
        "115",
        "- item",
        "> said",
        "# Head",
        "| a |",
        "---",
        "```",
        "x: [",
        "\t",
        "",
    ]
)


@settings(deadline=None, max_examples=150)
@given(st.one_of(st.text(min_size=1, max_size=120), st.lists(LINES, min_size=1, max_size=12).map("\n".join)))
def test_blocks_are_in_order_and_never_overlap(text: str) -> None:
    for spans in (stretches(text), [one.span for one in markdown.stretches(text, 0)]):
        for left, right in pairwise(spans):
            assert left.end <= right.start
        for span in spans:
            assert text[span.start : span.end] == text[span.start : span.end].strip()


@settings(deadline=None, max_examples=150)
@given(st.lists(LINES, min_size=1, max_size=12).map("\n".join).filter(str.strip))
def test_any_page_is_read(text: str) -> None:
    document = page(text)
    assert document.text == text
    assert all(block.span.start < block.span.end <= len(text) for block in document.blocks)


@pytest.mark.parametrize(
    "unit", ["A. ", "a\n", "By ", "(", "2025-10-19 ", "| ", "> ", "[", "THE ", "©", "a > ", "1. ", "LEEDS, X "]
)
def test_long_hostile_text_is_read(unit: str) -> None:
    data = (unit * (60_000 // len(unit))).encode() + b"end of it"
    assert plain.read(data, "a.txt").text
    assert plain.read(data.replace(b" ", b"\n"), "a.txt").text


@pytest.mark.parametrize("text", ["Exports fell 3% in May.", "Revenue rose 12% to $4.5bn.", "Oil output 1.2m bpd"])
def test_short_english_is_english(text: str) -> None:
    assert identify(text) == "en"


@pytest.mark.parametrize(
    "text", ["Umsatz stieg um 4 Prozent", "Le PIB a progressé de 2 %.", "İhracat yüzde 4 arttı.", "GDP 4.5%"]
)
def test_what_is_short_and_foreign_or_open_is_not_english(text: str) -> None:
    assert identify(text) != "en"


SPEECHES = (
    "Қазақстан Республикасының Үкіметі көлік дәліздерін дамыту жоспарын бекітті.",
    "Das Ministerium teilte am Montag mit, dass die Preise stiegen.",
    "Bakı limanında yükdaşıma ilin əvvəlindən artıb.",
    "Exports fell 3%",
    "12.10",
    "",
)


def test_the_model_that_takes_little_memory_says_what_the_whole_one_says() -> None:
    whole = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    whole.set_languages(language.LANGUAGES)
    lean = langmodel.load(MODEL_DIR / MODEL_FILE, language.LANGUAGES)
    assert [lean.rank(text) for text in SPEECHES] == [whole.rank(text) for text in SPEECHES]


@pytest.mark.parametrize("lost", ["nextmove", "ptc", "classes"])
def test_a_model_of_another_layout_is_loaded_by_its_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    arrays = {"classes": np.array(["de"]), "pc": np.zeros(1, "<f4"), "ptc": np.zeros((1, 1), "<f2")}
    arrays |= {"nextmove": np.zeros(256, "<u2"), "nextmove_row": np.zeros(1, "<u2"), "out_feat": np.zeros(1, "<i4")}
    with (tmp_path / "model.npz").open("wb") as file:
        np.savez(file, **{name: array for name, array in arrays.items() if name != lost})
    other = tmp_path / "model.npz.xz"
    other.write_bytes(lzma.compress((tmp_path / "model.npz").read_bytes()))
    with pytest.raises(KeyError):
        langmodel.load(other, ["de"])
    real = langmodel.load
    monkeypatch.setattr(langmodel, "load", lambda _, languages: real(other, languages))
    assert language.identifier.__wrapped__().rank(SPEECHES[1])[0][0] == "de"


def test_a_model_with_other_numbers_is_refused(tmp_path: Path) -> None:
    arrays = {"classes": np.array(["de"]), "pc": np.zeros(1, "<f4"), "ptc": np.zeros((1, 1), "<f2")}
    other = tmp_path / "model.npz.xz"
    with (tmp_path / "model.npz").open("wb") as file:
        np.savez(file, **arrays, nextmove=np.zeros(256, "<i8"))
    other.write_bytes(lzma.compress((tmp_path / "model.npz").read_bytes()))
    with pytest.raises(ValueError, match="numbers of another kind"):
        langmodel.load(other, ["de"])


@pytest.mark.parametrize("data", [b"no archive", lzma.compress(b"no archive")])
def test_a_model_that_is_no_archive_of_arrays_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "model").write_bytes(data)
    with pytest.raises(ValueError, match="no archive that is known"):
        langmodel.load(tmp_path / "model", ["de"])


def test_running_english_needs_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("briefgen.corpus.language.identifier", None)
    assert identify("The port handled the grain of three harvests, and that was more than the year before.") == "en"
