"""May two members of a list hold the same things? Only a list without doubt can be told to be too much.

"Of whom 12 were women and 8 from abroad" counts some twice, "$3 million had been spent by June and $5 million by
August" all of the first; "15 women and 13 men" cannot. All words are English.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from briefgen.model import Span

NESTED = re.compile(
    r"\b(?:including|included|of which|of whom|of them|among them|which|who|whose|where|alone|also|both|as well as|"
    r"overlap\w*|same|partly|in part|up to|guaranteed|insured|requested|pledged|outstanding|repaid|overdue|secured)\b",
    re.IGNORECASE,
)
"""A part of a part, something told besides, or something that is meant twice."""
GROWING = re.compile(
    r"\b(?:so far|already|to date|since|until|by (?:the (?:end|start|middle)|end|mid|early|late|next|last|now|then|"
    r"January|February|March|April|May|June|July|August|September|October|November|December|(?:19|20)\d\d))\b",
    re.IGNORECASE,
)
"""A count that goes on: what is told for a later day holds the earlier one."""
REGIONS = re.compile(
    r"\b(?:Asia|Europe|Africa|America|Americas|Oceania|Eurasia|European Union|EU|euro ?zone|euro area|Middle East|"
    r"Latin|Scandinavia|Balkans|Asean|OECD|G7|G20|BRICS|OPEC|West|East|North|South)\b"
)
"""Names of what holds countries: a country beside one may be counted in it."""
KINDS = tuple(
    re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    for words in (
        r"exports?|imports?|re-?exports?|transit|inbound|outbound|arrivals?|departures?",
        r"containers?|bulk|general cargo|liquids?",
        r"rail(?:ways?)?|trains?|roads?|trucks?|lorr(?:y|ies)|sea|ships?|air|pipelines?|buses",
        r"domestic|foreign|foreigners|overseas|abroad|home",
        r"public|private",
        r"goods|services|products?",
        r"business(?:es)?|households?",
        r"wom[ae]n|m[ae]n|females?|males?|girls?|boys?",
        r"children|adults?|young|youth|elderly|pensioners?|teenagers?",
        r"urban|rural",
        r"electric|hybrids?|diesel|petrol",
        r"new|used|second-hand",
        r"online|stores?|shops?",
    )
)
"""Ways to divide a whole. Members of two of them overlap: exports, and what comes in containers."""
APART = tuple(
    re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    for words in (
        r"(?P<a>wom[ae]n)|(?P<b>m[ae]n)|(?P<c>child(?:ren)?)",
        r"(?P<a>females?)|(?P<b>males?)",
        r"(?P<a>girls?)|(?P<b>boys?)",
        r"(?P<a>adults?)|(?P<b>child(?:ren)?|minors?)",
        r"(?P<a>passengers?)|(?P<b>crew)",
        r"(?P<a>civilians?)|(?P<b>soldiers?|police officers?)",
        r"(?P<a>full-time)|(?P<b>part-time)",
        r"(?P<a>urban)|(?P<b>rural)",
        r"(?P<a>new)|(?P<b>used|second-hand)",
    )
)
"""Sorts of which nothing is of two, each with its words."""


def may_overlap(text: str, numbers: Sequence[Span], *, counted: bool) -> bool:
    """Whether members of a list may hold the same things; `text` is the list, `numbers` are their places in it.

    Things that are `counted` may have two qualities at once, unless the list says that they cannot.
    """
    if NESTED.search(text) or GROWING.search(text) or REGIONS.search(text):
        return True
    if sum(kind.search(text) is not None for kind in KINDS) > 1:
        return True
    return counted and not labelled(text, numbers)


def labelled(text: str, numbers: Sequence[Span]) -> bool:
    """Each number stands for another sort of things of which none is of two sorts: "15 women and 13 men"."""
    return any(_alternate([*family.finditer(text)], numbers) for family in APART)


def sort_of(noun: str) -> bool:
    """A noun that names such a sort."""
    return any(family.fullmatch(noun) for family in APART)


def _alternate(labels: Sequence[re.Match[str]], numbers: Sequence[Span]) -> bool:
    """Numbers and different labels take turns."""
    if len(labels) != len(numbers) or len({match.lastgroup for match in labels}) < len(labels):
        return False
    turns = sorted([*((match.start(), True) for match in labels), *((span.start, False) for span in numbers)])
    return all(one[1] is not other[1] for one, other in pairwise(turns))
