"""Markdown → the body of a page. HTML and PDF share it, so that they cannot differ from the Markdown or each other.

The Markdown is parsed (markdown-it-py, raw HTML off), cut at its block marks into sections, and rendered with rules of
our own for citations, sources, charts, cards and tables.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token
from msgspec import Struct

from briefgen.language import Language
from briefgen.model import Status
from briefgen.rendering.citing import back_links, render_cites
from briefgen.rendering.text import slug
from briefgen.rendering.tokens import (
    SECTIONS,
    Node,
    alternative,
    by_block,
    by_heading,
    by_speech,
    elements,
    is_by_editor,
    is_picture,
    line_words,
    markdown_parser,
    note_label,
    severity,
    with_cites,
    without_links_beside,
    words_of,
)
from briefgen.rendering.tongues import SAME, Tongues, spoken
from briefgen.rendering.words import severities, statuses

if TYPE_CHECKING:
    from markdown_it.renderer import RendererHTML
    from markdown_it.utils import EnvType, OptionsDict

Picture = Callable[[str, str], str]
"""From the path and the alternative text of a chart to the markup that shows it."""

_SHORT = 24
"""Letters of a table cell that is kept on one line, so that long cells give way instead."""
_SHORT_CARD = 2
"""Nodes of a card of which a short brief prints no more than its heading and the sentence that says what differs."""
_LONG = 24
"""Letters of a word beyond which it may break rather than widen its column. Where every word may, WeasyPrint measures
each letter of every table."""


class Outline(Struct, frozen=True):
    """A page's parts by heading, for its table of contents."""

    id: str
    """The anchor."""
    text: str
    """The heading."""


class Body(Struct, frozen=True):
    """The body of a page."""

    html: str
    """Its markup."""
    outline: tuple[Outline, ...]
    """Its sections."""


def body(markdown: str, picture: Picture, language: Language, *, screen: bool, known: Tongues = SAME) -> Body:
    """The body of a page in the `language` of its frame: `picture` shows a chart.

    On a `screen` a citation opens its sentence, and tables turn into cards where there is no room. What is `known` to
    be in another language says so.
    """
    parser = markdown_parser()
    parser.add_render_rule("cites", _render_cites)
    env: dict[str, Any] = {"seen": {}, "tips": {}, "language": language}
    nodes = list(elements(parser.parse(markdown, env)))
    writer = _Writer(parser, env, picture, language, screen=screen, known=known)
    if screen:
        env["tips"] = {label: writer.inline(node, label) for node in nodes if (label := note_label(node))}
    html = "\n".join(writer.block(name, part) for name, part in by_block(nodes) if part)
    return Body(html, tuple(writer.outline))


