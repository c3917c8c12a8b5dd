"""An HTML page → what it shows, and the bundle that it carries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from msgspec import Struct, field

from briefgen.printed.drawing import Drawing, Shape, shape
from briefgen.printed.page import CELLS, Page, Shown, marker, shown, written

BLOCK = "briefgen-evidence"
"""The id of the element with the bundle (`rendering/bundle.py`)."""
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
_LINES = frozenset(
    {
        *("address", "article", "aside", "blockquote", "caption", "dd", "details", "div", "dl", "dt", "fieldset"),
        *("figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main"),
        *("nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul"),
    }
)
"""Elements that begin and end a line."""
_ASIDES = frozenset({"nav", "summary", "caption", "title", "dialog"})
_HIDDEN = frozenset({"script", "style", "head", "template"})
_DEEPEST = 200
"""Elements within each other. Pages of briefs have a dozen, and browsers flatten what lies below 512; each line looks
through the open ones."""
_NOTE = re.compile(r"note-(\d{1,6})$")


class _Open(Struct):
    """An element that is not closed yet."""

    tag: str
    role: str
    """"", "aside", "drawing", "name", "label", "marker", "back" or "hidden"."""
    number: int | None
    """Of a cited sentence, or where a marker leads."""
    start: int = 0
    """How much text there was when it opened."""


class _Drawn(Struct):
    """A drawing that is read."""

    alt: str = ""
    labels: list[str] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)


class Reader(HTMLParser):
    """Collects lines; elements inside `main` count, and asides anywhere in the body."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[_Open] = []
        self.text: list[str] = []
        self.lines: list[Shown] = []
        self.asides: list[str] = []
        self.drawings: list[_Drawn] = []
        self.bundles: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Called by the parser."""
        named = {key: value or "" for key, value in attrs}
        if tag in _LINES:
            self.end_line()
        if tag == "script" and named.get("id") == BLOCK:
            self.bundles.append("")
        if tag == "img" and "main" in self.tags():
            self.picture(named.get("alt", ""))
        if tag == "br":
            self.text.append(" ")
        if tag in {"td", "th"}:
            self.text.append(CELLS)
        if tag == "svg":
            self.drawings.append(_Drawn())
        if tag in {"path", "g"} and self.drawings:
            self.drawings[-1].shapes += _shapes(tag, named)
        if tag not in _VOID:
            role, number = _role(tag, named)
            self.open.append(_Open(tag, role, number, len(self.text)))
        if len(self.open) > _DEEPEST:
            raise ValueError(f"has elements within each other, {_DEEPEST} deep and more: this is no brief")

    def handle_endtag(self, tag: str) -> None:
        """Called by the parser; an element that nothing opened is passed over, as browsers do."""
        if tag not in self.tags():
            return
        while self.open:
            element = self.open[-1]
            self.close_element(element)
            self.open.pop()
            if element.tag == tag:
                return

    def close_element(self, element: _Open) -> None:
        """What an element leaves behind: a line, an aside, a marker, or nothing."""
        inside = "".join(self.text[element.start :])
        if element.role in {"aside", "back", "marker", "name", "label"}:
            del self.text[element.start :]
        if element.role == "aside":
            self.asides += (shown(part).text for part in inside.split("\n"))
        elif element.role == "marker":
            self.text.append(marker(inside, element.number))
        elif element.role == "name":
            self.picture(inside)
            if self.drawings:
                self.drawings[-1].alt = " ".join(inside.split())
        elif element.role == "label" and self.drawings:
            self.drawings[-1].labels.append(" ".join(inside.split()))
        elif element.tag in _LINES:
            self.end_line()

    def handle_data(self, data: str) -> None:
        """Called by the parser."""
        roles = {element.role for element in self.open}
        if "hidden" in roles:
            if self.bundles and self.open[-1].tag == "script":
                self.bundles[-1] += data
        elif roles & {"aside", "name", "label"} or ("main" in self.tags() and "drawing" not in roles):
            self.text.append(written(data).replace("\n", " "))

    def picture(self, words: str) -> None:
        """The text of a picture is a line of its own."""
        if words.strip():
            self.lines.append(Shown(" ".join(words.split()), alt=True))

    def end_line(self) -> None:
        """What was read since the last line, when it says anything; asides end by themselves."""
        if any(element.role == "aside" for element in self.open):
            self.text.append("\n")
            return
        line = shown(
            "".join(self.text), next((one.number for one in self.open if one.tag == "li" and one.number), None)
        )
        self.text.clear()
        for element in self.open:
            element.start = 0
        if line.text or line.notes:
            self.lines.append(line)

    def tags(self) -> Iterator[str]:
        """The elements that are open."""
        return (element.tag for element in self.open)


def _role(tag: str, named: dict[str, str]) -> tuple[str, int | None]:
    """What an element is to the page, and the note that it is or leads to."""
    note = _NOTE.match(f"note-{named['value']}" if tag == "li" and "value" in named else named.get("id", ""))
    lead = _NOTE.match(named.get("href", "").removeprefix("#"))
    role = ""
    if tag in _HIDDEN:
        role = "hidden"
    elif tag == "svg":
        role = "drawing"
    elif tag == "title":
        role = "name"
    elif tag == "text":
        role = "label"
    elif tag in _ASIDES or named.get("aria-hidden") == "true" or "popover" in named or named.get("class") == "skip":
        role = "aside"
    elif tag == "a" and lead:
        role = "marker"
    elif tag == "button":
        lead = _NOTE.match(named.get("aria-describedby", ""))
        role = "marker" if lead else "back"
    elif tag == "a" and named.get("href", "").startswith("#cite-"):
        role = "back"
    found = note or lead
    return role, int(found[1]) if found else None


def _shapes(tag: str, named: dict[str, str]) -> Iterator[Shape]:
    """The shape of a path that is filled and has an edge; an unreadable one of what is moved or stretched."""
    style = named.get("style", "")
    if "transform" in named or "transform" in style:
        yield Shape(())
    elif tag == "path" and "stroke: " in style and "fill: none" not in style:
        made = shape(named.get("d", ""))
        if made is not None:
            yield made


def read(text: str) -> tuple[Page, tuple[str, ...]]:
    """The page, and the text of every bundle in it: one, where nobody changed anything.

    Raises:
        ValueError: It is nested as no brief is.
    """
    reader = Reader()
    reader.feed(text)
    reader.close()
    reader.end_line()
    drawings = tuple(Drawing(one.alt, tuple(one.labels), tuple(one.shapes)) for one in reader.drawings)
    return Page(tuple(reader.lines), tuple(filter(None, reader.asides)), drawings), tuple(reader.bundles)
