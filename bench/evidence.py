"""How well and how fast many documents are compared, on a corpus made from templates with known truth.

    python bench/evidence.py [--documents 10000] [--seed 4] [--show 0]

The corpus is made anew from a seed: news of ports, power, trade, health, schools and taxes in invented places, by
invented publishers, over two years. Planted are conflicts, revisions, roundings, other periods, and reprints with
another first sentence, half of them cut down. Documents go through the real reader, once without any configured measure
and once with measures for some places of two of the domains. Exits with 1 when a bar of the issue "Evidence" is missed.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import os
import random
import resource
import sys
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise
from math import log
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).parents[1]))

from msgspec import Struct

from briefgen.evidence import weigh
from briefgen.evidence.reprints import stories
from briefgen.model import Block, BlockKind, Document, Evidence, Measure, Reading, RelationType, Span, Topic
from briefgen.reading.read import read
from briefgen.readings import settle

LEAST_FOUND = 0.95
"""Share of planted conflicts that must be found."""
MOST_FALSE = 0.01
"""Conflicts that nobody planted, for each fact."""
MOST_GROWTH = 1.25
"""Most that the time of n documents may exceed n·log n, from each size to the next; a fifth is for noise."""
LEAST_REPRINTS = 0.95
"""Share of planted reprints that must be seen."""
SIZES = (8, 4, 2, 1)
"""Parts of the corpus that are timed."""

HEADS = "Ald Bren Cor Dun Elm Fal Gard Hol Ister Jar Kel Lund Mar Nor Oster Pell Quar Ros Sten Tor Ulv Var Wex Yst Zell"
TAILS = "ava berg by dal eby ford gate ham holm inge kirk lund mouth ness ola port rup stad thorp um vik wick ya zand"
PAPERS = "Post Mail Gazette Courier Tribune Herald Observer Ledger"

DOMAINS: dict[str, tuple[tuple[str, str, int, int, str], ...]] = {
    "ports": (
        ("cargo turnover", "{:.1f} million tons", 2, 90, "the port of {}"),
        ("container traffic", "{:.1f} million containers", 1, 30, "the port of {}"),
        ("grain exports", "{:.1f} million tons", 1, 20, "the port of {}"),
    ),
    "power": (
        ("electricity output", "{:.1f} billion kilowatt-hours", 2, 80, "the {} power plant"),
        ("coal consumption", "{:.1f} million tons", 1, 15, "the {} power plant"),
    ),
    "trade": (
        ("exports", "${:.1f} billion", 1, 90, "{}"),
        ("imports", "${:.1f} billion", 1, 90, "{}"),
        ("tourism revenue", "${:.1f} billion", 1, 20, "{}"),
    ),
    "health": (
        ("hospital admissions", "{:.1f} million", 1, 9, "{}"),
        ("health spending", "€{:.1f} billion", 1, 40, "{}"),
    ),
    "schools": (
        ("school enrolment", "{:.1f} million pupils", 1, 9, "{}"),
        ("school spending", "€{:.1f} billion", 1, 30, "{}"),
    ),
    "tax": (
        ("tax revenue", "€{:.1f} billion", 2, 90, "{}"),
        ("the budget deficit", "€{:.1f} billion", 1, 20, "{}"),
        ("public debt", "€{:.1f} billion", 10, 99, "{}"),
    ),
}
"""Domain → measure, how its values are written, least and most value, and whose it is."""
FOLLOWED = ("ports", "tax")
"""Domains with measures in the second run."""
PLACES = 40
"""Places whose measures are followed there: none where a publisher sits, whose officials are quoted everywhere."""
FORMS = (
    "{Measure} of {owner} came to {value} in {period}, {office} said.",
    "{Measure} of {owner} reached {value} in {period}, according to {office}.",
    "In {period}, {measure} of {owner} amounted to {value}.",
    "{Owner} reported {measure} of {value} for {period}.",
    "{Office} put {measure} of {owner} at {value} in {period}.",
)
FILLERS = (
    "Local traders had feared worse after the wet {season} that kept {thing} waiting along the {side} road for weeks.",
    "Residents near the {side} bridge say that {thing} have become a familiar sight since the {season}.",
    "A council meeting about {thing} was put off until after the {season}, to the anger of the {side} districts.",
    "Nobody answered calls at the {side} office, where {thing} had been promised before the end of the {season}.",
    "The {side} association asked for patience, and for fewer words about {thing} in every {season} to come.",
    "Visitors of the {season} fair will find {thing} on show beside the {side} gate, the organisers promise.",
)
WORDS = {
    "season": ["spring", "summer", "autumn", "winter", "carnival", "harvest"],
    "side": ["northern", "southern", "eastern", "western", "upper", "lower", "inner", "outer"],
    "thing": [
        "lorries",
        "barges",
        "new benches",
        "old cranes",
        "night trains",
        "cattle",
        "students",
        "surveyors",
        "painters",
        "wet bricks",
    ],
}


class Told(Struct, frozen=True):
    """What a sentence of a document says."""

    domain: str
    measure: str
    owner: str
    period: str
    value: str


class Story(Struct, frozen=True):
    """A document in the making."""

    name: str
    publisher: str
    day: dt.date
    paragraphs: tuple[str, ...]


class Truth(Struct, frozen=True):
    """A corpus with what was planted in it, as pairs of document names."""

    stories: tuple[Story, ...]
    planted: dict[str, frozenset[frozenset[str]]]


class Maker:
    """Makes stories from one source of chance."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - a corpus, not a secret
        self.places = [head + tail for head in HEADS.split() for tail in TAILS.split()]
        self.chance.shuffle(self.places)
        self.papers = [f"{place} {paper}" for place, paper in zip(self.places, PAPERS.split() * 6, strict=False)]
        self.stories: list[Story] = []
        self.planted: dict[str, set[frozenset[str]]] = {}
        self.matters = self._matters()

    def _matters(self) -> list[tuple[str, tuple[str, str, int, int, str], str, str]]:
        periods = [str(year) for year in (2023, 2024)] + [
            f"the {part} quarter of 2024" for part in ("first", "second", "third")
        ]
        found = [
            (domain, measure, place, period)
            for domain, measures in DOMAINS.items()
            for measure in measures
            for place in self.places
            for period in periods
        ]
        self.chance.shuffle(found)
        return found

    def told(self) -> tuple[Told, str, float]:
        """A new matter with its value."""
        domain, (measure, pattern, least, most, owner), place, period = self.matters.pop()
        value = round(self.chance.uniform(least, most) + 0.1, 1)
        value += 0.1 if value == int(value) else 0
        return Told(domain, measure, owner.format(place), period, pattern.format(value)), pattern, value

    def publish(self, told: Sequence[Told], day: dt.date, note: str = "", papers: Sequence[str] = ()) -> Story:
        """A story that tells these things, by any paper or by one that is not among `papers`."""
        paper = self.chance.choice([one for one in self.papers if one not in papers])
        paragraphs = []
        for one in told:
            office = (
                f"the statistics office of {paper.split()[0]}"
                if self.chance.random() < 0.5
                else f"{paper.split()[0]} officials"
            )
            said = self.chance.choice(FORMS).format(
                Measure=one.measure[0].upper() + one.measure[1:],
                measure=one.measure,
                owner=one.owner,
                Owner=one.owner[0].upper() + one.owner[1:],
                office=office,
                Office=office[0].upper() + office[1:],
                value=one.value,
                period=one.period,
            )
            paragraphs.append(" ".join(part for part in (said, note, self.filler()) if part))
            paragraphs += [f"{self.filler()} {self.filler()}" for _ in range(3)]
        story = Story(f"{len(self.stories):05}.txt", paper, day, tuple(paragraphs))
        self.stories.append(story)
        return story

    def filler(self) -> str:
        """A sentence without a number."""
        return self.chance.choice(FILLERS).format(**{key: self.chance.choice(words) for key, words in WORDS.items()})

    def day(self) -> dt.date:
        """A day of 2025 or 2026."""
        return dt.date(2025, 1, 10) + dt.timedelta(self.chance.randrange(600))

    def plant(self, kind: str, one: Story, other: Story) -> None:
        """Remembers a pair."""
        self.planted.setdefault(kind, set()).add(frozenset({one.name, other.name}))

    def pair(self, kind: str) -> None:
        """Two stories that stand to each other in a way."""
        told, pattern, value = self.told()
        day = self.day()
        extra = [self.told()[0]] if self.chance.random() < 0.3 else []
        one = self.publish((told, *extra), day)
        later = day + dt.timedelta(self.chance.randrange(1, 60))
        if kind == "reprint":
            kept = one.paragraphs if self.chance.random() < 0.5 else one.paragraphs[: len(one.paragraphs) - 1]
            other = Story(f"{len(self.stories):05}.txt", self.chance.choice(self.papers), later, (self.filler(), *kept))
            self.stories.append(other)
        elif kind == "rounding":
            other = self.publish(
                (self._with(told, pattern.replace(".1f", ".0f").format(value)),), later, papers=(one.publisher,)
            )
        elif kind == "different_period":
            earlier = pattern.format(round(value * self.chance.uniform(0.5, 0.8), 1) + 0.1)
            year = told.period.split()[-1]
            one_period = Told(told.domain, told.measure, told.owner, f"January–August {year}", earlier)
            other = self.publish((one_period,), later, papers=(one.publisher,))
        else:
            changed = pattern.format(round(value * self.chance.choice((0.6, 0.8, 1.3, 1.7)), 1) + 0.1)
            note = "The figure was revised." if kind == "superseded" and self.chance.random() < 0.5 else ""
            told_again = self._with(told, changed)
            if kind == "superseded":
                other = self.publish((told_again,), later, note=note, papers=(one.publisher,))
                if not note:
                    other = Story(other.name, one.publisher, later, other.paragraphs)
                    self.stories[-1] = other
            else:
                other = self.publish((told_again,), later, papers=(one.publisher,))
        self.plant(kind, one, other)

    @staticmethod
    def _with(told: Told, value: str) -> Told:
        return Told(told.domain, told.measure, told.owner, told.period, value)


