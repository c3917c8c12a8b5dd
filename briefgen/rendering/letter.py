"""Markdown → the parts of an HTML mail: markup that mail programs of twenty years show alike.

Layout is tables, and a row of figures is two cells whatever the width: what it measures with the rest of its words
below, and its value. So nothing needs a style sheet to fit a phone. Looks come from `css/email.css`, which `mail`
writes into the elements.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token
from msgspec import Struct

from briefgen.language import Language
from briefgen.model import Severity
from briefgen.rendering.tokens import (
    SECTIONS,
    Node,
    alternative,
    by_block,
    by_heading,
    elements,
    inner_tag,
    is_picture,
    line_words,
    markdown_parser,
    note_label,
    severity,
    with_cites,
    words_of,
)
from briefgen.rendering.tongues import SAME, Tongues, opening, spoken
from briefgen.rendering.words import severities

Picture = Callable[[str, str], str]
"""From the path and the alternative text of a chart to the markup that shows it."""

_SHORT = 24
"""Letters of a word and its citations that stay on one line; more would be wider than the cell of a phone."""


class Part(Struct, frozen=True):
    """A block of a brief as a mail holds it."""

    name: str
    """Of the block: "bottom_line"; empty for one without a name."""
    heading: str
    """What is printed above it; may be empty."""
    content: str
    """Its markup, or its lines of plain text."""


class Row(Struct, frozen=True):
    """A row of a table, as a narrow page shows it."""

    name: Token
    """The first cell."""
    value: Token
    """The number, or where there is none the second cell."""
    rest: tuple[tuple[str, Token], ...]
    """The other cells that are not empty, with their columns' names; citations have none."""


class Grid(Struct, frozen=True):
    """A table in two columns."""

    columns: tuple[str, str]
    """The names of the columns of `Row.name` and `Row.value`."""
    rows: tuple[Row, ...]
    """Its rows, from the top."""
    numeric: bool
    """Whether the values are numbers."""


def letter(
    markdown: str, picture: Picture, language: Language, *, linked: bool = True, known: Tongues = SAME
) -> tuple[Part, ...]:
    """The blocks of a brief in the order of the page. Citations are links where the notes are there to be led to.

    What is `known` to be in another language says so.
    """
    parser = markdown_parser()
    env: dict[str, Any] = {}

    def cites(_renderer: object, tokens: Sequence[Token], index: int, *_more: object) -> str:
        return _cites(tokens[index], linked=linked)

    parser.add_render_rule("cites", cites)
    writer = _Writer(
        lambda tokens: str(parser.renderer.render(tokens, parser.options, env)), picture, severities(language), known
    )
    nodes = list(elements(parser.parse(markdown, env)))
    return tuple(Part(name, heading(part), writer.block(name, part)) for name, part in by_block(nodes) if part)


def heading(nodes: Sequence[Node]) -> str:
    """The heading of a block."""
    return next((words_of(node) for node in nodes if node[0].tag in SECTIONS), "")


def grid(table: Node) -> Grid:
    """A table of the Markdown, which has two columns or more, in two."""
    heads = [place for place, token in enumerate(table) if token.type == "th_open"]
    names = [line_words(table[place + 1]) for place in heads]
    right = [number for number, place in enumerate(heads) if "right" in str(table[place].attrs.get("style", ""))]
    value = next(filter(None, right), min(1, len(names) - 1))
    found: list[Row] = []
    cells: list[Token] = []
    for place, token in enumerate(table):
        if token.type == "td_open":
            cells.append(table[place + 1])
        elif token.type == "tr_close" and cells:
            rest = [(names[at], cell) for at, cell in enumerate(cells) if at not in {0, value} and cell.content]
            found.append(Row(cells[0], cells[value], tuple((_label(*one), one[1]) for one in rest)))
            cells = []
    return Grid((names[0], names[value]), tuple(found), value in right)


def _label(name: str, cell: Token) -> str:
    """The name of a column, where what the cell holds does not say it: citations do."""
    return name if any(child.type != "footnote_ref" and child.content for child in cell.children or ()) else ""


def note_words(node: Node) -> list[Token]:
    """The sentence of a note and the link to its original, without who published it: that stands above."""
    children = [child for token in node for child in token.children or ()]
    ends = [place for place, child in enumerate(children) if child.type in {"em_open", "em_close"}]
    if ends and children[ends[-2] + 1].content.startswith("—"):
        before, behind = children[: ends[-2]], children[ends[-1] + 1 :]
        children = [*before, *behind]
        if before and behind:
            before[-1].content = before[-1].content.rstrip()
    return children


def abroad(children: Sequence[Token]) -> Iterator[Token]:
    """What stands in a line: links to the web, and parts of the page by their words; no files that a mail has not."""
    href = ""
    for place, child in enumerate(children):
        if child.type == "link_open":
            href = str(child.attrs.get("href", ""))
        here, beside = href.startswith("#"), href.endswith(".csv")
        if child.type == "text" and _leads_beside(children[place + 1 : place + 2]):
            yield _text(child.content.removesuffix(" · "))
        elif not beside and not (here and child.type in {"link_open", "link_close"}):
            yield child
        if child.type == "link_close":
            href = ""


