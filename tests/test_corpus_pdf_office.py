"""PDF files as LibreOffice writes them: another program's hyphens, blanks, tables and page numbers."""

import io
import subprocess
import zipfile
from pathlib import Path

import papers
import pytest
import typeset
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


SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NOTE = "Note {0} says that the cargo of harbour {0} leaves out transit, which is counted by the office of statistics."


def noted(texts: list[str]) -> bytes:
    """A Word file with a footnote behind every third paragraph, and the others as list items in turn."""
    import docx
    from docx.oxml import parse_xml

    made = docx.Document()
    for number, text in enumerate(texts):
        paragraph = made.add_paragraph(text, style="List Bullet" if number % 3 == 1 else None)
        if number % 3 == 0:
            look = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
            mark = f'<w:r xmlns:w="{SPACE}">{look}<w:footnoteReference w:id="{number + 2}"/></w:r>'
            paragraph._p.append(parse_xml(mark))
    held = io.BytesIO()
    made.save(held)
    notes = "".join(
        f'<w:footnote w:id="{number + 2}"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:rPr><w:sz w:val="18"/></w:rPr>'
        f'<w:t xml:space="preserve"> {NOTE.format(number)}</w:t></w:r></w:p></w:footnote>'
        for number in range(0, len(texts), 3)
    )
    return with_notes(held.getvalue(), f'<w:footnotes xmlns:w="{SPACE}">{notes}</w:footnotes>')


def with_notes(data: bytes, notes: str) -> bytes:
    """A Word file with a part of notes."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    link = f'<Relationship Id="n1" Type="{kind}" Target="footnotes.xml"/></Relationships>'.encode()
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as made:
        for entry in source.infolist():
            content = source.read(entry)
            is_links = entry.filename == "word/_rels/document.xml.rels"
            made.writestr(entry.filename, content.replace(b"</Relationships>", link) if is_links else content)
        made.writestr("word/footnotes.xml", notes)
    return target.getvalue()


def test_notes_and_list_items_of_libreoffice_are_whole(tmp_path: Path) -> None:
    """Marks in another font, and numbers of another size, do not tell the height of their line."""
    wanted = typeset.paragraphs(1)[:30]
    found = read(typeset.office({"a.docx": noted(wanted)}, tmp_path)["a.docx"], "a.pdf")
    assert isinstance(found, Document)
    texts = [found.text[one.span.start : one.span.end] for one in found.blocks]
    assert sum(text in texts for text in wanted) >= 0.95 * len(wanted)
    assert sum(text.lstrip("0123456789 ") in map(NOTE.format, range(30)) for text in texts) == 10
