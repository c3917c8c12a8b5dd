"""Custom properties of CSS, settled before WeasyPrint sees them: it works each one out anew for every element."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection

_ROOT = re.compile(r":root\s*\{([^{}]*)\}")
_SET = re.compile(r"(?<![\w-])--([\w-]+)\s*:")
_PAIR = re.compile(r"(?<![\w-])--([\w-]+)\s*:\s*([^;{}]+)")
_USE = re.compile(r"var\(\s*--([\w-]+)\s*(?:,[^()]*)?\)")
_DEPTH = 4
"""How often values that stand for other values are looked up; a circle stays as it is."""


def settled(css: str, later: Collection[str] = ()) -> str:
    """The sheet, with the value in place of each variable that is set once in it, for the whole page.

    What is set twice, or for some elements only, is left to WeasyPrint, and so are names that another sheet sets
    `later`, and those that nobody sets.
    """
    times = Counter(match[1] for match in _SET.finditer(css))
    pairs = (pair for rule in _ROOT.finditer(css) for pair in _PAIR.finditer(rule[1]))
    values = {pair[1]: pair[2].strip() for pair in pairs if times[pair[1]] == 1 and pair[1] not in later}
    for _ in range(_DEPTH):
        css = _USE.sub(lambda use: values.get(use[1], use[0]), css)
    return css
