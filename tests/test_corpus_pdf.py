"""PDF files: paragraphs whole over lines, columns and pages, the page of every word, and hostile files refused."""

import datetime as dt
import io
import re
import zlib

import papers
import pypdf
import pytest
from papers import PAPERS, Paper

from briefgen.corpus.opening import Bytes, read_bytes
from briefgen.corpus.pdf.reader import MOST_PAGES, read
from briefgen.corpus.pdf.words import Vocabulary
from briefgen.errors import CorpusError
from briefgen.model import BlockKind, Document, How, Span


def document(data: bytes) -> Document:
    found = read(data, "a.pdf")
    assert isinstance(found, Document)
    return found


def texts(found: Document, kind: BlockKind = BlockKind.PARAGRAPH) -> list[str]:
    return [found.text[one.span.start : one.span.end] for one in found.blocks if one.kind is kind]


def test_paragraphs_stay_whole() -> None:
    whole = count = 0
    for paper in PAPERS.values():
        wanted, got = papers.paragraphs(paper), set(texts(document(papers.made(paper))))
        whole += sum(text in got for text in wanted)
        count += len(wanted)
    assert whole >= 0.95 * count, f"{whole} of {count}"


@pytest.mark.parametrize("name", PAPERS)
def test_running_heads_go_and_headings_stay(name: str) -> None:
    found = document(papers.made(PAPERS[name]))
    assert found.headline == papers.TITLE
    assert found.byline == "Ann Lee"
    assert found.text.count("The Baltic Observer") == 1
    assert "Page 1" not in found.text
    assert texts(found, BlockKind.HEADING) == ["Section 3 of the report", "Section 8 of the report"]
    assert {"First the harbour of Riga.", "Then the railway."} <= set(texts(found))


@pytest.mark.parametrize("name", PAPERS)
def test_every_number_is_on_its_page(name: str) -> None:
    data = papers.made(PAPERS[name])
    found, printed = document(data), papers.pages_of_numbers(data)
    assert len(found.pages) == len(pypdf.PdfReader(io.BytesIO(data)).pages)
    checked = 0
    for match in re.finditer(r"\b\d{1,3}\.5\b", found.text):
        if len(printed.get(match[0], ())) == 1 and found.text.count(match[0]) == 1:
            assert found.place(Span(match.start(), match.end())).page in printed[match[0]]
            checked += 1
    assert checked > 20


@pytest.mark.parametrize("name", ["plain", "letter, ragged", "notes"])
def test_rows_keep_their_cells(name: str) -> None:
    found = document(papers.made(PAPERS[name]))
    assert tuple(texts(found, BlockKind.ROW)) == papers.ROWS
    (table,) = found.tables
    headers = [found.text[one.span.start : one.span.end] for one in table.cells if one.is_header]
    assert headers == ["Port", "2024", "2025"]


@pytest.mark.parametrize("name", ["notes", "notes, two columns"])
def test_notes_stand_apart_and_their_numbers_do_not_run_into_words(name: str) -> None:
    found = document(papers.made(PAPERS[name]))
    notes = [text for text in texts(found) if "note number" in text]
    assert len(notes) == 4
    assert all(re.fullmatch(r"[\W\d]*The [a-z]+ is counted in note number \d+\.", text) for text in notes)
    assert not re.search(r"\.[\d⁰¹²³⁴-⁹]+$", "\n".join(t for t in texts(found) if "note number" not in t), re.MULTILINE)


def test_text_from_right_to_left_keeps_its_order() -> None:
    import weasyprint

    sentence = "שר התחבורה אמר ביום שני כי הנמל טיפל ב 45 מיליון טון מטענים בשנה שעברה."
    html = f"<html lang=he dir=rtl><body style='font: 12pt DejaVu Sans, sans-serif'><p>{' '.join([sentence] * 4)}</p>"
    found = document(weasyprint.HTML(string=html).write_pdf())
    assert texts(found) == [" ".join([sentence] * 4)]


def test_a_title_that_heads_the_pages_behind_it_stays() -> None:
    import weasyprint

    style = "@page { @top-left { content: 'Ports of the north' } } @page :first { @top-left { content: none } }"
    text = "<p>The port of Riga is the largest of the country, the ministry of transport said on Monday.</p>" * 90
    html = f"<html lang=en><style>{style}</style><h1>Ports of the north</h1>{text}"
    found = document(weasyprint.HTML(string=html).write_pdf())
    assert found.headline == "Ports of the north"
    assert found.text.count("Ports of the north") == 1


def test_the_same_bytes_give_the_same_document() -> None:
    data = papers.made(PAPERS["two columns"])
    assert read(data, "a.pdf") == read(data, "a.pdf")


