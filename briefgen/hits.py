"""Where in a document the words stand that somebody searches for: the sentence that says most of them, words marked.

The words are compared as the store's index compares them: without capitals and accents.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from msgspec import Struct

from briefgen.corpus.store.words import WORD, Search, Wanted
from briefgen.model import Document, Span
from briefgen.reading import sentences


class Hit(Struct, frozen=True):
    """A sentence with words that somebody searches for."""

    span: Span
    """The sentence, in the text of its document."""
    marks: tuple[Span, ...]
    """The words in it, in order."""


def hit(document: Document, search: Search) -> Hit | None:
    """The first of the sentences that have most of the words; None where the words stand in no sentence."""
    wanted = [one for group in search.groups for one in group]
    best: Hit | None = None
    most = 0
    for line in sentences.lines(document):
        tokens = list(_tokens(document.text, line.span))
        found = [_spans(tokens, one) for one in wanted]
        number = sum(map(bool, found))
        if number > most:
            most, best = number, Hit(line.span, tuple(_apart(span for spans in found for span in spans)))
    return best


def folded(text: str) -> str:
    """A text without capitals and accents."""
    marked = unicodedata.normalize("NFD", text.lower())
    return "".join(letter for letter in marked if not unicodedata.combining(letter))


def _tokens(text: str, span: Span) -> Iterator[tuple[str, Span]]:
    for match in WORD.finditer(text, span.start, span.end):
        yield folded(match[0]), Span(match.start(), match.end())


def _spans(tokens: Sequence[tuple[str, Span]], wanted: Wanted) -> list[Span]:
    """Where the words stand one after the other."""
    words = [folded(word) for word in wanted.words]
    found = []
    for first in range(len(tokens) - len(words) + 1):
        row = tokens[first : first + len(words)]
        said = [word for word, _ in row]
        is_last = said[-1].startswith(words[-1]) if wanted.is_open else said[-1] == words[-1]
        if is_last and said[:-1] == words[:-1]:
            found.append(Span(row[0][1].start, row[-1][1].end))
    return found


def _apart(spans: Iterator[Span]) -> Iterator[Span]:
    """Spans in order, those that overlap as one."""
    last: Span | None = None
    for span in sorted(spans):
        if last is None or last.end <= span.start:
            if last is not None:
                yield last
            last = span
        else:
            last = Span(last.start, max(last.end, span.end))
    if last is not None:
        yield last
