"""How fast figures are read, beside quantulum3, in CPU time of one process.

    python bench/reading.py [--megabytes 1] [--beside 0.05]

The text is made from the sentences of `tests/cases/figures*.md`. quantulum3 reads a part of it only (it is slow); where
it is not installed (`pip install quantulum3`) its row says so. The lines below the table show that time grows with the
length of a line and no faster, on hostile runs too.
"""

from __future__ import annotations

import argparse
import importlib.util
import subprocess
import sys
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROOT = Path(__file__).parents[1]
HOSTILE = ("1", "1,", "1 ", "1,111,", " 111", "one ", "5% ", "1-", "two and ", "$1 to ", "tripled ", "5/")


def sentences(length: int) -> list[str]:
    """Sentences of the cases, repeated until they have `length` characters."""
    lines = [
        line.removeprefix("> ")
        for path in sorted((ROOT / "tests" / "cases").glob("figures*.md"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith("> ")
    ]
    found: list[str] = []
    size = 0
    while size < length:
        found.append(lines[len(found) % len(lines)])
        size += len(found[-1]) + 1
    return found


def rate(read: Callable[[str], object], texts: Sequence[str]) -> float:
    """Characters read in a second of CPU time, after one call to warm up."""
    read(texts[0])
    started = process_time()
    for text in texts:
        read(text)
    return sum(map(len, texts)) / (process_time() - started)


def ours() -> Callable[[str], object]:
    """The reader of this project."""
    from briefgen.model import Span
    from briefgen.reading.mentions import find

    return lambda text: find(text, Span(0, len(text)))


def theirs() -> Callable[[str], object] | None:
    """quantulum3's parser, or None where it is not installed."""
    if importlib.util.find_spec("quantulum3") is None:
        return None
    from quantulum3 import parser

    def read(text: str) -> object:
        try:
            return parser.parse(text)
        except Exception as error:  # noqa: BLE001 - its failures are counted as read: that is in its favour
            return error

    return read


def import_seconds() -> float:
    """CPU seconds that importing the reader costs beyond Python's own start."""

    def run(code: str) -> float:
        script = f"import time; a = time.process_time(); {code}; print(time.process_time() - a)"
        command = [sys.executable, "-c", script]
        return min(float(subprocess.check_output(command, cwd=ROOT, text=True)) for _ in range(5))

    return run("import briefgen.reading.mentions")


def growth(unit: str, read: Callable[[str], object], length: int) -> float:
    """Time for ten times the text over the time for one."""
    times = []
    for size in (length, 10 * length):
        text = unit * (size // len(unit))
        started = process_time()
        read(text)
        times.append(process_time() - started)
    return times[1] / max(times[0], 1e-6)


def main() -> None:
    """Prints the table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--megabytes", type=float, default=1.0, help="text for our reader")
    options.add_argument("--beside", type=float, default=0.05, help="megabytes of it for quantulum3")
    chosen = options.parse_args()
    read = ours()
    mine = rate(read, sentences(int(chosen.megabytes * 1e6)))
    print(f"briefgen    {mine / 1e3:10.0f} kB/s")
    other = theirs()
    if other is None:
        print("quantulum3  not installed: pip install quantulum3")
    else:
        speed = rate(other, sentences(int(chosen.beside * 1e6)))
        print(f"quantulum3  {speed / 1e3:10.0f} kB/s   briefgen is {mine / speed:.1f} times as fast")
    print(f"import      {import_seconds() * 1e3:10.0f} ms CPU")
    print("time for ten times the line (10 is linear):")
    one_line = " ".join(sentences(20_000)) + " "
    for name, unit in (("cases", one_line), *((repr(unit), unit) for unit in HOSTILE)):
        print(f"  {name:12}{growth(unit, read, 100_000 if unit != one_line else len(one_line)):6.1f}")


if __name__ == "__main__":
    main()