@pytest.mark.parametrize(
    ("left", "right", "whole"),
    [
        ("the infra-", "structure of it", "the infrastructure of it"),
        ("a cost-", "effective way", "a cost-effective way"),
        ("the soft\u00ad", "ware", "the software"),
        ("made by auto\u2010", "matic means", "made by automatic means"),
        ("the Asia-", "Pacific region", "the Asia-Pacific region"),
        ("year-on-", "year growth", "year-on-year growth"),
        ("between 2024-", "2025", "between 2024-2025"),
        ("rose by 5 -", "more than", "rose by 5 - more than"),
        ("no hyphen", "here", "no hyphen here"),
        ("中国的港", "口增长", "中国的港口增长"),
    ],
)
def test_broken_words_are_made_whole_and_compounds_kept(left: str, right: str, whole: str) -> None:
    words = Vocabulary(["A cost-effective port.", "Infrastructure is dear."])
    text, between = words.joint(left, right)
    assert text + between + right == whole


def changed(data: bytes, **information: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    writer.add_metadata({f"/{key}": value for key, value in information.items()})
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()


def test_the_day_of_the_file_is_inferred_and_logins_are_no_authors() -> None:
    data = changed(papers.made(Paper()), ModDate="D:20260302231000+02'00'", Author="jsmith2")
    found = document(data)
    assert (found.published, found.how("published")) == (dt.date(2026, 3, 2), How.INFERRED)
    assert found.byline is None


def written(writer: pypdf.PdfWriter) -> bytes:
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()


def encrypted() -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(papers.made(Paper())))
    writer.encrypt("secret", algorithm="RC4-128")
    return written(writer)


def blank(pages: int) -> bytes:
    writer = pypdf.PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    return written(writer)


def drawn(stream: bytes) -> bytes:
    """A page that draws what a stream says."""
    packed = zlib.compress(stream, 9)
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj 3 0 obj"
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</Font<</F1<</Type/Font/Subtype"
        b"/Type1/BaseFont/Helvetica>>>>>>>>endobj 4 0 obj<</Filter/FlateDecode/Length "
        + str(len(packed)).encode()
        + b">>stream\n"
        + packed
        + b"\nendstream endobj trailer<</Root 1 0 R>>"
    )


def shape() -> pypdf.generic.StreamObject:
    """A stream that draws a box."""
    stream = pypdf.generic.DecodedStreamObject()
    stream.set_data(SHAPE)
    return stream


