"""How well and how fast many documents are compared, on a corpus made from templates with known truth.

    python bench/evidence.py [--documents 10000] [--seed 4] [--show 0]

The corpus is made anew from a seed: news of ports, power, trade, health, schools and taxes in invented places, by
invented publishers, over two years. Planted are conflicts, revisions, roundings, other periods, and reprints with
another first sentence, half of them cut down. Documents go through the real reader, once without any configured measure
and once with measures for some places of two of the domains. Exits with 1 when a bar of the issue "Evidence" is missed.
"""

from __future__ import annotations

import argparse
import hashlib
import os
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

from bench.news.made import FOLLOWED, MEASURES, Story, Truth, corpus
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
LEAST_MET = 0.95
"""Share of the sentences on a followed place whose figure is of the configured measure, in the second run."""
LEAST_FOLLOWED = 20
"""Planted conflicts on followed measures, in 10,000 documents: fewer would test nothing."""
SIZES = (8, 4, 2, 1)
"""Parts of the corpus that are timed."""


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
            tuple(measure.name for measure in MEASURES if measure.domain == domain),
            tuple(
                Measure(f"{place}: {measure.name}", measure.dimension, measure.terms, (place,))
                for measure in MEASURES
                for place in places
                if measure.domain == domain and domain in FOLLOWED
            ),
        )
        for domain in dict.fromkeys(measure.domain for measure in MEASURES)
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


def met(truth: Truth, readings: Sequence[Reading], documents: Sequence[Document], show: int) -> list[bool]:
    """The rows that say whether the configured measures meet the documents; an idle run would test nothing."""
    readings_of = {reading.document_id: reading for reading in readings}
    hits, misses = 0, []
    for story, one in zip(truth.stories, documents, strict=False):
        read_as = Counter(figure.measure for figure in readings_of[one.id].figures)
        for told in story.told:
            if not told.followed(truth.followed):
                continue
            hit = bool(read_as[f"{told.place}: {told.measure.name}"])
            hits += hit
            misses += [] if hit else [f"{one.name}: {told.place}: {told.measure.name}"]
    share = hits / max(1, hits + len(misses))
    by_name = {story.name: story for story in truth.stories}
    pairs = truth.planted.get("conflict", frozenset())
    tested = sum(by_name[min(pair)].told[0].followed(truth.followed) for pair in pairs)
    enough = max(1, LEAST_FOLLOWED * len(documents) // 10_000)
    for miss in misses[:show]:
        print("not met", miss, *by_name[miss.split(":")[0]].paragraphs[:9:4], sep="\n   ")
    note = f"of {hits + len(misses)} figures on followed places, bar {LEAST_MET}"
    return [
        row("configured measures met", f"{share:.3f}", note, kept=share >= LEAST_MET),
        row("conflicts planted on them", str(tested), f"bar {enough}", kept=tested >= enough),
    ]


def judge(truth: Truth, evidence: Evidence, documents: Sequence[Document], show: int) -> list[bool]:
    """The rows of what was found."""
    names = {one.id: one.name for one in documents}
    found = related(evidence, names)
    planted = truth.planted.get("conflict", frozenset())
    conflicts = {pair for pair, kinds in found.items() if RelationType.CONFLICT in kinds}
    revised = truth.planted.get("superseded", frozenset())
    false = sorted(map(sorted, conflicts - planted - revised))
    kept = [
        share("planted conflicts found", len(conflicts & planted), len(planted), LEAST_FOUND),
        row(
            "false conflicts a fact",
            f"{len(false) / max(1, len(evidence.facts)):.4f}",
            f"{len(false)} of {len(evidence.facts)} facts, bar {MOST_FALSE}",
            kept=len(false) <= MOST_FALSE * len(evidence.facts),
        ),
        reprints_seen(truth, documents),
    ]
    for kind in ("superseded", "rounding", "different_period", "same"):
        pairs = truth.planted.get(kind, frozenset())
        wanted = RelationType.CORROBORATED if kind == "same" else RelationType(kind)
        share(f"{kind} typed", sum(wanted in found.get(pair, ()) for pair in pairs), len(pairs))
    counts = Counter(one.type.value for one in evidence.relations)
    row("relations by type", str(len(evidence.relations)), ", ".join(f"{a} {n}" for a, n in sorted(counts.items())))
    texts = {one.name: one.paragraphs[:9:4] for one in truth.stories}
    for title, pairs in (("missed", sorted(map(sorted, planted - conflicts))), ("false", false)):
        for pair in pairs[:show]:
            said = ", ".join(sorted(found.get(frozenset(pair), ()))) or "no relation"
            print(f"{title} ({said})", *(f"\n   {name}: {' / '.join(texts[name])}" for name in pair))
    return kept


def share(name: str, hits: int, of: int, bar: float = 0.0) -> bool:
    """Prints a share as a row; whether its bar is kept."""
    value = hits / max(1, of)
    return row(name, f"{value:.3f}", f"of {of}" + (f", bar {bar}" if bar else ""), kept=value >= bar)


def reprints_seen(truth: Truth, documents: Sequence[Document]) -> bool:
    """The row of planted reprints."""
    told = stories(documents)
    by_name = {one.name: told[one.id] for one in documents}
    pairs = [sorted(pair) for pair in truth.planted.get("reprint", ())]
    seen = sum(not by_name[one].isdisjoint(by_name[other]) for one, other in pairs)
    return share("reprints seen", seen, len(pairs), LEAST_REPRINTS)


def timed(
    documents: Sequence[Document], readings: Sequence[Reading], followed: tuple[Topic, ...], parts: Sequence[int]
) -> tuple[Evidence, list[bool]]:
    """The evidence of all documents, and the rows of how the time grows with their number."""
    times, evidence = [], Evidence(())
    for part in parts:
        count = len(documents) // part
        started = process_time()
        evidence = weigh(documents[:count], readings[:count], followed)
        used = process_time() - started
        started = process_time()
        stories(documents[:count])
        copies = process_time() - started
        times.append((count, used))
        note = f"{1000 * used / count:.2f} ms each; reprints alone {copies:.1f} s, {used / copies:.1f} times"
        row(f"time of {count} documents", f"{used:.1f} s", note)
    kept = []
    for (few, short), (many, long) in pairwise(times):
        growth = (long / short) / (many * log(many) / (few * log(few)))
        note = f"over n·log n, bar {MOST_GROWTH}"
        kept.append(row(f"growth {few} to {many}", f"{growth:.2f}", note, kept=growth <= MOST_GROWTH))
    return evidence, kept


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
    for places in ((), truth.followed):
        followed = topics(places)
        print(f"measures for {len(places)} places")
        readings = read_all(documents, followed)
        evidence, grown = timed(documents, readings, followed, SIZES if not places else (1,))
        kept += grown
        kept += met(truth, readings, documents, chosen.show) if places else []
        kept += judge(truth, evidence, documents, chosen.show)
    row("peak memory", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:.0f} MB", "of this process")
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
