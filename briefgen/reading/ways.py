"""The ways of saying what an amount is for, from or done with, as `tables/<language>/complements.toml` lists them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from msgspec import Struct

from briefgen.reading import tables


class Way(Struct, frozen=True):
    """One way of saying what an amount is for or from (`tables/<language>/complements.toml`)."""

    verbs: frozenset[str]
    """Right before the amount, of one word or two; for `sources` the owner may stand between."""
    name: str
    """What is measured, made of a plain noun; empty where the way is not said of one."""
    links: frozenset[str] = frozenset()
    """Between the amount and the noun."""
    nouns: frozenset[str] = frozenset()
    """The last words of the nouns that it is said of; empty where it is said of any."""
    counted: frozenset[str] = frozenset()
    """What is counted."""
    than: frozenset[str] = frozenset()
    """What is done with the amount that it exceeds."""
    given: bool = False
    """Only where the verb says who has it: "cost | Chile"."""
    long: str = ""
    """What is measured, made of any other noun phrase; empty where the way is not said of one."""


class Plurals(Struct, frozen=True):
    """How a noun is written before another one."""

    endings: tuple[tuple[str, str], ...]
    not_endings: tuple[str, ...]
    never: frozenset[str]
    gerund_endings: tuple[str, ...]


class Abroad(Struct, frozen=True):
    """How something is said to go to other countries."""

    verbs: frozenset[str]
    selling: frozenset[str]
    """Those of them that are said of things counted."""
    leaving: frozenset[str]
    links: frozenset[str]
    words: frozenset[str]
    whom: frozenset[str]
    name: str


class Gaps(Struct, frozen=True):
    """How something is said to be out of balance."""

    verbs: frozenset[str]
    nouns: frozenset[str]
    balances: dict[str, list[str]]
    """What is out of balance → how it is called before the noun, alone and behind another word."""


class Ways(Struct, frozen=True):
    """All ways of a language."""

    outlays: tuple[Way, ...]
    sources: tuple[Way, ...]
    counted: tuple[Way, ...]
    excesses: tuple[Way, ...]
    abroad: Abroad
    gaps: Gaps
    plurals: Plurals
    going_on: frozenset[str]
    than: frozenset[str]


@lru_cache(maxsize=8)
def ways(language: str) -> Ways:
    """The ways of a language, made once from its table."""
    table = tables.load(language, "complements")
    gaps, abroad, plurals = table["gaps"], table["abroad"], table["plurals"]
    return Ways(
        outlays=tuple(map(way, table["outlays"])),
        sources=tuple(map(way, table["sources"])),
        counted=tuple(map(way, table["counted"])),
        excesses=tuple(map(way, table["excesses"])),
        abroad=Abroad(**sets(abroad), name=abroad["name"]),
        gaps=Gaps(**sets(gaps), balances=dict(gaps["balances"])),
        plurals=Plurals(
            tuple((ending, other) for ending, other in plurals["endings"]),
            tuple(plurals["not_endings"]),
            frozenset(plurals["never"]),
            tuple(plurals["gerund_endings"]),
        ),
        **sets(table["lists"]),
    )


def way(entry: dict[str, Any]) -> Way:
    """One entry of the table."""
    return Way(**sets(entry), name=entry["name"], given=entry.get("given", False), long=entry.get("long", ""))


def sets(part: dict[str, Any]) -> dict[str, Any]:
    """The lists of a part of the table as sets."""
    return {key: frozenset(value) for key, value in part.items() if isinstance(value, list)}
