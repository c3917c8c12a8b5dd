"""Who stands at the head or foot of a page: the name of a paper, the letterhead of a body that tells the press.

A name proves a publisher by its place and by what stands beside it, never by its words alone: "Lindholm Faces Hard
Times" above a text is a headline, and a paper that the text quotes is somebody else's. In doubt there is none.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from briefgen.corpus import bylines, dates
from briefgen.corpus.furniture import Furniture, combined, facet, signed_date
from briefgen.corpus.words import alternatives, folded

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST = 160
"""Characters of a line with the paper, the day and the rubric."""

LONGEST_WITH_TITLE = 360
"""Characters of a headline and such a line behind it."""

LEAST_WORDS, MOST_WORDS = 2, 6
"""Words of the name of a paper, its article counted: "The Lindholm Evening Post and Courier" has six."""

MOST_WORDS_ALONE = 3
"""Words of a name that ends in two words of the press, without an article: "Lindholm Business Review"."""

MOST_BODY_WORDS = 10
"""Words of the name of a body: "Ministry of Transport, Communications and High Technologies of the Republic"."""

LEAST_TITLE_WORDS = 4
"""Words of a headline that stands in one line with the paper."""

NEAR_TOP = 4
"""Lines from the top among which the letterhead and the words "press release" stand."""

SEPARATORS = re.compile(r"\s*[|•·●]\s*|\s+[/–—-]\s+|\s{3,}")
TITLE_TAIL = re.compile(r"\s+[|–—-]\s+")
TRAIL = re.compile(r"\s+[/›»>]\s+")
"""What stands between the rubrics of a trail."""
NAME = re.compile(r"(?:[^\W\d_a-z][\w.’'&-]*|&|of|and|the|for|de|la|di|do|da|du|des|der|und)", re.UNICODE)
SMALL = frozenset({"of", "and", "the", "for", "de", "la", "di", "do", "da", "du", "des", "der", "und", "&"})
"""Words that a name writes small."""

STATE = re.compile(r"(?:the )?(?:government|republic|kingdom|state|commonwealth|union|federation)\b.*", re.IGNORECASE)
"""The state above a ministry in a letterhead."""

ISSUE = re.compile(
    r"(?:(?:issue|vol(?:ume)?|no|nr|edition|ref)\b\.?\s*[\w./-]*\d[\w./-]*[,;]?\s*)+|\d{4}(?:[/-]\d{2,4})?",
    re.IGNORECASE,
)
PAGE = re.compile(
    r"(?:(?P<rubric>[^\W\d_][^\W\d_ &]*(?: [^\W\d_]+){0,2})[, ]\s*)?(?:pages?|pp?\.)\s*[A-Z]?\d{1,3}", re.IGNORECASE
)
RELEASE = re.compile(
    rf"(?:{alternatives('release')})(?:\s*[:,–—-])?\s*(?:(?:no|nr|ref)\b\.?\s*)?(?:[\w./-]*\d[\w./-]*)?", re.IGNORECASE
)
FROM = re.compile(
    r"(?:from|by|with)\s+(?:(?:the|our|own|news|wire|staff|and|special|foreign)\s+)*"
    r"(?:agenc(?:y|ies)|wires?|correspondents?|reporters?|services?|reports|staff)",
    re.IGNORECASE,
)
"""Who supplied, without a name: "From the agencies", "By our own correspondents"."""


@lru_cache(maxsize=1)
def month() -> re.Pattern[str]:
    """The month or season of an issue: "March 2023", "Spring 2024"; no day."""
    names = "|".join(sorted((*dates.months(), "spring", "summer", "autumn", "fall", "winter"), reverse=True))
    return re.compile(rf"(?:{names})\b\.?(?:\s?[/–-]\s?(?:{names})\b\.?)?,?\s+\d{{4}}", re.IGNORECASE)


def outlet(text: str, *, beside: bool = False) -> str | None:
    """The name of a paper or an agency that a text is, as names are written; None for others.

    Args:
        text: A line, or a part of one.
        beside: It stands beside the day or the rubric of the page. Alone, a word that headlines and rubrics end with as
            well ("Minister Quits Post") makes a name only behind one other word or one of papers ("Evening Post").
    """
    parts = text.split()
    if not LEAST_WORDS <= len(parts) <= MOST_WORDS or not all(NAME.fullmatch(part) for part in parts):
        return None
    small = [part.casefold() for part in parts]
    article = small[0] == "the"
    place = press_word(small)
    if place is None or small[-1] in SMALL:
        return None
    strong = small[place] in folded("papers") or (small[place] in HOUSES and small[place - 1] in {"news", "press"})
    own = [word for word in small if word not in SMALL and word not in folded("press") | folded("rubrics") | HOUSES]
    if small[place - 1] in folded("no_paper") or not (own or (article and strong)):
        return None
    certain = strong and small[place] not in folded("doubtful")
    if beside:
        return proper(text) if certain or article or small[place] not in folded("seldom") else None
    backed = small[place - 1] in folded("press") | folded("rubrics") or (strong and place - article == 1)
    short = len(parts) <= MOST_WORDS_ALONE and bool(own)
    return proper(text) if certain or (backed and (article or strong or short)) else None


HOUSES = frozenset({"agency", "service", "network", "association"})
"""Behind "news" or "press", the end of the name of an agency."""


def press_word(small: list[str]) -> int | None:
    """Where the word of the press stands that makes a name one of a paper: last, or before "of" and a place."""
    of = next((index for index, word in enumerate(small) if index and word in {"of", "de"}), len(small))
    last = of - 1
    return last if last > 0 and small[last] in folded("papers") | folded("press") | HOUSES else None


def body(text: str) -> str | None:
    """The name of a ministry, a board or a company that a text is; None for others."""
    parts = text.replace(",", "").split()
    if not LEAST_WORDS <= len(parts) <= MOST_BODY_WORDS or not all(NAME.fullmatch(part) for part in parts):
        return None
    named = any(part.casefold().rstrip(".") in folded("bodies") for part in parts)
    return proper(text) if named and parts[-1].casefold() not in SMALL else None


def proper(text: str) -> str:
    """A name in capitals as names are written: "THE LINDHOLM LEDGER" is The Lindholm Ledger."""
    words = text.split()
    if text != text.upper() or len(words) < LEAST_WORDS:
        return " ".join(words)
    return " ".join(
        word.lower()
        if index and word.casefold() in SMALL
        else word
        if len(word) < LEAST_LETTERS and index
        else word.title()
        for index, word in enumerate(words)
    ).replace("’S", "’s")


LEAST_LETTERS = 3
"""Letters of a word in capitals that is surely no acronym."""


def is_release(line: str) -> bool:
    """Whether a line says that what follows is told to the press by whom it concerns."""
    text = line.strip(" *_:–-")
    front, _, day = text.partition(",")
    return RELEASE.fullmatch(text) is not None or (
        RELEASE.fullmatch(front) is not None and facet(day.strip()) is not None
    )


def line_of_page(line: str, *, release: bool) -> Furniture | None:
    """A line of the page whose parts are a paper or a body, days, issues, rubrics; None where one is anything else.

    Args:
        line: One line.
        release: The page is a press release: the name of a body is that of its publisher.
    """
    if len(line) > LONGEST:
        return None
    parts = parts_of(line)
    if len(parts) == 1 and (is_release(line) or (release and STATE.fullmatch(parts[0]) and outlet(parts[0]) is None)):
        return Furniture()
    trail = trail_of(line)
    if trail is not None:
        return Furniture(publisher=trail)
    known = [part_of_page(part, alone=len(parts) == 1, release=release) for part in parts]
    found = combined(known)
    return (
        found if found is not None and (found.publisher or (len(parts) > 1 and any(map(is_release, parts)))) else None
    )


def parts_of(line: str) -> list[str]:
    """The parts of a line of the page; the day behind "Press release," is one of its own."""
    parts = [part.strip(" \xa0,*_") for part in SEPARATORS.split(line)]
    halves = [part.partition(",") if is_release(part) else (part, "", "") for part in parts]
    return [half.strip() for front, _, day in halves for half in (front, day) if half.strip()]


def trail_of(line: str) -> str | None:
    """The site at the head of a trail of rubrics: "Lindholm Courant / Local / Harbour"; None for other lines."""
    first, *rest = (part.strip() for part in TRAIL.split(line))
    names = first.split()
    if len(rest) < LEAST_WORDS or not any(part.casefold() in folded("rubrics") for part in rest):
        return None
    short = all(len(part.split()) <= LEAST_WORDS and part[:1].isupper() for part in rest)
    named = LEAST_WORDS <= len(names) <= MOST_WORDS and all(NAME.fullmatch(name) for name in names)
    return proper(first) if short and named and first.casefold() not in folded("rubrics") else None


def part_of_page(part: str, *, alone: bool, release: bool) -> Furniture | None:
    """One part of a line of the page."""
    name = outlet(part, beside=not alone) or (body(part) if release and not STATE.fullmatch(part) else None)
    if name is not None:
        return Furniture(publisher=name)
    page = PAGE.fullmatch(part)
    if page is not None or any(form.fullmatch(part) for form in (month(), ISSUE, FROM, RELEASE)):
        return Furniture()
    if part.casefold() in folded("rubrics") or (release and STATE.fullmatch(part)):
        return Furniture()
    writer = bylines.labelled(part)
    return Furniture(byline=writer) if writer else facet(part) or signed_date(part)


def above(lines: Sequence[str], *, titled: bool) -> list[Furniture | None]:
    """What the lines above the text prove, each for itself.

    Args:
        lines: The lines in order.
        titled: Some line that stands among them may be a headline, even if the first is none.
    """
    release = any(is_release(part) for line in lines[:NEAR_TOP] for part in SEPARATORS.split(line))
    found = [line_of_page(line, release=release and index < NEAR_TOP) for index, line in enumerate(lines)]
    return [
        None if index == 0 and not titled and alone(line) else proof
        for index, (line, proof) in enumerate(zip(lines, found, strict=True))
    ]


def alone(line: str) -> bool:
    """Whether a line has one part only."""
    return len([part for part in SEPARATORS.split(line) if part.strip()]) == 1


def tail(line: str) -> tuple[int, Furniture] | None:
    """Where the paper stands behind a headline in one line, and what that proves: "Ships wait | Lindholm Post"."""
    if len(line) > LONGEST_WITH_TITLE:
        return None
    for match in TITLE_TAIL.finditer(line):
        rest = line[match.end() :]
        proof = line_of_page(rest, release=False) if len(line[: match.start()].split()) >= LEAST_TITLE_WORDS else None
        if proof is not None:
            return match.end(), proof
    return None


def below(line: str) -> Furniture | None:
    """What a line below the text proves: a paper beside its page, its rubric or its day."""
    return None if alone(line) and "," not in line else line_of_page(line, release=False) or comma_page(line)


def comma_page(line: str) -> Furniture | None:
    """A line whose parts commas divide: "The Lindholm Post, page 8", "Lindholm Post, 3 May 2025"."""
    name, comma, rest = line.partition(",")
    paper = outlet(name.strip(), beside=True)
    if paper is None or not comma:
        return None
    proof = part_of_page(rest.strip(" \xa0.,"), alone=False, release=False)
    return None if proof is None or proof.publisher else combined([Furniture(publisher=paper), proof])
