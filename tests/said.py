"""Cases for quotations, attribution and measures: Markdown sections of title, paragraphs and expectations."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from briefgen.model import Block, BlockKind, Document, Span

CASES = Path(__file__).parent / "cases"


def cases(name: str) -> list[tuple[str, str, list[str]]]:
    """Title, text and the lines behind "- " of each section."""
    found = []
    for section in (CASES / f"{name}.md").read_text(encoding="utf-8").split("\n## ")[1:]:
        title, *rest = section.strip("\n").split("\n")
        text = "\n".join(line for line in rest if line and not line.startswith("- "))
        found.append((title, text, [line.removeprefix("- ") for line in rest if line.startswith("- ")]))
    return found


def document(text: str, language: str | None = "en") -> Document:
    """A document with one paragraph a line; a line in # is a heading."""
    blocks = tuple(
        Block(Span(*match.span(1)), BlockKind.HEADING if match.group(0).startswith("#") else BlockKind.PARAGRAPH)
        for match in re.finditer(r"^(?:# )?(\S[^\n]*)", text, re.MULTILINE)
    )
    identity = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Document(identity, "a.txt", text, blocks, language=language)
