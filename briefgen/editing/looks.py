"""How a sample comes out with the templates and looks of a house: its words, its outline, its pages."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from briefgen import orders, pipeline, rendering, resources, samples
from briefgen.config import Config
from briefgen.model import Brief, Provenance
from briefgen.rendering.lines import lines
from briefgen.rendering.markdown import page
from briefgen.rendering.tokens import markdown_parser

FORMATS = ("pdf",)
HASH = "0" * 64
"""Stands for the hashes of documents and settings, and "0" for the version: they change with every change."""
PAGES, OUTLINE, WORDS = "Pages: ", "Outline", "Words"
MARKS = {"heading": "#", "row": "|", "note": "^", "alt": "!"}
"""Before a line that is no paragraph."""


class Looks(Struct, frozen=True):
    """A sample as it comes out."""

    words: tuple[str, ...]
    """Its lines, each behind the name of its block."""
    outline: tuple[str, ...]
    """Its headings, each behind as many "#" as it is deep."""
    pages: tuple[str, ...]
    """The text of each page of its PDF."""


def looks(name: str, own: Config) -> Looks:
    """How a sample comes out.

    Raises:
        BriefgenError: It cannot be printed with these templates.
    """
    settings = samples.dressed(samples.settings(name), own)
    (made,) = pipeline.make(settings, orders.Order())
    brief = replace(made, provenance=Provenance(HASH, HASH, "0"))
    folders = (*settings.templates, resources.templates())
    markdown = page(brief, settings.brand, folders)
    return Looks(tuple(_words(markdown)), tuple(_outline(markdown)), _pages(brief, settings))


def written(one: Looks) -> str:
    """What is kept of it, to be read and compared by people."""
    parts = (f"{PAGES}{len(one.pages)}", "", OUTLINE, "", *one.outline, "", WORDS, "", *one.words, "")
    return "\n".join(parts)


def parts(text: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Pages, outline and words of what is kept; of a file that somebody cut short, what there is."""
    head, _, rest = text.partition(f"\n{OUTLINE}\n")
    outline, _, words = rest.partition(f"\n{WORDS}\n")
    return head.strip().removeprefix(PAGES.strip()).strip(), _filled(outline), _filled(words)


def _filled(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.splitlines() if line.strip())


def _words(markdown: str) -> Iterator[str]:
    for line in lines(markdown):
        cites = "".join(f"[{number}]" for number in line.notes)
        mark = f"{MARKS[line.kind]} " if line.kind in MARKS else ""
        yield f"{line.block}: {mark}{' '.join(line.text.split())}{cites}"


def _outline(markdown: str) -> Sequence[str]:
    found = []
    tokens = markdown_parser().parse(markdown, {})
    for token, inside in pairwise(tokens):
        if token.type == "heading_open":
            plain = "".join(child.content for child in inside.children or () if child.type in {"text", "code_inline"})
            found.append(f"{'#' * int(token.tag[1:])} {' '.join(plain.split())}")
    return found


def _pages(brief: Brief, settings: Config) -> tuple[str, ...]:
    import pypdf

    files = rendering.render(brief, FORMATS, settings.brand, (*settings.templates, resources.templates()))
    content = next(file.content for file in files if file.name.endswith(".pdf"))
    return tuple(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(content)).pages)
