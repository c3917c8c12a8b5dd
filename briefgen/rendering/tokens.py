"""Markdown → tokens, and what tokens mean in a brief. Every format that is made from the Markdown reads it here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from briefgen.model import Severity

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock

Node = Sequence[Token]
"""The tokens of one element of the top level."""

_MARK = re.compile(r"<!-- block: ([a-z_]+) -->$")
_LINK = re.compile(r"(?i)(?:https?:|mailto:|#)|(?:[\w-]+[./])*[\w-]+\.(?:svg|csv)$")
"""Where links may lead, and where pictures may come from."""
_BESIDE = re.compile(r"(?:[\w-]+[./])*[\w-]+\.csv$")
"""Addresses of files beside the page."""


def markdown_parser() -> MarkdownIt:
    """Reads a brief's Markdown: tables, block marks, notes where they stand; no raw HTML, no unsafe addresses."""
    parser = (
        MarkdownIt("commonmark", {"html": False}).enable("table").use(footnote_plugin, inline=False, move_to_end=False)
    )
    parser.validateLink = lambda url: bool(_LINK.match(url))  # type: ignore[method-assign] # the documented way
    # A mark ends a paragraph, as an override of the block before it may end without a blank line.
    parser.block.ruler.before("paragraph", "block_mark", _block_mark, {"alt": ["paragraph"]})
    return parser


def _block_mark(state: StateBlock, start: int, _end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """The line `<!-- block: name -->`, which source text cannot make, as its `<` is always escaped."""
    match = _MARK.match(state.src[state.bMarks[start] : state.eMarks[start]])
    if not match:
        return False
    if not silent:
        token = state.push("block_mark", "", 0)
        token.meta = {"name": match[1]}
        state.line = start + 1
    return True


def elements(tokens: Sequence[Token]) -> Iterator[Node]:
    """The elements of the top level."""
    depth = first = 0
    for place, token in enumerate(tokens):
        depth += token.nesting
        if depth == 0:
            yield tokens[first : place + 1]
            first = place + 1


def by_block(nodes: Sequence[Node]) -> Iterator[tuple[str, Sequence[Node]]]:
    """Runs of nodes with the name of their block."""
    name, part = "", list[Node]()
    for node in nodes:
        if node[0].type == "block_mark":
            yield name, part
            name, part = node[0].meta["name"], []
        else:
            part.append(node)
    yield name, part


SECTIONS = {"h2": "h3", "h3": "h4"}
"""Levels of a section's heading, in a brief on one topic and on several, with that of the headings inside."""


def inner_tag(nodes: Sequence[Node]) -> str:
    """The level of the headings of cards and charts in a section, which its own heading tells."""
    return SECTIONS[next((node[0].tag for node in nodes if node[0].tag in SECTIONS), "h2")]


def by_heading(nodes: Sequence[Node], tag: str = "h3") -> Iterator[Sequence[Node]]:
    """What stands before the first heading of a level, then each such heading with what follows it."""
    part = list[Node]()
    for node in nodes:
        if node[0].tag == tag and part:
            yield part
            part = []
        part.append(node)
    if part:
        yield part


def by_speech(nodes: Sequence[Node]) -> Iterator[Sequence[Node]]:
    """Quotations and editor’s notes of one block: each opens with a quotation mark, in bold, or after a speaker.

    One block holds them all, since Markdown joins blocks of quotation that nothing but a blank line parts.
    """
    part = list[Node]()
    for node in nodes:
        if part and (opens_speech(node) or words_of(part[-1]).startswith("—")):
            yield part
            part = []
        part.append(node)
    if part:
        yield part


def opens_speech(node: Node) -> bool:
    """Whether a paragraph opens a quotation or an editor's note."""
    first = words_of(node)[:1]
    return is_by_editor(node) or first in {'"', "„"} or unicodedata.category(first or " ") == "Pi"


def is_by_editor(node: Node) -> bool:
    """Whether a paragraph of quoted text is an editor's note, which says so in bold."""
    return len(node) > 1 and any(token.type == "strong_open" for token in node[1].children or ())


def note_label(node: Node) -> str | None:
    """The label of a note's sentence, or None for another element."""
    return node[0].meta["label"] if node[0].type == "footnote_reference_open" else None


def is_picture(node: Node) -> bool:
    """Whether a paragraph holds a picture and nothing else."""
    children = node[1].children or [] if len(node) > 1 else []
    return node[0].type == "paragraph_open" and [child.type for child in children] == ["image"]


def words_of(node: Node) -> str:
    """The text of a node without markup."""
    return "".join(
        child.content for token in node for child in token.children or () if child.type in {"text", "code_inline"}
    )


def severity(card: Sequence[Node], known: Mapping[str, Severity]) -> Severity | None:
    """How grave a card is: the word that its explanation opens with, of those that are printed for it."""
    for node in card:
        for child in node[1].children or () if len(node) > 1 else ():
            word = child.content.removesuffix(".")
            if child.type == "text" and word in known:
                return known[word]
    return None


def alternative(image: Token) -> str:
    """The words of a picture for those who cannot see it."""
    return "".join(child.content for child in image.children or ())


def line_words(content: Token) -> str:
    """The text of one line without markup or markers."""
    return "".join(child.content for child in content.children or () if child.type == "text")


def without_links_beside(children: Sequence[Token]) -> Sequence[Token]:
    """Links to files beside the page as plain words: a document that is printed or sent has nothing beside it."""
    kept, beside = list[Token](), False
    for child in children:
        if child.type == "link_open":
            beside = bool(_BESIDE.match(str(child.attrs.get("href", ""))))
        if child.type not in {"link_open", "link_close"} or not beside:
            kept.append(child)
    return kept


def with_cites(children: Sequence[Token]) -> Iterator[Token]:
    """Markers of one place as one group, which stays on the line of the word before it."""
    pending: list[Token] = []
    for place, child in enumerate(children):
        follows = place + 1 < len(children) and children[place + 1].type == "footnote_ref"
        if child.type == "footnote_ref":
            pending.append(child)
            if not follows:
                yield _cites(pending, alone=all(one.type == "footnote_ref" for one in children))
                pending = []
        elif child.type == "text" and follows:
            head, blank, word = child.content.rpartition(" ")
            before, last = Token("text", "", 0), Token("text", "", 0)
            before.content, last.content = head + blank, word
            yield before
            pending.append(last)
        else:
            yield child


def _cites(pending: Sequence[Token], *, alone: bool) -> Token:
    token = Token("cites", "", 0)
    token.meta = {
        "word": "".join(one.content for one in pending if one.type == "text"),
        "labels": [one.meta["label"] for one in pending if one.type == "footnote_ref"],
        "alone": alone,
    }
    return token
