"""What surrounds the text on Word's pages: header, footer, paper; and the words in front of captions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from briefgen.language import language_of
from briefgen.model import Brand, Brief
from briefgen.rendering import seen
from briefgen.rendering.docx.lines import line
from briefgen.rendering.docx.notes import references
from briefgen.rendering.docx.paper import Paper
from briefgen.rendering.docx.story import Story
from briefgen.rendering.docx.xml import Element, element, field, paragraph, root, run, runs, w
from briefgen.rendering.filters import filters, tests
from briefgen.rendering.markdown import chart_files
from briefgen.rendering.notes import places
from briefgen.rendering.templates import render_template
from briefgen.rendering.text import escape_markdown
from briefgen.rendering.tokens import Node, by_block, elements, markdown_parser, words_of

TEMPLATE = "word.md.j2"
"""The template of what is not part of the content."""
_FROM_EDGE = 567
"""Twentieths of a point from the edge of the paper to header and footer: 10 mm."""


def frame(brief: Brief, brand: Brand, templates: Sequence[Path]) -> Mapping[str, Sequence[Node]]:
    """The nodes of the template's blocks.

    Raises:
        TemplateError: the template is missing or wrong.
    """
    text = render_template(
        TEMPLATE,
        templates,
        values=seen.names(seen.Word(brief, brand)),
        filters=filters(brief, places(brief), chart_files(brief)),
        tests=tests(),
        language=language_of(brief),
        escape=escape_markdown,
    )
    return dict(by_block(list(elements(markdown_parser().parse(text, {})))))


def labels(blocks: Mapping[str, Sequence[Node]]) -> Mapping[str, str]:
    """The words in front of captions by what is numbered."""
    return {kind: " ".join(map(words_of, blocks.get(f"{kind}_label", ()))) for kind in ("chart", "table")}


def header(nodes: Sequence[Node], story: Story) -> Element:
    """The part of the header."""
    return root("hdr", paragraph("Header", _texts(nodes, story)))


def footer(nodes: Sequence[Node], story: Story, room: int) -> Element:
    """The part of the footer, with the numbers of the page and of all pages at its end."""
    pages = [run(w("tab")), *field("PAGE", "1"), *runs(" / "), *field("NUMPAGES", "1")]
    return root("ftr", paragraph("Footer", [*_texts(nodes, story), *pages], w("tabs", w("tab", val="right", pos=room))))


def section(paper: Paper, ids: Mapping[str, str], *, right_to_left: bool) -> Element:
    """Paper and margins; the first page has a masthead and needs no header."""
    return w(
        "sectPr",
        _reference("header", "default", ids["header1"]),
        _reference("footer", "default", ids["footer1"]),
        _reference("footer", "first", ids["footer2"]),
        w("pgSz", w=paper.width, h=paper.height),
        w(
            "pgMar",
            **dict.fromkeys(("top", "right", "bottom", "left"), paper.margin),
            **dict.fromkeys(("header", "footer"), min(_FROM_EDGE, paper.margin // 2)),
            gutter=0,
        ),
        w("titlePg"),
        *([w("bidi")] if right_to_left else []),
    )


def settings() -> Element:
    """The part `settings.xml`: a document of Word 2013 and later, which no older layout rule changes."""
    mode = w("compatSetting", name="compatibilityMode", uri="http://schemas.microsoft.com/office/word", val=15)
    return root("settings", w("defaultTabStop", val=567), references(), w("compat", mode))


def _reference(what: str, kind: str, relation: str) -> Element:
    return element(f"w:{what}Reference", **{"w:type": kind, "r:id": relation})


def _texts(nodes: Sequence[Node], story: Story) -> list[Element]:
    return [made for node in nodes for token in node for made in line(token.children or (), story, 0)]
