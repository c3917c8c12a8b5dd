"""WordprocessingML in a few words: elements, runs of text, fields, properties in the order that its schema wants."""

from __future__ import annotations

import copy
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from docx.oxml.ns import nsmap
from docx.oxml.parser import oxml_parser

from briefgen.rendering.directions import way

Element = Any
"""An lxml element; lxml has no types."""

NAMESPACES: Mapping[str, str] = {
    **{prefix: nsmap[prefix] for prefix in ("w", "r", "wp", "a", "pic")},
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "ds": "http://schemas.openxmlformats.org/officeDocument/2006/customXml",
}
"""Prefixes of every part; `w14` is an extension of Word 2010 that older programs pass over (`mc:Ignorable`)."""

_PARAGRAPH = tuple(
    "pStyle keepNext keepLines widowControl numPr pBdr shd tabs bidi spacing ind jc outlineLvl".split()  # noqa: SIM905
)
_RUN = tuple("rStyle rFonts b bCs i iCs noProof color sz szCs vertAlign rtl lang numForm numSpacing".split())  # noqa: SIM905
"""The children of `w:pPr` and `w:rPr` that we use, in the order of ECMA-376 Part 1, 17.3.1 and 17.3.2."""
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot carry (production 2)."""
_RIGHT_TO_LEFT = re.compile(
    r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]+(?:[\s\u00a0،؛:–—-]+[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]+)*"
)
"""Words of scripts that run from the right (Hebrew to Arabic Extended-A, and their presentation forms)."""


def w(tag: str, *children: Element, **attributes: object) -> Element:
    """An element of the main namespace; its attributes are of that namespace too."""
    return element(f"w:{tag}", *children, **{f"w:{name}": value for name, value in attributes.items()})


def element(tag: str, *children: Element, **attributes: object) -> Element:
    """An element by its prefixed name, with attributes by prefixed or plain names."""
    made = oxml_parser.makeelement(
        _qualified(tag), {_qualified(name): clean(str(value)) for name, value in attributes.items()}, NAMESPACES
    )
    made.extend(children)
    return made


def root(tag: str, *children: Element) -> Element:
    """The root of a part, which says which namespaces a reader may pass over."""
    made = w(tag, *children)
    made.set(_qualified("mc:Ignorable"), "w14")
    return made


def paragraph_properties(*properties: Element) -> Element:
    """`w:pPr`, in order."""
    return w("pPr", *_ordered(properties, _PARAGRAPH))


def run_properties(*properties: Element) -> Element:
    """`w:rPr`, in order."""
    return w("rPr", *_ordered(properties, _RUN))


def paragraph(style: str, content: Iterable[Element] = (), *properties: Element) -> Element:
    """A paragraph of a style, with what differs from the style."""
    return w("p", paragraph_properties(w("pStyle", val=style), *properties), *content)


def keep_with_next(made: Element) -> None:
    """Keeps a paragraph on the page of what follows it; a table keeps its rows by itself."""
    if made.tag == _qualified("w:p"):
        made[0].insert(1, w("keepNext"))


def runs(text: str, *properties: Element) -> Iterator[Element]:
    """Text as runs: words that run from the right in runs of their own, which take the fonts for such scripts."""
    at = 0
    for match in _RIGHT_TO_LEFT.finditer(text):
        yield from _run(text[at : match.start()], properties)
        yield from _run(match[0], (*properties, w("rtl")))
        at = match.end()
    yield from _run(text[at:], properties)


def run(content: Element, *properties: Element) -> Element:
    """A run around something that is no text."""
    return w("r", *([run_properties(*properties)] if properties else []), content)


def field(instruction: str, result: str, *properties: Element) -> list[Element]:
    """A field with the result that it has until it is updated."""
    order = w("instrText")
    order.text = f" {instruction} "
    _keep_blanks(order)
    return [
        run(w("fldChar", fldCharType="begin"), *properties),
        run(order, *properties),
        run(w("fldChar", fldCharType="separate"), *properties),
        *runs(result, *properties),
        run(w("fldChar", fldCharType="end"), *properties),
    ]


def is_right_to_left(text: str) -> bool:
    """Whether the first letter of a text is of a script that runs from the right."""
    strong = (kind for kind in map(unicodedata.bidirectional, text) if kind in {"L", "R", "AL"})
    return next(strong, "L") != "L"


def turned(text: str, *, right_to_left: bool) -> list[Element]:
    """What a paragraph says of its way where it runs otherwise than the page.

    On a page from the left its first letter decides; on one from the right most of its letters, as English sentences
    open with a name or a date in the page's script (`directions`).
    """
    runs_otherwise = way(text) == "ltr" if right_to_left else is_right_to_left(text)
    return [w("bidi", val=int(not right_to_left))] if runs_otherwise else []


def _run(text: str, properties: Sequence[Element]) -> Iterator[Element]:
    if not text:
        return
    content = w("t")
    content.text = clean(text)
    _keep_blanks(content)
    yield run(content, *properties)


def _ordered(properties: Sequence[Element], order: Sequence[str]) -> list[Element]:
    """Copies, as an element of lxml has one parent, and properties are given once for several runs or styles."""
    copies = [copy.copy(one) for one in properties]
    return sorted(copies, key=lambda one: order.index(one.tag.rpartition("}")[2]))


def _keep_blanks(text: Element) -> None:
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _qualified(name: str) -> str:
    prefix, _, local = name.rpartition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}" if prefix else local


def clean(text: str) -> str:
    """The text as far as XML can carry it."""
    return _FORBIDDEN.sub("\ufffd", text)
