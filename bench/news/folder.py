"""Made stories as files of about four kilobytes, any number of them, and the settings to go with them."""

from __future__ import annotations

import datetime as dt
import random
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

import yaml

from news.made import FOLLOWED, MEASURES, Story, corpus

AT_ONCE = 5_000
"""Stories of one seed: more would run out of matters to tell."""
LENGTH = 4_000
"""Characters of a document, filled up with sentences that tell nothing."""
FILLING = (
    "the",
    "of",
    "and",
    "to",
    "in",
    "a",
    "that",
    "it",
    "with",
    "for",
    "as",
    "was",
    "on",
    "by",
    "at",
    "which",
    "were",
)
"""Between the made words of these sentences: one is not like another, as stories are not."""
VOCABULARY = 6_000
"""Made words."""
A_FOLDER = 1_000
"""Files of a folder."""
DAY = dt.date(2026, 3, 4)
"""A day in the middle of the stories, whose week is asked for."""


def stories(size: int) -> Iterator[tuple[str, Story]]:
    """Names and stories; each name is of one story."""
    for first in range(0, size, AT_ONCE):
        few = min(AT_ONCE, size - first)
        for number, story in enumerate(corpus(few, 1 + first // AT_ONCE).stories[:few]):
            yield f"{(first + number) // A_FOLDER:04}/{first + number:07}.txt", story


class Prose:
    """Makes sentences of made words. What begins alike goes on alike, so that a reprint stays one."""

    def __init__(self, seed: int) -> None:
        chance = random.Random(seed)  # noqa: S311 - a corpus, not a secret
        letters = ("bcdfghklmnprstvw", "aeiou")
        self.words = [
            "".join(chance.choice(letters[at % 2]) for at in range(chance.randrange(4, 10))) for _ in range(VOCABULARY)
        ]

    def paragraphs(self, beginning: str, length: int) -> Iterator[str]:
        """Paragraphs of four sentences until they have that many characters."""
        chance = random.Random(zlib.crc32(beginning.encode()))  # noqa: S311 - as above
        while length > 0:
            made = " ".join(self._sentence(chance) for _ in range(4))
            length -= len(made) + 2
            yield made

    def _sentence(self, chance: random.Random) -> str:
        """Nine to twenty words, every other one of them of `FILLING`."""
        count = chance.randrange(9, 21)
        words = [chance.choice(FILLING if at % 2 else self.words) for at in range(count)]
        return " ".join(words).capitalize() + "."


def text(story: Story, prose: Prose) -> str:
    """The file of a story: what it tells, with prose in place of the few sentences that all stories share."""
    told = [part for part in story.paragraphs if re.search(r"\d", part)] or list(story.paragraphs[:1])
    more = prose.paragraphs(told[0], LENGTH - sum(map(len, told)))
    return "\n\n".join((story.publisher, f"{story.day:%d %B %Y}", *told, *more)) + "\n"


def write(folder: Path, size: int, prose: Prose) -> None:
    """Writes the files."""
    for name, story in stories(size):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text(story, prose), encoding="utf-8")


def settings(folder: Path) -> Path:
    """Settings with a topic for each domain of the stories, written into a folder."""
    topics = {}
    for domain in dict.fromkeys(one.domain for one in MEASURES):
        own = [one for one in MEASURES if one.domain == domain]
        measures = [
            {"name": one.name, "terms": list(one.terms)} | ({"unit": one.dimension} if one.dimension else {})
            for one in own
            if domain in FOLLOWED
        ]
        terms = list(dict.fromkeys(term for one in own for term in one.terms))
        topics[domain] = {"title": domain.capitalize(), "terms": terms} | ({"measures": measures} if measures else {})
    path = folder / "briefgen.yaml"
    path.write_text(yaml.safe_dump({"version": 1, "corpus": ["news"], "topics": topics}), encoding="utf-8")
    return path
