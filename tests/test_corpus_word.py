"""Word files: what stands in them comes out in blocks and tables; what would do harm is refused."""

import datetime as dt
import io
import zipfile

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from briefgen.corpus.word.package import MOST_TEXT
from briefgen.corpus.word.read import read
from briefgen.errors import CorpusError
from briefgen.model import BlockKind, Document, How, Place

WIDE = (
    "Port Alder handled 4.2 million tons of cargo in 2024, up 18 percent from a year earlier, the Harbour Board said."
)


def saved(document: object) -> bytes:
    """A package without the hundred styles of tables that python-docx brings along, which take long to read."""
    styles = document.styles.element  # type: ignore[attr-defined]
    for one in styles.xpath("w:style[@w:type='table'][not(@w:default)]"):
        styles.remove(one)
    stream = io.BytesIO()
    document.save(stream)  # type: ignore[attr-defined]
    return stream.getvalue()


def report() -> object:
    document = docx.Document()
    document.core_properties.title = "word/template.dotx"
    document.core_properties.author = "Ines Varga"
    document.core_properties.modified = dt.datetime(2025, 3, 14, 9, tzinfo=dt.UTC).replace(tzinfo=None)
    document.add_paragraph("Port Alder moves more freight", style="Title")
    document.add_paragraph(WIDE)
    document.add_heading("Outlook", 1)
    document.add_paragraph("The board expects 5 million tons in 2026.")
    document.add_paragraph("A first point of the list.", style="List Bullet")
    return document


def texts(document: Document, kind: BlockKind) -> list[str]:
    return [document.text[one.span.start : one.span.end] for one in document.blocks if one.kind is kind]


def test_a_report_is_read_in_blocks() -> None:
    found = read(saved(report()), "report.docx")
    assert found.headline == "Port Alder moves more freight"
    assert texts(found, BlockKind.HEADLINE) == ["Port Alder moves more freight"]
    assert texts(found, BlockKind.HEADING) == ["Outlook"]
    assert texts(found, BlockKind.PARAGRAPH) == [
        WIDE, "The board expects 5 million tons in 2026.", "A first point of the list.",
    ]  # fmt: skip
    assert found.media.endswith("wordprocessingml.document")
    assert found.place(next(one.span for one in found.blocks if one.kind is BlockKind.HEADING)) == Place(2)


def test_what_is_known_of_it_says_how() -> None:
    found = read(saved(report()), "report.docx")
    assert (found.byline, found.how("byline")) == ("Ines Varga", How.DECLARED)
    assert (found.published, found.how("published")) == (dt.date(2025, 3, 14), How.INFERRED)
    assert (found.how("headline"), found.how("language")) == (How.FOUND, How.INFERRED)


def test_the_day_of_a_template_is_no_day() -> None:
    document = docx.Document()
    document.add_paragraph(WIDE)
    assert read(saved(document), "a.docx").published is None


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ("Freight of 2024", "Freight of 2024"),
        ("Microsoft Word - freight_final.docx", None),
        ("freight v2.doc", None),
        ("Document1", None),
        ("", None),
    ],
)
def test_a_declared_title_counts_where_it_is_one(title: str, kept: str | None) -> None:
    document = docx.Document()
    document.core_properties.title = title
    document.add_paragraph(WIDE)
    found = read(saved(document), "a.docx")
    assert (found.headline, found.how("headline")) == (kept, How.DECLARED if kept else None)


def test_insertions_are_kept_and_deletions_moves_and_hidden_text_are_not() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("The port handled ")
    for tag, inner in (
        ("w:ins", "<w:r><w:t>4.2</w:t></w:r>"),
        ("w:del", "<w:r><w:delText>3.9</w:delText></w:r>"),
        ("w:moveFrom", "<w:r><w:t> moved away</w:t></w:r>"),
        ("w:moveTo", "<w:r><w:t xml:space='preserve'> million</w:t></w:r>"),
    ):
        marked = f'<{tag} {nsdecls("w")} w:id="1" w:author="x" w:date="2025-01-01T00:00:00Z">{inner}</{tag}>'
        paragraph._p.append(parse_xml(marked))
    paragraph.add_run(" tons of cargo in 2024.")
    hidden = paragraph.add_run(" Hidden note 99.")
    hidden.font.hidden = True
    shown = paragraph.add_run(" So it said.")
    shown.font.hidden = False
    found = read(saved(document), "a.docx")
    assert found.text == "The port handled 4.2 million tons of cargo in 2024. So it said."


