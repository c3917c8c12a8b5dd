"""Made stories as files of about four kilobytes, any number of them, and the settings to go with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import yaml

from news.made import FOLLOWED, MEASURES, Story, Wording, corpus

AT_ONCE = 5_000
"""Stories of one seed: more would run out of matters to tell."""
LENGTH = 4_000
"""Characters of a document, filled up with sentences that tell nothing."""
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


def text(story: Story, wording: Wording) -> str:
    """The file of a story."""
    parts = [story.publisher, f"{story.day:%d %B %Y}", *story.paragraphs]
    length = sum(map(len, parts))
    while length < LENGTH:
        parts.append(" ".join(wording.filler() for _ in range(4)))
        length += len(parts[-1]) + 2
    return "\n\n".join(parts) + "\n"


def write(folder: Path, size: int, wording: Wording) -> None:
    """Writes the files."""
    for name, story in stories(size):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text(story, wording), encoding="utf-8")


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
