"""Regular expressions that are compiled when they are first used.

The reader has more than a hundred of them; compiling them all takes longer than importing everything else, and a
command that reads nothing should not wait for it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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
