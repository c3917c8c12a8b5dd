"""Pages of the house's frames and style sheets run nothing and fetch nothing (design: "Safety").

A frame is HTML that an editor wrote or pasted. What a reader's browser, a mail program or WeasyPrint would run, send or
fetch is refused, with the line of the template that has it. The check reads what the frame prints, as a tag may be put
together from pieces; what our own Markdown renderer made and the brand's fonts are taken out before.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from msgspec import Struct

from briefgen.errors import TemplateError

FORBIDDEN = frozenset(
    {
        *("applet", "audio", "base", "embed", "fencedframe", "form", "frame", "frameset", "iframe", "input", "link"),
        *("object", "portal", "script", "select", "source", "textarea", "track", "video"),
        *("animate", "animatemotion", "animatetransform", "foreignobject", "set", "use"),
    }
)
"""Elements that run, send or fetch something, or put something else in the place of what is seen: HTML's, SVG's."""
_ADDRESSES = frozenset({"background", "cite", "data", "href", "longdesc", "poster", "src", "xlink:href"})
"""Attributes with an address."""
_ACTIONS = frozenset({"action", "formaction", "http-equiv", "manifest", "ping", "srcdoc", "srcset", "imagesrcset"})
"""Attributes that send something, lead on by themselves, or hold a page or several addresses."""
_FOLLOWED = re.compile(r"(?i)(?:https?://|mailto:|#|[\w.-][\w./-]*(?:#|$))")
"""Where a link that a person follows may lead: design, "Links". Of the last kind are files beside the page."""
_SHOWN = re.compile(r"(?i)(?:data:image/(?:png|jpeg|gif|webp|svg\+xml)[;,]|cid:|#|(?!.*\.\.)[\w-][\w./-]*$)")
"""Where a picture may come from: the page itself, the mail, or a file beside it."""
_TAG = re.compile(r"<\s*/?\s*([a-zA-Z][a-zA-Z0-9:-]*)")
_HELD = re.compile(r"(?i)data:(?:image|font)/|#")
"""What a style sheet may name: what it holds itself."""
_FETCHING = frozenset({"url", "src", "image", "image-set", "-webkit-image-set", "cross-fade"})
"""Functions of CSS with addresses."""
_RUNNING = frozenset({"expression", "behavior", "-moz-binding"})
"""What ran programs in browsers of old, and may in mail programs."""
DEEPEST = 50
"""Brackets in brackets of a style sheet: those of ours are four deep, and WeasyPrint calls itself for each."""
MOST_ELEMENTS = 200
"""Elements of a page in each other: what prints it calls itself for each, and a mail's would end the program."""
_SHUT_BY_THEMSELVES = frozenset(
    {
        *("area", "br", "col", "hr", "img", "meta", "wbr"),
        *("p", "li", "dt", "dd", "td", "th", "tr", "thead", "tbody", "tfoot", "colgroup", "option", "rt", "rp"),
    }
)
"""Elements that have no end, or need none in HTML."""
_ODD = re.compile(r"<\?|<!(?!--|doctype\b|\[(?:if|endif)\b)", re.IGNORECASE)
"""Declarations of XML, of which browsers and parsers make different things; what Outlook reads may stand."""
_BLANKS = re.compile(r"[\x00-\x20]+")
"""What browsers leave out of addresses."""


class Refusal(Struct, frozen=True):
    """Something that may not stand in a page."""

    what: str
    """For a person: "the element <iframe>"."""
    text: str
    """What to look for in the template: "<iframe"."""


def inert(page: str, trusted: Sequence[str], templates: Sequence[Path], frame: str) -> str:
    """The page, when it runs and fetches nothing.

    Args:
        page: What a frame prints.
        trusted: Parts of it that we made: the brief's body, fonts and checked style sheets.
        templates: Folders, the house's first: where the line is looked for.
        frame: Name of the template that printed it.

    Raises:
        TemplateError: The page has an element, attribute, address or style that would do something.
    """
    own = page
    for part in filter(None, trusted):
        own = own.replace(part, "")
    refusal = next(_refusals(own), None)
    if refusal is not None:
        hint = "A brief runs nothing and fetches nothing, so that it is safe to open and shows the same for ever."
        raise TemplateError(
            f"{refusal.what} may not stand in a page", where=_where(refusal.text, templates, frame), hint=hint
        )
    return page


def inert_markdown(markdown: str, charts: Collection[str], templates: Sequence[Path], name: str) -> str:
    """The page in Markdown, when it shows the brief's own charts and no other picture.

    Raises:
        TemplateError: It shows another one, which a reader's browser would fetch.
    """
    from briefgen.rendering.tokens import markdown_parser

    if len(templates) == 1 or "![" not in markdown:
        return markdown
    for token in markdown_parser().parse(markdown):
        for child in token.children or ():
            source = unquote(str(child.attrs.get("src", ""))) if child.type == "image" else ""
            if source and source not in charts:
                hint = "A brief shows its own charts: `parts.chart(chart)`. A logo is set in brand.yaml."
                raise TemplateError(
                    f"the picture “{source[:80]}” may not stand in a brief", _where(source, templates, name), hint
                )
    return markdown


