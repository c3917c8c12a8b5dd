"""Names of writers, as lines of a page give them."""

from __future__ import annotations

import re

from briefgen.corpus.words import folded, words

LONGEST = 120
"""Characters of a byline: three names and their posts."""

NAME_WORD = re.compile(r"(?:[^\W\d_]\.){1,3}|[^\W\d_][^\W\d_.’'`-]*(?:[.’'`-][^\W\d_]+)*\.?")
LEAST_WORDS, MOST_WORDS = 2, 5
"""Words of a name."""

BETWEEN = re.compile(r"\s*(?:,|;|&|\||\band\b)\s*", re.IGNORECASE)
EDITORS = re.compile(r"[;.]\s*(?:additional reporting|editing|edited|writing|graphics)\b.*", re.IGNORECASE | re.DOTALL)
POSTED = re.compile(r"\s+(?:in|from)\s+[A-Z].*|\s+[|–—-]\s.*|\s*\(.*\)$", re.DOTALL)


def labelled(line: str) -> str | None:
    """The names of "By X", "Written by X and Y", "(Reporting by X in Baku; editing by Y)"; None for other lines."""
    line = line.strip().strip("()[] \xa0")
    if len(line) > LONGEST:
        return None
    label = LABEL.match(line)
    if label is None:
        return None
    rest = POSTED.sub("", EDITORS.sub("", line[label.end() :])).strip(" \xa0.:")
    names = [part for part in BETWEEN.split(rest) if part]
    people = [name for name in names if is_name(name, least=1 if name is names[0] else LEAST_WORDS)]
    if not people or people[0] != names[0] or line.endswith(("!", "?")) or rest.split()[0].casefold() in DAYS:
        return None
    return listed([proper(name) for name in people])


LABEL = re.compile(
    r"(?:" + "|".join(sorted(words("by"), key=len, reverse=True)) + r")(?:\s*:\s*|[\s\xa0]+)", re.IGNORECASE
)
DAYS = folded("weekdays") | {name for names in words("months") for name in names.split()} - {"may", "april", "june"}
"""“By Friday” names no writer; May, April and June are also given names."""


def is_name(text: str, least: int = LEAST_WORDS) -> bool:
    """Whether a text has the shape of a person's name: capitals, particles, initials, nothing of a rubric."""
    parts = text.split()
    if not least <= len(parts) <= MOST_WORDS:
        return False
    for part in parts:
        if part.casefold() in folded("particles"):
            continue
        if not NAME_WORD.fullmatch(part) or not part[0].isupper() or part.casefold() in folded("no_name"):
            return False
    return parts[0][0].isupper() or parts[-1][0].isupper()


def signature(line: str, body: str) -> str | None:
    """A bare name at the end of a document. A name that the body speaks of is a tag, not who wrote it."""
    name = " ".join(line.split())
    if not is_name(name) or name.endswith(".") or all(word.isupper() for word in name.split()):
        return None
    return None if name in body else name


def proper(name: str) -> str:
    """The name with single blanks; capitals are kept as printed."""
    return " ".join(name.split())


def listed(names: list[str]) -> str:
    """Names as a byline prints them: "A, B and C"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
