"""Regular expressions that are compiled when they are first used, and those that stand in a language's tables.

The reader has more than a hundred of them; compiling them all takes longer than importing everything else, and a
command that reads nothing should not wait for it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from briefgen.reading import tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

METHODS = ("match", "search", "fullmatch", "finditer", "findall", "split", "sub")


class Pattern:
    """A regular expression that is compiled when one of its methods is first asked for.

    From then on the methods are those of `re.Pattern` themselves, at no cost beyond an attribute.

    Attributes:
        source: The expression and its flags, as `re.compile` takes them. An error in them shows at first use.
    """

    __slots__ = ("source", *METHODS)

    if TYPE_CHECKING:
        match: Callable[..., re.Match[str] | None]
        search: Callable[..., re.Match[str] | None]
        fullmatch: Callable[..., re.Match[str] | None]
        finditer: Callable[..., Iterator[re.Match[str]]]
        findall: Callable[..., list[str]]
        split: Callable[..., list[str]]
        sub: Callable[..., str]

    def __init__(self, source: str, flags: re.RegexFlag = re.NOFLAG) -> None:
        self.source = (source, flags)

    def __getattr__(self, name: str) -> object:
        if name not in METHODS:
            raise AttributeError(name)
        compiled = re.compile(*self.source)
        for method in METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(self, name)


SLOT = re.compile(r"\{([a-z_]+)\}")
BLANK = re.compile(r"\[(?:\\.|[^\]])*\]|\\.|( )", re.DOTALL)
"""A set of characters, an escaped character, or a blank that is neither."""
NEVER = "(?!)"
"""Fits nowhere: what an empty list of words stands for."""


def of(language: str, name: str, part: str = "patterns", more: Mapping[str, str] | None = None) -> dict[str, Pattern]:
    """The patterns of a table by their names, with their slots filled in.

    They are the expressions under `[patterns]`, or another part of the table. A blank in them stands for one blank of
    any kind, `{slot}` for a word list of the language (`words.toml`), a list or slot of the table itself, or what is
    given as `more`.
    """
    table = tables.load(language, name)
    return {name: Pattern(source) for name, source in sources(language, table, part, more).items()}


def sources(
    language: str, table: Mapping[str, Any], part: str = "patterns", more: Mapping[str, str] | None = None
) -> dict[str, str]:
    """The expressions of a table, as `re.compile` takes them."""
    own = {name: either(words) for name, words in table.get("lists", {}).items()}
    known = {**slots(language), **own, **table.get("slots", {}), **(more or {})}
    return {name: filled(source, known) for name, source in table[part].items()}


@lru_cache(maxsize=8)
def slots(language: str) -> Mapping[str, str]:
    """The word lists that all tables of a language share, as what they stand for in a pattern."""
    table = tables.load(language, "words")
    lists = {name: either(words) for name, words in table["lists"].items()}
    return MappingProxyType(lists | {name: filled(source, lists) for name, source in table["slots"].items()})


def filled(source: str, known: Mapping[str, str]) -> str:
    """An expression with its slots filled in and its blanks as blanks of any kind."""
    spaced = BLANK.sub(lambda match: r"\s" if match[1] else match[0], source)
    return SLOT.sub(lambda match: filled(known[match[1]], known), spaced)


def either(words: Iterable[str]) -> str:
    """Any of some words, the longest first, with a blank of any kind where they have one."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return any_of(r"\s".join(re.escape(part) for part in word.split()) for word in ordered)


def any_of(sources: Iterable[str]) -> str:
    """Any of some expressions."""
    return f"(?:{'|'.join(sources) or NEVER})"
