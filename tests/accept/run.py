"""Score figures and briefs against the shared gold, with floors that only rise: `make accept`.

Figures of the annotated documents and of our own held-out texts (`tests/holdout`), each set for
itself; then every topic from all documents, from the annotated ones alone, and from all documents with no measure
configured ("bare"); and briefs on sets of stories with planted disagreements (`tests/stories`). Findings are printed
for all but the report halves: those nobody looks into.
Prints a table, and exits with 1 when a score is on the wrong side of its bound. Without the shared folder there is
nothing to score, and it says so.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import json
import math
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import yaml

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
FLOORS = HERE / "floors.toml"
HOLDOUT = HERE.parent / "holdout"
STORIES = HERE.parent / "stories"
COUNTED = ("must_flag_figures", "must_flag_text")
"""Shares of a brief that come with their counts, so that several topics can be pooled."""
ADDED = (
    *("schema_errors", "uncited_numbers", "relations_unprinted", "relations_repeated", "false_conflicts"),
    *("false_friends_linked", "chart_breaches"),
)
"""Metrics that are counts."""
Scores = Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Result:
    """The scores of one output."""

    kind: str
    """Which bounds apply: "figures", "brief", "bare" (a brief without configured measures), or a half of a held-out set
    ("report wire")."""
    name: str
    """What was scored: "transport, all documents"."""
    scores: Scores
    """Metric → value; None where the gold has nothing to measure it on."""


class Accept:
    """One run of both scorers over everything."""

    def __init__(self, shared: Path, work: Path, errors: int) -> None:
        self.check, self.gold, self.seeds = shared / "check", shared / "gold", shared / "seeds"
        self.work, self.errors = work, errors

    def results(self) -> Iterator[Result]:
        """All scores in the order of their tasks, of which as many run at once as there are cores."""
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            for found in pool.map(lambda task: task(), self.tasks()):
                yield from found

    def tasks(self) -> Iterator[Callable[[], list[Result]]]:
        """What there is to score; each task waits for processes of its own, in a folder of its own."""
        for name, corpus in (("all documents", self.seeds), ("annotated alone", self.annotated())):
            yield partial(self.briefs, "brief", name, corpus)
        yield partial(self.briefs, "bare", "no measures", self.seeds, "--config", self.without_measures())
        for half in ("tune", "report"):
            for folder in sorted((STORIES / half).glob("*")):
                yield partial(self.stories, half, folder)
        yield partial(self.figures, "figures", "annotated documents", self.seeds, self.gold, "{}.dev.jsonl")
        for half in ("tune", "report"):
            for found in sorted((HOLDOUT / half).glob("*.figures.jsonl")):
                name = found.name.partition(".")[0]
                files = (found.parent, found.parent, f"{name}.{{}}.jsonl")
                yield partial(self.figures, f"{half} {name}", HOLDOUT.name, *files, secret=half == "report")

    def briefs(self, kind: str, name: str, corpus: Path, *options: object) -> list[Result]:
        """Scores of every topic's brief from the documents of a folder."""
        made = self.made(name, corpus, *options)
        return [Result(kind, f"{topic}, {name}", self.brief(out, topic)) for topic, out in made]

    def made(self, name: str, corpus: Path, *options: object) -> Iterator[tuple[str, Path]]:
        """Each topic with the folder that its brief was written to."""
        out = self.work / name.replace(" ", "-")
        run_briefgen("make", "--corpus", corpus, "--format", "json", "--format", "md", "--out", out, *options)
        for path in sorted(out.glob("*.json")):
            yield path.stem, out

    def stories(self, half: str, folder: Path) -> list[Result]:
        """The pooled scores of the briefs on a set of stories, whose topics name no measures."""
        name = f"{half} {folder.name}"
        home = self.work / name
        corpus = home / "documents"
        corpus.mkdir(parents=True)
        for path in folder.glob("*.txt"):
            shutil.copy(path, corpus)
        settings = home / "briefgen.yaml"
        topics = yaml.safe_load((folder / "topics.yaml").read_text(encoding="utf-8"))["topics"]
        shutil.copy(ROOT / "config" / "brand.yaml", home)
        settings.write_text(yaml.safe_dump({"version": 1, "corpus": [str(corpus)], "topics": topics}), encoding="utf-8")
        errors = 0 if half == "report" else self.errors
        scores = [
            self.brief(out, topic, gold=folder, documents=corpus, errors=errors)
            for topic, out in self.made(name, corpus, "--config", settings)
        ]
        return [Result(name, "all topics", pooled(scores))]

    def without_measures(self) -> Path:
        """The shipped settings with no measure left in any topic."""
        folder = self.work / "bare"
        shutil.copytree(ROOT / "config", folder)
        file = folder / "briefgen.yaml"
        settings = yaml.safe_load(file.read_text(encoding="utf-8"))
        for topic in settings["topics"].values():
            topic.pop("measures", None)
        file.write_text(yaml.safe_dump(settings, allow_unicode=True, sort_keys=False), encoding="utf-8")
        return file

    def annotated(self) -> Path:
        """A folder with the documents that have gold, and no others."""
        folder = self.work / "annotated"
        folder.mkdir()
        rows = (self.gold / "documents.dev.jsonl").read_text(encoding="utf-8").splitlines()
        for row in filter(None, rows):
            shutil.copy(self.seeds / json.loads(row)["doc"], folder)
        return folder

    def figures(  # noqa: PLR0913 - a set is documents, their gold and names
        self, kind: str, name: str, documents: Path, gold: Path, called: str, *, secret: bool = False
    ) -> list[Result]:
        """Scores of the figures of a folder; `called` is how its gold files are. Of a secret set no findings."""
        files = ("--gold", gold / called.format("figures"), "--nonfigures", gold / called.format("nonfigures"))
        rows = run_briefgen("figures", documents, "--json")
        errors = 0 if secret else self.errors
        return [
            Result(kind, name, self.score("score_figures.py", *files, documents=documents, stdin=rows, errors=errors))
        ]

    def brief(
        self,
        out: Path,
        topic: str,
        gold: Path | None = None,
        documents: Path | None = None,
        errors: int | None = None,
    ) -> Scores:
        """Scores of one topic's brief, against the shared gold where no other is given."""
        files = ("--brief", out / f"{topic}.json", "--markdown", out / f"{topic}.md")
        return self.score(
            "score_brief.py",
            *files,
            *("--gold", gold or self.gold, "--topic", topic),
            documents=documents or self.seeds,
            errors=self.errors if errors is None else errors,
        )

    def score(self, scorer: str, *arguments: object, documents: Path, errors: int, stdin: str = "") -> Scores:
        command = [sys.executable, str(self.check / scorer), *map(str, arguments), "--documents", str(documents)]
        done = subprocess.run(
            [*command, "--errors", str(errors)], input=stdin, capture_output=True, text=True, check=False
        )
        last = done.stdout.strip().splitlines()[-1:] or [""]
        if not last[0].startswith("score "):
            raise SystemExit(f"{scorer} failed:\n{done.stdout}{done.stderr}")
        if errors:
            print(f"\n== {' '.join(command[2:6])}\n{done.stdout}")
        scores: Scores = json.loads(last[0].removeprefix("score "))
        return scores


