"""The same invented paragraphs, set in the ways that tell differently where one ends: WeasyPrint and LibreOffice."""

from __future__ import annotations

import io
import itertools
import random
import subprocess
from pathlib import Path

from msgspec import Struct
from programs import OFFICE, program

_WORDS = """
ministry infrastructure transportation development percent international economic cooperation railway terminal container
shipment government agreement investment construction capacity region average annual production export import customs
cost-effective long-term energy pipeline electricity according the the the of of of in in a to to and and for with by
on at from was were is has had it its Riga Kazakhstan Ministry Tallinn Asian Bank Ivanov September
"""
WORDS = _WORDS.split()
"""Names among them: a capital letter at the top of a page does not begin a sentence."""
TITLE = "Ports of the north grow again this year"


class Setting(Struct, frozen=True):
    """How paragraphs are set."""

    columns: int
    is_justified: bool
    is_set_in: bool
    """Whether first lines are set in, with no space between paragraphs."""
    hyphens: bool
    seed: int

    @property
    def name(self) -> str:
        """The name of its file."""
        marks = ("justified" * self.is_justified, "set-in" * self.is_set_in, "hyphens" * self.hyphens)
        return "-".join([str(self.seed), str(self.columns), *filter(None, marks)])


def settings(*seeds: int) -> list[Setting]:
    """All ways to set the texts of some seeds."""
    flags = (False, True)
    return [Setting(*one) for one in itertools.product((1, 2), flags, flags, flags, seeds)]


def paragraphs(seed: int) -> list[str]:
    """Invented paragraphs: long ones of an odd seed, short ones of an even seed."""
    source = random.Random(seed)  # noqa: S311 - nothing secret
    made, number = [], 0
    for _ in range(40 if seed % 2 else 70):
        sentences = []
        for _ in range(source.randint(1, 6 if seed % 2 else 3)):
            number += 1
            words = source.choices(WORDS, k=source.randint(6, 26))
            words = [words[0][0].upper() + words[0][1:], *words[1:4], f"{number}.5", *words[4:]]
            sentences.append(" ".join(words) + ".")
        made.append(" ".join(sentences))
    return made


def printed(setting: Setting) -> bytes:
    """The PDF that WeasyPrint makes."""
    import weasyprint

    body = ""
    for number, text in enumerate(paragraphs(setting.seed)):
        body += f"<h2>Section {number} of the report</h2>" if number % 9 == 8 else ""
        body += f"<p>{text}</p>"
    css = f"""
    @page {{ size: A4; margin: 22mm 20mm; @top-center {{ content: "The Baltic Observer" }}
      @bottom-center {{ content: "Page " counter(page) " of " counter(pages) }} }}
    body {{ font: 11pt/1.35 '{"Source Serif 4" if setting.seed % 2 else "Source Sans 3"}';
      text-align: {"justify" if setting.is_justified else "left"}; hyphens: {"auto" if setting.hyphens else "manual"} }}
    p {{ margin: {"0; text-indent: 1.5em" if setting.is_set_in else "0 0 .6em"} }}
    .text {{ columns: {setting.columns} }}
    """
    html = f"<html lang=en><head><style>{css}</style></head><h1>{TITLE}</h1><div class=text>{body}</div>"
    return bytes(weasyprint.HTML(string=html).write_pdf())


def letter(setting: Setting) -> bytes:
    """The Word file from which LibreOffice makes a PDF."""
    import docx
    from docx.enum.section import WD_SECTION
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    made = docx.Document()
    if setting.hyphens:
        made.settings.element.append(OxmlElement("w:autoHyphenation"))
    made.sections[0].header.paragraphs[0].text = "The Baltic Observer"
    made.add_heading(TITLE, 0)
    if setting.columns > 1:
        made.add_section(WD_SECTION.CONTINUOUS)._sectPr.find(qn("w:cols")).set(qn("w:num"), str(setting.columns))
    for number, text in enumerate(paragraphs(setting.seed)):
        if number % 9 == 8:
            made.add_heading(f"Section {number} of the report", 2)
        paragraph = made.add_paragraph(text)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY if setting.is_justified else WD_ALIGN_PARAGRAPH.LEFT
        paragraph.paragraph_format.first_line_indent = Pt(16) if setting.is_set_in else None
        paragraph.paragraph_format.space_after = Pt(0 if setting.is_set_in else 8)
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def office(files: dict[str, bytes], folder: Path) -> dict[str, bytes]:
    """The PDF files that LibreOffice makes of Word files or web pages, by their names."""
    for name, data in files.items():
        (folder / name).write_bytes(data)
    soffice = program("soffice", OFFICE)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, *(folder / n for n in files)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return {name: (folder / name).with_suffix(".pdf").read_bytes() for name in files}