class _Writer:
    """Writes the nodes of one page; keeps count of anchors and headings."""

    def __init__(  # noqa: PLR0913 - what a page is written with
        self,
        parser: MarkdownIt,
        env: dict[str, Any],
        picture: Picture,
        language: Language,
        *,
        screen: bool,
        known: Tongues,
    ) -> None:
        self.parser = parser
        self.env = env
        self.picture = picture
        self.language = language
        self.statuses = statuses(language)
        self.screen = screen
        self.known = known
        self.outline: list[Outline] = []
        self.part = ""
        self.title = ""
        self.tables = 0
        self.caption = ""

    def block(self, name: str, nodes: Sequence[Node]) -> str:
        """A section of the page, or its masthead."""
        if name == "masthead":
            return f'<header class="masthead">\n{self.nodes(nodes)}</header>'
        heading = next((node for node in nodes if node[0].tag in SECTIONS), None)
        if heading is None:
            return self.nodes(nodes)
        self.title = words_of(heading)
        if name == "part" or heading[0].tag == "h2":
            self.part = ""
        kind = name.replace("_", "-") or f"section-{len(self.outline) + 1}"
        anchor = f"{self.part}-{kind}" if self.part else slug(self.title) if name == "part" else kind
        heading[0].attrSet("id", anchor)
        if not self.part:
            self.outline.append(Outline(anchor, self.title))
        if name == "part":
            self.part = anchor
            return f'<div class="part">\n{self.nodes(nodes)}</div>'
        deeper = SECTIONS[heading[0].tag]
        groups = by_heading(nodes, deeper)
        inner = self.sources(nodes) if name == "sources" else "".join(self.group(name, deeper, one) for one in groups)
        named = f"{self.part} {anchor}".strip()
        return f'<section class="block {kind}" aria-labelledby="{named}">\n{inner}</section>'

    def group(self, name: str, tag: str, nodes: Sequence[Node]) -> str:
        """A chart, a card, or nodes as they are; the first two open with a heading of the level `tag`."""
        if nodes[0][0].tag == tag and any(map(is_picture, nodes)):
            return self.chart(nodes)
        if nodes[0][0].tag == tag and name == "disagreements":
            grave = severity(nodes, severities(self.language))
            kind = f" card-{grave}" if grave else ""
            kind += " card-short" if len(nodes) == _SHORT_CARD else ""
            return f'<article class="card{kind}" id="{slug(words_of(nodes[0]))}">\n{self.nodes(nodes)}</article>\n'
        return self.nodes(nodes)

    def chart(self, nodes: Sequence[Node]) -> str:
        """A figure: finding, measure, picture, data, caption. The caption is the last paragraph."""
        shown = max(place for place, node in enumerate(nodes) if is_picture(node)) + 1
        drawing = "".join(map(self.drawing, nodes[:shown]))
        name = self.language.gettext("Data: %(title)s", title=words_of(nodes[0]))
        self.caption = f"<caption>{escapeHtml(name)}</caption>\n"
        data = list(nodes[shown:])
        caption = data.pop() if data and data[-1][0].type == "paragraph_open" else None
        parts = [f'<div class="drawing">\n{drawing}</div>\n']
        if data:
            summary = escapeHtml(self.language.gettext("Data"))
            parts.append(f'<details class="data"><summary>{summary}</summary>\n{self.nodes(data)}</details>\n')
        self.caption = ""
        if caption:
            parts.append(f"<figcaption>{self.inline(caption)}</figcaption>\n")
        return f'<figure class="chart">\n{"".join(parts)}</figure>\n'

    def drawing(self, node: Node) -> str:
        """What stays on one page with a picture: its title, subtitle and itself."""
        if node[0].type == "paragraph_open" and not is_picture(node):
            return f'<p class="subtitle">{self.inline(node)}</p>\n'
        return self.node(node)

    def sources(self, nodes: Sequence[Node]) -> str:
        """The heading, then documents, each with the list of its cited sentences."""
        first = next((place for place, node in enumerate(nodes) if node[0].tag == "h2"), -1) + 1
        return f'{self.nodes(nodes[:first])}<div class="listing">\n{self.listing(nodes[first:])}</div>\n'

    def listing(self, nodes: Sequence[Node]) -> str:
        """Documents, each in a box with the list of its cited sentences."""
        parts: list[str] = []
        document = ""
        for are_notes, run in groupby(nodes, lambda node: bool(note_label(node))):
            if are_notes:
                notes = "".join(self.note(note_label(node) or "", node) for node in run)
                parts.append(f'<div class="source">\n{document}<ol class="notes">\n{notes}</ol>\n</div>\n')
                document = ""
            else:
                *others, document = map(self.node, run)
                parts += others
        return "".join((*parts, document))

    def note(self, label: str, node: Node) -> str:
        """A cited sentence with links back to where it is cited."""
        back = back_links(label, self.env["seen"].get(label, 0), self.language)
        return (
            f'<li id="note-{label}" value="{label}"><span class="quote">{self.inline(node, label)}</span> '
            f'<span class="backs">{back}</span></li>\n'
        )

    def nodes(self, nodes: Sequence[Node]) -> str:
        return "".join(map(self.node, nodes))

    def node(self, node: Node) -> str:
        """One element."""
        if is_picture(node):
            image = (node[1].children or [])[0]
            return f'<div class="picture">{self.picture(str(image.attrs["src"]), alternative(image))}</div>\n'
        if node[0].type == "table_open":
            return self.table(node)
        if node[0].type == "blockquote_open":
            return self.blockquote(node)
        return self.render(node)

    def table(self, node: Node) -> str:
        """A table with scoped headers; wide ones scroll inside a region of their own."""
        _scope(node, self.statuses)
        if self.screen:
            _label(node)
        self.tables += 1
        words = self.language.gettext("%(section)s, table %(number)s", section=self.title, number=str(self.tables))
        opening, rest = self.render(node).split("\n", 1)
        table = f"{opening}\n{self.caption}{rest}"
        return f'<div class="scroll" role="region" tabindex="0" aria-label="{escapeHtml(words)}">\n{table}</div>\n'

    def blockquote(self, node: Node) -> str:
        """Quotations and editor's notes, which follow each other in one block."""
        return "".join(map(self.said, by_speech(list(elements(node[1:-1])))))

    def said(self, nodes: Sequence[Node]) -> str:
        """An editor's note, or a quotation whose last paragraph names the speaker."""
        if is_by_editor(nodes[0]):
            return f'<div class="editor" role="note">\n{self.nodes(nodes)}</div>\n'
        *said, last = nodes
        if said and words_of(last).startswith("—"):
            words = f"<blockquote>\n{self.nodes(said)}</blockquote>\n<figcaption>{self.inline(last)}</figcaption>"
            return f'<figure class="quotation">\n{words}\n</figure>\n'
        return f'<blockquote class="quotation">\n{self.nodes(nodes)}</blockquote>\n'

    def inline(self, node: Node, label: str = "") -> str:
        """What stands inside the paragraphs of a node, or of the note with this number."""
        own = self.known.notes.get(label, "")
        return " ".join(self.render([token], own) for token in node if token.type == "inline")

    def render(self, tokens: Sequence[Token], own: str = "") -> str:
        for token in tokens:
            if token.children and token.type == "inline":
                kept = token.children if self.screen else without_links_beside(token.children)
                token.children = list(spoken(list(with_cites(kept)), self.known, own))
        return str(self.parser.renderer.render(tokens, self.parser.options, self.env))


