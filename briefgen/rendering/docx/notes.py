"""The part `footnotes.xml`: the cited sentences, numbered as they are mentioned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from briefgen.rendering.docx.lines import line
from briefgen.rendering.docx.story import Story
from briefgen.rendering.docx.xml import Element, paragraph, root, run, runs, turned, w
from briefgen.rendering.tokens import Node, elements, words_of

_SEPARATORS = {-1: "separator", 0: "continuationSeparator"}
"""The lines above notes, which Word counts as notes (`settings.xml` names them)."""


def empty() -> Element:
    """The part without notes."""
    return root("footnotes", *(_separator(number, kind) for number, kind in _SEPARATORS.items()))


def fill(part: Element, texts: Mapping[str, Node], story: Story, *, right_to_left: bool) -> None:
    """Adds the sentence of every note that is mentioned; a note's id is its number."""
    for label, number in story.numbers.items():
        language = story.known.notes.get(label, "")
        made = _paragraphs(texts[label], story, language, right_to_left=right_to_left)
        part.append(w("footnote", *made, id=number))


def references() -> Element:
    """What `settings.xml` says of notes."""
    return w("footnotePr", *(w("footnote", id=number) for number in _SEPARATORS))


def _paragraphs(node: Node, story: Story, language: str, *, right_to_left: bool) -> Iterator[Element]:
    """The paragraphs of a note, its number before the first."""
    opening = [run(w("footnoteRef"), w("rStyle", val="FootnoteReference")), *runs(" ")]
    for part in elements(node[1:-1]):
        children = next((token.children for token in part if token.type == "inline"), None)
        if children is None:
            continue
        own = turned(words_of(part), right_to_left=right_to_left)
        yield paragraph("FootnoteText", [*opening, *line(children, story, 0, language)], *own)
        opening = []


def _separator(number: int, kind: str) -> Element:
    return w("footnote", w("p", w("r", w(kind))), type=kind, id=number)
