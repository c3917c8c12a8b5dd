"""Regular forms of words: plurals of nouns, forms of verbs.

The rules are data, one row an ending: what stands for it in each form, and letters that must not stand before it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


def forms(word: str, rows: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, ...]]:
    """The forms that each row gives which fits the word."""
    for row in rows:
        ending = row["ending"]
        stem = word.removesuffix(ending)
        if word.endswith(ending) and stem[-1:] not in row.get("not_behind", ()):
            yield tuple(stem + form for form in row["forms"])
