"""What a brief carries as its proof: its JSON, with every printed line, what it cites, and hashes over all of it.

The files of every format hold the same bundle: `TOPIC.json` is it, HTML has it as a block, PDF and DOCX as a part.
`briefgen verify` reads it back and holds the printed page against it (`briefgen/printed`).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from msgspec import to_builtins
from msgspec.structs import replace

from briefgen import interchange
from briefgen.model import Brand, Brief
from briefgen.oneline import one_line
from briefgen.rendering.lines import Line, lines
from briefgen.rendering.markdown import Written, written

BLOCK = "briefgen-evidence"
"""The id of the element that holds the bundle in HTML."""
_UNSAFE = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}
"""What could end the element, or what JavaScript once took for the end of a line; all stand in texts alone."""


def bundle(brief: Brief, brand: Brand, templates: Sequence[Path]) -> bytes:
    """The bundle as UTF-8 JSON that ends in a newline, indented for people.

    Raises:
        TemplateError: the content template, which decides what is printed, is missing or wrong.
    """
    return interchange.dump(value(brief, written(brief, brand, templates), brand)).encode()


def block(brief: Brief, page: Written, brand: Brand) -> str:
    """The bundle as an element of an HTML page, which browsers neither run nor show."""
    whole = replace(brief, pages=None)  # a length is one of paper
    text = interchange.line(value(whole, page, brand)).rstrip("\n").translate(_UNSAFE)
    return f'<script type="application/json" id="{BLOCK}">{text}</script>\n'


def value(brief: Brief, page: Written, brand: Brand) -> dict[str, Any]:
    """The bundle of a brief whose page is written; the words of a logo are a line too, though Markdown shows none."""
    notes = [(note.number, note.passage) for note in page.numbering.notes]
    logo = (Line("masthead", "alt", one_line(brand.logo_alt), ()),) if brand.logo else ()
    return interchange.brief_row(brief, notes, [to_builtins(line) for line in (*logo, *lines(page.text))])
