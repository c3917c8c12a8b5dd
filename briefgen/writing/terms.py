"""The terms of a topic, found in text."""

from __future__ import annotations

import re
from functools import cache


@cache
def pattern(terms: tuple[str, ...]) -> re.Pattern[str]:
    """Finds the terms of a topic in any case: "port" also as "ports", "port*" with whatever follows it.

    Without terms nothing is found.
    """
    parts = (re.escape(term.removesuffix("*")) + (r"\w*" if term.endswith("*") else "s?") for term in sorted(terms))
    return re.compile(rf"\b(?:{'|'.join(parts)})\b" if terms else r"(?!)", re.IGNORECASE)


def hits(text: str, terms: tuple[str, ...]) -> int:
    """How many different terms a text has; one that stands there twice counts once."""
    return len({match.casefold() for match in pattern(terms).findall(text)})
