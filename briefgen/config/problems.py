"""What can be wrong with a setting, and how it is said."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from briefgen.errors import BriefgenError

if TYPE_CHECKING:
    from collections.abc import Iterable


class Level(StrEnum):
    """How bad a finding is."""

    ERROR = "error"
    """No brief can be made."""
    WARNING = "warning"
    """Briefs can be made; a person should look."""


class Finding(BriefgenError):  # noqa: N818 - collected in `ConfigError`, and the word that users read
    """One thing that is wrong in a setting file, with its place."""

    exit_code = 2

    def __init__(
        self,
        message: str,
        where: str | None = None,
        hint: str | None = None,
        *,
        level: Level,
        is_unsaid: bool = False,
    ) -> None:
        super().__init__(message, where, hint)
        self.level = level
        self.is_unsaid = is_unsaid


class Problem(Struct, frozen=True):
    """A finding before its file is known: the checks see one file at a time."""

    line: int
    """Line of the file, from 1; 0 when the file as a whole is meant."""
    message: str
    """What is wrong."""
    hint: str | None = None
    """What to do about it."""
    level: Level = Level.ERROR
    """Error or warning."""
    is_unsaid: bool = False
    """Whether something is there in other locales alone."""

    def at(self, file: str) -> Finding:
        """The finding for a user."""
        where = f"{file}:{self.line}" if self.line else file
        return Finding(self.message, where, self.hint, level=self.level, is_unsaid=self.is_unsaid)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known name that was most likely meant, or None."""
    import difflib

    names = {name.casefold(): name for name in sorted(known, reverse=True)}
    close = difflib.get_close_matches(word.casefold(), sorted(names), n=1, cutoff=0.6)
    return names[close[0]] if close else None


def suggest(word: str, known: Iterable[str]) -> str:
    """A hint that names the nearest known name, or all of them."""
    names = tuple(known)
    close = nearest(word, names)
    listed = f"Known here: {', '.join(names)}." if names else "None is known here."
    return f'Did you mean "{close}"? {listed}' if close else listed
