"""LibreOffice opens the Word document and saves it as text, OpenDocument and PDF without losing anything."""

from __future__ import annotations

import itertools
import re
import subprocess
import zipfile
from pathlib import Path

import pytest
import samples
from lxml import etree
from msgspec.structs import replace
from programs import OFFICE, POPPLER, program
from wordfile import said

from briefgen.model import Brand, Brief
from briefgen.oneline import one_line
from briefgen.rendering import docx
from briefgen.rendering.markdown import page
from briefgen.rendering.tokens import markdown_parser

pytestmark = pytest.mark.conform
DEFAULT = (Path(__file__).parents[1] / "templates" / "default",)
BRIEFS = (
    samples.ordinary(),
    samples.awkward(),
    samples.quiet(),
    samples.scripts(),
    replace(samples.scripts(), locale="ar", topic="arabic"),
)
NAMESPACES = {
    prefix: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"
    for prefix, name in {
        "draw": "drawing",
        "style": "style",
        "svg": "svg-compatible",
        "table": "table",
        "text": "text",
    }.items()
}


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with each sample as .docx and as what LibreOffice makes of it."""
    office = program("soffice", OFFICE)
    folder = tmp_path_factory.mktemp("office")
    for brief in BRIEFS:
        (folder / f"{brief.topic}.docx").write_bytes(docx.render(brief, Brand(), DEFAULT)[0].content)
    command = (office, "--headless", f"-env:UserInstallation=file://{folder}/profile")
    (folder / "again").mkdir()
    for kind in ("odt", "pdf", "txt:Text (encoded):UTF8"):
        subprocess.run(
            [*command, "--convert-to", kind, "--outdir", str(folder), *map(str, sorted(folder.glob("*.docx")))],
            check=True,
            capture_output=True,
            timeout=180,
        )
    subprocess.run(
        [
            *command,
            "--convert-to",
            "docx:MS Word 2007 XML",
            "--outdir",
            str(folder / "again"),
            str(folder / "awkward.docx"),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return folder


def saved(folder: Path, brief: Brief) -> etree._Element:
    with zipfile.ZipFile(folder / f"{brief.topic}.odt") as file:
        return etree.fromstring(file.read("content.xml"))


def shown(text: str) -> str:
    """The text without blanks and the numbers of notes, which programs set in ways of their own."""
    return re.sub(r"\[[\d,]*\]|\s", "", text)


@pytest.mark.parametrize("brief", BRIEFS, ids=lambda brief: brief.topic)
def test_text_and_notes_stay(brief: Brief, converted: Path) -> None:
    """Plain text has no place for notes, so LibreOffice leaves them out there."""
    content = page(brief, Brand(), DEFAULT)
    words = shown("".join(saved(converted, brief).itertext()))
    assert [line for line in said(content) if shown(line) not in words] == []
    text = shown((converted / f"{brief.topic}.txt").read_text(encoding="utf-8-sig"))
    assert [line for line in said(content, notes=False) if shown(line) not in text] == []


@pytest.mark.parametrize("brief", BRIEFS, ids=lambda brief: brief.topic)
def test_every_note_has_its_number_and_its_sentence(brief: Brief, converted: Path) -> None:
    numbers = list(dict.fromkeys(re.findall(r"(?<!\\)\[\^(\d+)\](?!:)", page(brief, Brand(), DEFAULT))))
    notes = saved(converted, brief).findall(".//text:note[@text:note-class='footnote']", NAMESPACES)
    assert [note.findtext("text:note-citation", namespaces=NAMESPACES) for note in notes] == numbers
    sentences = [one_line(line) for source in brief.documents for line in source.text.splitlines() if line]
    for note in notes:
        assert any(shown(sentence) in shown("".join(note.itertext())) for sentence in sentences)


def test_references_to_notes_still_show_their_numbers(converted: Path) -> None:
    """Each sentence has a reference under Sources, and one wherever it is cited again."""
    brief = samples.ordinary()
    cited = re.findall(r"(?<!\\)\[\^(\d+)\](?!:)", page(brief, Brand(), DEFAULT))
    fields = saved(converted, brief).xpath("//@*[starts-with(., 'NOTEREF')]")
    assert len(fields) == len(cited)
    assert {field.split("_RefNote")[1].split()[0] for field in fields} == set(cited)


@pytest.mark.parametrize("brief", BRIEFS, ids=lambda brief: brief.topic)
def test_tables_keep_their_cells_and_header_rows(brief: Brief, converted: Path) -> None:
    found = [
        [cells(table, "table:table-header-rows/table:table-row"), cells(table, "table:table-row")]
        for table in saved(converted, brief).iterfind(".//table:table", NAMESPACES)
    ]
    wanted = tables(page(brief, Brand(), DEFAULT))
    assert len(wanted) >= (brief.topic != "quiet")
    assert found == [[rows[:1], rows[1:]] for rows in wanted]


def tables(markdown: str) -> list[list[list[str]]]:
    """The cells of every table, row by row."""
    found: list[list[list[str]]] = []
    tokens = markdown_parser().parse(markdown, {})
    for token, inner in itertools.pairwise(tokens):
        if token.type == "table_open":
            found.append([])
        elif token.type == "tr_open":
            found[-1].append([])
        elif token.type in {"th_open", "td_open"}:
            words = (
                f"[{child.meta['label']}]" if child.type == "footnote_ref" else child.content
                for child in inner.children or ()
            )
            found[-1][-1].append(joined("".join(words)))
    return found


def cells(table: etree._Element, path: str) -> list[list[str]]:
    """The cells of the rows at a path of an OpenDocument table; of a note its number."""
    beside = "not(ancestor::text:note-body)"
    return [
        [joined("".join(cell.xpath(f".//text()[{beside}]", namespaces=NAMESPACES))) for cell in row]
        for row in table.iterfind(path, NAMESPACES)
    ]


def joined(text: str) -> str:
    """The text without blanks, and notes side by side as one list of numbers."""
    return re.sub(r"\s", "", text).replace("][", ",")


def test_charts_keep_their_words(converted: Path) -> None:
    brief = samples.ordinary()
    found = [frame.findtext("svg:desc", namespaces=NAMESPACES) for frame in saved(converted, brief).iter("{*}frame")]
    assert [words for words in found if words] == [chart.alt for chart in brief.charts]


def test_the_evidence_stays_when_the_document_is_saved_again(converted: Path) -> None:
    held = []
    for path in (converted / "awkward.docx", converted / "again" / "awkward.docx"):
        with zipfile.ZipFile(path) as file:
            held.append(etree.fromstring(file.read("customXml/item1.xml")).text)
    assert held[0] == held[1]


def test_headings_are_headings(converted: Path) -> None:
    content = saved(converted, samples.ordinary())
    headings = {
        "".join(one.itertext()): one.get(f"{{{NAMESPACES['text']}}}outline-level") for one in content.iter("{*}h")
    }
    assert headings["Bottom line"] == "1"
    assert headings["Cargo handled, Port Alder: the values conflict"] == "2"


@pytest.mark.parametrize("brief", BRIEFS, ids=lambda brief: brief.topic)
def test_the_pdf_of_it_holds_all_words(brief: Brief, converted: Path) -> None:
    command = (program("pdftotext", POPPLER), converted / f"{brief.topic}.pdf", "-")
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    printed = set(re.findall(r"[A-Za-z]{3,}", text.replace("\u00ad", "")))
    wanted = set(re.findall(r"[A-Za-z]{3,}", " ".join(said(page(brief, Brand(), DEFAULT)))))
    assert wanted <= printed
