"""A brief as the parts of a Word document, in the order in which they need each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from docx.package import Package
from msgspec.structs import replace

from briefgen.language import language_of
from briefgen.model import Brand, Brief
from briefgen.rendering.bundle import bundle
from briefgen.rendering.charts import png
from briefgen.rendering.docx import frame, notes, package, styles
from briefgen.rendering.docx.blocks import Look, Writer
from briefgen.rendering.docx.evidence import add_evidence
from briefgen.rendering.docx.numbering import numbering
from briefgen.rendering.docx.outline import anchors, mentions, note_texts, outline
from briefgen.rendering.docx.paper import paper
from briefgen.rendering.docx.story import Story
from briefgen.rendering.docx.tables import Ground
from briefgen.rendering.docx.theme import theme
from briefgen.rendering.docx.xml import Element, paragraph, run, w
from briefgen.rendering.logo import dots, logo
from briefgen.rendering.markdown import chart_files, written
from briefgen.rendering.tongues import tongues
from briefgen.rendering.words import severities

_LOGO = 520
"""Twentieths of a point: how high a logo is, as in HTML and PDF (2.6 lines of 10 points)."""


def document(brief: Brief, brand: Brand, templates: Sequence[Path]) -> bytes:
    """The file of the document; see `render` for what it raises."""
    content = written(brief, brand, templates)
    groups = outline(content.text)
    around = frame.frame(brief, brand, templates)
    sheet = paper(brand)
    right_to_left = language_of(brief).locale.text_direction == "rtl"
    whole = Package()
    main = package.main_part(whole)
    notes_part = package.notes_part(main, notes.empty())
    pictures = {
        file.name: partial(png, chart, brand) for file, chart in zip(chart_files(brief), brief.charts, strict=True)
    }
    known = tongues(brief, content.numbering)
    story = Story(main, mentions(groups), anchors(groups), pictures, known=known)
    grades = severities(language_of(brief))
    writer = Writer(story, Look(sheet.text, frame.labels(around), _ground(brand), right_to_left, grades))
    body = main.element.body
    body.extend(_logo(brand, story, sheet.text))
    body.extend(_apart(made for group in groups for made in writer.write(group)))
    beside = Story(notes_part, story.numbers, story.anchors, {}, in_notes=True, known=known)
    notes.fill(notes_part.element, note_texts(groups), beside, right_to_left=right_to_left)
    parts = {
        "header1": frame.header(around.get("header", ()), beside),
        "footer1": frame.footer(around.get("footer", ()), beside, sheet.text),
        "footer2": frame.footer(around.get("footer", ()), beside, sheet.text),
        "styles": styles.styles(brand, brief.locale, right_to_left=right_to_left),
        "numbering": numbering(story.starts),
        "settings": frame.settings(),
        "fontTable": styles.font_table(brand),
        "theme1": theme(brand),
    }
    ids = {name: package.add(main, name, content) for name, content in parts.items()}
    body.append(frame.section(sheet, ids, right_to_left=right_to_left))
    carried = bundle(replace(brief, pages=None), brand, templates).decode()
    add_evidence(main, carried, story.shown, [parts["header1"], parts["footer1"]])
    package.describe(whole, brief, brand)
    return package.packed(whole)


def _ground(brand: Brand) -> Ground:
    tones = styles.tones(brand)
    return Ground(tones.amber, tones.accent)


def _apart(elements: Iterable[Element]) -> Iterator[Element]:
    """Puts an empty paragraph between two tables, which Word would join, and behind a table at the end."""
    before = None
    for made in elements:
        if before is not None and before.tag == made.tag == w("tbl").tag:
            yield paragraph("TableText")
        yield made
        before = made
    if before is not None and before.tag == w("tbl").tag:
        yield paragraph("TableText")


def _logo(brand: Brand, story: Story, room: int) -> Iterator[Element]:
    picture = logo(brand)
    if picture is None:
        return
    content = dots(picture) if picture.type == "image/svg+xml" else picture.content
    yield paragraph("Masthead", [run(w("drawing", story.image(content, picture.alt, room, _LOGO)))])
