"""What rendering costs, beside what one would use instead. A table with each bar; exits with 1 where one is missed.

Whole processes, CPU time of theirs and of all that they start, in one run and in turn, so that a busy or slow machine
slows both sides; the least of several rounds counts. The content is the same everywhere: the sample “conflicts” as a
PDF. The naive script is what one writes first: pyplot, drawings inline in the page, `HTML(string=...).write_pdf()`; it
is given the brief as Markdown, so it pays for no templates, attachments or second variant. Fonts are made before, as
they are once on a machine.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from msgspec import Struct  # noqa: E402 - beside this folder
from msgspec.structs import fields, replace  # noqa: E402

from briefgen import resources, samples  # noqa: E402
from briefgen.model import Brief  # noqa: E402
from briefgen.rendering import markdown  # noqa: E402
from briefgen.writing.together import together  # noqa: E402

SAMPLE = "conflicts"
BATCH = 20
"""Briefs in one warm process."""
LONG = 100
"""Pages of the long brief, at least."""
MEMORY = 200.0
"""MiB that the long brief may take."""
MIB = 1024
"""Kilobytes, in which Linux counts memory."""

OURS = """
import pickle, sys
from pathlib import Path
from briefgen.rendering import render
briefs, brand, folders = pickle.loads(Path(sys.argv[1]).read_bytes())
for brief in briefs:
    for file in render(brief, ["pdf"], brand, folders):
        Path(sys.argv[2], file.name).write_bytes(file.content)
"""
NAIVE = """
import io, json, re, sys
from pathlib import Path
import matplotlib
matplotlib.use("svg")
import matplotlib.pyplot as plt
import weasyprint
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
text = Path(sys.argv[1]).read_text()
page = MarkdownIt().enable("table").use(footnote_plugin).render(text)
for labels, values in json.loads(Path(sys.argv[2]).read_text()):
    figure, axes = plt.subplots(figsize=(6.5, 2.5), layout="constrained")
    axes.bar_label(axes.barh(labels, values))
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg")
    page = re.sub("<img [^>]*>", lambda _: buffer.getvalue(), page, count=1)
style = "@page{size:A4;margin:20mm} body{font:10pt/1.4 serif} table{border-collapse:collapse;width:100%}"
page = f"<style>{style}</style>{page}"
if sys.argv[3].endswith(".html"):
    Path(sys.argv[3]).write_text(page)
else:
    weasyprint.HTML(string=page).write_pdf(sys.argv[3], pdf_variant="pdf/ua-1")
"""


class Cost(NamedTuple):
    """What a process took."""

    seconds: float
    """CPU, user and system, of the process and its children."""
    memory: float
    """MiB at most, of the largest of them."""


class Row(NamedTuple):
    """A line of the table."""

    what: str
    value: float
    bar: float
    detail: str


class Bench:
    """The folder in which everything is made, and the processes that are measured."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.cache = home / "cache"
        config = samples.settings(SAMPLE)
        self.brand, self.folders = config.brand, [resources.templates()]
        whole = samples.load(SAMPLE)
        kept = tuple(section for section in whole.sections if section.name != "developments")
        self.brief = replace(whole, sections=kept)  # four pages, as the bars say

    def lay_out(self) -> None:
        """Writes what the processes read, makes the fonts and draws the charts."""
        self._pickle("one", [self.brief])
        self._pickle("batch", [replace(self.brief, topic=f"{SAMPLE}-{n}", title=f"Week {n}") for n in range(BATCH)])
        self.ours("one")
        self._write("one", self.brief)

    def lengthen(self) -> int:
        """The long brief, and the page that the naive script makes of it; returns the pages of ours."""
        brief = many(self.brief, LONG // pages(self.home / f"{SAMPLE}.pdf"))
        self._pickle("long", [brief])
        self.ours("long")
        self._write("long", brief)
        self.naive("long", "long.html")
        return pages(self.home / f"{brief.topic}.pdf")

    def _write(self, name: str, brief: Brief) -> None:
        """The brief as Markdown and the values of its charts, for the others."""
        for file in markdown.render(brief, self.brand, self.folders):
            target = self.home / "markdown" / file.name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.content)
        (self.home / "markdown" / f"{brief.topic}.md").rename(self.home / "markdown" / f"{name}.md")
        shown = [
            ([point.label for point in chart.points], [float(point.fact.quantity.value) for point in chart.points])
            for chart in brief.charts
        ]
        (self.home / f"{name}.json").write_text(json.dumps(shown), encoding="utf-8")

    def _pickle(self, name: str, briefs: Sequence[Brief]) -> None:
        (self.home / f"{name}.pickle").write_bytes(pickle.dumps((briefs, self.brand, self.folders)))

    def ours(self, name: str, *, drawn: bool = True) -> Cost:
        """Our renderer, with charts drawn before or not."""
        if not drawn:
            shutil.rmtree(self.cache / "briefgen" / "charts")
        return self._python("-c", OURS, self.home / f"{name}.pickle", self.home)

    def naive(self, name: str = "one", made: str = "naive.pdf") -> Cost:
        """The naive script."""
        return self._python(
            "-c", NAIVE, self.home / "markdown" / f"{name}.md", self.home / f"{name}.json", self.home / made
        )

    def weasyprint(self) -> Cost:
        """WeasyPrint's command line, on the long page."""
        made = (self.home / "long.html", self.home / "cli.pdf")
        return self._python("-m", "weasyprint", "--pdf-variant", "pdf/ua-1", *made)

    def pandoc(self) -> Cost:
        """pandoc, with WeasyPrint as its engine, from our Markdown and drawings."""
        engine = Path(sys.executable).with_name("weasyprint")
        words = ("pandoc", "one.md", "-o", "pandoc.pdf", f"--pdf-engine={engine}")
        return measured(words, self.home / "markdown", os.environ)

    def briefgen(self, *words: object) -> Cost:
        """The command line, in a folder of its own."""
        return self._python("-m", "briefgen", *words, "--config", samples.folder(SAMPLE) / "briefgen.yaml")

    def _python(self, *words: object) -> Cost:
        world = os.environ | {"XDG_CACHE_HOME": str(self.cache), "PYTHONPATH": str(ROOT)}
        return measured((sys.executable, *map(str, words)), self.home, world)


