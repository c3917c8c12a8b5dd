"""Stretches of text → a document: what each stretch is, and what the page proves of headline, writer, place and day.

A field that the text does not prove stays empty.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from briefgen.corpus import bylines, datelines, mastheads, years
from briefgen.corpus.furniture import Furniture, dated_head, told
from briefgen.corpus.language import identify
from briefgen.corpus.words import words
from briefgen.model import Block, BlockKind, Document, How, Known, Span

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

LONGEST_HEADLINE = 200
"""Characters of a headline."""

LONGEST_HEADING = 110
"""Characters of a heading inside the text."""

LONGEST_RUN = 2
"""Headings in a row: a title and its subtitle. More short lines together are a list or a table."""

TELLING = 120
"""Characters that make a stretch a paragraph, however it ends."""


Value = TypeVar("Value")

NOTHING = Furniture()
"""Proves nothing."""


class Stretch(Struct, frozen=True):
    """A piece of the text before, and after, it is known what it is."""

    span: Span
    """Without blanks at its ends."""
    kind: BlockKind | None = None
    """None while open: a paragraph unless something else is found."""
    proof: Furniture = NOTHING
    """What a line of furniture proves."""


def document(text: str, name: str, encoding: str, stretches: Sequence[Stretch], *, plain: bool) -> Document:
    """The document that a text is, with all that the text proves of it.

    Args:
        text: The decoded file, untouched.
        name: File name.
        encoding: What it was read with.
        stretches: Its parts in order; those with a kind keep it.
        plain: Headlines and headings carry no mark and are told by their shape.
    """
    marked = with_bylines(text, with_dated_heads(text, with_mastheads(text, with_furniture(text, stretches))))
    if plain:
        marked = with_headings(text, marked)
    marked = [one if one.kind else replace(one, kind=BlockKind.PARAGRAPH) for one in marked]
    blocks, line = with_dateline(text, marked)
    body = "\n".join(of(text, block) for block in blocks if block.kind is BlockKind.PARAGRAPH)
    proven: dict[str, tuple[Any, How] | None] = {
        "headline": as_found(next((flat(of(text, one)) for one in blocks if one.kind is BlockKind.HEADLINE), None)),
        "byline": as_found(next((one.proof.byline for one in marked if one.proof.byline), None)),
        "dateline": as_found(flat(line.text) if line and line.text else None),
        "publisher": publisher(marked, line, body),
        "published": as_found(published(marked)) or day_of(line, body),
        "language": as_inferred(identify(body)),
    }
    return Document(
        id=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        name=name,
        text=text,
        blocks=blocks,
        encoding=encoding,
        known=tuple(Known(field, one[1]) for field, one in proven.items() if one),
        **{field: one[0] for field, one in proven.items() if one},
    )


def as_found(value: Value | None) -> tuple[Value, How] | None:
    """A value that the text prints."""
    return None if value is None else (value, How.FOUND)


def as_inferred(value: Value | None) -> tuple[Value, How] | None:
    """A value that follows from something else in the text."""
    return None if value is None else (value, How.INFERRED)


def day_of(line: datelines.Dateline | None, body: str) -> tuple[dt.date, How] | None:
    """The day of a dateline; its year may follow from the text."""
    return as_found(line.day) or as_inferred(years.proven(line.text, body)) if line else None


def of(text: str, part: Stretch | Block) -> str:
    """The text of a part."""
    return text[part.span.start : part.span.end]


def flat(text: str) -> str:
    """The text with single blanks, for fields that are printed in one line."""
    return " ".join(text.split())


def with_furniture(text: str, stretches: Sequence[Stretch]) -> list[Stretch]:
    """Lines of furniture marked."""
    return [furnished(text, one) for one in stretches]


def furnished(text: str, one: Stretch) -> Stretch:
    """A stretch, marked where it is furniture."""
    proof = None if one.kind else told(of(text, one))
    return one if proof is None else replace(one, kind=BlockKind.FURNITURE, proof=proof)


def with_mastheads(text: str, stretches: list[Stretch]) -> list[Stretch]:
    """Lines above and below the text that name the paper or the body marked; a paper behind a headline cut off it."""
    ends = body_ends(text, stretches)
    if ends is None:
        return stretches
    first, last = ends
    head = stretches[:first]
    proofs = mastheads.above([of(text, one) for one in head], titled=sum(one.kind is None for one in head) > 1)
    marked = [with_proof(one, proof) for one, proof in zip(head, proofs, strict=True)]
    foot = [with_proof(one, mastheads.below(of(text, one))) for one in stretches[last + 1 :]]
    return [*with_tail(text, marked), *stretches[first : last + 1], *foot]


def with_proof(one: Stretch, proof: Furniture | None) -> Stretch:
    """A stretch marked as furniture that proves something; a dated line that was furniture gets its paper."""
    if proof is None or one.kind not in {None, BlockKind.FURNITURE}:
        return one
    if one.kind is None:
        return replace(one, kind=BlockKind.FURNITURE, proof=proof)
    if one.proof.publisher or not (one.proof.published or one.proof.updated):
        return one
    return replace(one, proof=replace(one.proof, publisher=proof.publisher))


def with_tail(text: str, head: list[Stretch]) -> list[Stretch]:
    """The first open line cut where the paper stands behind the headline."""
    index = next((index for index, one in enumerate(head) if one.kind is None), None)
    found = mastheads.tail(of(text, head[index])) if index is not None else None
    if index is None or found is None:
        return head
    span, (cut, proof) = head[index].span, found
    title = text[span.start : span.start + cut].rstrip(" \xa0|–—-")
    return [
        *head[:index],
        Stretch(Span(span.start, span.start + len(title))),
        Stretch(Span(span.start + cut, span.end), BlockKind.FURNITURE, proof),
        *head[index + 1 :],
    ]


def with_dated_heads(text: str, stretches: list[Stretch]) -> list[Stretch]:
    """Lines between the headline and the text that end with a day: "Weekend edition, 17 January 2026"."""
    first = next((index for index, one in enumerate(stretches) if is_paragraph(text, one)), 0)
    return [
        one if proof is None else replace(one, kind=BlockKind.FURNITURE, proof=proof)
        for index, one in enumerate(stretches)
        for proof in [dated_head(of(text, one)) if 0 < index < first and one.kind is None else None]
    ]


def with_bylines(text: str, stretches: list[Stretch]) -> list[Stretch]:
    """Bylines above the first and below the last paragraph marked; a bare name only below."""
    ends = body_ends(text, stretches)
    if ends is None:
        return stretches
    first, last = ends
    body = flat(" ".join(of(text, one) for one in stretches[first : last + 1]))
    found = list(stretches)
    for index, one in enumerate(stretches):
        if first <= index <= last or one.kind is not None:
            continue
        name = bylines.labelled(of(text, one))
        if name is None and (index > last or (index and is_role_under(text, stretches, index))):
            name = bylines.signature(of(text, one), body)
        if name is not None:
            found[index] = replace(one, kind=BlockKind.BYLINE, proof=Furniture(byline=name))
    return found


def is_role_under(text: str, stretches: list[Stretch], index: int) -> bool:
    """Whether the next line is the post of whoever this one names: "Ann Lee", "Health correspondent"."""
    return index + 1 < len(stretches) and bylines.is_role(of(text, stretches[index + 1]))


def body_ends(text: str, stretches: Sequence[Stretch]) -> tuple[int, int] | None:
    """The places of the first and of the last stretch that is surely text; None where none is."""
    first = next((place for place, one in enumerate(stretches) if is_paragraph(text, one)), None)
    if first is None:
        return None
    return first, next(place for place in reversed(range(len(stretches))) if is_paragraph(text, stretches[place]))


def is_paragraph(text: str, one: Stretch) -> bool:
    """Whether an open stretch is surely text: it is long, or ends as sentences do, and is no byline."""
    if one.kind is BlockKind.PARAGRAPH:
        return True
    line = of(text, one)
    if one.kind is not None or bylines.labelled(line):
        return False
    return len(line) > TELLING or line.rstrip(CLOSERS).endswith((".", "!", "?", "…", ":", ";", "。", "؟", "।"))


CLOSERS = "\"”’'»)] \xa0"


def with_headings(text: str, stretches: list[Stretch]) -> list[Stretch]:
    """The headline and the headings inside a plain text marked, by shape and place."""
    found = list(stretches)
    open_ones = [index for index, one in enumerate(stretches) if one.kind is None]
    short = {index for index in open_ones if headed(of(text, stretches[index]))}
    top = next((index for index in open_ones if len(of(text, stretches[index]).split()) >= LEAST_WORDS), None)
    if top is not None and top != open_ones[-1] and is_headline(text, stretches[top]):
        found[top] = replace(stretches[top], kind=BlockKind.HEADLINE)
    for position, index in enumerate(open_ones[:-1]):
        run = 0
        while position + run < len(open_ones) and open_ones[position + run] in short and run <= LONGEST_RUN:
            run += 1
        behind = position > 1 and open_ones[position - 1] in short and found[open_ones[position - 1]].kind is None
        if found[index].kind is None and index in short and run <= LONGEST_RUN and not behind:
            found[index] = replace(stretches[index], kind=BlockKind.HEADING)
    return found


def is_headline(text: str, one: Stretch) -> bool:
    """Whether the first open stretch is a headline: one line without the end of a sentence, and no dateline."""
    line = of(text, one)
    if len(line) > LONGEST_HEADLINE or "\n" in line or LISTED.match(line):
        return False
    return not line.rstrip(CLOSERS).endswith((".", ":", ";", ",", "…")) and datelines.find(line) is None


LEAST_WORDS = 2
"""Words of a headline; a single one above it is a rubric."""

LISTED = re.compile(r"(?:[•◦▪‣·●■*–—-]|\(?\d{1,2}[.)]|\(?[a-z]\))[ \t\xa0]")
"""The mark of a list item, which is no heading."""


def headed(line: str) -> bool:
    """Whether a line has the shape of a heading: short, capital first, and not ended like a sentence."""
    start = line.lstrip("\"“‘'«([")[:1]
    if len(line) > LONGEST_HEADING or "\n" in line or LISTED.match(line) or not (start.isupper() or start.isdigit()):
        return False
    return not line.rstrip("\"”’'»").endswith((".", "!", ":", ";", ",", "…"))


def with_dateline(text: str, stretches: Sequence[Stretch]) -> tuple[tuple[Block, ...], datelines.Dateline | None]:
    """The blocks, with the dateline of the first paragraph cut off, and those of further items of a round-up."""
    blocks: list[Block] = []
    first: datelines.Dateline | None = None
    begun = False
    for one in stretches:
        block = Block(one.span, one.kind or BlockKind.PARAGRAPH)
        line = datelines.find(of(text, block), wire=begun) if block.kind is BlockKind.PARAGRAPH else None
        if line is None or (begun and not line.wire):
            blocks.append(block)
        else:
            blocks += behind_dateline(text, block.span, line)
            first = first or (None if begun else line)
        begun = begun or block.kind is BlockKind.PARAGRAPH
    return tuple(blocks), first


def behind_dateline(text: str, span: Span, line: datelines.Dateline) -> list[Block]:
    """A paragraph as its dateline and the rest."""
    cut = span.start + line.end
    end = span.start + len(text[span.start : cut].rstrip())
    rest = len(text[cut : span.end].lstrip())
    head = Block(Span(span.start, end), BlockKind.DATELINE if line.text else BlockKind.FURNITURE)
    return [head, *([Block(Span(span.end - rest, span.end), BlockKind.PARAGRAPH)] if rest else [])]


def published(stretches: Sequence[Stretch]) -> dt.date | None:
    """The day of this version: the latest update, else the labelled day, else the only one that the page shows."""
    proofs = [one.proof for one in stretches]
    updates = [proof.updated for proof in proofs if proof.updated]
    first = {proof.published for proof in proofs if proof.published and proof.labelled}
    if updates:
        return max(*updates, *(first if len(first) == 1 else ()), updates[0])
    bare = {one.proof.published for one in at_the_edge(stretches) if one.proof.published and not one.proof.labelled}
    for days in (first, bare):
        if days:
            return next(iter(days)) if len(days) == 1 else None
    return None


def at_the_edge(stretches: Sequence[Stretch]) -> list[Stretch]:
    """The stretches near the top or below the text. A bare day between paragraphs heads a part of a timeline."""
    paragraphs = [index for index, one in enumerate(stretches) if one.kind is BlockKind.PARAGRAPH]
    if len(paragraphs) <= MOST_ABOVE:
        return list(stretches)
    top, foot = paragraphs[MOST_ABOVE], paragraphs[-1]
    return [one for index, one in enumerate(stretches) if index < top or index > foot]


MOST_ABOVE = 2
"""Paragraphs that may stand above the day of a page: a summary or a caption."""


def abbreviates(short: str, name: str) -> bool:
    """Whether a name in capitals is made of the first letters of another one: SANA, Southern Africa News Agency."""
    letters = "".join(word[0] for word in name.split() if word[:1].isupper())
    return short.isupper() and short == letters


def publisher(stretches: Sequence[Stretch], line: datelines.Dateline | None, body: str) -> tuple[str, How] | None:
    """Who published: the dateline's agency or paper, the copyright line, or the agency that the lede was told to."""
    holder = next((one.proof.publisher for one in stretches if one.proof.publisher), None)
    if line is not None and line.publisher:
        return as_found(holder if holder and abbreviates(line.publisher, holder) else line.publisher)
    if holder or line is None or not line.wire:
        return as_found(holder)
    lede = body.split("\n", 1)[0]
    names = [match["name"] for match in TOLD.finditer(lede) if match["name"] in words("agencies")]
    return as_inferred(names[0]) if len(set(names)) == 1 else None


TOLD = re.compile(
    r"\btold[ \xa0](?:the )?(?P<name>[A-Z0-9][\w-]*(?:\.kg)?(?:[ \xa0][A-Z][\w-]*){0,3})"
    r"(?=[.,;]|[ \xa0](?:in|on|that)\b|$)"
)
"""“… the minister told Example.” In a wire story without another agency, that is who filed it."""