def pooled(results: list[Scores]) -> Scores:
    """Several topics as one: shares from their counts where there are any, else their mean; counts added up."""
    names = dict.fromkeys(name for scores in results for name in scores)
    known = {name: [value for scores in results if (value := scores.get(name)) is not None] for name in names}
    pool: dict[str, float | None] = {
        name: None if not values else sum(values) if name in ADDED else sum(values) / len(values)
        for name, values in known.items()
    }
    for share in COUNTED:
        count = sum(known[f"{share}_n"])
        pool[share] = sum(known[f"{share}_hit"]) / count if count else None
        pool[f"{share}_typed"] = sum(known[f"{share}_typed_hit"]) / count if count else None
    return pool


def run_briefgen(*arguments: object) -> str:
    """Standard output of a command of this checkout."""
    command = [sys.executable, "-m", "briefgen", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"briefgen {' '.join(map(str, arguments))} failed ({done.returncode}):\n{done.stderr}")
    return done.stdout


def breaches(result: Result, bounds: Mapping[str, Mapping[str, Mapping[str, float]]]) -> Iterator[str]:
    """Scores on the wrong side; a metric that is not there at all is a breach too."""
    for side, sign in (("floor", 1), ("ceiling", -1)):
        for name, bound in bounds[result.kind][side].items():
            if name not in result.scores:
                yield f"{result.name}: {name} was not measured"
            value = result.scores.get(name)
            if value is not None and sign * value < sign * bound:
                yield f"{result.name}: {name} is {value:g}, its {side} {bound:g}"


def table(results: list[Result], bounds: Mapping[str, Mapping[str, Mapping[str, float]]]) -> None:
    """One row a metric, with the worst result and where it was."""
    print(f"{'metric':28}{'bound':>10}{'worst':>10}  where")
    for kind, sides in bounds.items():
        for side, names in sides.items():
            for name, bound in names.items():
                value, where = worst(results, kind, side, name)
                sign = "≥" if side == "floor" else "≤"
                shown = "–" if value is None else f"{value:.3f}".rstrip("0").rstrip(".")
                print(f"{kind + ' ' + name:28}{sign + f' {bound:g}':>10}{shown:>10}  {where}")


def worst(results: list[Result], kind: str, side: str, name: str) -> tuple[float | None, str]:
    """The result nearest to, or farthest beyond, the bound."""
    found = [(result.scores[name], result.name) for result in results if result.kind == kind and name in result.scores]
    known = [(value, where) for value, where in found if value is not None]
    if not known:
        return None, ""
    return min(known) if side == "floor" else max(known)


def raise_floors(results: list[Result]) -> None:
    """Write bounds that are as good as the worst result, and never worse than they were."""
    text = FLOORS.read_text(encoding="utf-8")
    bounds = tomllib.loads(text)
    for kind, sides in bounds.items():
        for side, names in sides.items():
            for name, bound in names.items():
                value, _ = worst(results, kind, side, name)
                if value is None:
                    continue
                rounded = math.floor(value * 1000) / 1000
                better = max(bound, rounded) if side == "floor" else min(bound, value)
                start = text.index(f'["{kind}".{side}]' if " " in kind else f"[{kind}.{side}]")
                head, rest = text[:start], text[start:]
                text = head + re.sub(rf"(?m)^{name} = .*$", f"{name} = {better:g}", rest, count=1)
    FLOORS.write_text(text, encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument(
        "--shared", type=Path, required=True, metavar="DIR", help="the folder with check/, gold/, seeds/"
    )
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="print up to N findings of each kind")
    parser.add_argument("--raise", dest="higher", action="store_true", help="raise the floors to what was measured")
    options = parser.parse_args()
    shared = options.shared.resolve()
    if not (shared / "check").is_dir():
        print(f"There is no {options.shared}/check: nothing to score against.")
        return 0
    bounds = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as work:
        results = list(Accept(shared, Path(work), options.errors).results())
    table(results, bounds)
    found = [breach for result in results for breach in breaches(result, bounds)]
    print("\n".join(found) or "every bound is kept")
    if options.higher:
        raise_floors(results)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
