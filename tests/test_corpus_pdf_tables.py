"""Tables of PDF files whose cells run over several lines: one row each, whatever is drawn around them."""

import io
from pathlib import Path

import pytest
import typeset

from briefgen.corpus.pdf.reader import read
from briefgen.model import BlockKind, Document, Table

TEXT = (
    "The ports of the country handled more cargo last year than in the year before, the ministry of transport said on "
    "Monday in a statement to the press."
)
HEADER = ("Port and operator", "Cargo handled in 2024, million tons", "Change from a year earlier, percent", "Remarks")
ROWS = (
    (
        "Riga Freeport, the largest of the country",
        "12.5",
        "4.2",
        "Coal fell, and grain rose for the third year in a row",
    ),
    ("Ventspils", "9.5", "−3.1", "Oil transit ended"),
    ("Liepaja Special Economic Zone", "7.1", "12.4", "A terminal for grain was opened in March, and one more follows"),
    ("Skulte and the small harbours of the gulf", "0.8", "0.4", ""),
    ("All ports together", "29.9", "3.0", "Preliminary"),
)
WANTED = [" | ".join(filter(None, row)) for row in (HEADER, *ROWS)]
STYLES = {
    "in the middle": "td { padding: 3pt 6pt }",
    "at the top": "td, th { vertical-align: top; padding: 3pt 6pt }",
    "at the foot": "td, th { vertical-align: bottom; padding: 3pt 6pt }",
    "tight": "td, th { vertical-align: top; padding: 0 6pt }",
    "boxed": "td, th { border: 1px solid; padding: 3pt 6pt }",
    "ruled": "tr { border-bottom: .5pt solid } td, th { padding: 4pt; vertical-align: top }",
    "numbers right": "td:nth-child(2), td:nth-child(3) { text-align: right } td, th { padding: 3pt 6pt }",
    "striped": "tr:nth-child(even) td { background: #eee } td + td, th + th { text-align: center; padding: 4pt }",
}


def printed(table: str, css: str = "") -> Document:
    """What is read of a page with a table between paragraphs."""
    import weasyprint

    style = f"""
    @page {{ size: A4; margin: 22mm }} body {{ font: 11pt/1.35 "Source Serif 4" }} table {{ width: 100% }}
    td, th {{ text-align: left; padding: 3pt 6pt; vertical-align: top }} {css}
    """
    html = f"<html lang=en><style>{style}</style><h1>Ports</h1><p>{TEXT}</p><p>{TEXT}</p>{table}<p>{TEXT}</p>"
    found = read(weasyprint.HTML(string=html).write_pdf(), "a.pdf")
    assert isinstance(found, Document)
    return found


def texts(found: Document, kind: BlockKind) -> list[str]:
    return [found.text[one.span.start : one.span.end] for one in found.blocks if one.kind is kind]


def headers(found: Document, table: Table) -> list[str]:
    return [found.text[one.span.start : one.span.end] for one in table.cells if one.is_header]


def check(found: Document) -> None:
    """Every row is one, in one table with its header, and the text around it is whole."""
    assert texts(found, BlockKind.ROW) == WANTED
    assert headers(found, found.tables[0]) == list(HEADER)
    assert len(found.tables) == 1
    assert set(texts(found, BlockKind.PARAGRAPH)) == {TEXT}


@pytest.mark.parametrize("name", STYLES)
def test_wrapped_cells_stay_in_their_row(name: str) -> None:
    head = "".join(f"<th>{cell}</th>" for cell in HEADER)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ROWS)
    widths = "td:first-child { width: 30% } td:nth-child(2), td:nth-child(3) { width: 18% }"
    check(printed(f"<table><tr>{head}</tr>{body}</table>", widths + STYLES[name]))


@pytest.mark.conform
@pytest.mark.parametrize("style", ["Table Grid", "Normal Table", "Light List Accent 1"])
def test_wrapped_cells_of_libreoffice_stay_in_their_row(tmp_path: Path, style: str) -> None:
    import docx
    from docx.shared import Cm, Pt

    made = docx.Document()
    made.add_paragraph(TEXT)
    table = made.add_table(len(ROWS) + 1, len(HEADER))
    table.style, table.autofit = style, False
    for row, cells in enumerate((HEADER, *ROWS)):
        for column, text in enumerate(cells):
            cell = table.cell(row, column)
            cell.text, cell.width = text, Cm((4.6, 2.8, 2.8, 4.6)[column])
            cell.paragraphs[0].paragraph_format.space_after = Pt(0)
    made.add_paragraph().add_run().add_break()
    made.add_paragraph(TEXT)
    held = io.BytesIO()
    made.save(held)
    found = read(typeset.office({"a.docx": held.getvalue()}, tmp_path)["a.docx"], "a.pdf")
    assert isinstance(found, Document)
    check(found)


SPANNED = """<table><tr><th rowspan=2>Port and its operator, by turnover<th colspan=2>Cargo, million tons
<th colspan=2>Containers, thousand units handled<tr><th>2023<th>2024<th>2023<th>2024
<tr><td>Riga Freeport, the largest of the country<td>12.5<td>13.1<td>400<td>420
<tr><td>Ventspils<td>9.5<td>9.1<td>10<td>12</table>"""
SECTIONS = """<table><tr><th>Port<th>2023, million tons<th>2024, million tons<tr><td colspan=3>Baltic ports
<tr><td>Riga Freeport, the largest of the country by turnover<td>12.5<td>13.1<tr><td>Ventspils<td>9.5<td>9.1
<tr><td colspan=3>Inland ports<tr><td>Daugavpils and the small harbours of the river<td>0.5<td>0.1</table>"""


def test_a_header_of_two_rows_names_its_columns() -> None:
    found = printed(SPANNED)
    assert headers(found, found.tables[0])[-4:] == ["2023", "2024", "2023", "2024"]
    assert "Riga Freeport, the largest of the country | 12.5 | 13.1 | 400 | 420" in texts(found, BlockKind.ROW)


def test_a_page_may_hold_only_a_table() -> None:
    import weasyprint

    found = read(weasyprint.HTML(string=SPANNED).write_pdf(), "a.pdf")
    assert isinstance(found, Document)
    assert len(found.tables) == 1


def test_sections_of_rows_stay_rows() -> None:
    assert texts(printed(SECTIONS, "td:first-child { width: 30% }"), BlockKind.ROW) == [
        "Port | 2023, million tons | 2024, million tons",
        "Baltic ports",
        "Riga Freeport, the largest of the country by turnover | 12.5 | 13.1",
        "Ventspils | 9.5 | 9.1",
        "Inland ports",
        "Daugavpils and the small harbours of the river | 0.5 | 0.1",
    ]


def test_columns_of_text_are_no_table() -> None:
    columns = "".join(f"<div style='columns: {count}'>{f'<p>{TEXT}' * 4}</div><h2>More</h2>" for count in (2, 3))
    found = printed(columns)
    assert not found.tables
    assert texts(found, BlockKind.PARAGRAPH) == [TEXT] * 11