def inert_css(css: str, file: Path) -> str:
    """The style sheet, when it fetches nothing.

    Raises:
        TemplateError: It imports, fetches, or runs something.
    """
    found = next(styles(css), None)
    if found is not None:
        what, line = found
        hint = "Fonts come from brand.yaml; pictures can stand in the sheet as data:image/png."
        raise TemplateError(f"{what} may not stand in a style sheet", where=f"{file}:{line}", hint=hint)
    return css


def _where(text: str, templates: Sequence[Path], frame: str) -> str | None:
    """The first line of the frame that has it, or of another template of the house; else the frame."""
    frames = [folder / frame for folder in templates if (folder / frame).is_file()]
    others = sorted(templates[0].rglob("*.j2")) if templates else []
    for file in (*frames, *others):
        for number, line in enumerate(file.read_text("utf-8", errors="replace").splitlines(), 1):
            if text.casefold() in line.casefold():
                return f"{file}:{number}"
    return next(map(str, frames), None)


def _refusals(page: str) -> Iterator[Refusal]:
    """By the letters first, as browsers and parsers differ in what they take for a tag; then tag by tag."""
    for match in _TAG.finditer(page):
        if match[1].casefold() in FORBIDDEN:
            yield Refusal(f"the element <{match[1].casefold()}>", f"<{match[1]}")
    if (odd := _ODD.search(page)) is not None:
        yield Refusal(f"“{page[odd.start() : odd.start() + 12]}”", odd[0])
    reader = _Tags()
    reader.feed(page)
    reader.close()
    yield from reader.found


class _Tags(HTMLParser):
    """Collects what tags and styles do."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Refusal] = []
        self.in_style = False
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Judges each attribute."""
        self.in_style = tag == "style"
        self.depth += tag not in _SHUT_BY_THEMSELVES
        if self.depth == MOST_ELEMENTS:
            self.found.append(Refusal(f"what is nested deeper than {MOST_ELEMENTS} elements", f"<{tag}"))
        for name, value in attrs:
            self.found += _attribute(tag, name, _BLANKS.sub("", value or ""), value or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One that HTML takes for a start all the same, but SVG does not."""
        depth = self.depth
        self.handle_starttag(tag, attrs)
        self.depth = depth

    def handle_endtag(self, tag: str) -> None:
        """Styles end."""
        self.in_style = self.in_style and tag != "style"
        self.depth = max(0, self.depth - (tag not in _SHUT_BY_THEMSELVES))

    def handle_comment(self, data: str) -> None:
        """Outlook reads what stands in a comment under a condition."""
        reader = _Tags()
        reader.feed(data)
        reader.close()
        self.found += reader.found

    def handle_data(self, data: str) -> None:
        """Judges a style sheet that stands in the page."""
        if self.in_style:
            self.found += [Refusal(what, what.split(" ")[-1]) for what, _ in styles(data)]


def _attribute(tag: str, name: str, address: str, value: str) -> Iterator[Refusal]:
    """What an attribute would do."""
    if name.startswith("on") or name in _ACTIONS:
        if (name, value.casefold()) not in {("http-equiv", "content-type"), ("http-equiv", "x-ua-compatible")}:
            yield Refusal(f"the attribute {name} of <{tag}>", f"{name}=")
    elif name in _ADDRESSES:
        allowed = _FOLLOWED if tag in {"a", "blockquote", "q", "ins", "del"} else _SHOWN
        if address and not allowed.match(address):
            yield Refusal(f"the address “{value[:80]}” in <{tag}>", value.strip())
    elif name == "style":
        for what, _ in styles(value):
            yield Refusal(what, what.split(" ")[-1])


def styles(css: str) -> Iterator[tuple[str, int]]:
    """What of a style sheet would fetch or run something, with its line."""
    import tinycss2

    waiting = [(token, 0) for token in reversed(tinycss2.parse_component_value_list(css, skip_comments=True))]
    while waiting:  # no call of itself, as a sheet may nest deeper than Python's stack
        token, depth = waiting.pop()
        yield from _token(token)
        inner = getattr(token, "arguments", None) or getattr(token, "content", None) or ()
        if inner and depth == DEEPEST:
            yield f"what is nested deeper than {DEEPEST} brackets", token.source_line
            return
        waiting += [(one, depth + 1) for one in reversed(inner)]


def _token(token: Any) -> Iterator[tuple[str, int]]:  # noqa: ANN401 - tinycss2 has no types
    r"""What one of tinycss2's tokens would do, in which escapes such as `\75rl(` are read."""
    name = getattr(token, "lower_name", None) or getattr(token, "lower_value", "")
    if token.type == "at-keyword" and name == "import":
        yield "@import", token.source_line
    elif token.type == "url":
        yield from _fetched(token.value, token.source_line)
    elif token.type == "function" and name in _FETCHING:
        for one in token.arguments:
            if one.type == "string":
                yield from _fetched(one.value, token.source_line)
    elif token.type in {"function", "ident"} and name in _RUNNING:
        yield str(name), token.source_line


def _fetched(address: str, line: int) -> Iterator[tuple[str, int]]:
    if not _HELD.match(_BLANKS.sub("", address)):
        yield f"the address {address[:80]}", line
