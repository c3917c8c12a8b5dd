"""What tells that two passages speak of one thing: fits the weights of `briefgen/evidence/likeness.py` and tries them.

    python bench/likeness.py [--show SET] [--top 30] [--write]

Pairs of facts that are candidates for a relation are taken from every annotated set that may be looked into
(`tests/stories/tune`, `tests/holdout/tune`); a pair is of one thing when the annotation gives both sides one indicator.
Prints the weights of a logistic regression over all sets, and for each set what weights fitted on the others find
there: that is what other news will see. `--show SET` lists the likeliest pairs of a set; `--write` puts the weights
into the module. No bar: precision and recall of relations are what `make accept` measures.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from msgspec.structs import astuple

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from briefgen import corpus  # noqa: E402 - the folder comes first
from briefgen.evidence import likeness, pairs, resembling  # noqa: E402
from briefgen.evidence.agreement import agree  # noqa: E402
from briefgen.evidence.facts import gather  # noqa: E402
from briefgen.evidence.mentions import mentions_of  # noqa: E402
from briefgen.evidence.shelf import Shelf  # noqa: E402
from briefgen.evidence.statuses import AHEAD  # noqa: E402
from briefgen.model import Document, Fact  # noqa: E402
from briefgen.readings import read_all  # noqa: E402

STORIES, HOLDOUT = ROOT / "tests" / "stories" / "tune", ROOT / "tests" / "holdout" / "tune"
NAMES = likeness.Signs.__struct_fields__
RIDGE = 1.0
"""Weight of the penalty on large weights."""
ROUNDS = 60
"""Steps of Newton's method; it needs about ten."""
CUTS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.8)
"""Likeness from which pairs are counted."""
Array = np.ndarray


@dataclass(frozen=True)
class Labelled:
    """Two facts with what the annotation says of them."""

    one: Fact
    other: Fact
    signs: likeness.Signs
    same: bool
    indicators: tuple[str, str]


@dataclass(frozen=True)
class Rows:
    """The labelled pairs of one set."""

    candidates: list[Labelled]
    """Those that briefgen would look at: near each other in time."""
    every: list[Labelled]
    """Those of any time, to learn from: whether two passages speak of one thing does not hang on when."""


def sets() -> Iterator[tuple[str, Rows]]:
    """Every set with its labelled pairs."""
    for folder in sorted(STORIES.iterdir()):
        yield folder.name, labelled(folder, [folder / "figures.dev.jsonl"])
    other = labelled(HOLDOUT, sorted(HOLDOUT.glob("*.figures.jsonl")))
    yield HOLDOUT.parent.name, Rows(other.candidates, other.candidates)


def labelled(folder: Path, annotation: Sequence[Path]) -> Rows:
    """The pairs of facts of a folder whose sides are both annotated."""
    documents = corpus.load([folder]).documents
    facts = gather(mentions_of(documents, read_all(documents, ()), ()))
    shelf = Shelf.of(documents)
    gold = _gold(annotation)
    known = {fact.id: _indicators(fact, documents, gold) for fact in facts}

    def rows(hoods: resembling.Hoods, differ: resembling.Test) -> list[Labelled]:
        return [
            Labelled(
                one, other, signs, bool(known[one.id] & known[other.id]), (min(known[one.id]), min(known[other.id]))
            )
            for one, other, signs in resembling.candidates(facts, shelf.texts, hoods, differ)
            if known[one.id] and known[other.id]
        ]

    near = rows(lambda fact: pairs.neighbourhoods(fact, shelf), resembling.differ)
    return Rows(
        near, rows(lambda _: [()], lambda one, other, given: resembling.differ(one, other, given) or _aims(one, other))
    )


def _aims(one: Fact, other: Fact) -> bool:
    """One value that both aim at, whatever the dates: as good to learn from as one with two dates."""
    return one.status in AHEAD and other.status in AHEAD and agree(one.quantity, other.quantity)


