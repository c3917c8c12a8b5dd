"""How fast documents are read, beside quantulum3 and Duckling, in CPU time of one process.

    python bench/reading.py [--megabytes 1] [--beside 0.03]

The text is made from the sentences of `tests/cases/*.md`, five to a paragraph, and is read whole: sentences, topics,
figures, times, measures, quotations, speakers and events. The others read a part of it (they are slow), paragraph by
paragraph and only for quantities. Where one is not installed its row says how to get it; nothing is installed here.
Exits with 1 when a floor or ceiling of the issue "Reading figures" is missed.
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib
import importlib.util
import os
import resource
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from briefgen.model import Document, Topic

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
TIMES_QUANTULUM = (15.0, 6.0)
"""Least rates over quantulum3's: of quantities alone, which is what it reads, and of everything that we read."""
TIMES_DUCKLING = (3.0, 1.2)
"""The same over Duckling's."""
MOST_GROWTH = 11.0
"""Most CPU time for ten times the text."""
IMPORT_CEILING = 50.0
"""Milliseconds of CPU for importing the reader, beyond a bare interpreter."""
MEMORY_CEILING = 60.0
"""Megabytes that reading a document of one megabyte may take beyond it."""
PER_PARAGRAPH = 5
MEGABYTE = 1_000_000
HOSTILE = ("1", "1,", "1 ", "5% ", "$1 to ", "U.S. ", "(", "“", '" ', ", ")
"""Runs that quadratic readers stumble over."""


def sentences() -> list[str]:
    """The sentences of all cases."""
    return [
        line.removeprefix("> ")
        for path in sorted((ROOT / "tests" / "cases").glob("*.md"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith("> ")
    ]


def paragraphs(length: int) -> list[str]:
    """Paragraphs of the sentences in turn, until they have `length` characters."""
    known = sentences()
    found: list[str] = []
    size = at = 0
    while size < length:
        found.append(" ".join(known[(at + step) % len(known)] for step in range(PER_PARAGRAPH)))
        at += PER_PARAGRAPH
        size += len(found[-1]) + 2
    return found


def document(parts: Sequence[str]) -> Document:
    """A document of these paragraphs."""
    from briefgen.model import Block, BlockKind, Document, Span

    blocks, at = [], 0
    for part in parts:
        blocks.append(Block(Span(at, at + len(part)), BlockKind.PARAGRAPH))
        at += len(part) + 2
    day = dt.date(2025, 10, 24)
    return Document("0" * 64, "bench.txt", "\n\n".join(parts), tuple(blocks), published=day, language="en")


def topics() -> tuple[Topic, ...]:
    """The topics of the configuration that comes with briefgen."""
    from briefgen import config

    return tuple(config.load(ROOT / "config" / "briefgen.yaml").topics)


def seconds(run: Callable[[], object], runs: int = 1) -> float:
    """The least CPU time of several runs."""
    found = []
    for _ in range(runs):
        started = process_time()
        run()
        found.append(process_time() - started)
    return min(found)


def whole(parts: Sequence[str]) -> Callable[[], object]:
    """Everything that is read in a document; with another one behind it, so that nothing is remembered of it."""
    from briefgen.reading.read import read

    story, other, followed = document(parts), document(parts[:1]), topics()
    read(other, followed)
    return lambda: (read(story, followed), read(other, followed))


def numbers(parts: Sequence[str]) -> Callable[[], object]:
    """The quantities alone, without time, status, measure and speaker."""
    from briefgen.model import Span
    from briefgen.reading import mentions, sentences

    story = document(parts)
    mentions.find(parts[0], Span(0, len(parts[0])))
    return lambda: [mentions.find(story.text, line.span) for line in sentences.lines(story)]


def quantulum(parts: Sequence[str]) -> Callable[[], object] | None:
    """quantulum3's parser without its classifier; a text that it fails on counts as read."""
    if importlib.util.find_spec("quantulum3") is None:
        return None
    warnings.simplefilter("ignore")
    parser = importlib.import_module("quantulum3.parser")

    return each(lambda text: parser.parse(text, classifier_path=None), parts)


def duckling(parts: Sequence[str]) -> Callable[[], object] | None:
    """Duckling through its Python wheel, for the dimensions that a figure can have."""
    if importlib.util.find_spec("duckling") is None:
        return None
    wheel = importlib.import_module("duckling")
    if not hasattr(wheel, "load_time_zones"):  # the package of that name that runs a Java machine
        return None
    zones = wheel.load_time_zones("/usr/share/zoneinfo")
    language = wheel.parse_lang("EN")
    context = wheel.Context(
        wheel.parse_ref_time(zones, "UTC", int(dt.datetime(2025, 10, 24, tzinfo=dt.UTC).timestamp())),
        wheel.parse_locale("EN_GB", wheel.default_locale_lang(language)),
    )
    wanted = ["number", "amount-of-money", "quantity", "distance", "volume", "duration", "temperature"]
    dimensions = list(wheel.parse_dimensions(wanted))
    return each(lambda text: wheel.parse(text, context, dimensions, False), parts)  # noqa: FBT003 - not named there


def each(read: Callable[[str], Any], parts: Sequence[str]) -> Callable[[], object]:
    """A reader of one text for many, warmed up."""

    def run() -> None:
        for part in parts:
            try:
                read(part)
            except Exception as error:  # noqa: BLE001 - its failures are counted as read: that is in its favour
                failures.append(error)

    failures: list[Exception] = []
    read("Exports rose by 5% to 3 million tons.")
    return run


def import_cost() -> float:
    """Milliseconds of CPU of importing the reader, beyond a bare interpreter, with its bytecode at hand.

    `typing_extensions`, which msgspec takes where it is there, is hidden: no package that briefgen needs brings it, the
    tools for developing do.
    """
    with tempfile.TemporaryDirectory() as folder:
        kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
        surroundings = kept | {"PYTHONPYCACHEPREFIX": folder}

        def cpu(code: str) -> float:
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=surroundings, check=True)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            return 1000 * (after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)

        bare = "import sys; sys.modules['typing_extensions'] = None"
        pairs = [(cpu(bare), cpu(f"{bare}; import briefgen.reading.read")) for _ in range(15)]
    return min(shown for _, shown in pairs[1:]) - min(least for least, _ in pairs[1:])


def memory() -> float:
    """Megabytes at the peak of reading one megabyte beyond those before, tables included, in a process of its own."""
    code = """if True:
        import sys
        sys.path.insert(0, "bench")
        import reading
        from briefgen.reading.read import read
        story, followed = reading.document(reading.paragraphs(reading.MEGABYTE)), reading.topics()
        before = reading.peak()
        found = read(story, followed)
        print(reading.peak() - before)
    """
    return float(subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, text=True))


