"""Lines put together: words that were broken at the end of a line are made whole, and compounds keep their hyphen.

The document's own words decide: "cost-" and "effective" are a compound if "cost-effective" stands elsewhere, "infra-"
and "structure" a broken word if "infrastructure" does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

HYPHENS = "\u2010\u00ad-"
BROKEN = re.compile(rf"(?P<word>[^\W\d_](?:[\w.'’{HYPHENS}]*[^\W_])?)(?P<hyphen>[{HYPHENS}])$")
"""A word with a hyphen at the end of a line."""
GOES_ON = re.compile(rf"[^\W_](?:[\w'’{HYPHENS}]*[^\W_])?")
WORD = re.compile(rf"[^\W\d_](?:[\w'’{HYPHENS}]*\w)?")
SPAN = re.compile(r"\d[-–]$")
"""A span of numbers at the end of a line: 2024-2025."""
CJK = re.compile(r"[\u2e80-\u303f\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff60]")
"""Characters between which no blank stands (Chinese and Japanese)."""

LONGEST = 60
"""Characters of a word that is looked at."""

LONG = 4
"""Letters of each half of a compound of two words that both stand elsewhere; shorter ones are also parts of words."""


class Vocabulary:
    """The words of a document, without those that may be halves at the ends and beginnings of lines."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.words: set[str] = set()
        self.has_typed_hyphen = False
        """Whether U+2010 also stands inside lines. Programs that break words write it, people hardly ever."""
        was_broken = False
        for text in texts:
            found = WORD.findall(text)[1 if was_broken else 0 :]
            was_broken = text.endswith(tuple(HYPHENS))
            found = found[:-1] if was_broken else found
            self.words.update(word.casefold().replace("\u2010", "-") for word in found)
            self.has_typed_hyphen = self.has_typed_hyphen or any("\u2010" in word for word in found)

    def joint(self, left: str, right: str) -> tuple[str, str]:
        """The end of a line as it is written, and what stands between it and the next one."""
        if SPAN.search(left[-LONGEST:]) and right[:1].isdigit():
            return left, ""
        broken = BROKEN.search(left[-LONGEST:])
        going_on = GOES_ON.match(right[:LONGEST])
        if broken is None or going_on is None:
            return left, "" if CJK.match(left[-1:]) and CJK.match(right[:1]) else " "
        if self._is_broken(broken["word"], broken["hyphen"], going_on[0]):
            return left[:-1], ""
        return f"{left[:-1]}-" if broken["hyphen"] == "\u00ad" else left, ""

    def _is_broken(self, left: str, hyphen: str, right: str) -> bool:
        """Whether a hyphen was put there only to break a word."""
        if hyphen == "\u00ad":
            return True
        before, behind = (text.casefold().replace("\u2010", "-") for text in (left, right))
        if f"{before}-{behind}" in self.words:
            return False
        if f"{before}{behind}" in self.words:
            return True
        if not right[0].islower() or "-" in before or "-" in behind:
            return False
        if hyphen == "\u2010" and not self.has_typed_hyphen:
            return True
        return not (len(before) >= LONG and len(behind) >= LONG and before in self.words and behind in self.words)
