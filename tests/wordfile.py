"""What a Word document and a Markdown text say, so that the one can be compared with the other."""

from __future__ import annotations

import io
import re
import zipfile

from lxml import etree

from briefgen.rendering.tokens import elements, markdown_parser, note_label

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARTS = ("word/document.xml", "word/footnotes.xml")


def text_of(content: bytes) -> str:
    """The text of all paragraphs and notes, without the numbers of notes."""
    words: list[str] = []
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        for name in _PARTS:
            paragraphs = etree.fromstring(file.read(name)).iter(f"{W}p")
            words += ["".join(map(_shown, paragraph.iter(f"{W}t", f"{W}br"))) for paragraph in paragraphs]
    return squeezed("\n".join(words))


def said(markdown: str, *, notes: bool = True) -> list[str]:
    """The text of every line of Markdown, cut where it cites; with the sentences of notes or without."""
    lines: list[str] = []
    nodes = elements(markdown_parser().parse(markdown, {}))
    for token in (token for node in nodes if notes or note_label(node) is None for token in node):
        line = ""
        for child in token.children or ():
            if child.type == "image":
                continue
            line += {"footnote_ref": "\n", "softbreak": " "}.get(child.type, child.content)
        lines += [squeezed(part) for part in line.split("\n") if part.strip()]
    return lines


def squeezed(text: str) -> str:
    """One blank between words."""
    return re.sub(r"\s+", " ", re.sub(r"\[[\d, ]*\]", " ", text)).strip()


def _shown(element: etree._Element) -> str:
    return " " if element.tag == f"{W}br" else str(element.text)
