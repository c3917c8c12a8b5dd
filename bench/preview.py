"""How long it takes from saving a template to the page that shows it, in a real Chromium.

The sample “busy” as HTML, with a house of its own: a block is changed, then a style sheet, then the brand, while the
samples are looked through for lost citations, as they are whenever somebody edits. The clock starts before the file is
written and stops when the browser has painted the new page. Exits with 1 where the median is above the bar.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from browser import Browser, browser  # noqa: E402 - beside this folder
from previewed import preview  # noqa: E402

BAR = 1000.0
"""Milliseconds, the median (issue "Editors change briefs without programming")."""
NAMES = ("chromium", "chromium-browser", "google-chrome")
WATCH = """(() => {
    window.painted = [];
    new MutationObserver(() => requestAnimationFrame(() => requestAnimationFrame(() =>
        window.painted.push(performance.timeOrigin + performance.now()))))
        .observe(document.getElementById('frames'), {attributes: true, subtree: true, attributeFilter: ['data-page']});
})()"""


def times(tab: Browser, save: Callable[[int], object], edits: int) -> list[float]:
    """Milliseconds of each edit."""
    found = []
    for number in range(edits):
        tab.run("window.painted.length = 0")
        begin = 1000 * time.time()
        save(number)
        while not (painted := tab.run("window.painted")):
            time.sleep(0.02)
        found.append(painted[0] - begin)
        time.sleep(0.2)  # the next edit is not saved while the last one is still painted
    return found


def block(house: Path, number: int) -> None:
    """A masthead that says something else."""
    said = f"# Edit {number}: {{{{ brief.title }}}}"
    (house / "brief.md.j2").write_text(
        f'{{% extends "!default/brief.md.j2" %}}\n{{% block masthead %}}\n{said}\n{{% endblock %}}\n', encoding="utf-8"
    )


def sheet(house: Path, number: int) -> None:
    """A style sheet with another colour."""
    shipped = (ROOT / "templates" / "default" / "css" / "html.css").read_text(encoding="utf-8")
    (house / "css").mkdir(exist_ok=True)
    (house / "css" / "html.css").write_text(f"{shipped}\nh1 {{ color: #0000{number:02x} }}\n", encoding="utf-8")


def brand(folder: Path, number: int) -> None:
    """Looks with another colour."""
    (folder / "brand.yaml").write_text(f'version: 1\ncolor:\n  primary: "#0000{number + 64:02x}"\n', encoding="utf-8")


def main() -> int:
    """Prints median and worst of both kinds of edits."""
    parser = argparse.ArgumentParser(description="time from saving a template to the page that shows it")
    parser.add_argument("--edits", type=int, default=20, metavar="N")
    edits = parser.parse_args().edits
    if not any(map(shutil.which, NAMES)):
        print("needs Chromium (Debian: apt-get install chromium)")
        return 0
    with (
        tempfile.TemporaryDirectory() as profile,
        tempfile.TemporaryDirectory() as folder,
        browser(Path(profile)) as tab,
        preview(Path(folder), "--port", "19765") as running,
    ):
        tab.open(f"{running.address}?brief=sample/busy&view=html", 1280)
        while not tab.run("document.querySelector('#frames iframe[data-page]') !== null"):
            time.sleep(0.05)
        tab.run(WATCH)
        time.sleep(1)
        medians = []
        for name, save, where in (
            ("a block", block, running.house),
            ("a style sheet", sheet, running.house),
            ("the brand", brand, running.house.parents[1]),
        ):
            found = times(tab, lambda number, save=save, where=where: save(where, number), edits)
            medians.append(statistics.median(found))
            print(f"{name:<14} median {medians[-1]:5.0f} ms, worst {max(found):5.0f} ms of {edits}")
    print(f"bar            median {BAR:5.0f} ms")
    return 0 if max(medians) <= BAR else 1


if __name__ == "__main__":
    sys.exit(main())
