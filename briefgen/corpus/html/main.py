"""The main text of a page: what an editor wrote, without the frame around it.

trafilatura chooses first (its fast rules). Where it finds nothing, or too little of a page that has much, our own pass
takes the box with the densest paragraphs, and at last the whole page: no page is lost without a word.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any

from briefgen.corpus.html.flow import Part, parts
from briefgen.corpus.html.tables import Grid
from briefgen.corpus.html.tree import shown
from briefgen.corpus.html.words import bare
from briefgen.model import BlockKind

MOST_ELEMENTS = 60_000
"""Elements of a page that trafilatura is given; its time grows with their square on some pages. Long reports have
20,000. A larger page is read by our own pass, which takes its time in proportion."""

LEAST_TEXT = 200
"""Characters below which the main text of a page is doubted."""

SHORT = 1_500
"""Characters of a text that is looked at again for what its rescue left out."""

MORE = 2.0
"""Times a doubted text that another one must be as long to be preferred."""

FAR_MORE = 5.0
"""Times a short text that another one with a paragraph of it must hold to be the text that it announces."""

LEAST_LEFT = 0.3
"""Share of a text that stays when what stands in boxes beside it goes; where less would, their names deceive."""

LEAST_PARAGRAPH = 40
"""Characters of a box that count as a paragraph when boxes are compared."""

LEAST_SHARE = 0.3
"""Share of a lump that our own pass must find to be preferred: a lump holds the menus of the page too."""

FRAME = frozenset({"nav", "footer", "aside", "form", "menu", "header"})
"""Boxes around the text (HTML standard). A header inside an article can hold its summary; our own pass does without."""

for _library in ("trafilatura", "htmldate"):
    logging.getLogger(_library).addHandler(logging.NullHandler())
del _library


def main(
    root: Any,  # noqa: ANN401 - lxml has no types
    grids: Sequence[Grid],
    headline: str = "",
    declared: Sequence[str] = (),
) -> list[Part | Grid]:
    """The parts of the main text; empty where the page shows no text at all.

    Args:
        root: A prepared tree (`tree.prepare`).
        grids: The tables that are numbered in it.
        headline: Its headline: what stands above it is not its text.
        declared: The paragraphs of its text, where it declares them.
    """
    _below(root, headline)
    _without_menus(root)
    chosen, is_lump = _chosen(root, grids)
    chosen = without_links_below(_without_beside(chosen, root), root)
    found = length(chosen)
    if found >= SHORT and not is_lump:
        return chosen
    own = without_links_below(_densest(root, grids), root)
    if found >= LEAST_TEXT and not is_lump:
        return own if is_teaser(chosen, own) else _filled(chosen, own)
    if is_lump and own and length(own) >= LEAST_SHARE * found and _is_within(own, chosen):
        return own
    if is_lump and length(marked := _marked(root, grids)) >= LEAST_TEXT:
        return marked
    said: list[Part | Grid] = [Part(text) for text in declared]
    if is_lump and length(said) >= LEAST_SHARE * found:
        return said
    for other in (own, parts(_framed(root), grids)):
        if length(chosen) < LEAST_TEXT and length(other) >= max(LEAST_TEXT, MORE * length(chosen)):
            chosen = other
    return chosen or own or said or parts(root, grids)


def is_teaser(chosen: Sequence[Part | Grid], own: Sequence[Part | Grid]) -> bool:
    """Whether a short text is only the notices around a long one that our own pass found with a paragraph of it."""
    if length(own) < max(SHORT, FAR_MORE * length(chosen)):
        return False
    return any(part in own for part in chosen if isinstance(part, Part) and len(part.text) >= LEAST_PARAGRAPH)


def _is_within(own: Sequence[Part | Grid], lump: Sequence[Part | Grid]) -> bool:
    """Whether all paragraphs stand in a text that came without any."""
    whole = " ".join(bare(part.text) for part in lump if isinstance(part, Part))
    return all(isinstance(part, Part) and bare(part.text) in whole for part in own)


def _filled(chosen: list[Part | Grid], own: list[Part | Grid]) -> list[Part | Grid]:
    """A short text with the headings and list items that were passed over between its paragraphs.

    trafilatura's rescue of short texts takes paragraphs only: a text with a heading was not rescued. Nothing is added
    where our own pass saw another text.
    """
    if any(isinstance(part, Part) and part.kind is BlockKind.HEADING for part in chosen):
        return chosen
    if any(part not in own for part in chosen):
        return chosen
    first, last = own.index(chosen[0]), len(own) - own[::-1].index(chosen[-1])
    between = own[first:last]
    return between if length(between) <= MORE * length(chosen) else chosen


def length(found: Sequence[Part | Grid]) -> int:
    """How much text there is, in letters of an alphabet; those of tables count."""
    texts = (part.text if isinstance(part, Part) else "".join(cell.text for cell in part.cells) for part in found)
    return sum(len(text) + (DENSE - 1) * len(CHARACTERS.findall(text)) for text in texts)


CHARACTERS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Characters of Chinese, Japanese and Korean."""