def _gold(paths: Sequence[Path]) -> dict[str, list[Mapping[str, object]]]:
    """The annotated figures by file name, each with an indicator that is one within its set of files alone."""
    found: dict[str, list[Mapping[str, object]]] = {}
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row["indicator"]:
                found.setdefault(row["doc"], []).append(row | {"indicator": f"{path.stem}: {row['indicator']}"})
    return found


def _indicators(fact: Fact, documents: Sequence[Document], gold: Mapping[str, list[Mapping[str, object]]]) -> set[str]:
    """What the annotation calls a fact."""
    files = {document.id: document.name for document in documents}
    return {
        str(row["indicator"])
        for figure in fact.figures
        for row in gold.get(files[figure.passage.document_id], ())
        if int(str(row["start"])) < figure.span.end and figure.span.start < int(str(row["end"]))
    }


def fitted(rows: Sequence[Labelled]) -> Array:
    """Bias and weights of a logistic regression with ridge penalty, by Newton's method."""
    signs, same = _matrix(rows), np.array([row.same for row in rows], dtype=float)
    penalty = RIDGE * np.eye(signs.shape[1])
    penalty[0, 0] = 0
    weights = np.zeros(signs.shape[1])
    for _ in range(ROUNDS):
        chance = 1 / (1 + np.exp(-signs @ weights))
        slope = signs.T @ (same - chance) - penalty @ weights
        curve = (signs * (chance * (1 - chance))[:, None]).T @ signs + penalty
        weights += np.linalg.solve(curve, slope)
    return weights


def _matrix(rows: Sequence[Labelled]) -> Array:
    return np.array([(1.0, *astuple(row.signs)) for row in rows])


def chances(rows: Sequence[Labelled], weights: Array) -> Array:
    """How likely each pair is one thing."""
    return np.asarray(1 / (1 + np.exp(-_matrix(rows) @ weights)))


def show(rows: Sequence[Labelled], weights: Array, top: int) -> None:
    """The likeliest pairs of a set."""
    for chance, row in sorted(zip(chances(rows, weights), rows, strict=True), key=lambda pair: -pair[0])[:top]:
        sides = (f"{fact.quantity.surface} | {fact.measure} | {fact.subject}" for fact in (row.one, row.other))
        print(f"{chance:.2f} {'same ' if row.same else 'other'} {' || '.join(sides)} << {' / '.join(row.indicators)}")


def write(weights: Array) -> None:
    """Puts the weights into the module."""
    path = ROOT / "briefgen" / "evidence" / "likeness.py"
    lines = "".join(f"    {name}={weight:.2f},\n" for name, weight in zip(NAMES, weights[1:], strict=True))
    text = f"WEIGHTS = Signs(\n{lines})\nBIAS = {weights[0]:.2f}\n"
    source = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"WEIGHTS = Signs\([^)]*\)\nBIAS = .*\n", text, source), encoding="utf-8")


def main() -> None:
    """Fits, tries and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", metavar="SET")
    parser.add_argument("--top", type=int, default=30)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    found = dict(sets())
    every = [row for rows in found.values() for row in rows.every]
    weights = fitted(every)
    for name, weight in zip(("bias", *NAMES), weights, strict=True):
        print(f"{name:10} {weight:6.2f}")
    for name, rows in found.items():
        others = fitted([row for other, more in found.items() if other != name for row in more.every])
        looked = rows.candidates
        chance, same = chances(looked, others), np.array([row.same for row in looked])
        print(f"{name}: {len(looked)} candidates, {same.sum()} of one thing; found by the weights of the other sets:")
        for cut in CUTS:
            right, wrong = (chance[same] >= cut).sum(), (chance[~same] >= cut).sum()
            print(f"  from {cut:.1f}: {right} right, {wrong} wrong")
    if given.show:
        show(found[given.show].candidates, weights, given.top)
    if given.write:
        write(weights)


if __name__ == "__main__":
    main()
