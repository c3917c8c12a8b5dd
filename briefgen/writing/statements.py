"""Sentences of the brief with ids and citations."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice, product

from briefgen.language import ENGLISH, MARKS, Language
from briefgen.model import Also, Citation, Document, Fact, Passage, Statement
from briefgen.writing.names import label

ID_DIGITS = 12
"""Hexadecimal digits of a statement's id."""
NAMES = 64
"""Ids of a composed sentence that are looked at."""
OPENING, CLOSING = "“", "”"
OPENINGS = (OPENING, *(opening for opening, _ in MARKS.values()))
"""What opens a quotation in the languages of frames."""
STRAIGHT = '"'


def statement_id(*parts: str) -> str:
    """A short hash of what the statement is made from, so that an override finds it again next week."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:ID_DIGITS]


def composed(section: str, text: str, facts: Sequence[Fact]) -> Statement:
    """A sentence that briefgen composed from facts, citing every sentence that reports them."""
    first = facts[0]
    citations = tuple(dict.fromkeys(citation for fact in facts for citation in fact.citations))
    made_of = (section, *(fact.id for fact in facts))
    return Statement(
        id=statement_id(*made_of),
        text=text,
        citations=citations,
        date=first.period.end if first.period else None,
        status=first.status,
        deadline=first.deadline,
        made_of=made_of,
    )


def composed_names(made_of: Sequence[str], also: Also) -> Iterator[str]:
    """The ids that a composed sentence answers to, its facts being called otherwise in an earlier edition."""
    if made_of:
        choices = ((one, *also.get(one, ())) for one in made_of)
        yield from (statement_id(*parts) for parts in islice(product(*choices), NAMES))


def place(passage: Passage) -> str:
    """A passage in an id."""
    return f"{passage.document_id}:{passage.span.start}-{passage.span.end}"


def stands_in(passage: Passage, told: Collection[Passage]) -> bool:
    """Whether a passage is one of others, or a part of one."""
    return passage in told or any(
        other.document_id == passage.document_id
        and other.span.start <= passage.span.start
        and passage.span.end <= other.span.end
        for other in told
    )


def verbatim(section: str, passages: Sequence[Passage], document: Document, language: Language = ENGLISH) -> Statement:
    """A sentence of a document, word for word; further passages are reprints of it."""
    return Statement(
        id=statement_id(section, place(passages[0])),
        text=quoted(passages[0].quote),
        citations=tuple(Citation(passage) for passage in passages),
        author="document",
        speaker=label(document, language),
        date=document.published,
    )


def first(statements: Iterable[Statement], most: int, pins: Collection[str]) -> list[Statement]:
    """So many statements at most, the pinned ones before all others; more where more are pinned."""
    ordered = sorted(statements, key=lambda one: one.id not in pins)
    return ordered[: max(most, sum(one.id in pins for one in ordered))]


def quoted(text: str, marks: tuple[str, str] = (OPENING, CLOSING)) -> str:
    """A text in quotation marks; one that is already a quotation from end to end has these instead of its own."""
    words = " ".join(text.split())
    inner = words[1:-1]
    if words[:1] == OPENING and words[-1:] == CLOSING and OPENING not in inner and CLOSING not in inner:
        words = inner
    return f"{marks[0]}{words}{marks[1]}"


def unique(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """Statements whose text was not said before."""
    seen: set[str] = set()
    kept = []
    for statement in statements:
        key = "".join(c for c in statement.text.casefold() if c.isalnum())
        if key not in seen:
            seen.add(key)
            kept.append(statement)
    return tuple(kept)
