"""What somebody searches for: words, phrases in quotation marks, beginnings with `*`, `-` for what must not be there.

    port "rail freight" -airport harb*

Every word must be there; two with OR between them, one of them.
"""

from __future__ import annotations

import datetime as dt
import re

from msgspec import Struct

from briefgen.errors import UsageError

PART = re.compile(r'(?P<minus>-)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))(?P<open>\*)?')
WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
"""A word with the marks on its letters, as the index takes it."""
MOST = 64
"""Words of a search. More than anybody types; a database's time grows with them."""
MOST_DAYS = 400
"""Days of which each gets a token of its own in a search; a longer time is asked for by its ends."""


class Wanted(Struct, frozen=True):
    """A word or phrase."""

    words: tuple[str, ...]
    """One or more in a row, in small letters."""
    is_open: bool = False
    """The last one only begins so."""


class Search(Struct, frozen=True):
    """What must and must not be there."""

    groups: tuple[tuple[Wanted, ...], ...]
    """Of each group one at least."""
    without: tuple[Wanted, ...] = ()
    """None of these."""


def parse(text: str) -> Search:
    """What a search asks for.

    Raises:
        UsageError: It has no word that must be there, or too many.
    """
    groups: list[tuple[Wanted, ...]] = []
    without: list[Wanted] = []
    joins = False
    for match in PART.finditer(text):
        if match["word"] == "OR" and not match["minus"] and groups:
            joins = True
            continue
        wanted = _wanted(match)
        if wanted is None:
            continue
        if match["minus"]:
            without.append(wanted)
        elif joins:
            groups[-1] = (*groups[-1], wanted)
        else:
            groups.append((wanted,))
        joins = False
    number = sum(len(one.words) for group in (*groups, tuple(without)) for one in group)
    if not groups:
        raise UsageError(f"“{text}” asks for no word", hint='Such as: port "rail freight" -airport')
    if number > MOST:
        raise UsageError(f"a search of {number} words", hint=f"Take {MOST} at most.")
    return Search(tuple(groups), tuple(without))


def _wanted(match: re.Match[str]) -> Wanted | None:
    """A part of a search; None where it has no letter or digit."""
    printed = match["phrase"] if match["phrase"] is not None else match["word"]
    words = tuple(word.lower() for word in WORD.findall(printed))  # casefold() makes another word of ß than the index
    is_open = bool(match["open"]) or printed.endswith("*")
    return Wanted(words, is_open) if words else None


def day_token(day: dt.date | None) -> str:
    """The token of a day in the full-text index: "d20260301"; "undated" where there is none."""
    return f"d{day:%Y%m%d}" if day else "undated"


def day_tokens(since: dt.date, until: dt.date) -> tuple[str, ...]:
    """The tokens of all days from one to another; none where there are too many."""
    number = (until - since).days + 1
    return tuple(day_token(since + dt.timedelta(days)) for days in range(number)) if 0 < number <= MOST_DAYS else ()


def fts5(search: Search, days: tuple[str, ...]) -> str:
    """The search in the language of SQLite's FTS5. Every word stands in quotation marks, so none is an operator."""
    text = " AND ".join(f"({' OR '.join(map(_quoted, group))})" for group in search.groups)
    found = f"{{headline text}} : ({text})"
    if search.without:
        found = f"({found}) NOT {{headline text}} : ({' OR '.join(map(_quoted, search.without))})"
    return f"({found}) AND day : ({' OR '.join(days)})" if days else found


def _quoted(wanted: Wanted) -> str:
    return f'"{" ".join(wanted.words)}"{"*" if wanted.is_open else ""}'