def test_tables_have_cells_headers_and_captions() -> None:
    document = docx.Document()
    document.add_paragraph(WIDE)
    document.styles.add_style("caption", WD_STYLE_TYPE.PARAGRAPH) if "caption" not in document.styles else None
    document.add_paragraph("Table 1: Freight, million tons", style="Caption")
    table = document.add_table(3, 3)
    for row, cells in enumerate((("Port", "2023", "2024"), ("Alder", "3.6", "4.2"), ("Elm", "", "1.1"))):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    header = OxmlElement("w:tblHeader")
    header.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(header)
    document.add_paragraph("After the table.")
    found = read(saved(document), "a.docx")
    (read_,) = found.tables
    assert found.text[read_.caption.start : read_.caption.end] == "Table 1: Freight, million tons"
    assert texts(found, BlockKind.ROW) == ["Port | 2023 | 2024", "Alder | 3.6 | 4.2", "Elm | 1.1"]
    assert [found.text[one.span.start : one.span.end] for one in read_.cells if one.is_header] == [
        "Port",
        "2023",
        "2024",
    ]
    assert [(one.row, one.column) for one in read_.cells if found.text[one.span.start : one.span.end] == "1.1"] == [
        (2, 2)
    ]


def test_notes_stand_at_the_end_and_their_marks_in_no_number() -> None:
    """A note's number must not run into the figure before it."""
    source = saved(report())
    notes = (
        f'<w:footnotes {nsdecls("w")}><w:footnote w:id="2"><w:p><w:r><w:t>Without transit.</w:t></w:r></w:p>'
        "</w:footnote></w:footnotes>"
    )
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    found = read(
        repacked(
            source, {"word/footnotes.xml": notes.encode()}, ('</w:p><w:p><w:pPr><w:pStyle w:val="Heading1"/>', mark)
        ),
        "a.docx",
    )
    assert WIDE in texts(found, BlockKind.PARAGRAPH)
    assert "Without transit." in texts(found, BlockKind.PARAGRAPH)
    assert "↑" not in found.text


def repacked(data: bytes, parts: dict[str, bytes], mark: tuple[str, str] | None = None) -> bytes:
    """A package with other parts, and something put in front of a place of its text."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == "word/document.xml" and mark:
                text = content.decode()
                assert mark[0] in text
                content = text.replace(mark[0], mark[1] + mark[0].removeprefix("</w:p>"), 1).encode()
            if entry.filename not in parts:
                made.writestr(entry.filename, content)
        for name, content in parts.items():
            made.writestr(name, content)
    return target.getvalue()


DTD = '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
OPEN = f"<w:document {nsdecls('w')}><w:body>".encode()
BOX = b"<w:sdt><w:sdtContent>"
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)


def body(data: bytes) -> bytes:
    return repacked(saved(report()), {"word/document.xml": data})


def bomb(size: int) -> bytes:
    return repacked(saved(report()), {"word/extra.xml": bytes(size)})


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no Word file"),
        (b"PK\x03\x04 and no more", "no Word file"),
        (b"Just some text.", "no Word file"),
        (OLE, "Word 97"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        (saved(report())[:-400], "no Word file"),
        (bomb(MOST_TEXT + 1), "more than any text"),
        (body(DTD.encode()), "type definition"),
        (body(f"\ufeff{DTD}".encode("utf-16")), "type definition"),
        (body(b"<w:document"), "damaged"),
        (body(b""), "damaged"),
        (body(OPEN + BOX * 9000), "damaged"),
        (saved(docx.Document()), "no text"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_is_refused_with_what_to_do(data: bytes, said: str) -> None:
    with pytest.raises(CorpusError, match=said) as caught:
        read(data, "a.docx")
    assert caught.value.hint
    assert caught.value.where == "a.docx"


def test_deep_nesting_is_refused() -> None:
    closed = b"</w:sdtContent></w:sdt>" * 3000 + b"</w:body></w:document>"
    with pytest.raises(CorpusError, match=r"nested|damaged"):
        read(body(OPEN + BOX * 3000 + b"<w:p><w:r><w:t>Deep.</w:t></w:r></w:p>" + closed), "a.docx")


def test_an_archive_of_something_else_is_told() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        made.writestr("xl/workbook.xml", "<a/>")
    with pytest.raises(CorpusError, match="no Word file"):
        read(target.getvalue(), "a.docx")


def added(*inner: str) -> Document:
    """What is read of a report with paragraphs of such runs at its end."""
    document = report()
    for one in inner:
        spaces = nsdecls("w", "m")
        document.element.body.insert(-1, parse_xml(f"<w:p {spaces}>{one}</w:p>"))  # type: ignore[attr-defined]
    return read(saved(document), "a.docx")


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def field(instruction: str, result: str) -> str:
    """A field as Word writes it, in three parts."""
    marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    return f"{marks[0]}<w:r><w:instrText> {instruction} </w:instrText></w:r>{marks[1]}{run(result)}{marks[2]}"


def over(above: str, below: str) -> str:
    """A fraction as Word's editor of formulas makes it."""
    parts = (("num", above), ("den", below))
    return "<m:f>" + "".join(f"<m:{name}><m:r><m:t>{one}</m:t></m:r></m:{name}>" for name, one in parts) + "</m:f>"


