"""Groups of nodes → paragraphs and tables, each in a style of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from briefgen.model import Severity
from briefgen.rendering.docx.lines import bookmark, line, references
from briefgen.rendering.docx.numbering import BOXED, LEVELS, list_number
from briefgen.rendering.docx.outline import Group
from briefgen.rendering.docx.story import Story
from briefgen.rendering.docx.styles import THICK_EDGE
from briefgen.rendering.docx.tables import Ground, table
from briefgen.rendering.docx.xml import Element, field, keep_with_next, paragraph, runs, turned, w
from briefgen.rendering.tokens import Node, elements, is_picture, note_label, severity, words_of

_TITLES = {"h1": "Title", "h2": "Heading1", "h3": "Heading2"}
_TEXTS = {"masthead": "Masthead", "sources": "Document", "colophon": "Colophon"}
"""Styles of plain paragraphs by block; elsewhere they are body text."""
_BULLETS = {"definitions": "SmallBullet", "sources": "SmallBullet", "colophon": "SmallBullet"}
"""The same of items of lists."""


class Look(Struct, frozen=True):
    """What all paragraphs of a document share."""

    room: int
    """How wide a line is, in twentieths of a point."""
    labels: Mapping[str, str]
    """The words before the numbers of captions: "chart", "table"."""
    card: Ground
    """What tables of cards stand on."""
    right_to_left: bool
    """Which way the page runs."""
    severities: Mapping[str, Severity]
    """What cards say of how much they matter."""


class Writer:
    """Writes the groups of one document, from the first to the last."""

    def __init__(self, story: Story, look: Look) -> None:
        self.story = story
        self.look = look
        self.title = ""

    def write(self, group: Group) -> Iterator[Element]:
        """The paragraphs and tables of a group."""
        write = {"chart": self._chart, "card": self._card, "sources": self._sources, "key": self._key}
        yield from write.get(group.role, self._plain)(group)

    def _plain(self, group: Group) -> Iterator[Element]:
        styles = _Styles(_TEXTS.get(group.block, "BodyText"), bullet=_BULLETS.get(group.block, "ListBullet"))
        for node in group.nodes:
            if node[0].type == "table_open":
                yield self._table_caption(self.title)
            yield from self._node(node, styles)

    def _key(self, group: Group) -> Iterator[Element]:
        for node in group.nodes:
            yield from self._node(node, _Styles("KeyText", {"h2": "KeyHeading"}, "KeyMessage", BOXED, "KeyNote"))

    def _card(self, group: Group) -> Iterator[Element]:
        is_grave = severity(group.nodes, self.look.severities) is Severity.GRAVE
        name = "GraveCard" if is_grave else "Card"
        ground = replace(self.look.card, thick=THICK_EDGE) if is_grave else self.look.card
        styles = _Styles(f"{name}Text", dict.fromkeys(("h3", "h4"), f"{name}Heading"), f"{name}Bullet", BOXED)
        made = [part for node in group.nodes for part in self._node(node, styles, ground)]
        for part in made[:-1]:
            keep_with_next(part)
        yield from made

    def _chart(self, group: Group) -> Iterator[Element]:
        """Finding, measure, picture, caption, then the data."""
        above, shown = True, False
        for node in group.nodes:
            if is_picture(node):
                above, shown = False, True
                yield from self._picture(node)
            elif node[0].type == "paragraph_open" and above:
                yield self._text(node, "ChartSubtitle")
            elif node[0].type == "paragraph_open" and shown:
                content = line(node[1].children or (), self.story, self.look.room)
                yield self._caption("chart", content, *self._way(words_of(node)))
                shown = False
            else:
                if node[0].type == "table_open":
                    yield self._table_caption(self.title)
                yield from self._node(node, _Styles())

    def _sources(self, group: Group) -> Iterator[Element]:
        """Each document with the numbers of its notes; a sentence that nothing cites is printed: no note holds it."""
        nodes = list(group.nodes)
        styles = _Styles("Document", bullet="SmallBullet")
        for place, node in enumerate(nodes):
            label = note_label(node)
            if label is None:
                yield from self._node(node, styles, after=self._cited(nodes[place + 1 :]))
            elif label not in self.story.numbers:
                for part in elements(node[1:-1]):
                    yield from self._node(part, styles)

    def _cited(self, nodes: Sequence[Node]) -> Sequence[str]:
        """The labels of the notes that follow a document, up to the next one."""
        labels: list[str] = []
        for node in nodes:
            label = note_label(node)
            if label is None:
                break
            if label in self.story.numbers:
                labels.append(label)
        return labels

    def _node(
        self, node: Node, styles: _Styles, ground: Ground | None = None, after: Sequence[str] = ()
    ) -> Iterator[Element]:
        """One element of the top level, followed by references to notes."""
        kind = node[0].type
        if kind == "heading_open":
            yield self._heading(node, styles)
        elif kind == "table_open":
            look = self.look
            yield table(node, self.story, look.room, self.title, ground, right_to_left=look.right_to_left)
        elif kind in {"bullet_list_open", "ordered_list_open"}:
            yield from self._list(node, styles, 0)
        elif kind == "blockquote_open":
            yield from self._blockquote(node, styles.note)
        elif is_picture(node):
            yield from self._picture(node)
        elif kind in {"fence", "code_block"}:
            yield paragraph("BodyText", runs(node[0].content.rstrip("\n"), w("rStyle", val="Code")))
        elif kind == "paragraph_open":
            yield self._text(node, styles.text, after)

    def _heading(self, node: Node, styles: _Styles) -> Element:
        self.title = words_of(node)
        style = styles.titles.get(node[0].tag) or _TITLES.get(node[0].tag, "Heading3")
        content = line(node[1].children or (), self.story, self.look.room)
        mark = self.story.anchors.get(str(node[0].attrs.get("id")))
        # The styles of cards are of the second level, and in a brief on several topics cards are of the third.
        level = [w("outlineLvl", val=2)] if node[0].tag == "h4" and node[0].tag in styles.titles else []
        level += self._way(words_of(node))
        return paragraph(style, bookmark(mark, content, self.story) if mark else content, *level)

    def _text(self, node: Node, style: str, after: Sequence[str] = ()) -> Element:
        content = list(line(node[1].children or (), self.story, self.look.room))
        if after:
            content += [*runs(" "), *references(after, self.story, is_raised=False, is_list=True)]
        return paragraph(style, content, *self._way(words_of(node)))

    def _way(self, text: str) -> list[Element]:
        """What a paragraph that is no quotation says of its way: on a page from the left nothing."""
        return turned(text, right_to_left=True) if self.look.right_to_left else []

    def _list(self, node: Node, styles: _Styles, depth: int) -> Iterator[Element]:
        level = min(depth, LEVELS - 1)
        tail = str(level + 1) if level else ""
        style, numbers = (styles.bullet if not level else f"ListBullet{tail}"), styles.numbers
        if node[0].type == "ordered_list_open":
            self.story.starts.append(int(node[0].attrs.get("start", 1)))
            style, numbers = f"ListNumber{tail}", list_number(len(self.story.starts) - 1)
        own = [w("numPr", w("ilvl", val=level), w("numId", val=numbers))] if numbers else []
        for item in elements(node[1:-1]):
            for place, part in enumerate(elements(item[1:-1])):
                if part[0].type in {"bullet_list_open", "ordered_list_open"}:
                    yield from self._list(part, styles, depth + 1)
                elif part[0].type == "paragraph_open":
                    content = line(part[1].children or (), self.story, self.look.room)
                    numbered, way = [] if place else own, self._way(words_of(part))
                    yield paragraph(f"ListContinue{tail}" if place else style, content, *numbered, *way)
                else:
                    yield from self._node(part, _Styles())

    def _blockquote(self, node: Node, note: str) -> Iterator[Element]:
        """An editor's note in a style of its own, or a quotation whose last paragraph names the speaker."""
        inner = list(elements(node[1:-1]))
        is_note = any(token.type == "strong_open" for part in inner[:1] for token in part[1].children or ())
        for place, part in enumerate(inner):
            if part[0].type != "paragraph_open":
                yield from self._node(part, _Styles())
            elif is_note:
                yield self._text(part, note)
            elif place and place == len(inner) - 1 and words_of(part).startswith("—"):
                yield self._text(part, "QuoteSource")
            else:
                own = turned(words_of(part), right_to_left=self.look.right_to_left)
                yield paragraph("Quote", line(part[1].children or (), self.story, self.look.room), *own)

    def _picture(self, node: Node) -> Iterator[Element]:
        yield self._text(node, "Picture")

    def _caption(self, kind: str, content: Iterator[Element], *properties: Element) -> Element:
        """`Chart 1. …`, its number a field, so that Word can list and refer to it."""
        number = str(self.story.next(kind))
        numbered = field(f"SEQ {kind.capitalize()} \\* ARABIC", number)
        return paragraph(
            "Caption", [*runs(f"{self.look.labels[kind]} "), *numbered, *runs(". "), *content], *properties
        )

    def _table_caption(self, title: str) -> Element:
        return self._caption("table", runs(title), w("keepNext"), *self._way(title))


class _Styles(Struct, frozen=True):
    """The styles of a group by what is printed."""

    text: str = "BodyText"
    """Paragraphs."""
    titles: Mapping[str, str] = {}
    """Headings by tag, where they are not the usual ones."""
    bullet: str = "ListBullet"
    """Items of lists."""
    numbers: int = 0
    """The numbering of these items, where the style alone does not say it; 0 otherwise."""
    note: str = "EditorNote"
    """What an editor says."""