DENSE = 3
"""Letters of an alphabet that one such character says as much as."""


def _chosen(root: Any, grids: Sequence[Grid]) -> tuple[list[Part | Grid], bool]:  # noqa: ANN401
    """What trafilatura takes for the main text, and whether it came as one lump: its last resort."""
    from trafilatura import bare_extraction
    from trafilatura.settings import Extractor

    if root.xpath("count(//*)") > MOST_ELEMENTS:
        return [], False
    options = Extractor(output_format="python", fast=True, comments=False, tables=True)
    if len(CHARACTERS.findall(root.text_content())) * DENSE > shown(root):
        options.min_extracted_size //= DENSE
    try:
        found = bare_extraction(root, options=options)
    except Exception:  # noqa: BLE001 - whatever page breaks the library, our own pass still reads it
        return [], False
    body = getattr(found, "body", None)
    if body is None:
        return [], False
    is_lump = len(body) == 1 and len(body[0]) == 0
    return [part for part in parts(body, grids) if not _is_code(part)], is_lump


def _marked(root: Any, grids: Sequence[Grid]) -> list[Part | Grid]:  # noqa: ANN401
    """What the page marks as the body of its article (schema.org); the longest, where it marks several."""
    bodies = (parts(one, grids) for one in root.xpath("//*[@itemprop='articleBody']"))
    return max(bodies, key=length, default=[])


def _is_code(part: Part | Grid) -> bool:
    """Whether a part is source code without words."""
    return isinstance(part, Part) and part.kind is BlockKind.FURNITURE and not any(map(str.isalpha, part.text))


def _framed(root: Any) -> Any:  # noqa: ANN401
    """A copy of the page without the boxes around its text."""
    from copy import deepcopy

    copy = deepcopy(root)
    for element in list(copy.iter(*FRAME, "ul", "ol", "table", "td")):
        if element.getparent() is not None and (element.tag in FRAME or _is_menu(element)):
            element.drop_tree()
    whole = shown(copy)
    for element in list(copy.iter("div", "section", "ol", "ul", "p")):
        if BESIDE.search(named(element)) and element.getparent() is not None and 2 * shown(element) < whole:
            element.drop_tree()
    return copy


BESIDE = re.compile(
    r"comment|disqus|related|recommend|sidebar|newsletter|subscri|promo|cookie|consent|share|sharing|social|breadcrumb|"
    r"teaser|popup|modal|outbrain|taboola|advert|sponsor|author-?bio|most-?read|read-?more|tags?\b",
    re.IGNORECASE,
)
"""Classes and names of boxes beside a text."""


def _without_beside(chosen: list[Part | Grid], root: Any) -> list[Part | Grid]:  # noqa: ANN401
    """A text without the paragraphs that the page has in boxes beside it: comments, related stories, notices."""
    whole = shown(root)
    boxes = dict.fromkeys(one for one in root.iter(*BOXES) if APART.search(named(one)) and 2 * shown(one) < whole)
    outer = [one for one in boxes if not any(above in boxes for above in one.iterancestors())]
    if not outer:
        return chosen
    elsewhere = Counter(part.text for part in parts(root) if isinstance(part, Part))
    for box in outer:
        elsewhere.subtract(part.text for part in parts(box) if isinstance(part, Part))
    kept = [part for part in chosen if isinstance(part, Grid) or elsewhere.get(part.text, 1) > 0]
    return kept if length(kept) >= LEAST_LEFT * length(chosen) else chosen


APART = re.compile(
    r"comment|disqus|related|recommend|newsletter|cookie|consent|modal|outbrain|taboola|sponsor|author-?bio|most-?read",
    re.IGNORECASE,
)
"""Classes and names of boxes that hold none of the text, whatever is in them; "teaser" and "promo" can be its lede."""

BOXES = ("div", "section", "ol", "ul", "p", "aside")


