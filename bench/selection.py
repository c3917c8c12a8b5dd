"""Whether the right sentences are chosen, beside what others choose from the same news in the same run.

    python bench/selection.py [--show TITLE]

`selection.md` has invented news in clusters, `selection-later.md` more of it that no rule was tried on: what an editor
would tell is numbered, several sentences may tell one thing, and traps are marked. Counted are the contents found,
contents told twice, traps let through and budgets broken. The peers: the first sentences of each paper in turn, a plain
centroid, and where it is installed (`pip install sumy`) TextRank and LexRank of sumy, all with the same words and
budgets. Time is that of all clusters as one, as a ratio to TextRank's. Exits with 1 when a bar is broken.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from briefgen.model import Passage, Span  # noqa: E402 - the folder comes first
from briefgen.writing import select, sparse, twins  # noqa: E402

TRAP, MINOR = "!", "-"
SETS = ("selection.md", "selection-later.md")
"""What the weights and rules were tried on, and what was written after that."""
FOUND = 0.85
"""Share of contents that must be found, and no peer may find as many."""
TWICE = 0.1
"""Sentences that tell a thing twice, as a share of the contents, at most: one that says "did not work" beside one that
says "stopped work" is told again rather than a denial lost."""
SLOWEST = 0.6
"""Time as a share of TextRank's, at most."""
RUNS = 3

Choose = Callable[["Cluster"], Sequence[Passage]]


@dataclass(frozen=True)
class Cluster:
    """Papers on one event."""

    title: str
    budget: int
    """Words."""
    terms: tuple[str, ...]
    papers: tuple[tuple[Passage, ...], ...]
    marks: dict[tuple[str, int], str]
    """Document and end of a sentence → its mark: the number of a content, a trap, or minor."""

    @property
    def passages(self) -> list[Passage]:
        """All sentences."""
        return [one for paper in self.papers for one in paper]

    @property
    def contents(self) -> set[str]:
        """What an editor would tell."""
        return {mark for mark in self.marks.values() if mark not in {TRAP, MINOR}}

    def mark(self, passage: Passage) -> str:
        """The mark of a sentence, with its dateline or without."""
        return self.marks[passage.document_id, passage.span.end]


def clusters(text: str) -> Iterator[Cluster]:
    """The clusters of a file."""
    for section in text.split("\n## ")[1:]:
        title, settings, *lines = [line for line in section.split("\n") if line]
        budget, _, terms = settings.removeprefix("> words ").partition(" · terms ")
        papers: list[tuple[Passage, ...]] = []
        marks: dict[tuple[str, int], str] = {}
        for number, paper in enumerate("\n".join(lines).split("\n---\n")):
            told, start = [], 0
            for line in paper.split("\n"):
                mark, _, quote = line.partition(" ")
                passage = Passage(f"{title} {number}", Span(start, start + len(quote)), quote)
                marks[passage.document_id, passage.span.end] = mark
                told.append(passage)
                start = passage.span.end + 1
            papers.append(tuple(told))
        yield Cluster(title, int(budget), tuple(terms.split(", ")), tuple(papers), marks)


def fitting(ordered: Sequence[Passage], budget: int) -> list[Passage]:
    """The first sentences that fit, one too long for the rest is passed over."""
    chosen: list[Passage] = []
    for passage in ordered:
        size = len(sparse.words(passage.quote))
        if size <= budget:
            chosen.append(passage)
            budget -= size
    return chosen


def ours(cluster: Cluster) -> Sequence[Passage]:
    """What briefgen chooses."""
    return select(cluster.passages, cluster.budget, terms=cluster.terms)


def lead(cluster: Cluster) -> Sequence[Passage]:
    """The first sentence of each paper, then the second of each."""
    turns = zip_longest(*cluster.papers)
    return fitting([one for turn in turns for one in turn if one is not None], cluster.budget)


def plain(cluster: Cluster) -> Sequence[Passage]:
    """The sentences nearest to the centroid."""
    passages = cluster.passages
    vectors = sparse.vectors([one.quote for one in passages])
    middle = sparse.centroid(vectors)
    near = {one: sparse.cosine(vector, middle) for one, vector in zip(passages, vectors, strict=True)}
    return fitting(sorted(passages, key=lambda one: -near[one]), cluster.budget)


class Words:
    """A tokenizer for sumy that needs no model to be fetched."""

    def to_words(self, text: str) -> tuple[str, ...]:
        """The words that we count as well."""
        return sparse.stems(text)


