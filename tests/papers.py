"""PDF files made here, and what must be read of them: columns, hyphenation, running heads, notes, tables, lists."""

from __future__ import annotations

import random
import re
from functools import lru_cache

from msgspec import Struct

_WORDS = """
ministry infrastructure transportation development percent international economic cooperation railway terminal
container shipment government agreement investment construction capacity region average annual production export
import customs corridor cost-effective long-term energy pipeline electricity generation according statistics committee
"""
WORDS = _WORDS.split()
TABLE = (
    "<table><tr><th>Port</th><th>2024</th><th>2025</th></tr><tr><td>Riga</td><td>12.5</td><td>13.1</td></tr>"
    "<tr><td>Old harbour</td><td>9.5</td><td>10.4</td></tr></table>"
)
ROWS = ("Port | 2024 | 2025", "Riga | 12.5 | 13.1", "Old harbour | 9.5 | 10.4")
TITLE = "Ports of the north grow again this year"


class Paper(Struct, frozen=True):
    """How a document is set."""

    columns: int = 1
    page: str = "A4"
    align: str = "justify"
    indent: bool = False
    notes: bool = False
    font: str = "Source Serif 4"
    seed: int = 1


PAPERS = {
    "plain": Paper(),
    "two columns": Paper(columns=2, seed=2),
    "three columns, landscape": Paper(columns=3, page="A4 landscape", seed=3),
    "letter, ragged": Paper(page="Letter", align="left", seed=4),
    "set in": Paper(indent=True, seed=5),
    "set in, ragged, two columns": Paper(columns=2, indent=True, align="left", seed=6),
    "notes": Paper(notes=True, font="Source Sans 3", seed=7),
    "notes, two columns": Paper(notes=True, columns=2, seed=8),
}


def paragraphs(paper: Paper) -> list[str]:
    """The text of a document, invented: every sentence has a number of its own, so that it can be found again."""
    source = random.Random(paper.seed)  # noqa: S311 - nothing secret
    made, number = [], 0
    for _ in range(12):
        sentences = []
        for _ in range(source.randint(2, 7)):
            number += 1
            words = source.choices(WORDS, k=source.randint(8, 24))
            sentences.append(" ".join([words[0].capitalize(), *words[1:4], f"{number}.5", *words[4:]]) + ".")
        made.append(" ".join(sentences))
    return made


@lru_cache(maxsize=len(PAPERS))
def made(paper: Paper) -> bytes:
    """The document as a PDF."""
    import weasyprint

    note = "<span class=note>The {} is counted in note number {}.</span>"
    body = ""
    for number, text in enumerate(paragraphs(paper)):
        body += f"<h2>Section {number} of the report</h2>" if number % 5 == 3 else ""
        body += f"<p>{text}{note.format(WORDS[number], number) if paper.notes and number % 3 == 1 else ''}</p>"
        body += TABLE if number == 6 else ""
        body += "<ul><li>First the harbour of Riga.</li><li>Then the railway.</li></ul>" if number == 8 else ""
    css = f"""
    @page {{ size: {paper.page}; margin: 22mm 20mm; @top-center {{ content: "The Baltic Observer" }}
      @bottom-center {{ content: "Page " counter(page) " of " counter(pages) }} }}
    body {{ font: 11pt/1.35 "{paper.font}"; text-align: {paper.align}; hyphens: auto }}
    p {{ margin: {"0; text-indent: 1.5em" if paper.indent else "0 0 .6em"} }} .text {{ columns: {paper.columns} }}
    .note {{ float: footnote; font-size: 8.5pt }} td, th {{ padding: 2pt 14pt }} h1 {{ font-size: 20pt }}
    """
    html = (
        f"<html lang=en><head><title>Microsoft Word - ports.doc</title><meta name=author content='Ann Lee'>"
        f"<meta name=dcterms.modified content=2026-03-02><style>{css}</style></head><body><h1>{TITLE}</h1>"
        f"<div class=text>{body}</div></body></html>"
    )
    return bytes(weasyprint.HTML(string=html).write_pdf())


def pages_of_numbers(data: bytes) -> dict[str, set[int]]:
    """On which pages each sentence's number is printed, as another reader (pypdf) sees it."""
    import io

    import pypdf

    found: dict[str, set[int]] = {}
    for number, page in enumerate(pypdf.PdfReader(io.BytesIO(data)).pages, 1):
        for match in re.findall(r"\b\d{1,3}\.5\b", page.extract_text()):
            found.setdefault(match, set()).add(number)
    return found