def _scope(table: Node, statuses: Mapping[str, Status]) -> None:
    """Marks headers of columns and rows, columns of numbers, and words of status."""
    column, in_head = 0, False
    for place, token in enumerate(table):
        if token.type in {"thead_open", "thead_close"}:
            in_head = token.type == "thead_open"
        elif token.type == "tr_open":
            column = 0
        elif token.type in {"th_open", "td_open"}:
            _mark_cell(token, table[place + 1], statuses, first=column == 0, in_head=in_head)
            column += 1
        elif token.type == "td_close" and table[place - 2].tag == "th":
            token.tag = "th"


def _label(table: Node) -> None:
    """Says in every cell what its column is, for a page that shows rows as cards.

    Roles are not set: browsers since 2020 keep a table one whose parts are laid out as blocks, and HTML forbids roles
    that elements have already.
    """
    headers: list[str] = []
    column = 0
    for place, token in enumerate(table):
        if token.nesting != 1:
            continue
        column = 0 if token.tag == "tr" else column
        if token.attrs.get("scope") == "col":
            headers.append(line_words(table[place + 1]))
        elif token.tag in {"th", "td"}:
            column += 1
            token.attrSet("data-label", headers[column - 1])


def _mark_cell(cell: Token, content: Token, statuses: Mapping[str, Status], *, first: bool, in_head: bool) -> None:
    style = str(cell.attrs.pop("style", ""))
    classes = ["num"] if "right" in style else []
    words = line_words(content)
    if not first and len(words) <= _SHORT:
        classes.append("short")
    if max(map(len, words.split()), default=0) > _LONG:
        classes.append("long")
    if in_head or first:
        cell.attrSet("scope", "col" if in_head else "row")
        cell.tag = "th"
    elif (status := statuses.get(words)) is not None:
        content.children = [
            _raw(f'<span class="status status-{status}">'),
            *(content.children or ()),
            _raw("</span>"),
        ]
    if classes:
        cell.attrSet("class", " ".join(classes))


def _raw(markup: str) -> Token:
    """Markup of our own inside a line."""
    token = Token("html_inline", "", 0)
    token.content = markup
    return token


def _render_cites(
    _renderer: RendererHTML, tokens: Sequence[Token], index: int, _options: OptionsDict, env: EnvType
) -> str:
    return render_cites(tokens[index], env)
