"""Words of a text as SQLite's full-text search takes them, for a database that would take them otherwise.

PostgreSQL's own parser keeps "4.2", "rail-freight" and "a.example" whole, and what a letter is depends on its locale.
Here both databases take the very same words, from the same code, and so they find the same documents.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from briefgen.corpus.store.words import MOST, Search, Wanted

TOKENIZER = "unicode61 remove_diacritics 2"
"""Accents do not count: who types "Cote" finds "Côte" (sqlite.org/fts5.html)."""
MOST_PLACES = 255
"""Places of one word that a tsvector remembers (postgresql.org, "Text Search Types: Limitations")."""
LAST_PLACE = 16_383
"""The last place that it can tell from the next one (same page)."""
LONGEST = 500
"""Characters of a word that are looked at. A lexeme may have 2 KB, four bytes a character at most."""
GAP = 2
"""Places between headline and text: no phrase spans both."""


class Part(Struct, frozen=True):
    """A part of a document that fits into one tsvector. Parts overlap by the longest phrase that can be asked for."""

    number: int
    words: str
    """As PostgreSQL reads a tsvector: 'harbour':3,8 'port':2."""


class Tokenizer:
    """Takes texts apart. Holds a database in memory that keeps nothing."""

    def __init__(self) -> None:
        """One for a connection."""
        self._link = sqlite3.connect(":memory:", check_same_thread=False)
        self._link.execute(
            f"CREATE VIRTUAL TABLE parsed USING fts5(headline, text, content='', tokenize='{TOKENIZER}')"
        )
        self._link.execute("CREATE VIRTUAL TABLE token USING fts5vocab(parsed, 'instance')")

    def tokens(self, headline: str, text: str) -> tuple[list[str], list[str]]:
        """The words of headline and text, in order."""
        self._link.execute("INSERT INTO parsed (rowid, headline, text) VALUES (1, ?, ?)", (headline, text))
        found: dict[str, list[tuple[int, str]]] = {"headline": [], "text": []}
        for term, column, place in self._link.execute("SELECT term, col, offset FROM token"):
            found[column].append((place, term[:LONGEST]))
        self._link.execute("INSERT INTO parsed (parsed) VALUES ('delete-all')")
        return [term for _, term in sorted(found["headline"])], [term for _, term in sorted(found["text"])]

    def parts(self, headline: str | None, text: str, day: str) -> tuple[Part, ...]:
        """A document for the index; each part has its day."""
        first, rest = self.tokens(_plain(headline or ""), _plain(text))
        placed: list[str | None] = [*first, *[None] * GAP, *rest]
        return tuple(Part(number, _vector(part, day)) for number, part in enumerate(_parts(placed)))

    def conditions(self, search: Search, days: Sequence[str]) -> tuple[list[str], list[str]]:
        """What must be found in some part of a document, and what in none: queries as PostgreSQL reads them.

        Each is asked for by itself, as the words of one search may stand in several parts.
        """
        dated = f" & ({' | '.join(map(_day, days))})" if days else ""
        wanted = [self._any(group) for group in search.groups]
        unwanted = [query for one in search.without if (query := self._any((one,)))]
        return [f"({query}){dated}" if query else "" for query in wanted], unwanted

    def _any(self, group: Sequence[Wanted]) -> str:
        """One of several; "" where none of them has a word."""
        return " | ".join(query for one in group if (query := self._phrase(one)))

    def _phrase(self, wanted: Wanted) -> str:
        _, found = self.tokens("", _plain(" ".join(wanted.words)))
        if not found:
            return ""
        return f"({' <-> '.join(map(_quoted, found))}{':*' if wanted.is_open else ''})"

    def close(self) -> None:
        """Forgets the database."""
        self._link.close()


def _parts(placed: Sequence[str | None]) -> Iterator[Sequence[str | None]]:
    """Parts of a row of words, so large that each remembers every place."""
    first = 0
    while True:
        end = _end(placed, first)
        yield placed[first:end]
        if end == len(placed):
            return
        first = max(end - MOST, first + 1)


def _end(placed: Sequence[str | None], first: int) -> int:
    """Where a part has to end."""
    seen: Counter[str | None] = Counter()
    end = min(len(placed), first + LAST_PLACE)
    for place in range(first, end):
        seen[placed[place]] += 1
        if seen[placed[place]] > MOST_PLACES:
            return place
    return end


def _vector(placed: Sequence[str | None], day: str) -> str:
    places: dict[str, list[str]] = {}
    for place, word in enumerate(placed, start=1):
        if word is not None:
            places.setdefault(word, []).append(str(place))
    words = [f"{_quoted(word)}:{','.join(found)}" for word, found in sorted(places.items())]
    return " ".join([_day(day), *words])


def _quoted(word: str) -> str:
    """A word as a lexeme. It has letters and digits alone (and marks on letters), but what if not."""
    inside = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{inside}'"


def _day(token: str) -> str:
    """A day as a lexeme that no word of a text can be."""
    return f"'@{token}'"


def _plain(text: str) -> str:
    """A text that SQLite takes; half a surrogate pair is no letter, and neither is a NUL."""
    return text.encode("utf-8", "replace").decode().replace("\0", " ")