SQUARE = "<m:sSup><m:e><m:r><m:t>3</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup>"


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        (run("On ") + field("DATE", "3 March 2025") + run(" it rained."), "On 3 March 2025 it rained."),
        (run("On ") + f'<w:fldSimple w:instr="DATE">{run("4 March 2025")}</w:fldSimple>.', "On 4 March 2025"),
        (run("See ") + field('HYPERLINK "http://a.example/"', "the list") + run("."), "See the list."),
        (run("See ") + f'<w:hyperlink w:anchor="b">{run("below")}</w:hyperlink>' + run("."), "See below."),
        (run("As ") + f"<m:oMath><m:r><m:t>x=5</m:t></m:r></m:oMath>{run(' shows.')}", "As x=5 shows."),
        (run("As ") + f"<m:oMath>{SQUARE}</m:oMath>" + run("is odd."), "As is odd."),
        (run("Some 3") + f"<m:oMath>{over('1', '2')}</m:oMath>" + run(" million."), "Some 3 1⁄2 million."),
        (run("Some ") + f"<m:oMath><m:r><m:t>3</m:t></m:r>{over('7', '16')}</m:oMath>" + run("."), "Some 3 7⁄16."),
        (run("All but ") + f"<m:oMath>{over('1', '4')}</m:oMath>" + run("."), "All but 1⁄4."),
        (run("As ") + f"<m:oMath>{over('x', '2')}</m:oMath>" + run("is odd."), "As is odd."),
        (run("It was ") + f"<w:r><w:rPr><w:strike/></w:rPr><w:t>4 </w:t></w:r>{run('5 tons.')}", "It was 5 tons."),
        (run("It is ") + f"<w:r><w:rPr><w:dstrike/></w:rPr><w:t>4 </w:t></w:r>{run('5 tons.')}", "It is 5 tons."),
        (run("It has ") + f"<w:r><w:rPr><w:dstrike w:val='0'/></w:rPr><w:t>45</w:t></w:r>{run('.')}", "It has 45."),
        (run("The one") + '<w:r><w:br w:type="page"/></w:r>' + run("and other."), "The one and other."),
        (run("From 15") + "<w:r><w:noBreakHyphen/></w:r>" + run("20 tons."), "From 15\u201120 tons."),
        (run("Said.") + '<w:r><w:commentReference w:id="1"/></w:r>', "Said."),
    ],
    ids=[
        *("field", "simple field", "link field", "link", "formula", "power", "number and fraction", "mixed number"),
        *("fraction", "letters", "struck", "struck twice", "not struck", "page break", "hyphen", "comment"),
    ],
)
def test_fields_links_and_formulas_stand_in_the_text_as_they_are_shown(inner: str, text: str) -> None:
    assert texts(added(inner), BlockKind.PARAGRAPH)[-1] == text


def test_deleted_paragraph_marks_and_rows_are_gone() -> None:
    mark = '<w:pPr><w:rPr><w:del w:id="9" w:author="x"/></w:rPr></w:pPr>'
    assert texts(added(mark + run("One begins")), BlockKind.PARAGRAPH)[-1] == "One begins"
    assert texts(added(mark + run("One begins"), run(" and ends.")), BlockKind.PARAGRAPH)[-1] == "One begins and ends."
    document = docx.Document()
    document.add_paragraph(WIDE)
    table = document.add_table(3, 2)
    for cell, text in zip(table._cells, ("Port", "2024, tons", "Alder", "5", "Elm", "6"), strict=True):
        cell.text = text
    deleted = parse_xml(f'<w:del {nsdecls("w")} w:id="4" w:author="x"/>')
    table.rows[1]._tr.get_or_add_trPr().append(deleted)
    assert texts(read(saved(document), "a.docx"), BlockKind.ROW) == ["Port | 2024, tons", "Elm | 6"]


def test_the_text_around_a_table_inside_a_table_stays() -> None:
    document = docx.Document()
    document.add_paragraph(WIDE)
    cell = document.add_table(1, 2).cell(0, 1)
    cell.text = "The board said this beside the table."
    for inner, text in zip(cell.add_table(2, 2)._cells, ("Port", "2024, tons", "Alder", "5"), strict=True):
        inner.text = text
    cell.add_paragraph("And this below it.")
    found = read(saved(document), "a.docx")
    assert texts(found, BlockKind.PARAGRAPH) == [WIDE, "The board said this beside the table.", "And this below it."]
    assert texts(found, BlockKind.ROW) == ["Port | 2024, tons", "Alder | 5"]
    assert len(found.tables) == 1


def test_merged_headers_name_their_columns_and_rows() -> None:
    document = docx.Document()
    document.add_paragraph(WIDE)
    rows = (("Port", "Cargo, tons", ""), ("", "2023", "2024"), ("Alder", "5", "6"), ("", "7", "8"))
    table = document.add_table(4, 3)
    for cell, text in zip(table._cells, (text for row in rows for text in row), strict=True):
        cell.text = text
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(2, 0).merge(table.cell(3, 0))
    found = read(saved(document), "a.docx")
    (read_,) = found.tables
    heads = [(found.text[c.span.start : c.span.end], c.row, c.column, c.columns) for c in read_.cells if c.is_header]
    assert heads == [("Port", 0, 0, 1), ("Cargo, tons", 0, 1, 2), ("2023", 1, 1, 1), ("2024", 1, 2, 1)]
    assert [cell.rows for cell in read_.cells if found.text[cell.span.start : cell.span.end] == "Alder"] == [2]
