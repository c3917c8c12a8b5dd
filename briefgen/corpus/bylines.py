"""Names of writers, as lines of a page give them."""

from __future__ import annotations

import re

from briefgen.corpus.words import alternatives, folded, words

LONGEST = 120
"""Characters of a byline: three names and their posts."""

LONGEST_CREDIT = 400
"""Characters of a credit at the end, with all who wrote and edited."""

NAME_WORD = re.compile(r"(?:[^\W\d_]\.){1,3}|[^\W\d_][^\W\d_.’'`-]*(?:[.’'`-][^\W\d_]+)*\.?")
LEAST_WORDS, MOST_WORDS = 2, 5
"""Words of a name."""

BETWEEN = re.compile(r"(\s*(?:,\s*and\b|,|;|&|\||\band\b)\s*)", re.IGNORECASE)
EDITORS = re.compile(
    r"[;.]\s*(?:additional reporting|editing|edited|writing|graphics|compiled)\b.*", re.IGNORECASE | re.DOTALL
)
POSTED = re.compile(r"\s+(?:in|from|for|at)\s+[A-Z].*|\s+@\w.*|\s+[|–—-]\s.*|\s*\(.*$", re.DOTALL)


def labelled(line: str) -> str | None:
    """The names of "By X", "X, Staff Writer", "(Reporting by X in Baku; editing by Y)"; None for other lines."""
    line = line.strip().strip("()[] \xa0")
    if len(line) > LONGEST_CREDIT:
        return None
    filed = FILED.fullmatch(line) if " from" in line else None
    if filed is not None and is_name(filed["name"]):
        return proper(filed["name"])
    label = LABEL.match(line)
    credit = EDITORS.sub("", line[label.end() if label else 0 :]).strip(" \xa0.:")
    if len(credit) > LONGEST or not credit or line.endswith(("!", "?")) or credit.split()[0].casefold() in DAYS:
        return None
    names, marks = parted(credit)
    if is_role(line) or is_role(names[0]) or not is_name(names[0], least=1 if label else LEAST_WORDS):
        return None
    if label is None and not (len(names) > 1 and is_role(names[-1], behind=True)):
        return None
    return listed([proper(name) for name in people(names, marks)])


def parted(credit: str) -> tuple[list[str], list[str]]:
    """The parts of a list of names, without places and posts behind each, and what stands between them."""
    parts = BETWEEN.split(credit)
    return [POSTED.sub("", part).strip(" \xa0.:") for part in parts[::2]], parts[1::2]


def people(names: list[str], marks: list[str]) -> list[str]:
    """The parts that name people: no post, and no place behind the last name.

    A list of names ends with "and", so what a comma sets behind that, or behind a single name, is where or what
    they are.
    """
    last = max(
        (index for index, mark in enumerate(marks, 1) if mark.strip(" \xa0").casefold() in {"and", "&", ", and"}),
        default=0,
    )
    listing = names[: last + 1] if last or len(names) == LEAST_WORDS else names
    return [names[0], *(name for name in listing[1:] if is_name(name) and not is_role(name, behind=True))]


def is_role(line: str, *, behind: bool = False) -> bool:
    """Whether a line is a post and no name: "Our Special Correspondent"; behind a name, any word may stand before."""
    label = LABEL.match(line)
    parts = line[label.end() if label else 0 :].strip(" \xa0.,()").casefold().split()
    if label is not None and (" ".join(parts) in folded("nobody") or (parts and parts[-1] in folded("houses"))):
        return True
    if not parts or len(parts) > MOST_ROLE_WORDS or parts[-1] not in folded("posts"):
        return False
    return behind or (len(parts) > 1 and all(part in folded("role") for part in parts[:-1]))


MOST_ROLE_WORDS = 6
"""Words of a post: "our special correspondent for foreign affairs" turned round."""


def is_credit(line: str) -> bool:
    """Whether a line only says who edited or supplied: "(Editing by X)", "With inputs from PTI"."""
    line = line.strip("()[] \xa0.")
    label = CREDIT.match(line)
    if label is None or len(line) > LONGEST_CREDIT:
        return False
    if label[0].rstrip().endswith(":") and len(line[label.end() :].split()) <= LEAST_WORDS:
        return not any(character.isdigit() for character in line)
    names = [name for part in SEMICOLON.split(line[label.end() :]) for name in parted(CREDIT.sub("", part))[0]]
    return all(
        is_name(name, least=1) or SOURCE.fullmatch(name) or name.casefold() in folded("nobody") for name in names
    )


LABEL = re.compile(rf"(?:{alternatives('by')})(?:\s*:\s*|[\s\xa0]+)", re.IGNORECASE)
CREDIT = re.compile(rf"(?:{alternatives('credit')})(?:\s*:\s*|[\s\xa0]+)", re.IGNORECASE)
FILED = re.compile(r"(?P<name>.{5,60}?),?\s+(?:reports|reporting) from\s+[A-Z][^.!?\d]{1,60}")
"""A writer and where the story was written: "Ann Lee reports from Lindholm"."""
SEMICOLON = re.compile(r"\s*;\s*")
SOURCE = re.compile(r"[A-Z][\w.’'-]*(?: (?:of|and|the|[A-Z][\w.’'-]*)){0,4}")
"""An agency that supplied: "Press Trust of India"."""
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
