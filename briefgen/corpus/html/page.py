"""The reader of web pages: a file or a saved page → its main text, with what the page says of itself."""

from __future__ import annotations

import re

from msgspec.structs import replace

from briefgen import remarks
from briefgen.corpus import plain
from briefgen.corpus.describe import document
from briefgen.corpus.html.about import About, about
from briefgen.corpus.html.content import laid_out
from briefgen.corpus.html.dates import first
from briefgen.corpus.html.decode import decode, told
from briefgen.corpus.html.flow import Part
from briefgen.corpus.html.main import main
from briefgen.corpus.html.tables import Grid, numbered
from briefgen.corpus.html.titles import LONGEST
from briefgen.corpus.html.tree import parse, prepare
from briefgen.corpus.html.words import bare
from briefgen.errors import CorpusError
from briefgen.model import BlockKind, Document, How, Known

MEDIA = "text/html"

EMPTY = remarks.BARE_PAGE
HINT = "Open it in a browser, wait until its text is there, and save it again."


def read(data: bytes, name: str) -> Document:
    """The document that a web page is.

    Raises:
        CorpusError: It is no page, has no text, or its encoding cannot be told.
    """
    source, encoding = decode(data, name)
    if MARKUP.search(source) is None:
        return plain.read(data, name)
    return told(page(source, name, encoding), data)


MARKUP = re.compile(r"<[a-zA-Z!?/]")
"""Where a tag begins. A file without any is a plain text, whatever it is called."""


def page(source: str, name: str, encoding: str = "utf-8", at: str | None = None) -> Document:
    """The document in the source of a page.

    Args:
        source: Its HTML.
        name: What the corpus calls it.
        encoding: What it was read with.
        at: The address that it came from, where that is known.

    Raises:
        CorpusError: It has no text.
    """
    root = parse(source, name)
    said = about(root, source, at)
    prepare(root)
    found = below_head(main(root, numbered(root), said.headline or "", said.text), said)
    content = laid_out(found)
    if not any(map(str.isalpha, content.text)):
        raise CorpusError(EMPTY, name, HINT)
    read_ = document(content.text, name, encoding, content.stretches, plain=False)
    kept = unfurnished(found, read_)
    if len(kept) < len(found):
        content = laid_out(kept)
        clean = document(content.text, name, encoding, content.stretches, plain=False)
        read_ = replace(read_, id=clean.id, text=clean.text, blocks=clean.blocks)
    return replace(described(read_, said), media=MEDIA, tables=content.tables)


def unfurnished(found: list[Part | Grid], read_: Document) -> list[Part | Grid]:
    """The parts without lines that are furniture: calls to read other pages, to share, to subscribe.

    They are the frame of the page as much as its menu is. What they prove of the page is known by now.
    """
    frame = {
        read_.text[block.span.start : block.span.end] for block in read_.blocks if block.kind is BlockKind.FURNITURE
    }
    kept = [part for part in found if not (isinstance(part, Part) and part.kind is None and part.text in frame)]
    return kept if any(isinstance(part, Grid) or any(map(str.isalpha, part.text)) for part in kept) else found


def below_head(found: list[Part | Grid], said: About) -> list[Part | Grid]:
    """The parts without the headline and the line of the day: they are fields, and no part of what the article says."""
    title = bare(said.headline or "")
    kept = [
        part
        for index, part in enumerate(found)
        if not isinstance(part, Part)
        or len(part.text) > LONGEST
        or not (part.kind is BlockKind.HEADING or index < TOP)
        or not (bare(part.text) == title or _is_day(part, said.language or ""))
    ]
    return kept or found


TOP = 6
"""Parts at the head of a text in which its headline and its day can stand without being marked."""


def _is_day(part: Part, language: str) -> bool:
    """Whether a line says nothing but a day, and what stands beside days: a label, a count of readers."""
    words = NUMBERS.sub(" ", part.text).split()
    ends = part.text[-1] in SENTENCE and len(words) > 1
    return part.kind is None and len(words) <= FEW and not ends and first(part.text, language) is not None


NUMBERS = re.compile(r"[\W\d_]+")
FEW = 5
"""Words of such a line: "Publicado el 16 de febrero de 2026"."""
SENTENCE = ".!?。！？"


def described(read_: Document, said: About) -> Document:
    """A document with what its page declares; what its text proves stays where the page is silent or only infers."""
    how = {one.field: one.how for one in read_.known}
    for field in ("headline", "byline", "dateline", "publisher", "published"):
        if getattr(read_, field) is not None:
            how.setdefault(field, How.FOUND)
    if read_.language is not None:
        how["language"] = How.DECLARED if said.language == read_.language else How.INFERRED
    fields = {}
    for one in said.known:
        ours = getattr(read_, one.field)
        if ours is None or (one.field != "language" and one.how is not How.INFERRED):
            fields[one.field] = getattr(said, one.field)
            how[one.field] = one.how
    return replace(read_, **fields, known=tuple(Known(field, how[field]) for field in sorted(how)))
