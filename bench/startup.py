"""How long `briefgen --help` takes beyond Python's own start, in CPU time.

Both are measured in turn in the same run, so that a busy or slow machine slows both; the smallest of several runs is
what the program itself needs. Exits with 1 above the ceiling.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys

CEILING = 80.0
"""Milliseconds of CPU beyond a bare interpreter (issue "The main job")."""
BARE = [sys.executable, "-c", "pass"]
HELP = [sys.executable, "-m", "briefgen", "--help"]


def cpu(command: list[str]) -> float:
    """Milliseconds of CPU, user and system, of one process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)


def measure(runs: int) -> tuple[float, float]:
    """The least CPU time of bare Python and of `briefgen --help`."""
    pairs = [(cpu(BARE), cpu(HELP)) for _ in range(runs)]
    return min(bare for bare, _ in pairs), min(help_ for _, help_ in pairs)


def main() -> int:
    """Prints both times and what lies between them."""
    parser = argparse.ArgumentParser(description="CPU time of briefgen --help beyond Python's own start")
    parser.add_argument("--runs", type=int, default=15, metavar="N")
    bare, shown = measure(parser.parse_args().runs)
    beyond = shown - bare
    print(f"python -c pass     {bare:6.0f} ms CPU")
    print(f"briefgen --help    {shown:6.0f} ms CPU, {shown / bare:.1f} times as much")
    print(f"beyond the start   {beyond:6.0f} ms CPU (ceiling {CEILING:.0f})")
    return 0 if beyond <= CEILING else 1


if __name__ == "__main__":
    sys.exit(main())
