"""The tokens inside a line → runs: emphasis, links, citations as footnotes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from markdown_it.token import Token

from briefgen.rendering.docx.story import Story
from briefgen.rendering.docx.xml import Element, element, field, run, runs, w
from briefgen.rendering.tokens import alternative
from briefgen.rendering.tongues import spoken

_STYLES = {"a": "Hyperlink", "strong": "Strong", "em": "Emphasis"}
_DIRECT = {"a": (), "strong": ("b", "bCs"), "em": ("i",)}


def line(children: Sequence[Token], story: Story, room: int, own: str = "") -> Iterator[Element]:
    """The runs of a line; a picture in it is at most `room` wide.

    Markers behind a word are raised; those that stand alone, as in a column of a table, are not. `own` is the language
    of quotations that no marker follows.
    """
    language = ""
    marks: list[str] = []
    link: Element = None
    before = " "
    for piece in _pieces([*spoken(children, story.known, own)]):
        token = piece[0]
        if token.type == "html_inline":
            language = str(token.meta["language"])
            continue
        if token.type == "link_close" and link is not None:
            yield link
            link = None
        elif token.type == "link_open":
            link = _link(str(token.attrs["href"]), story)
        if token.nesting == 1:
            marks.append(token.tag)
        elif token.nesting == -1:
            marks.remove(token.tag)
        else:
            looks = _properties(list(dict.fromkeys(marks)), language)
            made = _runs(piece, story, looks, room, before)
            if link is None:
                yield from made
            else:
                link.extend(made)
            before = token.content or before


def references(
    labels: Sequence[str], story: Story, *, is_raised: bool = True, is_list: bool = False
) -> Iterator[Element]:
    """`[1, 3]`: at the first mention the note itself, later, and in the list of sources, a field with its number."""
    looks = [w("rStyle", val="FootnoteReference" if is_raised else "NoteNumber")]
    yield from runs("[", *looks)
    for place, label in enumerate(labels):
        if place:
            yield from runs(", ", *looks)
        yield from _reference(label, story, looks, is_list=is_list)
    yield from runs("]", *looks)


def _pieces(children: Sequence[Token]) -> Iterator[list[Token]]:
    """Tokens one by one, but the markers of one place together."""
    markers: list[Token] = []
    for child in children:
        if child.type == "footnote_ref":
            markers.append(child)
            continue
        if markers:
            yield markers
            markers = []
        yield [child]
    if markers:
        yield markers


def _runs(piece: Sequence[Token], story: Story, looks: Sequence[Element], room: int, before: str) -> Iterator[Element]:
    token = piece[0]
    if token.type == "footnote_ref":
        labels = [one.meta["label"] for one in piece]
        yield from references(labels, story, is_raised=not before[-1].isspace())
    elif token.type == "softbreak":
        yield from runs(" ", *looks)
    elif token.type == "hardbreak":
        yield run(w("br"))
    elif token.type == "image":
        yield run(w("drawing", story.picture(str(token.attrs["src"]), alternative(token), room)))
    elif token.type == "code_inline":
        yield from runs(token.content, w("rStyle", val="Code"))
    else:
        yield from runs(token.content, *looks)


def _properties(marks: Sequence[str], language: str) -> list[Element]:
    """A character style, directly what a second one would add (a run has one style), and the language of the words."""
    said = [w("lang", val=language, eastAsia=language, bidi=language)] if language else []
    if not marks:
        return said
    return [w("rStyle", val=_STYLES[marks[0]]), *(w(name) for mark in marks[1:] for name in _DIRECT[mark]), *said]


def _link(address: str, story: Story) -> Element:
    """A link that is still empty, or None where an address of this page leads nowhere."""
    if not address.startswith("#"):
        return element("w:hyperlink", **{"r:id": story.link(address)})
    mark = story.anchors.get(address[1:])
    return w("hyperlink", anchor=mark) if mark else None


def bookmark(name: str, content: Iterable[Element], story: Story) -> list[Element]:
    """Runs between the ends of a bookmark, to which fields and links lead."""
    number = story.next("bookmark")
    return [w("bookmarkStart", id=number, name=name), *content, w("bookmarkEnd", id=number)]


def _reference(label: str, story: Story, looks: Sequence[Element], *, is_list: bool) -> Iterator[Element]:
    number = story.numbers.get(label)
    name = f"_RefNote{number}"
    if number is None or story.in_notes:
        yield from runs(str(number or label), *looks)
    elif not is_list and story.is_first(label):
        yield from bookmark(name, [run(w("footnoteReference", id=number), *looks)], story)
    else:
        yield from field(f"NOTEREF {name} \\h", str(number), *looks)