def corpus(size: int, seed: int) -> Truth:
    """A corpus of about this many documents, shuffled by name."""
    maker = Maker(seed)
    while len(maker.stories) < size:
        kind = maker.chance.choices(
            ("alone", "same", "conflict", "superseded", "rounding", "different_period", "reprint"),
            (60, 10, 4, 4, 4, 4, 8),
        )[0]
        if kind == "alone":
            maker.publish([maker.told()[0] for _ in range(maker.chance.randrange(1, 4))], maker.day())
        elif kind == "same":
            told = maker.told()[0]
            one = maker.publish((told,), maker.day())
            maker.plant(kind, one, maker.publish((told,), maker.day(), papers=(one.publisher,)))
        else:
            maker.pair(kind)
    return Truth(tuple(maker.stories), {kind: frozenset(pairs) for kind, pairs in maker.planted.items()})


def document(story: Story) -> Document:
    """A story as the corpus would give it."""
    blocks, at = [], 0
    for paragraph in story.paragraphs:
        blocks.append(Block(Span(at, at + len(paragraph)), BlockKind.PARAGRAPH))
        at += len(paragraph) + 2
    text = "\n\n".join(story.paragraphs)
    identity = hashlib.sha256(f"{story.name}\n{text}".encode()).hexdigest()
    return Document(identity, story.name, text, tuple(blocks), story.publisher, published=story.day, language="en")


