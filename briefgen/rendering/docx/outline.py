"""The brief's tokens in the order in which Word prints them: blocks, and in them charts, cards and other runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct

from briefgen.rendering.text import slug
from briefgen.rendering.tokens import (
    Node,
    by_block,
    by_heading,
    elements,
    inner_tag,
    is_picture,
    markdown_parser,
    note_label,
    words_of,
)

Role = Literal["plain", "key", "card", "chart", "sources"]
"""What a run of nodes is printed as."""
_ROLES: dict[str, Role] = {"bottom_line": "key", "sources": "sources"}
"""Blocks that are printed as one."""


class Group(Struct, frozen=True):
    """Nodes that are printed in one manner."""

    block: str
    """The block that they stand in; "" before the first."""
    role: Role
    """The manner."""
    nodes: tuple[Node, ...]
    """What is printed, in order."""


def outline(markdown: str) -> tuple[Group, ...]:
    """The groups of a brief, in order. The caption of a chart follows its picture, and the data comes last."""
    nodes = list(elements(markdown_parser().parse(markdown, {})))
    groups = tuple(group for name, part in by_block(nodes) for group in _groups(name, part))
    _anchor(groups)
    return groups


def anchors(groups: Sequence[Group]) -> dict[str, str]:
    """The bookmark of every heading that a link may lead to, by its anchor."""
    named = (str(node[0].attrs["id"]) for group in groups for node in group.nodes if "id" in node[0].attrs)
    return {anchor: f"_Heading{number}" for number, anchor in enumerate(dict.fromkeys(named), 1)}


def note_texts(groups: Sequence[Group]) -> dict[str, Node]:
    """The sentence of every note, by label."""
    return {label: node for group in groups for node in group.nodes if (label := note_label(node)) is not None}


def mentions(groups: Sequence[Group]) -> dict[str, int]:
    """The number of every note that is cited: its place among first mentions, as Word counts them."""
    cited = (
        child.meta["label"]
        for group in groups
        for node in group.nodes
        if note_label(node) is None
        for token in node
        for child in token.children or ()
        if child.type == "footnote_ref"
    )
    return {label: number for number, label in enumerate(dict.fromkeys(cited), 1)}


def _anchor(groups: Sequence[Group]) -> None:
    """Names sections and cards as the page does (`body`), so that links lead to the same places."""
    cards: Counter[str] = Counter()
    for group in groups:
        for node in group.nodes:
            if node[0].tag == "h2" and group.block:
                node[0].attrSet("id", group.block.replace("_", "-"))
            elif node is group.nodes[0] and group.role == "card":
                anchor = slug(words_of(node))
                node[0].attrSet("id", f"{anchor}-{cards[anchor]}" if cards[anchor] else anchor)
                cards[anchor] += 1


def _groups(block: str, nodes: Sequence[Node]) -> Iterator[Group]:
    if not nodes:
        return
    if block in _ROLES:
        yield Group(block, _ROLES[block], tuple(nodes))
        return
    inner = inner_tag(nodes)
    for part in by_heading(nodes, inner):
        has_title = part[0][0].tag == inner
        if has_title and any(map(is_picture, part)):
            yield Group(block, "chart", _caption_first(part))
        else:
            yield Group(block, "card" if has_title and block == "disagreements" else "plain", tuple(part))


def _caption_first(nodes: Sequence[Node]) -> tuple[Node, ...]:
    """A chart with its last paragraph, the caption, right under its last picture."""
    shown = max(place for place, node in enumerate(nodes) if is_picture(node)) + 1
    *data, last = nodes[shown:] or [()]
    if not data or last[0].type != "paragraph_open":
        return tuple(nodes)
    return (*nodes[:shown], last, *data)
