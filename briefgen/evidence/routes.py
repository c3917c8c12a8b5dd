"""Routes that go by their ends: "the railway from Osthafen to Lindholm", "the Lindholm line", "the link to Lindholm".

A short name stands for a full one only where all documents know one such route of that end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from briefgen.evidence.aliases import NAME, Key, Name, Names, key_of, names_of
from briefgen.evidence.words import KIND_OF
from briefgen.model import Document

ROUTES = "railway|railroad|rail link|rail line|line|link|road|highway|motorway|expressway|pipeline|cable|corridor|route"
"""Nouns of what leads from one place to another (English)."""
ENDS = re.compile(
    rf"\b({ROUTES})[ \u00a0](?:between|from|linking|connecting)[ \u00a0]"
    rf"(?:the[ \u00a0](?:port|city|town)[ \u00a0]of[ \u00a0])?({NAME})[ \u00a0](?:and|to|with)[ \u00a0]({NAME})"
)
"""A route by both of its ends (English)."""
END = re.compile(rf"\b({ROUTES})(?:[ \u00a0]from[ \u00a0](?:the[ \u00a0])?[a-z]+)?[ \u00a0]to[ \u00a0]({NAME})")
"""A route by one of them (English)."""
TITLED = re.compile(rf"({NAME})[ \u00a0](?:(?!and\b|of\b)[a-z]+[ \u00a0])?({ROUTES})\b")
"""A name with the noun of a route behind it."""
RAIL = {"rail link": "railway", "rail line": "railway"}
"""Two words for one kind."""
OPEN = {
    "link": frozenset({"way", "road", "railway", "pipeline", "cable"}),
    "route": frozenset({"way", "road", "railway", "pipeline"}),
    "line": frozenset({"railway", "pipeline"}),
}
"""Nouns that routes of several kinds are called by (English)."""
WIDE = frozenset({"link", "route"})
"""Nouns that do not tell the kind of a route."""
BOTH = 2
"""Ends of a route."""
DASH = re.compile(r"[–-]")


class Route(Struct, frozen=True):
    """How a text calls a route."""

    noun: str
    """Its noun, "rail link" as "railway"."""
    ends: frozenset[Key]
    """The places that it goes by, one or two."""
    name: str
    """The name: "Osthafen–Lindholm railway"."""

    @property
    def key(self) -> Key:
        """The key of the name."""
        return key_of(self.name)

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds that the noun allows."""
        return OPEN.get(self.noun, frozenset({KIND_OF[self.noun]}))


def called(match: re.Match[str]) -> Route:
    """The route of a match of `ENDS` or `END`."""
    noun, *ends = match.groups()
    noun = RAIL.get(noun, noun)
    return Route(noun, frozenset(map(key_of, ends)), f"{'–'.join(ends)} {noun}")


def _titled(match: re.Match[str]) -> Route:
    """The route of a match of `TITLED`."""
    noun, ends = RAIL.get(match[2], match[2]), DASH.split(match[1])
    return Route(noun, frozenset(map(key_of, ends if len(ends) == BOTH else [match[1]])), f"{match[1]} {noun}")


def _routes(text: str) -> Iterator[Route]:
    """The routes that a text names."""
    yield from map(called, ENDS.finditer(text))
    yield from map(called, END.finditer(text))
    yield from map(_titled, TITLED.finditer(text))


def names_in(documents: Sequence[Document]) -> Names:
    """The names that the texts of a corpus make equal, short names of routes among them."""
    names = names_of(documents)
    routes = {route for document in documents for route in _routes(document.text)}
    full: dict[Key, set[Route]] = {}
    for route in routes:
        for end in route.ends if len(route.ends) == BOTH else ():
            full.setdefault(end, set()).add(route)
    short: dict[Key, Name] = {}
    for route in sorted(routes, key=lambda one: one.name):
        found = {
            other.key: names.everywhere.get(other.key) or Name(other.key, _shown(other, routes))
            for other in min((full.get(end, set()) for end in route.ends), key=len)
            if route.ends <= other.ends and other.noun not in WIDE and route.kinds & other.kinds
        }
        if len(found) == 1 and route.key not in names.everywhere:
            (short[route.key],) = found.values()
    return Names({**short, **names.everywhere}, names.local)


def _shown(route: Route, routes: set[Route]) -> str:
    """The name that a route is shown by: the first in the alphabet of those with its key."""
    return min(other.name for other in routes if other.key == route.key)