def topics(places: Sequence[str]) -> tuple[Topic, ...]:
    """A topic for each domain, with the measures of two of them for these places."""
    return tuple(
        Topic(
            domain,
            domain.title(),
            tuple(measure.removeprefix("the ") for measure, *_ in measures),
            tuple(
                Measure(f"{place}: {measure}", None, (measure.removeprefix("the "),), (place,))
                for measure, *_ in measures
                for place in places
                if domain in FOLLOWED
            ),
        )
        for domain, measures in DOMAINS.items()
    )


def read_all(documents: Sequence[Document], followed: tuple[Topic, ...]) -> list[Reading]:
    """The readings of all documents, on all cores."""
    parts = [documents[start : start + 100] for start in range(0, len(documents), 100)]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        found = [reading for part in pool.map(read_part, parts, [followed] * len(parts)) for reading in part]
    return list(settle(documents, found, followed))


def read_part(documents: Sequence[Document], followed: tuple[Topic, ...]) -> list[Reading]:
    """The readings of some documents."""
    return [read(one, followed) for one in documents]


def row(name: str, value: str, note: str, *, kept: bool = True) -> bool:
    """Prints a row; whether its bar is kept."""
    print(f"{name:34}{value:>12}  {note}{'' if kept else '   MISSED'}", flush=True)
    return kept