def measured(words: Sequence[str], folder: Path, world: Mapping[str, str]) -> Cost:
    """Runs a process to its end."""
    process = subprocess.Popen(words, cwd=folder, env=world, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, words)
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / MIB)


def many(brief: Brief, times: int) -> Brief:
    """One brief of so many parts, each with all that the brief holds, of documents of its own."""
    return together([replace(_renamed(brief, number), title=f"Week {number}") for number in range(times)])


def _renamed(brief: Brief, number: int) -> Brief:
    """The brief, of documents and facts with other ids."""
    ids = {one.id: f"{number:04}{one.id[4:]}" for one in (*brief.documents, *brief.facts)}

    def walk(value: Any) -> Any:  # noqa: ANN401 - any field of the model
        if isinstance(value, str):
            return type(value)(ids.get(value, value))
        if isinstance(value, tuple):
            return tuple(map(walk, value))
        if isinstance(value, Struct):
            return replace(value, **{field.name: walk(getattr(value, field.name)) for field in fields(value)})
        return value

    renamed: Brief = walk(brief)
    return renamed


def pages(path: Path) -> int:
    """Pages of a PDF."""
    text = subprocess.run(
        [shutil.which("pdfinfo") or "pdfinfo", path], check=True, capture_output=True, text=True
    ).stdout
    return int(re.search(r"^Pages: +(\d+)", text, re.MULTILINE)[1])


def least(runs: int, *sides: Callable[[], Cost]) -> list[float]:
    """The least CPU time of each side, run in turn."""
    rounds = [[side().seconds for side in sides] for _ in range(runs)]
    return [min(times) for times in zip(*rounds, strict=True)]


def short(bench: Bench, runs: int) -> list[Row]:
    """One brief, and many of its kind."""
    cold, warm, naive, batch = least(
        runs,
        lambda: bench.ours("one", drawn=False),
        lambda: bench.ours("one"),
        bench.naive,
        lambda: bench.ours("batch"),
    )
    rows = [
        Row("PDF, charts drawn anew / naive script", cold / naive, 0.65, f"{cold:.2f} s / {naive:.2f} s"),
        Row("PDF, charts drawn before / naive script", warm / naive, 0.40, f"{warm:.2f} s / {naive:.2f} s"),
        Row(
            f"a brief of {BATCH} in one process / one cold",
            batch / BATCH / cold,
            0.30,
            f"{batch / BATCH:.2f} s / {cold:.2f} s",
        ),
    ]
    if shutil.which("pandoc"):
        (peer,) = least(runs, bench.pandoc)
        rows.append(
            Row("PDF, charts drawn before / pandoc + WeasyPrint", warm / peer, 0.70, f"{warm:.2f} s / {peer:.2f} s")
        )
    else:
        print("pandoc is missing: not compared (Debian: apt-get install pandoc)")
    return rows


def idle(bench: Bench, runs: int) -> list[Row]:
    """A run with nothing to do."""
    make = ("make", "--format", "pdf", "--format", "html", "--out", bench.home / "out")
    bench.briefgen(*make)
    again, check = least(2 * runs, lambda: bench.briefgen(*make), lambda: bench.briefgen("config", "check"))
    return [Row("make, nothing changed / config check", again / check, 1.5, f"{again:.2f} s / {check:.2f} s")]


def long(bench: Bench) -> list[Row]:
    """The long brief."""
    count = bench.lengthen()
    ours, peer = bench.ours("long"), bench.weasyprint()
    return [
        Row(
            f"{count} pages / WeasyPrint's CLI",
            ours.seconds / peer.seconds,
            0.65,
            f"{ours.seconds:.2f} s / {peer.seconds:.2f} s",
        ),
        Row(f"{count} pages, memory in MiB", ours.memory, MEMORY, f"WeasyPrint's CLI: {peer.memory:.0f}"),
    ]


def main() -> int:
    """Prints the table."""
    parser = argparse.ArgumentParser(description="CPU time of rendering beside what one would use instead")
    parser.add_argument("--runs", type=int, default=5, metavar="N")
    parser.add_argument("--only", choices=("short", "idle", "long"), help="measure this part alone")
    given = parser.parse_args()
    runs = given.runs
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        bench.lay_out()
        print(
            f"{SAMPLE}: {pages(bench.home / f'{SAMPLE}.pdf')} pages, {len(bench.brief.charts)} charts; "
            "CPU time of whole processes"
        )
        parts = {"short": lambda: short(bench, runs), "idle": lambda: idle(bench, runs), "long": lambda: long(bench)}
        rows = [row for name, part in parts.items() if given.only in (None, name) for row in part()]
    for row in rows:
        verdict = "ok" if row.value <= row.bar else "MISSED"
        print(f"{row.what:<48} {row.value:7.2f}  bar {row.bar:6.2f}  {verdict:<6}  {row.detail}")
    return 0 if all(row.value <= row.bar for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