def _leads_beside(tokens: Sequence[Token]) -> bool:
    return any(token.type == "link_open" and str(token.attrs.get("href", "")).endswith(".csv") for token in tokens)


def _text(content: str) -> Token:
    token = Token("text", "", 0)
    token.content = content
    return token


def _cites(token: Token, *, linked: bool) -> str:
    numbers = [f'<a href="#note-{label}">{label}</a>' if linked else label for label in token.meta["labels"]]
    cites = f"[{', '.join(numbers)}]"
    if not token.meta["word"]:
        return cites if token.meta.get("small") else f"<small>{cites}</small>"
    word = escapeHtml(token.meta["word"])
    language = token.meta.get("language")
    said = (f"{opening(language)}{word}</span>" if language else word) + f"<small>{cites}</small>"
    is_short = len(word) + len(", ".join(token.meta["labels"])) + 2 <= _SHORT
    return f'<span class="cited">{said}</span>' if is_short else said


class _Writer:
    """Writes the nodes of one mail."""

    def __init__(
        self, render: Callable[[Sequence[Token]], str], picture: Picture, grades: Mapping[str, Severity], known: Tongues
    ) -> None:
        self.render = render
        self.picture = picture
        self.severities = grades
        self.known = known

    def block(self, name: str, nodes: Sequence[Node]) -> str:
        if name == "sources":
            return "".join(map(self.source, nodes))
        inner = inner_tag(nodes)
        return "".join(self.group(name, inner, part) for part in by_heading(nodes, inner))

    def group(self, name: str, inner: str, nodes: Sequence[Node]) -> str:
        """A card, which opens with a heading of the level `inner`, or nodes as they are."""
        written = "".join(map(self.node, nodes))
        if nodes[0][0].tag == inner and name == "disagreements":
            grave = severity(nodes, self.severities)
            return boxed(f"card card-{grave}" if grave else "card", written)
        return written

    def source(self, node: Node) -> str:
        """A document, or a sentence that is cited from it."""
        label = note_label(node)
        if label is None:
            return self.node(node)
        said = self.line(note_words(node), self.known.notes.get(label, ""))
        return f'<p class="note" id="note-{label}">[{label}] {said}</p>\n'

    def node(self, node: Node) -> str:
        if is_picture(node):
            image = (node[1].children or [])[0]
            return f"<p>{self.picture(str(image.attrs['src']), alternative(image))}</p>\n"
        if node[0].type == "table_open":
            return self.table(node)
        if node[0].type == "blockquote_open":
            return self.quotation(node)
        for token in node:
            if token.type == "inline":
                token.children = [*self.told(token.children or ())]
        return self.render(node)

    def quotation(self, node: Node) -> str:
        inner = list(elements(node[1:-1]))
        edited = any(token.type == "strong_open" for part in inner[:1] for token in part[1].children or ())
        return boxed("editor" if edited else "quotation", "".join(map(self.node, inner)))

    def table(self, node: Node) -> str:
        shown = grid(node)
        first, last = ("", ' class="num"') if shown.numeric else (' class="when"', "")
        name, value = map(escapeHtml, shown.columns)
        head = f'<tr><th scope="col"{first}>{name}</th><th scope="col"{last}>{value}</th></tr>\n'
        body = "".join(self.row(row, numeric=shown.numeric) for row in shown.rows)
        return f'<table class="figures" width="100%">{head}{body}</table>\n'

    def row(self, row: Row, *, numeric: bool) -> str:
        """What is measured and its value; the other cells stand below the longer of the two."""
        name, value = self.cell(row.name), self.cell(row.value)
        rest = " · ".join(
            f"{escapeHtml(label)}: {self.cell(cell, small=True)}" if label else self.cell(cell, small=True)
            for label, cell in row.rest
        )
        below = f'<br><span class="rest">{rest}</span>' if rest else ""
        if numeric:
            return f'<tr><th scope="row">{name}{below}</th><td class="num">{value}</td></tr>\n'
        return f'<tr><th scope="row">{name}</th><td>{value}{below}</td></tr>\n'

    def cell(self, cell: Token, *, small: bool = False) -> str:
        return self.line(cell.children or (), small=small)

    def line(self, children: Sequence[Token], own: str = "", *, small: bool = False) -> str:
        inline = Token("inline", "", 0)
        inline.children = [*self.told(children, own)]
        for token in inline.children if small else ():
            token.meta["small"] = True  # the whole line is, and its citations need not be smaller still
        return self.render([inline])

    def told(self, children: Sequence[Token], own: str = "") -> Iterator[Token]:
        """What stands in a line of a mail."""
        return spoken(list(with_cites(list(abroad(children)))), self.known, own)


def boxed(kind: str, content: str) -> str:
    """A box that Outlook draws too: the cell of a table."""
    return f'<table role="presentation" class="box" width="100%"><tr><td class="{kind}">\n{content}</td></tr></table>\n'
