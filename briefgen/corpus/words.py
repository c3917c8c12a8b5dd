"""The words that tell page furniture from text: `words.toml`, read once."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib import resources


@lru_cache(maxsize=1)
def table() -> dict[str, list[str]]:
    """The whole table."""
    file = resources.files("briefgen.corpus") / "words.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def words(name: str) -> tuple[str, ...]:
    """One list of the table."""
    return tuple(table()[name])


@lru_cache(maxsize=32)
def folded(name: str) -> frozenset[str]:
    """One list of the table, in small letters."""
    return frozenset(word.casefold() for word in table()[name])


def alternatives(*lists: str) -> str:
    """A pattern for the entries of word lists, longest first."""
    entries = {word for name in lists for word in words(name)}
    return "|".join(re.escape(word) for word in sorted(entries, key=lambda word: (-len(word), word)))