def peak() -> float:
    """Megabytes that this process has held at most.

    Linux: from the process's own table, because `getrusage` there starts at what the parent process held.
    """
    table = Path("/proc/self/status")
    if table.is_file():
        line = next(line for line in table.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024 / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6


def growth(unit: str, length: int) -> float:
    """CPU time for ten times a line over the time for one."""
    from briefgen.reading.read import read

    followed = topics()
    short, long = (document([(unit * (size // len(unit) + 1))[:size]]) for size in (length, 10 * length))
    other = document(["Another text."])

    def once(story: Document) -> Callable[[], object]:
        return lambda: (read(story, followed), read(other, followed))

    return seconds(once(long)) / seconds(once(short), runs=3)


def row(name: str, value: float, unit: str, note: str, *, kept: bool = True) -> bool:
    """Prints a row; whether its bar is kept."""
    print(f"{name:26}{value:10.1f} {unit:6} {note}{'' if kept else '   MISSED'}", flush=True)
    return kept


def rates(megabytes: float, beside: float) -> list[bool]:
    """The rows of the rates: like for like beside the others, who give quantities alone; and of everything we read."""
    parts, few = paragraphs(int(megabytes * MEGABYTE)), paragraphs(int(beside * MEGABYTE))
    size, less = (sum(map(len, text)) / 1e3 for text in (parts, few))
    ours = {"quantities alone": numbers(parts), "everything": whole(parts)}
    rate = {name: size / seconds(run, runs=3) for name, run in ours.items()}
    row(
        "quantities alone",
        rate["quantities alone"],
        "kB/s",
        f"{size / 1e3:.1f} MB: value, unit, kind, direction",
    )
    row("everything", rate["everything"], "kB/s", "also time, status, measure, speaker, quotations, events, topics")
    kept = []
    others = (
        ("quantulum3", quantulum(few), TIMES_QUANTULUM, "pip install quantulum3"),
        ("Duckling", duckling(few), TIMES_DUCKLING, "pip install pyduckling-native-phihos"),
    )
    for name, run, floors, command in others:
        if run is None:
            print(f"{name:26}not installed, so not compared: {command}")
            continue
        theirs = less / seconds(run, runs=3)
        times = {of: mine / theirs for of, mine in rate.items()}
        note = ", ".join(
            f"{of} {ratio:.1f} times as fast (floor {least:g})"
            for (of, ratio), least in zip(times.items(), floors, strict=True)
        )
        fast = all(ratio >= least for ratio, least in zip(times.values(), floors, strict=True))
        kept.append(row(name, theirs, "kB/s", note, kept=fast))
    return kept


def main() -> int:
    """Prints the table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--megabytes", type=float, default=1.0, help="text for our reader")
    options.add_argument("--beside", type=float, default=0.03, help="megabytes of it for the others")
    options.add_argument("--line", type=int, default=20_000, help="characters of the shorter line")
    chosen = options.parse_args()
    kept = rates(chosen.megabytes, chosen.beside)
    used, peak = import_cost(), memory()
    kept.append(row("import", used, "ms", f"ceiling {IMPORT_CEILING:.0f}", kept=used <= IMPORT_CEILING))
    kept.append(row("peak memory", peak, "MB", f"ceiling {MEMORY_CEILING:.0f}", kept=peak <= MEMORY_CEILING))
    endless = " ".join(one.rstrip('.?!”"') for one in sentences()) + " "
    for name, unit in (("one endless sentence", endless), *((repr(unit), unit) for unit in HOSTILE)):
        times = growth(unit, chosen.line)
        kept.append(row(f"ten times {name}", times, "times", f"ceiling {MOST_GROWTH:.0f}", kept=times <= MOST_GROWTH))
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