def related(evidence: Evidence, names: dict[str, str]) -> dict[frozenset[str], set[RelationType]]:
    """Pairs of documents that a relation sets against each other → its types."""
    found: dict[frozenset[str], set[RelationType]] = {}
    for relation in evidence.relations:
        inside = sorted({names[passage.document_id] for passage in relation.passages})
        for place, one in enumerate(inside):
            for other in inside[place + 1 :]:
                found.setdefault(frozenset({one, other}), set()).add(relation.type)
    return found


def judge(truth: Truth, evidence: Evidence, documents: Sequence[Document], show: int) -> list[bool]:
    """The rows of what was found."""
    names = {one.id: one.name for one in documents}
    found = related(evidence, names)
    planted = truth.planted.get("conflict", frozenset())
    conflicts = {pair for pair, kinds in found.items() if RelationType.CONFLICT in kinds}
    printed = {frozenset(pair) for pair in truth.planted.get("reprint", ())}
    revised = truth.planted.get("superseded", frozenset())
    false = sorted(map(sorted, conflicts - planted - revised))
    caught = len(conflicts & planted) / max(1, len(planted))
    share = len(false) / max(1, len(evidence.facts))
    told = stories(documents)
    by_name = {one.name: told[one.id] for one in documents}
    seen = sum(not by_name[one].isdisjoint(by_name[other]) for one, other in map(sorted, printed)) / max(
        1, len(printed)
    )
    kept = [
        row(
            "planted conflicts found",
            f"{caught:.3f}",
            f"of {len(planted)}, bar {LEAST_FOUND}",
            kept=caught >= LEAST_FOUND,
        ),
        row(
            "false conflicts a fact",
            f"{share:.4f}",
            f"{len(false)} of {len(evidence.facts)} facts, bar {MOST_FALSE}",
            kept=share <= MOST_FALSE,
        ),
        row("reprints seen", f"{seen:.3f}", f"of {len(printed)}, bar {LEAST_REPRINTS}", kept=seen >= LEAST_REPRINTS),
    ]
    for kind in ("superseded", "rounding", "different_period"):
        pairs = truth.planted.get(kind, frozenset())
        typed = sum(RelationType(kind) in found.get(pair, ()) for pair in pairs)
        row(f"{kind} typed", f"{typed / max(1, len(pairs)):.3f}", f"of {len(pairs)}")
    row(
        "relations by type",
        str(len(evidence.relations)),
        ", ".join(
            f"{kind} {count}" for kind, count in sorted(Counter(one.type.value for one in evidence.relations).items())
        ),
    )
    texts = {one.name: one.paragraphs[0] for one in truth.stories}
    for title, pairs in (("missed", sorted(map(sorted, planted - conflicts))), ("false", false)):
        for pair in pairs[:show]:
            print(title, *(f"\n   {name}: {texts[name]}" for name in pair))
    return kept


def main() -> int:
    """Prints the table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--documents", type=int, default=10_000)
    options.add_argument("--seed", type=int, default=4)
    options.add_argument("--show", type=int, default=0, help="sentences of so many missed and false conflicts")
    chosen = options.parse_args()
    truth = corpus(chosen.documents, chosen.seed)
    documents = [document(story) for story in truth.stories]
    kept = []
    for places in ((), Maker(chosen.seed).places[-PLACES:]):
        followed = topics(places)
        print(f"measures for {len(places)} places")
        readings = read_all(documents, followed)
        times = []
        for part in SIZES if not places else (1,):
            count = len(documents) // part
            started = process_time()
            evidence = weigh(documents[:count], readings[:count], followed)
            used = process_time() - started
            started = process_time()
            stories(documents[:count])
            copies = process_time() - started
            times.append((count, used))
            row(
                f"time of {count} documents",
                f"{used:.1f} s",
                f"{1000 * used / count:.2f} ms each; reprints alone {copies:.1f} s, {used / copies:.1f} times",
            )
        for (few, short), (many, long) in pairwise(times):
            growth = (long / short) / (many * log(many) / (few * log(few)))
            kept.append(
                row(
                    f"growth {few} to {many}",
                    f"{growth:.2f}",
                    f"over n·log n, bar {MOST_GROWTH}",
                    kept=growth <= MOST_GROWTH,
                )
            )
        kept += judge(truth, evidence, documents, chosen.show)
    row("peak memory", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:.0f} MB", "of this process")
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