def sumy(name: str) -> Choose:
    """A summarizer of sumy, whose rating decides the order."""
    module = importlib.import_module(f"sumy.summarizers.{name}_rank")
    dom = importlib.import_module("sumy.models.dom")
    summarizer = getattr(module, f"{name.capitalize()}RankSummarizer")()

    def choose(cluster: Cluster) -> Sequence[Passage]:
        passages = cluster.passages
        sentences = [dom.Sentence(one.quote, Words()) for one in passages]
        rated: list[Passage] = []

        def best(infos: Sequence[Any]) -> Sequence[Any]:
            rated.extend(passages[info.order] for info in infos)
            return infos

        summarizer(dom.ObjectDocumentModel([dom.Paragraph(sentences)]), best)
        return fitting(rated, cluster.budget)

    return choose


@dataclass(frozen=True)
class Score:
    """Counts over all clusters."""

    found: int
    """Contents told."""
    twice: int
    """Sentences that tell a content that was told."""
    traps: int
    """Sentences that must never be printed."""
    minor: int
    """Sentences that an editor would leave out first."""
    over: int
    """Budgets broken."""


def score(choose: Choose, news: Sequence[Cluster], show: str | None = None) -> Score:
    """What is chosen of each cluster, counted."""
    found = twice = traps = minor = over = 0
    for cluster in news:
        chosen = choose(cluster)
        marks = [cluster.mark(one) for one in chosen]
        contents = [mark for mark in marks if mark in cluster.contents]
        found += len(set(contents))
        twice += len(contents) - len(set(contents))
        traps += marks.count(TRAP)
        minor += marks.count(MINOR)
        over += sum(len(sparse.words(one.quote)) for one in chosen) > cluster.budget
        if cluster.title == show:
            for mark, one in zip(marks, chosen, strict=True):
                print(f"    {mark} {one.quote}")
    return Score(found, twice, traps, minor, over)


def everything(news: Sequence[Cluster]) -> Cluster:
    """All clusters as one."""
    papers = tuple(paper for cluster in news for paper in cluster.papers)
    return Cluster("all", 600, ("port", "rail*"), papers, {})


def seconds(choose: Choose, cluster: Cluster) -> float:
    """CPU time of one choice, the least of several; nothing is remembered from the last one."""
    times = []
    for _ in range(RUNS):
        sparse.stems.cache_clear()
        twins.gist.cache_clear()
        start = time.process_time()
        choose(cluster)
        times.append(time.process_time() - start)
    return min(times)


def main() -> int:
    """Prints the table, and what is broken."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--show", metavar="TITLE", help="print what each chooses of a cluster")
    show = parser.parse_args().show
    peers: dict[str, Choose] = {"briefgen": ours, "lead": lead, "centroid": plain}
    if importlib.util.find_spec("sumy"):
        peers |= {"TextRank (sumy)": sumy("text"), "LexRank (sumy)": sumy("lex")}
    else:
        print("sumy is not installed: TextRank and LexRank are left out")
    broken = []
    for name in SETS:
        news = list(clusters((ROOT / "bench" / name).read_text(encoding="utf-8")))
        broken += [f"{name}: {problem}" for problem in compared(name, news, peers, show)]
    print("\n".join(broken) or "every bar is kept")
    return 1 if broken else 0


def compared(name: str, news: Sequence[Cluster], peers: dict[str, Choose], show: str | None) -> list[str]:
    """Prints the table of a set; what is broken."""
    whole, total = everything(news), sum(len(cluster.contents) for cluster in news)
    print(f"{name}: {len(news)} clusters, {len(whole.passages)} sentences, {total} contents to find")
    print(f"{'':18}{'found':>7}{'twice':>7}{'traps':>7}{'minor':>7}{'over':>6}{'CPU ms':>9}")
    scores, times = {}, {}
    for peer, choose in peers.items():
        scores[peer], times[peer] = one, cpu = score(choose, news, show), seconds(choose, whole)
        share = f"{one.found / total:.0%}"
        print(f"{peer:18}{share:>7}{one.twice:>7}{one.traps:>7}{one.minor:>7}{one.over:>6}{cpu * 1000:>9.1f}")
    return list(bars(scores, times, total))


def bars(scores: dict[str, Score], times: dict[str, float], total: int) -> Iterator[str]:
    """What is broken."""
    own = scores["briefgen"]
    best = max(one.found for name, one in scores.items() if name != "briefgen")
    if own.found < FOUND * total or own.found <= best:
        yield f"found {own.found} of {total}; the best peer {best}"
    if own.twice > TWICE * total:
        yield f"{own.twice} told twice, at most {TWICE:.0%} of {total}"
    if own.traps or own.over:
        yield f"{own.traps} traps, {own.over} budgets broken: must be 0"
    slow = times.get("TextRank (sumy)")
    if slow and times["briefgen"] > SLOWEST * slow:
        yield f"{times['briefgen'] / slow:.2f} of TextRank's time, at most {SLOWEST}"


if __name__ == "__main__":
    sys.exit(main())