def without_links_below(chosen: list[Part | Grid], root: Any) -> list[Part | Grid]:  # noqa: ANN401
    """A text without the list of other stories below it: links, with days, counts and desks between them."""
    links = {letters for one in root.iter("a") if len(letters := _letters(one.text_content())) >= LEAST_LINK}
    start, count = len(chosen), 0
    for index in range(len(chosen) - 1, -1, -1):
        part = chosen[index]
        if isinstance(part, Grid):
            break
        if _is_linked(_letters(part.text), links):
            start, count = index, count + 1
        elif length([part]) >= LONGEST_BETWEEN:
            break
    kept = chosen[:start]
    return kept if count >= LEAST_STORIES and length(kept) >= LEAST_LEFT * length(chosen) else chosen


LEAST_LINK = 4
"""Letters of a link that can be a story; shorter ones are numbers of pages."""

LEAST_STORIES = 5
"""Links below a text that are a list of stories; fewer may be its sources."""

LONGEST_BETWEEN = 80
"""Letters of a line between two of them; a longer one without a link is text."""


def _letters(text: str) -> str:
    return bare(text).replace(" ", "")


def _is_linked(letters: str, links: Collection[str]) -> bool:
    """Whether a line is a link, or most of it several."""
    if letters in links:
        return True
    inside = [one for one in links if one in letters]
    return len(inside) > 1 and sum(map(len, inside)) >= MENU * len(letters)


def named(element: Any) -> str:  # noqa: ANN401
    """The classes and the name of an element."""
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _below(root: Any, headline: str) -> None:  # noqa: ANN401
    """Removes what stands above the headline, unless that is most of the page: menus, teasers of other stories."""
    title = bare(headline)
    heading = next((one for one in root.iter("h1", "h2") if title and bare(one.text_content()) == title), None)
    body = root.find("body")
    if heading is None or body is None:
        return
    above = []
    for one in (heading, *heading.iterancestors()):
        if one is body or one.tag == "tr":
            break
        above += list(one.itersiblings(preceding=True))
    if 2 * sum(shown(one) for one in above) < shown(body):
        for one in above:
            one.drop_tree()


def _without_menus(root: Any) -> None:  # noqa: ANN401
    """Removes the cells of links from tables that lay out a page: its menus, as pages were once built."""
    for cell in list(root.iter("td")):
        if len(cell.findall(".//a")) >= LEAST_LINKS and _is_menu(cell) and cell.getparent() is not None:
            cell.drop_tree()


LEAST_LINKS = 3


def _is_menu(element: Any) -> bool:  # noqa: ANN401
    """Whether nearly all that a short element says is links."""
    said = len("".join(element.text_content().split()))
    if said > LONGEST_MENU:
        return False
    return sum(len("".join(link.text_content().split())) for link in element.iter("a")) > MENU * said


LONGEST_MENU = 5_000
"""Characters of a menu; longer lists of links are what a page is about."""

MENU = 0.7
"""Share of links in a list or cell that makes it a menu."""


def _densest(root: Any, grids: Sequence[Grid]) -> list[Part | Grid]:  # noqa: ANN401
    """The parts of the box that holds the most text in paragraphs, links not counted."""
    copy = _framed(root)
    scores: dict[Any, float] = {}
    for element in copy.iter("p", "li", "td", "blockquote", "div", "section", "article"):
        own = _own_text(element)
        if own < LEAST_PARAGRAPH:
            continue
        share, box = 1.0, element if element.tag in {"div", "section", "article", "td"} else element.getparent()
        for _ in range(LEVELS):
            if box is None or box.tag in {"body", "html"}:
                break
            scores[box] = scores.get(box, 0.0) + own * share
            share *= FADING
            box = box.getparent()
    if not scores:
        return []
    best = max(scores, key=lambda box: scores[box])
    return parts(best, grids)


LEVELS, FADING = 4, 0.75
"""A paragraph counts for the boxes around it, each further one by so much less: the box of all paragraphs beats both
the box of one of them and that of the whole page."""


def _own_text(element: Any) -> int:  # noqa: ANN401
    """Characters of an element's own lines: its text and that of inline elements in it, without links."""
    total = len((element.text or "").strip())
    for child in element:
        total += len((child.tail or "").strip())
        if child.tag in {"b", "strong", "i", "em", "span", "font", "u", "mark", "small"}:
            total += sum(len(text.strip()) for text in child.itertext())
    return total
