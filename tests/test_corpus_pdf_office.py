"""PDF files as LibreOffice writes them: another program's hyphens, blanks, tables and page numbers."""

import io
import subprocess
from pathlib import Path

import papers
import pytest
from papers import Paper
from programs import OFFICE, program

from briefgen.corpus.pdf.reader import read
from briefgen.model import BlockKind, Document, Span

pytestmark = pytest.mark.conform


def letter(paper: Paper) -> bytes:
    """The text of a paper as a Word file with running heads and feet, a table and lists."""
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement

    made = docx.Document()
    made.settings.element.append(OxmlElement("w:autoHyphenation"))
    made.sections[0].header.paragraphs[0].text = "The Baltic Observer"
    made.sections[0].footer.paragraphs[0].text = "For the press"
    made.add_heading(papers.TITLE, 0)
    for number, text in enumerate(papers.paragraphs(paper)):
        if number == 3:
            made.add_heading("Section 3 of the report", 2)
        made.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        if number == 6:
            rows = [row.split(" | ") for row in papers.ROWS]
            table = made.add_table(len(rows), len(rows[0]))
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    table.cell(row, column).text = cell
    made.add_paragraph("First the harbour of Riga.", style="List Bullet")
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


@pytest.mark.parametrize("seed", [11, 12, 13])
def test_what_libreoffice_prints_is_read(tmp_path: Path, seed: int) -> None:
    paper = Paper(seed=seed)
    (tmp_path / "a.docx").write_bytes(letter(paper))
    soffice = program("soffice", OFFICE)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "a.docx"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    data = (tmp_path / "a.pdf").read_bytes()
    found = read(data, "a.pdf")
    assert isinstance(found, Document)
    texts = [(one.kind, found.text[one.span.start : one.span.end]) for one in found.blocks]
    paragraphs = {text for kind, text in texts if kind is BlockKind.PARAGRAPH}
    wanted = papers.paragraphs(paper)
    assert sum(text in paragraphs for text in wanted) >= len(wanted) - 1  # a last line on a page may be full by chance
    assert found.headline == papers.TITLE
    assert (BlockKind.HEADING, "Section 3 of the report") in texts
    assert "First the harbour of Riga." in paragraphs
    assert tuple(text for kind, text in texts if kind is BlockKind.ROW) == papers.ROWS
    assert found.text.count("The Baltic Observer") == 1
    printed = papers.pages_of_numbers(data)
    sure = {number for number, pages in printed.items() if len(pages) == 1 and found.text.count(number) == 1}
    for number in sure:
        start = found.text.index(number)
        assert found.place(Span(start, start + len(number))).page in printed[number]
    assert len(sure) > 20