SHAPE = b"0 0 50 50 re f"
HOSTILE = {
    "no PDF": (lambda: b"Plain text.", "no PDF"),
    "empty": (lambda: b"", "no PDF"),
    "junk": (lambda: b"%PDF-1.7\n" + bytes(range(256)) * 40, "damaged"),
    "cut": (lambda: papers.made(Paper())[:2_000], "damaged"),
    "encrypted": (encrypted, "encrypted"),
    "no pages": (lambda: blank(0), "damaged|no pages"),
    "nothing shown": (lambda: blank(2), "shows? nothing|show nothing"),
    "too many pages": (lambda: blank(MOST_PAGES + 1), "5,001 pages"),
    "letters as shapes": (lambda: drawn(SHAPE), "scanned"),
    "a bomb": (lambda: drawn(b"BT (aaaaaaaaaaaaaaaaaaaa) Tj ET " * 1_000_000), "unpacks to more"),
    "a blank bomb": (lambda: drawn(b" " * 20_000_000), "unpacks to more"),
    "too much on a page": (
        lambda: drawn(b"BT /F1 1 Tf " + b"(aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) Tj " * 5_000 + b"ET"),
        "characters",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_with_a_reason(name: str) -> None:
    make, reason = HOSTILE[name]
    with pytest.raises(CorpusError, match=reason) as error:
        read(make(), "a.pdf")
    assert error.value.hint


def test_scanned_pages_among_others_are_named() -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(papers.made(PAPERS["notes"])))
    count = len(writer.pages)
    page = writer.add_blank_page(200, 200)
    page[pypdf.generic.NameObject("/Contents")] = writer._add_object(shape())
    contents = read_bytes(Bytes(written(writer), "a.pdf", "pdf"))
    assert [one.name for one in contents.documents] == ["a.pdf"]
    (omission,) = contents.omissions
    assert f"page {count + 1}," in omission.reason
    assert "ocrmypdf" in omission.reason


SPOKEN = (
    "The port number {} of the country handled {}.5 million tons of cargo last year, and the official figures differ "
    "from the first estimate, the ministry said. Efficient traffic flows affect offices and the first ferry, it added."
)


def spoken(first: int, last: int) -> list[str]:
    """Paragraphs that differ, as those of a text do."""
    return [SPOKEN.format(number, number) + " And so on." * (number % 7) for number in range(first, last)]


def printed(body: str, css: str = "", language: str = "en") -> bytes:
    import weasyprint

    style = f"@page {{ size: A4; margin: 22mm }} body {{ font: 11pt/1.35 'Source Serif 4' }} {css}"
    return bytes(weasyprint.HTML(string=f"<html lang={language}><style>{style}</style>{body}").write_pdf())


def chapters(*names: str) -> tuple[str, list[str]]:
    """Sections of somewhat more than a page, and their paragraphs."""
    sections = [spoken(9 * number, 9 * number + 9 + number) for number in range(len(names))]
    return "<h1>Ports</h1>" + "".join(
        f"<h2>{name}</h2>" + "".join(f"<p>{one}</p>" for one in section)
        for name, section in zip(names, sections, strict=True)
    ), [one for section in sections for one in section]


RUNNING = {
    "beside that of the paper": "@top-left { content: string(section) } @top-right { content: 'The Observer' }",
    "alone": "@top-left { content: string(section) } @bottom-right { content: counter(page) }",
    "at the foot": "@bottom-left { content: string(section) }",
}


@pytest.mark.parametrize("name", RUNNING)
def test_heads_that_change_with_their_section_go(name: str) -> None:
    names = ("Trade", "Railways", "Sea ports", "Roads", "Energy")
    body, wanted = chapters(*names)
    css = f"@page {{ {RUNNING[name]} }} h2 {{ string-set: section content(); break-before: page }}"
    found = document(printed(body, css))
    assert texts(found) == wanted
    assert texts(found, BlockKind.HEADING) == list(names)


def test_titles_that_each_stand_once_at_the_head_of_their_page_stay() -> None:
    names = [f"The harbour of {name}" for name in ("Riga", "Ventspils", "Liepaja", "Skulte")]
    slides = "".join(f"<h2>{name}</h2><p>{one}</p>" for name, one in zip(names, spoken(0, len(names)), strict=True))
    found = document(printed(slides, "h2 { break-before: page }"))
    assert [text for text in found.text.split("\n\n") if text.startswith("The harbour")] == names


def turned(data: bytes, degrees: int) -> bytes:
    """A file whose pages are shown turned."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    for page in writer.pages:
        page.rotate(degrees)
    return written(writer)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_pages_that_lie_on_their_side_or_head_are_read(degrees: int) -> None:
    body, _ = chapters("Trade", "Roads")
    data = printed(body)
    found, upright = document(turned(data, degrees)), document(data)
    assert (found.text, found.pages, found.blocks) == (upright.text, upright.pages, upright.blocks)


@pytest.mark.parametrize(
    "css",
    [
        "font-size: 44pt; float: left; line-height: .8; margin-right: 3pt",
        "font-size: 3em; float: left; line-height: .9; font-weight: bold; padding-right: 4pt",
        "font-size: 24pt",
    ],
)
def test_an_initial_as_high_as_several_lines_begins_its_word(css: str) -> None:
    wanted = " ".join(spoken(1, 3))
    found = document(printed(f"<h1>Ports</h1><p>{wanted}</p>", f"p::first-letter {{ {css} }}"))
    assert (found.headline, texts(found)) == ("Ports", [wanted])


def test_text_beside_a_box_stays_whole() -> None:
    box = "<div class=box>We will double the flow</div>"
    wanted = spoken(1, 6)
    css = ".box { float: right; width: 45%; font-size: 15pt; border: 2px solid; margin: 6pt }"
    found = document(
        printed(f"<h1>Ports</h1><p>{wanted[0]}</p>{box}" + "".join(f"<p>{p}</p>" for p in wanted[1:]), css)
    )
    assert texts(found) == wanted


def test_soft_hyphens_and_ligatures_leave_nothing() -> None:
    wanted = spoken(1, 6)
    soft = [one.replace("official", "offi\u00adcial").replace("ministry", "minis\u00adtry") for one in wanted]
    css = "body { width: 60mm; text-align: justify; hyphens: manual }"
    assert texts(document(printed("".join(f"<p>{one}</p>" for one in soft), css))) == wanted


def test_arabic_keeps_its_numbers_and_its_ligatures() -> None:
    sentence = "قال وزير النقل يوم الاثنين إن الميناء تعامل مع 45 مليون طن من البضائع، بزيادة قدرها 3.5 في المئة."
    text = " ".join([sentence] * 3)
    found = document(printed(f"<p>{text}</p>", "body { font-family: 'DejaVu Sans'; direction: rtl }", "ar"))
    assert (texts(found), found.tables) == ([text], ())


def test_the_header_of_a_table_that_goes_on_returns_with_it() -> None:
    rows = "".join(f"<tr><td>Harbour {number}</td><td>{number}.5</td><td>{number}.7</td></tr>" for number in range(90))
    table = f"<table><thead><tr><th>Port<th>2023, million tons<th>2024, million tons</thead>{rows}</table>"
    found = document(printed(f"<h1>Ports</h1>{table}", "td, th { padding: 2pt 14pt }"))
    heads = [[found.text[c.span.start : c.span.end] for c in one.cells if c.is_header] for one in found.tables]
    assert len(heads) > 2
    assert all(one == ["Port", "2023, million tons", "2024, million tons"] for one in heads)
